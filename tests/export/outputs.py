"""Finished outputs of invented reports, as `mahdar process` writes them, for the tests and the
benchmark of export. Reports with the same `meeting` report the same one; different values are a
conflict."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]

FIELDS = (
    "body",
    "ordinal",
    "kind",
    "date",
    "end_date",
    "date_hijri",
    "city",
    "country",
    "venue",
    "mode",
    "chair",
    "organizer",
)


@dataclass(frozen=True, slots=True)
class Who:
    """A person as named in a report."""

    name: str
    role: str | None = None
    participation: str = "attended"
    country: str | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A release's report of a meeting."""

    meeting: str  # anything that identifies the meeting
    release: str  # the key of the release
    body: str | None = None
    ordinal: int | None = None
    date: str | None = None
    city: str | None = None
    people: Sequence[Who] = ()
    organizations: Sequence[str] = ()
    initiatives: Sequence[str] = ()
    topics: Sequence[str] = ()
    decisions: Sequence[str] = ()
    outlet: str | None = None
    published: str | None = None
    title: str | None = None
    url: str | None = None
    text: str = "عقد المجلس اجتماعه."
    announced: bool = False
    mode: str | None = "in_person"


def ident(prefix: str, *parts: object, digits: int = 12) -> str:
    return f"{prefix}-{hashlib.sha256(repr(parts).encode()).hexdigest()[:digits]}"


def entity(kind: str, name: str) -> str:
    return ident("e", kind, name)


def meeting_id(report: Report) -> str:
    return ident("mt", report.meeting)


def release_id(report: Report) -> str:
    return ident("r", report.release, digits=16)


def record_id(report: Report) -> str:
    return ident("m", report.release, report.meeting)


def _found(name: str) -> Row:
    return {"mentions": [[0, max(len(name), 1)]], "found_by": "model", "confidence": 0.9}


def _items(texts: Iterable[str]) -> list[Row]:
    return [
        {
            "text": text,
            "action": "other",
            "span": [0, len(text)],
            "found_by": "model",
            "confidence": 0.9,
        }
        for text in texts
    ]


def _chair(report: Report) -> str | None:
    return next((p.name for p in report.people if p.participation == "chaired"), None)


def _values(report: Report) -> Row:
    given = {
        "body": report.body,
        "ordinal": report.ordinal,
        "kind": "regular" if report.body else "bilateral",
        "date": report.date,
        "city": report.city,
        "country": "SA" if report.city else None,
        "mode": report.mode,
        "chair": _chair(report),
    }
    return {name: given.get(name) for name in FIELDS}


def record(report: Report) -> Row:
    """Return the line of records.jsonl."""
    values = _values(report)
    body = report.body and {
        "name": report.body,
        "id": ident("b", report.body),
        "entity_id": entity("body", report.body),
        "mentions": [[0, len(report.body)]],
    }
    people = [
        {
            "name": p.name,
            "id": ident("p", p.name),
            "entity_id": entity("person", p.name),
            "titles": ["معالي"],
            "role": p.role,
            "role_span": [0, len(p.role)] if p.role else None,
            "organization": None,
            "country": p.country,
            "participation": p.participation,
            "side": p.side,
            **_found(p.name),
        }
        for p in report.people
    ]

    def named(names: Iterable[str], prefix: str, kind: str) -> list[Row]:
        return [
            {"name": n, "id": ident(prefix, n), "entity_id": entity(kind, n), **_found(n)}
            for n in names
        ]

    initiatives = [
        {**one, "kind": "programme"} for one in named(report.initiatives, "i", "initiative")
    ]
    mine = meeting_id(report)
    return {
        "schema_version": "1.1",
        "record_id": record_id(report),
        "meeting_id": None if report.announced else mine,
        "announces": mine if report.announced else None,
        "release": {
            "id": release_id(report),
            "source": f"data/raw/{report.release}",
            "title": report.title,
            "outlet": report.outlet,
            "published": report.published,
            "url": report.url,
            "text_sha256": hashlib.sha256(report.text.encode()).hexdigest(),
        },
        **values,
        "body": body or None,
        "people": people,
        "countries": [{"code": "SA", "name": "السعودية", **_found("السعودية")}],
        "committees": named([report.body] if report.body else [], "b", "body"),
        "organizations": named(report.organizations, "o", "organization"),
        "initiatives": initiatives,
        "topics": _items(report.topics),
        "decisions": _items(report.decisions),
        "referenced_meetings": [],
        "duplicates_removed": [],
        "evidence": {
            name: value and {"span": [0, 5], "found_by": "rule"} for name, value in values.items()
        },
        "confidence": 0.95,
        "warnings": [],
        "provenance": {"pipeline": "0.1.0+0", "model": "0", "config": "0"},
    }


