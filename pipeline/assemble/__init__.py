"""Stage 4: mentions, entities and facts to meetings. Pure functions of the release.

split (which sentences belong to which meeting), dated (other sessions of a series)
──▶ body, ordinal, kind ──▶ when, where ──▶ who ──▶ clauses, references ──▶ belief (is it one?)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.arabic.naming import initiative_kind
from pipeline.arabic.patterns import pattern
from pipeline.assemble import bodies, events
from pipeline.assemble.belief import evidence, probability, surest_beginning
from pipeline.assemble.clauses import clauses, either
from pipeline.assemble.clean import cleaned
from pipeline.assemble.hosts import with_host
from pipeline.assemble.media import is_media
from pipeline.assemble.names import names_met, shortened
from pipeline.assemble.openings import Part
from pipeline.assemble.parts import split
from pipeline.assemble.roster import with_roster
from pipeline.assemble.sentences import BESIDE, ONE_MORE, OTHER
from pipeline.assemble.series import dated
from pipeline.assemble.sides import with_sides
from pipeline.assemble.spans import Row, entity_of, labelled, once
from pipeline.assemble.stretches import stretches
from pipeline.assemble.when import is_to_come, when
from pipeline.assemble.where import where
from pipeline.assemble.who import people
from pipeline.config import Config
from pipeline.ranges import Ranges
from pipeline.types import Entity, Meeting, Release, Span, Value

# The labels for which the tagger says what a record lists (models/README.md), with the number of
# sentences after the beginning of a meeting in which it is not asked: -1 for none.
LISTED = {"ORG": -1, "INITIATIVE": -1, "COUNTRY": 1, "COMMITTEE": 1}
ANOTHERS = pattern(
    r"(?:مجلس إدارت|لجنت|جمعيت)(?:ه|ها|هم)(?!\w)"
)  # a body identified only by a pronoun has no name of its own
# In the first sentence of another meeting: on the same day as the one before.
SAME_DAY = pattern(
    rf"\W*و?(?:ثم\s|{ONE_MORE}\s|بعد الظهر|"
    r"(?:قبل|قبيل|عقب|إثر|بعد) ذلك|بعدها|(?:في وقت )?لاحق[اً]*)|"
    r"\W*[^.\n]{0,120}?(?<!\w)و?(?:في وقت "
    r"لاحق(?!\s+من)|(?:في|من|صباح|ظهر|عصر|مساء|عشية)\s+(?:ال)?يوم (?:ذاته|نفسه|عينه)|"
    r"على هامش(?:ها|ه|\s+(?:ال)?(?:اجتماع|جلسة|دورة|لقاء|مباحثات|قمة))(?!\w)|"
    r"(?:عقب|إثر|بعد|قبيل)\s+(?:(?:رفع|انتهاء|ختام|انفضاض|اختتام)\s+)?(?:ال)?(?:اجتماع|جلسة|لقاء|مباحثات)(?!\w))"
)
NEXT_DAY = pattern(r"\W*و?(?:في\s+)?(?:اليوم\s+التالي|غداة\s+ذلك)(?!\w)")  # on the following day
# There a day of its own, or of the dateline, comes first: «كما استقبل …».
AND_ALSO = pattern(
    rf"\W*و?(?:(?:{OTHER}|{BESIDE})[\s،,]+|كما\s)(?:استقبل|التقى|التقت|اجتمع|عقد|بحث)ت?\s|"
    r"\W*و(?:استقبل|التقى|التقت|اجتمع)ت?\s(?:كذلك|أيض[ا\u064b]*)\s"
)  # fathatan


def assemble(release: Release, config: Config) -> Release:
    """Return the release with the meetings that it reports, in the order of the text."""
    twin, given_back = cleaned(release)
    meetings: list[Meeting] = []
    for stretch, there in stretches(twin, config.stretch_chars):
        believed = (
            (part, with_roster(stretch, part, m, config.sure_person))
            for part, m in candidates(stretch, config)
            if m.confidence >= config.believed
        )
        meetings += (given_back(there(m)) for m in _with_lead(stretch, believed))
    return replace(release, meetings=tuple(meetings))


def candidates(release: Release, config: Config) -> Iterator[tuple[Part, Meeting]]:
    """Return the candidate meetings of a release with their values, before a decision about
    each."""
    surest = surest_beginning(release)
    for n, part in enumerate(_parts(release, config)):
        m = meeting(release, part, config)
        yield (
            part,
            replace(m, confidence=round(probability(evidence(release, part, m, n > 0, surest)), 4)),
        )


def _parts(release: Release, config: Config) -> Iterator[Part]:
    """Return the parts by the assembler of the settings."""
    if config.assembler == "events":
        return iter(events.split(release, config))
    return dated(release, split(release, config), config)


def _with_lead(release: Release, meetings: Iterable[tuple[Part, Meeting]]) -> Iterator[Meeting]:
    """Return a further meeting with the place of the one before, if it has none of its own: of 38
    such meetings in the training data 29 are in the same city and 1 in another. The place of a
    future meeting is unknown. The date is not copied unless the text says so, because that is right
    less often (21 of 38). Other sessions of a series are held elsewhere."""
    before: Meeting | None = None
    for part, m in meetings:
        if before is not None and not part.in_series:
            m = with_host(release, part, before, m)
            m = _on_its_day(release, part, before, _at_its_place(release, before, m))
        if not part.in_series and (before is None or not is_to_come(release, m.date)):
            before = m
        yield with_sides(release, part, m)


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


def _on_its_day(release: Release, part: Part, before: Meeting, m: Meeting) -> Meeting:
    """Return a further meeting with the day of the one `before` it, or the next, where the text
    says so."""
    own = m.date.span if m.date is not None else None
    told = own is not None and part.opening[0] <= own[0] < part.opening[1]
    same = SAME_DAY.match(release.text, *part.opening) or (
        m.date is None and AND_ALSO.match(release.text, *part.opening)
    )
    if told or before.date is None:
        return m
    if NEXT_DAY.match(release.text, *part.opening):
        day = dt.date.fromisoformat(before.date.value) + dt.timedelta(days=1)
        return replace(
            m, date=Value(day.isoformat(), None, "inferred"), end_date=None, date_hijri=None
        )
    if not same:
        return m
    return replace(m, date=replace(before.date, span=None, found_by="inferred"))


def entities(release: Release, part: Part, label: str) -> tuple[Entity, ...]:
    """Return the entities of a label with a mention in this part, with only these mentions."""
    places = once(release, ("places", label), lambda: _places(release, label))
    others = _others_offices(release, part)
    here: dict[int, list[Span]] = {}
    for at, end in dict.fromkeys(part.spans):
        for p in places.inside(at, end):
            if not others.around(p.start, p.end):
                here.setdefault(p.entity, []).append((p.start, p.end))
    out = [
        replace(release.entities[n], mentions=tuple(sorted(here[n], key=lambda s: (s[0], -s[1]))))
        for n in sorted(here)
    ]
    return _listed(release, part, out, LISTED[label]) if label in LISTED else tuple(out)


class _Place(NamedTuple):
    """The place of a mention of an entity, and the number of the entity."""

    start: int
    end: int
    entity: int


def _places(release: Release, label: str) -> Ranges[_Place]:
    """Return the places of the entities of a label, without those identified only by a pronoun."""
    return Ranges(
        _Place(*span, n)
        for n, e in enumerate(release.entities)
        if e.label == label and not ANOTHERS.match(e.name)
        for span in e.mentions
    )


def _listed(
    release: Release, part: Part, found: Sequence[Entity], reach: int
) -> tuple[Entity, ...]:
    """Return the entities with a mention that the tagger marks as listed, or at most `reach`
    sentences from the beginning of the meeting; all if the tagger marks nothing in this part."""
    told = Row(part.held(labelled(release.facts, "LISTED")) if found else ())
    near = {
        n
        for i, s in enumerate(part.spans)
        if s in part.opened
        for n in range(i - reach, i + reach + 1)
    }
    return tuple(
        e
        for e in found
        if not told
        or any(told.over(start, end) or part.number_at(start) in near for start, end in e.mentions)
    )


def _committees(
    release: Release, part: Part, met: Entity | None, config: Config
) -> tuple[Entity, ...]:
    """Return the committees of a part, without short names of the body that met in headlines.
    Include that body even if the tagger labels it as an organisation, or if no sentence of this
    session names it (annotation case 18)."""
    here = tuple(
        e
        for e in entities(release, part, "COMMITTEE")
        if e.id not in part.same and not names_met(release, e, met, config.headline_chars)
    )
    if met is None or met.label != "COMMITTEE" or any(e.id == met.id for e in here):
        return here
    return (met, *here)


def names(release: Release, part: Part, label: str, config: Config) -> tuple[Entity, ...]:
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

    return tuple(e for e in entities(release, part, label) if not seen_once(e))


def _others_offices(release: Release, part: Part) -> Ranges[_Place]:
    """Return the offices of people in the other meetings of a joint report («كل على حدة»)."""
    only = part.only
    return Ranges(
        _Place(*p.role_span, n)
        for n, p in enumerate(release.entities)
        if p.label == "PER" and p.role_span and only is not None and p.id not in only
    )


def meeting(release: Release, part: Part, config: Config) -> Meeting:
    """Return the meeting of one part."""
    met = bodies.body(release, part, config)
    number, number_warnings = bodies.ordinal(release, part)
    time = when(release, part, config.far_days)
    place = where(release, part, met, config.city)
    participants, chair, chair_warnings = people(
        release, part, met, time.to_come, config.sure_chair
    )
    topics, decisions = either(
        clauses(release, part, "TOPIC", config), clauses(release, part, "DECISION", config)
    )
    if time.to_come:
        decisions = ()
    committees = _committees(release, part, met, config)
    organizations = tuple(e for e in names(release, part, "ORG", config) if not is_media(e.name))
    short = shortened((*committees, *organizations), (*committees, *organizations))
    return Meeting(
        body=met,
        ordinal=number,
        kind=bodies.kind(release, part, met, len(participants)),
        date=time.date,
        end_date=time.end,
        date_hijri=time.hijri,
        city=place.city,
        country=place.country,
        venue=place.venue,
        mode=place.mode,
        chair=chair,
        organizer=bodies.organizer(release, part),
        people=participants,
        countries=entities(release, part, "COUNTRY"),
        committees=tuple(
            e for e in committees if (met is not None and e.id == met.id) or e.id not in short
        ),
        organizations=tuple(e for e in organizations if e.id not in short),
        initiatives=tuple(
            (e, initiative_kind(e.name)) for e in names(release, part, "INITIATIVE", config)
        ),
        topics=topics,
        decisions=decisions,
        referenced=bodies.referenced(release, part, met, number.value if number else None),
        confidence=release.reported or 0.0,
        warnings=tuple(sorted({*time.warnings, *number_warnings, *chair_warnings})),
    )
