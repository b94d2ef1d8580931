"""Score the releases and records of a run against gold documents: precision, recall and F1.

A gold line is `{"key", "text", "spans": [[start, end, label]…], "records": […]}`. It belongs to the
release whose `key`, `id` or file stem equals the gold key. Spans must match exactly; spans in a
repeated paragraph do not count. The meetings of a document are paired one to one by likeness, and
only if they share a value. An unpaired meeting counts in full against recall or precision. People
match when the words of their folded names are equal. Other names match when the folded forms are at
least 92 % alike and contain the same figures. Clauses match when their token F1 is at least 0.6."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any

from rapidfuzz import fuzz

from pipeline.arabic.folding import fold_key
from pipeline.errors import UsageError
from pipeline.schema import LABELS

SCALARS = ("body", "ordinal", "date", "city", "country", "mode", "chair")
SETS = (
    "people",
    "roles",
    "participation",
    "countries",
    "committees",
    "organizations",
    "initiatives",
    "referenced_meetings",
)
CLAUSES = ("decisions", "topics")
FIELDS = SCALARS + SETS + CLAUSES
RECORD_FIGURES = frozenset({"meetings", *FIELDS, "four_kinds", "record"})
FOUR_KINDS = ("people", "countries", "committees", "initiatives")

SAME_NAME = 92  # minimum similarity of two folded names that count as the same
SAME_CLAUSE = 0.6  # minimum token F1 of two clauses that count as the same
REPEATED = 90  # minimum similarity of a folded paragraph to an earlier one that it repeats
MIN_REPEATED = 40  # folded paragraphs of at most this many characters never count as repeated

BINS = 10  # number of bins of the expected calibration error

Json = dict[str, Any]
Labelled = tuple[int, int, str]
Facts = Mapping[str, Sequence[Any]]  # values of a record for each field: str, int, or a pair of str


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits, false alarms and misses, with precision, recall and F1 (percent)."""

    hits: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.hits + other.hits, self.spurious + other.spurious, self.missed + other.missed
        )

    @property
    def figures(self) -> tuple[float, float, float]:
        """Return precision, recall and F1 in percent to one decimal; 100 if there was nothing to
        find and nothing was found."""
        p = self.hits / (self.hits + self.spurious) if self.hits + self.spurious else 1.0
        r = self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0
        return (
            round(100 * p, 1),
            round(100 * r, 1),
            round(100 * (2 * p * r / (p + r) if p + r else 0.0), 1),
        )

    @property
    def f1(self) -> float:
        return self.figures[2]


@dataclass(frozen=True, slots=True)
class Finding:
    """One comparison: the gold value and the predicted value, either of them None if missing, and
    whether they are the same."""

    key: str
    field: str
    gold: Any
    predicted: Any
    same: bool

    @property
    def counts(self) -> Counts:
        return Counts(
            int(self.same),
            int(not self.same and self.predicted is not None),
            int(not self.same and self.gold is not None),
        )

    def __str__(self) -> str:
        if self.predicted is None:
            return f"{self.key} MISSED   {_shown(self.gold)}"
        if self.gold is None:
            return f"{self.key} SPURIOUS {_shown(self.predicted)}"
        return f"{self.key} WRONG    {_shown(self.predicted)}, not {_shown(self.gold)}"


@dataclass(frozen=True, slots=True)
class SpanResult:
    """The score of the spans of a run: counts by label and, for each predicted span, its confidence
    and whether it is right. `documents`, `missing` and `shifted` as in `Result`."""

    documents: int
    missing: int
    shifted: int
    spans: Mapping[str, Counts]
    found: Mapping[str, Sequence[tuple[float, bool]]]

    @property
    def all_spans(self) -> Counts:
        return sum(self.spans.values(), Counts())

    @property
    def complete(self) -> bool:
        return not (self.missing or self.shifted)

    def scores(self) -> dict[str, float]:
        """Return F1 by name: each label, and `spans` over all (micro)."""
        return {**{label: c.f1 for label, c in self.spans.items()}, "spans": self.all_spans.f1}

    def calibration_errors(self) -> dict[str, float]:
        """Return the expected calibration error in percent of each label, and of all spans
        (`spans`)."""
        return {
            **{label: calibration_error(pairs) for label, pairs in self.found.items()},
            "spans": calibration_error([pair for pairs in self.found.values() for pair in pairs]),
        }


