"""Complete names that the tagger cut before another name that belongs to them.

A body, organisation, initiative or office directly before another name, with nothing or an attached
particle in between, is in construct with it: «المكتب التنفيذي | لمجلس وزراء الصحة», «مشروع سكة حديد
دول | مجلس التعاون»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.arabic.patterns import pattern
from pipeline.extract.spans import Found

OUTER = frozenset({"COMMITTEE", "ORG", "INITIATIVE", "ROLE"})
# What may be between, and for which labels of the second name it makes one name of the two.
BETWEEN: dict[str, frozenset[str]] = {
    " ": frozenset({"COUNTRY", "LOC", "ORG", "COMMITTEE"}),
    " ل": frozenset({"ORG", "COMMITTEE", "LOC"}),
    " لدول ": frozenset({"ORG"}),
    " بدول ": frozenset({"ORG"}),
}
# What «ب» and «في» join depends on the words before: a department and its organisation («إدارة
# الرصد | بوزارة البيئة»), a body and its organisation, but not an organisation and its place.
PLACED: dict[tuple[str, str], frozenset[str]] = {
    ("ORG", " ب"): frozenset({"ORG"}),
    ("ORG", " في "): frozenset({"ORG"}),
    ("COMMITTEE", " ب"): frozenset({"ORG"}),
    ("COMMITTEE", " في "): frozenset({"ORG", "COMMITTEE"}),
    ("ROLE", " ب"): frozenset({"ORG", "LOC", "COUNTRY"}),
    ("ROLE", " في "): frozenset({"ORG", "COMMITTEE", "COUNTRY"}),
}
# A name that ends in a definite word is not in construct with a body: «طالب مجلس الشورى | وزارة
# الموارد بدراسة …».
COMPLETE = re.compile(r"(?<!\w)(?:ال|لل)\w{2,}$")
# «ربط هيئة الموانئ | بمنصة فسح»: the body is joined to something.
JOINED_TO = pattern(r" ب(?:ال)?(?:شبك[ةا]|نظام|منظوم[ةا]|منص[ةا]|بواب[ةا]|برنامج|مبادر[ةا]|مشروع)")
STATES = re.compile(r"دول ال\w{3,}")
LONGEST = 500  # maximum characters of a name: none in 1,608 documents is half as long


def joined(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the mentions with such names completed, until nothing changes, in the same order. No
    new overlaps arise, because all mentions that end at one place are lengthened alike."""
    starts: dict[int, list[Found]] = {}
    for f in found:
        starts.setdefault(f.start, []).append(f)
    out = [_with_states(text, f) for f in found]
    for k, f in enumerate(out):
        while (
            f.label in OUTER
            and (end := _further(text, f, starts)) is not None
            and end - f.start <= LONGEST
        ):
            f = replace(f, end=end)
        out[k] = f
    return out


def _with_states(text: str, f: Found) -> Found:
    """Return a name that breaks off before the owner of its states: «مشروع الري لدول | المجلس»."""
    m = STATES.match(text, max(f.start, f.end - 3)) if f.label in OUTER else None
    return replace(f, end=m.end()) if m else f


def _further(text: str, f: Found, starts: dict[int, list[Found]]) -> int | None:
    """Return the end of the name that follows directly and belongs to this one."""
    for between in (*BETWEEN, " ب", " في "):
        if text.startswith(between, f.end):
            allowed = PLACED.get((f.label, between), BETWEEN.get(between, frozenset()))
            if between == " " and COMPLETE.search(text, f.start, f.end):
                allowed = allowed - {"ORG", "COMMITTEE"}
            if f.label != "ROLE" and JOINED_TO.match(text, f.end):
                allowed = frozenset()
            ends = [n.end for n in starts.get(f.end + len(between), ()) if n.label in allowed]
            if ends:
                return max(ends)
    return None
