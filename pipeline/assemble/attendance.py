"""Attendance by a list in minutes: one name a line under «الحضور:», or rows with a status («فلان |
مدير التعليم | حاضر»)."""

from __future__ import annotations

from bisect import bisect_right

from pipeline.arabic.patterns import pattern
from pipeline.assemble.around import name_start
from pipeline.assemble.spans import beginning
from pipeline.types import Mention, Release

HEAD = pattern(
    r"\W*(?:(?:أسماء\s+)?(?:السادة\s+)?(?:ال)?(?:حضور|حاضرون|حاضرين|مشاركون|مشاركين)(?:\s+من)?|"
    r"(?:بحضور|حضر(?:ه|ها)?)(?:\s+\S+){0,3})\s*:\s*"
)
ITEM = pattern(r"\W*(?:\d{1,2}\W*)?")  # before the titles of the name at the beginning of a line
LONGEST = 60  # maximum lines back to the head of a list
# A row of such a list: «فلان | مدير التعليم | حاضر», «فلان – معتذر»; fathatan.
PRESENT = pattern(r"[^\n]{0,80}?[|(:\-–—\t]\s*حاضر(?:ة|[ا\u064b]*)\s*\)?[ \t]*(?:\n|$)")
ABSENT = pattern(
    r"[^\n]{0,80}?[|(:\-–—\t]\s*(?:معتذر|غائب|متغيب)(?:ة|[ا\u064b]*)\s*\)?[ \t]*(?:\n|$)"
)


def listed_present(release: Release, m: Mention) -> bool:
    """Return whether a name is in a row with that status, or in one of the lines of names under
    «الحضور:»."""
    if PRESENT.match(release.text, m.end):
        return True
    at = bisect_right(release.paragraphs, m.start, key=lambda p: p.start) - 1
    if not ITEM.fullmatch(release.text, release.paragraphs[at].start, name_start(release, m)):
        return False
    for p in reversed(release.paragraphs[max(0, at - LONGEST) : at]):
        if HEAD.fullmatch(release.text, p.start, p.end):
            return not listed_absent(release, m)
        named = any(x.label == "PER" for x in beginning(release.mentions, p.start, p.end))
        if not named or release.text[p.start : p.end].rstrip().endswith(":"):
            return False
    return False


def listed_absent(release: Release, m: Mention) -> bool:
    """Return whether the row of a name says that this person was absent."""
    return ABSENT.match(release.text, m.end) is not None
