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
from pipeline.assemble.cues import cue
from pipeline.assemble.spans import beginning, labelled, over, paragraph_at
from pipeline.assemble.triggers import Event
from pipeline.config import Config
from pipeline.ranges import Ranges
from pipeline.types import Action, Clause, Mention, Release

Item = tuple[int, int, Mention]  # the range of a clause, and its fact
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
        subject = x.label in ("PER", "HON")
        if subject and x.end < end and _is_verb(m.group(1)):
            rest = release.text[x.end : end]
            return _clean(m.group(1) + " " + rest)
    word = re.match(WORD, text[m.end() :])
    # «كلّفت الهيئة العامة للسواقي بـ…»: the whole name of another body is the object.
    named = word and any(x.end > second + word.end() for x in there)
    if (
        word
        and not named
        and fold(word.group()) in _subjects()
        and _is_verb(m.group(1))
        and m.end() + word.end() < len(text)
    ):
        return _clean(m.group(1) + " " + text[m.end() + word.end() :])
    return _clean(text)


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


# A clause ends at a mark, or before «و» and another clause; the tagger often stops a few words
# short. The full stop of «د.» is no mark, nor is a «و» that is a word's own («ولاة الأمر»).
MARK = pattern(
    r"[،؛\n)]|[,:](?!\d)|(?<!\s[\u0621-\u064a])\.(?!\d)|(?<=\s)(?:حيث|برئاسة|بحضور|بمشاركة|وفقا?|وفي|وحول)(?!\w)|(?<=\s)و(?=\w)|$"
)
LONGEST = 30  # characters of a word that are looked at
GIVES = frozenset({"PER", "ROLE"})  # labels of who gives an account
ACCOUNT = 160  # characters before a topic in which the words for an account of it stand
# Words that a clause is lengthened by at most, to reach such an end.
REACH = {"TOPIC": 6, "DECISION": 10}
# Words up to which a clause is no clause by itself («ضرورة», «وافقت»), but may begin the next one;
# a verb and its subject is none either.
FRAGMENT = 1


def ranges(release: Release, event: Event, label: str) -> list[Item]:
    """Return the ranges of the clauses of a head in this event. Fragments are joined to what follows
    or dropped, and ends are moved to the next punctuation."""
    facts = sorted(
        event.held(labelled(release.facts, label)),
        key=lambda f: (f.start, -f.end),
    )
    out: list[Item] = []
    start: int | None = None
    sure: Mention | None = None  # the most confident fact of a clause in pieces
    for k, f in enumerate(facts):
        begin = f.start if start is None else start
        surest = f if sure is None else max(f, sure, key=lambda x: x.confidence)
        start = sure = None
        following = facts[k + 1] if k + 1 < len(facts) else None
        end = _whole(release, begin, f.end, REACH[label])
        words = release.text[begin:end].split()
        verb = len(words) == FRAGMENT + 1 and any(map(_is_verb, (words[0], words[0].lstrip("وف"))))
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
        out.append((begin, end, surest))
    return out


def _paired(text: str, start: int, end: int) -> int:
    """Return the end of a clause with the closing mark behind it whose opening mark it contains, or
    without one whose opening mark stands before it («وقال: «… سبل حل الأزمة | »»)."""
    for opening, closing in PAIRS:
        clause = text[start:end]
        unclosed = balance(clause, opening, closing)
        if unclosed == 1 and text.startswith(closing, end):
            return end + 1
        if clause.endswith(closing) and unclosed == (1 if opening == closing else -1):
            return start + len(clause[:-1].rstrip())
    return end


def _whole(release: Release, start: int, end: int, reach: int) -> int:
    """Return the end of a clause, moved to the end of a name that contains it and to the next near
    punctuation."""
    end = start + len(release.text[start:end].rstrip())
    if release.text[end - 1] in "،,.؛:":
        return end
    end = max([end, *(m.end for m in beginning(release.mentions, start, end))])
    paragraph = paragraph_at(release, start)
    line = paragraph.end if paragraph else len(release.text)
    marks = (
        m.start()
        for m in MARK.finditer(release.text, end, line)
        if m.group() != "و" or _joins(release, m.start())
    )
    more = release.text[end : next(marks, line)]
    return end + len(more.rstrip()) if len(more.split()) <= reach else end


def _joins(release: Release, at: int) -> bool:
    """Return whether the «و» at the beginning of a word may be a particle, outside of a name."""
    word = re.match(r"\S+", release.text[at : at + LONGEST])
    named = any(m.start < at for m in over(release.mentions, at, at + 1))
    return word is not None and not named and bool(particles(word.group()))


def _account(release: Release, start: int) -> int:
    """Return where someone's account of a topic begins («استمعت إلى | عرض من فلان عن هجرة
    الكوادر»), else the topic itself."""
    found = cue("account").search(release.text, max(0, start - ACCOUNT), start)
    told = beginning(release.mentions, found.start("noun"), start) if found else ()
    return found.start("noun") if found and any(m.label in GIVES for m in told) else start


class _At(NamedTuple):
    """A range, and its confidence."""

    start: int
    end: int
    sure: float


def either(
    topics: tuple[Clause, ...], decisions: tuple[Clause, ...]
) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
    """Return topics and decisions without those that overlap a surer one of the other kind: a
    clause is discussed or decided, not both."""

    def kept(clauses: tuple[Clause, ...], others: tuple[Clause, ...]) -> tuple[Clause, ...]:
        places = Ranges(_At(*o.span, o.confidence) for o in others)
        return tuple(
            c for c in clauses if all(o.sure <= c.confidence for o in places.over(*c.span))
        )

    return kept(topics, decisions), kept(decisions, topics)


def clauses(release: Release, event: Event, label: str, config: Config) -> tuple[Clause, ...]:
    """Return the clauses of a head (TOPIC, DECISION) in this event, without duplicates."""
    sure = config.topic if label == "TOPIC" else config.decision
    out: list[Clause] = []
    seen: set[str] = set()
    for start, end, f in sorted(ranges(release, event, label), key=lambda x: x[:2]):
        if f.confidence <= sure:
            continue
        start += release.text.startswith("لل", start)  # «عرض معه | للأوضاع العامة»
        if label == "TOPIC":
            start = _account(release, start)
        end = _paired(release.text, start, end)
        # «وذلك ل|لموافقة على …»
        text = with_article(release.text, start, without_subject(release, start, end))
        key = fold_key(text)
        if not LETTER.search(text) or key in seen:
            continue
        seen.add(key)
        # A decision has its verb inside.
        before = release.text[max(0, start - 60) : start] if label == "TOPIC" else ""
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
