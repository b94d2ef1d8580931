"""Where names end: an adjective joined by «و» belongs to the name, an opened quotation mark is
closed, what tells of a body is cut off.

Each rule stands on the annotated documents: of two relative adjectives of one gender joined by «و»
(«… القانوني والمالي») the second stands inside the name 89 times and outside 2 times; of two
purposes («… للنخيل والتمور») 120 times and 3 times; a definite word behind an initiative belongs to
it unless `no_adjectives.txt` has it; no name ends inside its quotation marks or brackets; of
`behind.txt` see there."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.arabic.folding import fold, last_word
from pipeline.arabic.marks import PAIRS, balance
from pipeline.arabic.patterns import pattern
from pipeline.extract.gazetteer import lines
from pipeline.extract.people import is_title
from pipeline.extract.spans import Found
from pipeline.ranges import Ranges
from pipeline.types import Span

BODIES = frozenset({"COMMITTEE", "ORG"})
NAMES = BODIES | {"INITIATIVE", "MEETING", "ROLE"}
HEADED = BODIES | {"ROLE", "HON", "INITIATIVE"}
COORDINATED = NAMES - {
    "ORG"
}  # an organisation's end is as often another name («… البحرية والمديرية»)
# «دائرة الأشغال | وهيئة المياه»: «و» and the noun of another organisation in construct; «برنامج
# السواقي | بالمعهد»: a bare noun tells where.
ANOTHER = pattern(
    r" و(?=(?:وزارة|هيئة|مؤسسة|جامعة|دائرة|بلدية|شركة|أمانة|مديرية|جمعية|بنك|مصرف|غرفة|إدارة) \w)"
)
# Behind a committee; «لجنة التدقيق وإدارة المخاطر» is one. In the annotated documents 15 are
# another body, and 1 goes on the name.
ANOTHER_BODY = pattern(
    r" "
    r"و(?=(?:لجنة|مجلس|وزارة|هيئة|مؤسسة|جامعة|دائرة|بلدية|شركة|مديرية|جمعية|بنك|مصرف|اتحاد|اتحادي) \w)"
)
# «طالب مجلس الشورى | وزارة الموارد», «أبلغت شركة المرفأ القابضة | سوق دبي المالي»: a definite word
# ends the subject. No committee of the annotated documents holds such, and no organisation a
# market, where the tagger took 13 so.
OBJECT = pattern(
    r"(?<!\w)(?:ال|لل)\w{3,}(?P<gap> )"
    r"(?=(?:وزارة|هيئة|مؤسسة|شركة|جامعة|ديوان|أمانة|بلدية|مركز|سوق) \w|الجمعية الع(?:مومية|امة))"
)
# «هنأ مجلس الوزراء | جمهورية السواقي»: none of 14,775 committees in the annotated documents has a
# state behind such a noun.
STATE = pattern(
    r"(?:مجلس|لجنة|هيئة) ال\w{3,}(?P<gap> )(?=(?:جمهورية|دولة|مملكة|سلطنة|المملكة|الجمهورية) \w)"
)
# «دعت الحكومة الألمانية | تركيا إلى»: nor does a name go on with a bare state behind a definite
# word (0 of 16 that the tagger took so in 4,000 documents), but for the branches that name the
# state they are in («المناطق الحرة قطر», 19 of 19).
BRANCHES = frozenset(("قطر", "الكويت", "البحرين", "عمان", "الإمارات", "السعودية"))
CALLS = pattern(r"(?<!\w)[وف]?(?:دعا|طالب|حث\u0651?|حذ\u0651?ر|هنأ|ناشد|اتهم|انتقد)ت?\s$")  # shadda
DELIBERATES = pattern(r"(?:لجنة|مجلس)(?!\w)")
WHERE = pattern(r" (?:ب|في )ال(?:معهد|هيئة|وزارة|جامعة|شركة|مؤسسة|كلية|مديرية|مملكة|منطقة|بلاد)$")
WORD = re.compile(r"\S+")
DEFINITE = re.compile(r"(?<!\w)(?:[بكف]?ال|لل)\w{3,}$")
NEXT = re.compile(
    r" (ال\w{3,})(?![\w\u064b-\u0652])"
)  # whole words: «المعدّل» with its shadda is none of these
# A particle without its word, where a slash or quotation mark cuts the name («اللجنة التابعة
# لـ/…/»), with the participle before it.
DANGLING = pattern(
    r"(?:\s+(?:التابع|المعني|الخاص|المكلف|المختص)ة?)?(?:\s+[لب]\u0640?)+$"
)  # \u0640 tatweel
# The noun of a place without the place («الأمانة العامة | في مدينة | الرياض»); a committee is as
# often named with it.
PLACELESS = pattern(r"\s+(?:في |ب)(?:ال)?(?:مدينة|محافظة|منطقة|دولة|مملكة|سلطنة|جمهورية|عاصمة)$")
# What a body is joined to: «ربط هيئة الموانئ | بمنصة فسح». Of 10,292 annotated bodies none has one
# of these nouns so.
JOINED_TO = pattern(r" ب(?:ال)?(?:شبك[ةا]|نظام|منظوم[ةا]|منص[ةا]|بواب[ةا]|برنامج|مبادر[ةا]|مشروع)")
# What tells of a body and never ends its name: at what level it sits («… | على مستوى الوزراء», 6 of
# 6 outside), the acronym or number of a sitting in brackets (55 of 57), the rest of a deputy's
# office («وكيل وزارة … | المساعد للتخطيط», 11 of 11), the number of what it decided («قرار مجلس
# الوزراء | رقم 38», 45 of 45), who heads it for now («رئيس الديوان الملكي | المكلف»), the next
# line.
TOLD = pattern(
    r"\s*\n| على مستوى(?!\w)| المساعد ل|\s*\([^()]*[A-Z][^()]*\)$| رقم \(?[\d/ ]+\)?$| "
    r"(?:ال)?متعلقة?$| المكلف$"
)
# Which of its kind a body is, not what it is called («عضو مجلس الإدارة | السابق»).
WHICH = pattern(
    r" (?:السابق(?:ة|ين)?|الحالية?|المنتدب|المنتخبة?|الجديدة|غير العادي)$|"
    # «اجتماع الجمعية العمومية | السنوي العادي»: of the meeting, by its gender
    r"(?<=ة)(?: (?:السنوي|العادي|الدوري|الاعتيادي))+$"
)
# What a body approved, which its verb governs: «صادق مجلس … | على ميزانيته», unless its name has
# the word («لجنة الإشراف على …»).
APPROVED = pattern(r"(?<!\w)[وف]?(?:صادق|وافق|صو\u0651?ت|اطلع|أثنى|أشرف|حث)ت? $")  # \u0651 shadda
OVER = pattern(r"(?<!إشراف) (?<!مشرف )(?<!مشرفة )(?<!رقابة )(?<!وقوف )على (?!المستوى )")
OF_ANOTHER = pattern(r"(?:المنبثقة? (?:عن|من)|التابعة? ل|المشكلة? (?:ل|من|ب)) ?\w")
# What a body is for, in two: «المركز الوطني للنخيل | والتمور».
FOR = re.compile(r" لل\w+$")
AND = re.compile(r" و(ال(?!ذي|تي)\w{3,})(?!\w)")
RELATIVE = pattern(r"ال\w{2,}?(ية|ي)$")


# What a committee or team is charged with, behind its name: «اللجنة الفنية | المعنية بمؤشر الأمن
# الغذائي».
TEAM = pattern(r"(?:ال)?(?:(لجنة|مجموعة|فرقة)|فريق)(?!\w)")
CHARGED = pattern(
    r" ?ال(?:(?:معني|مكلف|مختص)(?P<with>ة?) ب(?=\w)|مشرف(?P<over>ة?) على (?=\w)|منظم(?P<of>ة?) "
    r"(?=ل))"
)
WITH = re.compile(r"(\w{3,})")
# A purpose, or the noun behind a committee's, that wants another noun: «شركة المرفأ لصناعة |
# الأسمنت», «لجنة إعداد | الخطة». Followed by a definite word the name goes on 320 times in the
# annotated documents and ends once.
UNFINISHED = pattern(r" ل(?!ل)(\w{3,})$|^(?:لجنة|فريق|فريق عمل|هيئة) (?!ال|ل)(\w{3,})$")
DEFINITE_NEXT = re.compile(r" (ال(?!ى(?!\w)|ي(?!\w)|ذي|تي)\w{3,})")
# What a body inquires into or watches over («لجنة التحقيق | في أسعار الأعلاف»).
INTO = pattern(r"(?:ال|لل)?(?:تحقيق في|كشف عن|تحقق من|إشراف على) ")
STATES = re.compile(r" ?[-–] ?ال\w+ي(?!\w)")  # «مجلس الأعمال الكويتي | - العراقي»
SUBJECT = pattern(r"ال(?:(?P<he>مجلس|فريق|مكتب)|لجنة|مجموعة|هيئة) (ال\w+)")
# What somebody did with what a body had made: «توصيات لجنة التدقيق | والموافقة عليها», «لجنة فرعية
# | لدراستها»; with whom it did it, if it is not named so («الفريق المشترك مع الجانب …»).
DONE = pattern(
    r" وال\w{3,}(?= (?:علي|عن|من|في|إلي|ب|ل)(?:ه|ها)(?!\w))| "
    r"ل(?:\w{4,}(?:ها|هم)|(?!ل)\w{3,}ته)(?!\w)|"
    r" (?<!مشترك )(?<!مشتركة )مع(?= )"
)
# Behind a name in quotes: inside the name in 2 cases of 151 in the annotated documents.
BEHIND_QUOTES = pattern(r"(?<=\w[»\"”])\s+(?:في|من|عبر|خلال|على|مع|ضمن)\s")
LONGEST = 5  # words in construct
BEYOND = 40  # characters behind a name that are looked at
STOP = re.compile(r"\s*(?:[،,.؛\n]|$)")
FURTHER = re.compile(r" (\w{3,})")


def mended(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with their ends mended, and without subjects that swallowed their object («أقرت
    اللجنة الآلية الموحدة»)."""
    people = frozenset(last_word(text[f.start : f.end]) for f in found if f.label == "PER")
    found = [f for f in found if not (f.label == "COMMITTEE" and _is_subject(text, f, people))]
    states = Ranges(f for f in found if f.label == "COUNTRY")
    found = [part for f in found for part in _apart(text, _without_object(text, f, states))]
    names = ends(found)
    out = [
        _finished(
            text, _charged(text, _mended(text, _without_particle(text, f), names), names), names
        )
        for f in found
    ]
    longer = {
        old.end: (new.start, new.end)
        for old, new in zip(found, out, strict=True)
        if new.label in BODIES and new.end > old.end
    }
    return [_with_inner(f, longer) for f in out]


