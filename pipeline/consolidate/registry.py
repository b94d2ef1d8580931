"""The permanent ids of meetings and entities: `registry.jsonl` beside the ledger.

A line gives an id to a key (`{"id", "key", "at"}`), or says that an id was merged into another
(`{"id", "redirect"}`). A key is a member of the thing with that id: a record of a meeting; a name
of an entity, with what distinguishes it from namesakes. When a key moves to another thing, its line
says so (`"left"`). The order of lines means nothing, and a repeated line counts once, so git's
union driver may merge two copies.

Pure functions: the caller passes the lines in and writes the new lines. Without a registry, an id
is a function of the keys alone."""

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
    """The ids that were given: since when, by key, the keys that left an id, and the redirects of
    ids."""

    since: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, frozenset[str]] = field(default_factory=dict)
    left: Mapping[str, frozenset[str]] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)

    def now(self, ident: str) -> str:
        """Return the current id for an id that was once given."""
        seen = {ident}
        while (to := self.redirects.get(ident)) is not None:
            if to in seen:  # two branches redirected to each other
                return min(seen, key=self.age)
            seen.add(to)
            ident = to
        return ident

    def of(self, key: str) -> frozenset[str]:
        """Return the current ids of the things that a key belongs to."""
        left = {self.now(i) for i in self.left.get(key, ())}
        return frozenset(self.now(i) for i in self.given.get(key, ())) - left

    def age(self, ident: str) -> tuple[str, str]:
        """Return the sort key that finds the older of two ids: the time, then the id."""
        return self.since.get(ident, "~"), ident


@dataclass(frozen=True, slots=True)
class Given:
    """The id of each thing, in the order of the request, and the new lines of the registry,
    sorted."""

    ids: tuple[str, ...]
    lines: tuple[str, ...]


def read(lines: Iterable[str | bytes]) -> Registry:
    """Return the registry of these lines, in any order. Skip an invalid line: half a line after a
    crash gave an id that was never published."""
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
    """Return the id that a key gives without a registry."""
    return f"{prefix}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def give(registry: Registry, prefix: Prefix, things: Sequence[Sequence[str]], at: str) -> Given:
    """Return an id for each of `things`, given by its keys; no two things share a key. `at` is the
    time noted for new ids (ISO 8601, UTC).

    A thing keeps the oldest of the ids that its keys were given, and the others redirect to it. If
    a thing was split, the part with the most of its keys keeps the id (among equals, the part with
    the least key). A thing without an id gets that of its least key. Every key is noted, so that
    any of them finds the thing again. The same things and registry give the same ids, whatever `at`
    is and in whatever order they come."""
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
    """Return an id from the least key whose id was never given before."""
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