def release(reports: Sequence[Report]) -> Row:
    """Return the line of releases.jsonl for the reports of a release."""
    one = reports[0]
    return {
        "id": release_id(one),
        "source": f"data/raw/{one.release}",
        "also_at": [],
        "key": one.release,
        "title": one.title,
        "published": one.published,
        "outlet": one.outlet,
        "url": one.url,
        "text_sha256": hashlib.sha256(one.text.encode()).hexdigest(),
        "text": one.text,
        "paragraphs": [],
        "mentions": [],
        "meetings": [record_id(r) for r in reports],
    }


def _said(reports: Sequence[Report], name: str) -> list[Row]:
    said: dict[Any, list[Row]] = defaultdict(list)
    for report in reports:
        if (value := _values(report)[name]) is not None:
            said[value].append({"record_id": record_id(report), "span": [0, 5]})
    return [
        {"value": value, "says": says}
        for value, says in sorted(said.items(), key=lambda pair: -len(pair[1]))
    ]


def meeting(reports: Sequence[Report]) -> Row:
    """Return the line of meetings.jsonl for all reports of a meeting."""
    fields: Row = {}
    conflicts: list[Row] = []
    kinds = {"ordinal": "number", "date": "date", "city": "place", "body": "spelling"}
    for name in FIELDS:
        values = _said(reports, name)
        rule = "only_report" if len(values) == 1 else "most_reports"
        fields[name] = (
            {"value": values[0]["value"], "rule": rule, "values": values} if values else None
        )
        if len(values) > 1:
            conflicts.append(
                {
                    "field": name,
                    "kind": kinds.get(name, "other"),
                    "about": None,
                    "values": [
                        {"value": v["value"], "records": [s["record_id"] for s in v["says"]]}
                        for v in values
                    ],
                }
            )
    people: dict[str, tuple[Who, list[Row]]] = {}
    for report in reports:
        for who in report.people:
            says = people.setdefault(who.name, (who, []))[1]
            says.append(
                {
                    "record_id": record_id(report),
                    "name": who.name,
                    "role": who.role,
                    "participation": who.participation,
                }
            )
    body = fields["body"] and fields["body"]["value"]
    return {
        "schema_version": "1.1",
        "meeting_id": meeting_id(reports[0]),
        "records": sorted(record_id(r) for r in reports if not r.announced),
        "announcements": sorted(record_id(r) for r in reports if r.announced),
        "releases": sorted({release_id(r) for r in reports}),
        "outlets": sorted({r.outlet for r in reports if r.outlet}),
        "body_entity_id": entity("body", body) if body else None,
        "fields": fields,
        "people": [
            {
                "entity_id": entity("person", who.name),
                "name": who.name,
                "role": who.role,
                "organization": None,
                "country": who.country,
                "participation": who.participation,
                "side": who.side,
                "rule": "only_report",
                "says": says,
            }
            for who, says in people.values()
        ],
        "countries": [{"code": "SA", "name": "السعودية", "says": [record_id(reports[0])]}],
        "committees": _register(reports, "body", [[r.body] if r.body else [] for r in reports]),
        "organizations": _register(reports, "organization", [r.organizations for r in reports]),
        "initiatives": [
            {**one, "kind": "programme"}
            for one in _register(reports, "initiative", [r.initiatives for r in reports])
        ],
        "topics": _clauses(reports, [r.topics for r in reports]),
        "decisions": _clauses(reports, [r.decisions for r in reports]),
        "referenced_meetings": [],
        "conflicts": conflicts,
    }


def _by_value(reports: Sequence[Report], found: Sequence[Sequence[str]]) -> Mapping[str, list[str]]:
    says: dict[str, list[str]] = defaultdict(list)
    for report, values in zip(reports, found, strict=True):
        for value in values:
            says[value].append(record_id(report))
    return says


def _register(reports: Sequence[Report], kind: str, found: Sequence[Sequence[str]]) -> list[Row]:
    return [
        {"entity_id": entity(kind, name), "name": name, "says": sorted(says)}
        for name, says in _by_value(reports, found).items()
    ]


def _clauses(reports: Sequence[Report], found: Sequence[Sequence[str]]) -> list[Row]:
    return [
        {
            "text": text,
            "action": "other",
            "says": [{"record_id": i, "span": [0, len(text)]} for i in says],
        }
        for text, says in _by_value(reports, found).items()
    ]


def entities(reports: Sequence[Report]) -> Iterator[Row]:
    """Return the lines of entities.jsonl, unsorted."""
    found: dict[tuple[str, str], list[Report]] = defaultdict(list)
    for report in reports:
        for who in report.people:
            found["person", who.name].append(report)
        if report.body:
            found["body", report.body].append(report)
        for name in report.organizations:
            found["organization", name].append(report)
        for name in report.initiatives:
            found["initiative", name].append(report)
    for (kind, name), told in found.items():
        days = sorted(r.published for r in told if r.published)
        yield {
            "schema_version": "1.1",
            "entity_id": entity(kind, name),
            "kind": kind,
            "name": name,
            "names": [{"name": name, "count": len(told)}],
            "ids": [ident(kind[0], name)],
            "first_seen": days[0] if days else None,
            "last_seen": days[-1] if days else None,
            "country": None,
            "posts": list(_posts(name, told)) if kind == "person" else [],
            **(_sessions(told) if kind == "body" else {"sessions": [], "missing": []}),
            "meetings": sorted({meeting_id(r) for r in told}),
            "records": sorted({record_id(r) for r in told}),
        }


