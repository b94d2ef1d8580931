"""A change in words: which value, its old and its new state. Shared by all formats for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pipeline.diff.model import KEYS, LINE, QUIET_KEYS, Change, Key, changed_keys

Said = Callable[[str, Any], str]
_SAID = (
    "name",
    "text",
    "code",
    "body",
)  # the keys that name an element, in order of preference
_HOW = frozenset({"id", "found_by", "confidence"})  # provenance and confidence
_ASIDE = ("role", "participation", "kind", "action", "ordinal")  # shown beside the value
# of a whole record
_UNSAID = frozenset(
    {
        "schema_version",
        "record_id",
        "meeting_id",
        "announces",
        "release",
        "evidence",
        "confidence",
        "provenance",
        "duplicates_removed",
    }
)
_CONTROLS = [
    *range(0x20),
    *range(0x7F, 0xA0),
    0x2028,
    0x2029,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),
]
_ESCAPED = {code: f"\\u{code:04x}" for code in _CONTROLS} | {ord("\n"): " ", ord("\t"): " "}


@dataclass(frozen=True, slots=True)
class Row:
    """`label` is the field, with the changed part of an element («people.role»); `subject` is the
    element. None means no value."""

    label: str
    subject: str | None
    old: str | None
    new: str | None
    cause: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one record. `kind` is that of the whole record: «changed» for a pair."""

    record: Key
    kind: str
    rows: tuple[Row, ...]

    @property
    def cause(self) -> str | None:
        """Return the cause of all rows, if they have the same one."""
        return self.rows[0].cause if self.rows and not self.mixed else None

    @property
    def mixed(self) -> bool:
        """Return whether the rows have different causes, so that each must show its own."""
        return len({row.cause for row in self.rows}) > 1

    @property
    def heading(self) -> tuple[str, ...]:
        """Return source, name, number and date of the meeting, as far as they exist."""
        ref = self.record.shown
        number = None if ref.ordinal is None else f"({ref.ordinal})"
        return tuple(
            safe(part) for part in (ref.source, ref.name, number, ref.date) if part is not None
        )

    @property
    def ids(self) -> str:
        old, new = self.record.old_id, self.record.new_id
        return safe(f"{old} → {new}" if old and new and old != new else old or new or "")


def groups(
    changes: Iterable[Change], details: bool, said: Said = lambda field, value: str(value)
) -> Iterator[Group]:
    """Yield a group for each record with something to show. `details` shows quiet changes too.
    `said` gives a plain value of a field («people.role») in words."""
    for key, some in groupby(changes, lambda c: c.record):
        kind = "changed"
        rows: list[Row] = []
        for change in some:
            if change.field is None:
                kind = change.kind
            if details or not change.quiet:
                rows += _rows(change, details, said)
        if rows or kind != "changed":
            yield Group(key, kind, tuple(rows))


def safe(text: str) -> str:
    """Return untrusted text in a form that is safe in a terminal: control characters and those that
    reverse or isolate text are escaped."""
    return text.translate(_ESCAPED)


def _rows(change: Change, details: bool, said: Said) -> Iterator[Row]:
    field, old, new, cause = change.field, change.old, change.new, change.cause
    if field is None:
        record, added = (new, True) if new is not None else (old, False)
        for name, value in record.items():
            if (details or name not in _UNSAID) and value not in (None, []):
                for v in value if isinstance(value, list | tuple) else [value]:
                    one = _summary(name, v, said)
                    yield Row(name, None, None if added else one, one if added else None, cause)
    elif field == LINE:
        yield Row("place in the file", None, str(old + 1), str(new + 1), cause)
    elif field == KEYS:
        yield Row("keys", None, ", ".join(old), ", ".join(new), cause)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _parts(change, old, new, details, said)
    else:
        before, after = (None if v is None else _summary(field, v, said) for v in (old, new))
        yield Row(field, None, before, after, cause)


def _parts(
    change: Change, old: Mapping[str, Any], new: Mapping[str, Any], details: bool, said: Said
) -> Iterator[Row]:
    """Yield the differences inside an object, key by key."""
    field = change.field or ""
    if old == new and change.at:
        yield Row(
            f"{field}, place in the list",
            _summary(field, new, said),
            _counted(change.at[0]),
            _counted(change.at[1]),
            change.cause,
        )
        return
    called = next((name for name in _SAID if name in new or name in old), None)
    changed = changed_keys(old, new)
    loud = [name for name in changed if name not in QUIET_KEYS]
    # if a reviewer moved a value, show its place
    shown = changed if details else loud or [n for n in changed if n not in _HOW]
    for name in shown:
        before, after = (
            None if v is None else _value(f"{field}.{name}", v, said)
            for v in (old.get(name), new.get(name))
        )
        if name == called:
            yield Row(field, None, before, after, change.cause)
        else:
            subject = _text(new.get(called)) if called else None
            yield Row(f"{field}.{name}", subject, before, after, change.cause)


def _counted(index: int | None) -> str | None:
    """Return the number counted from one, as people do."""
    return None if index is None else str(index + 1)


def _summary(field: str, value: Any, said: Said) -> str:
    """Return a value on one line; for an object its name and other important parts."""
    if not isinstance(value, Mapping):
        return _value(field, value, said)
    called = next((_text(value[name]) for name in _SAID if value.get(name) is not None), None)
    if called is None:
        return _value(field, value, said)
    aside = [
        _value(f"{field}.{name}", value[name], said)
        for name in _ASIDE
        if value.get(name) is not None
    ]
    return "، ".join([called, *aside])


def _value(field: str, value: Any, said: Said) -> str:
    if isinstance(value, str):
        return safe(said(field, value))
    if isinstance(value, list | tuple) and not any(isinstance(v, Mapping) for v in value):
        if _is_span(value):
            return f"{value[0]}–{value[1]}"
        return ", ".join(f"{v[0]}–{v[1]}" if _is_span(v) else _value(field, v, said) for v in value)
    return _text(value)


def _is_span(value: Any) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and len(value) == 2
        and all(isinstance(v, int) for v in value)
    )


def _text(value: Any) -> str:
    return safe(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
