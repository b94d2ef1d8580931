"""Brackets and quotation marks, which stand in pairs, and the marks that begin a line."""

from __future__ import annotations

QUOTATION = (("«", "»"), ("“", "”"), ('"', '"'))
# The inside of a regular expression's class: dashes, dots, geometric shapes, dingbats and pictures,
# as messengers have them.
BULLETS = "-–—•*\u25a0-\u25ff\u2600-\u27bf\U0001f300-\U0001faff"
PAIRS = (*QUOTATION, ("(", ")"), ("[", "]"))


def balance(text: str, opening: str, closing: str) -> int:
    """Return how many marks of a pair are opened more often than closed; of a pair of like marks 1
    where one stands alone."""
    return (
        text.count(opening) % 2 if opening == closing else text.count(opening) - text.count(closing)
    )
