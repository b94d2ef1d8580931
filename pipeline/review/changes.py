"""A change of pipeline.diff as an Arabic reader is shown it: what was, what is, the words that differ. Pure."""
from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.diff.model import KEYS
from pipeline.review.in_words import NAMES, in_words
from pipeline.review.words import words

if TYPE_CHECKING:
    from pipeline.diff import Change

_UNTOLD = frozenset({"id", "mentions", "span", "role_span", "duplicate_of", "similarity", "found_by", "confidence"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that the other side has as well, or has not."""

    text: str
    same: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What differs in a value: its name (`key` None) or a part of it, a key of the table `field` of the words. `old` and `new` are empty
    where that side has none."""

    key: str | None
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """`field` is the field it belongs to, None for the whole record; `index` the place of the element in the list as it is now."""

    kind: str
    field: str | None
    index: int | None
    parts: tuple[Part, ...]
    causes: tuple[str, ...]


def change_view(change: Change) -> ChangeView:
    """`change` for people. A change that says where and how a value was found, and nothing else, has no parts."""
    field = change.field.removeprefix("evidence.") if change.field else None
    causes = tuple(words()["cause"][c] for c in (change.cause or "").split("+") if c)
    return ChangeView(change.kind, field, change.at[1] if change.at else None, tuple(_parts(change)), causes)


def compared(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces that both have and pieces that one has, cut at words: letters never lose those they join."""
    if not old or not new:
        return _pieces([(old, False)]), _pieces([(new, False)])
    a, b = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    sides: tuple[list[tuple[str, bool]], list[tuple[str, bool]]] = ([], [])
    for op, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        sides[0].append(("".join(a[i:j]), op == "equal"))
        sides[1].append(("".join(b[k:m]), op == "equal"))
    return _pieces(sides[0]), _pieces(sides[1])


def _pieces(found: Sequence[tuple[str, bool]]) -> tuple[Piece, ...]:
    return tuple(Piece(text, same) for text, same in found if text)


def _parts(change: Change) -> list[Part]:
    field, old, new = change.field, change.old, change.new
    if field is None or field == KEYS or field.startswith("evidence.") or old == new:
        return []
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        return [Part(None, *compared(in_words(field, old), in_words(field, new)))]
    return [
        Part(None if key in NAMES else key, *compared(in_words(f"{field}.{key}", old.get(key)), in_words(f"{field}.{key}", new.get(key))))
        for key in dict.fromkeys((*old, *new)) if key not in _UNTOLD and old.get(key) != new.get(key)
    ]
