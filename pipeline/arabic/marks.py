"""Brackets and quotation marks, which stand in pairs."""
from __future__ import annotations

QUOTATION = (("«", "»"), ("“", "”"), ('"', '"'))
PAIRS = (*QUOTATION, ("(", ")"), ("[", "]"))


def balance(text: str, opening: str, closing: str) -> int:
    """How many marks of a pair are opened more often than closed; of a pair of like marks 1 where one stands alone."""
    return text.count(opening) % 2 if opening == closing else text.count(opening) - text.count(closing)
