"""Combine all reports of a meeting: the values of each report, the chosen value with its rule, and
the conflicts.

Each release has one vote, even if it reports a meeting twice. A reviewer's correction outweighs all
votes. Announcements describe plans; they count only if no report gives a value."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from pipeline.arabic import lists
from pipeline.arabic.folding import fold, fold_key
from pipeline.arabic.rarity import rarity, stems
from pipeline.matching import SAME_PERSON, Person, body_words, person, same_body, same_person
from pipeline.schema import VALUES
from pipeline.schema_meetings import (
    Conflict,
    ConflictingValue,
    ConflictKind,
    CountryOfMeeting,
    FieldOfMeeting,
    FieldsOfMeeting,
    InitiativeOfMeeting,
    ItemOfMeeting,
    MeetingRow,
    NamedOfMeeting,
    PersonOfMeeting,
    ReferenceOfMeeting,
    Rule,
    Said,
    SaidOfPerson,
    SaidValue,
)

SCHEMA_VERSION = "1.1"
FIELDS = ("body", *VALUES)
SAME_BODY = 0.75  # minimum likeness of two names of a body that are forms of one
# minimum share, weighted by rarity, of the shorter clause's words that two equal clauses have
SAME_CLAUSE = 0.75
RANK = {"chaired": 0, "attended": 1, "mentioned": 2}

Json = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Vote:
    """The value of one record for a field, with tie breakers."""

    value: str | int
    said: Said
    release: str
    official: bool
    published: str
    corrected: bool


def meeting_row(
    meeting_id: str, reports: Sequence[Json], announcements: Sequence[Json]
) -> MeetingRow:
    """Return the line of a meeting from its records in published form, at least one."""
    reports = sorted(reports, key=lambda r: str(r["record_id"]))
    announcements = sorted(announcements, key=lambda r: str(r["record_id"]))
    everything = [*reports, *announcements]
    chosen = {f: _field(f, reports, announcements) for f in FIELDS}
    people = _people(reports or announcements)
    releases = {r["release"]["id"]: r["release"]["outlet"] for r in everything}
    return MeetingRow(
        schema_version="1.1",
        meeting_id=meeting_id,
        records=tuple(r["record_id"] for r in reports),
        announcements=tuple(r["record_id"] for r in announcements),
        releases=tuple(sorted(releases)),
        outlets=tuple(sorted({o for o in releases.values() if o})),
        body_entity_id=_entity_of_body(chosen["body"], everything),
        fields=FieldsOfMeeting(**chosen),
        people=tuple(p for p, _ in people),
        countries=tuple(_countries(everything)),
        committees=tuple(NamedOfMeeting(**x) for x in _named("committees", everything)),
        organizations=tuple(NamedOfMeeting(**x) for x in _named("organizations", everything)),
        initiatives=tuple(_initiatives(everything)),
        topics=tuple(_items("topics", everything)),
        decisions=tuple(_items("decisions", everything)),
        referenced_meetings=tuple(_references(everything)),
        conflicts=(*_conflicts_of_fields(chosen), *(c for _, found in people for c in found)),
    )


# --- single values
def _votes(field: str, records: Iterable[Json]) -> Iterator[Vote]:
    for r in records:
        value = (r["body"] or {}).get("name") if field == "body" else r[field]
        if value is not None:
            seen = r["evidence"][field] or {"span": None, "found_by": "inferred"}
            yield Vote(
                value,
                Said(record_id=r["record_id"], span=seen["span"]),
                r["release"]["id"],
                is_official(r["release"]["outlet"]),
                r["release"]["published"] or "~",
                seen["found_by"] == "correction",
            )


def is_official(outlet: str | None) -> bool:
    """Return whether an outlet is a state's news agency."""
    folded = fold(outlet or "")
    return folded in _agencies() or ("وكاله" in folded and "انباء" in folded)


@cache
def _agencies() -> frozenset[str]:
    rows = lists.lines("pipeline.consolidate", "agencies.txt")
    return frozenset(name for row in rows for name in (fold(row), *map(fold, row.split())))


def _field(
    field: str, reports: Sequence[Json], announcements: Sequence[Json]
) -> FieldOfMeeting | None:
    votes, ahead = list(_votes(field, reports)), list(_votes(field, announcements))
    if not votes and not ahead:
        return None
    value, rule = _choice(field, votes or ahead)
    said: dict[str | int, list[Vote]] = defaultdict(list)
    for vote in (*votes, *ahead):
        said[vote.value].append(vote)
    order = sorted(said, key=lambda v: (v != value, -_releases(said[v]), str(v)))
    return FieldOfMeeting(
        value=value,
        rule=rule,
        values=tuple(SaidValue(value=v, says=tuple(x.said for x in said[v])) for v in order),
    )


