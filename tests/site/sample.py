"""An output with two different reports of one session, a later session after a gap, and talks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.schema_entities import EntityRow
from pipeline.schema_meetings import MeetingRow
from pipeline.site.views import FIELDS

Json = dict[str, Any]
TEXT = (
    "ترأس سالم بن علي الرويعي رئيس لجنة المراعي اجتماعها الثالث في صلالة، وأقرت اللجنة خطة السقيا."
)
BODY, CHAIR, GUEST = "e-00000000000b", "e-00000000000c", "e-00000000000d"


def ident(kind: str, n: int) -> str:
    """Return an id such as «mt-000000000001»."""
    return f"{kind}-{n:012x}"


def span(words: str) -> list[int]:
    """Return the place of `words` in TEXT."""
    start = TEXT.index(words)
    return [start, start + len(words)]


def field(value: object, records: list[str], words: str | None, rule: str = "only_report") -> Json:
    """Return a field with one value, read from `words`."""
    where = span(words) if words else None
    says = [{"record_id": r, "span": where} for r in records]
    return {"value": value, "rule": rule, "values": [{"value": value, "says": says}]}


def meeting(n: int, records: list[str], **fields: Json) -> Json:
    """Return a meeting of the committee with its chair and one decision."""
    person = {
        "entity_id": CHAIR,
        "name": "سالم بن علي الرويعي",
        "role": "رئيس لجنة المراعي",
        "organization": "لجنة المراعي",
        "country": None,
        "participation": "chaired",
        "side": None,
        "rule": "only_report",
        "says": [
            {
                "record_id": r,
                "name": "سالم بن علي الرويعي",
                "role": "رئيس لجنة المراعي",
                "participation": "chaired",
            }
            for r in records
        ],
    }
    clause = {"text": "أقرت خطة السقيا", "action": "other"}
    where = span("أقرت اللجنة خطة السقيا")
    return {
        "schema_version": "1.1",
        "meeting_id": ident("mt", n),
        "records": records,
        "announcements": [],
        "releases": sorted({release_of(r) for r in records}),
        "outlets": [],
        "body_entity_id": BODY,
        "fields": {name: fields.get(name) for name in FIELDS},
        "people": [person],
        "countries": [],
        "committees": [{"entity_id": BODY, "name": "لجنة المراعي", "says": records}],
        "organizations": [],
        "initiatives": [],
        "topics": [],
        "decisions": [clause | {"says": [{"record_id": r, "span": where} for r in records]}],
        "referenced_meetings": [],
        "conflicts": [],
    }


def release_of(record: str) -> str:
    """Return the release of a record of the sample."""
    return "r-" + record.removeprefix("m-").zfill(16)


def entity(ident: str, kind: str, name: str, **more: object) -> Json:
    """Return an entity without posts and sessions, except those given."""
    row = {
        "schema_version": "1.1",
        "entity_id": ident,
        "kind": kind,
        "name": name,
        "names": [{"name": name, "count": 2}],
        "ids": ["x-1"],
        "first_seen": "2025-02-01",
        "last_seen": "2025-03-01",
        "country": "OM",
        "posts": [],
        "sessions": [],
        "missing": [],
        "meetings": [],
        "records": [],
    }
    return row | more


def write_output(out: Path) -> Path:
    """Write the sample's output files."""
    records = [ident("m", n) for n in (1, 2, 3)]
    first = meeting(
        1,
        records[:2],
        body=field("لجنة المراعي", records[:2], "لجنة المراعي"),
        ordinal=field(3, records[:1], "الثالث"),
        date=field("2025-02-01", records[:1], None, "most_reports"),
        city=field("صلالة", records[:2], "صلالة"),
        country=field("OM", records[:2], None),
        mode=field("in_person", records[:2], None),
    )
    other = {"value": "2025-02-02", "says": [{"record_id": records[1], "span": None}]}
    first["fields"]["date"]["values"].append(other)
    sides = [
        {"value": v, "records": [r]}
        for v, r in (("2025-02-01", records[0]), ("2025-02-02", records[1]))
    ]
    first["conflicts"] = [{"field": "date", "kind": "date", "about": None, "values": sides}]
    second = meeting(
        2,
        records[2:],
        body=field("لجنة المراعي", records[2:], "لجنة المراعي"),
        ordinal=field(6, records[2:], None),
        date=field("2025-03-01", records[2:], None),
    )
    meetings = [first, second]
    ids = [m["meeting_id"] for m in meetings]
    sessions = [
        {"ordinal": 3, "meeting_id": ids[0], "date": "2025-02-01"},
        {"ordinal": 6, "meeting_id": ids[1], "date": "2025-03-01"},
    ]
    post = {
        "role": "رئيس لجنة المراعي",
        "organization": "لجنة المراعي",
        "first_seen": "2025-02-01",
        "last_seen": "2025-03-01",
        "says": records,
    }
    entities = [
        entity(
            BODY,
            "body",
            "لجنة المراعي",
            sessions=sessions,
            missing=[[4, 5]],
            meetings=ids,
            records=records,
        ),
        entity(CHAIR, "person", "سالم بن علي الرويعي", posts=[post], meetings=ids, records=records),
    ]
    rows = [
        {
            "id": release_of(r),
            "source": f"raw/{n}.txt",
            "title": f"اجتماع المراعي <{n}>",
            "outlet": f"وكالة {n}",
            "published": "2025-02-02",
            "url": "https://example.org/1" if n == 1 else "javascript:alert(1)",
            "text": TEXT,
        }
        for n, r in enumerate(records, 1)
    ]
    people = [
        {
            "name": "سالم بن علي الرويعي",
            "mentions": [span("سالم بن علي الرويعي")],
            "role_span": span("رئيس لجنة المراعي"),
        }
    ]
    lines = [{"record_id": r, "release": {"id": release_of(r)}, "people": people} for r in records]
    out.mkdir(parents=True, exist_ok=True)
    for name, made in (
        ("meetings", [MeetingRow.model_validate(m).model_dump(mode="json") for m in meetings]),
        ("entities", [EntityRow.model_validate(e).model_dump(mode="json") for e in entities]),
        ("records", lines),
        ("releases", rows),
    ):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made)
        (out / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return out
