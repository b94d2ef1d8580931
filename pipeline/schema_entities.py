"""The published register: a line of `entities.jsonl` is one person, body, organisation or
initiative over all releases of an output.

Offices follow the terms of Popolo (https://www.popoloproject.com): a person holds posts in
organisations, each with the days on which it was reported. Like every line of the output, these
models are frozen, forbid unknown keys and have no defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from pipeline.schema import CountryCode, IsoDate, MeetingId, _Model, _one_of
from pipeline.schema_meetings import EntityId, RecordIds

ENTITIES = "entities.jsonl"

EntityKind = Literal["person", "body", "organization", "initiative"]
KINDS: Mapping[EntityKind, str] = {
    "person": "a named person",
    "body": "a committee, council or other body that deliberates or is set up for a task",
    "organization": "any other named organisation",
    "initiative": "a named initiative, programme, project, strategy, plan or platform",
}

Number = Annotated[int, Field(ge=1)]
FirstSeen = Annotated[
    IsoDate | None,
    Field(
        description="The first day of publication on which it is told; null where none is dated."
    ),
]
LastSeen = Annotated[
    IsoDate | None,
    Field(description="The last day of publication on which it is told; null where none is dated."),
]


class NameRow(_Model):
    """A spelling, as the records give it."""

    name: str = Field(description="The name in citation form.")
    count: int = Field(ge=1, description="How many elements of records carry it.")


class PostRow(_Model):
    """An office that a person is said to hold."""

    role: str = Field(description="The office in its fullest wording, its organisation included.")
    organization: str | None = Field(description="The organisation that the office belongs to.")
    first_seen: FirstSeen
    last_seen: LastSeen
    says: RecordIds


class SessionRow(_Model):
    """A numbered meeting that a body has held."""

    ordinal: Number = Field(description="The number of the meeting in its series.")
    meeting_id: MeetingId | None = Field(description="The meeting; null where none was made of it.")
    date: IsoDate | None = Field(description="The day on which it was held, as YYYY-MM-DD.")


class EntityRow(_Model):
    """A person, body, organisation or initiative over all releases."""

    schema_version: Literal["1.1"] = Field(description="The version of this schema.")
    entity_id: EntityId = Field(description="The identity, the same in every run.")
    kind: EntityKind = Field(description=_one_of("What it is.", KINDS))
    name: str = Field(description="The name to show: the spelling that most elements carry.")
    names: tuple[NameRow, ...] = Field(
        min_length=1, description="Every spelling, the most frequent first."
    )
    ids: tuple[str, ...] = Field(
        min_length=1,
        description="The ids that its elements carry in records, hashes of its names, sorted.",
    )
    first_seen: FirstSeen
    last_seen: LastSeen
    country: CountryCode | None = Field(
        description="The state that most records place it in, as an ISO 3166-1 alpha-2 code."
    )
    posts: tuple[PostRow, ...] = Field(
        description="A person's offices, the earliest first; empty for anything else."
    )
    sessions: tuple[SessionRow, ...] = Field(
        description="The numbered meetings that a body has held, by number; else empty."
    )
    missing: tuple[tuple[Number, Number], ...] = Field(
        description="The numbers between the least and the greatest of `sessions` that no record "
        "tells of, as ranges of which both ends are missing: [4, 6] for 4, 5 and 6."
    )
    meetings: tuple[MeetingId, ...] = Field(
        description="The meetings in whose records it stands, sorted."
    )
    records: RecordIds
