"""Upgrade an output of 0.1 (schema 1.0, ids that hashed the text) to schema 1.1, once, in the first
run that writes to it.

Before the run writes, the old files and kept runs are copied to `OUT/.mahdar/before-1.1`. After it
has written, the kept runs get the new ids, so that later runs can be compared with them, and
`ids.jsonl` beside the copies maps each old id to its new one. That file marks the end of the
upgrade: if a run is killed before, the next one completes it. The ledger is not changed, because
its decisions identify a record by content, whatever its ids."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import shutil
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from pipeline import ids, store
from pipeline.schema import RECORDS, REJECTS, RELEASES, SCHEMA_VERSION, Person, Record, ReleaseRef

if TYPE_CHECKING:
    from pipeline.diff.sides import Side

BEFORE, IDS = "before-1.1", "ids.jsonl"  # in the folder of the store
_OLD = (b'{"schema_version":"1.0"', b'"text_sha256":')  # of a record; of a release since 1.1
_NAMED = ("people", "committees", "organizations", "initiatives")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upgraded:
    """The result of the upgrade: how many `releases` and `records` of the old output got a new id,
    how many there were in all, how many kept `runs` were rewritten, and the folder of the copy."""

    releases: tuple[int, int]
    records: tuple[int, int]
    runs: int
    copy: Path


@dataclass(frozen=True, slots=True)
class _Known:
    """A release of the new output, for the old lines about it."""

    id: str
    url: str | None
    text_sha256: str | None  # of the old text; None if unknown


def keep(out: Path) -> None:
    """Copy the files and kept runs of an output of 0.1, before the run writes its own. Do nothing
    if the output has the current version or the copy exists."""
    copy = out / store.FOLDER / BEFORE
    if copy.exists() or not _is_old(out):
        return
    with store.on_disk(out):
        unfinished = copy.with_name(f"{BEFORE}.tmp")
        shutil.rmtree(unfinished, ignore_errors=True)
        runs = out / store.FOLDER / store.RUNS
        (unfinished / store.RUNS).mkdir(parents=True)
        for path in (*(out / name for name in (RECORDS, RELEASES, REJECTS)), *_files(runs)):
            if path.is_file():
                _copied(
                    path, unfinished / path.relative_to(out if path.parent == out else runs.parent)
                )
        os.replace(unfinished, copy)


def finish(out: Path, alike: float) -> Upgraded | None:
    """Rewrite the kept runs of 0.1 and write the map of ids, after the run has written its files
    and while the store is open. Return None if there is nothing to upgrade. `alike` as in
    `diff.pairing.pair`."""
    copy = out / store.FOLDER / BEFORE
    if not copy.exists() or (copy / IDS).exists():
        return None
    from pipeline.diff.sides import InFile

    with store.on_disk(out), open(out / RECORDS, "rb") as file:
        releases = _releases(copy / RELEASES, out / RELEASES)
        new = InFile(file, RECORDS)
        rewritten = 0

        def of_run(run: store.Run) -> Callable[[str], str]:
            nonlocal rewritten
            with store.records_of(out, run) as lines:
                first, change = _rewriting(lines, releases, new, alike)
            rewritten += first
            return change

        _without_damaged(out / store.FOLDER / store.RUNS)
        store.alter_runs(out, of_run)
        rows: dict[str, list[Json]] = {
            "release": [
                {"kind": "release", "old": i, "new": r.id if r.id != i else None}
                for i, r in sorted(releases.old.items())
            ],
            "record": _records(copy / RECORDS, releases, new, alike),
        }
        _write(copy / IDS, [json.dumps(row) for found in rows.values() for row in found])
    told = {
        kind: (sum(row["new"] is not None for row in found), len(found))
        for kind, found in rows.items()
    }
    return Upgraded(told["release"], told["record"], rewritten, copy)


def forget(out: Path) -> None:
    """Delete the copies of the old files. The map of ids stays; it contains no text."""
    copy = out / store.FOLDER / BEFORE
    if not (copy / IDS).exists():  # the copy is made again as long as something has to be upgraded
        shutil.rmtree(copy, ignore_errors=True)
        return
    with store.on_disk(out):
        for name in (RECORDS, RELEASES, REJECTS):
            (copy / name).unlink(missing_ok=True)
        shutil.rmtree(copy / store.RUNS, ignore_errors=True)


# --- the old output
def _is_old(out: Path) -> bool:
    """Return whether an output folder contains anything of 0.1, by the first line of each file."""
    releases = _first_line(out / RELEASES)
    if releases.startswith(b'{"id":"r-') and _OLD[1] not in releases:
        return True
    kept = _files(out / store.FOLDER / store.RUNS)
    return any(_first_line(path).startswith(_OLD[0]) for path in (out / RECORDS, *kept))


def _first_line(path: Path) -> bytes:
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else open(path, "rb") as file:
            return cast(BinaryIO, file).readline()
    except (OSError, EOFError, zlib.error):
        return b""


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.glob("*.json*") if p.is_file() and p.suffix != ".tmp")


def _rows(path: Path) -> Iterator[Json]:
    """Yield the intact lines of a file of 0.1."""
    with contextlib.suppress(FileNotFoundError), open(path, "rb") as file:
        for line in file:
            with contextlib.suppress(ValueError):
                row = json.loads(line)
                if isinstance(row, dict):
                    yield row


def _without_damaged(runs: Path) -> None:
    """Delete kept runs that cannot be read to their end: they are a cache, and the copy has
    them."""
    for path in runs.glob("*.jsonl.gz"):
        try:
            with gzip.open(path, "rb") as file:
                while file.read(1 << 20):
                    pass
        except (EOFError, zlib.error, gzip.BadGzipFile):
            path.unlink()


def _write(path: Path, lines: Iterable[str]) -> None:
    unfinished = path.with_name(f"{path.name}.tmp")
    with open(unfinished, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)


def _copied(path: Path, to: Path) -> None:
    with open(path, "rb") as old, open(to, "wb") as new:
        shutil.copyfileobj(old, new, 1 << 20)
        new.flush()
        os.fsync(new.fileno())


# --- releases
@dataclass(frozen=True, slots=True)
class _Releases:
    """The releases of the old output by old id, the ids of those that are gone, and the releases of
    the new output by source."""

    old: Mapping[str, _Known]
    by_source: Mapping[str, _Known]

    def of(self, record: Json) -> _Known:
        """Return the new release of an old record; an unmatched one keeps its id."""
        seen = record["release"]
        known = self.old.get(seen["id"]) or self.by_source.get(seen["source"])
        return known or _Known(seen["id"], None, None)


def _releases(old: Path, new: Path) -> _Releases:
    by_source: dict[str, _Known] = {}
    by_text: dict[str, _Known] = {}
    with open(new, encoding="utf-8", newline="\n") as lines:
        for row in map(json.loads, lines):
            known = _Known(row["id"], row["url"], row["text_sha256"])
            by_text.setdefault(row["text_sha256"], known)
            by_source.update(dict.fromkeys((row["source"], *row["also_at"]), known))
    found: dict[str, _Known] = {}
    for row in _rows(old):
        if "text_sha256" in row:  # not of 0.1
            continue
        text = ids.text_sha256(row["text"])
        here = [by_source[s] for s in (row["source"], *row["also_at"]) if s in by_source]
        same = [known for known in here if known.text_sha256 == text]
        is_now = next(iter([*same, *filter(None, [by_text.get(text)]), *here]), None)
        there = is_now or _Known(row["id"], None, text)
        found[row["id"]] = _Known(there.id, there.url, text)
    untold = {source: _Known(r.id, r.url, None) for source, r in by_source.items()}
    return _Releases(found, untold)


# --- records
def _records(path: Path, releases: _Releases, new: Side, alike: float) -> list[Json]:
    """Return the rows of the map for the records of the old output."""
    if not _first_line(path).startswith(_OLD[0]):
        return []
    partners = _partners(_rows(path), releases, new, alike)
    return [
        {
            "kind": "record",
            "old": old,
            "new": new.heads[partners[old]].id if old in partners else None,
        }
        for old in sorted(row["record_id"] for row in _rows(path))
    ]


def _partners(
    records: Iterable[Json], releases: _Releases, new: Side, alike: float
) -> dict[str, int]:
    """Return the index of the matching new record for the id of each old one."""
    from pipeline.diff.pairing import pair
    from pipeline.diff.sides import InFile

    with tempfile.TemporaryFile() as file:
        for record in records:
            record["release"] = _release(record, releases)
            file.write(json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n")
        old = InFile(cast(BinaryIO, file), RECORDS)
        return {old.heads[i].id: j for i, j in pair(old, new, alike)}


def _rewriting(
    lines: BinaryIO, releases: _Releases, new: Side, alike: float
) -> tuple[bool, Callable[[str], str]]:
    """Return whether the records of a run are of 0.1, and the function that rewrites a line."""
    first = lines.readline()
    if not first.startswith(_OLD[0]):
        return False, lambda line: line
    lines.seek(0)
    partners = _partners(map(json.loads, lines), releases, new, alike)
    numbers = Counter(head.release for head in new.heads)

    def change(line: str) -> str:
        record = json.loads(line)
        release = _release(record, releases)
        j = partners.get(record["record_id"])
        partner = {} if j is None else dict(new.record(j))
        if partner:
            name = partner["record_id"]
        else:  # a number that no record has
            numbers[release["id"]] += 1
            name = ids.record_id(release["id"], numbers[release["id"]])
        record |= {
            "schema_version": SCHEMA_VERSION,
            "record_id": name,
            "meeting_id": partner.get("meeting_id"),
            "announces": partner.get("announces"),
            "release": release,
        }
        known = dict(_entities(partner))
        if record["body"]:
            record["body"] = _with_entity(record["body"], known)
        for field in _NAMED:
            record[field] = [_with_entity(element, known) for element in record[field]]
        record["people"] = [
            {name: p.get(name) for name in Person.model_fields} for p in record["people"]
        ]
        ordered = {name: record[name] for name in Record.model_fields}
        return json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))

    return True, change


def _release(record: Json, releases: _Releases) -> Json:
    known = releases.of(record)
    told = record["release"] | {
        "id": known.id,
        "url": known.url,
        "text_sha256": known.text_sha256,
    }
    return {name: told[name] for name in ReleaseRef.model_fields}


def _entities(record: Json) -> Iterator[tuple[str, str | None]]:
    """Yield the ids of names in a record, each with its entity id."""
    for element in (record.get("body"), *(e for field in _NAMED for e in record.get(field, ()))):
        if element:
            yield element["id"], element["entity_id"]


def _with_entity(element: Json, known: Mapping[str, str | None]) -> Json:
    """Return an element with its entity id right after its id."""
    out: Json = {}
    for name, value in element.items():
        out[name] = value
        if name == "id":
            out["entity_id"] = known.get(value)
    return out
