"""The character tables of the two levels, *clean* and *fold*.

For every code point of Arabic script, camel-tools (`normalize_unicode`, `dediac_ar`,
`normalize_alef_ar`, `normalize_alef_maksura_ar`, `normalize_teh_marbuta_ar`) and pyarabic (tatweel,
diacritics, small letters, digits, ligatures) are called once, so our folding is theirs. Those
functions work on whole strings and give no offsets. A table can be applied to an array of code
points and keeps the offsets.

The entry of a code point is its replacement, or one of the marked values below. The marked values
are all at or above `SPECIAL`, so one comparison finds the few characters that need more than a
replacement."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]

SPACE = 0x20
SPECIAL = 0x110000
DROP_MARK = SPECIAL  # dropped; belongs to the character before it (tatweel, harakat)
DROP = SPECIAL + 1  # dropped (zero-width and bidi controls)
JOINER = SPECIAL + 2  # U+200C and U+200D: dropped, except inside emoji and scripts that need them
MULTI = 0x200000  # MULTI + k: becomes the k-th of `Table.expansions`
# MARK + code point: a combining mark that may have to be reordered or composed with its neighbours
MARK = 0x400000

# Blocks of Arabic script: Arabic, Supplement, Extended-B and -A, Presentation Forms-A and -B,
# mathematical letters.
BLOCKS = (
    (0x600, 0x6FF),
    (0x750, 0x77F),
    (0x870, 0x8FF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFE),
    (0x1EE00, 0x1EEFF),
)
# Soft hyphen, Arabic letter mark, zero-width space, bidi marks, embeddings and isolates, word
# joiner and invisible operators, deprecated format characters, byte order mark.
CONTROLS = "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
JOINERS = "\u200c\u200d"
# Persian yeh and kaf look like the Arabic ones and are typed for them on Persian keyboards. Urdu
# and Persian separators of sentences and numbers; double quotes other than guillemets. Single
# quotes stay: they are apostrophes in Latin text.
LETTERS = {"\u06cc": "\u064a", "\u06a9": "\u0643"}
PUNCTUATION = {
    "\u066a": "%",
    "\u066b": ".",
    "\u066c": ",",
    "\u06d4": ".",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u201f": '"',
    "\u2033": '"',
}


@dataclass(frozen=True, slots=True)
class Table:
    """`codes[c]` is the entry of code point c, `expansions[k]` the code points for MULTI + k."""

    codes: Codes
    expansions: tuple[tuple[int, ...], ...]


def is_arabic(char: str) -> bool:
    """Return whether a character is in a block of Arabic script."""
    code = ord(char)
    return any(low <= code <= high for low, high in BLOCKS)


def arabic_marks() -> list[str]:
    """Return the combining marks of Arabic script: harakat, hamza and madda signs, superscript
    alef, Koranic marks."""
    return [
        chr(c)
        for low, high in BLOCKS
        for c in range(low, high + 1)
        if unicodedata.category(chr(c)) == "Mn"
    ]


@cache
def clean_table() -> Table:
    """Return the table of *clean*. Only Arabic script, controls, white space and double quotes
    change."""
    changes = {
        chr(c): " "
        for c in range(0x3001)
        if chr(c).isspace() or unicodedata.category(chr(c)) == "Cc"
    }
    changes |= dict.fromkeys(_members(CONTROLS), "") | PUNCTUATION
    arabic, marks = _clean_arabic(), set(arabic_marks())
    for low, high in BLOCKS:
        changes |= {
            c: arabic(c)
            for c in map(chr, range(low, high + 1))
            if c not in changes and c not in marks
        }
    return _table(changes, marks)


@cache
def fold_table() -> Table:
    """Return the table of *fold*: *clean*, then without marks, with one form for each letter,
    compatibility forms of every script resolved, lower case, and a space for everything but
    letters, digits, underscores and combining marks."""
    clean, arabic = clean_table(), _fold_arabic()
    changes: dict[str, str] = {}
    marks: set[str] = set()
    for code in (c for low, high in _VARIED for c in range(low, high + 1)):
        char, entry = chr(code), int(clean.codes[code])
        if entry in (DROP, DROP_MARK, JOINER):
            changes[char] = ""
            continue
        target = "".join(
            chr(c % MARK)
            for c in (clean.expansions[entry - MULTI] if MULTI <= entry < MARK else (entry,))
        )
        folded = arabic(target) if any(map(is_arabic, target)) else _lower(target)
        if folded != char:
            changes[char] = folded
        elif _is_mark(char):
            marks.add(char)
    table = _table(changes, marks)
    for low, high in _NO_WORDS:
        table.codes[low : high + 1] = SPACE
    return table


# The code points that *fold* may change. The others are ideographs and Hangul syllables, which it
# leaves alone, and surrogates, private use and unassigned planes, which are no part of words.
_VARIED = (
    (0, 0x33FF),
    (0x4DC0, 0x4DFF),
    (0xA000, 0xABFF),
    (0xD7A4, 0xD7FF),
    (0xF900, 0x16FFF),
    (0x1AFF0, 0x1FFFF),
    (0x2F800, 0x2FA1F),
)
_NO_WORDS = ((0xD800, 0xF8FF), (0x40000, 0x10FFFF))


@cache
def combining() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """Return the canonical combining class of each code point, and whether it may compose with a
    character before it."""
    classes, composes = np.zeros(0x110000, dtype=np.uint8), np.zeros(0x110000, dtype=np.bool_)
    for code in range(0x20000):
        classes[code] = unicodedata.combining(chr(code))
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and parts[0][0] != "<":
            composes[int(parts[1], 16)] = True
    return classes, composes


@cache
def arabic_letters() -> npt.NDArray[np.uint8]:
    """Return for each code point: 2 for an Arabic letter, 1 for another letter, 0 for anything
    else."""
    kinds = np.zeros(0x110000, dtype=np.uint8)
    kinds[[c for c in range(0x110000) if chr(c).isalpha()]] = 1
    for low, high in BLOCKS:
        kinds[low : high + 1] *= 2
    kinds[0x640] = 0  # tatweel only stretches a word
    return kinds


def _members(ranges: str) -> list[str]:
    """Return the characters of the inside of a regex character class."""
    out: list[str] = []
    chars = iter(ranges)
    for char in chars:
        out += (
            [char]
            if char != "-"
            else [chr(c) for c in range(ord(out[-1]) + 1, ord(next(chars)) + 1)]
        )
    return out


def _table(changes: dict[str, str], marks: set[str]) -> Table:
    codes = np.arange(0x110000, dtype=np.uint32)
    expansions: dict[tuple[int, ...], int] = {}

    def value(char: str) -> int:
        return ord(char) + MARK * (char in marks)

    for char, target in changes.items():
        if not target:  # modifier letters and marks belong to a letter; controls do not
            codes[ord(char)] = DROP_MARK if unicodedata.category(char)[0] in "LM" else DROP
        elif len(target) > 1:
            codes[ord(char)] = MULTI + expansions.setdefault(
                tuple(map(value, target)), len(expansions)
            )
        else:
            codes[ord(char)] = value(target)
    for char in marks:
        codes[ord(char)] = value(char)
    for char in JOINERS:
        if char not in changes:
            codes[ord(char)] = JOINER
    return Table(codes, tuple(expansions))


def _clean_arabic() -> Callable[[str], str]:
    """Return the *clean* form of an Arabic character: camel-tools' NFKC with three additions.
    Tatweel is dropped. The isolated form of a mark becomes the bare mark: NFKC puts it on a space,
    which would split a word. Digits become European."""
    araby = _araby()
    from camel_tools.utils.normalize import normalize_unicode  # type: ignore[import-untyped]

    digits = dict(zip(araby.NUMBERS_EAST + araby.NUMBERS_PERS, araby.NUMBERS_WEST * 2, strict=True))
    single = str.maketrans(LETTERS | digits)
    marks = set(arabic_marks())

    def clean(char: str) -> str:
        text: str = araby.strip_tatweel(normalize_unicode(char)).translate(single)
        bare = text.lstrip(" ")
        return bare if bare and set(bare) <= marks else text

    return clean


def _fold_arabic() -> Callable[[str], str]:
    """Return the *fold* form of an Arabic string: camel-tools' functions in turn, then without the
    hamza of any remaining carrier, and without pyarabic's diacritics and small letters. (pyarabic's
    `normalize_hamza` would turn every carrier, also alef, into a bare hamza.)"""
    araby = _araby()
    from camel_tools.utils.dediac import dediac_ar  # type: ignore[import-untyped]
    from camel_tools.utils.normalize import (
        normalize_alef_ar,
        normalize_alef_maksura_ar,
        normalize_teh_marbuta_ar,
    )

    gone = str.maketrans("", "", "".join([*araby.DIACRITICS, *araby.SMALL, *arabic_marks()]))

    def fold(text: str) -> str:
        text = normalize_teh_marbuta_ar(
            normalize_alef_maksura_ar(normalize_alef_ar(dediac_ar(text)))
        )
        return _words(unicodedata.normalize("NFD", text).translate(gone))

    return fold


def _araby() -> Any:
    with (
        warnings.catch_warnings()
    ):  # its patterns contain invalid escapes, and Python warns when it compiles them
        warnings.simplefilter("ignore")
        from pyarabic import araby  # type: ignore[import-untyped]
    return araby


def _lower(char: str) -> str:
    """Resolve compatibility forms and lower the case until nothing changes; then replace what is
    not part of a word by a space."""
    while (lowered := unicodedata.normalize("NFKC", char).lower()) != char:
        char = lowered
    return _words(char)


def _words(text: str) -> str:
    """Return a space for each run of characters that are not part of a word."""
    spaced = "".join(c if c == "_" or c.isalnum() or _is_mark(c) else " " for c in text)
    return re.sub(" +", " ", spaced)


def _is_mark(char: str) -> bool:
    """Return whether a character is a combining mark that belongs to a letter; variation selectors
    do not."""
    selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return unicodedata.category(char) in ("Mn", "Mc") and not selector
