"""The types that flow through the pipeline, all frozen; stages advance them with
`dataclasses.replace`.

Every range is half-open, in characters of `Release.text`, which no stage ever changes."""

from __future__ import annotations

from array import array
from collections.abc import Set
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

Span = tuple[int, int]
FoundBy = Literal["model", "rule", "gazetteer", "inferred", "correction"]
Kind = Literal["regular", "extraordinary", "preparatory", "founding", "bilateral"]
Mode = Literal["in_person", "virtual", "hybrid"]
Participation = Literal["chaired", "attended", "mentioned"]
Side = Literal["host", "guest"]
Action = Literal["discussed", "reviewed", "followed_up", "briefed", "presented", "other"]
InitiativeKind = Literal[
    "initiative", "programme", "project", "strategy", "plan", "platform", "other"
]
WarningCode = Literal[
    "date_without_anchor", "two_ordinals", "chair_by_office"
]  # defined in schema.WARNINGS


@dataclass(frozen=True, slots=True)
class Mapped:
    """A normalized text with an exact map to its source: character `i` of `text` comes from
    `source[starts[i]:ends[i]]`, which is never empty. Both arrays (typecode "i") never decrease."""

    text: str
    starts: array[int]
    ends: array[int]

    def source_span(self, start: int, end: int) -> Span:
        """Return the source range of the non-empty range `text[start:end]`."""
        return self.starts[start], self.ends[end - 1]

    def without(self, positions: Set[int]) -> Mapped:
        """Return a copy without the characters at these positions of `text`."""
        if not positions:
            return self
        kept = [k for k in range(len(self.text)) if k not in positions]
        starts, ends = (
            array("i", (places[k] for k in kept)) for places in (self.starts, self.ends)
        )
        return Mapped("".join(self.text[k] for k in kept), starts, ends)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, `Release.text[start:end]` without outer white space. `clean` is its normalized
    text, mapped to offsets of `Release.text`. `duplicate_of` is the index of the paragraph that it
    repeats, `similarity` their likeness (0–1)."""

    start: int
    end: int
    clean: Mapped | None = None
    duplicate_of: int | None = None
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A labelled range. `label` is one of the ten labels of the guidelines, or a fact head
    (`pipeline/extract/tagger/heads.py`) in `Release.facts`. `name` is the citation form. `value` is the
    meaning of the mention: an ISO country code (COUNTRY), kind and code of a place (LOC:
    «city:SA»), the code of the state in an adjective (COMMITTEE, ORG: «… السعودي»), else None.
    `entity` is the id of its `Entity`."""

    start: int
    end: int
    label: str
    name: str
    found_by: FoundBy
    confidence: float
    value: str | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """One real-world thing of a release, with all of its mentions. The last five fields are only
    for people."""

    id: str
    label: str
    name: str
    mentions: tuple[Span, ...]
    found_by: FoundBy
    confidence: float
    titles: tuple[str, ...] = ()
    role: str | None = None
    role_span: Span | None = None
    organization: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """A value with its place in the text (None if it is inferred) and what found it."""

    value: T
    span: Span | None
    found_by: FoundBy


@dataclass(frozen=True, slots=True)
class Participant:
    """A person in a meeting. `side` is that of someone in talks between two parties."""

    person: Entity
    participation: Participation
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A topic or decision: `text` without its subject, `span` of the whole clause."""

    text: str
    action: Action
    span: Span
    found_by: FoundBy
    confidence: float


@dataclass(frozen=True, slots=True)
class Reference:
    """A meeting that the text only refers to."""

    body: str | None
    ordinal: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting that the release reports, with its values."""

    body: Entity | None
    ordinal: Value[int] | None
    kind: Value[Kind] | None
    date: Value[str] | None
    end_date: Value[str] | None
    date_hijri: Value[str] | None
    city: Value[str] | None
    country: Value[str] | None
    venue: Value[str] | None
    mode: Value[Mode] | None
    chair: Value[str] | None
    organizer: Value[str] | None
    people: tuple[Participant, ...]
    countries: tuple[Entity, ...]
    committees: tuple[Entity, ...]
    organizations: tuple[Entity, ...]
    initiatives: tuple[tuple[Entity, InitiativeKind], ...]
    topics: tuple[Clause, ...]
    decisions: tuple[Clause, ...]
    referenced: tuple[Reference, ...]
    confidence: float
    warnings: tuple[WarningCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """One press release on its way through the stages. `id` is made from its key
    (`pipeline/ids.py`); `key` is the input's own id; `source` is its path, with `:N` for line N of
    JSON Lines and `#N` for item N of a JSON list; `published` is an ISO date or None; `text` is
    what the reader took from the file. `mentions` are sorted by their start. `reported` is the
    model's probability that the text reports a meeting at all."""

    id: str
    source: str
    text: str
    key: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    also_at: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    mentions: tuple[Mention, ...] = ()
    facts: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    reported: float | None = None
    meetings: tuple[Meeting, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """One bad input: where, at which stage, why (`errors.Reason`), and a sentence for people."""

    source: str
    stage: str
    reason: str
    detail: str
