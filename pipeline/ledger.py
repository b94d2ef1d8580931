"""The ledger of corrections, `corrections.jsonl` beside the output folder: one decision a line,
only appended, kept in git with the rest.

The order of the lines means nothing, and a repeated line counts once, so git's union driver may
merge two copies. An append is on the disk before it returns. A crash leaves at worst half a line at
the end. Readers report it, and it does not damage the next line."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from pipeline.corrections import identity
from pipeline.corrections.anchoring import Stale, concerns
from pipeline.corrections.applying import Applied, apply
from pipeline.corrections.decisions import Decision, Json, content_id, line, with_id, written_id
from pipeline.corrections.identity import Identity
from pipeline.corrections.index import Tally, index
from pipeline.corrections.training import document, reviewed
from pipeline.errors import MahdarError, UsageError, of_disk
from pipeline.manifest import check
from pipeline.schema import RECORDS, RELEASES, Record, ReleaseRow
from pipeline.store import FOLDER

NAME = "corrections.jsonl"
# in the folder of the store: the path of the ledger, relative to the output folder
_KNOWN = "ledger"
_CORRECTED = b'"found_by":"correction"'  # never occurs inside a JSON string


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that is no decision: its number, counted from 1, and the reason with what to do."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The content of a file: its decisions and its verdicts on identity, each once, in the order of
    their first lines, and its bad lines."""

    decisions: tuple[Decision, ...] = ()
    faults: tuple[Fault, ...] = ()
    verdicts: tuple[Identity, ...] = ()


def of_output(out: Path, given: Path | None = None) -> Path:
    """Return the path of the ledger of an output folder: `given`, else the path that the last run
    or review noted, else `corrections.jsonl` in the folder that holds the output."""
    if given is not None:
        return given
    try:
        known = (out / FOLDER / _KNOWN).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        known = ""
    folder = Path(os.path.abspath(out))
    path = Path(os.path.normpath(folder / known)) if known else folder.parent / NAME
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def remember(out: Path, path: Path) -> None:
    """Note the path of the ledger of an output folder, if the folder has a store."""
    folder = out / FOLDER
    if folder.is_dir():
        unfinished = folder / f"{_KNOWN}.tmp"
        try:
            unfinished.write_text(os.path.relpath(path, out) + "\n", encoding="utf-8")
            os.replace(unfinished, folder / _KNOWN)
        except OSError as err:
            raise of_disk(err, folder) from err


def needed(out: Path, path: Path) -> None:
    """Raise UsageError if the records of an output folder contain corrections but there is no
    ledger at `path`: a run would drop them."""
    if path.exists():
        return
    try:
        with open(out / RECORDS, "rb") as file:
            corrected = any(_CORRECTED in line for line in file)
    except OSError:
        return
    if corrected:
        raise UsageError(
            f"{out}: its records hold corrections, and no ledger is at {path}; name it with "
            "--corrections FILE (an empty file drops them)"
        )


def read(path: Path) -> Ledger:
    """Return the ledger at `path`, empty if there is no file. Raise MahdarError if it cannot be
    read."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Ledger()
    except OSError as err:
        raise MahdarError(
            f"{path}: cannot be read: {err.strerror}; fix the permissions or name another file"
        ) from err
    decisions: dict[str, Decision] = {}
    verdicts: dict[str, Identity] = {}
    faults: list[Fault] = []
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    for number, raw in enumerate(lines, 1):
        if raw.strip():
            read_line = _decision(raw, whole=number < len(lines))
            if isinstance(read_line, str):
                faults.append(Fault(number, read_line))
            elif isinstance(read_line, Identity):
                verdicts.setdefault(read_line.id, read_line)
            else:
                decisions.setdefault(read_line.id, read_line)
    return Ledger(tuple(decisions.values()), tuple(faults), tuple(verdicts.values()))


def append(path: Path, *decisions: Decision) -> None:
    """Append decisions, all of them or none. They are on the disk when this returns. Create the
    file and its folder if they are missing. End an incomplete last line first. Several processes
    may append at once. Raise MahdarError if the append fails."""
    append_lines(path, map(line, decisions))


def append_lines(path: Path, lines: Iterable[str]) -> None:
    """Do the same for the lines, without line ends, of any file that is only appended."""
    data = "".join(f"{text}\n" for text in lines).encode("utf-8")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path) as file:
            size = os.fstat(file).st_size
            if size and os.pread(file, 1, size - 1) != b"\n":
                data = b"\n" + data
            try:
                written = os.write(file, data)
                while written < len(data):  # a nearly full disk writes only a part
                    written += os.write(file, data[written:])
                os.fsync(file)
            except OSError:
                os.ftruncate(file, size)
                raise
            if not size:
                # the folder holds the name of a new file, so it needs an fsync too
                _sync(path.parent)
    except OSError as err:
        raise of_disk(err, path, "nothing was kept") from err


def alter_lines(path: Path, change: Callable[[str], str | None]) -> int:
    """Replace each line of a file, without its line end, by the result of `change`; None deletes
    the line. Return the number of deleted lines. The new file is complete on the disk before it
    replaces the old one. Do nothing if there is no file. Raise MahdarError if this fails."""
    if not path.exists():
        return 0
    unfinished = path.with_name(f".{path.name}.tmp")
    try:
        with _locked(path):
            before = path.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
            after = [change(line) if line.strip() else line for line in before]
            left = [line for line in after if line is not None]
            if left != before:
                with open(unfinished, "w", encoding="utf-8", errors="surrogateescape") as file:
                    file.write("\n".join(left))
                    file.flush()
                    os.fsync(file.fileno())
                shutil.copymode(path, unfinished)
                os.replace(unfinished, path)
                _sync(path.parent)
    except OSError as err:
        raise of_disk(err, path, "nothing was taken out of it") from err
    return len(before) - len(left)


def _decision(raw: bytes, whole: bool) -> Decision | Identity | str:
    """Return a line as a decision or a verdict on identity, or a message about its fault."""
    if raw.startswith((b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")):
        return "a mark of a git conflict: delete this line; with «merge=union» in .gitattributes there are none"
    try:
        return _checked(raw, whole)
    except RecursionError:
        return "is nested too deeply: correct or delete this line"
    except UnicodeEncodeError:
        return (
            "holds half of a surrogate pair (\\ud800 to \\udfff alone): correct or delete this line"
        )


def _checked(raw: bytes, whole: bool) -> Decision | Identity | str:
    try:
        given = json.loads(raw.decode("utf-8"))
    except ValueError:
        return (
            "is no JSON: correct or delete this line"
            if whole
            else "is cut off, as after a crash: delete this line and decide again"
        )
    json.dumps(given, ensure_ascii=False).encode("utf-8")
    if not isinstance(given, dict):
        return "is no JSON object: correct or delete this line"
    decision: Decision | Identity
    try:
        if identity.is_one(given):
            decision = (
                Identity.model_validate_json(raw) if "id" in given else identity.made(**given)
            )
        else:
            decision = Decision.model_validate_json(raw) if "id" in given else with_id(given)
    except ValidationError as err:
        first = err.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        return f"is no decision: {where + ': ' if where else ''}{first['msg'].removeprefix('Value error, ')}; correct or delete this line"
    ids = (
        (identity.content_id(decision),)
        if isinstance(decision, Identity)
        else (content_id(decision), written_id(given))
    )
    if decision.id not in ids:
        return "was changed after it was written, its id does not fit: delete «id» from this line if the change is meant"
    return decision


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """Open the file for appending, locked against other processes until the end of the block."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if _still_there(file, path):
                yield file
                return
        finally:
            os.close(file)


