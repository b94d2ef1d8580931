"""Resolve mentions over all releases to people, bodies, organisations and initiatives.

Forms (`mentions.py`) are compared within blocks, so the work grows with their number. Pairs are
scored (`matching_entities.py`) and joined from the highest score down, unless name, state or a
record that names both forbids it for any two members. The result depends on the content of the
records, not on their order."""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from pipeline import matching_entities as matching
from pipeline.arabic.rarity import rarity
from pipeline.consolidate.mentions import Form, Gathered, state_of_form
from pipeline.matching_entities import Circle, Evidence, Name, Office

CAP = 40  # forms of a block that are all compared with each other: those with the most records
FEW = 6  # in a larger block, the number of them that every other form is compared with
SHARED = 0.1  # minimum share of the rarer thing's records that name both, to forbid a match
# maximum difference in points between two candidates of a short name that leaves it ambiguous
CLOSE = 1.0
# factor by which meetings in one state must outnumber the next to make it the outlet's own
HOME = 2
NO_MEETING: Mapping[str, str] = {}

Pair = tuple[int, int]
Side = tuple[int, int]  # a verdict, and which of its two sides


@dataclass(frozen=True, slots=True)
class Group:
    """One person or thing: its forms, most records first, and its state."""

    kind: str
    forms: tuple[Form, ...]
    state: str | None

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the registry."""
        return tuple(sorted(map(registered, self.forms)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reviewer's verdict that two things are the same (`same`) or not, each given by keys of the
    registry or ids of names."""

    same: bool
    sides: tuple[frozenset[str], frozenset[str]]


def registered(form: Form) -> str:
    """Return the registry's key of a form: its kind and a hash, so that it contains no name."""
    digest = hashlib.sha256("\0".join(form.key).encode()).hexdigest()[:16]
    return f"{form.kind}:{digest}"


@dataclass(slots=True)
class _Item:
    """A form prepared for comparison. `weight`: the number of its records."""

    form: Form
    name: Name | None
    office: Office
    words: tuple[str, ...]
    state: str | None
    meetings: frozenset[str]
    first: int | None
    last: int | None
    alone: bool  # nobody else has the family name
    sides: frozenset[Side]  # of verdicts that separate two things

    @property
    def weight(self) -> int:
        return len(self.form.records)


@dataclass(slots=True)
class _Cluster:
    members: list[int]
    records: set[int]
    names: set[Name] = field(default_factory=set)
    offices: set[Office] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    spellings: set[str] = field(default_factory=set)
    sides: set[Side] = field(default_factory=set)


def groups(
    gathered: Gathered,
    meeting_of: Mapping[str, str] = NO_MEETING,
    verdicts: Sequence[Verdict] = (),
) -> list[Group]:
    """Return the people and things that the forms belong to, in the order of their keys.
    `meeting_of` maps the id of a record to its meeting. Verdicts override names and states; of two
    contradictory ones, the one that separates counts."""
    items = _items(gathered, _homes(gathered.homes), meeting_of, verdicts)
    scores: dict[Pair, float] = {}
    weak: set[Pair] = set()
    for pair in _candidates(items):
        evidence = _evidence(items[pair[0]], items[pair[1]])
        if evidence is None:
            continue
        score = matching.points(evidence)
        if score >= 0:
            scores[pair] = score
            if matching.partial(evidence):
                weak.add(pair)
    joined = _joined(items, scores, weak, list(_ordered(items, verdicts)))
    return [_group(items, members) for members in joined]


def _ordered(items: Sequence[_Item], verdicts: Sequence[Verdict]) -> Iterator[Pair]:
    """Yield the pairs of forms that verdicts join."""
    known = [_known(item.form) for item in items] if any(v.same for v in verdicts) else []
    for v in verdicts:
        if v.same:
            both = [i for i, ids in enumerate(known) if ids & v.sides[0] or ids & v.sides[1]]
            yield from pairwise(both)