def ends(found: Sequence[Found]) -> dict[int, int]:
    """Where mentions begin, and where they end."""
    return {f.start: f.end for f in found}


def _without_object(text: str, f: Found, states: Ranges[Found]) -> Found:
    """A body or office that swallowed the state behind it, of which its sentence goes on to speak,
    without it."""
    if f.label not in BODIES | {"ROLE"}:
        return f
    if f.label == "COMMITTEE" and (m := STATE.match(text, f.start, f.end)):
        return replace(f, end=m.start("gap"))
    for c in states.over(f.start, f.end):
        if (
            not f.start < c.start
            or not (c.end == f.end or text.startswith(" و", c.end))
            or c.end > f.end
        ):
            continue
        end = f.start + len(text[f.start : c.start].rstrip())
        if end < c.start and is_apart(text, (f.start, end), c):
            return replace(f, end=end)
    return f


def is_apart(text: str, name: Span, state: Found) -> bool:
    """Whether the state directly behind the name of a body or office is no part of it, for the name
    ends in a definite word and the state is none that names branches («المناطق الحرة قطر»), or else
    a verb governs both: «طالب الهلال الأحمر | قطر»."""
    called = CALLS.search(text, max(0, name[0] - 10), name[0]) is not None
    return DEFINITE.search(text, *name) is not None and (
        called or text[state.start : state.end] not in BRANCHES
    )


