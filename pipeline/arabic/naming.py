"""Identify a named thing: its id, the name of a body without its session number, the kind of an
initiative, the code of a state. The stages and the corrections share this, so that a reviewer's
name means the same thing as the pipeline's."""

from __future__ import annotations

import hashlib
import re
from functools import cache

from pipeline.arabic.folding import first_word, fold_key
from pipeline.arabic.numbers import find_ordinals
from pipeline.types import InitiativeKind

PREFIX = {"PER": "p", "COMMITTEE": "b", "ORG": "o", "INITIATIVE": "i", "COUNTRY": "c"}
HEADS: tuple[tuple[tuple[str, ...], InitiativeKind], ...] = (
    (("مبادر",), "initiative"),
    (("برنامج", "برامج"), "programme"),
    (("مشروع", "مشاريع", "مشروعات"), "project"),
    (("استراتيجي", "رؤي", "روي"), "strategy"),
    (("خط",), "plan"),
    (("منص", "بواب", "تطبيق", "نظام", "موقع"), "platform"),
)
_STATE = ("", "دوله ", "جمهوريه ", "مملكه ", "سلطنه ")
# A session number follows the body's name: «الجمعية العامة | الـ153 للاتحاد البرلماني الدولي»,
# «مجلس الإدارة | الـ112».
_COUNTED = re.compile(
    r"(?:ال)?(?:جمعية|هيئة) (?:ال)?(?:عامة|عمومية)(?: (?:ال)?غير)?(?: "
    r"(?:ال)?(?:عادية|استثنائية))?(?= )|"
    r"مجلس ال\w+(?= ال\W?\d)"
)


def entity_id(label: str, name: str) -> str:
    """Return the id of a name; equal folded citation names give equal ids in every release."""
    return f"{PREFIX[label]}-{hashlib.sha256(fold_key(name).encode()).hexdigest()[:12]}"


def without_sitting(body: str) -> str:
    """Return the name of a body without the number of its session: the 153rd assembly is the
    assembly (as in the gold records)."""
    counted = _COUNTED.match(body)
    number = counted and next(
        (o for o in find_ordinals(body) if o.start == counted.end() + 1), None
    )
    return body[: counted.end()] + body[number.end :] if counted and number else body


def initiative_kind(name: str) -> InitiativeKind:
    """Return the kind of an initiative by the first head noun in the folded name."""
    first = first_word(fold_key(name)).removeprefix("ال")
    for stems, kind in HEADS:
        if first.startswith(stems):
            return kind
    return "other"


def state_code(name: str) -> str | None:
    """Return the ISO 3166-1 code of a state by its CLDR name, with or without «دولة», «جمهورية» and
    similar words; else None. For names only: `extract` finds states in running text."""
    return _codes().get(fold_key(name))


@cache
def _codes() -> dict[str, str]:
    from babel import Locale  # slow to import

    names = [
        (code, fold_key(name))
        for code, name in Locale("ar").territories.items()
        if len(code) == 2 and code.isalpha()
    ]
    return {head + name: code for code, name in reversed(names) for head in _STATE}
