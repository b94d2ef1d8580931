"""Select and count the changes of a diff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline import schema
from pipeline.diff.model import EVIDENCE, KEYS, LINE, Change, Key, Record
from pipeline.errors import UsageError

FIELDS = (
    *schema.Record.model_fields,
    *(f"{EVIDENCE}.{name}" for name in schema.Evidences.model_fields),
    LINE,
    KEYS,
)
COLUMNS = ("added", "removed", "changed", "quiet")
_IDENTITY = ("record_id", "release")  # fields that stay when a record is reduced to some fields


def fields_of(names: str) -> frozenset[str]:
    """Return the fields of a list with commas. Raise UsageError for an unknown one."""
    fields = frozenset(filter(None, (name.strip() for name in names.split(","))))
    if unknown := sorted(fields.difference(FIELDS)):
        raise UsageError(
            f"no field {', '.join(unknown)} in a record; there are "
            f"{', '.join(schema.Record.model_fields)}"
        )
    return fields


def select(
    changes: Iterable[Change], fields: frozenset[str] = frozenset(), only: str | None = None
) -> Iterator[Change]:
    """Yield the changes of these fields (all if there are none) and of this kind. A record that was
    added or removed is reduced to the fields, and left out if they are all empty. A field includes
    its evidence."""
    for change in changes:
        if only and change.kind != only:
            continue
        if not fields:
            yield change
        elif change.field is None:
            old, new = _cut(change.old, fields), _cut(change.new, fields)
            if old or new:
                yield replace(change, old=old, new=new)
        elif fields & {
            change.field,
            change.field.partition(".")[0],
            change.field.removeprefix(EVIDENCE + "."),
        }:
            yield change


def _cut(record: Record | None, fields: frozenset[str]) -> Record | None:
    if record is None or not any(record.get(f) for f in fields):
        return None
    return {name: value for name, value in record.items() if name in fields or name in _IDENTITY}


@dataclass(slots=True)
class Tally:
    """The number of changes by field and kind; the number of quiet ones, and of those without a
    cause. `records` counts records: added, removed, changed, or with quiet changes only."""

    fields: dict[str, Counter[str]] = field(default_factory=dict)
    records: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    _last: Key | None = None
    _loud: bool = False

    def watch(self, changes: Iterable[Change]) -> Iterator[Change]:
        """Yield the same changes and count them."""
        for change in changes:
            self._count(change)
            yield change
        self._close()

    @property
    def total(self) -> int:
        return self.records.total()

    @property
    def loud(self) -> int:
        """Return the number of changes of single values that are not quiet."""
        return sum(
            count
            for kinds in self.fields.values()
            for column, count in kinds.items()
            if column != "quiet"
        )

    @property
    def quiet(self) -> int:
        return sum(kinds["quiet"] for kinds in self.fields.values())

    def rows(self) -> list[tuple[str, Sequence[int]]]:
        """Return a row for records and one for each field, in the order of the schema, with the
        columns of COLUMNS."""
        order = {name: n for n, name in enumerate(FIELDS)}
        names = sorted(self.fields, key=lambda name: (order.get(name, len(order)), name))
        return [
            (name, [counts[c] for c in COLUMNS])
            for name, counts in (("records", self.records), *((n, self.fields[n]) for n in names))
        ]

    def to_json(self) -> Mapping[str, Any]:
        table = {name: dict(zip(COLUMNS, row, strict=True)) for name, row in self.rows()}
        return {
            "records": table.pop("records"),
            "fields": table,
            "causes": dict(sorted(self.causes.items())),
        }

    def _count(self, change: Change) -> None:
        if change.record is not self._last and change.record != self._last:
            self._close()
            self._last = change.record
        if change.cause and not change.quiet:
            self.causes[change.cause] += 1
        if change.field is None:
            self.records[change.kind] += 1
            self._last = None
        else:
            self._loud |= not change.quiet
            if (counts := self.fields.get(change.field)) is None:
                counts = self.fields[change.field] = Counter()
            counts["quiet" if change.quiet else change.kind] += 1

    def _close(self) -> None:
        if self._last is not None:
            self.records["changed" if self._loud else "quiet"] += 1
        self._last, self._loud = None, False
