"""Represent each word of a text by one letter for its kind, so that a grammar over words is an
ordinary regular expression.

A text becomes a string of kinds, one character a token, and a match in that string leads back to
offsets of the text. The grammars of ordinals (`numbers`) and dates (`dates`) use this. Words are
folded one by one with `folding.fold`, so no offset map is needed and the punctuation of dates
(slashes, dashes, brackets) is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.arabic.folding import REMEMBERED, fold

OTHER = "w"  # kind of a word that is not in the lexicon
NEWLINE = "|"
_PUNCTUATION = {  # one character represents all of its variants
    **{c: c for c in '/-,.:()%="'},
    **dict.fromkeys("،؛;", ","),
    **dict.fromkeys("«“‘[{﴾", "("),
    **dict.fromkeys("»”’]}﴿", ")"),
    **dict.fromkeys("–—−‐‑‒―", "-"),
    "\u2044": "/",  # FRACTION SLASH
    "\u066a": "%",  # ARABIC PERCENT SIGN
}
# Harakat and Quranic marks, which may end a word, and invisible controls, which may only occur
# inside one.
_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
_CONTROLS = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_TOKEN = re.compile(
    rf"[^\W\d_]+(?:[{_MARKS}{_CONTROLS}]+[^\W\d_]+)*[{_MARKS}]*"  # a word
    r"|\d+|\n"
    rf"|_|[^\w\s{_MARKS}{_CONTROLS}]"
)
_PARTICLES = {"و": "+", "ف": "+", "ل": "l", "ب": "b", "ك": "b"}  # attached to the next word

Entry = tuple[str, int]  # kind and value
Classified = tuple[tuple[tuple[str, int, int], ...], str, int, str]


@dataclass(frozen=True, slots=True)
class Lexed:
    """A text as kinds: token `i` has kind `kinds[i]`, its value and the range `starts[i]:ends[i]`
    of the text."""

    kinds: str
    values: list[int]
    starts: list[int]
    ends: list[int]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Kinds of folded words. `number` gives the kind of a figure by its value and number of digits.
    A key of two words matches both together. An attached particle before a known word becomes a
    token of its own, with kind +, l or b."""

    entries: Mapping[str, Entry]
    number: Callable[[int, int], str]
    pairs: Mapping[str, Mapping[str, Entry]]
    cache: dict[str, Classified] = field(
        default_factory=dict, compare=False, repr=False
    )  # cache of `_classify`

    @classmethod
    def build(
        cls, words: Iterable[tuple[str, Entry]], number: Callable[[int, int], str]
    ) -> Lexicon:
        """Return a lexicon of words in ordinary spelling. If two fold to the same, the first
        counts."""
        entries: dict[str, Entry] = {}
        pairs: dict[str, dict[str, Entry]] = {}
        for word, entry in words:
            first, _, second = word.partition(" ")
            if second:
                pairs.setdefault(fold_word(first), {}).setdefault(fold_word(second), entry)
            else:
                entries.setdefault(fold_word(first), entry)
        return cls(entries, number, pairs)


@lru_cache(maxsize=REMEMBERED)
def fold_word(word: str) -> str:
    """Return the folded form of a single word, for look-up."""
    return fold(word).strip()


def lex(text: str, lexicon: Lexicon) -> Lexed:
    """Return the text as kinds. Never fail. Bidi controls and white space except line feeds give no
    token."""
    kinds: list[str] = []
    values: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    cache = lexicon.cache
    seconds: Mapping[str, Entry] | None = None  # second words of the keys of two words
    tokens = list(_TOKEN.finditer(text))
    written = [m.group() for m in tokens]
    _learn(set(written), lexicon)
    for match, raw in zip(tokens, written, strict=True):
        start, end = match.span()
        particles, kind, value, word = cache[raw]
        if seconds is not None:
            entry = seconds.get(word)
            seconds = None
            if entry is not None and not particles:
                kinds[-1], values[-1] = entry
                ends[-1] = end
                continue
        for particle, first, last in particles:
            kinds.append(particle)
            values.append(0)
            starts.append(start + first)
            ends.append(start + last)
        kinds.append(kind)
        values.append(value)
        starts.append(start + particles[-1][2] if particles else start)
        ends.append(end)
        if word and word in lexicon.pairs:
            seconds = lexicon.pairs[word]
    return Lexed("".join(kinds), values, starts, ends)


def _learn(tokens: set[str], lexicon: Lexicon) -> None:
    """Classify the new tokens. All are folded in one call, which costs hardly more than a call for
    one."""
    if len(lexicon.cache) + len(tokens) > REMEMBERED:
        lexicon.cache.clear()
    new = [t for t in tokens if t not in lexicon.cache]
    words = [t for t in new if t[0].isalpha()]
    folded = fold(" ".join(words)).split(" ")
    if len(folded) != len(words):  # a word folds to nothing, or to two words
        folded = [fold(w).strip() for w in words]
    for raw, word in zip(words, folded, strict=True):
        lexicon.cache[raw] = _classify(raw, word, lexicon)
    for raw in new:
        if not raw[0].isalpha():
            lexicon.cache[raw] = _classify(raw, "", lexicon)


def _classify(raw: str, word: str, lexicon: Lexicon) -> Classified:
    """Return the attached particles (kind and range in the word), kind, value, and the folded word
    without them."""
    if raw.isdecimal():
        value = int(raw) if len(raw) < 10 else 10**9
        return (), lexicon.number(value, len(raw)), value, ""
    if raw == "\n":
        return (), NEWLINE, 0, ""
    if not raw[0].isalpha():
        return (), _PUNCTUATION.get(raw, "_"), 0, ""
    if not word:  # a word of tatweel only is a dash: 18ـ19
        return (), "-", 0, ""
    count, rest = _strip_particles(lexicon, word)
    # The position of each folded letter: the same, except after marks and tatweel.
    places: Sequence[int] = (
        [i for i, c in enumerate(raw) if fold_word(c)]
        if count and len(raw) != len(word)
        else range(len(raw))
    )
    if len(places) <= count:
        count, rest = 0, word
    particles = tuple((_PARTICLES[word[i]], places[i], places[i + 1]) for i in range(count))
    kind, value = lexicon.entries.get(rest, (OTHER, 0))
    return particles, kind, value, rest


def _strip_particles(lexicon: Lexicon, word: str) -> tuple[int, str]:
    """Return the number of letters of attached particles before a known word, and that word; (0,
    word) if there is none."""
    if _known(lexicon, word):
        return 0, word
    for count in (1, 2):
        if len(word) < count + 2 or word[count - 1] not in _PARTICLES:
            break
        rest = word[count:]
        if _known(lexicon, rest):
            return count, rest
        if word[count - 1] == "ل" and _known(
            lexicon, "ا" + rest
        ):  # للعام: the article has lost its alef
            return count, "ا" + rest
    return 0, word


def _known(lexicon: Lexicon, word: str) -> bool:
    return word in lexicon.entries or word in lexicon.pairs
