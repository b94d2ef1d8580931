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
from pipeline.assemble.sittings import (
    PAST_OR_NEXT,
    REACH_OF_TERM,
    agrees,
    introduces,
    is_term,
    possessive,
)
from pipeline.assemble.spans import (
    beginning,
    labelled,
    once,
    outermost,
    overlapping,
    within,
)
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
)  # directly behind it: «أقرت | اللجنة … في اجتماع عقدته اليوم»
# maximum distances in characters: to a body directly after the mention, before its possessive,
# before an indefinite meeting
NEAR, OWNS, HOLDS = (
    3,
    60,
    40,
)
# «اللجنة الفنية، إحدى اللجان المنبثقة عن | المجلس الأعلى، في اجتماعها السابع»: not the parent body.
STEMS = pattern(r"(?<!\w)(?:ال)?(?:منبثق|متفرع|تابع|مشكل)(?:ة|ات|ين)?\s+(?:عن|من|ل|إلى)\s*$")
# before its possessive, if the tagger marks the body as one that met: «أحال | المجلس … الخطة إلى
# اللجنة في اجتماعه»
OWNS_SURE = 160
SURE = 0.4  # minimum confidence of the tagger's BODY fact to support a body beside a mention

# As the subject of a verb.
DECIDED = "وافق|[أا]قر|صوت|ناقش|بحث|اعتمد|رفض|[أا]وصى|[أا]وصت|استمع|صادق|قرر|عقد"
# «وانعقدت | الجمعية العمومية …», «وانعقدت في السرايا أيضا | اللجنة …»
SAT = pattern(
    LEAD + r"[وف]?س?(?:انعقد|التأم|اجتمع|[يت]جتمع|[يت]نعقد|[يت]لتئم)(?:ت)?\s+(?:في \w+ "
    r")?(?:أيض[ا\u064b]* )?"
)
# «اختتمت | لجنة … | جلساتها برئاسة فلان»
WENT_ON = pattern(LEAD + r"[وف]?(?:اختتم|أنه|افتتح|بدأ|استأنف|واصل)(?:ت|ى)?\s+")
ITS_SITTINGS = pattern(r"\s+(?:أعمال|أشغال|جلسات|اجتماعات)(?:ه|ها)(?!\w)")
AT_AN_HOUR = pattern(
    r"\W*و?(?:في المساء|بعد الظهر|عند \w+ (?:صباح[ا\u064b]*|مساء\u064b?|ظهر[ا\u064b]*))(?!\w)"
)  # on the day of the report
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
PRESIDED = pattern(r"\s*،?\s*برئاسة\s")  # directly after the body that acts: «لجنة … | برئاسة فلان»
HEADING = 60  # maximum characters of the heading of a short notice in the same line

# Anywhere in a sentence, with the date after it: «على أن ينعقد | مجلس … يوم الأحد», «دعوة | الجمعية
# العمومية … للانعقاد في 15 مارس», «وكانت | لجنة … قد اجتمعت مساء الثلاثاء», «وأعلن | مجلس … أنه
# اجتمع الأحد».
SITTING_VERB = r"(?:س?[يت]نعقد|س?[يت]جتمع|س?[يت]لتئم|انعقد|اجتمع|التأم)(?:ت)?"
CONVENES = pattern(rf"(?<!\w)[وف]?(?:{SITTING_VERB}|س?[يت]عقد|[بل]?(?:انعقاد|التئام))\s+$")
CONVENED = pattern(
    rf"\W*(?:(?:الذي|التي|[أا]نه|[أا]نها)\s+)?(?:قد\s+)?(?:{SITTING_VERB}|التقى|التقت|للانعقاد)(?!\w)"
)
DAY_BEHIND = 80  # maximum characters from there to the end of the date

