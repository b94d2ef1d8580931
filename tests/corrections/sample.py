"""A release with two meetings, written for these tests, and a possible output of the pipeline for
it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline import corrections
from pipeline.arabic.naming import entity_id
from pipeline.corrections import Decision
from pipeline.ids import text_sha256
from pipeline.schema import Evidences, MentionRow, ParagraphRow, Record, ReleaseRow

TITLE = "لجنة الواحات تعقد اجتماعها الخامس"
FIRST = (
    "عقدت لجنة الواحات اجتماعها الخامس في مدينة النخيل برئاسة سالم المرزوق، وبحضور هند الشاطئ "
    "مديرة هيئة البساتين، "
    "وناقشت اللجنة مبادرة مليون فسيلة مع مجلس المزارعين."
)
SECOND = "وأقرت لجنة الواحات خطة الري الجديدة، ورحبت بمشاركة سلطنة عمان."
THIRD = "من جهة أخرى اجتمع مجلس إدارة صندوق الأفلاج في اجتماعه الثاني، وحضره ناصر الغدير."
TEXT = "\n\n".join((TITLE, FIRST, SECOND, THIRD))
START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def spans(words: str, text: str = TEXT) -> list[list[int]]:
    return [list(m.span()) for m in re.finditer(re.escape(words), text)]


def row(text: str = TEXT, records: list[Record] | None = None, **given: Any) -> ReleaseRow:
    names = {
        "COMMITTEE": ["لجنة الواحات", "مجلس المزارعين", "مجلس إدارة صندوق الأفلاج"],
        "ORG": ["هيئة البساتين", "صندوق الأفلاج"],
        "PER": ["سالم المرزوق", "هند الشاطئ", "ناصر الغدير"],
        "INITIATIVE": ["مبادرة مليون فسيلة", "خطة الري الجديدة"],
        "ROLE": ["مديرة هيئة البساتين"],
        "COUNTRY": ["سلطنة عمان"],
        "LOC": ["مدينة النخيل"],
        "MEETING": ["اجتماعها الخامس", "اجتماعه الثاني"],
    }
    mentions = [
        MentionRow(
            start=s,
            end=e,
            label=label,
            surface=text[s:e],
            name=text[s:e],
            found_by="model",
            confidence=0.9,
        )
        for label, all_names in names.items()
        for n in all_names
        for s, e in spans(n, text)
    ]
    return ReleaseRow(
        **{
            "id": "r-1",
            "source": "in/a.txt",
            "also_at": (),
            "key": None,
            "title": None,
            "published": "2026-03-01",
            "outlet": None,
            "url": None,
            "text_sha256": text_sha256(text),
            "text": text,
            "paragraphs": tuple(
                ParagraphRow(span=m.span(), duplicate_of=None, similarity=None)
                for m in re.finditer(r"[^\n]+", text)
            ),
            "mentions": tuple(sorted(mentions, key=lambda m: (m.start, -m.end, m.label))),
            "meetings": tuple(r.record_id for r in records or ()),
            **given,
        }
    )


def named(label: str, name: str, text: str = TEXT, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "id": entity_id(label, name),
        "entity_id": None,
        "mentions": spans(name, text),
        "found_by": "model",
        "confidence": 0.9,
    } | more


def person(
    name: str, participation: str, text: str = TEXT, role: str | None = None
) -> dict[str, Any]:
    return named("PER", name, text) | {
        "titles": [],
        "role": role,
        "role_span": spans(role, text)[0] if role else None,
        "organization": None,
        "country": None,
        "participation": participation,
        "side": None,
    }


def record(ident: str, text: str = TEXT, **given: Any) -> Record:
    values: dict[str, Any] = {
        "schema_version": "1.1",
        "record_id": ident,
        "meeting_id": None,
        "announces": None,
        "body": None,
        "ordinal": None,
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
        "confidence": 0.9,
        "warnings": [],
        "provenance": {"pipeline": "p", "model": "m", "config": "c"},
        "release": {
            "id": "r-1",
            "source": "in/a.txt",
            "title": None,
            "outlet": None,
            "published": "2026-03-01",
            "url": None,
            "text_sha256": text_sha256(text),
        },
    } | given
    evidence: dict[str, Any] = {
        name: None if values[name] is None else {"span": None, "found_by": "rule"}
        for name in Evidences.model_fields
    }
    if values["body"]:
        evidence["body"] = {"span": values["body"]["mentions"][0], "found_by": "model"}
    for name in ("chair", "city"):
        if values[name]:
            evidence[name] = {"span": spans(values[name], text)[0], "found_by": "rule"}
    if values["ordinal"]:
        word = {5: "الخامس", 2: "الثاني"}[values["ordinal"]]
        evidence["ordinal"] = {"span": spans(word, text)[-1], "found_by": "rule"}
    return Record(**values | {"evidence": evidence})


def body(name: str, text: str = TEXT) -> dict[str, Any]:
    return {
        "name": name,
        "id": entity_id("COMMITTEE", name),
        "entity_id": None,
        "mentions": spans(name, text),
    }


def records(text: str = TEXT) -> list[Record]:
    out = []
    if FIRST in text:
        clause = spans("ناقشت اللجنة مبادرة مليون فسيلة", text)[0]
        decided = [
            {
                "text": "أقرت خطة الري الجديدة",
                "action": "other",
                "span": s,
                "found_by": "model",
                "confidence": 0.8,
            }
            for s in spans("أقرت لجنة الواحات خطة الري الجديدة", text)
        ]
        out.append(
            record(
                "m-00000000000a",
                text,
                body=body("لجنة الواحات", text),
                ordinal=5,
                city="مدينة النخيل",
                chair="سالم المرزوق",
                people=[
                    person("سالم المرزوق", "chaired", text),
                    person("هند الشاطئ", "attended", text, "مديرة هيئة البساتين"),
                ],
                countries=[
                    {
                        "code": "OM",
                        "name": "عُمان",
                        "mentions": spans("سلطنة عمان", text),
                        "found_by": "gazetteer",
                        "confidence": 1.0,
                    }
                ],
                committees=[
                    named("COMMITTEE", "لجنة الواحات", text),
                    named("COMMITTEE", "مجلس المزارعين", text),
                ],
                organizations=[named("ORG", "هيئة البساتين", text)],
                initiatives=[
                    named("INITIATIVE", "مبادرة مليون فسيلة", text, kind="initiative"),
                    named("INITIATIVE", "خطة الري الجديدة", text, kind="plan"),
                ],
                topics=[
                    {
                        "text": "مبادرة مليون فسيلة",
                        "action": "discussed",
                        "span": clause,
                        "found_by": "model",
                        "confidence": 0.8,
                    }
                ],
                decisions=decided,
            )
        )
    if THIRD in text:
        out.append(
            record(
                "m-00000000000b",
                text,
                body=body("مجلس إدارة صندوق الأفلاج", text),
                ordinal=2,
                people=[person("ناصر الغدير", "attended", text)],
                committees=[named("COMMITTEE", "مجلس إدارة صندوق الأفلاج", text)],
                organizations=[named("ORG", "صندوق الأفلاج", text)],
            )
        )
    return out


def value(
    of: Record, name: str, changed: Any = ..., span: list[int] | None = None
) -> dict[str, Any]:
    """A single value in published form: as it is, or another."""
    if changed is not ...:
        return {"value": changed, "span": span}
    evidence = getattr(of.evidence, name)
    shown = getattr(of, name)
    return {
        "value": shown.model_dump(mode="json") if name == "body" and shown else shown,
        "span": evidence and evidence.span,
    }


def decided(  # noqa: PLR0913
    minutes: float,
    of: Record | None,
    verdict: Any,
    field: str,
    old: Any = None,
    new: Any = None,
    by: str = "سعاد",
    on: ReleaseRow | None = None,
) -> Decision:
    return corrections.decide(
        on or row(), of, verdict, field, old=old, new=new, by=by, at=at(minutes)
    )
