"""The content of a MEETING mention and of the words beside it: the session number, whether it
introduces a meeting, whether it is another session."""

from __future__ import annotations

from pipeline.arabic.dates import ANY_DAY, resolve
from pipeline.arabic.folding import first_word
from pipeline.arabic.numbers import OrdinalMatch, find_ordinals
from pipeline.arabic.patterns import pattern
from pipeline.assemble.sentences import words_before
from pipeline.assemble.spans import labelled, within
from pipeline.types import Mention, Release, Span

# Of the name of a mention.
SITTING = pattern(
    r"(?:ال)?(?:اجتماع|جلس|دورة|دورت|جول[ةت])"
)  # of a series: «الدورة السابعة», not «لقاء»
REGULAR = pattern(
    r"(?:ال)?لقا[ءئ]\w*\s+(?:الدوري\s+)?ال(?:أول|ثان|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|حادي)"
)  # it is
BARE = pattern(
    r"ال(?:اجتماع|جلسة|لقاء|دورة|اجتماعات)"
)  # «الاجتماع»: continues the existing meeting
RECEPTION = pattern(r"ال(?:استقبال|لقاء|مقابلة)")  # «حضر الاستقبال»: reported in a sentence before
PLURAL = pattern(r"(?:ال)?(?:اجتماعات|جلسات|لقاءات)(?!\w)")  # «اجتماعات اللجان»
TWO = pattern(
    r"ال(?:دورت|اجتماع|جلست)(?:ين|ان)(?!\w)"
)  # a dual that may carry two numbers: «الدورتين 147 و148»
FIGURE = pattern(r"\d{1,3}(?!\d)")
OF_A_YEAR = pattern(r"رقم\s*\(?\s*(\d{1,3})\s*/\s*(?:19|20)\d\d(?!\d)\s*\)?")  # «رقم (6/2025)»
# «تعقد جلسة العاشرة من قبل ظهر الاثنين»: no number.
HOUR = pattern(r"جلسة\s+ال\w+ة(?:\s+عشرة)?(?:\s+والنصف)?\s+(?:من\s+)?(?:قبل|بعد|صباح|مساء).*")
FIRST_WITH = pattern(
    r"(?:ال)?لقاء\s+(?:ال)?أول\s+مع(?!\w)"
)  # «اللقاء الأول مع رئيس المجلس»: of two people, not of a series
POSSESSIVE = pattern(r"(?:ه|ها|هم)$")  # «اجتماعها»
RANK = pattern(r"^(?:أول|أولى|ثاني|ثالث|رابع|آخر|باكورة)\s+(?=\w)")
# A noun for a meeting without article and possessive: «اجتماع», not «الاجتماع», not «اجتماعها».
INDEFINITE = pattern(r"(?:اجتماع|لقاء|جلس|محادثات|مباحثات)(?!\w*(?:ه|ها|هم)(?!\w))")
# Between a numbered session and its term: «الجلسة الأولى لل| دورة الثالثة», «اجتماعه الـ56 ضمن |
# دورته السابعة».
OF_TERM = pattern(r"\s*ل(?:ل|أعمال\s+)?|\s+(?:من|في|ضمن)\s+(?:أعمال\s+)?")
TERM = pattern(r"(?:ال)?(?:دور[ةت]|دورات|فصل|دور)")
CALL = pattern(r"الاجتماع ال(?:أول|ثاني|ثالث)")
SESSION = pattern(r"(?:ال)?جلس")  # «جلسة استماع», «جلسات»
PREPARATORY = pattern(r"تحضيري")  # «الاجتماع التحضيري»
CONFERENCE = pattern(r"(?:ال)?(?:قمة|مؤتمر|منتدى|ملتقى)(?!\w)")  # «القمة العربية»
# «الاجتماع المقبل», «جلسة قادمة»
PAST_OR_NEXT = pattern(
    r"(?:السابق|الماضي|المنصرم|المقبل|القادم|الأخير)ة?$|(?<=\s)(?:سابق|مقبل|قادم|لاحق)(?:ة|ا\u064b?)?$"
)  # fathatan
EARLIER = pattern(r"(?<=\s)سابق(?:ة|ا\u064b?)?$")  # «اجتماعا سابقا»; fathatan
# «أقرت اللجنة الضوابط، التي كان | مجلس الهيئة قد اعتمدها في | اجتماعه يوم 3 نوفمبر»: in a clause
# about an earlier event.
HAD_BEEN = pattern(
    r"[،,]\s*(?:التي|الذي|والتي|والذي)\s+(?:كان(?:ت)?|سبق)\s[^.،؛\n]*?(?<!\w)(?:في|خلال)\s+$"
)
GAP = 2  # maximum characters from a mention to the body after it
REACH_OF_TERM = 16  # maximum characters from a numbered session to its term
BEHIND = 16  # characters after a mention that may show that its ordinal is no session number

