"""A decision: one person's verdict on one value of one release, as a line of the ledger.

Decisions are only added. Which ones are valid depends on the whole set, not on the order of its
lines: a withdrawn decision does not count, and of several on one target the latest counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    create_model,
    model_validator,
)

from pipeline.arabic.clitics import citation
from pipeline.arabic.naming import entity_id, initiative_kind, state_code
from pipeline.corrections.thin import as_decided, filled, full, thin
from pipeline.ids import text_sha256
from pipeline.matching_records import Anchors, anchors_of
from pipeline.schema import (
    VALUES,
    Body,
    Country,
    Initiative,
    Item,
    Label,
    Named,
    Offset,
    Person,
    Range,
    Record,
    ReferencedMeeting,
    ReleaseRow,
)
from pipeline.types import Span

Verdict = Literal["accept", "reject", "correct", "add", "withdraw", "flag"]
# verdicts that change a record
ON_VALUES: tuple[Verdict, ...] = ("accept", "reject", "correct", "add")
Json = dict[str, Any]

# The list fields of a record with the type of their elements, and those whose elements are mentions
# in the text, with their label.
LISTS: Mapping[str, type[BaseModel]] = {
    "people": Person,
    "countries": Country,
    "committees": Named,
    "organizations": Named,
    "initiatives": Initiative,
    "topics": Item,
    "decisions": Item,
    "referenced_meetings": ReferencedMeeting,
}
LABEL_OF: Mapping[str, Label] = {
    "people": "PER",
    "countries": "COUNTRY",
    "committees": "COMMITTEE",
    "organizations": "ORG",
    "initiatives": "INITIATIVE",
}
FIELD_OF: Mapping[str, str] = {label: field for field, label in LABEL_OF.items()}
SCALARS = ("body", *VALUES)


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MentionForm(_Model):
    """A labelled range, the subject of a decision with `field: "mention"`."""

    start: Offset
    end: Offset
    label: Label
    name: str | None = Field(
        default=None,
        description="The citation form; null to take the pipeline's or what the text gives.",
    )

    @model_validator(mode="after")
    def _not_empty(self) -> MentionForm:
        if self.start >= self.end:
            raise ValueError("a mention must start before it ends")
        return self

    @property
    def span(self) -> Span:
        """Return the range."""
        return self.start, self.end


class Single(_Model):
    """A single value with the place where it stands. Each field has a type of its own (`forms`)."""

    value: Any
    span: Range | None


class ReleaseSeen(_Model):
    """The release as the reviewer saw it."""

    id: str
    source: str
    key: str | None
    text_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Place(_Model):
    """A paragraph, with the SHA-256 of its exact text."""

    span: Range
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # in UTC before year 1 or after year 9999
        raise ValueError("no such moment in UTC") from None


class Decision(_Model):
    """One line of the ledger. `old` and `new` have the published form: an element of a list as its
    whole object, a single value as `{"value", "span"}` (a body's value is its name or the whole
    object), a mention as `{"start", "end", "label", "name"}`, a record as the whole Record. Every
    span is a range of the text that the reviewer saw, whose hash is `release.text_sha256`."""

    id: str = Field(pattern=r"^c-[0-9a-f]{16}$", description="A hash of all the rest.")
    at: Annotated[AwareDatetime, AfterValidator(_utc)]
    by: str = Field(min_length=1)
    release: ReleaseSeen
    record_id: str | None = Field(
        description="The record decided on, as it was called then; null for a mention of no record."
    )
    verdict: Verdict
    field: str = Field(
        description="«record», «mention», or a field of Record that holds a value or a list."
    )
    old: Json | None
    new: Json | None
    paragraph: Place | None = Field(
        description="The paragraph that holds the evidence; null for a value that was read nowhere."
    )
    others: tuple[Place, ...] = Field(
        default=(), description="The other paragraphs in which spans of the decision stand."
    )
    anchors: Anchors | None = Field(default=None, description="Of the record decided on.")
    comment: str | None = Field(
        default=None, max_length=2000, description="What is doubtful, of a flag; for people alone."
    )
    of: str | None = Field(
        default=None, pattern=r"^c-[0-9a-f]{16}$", description="The decision that is taken back."
    )

    @model_validator(mode="before")
    @classmethod
    def _in_form(cls, data: Any) -> Any:
        """Return `old` and `new` in full, whatever form the line has."""
        if not (isinstance(data, dict) and isinstance(field := data.get("field"), str)):
            return data
        form = forms().get(field)
        if form is None:
            raise ValueError(f"no field {field!r}; known are {', '.join(forms())}")
        data = dict.fromkeys(("record_id", "old", "new", "paragraph")) | full(data, form)
        parts: tuple[tuple[str, type[BaseModel]], ...]
        parts = ("release", ReleaseSeen), ("anchors", Anchors)
        data |= {n: filled(f, data[n]) for n, f in parts if isinstance(data.get(n), dict)}
        given = {e: form.model_validate(data[e]) for e in ("old", "new") if data[e] is not None}
        old = given.get("old")
        if isinstance(old, Record) and data.get("anchors") is None:
            data["anchors"] = anchors_of(old)
        return data | {end: value.model_dump(mode="json") for end, value in given.items()}

    @model_validator(mode="after")
    def _makes_sense(self) -> Decision:
        for end, value, verdicts in (
            ("old", self.old, ("accept", "reject", "correct")),
            ("new", self.new, ("accept", "correct", "add")),
        ):
            if (value is not None) != (self.verdict in verdicts):
                raise ValueError(
                    f"«{self.verdict}» must {'not ' if value is not None else ''}have «{end}»"
                )
        if self.verdict == "accept" and self.old != self.new:
            raise ValueError("«accept» must have new equal to old")
        if (self.verdict == "withdraw") != (self.of is not None):
            raise ValueError(
                "«of» names the decision that «withdraw» takes back, and stands with no other "
                "verdict"
            )
        if (self.verdict == "flag") != (self.comment is not None):
            raise ValueError(
                "«comment» says what a «flag» is about, and stands with no other verdict"
            )
        free = (
            self.field == "mention"
            or self.verdict in ("withdraw", "flag")
            or (self.field, self.verdict) == ("record", "add")
        )
        if self.record_id is None and not free:
            raise ValueError("record_id is needed for all but mentions and a record that is added")
        return self


@cache
def forms() -> Mapping[str, type[BaseModel]]:
    """Return the type of `old` and `new`, by field."""

    def single(field: str) -> type[BaseModel]:
        info = Record.model_fields[field]
        kind: Any = Body | str | None if field == "body" else info.annotation
        bound: Any = Field(ge=1) if field == "ordinal" else Field()
        return create_model(f"Single_{field}", __base__=Single, value=(kind, bound))

    return {"record": Record, "mention": MentionForm, **{f: single(f) for f in SCALARS}, **LISTS}


def content_id(decision: Decision) -> str:
    """Return the id computed from a decision's content: a hash of its line without the id."""
    return written_id(_short(decision))


