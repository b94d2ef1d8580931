"""News outlets and agencies, which are organisations of the text but not of the meeting (annotation
case 5)."""

from __future__ import annotations

from functools import cache

from pipeline.arabic import lists
from pipeline.arabic.folding import fold_key


@cache
def _media() -> tuple[tuple[str, ...], frozenset[str]]:
    rows = lists.rows("pipeline.assemble", "media.txt")
    return tuple(fold_key(x) for kind, x in rows if kind == "head"), frozenset(
        fold_key(x) for kind, x in rows if kind == "name"
    )


def is_media(name: str) -> bool:
    """Return whether an organisation's name is that of a news outlet or agency: it begins with such
    a head noun, or is in the list."""
    heads, names = _media()
    key = fold_key(name)
    return key in names or key.startswith(heads)
