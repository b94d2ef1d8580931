"""The content of a text word by word, to decide whether two texts say the same: content words,
which must be the same, and function words, which may differ.

Spelling does not count (hamza, harakat, tatweel, ta marbuta, alef maqsura, «عبد الله» and
«عبدالله», شئون and شؤون). A figure counts with its inner separators and sign, so 3.5 is not 3-5.
Percent and currency signs count as words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, lru_cache
from itertools import chain

from pipeline.arabic import lists
from pipeline.arabic.folding import REMEMBERED, fold

# Harakat and Koranic marks, tatweel, zero-width and bidi controls.
_MARKS = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_DASHES = r"\-\u2010-\u2015\u2212"
_DASH = re.compile(f"[{_DASHES}]")
_SPACED_RANGE = re.compile(rf"(?<=\d)\s*[{_DASHES}]\s*(?=\d)")  # 2015 - 2016 is 2015-2016
# also ARABIC COMMA, DECIMAL and THOUSANDS SEPARATOR, FRACTION SLASH
_INNER = rf".,:/\u060c\u066b\u066c\u2044{_DASHES}"
_PIECE = re.compile(
    rf"(?P<figure>(?:(?:^|(?<=\())[{_DASHES}])?\d+(?:[{_INNER}]\d+)*)"
    r"|(?P<word>[^\W\d_]+)"
    # percent, per mille, dollar, euro, pound, yen, rial, bitcoin
    r"|(?P<sign>[%\u066a\u2030$\u20ac\u00a3\u00a5\ufdfc\u20bf])"
)
_SEPARATORS = str.maketrans(
    "\u060c\u066c\u066b\u2044\u066a\u2010\u2011\u2012\u2013\u2014\u2015\u2212", ",,./%-------"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_ON_FIGURES = frozenset(
    {"و", "ف", "ب", "ل", "ك", "وال", "بال"}
)  # particles attached to a figure: بـ22
_PHRASES = frozenset(
    {("اضافه", "الي"), ("بالاضافه", "الي"), ("الي", "جانب"), ("والي", "جانب")}
)  # function words of several words, folded
_FOLDED_ALA = frozenset({"علي", "وعلي"})
_IN = frozenset({"في", "وفي", "ففي"})  # folded
_TWO = "وو"
_SHORTEST = 3  # minimum number of letters after a particle


class Kind(Enum):
    CONTENT = 1
    FUNCTION = 2  # may differ
    LOOKALIKE = 3  # folds to a function word but is spelt differently: علي, آلي; must not differ
    FIGURE = 4  # must not differ


@dataclass(frozen=True, slots=True)
class Word:
    """A word for comparison. `key` is the folded word; `stem` is the key without a possible
    attached و (two for «وو») or ف, and ب. `stop`: punctuation follows. `counts`: it is certainly a
    content word or a figure, so its stem occurs in every text that says the same."""

    key: str
    stem: str
    kind: Kind
    stop: bool
    counts: bool

    @property
    def fenced(self) -> str:
        """Return the key, or for a figure the stem, so that «1 20» never equals «12 0» when spaces
        are removed."""
        return self.stem if self.kind is Kind.FIGURE else self.key


def words_of(text: str) -> list[Word]:
    """Return the words and figures of a clean text. Punctuation is kept only as `stop`."""
    found = [_pieces(chunk) for chunk in _together(text).split()]
    joining = [pieces for pieces in found if not pieces or pieces[-1].stem == "عبد"]
    out = _joined(found) if joining else [*chain.from_iterable(found)]
    if "ضاف" in text or "جانب" in text:
        for i in range(1, len(out)):
            if (out[i - 1].key, out[i].key) in _PHRASES:
                out[i - 1 : i + 1] = (
                    Word(w.key, w.key, Kind.FUNCTION, w.stop, False) for w in out[i - 1 : i + 1]
                )
    if "\u0649" in text and not _distinguishes_yeh(text):
        out = [replace(w, kind=Kind.LOOKALIKE) if w.key in _FOLDED_ALA else w for w in out]
    return out


def outline(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the folded words of a clean text with spaces between, and the stems of those that
    count: what `words_of` would give, without an object a word."""
    chunks = _together(text).split()
    if not chunks:
        return "", ()
    keys, stems = zip(*map(_outlines.__getitem__, chunks), strict=True)
    folded = " ".join(filter(None, keys) if "" in keys else keys)
    if "عبد " in f"{folded} " or "ضاف" in text or "جانب" in text:  # see words_of
        words = words_of(text)
        return " ".join([w.key for w in words]), tuple([w.stem for w in words if w.counts])
    return folded, tuple(chain.from_iterable(stems))


def _together(text: str) -> str:
    return _SPACED_RANGE.sub("-", text) if _DASH.search(text) else text


def _joined(found: Iterable[tuple[Word, ...]]) -> list[Word]:
    """Return the words of all pieces. Separate punctuation sets `stop` on the word before it; «عبد»
    and the next name are joined."""
    out: list[Word] = []
    for pieces in found:
        if not pieces:
            if out and not out[-1].stop:
                out[-1] = replace(out[-1], stop=True)  # separate punctuation
        elif (
            out
            and out[-1].stem == "عبد"
            and not out[-1].stop
            and pieces[0].key.startswith("ال")
            and len(pieces[0].key) > 2
        ):
            head, name = out.pop(), pieces[0]
            out.append(
                Word(head.key + name.key, head.stem + name.key, Kind.CONTENT, name.stop, True)
            )
            out.extend(pieces[1:])
        else:
            out.extend(pieces)
    return out