# Before a mention: it is another session.
MINUTES = pattern(
    r"(?:محضر|محاضر|توصيات|قرارات|نتائج|مخرجات"
    r"|(?<!\w)[لبك]?ما (?:أوصى به|أوصت به|خرج به|خرجت "
    r"به|أقره|أقرته|قرره|قررته|اعتمده|اعتمدته))\s*(?:ال)?$"
)
# A line of a release in the form of minutes, whose headline names the session: «خلاصة محضر |
# الاجتماع الثالث».
FORM = pattern(
    r"(?:\A|\n)\W*(?:الحضور|الحاضرون|أسماء (?:الحاضرين|الحضور)|المشاركون|رئيس "
    r"(?:الجلسة|الاجتماع)|جدول الأعمال)\s*:"
)
MINUTES_OF = pattern(r"\W*(?:(?:خلاصة|ملخص)\s+)?محضر\s+")
RESULTS = pattern(r"(?<!\w)(?:عن\s+)?(?:نتائج|مخرجات)\s+(?:أعمال\s+)?(?:ال)?$")
ISSUED = pattern(
    r"الصادرة?\s+(?:عن|عقب|في ختام)\s[^.\n]{0,60}$"
)  # «رحب بالبيان الصادر عن اللجنة في اجتماعها الطارئ»
MARGIN = pattern(
    r"على هامش\s+(?:(?:ال)?مشارك\w+\s+في\s+)?(?:أعمال\s+|انعقاد\s+|اجتماعات\s+)?(?:ال)?$"
)  # «على هامش أعمال الدورة»
# What kept someone away: «لارتباط وزيرتها ب|جلسة نيابية», «في ظل سفر رئيسها … للمشاركة في | الدورة
# الرابعة عشرة للجنة …».
KEPT_AWAY = pattern(
    r"(?:(?<!\w)ل(?:ارتباط|انشغال|تزامن|تعارض)\w*\s(?:[^.،؛\n]{0,30}\s)?(?:ب|مع\s+|في\s+)|"
    r"(?<!\w)(?:بسبب|في ظل|نظرا\u064b?\s+ل)\s*[^.؛\n]{0,80}?مشارك\w+\s+"
    r"(?:[^.،؛\n]{0,30}\s)?في\s+(?:أعمال\s+)?)(?:ال)?$"
)  # \u064b fathatan
# What a meeting prepares: «اجتماعا للتحضير ل | الدورة الثالثة عشرة للمؤتمر»، «استعدادا لانعقاد |
# القمة», «إعداد | مؤتمر وزراء الثقافة».
PREPARES = pattern(
    r"(?<!\w)(?:[وفبل]?(?:ال|لل)?(?:تحضير|إعداد|استعداد|ترتيب)(?:ات)?|(?:تمهيد|تحضير|استعداد)ا\u064b?)\s+"  # fathatan
    r"(?:ل(?:عقد|انعقاد|استضافة|أعمال)\s+|ل)?(?:ل|ال)?$"
)
# «اطلع المجلس على تقريري مشاركة وفده في الجمعية العامة، وفي | الاجتماع الثامن عشر لرؤساء …»:
# reports of a delegation.
REPORTED_ON = pattern(
    r"(?<!\w)[وفبل]?تقرير\w*\s+(?:عن\s+|حول\s+|بشأن\s+)?(?:نتائج\s+)?مشارك\w+\s[^.؛\n]*?(?<!\w)[وف]?في\s+"
    r"(?:أعمال\s+|اجتماعات\s+)?(?:ال)?$"
)
# After it: «اجتماع | اللجنة السابق».
PAST_OR_NEXT_BEHIND = pattern(
    r"\s*(?:ل?(?:ال|ل)(?:لجنة|مجلس|هيئة|فريق))?\s*(?:السابق|الماضي|المقبل|القادم)ة?(?!\w)"
)
PHONED = pattern(r"(?:مباحثات|محادثات|مشاورات)\s+(?:ال)?هاتفية")
# After its body: «في اجتماع مجلس الوزراء | الأخير».
BODYS = pattern(r"\s+ال(?:سابق|ماضي|مقبل|قادم|أخير)ة?(?!\w)")


def numbers_of(name: str, behind: str = "") -> list[OrdinalMatch]:
    """Return the session numbers in a MEETING mention, read with the words after it («الجلسة الأولى
    | منذ شهر», «اجتماع 14 | أبريل» have none). After a dual bare figures count too («الدورتين 147
    و148»), and so does the number of a year («رقم (6/2025)»)."""
    if HOUR.fullmatch(name + behind) or FIRST_WITH.match(name + behind):
        return []
    text = name + behind
    found = [
        o
        for o in find_ordinals(text)
        if o.end <= len(name)
        and not (text[o.start].isdigit() and resolve(text[o.start :], ANY_DAY))
    ]
    if not found:
        found = [
            OrdinalMatch(m.start(), m.end(), int(m[1]))
            for m in OF_A_YEAR.finditer(name)
            if int(m[1])
        ]
    if not found and TWO.match(name):
        found = [OrdinalMatch(m.start(), m.end(), int(m.group())) for m in FIGURE.finditer(name)]
    return found


