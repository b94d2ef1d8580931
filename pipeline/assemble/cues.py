"""Cues: the classes of words in `data/cues.toml` that tell of a meeting, and where they stand."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from pipeline.arabic.patterns import pattern
from pipeline.types import Release, Span

HEAD = 90  # characters of a sentence in which the verb stands that it begins with
GUESTS_WITHIN = 70  # characters from the verb to the word for guests
SIGHT = 60  # characters beside a name in which its cues stand
ENDING = r"(?:ت|وا|ا)?"  # of a verb in the perfect: «استقبلت», «استقبلوا», «استقبلا»
PRESENT = pattern(r"(?<!\w)و?(?:بحضور|في حضور|بمشاركة)(?!\w)")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(
        files("pipeline.assemble").joinpath("data", "cues.toml").read_text(encoding="utf-8")
    )


def verb(name: str) -> str:
    """Return the regular expression of the verbs of a class, with particles and endings."""
    row = _table()[name]
    never = "|".join(row["never"])
    verbs = "|".join(row["verbs"])
    return rf"(?<!\w)[وف]?س?(?:{verbs}){ENDING}(?!\w)(?!\s+(?:ال)?(?:{never})(?!\w))"


@cache
def _found(*names: str) -> re.Pattern[str]:
    return pattern("|".join(map(verb, names)))


@cache
def _guests() -> re.Pattern[str]:
    nouns = "|".join(_table()["guests"]["nouns"])
    return pattern(rf"{verb('reception')}\s[^.\n]{{0,{GUESTS_WITHIN}}}?(?<!\w)[بل]?({nouns})(?!\w)")


def receives(release: Release, span: Span) -> bool:
    """Return whether a sentence begins with a verb of receiving: «كما استقبل فلان …»."""
    return verb_at(release, span, "reception") is not None


def meets(release: Release, span: Span) -> bool:
    """Return whether a sentence begins with a verb of receiving, holding, chairing or debating."""
    return verb_at(release, span, "reception", "sitting") is not None


def verb_at(release: Release, span: Span, *names: str) -> int | None:
    """Return how many characters of a sentence stand before its first verb of these classes, if it
    begins with one."""
    start, end = span
    found = _found(*names).search(release.text, start, min(end, start + HEAD))
    return None if found is None else found.start() - start


@cache
def _words(name: str) -> re.Pattern[str]:
    return pattern(rf"(?<!\w)(?:{'|'.join(_table()[name]['words'])})(?!\w)")


def said(release: Release, span: Span) -> dict[str, bool]:
    """Return for each class of words whether one stands in a sentence, by the name of the class."""
    names = [name for name, row in _table().items() if "words" in row]
    return {name: _words(name).search(release.text, *span) is not None for name in names}


def guests(release: Release, span: Span) -> str | None:
    """Return the word for received guests without names («وفدا», «ممثلي»), if there is one."""
    found = _guests().search(release.text, *span)
    return found[1] if found else None


@cache
def _near(name: str) -> re.Pattern[str]:
    return pattern(rf"(?<!\w)(?:{'|'.join(_table()[name]['near'])})(?!\w)")


def before(text: str, name: str) -> int:
    """Return how many characters stand behind the last cue of a class in a text, `SIGHT` if there
    is none so near its end."""
    ends = [found.end() for found in _near(name).finditer(text)]
    return min(SIGHT, len(text) - ends[-1]) if ends else SIGHT


def behind(text: str, name: str) -> int:
    """Return how many characters stand before the first cue of a class in a text, `SIGHT` if there
    is none so near its beginning."""
    found = _near(name).search(text, 0, SIGHT)
    return found.start() if found else SIGHT


def told_in(release: Release, span: Span, name: str) -> bool:
    """Return whether a cue of a class stands in a range."""
    return _near(name).search(release.text, *span) is not None
