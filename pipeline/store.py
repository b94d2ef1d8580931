"""The processed releases in `OUT/.mahdar/store.sqlite`, the output files, which are written from
it, and the records of the last runs in `OUT/.mahdar/runs`, for comparison.

SQLite in WAL mode makes it crash-safe: committed data stay, and uncommitted data never existed. The
store is a cache that can be deleted at any time. Besides its permanent tables (`files`, `results`)
each run has temporary tables, so that neither the releases nor their sources are ever all in
memory. Only one run at a time: the folder is locked, and the lock ends with the process."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, astuple, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from pipeline import manifest
from pipeline.errors import MahdarError, Reason, UsageError, of_disk
from pipeline.manifest import MANIFEST
from pipeline.types import Reject

Store = sqlite3.Connection

FOLDER, DATABASE = ".mahdar", "store.sqlite"
LAYOUT = 5  # version of the tables; a store with another layout is rebuilt
_TEXT = re.compile(r'"text_sha256":"([0-9a-f]{64})"')  # never occurs inside a JSON string
_MENDS = {  # by SQLite's name of the error
    "SQLITE_FULL": "make room, then run again",
    "SQLITE_READONLY": "fix the permissions, then run again",
    "SQLITE_PERM": "fix the permissions, then run again",
    "SQLITE_CANTOPEN": "fix the permissions, then run again",
    "SQLITE_BUSY": "another program has it open: end that, then run again",
    "SQLITE_LOCKED": "another program has it open: end that, then run again",
    "SQLITE_IOERR": "the disk cannot be read or written: check it, then run again",
}
_ANEW = "delete this file, then run again: it is a cache"
RUNS, LIST, REVIEWED = "runs", "runs.json", "reviewed.json"

_TABLES = """
CREATE TABLE files (path TEXT PRIMARY KEY, place TEXT NOT NULL, sha256 TEXT NOT NULL, fingerprint TEXT NOT NULL,
                    digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE file_releases (path TEXT, line INTEGER, source TEXT, release_id TEXT NOT NULL, content TEXT NOT NULL,
                            PRIMARY KEY (path, line, source)) WITHOUT ROWID;
CREATE TABLE results (content TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, release_id TEXT NOT NULL, source TEXT NOT NULL,
                      release TEXT NOT NULL, records TEXT NOT NULL, meetings INTEGER NOT NULL, removed INTEGER NOT NULL,
                      text_sha256 TEXT, digest TEXT NOT NULL);
CREATE INDEX results_text ON results (text_sha256);
"""
_RESULT = (
    "content",
    "fingerprint",
    "release_id",
    "source",
    "release",
    "records",
    "meetings",
    "removed",
    "text_sha256",
)
_COLUMNS = ", ".join(_RESULT)
_OF_THIS_RUN = """
CREATE TEMP TABLE seen (place TEXT, line INTEGER, source TEXT PRIMARY KEY, path TEXT, release_id TEXT NOT NULL, content TEXT NOT NULL);
CREATE INDEX temp.seen_content ON seen (content, place, line, source);
CREATE INDEX temp.seen_release ON seen (release_id, place, line, source);
CREATE INDEX temp.seen_order ON seen (place, line, source);
CREATE INDEX temp.seen_path ON seen (path);
CREATE TEMP TABLE read_rejects (source TEXT, stage TEXT, reason TEXT, detail TEXT);
CREATE TEMP TABLE failed (content TEXT PRIMARY KEY, stage TEXT, reason TEXT, detail TEXT);
CREATE TEMP TABLE made (content TEXT PRIMARY KEY);
CREATE TEMP VIEW rejects AS SELECT source, stage, reason, detail FROM read_rejects
UNION SELECT s.source, f.stage, f.reason, f.detail FROM seen s JOIN failed f ON f.content = s.content;
"""


@dataclass(frozen=True, slots=True)
class Result:
    """The lines of a processed release, without line ends, by the digest of its content.
    `release_id` and `source` are those in the lines; `removed` is the number of repeated
    paragraphs."""

    content: str
    release_id: str
    source: str
    release: str
    records: tuple[str, ...]
    removed: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A release that a stage rejected, by the digest of its content."""

    content: str
    stage: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One release of this run at its place: `place` is that of its file (`path`), `line` its line
    there or 0, `source` its name, `content` the digest of its content."""

    place: str
    line: int
    source: str
    path: str
    release_id: str
    content: str


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of this run: inputs with a result, distinct releases among them, `new` ones among
    those, rejected inputs, and sums over the distinct releases."""

    inputs: int
    releases: int
    new: int
    rejected: int
    removed: int
    meetings: int


@dataclass(frozen=True, slots=True)
class Run:
    """A run whose records are kept: its number, its end (UTC, ISO 8601), and the digest of its
    records."""

    number: int
    at: str
    sha256: str


class Malformed(MahdarError):
    """The database is damaged."""


def discard(out: Path) -> None:
    """Delete the database of an output folder; the records of earlier runs stay."""
    with on_disk(out):
        for end in ("", "-wal", "-shm"):
            (out / FOLDER / f"{DATABASE}{end}").unlink(missing_ok=True)


@contextmanager
def opened(out: Path) -> Iterator[Store]:
    """Open the store of the output folder, created if it is missing, and lock it until the end of
    the block. Raise UsageError if `out` is no folder, MahdarError if another run holds the lock or
    the folder cannot be written."""
    from filelock import FileLock, Timeout

    folder = out / FOLDER
    lock = FileLock(folder / "lock", timeout=0)
    with on_disk(folder):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except NotADirectoryError:
            raise UsageError(
                f"{out}: is no folder, or lies in a file; choose another --out"
            ) from None
        if not (ignored := folder / ".gitignore").exists():
            ignored.write_text(
                "*\n", encoding="utf-8"
            )  # for users who keep the records in git, with «git add -A»
        try:
            lock.acquire()
        except Timeout:
            raise MahdarError(
                f"another run is writing to {out}: wait until it ends, or choose another --out"
            ) from None
    try:
        with _database(folder), closing(_connect(folder / DATABASE)) as db:
            _mend(db)
            yield db
    finally:
        lock.release()


def forget(db: Store) -> None:
    """Delete every result, so that everything is processed again."""
    with _transaction(db):
        db.execute("DELETE FROM results")
        db.execute("DELETE FROM files")


def see_file(db: Store, path: str, place: str, sha256: str, fingerprint: str) -> bool:
    """Mark all releases of a file as seen in this run and return True, if the file is known at this
    place with these bytes, undamaged, and each of its releases has a result. Otherwise do nothing
    and return False; then the file must be read."""
    known = db.execute(
        "SELECT digest FROM files WHERE path = ? AND place = ? AND sha256 = ? AND fingerprint = ?",
        (path, place, sha256, fingerprint),
    ).fetchone()
    if (
        not known
        or known[0] != _digest_of_file(db, path)
        or db.execute(
            "SELECT 1 FROM file_releases f WHERE path = ? AND NOT EXISTS "
            "(SELECT 1 FROM results r WHERE r.content = f.content AND r.fingerprint = ?)",
            (path, fingerprint),
        ).fetchone()
    ):
        return False
    db.execute(
        "INSERT OR IGNORE INTO seen SELECT ?, line, source, path, release_id, content "
        "FROM file_releases WHERE path = ?",
        (place, path),
    )
    return True


def see_release(db: Store, seen: Seen, fingerprint: str) -> bool:
    """Note one release of a file. Return True if it must be processed: seen for the first time in
    this run, and without a result."""
    met = db.execute("SELECT 1 FROM seen WHERE content = ?", (seen.content,)).fetchone()
    db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?, ?, ?)", astuple(seen))
    return (
        not met
        and not db.execute(
            "SELECT 1 FROM results WHERE content = ? AND fingerprint = ?",
            (seen.content, fingerprint),
        ).fetchone()
    )


