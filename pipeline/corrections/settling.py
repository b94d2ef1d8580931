"""Which of several decisions on one thing counts, and what it leaves in and out.

A thing is known by a key: of a single value there is one, of a list's element its id, code or
place. What was made of a thing by an earlier correction is still that thing: after X → Y, a
decision on Y is one on X, and a later one on X takes back X → Y."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.corrections.decisions import Json, Verdict

Key = Hashable


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict on an element, as far as it matters here. `when` orders rulings (time, then the
    decision's id); `id` is the decision's. `old_key` and `new_key` are None where there is no `old`
    or `new`, or where its place in the text is lost."""

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
    """What counts for one thing: the last ruling on it, all that it has been before, which is out
    (keys with their elements), and whether it is one that was missed."""

    last: Ruling
    before: tuple[tuple[Key, Json], ...]
    added: bool

    @property
    def stays(self) -> bool:
        """Whether something stays of it."""
        return self.last.new is not None


def settle(rulings: Sequence[Ruling]) -> list[Settled]:
    """Return the rulings on one field, one a thing, in the order of the last word on each."""
    chains: dict[Key, list[Ruling]] = {}
    root: dict[
        Key, Key
    ] = {}  # by what key the thing was first decided on that now goes by this one
    for r in sorted(rulings, key=lambda r: r.when):
        key = r.old_key if r.old_key is not None else r.new_key
        thing = root.get(key, key)
        chain = chains.setdefault(thing, [])
        if (
            chain and chain[-1].new_key != key
        ):  # said of what it was earlier: what was made of that is taken back
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