def _choice(field: str, votes: Sequence[Vote]) -> tuple[str | int, Rule]:
    """Return the chosen value, and the rule."""
    if corrected := [v for v in votes if v.corrected]:
        return min(corrected, key=lambda v: (v.published, v.said.record_id)).value, "verdict"
    if len({v.value for v in votes}) == 1:
        return votes[0].value, "only_report"
    groups = grouped(votes, lambda a, b: _alike(field, a.value, b.value))
    most = max(map(_releases, groups))
    first = [g for g in groups if _releases(g) == most]
    rule: Rule = "most_reports"
    if len(first) > 1:
        agencies = [g for g in first if any(v.official for v in g)]
        rule = "official_agency" if len(agencies) == 1 else "earliest"
        first = sorted(
            agencies or first, key=lambda g: min((v.published, v.said.record_id) for v in g)
        )
    forms = Counter(v.value for v in first[0])
    if len(forms) == 1:
        return first[0][0].value, rule
    return fullest(forms), "fullest_form" if len(groups) == 1 else rule


def _releases(votes: Iterable[Vote]) -> int:
    return len({v.release for v in votes})


def _alike(field: str, a: str | int, b: str | int) -> bool:
    """Return whether two values are forms of one."""
    if a == b:
        return True
    if isinstance(a, int) or isinstance(b, int):
        return False
    if field in ("body", "organizer"):
        x, y = body_words(a), body_words(b)
        return fold_key(a) == fold_key(b) or bool(x and y and same_body(x, y) >= SAME_BODY)
    if field == "chair":
        return same_person(person(a, None), person(b, None)) >= SAME_PERSON
    return field in ("city", "venue") and fold_key(a) == fold_key(b)


def fullest(forms: Mapping[Any, int]) -> Any:
    """Return, of several forms of a name, the one with the most words; among equals the most
    frequent."""
    return min(forms, key=lambda f: (-len(str(f).split()), -forms[f], -len(str(f)), str(f)))


def grouped(values: Iterable[T], alike: Callable[[T, T], bool]) -> list[list[T]]:
    """Return the values in groups, each in the first group with a similar member."""
    groups: list[list[T]] = []
    for value in values:
        for group in groups:
            if any(alike(value, other) for other in group):
                group.append(value)
                break
        else:
            groups.append([value])
    return groups


def _entity_of_body(chosen: FieldOfMeeting | None, records: Sequence[Json]) -> str | None:
    found = Counter(
        r["body"]["entity_id"]
        for r in records
        if chosen
        and r["body"]
        and r["body"].get("entity_id")
        and _alike("body", chosen.value, r["body"]["name"])
    )
    return min(found, key=lambda e: (-found[e], e)) if found else None


# --- people
@dataclass(frozen=True, slots=True)
class _Named:
    record: Json
    given: Json
    as_compared: Person


def _people(records: Sequence[Json]) -> list[tuple[PersonOfMeeting, list[Conflict]]]:
    """Return all people, the chair first, then in the order of the first report; and the conflicts
    about them."""
    groups: list[list[_Named]] = []
    for record in records:
        taken: set[int] = set()
        for given in record["people"]:
            one = _Named(record, given, person(given["name"], given["role"]))
            likeness, n = max(
                ((_same(one, g), -n) for n, g in enumerate(groups) if n not in taken),
                default=(0.0, 0),
            )
            if likeness >= SAME_PERSON:
                groups[-n].append(one)
                taken.add(-n)
            else:
                taken.add(len(groups))
                groups.append([one])
    done = [(_person(g), _conflicts_of_person(g)) for g in groups]
    return sorted(done, key=lambda x: RANK[x[0].participation])


def _same(one: _Named, group: Sequence[_Named]) -> float:
    """Return how sure it is that a person is the same as a group of mentions. The register decides
    if it knows both."""
    known = {m.given.get("entity_id") for m in group} - {None}
    if (ident := one.given.get("entity_id")) is not None and known:
        return 1.0 if ident in known else 0.0
    return max(same_person(one.as_compared, m.as_compared) for m in group)


def _person(group: Sequence[_Named]) -> PersonOfMeeting:
    names = Counter(m.given["name"] for m in group)
    corrected = [m for m in group if m.given["found_by"] == "correction"]
    name = corrected[0].given["name"] if corrected else fullest(names)
    role = _most([m.given for m in group], "role")
    rule: Rule = "verdict" if corrected else "only_report" if len(names) == 1 else "fullest_form"
    return PersonOfMeeting(
        entity_id=_most([m.given for m in group], "entity_id"),
        name=name,
        role=role,
        organization=_most([m.given for m in group if m.given["role"] == role], "organization"),
        country=_most([m.given for m in group], "country"),
        participation=min((m.given["participation"] for m in group), key=RANK.__getitem__),
        side=_most([m.given for m in group], "side"),
        rule=rule,
        says=tuple(
            SaidOfPerson(
                record_id=m.record["record_id"],
                name=m.given["name"],
                role=m.given["role"],
                participation=m.given["participation"],
            )
            for m in group
        ),
    )


def _most(given: Sequence[Json], key: str) -> Any:
    """Return the most frequent value, the fullest among equals; None if there is none."""
    found = Counter(g[key] for g in given if g.get(key) is not None)
    return min(found, key=lambda v: (-found[v], -len(v), v)) if found else None


