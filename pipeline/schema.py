"""The published output: one pydantic model for a line of each file, the JSON Schema and its
version.

Every model is frozen, forbids unknown keys and has no defaults, so every line has every key. The
fields are declared in the order of the keys. Every span is half-open, in characters of the
release's `text`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.json_schema import models_json_schema

from pipeline.errors import Reason
from pipeline.ids import record_id, text_sha256
from pipeline.types import (
    Action,
    Clause,
    Entity,
    FoundBy,
    InitiativeKind,
    Kind,
    Meeting,
    Mode,
    Paragraph,
    Participant,
    Participation,
    Reject,
    Release,
    Side,
    Span,
    WarningCode,
)

SCHEMA_VERSION: Literal["1.1"] = "1.1"
RECORDS, RELEASES, REJECTS = (
    "records.jsonl",
    "releases.jsonl",
    "rejects.jsonl",
)  # the files of an output folder

Label = Literal[
    "PER", "HON", "ROLE", "COMMITTEE", "ORG", "COUNTRY", "LOC", "INITIATIVE", "MEETING", "DATE"
]
Stage = Literal["read", "normalize", "dedupe", "extract", "assemble", "run"]

# The meaning of each value of an enumeration; the tests compare these keys with the types.
KINDS: Mapping[Kind, str] = {
    "regular": "an ordinary meeting of a body; also where the text says nothing else",
    "extraordinary": "called outside the series or in an emergency (استثنائي، طارئ)",
    "preparatory": "prepares another meeting (تحضيري)",
    "founding": "the one that founds the body (تأسيسي)",
    "bilateral": "two parties meet; no committee or council does",
}
MODES: Mapping[Mode, str] = {
    "in_person": "in one place",
    "virtual": "by video or telephone conference",
    "hybrid": "some in one place and others by conference",
}
PARTICIPATIONS: Mapping[Participation, str] = {
    "chaired": "presided over the meeting",
    "attended": "took part, spoke, led a delegation, received or met",
    "mentioned": "is only named",
}
SIDES: Mapping[Side, str] = {
    "host": "received the others, or called them to the talks",
    "guest": "was received, or came to the talks",
}
ACTIONS: Mapping[Action, str] = {
    "discussed": "was debated or considered",
    "reviewed": "was gone through or examined",
    "followed_up": "was checked for progress",
    "briefed": "was reported to the meeting",
    "presented": "was shown or put forward",
    "other": "anything else, a decision's approval, order or recommendation too",
}
INITIATIVE_KINDS: Mapping[InitiativeKind, str] = {
    "initiative": "مبادرة",
    "programme": "برنامج",
    "project": "مشروع",
    "strategy": "a strategy or vision (استراتيجية، رؤية)",
    "plan": "خطة",
    "platform": "a platform, portal, application, system or website (منصة، بوابة، تطبيق، نظام، موقع)",
    "other": "a campaign, track, fund or anything else",
}
FOUND_BY: Mapping[FoundBy, str] = {
    "model": "the trained tagger",
    "rule": "a rule of the pipeline",
    "gazetteer": "a list of names",
    "inferred": "not stated, concluded from another value",
    "correction": "a reviewer",
}
WARNINGS: Mapping[WarningCode, str] = {
    "date_without_anchor": "the date is relative («أمس») and the release gives no day to count from",
    "two_ordinals": "the text gives the meeting two different numbers",
    "chair_by_office": "the chair is given by office only, without a name",
}
LABELS: Mapping[Label, str] = {
    "PER": "a named person, the name alone",
    "HON": "an honorific or title before a name or an office",
    "ROLE": "an office, with the organisation that it belongs to",
    "COMMITTEE": "a body that deliberates or is set up for a task",
    "ORG": "any other named organisation",
    "COUNTRY": "a sovereign state",
    "LOC": "any other named place",
    "INITIATIVE": "a named initiative, programme, project, strategy, plan or platform",
    "MEETING": "the mention of a meeting with its number, without the body that meets",
    "DATE": "a time expression that can be placed on a calendar",
}
REASONS: Mapping[Reason, str] = {
    Reason.EMPTY: "nothing in it",
    Reason.BINARY: "no text file",
    Reason.ENCODING: "the characters cannot be decoded",
    Reason.TRUNCATED: "the file is cut off or damaged",
    Reason.ZIP_BOMB: "unpacks to more than the limit",
    Reason.SHAPE: "JSON that is not of the form of a release",
    Reason.UNREADABLE: "may not be read",
    Reason.VANISHED: "was gone when its turn came",
    Reason.LINK_LOOP: "symbolic links lead round in a circle",
    Reason.NO_ARABIC: "too few Arabic letters",
    Reason.TOO_LARGE: "larger than the limit",
    Reason.UNKNOWN_FORMAT: "no reader for this kind of file",
    Reason.NO_TEXT: "the document has no text in it",
    Reason.TIMEOUT: "took longer than the limit; each run tries it again",
    Reason.INTERNAL: "a defect of mahdar; standard error has the traceback",
    Reason.SAME_KEY: "another input has the same key",
}


# The fields of a meeting that hold a single `Value`.
VALUES = (
    "ordinal",
    "kind",
    "date",
    "end_date",
    "date_hijri",
    "city",
    "country",
    "venue",
    "mode",
    "chair",
    "organizer",
)


def _one_of(sentence: str, meanings: Mapping[Any, str]) -> str:
    return (
        sentence
        + " One of: "
        + "; ".join(f"{key} ({meaning})" for key, meaning in meanings.items())
        + "."
    )


def _not_empty(span: Span) -> Span:
    if span[0] >= span[1]:
        raise ValueError("a span must start before it ends")
    return span


Offset = Annotated[int, Field(ge=0)]
Range = Annotated[tuple[Offset, Offset], AfterValidator(_not_empty)]
IsoDate = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
RecordId = Annotated[str, Field(pattern=r"^m-[0-9a-f]{12}$")]
MeetingId = Annotated[str, Field(pattern=r"^mt-[0-9a-f]{12}$")]
EntityId = Annotated[
    Annotated[str, Field(pattern=r"^e-[0-9a-f]{12}$")] | None,
    Field(
        description="The person, body, organization or initiative that it is in entities.jsonl; "
        "null where that was not determined."
    ),
]
Share = Annotated[float, Field(ge=0, le=1)]
Found = Annotated[FoundBy, Field(description=_one_of("What found it.", FOUND_BY))]
Confidence = Annotated[Share, Field(description="How sure the pipeline is, from 0 to 1.")]
Mentions = Annotated[
    tuple[Range, ...],
    Field(
        description="Where it is mentioned, as half-open character ranges of the release's text."
    ),
]
Acted = Annotated[Action, Field(description=_one_of("What was done with it.", ACTIONS))]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReleaseRef(_Model):
    """The release that the record was read from."""

    id: str = Field(
        description="The release's identity, a hash of its key: its own id with its outlet, else where "
        "it lies below the folder that was given. It stays when the text is edited."
    )
    source: str = Field(
        description="The file it was read from, with «:N» for line N of JSON Lines, «#N» for the N-th of "
        "a JSON list."
    )
    title: str | None = Field(description="The headline, if the input gives one.")
    outlet: str | None = Field(description="The agency, newspaper or site that published it.")
    published: IsoDate | None = Field(description="The day of publication, as YYYY-MM-DD.")
    url: str | None = Field(description="Where it was published, as a web address.")
    text_sha256: Sha256 = Field(description="SHA-256 of the release's text in UTF-8.")


class ReleaseRefWithText(ReleaseRef):
    """The release that the record was read from, with the text that the record's spans refer to."""

    text: str = Field(description="The whole text of the release, which every span refers to.")


