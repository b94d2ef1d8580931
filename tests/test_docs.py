"""The documentation is right: every block of commands in it runs, links have targets, and the shown
output is the actual output.

A page runs in a folder of its own that looks like the project after a first run: `data/raw`
(without the broken sample), `data/processed` with two runs, `minutes` (the output of `press`, kept
in git), and `.venv`. Blocks of `sh` run line by line, with statuses 0 and 1 of mahdar accepted (1
means rejects or differences). In blocks of `console` each line with `$` runs, and the lines after
it must be its output, with `…` for anything. Blocks of `python` run here, or as doctests. A block
after `<!-- not run: why -->` is skipped."""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "models" / "README.md")
)
FENCE = re.compile(
    r"(?P<before>[^\n]*)\n(?P<indent> *)```(?P<kind>\w+)[^\n]*\n(?P<code>.*?)\n(?P=indent)```",
    re.DOTALL,
)
RUN = {"sh", "console", "python"}
RELEASES = {
    "a.txt": "عقدت اللجنة الفنية للنقل اجتماعها الثالث في مسقط برئاسة سالم بن حمد العطار.",
    "b.txt": "استقبل وزير المراعي فلاح بن سيف الرويعي في صحار سفير مملكة البحرين جاسم بن علي الدانة.",
}
# 1 means rejects or differences
SHELL = 'mahdar() { command mahdar "$@" || { status=$?; [ $status -eq 1 ] || return $status; }; }\n'


@dataclass(frozen=True)
class Block:
    page: str
    line: int
    kind: str
    code: str
    left_alone: bool


def blocks(page: str) -> list[Block]:
    text = "\n" + (ROOT / page).read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(text):
        code = "\n".join(line.removeprefix(match["indent"]) for line in match["code"].split("\n"))
        line = text[: match.start("kind")].count("\n")
        found.append(
            Block(page, line, match["kind"], code, match["before"].startswith("<!-- not run: "))
        )
    return found


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that each page gets a copy of."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    (folder / "data" / "raw" / "ona-broken.docx").unlink()
    (folder / "press").mkdir()
    for name, text in RELEASES.items():
        (folder / "press" / name).write_text(text + "\n", encoding="utf-8")
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(ROOT / "tests" / "golden", folder / "tests" / "golden")
    (folder / ".venv").mkdir()
    for part in ("bin", "lib", "pyvenv.cfg"):
        (folder / ".venv" / part).symlink_to(Path(sys.prefix) / part)
    changed = folder / "data" / "raw" / "bna-open-data.txt"
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text.replace("26", "25").replace("السادس والعشرين", "الخامس والعشرين"))
    shell("mahdar process data/raw\nmahdar process press --out minutes", folder)
    changed.write_text(text, encoding="utf-8")
    shell("mahdar process data/raw", folder)
    (folder / ".gitignore").write_text(".venv/\ndata/processed/\n.mahdar/\n")
    shell(
        "git init -q .; git add -A; git -c user.name=t -c user.email=t commit -q -m samples", folder
    )
    for stamp in (".installed", ".installed-dev"):
        (folder / ".venv" / stamp).touch()
    return folder


def shell(code: str, folder: Path) -> str:
    """Return the standard output of the commands. All of them must succeed."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("MAKE")},
        "PATH": f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "NO_COLOR": "1",
        "PYTHONWARNINGS": "",
    }
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", SHELL + code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"{code}\nended with {done.returncode}\n{done.stderr[-2000:]}"
    return done.stdout


def sessions(code: str) -> Iterator[tuple[str, str]]:
    """Return each command of a console block with its shown output."""
    command, shown = "", []
    for line in code.split("\n"):
        if line.startswith("$ "):
            if command:
                yield command, "\n".join(shown)
            command, shown = line[2:], []
        elif line.startswith("> ") and not shown:
            command += "\n" + line[2:]
        else:
            shown.append(line)
    if command:
        yield command, "\n".join(shown)


def run_block(block: Block, folder: Path, names: dict[str, object]) -> None:
    where = f"{block.page}:{block.line}"
    if block.kind == "sh":
        shell(block.code, folder)
    elif block.kind == "console":
        for command, shown in sessions(block.code):
            pattern = re.escape(shown.strip()).replace("…", ".*")
            printed = shell(command, folder).strip()
            assert re.fullmatch(pattern, printed, re.DOTALL), f"{where}: $ {command}\n{printed}"
    elif block.code.startswith(">>>"):
        test = doctest.DocTestParser().get_doctest(block.code, names, where, block.page, 0)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        result = runner.run(test, clear_globs=False)
        names.update(test.globs)
        assert not result.failed, where
    else:
        exec(compile(block.code, where, "exec"), names)


@pytest.mark.parametrize("page", [p for p in PAGES if any(b.kind in RUN for b in blocks(p))])
def test_every_block_runs(
    page: str, ran: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "project"
    shutil.copytree(ran, folder, symlinks=True)
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    for block in blocks(page):
        if block.kind in RUN and not block.left_alone:
            run_block(block, folder, names)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)\s]+)\)", prose) + re.findall(r'(?:src|srcset)="([^"]+)"', prose)
    for target in targets:
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / page).parent / path if path else ROOT / page
        assert file.exists(), f"{page}: {target}"
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file.read_text(encoding="utf-8")), f"{page}: {target}"


def anchors(text: str) -> set[str]:
    """Return the anchors of headings, as forges make them."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_a_block_that_is_not_run_says_why() -> None:
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        for mark in re.findall(r"^<!-- not run.*$", text, re.MULTILINE):
            assert re.fullmatch(r"<!-- not run: \S.+ -->", mark), f"{page}: {mark}"


def test_the_arabic_readme_calls_fields_as_the_page_does() -> None:
    words = tomllib.loads(
        (ROOT / "pipeline" / "words" / "data" / "ar.toml").read_text(encoding="utf-8")
    )["field"]
    text = (ROOT / "README.ar.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+) `(\w+)` \|", text, re.MULTILINE)
    assert len(rows) > 15
    for term, field in rows:
        assert words[field] == term


def test_the_example_of_the_output_is_up_to_date(ran: Path) -> None:
    """To update it: `python tools/output_example.py`."""
    text = (ROOT / "docs" / "output.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- example: (\S+) -->\n```json\n(.*?)```", text, re.DOTALL)
    assert found
    shown = json.loads(found[2])
    lines = (ran / "data" / "processed" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    (record,) = [r for r in map(json.loads, lines) if r["release"]["source"] == found[1]]
    assert lasting(shown) == lasting(record)


def lasting(value: object) -> object:
    """Return the record without values that depend on the processor or the state of the code."""
    if isinstance(value, dict):
        return {k: lasting(v) for k, v in value.items() if k not in ("confidence", "provenance")}
    return list(map(lasting, value)) if isinstance(value, list) else value
