"""What one sentence says of a held meeting, and the event that such sentences tell of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.assemble.cues import cue, meets
from pipeline.assemble.planned import off
from pipeline.assemble.sentences import is_headline
from pipeline.assemble.sittings import (
    BEHIND,
    is_conference,
    met_beside,
    numbers_of,
    of_other_sitting,
    own_body,
)
from pipeline.assemble.spans import Row, overlapping, within
from pipeline.config import Config
from pipeline.ranges import holding
from pipeline.types import Mention, Release, Span


@dataclass
class Event:
    """The sentences about one meeting. `triggers` are the MEETING mentions of the held meeting,
    `first_sentence` is the first sentence with a trigger. Bodies and people are ids of entities. It
    grows while a text is read; places in it are looked up only afterwards."""

    first_sentence: Span
    spans: list[Span] = field(default_factory=list)
    triggers: list[Mention] = field(default_factory=list)
    bodies: dict[str, float] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    ordinals: dict[int, Mention] = field(default_factory=dict)
    trigger_sentences: list[Span] = field(default_factory=list)  # with a mention or verb of it
    own: str | None = None  # the body named directly beside the mention of the held meeting
    opens: bool = True
    in_headline: bool = False  # `first_sentence` is in a headline
    same: set[str] = field(default_factory=set)  # other entities that are the same body
    referred: list[Mention] = field(default_factory=list)  # MEETING mentions of other sessions
    off: list[Mention] = field(default_factory=list)  # those put off or only wished for
    others: list[Mention] = field(default_factory=list)  # those with an event of their own
    introduced: float = 0.5  # the probability that `first_sentence` introduces a meeting
    in_series: bool = False  # another session of a body, reported with its date
    elsewhere: frozenset[int] = frozenset()  # the numbers of the other meetings of the release
    only: frozenset[str] | None = (
        None  # the people concerned, if one sentence reports several meetings
    )

    @cached_property
    def _sorted(self) -> tuple[list[Span], list[int]]:
        """The sorted spans, and the number of each in `spans`."""
        order = sorted(range(len(self.spans)), key=lambda n: (self.spans[n][0], -n))
        return [self.spans[n] for n in order], order

    @cached_property
    def _triggers(self) -> Row:
        return Row(sorted(self.triggers, key=lambda a: a.start))

    @cached_property
    def trigger_spans(self) -> frozenset[Span]:
        """The sentences with a trigger, to look one up."""
        return frozenset(self.trigger_sentences)

    @cached_property
    def _sorted_triggers(self) -> list[Span]:
        return sorted(self.trigger_spans)

    def number_at(self, at: int) -> int | None:
        """Return the number in `spans` of the sentence that contains a position."""
        spans, numbers = self._sorted
        n = bisect_right(spans, at, key=lambda span: span[0])
        return numbers[n - 1] if n and at < spans[n - 1][1] else None

    def sentence_at(self, at: int) -> Span | None:
        """Return the sentence that contains a position."""
        n = self.number_at(at)
        return None if n is None else self.spans[n]

    def holds(self, start: int, end: int) -> bool:
        """Return whether a range is inside this event."""
        sentence = self.sentence_at(start)
        return sentence is not None and end <= sentence[1]

    def has_trigger_at(self, at: int) -> bool:
        """Return whether a position is inside a sentence with a trigger."""
        return holding(self._sorted_triggers, at) is not None

    def triggers_in(self, span: Span) -> list[Mention]:
        """Return the triggers that begin in a range."""
        return list(self._triggers.beginning(*span))

    def held(self, mentions: Iterable[Mention]) -> list[Mention]:
        """Return those of the mentions, sorted by their starts, that are inside this event."""
        spans, _ = self._sorted
        return [m for s in dict.fromkeys(spans) for m in within(mentions, s)]


def begins(release: Release, span: Span) -> float:
    """Return the confidence that a sentence begins the report of a new meeting: the tagger marks
    one of the first words, and may waver between the dateline and the verb."""
    return sum(f.confidence for f in within(release.facts, span) if f.label == "OPENS")


def read_sentence(release: Release, span: Span, config: Config, standing: bool) -> Event:
    """Return what a sentence says about a held meeting, without `spans`; `opens` is false if it
    reports none. `standing`: a meeting was reported before."""
    event = Event(
        first_sentence=span,
        trigger_sentences=[span],
        in_headline=is_headline(release, span, config.headline_chars),
    )
    _read_mentions(release, event, config, standing)
    if any(
        not cue("conference").match(a.name) for a in event.triggers
    ):  # a conference named beside another meeting
        named = [a for a in event.triggers if is_conference(a)]
        event.referred += named
        event.triggers = [a for a in event.triggers if a not in named]
    for m in event.referred:
        event.bodies.pop(own_body(release, span, m) or "", None)
    if event.own:
        event.bodies = {event.own: 1.0}
    event.opens = bool(event.triggers or event.own or (event.people and meets(release, span)))
    return event


def _read_mentions(release: Release, event: Event, config: Config, standing: bool) -> None:
    """Sort the mentions of a sentence: meetings into held and referred to, bodies that met,
    participants."""
    span = event.first_sentence
    facts = within(release.facts, span)
    for m in within(release.mentions, span):
        if m.label == "MEETING":
            held = overlapping(facts, "HELD", m)
            told = any(
                f.label == "TOPIC" and f.start < m.start and m.end <= f.end for f in facts
            )  # «ناقش تقرير | الاجتماع الرابع»
            if told or of_other_sitting(release, span, m):
                event.referred.append(m)
            elif off(release, span, m, standing):
                event.referred.append(m)
                event.off.append(m)
            elif held >= config.held and held > overlapping(facts, "REFERRED", m):
                event.triggers.append(m)
                event.own = event.own or met_beside(release, span, m)
                for o in numbers_of(m.name, release.text[m.end : m.end + BEHIND]):
                    event.ordinals.setdefault(o.value, m)
        elif m.label == "COMMITTEE" and m.entity:
            sure = overlapping(facts, "BODY", m)
            if sure:
                event.bodies[m.entity] = max(sure, event.bodies.get(m.entity, 0.0))
        elif (
            m.label == "PER"
            and m.entity
            and (
                max(overlapping(facts, "ATTENDED", m), overlapping(facts, "CHAIRED", m))
                > config.sure_party
            )
        ):
            event.people.add(m.entity)
