"""A change of pipeline.diff for the review page: old value, new value, and the words that differ.
Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.diff.model import KEYS, QUIET_KEYS
from pipeline.diff.words import Pieces, marked
from pipeline.words import words
from pipeline.words.values import NAMES, in_words

if TYPE_CHECKING:
    from pipeline.diff import Change


@dataclass(frozen=True, slots=True)
class Part:
    """A difference in a value: its name (`key` None) or a part of it, a key of the table `field` of
    the words. `old` and `new` are empty if that side has none."""

    key: str | None
    old: Pieces
    new: Pieces


@dataclass(frozen=True, slots=True)
class ChangeView:
    """`field` is the field of the change, None for the whole record; `index` is the current
    position of the element in the list."""

    kind: str
    field: str | None
    index: int | None
    parts: tuple[Part, ...]
    causes: tuple[str, ...]


def change_view(change: Change) -> ChangeView:
    """Return `change` for people. A change that concerns only place and confidence has no parts."""
    field = change.field.removeprefix("evidence.") if change.field else None
    causes = tuple(words()["cause"][c] for c in (change.cause or "").split("+") if c)
    return ChangeView(
        change.kind, field, change.at[1] if change.at else None, tuple(_parts(change)), causes
    )


def _parts(change: Change) -> list[Part]:
    field, old, new = change.field, change.old, change.new
    if field is None or field == KEYS or field.startswith("evidence.") or old == new:
        return []
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        return [Part(None, *marked(in_words(field, old), in_words(field, new)))]
    return [
        Part(
            None if key in NAMES else key,
            *marked(
                in_words(f"{field}.{key}", old.get(key)), in_words(f"{field}.{key}", new.get(key))
            ),
        )
        for key in dict.fromkeys((*old, *new))
        if key not in QUIET_KEYS and old.get(key) != new.get(key)
    ]