def unkept(found: Sequence[Group], verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts «same» whose sides are not in one group because others separate them."""
    wanted = {i for v in verdicts if v.same for side in v.sides for i in side}
    homes: dict[str, set[int]] = defaultdict(set)
    for n, group in enumerate(found):
        for form in group.forms:
            for ident in wanted & _known(form):
                homes[ident].add(n)
    return tuple(
        v
        for v in verdicts
        if v.same and len(set().union(*(homes[i] for side in v.sides for i in side))) > 1
    )


def _known(form: Form) -> set[str]:
    return {registered(form), *form.ids}


def _homes(outlets: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Return the home state of each outlet that has by far the most meetings in one state."""
    out = {}
    for outlet, states in outlets.items():
        (state, most), (_, next_most) = (*states.most_common(2), ("", 0))[:2]
        if most > 1 and most >= HOME * next_most:
            out[outlet] = state
    return out


def _items(
    gathered: Gathered,
    homes: Mapping[str, str],
    meeting_of: Mapping[str, str],
    verdicts: Sequence[Verdict] = (),
) -> list[_Item]:
    """Return the forms prepared for comparison, in the order of their keys. Forms with a state as
    their scope are merged."""
    records = gathered.records
    merged: dict[tuple[str, ...], Form] = {}
    for key, form in sorted(gathered.forms.items()):
        if key[0] != "person" and key[2] == "of":
            state = state_of_form(key, homes)
            key = (*key[:2], *(("", state) if state else ("in", "/".join(key[4:]))))
        if key in merged:
            merged[key] = _united(merged[key], form, key)
        else:
            merged[key] = form
    apart = [v.sides for v in verdicts if not v.same]
    first_names: dict[str, set[str]] = defaultdict(set)
    for key in merged:
        if key[0] == "person" and " " in key[1]:
            first_names[key[1].split()[-1]].add(key[1].split()[0])
    items = []
    for key, form in sorted(merged.items()):
        known = _known(form) if apart else set()
        person = key[0] == "person"
        days = [_day(d) for i in form.records if (d := records[i].published)]
        told = person and key[3] != "in"
        items.append(
            _Item(
                form,
                _name(key) if person else None,
                Office(frozenset(key[3].split()), key[4] or None) if told else _place(form),
                () if person else tuple(key[1].split()),
                None if person else key[3] or None if key[2] == "" else None,
                frozenset(m for i in form.records if (m := meeting_of.get(records[i].id))),
                min(days, default=None),
                max(days, default=None),
                person and len(first_names[(key[1].split() or [""])[-1]]) == 1,
                frozenset((n, k) for n, two in enumerate(apart) for k in (0, 1) if known & two[k]),
            )
        )
    return items


def _name(key: tuple[str, ...]) -> Name:
    return Name(tuple(key[1].split()), frozenset(map(int, filter(None, key[2].split(",")))))


def _place(form: Form) -> Office:
    """Return the office of a form without one: only its state may be known."""
    return Office(frozenset(), min(form.countries, default=None))


def _united(a: Form, b: Form, key: tuple[str, ...]) -> Form:
    offices = {
        k: [*a.offices.get(k, ()), *b.offices.get(k, ())] for k in {**a.offices, **b.offices}
    }
    return Form(
        a.kind,
        key,
        a.names + b.names,
        a.ids | b.ids,
        array("I", sorted({*a.records, *b.records})),
        a.countries + b.countries,
        offices,
        [*a.sessions, *b.sessions],
        array("I", sorted({*a.company, *b.company})[: max(len(a.company), len(b.company))]),
        [*a.gathered, *b.gathered],
    )


def _day(iso: str) -> int:
    return date.fromisoformat(iso).toordinal()


# --- which forms are compared
def _candidates(items: Sequence[_Item]) -> Iterator[Pair]:
    """Yield the pairs of forms that share a key, each once. In a block of more than CAP forms,
    the CAP with the most records are compared with each other, the others with the first FEW of
    these."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, item in enumerate(items):
        for key in _keys(item):
            blocks[key].append(i)
    ranked = [
        sorted(set(members), key=lambda i: (-items[i].weight, i))
        for members in blocks.values()
        if len(members) > 1
    ]
    del blocks
    places: dict[int, list[tuple[list[int], int]]] = defaultdict(list)
    for block in ranked:
        for place, i in enumerate(block):
            places[i].append((block, place))
    for i in sorted(places):  # one after another, for all pairs at once would fill the memory
        others: set[int] = set()
        for block, place in places[i]:
            others.update(block if place < FEW else block[: CAP if place < CAP else FEW])
        yield from ((i, j) for j in sorted(others) if j > i)


def _keys(item: _Item) -> Iterator[tuple[str, ...]]:
    kind = item.form.kind
    if item.name is None:
        words = item.words
        yield (kind, "all", " ".join(sorted(words)), item.state or "")
        yield (kind, "all", " ".join(sorted(words)))
        telling = sorted(set(words), key=lambda w: (-rarity(w), w))
        yield (kind, "two", *sorted(telling[:2]))
        if len(telling) > 2:
            yield (kind, "two", *sorted((telling[0], telling[2])))
        yield from ((kind, "in", m, words[0]) for m in item.meetings if words)
        return
    words = item.name.words
    if not words:
        return
    first, last = (matching.consonants(w) for w in (words[0], words[-1]))
    if len(words) > 1:
        yield (kind, "ends", first, last)
        yield (kind, "start", first, matching.consonants(words[1]))
        for word in sorted(item.office.words):
            yield (kind, "office", first, last, word)
    yield from ((kind, "last", last, word) for word in sorted(item.office.words))
    yield from ((kind, "in", m, last) for m in item.meetings)


def _evidence(a: _Item, b: _Item) -> Evidence | None:
    circle = Circle(
        len(a.meetings & b.meetings),
        len(set(a.form.company).intersection(b.form.company)),
        _between(a, b),
        a.alone and b.alone,
    )
    if a.name is not None and b.name is not None:
        return matching.person_evidence((a.name, b.name), (a.office, b.office), circle)
    if "in" in (a.form.key[2], b.form.key[2]) and not circle.meetings:
        return None  # «اللجنة الفنية» is a different one in every meeting
    return matching.thing_evidence((a.form.key[1], b.form.key[1]), (a.state, b.state), circle)


def _between(a: _Item, b: _Item) -> int:
    """Return the days between two spans of publication."""
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return 0
    return max(0, a.first - b.last, b.first - a.last)


# --- joining
def _joined(
    items: Sequence[_Item], scores: Mapping[Pair, float], weak: set[Pair], ordered: Sequence[Pair]
) -> list[list[int]]:
    """Return the forms in clusters: first those that verdicts join, then from the highest score
    down."""
    of = list(range(len(items)))
    compared = {i for pair in (*scores, *ordered) for i in pair}
    clusters = {i: _alone(i, items[i]) for i in compared}
    beside: dict[int, list[int]] = defaultdict(list)
    for i, j in weak:
        beside[i].append(j)
        beside[j].append(i)
    for i, j in ordered:
        if of[i] != of[j] and not _told_apart(clusters[of[i]], clusters[of[j]]):
            _join(clusters, of, of[i], of[j])
    for pair, score in sorted(scores.items(), key=lambda x: (-x[1], x[0])):
        x, y = of[pair[0]], of[pair[1]]
        if x == y or _forbidden(clusters[x], clusters[y]):
            continue
        if pair in weak and _torn(items, pair, score, of, clusters, beside, scores):
            continue
        _join(clusters, of, x, y)
    alone = ([i] for i in range(len(items)) if i not in compared)
    return sorted([*alone, *(sorted(c.members) for c in clusters.values())])


def _join(clusters: dict[int, _Cluster], of: list[int], x: int, y: int) -> None:
    x, y = sorted((x, y), key=lambda c: (-len(clusters[c].members), c))
    gone, kept = clusters.pop(y), clusters[x]
    for i in gone.members:
        of[i] = x
    kept.members += gone.members
    kept.records |= gone.records
    kept.names |= gone.names
    kept.offices |= gone.offices
    kept.states |= gone.states
    kept.spellings |= gone.spellings
    kept.sides |= gone.sides


def _alone(place: int, item: _Item) -> _Cluster:
    person = item.name is not None
    return _Cluster(
        [place],
        set(item.form.records),
        {item.name} if item.name is not None else set(),
        {item.office} if person else set(),
        {item.state} if item.state else set(),
        set() if person else {item.form.key[1]},
        set(item.sides),
    )


def _told_apart(a: _Cluster, b: _Cluster) -> bool:
    """Return whether a verdict separates two clusters."""
    return any((n, 1 - side) in b.sides for n, side in a.sides)


def _forbidden(a: _Cluster, b: _Cluster) -> bool:
    """Return whether any two members of two clusters cannot be the same."""
    if _told_apart(a, b):
        return True
    small, large = sorted((a.records, b.records), key=len)
    both = sum(r in large for r in small)
    if both and both >= SHARED * len(small):
        return True
    if any(matching.relation(x, y) == "forbidden" for x in a.names for y in b.names):
        return True
    if any(matching.states_apart(x, y) for x in a.offices for y in b.offices):
        return True
    if a.states and b.states and a.states != b.states:
        return True
    return any(
        matching.thing_relation(x, y) == "forbidden" for x in a.spellings for y in b.spellings
    )


def _torn(  # noqa: PLR0913
    items: Sequence[_Item],
    pair: Pair,
    score: float,
    of: Sequence[int],
    clusters: Mapping[int, _Cluster],
    beside: Mapping[int, list[int]],
    scores: Mapping[Pair, float],
) -> bool:
    """Return whether the shorter name of a pair is ambiguous: a third name, which cannot be the
    longer one's, matches it nearly as well."""
    short, long = sorted(pair, key=lambda i: _length(items[i]))
    for other in beside[short]:
        if of[other] in (of[short], of[long]) or _length(items[other]) < _length(items[short]):
            continue
        near = scores[min(short, other), max(short, other)] >= score - CLOSE
        if near and _forbidden(clusters[of[other]], clusters[of[long]]):
            return True
    return False


def _length(item: _Item) -> int:
    return len(item.name.words if item.name is not None else item.words)


def _group(items: Sequence[_Item], members: Sequence[int]) -> Group:
    ranked = sorted(members, key=lambda i: (-items[i].weight, i))
    states: Counter[str] = Counter()
    for i in ranked:
        item = items[i]
        states.update(item.form.countries)
        if item.state and not item.form.countries:
            states[item.state] += item.weight
    state = min(states.items(), key=lambda x: (-x[1], x[0]))[0] if states else None
    return Group(items[ranked[0]].form.kind, tuple(items[i].form for i in ranked), state)
