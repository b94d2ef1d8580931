"""Stage 4: mentions, entities and facts to meetings. Pure functions of the release.

events (which sentences tell of which meeting), series (further sessions with a day)
──▶ body, ordinal, kind ──▶ when, where ──▶ participants ──▶ clauses, references
──▶ realis (is it one?)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.arabic.naming import initiative_kind
from pipeline.assemble import bodies, participants
from pipeline.assemble.clauses import clauses, either
from pipeline.assemble.clean import cleaned
from pipeline.assemble.events import split
from pipeline.assemble.media import is_media
from pipeline.assemble.names import names_met, shortened
from pipeline.assemble.realis import evidence, probability
from pipeline.assemble.series import dated
from pipeline.assemble.sides import with_sides
from pipeline.assemble.spans import Row, entity_of, labelled, remembered
from pipeline.assemble.stretches import stretches
from pipeline.assemble.triggers import Event
from pipeline.assemble.when import is_to_come, when
from pipeline.assemble.where import where
from pipeline.config import Config
from pipeline.ranges import Ranges
from pipeline.types import Entity, Meeting, Release, Span


def assemble(release: Release, config: Config) -> Release:
    """Return the release with the meetings that it reports, in the order of the text."""
    twin, given_back = cleaned(release)
    meetings: list[Meeting] = []
    for stretch in stretches(twin, config.stretch_chars):
        believed = (c for c in candidates(stretch, config) if c[1].confidence >= config.believed)
        meetings += map(given_back, _with_lead(stretch, believed))
    return replace(release, meetings=tuple(meetings))


def candidates(release: Release, config: Config) -> Iterator[tuple[Event, Meeting]]:
    """Return the candidate meetings of a release with their values, before a decision about
    each."""
    for event in dated(release, split(release, config), config):
        m = meeting(release, event, config)
        sure = probability(evidence(release, event, m))
        yield event, replace(m, confidence=round(sure, 4))


def _with_lead(release: Release, meetings: Iterable[tuple[Event, Meeting]]) -> Iterator[Meeting]:
    """Return a further meeting with the place of the one before, if it has none of its own: of 38
    such meetings in the training data 29 are in the same city and 1 in another. The place of a
    future meeting is unknown, and other sessions of a body are held elsewhere."""
    before: Meeting | None = None
    for event, m in meetings:
        if before is not None and not event.in_series:
            m = _at_its_place(release, before, m)
        if not event.in_series and (before is None or not is_to_come(release, m.date)):
            before = m
        yield with_sides(release, event, m)


def _at_its_place(release: Release, before: Meeting, m: Meeting) -> Meeting:
    """Return a further meeting with the place of the one `before` it, if it has none of its own."""
    virtual = m.mode is not None and m.mode.value == "virtual"
    if m.city is not None or before.city is None or virtual or is_to_come(release, m.date):
        return m
    in_person = before.mode is not None and before.mode.value == "in_person"
    return replace(
        m,
        city=replace(before.city, span=None, found_by="inferred"),
        mode=m.mode or (before.mode if in_person else None),
        country=before.country and replace(before.country, span=None, found_by="inferred"),
    )


def entities(release: Release, event: Event, label: str) -> tuple[Entity, ...]:
    """Return the entities of a label with a mention in this event, with only these mentions."""
    places = _places(release, label)
    here: dict[int, list[Span]] = {}
    for at, end in dict.fromkeys(event.spans):
        for p in places.inside(at, end):
            here.setdefault(p.entity, []).append((p.start, p.end))
    out = [
        replace(release.entities[n], mentions=tuple(sorted(here[n], key=lambda s: (s[0], -s[1]))))
        for n in sorted(here)
    ]
    return _listed(release, event, out)


class _Place(NamedTuple):
    """The place of a mention of an entity, and the number of the entity."""

    start: int
    end: int
    entity: int


@remembered
def _places(release: Release, label: str) -> Ranges[_Place]:
    """Return the places of the entities of a label, without those identified only by a pronoun."""
    return Ranges(
        _Place(*span, n)
        for n, e in enumerate(release.entities)
        if e.label == label
        for span in e.mentions
    )


def _listed(release: Release, event: Event, found: Sequence[Entity]) -> tuple[Entity, ...]:
    """Return the entities with a mention that the tagger marks as listed in the record; all if it
    marks nothing in this event."""
    told = Row(event.held(labelled(release.facts, "LISTED")) if found else ())
    return tuple(e for e in found if not told or any(told.over(*span) for span in e.mentions))


def _committees(
    release: Release, event: Event, met: Entity | None, config: Config
) -> tuple[Entity, ...]:
    """Return the committees of an event, without short names of the body that met in headlines.
    Include that body even if the tagger labels it as an organisation, or if no sentence of this
    session names it (annotation case 18)."""
    here = tuple(
        e
        for e in entities(release, event, "COMMITTEE")
        if e.id not in event.same and not names_met(release, e, met, config.headline_chars)
    )
    if met is None or met.label != "COMMITTEE" or any(e.id == met.id for e in here):
        return here
    return (met, *here)


def names(release: Release, event: Event, label: str, config: Config) -> tuple[Entity, ...]:
    """Return the entities of a label, without those found once, only by the tagger, with low
    confidence: over the held-out folds 1 of 25 names of one word below `sure_word` is in the
    record, and 9 of 37 organisations below `sure_organization`."""
    sure = config.sure_organization if label == "ORG" else 0.0

    def seen_once(e: Entity) -> bool:
        whole = entity_of(release, e.id)
        return (
            whole is not None
            and e.found_by == "model"
            and len(whole.mentions) == 1
            and e.confidence < (sure if " " in e.name else config.sure_word)
        )

    return tuple(e for e in entities(release, event, label) if not seen_once(e))


def meeting(release: Release, event: Event, config: Config) -> Meeting:
    """Return the meeting of one event."""
    met = bodies.body(release, event, config)
    number, number_warnings = bodies.ordinal(release, event)
    time = when(release, event, config.far_days)
    place = where(release, event, met, config.city)
    people, chair, chair_warnings = participants.people(release, event, met, time.to_come, config)
    topics, decisions = either(
        clauses(release, event, "TOPIC", config), clauses(release, event, "DECISION", config)
    )
    if time.to_come:
        decisions = ()
    committees = _committees(release, event, met, config)
    organizations = tuple(e for e in names(release, event, "ORG", config) if not is_media(e.name))
    short = shortened((*committees, *organizations), (*committees, *organizations))
    return Meeting(
        body=met,
        ordinal=number,
        kind=bodies.kind(release, event, met, len(people)),
        date=time.date,
        end_date=time.end,
        date_hijri=time.hijri,
        city=place.city,
        country=place.country,
        venue=place.venue,
        mode=place.mode,
        chair=chair,
        organizer=bodies.organizer(release, event),
        people=people,
        countries=entities(release, event, "COUNTRY"),
        committees=tuple(
            e for e in committees if (met is not None and e.id == met.id) or e.id not in short
        ),
        organizations=tuple(e for e in organizations if e.id not in short),
        initiatives=tuple(
            (e, initiative_kind(e.name)) for e in names(release, event, "INITIATIVE", config)
        ),
        topics=topics,
        decisions=decisions,
        referenced=bodies.referenced(release, event, met, number.value if number else None),
        confidence=release.reported or 0.0,
        warnings=tuple(sorted({*time.warnings, *number_warnings, *chair_warnings})),
    )
