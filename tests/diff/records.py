"""Records for the tests of the diff: invented, valid in the schema, in their JSON form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from pipeline import schema

Record = dict[str, Any]
VALUES = ("body", *schema.VALUES)
PROVENANCE = {"pipeline": "0.1.0+aaaaaaaaaaaa", "model": "bbbbbbbbbbbb", "config": "cccccccccccc"}


def digest(*parts: object, digits: int = 12) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:digits]


def named(name: str, prefix: str = "b", start: int = 0, **more: Any) -> Record:
    return {
        "name": name,
        "id": f"{prefix}-{digest(name)}",
        "entity_id": None,
        **more,
        "mentions": [[start, start + len(name)]],
        "found_by": "model",
        "confidence": 0.9,
    }


def person(name: str, start: int = 0, **more: Any) -> Record:
    value: Record = {
        "name": name,
        "id": f"p-{digest(name)}",
        "entity_id": None,
        "titles": [],
        "role": None,
        "role_span": None,
        "organization": None,
        "country": None,
        "participation": "attended",
        "side": None,
        "mentions": [[start, start + len(name)]],
        "found_by": "model",
        "confidence": 0.9,
    }
    return value | more


def item(text: str, start: int = 0, **more: Any) -> Record:
    value: Record = {
        "text": text,
        "action": "discussed",
        "span": [start, start + len(text)],
        "found_by": "model",
        "confidence": 0.8,
    }
    return value | more


def record(
    body: str | None = "لجنة النقل",
    ordinal: int | None = 3,
    *,
    release: str = "a",
    source: str = "data/raw/a.txt",
    number: int = 0,
    **more: Any,
) -> Record:
    """Return a record; `number` distinguishes records that are otherwise identical."""
    values: Record = {
        "schema_version": "1.1",
        "record_id": "",
        "meeting_id": None,
        "announces": None,
        "release": {
            "id": f"r-{digest(release, digits=16)}",
            "source": source,
            "title": None,
            "outlet": None,
            "published": None,
            "url": None,
            "text_sha256": digest(release, digits=64),
        },
        "body": body
        and {
            "name": body,
            "id": f"b-{digest(body)}",
            "entity_id": None,
            "mentions": [[0, len(body)]],
        },
        "ordinal": ordinal,
        "kind": "regular",
        "date": None,
        "end_date": None,
        "date_hijri": None,
        "city": None,
        "country": None,
        "venue": None,
        "mode": None,
        "chair": None,
        "organizer": None,
        "people": [],
        "countries": [],
        "committees": [],
        "organizations": [],
        "initiatives": [],
        "topics": [],
        "decisions": [],
        "referenced_meetings": [],
        "duplicates_removed": [],
        "evidence": {},
        "confidence": 0.9,
        "warnings": [],
        "provenance": dict(PROVENANCE),
    } | more
    identity = digest(
        release,
        body,
        ordinal,
        values["date"],
        values["city"],
        sorted(p["id"] for p in values["people"]),
    )
    values["record_id"] = f"m-{digest(identity, number)}"
    if not values["evidence"]:
        values["evidence"] = {
            name: None if values[name] is None else {"span": [0, 5], "found_by": "rule"}
            for name in VALUES
        }
    return values


def lines(records: Iterable[Record]) -> bytes:
    """Return the lines as mahdar writes them, so that each is validated by the schema."""
    return b"".join(
        (schema.dump(schema.Record.model_validate_json(json.dumps(r))) + "\n").encode()
        for r in records
    )


def write(path: Path, records: Iterable[Record]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lines(records))
    return path


_names = st.sampled_from(
    ["لجنة النقل", "لجنة النقل البري", "مجلس الطاقة", "فريق المياه", "لجنة الصحة"]
)
_people = st.sampled_from(["سالم العطار", "سالم بن علي العطار", "هدى الراشد", "منى الحكيم"])
_starts = st.integers(0, 30)
_shares = st.sampled_from([0.5, 0.75, 1.0])
_found = st.sampled_from(["model", "rule", "correction"])
_texts = st.sampled_from(
    ["خطة النقل", "خطة النقل المشترك", "تقرير المياه", "آلية المتابعة", 'a < b & "c"']
)


def _lists(element: st.SearchStrategy[Record]) -> st.SearchStrategy[list[Record]]:
    return st.lists(element, max_size=4)


records = st.builds(
    record,
    st.none() | _names,
    st.none() | st.integers(1, 3),
    release=st.sampled_from("abc"),
    source=st.sampled_from(["data/raw/a.txt", "data/raw/b.jsonl:9", "data/raw/b.jsonl:10"]),
    number=st.integers(0, 2),
    date=st.none() | st.sampled_from(["2025-01-01", "2025-01-02"]),
    chair=st.none() | _people,
    people=_lists(
        st.builds(
            person,
            _people,
            _starts,
            confidence=_shares,
            found_by=_found,
            role=st.none() | st.just("رئيس اللجنة"),
        )
    ),
    committees=_lists(st.builds(named, _names, st.just("b"), _starts)),
    topics=_lists(st.builds(item, _texts, _starts, confidence=_shares)),
    decisions=_lists(st.builds(item, _texts, _starts)),
    warnings=st.lists(st.sampled_from(sorted(schema.WARNINGS)), max_size=3),
    referenced_meetings=_lists(
        st.fixed_dictionaries(
            {
                "body": st.none() | _names,
                "ordinal": st.none() | st.integers(1, 3),
                "span": st.just([1, 9]),
            }
        )
    ),
    confidence=_shares,
    provenance=st.fixed_dictionaries(
        {
            "pipeline": st.sampled_from(["1", "2"]),
            "model": st.sampled_from(["1", "2"]),
            "config": st.just("1"),
        }
    ),
)


@st.composite
def versions(draw: st.DrawFn) -> tuple[list[Record], list[Record]]:
    """Return OLD, and a NEW that shares much with it."""
    old = draw(st.lists(records, max_size=6))
    new = [
        draw(records) if draw(st.integers(0, 3)) == 0 else _touched(draw, r)
        for r in old
        if draw(st.integers(0, 5))
    ]
    new += draw(st.lists(records, max_size=2))
    return old, draw(st.permutations(new)) if draw(st.booleans()) else new


def _touched(draw: st.DrawFn, given: Record) -> Record:
    now: Record = json.loads(json.dumps(given))
    for name, values in draw(records).items():
        if name != "record_id" and draw(st.integers(0, 7)) == 0:
            now[name] = values
    for name in ("people", "committees", "topics"):
        if now[name] and draw(st.integers(0, 3)) == 0:
            now[name] = draw(st.permutations(now[name]))[draw(st.integers(0, 1)) :]
    return now
