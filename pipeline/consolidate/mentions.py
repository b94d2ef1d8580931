"""Group the elements of records that name a person or thing by everything that distinguishes them.
A *form* has one name, one office and one scope. All of its elements are one entity by construction;
`entities` finds which forms are the same."""

from __future__ import annotations

import heapq
import zlib
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline import matching_entities as matching
from pipeline.arabic.folding import fold_key
from pipeline.schema_entities import EntityKind

Json = Mapping[str, Any]

FIELDS: Mapping[str, EntityKind] = {
    "people": "person",
    "committees": "body",
    "organizations": "organization",
    "initiatives": "initiative",
}
FELLOWS = 24  # names kept of those mentioned with a form: the least by hash, as a sketch


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a record: its `place` in the record's list `field` (0 in `body`), and the data
    for grouping. Elements with equal `key` are one entity."""

    field: str
    place: int
    kind: EntityKind
    key: tuple[str, ...]
    name: str
    id: str
    role: str | None = None
    organization: str | None = None
    country: str | None = None


@dataclass(slots=True)
class Form:
    """Elements with the same name. `gathered`: the keys of the grouped elements; `records`: the
    indices of its records in `Gathered.records`, ascending; `offices`: a person's offices with
    their records; `sessions`: the numbers of a body's meetings with their records; `company`:
    hashes of others named with it."""

    kind: EntityKind
    key: tuple[str, ...]
    names: Counter[str] = field(default_factory=Counter)
    ids: set[str] = field(default_factory=set)
    records: array[int] = field(default_factory=lambda: array("I"))
    countries: Counter[str] = field(default_factory=Counter)
    offices: dict[tuple[str, str | None], list[int]] = field(default_factory=dict)
    sessions: list[tuple[int, int]] = field(default_factory=list)
    company: array[int] = field(default_factory=lambda: array("I"))
    gathered: list[tuple[str, ...]] = field(default_factory=list)


@dataclass(slots=True)
class Seen:
    """The data kept of a record: ids, days, and the evidence of its place and outlet about
    states."""

    id: str
    published: str | None
    date: str | None


@dataclass(slots=True)
class Gathered:
    """All records of an output, as far as the register needs them. `homes`: for each outlet the
    number of its records by state of the meeting."""

    records: list[Seen] = field(default_factory=list)
    forms: dict[tuple[str, ...], Form] = field(default_factory=dict)
    homes: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, record: Json) -> None:
        """Add a record in published form. Records may come in any order."""
        at = len(self.records)
        release = record["release"]
        self.records.append(Seen(record["record_id"], release["published"], record["date"]))
        if record["country"] and release["outlet"]:
            self.homes.setdefault(release["outlet"], Counter())[record["country"]] += 1
        found = list(elements(record))
        company = {e.key: zlib.crc32(e.key[1].encode()) for e in found if _tells(e)}
        for e in found:
            form = self.forms.get(e.key)
            if form is None:
                form = self.forms[e.key] = Form(e.kind, e.key, gathered=[e.key])
            self._gather(form, e, at, record)
            if company:
                others = {h for k, h in company.items() if k != e.key}
                form.company = array("I", heapq.nsmallest(FELLOWS, others.union(form.company)))

    def _gather(self, form: Form, e: Element, at: int, record: Json) -> None:
        if e.field == "body":
            # the body is also in the list of committees, where it is counted
            if record["ordinal"]:
                form.sessions.append((record["ordinal"], at))
            if form.records and form.records[-1] == at:
                return
        form.names[e.name] += 1
        form.ids.add(e.id)
        if not form.records or form.records[-1] != at:
            form.records.append(at)
        if e.country:
            form.countries[e.country] += 1
        if e.role:
            form.offices.setdefault((e.role, e.organization), []).append(at)


def elements(record: Json) -> Iterator[Element]:
    """Yield the elements of a record that name a person or thing, the body last."""
    told = _states_told(record)
    body = record["body"]["id"] if record["body"] else None
    for list_name, kind in FIELDS.items():
        for place, given in enumerate(record[list_name]):
            if kind == "person":
                yield _person(place, given, record)
            else:
                at_home = kind == "body" and given["id"] == body
                yield _thing(list_name, place, kind, given, record, (told, at_home))
    if record["body"]:
        yield _thing("body", 0, "body", record["body"], record, (told, True))


def _person(place: int, given: Json, record: Json) -> Element:
    name = matching.name_of(given["name"])
    office = matching.office_of(given["role"], given["country"])
    words = " ".join(name.words)
    if not matching.told(name) and not office.words:
        # a common name with no other information identifies nobody
        scope = ("in", record["record_id"])
    else:
        scope = (" ".join(sorted(office.words)), office.state or "")
    fathers = ",".join(map(str, sorted(name.fathers)))
    return Element(
        "people",
        place,
        "person",
        ("person", words, fathers, *scope),
        given["name"],
        given["id"],
        given["role"],
        given["organization"],
        office.state,
    )


def _thing(  # noqa: PLR0913
    list_name: str,
    place: int,
    kind: EntityKind,
    given: Json,
    record: Json,
    states: tuple[str, bool],
) -> Element:
    name = given["name"]
    words = " ".join(matching.core_of(name)) or fold_key(name)
    state = matching.state_of(name)
    reach = matching.scope_of(name)
    scope: tuple[str, ...]
    if reach == "context":
        scope = ("in", record["record_id"])
    elif reach == "own" or state:
        scope = ("", state or "")
    else:
        # the place of a meeting gives the state of the body that meets, not of those it names
        told, at_home = states
        place_of = record["country"] if record["country"] and (at_home or not told) else ""
        scope = ("of", place_of, record["release"]["outlet"] or "", told, record["country"] or "")
    return Element(list_name, place, kind, (kind, words, *scope), name, given["id"], country=state)


def _tells(e: Element) -> bool:
    """Return whether this element, mentioned with others, is evidence about them."""
    if e.kind == "person":
        return " " in e.key[1]
    return e.key[2] == ""


def _states_told(record: Json) -> str:
    """Return how often a record mentions each state, through people and countries: «QA:3 SA:1»."""
    states: Counter[str] = Counter(c["code"] for c in record["countries"])
    for p in record["people"]:
        state = matching.office_of(p["role"], p["country"]).state
        states.update((state,) if state else ())
    return " ".join(f"{s}:{n}" for s, n in sorted(states.items()))


def state_of_form(key: tuple[str, ...], homes: Mapping[str, str]) -> str | None:
    """Return the state that a form's name refers to. A name that every state has (`of`) belongs to
    the outlet's own state if the meeting is held there or the record mentions it, else to the state
    that the record mentions most, else to the outlet's own or to the place."""
    if key[2] == "":
        return key[3] or None
    if key[2] != "of":
        return None
    country, outlet, told, place = key[3:]
    home = homes.get(outlet)
    counts = Counter({s: int(n) for s, _, n in (x.partition(":") for x in told.split())})
    counts.update((country,) if country else ())
    if home and (home in counts or home == place):
        return home
    if not told:
        return country or home or None
    most = max(counts.values())
    first = [s for s, n in sorted(counts.items()) if n == most]
    return country if country in first else first[0] if len(first) == 1 else None