def written_id(content: Mapping[str, Any]) -> str:
    """Return the id that a line gives a decision, in the form in which it is written: a line of an
    earlier version, which had more fields, keeps its id."""
    rest = {k: v for k, v in content.items() if k != "id"}
    text = json.dumps(rest, sort_keys=True, ensure_ascii=True)
    return "c-" + hashlib.sha256(text.encode("ascii")).hexdigest()[:16]


def with_id(content: Mapping[str, Any]) -> Decision:
    """Return the decision with this content, given without its id. Raise pydantic's
    ValidationError."""
    decision = Decision.model_validate({**content, "id": "c-" + "0" * 16})
    return decision.model_copy(update={"id": content_id(decision)})


# --- making a decision
def decide(  # noqa: PLR0913
    row: ReleaseRow,
    record: Record | None,
    verdict: Verdict,
    field: str,
    *,
    old: Json | BaseModel | None = None,
    new: Json | BaseModel | None = None,
    by: str,
    at: datetime,
) -> Decision:
    """Return a decision on what a reviewer sees: `row` and `record` (None for a mention without a
    record, and for an added record). `accept` needs only `old`. Fill in everything that is needed
    to find the place again. Raise pydantic's ValidationError (a ValueError) for invalid values."""
    before, after = (
        e.model_dump(mode="json") if isinstance(e, BaseModel) else e for e in (old, new)
    )
    content = _on(row, record) | {"at": at, "by": by, "verdict": verdict, "field": field}
    if before is not None and verdict in ("accept", "reject"):
        before = as_decided(field, before, verdict == "accept", content["release"])
    if verdict == "accept":
        after = before
    content |= {"old": before, "new": after}
    checked = with_id(content)  # in its published form, so that its spans are at their usual keys
    evidence = next(iter(spans_of(checked.new) or spans_of(checked.old)), None)

    def place(span: Span) -> Place | None:
        around = (p.span for p in row.paragraphs if p.span[0] <= span[0] and span[1] <= p.span[1])
        return next((Place(span=s, sha256=text_sha256(row.text[slice(*s)])) for s in around), None)

    first = place(evidence) if evidence else None
    spans = (*spans_of(checked.old), *spans_of(checked.new), *spans_of(content["anchors"]))
    rest = {p.span: p for p in map(place, spans) if p and p != first}
    return with_id({**content, "paragraph": first, "others": tuple(rest[s] for s in sorted(rest))})


