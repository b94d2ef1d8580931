"""The mode of a meeting in the words of a sentence: at a place, on screens, or with some people on
a screen."""

from __future__ import annotations

from functools import cache

from pipeline.arabic import lists
from pipeline.arabic.folding import fold
from pipeline.arabic.patterns import pattern

# On a screen. Folded.
SCREEN = (
    r"(?:عن بعد|افتراضيا|مرييا|(?:علي|من خلف) (?:الشاش|شاش)(?:ه|ات)|"
    r"(?:(?:عبر|من خلال) |ب(?=الاتصال|الفيديو|تقنيه))"
    r"(?:الاتصال|تقنيه|تقنيات|تطبيق|منصه|المنصه|برنامج|الفيديو|دايره|الدايره|الشبكه|الشاشه|الشاشات|شاشه)"
    r"(?: "
    r"(?:الاتصال|الربط|كونفرانس|كونفرنس|فيديو|تيمز|المريي|المرييه|تلفزيونيه|التلفزيونيه|التلفزيوني|"
    r"الفيديو|زوم|زووم)(?!\w))*+)(?!\w)"
)
# «انضم إليه عن بعد خبراء», «وتابعه عن بعد ممثل الاتحاد», «فلان (عن بعد)»: some were not in the
# room. Folded.
JOINED = pattern(
    r"(?<!\w)[وف]?(?:ا?نضم|[يت]?شارك|تابع|[يت]تابع|حضر)(?:ت|وا|ه|ها|ته|تها)?"
    r"(?:\s(?:اليه|اليها|اليهم|فيه|فيها|اعماله|اعمالها))?\s"
    rf"(?:من بعد(?!\w)|{SCREEN})"
)
BRACKETED = pattern("\\((?:عن ب\u064f?عد|افتراضي[\u064bا]+|مرئي[\u064bا]+)\\)")  # damma, fathatan
SITTING_NOUN = r"(?!\S*(?:اجتماع|جلسه|دوره|لقاء))"
OF_ALL = r"(?! (?:وزراء|روساء|ممثل|اعضاء|وكلاء|وفود|دول|عدد|جميع))"  # these mean all participants
# Some participants of the reported session followed it on a screen: «وتابعه وفد الدولة عبر الاتصال
# المرئي», «شارك فيها فلان عبر …», «فيما خاطب فلان الحضور عبر …», «عدا عضوين صوتا عن بعد», «إلى
# إحاطة قدمتها من جنيف عبر دائرة تلفزيونية»; «وظهر على الشاشة فلان». Folded.
SOME_FOLLOWED = pattern(
    "|".join(
        (
            r"(?<!\w)[وف]?(?:تابع(?:ت|وا)?(?:ه|ها)|(?:شارك(?:ت)? في|انضم(?:ت)? "
            rf"الي)(?:ه|ها){OF_ALL})"
            rf"\s(?:{SITTING_NOUN}[^.،\s]+\s){{0,14}}?{SCREEN}",
            r"(?<!\w)(?:(?:فيما|بينما|في حين|كما) "
            r"(?:تابع|شارك|تحدث|خاطب|انضم|ادلي)|[وف]?خاطب(?:ت)? (?:الحضور|المجتمعين|المشاركين)|"
            r"عدا|باستثناء|سوي|(?:كلمه|احاطه|عرض|عرضا|مداخله|ايجاز) "
            r"(?:قدم|الق)(?:ه|ها|ته|تها|اها|اه))"
            rf"\s(?:{SITTING_NOUN}[^.\s]+\s){{0,14}}?{SCREEN}",
            rf"(?<!\w)[وف]?ب(?:حضور|مشاركه){OF_ALL} "
            r"(?:مدير|رييس|وكيل|امين|سفير|ممثله|عضو|نايب|وزير|محافظ)(?!ي)\S*\s"
            rf"(?:{SITTING_NOUN}[^.،\s]+\s){{1,12}}?{SCREEN}",
            rf"(?<!\w)[وف]?(?:ظهر|اطل)(?:ت|وا)? {SCREEN}",
        )
    )
)
# «شارك بعض أعضائه عبر الاتصال المرئي»
SOME_JOINED = pattern(rf"(?<!\w)[وف]?(?:ا?نضم|شارك)(?:ت|وا|ه|ها)? بعض(?: \w+)? {SCREEN}")
# «بحضور أعضائها، وبمشاركة مدير عام السياحة فلان عبر الاتصال المرئي»: one of them was on a screen.
WITH_ONE = pattern(
    r"(?<!\w)[وف]?ب?(?:حضور|حضره|حضرها)\s[^.]{0,120}?[،,]?\s*و(?:ب?مشاركه|شارك)\s"
    r"(?!وزراء|روساء|ممثلي|ممثلين|اعضاء|وكلاء|وفود|دول|عدد|جميع)[^.،]{0,90}?\s" + SCREEN
)
# After the first sentence: «كما تدخل والي المنطقة فلان عن بعد من …», «وخاطب الحضور عبر تقنية
# الفيديو …».
SPOKE_FROM = pattern(
    r"(?<!\w)[وف]?(?:تدخل|تحدث|خاطب|واكب|مشاركا|متحدثا|شارك|انضم)(?:ت|ه|ها)?\s"
    rf"(?:{SITTING_NOUN}[^.\s]+\s){{0,14}}?"
    + SCREEN
    + r"(?![^.]{0,30}\s(?:في|ضمن)\s(?:اعمال|ال?اجتماع|ال?دوره|ال?جلسه|ندوه|فعاليات))"
)


@cache
def _modes() -> tuple[tuple[str, str], ...]:
    return tuple(
        (kind, fold(phrase)) for kind, phrase in lists.rows("pipeline.assemble", "modes.txt")
    )


def kinds(text: str, behind: bool = False) -> set[str]:
    """Return the modes in a sentence: virtual, person, hybrid, place, joined (some were on a
    screen). `behind`: the sentence does not begin the meeting."""
    folded = " " + fold(BRACKETED.sub("", text)) + " "
    found = {"joined"} if BRACKETED.search(text) else set()
    for joined in (JOINED, SOME_JOINED, WITH_ONE, SOME_FOLLOWED, *([SPOKE_FROM] if behind else [])):
        folded, n = joined.subn(" ", folded)
        found |= {"joined"} if n else set()
    for _, phrase in (row for row in _modes() if row[0] == "not"):
        folded = folded.replace(phrase, "")
    for kind, phrase in (row for row in _modes() if row[0] != "not"):
        if kind == "place":
            hit = (
                f" ب{phrase} " in folded
                or f" في {phrase} " in folded
                or f" بال{phrase.removeprefix('ال')} " in folded
            )
        else:
            hit = any(f" {before}{phrase} " in folded for before in ("", "ب", "ال", "و"))
        if hit:
            found.add(kind)
    return found
