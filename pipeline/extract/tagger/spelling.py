"""Read unusual spellings as the tagger has learnt them: words without hamza («الامانه»), ه for ة
(«اللجنه»), ى for ي («فى») and ي for ى («الي») at their end, and the Latin comma in texts without an
Arabic one.

The text itself is not changed; only the words that are split into pieces are respelt, letter for
letter. Lists give the usual spelling of a word («لجنة»). They apply only to a text that often
spells differently (`lacking`): in ordinary spelling «دوره» is his role and «دورة» a session. Of the
52 documents of `benchmarks/robustness.py` 17 had the records of the same text with ة; 48 do now."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.arabic import lists
from pipeline.arabic.folding import REMEMBERED

LETTERS = "\u0621-\u063a\u0641-\u064a"
WORD = re.compile(f"[{LETTERS}]{{2,}}")
ALEFS = str.maketrans("أإآ", "ااا")
HAMZA = frozenset("أإآ")
SEVERAL, SHARE = (
    3,
    0.2,
)  # minimum words without the letter that usually have it: fewer may be typing errors
YEH_AS_ALEF = re.compile(r"(?<!\w)[وف]?(?:فى|الذى|التى)(?!\w)")
ALEF_AS_YEH = re.compile(r"(?<!\w)[وف]?(?:[إا]لي|حتي|لدي)(?!\w)")
PROCLITIC = re.compile(r"[وف]?[بكل]?(?:ال|ل)?")
SHORTEST = 3  # minimum letters after a particle
DEFINITE = re.compile(r"[وف]?(?:[بكل]?ال|لل).{3,}")  # no pronoun follows: its ه is a ة


class Lacking(NamedTuple):
    """What a text does not write: hamza on an alef, ة (but ه), final ي (but ى), ى (but ي), the
    Arabic comma (but «,»)."""

    hamza: bool = False
    teh: bool = False
    yeh: bool = False
    alef: bool = False
    comma: bool = False


def lacking(text: str) -> Lacking:
    """Return how a text is written: what a fifth of the words that usually have it lack, at least
    three words (for ة, words with an article, which have no pronoun after them); for ى and ي, which
    of them no word has, although «في» or «إلى» occurs more than once."""
    hamza, teh = [0, 0], [0, 0]  # words with and without
    for word in WORD.findall(text):
        want = usual(word)
        if not HAMZA.isdisjoint(want):
            hamza[HAMZA.isdisjoint(word)] += 1
        if want[-1] == "ة" and DEFINITE.fullmatch(word):
            teh[word[-1] != "ة"] += 1
    return Lacking(
        hamza=_lacked(*hamza),
        teh=_lacked(*teh),
        yeh=_only("ى", "ي", YEH_AS_ALEF, text),
        alef=_only("ي", "ى", ALEF_AS_YEH, text),
        comma="," in text and "،" not in text,
    )


def _lacked(having: int, lacking: int) -> bool:
    return lacking >= SEVERAL and lacking >= SHARE * (having + lacking)


def _only(letter: str, never: str, words: re.Pattern[str], text: str) -> bool:
    """Return whether a text ends its words with `letter` instead of `never`, by the most frequent
    such words; a single one may be a typing error."""
    return len(words.findall(text)) > 1 and re.search(rf"{never}(?!\w)", text) is None


def as_learnt(words: Sequence[str], lacks: Lacking) -> list[str]:
    """Return the words of a line as the tagger knows them, each with the same length; a comma
    between two figures («1,500») stays."""
    out = [spelt(w, lacks) for w in words] if any(lacks[:4]) else list(words)
    if lacks.comma:
        for k, w in enumerate(out):
            if w == "," and not (
                out[k - 1][-1:].isdigit() and "".join(out[k + 1 : k + 2])[:1].isdigit()
            ):
                out[k] = "،"
    return out


@lru_cache(maxsize=REMEMBERED)
def spelt(word: str, lacks: Lacking) -> str:
    """Return a word with the letters that its text does not write."""
    if not WORD.fullmatch(word):
        return word
    want = usual(word)
    if lacks.hamza:
        word = "".join(b if a == "ا" and b in HAMZA else a for a, b in zip(word, want, strict=True))
    swaps = {"ه": "ة" * lacks.teh, "ى": "ي" * lacks.yeh, "ي": "ى" * lacks.alef}
    return word[:-1] + want[-1] if want[-1] == swaps.get(word[-1]) else word


@lru_cache(maxsize=REMEMBERED)
def usual(word: str) -> str:
    """Return the usual printed spelling of a word of at least two letters."""
    return usual_by(_lists(), word)


def usual_by(known: Mapping[str, str], word: str) -> str:
    """Return the same from the usual spellings of bare words, also after particles; in an unlisted
    word ه after an article is ة, and ى is ي."""
    key = bare(word)
    for start in starts(word):
        if (found := known.get(key[start:])) is not None:
            return word[:start] + found
    if word[-1] == "ه" and DEFINITE.fullmatch(word):
        return word[:-1] + "ة"
    return word[:-1] + "ي" if word[-1] == "ى" else word


def bare(word: str) -> str:
    """Return the form that all spellings of a word share: bare alefs, final ه for ة and ي for ى."""
    return word[:-1].translate(ALEFS) + word[-1:].translate(ALEFS).replace("ة", "ه").replace(
        "ى", "ي"
    )


def starts(word: str) -> list[int]:
    """Return where the word itself may begin: at 0, and after each particle or article."""
    ends = (PROCLITIC.fullmatch(word, 0, n) for n in range(1, min(4, len(word) - SHORTEST) + 1))
    return [0, *(found.end() for found in ends if found)]


@lru_cache(maxsize=1)
def _lists() -> dict[str, str]:
    return {
        bare(word): word
        for name in ("spellings.txt", "final_letters.txt")
        for word in lists.lines("pipeline.extract", name)
    }