class Body(_Model):
    """The body that met."""

    name: str = Field(description="The body's fullest name in the text, in citation form.")
    id: str = Field(description="The same for all spellings of one name.")
    entity_id: EntityId
    mentions: Mentions


class Person(_Model):
    """A person named in the meeting's part of the text."""

    name: str = Field(description="The fullest form of the name, without titles.")
    id: str = Field(description="The same for all spellings of one name.")
    entity_id: EntityId
    titles: tuple[str, ...] = Field(
        description="Honorifics and titles before the name, as the text gives them."
    )
    role: str | None = Field(
        description="The fullest office stated, with the organisation that it belongs to."
    )
    role_span: Range | None = Field(description="Where that office stands.")
    organization: str | None = Field(description="The organisation that the office belongs to.")
    country: CountryCode | None = Field(
        description="The state that the person speaks for, as an ISO 3166-1 code."
    )
    participation: Participation = Field(
        description=_one_of("What the person did at the meeting.", PARTICIPATIONS)
    )
    side: Side | None = Field(
        description=_one_of(
            "The side of a person in talks between two parties; null elsewhere.", SIDES
        )
    )
    mentions: Mentions
    found_by: Found
    confidence: Confidence


class Country(_Model):
    """A state named in the meeting's part of the text, alone or inside another name."""

    code: CountryCode = Field(description="The ISO 3166-1 alpha-2 code.")
    name: str = Field(description="The state's name, in citation form.")
    mentions: Mentions
    found_by: Found
    confidence: Confidence


