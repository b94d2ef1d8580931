"""Pages with several stories («محليات في سطور»): a section under a headline or a bullet of its own
that shares no name with the report of a meeting is another story, and does not belong to the
meeting.

A long article has such headlines too, but each of its sections mentions somebody or something that
the others name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.arabic.folding import fold_key
from pipeline.arabic.patterns import pattern
from pipeline.assemble.openings import Part
from pipeline.assemble.spans import once, within
from pipeline.ranges import holding
from pipeline.types import Release, Span

BULLET = pattern(r"\s*(?:[◄►▪■●•◆*]|-\s)")
CELL = "|"  # separates the cells of a table row, which is no headline
# minimum characters of a paragraph that is no headline
ENDED = (".", "؟", "!", "»", '"', ")", ":", "،", "؛")
NAMED = frozenset({"PER", "ORG", "COMMITTEE", "INITIATIVE", "LOC", "MEETING"})
WORDS, TOLD = 2, 12  # minimum characters of a headline, and of an item that is a story


def stories(release: Release, headline_chars: int) -> list[Span]:
    """Return the sections of the kept paragraphs that begin with a headline inside the text (a
    paragraph of at most `headline_chars` characters without a sentence end, between one with a
    sentence end and another) or with a bullet, except lists after a colon («حضر الاجتماع:») and
    very short items. The first one begins the text."""
    kept = [p for p in release.paragraphs if p.duplicate_of is None]
    starts = [0]
    listed = False
    for before, p, after in zip(kept, kept[1:], [*kept[2:], None], strict=False):
        text = release.text[p.start : p.end].strip()
        headline = (
            after is not None
            and len(text) <= headline_chars
            and len(text.split()) >= WORDS
            and not text.endswith(ENDED)
            and CELL not in text
            and release.text[before.start : before.end].rstrip().endswith(ENDED)
            and release.text[after.start : after.end].rstrip().endswith(ENDED)
        )
        bullet = BULLET.match(release.text, p.start, p.end)
        if bullet is None or BULLET.match(release.text, before.start, before.end) is None:
            listed = release.text[before.start : before.end].rstrip().endswith(":")
        tells = bullet is not None and (
            bullet.group().strip() != "-" or (len(text.split()) >= TOLD and text.endswith("."))
        )
        if headline or (tells and not listed):
            starts.append(p.start)
    return list(pairwise([*starts, len(release.text)]))


def without_others(release: Release, part: Part, found: Sequence[Span]) -> Part:
    """Return the part without the sentences of other stories (`stories`): those that share no name
    of a person or thing with the stories that report the meeting, but have names."""
    home = {holding(found, o[0]) for o in part.openings} - {None}
    known = {name for s in home if s for name in _names(release, s)}
    other = {
        s
        for s in {holding(found, x[0]) for x in part.spans} - home
        if s
        and (names := _names(release, s))
        and not names & known
        and not any(f.label in ("TOPIC", "DECISION") for f in within(release.facts, s))
    }
    return (
        replace(part, spans=[s for s in part.spans if holding(found, s[0]) not in other])
        if other
        else part
    )


def _names(release: Release, span: Span) -> frozenset[str]:
    """Return the names in a section: entities, and places by folded name."""
    return once(
        release,
        ("names", span),
        lambda: frozenset(
            m.entity or fold_key(m.name) for m in within(release.mentions, span) if m.label in NAMED
        ),
    )
