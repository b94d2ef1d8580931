"""Find the current place of a decision: its release, its offsets and its record.

A decision is valid as long as the paragraph of its evidence is in the text, even at another place;
its spans move with the paragraph. A record is found by its content: its body, number and people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pipeline.corrections.decisions import Anchors, Decision, Json, Place, sha256, spans_of
from pipeline.schema import ReleaseRow
from pipeline.types import Span

Shift = Callable[[Span], Span | None]

# Points for two records being one meeting; LIKE points are enough. Another body or number outweighs
# everything else. Another date is only weak evidence against it, because dates are more often
# misread.
BODY, ORDINAL, PEOPLE = 2.0, 2.0, 2.0
OTHER, OTHER_DAY = -8.0, -2.0
LIKE = 1.0


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


# --- records
def likeness(a: Anchors, b: Anchors) -> float:
    """Return the points for two records being one meeting; negative if something contradicts it."""
    score = 0.0
    if a.body_mentions and b.body_mentions and _touch(a.body_mentions, b.body_mentions):
        score += BODY
    elif a.body is not None and b.body is not None:
        score += BODY if a.body == b.body else OTHER
    if a.ordinal is not None and b.ordinal is not None:
        same_place = (
            a.ordinal_span is not None
            and b.ordinal_span is not None
            and _touch([a.ordinal_span], [b.ordinal_span])
        )
        score += ORDINAL if a.ordinal == b.ordinal or same_place else OTHER
    if a.people or b.people:
        here, there = set(a.people), set(b.people)
        score += PEOPLE * len(here & there) / len(here | there)
    if a.date is not None and b.date is not None and a.date != b.date:
        score += OTHER_DAY
    return score


def find(
    records: Sequence[tuple[Collection[str], Anchors]],
    record_id: str | None,
    anchors: Anchors | None,
    same_text: bool,
) -> int | None:
    """Return the index of the record most similar to these anchors, else of the record with this
    id; None if there is none. Similarity comes first, because an id contains the number of the
    meeting in the text, which shifts when a meeting is added. In a changed text the id says nothing
    about a record that differs. `records` are the ids of each record and its anchors."""
    scores = [
        (likeness(anchors, there) if anchors else 0.0, record_id in names, -i)
        for i, (names, there) in enumerate(records)
    ]
    like = max((s for s in scores if s[0] >= LIKE), default=None)
    named = max((s for s in scores if s[1] and (same_text or s[0] >= 0)), default=None)
    best = like or named
    return -best[2] if best else None


def _touch(a: Sequence[Span], b: Sequence[Span]) -> bool:
    return any(x[0] < y[1] and y[0] < x[1] for x in a for y in b)