def see_reject(db: Store, reject: Reject) -> None:
    """Note an input that could not be read."""
    db.execute(
        "INSERT INTO read_rejects VALUES (?, ?, ?, ?)",
        (reject.source, reject.stage, str(reject.reason), reject.detail),
    )


def know_file(db: Store, path: str, place: str, sha256: str, fingerprint: str) -> None:
    """Store which releases a file holds, from what this run saw. Call it only for a file that was
    read whole and without a reject, so that rejected inputs are read again each time."""
    with _transaction(db):
        db.execute("DELETE FROM file_releases WHERE path = ?", (path,))
        db.execute(
            "INSERT INTO file_releases SELECT path, line, source, release_id, content FROM seen "
            "WHERE path = ?",
            (path,),
        )
        db.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)",
            (path, place, sha256, fingerprint, _digest_of_file(db, path)),
        )


def part_keys(db: Store, fingerprint: str) -> None:
    """Of different releases with one id, keep the first (by place, line and source); the others
    become rejects of this run. Call it when everything is seen and processed."""
    clashing = db.execute(
        "SELECT s.release_id FROM seen s JOIN results r USING (content) WHERE r.fingerprint = ? "
        "GROUP BY s.release_id HAVING count(DISTINCT content) > 1",
        (fingerprint,),
    ).fetchall()
    for (release_id,) in clashing:
        (first, content), *others = db.execute(
            "SELECT s.source, s.content FROM seen s JOIN results r USING (content) "
            "WHERE s.release_id = ? AND r.fingerprint = ? ORDER BY place, line, s.source",
            (release_id, fingerprint),
        )
        for source, other in others:
            if other != content:
                turn_away(
                    db,
                    Reject(
                        source,
                        "read",
                        Reason.SAME_KEY,
                        f"has the key of {first}, but says something else: give it an id or an "
                        "outlet of its own, or process the folder above both",
                    ),
                )


