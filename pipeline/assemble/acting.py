"""Find the body that met in a sentence: beside a MEETING mention, as the subject of a verb, or as
the body that heard someone.

Each function returns the id of the body's entity, or None."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.arabic.folding import fold
from pipeline.arabic.patterns import pattern
from pipeline.assemble.planned import has_day
from pipeline.assemble.sentences import LEAD, without_dateline
from pipeline.assemble.sittings import agrees, introduces, possessive
from pipeline.assemble.spans import labelled, once, outermost, overlapping, within
from pipeline.types import Mention, Release, Span

# Beside a MEETING mention.
# «الاجتماع الثاني للجنة، …», «ترؤسه اجتماع اللجنة صباح أمس»
OF_THE = pattern(
    r" (لل\w+|ال\w+)(?=[،,.؛]| (?:الذي|التي|في|اليوم|أمس|برئاسة|صباح|مساء|بحضور|بتاريخ)(?!\w)|$)"
)
HOLDING = pattern(
    r"(?<!\w)[وف]?(?:عقد|[يت]عقد)(?:ت)?\s+$"
)  # directly before the body: «عقدت | اللجنة … اجتماعا»
HELD_BY = pattern(
    r"\s+(عقدت|عقد|تعقد|يعقد)(?:ه|ها)(?!\w)"
)  # directly after the body: «أقرت | اللجنة … في اجتماع عقدته اليوم»
# «اللجنة الفنية، إحدى اللجان المنبثقة عن | المجلس الأعلى، في اجتماعها السابع»: not the parent body.
STEMS = pattern(r"(?<!\w)(?:ال)?(?:منبثق|متفرع|تابع|مشكل)(?:ة|ات|ين)?\s+(?:عن|من|ل|إلى)\s*$")
NEAR = 3  # maximum characters from a mention to the body after it
OWNS = 60  # and from a body to a mention with a possessive,
# of a body that the tagger takes for one that met: «أحال | المجلس … الخطة إلى اللجنة في اجتماعه»,
OWNS_SURE = 160
HOLDS = 40  # to an indefinite meeting
SURE = 0.4  # minimum confidence of the tagger's BODY fact to support a body beside a mention

# As the subject of a verb.
DECIDED = "وافق|[أا]قر|صوت|ناقش|بحث|اعتمد|رفض|[أا]وصى|[أا]وصت|استمع|صادق|قرر|عقد"
# «وانعقدت | الجمعية العمومية …», «وانعقدت في السرايا أيضا | اللجنة …»
SAT = pattern(
    LEAD + r"[وف]?س?(?:انعقد|التأم|اجتمع|[يت]جتمع|[يت]نعقد|[يت]لتئم)(?:ت)?\s+(?:في \w+ "
    r")?(?:أيض[ا\u064b]* )?"
)
ACTED = pattern(
    LEAD + rf"[وف]?(?:{DECIDED}|س?[يت]ناقش|س?[يت]بحث|س?[يت]عقد)(?:ت)?\s+"
)  # «وناقشت | لجنة …»
# Anywhere in a sentence: the body acts («وقررت | لجنة …»), not: it is expected to («على أن ينعقد
# المجلس …»).
ACTING = pattern(
    rf"(?<!\w)(?<!على أن )[وف]?(?:{DECIDED}|انعقد|التأم|اجتمع|شكل|كلف|"
    r"[يت](?:ناقش|بحث|عقد|جتمع|نعقد|لتئم))(?:ت)?\s+$"
)
BARE_BODY = pattern(r"ال(?:مجلس|لجنة|هيئة|جمعية|فريق|مكتب|غرفة|مجموعة)(?!\w)(?! ال)")
PRESIDED = pattern(r"\s*،?\s*برئاسة\s")  # directly after the body: «لجنة … | برئاسة فلان»

# As the body that heard someone.
SPOKE = pattern(
    r"(?<!\w)[وف]?(?:قال|أكد|صرّ?ح|تحدّ?ث|مثل|أدلى|[يت]دلي|شهاد[ةا]|ندّ?د|دافع|أوضح|تعرض|رد|كشف|أعلن|حذّ?ر|أبلغ|استعرض|عرض|جلس[ةات]+ استماع)"
    r"(?:ت|وا)?\w{0,4}(?!\w)[^.\n]*?(?<!\w)أمام\s*$|(?<!\w)إحاطة?\w*\s[^.\n]{0,60}?(?<!\w)(?:أمام\s*|إلى\s*|ل)$"
)
# Before a body that did not meet: its guests, its building, its activities, events beside it: «وفد
# | لجنة …», «مقر | المجلس», «على هامش أعمال | الجمعية العامة».
NOT_MET = pattern(
    r"(?:(?<!\w)[وف]?(?:في|من|على|إلى|عن)|(?<!\w)[وفبل]?(?:ال)?(?:وفد\w*|وفود)|(?<!\w)[وفبل]?(?:مقر|مبنى|ديوان)|"
    r"(?<!\w)هامش(?:\s+(?:أعمال|اجتماعات|انعقاد))?)\s+$"
)


def own_body(release: Release, span: Span, anchor: Mention) -> str | None:
    """Return the body of a MEETING mention: the COMMITTEE directly after it («الاجتماع الثاني للجنة
    …»); the only one with the head of a bare noun there («الاجتماع الثاني للجنة»); with a
    possessive («عقدت اللجنة … اجتماعها») the last outermost one before it; or the one that holds an
    indefinite meeting («عقدت اللجنة … اجتماعا», «أقرت اللجنة … في اجتماع عقدته»)."""
    named = [m for m in within(release.mentions, span) if m.label == "COMMITTEE" and m.entity]
    bodies = [
        m
        for m in outermost(named)
        if m.start >= anchor.end
        or STEMS.search(release.text, max(0, m.start - 40), m.start) is None
    ]
    after = next((m for m in bodies if 0 <= m.start - anchor.end <= NEAR), None)
    if after is not None:
        return after.entity
    if bare := OF_THE.match(release.text, anchor.end):
        heads = {
            fold(bare[1][1:]),
            fold(bare[1][2:]),
        }  # «للجنة» has lost the lam of its article, «للمجلس» has not
        known = once(release, "bodies by heads", lambda: _by_heads(release))
        met = {m.entity for head in heads for m in known.get(head, ()) if m.start < anchor.start}
        if met or bare[1].startswith("لل"):  # not «اجتماعه المقرر في …»
            return met.pop() if len(met) == 1 else None
    before = [m for m in bodies if m.end <= anchor.start]
    if owned := possessive(anchor.name):  # «اللجنة … اجتماعها», «المجلس … اجتماعه»
        before = [m for m in before if agrees(owned, m.name)]
        held = overlapping(release.facts, "HELD", anchor) > overlapping(
            release.facts, "REFERRED", anchor
        )
        sure = [
            m
            for m in before
            if held
            and anchor.start - m.end <= OWNS_SURE
            and overlapping(release.facts, "BODY", m) >= SURE
        ]
        owners = sure or [m for m in before if anchor.start - m.end <= OWNS]
    elif (holder := HELD_BY.match(release.text, anchor.end)) is not None:
        owners = [m for m in before if agrees("ها" if "ت" in holder[1] else "ه", m.name)]
    elif introduces(anchor.name):
        owners = [m for m in before[-1:] if anchor.start - m.end <= HOLDS]
        owners = [
            m for m in owners if HOLDING.search(release.text, max(span[0], m.start - 12), m.start)
        ]
    else:
        owners = []
    return owners[-1].entity if owners else None


def _by_heads(release: Release) -> dict[str, list[Mention]]:
    """Return the mentions of committees by their folded head nouns without article."""
    out: dict[str, list[Mention]] = {}
    for m in labelled(release.mentions, "COMMITTEE"):
        if m.entity and (words := fold(m.name).split()):
            out.setdefault(words[0].removeprefix("ال"), []).append(m)
    return out


def in_office(release: Release, m: Mention) -> bool:
    """Return whether a mention is inside an office."""
    return any(
        x.start <= m.start and m.end <= x.end
        for x in labelled(release.mentions, "ROLE").over(m.start, m.end)
    )


def met_beside(release: Release, span: Span, anchor: Mention) -> str | None:
    """Return the body beside a MEETING mention, if the tagger marks it as one that met."""
    own = own_body(release, span, anchor)
    named = (m for m in within(release.mentions, span) if own is not None and m.entity == own)
    return own if any(overlapping(release.facts, "BODY", m) >= SURE for m in named) else None


def sits(release: Release, span: Span) -> str | None:
    """Return the body of a session reported without a noun for a meeting, on a given day or under
    its own chair: «وانعقدت الجمعية العمومية … يوم الخميس» (annotation case 13)."""
    return _behind(release, span, SAT)


def body_itself_acts(release: Release, span: Span) -> bool:
    """Return whether a sentence begins with a verb for the work of a body in session, with a bare
    noun for a body as its subject: «وناقش | المجلس مع المهندسة فلانة …», not «اجتمع | رئيس المجلس
    مع …»."""
    text = without_dateline(release, span)
    verb = ACTED.match(text) or SAT.match(text)
    return verb is not None and BARE_BODY.match(text, verb.end()) is not None


def acts(release: Release, span: Span) -> str | None:
    """Return the body that decided or heard something in a sentence, on a given day or under its
    own chair: «وناقشت لجنة … برئاسة …»."""
    return _behind(release, span, ACTED)


def _behind(release: Release, span: Span, verb: re.Pattern[str]) -> str | None:
    """Return the body directly after a verb at the beginning of a sentence, if the sentence names a
    day or the chair of the body."""
    text = without_dateline(release, span)
    if (said := verb.match(text)) is None:
        return None
    start = span[1] - len(text) + said.end()
    for m in labelled(release.mentions, "COMMITTEE").beginning(start, start + 1):
        if has_day(release, span) or PRESIDED.match(release.text, m.end):
            return m.entity
    return None


def heard(release: Release, span: Span) -> str | None:
    """Return the body before which someone spoke («قال … أمام لجنة …»)."""
    for m in labelled(within(release.mentions, span), "COMMITTEE"):
        if m.entity and SPOKE.search(release.text[span[0] : m.start]):
            return m.entity
    return None


def surest_acting(release: Release, spans: Sequence[Span]) -> float:
    """Return the highest confidence for a body that acts anywhere in one of these sentences: «الماء
    قليل. وقررت لجنة …»."""
    acting = [
        m
        for s, e in spans
        for m in labelled(release.mentions, "COMMITTEE").beginning(s, e)
        if ACTING.search(release.text, max(0, m.start - 30), m.start)
    ]
    return max((overlapping(release.facts, "BODY", m) for m in acting), default=0.0)
