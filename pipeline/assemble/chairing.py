"""Find who presides over a meeting from the words beside the names."""

from __future__ import annotations

import re

from pipeline.arabic.patterns import pattern
from pipeline.assemble.context import MARKS, TITLES, after_name, before_name, name_start
from pipeline.assemble.spans import beginning, labelled, over, within
from pipeline.types import Entity, Mention, Release

SITTING = r"(?:الاجتماع|الجلسة|اللقاء|الدورة)"
# «برئاسة», «ترأس», «خلال ترؤس» before a name; not «وعلى رأسها فلان» nor «فترة رئاسة فلان».
PRESIDES = r"(?<!\w)(?<!على )[وف]?(?:(?:س?[يت])?ت?رأس|ترؤس|برئاسة)(?:ت)?(?:ها|ه|هما)?"
BEFORE = pattern(
    rf"{PRESIDES}\s*(?:مشتركة\s+(?:من|بين)\s+|(?:{SITTING}\s+)?(?:كل\s+من\s+)?)$|"
    # A title that the tagger does not know; «في مكتبه برئاسة الوزراء» is a place.
    r"(?<!\w)برئاسة\s+(?!الوزراء|الجمهورية|الحكومة|الدولة)(?:ال\w+\s+){1,2}$|"
    rf"(?<!\w)[وف]?(?:أدار|يدير|تدير)(?:ت)?\s+{SITTING}\s+$|"
    r"(?<!\w)برئاسة\s+[^.،,\n]{2,40}[،,]?\s+ممثل\w*\s+(?:في|ب)\s*$"
)
# A title of which the tagger found only the end: «ترأس الفريق طبيب | الشيخ فلان».
BEFORE_TITLE = pattern(
    PRESIDES + r"\s+(?!وفد|بعثة|الوفد|الجانب|فريق|لجنة|مجلس|اجتماع|جلسة|أعمال|أحد|إحدى|بعض|ممثل|"
    r"نجل|حفيد|حرم|عقيلة|قرينة|كريمة|والدة)\w+"
    r"(?:\s+(?!من\s)\w+)?\s+$"
)
# «استقبل وفدا من … برئاسة فلان»: no sitting or body is named between.
VISITORS = pattern(
    r"(?<!\w)[وفبل]?(?:ال)?وفد(?:ا|\u064b|ا\u064b|\u064bا)?(?!\w)"  # \u064b fathatan
    r"(?:\s+(?:من\s+)?(?:اللجنة|المجلس)(?!\w))?"
    r"(?:(?!(?:ال)?(?:اجتماع|جلسة)(?!ي)|الدورة|اللجنة|المجلس)[^.؛\n]){0,70}$"
)
LED = pattern(r"[\s،,]*(?:وفد|الوفد|الجانب)(?!\w)")  # «ترأس فلان وفد الدولة»
# «فلان، الذي ترأس الاجتماع», «فلان يرأس اجتماع …»
AFTER = pattern(
    r"[\s،,\-–—(]*و?(?:الذي|التي)\s+(?:ي|ت)?ت?رأس(?:ت)?(?:ه|ها)?(?!\w)"
    r"(?!\s+(?:وفد|الجانب|اجتماعين|اجتماعات|عدة))|"
    rf"[\s،,]*(?:الذي|التي)\s+أدار(?:ت)?\s+{SITTING}(?!\w)|"
    r"\s+(?:ي|ت)?ت?رأس(?:ت)?\s+(?:ال)?(?:اجتماع|جلسة|لقاء|دورة)"
)
# «قال فلان | … خلال ترؤسه الاجتماع»: further on in the sentence of the name
WHILE_LATER = pattern(
    r"[^.\n]{0,220}?(?<!\w)(?:خلال|لدى|أثناء|عند)\s+ترؤس(?:ه|ها)(?!\s+(?:وفد|الوفد|الجانب))\s"
)
# «عقدت اللجنة اجتماعها بإشراف فلان», «… الجلسة الثانية التي أدارتها فلانة»
CONDUCTED = pattern(
    r"(?<!\w)(?:ب(?:إشراف|إدارة)|[وف]?(?:(?:أدار|يدير|تدير)(?:ت)?(?:ه|ها)|أشرف(?:ت)?\s+علي(?:ه|ها)))\s+$"
)
HEADS = pattern(r"برئاسة\s*(?:ال\w+\s+){0,2}$")
# «المؤسسة التي يرأسها فلان»
HEADED = pattern(r"(?:(?:الذي|التي)\s+[يت]ت?رأس|(?<!\w)(?:يرأس|[يت]ترأس))(?:ه|ها)\s*$")
# Characters at most from a MEETING mention to «التي يرأسها» that speaks of it.
FROM_SITTING = 60
# «تشكيل لجنة …، برئاسة فلان»: a body set up now meets elsewhere.
NEW_BODY = pattern(
    r"(?<!\w)[وف]?[بل]?(?:تشكيل|إنشاء|تأسيس|تكوين|شكل\w*|أنشأ\w*|انتخب\w*|انتخاب|إن)\s+"
    # «مجلسا جديدا»; \u064b fathatan
    r"(?:(?!أول\s)[^.،؛\n]{0,50}\s)?(?:(?:ال)?غرفة|خلية|لجنة|لجان|فريق|فرق|مجلس|هيئة|وحدة)[ا\u064b]*\s[^.\n]*$"
)
APART = 160  # fewer characters between two who preside together


