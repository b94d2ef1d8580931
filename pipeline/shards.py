"""Shards: an archive split into parts that any engine can process, one output file per shard.

    made = plan(paths, folder, 1000)      what each shard reads
    run_shard(made, 7, config)            FOLDER/done/00007.jsonl.gz, written whole or not at all
    merge(made, out, config)              the same bytes as one run over everything

A shard may run several times, by several workers at once: the file is renamed into place when it is
complete, so at-least-once execution gives exactly-once results. A file with one release goes to a
shard by the hash of its key. A file with many is split into parts (`readers/parts.py`), which go by
the hash of the key of their first line, so that no large file is read twice. Use many more shards
than workers; then slow shards even out."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import socket
import time
import zlib
from array import array
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, astuple, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline import ids, pool, provenance, run, store
from pipeline.config import Config
from pipeline.corrections import Decision
from pipeline.corrections.identity import Identity
from pipeline.errors import MahdarError, UsageError, of_disk
from pipeline.progress import Progress
from pipeline.store import Failure, Result, Seen
from pipeline.types import Reject, Release
from pipeline.work import Steps, batches, cores, process_batch, steps

if TYPE_CHECKING:
    from pipeline.readers.parts import Part

PLAN, PARTS, INDEX, DONE = "plan.json", "parts.jsonl", "parts.index", "done"
VERSION = 2  # of the files of a plan
_NUMBER = np.dtype("<u8")  # of an index, see `_write_index`
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan in its folder: the number of `shards`, and the SHA-256 of its parts."""

    folder: Path
    shards: int
    sha256: str

    def done(self, shard: int) -> Path:
        """Return the output file of a shard."""
        return self.folder / DONE / f"{shard:05}.jsonl.gz"


def plan(paths: Iterable[Path], folder: Path, shards: int, *, replace: bool = False) -> Plan:
    """Split the inputs into shards in `folder`, without reading releases. A folder with the same
    plan keeps its finished shards. Raise UsageError for a folder with another plan, unless
    `replace` is set; raise MahdarError if the folder cannot be written."""
    from pipeline.readers import discover
    from pipeline.readers.parts import parts

    paths = tuple(paths)
    run.keep_apart(paths, folder)
    digest = hashlib.sha256()
    new = folder / f"{PARTS}.tmp"
    owners, offsets, at = array("Q"), array("Q"), 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with new.open("wb") as file:
            for found in discover(paths):
                cut = [found] if isinstance(found, Reject) else parts(found)
                for part in cut:
                    row = _planned(part, shards)
                    line = json.dumps(row).encode() + b"\n"
                    digest.update(line)
                    file.write(line)
                    owners.append(row.get("shard", 0))  # the first shard has the rejects
                    offsets.append(at)
                    at += len(line)
            file.flush()
            os.fsync(file.fileno())
        made = Plan(folder, shards, digest.hexdigest())
        if (folder / PLAN).exists() and (replace or opened(folder) != made):
            if not replace:
                new.unlink()
                raise UsageError(
                    f"{folder}: holds a plan of other inputs or shards; give another folder, or "
                    "delete this one"
                )
            (folder / PLAN).unlink()  # so that nobody reads the new parts by the old plan
        os.replace(new, folder / PARTS)
        _write_index(folder / INDEX, owners, offsets, shards)
        about = {"version": VERSION, "shards": shards, "sha256": made.sha256}
        _write_whole(folder / PLAN, [json.dumps(about).encode() + b"\n"])
    except OSError as err:
        raise of_disk(err, folder) from err
    return made


def opened(folder: Path) -> Plan:
    """Return the plan in a folder. Raise UsageError if there is none."""
    try:
        about = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        if about["version"] != VERSION:
            raise UsageError(f"{folder}: was planned by another version; delete it and plan again")
        return Plan(folder, about["shards"], about["sha256"])
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise UsageError(f"{folder}: holds no plan; make one with mahdar shard plan") from err


def missing(made: Plan, config: Config) -> list[int]:
    """Return the shards without an output for this plan, code, model and settings."""
    stamp = _stamp(made, config)
    return [i for i in range(made.shards) if not _is_done(made.done(i), stamp)]


