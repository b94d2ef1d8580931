"""The participants of a meeting, and their role: chaired, attended, mentioned."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.arabic.patterns import pattern
from pipeline.assemble.chairing import APART, beside_chair, chairs, heads_other, of_another
from pipeline.assemble.context import after_name, before_name, joined_to, name_start
from pipeline.assemble.spans import Row, beginning, labelled, once, over, overlapping
from pipeline.assemble.triggers import Event
from pipeline.types import Entity, Mention, Participant, Participation, Release, Value, WarningCode

# Absent people, whatever the text says later: «وغاب عنه فلان», «لتعذر وصول فلان».
STAYED_AWAY = (
    r"(?:غياب|غاب|[تي]غيب|اعتذار|اعتذر)(?:ت)?(?:\s+عن(?:ه|ها)?(?:\s+(?:عدم\s+)?(?:ال)?(?:حضور|مشاركة|اجتماع|جلسة))?)?|"
    r"(?:الغائبون|المعتذرون)(?:\s+\w+)?\s*:|(?:تعذر|عدم)\s+(?:حضور|وصول|مشاركة|سفر)"
)
AWAY = pattern(rf"(?<!\w)[وف]?[بل]?(?:{STAYED_AWAY})\s*$")
# Before people who are named for something else than taking part: whose instructions, support,
# greetings or place these are, who is charged with something, who stayed away.
ABSENT = pattern(
    r"(?<!\w)[وف]?[بل]?(?:"
    r"(?:توجيهات?|رعاية|قيادة|تحيات(?:ه|ها|هم)?(?:\s+و\w+)?(?:\s+إلى)?|رسالة من|طلب(?: من)?|زيارة|"
    r"(?:ال)?نيابة عن(?:\s+رئيس(?:ه|ها))?|بدلا من|خلفا ل\w*|شكر(?:ه|ها|هم) ل\w*|جهود|من قبل|عهد|"
    r"حكومة|إدارة|نظام|في استقبال(?:هم|هما))(?:\s+من|\s+ل)?|"
    r"(?:ال)?(?:دعم|رعاية|متابعة|اهتمام|توجيه)(?:ات)?\s+(?:ال\w+\s+){0,2}(?:\S+\s+){0,4}من|"
    r"(?:ال|لل|بال)(?:توجيهات|رؤية|رعاية|قيادة|دعم)\s+(?:ال\w+\s+){1,2}ل|"
    r"(?:(?:ال)?رسالة|(?:ال)?دعوة|(?:ب?ال)?شكر(?:ه|ها|هم)?)(?:\s+\w+){0,3}\s+إلى|"
    rf"(?:هنأ|أبرق)(?:ت)?|{STAYED_AWAY}|ندب|روح|استقالة|"
    r"و?(?:الذي|التي)\s+(?:أطلق|أصدر|دشن|أسس|رعا)(?:ت)?(?:ه|ها)|"
    r"(?:كلف|تكليف|تعيين|عين|سمى)(?:ت)?|(?:انتخاب|تسمية|اختيار|ترشيح)(?:\s+كل\s+من)?|"
    r"(?:شكر|تقدير|امتنان)(?:ه|ها|هم)?\s+و(?:شكر|تقدير|امتنان)\w*\s+ل\w*)(?:\s+كل\s+من)?\s*$"
)
# The relative of the person named: «ترأست حرم الشيخ | فلان، فلانة الاجتماع».
KIN = pattern(r"(?<!\w)[وفبل]?(?:حرم|عقيلة|قرينة|كريمة|نجل|والدة)(?!\w)")
# «عرض قدمه فلان»: who presents to a meeting takes part in it.
PRESENTS = pattern(
    r"(?<!\w)[وف]?(?:(?:قدم|ألق|استعرض|عرض|عارض|تلا)(?:ه|ها|ته|تها|اه|اها)|تقدم(?:ت)?\s+ب(?:ه|ها))"
    r"(?:\s+كل\s+من)?\s*$|"
    r"(?<!\w)[وف]?(?:تحفظ|اعترض)(?:ت)?\s*$|"  # what only those who sit do
    # «استمعت إلى إيجاز من فلان», «إفادة فلان»
    r"(?<!\w)[وفبل]?(?:إفادة|إيجاز|إحاطة|شرح|عرض|مداخلة)(?:\s+من)?\s*$"
)
# «أكد … أن فلانا يولي …», «وكان فلان قد …»
TOLD_OF = pattern(r"(?<!\w)(?:[أإا]ن|[وف]?كان(?:ت)?)\s*$")
# «وكان فلان | استقبل صباحا السفير»
HAD_MET = pattern(r"[\s،,]*(?:قد\s+)?(?:استقبل|التقى|التقت|اجتمع)(?:ت)?(?!\w)")
# A verb of saying directly before titles and offices of a name: of a meeting still to come its
# speakers only tell.
SAYS = pattern(
    r"(?<!\w)[وف]?(?:قال|أوضح|صرح|كشف|أكد|أعلن|أشار|ذكر|أضاف|بين|لفت|أفصح|نوه|نقل|دعا|"
    r"طالب|انتقد|اقترح|تساءل|أشاد|شدد|حذر|رحب|أعرب|تحدث)(?:ت)?(?:\s+أيضا)?\s*$"
)
# «ويرى الخبير فلان أن …»: reports use the present tense for statements made outside the meeting.
SAYS_NOW = pattern(
    r"(?<!\w)[وف]?(?:[يت](?:قول|رى|ؤكد|وضح|ضيف|عتقد|عتبر|طالب|صف|روي|شرح|رد)(?:ه|ها)?)"
    r"(?:\s+ال(?!رئيس|وزير|أمين|نائب|مدير)\w+)?\s+$"
)
# someone who tells the press about the meeting
SPOKESMAN = pattern(r"متحدث|الناطق|العلاقات العامة")
# Someone who comments on a meeting for the press.
COMMENTS = pattern(
    r"(?:أستاذة? (?!كرسي)|(?:ال)?محلل|كبير (?:ال)?محلل|(?:ال)?خبيرة? |(?:ال)?باحثة? |زميلة? "
    r"|(?:ال)?كاتبة? (?!عام|دول))"
)
# «رأى المحلل فلان», «واعتبر الخبير …»: experts only; other people say so at meetings too.
OPINES = pattern(r"(?<!\w)[وف]?(?:رأى|رأت|اعتبر|علق|توقع|رجح)(?:ت)?\s*$")
MEMBER = pattern(
    r"(?:عضوة?|نائبة? رئيسة?|مقررة?|رئيسة?) (?:المجلس|اللجنة|الفريق)(?!\w)(?! الأعلى| الاعلى)"
)  # of the body that sat
KINS = 8  # characters before a name and its titles that may contain the word for a relative
# Characters of a line that may name the report's writers, at most.
LINE = 80
LONGEST_ROW = 12  # maximum number of names back to one that is only mentioned
HEAD = 12  # maximum number of paragraphs before the report, with a page's furniture
AFTER_PLACE = pattern(r"\s*[»\"]?\s*[-–—:ـ|]\s*")  # «رأس الخيمة - فلان», «عدن: فلان»
BYLINE = pattern(r"\W*(?:\w+\s*[-–—]\s*)?$")  # before the writer's name in that line
WRITES = pattern(r"\W*كتبت?\s*[:\-–—]?\s*")  # «كتب: فلان» at the head of a line
OFFICE_CHAIRS = pattern(r"(?<!\w)(?:برئاسة|[وف]?ترأس(?:ت|ه|ها)?)\s")


def _in_byline(release: Release, m: Mention) -> bool:
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
        p in release.paragraphs[:4]
        and p.end - p.start <= LINE
        and "." not in line
        and any(dash in line for dash in "-–—")
        and BYLINE.fullmatch(lead) is not None
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


def participation(
    release: Release, m: Mention, met: Entity | None, sure_chair: float
) -> tuple[Participation | None, bool]:
    """Return the participation that one mention of a person gives (in the meeting of the body
    `met`), and whether a rule found it."""
    before = before_name(release, m)
    if KIN.search(release.text, max(0, name_start(release, m) - KINS), m.start):
        return "mentioned", True
    if chairs(release, m, met):
        return "chaired", True
    if overlapping(release.facts, "CHAIRED", m) >= sure_chair:
        return "chaired", False
    if HAD_MET.match(after_name(release, m)):
        return "attended", True
    if (
        ABSENT.search(before)
        or TOLD_OF.search(before)
        or SAYS_NOW.search(before)
        or heads_other(release, m)
        or (met is not None and of_another(release, m, met))
    ):
        return "mentioned", True
    if PRESENTS.search(before):
        return "attended", True
    if _in_row_of_absent(release, m):
        return "mentioned", True
    # The tagger's uncertain mark for a chair counts as attendance.
    scores: dict[Participation, float] = {
        "attended": max(
            overlapping(release.facts, "ATTENDED", m), overlapping(release.facts, "CHAIRED", m)
        ),
        "mentioned": overlapping(release.facts, "MENTIONED", m),
    }
    kind = max(scores, key=lambda k: scores[k])
    return (kind if scores[kind] > 0 else None), False


def _in_row_of_absent(release: Release, m: Mention) -> bool:
    """Return whether a name is in a list after one that is only mentioned: «تحيات فلان | وفلان»."""
    for _ in range(LONGEST_ROW):
        before = joined_to(release, m)
        if before is None:
            return False
        if ABSENT.search(before_name(release, before)):
            return True
        m = before
    return False


def _kind(
    release: Release,
    event: Event,
    person: Entity,
    said: Sequence[tuple[Mention, Participation | None]],
    to_come: bool,
) -> Participation | None:
    """Return how a person who does not preside took part, None if nothing says so. `said`: the
    mentions of the person, with the participation that each gives."""
    here = [m for m, _ in said]
    kinds = {kind for _, kind in said if kind is not None}
    speaks = any(SAYS.search(before_name(release, m)) for m in here)
    opened = any(event.has_trigger_at(m.start) for m in here)
    opines = speaks or any(OPINES.search(before_name(release, m)) for m in here)
    comments = opines and COMMENTS.match(person.role or "") is not None
    tells = SPOKESMAN.search(person.role or "") is not None or comments or (to_come and speaks)
    near = opened or any(_behind_trigger(event, m) for m in here)
    if any(AWAY.search(before_name(release, m)) for m in here):
        return "mentioned"
    if kinds:
        took_part = (speaks and near) or "attended" in kinds or MEMBER.match(person.role or "")
        return "attended" if took_part and not tells else "mentioned"
    # Without a mark of the tagger: a person with an office belongs to the report in its first
    # sentence and in the next.
    if not person.role or not near:
        return None
    return "attended" if opened or (speaks and not tells) else "mentioned"


def _behind_trigger(event: Event, m: Mention) -> bool:
    """Return whether a mention is in the sentence after one that begins the meeting."""
    number = event.number_at(m.start)
    return bool(number) and event.spans[(number or 0) - 1] in event.trigger_spans


def people(
    release: Release, event: Event, met: Entity | None, to_come: bool, sure_chair: float
) -> tuple[tuple[Participant, ...], Value[str] | None, tuple[WarningCode, ...]]:
    """Return participants of the meeting of this event in order of first mention, the chair, and
    warnings. `to_come`: it is only announced. `sure_chair`: see Config."""
    chairing: list[Mention] = []
    # Gathered once an event: a text of hundreds of meetings has thousands of mentions.
    named: dict[str | None, list[Mention]] = {}
    for m in event.held(labelled(release.mentions, "PER")):
        named.setdefault(m.entity, []).append(m)
        if chairs(release, m, met):
            chairing.append(m)
    chaired_by = Row(chairing)
    out: list[Participant] = []
    presiding: list[tuple[Mention, Entity]] = []
    order = once(release, "order", lambda: {e.id: n for n, e in enumerate(release.entities)})
    for number in sorted({order[i] for i in named if i in order}):
        person = release.entities[number]
        if event.only is not None and person.id not in event.only:
            continue
        here = [m for m in named.get(person.id, ()) if not _in_byline(release, m)]
        if not here:
            continue
        said = [(m, participation(release, m, met, sure_chair)[0]) for m in here]
        # If the words beside a name say who presides, the tagger's mark alone makes no second
        # chair.
        chaired = [m for m, k in said if k == "chaired" and (not chairing or m in chairing)] or [
            m
            for m, k in said
            if k is not None
            and any(beside_chair(release, m, c) for c in over(chaired_by, m.start - APART, m.start))
        ]
        if chaired:
            presiding.append((chaired[0], person))
            out.append(Participant(person, "chaired"))
        elif (kind := _kind(release, event, person, said, to_come)) is not None:
            out.append(Participant(person, kind))
    chair: Value[str] | None = None
    if presiding:
        m, first = min(presiding, key=lambda x: x[0].start)
        by_rule = participation(release, m, met, sure_chair)[1]
        chair = Value(first.name, (m.start, m.end), "rule" if by_rule else "model")
    warnings: tuple[WarningCode, ...] = ()
    if (
        chair is None
        and met is not None
        and any(OFFICE_CHAIRS.search(release.text[s:e]) for s, e in event.spans)
    ):
        warnings = ("chair_by_office",)
    return tuple(out), chair, warnings
