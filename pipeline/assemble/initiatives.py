"""What sort of thing an initiative is, by the head noun of its name."""
from __future__ import annotations

from pipeline.arabic.folding import fold_key
from pipeline.types import InitiativeKind

HEADS: tuple[tuple[tuple[str, ...], InitiativeKind], ...] = (
    (("مبادر",), "initiative"), (("برنامج", "برامج"), "programme"), (("مشروع", "مشاريع", "مشروعات"), "project"),
    (("استراتيجي", "رؤي", "روي"), "strategy"), (("خط",), "plan"), (("منص", "بواب", "تطبيق", "نظام", "موقع"), "platform"))


def initiative_kind(name: str) -> InitiativeKind:
    """The kind by the first word of the folded name that is such a head noun."""
    first = (fold_key(name).split() or [""])[0].removeprefix("ال")
    for stems, kind in HEADS:
        if first.startswith(stems):
            return kind
    return "other"