def turn_away(db: Store, reject: Reject) -> None:
    """Reject an input that was seen in this run."""
    db.execute("DELETE FROM seen WHERE source = ?", (reject.source,))
    see_reject(db, reject)


def keep(db: Store, outcomes: Iterable[Result | Failure], fingerprint: str) -> None:
    """Store results permanently, and failures for this run, in one transaction."""
    with _transaction(db):
        for o in outcomes:
            if isinstance(o, Result):
                row = (
                    o.content,
                    fingerprint,
                    o.release_id,
                    o.source,
                    o.release,
                    "\n".join(o.records),
                    len(o.records),
                    o.removed,
                    found[1] if (found := _TEXT.search(o.release)) else None,
                )
                db.execute(
                    "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (*row, _digest(row)),
                )
                db.execute("INSERT OR IGNORE INTO made VALUES (?)", (o.content,))
            else:
                db.execute(
                    "INSERT OR REPLACE INTO failed VALUES (?, ?, ?, ?)",
                    (o.content, o.stage, str(o.reason), o.detail),
                )


def results(db: Store, fingerprint: str) -> Iterator[tuple[Result, Seen, tuple[str, ...]]]:
    """Yield each release of this run once, in the order of its first place (then line), with that
    place and its other sources. `Result.release_id` and `.source` differ from them if the release
    was processed at another place."""
    firsts = db.execute(
        "SELECT s.place, s.line, s.source, s.path, s.release_id, s.content, "
        "r.release_id, r.source, r.release, r.records, r.removed FROM seen s "
        "JOIN results r ON r.content = s.content AND r.fingerprint = ? "
        "WHERE NOT EXISTS (SELECT 1 FROM seen t WHERE t.content = s.content "
        "                  AND (t.place, t.line, t.source) < (s.place, s.line, s.source)) "
        "ORDER BY s.place, s.line, s.source",
        (fingerprint,),
    )
    for *where, release_id, source, release, records, removed in firsts:
        first = Seen(*where)
        others = db.execute(
            "SELECT source FROM seen WHERE content = ? AND source <> ? ORDER BY place, line, "
            "source",
            (first.content, first.source),
        )
        lines = tuple(records.split("\n")) if records else ()
        kept = Result(first.content, release_id, source, release, lines, removed)
        yield kept, first, tuple(s for (s,) in others)


def present(db: Store, release_ids: Iterable[str]) -> frozenset[str]:
    """Return the given releases that were seen in this run."""
    return frozenset(
        i
        for i in release_ids
        if db.execute("SELECT 1 FROM seen WHERE release_id = ?", (i,)).fetchone()
    )


def holds(db: Store, release_id: str, text_sha256: str | None = None) -> bool:
    """Return whether a release with this id was seen in this run, or a release with this text has a
    result in it."""
    return bool(
        db.execute("SELECT 1 FROM seen WHERE release_id = ?", (release_id,)).fetchone()
        or db.execute(
            "SELECT 1 FROM results r JOIN seen s USING (content) WHERE r.text_sha256 = ?",
            (text_sha256,),
        ).fetchone()
    )


