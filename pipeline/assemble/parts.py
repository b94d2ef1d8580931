"""Which stretches of a release speak of which meeting.

A release is a row of sentences. A sentence *opens* a meeting where it says that one is held: a MEETING mention that the tagger takes
for a reported one, or a verb of meeting with people who took part. The sentences up to the next opening belong to it.
An opening that can be the same meeting (same body, no other ordinal, not two other parties) only goes on with it.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from pipeline.arabic.folding import fold
from pipeline.arabic.numbers import OrdinalMatch, find_ordinals
from pipeline.assemble.around import before_name
from pipeline.assemble.planned import has_day, off
from pipeline.config import Config
from pipeline.types import Mention, Release, Span

# A sentence ends after . ؟ ! unless a figure or a one-letter abbreviation («د.») stands before it; newspapers often leave out the
# space that should follow.
SENTENCE = re.compile(r"(?<=[.؟!])(?<!\d\.)(?<!\b[\u0621-\u064a]\.)(?=\s|[\u0621-\u064a«\"])")
# What may stand before the verb of a sentence that goes on to another meeting: «كما», «من جهة أخرى», «وعلى هامش أعمال الدورة،».
LEAD = (r"^\W*(?:(?:و?كما|فيما|وقد|كذلك|أيضا|و?في سياق متصل|و?من جهة أخرى|و?من جانب آخر|و?إلى ذلك|و?على صعيد آخر|"
        r"و?من (?:جهت|جانب|ناحيت)(?:ه|ها|هم)|و?بدور(?:ه|ها|هم)|"
        r"و?ثم|و?بعد (?:الظهر|ذلك)|و?بعدها|و?(?:في وقت )?لاحق[اً]*|و?في وقت سابق|و?(?:صباح|مساء|ظهر) (?:اليوم|أمس)|"
        r"و?على هامش [^.]{0,160}?|و?في (?:لقاء|اجتماع) (?:آخر|منفصل)|و?في (?:(?:السياق|الإطار) (?:ذاته|نفسه)|السياق))\s*[،,]?\s*)?")
# Verbs of reception and talks, whose parties are named: each such sentence with another party is another meeting.
RECEIVING = "استقبل|يستقبل|تستقبل|التقى|التقت|التقي|يلتقي|تلتقي|اجتمع|يجتمع|تجتمع"
RECEIVED = re.compile(LEAD + rf"[وف]?(?:{RECEIVING})(?:ت|وا|ا)?(?!\w)")
# «زار … عمّان، حيث التقى …», «علما بأن فلانا كان قد اجتمع مع …»: behind the verb those whom somebody named before it met.
WHERE_RECEIVED = re.compile(rf"(?<!\w)(?:حيث|كان(?:ت)?\s+قد)\s+(?:{RECEIVING})(?:ت|وا|ا)?(?!\w)")
# «وكان فلان استقبل الخميس الماضي وفدا برئاسة فلان»
HAD_RECEIVED = re.compile(LEAD + rf"[وف]?كان(?:ت)?\s[^.،\n]{{0,80}}?(?<!\w)(?:{RECEIVING})(?:ت|وا|ا)?(?!\w)")
# «كما استقبل الوزير وفدا من …», «واجتمع مع ممثلي …»: guests without names.
GUESTS = re.compile(LEAD + rf"[وف]?(?:{RECEIVING})(?:ت|وا|ا)?\s(?:[^.\n]|(?<= [\u0621-\u064a])\.){{0,70}}?"
                    r"(?<!\w)(وفد\w*|عدد\w* من|ممثلين?|ممثلو|وزراء|أعضاء|رؤساء|مسؤولي\w*|قيادات|نخبة)(?!\w)")
HAD = re.compile(LEAD + r"[وف]?كان(?:ت|وا)?(?!\w)")
SESSION = re.compile(r"(?:ال)?جلس")
# Verbs of holding and chairing, by which a sentence opens a meeting too.
MET = re.compile(LEAD + rf"[وف]?(?:{RECEIVING}|ان?عقد|عقد|عُقد|يعقد|تعقد|ترأس|يترأس|رأس|بحث|يبحث)(?:ت|وا|ا)?(?!\w)")
# «التقى … مع … و… كل على حدة», «في لقاءات منفصلة»: as many meetings as guests.
EACH = re.compile("كل[ا\u064b-\u0652]*(?: منهم(?:ا|ن)?)? على (?:حد[ةه]|انفراد)|"
                  "(?:لقاء|اجتماع|جلس|مباحث)ات(?: \\w+)? منفصلة|(?:لقاء|اجتماع)ين منفصلين")
# Before a mention of another sitting, whose papers these are: «محضر الاجتماع (17)», «توصيات الدورة السابعة».
# Before a meeting whose outcome is told of: «توصيات الاجتماع الثاني», «لما أوصى به الاجتماع الثاني».
MINUTES = re.compile(r"(?:محضر|محاضر|توصيات|قرارات|نتائج|مخرجات"
                     r"|(?<!\w)[لبك]?ما (?:أوصى به|أوصت به|خرج به|خرجت به|أقره|أقرته|قرره|قررته|اعتمده|اعتمدته))\s*(?:ال)?$")
ISSUED = re.compile(r"الصادرة?\s+(?:عن|عقب|في ختام)\s[^.\n]{0,60}$")  # «رحب بالبيان الصادر عن اللجنة في اجتماعها الطارئ»
# Before a meeting beside which another was held: «على هامش أعمال الدورة».
MARGIN = re.compile(r"على هامش\s+(?:(?:ال)?مشارك\w+\s+في\s+)?(?:أعمال\s+|انعقاد\s+|اجتماعات\s+)?(?:ال)?$")
# A sentence that turns to another matter; without a meeting or topics in it, it and what follows belong to no meeting.
ELSEWHERE = re.compile(r"\W*(?:و?من (?:جهة|جانب|ناحية) (?:أخرى|آخر|ثانية)|و?على صعيد آخر|و?في سياق (?:آخر|منفصل)|و?في شأن آخر)")
BARE = re.compile(r"ال(?:اجتماع|جلسة|لقاء|دورة|اجتماعات)")  # goes on with the meeting that stands
BEFORE_OR_AFTER = re.compile(r"(?:السابق|الماضي|المنصرم|المقبل|القادم|الأخير)ة?$")
CONFERENCE = re.compile(r"(?:ال)?(?:قمة|مؤتمر|منتدى|ملتقى)(?!\w)")
# Events that are no meetings of a body (annotation case 16), and what tells of a meeting there.
GATHERING = re.compile(r"(?:ال)?(?:مؤتمر|منتدى|ملتقى|ندو[ةا]|ورش|معرض|مهرجان|فعالي)")
ASSEMBLING = re.compile(r"(?:ال)?(?:اجتماع|لقاء|لقائ|مباحثات|محادثات|مشاورات|مفاوضات|قم[ةت]|استقبال)")
TALKED = re.compile(LEAD + r"[وف]?(?:بحث|تباحث|ناقش|عقد)(?:ت|وا|ا)?(?!\w)")  # «بحث الوفد مع فلان …»
SAT = re.compile(LEAD + r"[وف]?س?(?:انعقد|التأم|اجتمع|[يت]جتمع|[يت]نعقد|[يت]لتئم)(?:ت)?\s+")  # and a body: it sat or is to sit
ACTS = re.compile(LEAD + r"[وف]?(?:وافق|أقر|صوت|ناقش|بحث|اعتمد|رفض|أوصى|أوصت|استمع|صادق|قرر|عقد|س?[يت]ناقش|س?[يت]بحث|س?[يت]عقد)(?:ت)?\s+")
HOLDING = re.compile(r"(?<!\w)[وف]?(?:عقد|[يت]عقد)(?:ت)?\s+$")  # directly before the body that holds a meeting
# Directly before the body: it acts, and not only is to («على أن ينعقد المجلس …»).
ACTING = re.compile(r"(?<!\w)(?<!على أن )[وف]?(?:وافق|أقر|صوت|ناقش|بحث|اعتمد|رفض|أوصى|أوصت|استمع|صادق|قرر|عقد|انعقد|التأم|اجتمع|شكل|كلف|"
                    r"[يت](?:ناقش|بحث|عقد|جتمع|نعقد|لتئم))(?:ت)?\s+$")
# «قال فلان أمام لجنة …», «في إحاطة قدمها لمجلس …»: a body that heard someone.
SPOKE = re.compile(
    r"(?<!\w)[وف]?(?:قال|أكد|صرّ?ح|تحدّ?ث|مثل|أدلى|[يت]دلي|شهاد[ةا]|ندّ?د|دافع|أوضح|تعرض|رد|كشف|أعلن|حذّ?ر|أبلغ|استعرض|عرض|جلس[ةات]+ استماع)"
    r"(?:ت|وا)?\w{0,4}(?!\w)[^.\n]*?(?<!\w)أمام\s*$|(?<!\w)إحاطة?\w*\s[^.\n]{0,60}?(?<!\w)(?:أمام\s*|إلى\s*|ل)$")
NOT_HEARD = re.compile(r"(?:الطريق|المجال|الباب|قرار\w*|عقبة|تنافس\w*|فإن)\s+أمام\s*$|(?<!\w)[وف]?س[يت]\w+\s[^.\n]{0,20}$")
JURY = "لجنة تحكيم"
# Before a body that did not meet: guests from it, its building, what is done in it or with it.
NOT_MET = re.compile(r"(?:(?<!\w)[وف]?(?:في|من|على|إلى|عن)|(?<!\w)[وفبل]?(?:ال)?(?:وفد\w*|وفود)|(?<!\w)[وفبل]?(?:مقر|مبنى|ديوان))\s+$")
HEADING = 60  # characters within which the heading of a short notice ends that stands in one line with it
PRESIDED = re.compile(r"\s*،?\s*برئاسة\s")  # directly after the body that acts
PLURAL = re.compile(r"(?:ال)?(?:اجتماعات|جلسات|لقاءات)(?!\w)")
OF_BEFORE = re.compile(r"\s*(?:ل?(?:ال|ل)(?:لجنة|مجلس|هيئة|فريق))?\s*(?:السابق|الماضي|المقبل|القادم)ة?(?!\w)")  # «اجتماع اللجنة السابق»
TWO = re.compile(r"ال(?:دورت|اجتماع|جلست)(?:ين|ان)(?!\w)")  # a dual that may carry two numbers
THESE = re.compile(r"(?<!\w)[وفبل]?(?:هذه الاجتماعات|هذه الجلسات|هذين الاجتماعين|هاتين الدورتين|هاتين الجلستين)(?!\w)")
OF_THE = re.compile(r" (لل\w+)(?=[،,.؛]| (?:الذي|التي|في|اليوم|أمس|برئاسة)(?!\w)|$)")  # «الاجتماع الثاني للجنة، …»
BEHIND = 16  # characters behind a mention that may say that its ordinal is no number of a sitting
PREPARATORY = re.compile(r"تحضيري")
def _is_conference(m: Mention) -> bool:
    """Whether a MEETING mention is a conference with a name of its own («القمة العربية», «مؤتمر جنيف», «القمة»)."""
    return CONFERENCE.match(m.name) is not None and (" " in m.name or m.name == "القمة")


def numbers_of(name: str, behind: str = "") -> list[OrdinalMatch]:
    """The numbers of sittings in a MEETING mention, read with what stands behind it («الجلسة الأولى | منذ شهر» has none); after a dual bare
    figures count too («الدورتين 147 و 148»)."""
    found = [o for o in find_ordinals(name + behind) if o.end <= len(name)]
    if not found and TWO.match(name):
        found = [OrdinalMatch(m.start(), m.end(), int(m.group())) for m in re.finditer(r"\d{1,3}(?!\d)", name)]
    return found


BY_PHONE = re.compile(r"اتصال[ا\u064b]*\s+هاتفي|مكالمة\s+هاتفية|(?<!\w)هاتفي[ا\u064b]+(?!\w)")  # fathatan
MEETING_WITH = frozenset(("اجتماع", "لقاء"))  # indefinite, where «مع» and someone new follow
POSSESSIVE = re.compile(r"(?:ه|ها|هم)$")
# Nouns of meeting without article and possessive.
INDEFINITE = re.compile(r"(?:اجتماع|لقاء|جلس|محادثات|مباحثات)(?!\w*(?:ه|ها|هم)(?!\w))")
TITLE = 160  # characters up to which a first paragraph that others follow is a headline, if it ends without punctuation


@dataclass(slots=True)
class Part:
    """Sentences that speak of one meeting; `anchors` are the MEETING mentions that say so, `opening` the first sentence that does."""

    opening: Span
    spans: list[Span] = field(default_factory=list)
    anchors: list[Mention] = field(default_factory=list)
    bodies: dict[str, float] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    ordinals: dict[int, Mention] = field(default_factory=dict)
    openings: list[Span] = field(default_factory=list)  # the sentences that opened it or went on with it
    own: str | None = None  # the body named right beside a mention that says the meeting is held
    opens: bool = True
    same: set[str] = field(default_factory=set)  # other entities that are this body by another name
    referred: list[Mention] = field(default_factory=list)  # MEETING mentions of other sittings
    off: list[Mention] = field(default_factory=list)  # those of them that were put off or are only wished for
    elsewhere: frozenset[int] = frozenset()  # the numbers of the other meetings of the release
    only: frozenset[str] | None = None  # the people whom it concerns, where one sentence tells of several meetings
    others: list[Mention] = field(default_factory=list)  # MEETING mentions of other sittings that have a part of their own
    in_series: bool = False  # such another sitting

    def holds(self, start: int, end: int) -> bool:
        """Whether a range lies in this part."""
        return any(a <= start and end <= b for a, b in self.spans)


def is_gathering(release: Release, part: Part) -> bool:
    """Whether a part tells of a conference, forum or workshop, or of sessions where the text names one, and of no body and no meeting: of
    19 such parts in 213 newspaper articles 18 are no meeting."""
    if part.own is not None or not part.anchors or any(ASSEMBLING.match(a.name) for a in part.anchors):
        return False
    return any(m.label == "MEETING" and GATHERING.match(m.name) for m in release.mentions)


def sentences(release: Release) -> list[Span]:
    """Half-open ranges of the sentences of the kept paragraphs, in order, outer white space included."""
    out = []
    for p in release.paragraphs:
        if p.duplicate_of is None:
            cuts = [p.start, *(m.start() for m in SENTENCE.finditer(release.text, p.start, p.end)), p.end]
            out += [(a, b) for a, b in pairwise(cuts) if release.text[a:b].strip()]
    return out


BETWEEN = re.compile(r"[\s\-–—ـ:/|(),،«»\"“”]+(?:في\s+)?")  # tatweel among the dashes; between place, date and agency of a dateline


def told(release: Release, span: Span) -> str:
    """The text of a sentence, without a dateline that stands in one line with it: «مسقط في 14 يناير /العمانية/ استقبل …»."""
    at = next((m.end for m in release.mentions if m.label in ("LOC", "COUNTRY") and 0 <= m.start - span[0] <= 2), None)
    if at is None:
        return release.text[slice(*span)]
    start = at
    while (gap := BETWEEN.match(release.text, start, span[1])) is not None:
        start = gap.end()
        start = next((m.end for m in release.mentions if m.label in ("DATE", "ORG") and m.start == start), start)
    marked = re.search(r"[-–—ـ:/(]|»", release.text[at:start])
    return release.text[start if marked else span[0]:span[1]]


def within(mentions: Sequence[Mention], span: Span) -> list[Mention]:
    """Those that lie in a range."""
    return [m for m in mentions if span[0] <= m.start and m.end <= span[1]]


def overlapping(facts: Sequence[Mention], label: str, m: Mention) -> float:
    """The confidence of the surest fact of this label that overlaps a mention, else 0."""
    return max((f.confidence for f in facts if f.label == label and f.start < m.end and m.start < f.end), default=0.0)


def own_body(release: Release, span: Span, anchor: Mention) -> str | None:
    """The entity of the body that a MEETING mention of a sentence belongs to: the COMMITTEE directly after it («الاجتماع الثاني
    للجنة …»), the only one with the head of a bare noun there («الاجتماع الثاني للجنة»), or, where the noun has a possessive («عقدت
    اللجنة … اجتماعها»), the last one before it that stands in no other."""
    bodies = [m for m in within(release.mentions, span) if m.label == "COMMITTEE" and m.entity]
    outer = [m for m in bodies if not any(x is not m and x.start <= m.start and m.end <= x.end for x in bodies)]
    after = next((m for m in outer if 0 <= m.start - anchor.end <= 3), None)
    if after is not None:
        return after.entity
    if bare := OF_THE.match(release.text, anchor.end):
        heads = fold(bare[1][1:]), fold(bare[1][2:])  # «للجنة» has lost the lam of its article, «للمجلس» has not
        named = {m.entity for m in release.mentions if m.label == "COMMITTEE" and m.entity and m.start < anchor.start
                 and fold(m.name).split()[0].removeprefix("ال") in heads}
        return named.pop() if len(named) == 1 else None
    if owned := POSSESSIVE.search(anchor.name.split()[0]):
        before = [m for m in outer if m.end <= anchor.start and anchor.start - m.end <= 60 and (
            owned.group() == "هم" or m.name.split()[0].endswith("ة") == (owned.group() == "ها"))]  # «اللجنة … اجتماعها», «المجلس … اجتماعه»
        return before[-1].entity if before else None
    if introduces(anchor.name):  # «عقدت اللجنة … اجتماعا»
        before = [m for m in outer if m.end <= anchor.start and anchor.start - m.end <= 40]
        return before[-1].entity if before and HOLDING.search(release.text, max(span[0], before[-1].start - 12), before[-1].start) else None
    return None


def _met(release: Release, span: Span, anchor: Mention) -> str | None:
    """The body beside an anchor, where the tagger takes it for one that met or the sentence has a date."""
    own, mentions = own_body(release, span, anchor), within(release.mentions, span)
    if own is None:
        return None
    sure = max((overlapping(release.facts, "BODY", m) for m in mentions if m.entity == own), default=0.0)
    return own if sure >= 0.4 or any(m.label == "DATE" for m in mentions) else None


def _opening(release: Release, span: Span, held_from: float, standing: bool) -> Part:
    """What a sentence says of a meeting that is held; `opens` is false where it says nothing of one. `standing`: one was opened before."""
    mentions, facts = within(release.mentions, span), within(release.facts, span)
    part = Part(opening=span, openings=[span])
    for m in mentions:
        held = overlapping(facts, "HELD", m) if m.label == "MEETING" else 0.0
        before = release.text[max(span[0], m.start - 90):m.start]
        if m.label == "MEETING" and (OF_BEFORE.match(release.text, m.end) or any(p.search(before) for p in (MINUTES, ISSUED, MARGIN))):
            part.referred.append(m)
        elif m.label == "MEETING" and off(release, span, m, standing):
            part.referred.append(m)
            part.off.append(m)
        elif m.label == "MEETING" and not held and BEFORE_OR_AFTER.search(m.name):  # the tagger is silent: «إلى جلستها المقبلة»
            part.referred.append(m)
        elif held >= held_from and held > overlapping(facts, "REFERRED", m):
            part.anchors.append(m)
            part.own = part.own or _met(release, span, m)
            for o in numbers_of(m.name, release.text[m.end:m.end + BEHIND]):
                part.ordinals.setdefault(o.value, m)
        if m.label == "COMMITTEE" and m.entity and (sure := overlapping(facts, "BODY", m)) and not NOT_MET.search(before):
            part.bodies[m.entity] = max(sure, part.bodies.get(m.entity, 0.0))
        if m.label == "PER" and m.entity and max(overlapping(facts, "ATTENDED", m), overlapping(facts, "CHAIRED", m)) > 0.5:
            part.people.add(m.entity)
    if standing and not part.people and RECEIVED.match(told(release, span)):  # the tagger is silent: «كما اجتمع فلان مع فلان»
        part.people = {m.entity for m in mentions if m.label == "PER" and m.entity}
    if any(not CONFERENCE.match(a.name) for a in part.anchors):  # a conference named beside a meeting that is none
        named = [a for a in part.anchors if _is_conference(a)]
        part.referred += named
        part.anchors = [a for a in part.anchors if a not in named]
    for m in part.referred:
        part.bodies.pop(own_body(release, span, m) or "", None)
    if part.own:
        part.bodies = {part.own: max(0.6, part.bodies.get(part.own, 0.0))}
    if not part.anchors and part.own is None and (sat := _sits(release, span) or (_acts(release, span) if standing else None)) is not None:
        part.own, part.bodies = sat, {sat: 1.0}
    if part.own is None and all(introduces(a.name) for a in part.anchors) and (heard := _heard(release, span)) is not None:
        part.own, part.bodies = heard, {heard: 1.0}
    by_verb = part.people and BY_PHONE.search(release.text, *span) is None and (MET.match(told(release, span)) or _received(release, part))
    part.opens = bool(part.anchors or part.own or by_verb or (standing and GUESTS.match(told(release, span))))
    return part


def _received(release: Release, part: Part) -> bool:
    """Whether the opening of a part begins with a verb of reception or talks, or says so of someone who had come or had
    met others before."""
    text = told(release, part.opening)
    if RECEIVED.match(text):
        return True
    where = WHERE_RECEIVED.search(text) or HAD_RECEIVED.match(text)
    return where is not None and len(part.people) > 1 and any(
        m.entity in part.people and m.start > part.opening[1] - len(text) + where.end() for m in within(release.mentions, part.opening))


def _heard(release: Release, span: Span) -> str | None:
    """The body before which a sentence says someone to have spoken («قال … أمام لجنة …»), where it is one that hears people."""
    for m in within(release.mentions, span):
        before = release.text[span[0]:m.start]
        if m.label == "COMMITTEE" and m.entity and SPOKE.search(before) and not NOT_HEARD.search(before):
            return None if m.name.startswith(JURY) else m.entity
    return None


def _behind(release: Release, span: Span, verb: re.Pattern[str]) -> Mention | None:
    """The COMMITTEE directly behind a verb with which a sentence begins, or its report behind a heading that ends with a day:
    «..و«السواقي» 28 أبريل يجتمع مجلس إدارة …»."""
    starts = [span[1] - len(told(release, span))]
    starts += [d.end for d in within(release.mentions, span) if d.label == "DATE" and d.end - span[0] <= HEADING]
    for start in starts:
        said = verb.match(release.text[start:span[1]])
        body = said and next((m for m in release.mentions if m.label == "COMMITTEE" and m.start == start + said.end()), None)
        if body:
            return body
    return None


def _sits(release: Release, span: Span) -> str | None:
    """The body that a sentence without the noun of a meeting says to have sat on a given day: «وانعقدت الجمعية العمومية … يوم الخميس»
    (annotation case 13)."""
    body = _behind(release, span, SAT)
    return body.entity if body is not None and has_day(release, span) else None


def _acts(release: Release, span: Span) -> str | None:
    """The body that a sentence says to have decided or heard something, on a given day or under its own chair: «وناقشت لجنة … برئاسة …»."""
    body = _behind(release, span, ACTS)
    return body.entity if body is not None and (has_day(release, span) or PRESIDED.match(release.text, body.end)) else None


def _more_in(release: Release, part: Part) -> list[Part]:
    """Further meetings that the opening sentence of a part announces, each by its number and the body named directly after it:
    «… الاجتماع الأول لفريق …، والاجتماع السابع عشر للجنة …», «الدورتين 147 و148 لمجلس …». They are taken out of the part."""
    numbered = [(a, own_body(release, part.opening, a), [o.value for o in numbers_of(a.name)]) for a in part.anchors]
    numbered = [(a, own, numbers) for a, own, numbers in numbered if numbers]
    if not numbered:
        return []
    first = next((own for _, own, _ in numbered if own), None)
    sittings: list[tuple[Mention, str | None, int]] = []
    for a, own, numbers in numbered:
        twice = TWO.match(a.name) and len(numbers) == 2
        if twice and len(numbered) > 1 and any(o is None for _, o, _ in numbered):
            first = None  # the part keeps the meeting that has no body
            sittings += [(a, own, n) for n in numbers]
        elif twice:
            sittings.append((a, own, numbers[1]))
        elif own is not None and own != first:
            sittings.append((a, own, numbers[0]))
    for a, own, number in sittings:
        part.ordinals.pop(number, None)
        part.bodies.pop(own or "", None)
        if not any(n in part.ordinals for n in (o.value for o in numbers_of(a.name))):
            part.anchors = [x for x in part.anchors if x is not a]
    if sittings:
        part.own = first
        if first:
            part.bodies.setdefault(first, 1.0)
    return [Part(part.opening, [part.opening], [a], {own: 1.0} if own else {}, set(part.people), {number: a}, [part.opening], own)
            for a, own, number in sittings]


def is_headline(release: Release, span: Span) -> bool:
    """Whether a sentence stands in one of the short first paragraphs without a full stop that others follow."""
    title = list(takewhile(lambda p: p.end - p.start <= TITLE and release.text[p.end - 1] not in ".؟!", release.paragraphs[:-1]))
    return bool(title) and span[1] <= title[-1].end


def introduces(name: str) -> bool:
    """Whether a MEETING mention is indefinite, as a meeting not spoken of before is: «اجتماعاً ثلاثياً», «لقاء مع …», not «اجتماع اللجنة»."""
    first = name.split()[0]
    return bool(INDEFINITE.match(first)) and (first.endswith(("\u064b", "ا", "ة", "ين")) or " " in name)  # fathatan


def _another(old: Part, new: Part, release: Release) -> bool:
    """Whether an opening speaks of another meeting than a part that stands. A headline says first what the text then says."""
    if len(old.openings) == 1 and is_headline(release, old.opening):
        return bool(old.bodies and new.bodies and old.ordinals and new.ordinals and not old.ordinals.keys() & new.ordinals.keys())
    if old.bodies and new.bodies:
        again = new.own is None and bool(new.anchors) and all(BARE.fullmatch(a.name) for a in new.anchors)
        return not again and not old.bodies.keys() & new.bodies.keys()
    preparatory, before = (any(PREPARATORY.search(m.name) for m in p.anchors) for p in (new, old))
    if preparatory != before and old.anchors and not any(m.name.startswith("ال") for m in new.anchors):
        return True
    others = bool(new.people - old.people)
    if others and old.people and new.own and not new.anchors and new.own == _acts(release, new.opening):
        return True  # «وناقشت لجنة … برئاسة …», whose chair is another
    if new.own and others and not old.bodies and len(old.people) > 1 and _received(release, old) and any(
            introduces(a.name) or POSSESSIVE.search(a.name.split()[0]) for a in new.anchors):
        return True  # «استقبل فلان فلانا … وبعد الظهر ترأس اجتماعا للجنة …»
    if new.own and not old.bodies and old.anchors and new.own == _heard(release, new.opening) and not any(
            SESSION.match(a.name) for a in old.anchors):
        return True
    if _of_other_gender(release, old, new):
        return True
    if new.bodies or new.ordinals:
        return False
    if not others and old.people and not new.anchors and not old.bodies and _unnamed_guests(release, old, new):
        return True
    if old.bodies and HAD.match(told(release, new.opening)) and any(introduces(a.name) for a in new.anchors):
        return True  # «وكان رؤساء … اتفقوا خلال اجتماع مشترك»
    if others and old.anchors and old.people and any(
            introduces(a.name) or (a.name in MEETING_WITH and _with_other(release, old, new)) for a in new.anchors):
        return True
    if not others or not (old.people or old.bodies):
        return False
    if _received(release, new):
        return True
    text = told(release, new.opening)
    return (len(old.people) > 1 or bool(old.bodies)) and TALKED.match(text) is not None and _with_other(release, old, new)


def _of_other_gender(release: Release, old: Part, new: Part) -> bool:
    """Whether an opening tells of the numbered sitting of a body whose gender, by the possessive, is not that of the body at hand:
    «عقدت اللجنة اجتماعها الأول … والتأم الفريق في اجتماعه السابع»."""
    owner = next((e.name for e in release.entities if e.id == old.own), None)
    owned = [p.group() for a in new.anchors if (p := POSSESSIVE.search(a.name.split()[0]))]
    if owner is None or new.own or not new.people or not owned or not new.ordinals or old.ordinals.keys() & new.ordinals.keys():
        return False
    return all(p == ("ه" if owner.split()[0].endswith("ة") else "ها") for p in owned)


def _unnamed_guests(release: Release, old: Part, new: Part) -> bool:
    """Whether an opening tells of guests without names that the opening of the part that stands does not tell of."""
    guests = GUESTS.match(told(release, new.opening))
    return guests is not None and guests[1] not in release.text[slice(*old.opening)]


def _with_other(release: Release, old: Part, new: Part) -> bool:
    """Whether «مع» stands before the titles of someone who was not at the part's meeting."""
    return any(m.label == "PER" and m.entity in new.people - old.people and re.search(
        r"(?<!\w)مع\s*$", before_name(release, m)) for m in within(release.mentions, new.opening))