def _posts(name: str, told: Sequence[Report]) -> Iterator[Row]:
    roles: dict[str, list[Report]] = defaultdict(list)
    for report in told:
        for who in report.people:
            if who.name == name and who.role:
                roles[who.role].append(report)
    for role, reports in roles.items():
        days = sorted(r.published for r in reports if r.published)
        yield {
            "role": role,
            "organization": None,
            "first_seen": days[0] if days else None,
            "last_seen": days[-1] if days else None,
            "says": sorted({record_id(r) for r in reports}),
        }


def _sessions(told: Sequence[Report]) -> Row:
    numbered = {r.ordinal: r for r in told if r.ordinal and not r.announced}
    numbers = sorted(numbered)
    return {
        "sessions": [
            {"ordinal": n, "meeting_id": meeting_id(numbered[n]), "date": numbered[n].date}
            for n in numbers
        ],
        "missing": [
            [before + 1, after - 1]
            for before, after in itertools.pairwise(numbers)
            if after > before + 1
        ],
    }


def write(out: Path, reports: Sequence[Report]) -> Path:
    """Write the output of `reports` into the folder `out`, and return the folder."""
    out.mkdir(parents=True, exist_ok=True)
    meetings: dict[str, list[Report]] = defaultdict(list)
    releases: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        meetings[report.meeting].append(report)
        releases[report.release].append(report)
    _write(out / "records.jsonl", (record(r) for told in releases.values() for r in told))
    _write(out / "releases.jsonl", map(release, releases.values()))
    _write(
        out / "meetings.jsonl",
        sorted(map(meeting, meetings.values()), key=lambda m: m["meeting_id"]),
    )
    _write(out / "entities.jsonl", sorted(entities(reports), key=lambda e: e["entity_id"]))
    _write(out / "rejects.jsonl", ())
    return out


def _write(path: Path, rows: Iterable[Row]) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


COUNCIL, COMMITTEE = "مجلس تنمية الواحات", "اللجنة العليا للطرق الريفية"
SALEM = "سالم بن راشد العطار"
HUDA = "هدى بنت ماجد الزدجالي"
KHALED = "خالد بن يوسف البدوي"

# Two outlets differ about the council's session; the committee's 4th to 6th sessions are in no
# release; Huda moves to another office; talks of two parties; a session that is only announced.
REPORTS: tuple[Report, ...] = (
    Report(
        "council-7",
        "news/1",
        COUNCIL,
        7,
        "2024-03-05",
        "الرياض",
        (Who(SALEM, "رئيس المجلس", "chaired"), Who(HUDA, "وكيلة وزارة الزراعة")),
        ("هيئة الري",),
        ("برنامج سواقي",),
        ("خطة ري النخيل", "تقرير الربع الأول"),
        ("اعتماد خطة ري النخيل", "تكليف هيئة الري بمتابعة التنفيذ"),
        "وكالة الواحة",
        "2024-03-05",
        "المجلس يعتمد خطة الري",
        "https://news.example/1",
        "ترأس سالم بن راشد العطار الاجتماع السابع لمجلس تنمية الواحات.",
    ),
    Report(
        "council-7",
        "paper/1",
        COUNCIL,
        8,
        "2024-03-06",
        "الرياض",
        (Who(SALEM, "رئيس المجلس", "chaired"),),
        decisions=("اعتماد خطة ري النخيل",),
        outlet="صحيفة النخيل",
        published="2024-03-07",
    ),
    Report(
        "committee-3",
        "news/2",
        COMMITTEE,
        3,
        "2024-03-20",
        people=(Who(HUDA, "وكيلة وزارة الزراعة", "chaired"),),
        decisions=("إيقاف العمل في الطريق القديم",),
        outlet="وكالة الواحة",
        published="2024-03-20",
    ),
    Report(
        "committee-7",
        "news/3",
        COMMITTEE,
        7,
        "2024-09-11",
        people=(Who(HUDA, "وزيرة النقل", "chaired"), Who(KHALED, "مدير الطرق")),
        topics=("حالة الطرق بعد الأمطار",),
        outlet="وكالة الواحة",
        published="2024-09-11",
    ),
    Report(
        "talks",
        "news/4",
        date="2024-04-02",
        city="الرياض",
        people=(
            Who(HUDA, "وكيلة وزارة الزراعة", side="host"),
            Who(KHALED, "سفير بلاده", country="BH", side="guest"),
        ),
        outlet="وكالة الواحة",
        published="2024-04-02",
        title="لقاء في الرياض",
    ),
    Report(
        "council-8",
        "news/5",
        COUNCIL,
        8,
        "2024-06-04",
        outlet="وكالة الواحة",
        published="2024-05-30",
        announced=True,
        mode=None,
    ),
)
