"""Find who presides over a meeting from the words beside the names."""

from __future__ import annotations

import re

from pipeline.arabic.patterns import pattern
from pipeline.assemble.around import GAP, MARKS, TITLES, after_name, before_name, name_start
from pipeline.assemble.spans import beginning, labelled, over, within
from pipeline.types import Entity, Mention, Release

SITTING = r"(?:الاجتماع|الجلسة|اللقاء|الدورة)"
# «برئاسة», «ترأس», «يرأس», «وترأسته» directly before titles and offices of a name; not «ترأس الجانب
# …» nor «رأس وفد …» nor «وفدا برئاسة», nor «وعلى رأسها فلان» nor «فترة رئاسة فلان».
PRESIDES = (
    r"(?<!\w)(?<!على )[وف]?(?:تر[أا][سّ]?س|يترأس|تترأس|ستترأس|سيترأس|رأس|يرأس|ترأس|برئاسة|"
    rf"رئاسة(?=\s+{SITTING}))(?:ت)?(?:ها|ه|هما)?"
)
BEFORE = pattern(
    PRESIDES
    + rf"\s*(?:مشتركة\s+(?:من|بين)\s+|(?:{SITTING}\s+)?(?:كل\s+من\s+)?|(?:أعمال|أشغال)(?:ه|ها|\s+ال\w+)\s+|"
    r"(?:اجتماع|جلسة|دورة)\s+ال\w+\s+)$|"
    r"(?<!\w)(?:خلال|لدى|أثناء|عند|عقب|بعد)\s+ترؤس\s+$|"  # «جاء ذلك خلال ترؤس فلان اجتماع …»
    rf"(?<!\w)[وف]?[يت]?تول(?:ى|ت)\s+إدارة\s+{SITTING}\s+$|"
    r"(?<!\w)(?:تحت\s+|ب)الرئاسة\s+المشتركة\s+(?:ل(?:كل\s+من\s+|ل)?|بين\s+)$|"
    # A title that the tagger does not know: «برئاسة الكاتبة | فلانة»; «في مكتبه برئاسة الوزراء» is
    # a place.
    r"(?<!\w)برئاسة\s+(?!الوزراء|الجمهورية|الحكومة|الدولة)(?:ال\w+\s+){1,2}$|"
    # «تولى رئاسته فلان», «تولت رئاسته دولة قطر ممثلة بفلان»
    r"(?<!\w)[وف]?[يت]?تول(?:ى|ت)\s+رئاست(?:ه|ها)\s+"
    r"(?:[^.،,\n]{2,40}[،,]?\s+ممثل\w*\s+(?:في\s+|ب))?$|"
    # «جلسة عمل أشرف عليها فلان»
    rf"(?:اجتماع|جلسة|{SITTING})(?:\s+\w+)?\s+[أيت]شرف(?:ت)?\s+علي(?:ه|ها)\s+$|"
    rf"(?<!\w)[وف]?(?:أدار|يدير|تدير)(?:ت)?\s+(?:{SITTING}|المداولات|النقاش)\s+(?:الافتتاحية\s+)?(?:نائب(?:ه|ها)\s+)?$|"
    # «بعد مداولات تولى إدارتها فلان»
    r"(?:اجتماع|جلسة|مداولات|مناقشات)\s+(?:\w+\s+)?[يت]?تول(?:ى|ت)\s+إدارت(?:ه|ها)\s+$|"
    # with a title that the tagger does not know
    rf"(?<!\w)[وف]?(?:ترأس|رأس)(?:ت)?\s+{SITTING}\s+ال\w+\s+$|"
    # «الاجتماع أدير من قبل فلان»
    rf"(?:{SITTING}\s+[أا]دير(?:ت)?|(?<!\w)[وف]?[أا]دير(?:ت)?\s+{SITTING})\s+من\s+(?:قبل|جانب)\s+$|"
    # «الاجتماع الذي أداره فلان»
    rf"{SITTING}\s+(?:\w+\s+){{0,2}}(?:الذي|التي)\s+(?:أدار(?:ه|ها|ته|تها)|[يت]دير(?:ه|ها))\s+(?:من\s+\w+\s+)?$|"
    r"(?<!\w)(?:برئاسة|رئاست(?:ه|ها))\s+[^.،,\n]{2,40}[،,]?\s+ممثل\w*\s+(?:في|ب)\s*$"
)  # «برئاسة دولة قطر، ممثلة في فلان»
# «ورأس الجلسة نيابة عن وزير التعليم مدير الجامعة فلان»: of two consecutive offices the first is
# that of the absent person.
FOR_ANOTHER = pattern(r"(?<!\w)(?:نيابة|بالنيابة|بالإنابة|إنابة)\s+عن\s+$")
PRESIDES_FOR = pattern(PRESIDES + rf"\s+{SITTING}\s+" + FOR_ANOTHER.pattern)
# A title of which the tagger found only the end: «ترأس الفريق طبيب | الشيخ فلان».
BEFORE_TITLE = pattern(
    PRESIDES
    + r"\s+(?!وفد|بعثة|بعثه|الوفد|الجانب|فريق|لجنة|مجلس|اجتماع|جلسة|أعمال|أحد|إحدى|بعض|ممثل|"
    r"نجل|حفيد|حرم|عقيلة|قرينة|كريمة|والدة)\w+"
    r"(?:\s+(?!من\s)\w+)?\s+$"
)
# «استقبل وفداً من … برئاسة فلان»: the head of a delegation, with no session or body named in
# between.
VISITORS = pattern(
    r"(?<!\w)[وفبل]?(?:ال)?وفد(?:ا|\u064b|ا\u064b|\u064bا)?(?!\w)"  # \u064b fathatan
    r"(?:\s+(?:من\s+)?(?:اللجنة|المجلس)(?!\w))?"
    r"(?:(?!(?:ال)?(?:اجتماع|جلسة)(?!ي)|الدورة|اللجنة|المجلس)[^.؛\n]){0,70}$"
)
# «استقبل مدير التعليم لجنة السلامة برئاسة فلان»: the head of the guests, with no session named in
# between.
RECEIVED = pattern(
    r"(?<!\w)[وف]?(?:س?[يت]ستقبل|استقبل|س?[يت]لتقي|التق[ىيت])(?:ت)?\s(?!(?:أعضاء|الأعضاء)\s)"
    r"(?:(?!(?:ال)?(?:اجتماع|جلسة)(?!ي)|الدورة)[^.؛\n])*$"
)
LED = pattern(r"[\s،,]*(?:وفد|الوفد|الجانب)(?!\w)")  # «ترأس فلان وفد الدولة»
# «…، الذي ترأس الاجتماع» directly after a name and its office.
AFTER = pattern(
    r"[\s،,\-–—(]*(?:الذي|التي|والذي|والتي)\s+(?:ترأس|ترأست|يرأس|رأس|رأست|ترأسها|ترأسه)(?!\w)"
    r"(?!\s+(?:وفد|الجانب|اجتماعين|اجتماعات|عدة))|"
    rf"[\s،,]*(?:الذي|التي|وقد)\s+أدار(?:ت)?\s+(?:{SITTING}|المداولات|النقاش)(?!\w)|"
    # «أمير المنطقة فلان يرأس اجتماع …», in headlines; «أن الوزير فلانا ترأس الجلسة».
    r"\s+(?:[يت]?ترأس|[يت]?رأس)(?:ت)?\s+(?:ال)?(?:اجتماع|جلسة|لقاء|دورة)"
)
# «فلان، خلال ترؤسه الاجتماع», and before the name «وخلال ترؤسه الاجتماع، قال فلان».
WHILE = r"(?:خلال|لدى|أثناء|عند|في)\s+(?:ترؤس|رئاست)(?:ه|ها)(?!\s+(?:وفد|الوفد|الجانب))(?!\w)"
WHILE_AFTER = pattern(r"[\s،,]*" + WHILE)
WHILE_LATER = pattern(r"[^.\n]{0,220}?(?<!\w)" + WHILE + r"\s")
# «وجه فلان بسرعة التنفيذ. جاء ذلك خلال ترؤسه الاجتماع»: the first person in the sentence before.
CAME_WHILE = pattern(r"[^.\n]*[.\n]\s*و?(?:جاء|كان|تم|حدث)\s+ذلك\s+" + WHILE)
WHILE_BEFORE = pattern(
    WHILE + r"(?:(?!\sب(?:حضور|مشاركة|عضوية)(?!\w))[^.\n])*$"
)  # not someone named as present
# «فلان، بصفته رئيسا للدورة», but no head of state or office; in a list of attendees «فلان / مدير
# الإدارة / رئيسا».
AS_CHAIR = pattern(
    r"[\s،,]*بصفت(?:ه|ها)\s+رئيس\u064b?(?:ا|ة)?\u064b?\s+(?:ال|لل|ل)(?:دورة|جلسة|اجتماع)(?!\w)|"
    r"[\s،,]*[/(\-–—]\s*رئيس\u064b?ا\u064b?(?!\w)"
)  # \u064b fathatan
CHAIR_LINE = pattern(
    rf"(?<![^\n])\W*رئيسة?\s+{SITTING}\s*[:\-–—]\s*[^\n:]{{0,30}}$"
)  # «رئيس الجلسة: الدكتور | فلان», in minutes
LINE = 70  # maximum characters of such a line before the name
# «عقدت اللجنة اجتماعها بإشراف فلان», «… اجتماعها، وأداره فلان», «… الجلسة الثانية التي أدارتها
# اليوم فلانة», «… أشرف عليها فلان», «… وتناوب على رئاستها فلان وفلان»: about a session named before
# it in the sentence.
CONDUCTED = pattern(
    r"(?<!\w)(?:ب(?:إشراف|إدارة)|[وف]?(?:(?:أدار|يدير|تدير)(?:ت)?(?:ه|ها)|أشرف(?:ت)?\s+علي(?:ه|ها)|"
    r"تناوب(?:ت)?\s+على\s+رئاست(?:ه|ها)|أدار(?:ت)?\s+(?:أعمال|أشغال)(?:ه|ها)))\s+(?:(?:اليوم|أمس)\s+)?$"
)
WHICH = pattern(r"(?<!\w)(?:الذي|التي)\s+\S+\s+(?:علي(?:ه|ها)\s+)?(?:\S+\s+)?$")
ALSO = pattern(r"(?<!\w)و(?!ال)\w")  # another clause
# Between «ترأس | الدورة الثالثة» and its subject only time and place: «ترأس الدورة الثالثة، يوم
# الأحد في نزوى، فلان».
WHEN_AND_WHERE = pattern(
    r"(?:[ \u00a0،,]|(?<!\w)(?:في|ب|ل|لل|يوم|صباح|مساء|ظهر|أمس|اليوم|مقر|عبر|تقنية|الاتصال|المرئي|"
    r"افتراضيا|حضوريا)(?!\w))*"
)
OVERSAW = pattern(r"(?<!\w)[وف]?(?:أ|ي|ت)شرف(?:ت)?\s*$")  # «أشرف فلان على اجتماع المجلس»
RAN = pattern(r"(?<!\w)[وف]?(?:أدار|[يت]دير)(?:ت)?\s*$")  # «أدارت الوزيرة فلانة أعمال الدورة»
WHOLE_SITTING = pattern(rf"[^.،\n]{{0,80}}?\s(?:أعمال\s+|أشغال\s+)?{SITTING}(?!\w)")
OVER_SITTING = pattern(
    r"[^.\n]{0,80}?(?<!\w)على\s+(?:أعمال\s+)?(?:(?:ال)?(?:اجتماع|جلسة|دورة)|مجلس\s+وزاري)(?!\w)"
)
JOINT = pattern(r"(?:مشتركة|كل\s+من|بين)(?:\s+من|\s+بين)?\s*(?:ل\s*)?$")
HEADS = pattern(r"برئاسة\s*(?:ال\w+\s+){0,2}$")
SIDE = pattern(r"(?:من|عن)\s+(?:ال)?جانب")  # «برئاسة فلان من جانب …، وفلان من جانب …»
HEADED = pattern(
    r"(?:(?:الذي|التي)\s+[يت]ت?رأس|(?<!\w)(?:يرأس|[يت]ترأس))(?:ه|ها)\s*$"
)  # «المؤسسة التي يرأسها فلان»
FORMER = pattern(r"(?<!\w)السابقة?\s+$")  # «أبرأت ذمة الإدارة السابقة برئاسة فلان»
BARE_BODY = pattern(
    r"(?<!\w)[وفب]?(?:اللجنة|المجلس|الهيئة|الفريق)[،,]?\s*$"
)  # «اللجنة، التي ترأسها فلان، قررت …»: the one that met
PRESIDING = pattern(r"(?<!\w)[وف]?(?:س?[يت])?(?:ترأس|رأس)(?:ت)?\s+$")
ADJUNCTS = frozenset(("DATE", "LOC", "COMMITTEE", "ORG", "COUNTRY"))
# maximum characters between a session and the name of its chair
REACH = 160
# maximum characters between a MEETING mention and «التي ترأسها» («الجلسة … أمس التي ترأسها»)
FROM_SITTING = 60
# «تشكيل لجنة …، برئاسة فلان»: a body set up now meets elsewhere.
NEW_BODY = pattern(
    r"(?<!\w)[وف]?[بل]?(?:تشكيل|إنشاء|تأسيس|تكوين|تأليف|استحداث|شكل\w*|أنشأ\w*|انتخب\w*|انتخاب|إن)\s+"
    # «مجلسا جديدا»; \u064b fathatan
    r"(?:(?!أول\s)[^.،؛\n]{0,50}\s)?(?:(?:ال)?غرفة|خلية|لجنة|لجان|فريق|فرق|مجلس|هيئة|وحدة)[ا\u064b]*\s[^.\n]*$"
)


