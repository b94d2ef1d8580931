"""Ids that were given out to meetings and entities, and stay: `registry.jsonl` beside the ledger.

A line gives an id to a key (`{"id", "key", "at"}`), or says that an id was found to be another's
(`{"id", "redirect"}`). A key is a member of what the id stands for: a record of a meeting; a name,
with what tells it from namesakes, of an entity. Where a key leaves what it belonged to, its line
says so (`"left"`). The order of lines means nothing and a line that stands twice counts once, so
git's union driver may merge two copies.

Pure: what is read is handed in as lines, what is to be added comes out as lines. Where there is no
registry an id is a function of the keys alone."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

FILE = "registry.jsonl"

Prefix = Literal["mt", "e"]


@dataclass(frozen=True, slots=True)
class Registry:
    """What was given out: since when each id is, the ids that each key was given, those that it
    left, and where an id redirects."""

    since: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, frozenset[str]] = field(default_factory=dict)
    left: Mapping[str, frozenset[str]] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)

    def now(self, ident: str) -> str:
        """Return the id that stands today for one that was given out."""
        seen = {ident}
        while (to := self.redirects.get(ident)) is not None:
            if to in seen:  # two branches redirected to each other
                return min(seen, key=self.age)
            seen.add(to)
            ident = to
        return ident

    def of(self, key: str) -> frozenset[str]:
        """Return the ids that stand today for what a key belongs to."""
        left = {self.now(i) for i in self.left.get(key, ())}
        return frozenset(self.now(i) for i in self.given.get(key, ())) - left

    def age(self, ident: str) -> tuple[str, str]:
        """By what the older of two ids is known: the moment, of one moment the id."""
        return self.since.get(ident, "~"), ident


@dataclass(frozen=True, slots=True)
class Given:
    """The id of each thing, in the order in which they were asked for, and the lines to add to the
    registry, sorted."""

    ids: tuple[str, ...]
    lines: tuple[str, ...]


def read(lines: Iterable[str | bytes]) -> Registry:
    """Return the registry of these lines, in any order. A line that is none is passed over: half a
    line after a crash gave out an id that was never published."""
    since: dict[str, str] = {}
    given: dict[str, frozenset[str]] = {}
    left: dict[str, frozenset[str]] = {}
    targets: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        match _parsed(line):
            case {"id": str(ident), "key": str(key), "at": str(at), **more}:
                since[ident] = min(since.get(ident, at), at)
                given[key] = given.get(key, frozenset()) | {ident}
                if isinstance(gone := more.get("left"), list):
                    left[key] = left.get(key, frozenset()) | {*map(str, gone)}
            case {"id": str(ident), "redirect": str(to)} if ident != to:
                targets[ident].add(to)
    redirects = {i: min(to, key=lambda x: (since.get(x, "~"), x)) for i, to in targets.items()}
    return Registry(since, given, left, redirects)


def _parsed(line: str | bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def derived(prefix: Prefix, key: str) -> str:
    """Return the id that a key gives where nothing was given out."""
    return f"{prefix}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def give(registry: Registry, prefix: Prefix, things: Sequence[Sequence[str]], at: str) -> Given:
    """Return an id for each of `things`, given by its keys, none of which two of them share; `at`
    is the moment that is noted for new ids (ISO 8601, UTC).

    Of all ids that its keys were given, a thing keeps the oldest, and the others redirect to it.
    Where a thing fell apart, the part with the most of its keys keeps the id (of equal ones that
    with the least key). A thing without an id gets that of its least key. Every key is noted, so
    that a thing is found again by any of them. The same things and registry give the same ids,
    whatever `at` is and in whatever order they come."""
    counts = [Counter(i for key in keys for i in registry.of(key)) for keys in things]
    owner: dict[str, tuple[int, str, int]] = {}
    for n, (keys, found) in enumerate(zip(things, counts, strict=True)):
        for ident, count in found.items():
            claim = (-count, min(keys), n)
            owner[ident] = min(owner.get(ident, claim), claim)
    mine: list[list[str]] = [[] for _ in things]
    for ident, (_, _, n) in owner.items():
        mine[n].append(ident)
    taken = set(owner)
    ids: list[str] = [""] * len(things)
    lines: set[str] = set()
    for n in sorted(range(len(things)), key=lambda n: min(things[n])):
        kept = sorted(mine[n], key=registry.age)
        ids[n] = kept[0] if kept else _fresh(prefix, sorted(things[n]), registry, taken)
        taken.add(ids[n])
        lines.update(_line(id=i, redirect=ids[n]) for i in kept[1:])
        for key in things[n]:
            others = sorted(registry.of(key) - set(kept))
            if others:
                lines.add(_line(id=ids[n], key=key, at=at, left=others))
            elif not registry.of(key):
                lines.add(_line(id=ids[n], key=key, at=at))
    return Given(tuple(ids), tuple(sorted(lines)))


def _fresh(prefix: Prefix, keys: Sequence[str], registry: Registry, taken: set[str]) -> str:
    """Return an id by the least key that gives one which was never given out."""
    n = 0
    while True:
        for key in keys:
            ident = derived(prefix, f"{key} {n}" if n else key)
            known = ident in taken or ident in registry.since or ident in registry.redirects
            if not known:
                return ident
        n += 1


def _line(**values: object) -> str:
    return json.dumps(values, ensure_ascii=False)