@dataclass(frozen=True, slots=True)
class Result:
    """The counts of a run: `spans` by label, `meetings`, and `fields` by field of the records.
    `missing` documents have no release; `shifted` ones have a release whose text differs from the
    gold text."""

    documents: int
    missing: int
    shifted: int
    spans: Mapping[str, Counts]
    meetings: Counts
    fields: Mapping[str, Counts]

    @property
    def all_spans(self) -> Counts:
        return sum(self.spans.values(), Counts())

    @property
    def complete(self) -> bool:
        """Return whether every gold document has its release with the same text."""
        return not (self.missing or self.shifted)

    @property
    def four_kinds(self) -> float:
        """Return the mean F1 of people, countries, committees and initiatives."""
        return round(sum(self.fields[f].f1 for f in FOUR_KINDS) / len(FOUR_KINDS), 1)

    @property
    def record(self) -> float:
        """Return the mean F1 of all fields of the records."""
        return round(sum(c.f1 for c in self.fields.values()) / len(self.fields), 1)

    def scores(self) -> dict[str, float]:
        """Return F1 by name: each label, `spans`, `meetings`, each field, `four_kinds` and
        `record`."""
        return {
            **{label: c.f1 for label, c in self.spans.items()},
            "spans": self.all_spans.f1,
            "meetings": self.meetings.f1,
            **{field: c.f1 for field, c in self.fields.items()},
            "four_kinds": self.four_kinds,
            "record": self.record,
        }


def evaluate_files(gold: Path, releases: Path, records: Path) -> Result:
    """Score the output files `releases` and `records` against `gold`. Raise UsageError for a file
    with the wrong format."""
    documents, missing, shifted = 0, 0, 0
    counts = dict.fromkeys((*LABELS, "meetings", *FIELDS), Counts())
    for doc, release, recs in _documents(gold, releases, records):
        documents += 1
        missing += release is None
        shifted += release is not None and release.get("text") != doc["text"]
        for finding in findings(doc, release, recs):
            counts[finding.field] += finding.counts
    spans, fields = ({name: counts[name] for name in names} for names in (LABELS, FIELDS))
    return Result(documents, missing, shifted, spans, counts["meetings"], fields)


def evaluate_spans(gold: Path, releases: Path) -> SpanResult:
    """Score only the spans of the output file `releases`; the gold lines need no records. Raise
    UsageError as `evaluate_files` does."""
    documents, missing, shifted = 0, 0, 0
    counts: dict[str, Counts] = {label: Counts() for label in LABELS}
    sure: dict[str, list[tuple[float, bool]]] = {label: [] for label in LABELS}
    by_key = _by_key(releases)
    for doc in _lines(gold, "key", "text", "spans"):
        release = by_key.get(doc["key"])
        documents += 1
        missing += release is None
        shifted += release is not None and release.get("text") != doc["text"]
        for finding in span_findings(doc, release):
            counts[finding.field] += finding.counts
        right, found = _spans(doc, release)
        for span, confidence in found.items():
            sure[span[2]].append((confidence, span in right))
    return SpanResult(documents, missing, shifted, counts, sure)


def calibration_error(found: Iterable[tuple[float, bool]], bins: int = BINS) -> float:
    """Return the expected calibration error in percent (Naeini et al. 2015): the gap between mean
    confidence and accuracy in each of `bins` bins of equal width, averaged with the size of the
    bins as weights. Return 0 if nothing was found."""
    binned: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in found:
        binned.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, right))
    gaps = [abs(sum(c - r for c, r in pairs)) for pairs in binned.values()]
    total = sum(map(len, binned.values()))
    return round(100 * sum(gaps) / total, 1) if total else 0.0


def check_field(field: str, *, spans: bool) -> None:
    """Raise UsageError for a name that is neither a label, a field of the records nor `meetings`;
    with `spans`, for a name that is no label."""
    known = LABELS if spans else (*LABELS, "meetings", *FIELDS)
    if field not in known:
        raise UsageError(f"unknown field {field!r}; known are {', '.join(known)}")


def errors(gold: Path, releases: Path, records: Path | None, field: str) -> Iterator[str]:
    """Yield a line for each error in `field`, a name that `check_field` accepts. Without `records`,
    compare the spans only. Raise UsageError as `evaluate_files` does."""
    check_field(field, spans=records is None)
    if records is None:
        by_key = _by_key(releases)
        found = (
            f
            for doc in _lines(gold, "key", "text", "spans")
            for f in span_findings(doc, by_key.get(doc["key"]))
        )
    else:
        found = (
            f for documents in _documents(gold, releases, records) for f in findings(*documents)
        )
    yield from (str(f) for f in found if f.field == field and not f.same)


