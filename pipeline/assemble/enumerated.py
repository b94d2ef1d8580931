"""Clauses in lists: «وقرر المجلس ما يلي:» and lines that begin with a number, a letter or a dash.

Of the 77 such lines under 24 heads in the annotated documents 76 are one clause each, and the lines
under one head are all topics or all decisions."""

from __future__ import annotations

import re

from pipeline.arabic.clitics import particles
from pipeline.arabic.folding import fold
from pipeline.arabic.marks import BULLETS
from pipeline.arabic.patterns import pattern
from pipeline.assemble.items import Item
from pipeline.assemble.openings import Part
from pipeline.assemble.spans import beginning, once, over
from pipeline.types import Mention, Paragraph, Release

NUMBER = pattern(
    rf"\s*(?:[{BULLETS}]\ufe0f?|"  # a variation selector follows a picture
    r"\(?(?:\d{1,2}|[\u0660-\u0669]{1,2}|[أ-ي])\s?[-–.)/](?!\d)|"  # Arabic-Indic figures
    r"(?:أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا)\u064b?\s?[:،.-])\s*"
)  # fathatan
AFTER = " \t.،؛;"
# The kind of the lines below a head: the last such word in it decides.
DISCUSSED = r"ناقش|مناقش|بحث|تدارس|استعرض|درس|دراس|تناول|نظر|اطلع|جدول (?:ال)?اعمال"
DECIDED = r"قرر|قرار|اقر|وافق|موافق|صادق|مصادق|اوصي|اوصت|توصي|تعليم|وجه|توجيه|اتفق|اتفاق|اعتمد|انتهي|انتهت|اتخذ|كلف(?!ه)|دعا|دعت|طالب|خلص"
AGENDA = pattern(r"جدول (?:ال)?اعمال\S*\s*:?\s*$")  # requests, not decisions. Folded.
# The kind of a line by its first word, whatever its head: «نظر في الموضوعات الآتية: أولا - الموافقة
# على …» (all 84 such annotated lines are decisions); «خامسا - استعرض المجلس …», where the clause is
# what follows, as the tagger finds it.
DECIDES = pattern(
    r"(?:ال)?(?:موافقه|اعتماد|اقرار|مصادقه|تعيين|تفويض|احاله|تشكيل|تاجيل|ارجاء|رفض|تكليف)(?!\w)"
)
DISCUSSES = pattern(rf"و?(?:{DISCUSSED.replace('|جدول (?:ال)?اعمال', '')})(?:ت|وا)?(?!\w)")
TELLS = pattern(
    rf"(?<!\w)[وف]?(?:[يتن]|[بل]?(?:ال)?)(?:(?P<TOPIC>{DISCUSSED})|(?P<DECISION>{DECIDED}))"
)
# «استعرض الموضوعين التاليين، واتخذ بشأنهما القرار المناسب: …» announces topics. Folded.
AS_FITS = pattern(
    r"و?اتخذ(?:ت|وا)? (?:بشان|في شان|حيال)\S* (?:ال)?قرار\S* (?:ال)?(?:مناسب|لازم)\S*"
)
# «بخصوص مشروع القانون المنظم للري:», a line that heads the report on a topic.
ABOUT = pattern(r"\s*(?:بخصوص|بشأن|حول|فيما يخص|في ما يخص)\s+(?P<topic>[^.\n]{3,160}?)\s*:\s*")


def enumerated(release: Release, part: Part) -> list[Item]:
    """Return the lines of lists in this part as items with the label of the list's head, and with
    the highest confidence of the tagger's facts in them, if any."""
    out: list[Item] = []
    label, agenda = "", False
    kept = once(release, "lines", lambda: _lines(release))
    for k, (p, number, about, told, is_agenda) in enumerate(kept):
        if about is not None and part.number_at(about.start("topic")) is not None:
            start, end = about.span("topic")
            out.append((start, end, Mention(start, end, "TOPIC", about["topic"], "rule", 0.5)))
        if (
            number is None or told
        ):  # «ثانيا: استعرض المجلس المذكرة التالية:» has a number and is the head of further lines
            below = kept[k + 1 : k + (3 if number is None else 2)]
            listed = len(below) > (number is None) and all(line[1] for line in below)
            label = told if listed else ""
            agenda = is_agenda
        elif label and part.number_at(number.end()) is not None:
            start, end = (
                number.end(),
                number.end() + len(release.text[number.end() : p.end].rstrip(AFTER)),
            )
            facts = [f for f in over(release.facts, start, end) if f.label in ("TOPIC", "DECISION")]
            surest = max(facts, key=lambda f: f.confidence, default=None)
            found_by, sure = (surest.found_by, surest.confidence) if surest else ("rule", 0.5)
            named = any(
                m.label in ("PER", "HON") for m in beginning(release.mentions, start, start + 1)
            )  # a list of attendees
            line = fold(release.text[start:end])
            first = line.partition(" ")[0]
            if first == "وفي" or 1 in particles(first):
                # «• وفي ختام الاجتماع …»: not an item; every paragraph of the text has a bullet
                label = ""
            elif end > start and not named and not DISCUSSES.match(line):
                own = "DECISION" if DECIDES.match(line) and not agenda else label
                out.append(
                    (start, end, Mention(start, end, own, release.text[start:end], found_by, sure))
                )
    return out


Line = tuple[Paragraph, re.Match[str] | None, re.Match[str] | None, str, bool]


def _lines(release: Release) -> list[Line]:
    """Return the kept paragraphs, each with its number, its matter if it heads a topic, the label
    of the lines below it if it announces some, and whether it heads an agenda."""
    text = release.text
    return [
        (
            p,
            NUMBER.match(text, p.start, p.end),
            ABOUT.fullmatch(text, p.start, p.end),
            _told_by(text[p.start : p.end]),
            AGENDA.search(fold(text[p.start : p.end])) is not None,
        )
        for p in release.paragraphs
        if p.duplicate_of is None
    ]


def _told_by(head: str) -> str:
    """Return the label of the lines below a paragraph that announces them with a colon, or None."""
    if not head.rstrip().endswith(":"):
        return ""
    told = list(TELLS.finditer(AS_FITS.sub("", fold(re.split(r"[.\n]\s", head.rstrip())[-1]))))
    return str(told[-1].lastgroup) if told else ""
