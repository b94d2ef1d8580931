"""Two levels of normalized text, each with an exact map back to the source.

*clean* is for display. Presentation forms and ligatures (ﷲ, ﷺ, lam-alef) are resolved as in NFKC. A
letter and its hamza or madda sign become one character, and marks stand in canonical order.
Tatweel, zero-width and bidi controls are removed. Arabic-Indic and Persian digits become European
ones, Persian yeh and kaf Arabic ones, and double quotes other than «» straight ones. White space
(also line ends and control characters) becomes single spaces, without any at the ends. Harakat
stay. Outside Arabic script nothing else changes.

*fold* is for matching, and follows the folding of the project's scorer: no harakat or Koranic
marks; أ إ آ ٱ → ا, ى ئ → ي, ة → ه, ؤ → و; compatibility forms of every script resolved, lower case;
a space for everything but letters, digits and underscores. `fold(clean(x)) == fold(x)`, and both
are idempotent.

The tables (`tables.py`) come from camel-tools and pyarabic. This module applies them to an array of
code points."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from pipeline.arabic.tables import (
    CONTROLS,
    DROP,
    DROP_MARK,
    JOINER,
    JOINERS,
    MARK,
    MULTI,
    SPACE,
    SPECIAL,
    Codes,
    Table,
    arabic_letters,
    clean_table,
    combining,
    fold_table,
    is_arabic,
)
from pipeline.types import Mapped

SHORT = 80  # maximum length in characters of a cached text
REMEMBERED = 1 << 15  # size of a cache of words: running text repeats few, an archive has no end

INVISIBLE = (
    CONTROLS + JOINERS
)  # characters to strip from the ends of a range, as the inside of a regex character class
_LETTERS = 0x700  # end of the scripts that `_plain` looks at: Latin, Greek, Cyrillic, Arabic
Indices = npt.NDArray[np.intp]
Positions = npt.NDArray[np.int32]


def clean(text: str) -> str:
    """Return the text in its form for display. Short texts are cached, as in `fold`."""
    return _clean_short(text) if len(text) <= SHORT else _string(*_apply(text, clean_table())[:1])


@lru_cache(maxsize=REMEMBERED)
def _clean_short(text: str) -> str:
    plain, forms = _plain(clean_table)
    if plain.fullmatch(text):
        return text.translate(forms)
    return _string(*_apply(text, clean_table())[:1])


def clean_mapped(text: str, base: int = 0) -> Mapped:
    """Return the same with offsets: character i comes from source characters `starts[i] - base` to
    `ends[i] - base` of `text`. All characters of an expansion come from the same source character,
    and those of a reordered or composed group from the whole group. Removed tatweel and harakat
    belong to the character before them, a run of white space to its first character."""
    return _mapped(text, clean_table(), base)


def fold(text: str) -> str:
    """Return the text in its form for matching. Short texts are cached, because names and words
    repeat and a call costs more in numpy's overhead than in work."""
    return _fold_short(text) if len(text) <= SHORT else _string(*_apply(text, fold_table())[:1])


@lru_cache(maxsize=REMEMBERED)
def _fold_short(text: str) -> str:
    plain, forms = _plain(fold_table)
    if plain.fullmatch(text):
        return text.translate(forms)
    return _string(*_apply(text, fold_table())[:1])


def fold_mapped(text: str, base: int = 0) -> Mapped:
    """Return the same with offsets, as `clean_mapped` does."""
    plain, forms = _plain(fold_table)
    if len(text) <= SHORT and plain.fullmatch(text):
        starts = array("i", range(base, base + len(text) + 1))
        return Mapped(text.translate(forms), starts[:-1], starts[1:])
    return _mapped(text, fold_table(), base)


@lru_cache(maxsize=REMEMBERED)
def fold_key(text: str) -> str:
    """Return the key that two spellings of one name share: the folded text with «عبد ال…» joined to
    one word, and without the article of each word of more than four letters. Not idempotent: a
    second call could remove the letters ال of the word itself."""
    joined = re.sub(r"\bعبد (?=ال)", "عبد", fold(text))
    return " ".join(w[2:] if w.startswith("ال") and len(w) > 4 else w for w in joined.split())


