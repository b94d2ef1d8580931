"""Settle which of several decisions on one thing counts, and what it leaves in and out.

A thing is identified by a key: a single value has only one; an element of a list has its id, code
or place. A corrected thing keeps its identity: after X → Y, a decision on Y is one on X, and a
later one on X withdraws X → Y."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.corrections.decisions import Json, Verdict

Key = Hashable


@dataclass(frozen=True, slots=True)
class Ruling:
    """The relevant data of a verdict on an element. `when` sorts rulings (time, then the decision's
    id); `id` is the decision's. `old_key` and `new_key` are None if there is no `old` or `new`, or
    if its place in the text is lost."""

    when: tuple[datetime, str]
    id: str
    verdict: Verdict
    old: Json | None
    new: Json | None
    old_key: Key | None
    new_key: Key | None
    same_text: bool = True


@dataclass(frozen=True, slots=True)
class Settled:
    """The result for one thing: the last ruling on it, all of its earlier values, which are out
    (keys with elements), and whether the pipeline had missed it."""

    last: Ruling
    before: tuple[tuple[Key, Json], ...]
    added: bool

    @property
    def stays(self) -> bool:
        """Return whether a value remains."""
        return self.last.new is not None


def settle(rulings: Sequence[Ruling]) -> list[Settled]:
    """Return the rulings on one field, one a thing, in the order of the last ruling on each."""
    chains: dict[Key, list[Ruling]] = {}
    root: dict[Key, Key] = {}  # the key of the first decision on the thing that now has this key
    for r in sorted(rulings, key=lambda r: r.when):
        key = r.old_key if r.old_key is not None else r.new_key
        thing = root.get(key, key)
        chain = chains.setdefault(thing, [])
        if (
            chain and chain[-1].new_key != key
        ):  # about an earlier value: this withdraws the correction
            again = next((i for i, c in enumerate(chain) if key in (c.old_key, c.new_key)), 0)
            for c in chain[again:]:
                if c.new_key is not None and root.get(c.new_key) == thing:
                    del root[c.new_key]
            del chain[again:]
        chain.append(r)
        if r.new_key is not None and r.new_key != thing:
            root[r.new_key] = thing
    out = []
    for chain in chains.values():
        last = chain[-1]
        before = {r.old_key: r.old for r in chain if r.old is not None and r.old_key is not None}
        out.append(
            Settled(
                last,
                tuple((k, old) for k, old in before.items() if k != last.new_key),
                any(r.verdict == "add" for r in chain),
            )
        )
    return sorted(out, key=lambda s: s.last.when)