# As the body that heard someone.
SPOKE = pattern(
    r"(?<!\w)[وف]?(?:قال|أكد|صرّ?ح|تحدّ?ث|مثل|أدلى|[يت]دلي|شهاد[ةا]|ندّ?د|دافع|أوضح|تعرض|رد|كشف|أعلن|حذّ?ر|أبلغ|استعرض|عرض|جلس[ةات]+ استماع)"
    r"(?:ت|وا)?\w{0,4}(?!\w)[^.\n]*?(?<!\w)أمام\s*$|(?<!\w)إحاطة?\w*\s[^.\n]{0,60}?(?<!\w)(?:أمام\s*|إلى\s*|ل)$"
)
# «الطريق أمام | لجنة … مفتوح», «سيمثل أمام | لجنة …», «الخطة التي عرضتها أمام | المجلس الشهر
# الماضي»
NOT_HEARD = pattern(
    r"(?:الطريق|المجال|الباب|قرار\w*|عقبة|تنافس\w*|فإن)\s+أمام\s*$|"
    r"(?<!\w)(?:الذي|التي)\s+\S+(?:ه|ها)\s+أمام\s*$|(?<!\w)[وف]?س[يت]\w+\s[^.\n]{0,20}$"
)
JURY = "لجنة تحكيم"  # a jury, before which works and players compete

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
    terms = [
        m.end
        for m in within(release.mentions, span)
        if 0 < m.start - anchor.end <= REACH_OF_TERM
        and m.label == "MEETING"
        and is_term(release, m)
    ]
    end = max(terms, default=anchor.end)  # «الجلسة الأولى للدورة الثالثة | لمجلس …»
    bodies = outermost(
        [m for m in within(release.mentions, span) if m.label == "COMMITTEE" and m.entity]
    )
    bodies = [
        m
        for m in bodies
        if m.start >= anchor.end
        or STEMS.search(release.text, max(0, m.start - 40), m.start) is None
    ]
    after = next((m for m in bodies if 0 <= m.start - end <= NEAR), None)
    if after is not None:
        return after.entity
    if bare := OF_THE.match(release.text, end):
        heads = (
            fold(bare[1][1:]),
            fold(bare[1][2:]),
        )  # «للجنة» has lost the lam of its article, «للمجلس» has not
        known = once(release, "bodies by heads", lambda: _by_heads(release))
        named = {
            m.entity for head in set(heads) for m in known.get(head, ()) if m.start < anchor.start
        }
        if len(named) > 1 and end > anchor.end:
            named &= {m.entity for m in bodies}
        if named or bare[1].startswith("لل"):  # not «اجتماعه المقرر في …»
            return named.pop() if len(named) == 1 else None
    if owned := possessive(anchor.name):  # «اللجنة … اجتماعها», «المجلس … اجتماعه»
        before = [m for m in bodies if m.end <= anchor.start and agrees(owned, m.name)]
        held = overlapping(release.facts, "HELD", anchor) > overlapping(
            release.facts, "REFERRED", anchor
        )
        sure = [
            m
            for m in before
            if held
            and anchor.start - m.end <= OWNS_SURE
            and overlapping(release.facts, "BODY", m) >= SURE
            and not in_office(release, m)
        ]
        owners = sure or [m for m in before if anchor.start - m.end <= OWNS]
        return owners[-1].entity if owners else None
    if (holder := HELD_BY.match(release.text, anchor.end)) is not None:
        before = [
            m
            for m in bodies
            if m.end <= anchor.start and agrees("ها" if "ت" in holder[1] else "ه", m.name)
        ]
        return before[-1].entity if before else None
    if introduces(anchor.name):
        before = [m for m in bodies if m.end <= anchor.start and anchor.start - m.end <= HOLDS]
        return (
            before[-1].entity
            if before
            and HOLDING.search(release.text, max(span[0], before[-1].start - 12), before[-1].start)
            else None
        )
    return None


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
    """Return the body of a session reported without a noun for a meeting, on a given day, at an
    hour of the reported day, or under its own chair: «وانعقدت الجمعية العمومية … يوم الخميس», «وفي
    المساء اجتمع مجلس …» (annotation case 13)."""
    body = _behind(release, span, SAT)
    if body is None and (body := _behind(release, span, WENT_ON)) is not None:
        its = ITS_SITTINGS.match(release.text, body.end)
        return (
            body.entity
            if its and (has_day(release, span) or PRESIDED.match(release.text, its.end()))
            else None
        )
    timed = AT_AN_HOUR.match(without_dateline(release, span)) is not None
    return (
        body.entity
        if body is not None
        and (timed or has_day(release, span) or PRESIDED.match(release.text, body.end))
        else None
    )


