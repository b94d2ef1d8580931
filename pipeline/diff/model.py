"""The parts of a diff as frozen data, and its JSON form.

A `Change` is one fact: a record was added or removed, or one value of a paired record was added,
removed or replaced. Together the changes of a diff are complete: `patch.apply` makes NEW from
OLD."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

Record = Mapping[str, Any]  # a line of records.jsonl, parsed
ChangeKind = Literal["added", "removed", "changed"]
Place = tuple[int | None, int | None]  # index in OLD, index in NEW

# Pseudo-fields, for changes outside the fields of a record.
LINE = "line"  # the position of a record in the file: `old` and `new` are its indices
# the keys of a record or their order, as after a change of the schema: `old` and `new` list them
KEYS = "keys"
EVIDENCE = "evidence"  # compared key by key: field «evidence.chair»

# The possible causes, in this order; several are joined by «+».
CAUSES: Mapping[str, str] = {
    "correction": "correction applied",
    "release": "release text changed",
    "input": "release new or gone",
    "pipeline": "pipeline changed",
    "model": "model changed",
    "config": "config changed",
}
_MIRRORED: Mapping[ChangeKind, ChangeKind] = {
    "added": "removed",
    "removed": "added",
    "changed": "changed",
}
# Changes that follow from others, or that only say where and with what confidence a value was
# found.
_QUIET_FIELDS = frozenset(
    {"record_id", "meeting_id", "provenance", "confidence", "duplicates_removed", LINE}
)
# The keys in which an unchanged value differs after a reviewer accepts it.
_ACCEPTED = frozenset({"id", "entity_id", "found_by", "confidence"})
QUIET_KEYS = frozenset(
    {
        "id",
        "entity_id",
        "mentions",
        "span",
        "role_span",
        "duplicate_of",
        "similarity",
        "found_by",
        "confidence",
        "text_sha256",
    }
)


@dataclass(frozen=True, slots=True)
class Ref:
    """One record of one side. `index` counts the records of the file from 0; `name` is that of the
    body, else of the first person."""

    id: str
    release: str
    source: str
    index: int
    name: str | None
    ordinal: int | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Key:
    """A pair of records of one meeting, or a record without a partner. At least one side exists.
    All changes of one record in a comparison share the same Key object."""

    old: Ref | None
    new: Ref | None

    @property
    def old_id(self) -> str | None:
        return self.old.id if self.old else None

    @property
    def new_id(self) -> str | None:
        return self.new.id if self.new else None

    @property
    def shown(self) -> Ref:
        """Return the record in NEW, or in OLD if it was removed."""
        return cast(Ref, self.new or self.old)

    @property
    def source(self) -> str:
        return self.shown.source


@dataclass(frozen=True, slots=True)
class Change:
    """`field` is None if the whole record was added or removed, else a key of the record,
    «evidence.KEY», LINE or KEYS. In a list each change is about one element, and `at` is its
    position; an element that only moved has `old == new`. `old` and `new` are values of the record,
    None on the side without one. `cause` is a key of CAUSES, several joined by «+», None if
    unknown."""

    kind: ChangeKind
    record: Key
    field: str | None
    old: Any
    new: Any
    cause: str | None
    at: Place | None = None
    # computed once if not given
    quiet: bool = dataclasses.field(default=None, kw_only=True)  # type: ignore[assignment]

    def __post_init__(self) -> None:
        if self.quiet is None:
            object.__setattr__(self, "quiet", _is_quiet(self))


@dataclass(frozen=True, slots=True)
class Diff:
    """All changes, in the order of the records (by source), and in the order of the fields within a
    record."""

    changes: tuple[Change, ...]


def changed_keys(old: object, new: object) -> tuple[str, ...]:
    """Return the keys in which two objects differ, in order; none if one of them is no object."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return ()
    if old.keys() == new.keys():
        return tuple([k for k, v in old.items() if v != new[k]])
    return tuple(
        [k for k in dict.fromkeys((*old, *new)) if k not in old or k not in new or old[k] != new[k]]
    )


def decided(value: object) -> bool:
    """Return whether a reviewer decided this value or evidence, as its `found_by` says."""
    return isinstance(value, dict) and value.get("found_by") == "correction"


def mirror(change: Change) -> Change:
    """Return the same change in the direction from NEW to OLD."""
    return Change(
        kind=_MIRRORED[change.kind],
        record=Key(change.record.new, change.record.old),
        field=change.field,
        old=change.new,
        new=change.old,
        cause=change.cause,
        at=None if change.at is None else (change.at[1], change.at[0]),
        quiet=change.quiet,
    )


def to_json(change: Change) -> dict[str, Any]:
    """Return the JSON form of a change; `from_json` reads it."""
    return {"kind": change.kind, "record": key_json(change.record), **value_json(change)}


def key_json(key: Key) -> dict[str, Any]:
    """Return the JSON form of the record of a change."""
    return {"old": _ref_json(key.old), "new": _ref_json(key.new)}


def value_json(change: Change) -> dict[str, Any]:
    """Return the JSON form of a change without its kind and record."""
    return {
        "field": change.field,
        "at": None if change.at is None else list(change.at),
        "old": change.old,
        "new": change.new,
        "cause": change.cause,
        "quiet": change.quiet,
    }


def from_json(row: Mapping[str, Any]) -> Change:
    """Return the change of a JSON form."""
    sides = {side: None if ref is None else Ref(**ref) for side, ref in row["record"].items()}
    return Change(
        kind=row["kind"],
        record=Key(**sides),
        field=row["field"],
        old=row["old"],
        new=row["new"],
        cause=row["cause"],
        at=None if row["at"] is None else (row["at"][0], row["at"][1]),
        quiet=row["quiet"],
    )


def cause_words(cause: str | None) -> str:
    """Return a cause in words: «pipeline changed, model changed»; empty if unknown."""
    return ", ".join(CAUSES[c] for c in cause.split("+")) if cause else ""


def _ref_json(ref: Ref | None) -> dict[str, Any] | None:
    return (
        None
        if ref is None
        else {
            "id": ref.id,
            "release": ref.release,
            "source": ref.source,
            "index": ref.index,
            "name": ref.name,
            "ordinal": ref.ordinal,
            "date": ref.date,
        }
    )


def _is_quiet(change: Change) -> bool:
    name, old, new = change.field, change.old, change.new
    if name is None or name == KEYS:
        return False
    before, after = isinstance(old, dict), isinstance(new, dict)
    if before and after and decided(old) != decided(new):
        # accepted unchanged, or given by the reviewer
        return _ACCEPTED.issuperset(changed_keys(old, new))
    if name in _QUIET_FIELDS or name.startswith(EVIDENCE + "."):
        return True
    if name == "warnings" and change.cause == "correction":
        return True  # a decision on the value also resolves the warning
    if change.kind != "changed":
        return False
    if not (before and after):
        return bool(old == new)
    if old.keys() != new.keys():
        return QUIET_KEYS.issuperset(changed_keys(old, new))
    for key, value in old.items():  # noqa: SIM110  a generator costs a second a million changes
        if key not in QUIET_KEYS and value != new[key]:
            return False
    return True
