"""Settle which of several decisions on one thing counts, and what it leaves in and out.

A thing is identified by a key: a single value has only one; an element of a list has its id, code
or place. A corrected thing keeps its identity: after X → Y, a decision on Y is one on X, and a
later one on X withdraws X → Y."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from pipeline.corrections.operations import Key, Operation, V


@dataclass(frozen=True, slots=True)
class Settled(Generic[V]):
    """The result for one thing: the last operation on it, all of its earlier values, which are out
    (keys with values), and whether the pipeline had missed it."""

    last: Operation[V]
    before: tuple[tuple[Key, V], ...]
    added: bool

    @property
    def keys(self) -> set[Key]:
        """Return all current and earlier keys of the thing."""
        return {k for k, _ in self.before} | ({self.last.new_key} - {None})


def settle(operations: Sequence[Operation[V]]) -> list[Settled[V]]:
    """Return the operations on one field, one a thing, in the order of the last one on each."""
    chains: dict[Key, list[Operation[V]]] = {}
    root: dict[Key, Key] = {}  # the key of the first decision on the thing that now has this key
    for o in sorted(operations, key=lambda o: o.when):
        key = o.old_key if o.old is not None else o.new_key
        thing = root.get(key, key)
        chain = chains.setdefault(thing, [])
        if (
            chain and chain[-1].new_key != key
        ):  # about an earlier value: this withdraws the correction
            again = next((i for i, c in enumerate(chain) if key in (c.old_key, c.new_key)), 0)
            for c in chain[again:]:
                if c.new is not None and root.get(c.new_key) == thing:
                    del root[c.new_key]
            del chain[again:]
        chain.append(o)
        if o.new is not None and o.new_key != thing:
            root[o.new_key] = thing
    out = []
    for chain in chains.values():
        last = chain[-1]
        before = {o.old_key: o.old for o in chain if o.old is not None}
        left = tuple((k, old) for k, old in before.items() if k != last.new_key)
        out.append(Settled(last, left, any(o.old is None for o in chain)))
    return sorted(out, key=lambda s: s.last.when)
