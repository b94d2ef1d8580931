"""What a text says, word by word: words that must be the same in two texts that say the same, and function words, which may differ.

Spelling does not count (hamza, harakat, tatweel, ta marbuta, alef maqsura, «عبد الله» and «عبدالله», شئون and شؤون); a figure counts
with its inner separators and sign, so that 3.5 is not 3-5; signs of percentage and currency count as words.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib import resources

from pipeline.arabic.folding import fold

# Harakat and Koranic marks, tatweel, zero-width and bidi controls.
_MARKS = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_DASHES = "-\u2010-\u2015\u2212"
_SPACED_RANGE = re.compile(rf"(?<=\d)\s*[{_DASHES}]\s*(?=\d)")  # 2015 - 2016 is 2015-2016
_INNER = rf".,:/\u060c\u066b\u066c\u2044{_DASHES}"  # also ARABIC COMMA, DECIMAL and THOUSANDS SEPARATOR, FRACTION SLASH
_PIECE = re.compile(
    rf"(?P<figure>(?:(?:^|(?<=\())[{_DASHES}])?\d+(?:[{_INNER}]\d+)*)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<sign>[%\u066a\u2030$\u20ac\u00a3\u00a5\ufdfc\u20bf])"  # percent, per mille, dollar, euro, pound, yen, rial, bitcoin
)
_SEPARATORS = str.maketrans("\u060c\u066c\u066b\u2044\u066a\u2010\u2011\u2012\u2013\u2014\u2015\u2212", ",,./%-------")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_ON_FIGURES = frozenset({"و", "ف", "ب", "ل", "ك", "وال", "بال"})  # particles written onto a figure: بـ22
_FOLDED_ALA = frozenset({"علي", "وعلي"})
_SHORTEST = 3  # letters that are left when a particle is taken off


class Kind(Enum):
    CONTENT = 1
    FUNCTION = 2  # may differ
    LOOKALIKE = 3  # folds to a function word but is written otherwise: علي, آلي; must not differ
    FIGURE = 4  # must not differ


@dataclass(frozen=True, slots=True)
class Word:
    """`key` is the folded word, `stem` the key without an attached و, ف, and ب before the article; `stop`: punctuation follows."""

    key: str
    stem: str
    kind: Kind
    stop: bool

    @property
    def fenced(self) -> str:
        """The key, of a figure its stem, so that «1 20» never reads as «12 0» where spaces are left out."""
        return self.stem if self.kind is Kind.FIGURE else self.key

    @property
    def counts(self) -> bool:
        """Whether it can be nothing but content, so that it stands in `stem` form in every text that says the same."""
        return self.kind in (Kind.CONTENT, Kind.FIGURE)


def words_of(text: str) -> list[Word]:
    """The words and figures of a clean text. Punctuation is kept only as `stop`."""
    if any(c in text for c in "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"):
        text = _SPACED_RANGE.sub("-", text)
    out: list[Word] = []
    for chunk in text.split():
        pieces = _pieces(chunk)
        if not pieces and out and not out[-1].stop:
            out[-1] = _replace(out[-1], out[-1].kind, True)  # punctuation that stands alone
        elif pieces and out and out[-1].stem == "عبد" and not out[-1].stop and pieces[0].key.startswith("ال") and len(pieces[0].key) > 2:
            head, name = out.pop(), pieces[0]
            out.append(Word(head.key + name.key, head.stem + name.key, Kind.CONTENT, name.stop))
            out.extend(pieces[1:])
        else:
            out.extend(pieces)
    if any(w.key in _FOLDED_ALA and w.kind is Kind.FUNCTION for w in out) and not _distinguishes_yeh(text):
        out = [_replace(w, Kind.LOOKALIKE, w.stop) if w.key in _FOLDED_ALA else w for w in out]
    return out


def same_word(a: Word, b: Word, first: bool) -> bool:
    """Whether two words of equal stem are one but for an attached particle. و and ف are often letters of the word itself (وسام، فهد):
    they count as particles before five letters or more, and و also at the head of a paragraph (`first`)."""
    if a.key == b.key:
        return True
    if a.stem != b.stem:
        return False
    x, y = _conjunction(a), _conjunction(b)
    rest = a.key[len(x):] if x else b.key[len(y):]
    return x == y or len(rest) > 4 or (first and "ف" not in (x, y))


def _conjunction(word: Word) -> str:
    taken = len(word.key) - len(word.stem)
    return word.key[0] if taken and word.key[0] in "وف" else ""


def _distinguishes_yeh(text: str) -> bool:
    """Whether the text writes a final yeh with dots. Where it does not, as in Egypt, على may be the name علي."""
    return bool(re.search(r"[^\W\d_]\u064a\b", text))


def _replace(word: Word, kind: Kind, stop: bool) -> Word:
    return Word(word.key, word.stem, kind, stop)


@lru_cache(maxsize=1 << 17)
def _pieces(chunk: str) -> tuple[Word, ...]:
    """The words of what stands between two spaces."""
    chunk = _MARKS.sub("", chunk)
    found = list(_PIECE.finditer(chunk))
    out = []
    for i, piece in enumerate(found):
        end = piece.end()
        stop = end < len(chunk) and (i + 1 == len(found) or found[i + 1].start() > end)
        figure_next = i + 1 < len(found) and found[i + 1].lastgroup == "figure"
        out.append(_word(piece[0], piece.lastgroup or "", stop, figure_next))
    return tuple(w for w in out if w.key)


def _word(form: str, group: str, stop: bool, figure_next: bool) -> Word:
    if group != "word":
        key = _THOUSANDS.sub("", "".join(str(int(c)) if c.isdecimal() else c for c in form.translate(_SEPARATORS)))
        return Word(key, f"#{key}#", Kind.FIGURE, stop)
    key = fold(form.replace("ئو", "ؤو").replace("مائ", "مئ")).replace(" ", "")  # شئون is شؤون, مائة is مئة
    if form in _function_words() or (figure_next and form in _ON_FIGURES):
        return Word(key, key, Kind.FUNCTION, stop)
    if key in _folded_function_words():
        return Word(key, key, Kind.LOOKALIKE, stop)
    return Word(key, _stem(key), Kind.CONTENT, stop)


def _stem(key: str) -> str:
    if key[:1] in ("و", "ف") and len(key) > _SHORTEST:
        key = key[1:]
    return key[1:] if key.startswith("بال") and len(key) > 2 + _SHORTEST else key


@cache
def _function_words() -> frozenset[str]:
    lines = resources.files("pipeline.arabic").joinpath("data/function_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _folded_function_words() -> frozenset[str]:
    return frozenset(map(fold, _function_words()))
