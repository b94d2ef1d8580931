"""The published meeting: a line of `meetings.jsonl` is one meeting with all of its reports.

The line of a report in `records.jsonl` never changes; this line combines the reports. Each value is
listed with every report that gives it, so nothing is lost: `value` is the chosen one, `rule` says
why, and `values` has all of them. Spans are half-open, in characters of the text of the release
that the record was read from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from pydantic.json_schema import models_json_schema

from pipeline.schema import (
    ACTIONS,
    INITIATIVE_KINDS,
    PARTICIPATIONS,
    CountryCode,
    MeetingId,
    Range,
    RecordId,
    _Model,
    _one_of,
)
from pipeline.types import Action, InitiativeKind, Participation

MEETINGS = "meetings.jsonl"

Rule = Literal[
    "only_report",
    "most_reports",
    "official_agency",
    "fullest_form",
    "earliest",
    "verdict",
    "union",
]
ConflictKind = Literal["number", "date", "spelling", "office", "participation", "place", "other"]

RULES: Mapping[Rule, str] = {
    "only_report": "only one report says it, or all that say it agree",
    "most_reports": "most reports say it",
    "official_agency": "a state's news agency says it, where as many reports say one as the other",
    "fullest_form": "the fullest of several forms of one name",
    "earliest": "the report published first says it, where nothing else tells them apart",
    "verdict": "a person decided",
    "union": "whatever any report says",
}
CONFLICT_KINDS: Mapping[ConflictKind, str] = {
    "number": "the number of the meeting",
    "date": "its first or last day, or the Hijri date",
    "spelling": "one name written in several ways, or one in full and one short",
    "office": "what office someone holds",
    "participation": "who presided, or whether someone took part",
    "place": "the city, the state or the hall",
    "other": "anything else",
}

EntityId = Annotated[str, Field(pattern=r"^e-[0-9a-f]{12}$")]
RecordIds = Annotated[
    tuple[RecordId, ...], Field(description="The records that say so, sorted by their ids.")
]
Chosen = Annotated[Rule, Field(description=_one_of("By what the value was chosen.", RULES))]
Register = Annotated[
    EntityId | None, Field(description="Its line in entities.jsonl; null while there is none.")
]


class Said(_Model):
    """Where a record says something."""

    record_id: RecordId = Field(description="The record that says it.")
    span: Range | None = Field(
        description="Where it stands in the text of the record's release; null where it is inferred."
    )


class SaidValue(_Model):
    """One value of a field, with all who say it."""

    value: str | int = Field(description="The value, as the records give it.")
    says: tuple[Said, ...] = Field(description="Who says it, and where.")


class FieldOfMeeting(_Model):
    """A single value of the meeting: what was chosen, why, and all that was said."""

    value: str | int = Field(description="The value that was chosen.")
    rule: Chosen
    values: tuple[SaidValue, ...] = Field(
        description="Every value that a report gives, the chosen one first, then by the number of "
        "reports."
    )


class FieldsOfMeeting(_Model):
    """The single values of a meeting; null where no report gives one."""

    body: FieldOfMeeting | None = Field(description="The name of the body that met.")
    ordinal: FieldOfMeeting | None = Field(description="The number of the meeting in its series.")
    kind: FieldOfMeeting | None = Field(description="What sort of meeting it is.")
    date: FieldOfMeeting | None = Field(description="The (first) day, as YYYY-MM-DD.")
    end_date: FieldOfMeeting | None = Field(description="The last day, as YYYY-MM-DD.")
    date_hijri: FieldOfMeeting | None = Field(description="The Hijri date, as YYYY-MM-DD.")
    city: FieldOfMeeting | None = Field(description="The city where it was held.")
    country: FieldOfMeeting | None = Field(description="The state where it was held, by its code.")
    venue: FieldOfMeeting | None = Field(description="The building or hall where it was held.")
    mode: FieldOfMeeting | None = Field(description="How people came together.")
    chair: FieldOfMeeting | None = Field(description="The person who presided.")
    organizer: FieldOfMeeting | None = Field(description="Who convened or hosted it.")


class SaidOfPerson(_Model):
    """What one record says of a person."""

    record_id: RecordId = Field(description="The record that says it.")
    name: str = Field(description="The name as this record gives it.")
    role: str | None = Field(description="The office as this record gives it.")
    participation: Participation = Field(
        description=_one_of("What the person did, by this record.", PARTICIPATIONS)
    )


class PersonOfMeeting(_Model):
    """A person whom at least one report names, once for all spellings of the name."""

    entity_id: Register
    name: str = Field(description="The fullest form of the name that a report gives.")
    role: str | None = Field(description="The office that most reports give, else the fullest.")
    organization: str | None = Field(description="The organisation that this office belongs to.")
    country: CountryCode | None = Field(description="The state that the person speaks for.")
    participation: Participation = Field(
        description=_one_of("What the person did: the most that a report says.", PARTICIPATIONS)
    )
    side: Literal["host", "guest"] | None = Field(
        description="Of talks of two parties: host or guest; null where no report tells."
    )
    rule: Chosen
    says: tuple[SaidOfPerson, ...] = Field(description="What each record says of the person.")


class CountryOfMeeting(_Model):
    """A state that at least one report names."""

    code: CountryCode = Field(description="The ISO 3166-1 alpha-2 code.")
    name: str = Field(description="The state's name.")
    says: RecordIds


class NamedOfMeeting(_Model):
    """A committee or organisation that at least one report names."""

    entity_id: Register
    name: str = Field(description="The fullest name that a report gives.")
    says: RecordIds


class InitiativeOfMeeting(_Model):
    """An initiative that at least one report names."""

    entity_id: Register
    name: str = Field(description="The fullest name that a report gives.")
    kind: InitiativeKind = Field(
        description=_one_of("What sort of undertaking it is.", INITIATIVE_KINDS)
    )
    says: RecordIds


class ItemOfMeeting(_Model):
    """A topic or decision that at least one report gives; clauses that say the same stand once."""

    text: str = Field(description="The fullest of its clauses.")
    action: Action = Field(description=_one_of("What was done with it.", ACTIONS))
    says: tuple[Said, ...] = Field(description="Who says it, and where.")


class ReferenceOfMeeting(_Model):
    """Another meeting that a report refers to."""

    body: str | None = Field(description="The body of that meeting.")
    ordinal: int | None = Field(description="The number of that meeting in its series.")
    says: tuple[Said, ...] = Field(description="Who refers to it, and where.")


class ConflictingValue(_Model):
    """One side of a conflict."""

    value: str | int = Field(description="What is said.")
    records: RecordIds


class Conflict(_Model):
    """Reports that do not say the same of one thing."""

    field: str = Field(description="The field of the meeting: a single value's name, or «people».")
    kind: ConflictKind = Field(description=_one_of("What is at odds.", CONFLICT_KINDS))
    about: str | None = Field(
        description="Of whom it is said, where «field» is «people»: the person's name in «people»."
    )
    values: tuple[ConflictingValue, ...] = Field(
        description="What is said, by which records; the value that was chosen first."
    )


class MeetingRow(_Model):
    """One meeting, with all reports of it."""

    schema_version: Literal["1.1"] = Field(description="The version of this schema.")
    meeting_id: MeetingId = Field(
        description="The meeting's identity, the same when further reports arrive."
    )
    records: tuple[RecordId, ...] = Field(
        description="The records that report it, sorted; none of a meeting that is only announced."
    )
    announcements: tuple[RecordId, ...] = Field(description="The records that announce it, sorted.")
    releases: tuple[str, ...] = Field(description="The releases of all these records, sorted.")
    outlets: tuple[str, ...] = Field(description="The outlets of these releases, sorted.")
    body_entity_id: EntityId | None = Field(
        description="The line in entities.jsonl of the body that met."
    )
    fields: FieldsOfMeeting = Field(description="The single values.")
    people: tuple[PersonOfMeeting, ...] = Field(
        description="Everyone whom a report names, who presided first."
    )
    countries: tuple[CountryOfMeeting, ...] = Field(description="The states that reports name.")
    committees: tuple[NamedOfMeeting, ...] = Field(
        description="The committees and councils that reports name, the body included."
    )
    organizations: tuple[NamedOfMeeting, ...] = Field(
        description="The other organisations that reports name."
    )
    initiatives: tuple[InitiativeOfMeeting, ...] = Field(
        description="The initiatives that reports name."
    )
    topics: tuple[ItemOfMeeting, ...] = Field(description="What the meeting dealt with.")
    decisions: tuple[ItemOfMeeting, ...] = Field(description="What the meeting decided.")
    referenced_meetings: tuple[ReferenceOfMeeting, ...] = Field(
        description="Other meetings that reports refer to."
    )
    conflicts: tuple[Conflict, ...] = Field(description="Where the reports are at odds.")


def definitions(*models: type[BaseModel]) -> dict[str, Any]:
    """Return the `$defs` of the JSON Schema (2020-12) of `models`, by default `MeetingRow`."""
    _, document = models_json_schema(
        [(model, "serialization") for model in models or (MeetingRow,)]
    )
    defs: dict[str, Any] = document["$defs"]
    return defs