def chairs(release: Release, m: Mention, met: Entity | None = None) -> bool:
    """Return whether the words beside a mention of a person say that this person presides over the
    meeting (of the body `met`)."""
    before, after = before_name(release, m), after_name(release, m)
    if deputises(release, m) and PRESIDES_FOR.search(before):
        return True
    titled = any(
        x.label == "HON" and 0 <= m.start - x.end <= 2
        for x in over(release.mentions, m.start - 3, m.start)
    )
    found = BEFORE.search(before) or (BEFORE_TITLE.search(before) if titled else None)
    if found and not LED.match(after):
        return not (
            heads_other(release, m) or of_another(release, m, met) or heads_guests(release, m)
        )
    if (OVERSAW.search(before) and OVER_SITTING.match(after)) or (
        RAN.search(before) and WHOLE_SITTING.match(after)
    ):
        return True
    if _conducts(release, m, before) or _behind_its_sitting(release, m):
        return True
    if CHAIR_LINE.search(release.text, max(0, m.start - LINE), m.start):
        return True
    if (
        _first_after_while(release, m, before)
        or _alone_before_while(release, m)
        or _first_before_came(release, m)
    ):
        return True
    return bool(AFTER.match(after) or WHILE_AFTER.match(after) or AS_CHAIR.match(after))


