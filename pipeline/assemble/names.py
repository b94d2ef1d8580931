"""Which names in the text of a meeting belong in its record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.arabic.folding import fold_key
from pipeline.arabic.patterns import pattern
from pipeline.assemble.sentences import is_headline
from pipeline.assemble.spans import beginning, once, paragraph_at
from pipeline.types import Entity, Release

# Bodies that deliberate, by their nouns, even if the tagger labels them as organisations («مجلس
# التعاون الجمركي», «الهيئة العامة للمنظمة»).
DELIBERATES = pattern(r"(?:ال)?(?:لجنة|مجلس|فريق|جمعية|هيئة)(?!\w)")
# A dateline's news agency, in brackets or between a dash or slash and the report: «بنغازي – (وال)»,
# «الإسكندرية - أ ش أ».
AGENCY_BEFORE = pattern(r"[-–—/(|:]\s*\(?\s*$")
# Words of bodies' names that do not distinguish them.
NOUNS = frozenset(
    map(
        fold_key,
        (
            "لجنة",
            "مجلس",
            "فريق",
            "جمعية",
            "هيئة",
            "عامة",
            "عمومية",
            "وطنية",
            "عليا",
            "مشتركة",
            "دول",
            "عمل",
            "إدارة",
        ),
    )
)
MINISTRY = fold_key("وزارة")
DATELINE = 60  # maximum characters of the dateline in a paragraph


def is_committee(entity: Entity) -> bool:
    """Return whether a body that met is a committee by its head noun."""
    return entity.label == "COMMITTEE" or DELIBERATES.match(entity.name) is not None


def names_met(release: Release, entity: Entity, met: Entity | None, headline_chars: int) -> bool:
    """Return whether a name found only in headlines is a short name of the body that met, with one
    of its distinctive words («شورى السواقي» for «مجلس الشورى»), or of another committee, with no
    other words («الشورى»)."""
    if (met is not None and entity.id == met.id) or not all(
        is_headline(release, s, headline_chars) for s in entity.mentions
    ):
        return False
    words = _telling(entity.name)
    return bool(words) and (
        (met is not None and bool(words & _telling(met.name)))
        or _has_longer(release, entity, words)
    )


def names_another(release: Release, entity: Entity, headline_chars: int) -> bool:
    """Return whether an organisation found only in headlines is named by words of another
    organisation («تعليم السواقي» for «الإدارة العامة للتعليم بالسواقي»): in the annotated documents
    8 are dropped rightly and 1 wrongly."""
    words = _telling(entity.name)
    if not words or not all(is_headline(release, s, headline_chars) for s in entity.mentions):
        return False
    return _has_longer(release, entity, words, "ORG")


def _has_longer(
    release: Release, entity: Entity, words: set[str], label: str = "COMMITTEE"
) -> bool:
    """Return whether another entity of the label has a longer name with all of these words."""
    told = once(
        release,
        ("telling", label),
        lambda: [(e, _telling(e.name)) for e in release.entities if e.label == label],
    )
    return any(
        words <= others and e.id != entity.id and len(e.name) > len(entity.name)
        for e, others in told
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
    """Return whether a name that never occurs inside another is a short form of it: the same noun
    and only words of it in order («حكومة الفلاني» for «حكومة فلان الفلاني»), or a ministry without
    its noun («الخارجية»). Of such names in records of six annotated sets 53 are dropped rightly and
    10 wrongly; of those that do occur inside the longer name 279 belong there and 53 do not."""
    words, longer = fold_key(entity.name).split(), fold_key(other.name).split()
    if not words or entity.id == other.id or len(words) >= len(longer):
        return False
    rest = iter(longer)
    if not (
        (words[0] == longer[0] and all(w in rest for w in words))
        or (longer[0] == MINISTRY and words == longer[1:])
    ):
        return False
    return not any(
        a <= start and end <= b for start, end in entity.mentions for a, b in other.mentions
    )


def _telling(name: str) -> set[str]:
    """Return the folded words of a name except the noun of a body, without particles and
    article."""
    words = (re.sub(r"^(?:و?ال|لل|بال|وال)(?=\w{3})", "", w) for w in fold_key(name).split())
    return {w for w in words if len(w) > 2 and not DELIBERATES.match(w) and w not in NOUNS}


def in_dateline(release: Release, entity: Entity) -> bool:
    """Return whether an organisation occurs only as the agency of a dateline."""
    return all(_agency(release, s) for s in entity.mentions)


def _agency(release: Release, span: tuple[int, int]) -> bool:
    p = paragraph_at(release, span[0])
    if p is None or span[1] - p.start > DATELINE:
        return False
    place = [
        m
        for m in beginning(release.mentions, p.start, p.start + 3)
        if m.label in ("LOC", "COUNTRY") and m.end <= span[0]
    ]
    return bool(place) and AGENCY_BEFORE.search(release.text, p.start, span[0]) is not None