def possessive(name: str) -> str:
    """Return the possessive of the noun at the beginning of a mention («ها» of «اجتماعها الثاني»,
    of «أول اجتماعاتها»), or the empty string."""
    found = POSSESSIVE.search(first_word(RANK.sub("", name)))
    return found.group() if found else ""


def agrees(pronoun: str, body: str) -> bool:
    """Return whether a possessive agrees in gender with the name of a body («اللجنة … اجتماعها»,
    «المجلس … اجتماعه»); «هم» agrees with any."""
    return pronoun == "هم" or first_word(body).endswith("ة") == (pronoun == "ها")


def introduces(name: str) -> bool:
    """Return whether a MEETING mention is indefinite, like a meeting not mentioned before:
    «اجتماعاً ثلاثياً», «لقاء مع …», not «اجتماع اللجنة»."""
    first, *rest = name.split()
    if rest and rest[0].startswith("ال"):
        return False  # «اجتماع الموقعين على …» is definite by its complement
    return bool(INDEFINITE.match(first)) and (
        first.endswith(("\u064b", "ا", "ة", "ين")) or bool(rest)
    )  # fathatan


def is_call(release: Release, m: Mention) -> bool:
    """Return whether a MEETING mention in brackets gives the call at which a general assembly met:
    «الجمعية العامة الأربعين (الاجتماع الأول)»."""
    return (
        CALL.fullmatch(m.name) is not None
        and release.text[m.start - 1 : m.start] == "("
        and release.text[m.end : m.end + 1] == ")"
    )


def is_term(release: Release, m: Mention) -> bool:
    """Return whether a numbered MEETING mention is the term of the numbered session directly before
    it, not another session («الجلسة الأولى للدورة الثالثة») nor one that it prepares («دورته …
    التحضيرية للدورة (44)»): all 6 such in the annotated documents with a term."""
    if TERM.match(m.name) is None or not numbers_of(m.name):
        return False
    before = next(
        (
            x
            for x in labelled(release.mentions, "MEETING").over(
                m.start - REACH_OF_TERM - 1, m.start
            )
            if 0 < m.start - x.end <= REACH_OF_TERM
        ),
        None,
    )
    if (
        before is None
        or not numbers_of(before.name)
        or TERM.match(before.name)
        or PREPARATORY.search(before.name)
    ):
        return False
    return OF_TERM.fullmatch(release.text, before.end, m.start) is not None


def is_no_sitting(release: Release, m: Mention) -> bool:
    """Return whether a MEETING mention only describes the session of another mention (its call, its
    term), or means a telephone call («أجرى | مباحثات | هاتفية»)."""
    return (
        is_call(release, m)
        or is_term(release, m)
        or PHONED.search(release.text, m.start, m.end + BEHIND) is not None
    )


def heads_minutes(release: Release, m: Mention) -> bool:
    """Return whether a release in the form of minutes begins with this session: «محضر | الجلسة
    الخامسة»."""
    titled = any(
        MINUTES_OF.fullmatch(release.text, p.start, m.start)
        for p in release.paragraphs[:3]
        if p.start <= m.start < p.end
    )
    return titled and FORM.search(release.text) is not None


def is_conference(m: Mention) -> bool:
    """Return whether a MEETING mention is a named conference («القمة العربية», «مؤتمر جنيف»,
    «القمة»)."""
    return CONFERENCE.match(m.name) is not None


NEAREST = 200  # characters: longer than any such mention with the words after it


def of_other_sitting(release: Release, span: Span, m: Mention, standing: bool = True) -> bool:
    """Return whether the words directly beside a MEETING mention show that it is another session
    than the reported one: its papers are mentioned, something was held beside it or to prepare it,
    it kept someone away, or it is past or future. An indefinite one that is prepared may be the
    reported one (`planned.off`). If no meeting was reported before (not `standing`), its results
    are those of the reported one: «أعلنت الشركة نتائج اجتماع مجلس إدارتها»."""
    before = words_before(release, span, m)
    if (
        not standing
        and SITTING.match(m.name)
        and (RESULTS.search(before) or (MINUTES.search(before) and FORM.search(release.text)))
    ):
        return False
    if any(
        0 < m.start - x.end <= GAP + 2 and MARGIN.search(words_before(release, span, x))
        for x in within(
            labelled(release.mentions, "MEETING"), (max(span[0], m.start - NEAREST), m.start)
        )
    ):
        return True  # «على هامش أعمال القمة العربية في | دورتها الرابعة والثلاثين»
    prepared = PREPARES.search(before) is not None and not introduces(m.name)
    bodies = labelled(release.mentions, "COMMITTEE").beginning(m.end, m.end + GAP + 1)
    if standing and any(BODYS.match(release.text, x.end) for x in bodies):
        return True
    return (
        prepared
        or EARLIER.search(m.name) is not None
        or PAST_OR_NEXT_BEHIND.match(release.text, m.end) is not None
        or any(
            p.search(before) for p in (MINUTES, ISSUED, MARGIN, KEPT_AWAY, REPORTED_ON, HAD_BEEN)
        )
    )