class Named(_Model):
    """A committee or organisation named in the meeting's part of the text."""

    name: str = Field(description="The fullest name in the text, in citation form.")
    id: str = Field(description="The same for all spellings of one name.")
    entity_id: EntityId
    mentions: Mentions
    found_by: Found
    confidence: Confidence


class Initiative(_Model):
    """A named undertaking that is launched, followed up or carried out."""

    name: str = Field(description="The fullest name in the text, in citation form.")
    id: str = Field(description="The same for all spellings of one name.")
    entity_id: EntityId
    kind: InitiativeKind = Field(
        description=_one_of("What sort of initiative it is.", INITIATIVE_KINDS)
    )
    mentions: Mentions
    found_by: Found
    confidence: Confidence


class Item(_Model):
    """A topic that the meeting dealt with, or a decision that it took."""

    text: str = Field(description="The clause as it stands in the text, without its subject.")
    action: Acted
    span: Range = Field(description="The whole clause, its subject included.")
    found_by: Found
    confidence: Confidence


class ReferencedMeeting(_Model):
    """Another meeting that the text only refers to."""

    body: str | None = Field(description="The body of that meeting, in citation form.")
    ordinal: int | None = Field(description="The number of that meeting in its series.")
    span: Range = Field(description="Where the text refers to it.")


class DuplicateRemoved(_Model):
    """A paragraph that was left out because it repeats another."""

    span: Range = Field(description="The paragraph that was left out.")
    duplicate_of: Range = Field(description="The paragraph that it repeats.")
    similarity: Share = Field(description="How alike the two are, 1 for equal.")


class Evidence(_Model):
    """Where one value was read and what found it."""

    span: Range | None = Field(description="Where the value stands; null where it is inferred.")
    found_by: Found


class Evidences(_Model):
    """Evidence for each single value of the record; null where the value is null."""

    body: Evidence | None = Field(description="Evidence for the body.")
    ordinal: Evidence | None = Field(description="Evidence for the number of the meeting.")
    kind: Evidence | None = Field(description="Evidence for the kind of meeting.")
    date: Evidence | None = Field(description="Evidence for the date.")
    end_date: Evidence | None = Field(description="Evidence for the last day.")
    date_hijri: Evidence | None = Field(description="Evidence for the Hijri date.")
    city: Evidence | None = Field(description="Evidence for the city.")
    country: Evidence | None = Field(description="Evidence for the country.")
    venue: Evidence | None = Field(description="Evidence for the venue.")
    mode: Evidence | None = Field(description="Evidence for the mode.")
    chair: Evidence | None = Field(description="Evidence for the chair.")
    organizer: Evidence | None = Field(description="Evidence for the organizer.")


class Provenance(_Model):
    """What made the record."""

    pipeline: str = Field(description="The version of the pipeline.")
    model: str = Field(
        description="The version of the tagger; with camel-tools' recognizer that of its data too."
    )
    config: str = Field(description="The fingerprint of the settings.")


