"""What a sentence says that may introduce a meeting, as named features for the scorer."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate

from pipeline.arabic.folding import fold
from pipeline.assemble.openings import Part, begins
from pipeline.assemble.planned import has_day
from pipeline.assemble.receptions import meets, received
from pipeline.assemble.sentences import sentences
from pipeline.assemble.sittings import BARE
from pipeline.assemble.spans import within
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
FEW, SEVERAL, MANY, FAR, WIDE, LENGTHY = 4, 6, 12, 30, 60, 400


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


def features(told: Sentences, n: int, new: Part) -> Features:
    """Return what sentence `n` says, by name. `new` is its reading by `openings.opening`."""
    release, span = told.release, told.spans[n]
    here = within(release.mentions, span)
    label = Counter(m.label for m in here)
    first = next((m for m in here if m.label in FIRST), None)
    return {
        **_facts(release, span),
        **_neighbours(told, n),
        "opens": new.opens,
        "anchors": len(new.anchors),
        "bodies": len(new.bodies),
        "people": min(SEVERAL, len(new.people)),
        "headline": new.in_headline,
        "bare": any(BARE.fullmatch(a.name) for a in new.anchors),
        "meets": meets(release, span),
        "received": received(release, span, new.people),
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
