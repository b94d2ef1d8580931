"""Which sentences tell of which meeting: coreference of triggers, by two scorers.

A release is a row of sentences. From the first to the last, one scorer says how likely a sentence
introduces a new meeting, beside what was told before. If it does not, another scorer says to which
of the last meetings it belongs (mention ranking: Denis and Baldridge 2008). All evidence stands in
dictionaries with names, `features` of `features.py` and `evidence` here. The trees are learnt by
`models/training/events.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.assemble.features import FAR, FEW, MANY, SEVERAL, Features, Sentences, features
from pipeline.assemble.sentences import has_day
from pipeline.assemble.several import more_in, one_each
from pipeline.assemble.spans import labelled
from pipeline.assemble.triggers import Event, read_sentence
from pipeline.config import Config
from pipeline.scoring import load, log_odds
from pipeline.types import Release, Span

MARKED = 0.9  # confidence of the tagger's mark that is never doubted
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
OF_SENTENCE = ("attended", "begins", "held", "decisions", "chaired", "topics", "opens", "triggers")


@dataclass(slots=True)
class Cluster:
    """A meeting while the text is read: its event, and the numbers of its sentences."""

    event: Event
    sentences: list[int] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


Evidence = Sequence[tuple[Cluster, Features]]
# From the number of a sentence, its features and the evidence for each recent meeting to the
# probability that it introduces a new one, and the meeting to which it belongs if it does not.
Judge = Callable[[int, Features, Evidence], tuple[float, Cluster | None]]


def split(release: Release, config: Config) -> list[Event]:
    """Return the meetings that a release reports, each with its sentences. Those before the first
    meeting belong to it."""
    if (release.reported or 0.0) < config.reported:
        return []
    clusters, before = read(release, config, judge)
    if not clusters:  # all that tells of a meeting may stand in the headline
        clusters, before = read(release, config, judge, headlines=True)
    events = [c.event for c in clusters]
    if events:
        events[0].spans = before + events[0].spans
    for e in events:
        e.elsewhere = frozenset(o for other in events if other is not e for o in other.ordinals)
    return [each for e in events for each in one_each(release, e)]


def judge(_: int, found: Features, evidence: Evidence) -> tuple[float, Cluster | None]:
    """Judge a sentence by the scorers that ship; the tagger's certain mark is never doubted."""
    marked = found["begins"] >= log_odds(MARKED) and found["begun"] >= MARKED
    new = 1.0 if marked else load("pipeline.assemble", "new_meeting.json").probability(found)
    if len(evidence) < 2:
        return new, evidence[0][0] if evidence else None
    link = load("pipeline.assemble", "same_meeting.json")
    return new, max(evidence, key=lambda pair: link.probability(pair[1] | of_sentence(found)))[0]


def of_sentence(found: Mapping[str, float]) -> Features:
    """Return what the scorer of links takes from the features of a sentence."""
    return {f"sentence_{name}": found[name] for name in OF_SENTENCE}


def read(
    release: Release, config: Config, judged: Judge, *, headlines: bool = False
) -> tuple[list[Cluster], list[Span]]:
    """Read a release sentence by sentence. Return its meetings, and the sentences before them. A
    headline only announces what the text then says, so it introduces no meeting without
    `headlines`."""
    told = Sentences.of(release)
    clusters: list[Cluster] = []
    before: list[Span] = []
    current: Cluster | None = None
    for n, span in enumerate(told.spans):
        new = read_sentence(release, span, config, current is not None)
        pairs = [(e, evidence(told, n, new, e, e is current)) for e in clusters[-RECENT:]]
        found = features(told, n, new) | _context(n, clusters, current, pairs)
        sure, belongs = judged(n, found, pairs)
        least = config.further_meeting if clusters else config.first_meeting
        off = bool(new.off) and not (new.triggers or new.own)  # it was put off
        introduces = sure >= least and (headlines or not new.in_headline) and not off
        certain = _by_number(clusters, new) or (_awaited(clusters) if introduces else None)
        if introduces and certain is None:
            new.introduced = sure
            current = Cluster(new)
            clusters += [current, *(Cluster(twin, [n]) for twin in more_in(release, new))]
        elif certain is None and belongs is None:
            before.append(span)
            continue
        else:
            current = certain or belongs or clusters[-1]
            _go_on(release, current.event, new)
        current.sentences.append(n)
        current.event.spans.append(span)
        current.named |= told.named(span)
        current.words |= told.words(span)
    return clusters, before