def _of_other_bodies(release: Release, old: Part, new: Part) -> bool:
    """Whether an opening only names «اجتماعات» of other bodies, told of beside the meeting that stands."""
    return (bool(new.anchors) and all(PLURAL.fullmatch(a.name) for a in new.anchors) and bool(new.bodies) and bool(old.bodies)
            and not new.bodies.keys() & old.bodies.keys() and not (len(old.openings) == 1 and is_headline(release, old.opening)))


def _without_other_sittings(release: Release, old: Part, new: Part) -> None:
    """Take out of an opening the mentions of other sittings: another number of the same series («… قبل الاجتماع السابع والعشرين»), a
    meeting said to be past or to come («الاجتماع المقبل»), a conference with a name of its own beside a meeting that is none («القمة
    العربية»)."""
    conference = any(CONFERENCE.match(a.name) for a in old.anchors)
    for m in list(new.anchors):
        if BEFORE_OR_AFTER.search(m.name) or (not conference and old.anchors and _is_conference(m)):
            new.anchors.remove(m)
            new.referred.append(m)
            for o in numbers_of(m.name):
                new.ordinals.pop(o.value, None)
    if _of_other_bodies(release, old, new):
        new.referred += new.anchors  # «اجتماعات اللجان الدائمة»
        new.anchors, new.bodies, new.own = [], {}, None
    if not old.ordinals or (new.bodies and old.bodies and not new.bodies.keys() & old.bodies.keys()):
        return
    for number, m in list(new.ordinals.items()):
        if number not in old.ordinals:
            del new.ordinals[number]
            new.anchors = [a for a in new.anchors if a != m]
            new.referred.append(m)