class Record(_Model):
    """One meeting that a release reports as held, being held, or announced with a date."""

    schema_version: Literal["1.1"] = Field(description="The version of this schema.")
    record_id: RecordId = Field(
        description="The record's identity, a hash of its release's key and of the meeting's number "
        "in it."
    )
    meeting_id: MeetingId | None = Field(
        description="The meeting that it reports, shared by all its reports; null where that was not "
        "determined, and where the record announces a meeting."
    )
    announces: MeetingId | None = Field(
        description="The meeting that it announces, if that is still to come."
    )
    release: ReleaseRef = Field(description="The release that reports the meeting.")
    body: Body | None = Field(
        description="The committee or council that met; null for a meeting without a body."
    )
    ordinal: int | None = Field(
        ge=1, description="The number of this meeting or session in its series."
    )
    kind: Kind | None = Field(description=_one_of("What sort of meeting it is.", KINDS))
    date: IsoDate | None = Field(
        description="The day on which the meeting is held, its first day if there are several, as "
        "YYYY-MM-DD."
    )
    end_date: IsoDate | None = Field(
        description="The last day of a session of several days, as YYYY-MM-DD."
    )
    date_hijri: IsoDate | None = Field(
        description="The Hijri date, if the text gives one, as YYYY-MM-DD of the Hijri calendar."
    )
    city: str | None = Field(description="The city where it was held, as stated.")
    country: CountryCode | None = Field(
        description="The state where it was held, as an ISO 3166-1 alpha-2 code."
    )
    venue: str | None = Field(description="The named building or hall where it was held.")
    mode: Mode | None = Field(description=_one_of("How people met; null when unknown.", MODES))
    chair: str | None = Field(
        description="The person who presided, without titles; null when given by office only."
    )
    organizer: str | None = Field(description="Who convened or hosted the meeting.")
    people: tuple[Person, ...] = Field(
        description="Every person named in this meeting's part of the text."
    )
    countries: tuple[Country, ...] = Field(
        description="Every state named in this meeting's part, alone or inside another name."
    )
    committees: tuple[Named, ...] = Field(
        description="Every committee or council named in this meeting's part, the body included."
    )
    organizations: tuple[Named, ...] = Field(
        description="Every other organisation named in this meeting's part, media and agencies aside."
    )
    initiatives: tuple[Initiative, ...] = Field(
        description="Every named initiative, programme, project, strategy, plan or platform."
    )
    topics: tuple[Item, ...] = Field(
        description="What the meeting discussed, reviewed, followed up or was briefed on, one an item."
    )
    decisions: tuple[Item, ...] = Field(
        description="What the meeting approved, adopted, decided, recommended or directed."
    )
    referenced_meetings: tuple[ReferencedMeeting, ...] = Field(
        description="Other meetings that this part of the text only refers to."
    )
    duplicates_removed: tuple[DuplicateRemoved, ...] = Field(
        description="Paragraphs of the release that were left out as repetitions."
    )
    evidence: Evidences = Field(description="Where each single value was read and what found it.")
    confidence: Share = Field(description="How likely it is that this is a meeting, from 0 to 1.")
    warnings: tuple[WarningCode, ...] = Field(
        description=_one_of("What a reader should check.", WARNINGS)
    )
    provenance: Provenance = Field(description="Which code, model and settings made the record.")


class StreamedRecord(Record):
    """A record as it is written to standard output: its release carries the text."""

    release: ReleaseRefWithText = Field(
        description="The release that reports the meeting, with its text."
    )


class ParagraphRow(_Model):
    """A paragraph of a release."""

    span: Range = Field(description="Where the paragraph stands, outer white space excluded.")
    duplicate_of: Range | None = Field(
        description="The paragraph that it repeats; null for a paragraph that is kept."
    )
    similarity: Share | None = Field(
        description="How alike the two are, 1 for equal; null for a paragraph that is kept."
    )


class MentionRow(_Model):
    """A labelled range of a release's text."""

    start: Offset = Field(description="The first character of the mention.")
    end: Offset = Field(description="The character after its last one.")
    label: Label = Field(description=_one_of("What is named.", LABELS))
    surface: str = Field(description="The mention as it stands in the text.")
    name: str = Field(
        description="Its citation form: article restored, attached particles dropped."
    )
    found_by: Found
    confidence: Confidence