def chairs(release: Release, m: Mention, met: Entity | None = None) -> bool:
    """Return whether the words beside a mention of a person say that this person presides over the
    meeting (of the body `met`)."""
    before, after = before_name(release, m), after_name(release, m)
    titled = any(x.label == "HON" for x in over(release.mentions, m.start - 3, m.start))
    found = BEFORE.search(before) or (BEFORE_TITLE.search(before) if titled else None)
    if found and not LED.match(after):
        return not (
            heads_other(release, m) or of_another(release, m, met) or _heads_guests(release, m)
        )
    return (
        _conducts(release, m, before)
        or _alone_before_while(release, m)
        or AFTER.match(after) is not None
    )


def _heads_guests(release: Release, m: Mention) -> bool:
    """Return whether «برئاسة» before a name speaks of a delegation."""
    found = BEFORE.search(before_name(release, m))
    start = name_start(release, m)
    wide = MARKS.sub("", release.text[max(0, start - 150) : start])
    return found is not None and VISITORS.search(wide[: -len(found.group())]) is not None


def _sentence_start(release: Release, at: int) -> int:
    return max(release.text.rfind(c, 0, at) for c in ".\n") + 1


def _conducts(release: Release, m: Mention, before: str) -> bool:
    """Return whether «بإشراف», «بإدارة» or «وأداره» before a name follows a MEETING mention in its
    sentence."""
    if CONDUCTED.search(before) is None:
        return False
    start = name_start(release, m)
    since = _sentence_start(release, start)
    return bool(labelled(release.mentions, "MEETING").beginning(since, start))


def _headed_at(release: Release, start: int) -> int:
    """Return the position of «برئاسة» before a name and its titles, or -1."""
    found = HEADS.search(release.text, max(0, start - 50), start)
    return found.start() if found else -1


def of_another(release: Release, m: Mention, met: Entity | None) -> bool:
    """Return whether «برئاسة فلان» follows the name of another body than the one that met, without
    a session of its own in the text."""
    at = _headed_at(release, name_start(release, m))
    near = over(release.mentions, at - 3, at) if at >= 0 else []
    body = next((x for x in near if x.label in ("COMMITTEE", "ORG") and x.end <= at), None)
    if body is None or body.entity is None or (met is not None and body.entity == met.id):
        return False
    sittings = labelled(release.mentions, "MEETING").beginning(
        max(_sentence_start(release, body.start), body.start - FROM_SITTING), at
    )
    return not sittings


def _alone_before_while(release: Release, m: Mention) -> bool:
    """Return whether a name is the only one of its sentence before «خلال ترؤسه الاجتماع»."""
    found = WHILE_LATER.match(release.text, m.end)
    return found is not None and not any(
        x.label == "PER" and x.start != m.start
        for x in beginning(release.mentions, _sentence_start(release, m.start), found.end())
    )


def heads_other(release: Release, m: Mention) -> bool:
    """Return whether a person presides over something else than this meeting: a body that is only
    being set up («تشكيل لجنة … برئاسة فلان»), or an organisation («المؤسسة التي يرأسها فلان»)."""
    start = name_start(release, m)
    headed = HEADED.search(release.text, max(0, start - 20), start)
    at = headed.start() if headed else _headed_at(release, start)
    if at < 0:
        return False
    sittings = [x for x in labelled(release.mentions, "MEETING").over(at - 200, at) if x.end <= at]
    found = NEW_BODY.search(MARKS.sub("", release.text[max(0, at - 140) : at]))
    if found and not any(at - len(found.group()) <= x.start for x in sittings):
        return True
    return headed is not None and not any(at - x.end <= FROM_SITTING for x in sittings)


def beside_chair(release: Release, m: Mention, chair: Mention) -> bool:
    """Return whether a name is coordinated with that of a chair: «برئاسة فلان وفلان»."""
    bare = release.text[chair.end : m.start]
    inside = within(release.mentions, (chair.end, m.start))
    if any(x.label == "PER" for x in inside):
        return False
    for x in inside:
        if x.label in TITLES:
            bare = bare.replace(release.text[x.start : x.end], "")
    return re.fullmatch(r"[ \t\u00a0،,]*و[ \t\u00a0،,]*", bare) is not None
