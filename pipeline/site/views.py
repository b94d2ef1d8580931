"""The content of each page as frozen data made from a `Library`, without HTML."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from pipeline.schema import VALUES
from pipeline.site.library import Json, Library
from pipeline.site.marks import anchor
from pipeline.site.words import Words
from pipeline.types import Span

KINDS = ("body", "person", "organization", "initiative")
FOLDERS = {
    "body": "bodies",
    "person": "people",
    "organization": "organizations",
    "initiative": "initiatives",
}
FIELDS = ("body", *VALUES)
WORDED = ("kind", "mode")  # fields whose values belong to an enumeration
FELLOWS = 12  # in a person's chart
FEWEST = 8  # minimum number of meetings for a chart


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was read: the page of the release, relative to the root of the site, and its
    outlet."""

    href: str
    outlet: str


@dataclass(frozen=True, slots=True)
class Link:
    """A name with its page, relative to the root of the site; None if it has none."""

    name: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """One value with its source."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a meeting: the chosen value with its rule, and the others."""

    label: str
    chosen: Value
    rule: str
    others: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """A person at a meeting."""

    person: Link
    role: str | None
    participation: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Values that contradict each other."""

    label: str
    kind: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in a list."""

    href: str
    title: str
    date: str | None
    place: str
    announced: bool
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class MeetingView:
    """The page of a meeting."""

    line: MeetingLine
    fields: tuple[Field, ...]
    people: tuple[Attendance, ...]
    lists: tuple[tuple[str, tuple[Link, ...]], ...]
    topics: tuple[Value, ...]
    decisions: tuple[Value, ...]
    references: tuple[Value, ...]
    conflicts: tuple[ConflictView, ...]
    reports: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session of a body, or a gap: the first and last number without a report."""

    line: MeetingLine | None
    gap: tuple[int, int] | None = None
    decisions: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class PostView:
    """An office that a person held."""

    role: str
    first: str | None
    last: str | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class EntityView:
    """The page of a body, person, organisation or initiative."""

    kind: str
    name: str
    names: tuple[tuple[str, int], ...]
    first: str | None
    last: str | None
    country: str | None
    posts: tuple[PostView, ...]
    sessions: tuple[SessionView, ...]
    meetings: tuple[tuple[MeetingLine, str | None], ...]  # with the person's participation
    over_time: tuple[tuple[str, int], ...]
    fellows: tuple[tuple[str, int], ...]


class Views:
    """Build the views of a library in one language; data for several pages are computed once."""

    def __init__(self, library: Library, words: Words) -> None:
        self.library, self.words = library, words

    @cached_property
    def lines(self) -> Mapping[str, MeetingLine]:
        """Return each meeting as a line of a list, by id."""
        return {i: self._line(m) for i, m in self.library.meetings.items()}

    @cached_property
    def ordered(self) -> Sequence[str]:
        """Return the ids of all meetings, the latest first, those without a date last."""
        line = self.lines
        return sorted(line, key=lambda i: (line[i].date or "", line[i].title, i), reverse=True)

    def meeting(self, meeting_id: str) -> MeetingView:
        """Return the page of a meeting."""
        m = self.library.meetings[meeting_id]
        word = self.words
        return MeetingView(
            line=self.lines[meeting_id],
            fields=tuple(self._field(n, m["fields"][n]) for n in FIELDS if m["fields"][n]),
            people=tuple(map(self._attendance, m["people"])),
            lists=tuple(
                (word("page", name), tuple(map(self._link, m[name])))
                for name in ("committees", "organizations", "initiatives")
                if m[name]
            )
            + self._countries(m),
            topics=self._clauses(m["topics"]),
            decisions=self._clauses(m["decisions"]),
            references=tuple(
                Value(_reference(r), self._sources(r["says"])) for r in m["referenced_meetings"]
            ),
            conflicts=tuple(self._conflict(c) for c in m["conflicts"]),
            reports=tuple(self._report(r) for r in (*m["records"], *m["announcements"])),
        )

    def entity(self, entity_id: str) -> EntityView:
        """Return the page of an entity."""
        e = self.library.entities[entity_id]
        held = [i for i in e["meetings"] if i in self.lines]
        lines = sorted(
            (
                (self.lines[i], self._part(i, entity_id))
                for i in held
                if not self._sat(i, entity_id)
            ),
            key=lambda pair: (pair[0].date or "", pair[0].href),
        )
        days = [self.lines[i].date for i in held]
        years = Counter(day[:4] for day in days if day)
        return EntityView(
            kind=e["kind"],
            name=e["name"],
            names=tuple((n["name"], n["count"]) for n in e["names"]),
            first=e["first_seen"],
            last=e["last_seen"],
            country=e["country"],
            posts=tuple(self._post(p, e) for p in e["posts"]),
            sessions=tuple(self._sessions(e, [self.lines[i] for i in held])),
            meetings=tuple(lines),
            over_time=_years(years) if len(held) >= FEWEST else (),
            fellows=self._fellows(entity_id, held) if e["kind"] == "person" else (),
        )

    def months(self) -> Mapping[str, Sequence[MeetingLine]]:
        """Return the meetings of each month («2025-02»), by date; the empty key holds those without
        one."""
        found: dict[str, list[MeetingLine]] = defaultdict(list)
        for i in reversed(self.ordered):
            line = self.lines[i]
            found[(line.date or "")[:7]].append(line)
        return found

    def differing(self) -> Iterator[tuple[MeetingLine, tuple[ConflictView, ...]]]:
        """Yield the meetings with conflicts between their reports."""
        for i in self.ordered:
            if conflicts := self.library.meetings[i]["conflicts"]:
                yield self.lines[i], tuple(self._conflict(c) for c in conflicts)

    def entities(self, kind: str) -> Sequence[tuple[Link, int]]:
        """Return all entities of a kind with the number of their meetings, by name."""
        rows = (e for e in self.library.entities.values() if e["kind"] == kind)
        made = ((self._link(e), len(e["meetings"])) for e in rows)
        return sorted(made, key=lambda pair: (pair[0].name, pair[0].href or ""))

    def _line(self, meeting: Json) -> MeetingLine:
        value = {n: f["value"] if f else None for n, f in meeting["fields"].items()}
        place = (value["city"], value["country"] and self.words.state(value["country"]))
        return MeetingLine(
            href=f"meetings/{meeting['meeting_id']}.html",
            title=self._title(meeting, value),
            date=value["date"],
            place="، ".join(filter(None, place))
            if self.words.language == "ar"
            # a left-to-right mark for <bdi>, and isolates: an Arabic city stays before its state
            else "".join(
                ("\u200e" if n == 0 else ", ") + f"\u2068{part}\u2069"
                for n, part in enumerate(filter(None, place))
            ),
            announced=not meeting["records"],
            ordinal=value["ordinal"],
        )

    def _title(self, meeting: Json, value: Mapping[str, Any]) -> str:
        if value["body"]:
            number = f" ({value['ordinal']})" if value["ordinal"] else ""
            return f"{value['body']}{number}"
        parties = [p["name"] for p in meeting["people"] if p["participation"] != "mentioned"][:2]
        joined = " · ".join(parties)
        return (
            f"{self.words('page', 'talks')} {joined}" if joined else self.words("page", "untitled")
        )

    def _field(self, name: str, field: Json) -> Field:
        values = [self._value(name, v["value"], v["says"]) for v in field["values"]]
        wanted = self._shown(name, field["value"])
        chosen = next((v for v in values if v.text == wanted), Value(wanted, ()))
        return Field(
            self.words("field", name),
            chosen,
            self.words("rule", field["rule"]) if len(values) > 1 else "",
            tuple(v for v in values if v is not chosen),
        )

    def _value(self, field: str, value: object, says: Iterable[Json]) -> Value:
        return Value(self._shown(field, value), self._sources(says))

    def _shown(self, field: str, value: object) -> str:
        if field in WORDED:
            return self.words(field, str(value))
        if field == "country":
            return self.words.state(str(value))
        return self.words.day(str(value)) if field in ("date", "end_date") else str(value)

    def _clauses(self, items: Iterable[Json]) -> tuple[Value, ...]:
        return tuple(Value(item["text"], self._sources(item["says"])) for item in items)

    def _sources(self, says: Iterable[Json]) -> tuple[Source, ...]:
        return tuple(
            self._report(s["record_id"], tuple(s["span"]) if s["span"] else None) for s in says
        )

    def _report(self, record_id: str, span: Span | None = None) -> Source:
        release = self.library.reports[record_id].release
        row = self.library.releases[release]
        place = f"releases/{release}.html" + (f"#{anchor(span)}" if span else "")
        return Source(place, row["outlet"] or PurePosixPath(row["source"]).name)

    def _attendance(self, person: Json) -> Attendance:
        sources = []
        for said in person["says"]:
            named, _ = self.library.reports[said["record_id"]].people.get(
                said["name"], (None, None)
            )
            sources.append(self._report(said["record_id"], named))
        return Attendance(
            self._link(person),
            person["role"],
            self.words("participation", person["participation"]),
            tuple(sources),
        )

    def _link(self, named: Json) -> Link:
        ident = named.get("entity_id")
        entity = self.library.entities.get(ident) if ident else None
        href = f"{FOLDERS[entity['kind']]}/{ident}.html" if entity else None
        return Link(named["name"], href)

    def _countries(self, meeting: Json) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        links = tuple(Link(self.words.state(c["code"]), None) for c in meeting["countries"])
        return ((self.words("page", "countries"), links),) if links else ()

    def _conflict(self, conflict: Json) -> ConflictView:
        field = conflict["field"]
        label = conflict["about"] or self.words("field", field)
        values = []
        for said in conflict["values"]:
            shown = self._shown(field, said["value"])
            if conflict["kind"] == "participation" and said["value"] in (
                "chaired",
                "attended",
                "mentioned",
            ):
                shown = self.words("participation", said["value"])
            values.append(Value(shown, tuple(self._report(r) for r in said["records"])))
        return ConflictView(label, self.words("conflict", conflict["kind"]), tuple(values))

    def _part(self, meeting_id: str, entity_id: str) -> str | None:
        for person in self.library.meetings[meeting_id]["people"]:
            if person["entity_id"] == entity_id:
                return self.words("participation", person["participation"])
        return None

    def _post(self, post: Json, entity: Json) -> PostView:
        names = {n["name"] for n in entity["names"]}
        sources = []
        for record in post["says"]:
            people = self.library.reports[record].people
            spans = (role for name, (_, role) in people.items() if name in names and role)
            sources.append(self._report(record, next(spans, None)))
        return PostView(post["role"], post["first_seen"], post["last_seen"], tuple(sources))

    def _sessions(self, entity: Json, held: Sequence[MeetingLine]) -> Iterator[SessionView]:
        """Yield the sessions of a body by number with the gaps between them, then those without a
        number."""
        if entity["kind"] != "body":
            return
        sat = [i for i in entity["meetings"] if self._sat(i, entity["entity_id"])]
        numbered = {s["meeting_id"] for s in entity["sessions"]}
        rows: list[tuple[int, SessionView]] = [
            (s["ordinal"], self._session(s["meeting_id"]))
            for s in entity["sessions"]
            if s["meeting_id"] in self.lines
        ]
        rows += [(a, SessionView(None, (a, b))) for a, b in entity["missing"]]
        yield from (view for _, view in sorted(rows, key=lambda row: row[0]))
        others = sorted(
            (i for i in sat if i not in numbered and i in self.lines),
            key=lambda i: (self.lines[i].date or "", i),
        )
        yield from map(self._session, others)

    def _sat(self, meeting_id: str, entity_id: str) -> bool:
        meeting = self.library.meetings.get(meeting_id)
        return meeting is not None and meeting["body_entity_id"] == entity_id

    def _session(self, meeting_id: str) -> SessionView:
        decisions = self.library.meetings[meeting_id]["decisions"]
        return SessionView(self.lines[meeting_id], None, self._clauses(decisions))

    def _fellows(self, entity_id: str, meetings: Sequence[str]) -> tuple[tuple[str, int], ...]:
        """Return the people whom a person met most often, without those who were only mentioned."""
        if len(meetings) < FEWEST:
            return ()
        met: Counter[str] = Counter()
        for i in meetings:
            people = self.library.meetings[i]["people"]
            there = {p["entity_id"] for p in people if p["participation"] != "mentioned"}
            if entity_id in there:
                met.update(there - {entity_id, None})
        entities = self.library.entities
        ranked = sorted(met.items(), key=lambda pair: (-pair[1], pair[0]))[:FELLOWS]
        return tuple((entities[i]["name"], n) for i, n in ranked if i in entities)


def _reference(reference: Json) -> str:
    number = f"({reference['ordinal']})" if reference["ordinal"] else ""
    return " ".join(filter(None, (reference["body"], number))) or "—"


def _years(counted: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return a pair for each year from the first to the last, including empty years."""
    if not counted:
        return ()
    first, last = int(min(counted)), int(max(counted))
    return tuple((str(year), counted.get(str(year), 0)) for year in range(first, last + 1))