def flag(
    row: ReleaseRow, record: Record | None, comment: str, *, by: str, at: datetime
) -> Decision:
    """Return a flag: it tells the next reviewer that something about a record, or a release without
    one, is doubtful, and changes nothing. Raise pydantic's ValidationError."""
    content = {"at": at, "by": by, "verdict": "flag", "field": "record", "comment": comment}
    return with_id(_on(row, record) | content)


def withdraw(decision: Decision, *, by: str, at: datetime) -> Decision:
    """Return a withdrawal of a decision."""
    content = decision.model_dump(mode="json", include={"release", "record_id", "field", "anchors"})
    return with_id({**content, "at": at, "by": by, "verdict": "withdraw", "of": decision.id})


def element(row: ReleaseRow, field: str, span: Span, **given: Any) -> Json:
    """Return the element of a list for a selected range of the text, in published form, with the
    name and id that the pipeline would give it. `given` fields override them (`name`; a person's
    `role`, `participation`). Raise ValueError for a state without a known `code`."""
    kind = LISTS[field]
    if kind is Item:
        text = " ".join(row.text[slice(*span)].split())
        return filled(kind, {"text": text, "action": "other", "span": list(span)} | given)
    if kind is ReferencedMeeting:
        return filled(kind, {"span": list(span)} | given)
    name = given.get("name") or citation(row.text, *span)
    out: Json = {"name": name, "mentions": [list(span)]}
    if kind is Country:
        out["code"] = given.get("code") or state_code(name)
        if out["code"] is None:
            raise ValueError(f"no state is called {name!r}: give its code")
    else:
        out["id"] = entity_id(LABEL_OF[field], name)
    if kind is Person:
        out["participation"] = "attended"
    if kind is Initiative:
        out["kind"] = initiative_kind(name)
    return filled(kind, out | given)


def _on(row: ReleaseRow, record: Record | None) -> Json:
    """Return what a decision says of the release and the record that the reviewer sees."""
    return {
        "release": row.model_dump(mode="json", include=set(ReleaseSeen.model_fields)),
        "record_id": record and record.record_id,
        "anchors": record and anchors_of(record).model_dump(mode="json"),
    }


def spans_of(data: Any) -> list[Span]:
    """Return every range in a value, in published form or as a model, the evidence first: the first
    mention of a named thing; for a record that of its body, or of its first value if it has no
    body."""
    if isinstance(data, list | tuple):
        return [s for x in data for s in spans_of(x)]
    if isinstance(data, BaseModel):
        data = dict(data)
    if not isinstance(data, dict):
        return []
    if "start" in data and "label" in data:
        return [(data["start"], data["end"])]
    out: list[Span] = []
    for name in sorted(data, key=lambda n: (n != "mentions", n != "body")):
        value = data[name]
        if name in ("mentions", "body_mentions"):
            out += [(a, b) for a, b in value]
        elif name in ("span", "role_span", "ordinal_span"):
            out += [(value[0], value[1])] if value else []
        elif name != "duplicates_removed":  # those belong to the release
            out += spans_of(value)
    return out


# --- which decisions are valid
def order(decision: Decision) -> tuple[datetime, str]:
    """Return the sort key of decisions; the last one counts most."""
    return decision.at, decision.id


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return each valid decision once, in order, without withdrawn ones and without withdrawals. A
    withdrawal can be withdrawn itself."""
    known = {d.id: d for d in decisions}
    alive = not_taken_back(known.values())
    return tuple(
        sorted((d for d in known.values() if d.id in alive and d.verdict != "withdraw"), key=order)
    )


def not_taken_back(decisions: Iterable[Decision]) -> set[str]:
    """Return the ids of the decisions and withdrawals that no withdrawal withdraws."""
    known = {d.id: d for d in decisions}
    against: dict[str, list[str]] = {}
    for d in known.values():
        if d.of is not None:
            against.setdefault(d.of, []).append(d.id)
    stands: dict[str, bool] = {}
    for start in known:
        stack = [start]
        while stack:
            top = stack[-1]
            waiting = [w for w in against.get(top, ()) if w not in stands]
            if waiting and len(stack) <= len(
                known
            ):  # ids are hashes, so only a forged line can form a circle
                stack += waiting
            else:
                stands[top] = not any(stands.get(w, False) for w in against.get(top, ()))
                stack.pop()
    return {i for i, alive in stands.items() if alive}


def line(decision: Decision) -> str:
    """Return the line of the ledger, without its line end."""
    return json.dumps(_short(decision), ensure_ascii=False, separators=(",", ":"))


def _short(decision: Decision) -> Json:
    out = thin(decision.model_dump(mode="json"))
    if decision.field == "record" and decision.old is not None:
        told = anchors_of(Record.model_validate(decision.old))
        if decision.anchors == told:
            out.pop("anchors", None)
    return out