def heads_guests(release: Release, m: Mention) -> bool:
    """Return whether «برئاسة» or «يرأسها» before a name is about a delegation or other guests."""
    found = BEFORE.search(before_name(release, m))
    start = name_start(release, m)
    wide = MARKS.sub("", release.text[max(0, start - 150) : start])
    before = wide[: len(wide) - len(found.group())] if found else ""
    return VISITORS.search(before) is not None or RECEIVED.search(before) is not None


def _conducts(release: Release, m: Mention, before: str) -> bool:
    """Return whether «بإشراف», «بإدارة» or «وأداره» before a name follows a MEETING mention in its
    sentence; «التي أدارها» with no other clause in between («وزارت المزرعة التي يديرها فلان»)."""
    start = name_start(release, m)
    since = max(release.text.rfind(c, 0, start) for c in ".\n")
    sitting = max(
        (x.end for x in beginning(release.mentions, since + 1, start) if x.label == "MEETING"),
        default=None,
    )
    if sitting is None or CONDUCTED.search(before) is None:
        return False
    return WHICH.search(before) is None or ALSO.search(release.text, sitting, start) is None


def _behind_its_sitting(release: Release, m: Mention) -> bool:
    """Return whether the verb of presiding and its object precede a name, with only time and place
    in between."""
    start = name_start(release, m)
    before = (
        x
        for x in labelled(release.mentions, "MEETING").over(start - REACH, start)
        if x.end <= start
    )
    sitting = max(before, key=lambda x: x.end, default=None)
    if sitting is None or not PRESIDING.search(
        MARKS.sub("", release.text[max(0, sitting.start - 20) : sitting.start])
    ):
        return False
    between, at = "", sitting.end
    for x in (x for x in within(release.mentions, (sitting.end, start)) if x.label in ADJUNCTS):
        between += release.text[at : max(at, x.start)] + " "
        at = max(at, x.end)
    return WHEN_AND_WHERE.fullmatch(MARKS.sub("", between + release.text[at:start])) is not None


