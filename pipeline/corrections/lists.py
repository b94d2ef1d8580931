"""Decisions on the lists of one meeting.

A list becomes what the pipeline found, without everything that was decided on, plus what was
decided to be in. Elements of the pipeline are also removed if they overlap a decided one (the same
thing with other boundaries) or repeat a rejected one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rapidfuzz import fuzz

from pipeline.arabic.folding import fold_key
from pipeline.corrections.decisions import FIELD_OF, LABEL_OF, MentionForm
from pipeline.corrections.operations import Element, Key, Passage, Thing, When, key
from pipeline.corrections.settling import Settled
from pipeline.schema import Item, Record, ReferencedMeeting
from pipeline.types import Span

# minimum overlap (shared characters over all) of two clauses that count as the same
SAME_CLAUSE = 0.8
X = TypeVar("X", bound=Element)


@dataclass(slots=True)
class Meeting:
    """A record in progress, with the decisions on its lists: `inside` has by field each decided
    element and its time, `outside` by field what is out. `whole`: when the record was decided as a
    whole, so that everything in it is decided."""

    record: Record
    whole: When | None = None
    inside: dict[str, list[tuple[When, Thing]]] = field(default_factory=dict)
    outside: dict[str, list[Thing]] = field(default_factory=dict)

    def set(self, **values: Any) -> None:
        """Give the record these values."""
        self.record = self.record.model_copy(update=values)


def rule_on_list(
    meeting: Meeting, name: str, settled: Sequence[Settled[Element]], same_name: float
) -> None:
    """Apply the decisions on a list. `same_name` is the minimum similarity of folded names for a
    rejected name to count as found again."""
    inside: dict[Key, Settled[Element]] = {}
    outside: dict[Key, Element] = {}
    for s in settled:
        for k, old in s.before:
            inside.pop(k, None)
            outside[k] = old
        if s.last.new is not None:
            inside[s.last.new_key] = s
            outside.pop(s.last.new_key, None)
    found: tuple[Element, ...] = getattr(meeting.record, name)
    keys = [key(name, e) for e in found]
    # the places of a decided element: where it was found, else the places of its earlier value
    at: dict[int, Key] = {}
    decided: dict[Key, Element] = {}
    for k, s in inside.items():
        was = {b for b, _ in s.before}
        here = [i for i, there in enumerate(keys) if there == k]
        places = here or [i for i, there in enumerate(keys) if there in was]
        if places:
            at.setdefault(places[0], k)
        decided[k] = _with_further(s, found[here[0]] if here else None)
    out: list[Element] = []
    for i, e in enumerate(found):
        if i in at:
            out.append(decided[at[i]])
        elif keys[i] not in inside and keys[i] not in outside:
            left = unclaimed(e, list(decided.values()))
            if left is not None and not any(
                _again(name, left, old, same_name) for old in outside.values()
            ):
                out.append(left)
    for k in sorted(set(decided) - set(at.values()), key=lambda k: (_start(decided[k]), str(k))):
        out = inserted(out, decided[k])
    meeting.set(**{name: tuple(out)})
    if name in LABEL_OF:
        when = {k: s.last.when for k, s in inside.items()}
        everything = [(when.get(key(name, e), meeting.whole), e) for e in _things(out)]
        meeting.inside[name] = [(w, e) for w, e in everything if w is not None]
        meeting.outside[name] = list(_things(outside.values()))


def _things(elements: Iterable[Element]) -> Iterable[Thing]:
    return (e for e in elements if not isinstance(e, Passage))


def _with_further(s: Settled[Element], found: Element | None) -> Element:
    """Return a decided element; in a changed text add the mentions found outside the decided
    ones."""
    new = s.last.new
    assert new is not None
    if s.last.same_text or found is None or isinstance(new, Passage):
        return new
    further = [m for m in spans(found) if not any(_shared(m, mine) for mine in new.mentions)]
    return placed(new, (*new.mentions, *further))


def unclaimed(e: Element, decided: Sequence[Element]) -> Element | None:
    """Return an element without the places that a decided one of its list occupies; None if none is
    left. A place inside another does not conflict unless both begin together: then they are one
    name with different boundaries."""
    taken = [t for d in decided for t in spans(d)]
    if isinstance(e, Passage):
        shared = [t for t in taken if _shared(t, e.span)]
        shortest = min((min(_length(t), _length(e.span)) / 2 for t in shared), default=0)
        return None if any(_shared(t, e.span) > shortest for t in shared) else e
    left = tuple(m for m in e.mentions if not any(m[0] == t[0] or crossing(m, t) for t in taken))
    return _only(e, left) if left or not e.mentions else None


def _again(name: str, e: Element, old: Element, same_name: float) -> bool:
    """Return whether an element repeats a rejected one: it occurs nowhere else, or has nearly the
    same name."""
    if isinstance(e, ReferencedMeeting) or isinstance(old, ReferencedMeeting):
        return spans(e) == spans(old)
    if isinstance(e, Item) or isinstance(old, Item):
        (a,), (b,) = spans(e), spans(old)
        return _shared(a, b) / (max(a[1], b[1]) - min(a[0], b[0])) >= SAME_CLAUSE
    if e.mentions and all(m in old.mentions for m in e.mentions):
        return name != "countries"
    one, other = fold_key(e.name), fold_key(old.name)
    figures = re.findall(r"\d+", one) == re.findall(r"\d+", other)
    return name not in ("people", "countries") and figures and fuzz.ratio(one, other) >= same_name


def one_label_a_stretch(meeting: Meeting, labels: Sequence[Settled[MentionForm]]) -> None:
    """Remove a range that was decided in one list, or as a mention of one label, from the other
    lists, unless it was decided there later."""
    last: dict[Span, tuple[When, str]] = {}
    decided = [
        (s.last.new.span, (s.last.when, FIELD_OF.get(s.last.new.label, "")))
        for s in labels
        if s.last.new is not None
    ]
    told = {s.last.when for s in labels}
    decided += [
        (span, (when, name))
        for name in LABEL_OF
        for when, e in meeting.inside.get(name, ())
        if when not in told
        for span in e.mentions
    ]
    for span, new in decided:
        last[span] = max(last.get(span, new), new)
    lists: dict[str, tuple[Thing, ...]] = {}
    for name in LABEL_OF:
        out: list[Thing] = []
        for e in getattr(meeting.record, name):
            left = tuple(m for m in e.mentions if last.get(m, (None, name))[1] == name)
            if left or not e.mentions:
                out.append(_only(e, left))
        lists[name] = tuple(out)
        keys = {key(name, e): e for e in out}
        meeting.inside[name] = [
            (w, keys[k]) for w, e in meeting.inside.get(name, ()) if (k := key(name, e)) in keys
        ]
    meeting.set(**lists)


def inserted(elements: Sequence[X], e: X) -> list[X]:
    """Return the elements with another one at its place in the text."""
    after = (i for i, x in enumerate(elements) if _start(x) > _start(e))
    i = next(after, len(elements))
    return [*elements[:i], e, *elements[i:]]


def spans(e: Element) -> tuple[Span, ...]:
    """Return the places of an element."""
    return (e.span,) if isinstance(e, Passage) else e.mentions


def _only(e: Thing, mentions: tuple[Span, ...]) -> Thing:
    """Return a thing with some of its mentions."""
    return e if len(mentions) == len(e.mentions) else e.model_copy(update={"mentions": mentions})


def placed(e: Thing, mentions: Iterable[Span], **more: Any) -> Thing:
    """Return a thing with these mentions, each once and in order, and more values."""
    return e.model_copy(update={"mentions": tuple(sorted(set(mentions))), **more})


def crossing(a: Span, b: Span) -> bool:
    """Return whether two ranges overlap without nesting."""
    return a[0] < b[0] < a[1] < b[1] or b[0] < a[0] < b[1] < a[1]


def _start(e: Element) -> float:
    return min((s[0] for s in spans(e)), default=float("inf"))


def _length(a: Span) -> int:
    return a[1] - a[0]


def _shared(a: Span, b: Span) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))