def _turns_away(release: Release, span: Span) -> bool:
    """Whether a sentence turns to another matter and names no topic of a meeting: «من جهة أخرى، استقبل … جموعاً من المواطنين»."""
    return ELSEWHERE.match(release.text, *span) is not None and not any(f.label == "TOPIC" for f in within(release.facts, span))


def split(release: Release, config: Config) -> list[Part]:
    """The meetings that a release reports, each with its stretches. Sentences before the first opening go to the first meeting."""
    parts: list[Part] = []
    lead: list[Span] = []
    current: Part | None = None
    said = (release.reported or 0.0) >= config.reported
    aside = False
    beside: list[Part] = []  # other meetings of which the sentences tell together with the current one («استعرضت الدورتان 147 و148 …»)
    put_off: list[Mention] = []  # meetings that are not held, while the text has told of no other
    for span in sentences(release) if said else ():
        new = _opening(release, span, config.held, current is not None)
        # «من جهة أخرى، استقبل … فلانا»
        parties = (len(new.people) > 1 and _received(release, new)) or GUESTS.match(told(release, span)) is not None
        aside = current is not None and not new.anchors and (aside or (_turns_away(release, span) and not parties))
        if aside:
            continue
        if current is None:
            put_off += new.off
            new.opens = new.opens and not (put_off and _only_these(release, new, put_off))
        numbered = _numbered(parts, current, new)
        if numbered:
            current, *beside = numbered
            for p in numbered:
                p.openings.append(span)
                p.people |= new.people
        elif new.opens:
            beside = []
            nearest = ([current] if current else []) + [p for p in reversed(parts) if p is not current]
            if current is not None and not _of_other_gender(release, current, new):
                _without_other_sittings(release, current, new)
            same = next((p for p in nearest if not _another(p, new, release)), None)
            if not new.anchors and new.referred and current is not None and same is None and not (
                    RECEIVED.match(told(release, span)) or _acts(release, span)):
                same = current
            if same is None:
                parts += [new, *_more_in(release, new)]
                current = new
            else:
                if len(same.openings) == 1 and is_headline(release, same.opening):
                    parts += _more_in(release, new)
                current = same
                _join(release, same, new)
        elif current is not None:
            named = _by_head(release, span, parts)
            if named is not None:
                current = named
                if MET.match(told(release, span)) and span not in current.openings:
                    current.openings.append(span)
            current.referred += new.referred
            current.off += new.off
        (lead if current is None else current.spans).append(span)
        for p in _all_of(release, span, parts, current) or beside:
            p.spans.append(span)
    if parts:
        parts[0].spans = lead + parts[0].spans
        for p in parts:
            p.elsewhere = frozenset(o for other in parts if other is not p for o in other.ordinals)
        return [each for p in parts for each in _apart(release, p)]
    voted = next((s for s in lead if _acts(release, s)), None) if not put_off else None
    if said and voted is not None:
        return [Part(opening=voted, spans=lead, openings=[voted])]
    acting = [m for m in release.mentions if m.label == "COMMITTEE" and any(s <= m.start < e for s, e in lead)
              and ACTING.search(release.text, max(0, m.start - 30), m.start)]
    sure = max((overlapping(release.facts, "BODY", m) for m in acting), default=0.0)
    if said and sure >= config.body_alone and not put_off:
        return [Part(opening=lead[0], spans=lead, openings=[lead[0]])]
    return []


