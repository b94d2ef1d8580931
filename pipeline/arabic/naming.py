"""What a named thing is known by: its id, the name of a body without the number of a sitting, the
kind of an initiative, the code of a state. Shared by the stages and by corrections, so that what a
reviewer names is the same thing as what the pipeline finds."""

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
# What the number of a sitting follows in the name of the body: «الجمعية العامة | الـ153 للاتحاد
# البرلماني الدولي», «مجلس الإدارة | الـ112».
_COUNTED = re.compile(
    r"(?:ال)?(?:جمعية|هيئة) (?:ال)?(?:عامة|عمومية)(?: (?:ال)?غير)?(?: "
    r"(?:ال)?(?:عادية|استثنائية))?(?= )|"
    r"مجلس ال\w+(?= ال\W?\d)"
)


def entity_id(label: str, name: str) -> str:
    """Equal folded citation names give equal ids, in every release."""
    return f"{PREFIX[label]}-{hashlib.sha256(fold_key(name).encode()).hexdigest()[:12]}"


def without_sitting(body: str) -> str:
    """Return the name of a body that sits by number, without the number: the 153rd assembly is the
    assembly (as in the gold records)."""
    counted = _COUNTED.match(body)
    number = counted and next(
        (o for o in find_ordinals(body) if o.start == counted.end() + 1), None
    )
    return body[: counted.end()] + body[number.end :] if counted and number else body


def initiative_kind(name: str) -> InitiativeKind:
    """Return the kind by the first word of the folded name that is such a head noun."""
    first = first_word(fold_key(name)).removeprefix("ال")
    for stems, kind in HEADS:
        if first.startswith(stems):
            return kind
    return "other"


def state_code(name: str) -> str | None:
    """Return the ISO 3166-1 code of a state by its name in CLDR, with or without «دولة», «جمهورية»
    and the like; else None. For names alone: states in running text are found by the stage that
    extracts."""
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