def run_shard(made: Plan, shard: int, config: Config, steps: Steps = steps) -> bool:
    """Process one shard unless it is done; return whether there was work. Raise MahdarError if its
    output cannot be written, UsageError for a shard that the plan does not have."""
    if not 0 <= shard < made.shards:
        raise UsageError(f"{made.folder} has shards 0 to {made.shards - 1}, not {shard}")
    stamp = _stamp(made, config)
    if _is_done(made.done(shard), stamp):
        return False
    try:
        made.done(shard).parent.mkdir(exist_ok=True)
        lines = _worked(made, shard, config, steps, stamp)
        _write_whole(made.done(shard), (line.encode() + b"\n" for line in lines))
    except OSError as err:
        raise of_disk(err, made.folder) from err
    return True


def merge(  # noqa: PLR0913
    made: Plan,
    out: Path,
    config: Config,
    decisions: Iterable[Decision] = (),
    verdicts: Iterable[Identity] = (),
    prune: bool = False,
) -> run.Summary:
    """Write the output of all shards to `out`, with corrections: the same bytes as one run over all
    inputs. Raise UsageError if shards are missing, MahdarError as `run.process` does."""
    began = time.monotonic()
    if left := missing(made, config):
        raise UsageError(
            f"{len(left)} of {made.shards} shards are not done, such as {left[0]}: run them with "
            f"mahdar shard run {made.folder}, with this version and these settings"
        )
    fingerprint = provenance.provenance(config).model_dump_json()
    with store.opened(out) as db:
        for shard in range(made.shards):
            _take(db, made.done(shard), fingerprint)
        ended = run.Run(fingerprint, tuple(decisions), began, tuple(verdicts), prune)
        return run.finish(db, out, config, ended)


def _take(db: store.Store, path: Path, fingerprint: str) -> None:
    """Store the results of a shard."""
    outcomes: list[Result | Failure] = []
    for row in _rows(path):
        match row:
            case {"reject": values}:
                store.see_reject(db, Reject(*values))
            case {"seen": values, **rest}:
                seen = Seen(*values)
                to_do = store.see_release(db, seen, fingerprint)
                if to_do and "result" in rest:
                    result = rest["result"]
                    outcomes.append(Result(**{**result, "records": tuple(result["records"])}))
                elif to_do and "failure" in rest:
                    outcomes.append(Failure(*rest["failure"]))
    store.keep(db, outcomes, fingerprint)


def run_all(
    made: Plan, config: Config, jobs: int = 1, progress: Progress | None = None
) -> list[int]:
    """Process all shards that are not done, in `jobs` processes of this machine; return those that
    failed. `progress` gets the number of finished ones and their share."""
    left = missing(made, config)
    told = progress or (lambda done, share: None)
    work = partial(_run_shards, made, config)
    failed: list[int] = []
    for n, (shard,) in enumerate(pool.mapped(work, iter([[i] for i in left]), jobs, _failed), 1):
        if shard < 0:
            failed.append(-shard - 1)
        done = made.shards - len(left) + n
        told(done, done / made.shards)
    return failed


def releases_of(made: Plan, shard: int) -> list[str]:
    """Return the names of the parts of a shard, for the message about a failed shard."""
    return [p.display for p in _parts(made, shard) if isinstance(p, Planned)]


def _run_shards(made: Plan, config: Config, batch: list[int]) -> list[int]:
    for shard in batch:
        run_shard(made, shard, config)
    return batch


def _failed(shard: int) -> int:
    return -shard - 1


@dataclass(frozen=True, slots=True)
class Planned:
    """A part of an input in a plan. `display` is the file's name in `source`."""

    display: str
    part: Part
    state: list[int] | None


def _planned(found: Part | Reject, shards: int) -> Json:
    if isinstance(found, Reject):
        return {"reject": [found.source, found.stage, str(found.reason), found.detail]}
    from pipeline.readers import shown

    file = found.file
    first = file.place if found.end is None else f"{file.place}:{found.first}"
    shard = int(ids.release_id(first).removeprefix("r-"), 16) % shards
    return {
        "shard": shard,
        "path": os.path.abspath(file.path),
        "place": file.place,
        "display": shown(file.path),
        "state": _state(file.path),
        "start": found.start,
        "end": found.end,
        "first": found.first,
    }


def _state(path: Path) -> list[int] | None:
    """Return size and time of change, which show that a file is still the planned one."""
    try:
        status = path.stat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns]


def _write_index(path: Path, owners: array[int], offsets: array[int], shards: int) -> None:
    """Write which lines of the parts belong to each shard, so that no shard reads the lines of
    others. The file has unsigned integers of 8 bytes, little endian: for each shard the position
    of its first offset in the list that follows, the length of that list, and the list of offsets
    (bytes) of all lines, sorted by shard, then in the order of the plan. The sort needs some 40
    bytes of memory for each part."""
    owner = np.frombuffer(owners, np.uint64).astype(np.int64)
    begins = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=shards))))
    listed = np.frombuffer(offsets, np.uint64)[np.argsort(owner, kind="stable")]
    _write_whole(path, [begins.astype(_NUMBER).tobytes(), listed.astype(_NUMBER).tobytes()])