def read_floors(path: Path) -> dict[str, float]:
    """Return the floors of a TOML file: minimum F1 in percent by name. Raise UsageError if the file
    is not valid."""
    try:
        floors = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as err:
        raise UsageError(f"{path}: cannot be read as TOML: {err}") from err
    for name, floor in floors.items():
        if not isinstance(floor, int | float) or isinstance(floor, bool):
            raise UsageError(f"{path}: the floor {name} must be a number, not {floor!r}")
    return floors


def report(result: Result) -> str:
    """Return the scores as a table, with a summary in the last line."""
    lines = [
        f"{result.documents} documents, {result.missing} missing from the output, "
        f"{result.shifted} whose text differs from the source"
    ]
    for title, rows in (
        ("spans (strict)", {**result.spans, "ALL": result.all_spans}),
        ("records", {"meetings": result.meetings, **result.fields}),
    ):
        lines += ["", f"{title:22}      P      R     F1"]
        lines += [
            f"{name:22} " + " ".join(f"{x:6.1f}" for x in c.figures) for name, c in rows.items()
        ]
    summary = (
        f"four entity kinds F1 {result.four_kinds}   record F1 {result.record}   span F1 "
        f"{result.all_spans.f1}"
        f"   meetings F1 {result.meetings.f1}"
    )
    return "\n".join([*lines, "", summary]) + "\n"


def span_report(result: SpanResult) -> str:
    """Return the scores of the spans as a table, with all spans together in the last line."""
    wrong = result.calibration_errors()
    rows = {**result.spans, "ALL": result.all_spans}
    lines = [
        f"{result.documents} documents, {result.missing} missing from the output, "
        f"{result.shifted} whose text differs from the source",
        "",
        f"{'spans (strict)':22}      P      R     F1    ECE   gold  found",
    ]
    for name, c in rows.items():
        figures = (*c.figures, wrong["spans" if name == "ALL" else name])
        counts = (c.hits + c.missed, c.hits + c.spurious)
        lines.append(
            f"{name:22} "
            + " ".join(f"{x:6.1f}" for x in figures)
            + " "
            + " ".join(f"{n:6}" for n in counts)
        )
    return "\n".join(lines) + "\n"


def check_floor(result: Result | SpanResult, floors: Mapping[str, float]) -> list[str]:
    """Return a line for each score (a name of `scores()`) below its floor, and for an incomplete
    output. Floors of records do not apply to a score of spans. Raise UsageError for an unknown
    name."""
    scores = result.scores()
    if isinstance(result, SpanResult):
        floors = {name: floor for name, floor in floors.items() if name not in RECORD_FIGURES}
    for name in floors:
        if name not in scores:
            raise UsageError(f"floor for unknown figure {name!r}; known are {', '.join(scores)}")
    lines = (
        []
        if result.complete
        else [
            f"{result.missing} documents are missing from the output, {result.shifted} have "
            "another text"
        ]
    )
    return lines + [
        f"{name}: F1 {scores[name]} is below its floor {floor}"
        for name, floor in floors.items()
        if scores[name] < floor
    ]


def findings(doc: Json, release: Json | None, records: Iterable[Json]) -> Iterator[Finding]:
    """Yield all comparisons for one gold document; `release` is None if the output lacks it."""
    key = doc["key"]
    yield from span_findings(doc, release)
    for g, p in _paired_meetings([_facts(r) for r in doc["records"]], [_facts(r) for r in records]):
        yield Finding(
            key, "meetings", g and _title(g), p and _title(p), g is not None and p is not None
        )
        for field in SCALARS:
            a, b = (next(iter((facts or {}).get(field, ())), None) for facts in (g, p))
            if (
                a is not None or b is not None
            ):  # a wrong value is one finding, not a miss and a false alarm
                yield Finding(
                    key, field, a, b, a is not None and b is not None and SAME[field](a, b)
                )
        for field in SETS + CLAUSES:
            for a, b in _paired_values(field, (g or {}).get(field, ()), (p or {}).get(field, ())):
                yield Finding(key, field, a, b, a is not None and b is not None)


def matched(doc: Json, records: Sequence[Json]) -> list[Json | None]:
    """Return for each predicted record of a gold document the gold record that it matches."""
    gold, found = [_facts(r) for r in doc["records"]], [_facts(r) for r in records]
    whole = {id(facts): record for facts, record in zip(gold, doc["records"], strict=True)}
    of = {id(p): whole[id(g)] for g, p in _paired_meetings(gold, found) if g is not None}
    return [of.get(id(p)) for p in found]


