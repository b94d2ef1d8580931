"""The same view as one HTML file for a mail or a pull request: no script, nothing from elsewhere,
what changed on top.

write(out, Path("report.html"), since(out, None, config))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline import store
from pipeline.diff import Change, Decision, Ref, sources, stream
from pipeline.errors import MahdarError, UsageError
from pipeline.manifest import check
from pipeline.review.changes import change_view
from pipeline.review.rendering import environment, style
from pipeline.review.view import ReleaseView, release_view
from pipeline.schema import RECORDS, RELEASES, Record, ReleaseRow

if TYPE_CHECKING:
    from pipeline.config import Config

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Compared:
    """The run to compare with, and all changes since; `run` is None if it is no run that the store
    keeps."""

    name: str
    changes: tuple[Change, ...]
    run: store.Run | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A release with its shown records, each with its changes."""

    view: ReleaseView
    records: tuple[tuple[Record, tuple[Change, ...]], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One record in the list of changes: `status` is added, removed or changed, `fields` are the
    changed fields, `causes` the causes in words."""

    ref: Ref
    status: str
    fields: tuple[str, ...]
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The head of the report: the number of added, removed and changed records, and of changed
    values by field."""

    told: tuple[Told, ...]
    statuses: Mapping[str, int]
    fields: Mapping[str, int]


def since(
    out: Path, old: str | None, config: Config, decisions: Iterable[Decision] = ()
) -> Compared | None:
    """Return the changes of the output in `out` since `old`, anything that pipeline.diff.sources
    opens, or since the run before the last one; None if no earlier run is kept. `decisions` are the
    lines of corrections.jsonl. Raise MahdarError if a side cannot be read."""
    run = None
    if old is not None:
        opened = sources.opened(old)
    elif before := store.runs(out)[-2:-1]:
        (run,) = before
        opened = sources.of_run(out, run)
    else:
        return None
    with opened as was, sources.opened(str(out)) as now:
        return Compared(was.name, tuple(stream(was.side, now.side, config, decisions)), run)


def summary(compared: Compared) -> Summary:
    """Return the counts of the changes, without quiet ones."""
    by_record: dict[tuple[str | None, str | None], list[Change]] = {}
    fields: Counter[str] = Counter()
    for change in compared.changes:
        if not change.quiet:
            by_record.setdefault((change.record.old_id, change.record.new_id), []).append(change)
            if change.field is not None:
                fields[change.field.removeprefix("evidence.")] += 1
    told = []
    for some in by_record.values():
        views = [change_view(c) for c in some]
        status = next((c.kind for c in some if c.field is None), "changed")
        names = tuple(dict.fromkeys(v.field for v in views if v.field))
        told.append(
            Told(
                some[0].record.shown,
                status,
                names,
                tuple(dict.fromkeys(w for v in views for w in v.causes)),
            )
        )
    return Summary(tuple(told), Counter(t.status for t in told), dict(fields.most_common()))


def groups(
    rows: Iterable[ReleaseRow],
    records: Iterable[Record],
    changes: Mapping[str, tuple[Change, ...]],
    *,
    everything: bool,
) -> Iterator[Group]:
    """Yield the releases with their records, in the order of `rows`; without `everything`, only
    records with changes. Only lines out of order are held in memory."""
    waiting: dict[str, Record] = {}
    rest = iter(records)
    for row in rows:
        found = []
        for record_id in row.meetings:
            while record_id not in waiting and (record := next(rest, None)) is not None:
                waiting[record.record_id] = record
            if (record := waiting.pop(record_id, None)) is None:
                raise MahdarError(
                    f"{row.source}: its record {record_id} is missing from {RECORDS}; run mahdar "
                    "process again"
                )
            if everything or record_id in changes:
                found.append((record, changes.get(record_id, ())))
        if found or everything:
            yield Group(release_view(row, [record for record, _ in found]), tuple(found))


def report(
    out: Path, compared: Compared | None = None, *, everything: bool = False
) -> Iterator[str]:
    """Yield the report of the output folder `out` in pieces: only the changes if it was `compared`
    and there are some, unless `everything` is set. Raise UsageError if the output is missing,
    MahdarError if mahdar did not write it."""
    check(out, RELEASES, RECORDS)
    head = summary(compared) if compared else None
    of_record: dict[str, list[Change]] = {}
    for change in compared.changes if compared else ():
        if not change.quiet and (new := change.record.new_id) is not None:
            of_record.setdefault(new, []).append(change)
    changes = {record_id: tuple(some) for record_id, some in of_record.items()}
    everything = everything or head is None
    total = _count(out / RECORDS)
    left = 0 if everything else total - len(changes)
    rows, records = _rows(out / RELEASES, ReleaseRow), _rows(out / RECORDS, Record)
    yield from (
        environment()
        .get_template("report.html")
        .generate(
            css=style(),
            out=str(out),
            compared=compared,
            head=head,
            total=total,
            left=left,
            groups=groups(rows, records, changes, everything=everything),
        )
    )


def write(
    out: Path, target: Path, compared: Compared | None = None, *, everything: bool = False
) -> None:
    """Write the report to the file `target`, complete or not at all. Raise MahdarError as `report`
    does, and if the file cannot be written."""
    part = target.with_name(target.name + ".part")
    try:
        with open(part, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(report(out, compared, everything=everything))
        part.replace(target)
    except OSError as err:
        raise MahdarError(
            f"{target}: cannot be written: {err.strerror}; choose another --to"
        ) from err
    finally:
        part.unlink(missing_ok=True)


def _count(path: Path) -> int:
    return sum(1 for _ in _lines(path))


def _rows(path: Path, model: type[M]) -> Iterator[M]:
    for number, line in enumerate(_lines(path), 1):
        try:
            yield model.model_validate_json(line)
        except ValidationError as err:
            raise MahdarError(
                f"{path}: line {number} is not what this version of mahdar writes; run mahdar "
                "process again"
            ) from err


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with open(path, "rb") as file:
            yield from file
    except OSError as err:
        raise UsageError(
            f"{path}: {err.strerror}; run mahdar process first, or name its output folder"
        ) from err
