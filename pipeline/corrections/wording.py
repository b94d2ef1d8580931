"""Decisions in words, for a line in a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from pipeline.corrections.anchoring import Stale
from pipeline.corrections.decisions import (
    LISTS,
    ON_VALUES,
    Decision,
    MentionForm,
    Single,
    not_taken_back,
    order,
    standing,
)
from pipeline.corrections.operations import operation
from pipeline.corrections.settling import settle
from pipeline.schema import Body, Item, Person, Record, ReferencedMeeting
from pipeline.terminal import printable

# FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE: a name keeps its own direction in a line of another
ISOLATE, END = "\u2068", "\u2069"
LONG = 60


def in_words(decision: Decision) -> str:
    """Return the text of a decision: «correct committees of press/a.txt: X → Y, by Huda»."""
    said = f": {said}" if (said := _said(decision)) else ""
    about = f"{decision.verdict} {decision.field} of {decision.release.source}"
    return f"{about}{said}, by {isolated(decision.by)}"


def told(stale: Stale, decision: Decision) -> str:
    """Return why a decision was not applied."""
    return f"stale correction {stale.id}: {stale.reason} ({in_words(decision)})"


def isolated(text: str) -> str:
    """Return a text of either direction on one line, shortened, and isolated from the text around
    it."""
    words = printable(" ".join(text.split()))
    return f"{ISOLATE}{words if len(words) <= LONG else words[: LONG - 1] + '…'}{END}"


def table(decisions: Sequence[Decision]) -> list[str]:
    """Return a line for each decision, in order of time, with its state."""
    state = states(decisions)
    rows = [
        [
            f"{d.at:%Y-%m-%d %H:%M}",
            isolated(d.by),
            state[d.id],
            d.verdict,
            d.field,
            printable(d.release.source),
            _said(d) or (d.of or ""),
            d.id,
        ]
        for d in sorted({d.id: d for d in decisions}.values(), key=order)
    ]
    if not rows:
        return []
    rows.insert(0, ["at", "by", "state", "verdict", "field", "source", "what", "id"])
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    """Return the number of columns in a terminal: combining marks and controls take none."""
    return sum(unicodedata.category(c) not in ("Mn", "Me", "Cf") for c in text)


def states(decisions: Sequence[Decision]) -> dict[str, str]:
    """Return the state of each decision: «stands», «superseded», «withdrawn»; a withdrawal «stands»
    unless it is withdrawn itself."""
    stand = standing(decisions)
    alive = not_taken_back(decisions)
    out = {d.id: "stands" if d.id in alive else "withdrawn" for d in decisions}
    groups: dict[tuple[str, str | None, str], list[Decision]] = {}
    for d in (d for d in stand if d.verdict in ON_VALUES):
        groups.setdefault(
            (d.release.id, None if d.field == "mention" else d.record_id, d.field), []
        ).append(d)
    for (_, _, name), group in groups.items():
        last = {group[-1].id}
        if name in LISTS or name == "mention":
            last = {s.last.id for s in settle([operation(d) for d in group])}
        out |= {d.id: "superseded" for d in group if d.id not in last}
    return out


def _said(decision: Decision) -> str:
    if decision.comment:
        return isolated(decision.comment)
    done = operation(decision)
    ends = (done.old,) if decision.verdict == "accept" else (done.old, done.new)
    return " → ".join(_shown(e) for e in ends if e is not None)


def _shown(e: Any) -> str:
    """Return a value of a decision in words for a reader."""
    match e:
        case Record():
            return isolated(e.body.name if e.body else e.record_id)
        case MentionForm():
            return f"{e.label} {isolated(e.name) if e.name else f'at {e.start}–{e.end}'}"
        case Single(value=None):
            return "nothing"
        case Single():
            return isolated(e.value.name if isinstance(e.value, Body) else str(e.value))
        case ReferencedMeeting():
            known = [str(x) for x in (e.body, e.ordinal) if x is not None]
            return isolated(" ".join(known) or "a meeting")
        case Item():
            return isolated(e.text)
        case Person():
            return f"{isolated(e.name)} ({e.participation})"
    return isolated(e.name)
