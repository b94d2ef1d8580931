"""Ordinal numbers in words and figures: «الثاني والعشرين», «الحادية والعشرون», «الخامسة والثلاثين
بعد المائة», «الـ(147)», «رقم 5».

The words are generated from pyarabic's tables of numerals: units in both genders, tens and hundreds
in every case. A grammar over kinds of words (`words`) combines them, from 1 to 999. Only definite
forms count: «الاجتماع الثالث», not «اجتماع ثالث»."""

from __future__ import annotations

import re
import tomllib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pipeline.arabic.words import Entry, Lexed, Lexicon, lex

LARGEST = 999
Case = Literal["nominative", "oblique"]

# Kinds of ordinal words; upper case is the feminine. a 1 (الأول) j 1 before a ten (الحادي، الواحد)
# u 2–9 x 10 (العاشر) e -teen (عشر) t tens h hundreds, with the article. After a hundred, without
# the article: c units, d tens, g hundreds
_SMALL = r"(?:[uj]\+?e|[UJ]\+?e|[ujUJa]\+t|t|[xX]|[uU]|[aA])"
_CARDINAL = r"(?:[cg]e|c\+d|d|c)"
_WORDS = rf"(?:h(?:\+(?:{_SMALL}|{_CARDINAL}))?|{_SMALL}(?:B[hg])?)"
# More kinds: N noun for a session, T title, S first word of a month, K «الساعة», k after an hour, p
# part of the day, f «من», B «بعد», v «في», L the article before a figure, R «رقم», n a figure
# 1–999, # any other.
_FIGURE = r"(?:L\(n\)|L-?n|R:?(?:\(n\)|n))"
_NO_HOUR = r"(?!\+?k|f[kpB])"
_NO_MORE = r"(?![-/:%#.]n|[%#]|[-/]#)"
_ORDINAL = re.compile(
    rf"N({_WORDS})"  # an adjective of a session is no hour: «الجلسة الثانية مساء أمس»
    # «في المئة», «الأعضاء الثماني والعشرين» are no ordinals; hours are feminine
    rf"|(?<![TSKb])(?!(?<=v)h|(?<=[wcd]\+)t)((?![A-Z])(?>{_WORDS})|(?=[A-Z])(?>{_WORDS}){_NO_HOUR})"
    rf"|({_FIGURE}){_NO_MORE}"
    rf"|N[wTlb]{{0,4}}(\(n\)){_NO_MORE}"
    rf"|N(n)(?![-/:.]?[n#]|%)"
)
_SINCE = re.compile(r"\s+(?:ما بعد|منذ|من نوعها?)(?!\w)")


@dataclass(frozen=True, slots=True)
class OrdinalMatch:
    """An ordinal at `text[start:end]`, including brackets, «رقم» and the article before a
    figure."""

    start: int
    end: int
    value: int


def find_ordinals(text: str) -> list[OrdinalMatch]:
    """Return the ordinals of a text in order, the longest at each place. A figure counts only with
    the article, after «رقم», after a noun for a session, or in brackets within a few words of one.
    Left out: months (ربيع الأول), titles (النائب الأول), hours (الثانية ظهرا), and «the first
    since» (الجلسة الأولى منذ شهر), which is no session number."""
    lexed = lex(text, _lexicon())
    return [m for m in _matches(lexed) if m.value != 1 or not _SINCE.match(text, m.end)]


def ordinal_entries() -> Iterator[tuple[str, Entry]]:
    """Yield the words of ordinals with kind and value, for a lexicon."""
    yield from (
        ("الأول", ("a", 1)),
        ("الأولى", ("A", 1)),
        ("الواحد", ("j", 1)),
        ("الواحدة", ("J", 1)),
    )
    for feminine in (False, True):
        for value, word in _units(feminine).items():
            kind = {1: "j", 10: "x"}.get(value, "u")
            yield word, (kind.upper() if feminine else kind, value)
    yield from (("عشر", ("e", 10)), ("عشرة", ("e", 10)))
    for case in _CASES:
        for value, word in _tens(case).items():
            yield word, ("t", value)


