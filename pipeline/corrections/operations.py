"""The operation of a decision: what it takes out of a record and what it puts in, as values of the
schema.

Each replaces `old` by `new`: without `old` it adds, without `new` it removes, and with the two
equal it confirms. Where a decision came from another text, a value whose place is lost is None."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from pipeline.arabic.naming import entity_id
from pipeline.corrections.decisions import (
    LABEL_OF,
    LISTS,
    Decision,
    MentionForm,
    Single,
    forms,
    order,
)
from pipeline.corrections.thin import MARK
from pipeline.matching_records import Anchors
from pipeline.schema import Country, Initiative, Item, Named, Person, Record, ReferencedMeeting

When = tuple[datetime, str]
Key = Hashable
Thing = Person | Country | Named | Initiative  # an element with mentions
Passage = Item | ReferencedMeeting  # an element with one place
Element = Thing | Passage
V = TypeVar("V", bound=BaseModel)
E = TypeVar("E", bound=BaseModel)
_id = lru_cache(maxsize=1 << 12)(entity_id)  # the same names are compared again and again


@dataclass(frozen=True, slots=True)
class Operation(Generic[V]):
    """`when` sorts operations: the time and the id of the decision. `record_id` and `anchors`
    identify the record. `same_text`: the reviewer saw the current text. `whole`: no span was
    lost."""

    field: str
    when: When
    old: V | None
    new: V | None
    record_id: str | None = None
    anchors: Anchors | None = None
    same_text: bool = True
    whole: bool = True

    @property
    def id(self) -> str:
        """Return the id of the decision."""
        return self.when[1]

    @property
    def old_key(self) -> Key | None:
        """Return the identity of `old` within its field."""
        return None if self.old is None else key(self.field, self.old)

    @property
    def new_key(self) -> Key | None:
        """Return the identity of `new` within its field."""
        return None if self.new is None else key(self.field, self.new)


class SetValue(Operation[Single]):
    """On a single value, the body among them."""


class SetElement(Operation[Element]):
    """On an element of a list."""


class SetMention(Operation[MentionForm]):
    """On a labelled range of the text."""


class SetRecord(Operation[Record]):
    """On a record as a whole."""


def operation(decision: Decision) -> Operation[Any]:
    """Return the operation of a decision in the text that the reviewer saw."""
    field = decision.field
    form = forms()[field]
    old, new = (
        None if end is None else form.model_validate(end) for end in (decision.old, decision.new)
    )
    kind: type[Operation[Any]] = {"record": SetRecord, "mention": SetMention}.get(field, SetValue)
    if field in LISTS:
        kind = SetElement
        old, new = (e and marked(field, e) for e in (old, new))
    return kind(field, order(decision), old, new, decision.record_id, decision.anchors)


def key(field: str, value: Any) -> Key:
    """Return the identity of an element of a list or of a mention: its id, code or place."""
    if isinstance(value, MentionForm):
        return *value.span, value.label
    if isinstance(value, Passage):
        return value.span
    return value.code if isinstance(value, Country) else _id(LABEL_OF[field], value.name)


def marked(field: str, element: E) -> E:
    """Return an element marked as decided by a reviewer, with the id of its name."""
    if isinstance(element, ReferencedMeeting):
        return element
    named = field in LABEL_OF and not isinstance(element, Country)
    return element.model_copy(update=MARK | ({"id": key(field, element)} if named else {}))
