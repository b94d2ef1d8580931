"""Meetings that are only wished for, agreed on, postponed or cancelled: they get no record
(annotation case 8, guidelines 2)."""

from __future__ import annotations

from pipeline.arabic.dates import ANY_DAY, resolve
from pipeline.arabic.patterns import pattern
from pipeline.assemble.around import MARKS
from pipeline.assemble.sentences import words_before
from pipeline.assemble.spans import within
from pipeline.types import Mention, Release, Span

HOLDING = r"(?:عقد|انعقاد|التئام|تنظيم)"
# «تأجيل اجتماع …», «ألغي الاجتماع»
PUT_OFF = pattern(
    rf"(?<!\w)[وف]?[بل]?(?:تأجيل|إلغاء|إرجاء|[تأ]أ?جل(?:ت)?|[يت]ؤجل|[ألن]+غي(?:ت)?|ألغى|ألغت|ألغوا|"
    rf"تعذر(?:ت)?(?:\s+(?:اليوم|أمس))?|أرجئ(?:ت)?|أرجأ(?:ت)?|[يت]رجئ)\s+(?:{HOLDING}\s+)?(?:ال)?$"
)
# «لم تتمكن اللجنة من عقد | اجتماعها», «أخفق المجلس في عقد | جلسة», «لم ينعقد | الاجتماع»
NOT_HELD = pattern(
    rf"(?<!\w)[وف]?(?:لم\s+(?:[يت]تمكن(?:وا)?|[يت]ستطع|[يت]نجح)|(?:أخفق|فشل)(?:ت|وا)?)"
    rf"\s[^.؛\n]{{0,60}}?{HOLDING}\s+(?:ال)?$|"
    r"(?<!\w)[وف]?لم\s+[يت](?:ن?عقد|لتئم)\s+(?:\S+\s+){0,4}?(?:ال)?$"
)
# «كان من المقرر أن يلتئم مطلع الأسبوع | اجتماع المجلس»: postponed, if the sentence says so after
# it.
WAS_DUE = pattern(
    r"(?<!\w)[وف]?كان(?:ت)?\s+(?:من\s+)?(?:ال)?(?:مقرر|مفترض|منتظر|مزمع)(?:[اة]|ا\u064b)?(?:\s[^.؛\n]{0,60})?\s(?:ال)?$"
)
# «جلسة اللجنة التي كانت مقررة اليوم قد تأجلت», «كان من المفترض أن يرأس اجتماعا … قبل أن يتقرر
# إرجاؤه»
PUT_OFF_BEHIND = pattern(
    r"[^.؛\n]{0,90}?(?<!\w)(?:قد\s+(?:تأجل|ألغي|أرجئ|تقرر\s+(?:تأجيل|إلغاء|إرجاء))|"
    r"(?<!بعد )(?:تأجيل|إلغاء|إلغاؤ|إرجاء|إرجاؤ)(?:ه|ها)(?!\w))"
)
# «جلسة المجلس في طبرق، التي كان يفترض أن تعقد الاثنين»; postponed, if the sentence says so before
# or after.
WAS_SET = pattern(
    r"(?:\s+[^\s.؛،]+){0,12}?[\s،]+(?:و?(?:الذي|التي)\s+)?كان(?:ت)?\s+(?:من\s+)?"
    r"(?:ال)?(?:مقرر|مفترض|يفترض|مزمع|منتظر|مبرمج)"
)
IS_OFF = pattern(
    r"(?<!\w)[وف]?(?:تأجل|[أا]جل|ألغ[يى]?|[أا]رجئ|[أا]رجأ|تعذر)(?:ت|وا)?(?!\w)|"
    r"(?<!\w)[وفبل]?(?:تأجيل|إلغاء|إرجاء)|(?<!\w)ل?عدم (?:اكتمال|توفر|توافر) النصاب"
)
TO = pattern(r"(?<!\w)(?:إلى|الى|حتى)\s+$")  # «الذي كان مقررا اليوم إلى | 5 مارس»: a new date
# «اجتماع الجمعية العامة غير العادية | تأجل إلى موعد يحدد لاحقا»
WAS_PUT_OFF = pattern(
    r"(?:\s+(?!(?:[وف]?[أإ]ن(?:ه|ها)?|حيث|الذي|التي|[وف]?قال|[وف]?أكد)(?!\w))[^\s.؛،]+){0,8}?"
    r"\s+[وف]?(?:تأجل|تأجلت)\s+(?:إلى|الى)"
)
# «دعا إلى عقد اجتماع», «احتمال عقد اجتماع», «اتفقا على … وعقد اجتماع», «بانتظار تحديد موعد
# الاجتماع», «سوف يتم الاجتماع»
WISHED = pattern(
    r"(?<!\w)[وف]?(?:"
    r"(?:[دن]دعو|[يت]دعو|دعا|دعت|دعوا|دعوة|الدعوة)(?:\s[^.،\n]{0,60})?\s(?:إلى|الى|ل)\s*"
    rf"(?:{HOLDING}\s+)?|"
    r"(?:[يت]سعى|سعي\w*|[يت]عتزم|اعتزام|[يت]نوي|طلب|طلبت|طالب|طالبت|مطالبا\u064b?|مطالبين|مطالبة|المطالبة|ضرورة|مشاورات|اتفق\w*|الاتفاق|قرر(?:ت|وا)?|تقرر)"
    rf"(?:\s[^.،\n]{{0,60}})?\s[لب]?{HOLDING}\s+|على أن\s+[يت]ن?ُ?عقد\s+|"
    rf"(?:احتمال|إمكانية|بخصوص|بشأن|موعد|لموعد)\s+(?:{HOLDING}\s+)?|(?:سوف\s+[يت]تم|سيتم|ستتم)\s+(?:{HOLDING}\s+)?)(?:ل|ال)?$"
)
# «ستعقد اجتماعا للمانحين مطلع الشهر المقبل»: beside a held meeting, a future one without a date
# gets no record.
WILL_HOLD = pattern(
    r"(?<!\w)[وف]?(?:س[يت]ُ?عقد|س[يت]نعقد|س[يت]ستضيف|س[يت]نظم|[يت]عتزم\s+عقد|(?:من\s+)?(?:ال)?"
    r"(?:[يت]رتقب|[يت]نتظر|[يت]توقع|مقرر|مرتقب|منتظر|متوقع)\s+أن\s+[يت]ُ?عقد)(?:\s[^.،؛\n]{0,60})?\s(?:ال)?$"
)
# «من المقرر عقد اجتماع للفريق في الخريف», as WILL_HOLD.
DUE = pattern(
    r"(?<!\w)[وف]?(?:من\s+)?(?:ال)?(?:مقرر|مزمع|متوقع|منتظر|مرتقب)\s+"
    rf"(?:أن\s+[يت]ن?\u064f?عقد|{HOLDING})\s+(?:ال)?$"
)  # \u064f damma
# «وسيرفع ذلك كله إلى | اجتماع الجمعية العامة», as WILL_HOLD.
RAISED = pattern(
    r"(?<!\w)[وف]?س[يت]ُ?(?:رفع|عرض|حال|قدم)\s[^.؛\n]{0,60}?(?<!\w)(?:إلى|على|في|أمام)\s+(?:ال)?$"
)
# «شرعت الإدارة في الترتيب لعقد اجتماع موسع», «تستعد اللجنة للتحضير لاجتماع قادم»
PREPARED = pattern(
    r"(?<!\w)[وف]?(?:[يت]ستعد|استعد|[يت]حضر|(?:ال|لل)?(?:استعداد|ترتيب|إعداد|تحضير)(?:ات)?)"
    rf"(?:\s[^.،؛\n]{{0,60}})?\sل(?:{HOLDING}\s+)?$"
)
NO_DAY = pattern(
    r"\s+(?:(?:الذي|التي)\s+)?لم\s+[يت](?:حدد|تحدد|علن)\s+(?:بعد\s+)?(?:عن\s+)?موعد(?:ه|ها)"
)  # «بعد اجتماع | لم يحدد موعده»
PLANNED = pattern(
    r"\s*ال(?:مقرر|مبرمج)ة?(?!\w)"
)  # «في اجتماعه | المقرر في مسقط في الصيف»: beside a held meeting
TO_COME = pattern(
    r"\s*ال(?:مرتقب|مزمع|محتمل|مقترح)ة?(?!\w)"
)  # definite: known already, not announced here
# «وأرجأت البت إلى | جلسة تعقد الأربعاء المقبل», «في | اجتماع يوم الثلاثاء المقبل»
SOME = pattern(r"(?:اجتماع|جلسة|دورة|لقاء)(?!\w)")
PUT_TO = pattern(r"(?<!\w)(?:ف[يى]|[إا]لى|حتى)\s+$")
ON_ITS_DAY = pattern(
    r"\s*(?:آخر\s+)?(?:س?[يت]\u064f?(?:عقد|نعقد|لتئم)(?!\w)|"  # \u064f damma
    r"(?:يوم\s+)?(?:السبت|الأحد|الاحد|الاثنين|الإثنين|الثلاثاء|الأربعاء|الاربعاء|الخميس|الجمعة)\s+"
    r"(?:\d{1,2}\s+\w+\s+)?(?:المقبل|القادم))"
)