_CASES: tuple[Case, Case] = ("nominative", "oblique")


def _matches(lexed: Lexed) -> Iterator[OrdinalMatch]:
    for match in _ORDINAL.finditer(lexed.kinds):
        start, end = match.span(match.lastindex or 0)
        value = _value(lexed, start, end)
        if value is not None:
            yield OrdinalMatch(lexed.starts[start], lexed.ends[end - 1], value)


def _value(lexed: Lexed, start: int, end: int) -> int | None:
    """Return the sum of the parts; the grammar gives each part its decimal place."""
    total = sum(
        v
        for k, v in zip(lexed.kinds[start:end], lexed.values[start:end], strict=True)
        if k not in "+B()L-R:"
    )
    return total if 1 <= total <= LARGEST else None


@cache
def _numerals() -> tuple[dict[str, int], dict[str, str], dict[str, str]]:
    """Return pyarabic's cardinals with their values, and its ordinals by cardinal: masculine,
    feminine."""
    with (
        warnings.catch_warnings()
    ):  # its patterns contain invalid escapes, and Python warns when it compiles them
        warnings.simplefilter("ignore")
        from pyarabic import number_const as table  # type: ignore[import-untyped]
    return table.NUMBER_WORDS, table.UNITS_ORDINAL_WORDS, table.UNITS_ORDINAL_WORDS_FEMININ


@cache
def _units(feminine: bool) -> dict[int, str]:
    """Yield 1–10 with the article; 1 in its form before a ten."""
    cardinals, masculine, feminines = _numerals()
    ordinals = feminines if feminine else masculine
    return {
        cardinals[c]: "ال" + o
        for c, o in sorted(ordinals.items(), key=lambda p: cardinals[p[0]])
        if 1 <= cardinals[c] <= 10
    }


@cache
def _tens(case: Case) -> dict[int, str]:
    """Yield 20–90 with the article."""
    return {v: "ال" + w for v, w in _cardinal_tens(case).items()}


@cache
def _cardinal_tens(case: Case) -> dict[int, str]:
    ending = "ون" if case == "nominative" else "ين"
    return {v: w for w, v in _numerals()[0].items() if 20 <= v <= 90 and w.endswith(ending)}


@cache
def _hundreds(case: Case) -> dict[int, str]:
    """Yield 100–900 without the article, spelt مئة."""
    dual = "مئتان" if case == "nominative" else "مئتين"
    words = {v: w for w, v in _numerals()[0].items() if 100 <= v <= 900 and w.endswith("مئة")}
    return {**words, 200: dual}


@cache
def _lexicon() -> Lexicon:
    return Lexicon.build(
        _entries(), lambda value, digits: "n" if 1 <= value <= LARGEST and digits <= 3 else "#"
    )


def _entries() -> Iterator[tuple[str, Entry]]:
    yield from ordinal_entries()
    for value, word in ((v, w) for case in _CASES for v, w in _hundreds(case).items()):
        apart = (word.replace("مئ", " مئ"), word.replace("مئ", " مائ")) if value > 200 else ()
        for spelling in (word, word.replace("مئ", "مائ"), *apart):
            yield "ال" + spelling, ("h", value)
            yield spelling, ("g", value)
    for word, value in _numerals()[0].items():
        if 1 <= value <= 9:
            yield word, ("c", value)
        elif 20 <= value <= 90:
            yield word, ("d", value)
    yield from (("ال", ("L", 0)), ("و", ("+", 0)), ("رقم", ("R", 0)), ("الرقم", ("R", 0)))
    yield from (("من", ("f", 0)), ("في", ("v", 0)), ("بعد", ("B", 0)))
    context = tomllib.loads(
        files("pipeline.arabic").joinpath("data/ordinals.toml").read_text(encoding="utf-8")
    )
    for name, kind in _CONTEXT_KINDS.items():
        for word in context[name]:
            yield word, (kind, 0)


_CONTEXT_KINDS = {
    "meetings": "N",
    "titles": "T",
    "month_heads": "S",
    "before_hours": "K",
    "after_hours": "k",
    "day_parts": "p",
}
