"""Clauses told line by line: «وقرر المجلس ما يلي:» and lines that begin with a number, a letter or
a dash."""

from __future__ import annotations

import re

from pipeline.arabic.folding import fold
from pipeline.arabic.marks import BULLETS
from pipeline.arabic.patterns import pattern
from pipeline.assemble.items import Item
from pipeline.assemble.openings import Part
from pipeline.assemble.spans import once, over
from pipeline.types import Mention, Paragraph, Release

NUMBER = pattern(
    rf"\s*(?:[{BULLETS}]\ufe0f?|"  # a variation selector follows a picture
    r"\(?(?:\d{1,2}|[\u0660-\u0669]{1,2}|[أ-ي])\s?[-–.)/](?!\d)|"  # Arabic-Indic figures
    r"(?:أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا)\u064b?\s?[:،.-])\s*"
)  # fathatan
AFTER = " \t.،؛;"
# What the lines below a head are: the last such word in it tells. Folded.
DISCUSSED = r"ناقش|مناقش|بحث|تدارس|استعرض|درس|دراس|تناول|نظر|اطلع|جدول (?:ال)?اعمال"
DECIDED = r"قرر|قرار|اقر|وافق|موافق|صادق|مصادق|اوصي|اوصت|توصي|تعليم|وجه|توجيه|اتفق|اتفاق|اعتمد|انتهي|انتهت|اتخذ|كلف(?!ه)|دعا|دعت|طالب|خلص"
TELLS = pattern(
    rf"(?<!\w)[وف]?(?:[يتن]|[بل]?(?:ال)?)(?:(?P<TOPIC>{DISCUSSED})|(?P<DECISION>{DECIDED}))"
)
# What is a decision by its first word, whatever its head: «نظر في الموضوعات الآتية: أولا - الموافقة
# على …». Folded.
DECIDES = pattern(
    r"(?:ال)?(?:موافقه|اعتماد|اقرار|مصادقه|تعيين|تفويض|احاله|تشكيل|تاجيل|ارجاء|رفض|تكليف)(?!\w)"
)


def enumerated(release: Release, part: Part) -> list[Item]:
    """Return the lines of lists in this part as items with the label of the list's head, and with
    the highest confidence of the tagger's facts in them, if any."""
    out: list[Item] = []
    label = ""
    lines = once(release, "lines", lambda: _lines(release))
    for k, (p, number, told) in enumerate(lines):
        if number is None:
            below = lines[k + 1 : k + 3]
            label = told if len(below) > 1 and all(line[1] for line in below) else ""
        elif label and part.number_at(number.end()) is not None:
            start = number.end()
            end = start + len(release.text[start : p.end].rstrip(AFTER))
            if end > start:
                own = "DECISION" if DECIDES.match(fold(release.text[start:end])) else label
                out.append((start, end, _fact(release, start, end, own)))
    return out


def _fact(release: Release, start: int, end: int, label: str) -> Mention:
    """What a line is, as sure as the tagger's surest fact in it."""
    facts = [f for f in over(release.facts, start, end) if f.label in ("TOPIC", "DECISION")]
    surest = max(facts, key=lambda f: f.confidence, default=None)
    found_by, sure = (surest.found_by, surest.confidence) if surest else ("rule", 0.5)
    return Mention(start, end, label, release.text[start:end], found_by, sure)


Line = tuple[Paragraph, re.Match[str] | None, str]


def _lines(release: Release) -> list[Line]:
    """The kept paragraphs, each with the number that it begins with, and the label of the lines
    below it, if it announces such."""
    text = release.text
    return [
        (p, NUMBER.match(text, p.start, p.end), _told_by(text[p.start : p.end]))
        for p in release.paragraphs
        if p.duplicate_of is None
    ]


def _told_by(head: str) -> str:
    """Return the label of the lines below a paragraph that announces them with a colon, or None."""
    if not head.rstrip().endswith(":"):
        return ""
    told = list(TELLS.finditer(fold(re.split(r"[.\n]\s", head.rstrip())[-1])))
    return str(told[-1].lastgroup) if told else ""