def same_word(
    a: Word, b: Word, before_a: Sequence[Word], before_b: Sequence[Word], first: bool
) -> bool:
    """Return whether two words with equal stems differ only in attached particles, given the
    function words before each.

    و, ف and ب are often root letters (وسام، فهد، باسم). و and ف count as particles before five
    letters or more, and و also at the beginning of a paragraph (`first`) or in place of another
    function word; ب before the article or in place of في. In «وو» (ووافقت) one belongs to the
    word."""
    if a.key == b.key:
        return True
    (x, p), (y, q) = _particles(a), _particles(b)
    keys_a, keys_b = [w.key for w in before_a], [w.key for w in before_b]
    if abs(len(x) - len(y)) > 1:  # ووسام is not سام
        return False
    rest = max(len(a.stem) + len(p), len(b.stem) + len(q)) + (x != y and _TWO in (x, y))
    free = rest > 4 or ("ف" not in (x, y) and (first or keys_a != keys_b))
    without = keys_b if p else keys_a  # the word before the one without ب
    return (
        a.stem == b.stem
        and (x == y or free)
        and (p == q or a.stem.startswith("ال") or bool(_IN.intersection(without)))
    )


def turns(word: Word) -> bool:
    """Return whether a word before a statement reverses its meaning, as a negation does."""
    return word.key in _turning_words()


def _particles(word: Word) -> tuple[str, str]:
    """Return the letters that the stem lacks: و, «وو» or ف, and ب."""
    taken = word.key[: len(word.key) - len(word.stem)]
    conjunction = taken.removesuffix("ب")
    return conjunction, taken[len(conjunction) :]


def _distinguishes_yeh(text: str) -> bool:
    """Return whether the text writes final yeh with dots. If not, as in Egypt, على may be the name
    علي."""
    return bool(re.search(r"[^\W\d_]\u064a\b", text))


@lru_cache(maxsize=REMEMBERED)
def _pieces(chunk: str) -> tuple[Word, ...]:
    """Return the words of a piece of text between two spaces."""
    return _bare_pieces(_MARKS.sub("", chunk))


@lru_cache(maxsize=REMEMBERED)
def _bare_pieces(chunk: str) -> tuple[Word, ...]:
    if chunk.isalpha():
        word = _word(chunk, "word", False, False)
    elif chunk[:-1].isalpha() and not _PIECE.match(chunk, len(chunk) - 1):
        word = _word(chunk[:-1], "word", True, False)  # and a punctuation mark
    else:
        return _parted(chunk)
    return (word,) if word.key else ()


def _parted(chunk: str) -> tuple[Word, ...]:
    found = list(_PIECE.finditer(chunk))
    out = []
    for i, piece in enumerate(found):
        end = piece.end()
        stop = end < len(chunk) and (i + 1 == len(found) or found[i + 1].start() > end)
        figure_next = i + 1 < len(found) and found[i + 1].lastgroup == "figure"
        out.append(_word(piece[0], piece.lastgroup or "", stop, figure_next))
    return tuple(w for w in out if w.key)


class _Outlines(dict[str, tuple[str, tuple[str, ...]]]):
    """For each piece of text between two spaces, once asked for, the keys of its words, with spaces
    between, and the stems of those that count."""

    def __missing__(self, chunk: str) -> tuple[str, tuple[str, ...]]:
        if len(self) >= REMEMBERED:
            self.clear()
        words = _pieces(chunk)
        made = " ".join([w.key for w in words]), tuple([w.stem for w in words if w.counts])
        self[chunk] = made
        return made


_outlines = _Outlines()


def _word(form: str, group: str, stop: bool, figure_next: bool) -> Word:
    if group != "word":
        key = _THOUSANDS.sub(
            "", "".join(str(int(c)) if c.isdecimal() else c for c in form.translate(_SEPARATORS))
        )
        return Word(key, f"#{key}#", Kind.FIGURE, stop, True)
    key = fold(form.replace("ئو", "ؤو").replace("مائ", "مئ")).replace(
        " ", ""
    )  # شئون is شؤون, مائة is مئة
    if form in _function_words() or (figure_next and form in _ON_FIGURES):
        return Word(key, key, Kind.FUNCTION, stop, False)
    if key in _folded_function_words():
        return Word(key, key, Kind.LOOKALIKE, stop, False)
    return Word(key, _stem(key), Kind.CONTENT, stop, True)


def _stem(key: str) -> str:
    if key.startswith(_TWO) and len(key) > _SHORTEST + 1:
        key = key[2:]  # as وافقت loses its own و, so that ووافقت has the same stem
    elif key[:1] in ("و", "ف") and len(key) > _SHORTEST:
        key = key[1:]
    return key[1:] if key[:1] == "ب" and len(key) > _SHORTEST + 2 * key.startswith("بال") else key


@cache
def _function_words() -> frozenset[str]:
    return _listed("function_words.txt")


@cache
def _folded_function_words() -> frozenset[str]:
    return frozenset(map(fold, _function_words()))


@cache
def _turning_words() -> frozenset[str]:
    return frozenset(map(fold, _listed("turning_words.txt")))


def _listed(name: str) -> frozenset[str]:
    return frozenset(word for line in lists.lines("pipeline.arabic", name) for word in line.split())
