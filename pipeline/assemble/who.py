"""The participants of a meeting, and their role: chaired, attended, mentioned."""

from __future__ import annotations

import re

from pipeline.arabic.patterns import pattern
from pipeline.assemble.around import after_name, before_name, joined_to, name_start
from pipeline.assemble.attendance import listed_absent, listed_present
from pipeline.assemble.chairing import (
    APART,
    beside_chair,
    chairs,
    deputises,
    heads_other,
    of_another,
)
from pipeline.assemble.openings import Part
from pipeline.assemble.spans import Row, beginning, labelled, once, over, overlapping
from pipeline.types import Entity, Mention, Participant, Participation, Release, Value, WarningCode

# Before people who are named for another reason: their instructions, support, greetings or place,
# people who are charged with something, absent people.
ABSENT = pattern(
    r"(?<!\w)[وف]?[بل]?(?:"
    r"(?:توجيهات?|رعاية|قيادة|(?:ال)?تعازي|تحيات(?:ه|ها|هم)?(?:\s+و\w+)?(?:\s+إلى(?:\s+(?:أخيه|أخيها|إخوانه))?)?|تهاني|رسالة من|"
    r"طلب(?: من)?|زيارة|"
    r"(?:ال)?(?:نيابة|إنابة) عن(?:\s+رئيس(?:ه|ها))?|مبعوثا من|بدلا من|خلفا ل\w*|شكر(?:ه|ها|هم) "
    r"ل\w*|جهود|من قبل|عهد|حكومة|إدارة|نظام|"
    r"بناء على (?:مقترح|اقتراح)|نتائج (?:لقاء|استقبال|اجتماع)\w*|في "
    r"استقبال(?:هم|هما))(?:\s+وال?مواساة|\s+كريمة)?(?:\s+من|\s+ل)?|"
    r"(?:ال)?(?:دعم|رعاية|متابعة|اهتمام|توجيه)(?:ات)?\s+(?:ال\w+\s+){0,2}(?:\S+\s+){0,4}من|"
    r"(?:ال|لل|بال)(?:توجيهات|رؤية|رعاية|قيادة|دعم)\s+(?:ال\w+\s+){1,2}ل|"
    r"(?:موجهة|رسالة|الرسالة|دعوة|الدعوة|(?:ب?ال)?شكر(?:ه|ها|هم)?)(?:\s+\w+){0,3}\s+إلى|"
    # «إسناد اللجنة الفنية إلى فلان»: someone gets an office.
    r"(?:إسناد|أسندت?|رئاسة\s+(?:لجنة|لجنتي|فريق)|[،,]\s+و?(?:ال)?لجنة)\s[^.،]{1,50}\s+إلى|"
    r"[لت]?رفع(?:ه|ها)\s+(?:إلى|ل)|(?:هنأ|عزى|أبرق)(?:ت)?|"
    r"(?:لم|لن)\s+[يت]حضر(?:\s+(?:ال)?(?:اجتماع|جلسة|لقاء|دورة)\w*)?|(?:[لب]?اعتذار|اعتذر|تغيب|تخلف|غاب)(?:ت)?(?:\s+بعذر|\s+العضوة?)?"
    r"(?:\s+عن(?:ه|ها|هما|هم)?(?:\s+(?:عدم\s+)?(?:ال)?(?:حضور|مشاركة|اجتماع|جلسة)\w*)?)?|"
    # «وغياب ثلاثة بعذر هم: فلان وفلان»
    r"(?:غياب|[لب]?اعتذار|اعتذر|تغيب|غاب)\s[^.،؛:\n]{1,40}?\sو?(?:هم|هما)\s*:?|غياب|"
    r"(?:الغائبون|المتغيبون|المعتذرون)(?:\s+\w+)?\s*:|"
    r"(?:تعذر|عدم|عدا)\s+(?:حضور|وصول|مشاركة|سفر)|ندب|انتدب(?:وا|ت)?|مهنئا|الفقيدة?|روح|استقالة|نتائج لقاء\w*(?:\s+\w+)?\s+مع|"
    r"(?:الذي|التي|والذي|والتي)\s+(?:[يت]ول\w+|(?:أطلق|أصدر|دشن|أسس|أمر ب|وجه "
    r"ب|رعا)(?:ت)?(?:ه|ها))|"
    r"(?:خول|كلف|تكليف|تخويل|تعيين|عين|سمى|سمت)(?:ت)?(?:\s+(?:اللجنة|الهيئة|الجمعية))?|"
    r"(?:إعادة\s+)?(?:انتخاب|تسمية|اختيار|ترشيح|تزكية)(?:\s+كل\s+من)?|"
    r"(?:شكر|تقدير|امتنان)(?:ه|ها|هم)?\s+و(?:شكر|تقدير|امتنان|عرفان)\w*\s+ل\w*)(?:\s+كل\s+من)?\s*$"
)
# Absent people, whatever the text says later: «وغاب عنه فلان», «لتعذر وصول فلان», «فلان الموجود في
# …», «ولم تتمكن فلانة من الحضور».
AWAY = pattern(
    r"(?<!\w)[وف]?[بل]?(?:(?:غياب|غاب|[تي]غيب|تغيب|اعتذر|اعتذار)(?:ت)?(?:\s+عن(?:ه|ها))?|"
    r"(?:تعذر|عدم)\s+(?:حضور|وصول|مشاركة))\s*$"
)
AWAY_BEHIND = pattern(r"[\s،,]*(?:ال)?(?:موجود|متواجد|متغيب|منشغل)ة?\s+(?:في|ب|خارج|حالي|ل)")
NOT_ABLE, TO_COME = (
    pattern(r"(?<!\w)[وف]?لم\s+[يت](?:تمكن|ستطع)\s*$"),
    pattern(r"\s*(?:من\s+)?(?:ال)?حضور(?!\w)"),
)
KIN = pattern(
    r"(?<!\w)[وفبل]?(?:حرم|عقيلة|قرينة|كريمة|نجل|والدة)(?!\w)"
)  # before a name: «ترأست حرم الشيخ | فلان، فلانة الاجتماع»
# «عرض قدمه فلان»: a presenter takes part in the meeting.
PRESENTS = pattern(
    r"(?<!\w)[وف]?(?:(?:قدم|ألق|استعرض|عرض|أيد|عارض|تلا)(?:ه|ها|ته|تها|اه|اها|هما|هم)|"
    r"تقدم(?:ت)?\s+ب(?:ه|ها|هما)|(?:استهل|افتتح|بدأ)\w*(?:\s+\w+){0,2}\s+بكلمة(?:\s+ترحيبية)?)(?:\s+كل\s+من)?\s*$|"
    r"(?<!\w)[وف]?(?:تحفظ|اعترض)(?:ت)?\s*$|"  # what only participants do
    # «استمعت إلى إيجاز من فلان», «إفادة فلان»: all 40 such people in the annotated documents took
    # part.
    r"(?<!\w)[وفبل]?(?:إفادة|إيجاز|إحاطة|شرح|عرض|مداخلة)(?:\s+من)?\s*$"
)
TOLD_OF = pattern(
    r"(?<!\w)(?:[أإا]ن|[وف]?كان(?:ت)?)\s*$"
)  # «أكد … أن فلانا يولي …», «وكان فلان قد …»
# «وكان فلان | قد استهل الجلسة», «وكان فلان | قد تلا تقرير اللجنة», «وكان فلان | استقبل صباحا
# السفير»
OPENED = pattern(
    r"[\s،,]*قد\s+(?:استهل|افتتح)(?:ت)?\s+(?:ال)?(?:اجتماع|جلس|لقاء|دور[ةت])|[\s،,]*قد\s+(?:تلا|تلت)\s|"
    r"[\s،,]*(?:قد\s+)?(?:استقبل|التقى|التقت|اجتمع)(?:ت)?(?!\w)"
)
# A verb of saying directly before titles and offices of a name: speakers about a future meeting
# only report.
SAYS = pattern(
    r"(?<!\w)[وف]?(?:قال|أوضح|صرح|كشف|أكد|أعلن|أشار|ذكر|أضاف|بين|لفت|أفصح|نوه|نقل|دعا|"
    r"طالب|انتقد|اقترح|تساءل|أشاد|شدد|حذر|رحب|أعرب|تحدث)(?:ت)?(?:\s+أيضا)?\s*$"
)
# «ويرى الخبير فلان أن …»: reports use the present tense for statements made outside the meeting (15
# of 17 such people in the annotated records are only mentioned), and the past tense for those made
# at it.
SAYS_NOW = pattern(
    r"(?<!\w)[وف]?(?:[يت](?:قول|رى|ؤكد|وضح|ضيف|عتقد|عتبر|طالب|خالف|خشى|صف|روي|شرح)(?:ه|ها)?|[يت]رد)"
    r"(?:\s+(?:أيضا|ال(?!رئيس|وزير|أمين|نائب|مدير)\w+))?\s+$"
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
)  # of the body that met
KINS = 8  # maximum characters before a name and its titles to look for the word for kinship
# maximum length of a line among the first paragraphs that names the authors
LINE = 80
LONGEST_ROW = 12  # maximum number of names back to one that is only mentioned
HEAD = 12  # maximum number of paragraphs before the report, with a page's furniture
AFTER_PLACE = pattern(r"\s*[»\"]?\s*[-–—:ـ|]\s*")  # «رأس الخيمة - فلان», «عدن: فلان»
BYLINE = pattern(r"\W*(?:\w+\s*[-–—]\s*)?$")  # before the author's name in that line
WRITES = pattern(r"\W*كتبت?\s*[:\-–—]?\s*")  # «كتب: فلان» at the beginning of a line
# The last line of an agency's report: «وام/فلان/فلان».
SIGNATURE = pattern(
    r"\W*(?:واس|وام|قنا|بنا|كونا|العمانية|بترا|سونا|وفا|واج|أ ش أ)?\s*/[^.،\n]{2,60}"
)
FOOT = 3  # number of paragraphs at the end that may contain that line
BYLINE_AFTER = pattern(r"\s*[-–—]\s*\w+\s*[-–—]\s*(?:\w+\s*){1,3}:")  # «فلان - صحيفة - جدة: …»
UNDER = pattern(r"(?<!\w)برئاسة\s*(?:مشتركة\s+(?:من|بين)\s+)?$")
OFFICE_CHAIRS = pattern(r"(?<!\w)(?:برئاسة|[وف]?ترأس(?:ت|ه|ها)?)\s")


