"""Find the current place of a decision: its release and its offsets.

A decision is valid as long as the paragraph of its evidence is in the text, even at another place;
its spans move with the paragraph. `matching_records.find` says which record it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pydantic import BaseModel

from pipeline.corrections.decisions import Decision, MentionForm, Place, spans_of
from pipeline.corrections.operations import Operation, Passage, V, operation
from pipeline.ids import text_sha256
from pipeline.schema import ReleaseRow
from pipeline.types import Span

Shift = Callable[[Span], Span | None]


@dataclass(frozen=True, slots=True)
class Stale:
    """A decision that could not be applied, and the reason."""

    id: str
    reason: str


def concerns(decision: Decision, row: ReleaseRow) -> bool:
    """Return whether a decision is about this release, or about an earlier version of it: one with
    the same text at another place, or one with the same own id or, without an id, the same file."""
    seen = decision.release
    if seen.id == row.id or seen.text_sha256 == row.text_sha256:
        return True
    if seen.key is not None and row.key is not None:
        return seen.key == row.key
    return seen.source == row.source or seen.source in row.also_at


def carry(
    decision: Decision,
    row: ReleaseRow,
    digest: str,
    paragraphs: Callable[[], Mapping[str, Sequence[Span]]],
) -> Operation[Any] | Stale:
    """Return the operation of a decision with its spans in the text of `row`, whose hash is
    `digest`. `paragraphs` is the result of `paragraphs_of`. A span is lost if its paragraph has
    changed, unless that is the paragraph of the evidence."""
    seen, spans = operation(decision), [*spans_of(decision.old), *spans_of(decision.new)]
    if digest == decision.release.text_sha256:
        if any(end > len(row.text) for _, end in spans):
            return Stale(
                decision.id, "its place lies outside the text: take it back and decide again"
            )
        return seen
    if decision.paragraph is None:
        return Stale(
            decision.id, "the text has changed, and this was decided on the text as a whole"
        )
    found = paragraphs()
    places = {
        p: to
        for p in (decision.paragraph, *decision.others)
        if (to := _nearest(p, found)) is not None
    }
    if decision.paragraph not in places:
        return Stale(decision.id, "its paragraph has changed")
    shift = partial(_shifted, places=places)
    return replace(
        seen,
        old=_there(seen.old, shift),
        new=_there(seen.new, shift),
        anchors=seen.anchors and moved(seen.anchors, shift),
        same_text=False,
        whole=all(shift(s) is not None for s in spans),
    )


def paragraphs_of(row: ReleaseRow) -> Mapping[str, Sequence[Span]]:
    """Return the paragraphs by the hash of their exact text. Of repeated ones, return only the kept
    one."""
    kept: dict[str, list[Span]] = {}
    repeated: dict[str, list[Span]] = {}
    for p in row.paragraphs:
        (kept if p.duplicate_of is None else repeated).setdefault(
            text_sha256(row.text[slice(*p.span)]), []
        ).append(p.span)
    return {**repeated, **kept}


def _nearest(place: Place, found: Mapping[str, Sequence[Span]]) -> Span | None:
    return min(found.get(place.sha256, ()), key=lambda s: abs(s[0] - place.span[0]), default=None)


def _shifted(span: Span, places: Mapping[Place, Span]) -> Span | None:
    for place, to in places.items():
        if place.span[0] <= span[0] and span[1] <= place.span[1]:
            by = to[0] - place.span[0]
            return span[0] + by, span[1] + by
    return None


def moved(value: V, shift: Shift) -> V:
    """Return a value with every range moved. A lost range is removed from its list; a single one
    becomes null, but that of a mention stays."""
    if isinstance(value, MentionForm):
        start, end = shift(value.span) or value.span
        return value.model_copy(update={"start": start, "end": end})
    there: dict[str, Any] = {}
    for name, part in value:
        if name in ("mentions", "body_mentions"):
            there[name] = tuple(to for span in part if (to := shift(span)) is not None)
        elif name in ("span", "role_span", "ordinal_span"):
            there[name] = part and shift(part)
        elif name == "duplicates_removed":
            there[name] = ()  # those belong to the release
        elif isinstance(part, BaseModel):
            there[name] = moved(part, shift)
        elif isinstance(part, tuple):
            there[name] = tuple(moved(x, shift) if isinstance(x, BaseModel) else x for x in part)
    return value.model_copy(update=there)


def _there(value: V | None, shift: Shift) -> V | None:
    lost = isinstance(value, Passage) and shift(value.span) is None
    return None if value is None or lost else moved(value, shift)
