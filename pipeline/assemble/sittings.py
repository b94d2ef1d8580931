"""The content of a MEETING mention and of the words beside it: the session number, whether it
introduces a meeting, whether it is another session."""

from __future__ import annotations

from pipeline.arabic.dates import ANY_DAY, resolve
from pipeline.arabic.folding import first_word
from pipeline.arabic.numbers import OrdinalMatch, find_ordinals
from pipeline.arabic.patterns import pattern
from pipeline.assemble.sentences import words_before
from pipeline.assemble.spans import outermost, overlapping, within
from pipeline.types import Mention, Release, Span

# Of the name of a mention.
SITTING = pattern(
    r"(?:ال)?(?:اجتماع|جلس|دورة|دورت|جول[ةت])"
)  # of a series: «الدورة السابعة», not «لقاء»
BARE = pattern(
    r"ال(?:اجتماع|جلسة|لقاء|دورة|اجتماعات)"
)  # «الاجتماع»: continues the existing meeting
PLURAL = pattern(r"(?:ال)?(?:اجتماعات|جلسات|لقاءات)(?!\w)")  # «اجتماعات اللجان»
POSSESSIVE = pattern(r"(?:ه|ها|هم)$")  # «اجتماعها»
RANK = pattern(r"^(?:أول|أولى|ثاني|ثالث|رابع|آخر|باكورة)\s+(?=\w)")
# A noun for a meeting without article and possessive: «اجتماع», not «الاجتماع», not «اجتماعها».
INDEFINITE = pattern(r"(?:اجتماع|لقاء|جلس|محادثات|مباحثات)(?!\w*(?:ه|ها|هم)(?!\w))")
CONFERENCE = pattern(r"(?:ال)?(?:قمة|مؤتمر|منتدى|ملتقى)(?!\w)")  # «القمة العربية»
NEAR = 3  # maximum characters from a mention to the body after it
OWNS = 60  # and from a body to a mention with a possessive,
# of a body that the tagger takes for one that met: «أحال | المجلس … الخطة إلى اللجنة في اجتماعه»,
OWNS_SURE = 160
SURE = 0.4  # minimum confidence of the tagger's BODY fact to support a body beside a mention
BEHIND = 16  # characters after a mention that may show that its ordinal is no session number

# Before a mention: it is another session.
MINUTES = pattern(
    r"(?:محضر|محاضر|توصيات|قرارات|نتائج|مخرجات"
    r"|(?<!\w)[لبك]?ما (?:أوصى به|أوصت به|خرج به|خرجت "
    r"به|أقره|أقرته|قرره|قررته|اعتمده|اعتمدته)|"
    r"(?<!\w)[وفبل]?تقرير\w*\s[^.؛\n]*?مشارك\w+\s[^.؛\n]*?[وف]?في)\s*(?:ال)?$"
)
MARGIN = pattern(
    r"على هامش\s+(?:(?:ال)?مشارك\w+\s+في\s+)?(?:أعمال\s+|انعقاد\s+|اجتماعات\s+)?(?:ال)?$"
)  # «على هامش أعمال الدورة»
# What a meeting prepares: «اجتماعا للتحضير ل | الدورة الثالثة عشرة للمؤتمر»، «استعدادا لانعقاد |
# القمة», «إعداد | مؤتمر وزراء الثقافة».
PREPARES = pattern(
    r"(?<!\w)(?:[وفبل]?(?:ال|لل)?(?:تحضير|إعداد|استعداد|ترتيب)(?:ات)?|(?:تمهيد|تحضير|استعداد)ا\u064b?)\s+"  # fathatan
    r"(?:ل(?:عقد|انعقاد|استضافة|أعمال)\s+|ل)?(?:ل|ال)?$"
)


# a dual that may carry two numbers: «الدورتين 147 و148»
TWO = pattern(r"ال(?:دورت|اجتماع|جلست)(?:ين|ان)(?!\w)")
FIGURE = pattern(r"\d{1,3}(?!\d)")


def numbers_of(name: str, behind: str = "") -> list[OrdinalMatch]:
    """Return the numbers of sessions in a MEETING mention, read with the words after it: «الجلسة
    الأولى | منذ شهر» and «اجتماع 14 | أبريل» have none. After a dual bare figures count too."""
    text = name + behind
    found = [
        o
        for o in find_ordinals(text)
        if o.end <= len(name)
        and not (text[o.start].isdigit() and resolve(text[o.start :], ANY_DAY))
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


def is_conference(m: Mention) -> bool:
    """Return whether a MEETING mention is a named conference («القمة العربية», «مؤتمر جنيف»,
    «القمة»)."""
    return CONFERENCE.match(m.name) is not None


def of_other_sitting(release: Release, span: Span, m: Mention) -> bool:
    """Return whether the words before a MEETING mention in its sentence show that it is another
    session than the reported one: its papers are mentioned, or something was held beside it or to
    prepare it. An indefinite one that is prepared may be the reported one."""
    before = words_before(release, span, m)
    prepared = PREPARES.search(before) is not None and not introduces(m.name)
    return prepared or any(p.search(before) for p in (MINUTES, MARGIN))


def own_body(release: Release, span: Span, anchor: Mention) -> str | None:
    """Return the body of a MEETING mention: the COMMITTEE directly after it («الاجتماع الثاني للجنة
    …»), or with a possessive («عقدت اللجنة … اجتماعها») the last outermost one before it."""
    named = [m for m in within(release.mentions, span) if m.label == "COMMITTEE" and m.entity]
    bodies = outermost(named)
    after = next((m for m in bodies if 0 <= m.start - anchor.end <= NEAR), None)
    if after is not None:
        return after.entity
    owned = possessive(anchor.name)  # «اللجنة … اجتماعها», «المجلس … اجتماعه»
    before = [m for m in bodies if owned and m.end <= anchor.start and agrees(owned, m.name)]
    held = overlapping(release.facts, "HELD", anchor) > overlapping(
        release.facts, "REFERRED", anchor
    )
    sure = [
        m
        for m in before
        if held
        and anchor.start - m.end <= OWNS_SURE
        and overlapping(release.facts, "BODY", m) >= SURE
    ]
    owners = sure or [m for m in before if anchor.start - m.end <= OWNS]
    return owners[-1].entity if owners else None


def met_beside(release: Release, span: Span, anchor: Mention) -> str | None:
    """Return the body beside a MEETING mention, if the tagger marks it as one that met."""
    own = own_body(release, span, anchor)
    named = (m for m in within(release.mentions, span) if own is not None and m.entity == own)
    return own if any(overlapping(release.facts, "BODY", m) >= SURE for m in named) else None
