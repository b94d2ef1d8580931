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
# Where the cues of a class stand, with the pattern of them.
PLACES = {
    "before": "(?:{})$",
    "behind": "(?:{})",
    "within": "(?:{})",
    "near": r"(?<!\w)(?:{})(?!\w)",
    "words": r"(?<!\w)(?:{})(?!\w)",
}
ENDING = r"(?:ت|وا|ا)?"  # of a verb in the perfect: «استقبلت», «استقبلوا», «استقبلا»


@cache
def table() -> dict[str, dict[str, list[str]]]:
    """Return the rows of the table by the names of the classes; `parts` is none."""
    return tomllib.loads(
        files("pipeline.assemble").joinpath("data", "cues.toml").read_text(encoding="utf-8")
    )


@cache
def cue(name: str) -> re.Pattern[str]:
    """Return the pattern of a class of cues. What stands `before` a mention ends where the text
    ends; `words` and those `near` a name are whole words. A class that the table lacks is a
    KeyError."""
    row, parts = table()[name], table()["parts"]
    place = next(key for key in PLACES if key in row)
    ways = re.sub(r"\{([a-z_]+)\}", lambda part: str(parts[part[1]]), "|".join(row[place]))
    return pattern(PLACES[place].format(ways))


def verb(name: str) -> str:
    """Return the regular expression of the verbs of a class, with particles and endings."""
    row = table()[name]
    never = "|".join(row["never"])
    verbs = "|".join(row["verbs"])
    return rf"(?<!\w)[وف]?س?(?:{verbs}){ENDING}(?!\w)(?!\s+(?:ال)?(?:{never})(?!\w))"


@cache
def _found(*names: str) -> re.Pattern[str]:
    return pattern("|".join(map(verb, names)))


@cache
def _guests() -> re.Pattern[str]:
    nouns = "|".join(table()["guests"]["nouns"])
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


def said(release: Release, span: Span) -> dict[str, bool]:
    """Return for each class of words whether one stands in a sentence, by the name of the class."""
    names = [name for name, row in table().items() if "words" in row]
    return {name: cue(name).search(release.text, *span) is not None for name in names}


def guests(release: Release, span: Span) -> str | None:
    """Return the word for received guests without names («وفدا», «ممثلي»), if there is one."""
    found = _guests().search(release.text, *span)
    return found[1] if found else None


def before(text: str, name: str) -> int:
    """Return how many characters stand behind the last cue of a class in a text, `SIGHT` if there
    is none so near its end."""
    ends = [found.end() for found in cue(name).finditer(text)]
    return min(SIGHT, len(text) - ends[-1]) if ends else SIGHT


def behind(text: str, name: str) -> int:
    """Return how many characters stand before the first cue of a class in a text, `SIGHT` if there
    is none so near its beginning."""
    found = cue(name).search(text, 0, SIGHT)
    return found.start() if found else SIGHT


def told_in(release: Release, span: Span, name: str) -> bool:
    """Return whether a cue of a class stands in a range."""
    return cue(name).search(release.text, *span) is not None
