"""Rows and records of the published schema, written for the tests of the page and the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline import schema
from pipeline.ids import text_sha256
from pipeline.schema import LABELS, Label, Record, ReleaseRow
from pipeline.types import Span

TEXT = "ترأس معالي خالد الناصر وزير الصحة أمس اجتماع اللجنة الوطنية للتغذية بالرياض.\n\nوناقشت اللجنة خطة 2030 ومنصة Tayseer."


def row(  # noqa: PLR0913
    text: str,
    mentions: Sequence[tuple[int, int, Label]] = (),
    paragraphs: Sequence[Span] | None = None,
    *,
    id: str = "r-0123456789abcdef",
    meetings: Sequence[str] = (),
    name: str | None = None,
    **more: Any,
) -> ReleaseRow:
    """Return a release; its paragraphs are its lines unless given."""
    if paragraphs is None:
        paragraphs, at = [], 0
        for line in text.split("\n"):
            if line.strip():
                lead = len(line) - len(line.lstrip())
                paragraphs.append((at + lead, at + len(line.rstrip())))
            at += len(line) + 1
    return ReleaseRow(
        **{
            "id": id,
            "source": "data/raw/x.txt",
            "also_at": (),
            "key": None,
            "title": None,
            "published": None,
            "outlet": None,
            "url": None,
            "text_sha256": text_sha256(text),
            "text": text,
            "paragraphs": tuple(
                schema.ParagraphRow(span=p, duplicate_of=None, similarity=None) for p in paragraphs
            ),
            "mentions": tuple(
                schema.MentionRow(
                    start=s,
                    end=e,
                    label=label,
                    surface=text[s:e],
                    name=text[s:e] if name is None else name,
                    found_by="model",
                    confidence=0.9,
                )
                for s, e, label in mentions
            ),
            "meetings": tuple(meetings),
            **more,
        }
    )


def marked(text: str, **labels: Sequence[str]) -> list[tuple[int, int, Label]]:
    """Return the first place of each name, by label."""
    return [
        (text.index(name), text.index(name) + len(name), label)
        for label in LABELS
        for name in labels.get(label, ())
    ]


def record(
    record_id: str = "m-0123456789ab", release: ReleaseRow | None = None, **more: Any
) -> Record:
    """Return a record without any value except those of `more`."""
    release = release or row(TEXT)
    none = dict.fromkeys(("body", *schema.VALUES))
    lists: dict[str, Any] = dict.fromkeys(
        (
            "people",
            "countries",
            "committees",
            "organizations",
            "initiatives",
            "topics",
            "decisions",
            "referenced_meetings",
            "duplicates_removed",
            "warnings",
        ),
        (),
    )
    evidence = dict.fromkeys(none) | more.pop("evidence", {})
    return Record(
        **{
            "schema_version": schema.SCHEMA_VERSION,
            "record_id": record_id,
            "meeting_id": None,
            "announces": None,
            "release": release.model_dump(include=set(schema.ReleaseRef.model_fields)),
            **none,
            **lists,
            "evidence": evidence,
            "confidence": 0.9,
            "provenance": {"pipeline": "1", "model": "1", "config": "1"},
            **more,
        }
    )


def named(name: str, *mentions: Span, **more: Any) -> dict[str, Any]:
    """Return an element of `committees` or `organizations`."""
    return {
        "name": name,
        "id": "b-1",
        "entity_id": None,
        "mentions": mentions,
        "found_by": "model",
        "confidence": 0.95,
    } | more


def person(name: str, *mentions: Span, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "id": "p-1",
        "entity_id": None,
        "titles": (),
        "role": None,
        "role_span": None,
        "organization": None,
        "country": None,
        "participation": "attended",
        "side": None,
        "mentions": mentions,
        "found_by": "model",
        "confidence": 0.95,
    } | more
