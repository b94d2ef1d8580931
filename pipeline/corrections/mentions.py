"""The mentions of a release, as they follow from decisions on its meetings and on mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.arabic.clitics import citation
from pipeline.corrections.decisions import LABEL_OF, MentionForm
from pipeline.corrections.lists import Meeting, crossing
from pipeline.corrections.operations import When
from pipeline.corrections.settling import Settled
from pipeline.schema import Label, MentionRow, Person, ReleaseRow
from pipeline.types import Span


@dataclass(frozen=True, slots=True)
class _Placed:
    """A mention that was decided; `name` is None if it is unchanged or follows from the text."""

    when: When
    label: Label
    name: str | None = None


def mentions(
    row: ReleaseRow, meetings: Sequence[Meeting], labels: Sequence[Settled[MentionForm]]
) -> tuple[MentionRow, ...]:
    """Return the mentions of the row as they follow from the lists and decisions. A range has one
    label. If two of one label begin together, or two overlap without nesting, the decided one
    stays."""
    # a mention that was decided itself comes before one that follows from another
    told = {s.last.when for s in labels}
    placed = _in_lists(meetings, told)
    out = _left(meetings)

    def overruled(span: Span, when: When) -> bool:
        there = placed.get(span)
        return there is None or there.when <= when or there.when in told

    for s in labels:
        for _, old in s.before:
            if overruled(old.span, s.last.when):
                out.add((old.span, old.label))
                if old.span in placed and placed[old.span].label == old.label:
                    del placed[old.span]
        new = s.last.new
        if new is not None and overruled(new.span, s.last.when):
            placed[new.span] = _Placed(s.last.when, new.label, new.name)
    own = {s.last.new.span for s in labels if s.last.new is not None}
    firm = {span: p for span, p in placed.items() if p.when not in told or span in own}
    decided = {
        span: p for span, p in placed.items() if span in firm or not _clash(span, p.label, firm)
    }
    known = {((m.start, m.end), m.label): m.name for m in row.mentions}
    rows = [
        MentionRow(
            start=span[0],
            end=span[1],
            label=p.label,
            surface=row.text[slice(*span)],
            found_by="correction",
            confidence=1.0,
            name=p.name or known.get((span, p.label)) or citation(row.text, *span),
        )
        for span, p in decided.items()
    ]
    for m in row.mentions:
        span = m.start, m.end
        if (
            span not in decided
            and (span, m.label) not in out
            and not _clash(span, m.label, decided)
        ):
            rows.append(m)
    return tuple(sorted(rows, key=lambda m: (m.start, -m.end, m.label)))


def _left(meetings: Sequence[Meeting]) -> set[tuple[Span, Label]]:
    """Return the ranges, with their labels, that are out of every list."""
    held, out = (
        {(span, LABEL_OF[name]) for name, things in lists for e in things for span in e.mentions}
        for lists in (
            [(name, getattr(m.record, name)) for m in meetings for name in LABEL_OF],
            [part for m in meetings for part in m.outside.items()],
        )
    )
    return out - held


def _in_lists(meetings: Sequence[Meeting], told: set[When]) -> dict[Span, _Placed]:
    """Return the ranges of what was decided to be in lists; of two on one range the later, and last
    what follows from a decision on a mention. An office stands where nothing else does."""
    placed: dict[Span, _Placed] = {}
    decided = [(n, when, e) for m in meetings for n, es in m.inside.items() for when, e in es]
    for name, when, e in decided:
        new = _Placed(when, LABEL_OF[name])
        for span in e.mentions:
            placed[span] = max(
                placed.get(span, new), new, key=lambda p: (p.when not in told, p.when, p.label)
            )
    for _, when, e in sorted(decided, key=lambda found: found[1]):
        if isinstance(e, Person) and e.role_span:
            placed.setdefault(e.role_span, _Placed(when, "ROLE"))
    return placed


def _clash(span: Span, label: str, others: dict[Span, _Placed]) -> bool:
    """Return whether a mention and another at a different place exclude each other."""
    return any(
        crossing(span, other) or (label == p.label and span[0] == other[0])
        for other, p in others.items()
    )