def _in_byline(release: Release, m: Mention) -> bool:
    """Return whether a name is the author's: after «كتب», alone in a line, after a place, with a
    dash beside an outlet or place in one of the first lines and without a title, or in the
    signature of an agency at the end."""
    if any(
        p.start <= m.start < p.end and SIGNATURE.fullmatch(release.text[p.start : p.end].strip())
        for p in release.paragraphs[max(1, len(release.paragraphs) - FOOT) :]
    ):
        return True
    p = next((p for p in release.paragraphs[:HEAD] if p.start <= m.start < p.end), None)
    if p is None:
        return False
    lead, rest = release.text[p.start : m.start], release.text[m.end : p.end]
    before = joined_to(release, m) if p.end - p.start <= LINE else None
    if before is not None and before.start >= p.start and _in_byline(release, before):
        return True  # «كتب فلان | وفلان»
    if (
        WRITES.fullmatch(lead)
        or _after_place(release, m)
        or (not lead.strip() and (not rest.strip() or BYLINE_AFTER.match(rest)))
    ):
        return True
    if p not in release.paragraphs[:4] or any(
        x.label in ("ROLE", "MEETING", "HON")
        for x in beginning(release.mentions, p.start, min(p.end, m.end + 40))
    ):
        return False
    short = p.end - p.start <= LINE and "." not in release.text[p.start : p.end]
    return (
        short
        and BYLINE.fullmatch(lead) is not None
        and re.search(r"[-–—]", lead + rest) is not None
    )


