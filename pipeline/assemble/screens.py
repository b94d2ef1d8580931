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
# Some were on a screen: «انضم إليه عن بعد خبراء», «وتابعه وفد الدولة عبر …», «وخاطب الحضور عبر …»,
# «فلان (عن بعد)»;
# not «شارك في الاجتماع عبر …», nor «شارك وزراء … عبر …», who are all. Folded.
JOINED = pattern(
    r"(?<!\w)(?:[وف]?(?:ا?نضم|[يت]?شارك|[يت]?تابع|حضر|تدخل|تحدث|خاطب|مشاركا|متحدثا|ظهر|اطل)"
    r"(?:ت|وا|ه|ها|ته|تها)?|[وف]?ب(?:حضور|مشاركه)|عدا|"
    r"(?:كلمه|احاطه|عرضا?|مداخله) (?:قدم|الق)(?:ه|ها|ته|تها|اها|اه))"
    r"(?:\sفي(?:ه|ها))?(?! (?:ال\w+ون|وزراء|روساء|ممثل|اعضاء|وكلاء|وفود|دول|جميع))\s"
    rf"(?:(?!\S*(?:اجتماع|جلسه|دوره|لقاء))[^.\s]+\s){{0,14}}?(?:{SCREEN}|من بعد(?!\w))"
    r"(?![^.]{0,30}\s(?:في|ضمن)\s(?:اعمال|ال?اجتماع|ال?دوره|ال?جلسه|ندوه|فعاليات))|"
    r"\((?:عن بعد|افتراضيا|مرييا)\)"
)


@cache
def _modes() -> tuple[tuple[str, str], ...]:
    return tuple(
        (kind, fold(phrase)) for kind, phrase in lists.rows("pipeline.assemble", "modes.txt")
    )


def joins(text: str) -> bool:
    """Return whether a sentence says that some were on a screen."""
    return JOINED.search(f" {fold(text)} ") is not None


def kinds(text: str) -> set[str]:
    """Return the modes in a sentence: virtual, person, hybrid, place; what it says of some who were
    on a screen does not count."""
    folded = JOINED.sub(" ", f" {fold(text)} ")
    for _, phrase in (row for row in _modes() if row[0] == "not"):
        folded = folded.replace(phrase, "")
    found = set()
    for kind, phrase in _modes():
        said: tuple[str, ...]
        if kind == "place":
            said = (f" ب{phrase} ", f" في {phrase} ", f" بال{phrase.removeprefix('ال')} ")
        else:
            said = (f" {phrase} ", f" ب{phrase} ", f" ال{phrase} ", f" و{phrase} ")
        if kind != "not" and any(s in folded for s in said):
            found.add(kind)
    return found