def first_word(text: str) -> str:
    """Return the first word of `text`, or the empty string: a name of symbols only («😀») folds to
    nothing."""
    words = text.split(maxsplit=1)
    return words[0] if words else ""


def last_word(text: str) -> str:
    """Return the last word of `text`, or the empty string."""
    words = text.rsplit(maxsplit=1)
    return words[-1] if words else ""


def arabic_share(text: str) -> float:
    """Return the share of Arabic letters among the letters of the text, 0 if there are none."""
    counts = np.bincount(arabic_letters()[_codes(text)], minlength=3)
    return float(counts[2] / max(counts[1] + counts[2], 1))


@cache
def _plain(table: Callable[[], Table]) -> tuple[re.Pattern[str], dict[int, int]]:
    """Return the pattern of texts in which each character becomes one other, wherever it stands,
    and what it becomes: words of letters and digits without marks, with single spaces between
    them. Most words are such, and a table of strings is then fifteen times as fast as numpy."""
    codes = table().codes[:_LETTERS]
    forms = {c: int(to) for c, to in enumerate(codes) if SPACE != to < SPECIAL and c != SPACE}
    letters = "".join(re.escape(chr(c)) for c in forms)
    return re.compile(f"[{letters}]+(?: [{letters}]+)*"), {**forms, SPACE: SPACE}


def _mapped(text: str, table: Table, base: int) -> Mapped:
    codes, starts, ends = _apply(text, table)
    return Mapped(_string(codes), _array(starts + np.int32(base)), _array(ends + np.int32(base)))


def _codes(text: str) -> Codes:
    return np.array([text], dtype=f"<U{max(len(text), 1)}").view(np.uint32)[: len(text)]


def _string(codes: Codes) -> str:
    return (
        str(codes.view(f"<U{len(codes)}")[0]) if len(codes) else ""
    )  # never ends in U+0000, which numpy would remove: it counts as white space


def _array(values: Positions) -> array[int]:
    out = array("i")
    out.frombytes(np.ascontiguousarray(values).data.cast("B"))
    return out


def _apply(text: str, table: Table) -> tuple[Codes, Positions, Positions]:
    """Return the normalized code points, and the half-open range of `text` that each comes from."""
    source = _codes(text)
    codes = table.codes[source]
    special = np.flatnonzero(codes >= SPECIAL)
    ends: Positions = np.arange(1, len(codes) + 1, dtype=np.int32)  # by position in `text`
    if len(special):
        _resolve_joiners(source, codes, special)
        _extend(ends, codes, special)
    codes, origin = _compact(*_expand(codes, special, table))
    starts, ends = origin.astype(np.int32), ends[origin]
    marks = np.flatnonzero(codes >= MARK) if len(special) else special
    if len(marks):
        codes[marks] -= MARK
        codes, starts, ends = _compose(codes, starts, ends, marks)
    return codes, starts, ends


def _resolve_joiners(source: Codes, codes: Codes, special: Indices) -> None:
    """Keep, in place, a joiner after an emoji or a letter of a script that uses it; drop the
    others."""
    at = special[codes[special] == JOINER]
    if not len(at):
        return
    before = np.where(at > 0, source[at - 1], SPACE)
    users = [c for c in np.unique(before).tolist() if _uses_joiners(chr(c))]
    codes[at] = np.where(np.isin(before, users), source[at], DROP)


def _uses_joiners(char: str) -> bool:
    return char > "\u02ff" and not is_arabic(char) and unicodedata.category(char)[0] in "LMS"


