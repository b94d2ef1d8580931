"""The register: groups of forms as lines of `entities.jsonl`, and the `entity_id` of each element
of a record."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, cast

from pipeline import matching_entities as matching
from pipeline.arabic.folding import fold_key
from pipeline.consolidate.entities import Group, Verdict, groups, unkept
from pipeline.consolidate.mentions import Gathered, Seen, elements
from pipeline.consolidate.registry import Registry, give
from pipeline.schema_entities import EntityKind, EntityRow, NameRow, PostRow, SessionRow

VERSION: Literal["1.1"] = "1.1"

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """All people and things of some records, with their ids: `gathered` has the data of the
    records, `groups` one entity each, `ids` their ids in the same order. `meeting_of` maps a record
    to its meeting. Records in `announced` only announce a meeting, so their session numbers do not
    count as held."""

    gathered: Gathered
    groups: Sequence[Group]
    ids: Sequence[str]
    meeting_of: Mapping[str, str]
    announced: Collection[str]
    known: Mapping[Key, str]  # the entity of each element, by its key
    unkept: tuple[Verdict, ...] = ()  # verdicts that contradict others

    def tagged(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return a record in published form with the entity ids of its elements."""
        out = dict(record)
        for e in elements(record):
            if e.field == "body":
                out["body"] = {**record["body"], "entity_id": self.known[e.key]}
                continue
            if out[e.field] is record[e.field]:
                out[e.field] = list(record[e.field])
            out[e.field][e.place] = {**record[e.field][e.place], "entity_id": self.known[e.key]}
        return out

    def rows(self) -> Iterator[EntityRow]:
        """Yield the lines of `entities.jsonl`, sorted by id."""
        for ident, group in sorted(zip(self.ids, self.groups, strict=True), key=lambda x: x[0]):
            yield self._row(ident, group)

    def _row(self, ident: str, group: Group) -> EntityRow:
        told = self.gathered.records
        records = [told[i] for i in sorted({i for form in group.forms for i in form.records})]
        held = [r.id for r in records if r.id not in self.announced]
        names = _names(group)
        sessions = tuple(_sessions(group, told, self.meeting_of, self.announced))
        return EntityRow(
            schema_version=VERSION,
            entity_id=ident,
            kind=cast(EntityKind, group.kind),
            name=names[0].name,
            names=names,
            ids=tuple(sorted({i for form in group.forms for i in form.ids})),
            first_seen=_first(records),
            last_seen=_last(records),
            country=group.state,
            posts=_posts(group, told),
            sessions=sessions,
            missing=tuple(_missing(s.ordinal for s in sessions)),
            meetings=tuple(sorted({m for r in held if (m := self.meeting_of.get(r))})),
            records=tuple(sorted({r.id for r in records})),
        )


def registered(  # noqa: PLR0913
    gathered: Gathered,
    meeting_of: Mapping[str, str],
    announced: Collection[str],
    known: Registry,
    at: str,
    verdicts: Sequence[Verdict] = (),
) -> tuple[Register, tuple[str, ...]]:
    """Return the register of the gathered elements, and the lines to add to the registry of ids.
    `at` is the time that they note (ISO 8601, UTC)."""
    found = groups(gathered, meeting_of, verdicts)
    given = give(known, "e", [g.keys for g in found], at)
    pairs = zip(found, given.ids, strict=True)
    elements_of = {key: ident for g, ident in pairs for form in g.forms for key in form.gathered}
    odds = unkept(found, verdicts)
    return Register(
        gathered, found, given.ids, meeting_of, announced, elements_of, odds
    ), given.lines


def _names(group: Group) -> tuple[NameRow, ...]:
    """Return spellings by number of elements, the fullest first among equals."""
    counts: Counter[str] = Counter()
    for form in group.forms:
        counts.update(form.names)
    ranked = sorted(counts.items(), key=lambda x: (-x[1], -len(x[0]), x[0]))
    return tuple(NameRow(name=name, count=count) for name, count in ranked)


def _first(records: Iterable[Seen]) -> str | None:
    return min((r.published for r in records if r.published), default=None)


def _last(records: Iterable[Seen]) -> str | None:
    return max((r.published for r in records if r.published), default=None)


def _posts(group: Group, records: Sequence[Seen]) -> tuple[PostRow, ...]:
    """Return a person's offices by the day of their first report. Wordings of one office (the same
    head noun, distinctive words and state) are one post, in its most frequent wording, the fullest
    among equals."""
    wordings: dict[object, dict[tuple[str, str | None], list[int]]] = defaultdict(dict)
    for form in group.forms:
        for (role, organization), places in form.offices.items():
            office = matching.office_of(role, None)
            sort = (fold_key(role).split() or [""])[0]
            same = (sort, office.words, office.state) if office.words else fold_key(role)
            wordings[same].setdefault((role, organization), []).extend(places)
    posts = []
    for told in wordings.values():
        (role, organization), _ = min(
            told.items(), key=lambda x: (-len(x[1]), -len(x[0][0]), x[0][0], x[0][1] or "")
        )
        say = [records[i] for i in {i for places in told.values() for i in places}]
        posts.append(
            PostRow(
                role=role,
                organization=organization,
                first_seen=_first(say),
                last_seen=_last(say),
                says=tuple(sorted(r.id for r in say)),
            )
        )
    return tuple(sorted(posts, key=lambda p: (p.first_seen or "~", p.last_seen or "~", p.role)))


def _sessions(
    group: Group,
    records: Sequence[Seen],
    meeting_of: Mapping[str, str],
    announced: Collection[str],
) -> Iterator[SessionRow]:
    """Yield the numbered meetings of a body, one for each number and meeting, with the most
    frequent date."""
    days: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for form in group.forms:
        for number, i in form.sessions:
            if records[i].id not in announced:
                days[number, meeting_of.get(records[i].id) or ""].update(
                    filter(None, (records[i].date,))
                )
    for (number, meeting), told in sorted(days.items()):
        day = min(told.items(), key=lambda x: (-x[1], x[0]))[0] if told else None
        yield SessionRow(ordinal=number, meeting_id=meeting or None, date=day)


def _missing(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the gaps in a series of numbers, each as its first and last number."""
    known = sorted(set(numbers))
    for before, after in pairwise(known):
        if after > before + 1:
            yield before + 1, after - 1