def span_findings(doc: Json, release: Json | None) -> Iterator[Finding]:
    """Yield the comparisons of the spans only."""
    gold, found = _spans(doc, release)
    for span in sorted(gold | found.keys()):
        shown, right, known = doc["text"][span[0] : span[1]], span in gold, span in found
        yield Finding(
            doc["key"], span[2], shown if right else None, shown if known else None, right and known
        )


def _spans(doc: Json, release: Json | None) -> tuple[set[Labelled], dict[Labelled, float]]:
    """Return the gold spans, and the predicted spans with their confidence (1 if the output has
    none). Leave out repeated paragraphs."""
    skipped = repeated(doc["text"])

    def kept(start: int, end: int) -> bool:
        return not any(s <= start and end <= e for s, e in skipped)

    mentions = [
        m
        for m in (release or {}).get("mentions", [])
        if m["label"] in LABELS and kept(m["start"], m["end"])
    ]
    return (
        {(s, e, label) for s, e, label in doc["spans"] if kept(s, e)},
        {(m["start"], m["end"], m["label"]): m.get("confidence", 1.0) for m in mentions},
    )


# --- when two values are the same
@lru_cache(maxsize=1 << 16)
def _fold(text: str) -> str:
    return fold_key(text)


def _alike(a: str, b: str) -> bool:
    a, b = _fold(a), _fold(b)
    return a == b or (
        fuzz.ratio(a, b) >= SAME_NAME and re.findall(r"\d+", a) == re.findall(r"\d+", b)
    )


def same_person(a: str, b: str) -> bool:
    """Return whether two names of people have the same folded words, «بن» aside."""
    return [w for w in _fold(a).split() if w not in ("بن", "ابن")] == [
        w for w in _fold(b).split() if w not in ("بن", "ابن")
    ]


def _same_clause(a: str, b: str) -> bool:
    x, y = Counter(_fold(a).split()), Counter(_fold(b).split())
    return bool(x and y) and 2 * (x & y).total() / (x.total() + y.total()) >= SAME_CLAUSE


def _same_part(a: tuple[str, str], b: tuple[str, str]) -> bool:
    return same_person(a[0], b[0]) and _alike(a[1], b[1])


def _equal(a: Any, b: Any) -> bool:
    return bool(a == b)


SAME: Mapping[str, Callable[[Any, Any], bool]] = {
    "body": _alike,
    "ordinal": _equal,
    "date": _equal,
    "city": _alike,
    "country": _equal,
    "mode": _equal,
    "chair": same_person,
    "people": same_person,
    "roles": _same_part,
    "participation": _same_part,
    "countries": _equal,
    "committees": _alike,
    "organizations": _alike,
    "initiatives": _alike,
    "referenced_meetings": lambda a, b: _alike(a[0], b[0]) and _equal(a[1], b[1]),
    "decisions": _same_clause,
    "topics": _same_clause,
}


# --- the values of a record
def _pick(value: Any, *names: str) -> Any:
    """Return a value that is bare in the gold and inside an object in the output, under the first
    of `names` that exists."""
    return (
        next((value[n] for n in names if value.get(n) is not None), None)
        if isinstance(value, dict)
        else value
    )


def _facts(record: Json) -> Facts:
    """Return a gold or predicted record in the form for comparison: the values of each field, in
    order."""
    people = [p if isinstance(p, dict) else {"name": p} for p in record.get("people") or []]
    people = [p for p in people if p.get("name")]

    def names(field: str, *under: str) -> list[Any]:
        return [v for v in (_pick(x, *under) for x in record.get(field) or []) if v]

    return {
        **{
            field: [v for v in [_pick(record.get(field), "name", "value", "text")] if v is not None]
            for field in SCALARS
        },
        "people": [p["name"] for p in people],
        "roles": [(p["name"], p["role"]) for p in people if p.get("role")],
        "participation": [
            (p["name"], p["participation"]) for p in people if p.get("participation")
        ],
        "countries": names("countries", "code"),
        **{
            field: names(field, "name", "text")
            for field in ("committees", "organizations", "initiatives", *CLAUSES)
        },
        "referenced_meetings": [
            (_pick(m.get("body"), "name") or "", str(m.get("ordinal") or ""))
            for m in record.get("referenced_meetings") or []
        ],
    }


def _title(facts: Facts) -> str:
    named = (*facts["body"], *facts["ordinal"], *facts["date"], *facts["people"][:2])
    return " · ".join(map(str, named)) or "a meeting of which nothing is said"