def has_source(db: Store, source: str) -> bool:
    """Return whether a release with this source was seen in this run."""
    return bool(db.execute("SELECT 1 FROM seen WHERE source = ?", (source,)).fetchone())


def rejects(db: Store) -> Iterator[Reject]:
    """Return the bad inputs of this run, sorted, one per source even if the same release occurs in
    several."""
    return (Reject(*row) for row in db.execute("SELECT * FROM rejects ORDER BY 1, 2, 3, 4"))


def counts(db: Store, fingerprint: str) -> Counts:
    """Return the counts of this run."""
    (inputs,) = db.execute(
        "SELECT count(*) FROM seen s JOIN results r ON r.content = s.content AND r.fingerprint = ?",
        (fingerprint,),
    ).fetchone()
    releases, removed, meetings = db.execute(
        "SELECT count(*), total(removed), total(meetings) FROM results "
        "WHERE fingerprint = ? AND content IN (SELECT content FROM seen)",
        (fingerprint,),
    ).fetchone()
    (new,) = db.execute(
        "SELECT count(*) FROM made WHERE content IN (SELECT content FROM seen)"
    ).fetchone()
    (rejected,) = db.execute("SELECT count(*) FROM rejects").fetchone()
    return Counts(inputs, releases, new, rejected, int(removed), int(meetings))


def prune(db: Store, fingerprint: str) -> None:
    """Delete what this run did not use: results and files that are no longer in the input."""
    with _transaction(db):
        db.execute(
            "DELETE FROM results WHERE fingerprint <> ? OR content NOT IN (SELECT content FROM seen)",
            (fingerprint,),
        )
        db.execute(
            "DELETE FROM files WHERE fingerprint <> ? OR path NOT IN (SELECT path FROM seen)",
            (fingerprint,),
        )
        db.execute("DELETE FROM file_releases WHERE path NOT IN (SELECT path FROM files)")


Change = Callable[[str, tuple[str, ...]], tuple[str, tuple[str, ...]] | None]


def alter(db: Store, change: Change) -> None:
    """Replace the lines of each stored release (its own and those of its records) by the result of
    `change`, in one transaction. None deletes the release and what is known of its file. Nothing of
    the old lines remains in the file of the store."""
    db.execute("PRAGMA secure_delete = ON")
    with _transaction(db):
        for content, release, records in db.execute(
            "SELECT content, release, records FROM results"
        ).fetchall():
            before = release, tuple(records.split("\n")) if records else ()
            after = change(*before)
            if after is None:
                db.execute(
                    "DELETE FROM files WHERE path IN (SELECT path FROM file_releases WHERE "
                    "content = ?)",
                    (content,),
                )
                db.execute("DELETE FROM file_releases WHERE content = ?", (content,))
                db.execute("DELETE FROM results WHERE content = ?", (content,))
            elif after != before:
                db.execute(
                    "UPDATE results SET release = ?, records = ?, meetings = ? WHERE content = ?",
                    (after[0], "\n".join(after[1]), len(after[1]), content),
                )
                row = db.execute(
                    f"SELECT {_COLUMNS} FROM results WHERE content = ?", (content,)
                ).fetchone()
                db.execute(
                    "UPDATE results SET digest = ? WHERE content = ?", (_digest(row), content)
                )
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def alter_runs(out: Path, of_run: Callable[[Run], Callable[[str], str | None]]) -> None:
    """Replace each record of the kept runs by the result of `of_run`; None deletes it. A run is
    listed under its new digest before its old file is deleted, so a killed command can be repeated.
    Call it while the store is open."""
    folder = out / FOLDER / RUNS
    marked = reviewed(out)
    renamed: dict[str, str] = {}
    with on_disk(folder):
        for run in {r.sha256: r for r in (*runs(out), *([marked] if marked else ()))}.values():
            renamed[run.sha256] = _altered_run(out, run, of_run(run))
        if not any(old != new for old, new in renamed.items()):
            return
        last = [replace(r, sha256=renamed[r.sha256]) for r in runs(out)]
        _write_json(folder / LIST, [asdict(r) for r in last])
        if marked:
            marked = replace(marked, sha256=renamed[marked.sha256])
            _write_json(folder / REVIEWED, asdict(marked))
        needed = {_kept_at(out, r) for r in (*last, *([marked] if marked else ()))}
        for other in folder.glob("*.jsonl.*"):
            if other not in needed:
                other.unlink(missing_ok=True)