def _apart(text: str, f: Found) -> list[Found]:
    """Two bodies that the tagger took for one, each by itself."""
    another = {"ORG": ANOTHER, "COMMITTEE": ANOTHER_BODY}.get(f.label)
    m = another and another.search(text, f.start, f.end)
    gap = m.span() if m else None
    if gap is None and f.label in BODIES and (m := OBJECT.search(text, f.start, f.end)):
        gap = m.span("gap")
    if gap is None or " " not in text[f.start : gap[0]]:
        return [f]
    label = f.label if f.label == "ORG" or DELIBERATES.match(text, gap[1]) else "ORG"
    return [replace(f, end=gap[0]), *_apart(text, replace(f, start=gap[1], label=label))]


def _with_inner(f: Found, longer: Mapping[int, tuple[int, int]]) -> Found:
    """A mention that ends with a body that was lengthened, as long as that: «رئيس | لجنة التحقيق |
    في الأسعار»."""
    start, end = longer.get(f.end, (-1, -1)) if f.label in NAMES else (-1, -1)
    return replace(f, end=end) if f.start <= start and end > f.end else f


def _is_subject(text: str, f: Found, people: frozenset[str]) -> bool:
    """Whether a body is a bare noun with its object or something else behind it that is no
    adjective of its: «المجلس | الأصيلة», «كلّف المجلس | الرويعي». `people`: the last words of
    people's names."""
    m = SUBJECT.match(text, f.start, f.end)
    return m is not None and (
        fold(m[2]) in _objects() or m[2] in people or (m["he"] is not None and m[2].endswith("ة"))
    )


