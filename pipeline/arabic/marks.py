"""Paired punctuation (brackets, quotation marks), and the bullets at the beginning of a line."""

from __future__ import annotations

QUOTATION = (("«", "»"), ("“", "”"), ('"', '"'))
# The inside of a regex character class: dashes, dots, geometric shapes, dingbats and pictographs
# that messengers use as bullets.
BULLETS = "-–—•*\u25a0-\u25ff\u2600-\u27bf\U0001f300-\U0001faff"
PAIRS = (*QUOTATION, ("(", ")"), ("[", "]"))


def balance(text: str, opening: str, closing: str) -> int:
    """Return how many opening marks of a pair have no closing one. For a pair of equal marks return
    1 if one is unpaired."""
    return (
        text.count(opening) % 2 if opening == closing else text.count(opening) - text.count(closing)
    )