def deputises(release: Release, m: Mention) -> bool:
    """Return whether a person deputises for someone named only by office: «نيابة عن» and two
    consecutive offices before the name."""
    start = name_start(release, m)
    offices = sorted(
        (x for x in within(release.mentions, (start, m.start)) if x.label == "ROLE"),
        key=lambda x: (x.start, -x.end),
    )
    second = next((x for x in offices if x.start >= offices[0].end), None)
    return (
        second is not None
        and release.text[max(second.start - 1, 0) : second.start] != "و"
        and FOR_ANOTHER.search(release.text, max(0, start - 20), start) is not None
    )


def of_another(release: Release, m: Mention, met: Entity | None) -> bool:
    """Return whether «برئاسة فلان» follows the name of another body than the one that met, without
    a session of its own in the text."""
    at = _headed_at(release, name_start(release, m))
    body = (
        next(
            (
                x
                for x in over(release.mentions, at - 3, at)
                if x.label in ("COMMITTEE", "ORG") and 0 <= at - x.end <= 2
            ),
            None,
        )
        if at >= 0
        else None
    )
    if body is None or body.entity is None or (met is not None and body.entity == met.id):
        return False
    start = max(release.text.rfind(c, 0, body.start) for c in ".\n") + 1
    sittings = labelled(release.mentions, "MEETING").beginning(start, at)
    return not any(
        body.start - x.start <= FROM_SITTING
        or not re.search("[،,؛]", release.text[x.end : body.start])
        for x in sittings
    )