# --- named things, clauses, references
def _countries(records: Sequence[Json]) -> Iterator[CountryOfMeeting]:
    found: dict[str, list[tuple[Json, Json]]] = defaultdict(list)
    for r in records:
        for c in r["countries"]:
            found[c["code"]].append((r, c))
    for code, said in found.items():
        yield CountryOfMeeting(
            code=code, name=_most([c for _, c in said], "name"), says=_ids(r for r, _ in said)
        )


def _named(field: str, records: Sequence[Json]) -> Iterator[dict[str, Any]]:
    """Yield the elements of a list of named things, each once, in the order of the records."""
    found: dict[str, list[tuple[Json, Json]]] = defaultdict(list)
    for r in records:
        for x in r[field]:
            found[x.get("entity_id") or x["id"]].append((r, x))
    for said in found.values():
        yield {
            "entity_id": _most([x for _, x in said], "entity_id"),
            "name": fullest(Counter(x["name"] for _, x in said)),
            "says": _ids(r for r, _ in said),
        }


def _initiatives(records: Sequence[Json]) -> Iterator[InitiativeOfMeeting]:
    kinds = {x["name"]: x["kind"] for r in records for x in r["initiatives"]}
    for given in _named("initiatives", records):
        yield InitiativeOfMeeting(kind=kinds[given["name"]], **given)


def _items(field: str, records: Sequence[Json]) -> Iterator[ItemOfMeeting]:
    said = [(r, x, frozenset(stems(x["text"]))) for r in records for x in r[field]]
    for group in grouped(
        said, lambda a, b: a[0] is not b[0] and _overlap(a[2], b[2]) >= SAME_CLAUSE
    ):
        _, best, _ = max(group, key=lambda x: (len(x[1]["text"]), x[1]["text"]))
        yield ItemOfMeeting(
            text=best["text"],
            action=_most([x for _, x, _ in group], "action"),
            says=tuple(Said(record_id=r["record_id"], span=x["span"]) for r, x, _ in group),
        )


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    less = min(sum(rarity(w) for w in sorted(words)) for words in (a, b))
    return sum(rarity(w) for w in sorted(a & b)) / less if less else 0.0


def _references(records: Sequence[Json]) -> Iterator[ReferenceOfMeeting]:
    found: dict[tuple[str | None, int | None], list[tuple[Json, Json]]] = defaultdict(list)
    for r in records:
        for x in r["referenced_meetings"]:
            found[x["body"] and fold_key(x["body"]), x["ordinal"]].append((r, x))
    for (_, ordinal), said in found.items():
        yield ReferenceOfMeeting(
            body=_most([x for _, x in said], "body"),
            ordinal=ordinal,
            says=tuple(Said(record_id=r["record_id"], span=x["span"]) for r, x in said),
        )


def _ids(records: Iterable[Json]) -> tuple[str, ...]:
    return tuple(sorted({r["record_id"] for r in records}))


# --- conflicts
KIND_OF: Mapping[str, ConflictKind] = {
    "ordinal": "number",
    "date": "date",
    "end_date": "date",
    "date_hijri": "date",
    "city": "place",
    "country": "place",
    "venue": "place",
}


def _conflicts_of_fields(chosen: Mapping[str, FieldOfMeeting | None]) -> Iterator[Conflict]:
    for name, given in chosen.items():
        if given is None or len(given.values) == 1:
            continue
        values = [v.value for v in given.values]
        kind = KIND_OF.get(name, "other")
        if (
            name in ("body", "organizer", "chair")
            and len(
                grouped(values, lambda a, b: _alike(name, a, b))  # noqa: B023
            )
            == 1
        ):
            kind = "spelling"
        elif name == "chair":
            kind = "participation"
        yield Conflict(
            field=name,
            kind=kind,
            about=None,
            values=tuple(
                ConflictingValue(value=v.value, records=tuple(sorted(s.record_id for s in v.says)))
                for v in given.values
            ),
        )


def _conflicts_of_person(group: Sequence[_Named]) -> list[Conflict]:
    if len(group) == 1:
        return []
    about = _person(group).name
    sides: list[tuple[ConflictKind, dict[str, list[str]]]] = []
    for kind, key in (("spelling", "name"), ("office", "role"), ("participation", "participation")):
        said: dict[str, list[str]] = defaultdict(list)
        for m in group:
            if m.given[key] is not None:
                said[m.given[key]].append(m.record["record_id"])
        sides.append((kind, said))  # type: ignore[arg-type]
    return [
        Conflict(
            field="people",
            kind=kind,
            about=about,
            values=tuple(
                ConflictingValue(value=v, records=tuple(sorted(said[v])))
                for v in sorted(said, key=lambda v: (-len(said[v]), v))
            ),
        )
        for kind, said in sides
        if at_odds(kind, list(said))
    ]


def at_odds(kind: ConflictKind, values: Sequence[str]) -> bool:
    """Return whether different statements about a person conflict. An office in full and in short
    do not; nor do participation in one report and a mere mention in another."""
    if len(values) < 2:
        return False
    if kind == "participation":
        return "chaired" in values
    if kind == "office":
        words = [frozenset(stems(v)) for v in values]
        return not any(all(w <= most for w in words) for most in words)
    return True