def _extend(ends: Positions, codes: Codes, special: Indices) -> None:
    """Extend, in place, the ranges of characters by the dropped marks after them."""
    at = special[codes[special] == DROP_MARK]
    if not len(at):
        return
    runs = _runs(at)
    runs = runs[runs[:, 0] > 0]
    runs = runs[codes[runs[:, 0] - 1] != SPACE]
    ends[runs[:, 0] - 1] = runs[:, 1]


def _expand(codes: Codes, special: Indices, table: Table) -> tuple[Codes, Indices]:
    """Return the code points without dropped ones and with expansions in place of their marked
    values, and the position that each comes from."""
    space = codes == SPACE
    keep = np.ones(len(codes), dtype=np.bool_)
    np.logical_not(
        space[1:] & space[:-1], out=keep[1:]
    )  # most double spaces are removed here, in the same pass
    values = codes[special]
    keep[special[(values == DROP_MARK) | (values == DROP)]] = False
    at = special[(values >= MULTI) & (values < MARK)]
    if not len(at):
        origin = np.flatnonzero(keep)
        return (codes, origin) if len(origin) == len(codes) else (codes[origin], origin)
    expansions = [table.expansions[k] for k in (codes[at] - np.uint32(MULTI)).tolist()]
    counts = keep.astype(np.int64)
    counts[at] = list(map(len, expansions))
    origin = np.repeat(np.arange(len(codes)), counts)
    codes = codes[origin]
    codes[(codes >= MULTI) & (codes < MARK)] = list(chain.from_iterable(expansions))
    return codes, origin


def _runs(at: Indices) -> Indices:
    """Return ascending positions as half-open ranges, one for each run of neighbours."""
    cuts = np.flatnonzero(at[1:] - at[:-1] != 1)
    return np.stack(
        (np.concatenate((at[:1], at[cuts + 1])), np.concatenate((at[cuts], at[-1:])) + 1), axis=1
    )


def _compact(codes: Codes, origin: Indices) -> tuple[Codes, Indices]:
    """Return the code points with single spaces, and none at the ends."""
    space = codes == SPACE
    again = space[1:] & space[:-1]
    if again.any():
        keep = np.concatenate(([True], ~again))
        codes, origin = codes[keep], origin[keep]
    first = int(len(codes) > 0 and codes[0] == SPACE)
    last = len(codes) - int(len(codes) > first and codes[-1] == SPACE)
    return codes[first:last], origin[first:last]


def _compose(
    codes: Codes, starts: Positions, ends: Positions, marks: Indices
) -> tuple[Codes, Positions, Positions]:
    """Return letters and their marks (at the ascending positions `marks`) in canonical form (NFC).
    Look only at groups with a mark that may compose with a letter, or with two marks out of order;
    all others are in canonical form already."""
    classes, composes = combining()
    signs = codes[marks]
    order, suspect = classes[signs], composes[signs]
    suspect[:-1] |= (marks[1:] - marks[:-1] == 1) & (order[:-1] > order[1:]) & (order[1:] > 0)
    if not suspect.any():
        return codes, starts, ends
    runs = _runs(marks)
    which = np.unique(np.searchsorted(runs[:, 0], marks[suspect], side="right") - 1)
    pieces: list[tuple[Codes, Positions, Positions]] = []
    done = 0
    for first, last in runs[which].tolist():
        letter = max(first - 1, done)
        source = _string(codes[letter:last])
        composed = unicodedata.normalize("NFC", source)
        if composed == source:
            continue
        if letter < first and composed[0] == source[0]:  # only the marks change
            letter, composed = first, composed[1:]
        pieces.append((codes[done:letter], starts[done:letter], ends[done:letter]))
        group = _codes(composed)
        pieces.append(
            (group, np.full(len(group), starts[letter]), np.full(len(group), ends[last - 1]))
        )
        done = last
    if not pieces:
        return codes, starts, ends
    pieces.append((codes[done:], starts[done:], ends[done:]))
    return (
        np.concatenate([p[0] for p in pieces]),
        np.concatenate([p[1] for p in pieces]),
        np.concatenate([p[2] for p in pieces]),
    )