def _shown(value: Any) -> str:
    return " ⟶ ".join(value) if isinstance(value, tuple) else str(value)


# --- pairing
def _best_pairs(scores: Mapping[tuple[int, int], float]) -> Iterator[tuple[int, int]]:
    """Return greedy one-to-one pairs, highest score first, without zero scores."""
    left, right = set(), set()
    for (i, j), score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if score > 0 and i not in left and j not in right:
            left.add(i)
            right.add(j)
            yield i, j


def _pairs(
    gold: Sequence[Any], found: Sequence[Any], scores: Mapping[tuple[int, int], float]
) -> list[tuple[Any, Any]]:
    """Return the best pairs, then the unpaired elements of both sides with None."""
    pairs = list(_best_pairs(scores))
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    return (
        [(gold[i], found[j]) for i, j in pairs]
        + [(g, None) for i, g in enumerate(gold) if i not in left]
        + [(None, f) for j, f in enumerate(found) if j not in right]
    )


def _paired_meetings(
    gold: Sequence[Facts], found: Sequence[Facts]
) -> list[tuple[Facts | None, Facts | None]]:
    return _pairs(
        gold,
        found,
        {(i, j): _likeness(g, f) for i, g in enumerate(gold) for j, f in enumerate(found)},
    )


def _likeness(g: Facts, f: Facts) -> float:
    """Return how many values two records share, weighted; 0 if they share none."""

    def shared(field: str) -> int:
        return sum(any(SAME[field](a, b) for b in f[field]) for a in g[field])

    total = (
        3 * shared("body")
        + 2 * shared("ordinal")
        + sum(map(shared, ("date", "city", "people", "topics", "decisions")))
    )
    return total + 0.5 if total and not g["body"] and not f["body"] else total


def _paired_values(field: str, gold: Sequence[Any], found: Sequence[Any]) -> list[tuple[Any, Any]]:
    def text(value: Any) -> str:
        return _fold(" ".join(value) if isinstance(value, tuple) else str(value))

    gold, found = list(dict.fromkeys(gold)), list(dict.fromkeys(found))
    return _pairs(
        gold,
        found,
        {
            (i, j): 1 + fuzz.ratio(text(a), text(b))
            for i, a in enumerate(gold)
            for j, b in enumerate(found)
            if SAME[field](a, b)
        },
    )


def repeated(text: str) -> list[tuple[int, int]]:
    """Return the ranges of paragraphs (lines) that repeat an earlier paragraph or are contained in
    a longer one."""
    lines, start = [], 0
    for line in text.split("\n"):
        folded = _fold(line)
        if len(folded) > MIN_REPEATED:
            lines.append((start, start + len(line), folded))
        start += len(line) + 1
    return [
        (s, e)
        for i, (s, e, folded) in enumerate(lines)
        if any(fuzz.ratio(folded, other) >= REPEATED for _, _, other in lines[:i])
        or any(len(other) > len(folded) and folded in other for _, _, other in lines)
    ]


# --- reading
def _documents(
    gold: Path, releases: Path, records: Path
) -> Iterator[tuple[Json, Json | None, list[Json]]]:
    """Yield each gold document with its release and its records."""
    by_key = _by_key(releases)
    of_release: dict[str, list[Json]] = {}
    for record in _lines(records, "release", "people"):
        of_release.setdefault(record["release"]["id"], []).append(record)
    for doc in _lines(gold, "key", "text", "spans", "records"):
        found = by_key.get(doc["key"])
        yield doc, found, of_release.get(found["id"], []) if found else []


def _by_key(releases: Path) -> dict[str, Json]:
    """Return the releases of an output by every name that a gold key can match."""
    by_key: dict[str, Json] = {}
    for release in _lines(releases, "id", "source", "text", "mentions"):
        source = str(release["source"])
        for key in {
            release.get("key"),
            release["id"],
            PurePath(source).stem,
            source.split(":")[-1],
        }:
            by_key[str(key)] = release
    return by_key


def _lines(path: Path, *needed: str) -> Iterator[Json]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                row = json.loads(line)
                if not isinstance(row, dict) or any(name not in row for name in needed):
                    raise UsageError(
                        f"{path}:{number}: not a line with {', '.join(needed)}; were the files "
                        "given in the right order?"
                    )
                yield row
    except OSError as err:
        raise UsageError(f"{path}: cannot be read: {err.strerror}") from err
    except (ValueError, RecursionError) as err:
        raise UsageError(f"{path}: is not JSON Lines in UTF-8: {err}") from err
