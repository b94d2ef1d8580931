"""What a sentence says that may introduce a meeting, as named features for the scorer."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate

from pipeline.arabic.folding import fold
from pipeline.assemble.cues import cue, said, verb_at
from pipeline.assemble.sentences import has_day, sentences
from pipeline.assemble.sittings import introduces, possessive
from pipeline.assemble.spans import within
from pipeline.assemble.triggers import Event, begins
from pipeline.scoring import log_odds
from pipeline.types import Release, Span

Features = dict[str, float]
NEVER = 0.01  # the tagger's probabilities are taken no nearer to 0 and 1
LONG = 3  # letters; a longer word tells what a sentence is about
# Labels by what stands first in a sentence; 0 is none of them.
FIRST = ("PER", "ROLE", "COMMITTEE", "ORG", "COUNTRY", "LOC", "MEETING", "DATE", "INITIATIVE")
COUNTED = ("PER", "ROLE", "COMMITTEE", "MEETING", "DATE")
NAMED = frozenset({"PER", "COMMITTEE", "ORG"})
# Most of each count and length that a scorer tells apart.
FEW, SEVERAL, MANY, FAR, WIDE, LENGTHY = 4, 6, 12, 30, 90, 400
NEXT = 90  # characters behind a trigger in which its own day stands


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a release, with what is asked of them again and again. `begun` is the
    tagger's confidence that each introduces a meeting."""

    release: Release
    spans: list[Span]
    begun: list[float]
    sums: list[float]
    ranks: list[float]
    _words: dict[Span, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, release: Release) -> Sentences:
        """Read the sentences of a release."""
        spans = sentences(release)
        begun = [begins(release, span) for span in spans]
        return cls(release, spans, begun, [0.0, *accumulate(begun)], sorted(begun))

    def words(self, span: Span) -> frozenset[str]:
        """Return the longer folded words of a sentence."""
        if span not in self._words:
            folded = fold(self.release.text[slice(*span)]).split()
            self._words[span] = frozenset(w for w in folded if len(w) > LONG)
        return self._words[span]

    def named(self, span: Span) -> frozenset[str]:
        """Return the ids of the people and bodies that a sentence names."""
        return frozenset(
            m.entity for m in within(self.release.mentions, span) if m.entity and m.label in NAMED
        )


def features(told: Sentences, n: int, new: Event) -> Features:
    """Return what sentence `n` says, by name. `new` is its reading by `triggers.read_sentence`."""
    release, span = told.release, told.spans[n]
    here = within(release.mentions, span)
    meets = verb_at(release, span, "reception", "sitting")
    receives = verb_at(release, span, "reception")
    label = Counter(m.label for m in here)
    first = next((m for m in here if m.label in FIRST), None)
    return {
        **_facts(release, span),
        **_neighbours(told, n),
        "opens": new.opens,
        "triggers": len(new.triggers),
        "bodies": len(new.bodies),
        "people": min(SEVERAL, len(new.people)),
        "headline": new.in_headline,
        "bare": any(cue("bare").fullmatch(a.name) for a in new.triggers),
        "meets": WIDE if meets is None else meets,
        "receives": WIDE if receives is None else receives,
        "new": any(introduces(m.name) for m in new.triggers),
        "its": any(possessive(m.name) for m in new.triggers),
        "dated": any(has_day(release, (m.end, m.end + NEXT)) for m in new.triggers),
        **said(release, span),
        "day": has_day(release, span),
        "chars": min(LENGTHY, span[1] - span[0]),
        "first": 0 if first is None else 1 + FIRST.index(first.label),
        "first_at": WIDE if first is None else min(WIDE, first.start - span[0]),
        **{f"count_{name}": min(SEVERAL, label[name]) for name in COUNTED},
    }


def _facts(release: Release, span: Span) -> Features:
    """Return the surest fact of each kind that the tagger reads in a sentence, and how many."""
    facts = within(release.facts, span)
    count = Counter(f.label for f in facts)

    def surest(kind: str) -> float:
        return max((f.confidence for f in facts if f.label == kind), default=0.0)

    return {
        **{kind.lower(): surest(kind) for kind in ("HELD", "BODY", "CHAIRED", "ATTENDED", "CITY")},
        "people_attended": min(SEVERAL, count["ATTENDED"]),
        "topics": min(FEW, count["TOPIC"]),
        "decisions": min(FEW, count["DECISION"]),
        "listed": min(FEW, count["LISTED"]),
    }


def _neighbours(told: Sentences, n: int) -> Features:
    """Return where a sentence stands, and what the tagger says of those around it."""
    count, begun = len(told.spans), told.begun
    return {
        "reported": log_odds(told.release.reported or 0.0, NEVER),
        "begins": log_odds(begun[n], NEVER),
        "begins_before": log_odds(begun[n - 1] if n else 0.0, NEVER),
        "begins_behind": log_odds(begun[n + 1] if n + 1 < count else 0.0, NEVER),
        "begins_most": log_odds(told.ranks[-1], NEVER),
        "begins_all": told.sums[-1],
        "begun": told.sums[n],
        "surer": min(MANY, count - bisect_right(told.ranks, begun[n])),
        "number": min(MANY, n),
        "place": n / count,
        "sentences": min(FAR, count),
    }