def _still_there(file: int, path: Path) -> bool:
    """Return whether `path` is still the open file: git replaces a file by a new one."""
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- against finished output
@dataclass(frozen=True, slots=True)
class Looked:
    """The result of applying decisions to an output folder: each release with decisions, as
    corrected; the stale decisions; those whose release is missing; and withdrawals of unknown
    decisions."""

    releases: tuple[Applied, ...]
    stale: tuple[tuple[Stale, Decision], ...]
    elsewhere: tuple[Decision, ...]
    dangling: tuple[Decision, ...]

    @property
    def applied(self) -> int:
        """Return how many decisions are applied."""
        return len({i for r in self.releases for i in r.applied})


def look(out: Path, decisions: Sequence[Decision], same_name: float | None = None) -> Looked:
    """Apply decisions to the files of an output folder, corrected before or not, without
    changing the files. `same_name` as in `corrections.apply`. Raise UsageError if the folder has
    no output."""
    check(out, RELEASES, RECORDS)
    known = {d.id: d for d in decisions}
    rows = [(json.loads(text), text) for text in _lines(out / RELEASES)]
    desk = index(
        known.values(), {r["id"] for r, _ in rows} & {d.release.id for d in known.values()}
    )
    chosen: dict[str, tuple[ReleaseRow, list[Decision]]] = {}
    for row, text in rows:
        decisions_on = desk.of(row)
        if decisions_on:
            chosen[row["id"]] = (ReleaseRow.model_validate_json(text), decisions_on)
    records: dict[str, list[Record]] = {}
    for text in _lines(out / RECORDS):
        if (ident := json.loads(text)["release"]["id"]) in chosen:
            records.setdefault(ident, []).append(Record.model_validate_json(text))
    tally = Tally()
    done = []
    for ident, (release, decisions_on) in chosen.items():
        there = records.get(ident, [])
        done.append(apply(release, there, decisions_on, same_name))
        tally.add((d for d in decisions_on if concerns(d, release)), done[-1], len(there))
    dangling = tuple(d for d in known.values() if d.of is not None and d.of not in known)
    return Looked(
        tuple(done), tuple((s, known[s.id]) for s in tally.stale()), tally.homeless(desk), dangling
    )


def documents(looked: Looked, whole: bool) -> Iterator[Json]:
    """Yield a training document for each release with an applied decision; with `whole`, only if
    every meeting of the release was decided as a whole."""
    chosen = [
        r
        for r in looked.releases
        if r.applied and not (whole and not all(map(reviewed, r.records)))
    ]
    keys = Counter(r.row.key or r.row.id for r in chosen)
    for r in chosen:
        yield document(r.row, r.records, None if keys[r.row.key or r.row.id] == 1 else r.row.id)


def _lines(path: Path) -> Iterator[str]:
    try:
        with open(path, encoding="utf-8", newline="\n") as file:
            yield from file
    except (OSError, UnicodeDecodeError) as err:
        why = err.strerror if isinstance(err, OSError) else err
        raise UsageError(
            f"{path}: cannot be read: {why}; name the output folder of mahdar process"
        ) from err
