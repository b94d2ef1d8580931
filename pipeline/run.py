"""Compose the stages: input files to output files, through the store, in bounded memory.

A run reads the inputs and passes each release without a stored result to the steps, in this process
or in a pool. It stores each batch of results as it comes. At the end it writes the output from the
store in the order of the sources. So the output depends neither on the number of jobs nor on
earlier runs."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pipeline import (
    at_work,
    consolidated,
    corrections,
    defects,
    ids,
    migration,
    pool,
    provenance,
    schema,
    store,
)
from pipeline.config import Config
from pipeline.consolidate.registry import FILE as REGISTRY
from pipeline.corrections import Decision, Stale
from pipeline.corrections.identity import Identity
from pipeline.errors import MahdarError, UsageError
from pipeline.progress import Pace, Progress, position
from pipeline.schema import RECORDS, REJECTS, RELEASES
from pipeline.schema_entities import ENTITIES
from pipeline.schema_meetings import MEETINGS
from pipeline.types import Reject, Release
from pipeline.work import Steps, batches, cores, died, process_batch, published, steps, through

if TYPE_CHECKING:
    from pipeline.readers import File


# packed formats, which hold more text than they have bytes
PACKED = frozenset({".gz", ".parquet", ".docx", ".pdf"})
_HEAD = re.compile(rb'\{"id":"(r-[0-9a-f]+)"')


@dataclass(frozen=True, slots=True)
class Corrections:
    """The decisions of a run: how many there are, how many were `applied` (later ones override
    earlier ones), those that could not be applied, and those whose release is not in the input."""

    standing: int
    applied: int
    stale: tuple[tuple[Stale, Decision], ...]
    elsewhere: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The result of a run. `read` counts inputs: `new` and `unchanged` releases, `repeated` ones
    (the same release again), and `rejected` ones. `removed` paragraphs and `meetings` are counts of
    the output. `corrections`: the state of the decisions. `unkept`: verdicts on identity that
    contradict others. `upgraded`: the upgrade of an output of 0.1."""

    read: int
    new: int
    unchanged: int
    repeated: int
    rejected: int
    removed: int
    meetings: int
    seconds: float
    out: Path
    corrections: Corrections
    unkept: tuple[Identity, ...]
    upgraded: migration.Upgraded | None = None


