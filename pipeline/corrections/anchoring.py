"""Find the current place of a decision: its release and its offsets.

A decision is valid as long as the paragraph of its evidence is in the text, even at another place;
its spans move with the paragraph. `matching_records.find` says which record it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pipeline.corrections.decisions import Decision, Json, Place, sha256, spans_of
from pipeline.matching_records import Anchors
from pipeline.schema import ReleaseRow
from pipeline.types import Span

Shift = Callable[[Span], Span | None]


@dataclass(frozen=True, slots=True)
class Carried:
    """A decision with its spans moved to the current text. `same_text`: nothing has changed.
    `whole`: no span was lost. A span is lost if its paragraph has changed, unless that is the
    paragraph of the evidence."""

    decision: Decision
    old: Json | None
    new: Json | None
    anchors: Anchors | None
    same_text: bool
    whole: bool


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
) -> Carried | Stale:
    """Return the decision with its spans in the text of `row`, whose hash is `digest`. `paragraphs`
    is the result of `paragraphs_of`."""
    if digest == decision.release.text_sha256:
        if any(
            end > len(row.text) for _, end in (*spans_of(decision.old), *spans_of(decision.new))
        ):
            return Stale(
                decision.id, "its place lies outside the text: take it back and decide again"
            )
        return Carried(
            decision, decision.old, decision.new, decision.anchors, same_text=True, whole=True
        )
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
    old, new = (None if end is None else moved(end, shift) for end in (decision.old, decision.new))
    spans = [*spans_of(decision.old), *spans_of(decision.new)]
    anchors = decision.anchors and Anchors.model_validate(
        moved(decision.anchors.model_dump(mode="json"), shift)
    )
    return Carried(
        decision, old, new, anchors, same_text=False, whole=all(shift(s) is not None for s in spans)
    )


def paragraphs_of(row: ReleaseRow) -> Mapping[str, Sequence[Span]]:
    """Return the paragraphs by the hash of their exact text. Of repeated ones, return only the kept
    one."""
    kept: dict[str, list[Span]] = {}
    repeated: dict[str, list[Span]] = {}
    for p in row.paragraphs:
        (kept if p.duplicate_of is None else repeated).setdefault(
            sha256(row.text[p.span[0] : p.span[1]]), []
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


def moved(data: Any, shift: Shift) -> Any:
    """Return a value in published form with every range moved. A lost range is removed from its
    list; a single one becomes null."""
    if isinstance(data, list):
        return [moved(x, shift) for x in data]
    if not isinstance(data, dict):
        return data
    if "start" in data and "label" in data:
        there = shift((data["start"], data["end"]))
        return data | ({"start": there[0], "end": there[1]} if there else {})
    out: Json = {}
    for name, value in data.items():
        if name in ("mentions", "body_mentions"):
            out[name] = [list(to) for a, b in value if (to := shift((a, b))) is not None]
        elif name in ("span", "role_span", "ordinal_span"):
            there = shift((value[0], value[1])) if value else None
            out[name] = list(there) if there else None
        elif name == "duplicates_removed":
            out[name] = []  # those belong to the release
        else:
            out[name] = moved(value, shift)
    return out