def body_itself_acts(release: Release, span: Span) -> bool:
    """Return whether a sentence begins with a verb for the work of a body in session, with a bare
    noun for a body as its subject: «وناقش | المجلس مع المهندسة فلانة …», not «اجتمع | رئيس المجلس
    مع …»."""
    text = without_dateline(release, span)
    verb = ACTED.match(text) or SAT.match(text)
    return verb is not None and BARE_BODY.match(text, verb.end()) is not None


def convened(release: Release, span: Span, m: Mention) -> bool:
    """Return whether a sentence says, anywhere, that a body meets or met on the day named directly
    after: «على أن تعقد الجمعية … يوم الأحد»."""
    if m.label != "COMMITTEE" or m.entity is None or in_office(release, m):
        return False
    verb = CONVENED.match(release.text, m.end, span[1])
    if verb is None and CONVENES.search(release.text, max(span[0], m.start - 16), m.start) is None:
        return False
    start = verb.end() if verb else m.end
    other = min(
        [
            x.start
            for x in beginning(release.mentions, start, span[1])
            if x.label in ("MEETING", "COMMITTEE")
        ]
        + [span[1]]
    )
    return has_day(release, (start, min(other, start + DAY_BEHIND)))


def acts(release: Release, span: Span) -> str | None:
    """Return the body that decided or heard something in a sentence, on a given day or under its
    own chair: «وناقشت لجنة … برئاسة …»."""
    body = _behind(release, span, ACTED)
    return (
        body.entity
        if body is not None and (has_day(release, span) or PRESIDED.match(release.text, body.end))
        else None
    )


def _behind(release: Release, span: Span, verb: re.Pattern[str]) -> Mention | None:
    """Return the COMMITTEE directly after a verb at the beginning of a sentence, or of its report
    after a heading that ends with a date: «..و«السواقي» 28 أبريل يجتمع مجلس إدارة …»."""
    starts = [span[1] - len(without_dateline(release, span))]
    starts += [
        d.end
        for d in within(release.mentions, span)
        if d.label == "DATE" and d.end - span[0] <= HEADING
    ]
    for start in starts:
        said = verb.match(release.text[start : span[1]])
        body = said and next(
            (
                m
                for m in beginning(release.mentions, start + said.end(), start + said.end() + 1)
                if m.label == "COMMITTEE"
            ),
            None,
        )
        if body:
            return body
    return None


def heard(release: Release, span: Span) -> str | None:
    """Return the body before which someone spoke («قال … أمام لجنة …»), if it is one that hears
    people."""
    for m in within(release.mentions, span):
        before = release.text[span[0] : m.start]
        if (
            m.label == "COMMITTEE"
            and m.entity
            and SPOKE.search(before)
            and not NOT_HEARD.search(before)
        ):
            return None if m.name.startswith(JURY) else m.entity
    return None


def _sat_before(release: Release, body: Mention) -> bool:
    """Return whether a body acted in an earlier session: «قررت | اللجنة في اجتماعها الأخير»."""
    return any(
        m.label == "MEETING" and 0 <= m.start - body.end <= HOLDS and PAST_OR_NEXT.search(m.name)
        for m in beginning(release.mentions, body.end, body.end + HOLDS + 1)
    )


def surest_acting(release: Release, spans: Sequence[Span]) -> float:
    """Return the highest confidence for a body that acts anywhere in one of these sentences: «الماء
    قليل. وقررت لجنة …»."""
    acting = [
        m
        for s, e in spans
        for m in beginning(release.mentions, s, e)
        if m.label == "COMMITTEE"
        and ACTING.search(release.text, max(0, m.start - 30), m.start)
        and not _sat_before(release, m)
    ]
    return max((overlapping(release.facts, "BODY", m) for m in acting), default=0.0)