def _numbered(parts: Sequence[Part], current: Part | None, new: Part) -> list[Part]:
    """Of the meetings that were announced with the current one, those whose numbers an opening names."""
    if current is None or not new.opens or current.ordinals.keys() & new.ordinals.keys():
        return []
    return [p for p in parts if _together(p, current) and p.ordinals.keys() & new.ordinals.keys()]


def _all_of(release: Release, span: Span, parts: Sequence[Part], current: Part | None) -> list[Part]:
    """The other meetings of one announcement, where a sentence speaks of all of them: «مثل الوزارة في هذه الاجتماعات …»."""
    if current is None or not THESE.search(release.text, *span):
        return []
    return [p for p in parts if p is not current and _together(p, current)]


def _together(a: Part, b: Part) -> bool:
    """Whether one sentence announced both."""
    return bool(set(a.openings) & set(b.openings))


def _by_head(release: Release, span: Span, parts: list[Part]) -> Part | None:
    """The part whose body alone a sentence names by its bare noun («وناقش الفريق …», where a team and a committee met)."""
    if len(parts) < 2:
        return None
    text = fold(release.text[slice(*span)])
    heads = [next((fold(e.name).split()[0].removeprefix("ال") for e in release.entities if e.id == p.own), None) for p in parts]
    named = [p for p, head in zip(parts, heads, strict=True)
             if head and heads.count(head) == 1 and re.search(rf"(?<!\w)[وف]?[بك]?(?:ال|لل){head}(?!\w)(?! ال)", text)]
    return named[0] if len(named) == 1 else None


