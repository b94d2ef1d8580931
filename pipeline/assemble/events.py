"""Which sentences tell of which meeting: coreference of triggers, by two scorers.

A release is a row of sentences. From the first to the last, one scorer says how likely a sentence
introduces a new meeting, beside what was told before. If it does not, another scorer says to which
of the last meetings it belongs (mention ranking: Denis and Baldridge 2008). All evidence stands in
dictionaries with names, `features` of `triggers.py` and `evidence` here. The trees are learnt by
`models/training/events.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.assemble.openings import Part, opening
from pipeline.assemble.planned import has_day
from pipeline.assemble.sentences import is_dateline
from pipeline.assemble.several import more_in, one_each
from pipeline.assemble.spans import labelled
from pipeline.assemble.triggers import FAR, FEW, MANY, SEVERAL, Features, Sentences, features
from pipeline.config import Config
from pipeline.scoring import load
from pipeline.types import Release, Span

RECENT = 6  # meetings to which a text may go back
# Evidence that the scorer of new meetings takes from the meeting at hand.
AT_HAND = (
    "distance_first",
    "size",
    "same_body",
    "has_body",
    "has_anchor",
    "people_before",
    "people_known",
    "overlap",
    "other_day",
)
NOTHING = -1.0  # a feature of the meeting at hand where there is none
# What the scorer of links takes from the sentence.
OF_SENTENCE = ("attended", "begins", "held", "decisions", "chaired", "topics", "opens", "anchors")


@dataclass(slots=True)
class Event:
    """A meeting while the text is read: its part, and the numbers of its sentences."""

    part: Part
    sentences: list[int] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


Evidence = Sequence[tuple[Event, Features]]
# From the number of a sentence, its features and the evidence for each recent meeting to the
# probability that it introduces a new one, and the meeting to which it belongs if it does not.
Judge = Callable[[int, Features, Evidence], tuple[float, Event | None]]


def split(release: Release, config: Config) -> list[Part]:
    """Return the meetings that a release reports, each with its sentences. Those before the first
    meeting belong to it."""
    if (release.reported or 0.0) < config.reported:
        return []
    events, before = read(release, config, judge)
    if not events:  # all that tells of a meeting may stand in the headline
        events, before = read(release, config, judge, headlines=True)
    parts = [e.part for e in events]
    if parts:
        parts[0].spans = before + parts[0].spans
    for p in parts:
        p.elsewhere = frozenset(o for other in parts if other is not p for o in other.ordinals)
    return [each for p in parts for each in one_each(release, p)]


def judge(_: int, found: Features, evidence: Evidence) -> tuple[float, Event | None]:
    """Judge a sentence by the scorers that ship."""
    new = load("pipeline.assemble", "new_meeting.json").probability(found)
    if len(evidence) < 2:
        return new, evidence[0][0] if evidence else None
    link = load("pipeline.assemble", "same_meeting.json")
    return new, max(evidence, key=lambda pair: link.probability(pair[1] | of_sentence(found)))[0]


def of_sentence(found: Mapping[str, float]) -> Features:
    """Return what the scorer of links takes from the features of a sentence."""
    return {f"sentence_{name}": found[name] for name in OF_SENTENCE}


def read(
    release: Release, config: Config, judged: Judge, *, headlines: bool = False
) -> tuple[list[Event], list[Span]]:
    """Read a release sentence by sentence. Return its meetings, and the sentences before them. A
    headline only announces what the text then says, so it introduces no meeting without
    `headlines`."""
    told = Sentences.of(release)
    events: list[Event] = []
    before: list[Span] = []
    current: Event | None = None
    for n, span in enumerate(told.spans):
        new = opening(release, span, config, current is not None)
        pairs = [(e, evidence(told, n, new, e, e is current)) for e in events[-RECENT:]]
        found = features(told, n, new) | _context(n, events, current, pairs)
        sure, belongs = judged(n, found, pairs)
        least = config.further_meeting if events else config.first_meeting
        introduces = sure >= least and (headlines or not new.in_headline)
        certain = _by_number(events, new) or (_awaited(events) if introduces else None)
        if introduces and certain is None:
            current = Event(new)
            events += [current, *(Event(twin, [n]) for twin in more_in(release, new))]
        elif certain is None and belongs is None:
            before.append(span)
            continue
        else:
            current = certain or belongs or events[-1]
            _go_on(release, current.part, new)
        current.sentences.append(n)
        current.part.spans.append(span)
        current.named |= told.named(span)
        current.words |= told.words(span)
    return events, before


def _by_number(events: Sequence[Event], new: Part) -> Event | None:
    """Return the one recent meeting that has a number which a sentence names."""
    found = [e for e in events[-RECENT:] if e.part.ordinals.keys() & new.ordinals.keys()]
    return found[0] if len(found) == 1 else None


def _awaited(events: Sequence[Event]) -> Event | None:
    """Return the first recent meeting of which the text has told only that it was held, together
    with another: «عقد اجتماعان، أولهما … والثاني …». What is told next is told of it."""
    return next((e for e in events[-RECENT:] if not e.words), None)


def _go_on(release: Release, part: Part, new: Part) -> None:
    """Add to a meeting what a further sentence says of it. A dateline introduces nothing by
    itself; a headline names the body by a short name that the text then gives in full."""
    part.referred += new.referred
    part.off += new.off
    if not new.opens:
        return
    if all(is_dateline(release, s) for s in part.openings):
        part.opening = new.opening
    if new.own and new.own != part.own and (part.own is None or part.in_headline):
        part.same |= {part.own} if part.own else set()
        part.own = new.own
    part.openings.append(new.opening)
    # a meeting has one number: another is that of another sitting
    others = [m for o, m in new.ordinals.items() if part.ordinals and o not in part.ordinals]
    part.referred += others
    part.anchors += [a for a in new.anchors if a not in others]
    part.people |= new.people
    for body, sure in new.bodies.items():
        part.bodies[body] = max(sure, part.bodies.get(body, 0.0))
    if not part.ordinals:
        part.ordinals |= new.ordinals


def evidence(told: Sentences, n: int, new: Part, event: Event, current: bool) -> Features:
    """Return what speaks for and against sentence `n` telling of an event, by name."""
    part, named, words = event.part, told.named(told.spans[n]), told.words(told.spans[n])
    apart = bool(part.bodies and new.bodies and not part.bodies.keys() & new.bodies.keys())
    return {
        "current": current,
        "distance": min(MANY, n - event.sentences[-1]),
        "distance_first": min(FAR, n - event.sentences[0]),
        "size": min(MANY, len(event.sentences)),
        "same_body": bool(part.bodies.keys() & new.bodies.keys()),
        "other_body": apart,
        "has_body": bool(part.bodies),
        "has_number": bool(part.ordinals),
        "other_number": bool(
            part.ordinals and new.ordinals and not part.ordinals.keys() & new.ordinals.keys()
        ),
        "has_anchor": bool(part.anchors),
        "people_before": min(SEVERAL, len(part.people)),
        "people_same": min(FEW, len(part.people & new.people)),
        "people_new": min(FEW, len(new.people - part.people)),
        "people_known": min(SEVERAL, len(named & event.named)),
        "people_unknown": min(SEVERAL, len(named - event.named)),
        "overlap": len(words & event.words) / max(1, len(words)),
        "other_day": _days_apart(told.release, part, new),
    }


def _context(n: int, events: Sequence[Event], current: Event | None, pairs: Evidence) -> Features:
    """Return what was told before a sentence, as features of that sentence."""
    at_hand = next((found for event, found in pairs if event is current), None)

    def of_all(pick: Callable[[list[float]], float], name: str) -> float:
        return pick([found[name] for _, found in pairs]) if pairs else NOTHING

    return {
        "meetings": min(SEVERAL, len(events)),
        "since": min(MANY, n - current.sentences[-1]) if current else NOTHING,
        **{f"at_hand_{name}": at_hand[name] if at_hand else NOTHING for name in AT_HAND},
        "any_known": of_all(max, "people_known"),
        "any_overlap": of_all(max, "overlap"),
        "least_new": of_all(min, "people_new"),
    }


def _days_apart(release: Release, old: Part, new: Part) -> bool:
    """Say whether the first sentences of two parts name a day each, and not the same."""
    days, before = (
        {
            m.name
            for m in labelled(release.mentions, "DATE").beginning(*span)
            if has_day(release, (m.start, m.end))
        }
        for span in (new.opening, old.opening)
    )
    return bool(days and before) and not any(a in b or b in a for a in days for b in before)