def process(  # noqa: PLR0913
    paths: Iterable[Path],
    out: Path,
    config: Config,
    *,
    jobs: int = 1,
    force: bool = False,
    prune: bool = False,
    decisions: Iterable[Decision] = (),
    verdicts: Iterable[Identity] = (),
    progress: Progress | None = None,
    steps: Steps = steps,
) -> Summary:
    """Process files and folders into `out`: only new and changed releases, or all of them with
    `force` or after a change of code, model or settings. Apply `decisions` and the `verdicts` on
    identity to what is written; the store keeps the original results.

    Raise UsageError if input and output overlap, or if releases of the output would be lost without
    `prune` (then nothing is written). Raise MahdarError if the run cannot go on."""
    from pipeline.readers import discover

    began = time.monotonic()
    paths = tuple(paths)
    keep_apart(paths, out)
    made_by = provenance.provenance(config)
    fingerprint = made_by.model_dump_json()
    decisions, verdicts = tuple(decisions), tuple(verdicts)

    def through_the_store() -> Summary:
        with store.opened(out) as db:
            if force:
                store.forget(db)
            found = list(discover(paths))
            sizes = [_size(item) for item in found]
            pace = Pace(sum(sizes), progress)
            inputs = zip(found, sizes, strict=True)
            todo = _unprocessed(db, inputs, config, fingerprint, pace)
            work = partial(
                process_batch,
                config=config,
                made_by=made_by,
                steps=steps,
                threads=max(1, cores() // jobs),
            )
            died_at = at_work.left(out)
            watched = batches(todo) if jobs > 1 else _noted(batches(todo), out)
            try:
                for outcomes in pool.mapped(
                    work, watched, jobs, died, lambda release: ids.content(release) in died_at
                ):
                    store.keep(db, outcomes, fingerprint)
                    pace.done(len(outcomes))
            finally:
                at_work.end(out)
            pace.end()
            ended = Run(fingerprint, decisions, began, verdicts, prune)
            return finish(db, out, config, ended)

    try:
        return through_the_store()
    except store.Malformed:  # the store is a cache, so everything is done again
        store.discard(out)
        return through_the_store()


@dataclass(frozen=True, slots=True)
class Run:
    """What the end of a run needs from its beginning: the fingerprint of its results, the
    decisions, the start time (`time.monotonic`), the verdicts on identity, and whether releases
    missing from the input may be dropped from the output."""

    fingerprint: str
    decisions: tuple[Decision, ...]
    began: float
    verdicts: tuple[Identity, ...] = ()
    prune: bool = False


def finish(db: store.Store, out: Path, config: Config, run: Run) -> Summary:
    """Write the output for everything seen in this run, with corrections, and keep its records."""
    fingerprint = run.fingerprint
    store.part_keys(db, fingerprint)
    if not run.prune:
        _keep_all(db, out)
    desk = corrections.index(
        run.decisions, store.present(db, {d.release.id for d in run.decisions})
    )
    tally, unkept = _written(db, out, config, run, desk)
    store.remember(out, RECORDS, config.kept_runs)
    upgraded = migration.finish(out, config.alike)
    store.prune(db, fingerprint)
    n = store.counts(db, fingerprint)
    return Summary(
        read=n.inputs + n.rejected,
        new=n.new,
        unchanged=n.releases - n.new,
        repeated=n.inputs - n.releases,
        rejected=n.rejected,
        removed=n.removed,
        meetings=n.meetings + sum(tally.meetings.values()),
        seconds=time.monotonic() - run.began,
        out=out,
        corrections=_told(desk, tally),
        unkept=unkept,
        upgraded=upgraded,
    )


Written = tuple[corrections.Tally, tuple[Identity, ...]]  # and the verdicts that were not kept


def _written(
    db: store.Store, out: Path, config: Config, run: Run, desk: corrections.Index
) -> Written:
    """Write the output. If a defect ends the work on all records, each release that causes it on
    its own becomes a reject. Raise MahdarError if none does; the old output then stays."""
    met: Exception | None = None
    while met is None or _turned_away(db, out, config, run, desk):
        try:
            return _write(db, out, config, run, desk)
        except (MahdarError, ImportError, sqlite3.Error):
            raise
        except Exception as err:
            met = err
    raise defects.of_all(met, f"{out} is as it was, and what was done is kept")


def _write(
    db: store.Store, out: Path, config: Config, run: Run, desk: corrections.Index
) -> Written:
    tally = corrections.Tally()
    decided = partial(_corrected, db, run.fingerprint, desk, tally, config)
    with store.on_disk(out / store.FOLDER):
        together = consolidated.consolidate(
            decided(), out.parent / REGISTRY, out / store.FOLDER, run.verdicts
        )
    migration.keep(out)
    store.write(
        out,
        {
            RECORDS: (together.filled(line) for _, records in decided() for line in records),
            RELEASES: (line for line, _ in decided()),
            REJECTS: _rejected(db),
            MEETINGS: together.meetings(store.unfinished(out, RECORDS)),
            ENTITIES: together.entities(),
        },
    )
    return tally, together.unkept


def _turned_away(
    db: store.Store, out: Path, config: Config, run: Run, desk: corrections.Index
) -> int:
    """Reject each release that causes a defect in `consolidated` on its own; return how many."""
    found: list[Reject] = []
    decided = _corrected(db, run.fingerprint, desk, corrections.Tally(), config)
    for release, records in decided:
        try:
            consolidated.check(release, records, out / store.FOLDER)
        except Exception as err:
            row = json.loads(release)
            found += (defects.rejected(s, "run", err) for s in (row["source"], *row["also_at"]))
    for reject in found:
        store.turn_away(db, reject)
    return len(found)


def _noted(of: Iterable[list[Release]], out: Path) -> Iterator[list[Release]]:
    """Yield the batches, and note each one before the work on it."""
    for batch in of:
        at_work.note(out, map(ids.content, batch))
        yield batch


def _keep_all(db: store.Store, out: Path) -> None:
    """Raise UsageError if a release of the old output appears nowhere in this run: not under its
    id, not with its text under another name, not as a reject. The reject of a folder stands for
    none of the releases in it: it may be a disk that is not there."""
    lost: list[str] = []
    total = 0
    told: dict[str, Reject] | None = None
    shut: set[str] = set()
    for line in _old_lines(out / RELEASES):
        total += 1
        if (head := _HEAD.match(line)) and store.holds(db, head[1].decode()):
            continue
        row = json.loads(line)
        old = "text_sha256" not in row  # of 0.1, whose ids changed with the text
        text = ids.text_sha256(row["text"]) if old else row["text_sha256"]
        if store.holds(db, row["id"], text) or (old and store.has_source(db, row["source"])):
            continue
        if told is None:
            told = {r.source: r for r in store.rejects(db)}
        file = re.sub(r"[:#]\d+$", "", row["source"])
        if told.keys().isdisjoint((row["source"], file)):
            lost.append(row["source"])
            shut |= told.keys() & {str(folder) for folder in Path(file).parents}
    if lost:
        first = ", ".join(lost[:3]) + (", …" if len(lost) > 3 else "")
        why = "".join(
            f"{told[folder].source}: {told[folder].detail}; " for folder in sorted(shut)[:1] if told
        )
        raise UsageError(
            f"{out}: {len(lost)} of its {total} releases are not in this input ({first}) and would "
            f"go; {why}give all inputs, another --out, or --prune to let them go"
        )


def _old_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file of the last run; none if it is missing or not written by mahdar."""
    try:
        with open(path, "rb") as file:
            yield from (line for line in file if line.startswith(b'{"id":"r-'))
    except OSError:
        return


def rejects(out: Path) -> Iterator[schema.RejectRow]:
    """Yield the lines of `rejects.jsonl`."""
    with open(out / REJECTS, encoding="utf-8", newline="\n") as file:
        for line in file:
            yield schema.RejectRow.model_validate_json(line)


def process_text(
    text: BinaryIO, config: Config, *, steps: Steps = steps
) -> Iterator[schema.StreamedRecord | Reject]:
    """Process a stream as one text file. Return its records, each with the text that its spans
    refer to."""
    from pipeline.readers import read_text_stream

    made_by = provenance.provenance(config)
    for item in read_text_stream(text, config):
        (done,) = through([item], config, steps, cores()) if isinstance(item, Release) else (item,)
        yield from [done] if isinstance(done, Reject) else _streamed(done, made_by)


def _streamed(
    done: Release, made_by: schema.Provenance
) -> list[schema.StreamedRecord] | list[Reject]:
    try:
        return [schema.with_text(record, done) for record in schema.to_records(done, made_by)]
    except Exception as err:
        return [defects.rejected(done.source, "run", err)]


def stream(
    items: Iterable[Release | Reject], config: Config, *, steps: Steps = steps
) -> Iterator[tuple[schema.ReleaseRow, list[schema.Record]] | Reject]:
    """Process releases as they are read, in order and in batches, without a store. Yield the
    published form of each release with its records, or its Reject."""
    made_by = provenance.provenance(config)
    for batch in batches(items):
        for done in through(batch, config, steps, cores()):
            if isinstance(done, Reject):
                yield done
                continue
            try:
                row = published(done, made_by)
            except Exception as err:
                yield defects.rejected(done.source, "run", err)
            else:
                yield row


def process_gold(  # noqa: PLR0913
    gold: Path,
    folder: Path,
    config: Config,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
    steps: Steps = steps,
) -> Summary:
    """Process the texts of gold documents (`key`, `text`, `published` a line) as JSON Lines input,
    with the keys as ids. The output is in `folder / "out"`. Raise UsageError if a line is no gold
    document."""
    given = folder / "gold.jsonl"
    try:
        with open(gold, encoding="utf-8") as lines, open(given, "w", encoding="utf-8") as file:
            for n, line in enumerate(lines, 1):
                try:
                    doc = json.loads(line)
                    row = {"id": doc["key"], "text": doc["text"], "published": doc.get("published")}
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as err:
                    raise UsageError(
                        f"{gold}:{n}: not a gold document, which has at least key and text"
                    ) from err
                file.write(json.dumps(row) + "\n")
    except (OSError, UnicodeDecodeError) as err:
        raise UsageError(f"{gold}: cannot be read: {err}") from err
    return process([given], folder / "out", config, jobs=jobs, progress=progress, steps=steps)


def keep_apart(paths: Iterable[Path], out: Path) -> None:
    """Raise UsageError if input and output overlap: output that is read as input would grow with
    each run."""
    place = out.resolve()
    for path in paths:
        try:
            given = path.resolve()
        except (OSError, RuntimeError):
            continue  # a link loop, which the reader rejects
        if place == given or place.is_relative_to(given) or given.is_relative_to(place):
            raise UsageError(
                f"{path} and the output folder {out} lie one in the other: choose another --out"
            )


def _unprocessed(
    db: store.Store,
    inputs: Iterable[tuple[File | Reject, int]],
    config: Config,
    fingerprint: str,
    pace: Pace,
) -> Iterator[Release]:
    """Note every input in the store, given with its size in bytes. Yield the releases that need
    work, as the files are read."""
    from pipeline.readers import read, shown

    done = 0
    for item, size in inputs:
        pace.read(done)
        if isinstance(item, Reject):
            store.see_reject(db, item)
            continue
        display = shown(item.path)
        before = _sha256(item.path)
        if before is None or not store.see_file(db, display, item.place, before, fingerprint):
            whole, inside = True, 0
            for got in read(item, config, display=display):
                if isinstance(got, Reject):
                    whole = False
                    store.see_reject(db, got)
                    continue
                where = seen(item, display, got)
                inside += len(got.text.encode())
                at = done + position(inside, size, item.path.suffix in PACKED)
                if store.see_release(db, where, fingerprint):
                    pace.begin(at)
                    yield got
                else:
                    pace.read(at)
            if (
                whole and before is not None and _sha256(item.path) == before
            ):  # it may have changed while it was read
                store.know_file(db, display, item.place, before, fingerprint)
        done += size


def seen(file: File, display: str, release: Release) -> store.Seen:
    """Return the place of a release in a file; `display` is the file's name in `source`."""
    line = _line(release.source, display)
    content = ids.content(release)
    return store.Seen(file.place, line, release.source, display, release.id, content)


def _size(item: File | Reject) -> int:
    try:
        return 0 if isinstance(item, Reject) else item.path.stat().st_size
    except OSError:
        return 0


def _sha256(path: Path) -> str | None:
    """Return the SHA-256 of a file; None for an unreadable or irregular file, which the reader
    reports."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _line(source: str, path: str) -> int:
    """Return N of `path:N` or `path#N`, else 0."""
    match = re.fullmatch(r"[:#](\d+)", source.removeprefix(path))
    return int(match[1]) if match else 0


def _lines(db: store.Store, fingerprint: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the line of each release and the lines of its records, at their current place."""
    for kept, first, others in store.results(db, fingerprint):
        release, records = kept.release, kept.records
        moved = (first.release_id, first.source) != (kept.release_id, kept.source)
        if moved or others:
            release, records = _as_it_stands(release, records, first, others)
        yield release, records


def _as_it_stands(
    release: str, records: Sequence[str], first: store.Seen, others: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """Return the lines of a release that was processed at another place, updated to the current
    one."""
    meetings = tuple(ids.record_id(first.release_id, n) for n in range(1, len(records) + 1))
    now = {"id": first.release_id, "source": first.source}
    row = schema.ReleaseRow.model_validate_json(release).model_copy(
        update=now | {"also_at": others, "meetings": meetings}
    )
    read = map(schema.Record.model_validate_json, records)
    return schema.dump(row), tuple(
        schema.dump(
            r.model_copy(update={"record_id": i, "release": r.release.model_copy(update=now)})
        )
        for r, i in zip(read, meetings, strict=True)
    )


def _corrected(
    db: store.Store,
    fingerprint: str,
    desk: corrections.Index,
    tally: corrections.Tally,
    config: Config,
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the lines of each release and its records, with the decisions applied."""
    for release, records in _lines(db, fingerprint):
        decisions = desk.of(json.loads(release)) if desk.decisions else ()
        if decisions:
            row = schema.ReleaseRow.model_validate_json(release)
            try:
                done = corrections.apply(
                    row,
                    [schema.Record.model_validate_json(r) for r in records],
                    decisions,
                    config.same_name,
                )
            except Exception as err:  # it is written without corrections
                store.see_reject(db, defects.rejected(row.source, "run", err))
                yield release, records
                continue
            tally.add((d for d in decisions if corrections.concerns(d, row)), done, len(records))
            release, records = schema.dump(done.row), tuple(map(schema.dump, done.records))
        yield release, records


def _rejected(db: store.Store) -> Iterator[str]:
    """Yield the lines of the rejects when they are written: corrections may add some."""
    for reject in store.rejects(db):
        yield schema.dump(schema.to_reject_row(reject))


def _told(desk: corrections.Index, tally: corrections.Tally) -> Corrections:
    by_id = {d.id: d for d in desk.decisions}
    return Corrections(
        len(desk.decisions),
        len(tally.applied),
        tuple((s, by_id[s.id]) for s in tally.stale()),
        tally.homeless(desk),
    )