class ReleaseRow(_Model):
    """One input document."""

    id: str = Field(
        description="The release's identity, a hash of its key: its own id with its outlet, else where "
        "it lies below the folder that was given. It stays when the text is edited."
    )
    source: str = Field(
        description="The file it was read from, with «:N» for line N of JSON Lines, «#N» for the N-th of "
        "a JSON list."
    )
    also_at: tuple[str, ...] = Field(description="Other files with the very same release.")
    key: str | None = Field(description="The input's own id, if it has one.")
    title: str | None = Field(description="The headline, if the input gives one.")
    published: IsoDate | None = Field(description="The day of publication, as YYYY-MM-DD.")
    outlet: str | None = Field(description="The agency, newspaper or site that published it.")
    url: str | None = Field(description="Where it was published, as a web address.")
    text_sha256: Sha256 = Field(description="SHA-256 of the text in UTF-8.")
    text: str = Field(
        description="The whole text as the reader got it out of the file, never altered."
    )
    paragraphs: tuple[ParagraphRow, ...] = Field(
        description="The paragraphs in the order of the text."
    )
    mentions: tuple[MentionRow, ...] = Field(
        description="The mentions in paragraphs that were kept, longer ones first."
    )
    meetings: tuple[str, ...] = Field(description="The record ids of the meetings that it reports.")


class RejectRow(_Model):
    """One input that could not be processed."""

    source: str = Field(
        description="The file, with «:N» for line N of JSON Lines, «#N» for the N-th of a JSON list."
    )
    stage: Stage = Field(
        description="The stage that rejected it: read, normalize, dedupe, extract or assemble; or "
        "run, what runs them."
    )
    reason: Reason = Field(description=_one_of("Why it was rejected.", REASONS))
    detail: str = Field(description="One sentence for people: what is wrong and what to do.")


def record_ids(release: Release) -> list[str]:
    """Return the record id of each meeting of `release`, numbered in the order of the text."""
    return [record_id(release.id, n) for n in range(1, len(release.meetings) + 1)]


def to_records(release: Release, provenance: Provenance) -> list[Record]:
    """Return the published form of all meetings of `release`, in order."""
    ref, removed = _ref(release), _removed(release)
    return [
        _record(ref, removed, m, i, provenance)
        for m, i in zip(release.meetings, record_ids(release), strict=True)
    ]


def with_text(record: Record, release: Release) -> StreamedRecord:
    """Return `record` with the text of its release, for standard output."""
    ref = ReleaseRefWithText(**dict(record.release), text=release.text)
    return StreamedRecord(**dict(record) | {"release": ref})


def to_release_row(release: Release, record_ids: Sequence[str]) -> ReleaseRow:
    """Return the line of `releases.jsonl`: only the mentions with the ten labels, the longer of two
    that start together first."""
    spans = [(p.start, p.end) for p in release.paragraphs]
    mentions = [m for m in release.mentions if m.label in LABELS]
    return ReleaseRow(
        id=release.id,
        source=release.source,
        also_at=release.also_at,
        key=release.key,
        title=release.title,
        published=release.published,
        outlet=release.outlet,
        url=release.url,
        text_sha256=text_sha256(release.text),
        text=release.text,
        paragraphs=tuple(
            ParagraphRow(
                span=span,
                duplicate_of=None if p.duplicate_of is None else spans[p.duplicate_of],
                similarity=None if p.duplicate_of is None else _similarity(p),
            )
            for p, span in zip(release.paragraphs, spans, strict=True)
        ),
        mentions=tuple(
            MentionRow(
                start=m.start,
                end=m.end,
                label=cast(Label, m.label),
                surface=release.text[m.start : m.end],
                name=m.name,
                found_by=m.found_by,
                confidence=_rounded(m.confidence),
            )
            for m in sorted(mentions, key=lambda m: (m.start, -m.end, m.label))
        ),
        meetings=tuple(record_ids),
    )


def to_reject_row(reject: Reject) -> RejectRow:
    """Return the line of `rejects.jsonl`."""
    return RejectRow(
        source=reject.source,
        stage=cast(Stage, reject.stage),
        reason=Reason(reject.reason),
        detail=reject.detail,
    )