def _headed_at(release: Release, start: int) -> int:
    """Return the position of «برئاسة» before a name and its titles, or -1."""
    since = max(0, start - 50)
    found = HEADS.search(release.text[since:start])
    return since + found.start() if found else -1


def _first_after_while(release: Release, m: Mention, before: str) -> bool:
    """Return whether a name is the first after «خلال ترؤسه الاجتماع» in its sentence."""
    return WHILE_BEFORE.search(before) is not None and not any(
        x.label == "PER" and WHILE_BEFORE.search(before_name(release, x))
        for x in beginning(release.mentions, m.start - 59, m.start)
    )


def _alone_before_while(release: Release, m: Mention) -> bool:
    """Return whether a name is the only one of its sentence before «خلال ترؤسه الاجتماع»: «وجه فلان
    … بسرعة التنفيذ، وذلك لدى ترؤسه …»."""
    start = max(release.text.rfind(c, 0, m.start) for c in ".\n") + 1
    found = WHILE_LATER.match(release.text, m.end)
    return found is not None and not any(
        x.label == "PER" and x.start != m.start
        for x in beginning(release.mentions, start, found.end())
    )


def _first_before_came(release: Release, m: Mention) -> bool:
    """Return whether a name is the first of a sentence, and the next sentence begins with «جاء ذلك
    خلال ترؤسه الاجتماع»."""
    start = max(release.text.rfind(c, 0, m.start) for c in ".\n") + 1
    return CAME_WHILE.match(release.text, m.end) is not None and not any(
        x.label == "PER" for x in beginning(release.mentions, start, m.start)
    )


def heads_other(release: Release, m: Mention) -> bool:
    """Return whether a person presides over something else than this meeting: a body that is only
    being set up («تشكيل لجنة … برئاسة فلان»), or an organisation («المؤسسة التي يرأسها فلان»)."""
    start = name_start(release, m)
    headed = HEADED.search(release.text, max(0, start - 20), start)
    at = headed.start() if headed else _headed_at(release, start)
    if at < 0 or (
        headed and VISITORS.search(release.text, max(0, at - 80), at)
    ):  # «استقبل وفدا … يرأسه فلان»
        return False
    sittings = [x for x in labelled(release.mentions, "MEETING").over(at - 200, at) if x.end <= at]
    if headed and BARE_BODY.search(release.text, max(0, at - 16), at):
        return False
    if FORMER.search(release.text, max(0, at - 16), at):
        return True
    found = NEW_BODY.search(MARKS.sub("", release.text[max(0, at - 140) : at]))
    if found and not any(at - len(found.group()) <= x.start for x in sittings):
        return True
    if not headed:
        return False
    owned = headed.group().startswith("ال") and any(
        x.label in ("ORG", "INITIATIVE") and 0 <= at - x.end <= GAP
        for x in over(release.mentions, at - GAP - 1, at)
    )
    return owned or not any(at - x.end <= FROM_SITTING for x in sittings)


APART = 160  # fewer characters between two who preside together


def beside_chair(release: Release, m: Mention, chair: Mention) -> bool:
    """Return whether a name is coordinated with that of a chair: «برئاسة فلان وفلان», «برئاسة
    مشتركة من فلان …، وفلان»."""
    if not 0 < m.start - chair.end < APART:
        return False
    between = release.text[chair.end : m.start]
    inside = within(release.mentions, (chair.end, m.start))
    if re.search(r"[.\n]", between) or any(x.label == "PER" for x in inside):
        return False
    bare = between
    for x in inside:
        if x.label in TITLES:
            bare = bare.replace(release.text[x.start : x.end], "")
    joint = (
        JOINT.search(before_name(release, chair)) is not None or SIDE.search(between) is not None
    )
    return re.fullmatch(r"[\s،,]*و[\s،,]*", bare) is not None or (
        joint and re.search(r"[\s،,]و(?:نظير\w+\s)?\s*$", bare) is not None
    )
