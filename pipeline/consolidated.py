"""The last stage, over all records of a run: group the records that report the same meeting, and
write one line for each meeting.

It reads the records three times, line by line. The first pass builds the views to compare. The
second adds the ids (`filled`). The third reads the records of each meeting from the file that the
second pass wrote (`meetings`). The ids come from `registry.jsonl`, which lies beside the ledger in
the folder that holds the output. New ids are added to it before any output file is renamed into
place, so a killed run gives the same ids when it is repeated."""

from __future__ import annotations

import json
import tempfile
from array import array
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, cast

from pipeline.consolidate import entities, registry
from pipeline.consolidate.choosing import meeting_row
from pipeline.consolidate.linking import Spool, Verdicts, link
from pipeline.consolidate.mentions import Gathered
from pipeline.consolidate.register import Register, registered
from pipeline.consolidate.views import views
from pipeline.corrections import identity
from pipeline.corrections.identity import Identity
from pipeline.errors import MahdarError
from pipeline.ledger import append_lines

# of each release, its line and the lines of its records
Lines = Iterable[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The result over all records: the meeting of each record, which records only announce it, the
    register of people and things, and the verdicts that contradict others."""

    meeting_of: Mapping[str, str]
    announcing: frozenset[str]
    register: Register
    unkept: tuple[Identity, ...]

    def filled(self, line: str) -> str:
        """Return the line of a record with its ids filled in."""
        record = self.register.tagged(json.loads(line))
        ident = self.meeting_of[record["record_id"]]
        ahead = record["record_id"] in self.announcing
        record["meeting_id"], record["announces"] = (None, ident) if ahead else (ident, None)
        return json.dumps(record, ensure_ascii=False, separators=(",", ":"))

    def meetings(self, records: Path) -> Iterator[str]:
        """Yield the lines of the meetings, sorted by id. `records` is a file of filled lines, in
        any order."""
        places: dict[str, array[int]] = defaultdict(lambda: array("q"))
        with open(records, "rb") as file:
            at = 0
            for line in file:
                record = json.loads(line)
                places[record["meeting_id"] or record["announces"]].append(at)
                at += len(line)
            for ident in sorted(places):
                told: list[dict[str, Any]] = []
                for at in places[ident]:
                    file.seek(at)
                    told.append(json.loads(file.readline()))
                yield meeting_row(
                    ident,
                    [r for r in told if r["meeting_id"] == ident],
                    [r for r in told if r["announces"] == ident],
                ).model_dump_json()

    def entities(self) -> Iterator[str]:
        """Return the lines of the people, bodies, organisations and initiatives, sorted by id."""
        return (row.model_dump_json() for row in self.register.rows())


def consolidate(
    lines: Lines, beside: Path, scratch: Path, verdicts: Sequence[Identity] = ()
) -> Consolidated:
    """Group the records that report the same meeting and the mentions of the same person or thing.
    Follow the reviewers' `verdicts`. Take the ids from the registry at `beside` and add the new
    ones to it. `scratch` is a folder for temporary files. Raise MahdarError if the registry cannot
    be read or written."""
    announcing = set()
    on_meetings = identity.standing(verdicts, "meeting")
    on_entities = {_on_entities(v): v for v in identity.standing(verdicts, "entity")}
    gathered = Gathered()
    with tempfile.TemporaryFile(dir=scratch) as file:
        spool = Spool(cast(Any, file))
        for release, records in lines:
            if records:
                told = [json.loads(r) for r in records]
                for record in told:
                    gathered.add(record)
                for view in views(json.loads(release), told):
                    spool.add(view)
                    if view.announces:
                        announcing.add(view.id)
        linked = link(spool, _on_meetings(on_meetings))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    before = _registry(beside)
    given = registry.give(before, "mt", linked.meetings, now)
    meeting_of = {
        r: i for i, records in zip(given.ids, linked.meetings, strict=True) for r in records
    }
    register, lines_of_register = registered(
        gathered, meeting_of, announcing, before, now, tuple(on_entities)
    )
    if given.lines or lines_of_register:
        append_lines(beside, (*given.lines, *lines_of_register))
    contradicted = {c.same for c in linked.contradictions}
    unkept = (
        *(v for v in on_meetings if v.verdict == "same" and _records(v) in contradicted),
        *(on_entities[v] for v in register.unkept),
    )
    return Consolidated(meeting_of, frozenset(announcing), register, unkept)


def check(release: str, records: Sequence[str], scratch: Path) -> None:
    """Run the whole pass over one release, given as its line and those of its records, and discard
    the result. A defect raises. `scratch` is as in `consolidate`."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        done = consolidate([(release, tuple(records))], Path(folder, "registry"), Path(folder))
        filled = Path(folder, "records")
        lines = "".join(f"{done.filled(record)}\n" for record in records)
        filled.write_text(lines, encoding="utf-8", newline="\n")
        deque(chain(done.meetings(filled), done.entities()), maxlen=0)


def _on_meetings(verdicts: Iterable[Identity]) -> Verdicts:
    same, different = [], []
    for v in verdicts:
        if v.verdict == "same":
            same.append(_records(v))
        else:
            different.append((frozenset(v.sides[0]), frozenset(v.sides[1])))
    return Verdicts(tuple(same), tuple(different))


def _records(verdict: Identity) -> frozenset[str]:
    return frozenset(r for side in verdict.sides for r in side)


def _on_entities(verdict: Identity) -> entities.Verdict:
    one, other = map(frozenset, verdict.sides)
    return entities.Verdict(verdict.verdict == "same", (one, other))


def _registry(path: Path) -> registry.Registry:
    try:
        with open(path, "rb") as file:
            return registry.read(file)
    except FileNotFoundError:
        return registry.Registry()
    except OSError as err:
        raise MahdarError(
            f"{path}: cannot be read: {err.strerror}; fix the permissions, then run again"
        ) from err