def _after_place(release: Release, m: Mention) -> bool:
    """Return whether a name without title or office follows the place of a dateline: all 6 in the
    annotated documents are authors."""
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
    if OPENED.match(after_name(release, m)):
        return "attended", True
    if (
        (ABSENT.search(before) and not deputises(release, m))
        or TOLD_OF.search(before)
        or heads_other(release, m)
        or (met is not None and of_another(release, m, met))
    ):
        return "mentioned", True
    if SAYS_NOW.search(before):
        return "mentioned", True
    if listed_absent(release, m):
        return "mentioned", True
    if PRESENTS.search(before) or listed_present(release, m):
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
        if ABSENT.search(before_name(release, before)) and not deputises(release, before):
            return True
        m = before
    return False


def _kind(  # noqa: PLR0913
    release: Release,
    part: Part,
    person: Entity,
    said: list[tuple[Mention, Participation]],
    here: list[Mention],
    to_come: bool,
) -> Participation | None:
    """Return how a person who does not preside took part, None if nothing says so. `said` by the
    mentions `here`."""
    speaks = any(SAYS.search(before_name(release, m)) for m in here)
    opened = any(part.opens_at(m.start) for m in here)
    opines = speaks or any(OPINES.search(before_name(release, m)) for m in here)
    comments = opines and COMMENTS.match(person.role or "") is not None
    tells = SPOKESMAN.search(person.role or "") is not None or comments or (to_come and speaks)
    near = opened or any(_behind_opening(part, m) for m in here)
    if any(_stayed_away(release, m) for m in here):
        return "mentioned"
    if said:
        # Further away the tagger's mark «only mentioned» is right more often: participation 58.0 →
        # 58.2, 54.9 → 55.3 on two sets.
        took_part = (
            (speaks and near)
            or any(k == "attended" for _, k in said)
            or MEMBER.match(person.role or "")
        )
        return "attended" if took_part and not tells else "mentioned"
    # Without a mark of the tagger: a person with an office belongs to the report in its first
    # sentence and in the next.
    if not person.role or not near:
        return None
    return "attended" if opened or (speaks and not tells) else "mentioned"