def _by_number(clusters: Sequence[Cluster], new: Event) -> Cluster | None:
    """Return the one recent meeting that has a number which a sentence names."""
    found = [e for e in clusters[-RECENT:] if e.event.ordinals.keys() & new.ordinals.keys()]
    return found[0] if len(found) == 1 else None


def _awaited(clusters: Sequence[Cluster]) -> Cluster | None:
    """Return the first recent meeting of which the text has told only that it was held, together
    with another: «عقد اجتماعان، أولهما … والثاني …». What is told next is told of it."""
    return next((e for e in clusters[-RECENT:] if not e.words), None)


def _go_on(release: Release, event: Event, new: Event) -> None:
    """Add to a meeting what a further sentence says of it. A dateline introduces nothing by
    itself; a headline names the body by a short name that the text then gives in full."""
    event.referred += new.referred
    event.off += new.off
    if not new.opens:
        return
    if new.own and new.own != event.own and (event.own is None or event.in_headline):
        event.same |= {event.own} if event.own else set()
        event.own = new.own
    event.trigger_sentences.append(new.first_sentence)
    # a meeting has one number: another is that of another sitting
    others = [m for o, m in new.ordinals.items() if event.ordinals and o not in event.ordinals]
    event.referred += others
    event.triggers += [a for a in new.triggers if a not in others]
    event.people |= new.people
    for body, sure in new.bodies.items():
        event.bodies[body] = max(sure, event.bodies.get(body, 0.0))
    if not event.ordinals:
        event.ordinals |= new.ordinals


def evidence(told: Sentences, n: int, new: Event, cluster: Cluster, current: bool) -> Features:
    """Return what speaks for and against sentence `n` telling of the meeting of a cluster, by name."""
    event, named, words = cluster.event, told.named(told.spans[n]), told.words(told.spans[n])
    apart = bool(event.bodies and new.bodies and not event.bodies.keys() & new.bodies.keys())
    return {
        "current": current,
        "distance": min(MANY, n - cluster.sentences[-1]),
        "distance_first": min(FAR, n - cluster.sentences[0]),
        "size": min(MANY, len(cluster.sentences)),
        "same_body": bool(event.bodies.keys() & new.bodies.keys()),
        "other_body": apart,
        "has_body": bool(event.bodies),
        "has_number": bool(event.ordinals),
        "other_number": bool(
            event.ordinals and new.ordinals and not event.ordinals.keys() & new.ordinals.keys()
        ),
        "has_anchor": bool(event.triggers),
        "people_before": min(SEVERAL, len(event.people)),
        "people_same": min(FEW, len(event.people & new.people)),
        "people_new": min(FEW, len(new.people - event.people)),
        "people_known": min(SEVERAL, len(named & cluster.named)),
        "people_unknown": min(SEVERAL, len(named - cluster.named)),
        "overlap": len(words & cluster.words) / max(1, len(words)),
        "other_day": _days_apart(told.release, event, new),
    }


def _context(
    n: int, clusters: Sequence[Cluster], current: Cluster | None, pairs: Evidence
) -> Features:
    """Return what was told before a sentence, as features of that sentence."""
    at_hand = next((found for cluster, found in pairs if cluster is current), None)

    def of_all(pick: Callable[[list[float]], float], name: str) -> float:
        return pick([found[name] for _, found in pairs]) if pairs else NOTHING

    return {
        "meetings": min(SEVERAL, len(clusters)),
        "since": min(MANY, n - current.sentences[-1]) if current else NOTHING,
        **{f"at_hand_{name}": at_hand[name] if at_hand else NOTHING for name in AT_HAND},
        "any_known": of_all(max, "people_known"),
        "any_overlap": of_all(max, "overlap"),
        "least_new": of_all(min, "people_new"),
    }


def _days_apart(release: Release, old: Event, new: Event) -> bool:
    """Say whether the first sentences of two found name a day each, and not the same."""
    days, before = (
        {
            m.name
            for m in labelled(release.mentions, "DATE").beginning(*span)
            if has_day(release, (m.start, m.end))
        }
        for span in (new.first_sentence, old.first_sentence)
    )
    return bool(days and before) and not any(a in b or b in a for a in days for b in before)