def _only_these(release: Release, new: Part, put_off: list[Mention]) -> bool:
    """Whether an opening without a day speaks of no other meeting than those put off: «الاجتماع», or by the same name."""
    names = {m.name for m in put_off}
    return not has_day(release, new.opening) and all(BARE.match(a.name) or a.name in names for a in new.anchors)


def _join(release: Release, part: Part, new: Part) -> None:
    """Let an opening go on with a part."""
    if new.own and (part.own is None or is_headline(release, part.opening)) and new.own != part.own:
        if part.own:
            part.same.add(part.own)  # the headline's short name of the body
        part.own = new.own
    part.openings.append(new.opening)
    part.anchors += new.anchors
    part.referred += new.referred
    part.off += new.off
    part.people |= new.people
    for b, sure in new.bodies.items():
        part.bodies[b] = max(sure, part.bodies.get(b, 0.0))
    for o, m in new.ordinals.items():
        part.ordinals.setdefault(o, m)


def _apart(release: Release, part: Part) -> list[Part]:
    """The meetings of a part whose opening says that the first person named met each of the others by himself."""
    said = next((s for s in part.spans if EACH.search(release.text, *s)), None)
    if said is None or part.bodies:
        return [part]
    met = list(dict.fromkeys(m.entity for m in within(release.mentions, said) if m.label == "PER" and m.entity in part.people))
    if len(met) < 3:
        return [part]
    everyone = frozenset(e.id for e in release.entities if e.label == "PER")
    return [replace(part, only=everyone - set(met[1:]) | {guest}) for guest in met[1:] if guest]