def off(release: Release, sentence: Span, m: Mention, standing: bool = False) -> bool:
    """Return whether the words beside a MEETING mention say that it was postponed or cancelled, or
    wish for one without a date. If another meeting was reported before (`standing`), also return
    True for a future one without a date."""
    before = MARKS.sub("", words_before(release, sentence, m))
    behind = MARKS.sub("", release.text[m.end : sentence[1]])
    if any(p.search(before) for p in (PUT_OFF, NOT_HELD)) or any(
        p.match(behind) for p in (PUT_OFF_BEHIND, WAS_PUT_OFF, NO_DAY)
    ):
        return True
    if WAS_DUE.search(before) and IS_OFF.search(behind):
        return True
    if WAS_SET.match(behind) and IS_OFF.search(MARKS.sub("", release.text[slice(*sentence)])):
        return not any(
            TO.search(release.text, m.end, d.start) and has_day(release, (d.start, d.end))
            for d in within(release.mentions, (m.end, sentence[1]))
            if d.label == "DATE"
        )
    wish = WISHED.search(before)
    wished = wish is not None or (
        not m.name.startswith("ال") and PREPARED.search(before) is not None
    )
    wished = (
        wished
        or TO_COME.match(release.text, m.end) is not None
        or TO_COME.search(" " + m.name) is not None
    )
    wished = wished or (
        standing
        and (
            any(p.search(before) for p in (WILL_HOLD, DUE, RAISED))
            or PLANNED.match(release.text, m.end) is not None
        )
    )
    return wished and not has_day(
        release, sentence, m.start - len(wish.group()) if wish else m.start
    )