def _charged(text: str, f: Found, names: Mapping[int, int]) -> Found:
    """A committee or team that ends before or in a participle, with what it is charged with: the
    words in construct, and the definite adjectives behind them. In the annotated documents that is
    inside the name 42 times and behind it 3 times."""
    team = TEAM.match(text, f.start, f.end) if f.label == "COMMITTEE" else None
    last = max(text.rfind(" ", f.start, f.end), f.start)
    m = team and (CHARGED.match(text, last) or CHARGED.match(text, f.end))
    word = WITH.match(text, m.end()) if m else None
    if not team or not m or word is None or bool(team[1]) != bool(m[m.lastgroup or 0]):
        return f
    end = construct_end(text, word, names)
    return f if end is None else replace(f, end=end)


def _finished(text: str, f: Found, names: Mapping[int, int]) -> Found:
    """A body or initiative whose name breaks off inside a construct or before what it inquires
    into, with the rest."""
    word = None
    following = DEFINITE_NEXT.match(text, f.end)
    open_end = (
        UNFINISHED.search(text[f.start : f.end]) if f.label in BODIES | {"INITIATIVE"} else None
    )
    if open_end and following and not is_title(following[1]):
        word = WITH.match(text, f.start + open_end.start(open_end.lastindex or 0))
    elif f.label == "COMMITTEE" and (
        into := INTO.match(text, max(text.rfind(" ", f.start, f.end) + 1, f.start))
    ):
        word = WITH.match(text, into.end())
    elif (
        f.label == "COMMITTEE"
        and text[f.start : f.end].endswith("ي")
        and (other := STATES.match(text, f.end))
    ):
        return replace(f, end=other.end())
    end = construct_end(text, word, names) if word else None
    return replace(f, end=end) if end is not None and end > f.end else f


def construct_end(text: str, word: re.Match[str], names: Mapping[int, int]) -> int | None:
    """Where the nouns in construct that begin with a word (group 1) end, with the definite
    adjectives behind the last and a second such noun: «مراجعة مصروفات البرامج المميزة». A mention
    among them (`names`: the `ends` of all) ends them; None where they do not come to an end."""
    for _ in range(LONGEST):
        end = names.get(word.start(1), word.end())
        if word.start(1) in names or word[1].startswith(("ال", "لل")):
            break
        further = FURTHER.match(text, end)
        if further is None and STOP.match(text, end):
            break
        if further is None or fold(further[1]) in _behind():
            return None
        word = further
    else:
        return None
    while (
        (adjective := NEXT.match(text, end))
        and adjective.start(1) not in names
        and fold(adjective[1]) not in _no_adjectives()
    ):
        end = adjective.end()
    purpose = AND.match(text, end)
    return (
        purpose.end()
        if purpose and purpose.start(1) not in names and not _begins(purpose.group().strip())
        else end
    )


def _mended(text: str, f: Found, taken: Container[int]) -> Found:
    if f.label not in NAMES:
        return f
    return _closed(
        text,
        _described(text, _coordinated(text, _without_tail(text, _quoted(text, f)), taken), taken),
    )


def _quoted(text: str, f: Found) -> Found:
    """An initiative or organisation with its name in quotes, without what a preposition adds behind
    them: «منصة "توكلنا" | في الإنذار»."""
    m = BEHIND_QUOTES.search(text, f.start, f.end) if f.label in ("ORG", "INITIATIVE") else None
    return f if m is None else replace(f, end=m.start())


@lru_cache(maxsize=1)
def _behind() -> frozenset[str]:
    return frozenset(map(fold, lines("behind.txt")))


@lru_cache(maxsize=1)
def _objects() -> frozenset[str]:
    return frozenset(map(fold, lines("objects.txt")))


@lru_cache(maxsize=1)
def _no_adjectives() -> frozenset[str]:
    return frozenset(map(fold, lines("no_adjectives.txt")))


def no_adjective(word: str) -> bool:
    """Whether a definite word behind a name is known to be no part of it."""
    return fold(word) in _no_adjectives()


