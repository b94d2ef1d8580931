"""The side of each person in talks between two parties: host or guest.

Who receives is the host, and the received are guests: «استقبل فلانٌ فلاناً». If no sentence says
who received whom, the party of the state in which the talks are held is the host. Other people
belong to the party of their state. If a party is missing nobody has a side, because nothing may be
invented."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from pipeline.arabic.patterns import pattern
from pipeline.arabic.states import states_in
from pipeline.assemble.context import before_name, joined_to, name_start
from pipeline.assemble.cues import cue, guests, verb
from pipeline.assemble.spans import labelled, outermost, within
from pipeline.assemble.triggers import Event
from pipeline.types import Meeting, Mention, Participant, Release, Side, Span

# «استقبل فلان فلانا», «فلان يستقبل فلانا», «خلال استقباله فلانا», «حيث استقبله فلان», «التقى فلان
# بمكتبه فلانا», «وكان في استقباله فلان»
RECEIVES = pattern(
    r"(?<!\w)[وفل]?(?:(?P<verb>س?[يت]ستقبل|استقبل(?:ت|وا|ا)?)|(?P<met>في\s+)?استقبال)"
    rf"(?P<him>ه|ها|هما|هم)?(?!\w)|{verb('reception')}(?=[^.\n]*\s(?:في\s+|ب)مكتب(?:ه|ها)(?!\w))"
)


class _Parties(NamedTuple):
    """The ids of the people named as host and as guests."""

    hosts: frozenset[str]
    guests: frozenset[str]


def with_sides(release: Release, event: Event, m: Meeting) -> Meeting:
    """Return the meeting with the sides of its participants, if it has two parties and no body and
    the text shows who is the host."""
    if m.body is not None:
        return m
    took_part = [p for p in m.people if p.participation != "mentioned"]
    parties = _received(release, event, took_part) or _visited(m, took_part)
    if parties is None:
        return m
    return replace(m, people=tuple(replace(p, side=_side(p, parties, took_part)) for p in m.people))


def _side(p: Participant, parties: _Parties, took_part: list[Participant]) -> Side | None:
    """Return the side of a person: as named, else that of the state."""
    if p.person.id in parties.hosts:
        return "host"
    if p.person.id in parties.guests:
        return "guest"
    hosting, visiting = ({_state(q) for q in took_part if q.person.id in ids} for ids in parties)
    if p not in took_part or None in hosting | visiting or hosting & visiting:
        return None
    return "host" if _state(p) in hosting else "guest" if _state(p) in visiting else None


def _state(p: Participant) -> str | None:
    """Return the state that someone represents; None if it may be the one in which an envoy serves
    («سفير خادم الحرمين الشريفين لدى | مصر»)."""
    own, _, abroad = (p.person.role or "").partition(" لدى ")
    state = p.person.country
    return None if state in states_in(abroad) and state not in states_in(own) else state


def _received(release: Release, event: Event, took_part: list[Participant]) -> _Parties | None:
    """Return the parties in the first sentence of an event that says who received whom."""
    ids = {p.person.id for p in took_part}
    for span in dict.fromkeys((event.first_sentence, *event.spans)):
        said = RECEIVES.search(release.text, *span)
        if said is None:
            continue
        rows = _rows(release, span, ids)
        before = [r for r in rows if r[-1].end <= said.start()]
        behind = [r for r in rows if r[0].start >= said.end()]
        object_first = said["him"] or cue("object_first").match(release.text, said.end())
        if object_first and (said["verb"] or said["met"]):
            pair = behind[:1], before[-1:]
        elif said["him"] or said["met"]:
            pair = before[-1:], behind[:1]
        else:
            pair = _subject_and_object(release, said.end(), before[-1:], behind)
        host, guest = (frozenset(m.entity or "" for r in rows for m in r) for rows in pair)
        if host and not host & guest and (guest or guests(release, span)):
            return _Parties(host, guest)
    return None


Row = list[Mention]


def _rows(release: Release, span: Span, ids: set[str]) -> list[Row]:
    """Return the participants in a sentence, grouped by party: «فلان | وفلان», «فلان، يرافقه |
    فلان», but not «استقبل فلان، | فلانا»; without those who were only present («بحضور فلان») and
    those who were represented by another («نيابة عن فلان»)."""
    present = cue("present").search(release.text, *span)
    end = present.start() if present else span[1]
    rows: list[Row] = []
    for m in outermost(labelled(within(release.mentions, (span[0], end)), "PER")):
        if m.entity not in ids or cue("for_another").search(before_name(release, m)):
            continue
        start = name_start(release, m)
        if rows and (
            cue("companions").search(release.text, rows[-1][-1].end, start)
            or (
                joined_to(release, m) is rows[-1][-1]
                and cue("and").search(release.text, span[0], start)
            )
        ):
            rows[-1].append(m)
        else:
            rows.append([m])
    return rows


def _subject_and_object(
    release: Release, at: int, before: list[Row], behind: list[Row]
) -> tuple[list[Row], list[Row]]:
    """Return the hosts and the guests among the groups of people beside a verb that ends at
    `at`."""
    if before and len(behind) == 1:  # «فلان يستقبل فلانا»
        return before, behind
    if not behind:
        return before, []
    offices = outermost(labelled(within(release.mentions, (at, behind[0][0].start)), "ROLE"))
    first, *others = behind[0]
    led = others and cue("companions").search(release.text, first.end, others[-1].start)
    if (
        len(offices) > 1
        or led
        or not cue("directly").fullmatch(release.text, at, name_start(release, first))
    ):
        return [], behind[:1]  # «استقبل الوزير سفير … فلانا»: who received has no name
    return behind[:1], behind[1:2]


def _visited(m: Meeting, took_part: list[Participant]) -> _Parties | None:
    """Return the parties by the state in which the talks are held, if the text names the city and
    the participants are from two states including that one."""
    states = {_state(p) for p in took_part} - {None}
    told = m.city is not None and m.city.span is not None
    if not told or m.country is None or len(states) != 2 or m.country.value not in states:
        return None
    here, there = (
        frozenset(p.person.id for p in took_part if _state(p) in some)
        for some in ({m.country.value}, states - {m.country.value})
    )
    return _Parties(here, there)