def dump(model: BaseModel) -> str:
    """Return one line of JSON without its line end: every key in the declared order, non-ASCII
    characters unescaped. Equal models give equal bytes."""
    return model.model_dump_json()


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a line of `records.jsonl`; `$defs` also holds
    `ReleaseRow`, `RejectRow` and `StreamedRecord`."""
    models: Sequence[type[BaseModel]] = (Record, StreamedRecord, ReleaseRow, RejectRow)
    _, defs = models_json_schema([(model, "serialization") for model in models])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mahdar",
        "description": f"A line of records.jsonl, schema version {SCHEMA_VERSION}; a line of releases.jsonl, "
        "of rejects.jsonl and a record "
        "on standard output are ReleaseRow, RejectRow and StreamedRecord in $defs. Spans are "
        "half-open ranges of characters "
        "(Unicode code points) of the release's text.",
        "$ref": "#/$defs/Record",
    } | defs


def _rounded(share: float) -> float:
    return round(share, 4)


def _similarity(paragraph: Paragraph) -> float:
    return 1.0 if paragraph.similarity is None else _rounded(paragraph.similarity)


def _ref(release: Release) -> ReleaseRef:
    return ReleaseRef(
        id=release.id,
        source=release.source,
        title=release.title,
        outlet=release.outlet,
        published=release.published,
        url=release.url,
        text_sha256=text_sha256(release.text),
    )


def _removed(release: Release) -> tuple[DuplicateRemoved, ...]:
    spans = [(p.start, p.end) for p in release.paragraphs]
    return tuple(
        DuplicateRemoved(span=span, duplicate_of=spans[p.duplicate_of], similarity=_similarity(p))
        for p, span in zip(release.paragraphs, spans, strict=True)
        if p.duplicate_of is not None
    )


def _record(
    ref: ReleaseRef,
    removed: tuple[DuplicateRemoved, ...],
    meeting: Meeting,
    ident: str,
    provenance: Provenance,
) -> Record:
    body = meeting.body
    values: dict[str, Any] = {field: getattr(meeting, field) for field in VALUES}
    return Record(
        schema_version=SCHEMA_VERSION,
        record_id=ident,
        meeting_id=None,
        announces=None,
        release=ref,
        body=None
        if body is None
        else Body(name=body.name, id=body.id, entity_id=None, mentions=body.mentions),
        **{field: value and value.value for field, value in values.items()},
        people=tuple(map(_person, meeting.people)),
        # the entity id of a country is its code
        countries=tuple(Country(code=c.id, name=c.name, **_found(c)) for c in meeting.countries),
        committees=tuple(
            Named(name=c.name, id=c.id, entity_id=None, **_found(c)) for c in meeting.committees
        ),
        organizations=tuple(
            Named(name=o.name, id=o.id, entity_id=None, **_found(o)) for o in meeting.organizations
        ),
        initiatives=tuple(
            Initiative(name=i.name, id=i.id, entity_id=None, kind=kind, **_found(i))
            for i, kind in meeting.initiatives
        ),
        topics=tuple(map(_item, meeting.topics)),
        decisions=tuple(map(_item, meeting.decisions)),
        referenced_meetings=tuple(
            ReferencedMeeting(body=r.body, ordinal=r.ordinal, span=r.span)
            for r in meeting.referenced
        ),
        duplicates_removed=removed,
        evidence=Evidences(
            body=None
            if body is None
            else Evidence(span=min(body.mentions, default=None), found_by=body.found_by),
            **{
                field: value and Evidence(span=value.span, found_by=value.found_by)
                for field, value in values.items()
            },
        ),
        confidence=_rounded(meeting.confidence),
        warnings=meeting.warnings,
        provenance=provenance,
    )


def _found(entity: Entity) -> dict[str, Any]:
    return {
        "mentions": entity.mentions,
        "found_by": entity.found_by,
        "confidence": _rounded(entity.confidence),
    }


def _person(participant: Participant) -> Person:
    p = participant.person
    return Person(
        name=p.name,
        id=p.id,
        entity_id=None,
        titles=p.titles,
        role=p.role,
        role_span=p.role_span,
        organization=p.organization,
        country=p.country,
        participation=participant.participation,
        side=participant.side,
        **_found(p),
    )


def _item(clause: Clause) -> Item:
    return Item(
        text=clause.text,
        action=clause.action,
        span=clause.span,
        found_by=clause.found_by,
        confidence=_rounded(clause.confidence),
    )