def _of_referred(release: Release, part: Part, m: Mention) -> bool:
    """Return whether «برئاسة» before a name belongs to another session named before it in its
    sentence: «الاستعدادات لعقد
    | الاجتماع المقبل للجنة، برئاسة | فلان»."""
    for _ in range(LONGEST_ROW):  # «برئاسة مشتركة بين فلان | وفلان»
        if UNDER.search(before_name(release, m)) is not None:
            break
        before = joined_to(release, m)
        if before is None:
            return False
        m = before
    else:
        return False
    start = max(release.text.rfind(c, 0, m.start) for c in ".\n") + 1
    last = max(
        labelled(release.mentions, "MEETING").beginning(start, m.start),
        key=lambda x: x.start,
        default=None,
    )
    return last is not None and last in part.referred


def _stayed_away(release: Release, m: Mention) -> bool:
    """Return whether the words beside a name say that this person was absent."""
    before, after = before_name(release, m), after_name(release, m)
    away = (
        AWAY.search(before)
        or AWAY_BEHIND.match(after)
        or (NOT_ABLE.search(before) and TO_COME.match(after))
    )
    return away is not None and not deputises(release, m)


def _behind_opening(part: Part, m: Mention) -> bool:
    """Return whether a mention is in the sentence after one that begins the meeting. Of about 124
    people with an office further away and without a mark of the tagger, 34 are in the records of
    826 newspaper articles outside its training data."""
    number = part.number_at(m.start)
    return bool(number) and part.spans[(number or 0) - 1] in part.opened


def people(
    release: Release, part: Part, met: Entity | None, to_come: bool, sure_chair: float
) -> tuple[tuple[Participant, ...], Value[str] | None, tuple[WarningCode, ...]]:
    """Return the participants of the meeting of this part in order of first mention, the chair, and
    warnings. `to_come`: it is only announced. `sure_chair`: see Config."""
    chairing = [
        m
        for m in part.held(labelled(release.mentions, "PER"))
        if chairs(release, m, met) and not _of_referred(release, part, m)
    ]
    # computed once for each part: a text with hundreds of meetings has thousands of mentions
    named: dict[str | None, list[Mention]] = {}
    for m in part.held(labelled(release.mentions, "PER")):
        named.setdefault(m.entity, []).append(m)
    chaired_by = Row(chairing)
    out: list[Participant] = []
    presiding: list[tuple[Mention, Entity]] = []
    order = once(release, "order", lambda: {e.id: n for n, e in enumerate(release.entities)})
    for number in sorted({order[i] for i in named if i in order}):
        person = release.entities[number]
        if person.label != "PER" or (part.only is not None and person.id not in part.only):
            continue
        here = [m for m in named.get(person.id, ()) if not _in_byline(release, m)]
        if not here:
            continue
        said = [
            (m, k) for m in here if (k := participation(release, m, met, sure_chair)[0]) is not None
        ]
        # If the words beside a name say who presides, the tagger's mark alone makes no second
        # chair.
        said = [
            (m, "mentioned" if k == "chaired" and _of_referred(release, part, m) else k)
            for m, k in said
        ]
        chaired = [m for m, k in said if k == "chaired" and (not chairing or m in chairing)] or [
            m
            for m, _ in said
            if any(beside_chair(release, m, c) for c in over(chaired_by, m.start - APART, m.start))
        ]
        if chaired and not any(_stayed_away(release, m) for m in here):
            presiding.append((chaired[0], person))
            out.append(Participant(person, "chaired"))
        elif (kind := _kind(release, part, person, said, here, to_come)) is not None:
            out.append(Participant(person, kind))
    chair: Value[str] | None = None
    if presiding:
        m, first = min(presiding, key=lambda x: x[0].start)
        kind, by_rule = participation(release, m, met, sure_chair)
        chair = Value(
            first.name, (m.start, m.end), "model" if kind == "chaired" and not by_rule else "rule"
        )
    warnings: tuple[WarningCode, ...] = ()
    if (
        chair is None
        and met is not None
        and any(OFFICE_CHAIRS.search(release.text[s:e]) for s, e in part.spans)
    ):
        warnings = ("chair_by_office",)
    return tuple(out), chair, warnings