def will_be_held(release: Release, sentence: Span, m: Mention) -> bool:
    """Return whether a meeting will be held on a day that the sentence names after it: «ستعقد |
    اجتماعها الأحد»."""
    return WILL_HOLD.search(
        MARKS.sub("", words_before(release, sentence, m))
    ) is not None and has_day(release, (m.end, sentence[1]))


def to_come(release: Release, sentence: Span, m: Mention) -> bool:
    """Return whether an indefinite meeting is a planned one with a date, or one to which something
    was postponed: «وأرجأت البت إلى جلسة تعقد الأربعاء المقبل»."""
    return (
        SOME.match(m.name) is not None
        and PUT_TO.search(release.text, sentence[0], m.start) is not None
        and ON_ITS_DAY.match(release.text, m.end) is not None
        and has_day(release, (m.end, sentence[1]))
    )


def has_day(release: Release, sentence: Span, wished: int = 0) -> bool:
    """Return whether a sentence has a date of a certain day. A past one («أمس») must follow the
    `wished` meeting: before it, it is the date of the wish."""
    for d in within(release.mentions, sentence):
        if d.label == "DATE":
            got = resolve(release.text[d.start : d.end], ANY_DAY, "future")
            gone_by = (
                got is not None
                and got.relative
                and got.start is not None
                and got.start < ANY_DAY.isoformat()
            )
            if got is not None and got.precision == "day" and (d.start >= wished or not gone_by):
                return True
    return False
