"""Which names in the text of a meeting belong in its record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.arabic.folding import fold_key
from pipeline.assemble.sentences import is_headline
from pipeline.types import Entity, Release


def names_met(release: Release, entity: Entity, met: Entity | None, headline_chars: int) -> bool:
    """Return whether a name that only stands in headlines is taken for a short one of the body that
    met («شورى السواقي» for «مجلس الشورى»)."""
    return (
        met is not None
        and entity.id != met.id
        and all(is_headline(release, s, headline_chars) for s in entity.mentions)
    )


def shortened(entities: Iterable[Entity], others: Sequence[Entity]) -> set[str]:
    """Return the ids of the entities whose names are short forms of others (`shortens`)."""
    holding: dict[str, list[Entity]] = {}
    for e in others:
        for word in set(fold_key(e.name).split()):
            holding.setdefault(word, []).append(e)
    out = set()
    for e in entities:
        rarest = min((holding.get(w, []) for w in fold_key(e.name).split()), key=len, default=[])
        if any(shortens(e, x) for x in rarest):
            out.add(e.id)
    return out


def shortens(entity: Entity, other: Entity) -> bool:
    """Return whether a name that never stands inside another is a shorter one of it: the same
    noun and only words of it, in their order («حكومة الفلاني» for «حكومة فلان الفلاني»)."""
    words, longer = fold_key(entity.name).split(), fold_key(other.name).split()
    if not words or entity.id == other.id or len(words) >= len(longer):
        return False
    rest = iter(longer)
    if words[0] != longer[0] or not all(w in rest for w in words):
        return False
    return not any(
        a <= start and end <= b for start, end in entity.mentions for a, b in other.mentions
    )