def _altered_run(out: Path, run: Run, change: Callable[[str], str | None]) -> str:
    """Write the altered records of a run beside the old ones and return their digest."""
    unfinished = out / FOLDER / RUNS / "altered.tmp"
    digest = hashlib.sha256()
    with records_of(out, run) as lines, open(unfinished, "wb") as raw:
        with gzip.GzipFile("", "wb", compresslevel=4, fileobj=raw, mtime=0) as packed:
            for line in lines:
                after = change(line.decode("utf-8").rstrip("\n"))
                if after is not None:
                    data = after.encode("utf-8") + b"\n"
                    digest.update(data)
                    packed.write(data)
        raw.flush()
        os.fsync(raw.fileno())
    os.replace(unfinished, _kept_at(out, replace(run, sha256=digest.hexdigest())))
    return digest.hexdigest()


def write(out: Path, files: Mapping[str, Iterable[str]]) -> None:
    """Write files of lines and their manifest into `out`. All files are complete on the disk under
    temporary names before the first is renamed; the manifest is renamed last. If a run is killed
    between two renames, the manifest shows that the files belong to two runs, and the next run
    writes them all. The temporary names are fixed, so that no file is left over."""
    digests = {}
    with on_disk(out):
        try:
            for name, lines in files.items():
                digests[name] = _written(unfinished(out, name), (line + "\n" for line in lines))
            _written(unfinished(out, MANIFEST), [manifest.text(digests)])
        except BaseException:  # a full disk needs the room
            for name in (*files, MANIFEST):
                with suppress(OSError):
                    unfinished(out, name).unlink(missing_ok=True)
            raise
        if not (out / MANIFEST).exists():
            _written(out / MANIFEST, [manifest.text({})])
        for name in (*files, MANIFEST):
            os.replace(unfinished(out, name), out / name)
        folder = os.open(out, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _written(path: Path, pieces: Iterable[str]) -> str:
    """Write a file and flush it to the disk; return its SHA-256."""
    digest = hashlib.sha256()
    with open(path, "wb") as file:
        for piece in pieces:
            data = piece.encode("utf-8")
            digest.update(data)
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def remember(out: Path, records: str, kept: int) -> None:
    """Keep a compressed copy of `out / records` as the records of the run that just ended. Of
    earlier runs keep the last `kept - 1` and the one that was last reviewed. Runs with equal
    records share a copy. Call it while the store is open."""
    folder = out / FOLDER / RUNS
    with on_disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with open(out / records, "rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        earlier = runs(out)
        run = Run(
            earlier[-1].number + 1 if earlier else 1,
            datetime.now(UTC).isoformat(timespec="seconds"),
            sha256,
        )
        if not (place := _kept_at(out, run)).exists():
            unfinished = place.with_suffix(".tmp")
            with open(out / records, "rb") as file, open(unfinished, "wb") as raw:
                with gzip.GzipFile("", "wb", compresslevel=4, fileobj=raw, mtime=0) as packed:
                    shutil.copyfileobj(file, packed, 1 << 20)
                raw.flush()
                os.fsync(raw.fileno())
            os.replace(unfinished, place)
        last = [*earlier, run][-kept:] if kept > 0 else []
        _write_json(folder / LIST, [asdict(r) for r in last])
        marked = reviewed(out)
        needed = {_kept_at(out, r) for r in (*last, *([marked] if marked else ()))}
        for other in folder.glob("*.jsonl.*"):
            if other not in needed:
                other.unlink(missing_ok=True)


def runs(out: Path) -> tuple[Run, ...]:
    """Return the runs whose records are kept, oldest first; none if nothing was kept or the list is
    damaged, because it is a cache too."""
    rows = _read_json(out / FOLDER / RUNS / LIST)
    found = [_run(row) for row in rows] if isinstance(rows, list) else []
    return tuple(r for r in found if r is not None and _kept_at(out, r).exists())


def reviewed(out: Path) -> Run | None:
    """Return the run that was last reviewed; its records are kept regardless of its age."""
    run = _run(_read_json(out / FOLDER / RUNS / REVIEWED))
    return run if run is not None and _kept_at(out, run).exists() else None


def mark_reviewed(out: Path) -> Run | None:
    """Note that the last run was reviewed, and return it; do nothing if no run is kept."""
    kept = runs(out)
    if not kept:
        return None
    with on_disk(out):
        _write_json(out / FOLDER / RUNS / REVIEWED, asdict(kept[-1]))
    return kept[-1]


def records_of(out: Path, run: Run) -> BinaryIO:
    """Return the records of a kept run, readable like `records.jsonl`. The caller closes the
    file."""
    with on_disk(out):
        return cast(BinaryIO, gzip.open(_kept_at(out, run), "rb"))


def _kept_at(out: Path, run: Run) -> Path:
    return out / FOLDER / RUNS / f"{run.sha256[:32]}.jsonl.gz"


def _run(row: object) -> Run | None:
    match row:
        case {"number": int(number), "at": str(at), "sha256": str(sha256)} if sha256.isalnum():
            return Run(number, at, sha256)
    return None


def _read_json(path: Path) -> object:
    try:
        return cast(object, json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError):
        return None


def _write_json(path: Path, value: Sequence[object] | Mapping[str, object]) -> None:
    unfinished = path.with_suffix(".tmp")
    with open(unfinished, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)


def unfinished(out: Path, name: str) -> Path:
    """Yield the temporary path of an output file until all are complete. A file is complete when
    the next one is asked for."""
    return out / f".{name}.tmp"


def _connect(path: Path) -> Store:
    """Return a connection in WAL mode with its tables. A file with another layout, or that is no
    database, is replaced."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(
            "PRAGMA synchronous = NORMAL"
        )  # after a power cut the last results may be missing, but nothing is damaged
        (layout,) = db.execute("PRAGMA user_version").fetchone()
    except sqlite3.OperationalError:
        db.close()
        raise
    except sqlite3.DatabaseError:
        layout = -1
    if layout not in (0, LAYOUT):
        db.close()
        for leftover in (
            path,
            path.with_name(path.name + "-wal"),
            path.with_name(path.name + "-shm"),
        ):
            leftover.unlink(missing_ok=True)
        return _connect(path)
    if layout == 0:
        db.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {LAYOUT}; COMMIT;")
    db.executescript(_OF_THIS_RUN)
    return db


def _mend(db: Store) -> None:
    """Delete damaged results and what is known of their files, so that these releases are processed
    again."""
    columns = ", ".join(
        f"CAST({name} AS BLOB)" for name in _RESULT
    )  # a damaged text may be invalid UTF-8
    damaged = [
        (rowid,)
        for rowid, digest, *row in db.execute(
            f"SELECT rowid, CAST(digest AS BLOB), {columns} FROM results"
        )
        if digest != _digest(row).encode()
    ]
    if damaged:
        with _transaction(db):
            db.executemany("DELETE FROM results WHERE rowid = ?", damaged)
            db.execute("DELETE FROM files")


def _digest_of_file(db: Store, path: str) -> str:
    """Return the SHA-256 of what is known about the releases of a file."""
    rows = db.execute(
        "SELECT CAST(line AS BLOB), CAST(source AS BLOB), CAST(release_id AS BLOB), "
        "CAST(content AS BLOB) FROM file_releases WHERE path = ? ORDER BY line, source",
        (path,),
    )
    return _digest([value for row in rows for value in row])


def _digest(row: Sequence[str | int | bytes | None]) -> str:
    """Return the SHA-256 of values, such as those of a result without its digest. A string and its
    bytes give the same digest."""
    values = (v if isinstance(v, bytes) else b"" if v is None else str(v).encode() for v in row)
    return hashlib.sha256(b"\0".join(values)).hexdigest()


@contextmanager
def _transaction(db: Store) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:  # a full disk ends the transaction by itself
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


@contextmanager
def on_disk(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as err:
        raise of_disk(err, place) from err


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as err:
        name = getattr(err, "sqlite_errorname", None) or ""
        mend = next((m for start, m in _MENDS.items() if name.startswith(start)), None)
        if mend is None:  # such as text that is invalid UTF-8
            raise Malformed(f"{folder / DATABASE}: {err}; {_ANEW}") from err
        raise MahdarError(f"{folder / DATABASE}: {err}; {mend}") from err
    except sqlite3.DatabaseError as err:
        if type(err) is not sqlite3.DatabaseError:
            raise  # a bug
        raise Malformed(f"{folder / DATABASE}: {err}; {_ANEW}") from err