def _offsets(made: Plan, shard: int) -> list[int]:
    """Return the offsets of a shard's lines among the parts."""
    size = _NUMBER.itemsize
    with (made.folder / INDEX).open("rb") as file:
        file.seek(shard * size)
        begin, end = np.frombuffer(file.read(2 * size), _NUMBER).tolist()
        file.seek((made.shards + 1 + begin) * size)
        return [int(n) for n in np.frombuffer(file.read((end - begin) * size), _NUMBER)]


def _parts(made: Plan, shard: int) -> Iterator[Planned | Reject]:
    """Yield the parts of a shard. The first shard also has the rejects of the plan."""
    from pipeline.readers import File
    from pipeline.readers.parts import Part

    with (made.folder / PARTS).open("rb") as lines:
        for offset in _offsets(made, shard):
            lines.seek(offset)
            row = json.loads(lines.readline())
            if "reject" in row:
                yield Reject(*row["reject"])
                continue
            file = File(Path(row["path"]), row["place"])
            part = Part(file, row["start"], row["end"], row["first"])
            yield Planned(row["display"], part, row["state"])


def _worked(made: Plan, shard: int, config: Config, steps: Steps, stamp: str) -> Iterator[str]:
    """Yield the lines of a shard's output: its stamp, then a line for each release and reject."""
    yield json.dumps({"stamp": stamp})
    made_by = provenance.provenance(config)
    places: deque[Seen] = deque()
    met: set[str] = set()
    for batch in batches(_read(made, shard, config, places)):
        seen = {id(item): places.popleft() for item in batch if isinstance(item, Release)}
        new: dict[str, Release] = {}
        for item in batch:
            if isinstance(item, Release) and (content := seen[id(item)].content) not in met:
                met.add(content)
                new[content] = item
        outcomes = process_batch(list(new.values()), config, made_by, steps, cores())
        by_content = {o.content: o for o in outcomes}
        for item in batch:
            if isinstance(item, Reject):
                yield json.dumps({"reject": _values(item)})
                continue
            where = seen[id(item)]
            outcome = by_content.pop(where.content, None)
            row: Json = {"seen": astuple(where)}
            if isinstance(outcome, Result):
                row["result"] = asdict(outcome)
            elif outcome is not None:
                row["failure"] = astuple(outcome)
            yield json.dumps(row)


def _read(
    made: Plan, shard: int, config: Config, places: deque[Seen]
) -> Iterator[Release | Reject]:
    """Yield the input of a shard; append the place of each release to `places`, in the same
    order."""
    from pipeline.readers.parts import read_part

    for planned in _parts(made, shard):
        if isinstance(planned, Reject):
            yield planned
            continue
        if _state(planned.part.file.path) != planned.state:
            raise MahdarError(f"{planned.display}: has changed since the plan; plan again")
        for got in read_part(planned.part, config, planned.display):
            if isinstance(got, Release):
                places.append(run.seen(planned.part.file, planned.display, got))
            yield got


def _values(reject: Reject) -> list[str]:
    return [reject.source, reject.stage, str(reject.reason), reject.detail]


def _stamp(made: Plan, config: Config) -> str:
    """Return the fingerprint of a shard's output: plan, code, model and settings."""
    made_by = provenance.provenance(config).model_dump_json()
    return hashlib.sha256(f"{made.shards} {made.sha256} {made_by}".encode()).hexdigest()


def _is_done(path: Path, stamp: str) -> bool:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return bool(json.loads(lines.readline())["stamp"] == stamp)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
        return False


def _rows(path: Path) -> Iterator[Json]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        next(lines)
        yield from map(json.loads, lines)


def _write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write bytes (packed if the name ends in .gz) to a temporary file beside `path`, then
    rename it: workers that write the same file at once never mix, and a killed one leaves no
    partial file."""
    unfinished = path.with_name(f".{path.name}.{socket.gethostname()}-{os.getpid()}.tmp")
    try:
        with unfinished.open("wb") as raw:
            packed = path.suffix == ".gz"
            with gzip.GzipFile("", "wb", 4, raw, mtime=0) if packed else nullcontext(raw) as file:
                for piece in pieces:
                    file.write(piece)
            raw.flush()
            os.fsync(raw.fileno())
        os.replace(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
