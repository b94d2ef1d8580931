"""Whose office is which: the ROLE beside a mention of a person."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from pipeline.arabic.patterns import pattern
from pipeline.ranges import Ranges
from pipeline.types import Mention, Span

# Between an office and a name, or two offices, only white space, a comma, a dash, a quote, an
# opening bracket.
BESIDE = re.compile(r"[\s،,\-–—:«»\"(/|]*")
# «نيابة عن وزير التعليم | مدير الجامعة فلان»: the first office is that of the absent person
DEPUTISING = pattern(r"(?<!\w)(?:نيابة|بالنيابة|بالإنابة|إنابة)\s+عن\s+$")
BETWEEN_ROLES = re.compile(r"\s*(?:[،,\-–/]\s*)?و?\s*")


# (0, or 1 with more than white space between; 0 after the name, 1 before it; index of the PER
# mention; range of the office)
Pair = tuple[int, int, int, Span]
LONGEST_GAP = 80  # characters between a name and its office, at most


def offices(text: str, mentions: Sequence[Mention]) -> dict[int, Span]:
    """Return for each PER mention (index) the range of its office: the ROLE, or ROLEs in a row,
    directly before it (a HON may be between) or after it. Each ROLE goes to one person: the one
    with the least text in between, else the one before it."""
    taken: set[Span] = set()
    out: dict[int, Span] = {}
    for _, _, i, run in sorted(_beside(text, mentions)):
        if i not in out and run not in taken:
            out[i] = run
            taken.add(run)
    return out


def further_offices(
    text: str, mentions: Sequence[Mention], office: Mapping[int, Span]
) -> dict[int, Span]:
    """Return for PER mentions (index) with an office after the name the office before it, if nobody
    else has it: «أمين المنطقة | فلان | رئيس اللجنة المحلية» has both."""
    taken = set(office.values())
    return {
        i: run
        for cost, rank, i, run in _beside(text, mentions)
        if cost == 0
        and rank == 1
        and run not in taken
        and i in office
        and office[i][0] >= mentions[i].end
    }


def _beside(text: str, mentions: Sequence[Mention]) -> list[Pair]:
    """Return the offices beside names."""
    runs = _role_runs(text, mentions)
    starts, ends = [a for a, _ in runs], [b for _, b in runs]
    hon = _titles(text, mentions)
    names = Ranges(m for m in mentions if m.label in ("ROLE", "ORG", "COMMITTEE", "INITIATIVE"))
    pairs: list[Pair] = []
    for i, p in enumerate(mentions):
        if p.label != "PER" or any(
            (m.start, m.end) != (p.start, p.end) for m in names.around(p.start, p.end)
        ):
            continue  # «جامعة الملك سعود» contains a name, but nobody's
        first = bisect_left(ends, p.start - LONGEST_GAP)
        last = bisect_right(starts, p.end + LONGEST_GAP)
        for a, b in runs[first:last]:
            for rank, (lo, hi) in enumerate(((p.end, a), (b, p.start))):
                bare = _without(text, lo, hi, hon) if 0 <= hi - lo <= LONGEST_GAP else "."
                if BESIDE.fullmatch(bare):
                    pairs.append((1 if bare.strip() else 0, rank, i, (a, b)))
    return pairs


def _titles(text: str, mentions: Sequence[Mention]) -> list[Span]:
    """Return ranges of the titles in order, short ones with a separate full stop («د .فلان»)."""
    return sorted(
        (m.start, m.end + (2 if m.end - m.start <= 2 and text.startswith(" .", m.end) else 0))
        for m in mentions
        if m.label == "HON"
    )


def _without(text: str, lo: int, hi: int, holes: Sequence[Span]) -> str:
    """Return `text[lo:hi]` without the HON ranges in it, which are sorted."""
    out, at = [], lo
    for n in range(bisect_left(holes, (lo, 0)), len(holes)):
        a, b = holes[n]
        if a > hi:
            break
        if b <= hi and a >= at:
            out.append(text[at:a])
            at = b
    out.append(text[at:hi])
    return "".join(out)


def _role_runs(text: str, mentions: Sequence[Mention]) -> list[Span]:
    """Return ranges of offices: outermost ROLE mentions, joined if they follow one another («ولي
    العهد، نائب رئيس مجلس الوزراء»). One after «و», or after a comma if the one before has its name,
    belongs to the next person if it is directly before a name («فلان وكيل الوزارة، ووزير المالية
    فلان»)."""
    roles = _outermost([(m.start, m.end) for m in mentions if m.label == "ROLE"])
    people = _People([(m.start, m.end) for m in mentions if m.label == "PER"])
    titles = _titles(text, mentions)
    runs: list[Span] = []
    for a, b in roles:
        first, last = runs[-1] if runs else (0, -1)
        if runs and BETWEEN_ROLES.fullmatch(gap := text[last:a]):
            before_name = any(
                BESIDE.fullmatch(_without(text, b, p, titles)) for p in people.beginning(b, b + 40)
            )
            behind_name = any(
                BESIDE.fullmatch(_without(text, e, first, titles))
                for e in people.ending(first - 40, first)
            )
            deputy = "و" not in gap and DEPUTISING.search(text, max(0, first - 20), first)
            if not deputy and (
                not before_name or not ("و" in gap or (gap.strip() and behind_name))
            ):
                runs[-1] = (first, b)
                continue
        runs.append((a, b))
    return runs


def _outermost(spans: Iterable[Span]) -> list[Span]:
    """Return those that are inside no other one, in order."""
    out: list[Span] = []
    for a, b in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not out or b > out[-1][1] or (a, b) == out[-1]:
            out.append((a, b))
    return out


class _People:
    """The starts and ends of people's names."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.starts = sorted(s for s, _ in spans)
        self.ends = sorted(e for _, e in spans)

    def beginning(self, first: int, last: int) -> Sequence[int]:
        return _between(self.starts, first, last)

    def ending(self, first: int, last: int) -> Sequence[int]:
        return _between(self.ends, first, last)


def _between(places: Sequence[int], first: int, last: int) -> Sequence[int]:
    return places[bisect_left(places, first) : bisect_right(places, last)]
