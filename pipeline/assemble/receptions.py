"""Sentences that report a meeting by a verb: receptions and talks with named parties, and verbs of
holding and chairing."""

from __future__ import annotations

from collections.abc import Set

from pipeline.arabic.patterns import pattern
from pipeline.assemble.sentences import LEAD, is_clause, without_dateline
from pipeline.assemble.spans import within
from pipeline.types import Release, Span

RECEIVING = (
    "استقبل|يستقبل|تستقبل|التقى|التقت|التقي|يلتقي|تلتقي|اجتمع|يجتمع|تجتمع|تباحث|يتباحث|تتباحث"
)
ENDING = r"(?:ت|وا|ا)?"  # of a verb in the perfect: «استقبلت», «استقبلوا», «استقبلا»
# «استقبل ميناء الدقم باخرة», «استقبل المستشفى 32 حالة»: a place that receives is no party.
NO_HOST = r"(?!\s+(?:ال)?(?:ميناء|مطار|مستشفى|مستشفيات|معرض|متحف|سوق|أسواق|ملعب|ملاعب|حديقة|مخيم|مخيمات|شواطئ|طوارئ)(?!\w))"
# «كما استقبل الوزير …», «بدأ الوزير يومه باستقبال …»: each such sentence with another party is
# another meeting.
RECEIVED = pattern(
    LEAD
    + rf"[وف]?س?(?:{RECEIVING}){ENDING}(?!\w){NO_HOST}|"
    + LEAD[1:]
    + r"[وف]?(?:بدأ|استهل|اختتم|ختم)(?:ت)?\s[^.\n]{0,90}?(?:(?:يوم|نشاط|برنامج|لقاءات|زيارت)(?:ه|ها)(?:\s\w+)?\s+"
    r"ب(?:لقاء|استقبال|الاجتماع)|(?:لقاءات|اجتماعات|مباحثات)(?:ه|ها)(?:\s\w+)?\s+مع)(?!\w)"
)
# «زار … عمّان، حيث التقى …», «علما بأن فلانا كان قد اجتمع مع …»: the people after the verb met
# somebody named before it.
WHERE_RECEIVED = pattern(
    rf"(?<!\w)(?:حيث|إذ|كان(?:ت)?\s+قد)\s+(?:{RECEIVING}){ENDING}(?P<him>ه|ها|هم)?(?!\w)"
)
# «وذكر بيان أن | فلانا استقبل وفدا ضم | فلانا»
THAT_RECEIVED = pattern(
    rf"(?<!\w)[أإا]ن(?:ه|ها)?\s+(?:\w+\s+){{0,6}}?(?:استقبل|التقى|التقت|اجتمع|تباحث){ENDING}(?!\w)"
)
# «وكان فلان استقبل الخميس الماضي وفدا برئاسة فلان»
HAD_RECEIVED = pattern(
    LEAD + rf"[وف]?كان(?:ت)?\s[^.\n]{{0,120}}?(?<!\w)(?:{RECEIVING}){ENDING}(?!\w)"
)
# «كما استقبل الوزير وفدا من …», «واجتمع مع ممثلي …»: guests without names.
NO_SITTING = r"(?!\s+(?:ال)?(?:وفد|وفود|جانب|بعثة)(?!\w))"  # «وقد رأس وفد مملكة البحرين فلان»
GUESTS = pattern(
    LEAD + rf"(?:[وف]?كان(?:ت)?\s[^.\n]{{0,120}}?(?<!\w)(?:قد\s+)?)?[وف]?(?:{RECEIVING}){ENDING}\s"
    rf"(?:[^.\n]|(?<= [\u0621-\u064a])\.){{0,70}}?"
    r"(?<!\w)[بل]?(وفد\w*|عدد\w* من|ممثلين?|ممثلو|وزراء|أعضاء|رؤساء|مسؤولي\w*|قيادات|نخبة)(?!\w)"
)
# «وعقد المجلس …», «وترأس فلان …», and verbs of receiving
MET = pattern(
    LEAD + rf"[وف]?(?:(?:{RECEIVING}){ENDING}(?!\w){NO_HOST}|ان?عقد|عُ?قد|يعقد|تعقد|"
    rf"(?:ترأس|يترأس|رأس){ENDING}(?!\w){NO_SITTING}|بحث|يبحث){ENDING}(?!\w)|"
    + LEAD[1:]
    + rf"[وف]?(?:ناقش|يناقش|تناقش){ENDING}(?!\w)(?=[^.\n]*\sمع\s)"
)
TALKED = pattern(LEAD + rf"[وف]?(?:بحث|تباحث|ناقش|عقد){ENDING}(?!\w)")  # «بحث الوفد مع فلان …»
HAD = pattern(LEAD + r"[وف]?كان(?:ت|وا)?(?!\w)")  # «وكان رؤساء … اتفقوا خلال اجتماع مشترك»
PRESENT = pattern(r"(?<!\w)و?(?:بحضور|في حضور|بمشاركة)(?!\w)")
BY_PHONE = pattern(
    r"اتصال(?:ات|[ا\u064b]*)\s+هاتفي|مكالمة\s+هاتفية|(?<!\w)هاتفي[ا\u064b]+(?!\w)"
)  # fathatan


def receives(release: Release, span: Span) -> bool:
    """Return whether a sentence begins with a verb of reception or talks: «كما استقبل فلان …»."""
    return RECEIVED.match(without_dateline(release, span)) is not None


def received(release: Release, span: Span, people: Set[str]) -> bool:
    """Return whether a sentence with the participants `people` begins with a verb of reception or
    talks, or says so about someone who had come or had met others before."""
    text = without_dateline(release, span)
    if RECEIVED.match(text):
        return True
    had = HAD_RECEIVED.match(text)
    came = WHERE_RECEIVED.search(text)
    where = had or came or THAT_RECEIVED.search(text)
    him = came is not None and came["him"]  # «إذ استقبله فلان»
    if where is None or not (had or him or len(people) > 1 or is_clause(release, span)):
        return False
    behind = span[1] - len(text) + where.end()
    return any(m.entity in people and m.start > behind for m in within(release.mentions, span))


def present(release: Release, span: Span) -> set[str]:
    """Return the people who were present too: «استقبل فلان وفدا، بحضور | فلان»; in «استقبل سموه،
    بحضور | فلان، السفير …» the guest is named after the comma."""
    said = PRESENT.search(release.text, *span)
    if said is None:
        return set()
    named_before = any(m.label == "PER" for m in within(release.mentions, (span[0], said.start())))
    comma = -1 if named_before else release.text.find("،", said.end(), span[1])
    end = span[1] if comma < 0 else comma
    return {
        m.entity
        for m in within(release.mentions, (said.end(), end))
        if m.entity and m.label == "PER"
    }


def guests(release: Release, span: Span) -> str | None:
    """Return the word for received guests without names («وفدا», «ممثلي»), if there is one."""
    found = GUESTS.match(without_dateline(release, span))
    return found[1] if found else None


def meets(release: Release, span: Span) -> bool:
    """Return whether a sentence begins with a verb of receiving, holding, chairing or debating."""
    return MET.match(without_dateline(release, span)) is not None


def talks(release: Release, span: Span) -> bool:
    """Return whether a sentence begins with a verb of debating or holding, as talks with a new
    party do: «بحث الوفد مع فلان …»."""
    return TALKED.match(without_dateline(release, span)) is not None


def had_been(release: Release, span: Span) -> bool:
    """Return whether a sentence goes back to an earlier event: «وكان رؤساء … اتفقوا»."""
    return HAD.match(without_dateline(release, span)) is not None
