"""What each condition of the last stage contributes: `python -m benchmarks.ablation GOLD.jsonl…
[--module where] [--most 300]`.

The benchmark removes one condition at a time from `pipeline/assemble`: an alternative of «or» or
the test of an «if» is never true, an operand of «and» and of a filter always is. It assembles the
affected documents again and prints the change in the mean F1 of record fields and meetings, largest
gain first, for the conditions whose removal does not lower it. Rules are made on texts that
somebody has read, for the errors of an older tagger. So the output lists candidates to look at, not
verdicts. Use documents outside the training data: some that nobody has read for rules, and some
that somebody has. Conditions that change more than `--most` documents are essential to the stage
and are left out."""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.machinery
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from pipeline import schema
from pipeline.config import Config
from pipeline.dedupe import dedupe
from pipeline.evaluate import FIELDS, Counts, findings
from pipeline.extract.stage import extract
from pipeline.normalize import normalize
from pipeline.provenance import provenance
from pipeline.types import Release

PACKAGE = "pipeline.assemble"
Table = dict[str, Counts]


@dataclass
class Condition:
    """A condition of the code, its value when removed, and the documents in which its value was
    different."""

    module: str
    line: int
    source: str
    out: bool
    documents: set[int] = field(default_factory=set)


class Weighed(ast.NodeTransformer):
    """Replaces each condition in the code by a call of `weigh` with its index in `conditions`."""

    def __init__(self, module: str, conditions: list[Condition]) -> None:
        self.module, self.conditions = module, conditions

    def _weighed(self, node: ast.expr, out: bool) -> ast.expr:
        said = ast.unparse(node)
        node = self.visit(node)
        if isinstance(node, ast.BoolOp | ast.Constant) or any(
            isinstance(x, ast.NamedExpr) for x in ast.walk(node)
        ):
            return node  # its operands are weighed; the names that it binds are needed
        self.conditions.append(Condition(self.module, node.lineno, said, out))
        call = ast.Call(
            ast.Name("weigh", ast.Load()), [ast.Constant(len(self.conditions) - 1), node], []
        )
        return ast.fix_missing_locations(ast.copy_location(call, node))

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        node.values = [self._weighed(x, isinstance(node.op, ast.And)) for x in node.values]
        return node

    def visit_If(self, node: ast.If) -> ast.If:
        node.test = self._weighed(node.test, False)
        node.body, node.orelse = (
            [self.visit(x) for x in node.body],
            [self.visit(x) for x in node.orelse],
        )
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        node.iter, node.ifs = self.visit(node.iter), [self._weighed(x, True) for x in node.ifs]
        return node


class Scales(importlib.abc.MetaPathFinder):
    """Loads the modules of `PACKAGE` with weighed conditions; stores the current document and the
    removed condition."""

    def __init__(self) -> None:
        self.conditions: list[Condition] = []
        self.document = -1  # None: record nothing
        self.out = -1  # None: remove nothing

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = (
            importlib.machinery.PathFinder.find_spec(fullname, path)
            if fullname.startswith(PACKAGE)
            else None
        )
        if spec is not None and spec.origin is not None:
            spec.loader = _Loader(self, fullname, spec.origin)
        return spec

    def weigh(self, index: int, value: Any) -> Any:
        condition = self.conditions[index]
        if index == self.out:
            return condition.out
        if self.document >= 0 and bool(value) is not condition.out:
            condition.documents.add(self.document)
        return value


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, scales: Scales, fullname: str, path: str) -> None:
        super().__init__(fullname, path)
        self.scales = scales

    def get_code(self, fullname: str) -> CodeType:
        tree = ast.parse(Path(self.path).read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                Weighed(fullname.removeprefix(f"{PACKAGE}."), self.scales.conditions).visit(node)
        return compile(tree, self.path, "exec")

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["weigh"] = self.scales.weigh
        super().exec_module(module)


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("files", nargs="+", type=Path, help="gold documents")
    ap.add_argument("--module", help="only the conditions of this module of pipeline/assemble")
    ap.add_argument(
        "--most", type=int, default=300, help="documents that a condition may turn on at most"
    )
    a = ap.parse_args()
    scales = Scales()
    sys.meta_path.insert(0, scales)
    from pipeline.assemble import assemble  # weighed

    config, made = Config(), provenance(Config())
    docs = [
        json.loads(line)
        for f in a.files
        for line in f.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]
    given = (
        Release(id=d["key"], source=d["key"], text=d["text"], published=d["published"])
        for d in docs
    )
    releases = list(extract((dedupe(normalize(r, config), config) for r in given), config))

    def counts(n: int) -> Table:
        records = [
            json.loads(schema.dump(x))
            for x in schema.to_records(assemble(releases[n], config), made)
        ]
        out: Table = defaultdict(Counts)
        for f in findings(docs[n], None, records):
            out[f.field] += f.counts
        return out

    before = []
    for n in range(len(docs)):
        scales.document = n
        before.append(counts(n))
    scales.document = -1
    whole, found = mean(before), []
    for index, c in enumerate(scales.conditions):
        if not 0 < len(c.documents) <= a.most or (a.module and c.module != a.module):
            continue
        scales.out = index
        try:
            now = {n: counts(n) for n in sorted(c.documents)}
        except Exception:
            continue  # a guard: the code after it needs it
        changed = sum(now[n] != before[n] for n in now)
        gain = mean(now.get(n, was) for n, was in enumerate(before)) - whole
        if gain >= 0:
            found.append((gain, changed, c))
    scales.out = -1
    print(
        f"{len(docs)} documents, mean {whole:.2f}; {len(scales.conditions)} conditions, "
        f"{len(found)} of which cost nothing to take out"
    )
    for gain, changed, c in sorted(found, key=lambda x: (-x[0], x[2].module, x[2].line)):
        print(
            f"{gain:+.3f} in {changed:3} of {len(c.documents):3}  {c.module}.py:{c.line}  "
            f"{c.source}"
        )


def mean(tables: Iterable[Table]) -> float:
    """Return the mean F1 of record fields and meetings over documents, unrounded."""
    total: Table = defaultdict(Counts)
    for table in tables:
        for name, c in table.items():
            total[name] += c
    fields = (*FIELDS, "meetings")
    return sum(
        200 * total[f].hits / max(1, 2 * total[f].hits + total[f].spurious + total[f].missed)
        for f in fields
    ) / len(fields)


if __name__ == "__main__":
    main()
