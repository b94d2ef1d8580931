"""The mode of a meeting in the words of a sentence: at a place, on screens, or with some people on
a screen."""

from __future__ import annotations

from functools import cache

from pipeline.arabic import lists
from pipeline.arabic.folding import fold
from pipeline.assemble.cues import cue


@cache
def _modes() -> tuple[tuple[str, str], ...]:
    return tuple(
        (kind, fold(phrase)) for kind, phrase in lists.rows("pipeline.assemble", "modes.txt")
    )


def joins(text: str) -> bool:
    """Return whether a sentence says that some were on a screen."""
    return cue("joined").search(f" {fold(text)} ") is not None


def kinds(text: str) -> set[str]:
    """Return the modes in a sentence: virtual, person, hybrid, place; what it says of some who were
    on a screen does not count."""
    folded = cue("joined").sub(" ", f" {fold(text)} ")
    for _, phrase in (row for row in _modes() if row[0] == "not"):
        folded = folded.replace(phrase, "")
    found = set()
    for kind, phrase in _modes():
        said: tuple[str, ...]
        if kind == "place":
            said = (f" ب{phrase} ", f" في {phrase} ", f" بال{phrase.removeprefix('ال')} ")
        else:
            said = (f" {phrase} ", f" ب{phrase} ", f" ال{phrase} ", f" و{phrase} ")
        if kind != "not" and any(s in folded for s in said):
            found.add(kind)
    return found
