"""Topics and decisions: clauses of the text, without their subject."""
from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from pipeline.arabic.folding import fold, fold_key
from pipeline.assemble.parts import Part
from pipeline.types import Action, Clause, Mention, Release

# The verb, verbal noun or participle that introduces a clause tells what was done with it; folded stems at the beginning of a word (after
# particles, the article, a prefix of the present), the last before the clause wins.
STEMS: tuple[tuple[str, Action], ...] = (
    ("ناقش|مناقش|بحث|تباحث|مباحث|تدارس|مدارس|تناول|تطرق|تداول", "discussed"),
    ("استعر|ستعر|مراجع|راجع|نظر|درس|دراس|استمع|ستمع|استماع|قيم|تقييم", "reviewed"),
    ("تابع|متابع|وقف|وقوف", "followed_up"),
    ("اطلع|طلع|اطلاع|احيط|احاط", "briefed"),
    ("قدم|عرض|تقديم|القي|القاء", "presented"),
)
ACTIONS: tuple[tuple[re.Pattern[str], Action], ...] = tuple(
    (re.compile(rf"(?<!\w)(?:[وف]?[بكل]?(?:ال|ل)?|[وف]?س?[يتن])(?:{stems})"), action) for stems, action in STEMS)
EDGE = re.compile(r"^[\s،,:.؛\-–\"«»()]+|[\s،,:.؛\-–]+$")


@cache
def _subjects() -> frozenset[str]:
    text = files("pipeline.assemble").joinpath("data", "subjects.txt").read_text(encoding="utf-8")
    return frozenset(fold(line) for line in text.splitlines() if line and not line.startswith("#"))


def action_before(text: str) -> Action:
    """What the words directly before a clause (or its own first word) say was done with it."""
    folded = fold(text)
    best: tuple[int, Action] = (-1, "other")
    for pattern, action in ACTIONS:
        for m in pattern.finditer(folded):
            best = max(best, (m.start(), action))
    return best[1]


def without_subject(release: Release, start: int, end: int) -> str:
    """The clause in citation form: its subject left out where that is the second word or the body named there («أقرت اللجنة الخطة»)."""
    text = release.text[start:end]
    m = re.match(r"(\w+)\s+(?=\w)", text)
    if m is None or m.group(1).startswith("ال"):
        return _clean(text)
    second = start + m.end()
    for x in sorted(release.mentions, key=lambda x: -(x.end - x.start)):
        if x.start == second and x.label in ("COMMITTEE", "PER", "HON") and x.end < end and _is_verb(m.group(1)):
            rest = release.text[x.end:end]
            return _clean(m.group(1) + " " + rest)
    word = re.match(r"\w+", text[m.end():])
    if word and fold(word.group()) in _subjects() and _is_verb(m.group(1)) and m.end() + word.end() < len(text):
        return _clean(m.group(1) + " " + text[m.end() + word.end():])
    return _clean(text)


def _is_verb(word: str) -> bool:
    """Whether a clause's first word is a finite verb of deciding or discussing (data/verbs.txt, in any person: «أقر, أقرت, وأقروا»)."""
    return bool(_verbs().match(fold(word)))


@cache
def _verbs() -> re.Pattern[str]:
    text = files("pipeline.assemble").joinpath("data", "verbs.txt").read_text(encoding="utf-8")
    stems = [fold(line) for line in text.splitlines() if line and not line.startswith("#")]
    return re.compile(rf"[وف]?(?:{'|'.join(stems)})(?:ت|وا|ا|تا)?$")


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", EDGE.sub("", text.replace("\u0640", "")))  # tatweel


def clauses(release: Release, part: Part, label: str) -> tuple[Clause, ...]:
    """The clauses of a head (TOPIC, DECISION) in this part, one each text."""
    out: list[Clause] = []
    seen: set[str] = set()
    for f in release.facts:
        if f.label != label or not part.holds(f.start, f.end) or len(fold_key(f.name)) < 4:
            continue
        text = without_subject(release, f.start, f.end)
        key = fold_key(text)
        if not key or key in seen:
            continue
        seen.add(key)
        action: Action = action_before(release.text[max(0, f.start - 60):f.start] + " " + text.split()[0])
        out.append(Clause(text, action, (f.start, f.end), f.found_by, f.confidence))
    return tuple(out)


def facts_named(release: Release, part: Part, label: str) -> list[Mention]:
    """Facts of a head in this part."""
    return [f for f in release.facts if f.label == label and part.holds(f.start, f.end)]