def _without_tail(text: str, f: Found) -> Found:
    if f.label not in BODIES:
        return f
    if (
        f.label == "ORG"
        and (place := WHERE.search(text, f.start, f.end))
        and " " in text[f.start : place.start()]
    ):
        f = replace(f, end=place.start())
    joined = f.label in BODIES and JOINED_TO.search(text, f.start, f.end)
    if (
        tail := joined
        or DANGLING.search(text, f.start, f.end)
        or (f.label == "ORG" and PLACELESS.search(text, f.start, f.end))
    ):
        f = replace(f, end=tail.start()) if tail.start() > f.start else f
    if (
        f.label == "COMMITTEE"
        and APPROVED.search(text, max(0, f.start - 10), f.start)
        and (what := OVER.search(text, f.start, f.end))
    ):
        f = replace(f, end=what.start()) if " " in text[f.start : what.start()] else f
    told = TOLD.search(text, f.start, f.end) or (
        f.label == "COMMITTEE" and WHICH.search(text, f.start, f.end)
    )
    if told and " " in text[f.start : told.start()]:
        f = replace(f, end=told.start())
    done = DONE.search(text, f.start, f.end + BEYOND)
    if done and done.end() <= f.end and " " in text[f.start : done.start()]:
        f = replace(f, end=done.start())
    for m in list(WORD.finditer(text, f.start, f.end))[1:]:
        if fold(m.group()) in _behind() or (f.label == "COMMITTEE" and _begins(m.group())):
            end = f.start + len(text[f.start : m.start()].rstrip(" ،,؛"))
            if end == f.start:  # of a comma and nothing else there is no name
                continue
            # «اللجنة | المنبثقة عن اللجنة العليا»: a bare noun is named by what is told of it
            return (
                f
                if OF_ANOTHER.match(text, m.start(), f.end) and " " not in text[f.start : end]
                else replace(f, end=end)
            )
    return f


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    """Nouns that bodies, offices and honorifics begin with."""
    given = [n for n in lines("generic.txt") if not n.startswith("+")] + [
        n for n in lines("offices.txt") if not n.startswith("ال")
    ]
    return frozenset(map(fold, (*given, "سمو", "معالي", "سعادة", "أمير")))


def _begins(word: str) -> bool:
    """Whether a word is «و» and the definite head noun of another name: «مجلس الإدارة | والأمانة
    العامة»."""
    return word.startswith("وال") and fold(word[3:]) in _nouns()


def _without_particle(text: str, f: Found) -> Found:
    """A mention without the particle written together with its noun: «ل | شركة المرفأ». The second
    lam of «للهيئة» is its article's."""
    m = WORD.match(text, f.start, f.end)
    if (
        f.label not in HEADED
        or m is None
        or m.group()[0] not in "لبوفك"
        or text[f.start - 1 : f.start] == "ل"
    ):
        return f
    attached = fold(m.group()) not in _nouns() and fold(m.group()[1:]) in _nouns()
    return replace(f, start=f.start + 1) if attached else f


def _coordinated(text: str, f: Found, taken: Container[int]) -> Found:
    end = f.end
    while f.label in COORDINATED and (m := RELATIVE.search(text, max(f.start, end - 24), end)):
        second = re.compile(rf" وال\w{{2,}}?{m[1]}(?!\w)").match(text, end)
        if second is None:
            break
        end = second.end()
    purpose = (
        AND.match(text, end)
        if FOR.search(text, f.start, end) and not DONE.match(text, end)
        else None
    )
    goes_on = (
        purpose is not None
        and purpose.start(1) not in taken
        and fold(purpose.group().strip()) not in _behind()
    )
    return replace(f, end=purpose.end() if purpose and goes_on else end)


def _described(text: str, f: Found, taken: Container[int]) -> Found:
    """An initiative that ends in a definite word, with the definite adjectives behind it («منصة
    الخدمات | البلدية الموحدة»)."""
    end = f.end
    while (
        f.label == "INITIATIVE"
        and DEFINITE.search(text, f.start, end)
        and (m := NEXT.match(text, end))
    ):
        if m.start(1) in taken or fold(m[1]) in _no_adjectives():
            break
        end = m.end()
    return replace(f, end=end)


def _closed(text: str, f: Found) -> Found:
    name = text[f.start : f.end]
    for opening, closing in PAIRS:
        if balance(name, opening, closing) > 0 and text.startswith(closing, f.end):
            return _closed(text, replace(f, end=f.end + 1))
    return f
