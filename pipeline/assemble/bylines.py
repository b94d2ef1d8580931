"""Who wrote a report: the names in its byline."""

from __future__ import annotations

from pipeline.arabic.patterns import pattern
from pipeline.assemble.spans import beginning, over
from pipeline.types import Mention, Release

LINE = 80  # characters at most of a line that names a writer behind or before a dash
HEAD = 12  # paragraphs at most before the report, with a page's furniture
FIRST = 4  # paragraphs in which a writer may stand beside a dash
AFTER_PLACE = pattern(r"\s*[»\"]?\s*[-–—:\u0640|]\s*")  # «رأس الخيمة - فلان», «عدن: فلان»; tatweel
BEFORE = pattern(r"\W*(?:\w+\s*[-–—]\s*)?$")  # before the writer's name in that line
WRITES = pattern(r"\W*كتبت?\s*[:\-–—]?\s*")  # «كتب: فلان» at the head of a line


def in_byline(release: Release, m: Mention) -> bool:
    """Return whether a name is the author's: after «كتب», alone in a line, after the place of a
    dateline, or with a dash in one of the first lines and without a title."""
    p = next((p for p in release.paragraphs[:HEAD] if p.start <= m.start < p.end), None)
    if p is None:
        return False
    lead, rest = release.text[p.start : m.start], release.text[m.end : p.end]
    if WRITES.fullmatch(lead) or _after_place(release, m) or not (lead + rest).strip():
        return True
    line = lead + rest
    return (
        p in release.paragraphs[:FIRST]
        and p.end - p.start <= LINE
        and any(dash in line for dash in "-–—")
        and BEFORE.fullmatch(lead) is not None
        and not any(
            x.label in ("ROLE", "MEETING", "HON")
            for x in beginning(release.mentions, p.start, min(p.end, m.end + 40))
        )
    )


def _after_place(release: Release, m: Mention) -> bool:
    """Return whether a name without title or office follows the place of a dateline."""
    placed = any(
        x.label in ("LOC", "COUNTRY") and AFTER_PLACE.fullmatch(release.text, x.end, m.start)
        for x in over(release.mentions, m.start - 40, m.start)
    )
    return placed and not any(
        x.label in ("ROLE", "HON") for x in beginning(release.mentions, m.end, m.end + 4)
    )
