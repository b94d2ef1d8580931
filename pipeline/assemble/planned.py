"""Meetings that are only wished for, agreed on, postponed or cancelled: they get no record
(annotation case 8, guidelines 2)."""

from __future__ import annotations

from pipeline.arabic.patterns import pattern
from pipeline.assemble.context import MARKS
from pipeline.assemble.sentences import has_day, words_before
from pipeline.types import Mention, Release, Span

HOLDING = r"(?:عقد|انعقاد|التئام|تنظيم)"
# «تأجيل اجتماع …», «ألغي الاجتماع»
PUT_OFF = pattern(
    rf"(?<!\w)[وف]?[بل]?(?:تأجيل|إلغاء|إرجاء|[تأ]أ?جل(?:ت)?|[يت]ؤجل|[ألن]+غي(?:ت)?|ألغى|ألغت|ألغوا|"
    rf"تعذر(?:ت)?(?:\s+(?:اليوم|أمس))?|أرجئ(?:ت)?|أرجأ(?:ت)?|[يت]رجئ)\s+(?:{HOLDING}\s+)?(?:ال)?$|"
    # «لم تتمكن اللجنة من عقد | اجتماعها», «أخفق المجلس في عقد | جلسة»
    rf"(?<!\w)[وف]?(?:لم\s+[يت](?:تمكن|ستطع|نجح)|أخفق|فشل)\S*\s[^.؛\n]{{0,60}}?{HOLDING}\s+$|"
    r"(?<!\w)[وف]?لم\s+[يت](?:ن?عقد|لتئم)\s+(?:\S+\s+){0,4}?(?:ال)?$"
)
# «كان من المقرر أن يلتئم | اجتماع المجلس», «جلسة المجلس في طبرق، | التي كان يفترض أن تعقد الاثنين»:
# put off where the sentence says so.
DUE = r"كانت?\s+(?:من\s+)?(?:ال)?(?:مقرر|مفترض|يفترض|مزمع|منتظر|مبرمج)"
WAS_DUE = pattern(rf"(?<!\w)[وف]?{DUE}")
WAS_SET = pattern(rf"(?:\s+[^\s.؛،]+){{0,12}}?[\s،]+(?:و?(?:الذي|التي)\s+)?{DUE}")
# «بعد اجتماع | لم يحدد موعده»
NO_DAY = pattern(
    r"\s+(?:(?:الذي|التي)\s+)?لم\s+[يت](?:حدد|تحدد|علن)\s+(?:بعد\s+)?(?:عن\s+)?موعد(?:ه|ها)"
)
IS_OFF = pattern(
    r"(?<!\w)[وف]?(?:تأجل|[أا]جل|ألغ[يى]?|[أا]رجئ|[أا]رجأ|تعذر)(?:ت|وا)?(?!\w)|"
    r"(?<!\w)[وفبل]?(?:تأجيل|إلغا[ءؤ]|إرجا[ءؤ])|(?<!\w)ل?عدم (?:اكتمال|توفر|توافر) النصاب"
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
    r"(?<!\w)[وف]?(?:س[يت](?:عقد|نعقد|ستضيف|نظم|رفع|عرض|حال|قدم)|[يت]عتزم\s+عقد|(?:من\s+)?(?:ال)?"
    r"(?:[يت]رتقب|[يت]نتظر|[يت]توقع|مقرر|مرتقب|منتظر|متوقع)\s+أن\s+[يت]ُ?عقد)(?:\s[^.،؛\n]{0,60})?\s(?:ال)?$"
)
PLANNED = pattern(
    r"\s*ال(?:مقرر|مبرمج)ة?(?!\w)"
)  # «في اجتماعه | المقرر في مسقط في الصيف»: beside a held meeting
TO_COME = pattern(
    r"\s*ال(?:مرتقب|مزمع|محتمل|مقترح)ة?(?!\w)"
)  # definite: known already, not announced here


def off(release: Release, sentence: Span, m: Mention, standing: bool = False) -> bool:
    """Return whether the words beside a MEETING mention say that it was postponed or cancelled, or
    wish for one without a date. If another meeting was reported before (`standing`), also return
    True for a future one without a date."""
    before = MARKS.sub("", words_before(release, sentence, m))
    behind = MARKS.sub("", release.text[m.end : sentence[1]])
    if PUT_OFF.search(before) or NO_DAY.match(behind):
        return True
    whole = MARKS.sub("", release.text[slice(*sentence)])
    if WAS_DUE.search(before) and IS_OFF.search(behind):
        return True
    if WAS_SET.match(behind) and IS_OFF.search(whole):
        return True
    wish = WISHED.search(before)
    ahead = standing and (WILL_HOLD.search(before) or PLANNED.match(behind))
    return bool(wish or ahead or TO_COME.search(f" {m.name}")) and not has_day(
        release, sentence, m.start - len(wish.group()) if wish else m.start
    )
