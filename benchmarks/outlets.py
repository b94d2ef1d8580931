"""Values and conflicts of meetings that several newspapers report: `python -m benchmarks.outlets
OUTLETS.json OUT`.

OUTLETS.json (`outlets-dev.json`) describes some meetings in full (`records`): the body, number,
date, city, chair and people from all reports together, and their conflicts. OUT is the output of
`mahdar process` over the articles, with the articles' ids. An annotated meeting is compared with
the meeting of OUT that contains most of its articles.

A value is right if it is equal after folding; a name also if it is a form of the same person or
body. A conflict counts as shown if `values` of the field, or the statements about the person,
contain two different ones of its values. Conflicts in fields that no record has (`duration`,
`outcome`, `form`) are left out and counted."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.arabic.folding import fold_key
from pipeline.matching import SAME_PERSON, body_words, person, same_body, same_person

FIELDS = ("body", "ordinal", "date", "city", "chair")
NO_FIELD = frozenset(("duration", "outcome", "form"))
SAME_BODY = 0.75
Json = Mapping[str, Any]


def read(path: Path) -> Iterator[Json]:
    with open(path, encoding="utf-8") as file:
        yield from map(json.loads, file)


def same(field: str, gold: Any, found: Any) -> bool:
    """Return whether a value found equals that of the annotation."""
    if gold is None or found is None or not isinstance(gold, str):
        return bool(gold == found)
    if fold_key(gold) == fold_key(str(found)):
        return True
    if field in ("chair", "people"):
        return same_person(person(gold, None), person(found, None)) >= SAME_PERSON
    if field == "body":
        words = body_words(gold), body_words(found)
        return bool(all(words)) and same_body(*words) >= SAME_BODY
    return False


def values(gold: Json, row: Json) -> Iterator[tuple[str, Any, Any, bool]]:
    """Yield each annotated value: field, annotated, found, right."""
    for field in FIELDS:
        found = row["fields"][field] and row["fields"][field]["value"]
        yield field, gold[field], found, same(field, gold[field], found)
    names = [p["name"] for p in row["people"]]
    for name in gold["people"]:
        found = next((n for n in names if same("people", name, n)), None)
        yield "people", name, found, found is not None


def said(row: Json, conflict: Json) -> list[Any]:
    """Return all that the meeting's line shows for the field of an annotated conflict."""
    field = conflict["field"]
    if field in ("people", "role"):
        key = "name" if field == "people" else "role"
        return [s[key] for p in row["people"] for s in p["says"] if s[key]]
    shown = row["fields"].get(field)
    return [v["value"] for v in shown["values"]] if shown else []


def is_shown(row: Json, conflict: Json) -> bool:
    """Return whether the line contains two different ones of the conflicting values, or all of them
    if the others are null."""
    wanted = {plain(conflict["field"], v) for v in conflict["values"].values() if v is not None}
    found = {plain(conflict["field"], v) for v in said(row, conflict)}
    return len(wanted & found) >= min(2, len(wanted))


def plain(field: str, value: Any) -> str:
    """Return a value without the annotator's remark, with its spelling unchanged: in some conflicts
    only the spelling differs."""
    text = str(value)[:10] if field == "date" else str(value)
    if field == "role":
        text = text.split(": ", 1)[-1]
    return re.sub(r"\s+", " ", text).strip()


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("outlets", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--errors", action="store_true")
    a = ap.parse_args()
    gold = json.loads(a.outlets.read_text(encoding="utf-8"))
    key = {r["id"]: r["key"] for r in read(a.out / "releases.jsonl")}
    rows = list(read(a.out / "meetings.jsonl"))
    articles = {m["id"]: set(m["articles"]) for m in gold["meetings"]}
    kind = {m["id"]: m["kind"] for m in gold["meetings"]}
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    shown = listed = left_out = 0
    for meeting in gold["records"]:
        wanted = articles[meeting["meeting"]]
        row = max(rows, key=lambda r: fits(meeting, r, wanted, key, kind[meeting["meeting"]]))
        for field, annotated, found, ok in values(meeting, row):
            total[field] += 1
            right[field] += ok
            if a.errors and not ok:
                print(f"{meeting['meeting']} {field}: {annotated!r}, found {found!r}")
        for conflict in meeting["conflicts"]:
            if conflict["field"] in NO_FIELD:
                left_out += 1
                continue
            listed += 1
            shown += is_shown(row, conflict)
            if a.errors and not is_shown(row, conflict):
                print(f"{meeting['meeting']} not shown: {conflict} in {said(row, conflict)}")
    for field in total:
        print(f"{field:8} {right[field]:3} of {total[field]}")
    print(f"values right {100 * right.total() / total.total():.1f} % of {total.total()}")
    print(f"conflicts shown {shown} of {listed}, {left_out} of fields that no record has left out")


def fits(
    meeting: Json, row: Json, wanted: set[str], key: Mapping[str, str], kind: str
) -> tuple[int, int, int]:
    """Return how well a line fits an annotated meeting: the number of its reports in the line,
    minus other reports; ties are decided by body and people."""
    there = {key[r] for r in row["releases"]} if row["records"] else set()
    body = int((kind == "body") == (row["fields"]["body"] is not None))
    people = sum(
        any(same("people", n, p["name"]) for p in row["people"]) for n in meeting["people"]
    )
    return len(there & wanted) * 2 - len(there - wanted), body, people


if __name__ == "__main__":
    main()
