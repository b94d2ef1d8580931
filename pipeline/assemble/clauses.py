"""Topics and decisions: clauses of the text, without their subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.arabic import lists
from pipeline.arabic.clitics import particles, with_article
from pipeline.arabic.folding import INVISIBLE, first_word, fold, fold_key
from pipeline.arabic.marks import PAIRS, balance
from pipeline.arabic.patterns import pattern
from pipeline.assemble.around import begins_name
from pipeline.assemble.enumerated import enumerated
from pipeline.assemble.items import THEY, Item, apart, together, without_masdar
from pipeline.assemble.openings import Part
from pipeline.assemble.spans import beginning, labelled, paragraph_at
from pipeline.config import Config
from pipeline.ranges import Ranges
from pipeline.types import Action, Clause, Mention, Release

# The verb, verbal noun or participle that introduces a clause gives its action; folded stems at the
# beginning of a word (after particles, the article, a prefix of the present). The last one before
# the clause counts.
STEMS: tuple[tuple[str, Action], ...] = (
    ("ناقش|مناقش|بحث|تباحث|مباحث|تدارس|مدارس|تناول|تطرق|تداول", "discussed"),
    ("استعر|ستعر|مراجع|راجع|نظر|درس|دراس|استمع|ستمع|استماع|قيم|تقييم", "reviewed"),
    ("تابع|متابع|وقف|وقوف", "followed_up"),
    ("اطلع|طلع|اطلاع|احيط|احاط", "briefed"),
    ("قدم|عرض|تقديم|القي|القاء", "presented"),
)
ACTIONS: tuple[tuple[re.Pattern[str], Action], ...] = tuple(
    (pattern(rf"(?<!\w)(?:[وف]?[بكل]?(?:ال|ل)?|[وف]?س?[يتن])(?:{stems})"), action)
    for stems, action in STEMS
)
BEFORE = (
    120  # maximum characters before a clause, in its sentence, to look for the introducing word
)
EDGE = pattern(r"^[\s،,:.؛\-–\"«»()]+|[\s،,:.؛\-–]+$")


LETTER = re.compile(r"[^\W_]")  # a clause without one is empty
WORD = "([\\w\u064b-\u0652]+)"  # letters and harakat
SPACE = rf"[{INVISIBLE}]*\s+[{INVISIBLE}]*(?=\w)"


@cache
def _subjects() -> frozenset[str]:
    return frozenset(map(fold, lists.lines("pipeline.assemble", "subjects.txt")))


def action_before(text: str) -> Action:
    """Return the action of a clause, from the words directly before it or its own first word."""
    folded = fold(text)
    best: tuple[int, Action] = (-1, "other")
    for verbs, action in ACTIONS:
        for m in verbs.finditer(folded):
            best = max(best, (m.start(), action))
    return best[1]


def without_subject(release: Release, start: int, end: int) -> str:
    """Return the clause in citation form, without its subject if that is the second word or the
    body named there («أقرت اللجنة الخطة»)."""
    text = release.text[start:end]
    joined = re.match(r"[وف](?=\w)", text)
    # «ووجهت اللجنة»: the particle belongs to the sentence
    if joined and _is_verb(first_word(text[1:])):
        start, text = start + 1, text[1:]
    m = re.match(WORD + SPACE, text)
    if m is None or m.group(1).startswith("ال"):
        return _clean(text)
    second = start + m.end()
    there = beginning(release.mentions, second, second + 1)
    for x in sorted(there, key=lambda x: -x.end):
        subject = x.label in ("PER", "HON") or (
            x.label == "COMMITTEE" and _agrees(m.group(1), x.name)
        )
        if subject and x.end < end and _is_verb(m.group(1)):
            rest = release.text[x.end : end]
            return _clean(m.group(1) + " " + rest)
    word = re.match(WORD, text[m.end() :])
    if word and any(x.end > second + word.end() for x in there):
        return _clean(
            text
        )  # the whole name of another body: in «كلّفت الهيئة العامة للسواقي بـ…» it is the object
    if (
        word
        and fold(word.group()) in _subjects()
        and _is_verb(m.group(1))
        and m.end() + word.end() < len(text)
    ):
        return _clean(m.group(1) + " " + text[m.end() + word.end() :])
    return _clean(text)


def _agrees(verb: str, body: str) -> bool:
    """Return whether a body after a verb can be its subject: «شكّلت اللجنة», not «شكّل لجنة»."""
    return first_word(body).endswith("ة") == verb.endswith("ت")


def _is_verb(word: str) -> bool:
    """Return whether a clause's first word is a finite verb of deciding or discussing
    (data/verbs.txt, in any person: «أقر, أقرت, أقروا»)."""
    return bool(_verbs().match(fold(word)))


@cache
def _verbs() -> re.Pattern[str]:
    return pattern(
        rf"(?:{'|'.join(map(fold, lists.lines('pipeline.assemble', 'verbs.txt')))})(?:ت|وا|ا|تا)?$"
    )


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", EDGE.sub("", text))


# Nineteen in twenty clauses of the training data end at punctuation, or before «و» and another
# clause; the tagger often stops a few words short. The full stop of «د.» does not count, nor does a
# «و» that belongs to a word («تطلعات | ولاة الأمر»).
MARK = pattern(
    r"[،,؛:\n)]|(?<!\s[\u0621-\u064a])\.|(?<=\s)(?:حيث|برئاسة|بحضور|بمشاركة|وفقا?|وفي|وحول)(?!\w)|(?<=\s)و(?=\w)|$"
)
LONGEST = 30  # maximum characters of a word to look at
REACH = {
    "TOPIC": 6,
    "DECISION": 10,
}  # maximum words to add to a clause to reach such an end
# Maximum words of a range that is no clause alone («ضرورة», «وافقت»), but may begin the next one; a
# verb and its subject alone are no clause either.
FRAGMENT = 1


def ranges(release: Release, part: Part, label: str) -> list[Item]:
    """Return the ranges of the clauses of a head in this part. Fragments are joined to what follows
    or dropped, and ends are moved to the next punctuation."""
    facts = sorted(
        (f for f in part.held(labelled(release.facts, label)) if not _of_earlier(release, part, f)),
        key=lambda f: (f.start, -f.end),
    )
    out: list[Item] = []
    start: int | None = None
    sure: Mention | None = None  # the most confident fact of a clause in pieces
    for k, f in enumerate(facts):
        begin = _with_head(release, f.start) if start is None else start
        surest = f if sure is None else max(f, sure, key=lambda x: x.confidence)
        start = sure = None
        following = facts[k + 1] if k + 1 < len(facts) else None
        end = _whole(release, begin, f.end, REACH[label])
        words = release.text[begin:end].split()
        verb = (
            len(words) == FRAGMENT + 1
            and any(map(_is_verb, (words[0], words[0].lstrip("وف"))))
            and not ANNOUNCING.search(words[1])
        )
        bare = len(words) <= FRAGMENT or verb
        holds_next = following is not None and following.start < end
        if bare or holds_next:
            if (
                following
                and (holds_next or 0 <= following.start - f.end <= 30)
                and not re.search(r"[.\n]", release.text[f.end : following.start])
            ):
                start, sure = begin, surest
            continue
        out.append((_from_verb(release, begin) if label == "DECISION" else begin, end, surest))
    return out


HAD = pattern(r"\W*و?كان(?:ت)?\s")  # «وكان المجلس قد أقر في جلسته الرابعة | ضوابط الري»


def _of_earlier(release: Release, part: Part, f: Mention) -> bool:
    """Return whether a clause was dealt with at an earlier session that its sentence refers to."""
    span = part.sentence_at(f.start)
    return (
        span is not None
        and span not in part.opened
        and HAD.match(release.text, *span) is not None
        and any(
            m not in part.anchors
            for m in labelled(release.mentions, "MEETING").beginning(span[0], f.start)
        )
    )


# «اعتمد المجلس | خطة الري»: a decision contains its verb (234 of 278 in the annotated documents).
VERB_BEFORE = pattern(
    r"(?<!\w)[وف]?(?P<verb>(?:(?:أقر|اعتمد|أحال|أجاز)(?:ت|وا)?|"
    rf"(?:وافق|صادق)(?:ت|وا)?(?=\s(?:{THEY})?على\s))\s(?:{THEY})?(?:على\s)?)$"
)


def _from_verb(release: Release, start: int) -> int:
    """Return the start of a decision, moved back to its verb of approving."""
    verb = VERB_BEFORE.search(release.text, max(0, start - BEFORE), start)
    return verb.start("verb") if verb else start


WORD_BEFORE = pattern(r"(?<!\w)[وبل]?(\w{2,}) $")
HEADS = frozenset(fold(w) for w in ("أهمية", "ضرورة", "تفاصيل", "مضمون", "فحوى", "أهم"))


def _with_head(release: Release, start: int) -> int:
    """Return the start of a clause, moved back over its head noun: «تفاصيل | الدراسة», «وضرورة |
    إعداد لجان»."""
    before = WORD_BEFORE.search(release.text, max(0, start - 20), start)
    return (
        before.start(1)
        if before and before[1] != "عرض" and fold(before[1]) in _matters() | HEADS
        else start
    )


def _paired(text: str, start: int, end: int) -> int:
    """Return the end of a clause without a closing mark whose opening mark is before it («وقال: «…
    سبل حل الأزمة | »»), or with the closing mark of one that it contains. Of 1,175 annotated
    clauses one has half a pair; of 900 found in unread news 20 had."""
    for opening, closing in PAIRS:
        clause = text[start:end]
        opened = balance(clause, opening, closing)
        if (
            opened == 1
            and text.startswith(closing, end)
            and not (opening == closing and clause.endswith(closing))
        ):
            return end + 1
        if clause.endswith(closing) and opened == (1 if opening == closing else -1):
            return start + len(clause[:-1].rstrip())
    return end


DANGLING = pattern(r"[\s،]+(?:بحضور|برئاسة|بمشاركة|بمناسبة|وذلك|حيث|فيما|بينما|ومنها|ومن بينها)$")


def _whole(release: Release, start: int, end: int, reach: int) -> int:
    """Return the end of a clause, moved to the end of a name that contains it and to the next near
    punctuation, or back before a word that only begins what follows."""
    end = start + len(release.text[start:end].rstrip())
    if dangling := DANGLING.search(release.text, start, end):
        return dangling.start()
    if release.text[end - 1] in "،,.؛:":
        return end
    end = max([end, *(m.end for m in beginning(release.mentions, start, end))])
    paragraph = paragraph_at(release, start)
    line = paragraph.end if paragraph else len(release.text)
    marks = (
        m.start()
        for m in MARK.finditer(release.text, end, line)
        if m.group() != "و" or _joins(release.text, m.start())
    )
    more = release.text[end : next(marks, line)]
    return end + len(more.rstrip()) if len(more.split()) <= reach else end


def _joins(text: str, at: int) -> bool:
    """Return whether the «و» at the beginning of a word may be a particle."""
    word = re.match(r"\S+", text[at : at + LONGEST])
    return word is not None and bool(particles(word.group()))


REST = r"[^،.؛\n]*"
# Found by rule if the tagger marked no decision. «أوصى المجلس، في جلسته الخامسة، بإنشاء …»: the
# text between the verb and its preposition ends with a comma.
FAR = pattern(
    r"(?<!\w)[وف]?(?:(?:أوصى|أوصت|أوصوا)\s(?!ب)[^.؛\n]{5,200}?،\s*ب(?!حضور|رئاسة|مشارك|مقر|مناسب|ما |هدف)|"
    rf"(?:وافقت?|صادقت?|اتفق(?:وا|ا|ت)?)\s(?!على|ب)[^.؛\n]{{5,200}}?،\s*على (?!هامش|أن "
    rf"))(?P<far>\w{REST})"
)


# «واتخذ بشأنها التوصيات المناسبة»: in the annotated documents 5 times a decision, once not.
TAKEN = pattern(
    r"(?<!\w)[وف]?(?P<far>(?:اتخذ(?:ت|وا)?|(?<=تم\s)اتخاذ)\s(?:(?:بشأن|حيال|في)\w*\s)?(?:ال)?(?:قرارات|توصيات)\s"
    rf"(?:و(?:ال)?(?:توصيات|قرارات)\s)?(?:ال)?(?:مناسبة|لازمة){REST})"
)
# «وتم تأجيل البت في معظمها»: of 4 such clauses missed by the tagger in 1,608 documents and 506
# articles 3 are decisions, one of which was used to write this.
SETTLED = pattern(
    rf"(?<!\w)[وف]?(?:تم|تقرر)\s(?P<far>(?:تأجيل|إرجاء|تكليف|تشكيل|اعتماد|إقرار)\s{REST})"
)
FEW = 4  # minimum words of such a clause


def overlooked(release: Release, part: Part) -> list[Item]:
    """Return clauses of deciding in this part that no DECISION fact overlaps, in the form of
    `ranges`."""
    out = []
    facts = labelled(release.facts, "DECISION")
    for m in (
        m
        for s, e in part.spans
        for rule in (FAR, TAKEN, SETTLED)
        for m in rule.finditer(release.text, s, e)
    ):
        start, end = m.span("far")
        end = start + len(release.text[start:end].rstrip(" :"))
        end = dangling.start() if (dangling := DANGLING.search(release.text, start, end)) else end
        found = bool(facts.over(m.start(), end))
        if len(release.text[start:end].split()) >= FEW and not found:
            out.append(
                (start, end, Mention(start, end, "DECISION", release.text[start:end], "rule", 0.5))
            )
    return out


QUESTIONS = pattern(r"(?:[\w\d]+\s)?(?:أسئلة|سؤال[ا\u064b]*)(?!\w)")  # fathatan


class _At(NamedTuple):
    """A range, and its confidence."""

    start: int
    end: int
    sure: float


def either(
    topics: tuple[Clause, ...], decisions: tuple[Clause, ...]
) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
    """Return topics and decisions without those that overlap a more confident one of the other
    kind: a clause is discussed or decided, not both. Questions («وجه الأعضاء أربعة أسئلة إلى …»)
    are discussed: in the annotated documents they are topics 13 times, never a decision."""

    def kept(clauses: tuple[Clause, ...], others: tuple[Clause, ...]) -> tuple[Clause, ...]:
        places = Ranges(_At(*o.span, o.confidence) for o in others)
        return tuple(
            c for c in clauses if all(o.sure <= c.confidence for o in places.over(*c.span))
        )

    asked = tuple(d for d in decisions if QUESTIONS.match(d.text))
    topics, decisions = (
        kept((*topics, *asked), decisions),
        kept(tuple(d for d in decisions if d not in asked), topics),
    )
    return tuple(sorted(topics, key=lambda c: c.span)), decisions


# «أصدرت القرارات الآتية», «أقرت حزمة إجراءات شملت»: the decisions follow.
ANNOUNCING = pattern(
    r"(?:(?:القرارات|التوصيات|الإجراءات|البنود|الموضوعات|المذكرات|المشروعات|المقترحات|الأمور|النقاط) "
    r"(?:الآتية|التالية)|ما (?:يلي|يأتي)|"
    r"(?<!\w)ب?(?:الآتي|التالي)|شملت?|تضمنت?|أبرزها|"
    r"(?:جملة|عدد[ا\u064b]*|مجموعة|حزمة|سلسلة) من (?:ال)?(?:قرارات|توصيات|إجراءات))$"
)


def _is_sure(release: Release, label: str, start: int, sure: float, config: Config) -> bool:
    """Return whether a clause with this confidence counts: the words before a topic («ناقشت …»)
    support it."""
    before = re.split(r"[.؛\n]", release.text[max(0, start - BEFORE) : start])[-1]
    if label == "TOPIC":
        return sure >= (config.told_topic if action_before(before) != "other" else config.topic)
    return sure >= config.decision


# Before an item that continues the one before it, and is of the same kind: «خطة الري، و | سجل
# المراعي»
LISTED = pattern(r"\s*[،,]\s*و(?:على\s|إلى\s|عن\s)?")


def _sure(release: Release, label: str, found: list[Item], config: Config) -> list[Item]:
    """Return the clauses with enough confidence; in a list of topics also those after a confident
    one."""
    out: list[Item] = []
    for x in found:
        listed = label == "TOPIC" and out and LISTED.fullmatch(release.text, out[-1][1], x[0])
        if _is_sure(release, label, x[0], x[2].confidence, config) or (
            listed and x[2].confidence >= config.told_topic
        ):
            out.append(x)
    return out


@cache
def _matters() -> frozenset[str]:
    return frozenset(map(fold, lists.lines("pipeline.assemble", "matters.txt")))


DECIDES = pattern(
    r"(?<!\w)[وف]?(?:قرر|أقر|وافق|صادق|أوصى|أوصت|اعتمد|ارتأى|ارتأت|اتفق)(?:ت|ا|وا)?(?!\w)"
)
# «طالب نواب ب|صيانة السواقي», «ودعت مديرة السوق، في مداخلتها، إلى | إنشاء سجل»: a call by a
# speaker.
CALLED = pattern(
    r"(?<!\w)[وف]?(?:دعا|دعت|دعوا|طالب|طالبت|طالبوا|ناشدت?|اقترحت?)\s(?:"
    r"(?:بعض\s|عدد من\s)?(?:(?:ال)?(?:أعضاء|عضو|عضوة|نواب)|النائبة?)(?!\w)|"
    r"(?=[^.؛\n]*\sفي (?:مداخل|كلم)ت(?:ه|ها|هم)(?!\w)))"
)


def _is_call(release: Release, start: int) -> bool:
    """Return whether a clause marked as a decision is a call by a member or speaker, without a verb
    of deciding in between: in the composed documents 4 such clauses are marked as decisions and
    none is one."""
    before = re.split(r"[.؛\n]", release.text[max(0, start - 200) : start])[-1]
    called = CALLED.search(before)
    return called is not None and DECIDES.search(before, called.end()) is None


def clauses(release: Release, part: Part, label: str, config: Config) -> tuple[Clause, ...]:
    """Return the clauses of a head (TOPIC, DECISION) in this part, without duplicates."""
    out: list[Clause] = []
    seen: set[str] = set()
    found = ranges(release, part, label)
    found = _sure(release, label, together(release, found) if label == "TOPIC" else found, config)
    if label == "DECISION":
        found = [x for x in found if not _is_call(release, x[0])]
        more = overlooked(release, part)
        places = Ranges(f for _, _, f in more)
        found = [x for x in found if not places.around(x[0], x[1])] + more
    else:
        found = [
            (without_masdar(release, a, b), b, f)
            for s, e, f in found
            for a, b in apart(release, s, e, config.one_topic)
        ]
        found = [
            x for x in found if not begins_name(release, x[0])
        ]  # «استمعت إلى ملاحظات فلان، و| رئيس الغرفة فلان»
    lines = enumerated(release, part)
    listed = Ranges(_At(s, e, f.confidence) for s, e, f in lines)
    found = [x for x in found if not listed.over(x[0], x[1])] + [
        x for x in lines if x[2].label == label
    ]
    for start, end, f in sorted(found, key=lambda x: x[:2]):
        start += release.text.startswith("لل", start)  # «عرض معه | للأوضاع العامة»
        end = _paired(release.text, start, end)
        text = with_article(
            release.text, start, without_subject(release, start, end)
        )  # «وذلك ل|لموافقة على …»
        if label == "DECISION" and ANNOUNCING.search(text):
            continue
        key = fold_key(text)
        if not LETTER.search(text) or key in seen:
            continue
        seen.add(key)
        before = (
            release.text[max(0, start - 60) : start] if label == "TOPIC" else ""
        )  # a decision contains its verb
        action: Action = action_before(before + " " + first_word(text))
        out.append(Clause(text, action, (start, end), f.found_by, f.confidence))
    return tuple(_told_in_full(out))


def _told_in_full(found: Sequence[Clause]) -> Iterator[Clause]:
    """Drop clauses whose words all occur in a longer one: a headline's clause is reported in full
    below."""
    words = [frozenset(fold_key(c.text).split()) for c in found]
    holding: dict[str, list[frozenset[str]]] = {}
    for some in words:
        for word in some:
            holding.setdefault(word, []).append(some)
    for c, mine in zip(found, words, strict=True):
        rarest = min((holding[w] for w in mine), key=len, default=[])
        if not any(mine < other for other in rarest):
            yield c
