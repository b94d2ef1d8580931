"""The reports of one meeting side by side, and records that may be another report of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipeline import ledger
from pipeline.arabic.folding import fold_key
from pipeline.corrections import identity
from pipeline.corrections.decisions import SCALARS
from pipeline.corrections.identity import Identity, Word
from pipeline.review import output as outputs
from pipeline.review.output import Card, Output
from pipeline.review.queue import Item
from pipeline.schema import Record
from pipeline.schema_meetings import MEETINGS
from pipeline.words import words
from pipeline.words.values import in_words

SIDE_BY_SIDE = 5  # maximum number of reports to compare, the current record first
NEAR = 3  # maximum days between two reports of one meeting if nothing else is known
_NAMED = "\u060c "  # ARABIC COMMA


@dataclass(frozen=True, slots=True)
class Told:
    """The meeting of a record in meetings.jsonl: its records, and the conflicts."""

    records: tuple[str, ...]
    conflicts: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Another report: its item of the queue, whether the last run joined it to the same meeting,
    and the verdict since then (same, different or None)."""

    record_id: str
    n: int | None
    card: Card
    joined: bool
    said: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A field with the value of each report in words; `at_odds`: the values differ."""

    label: str
    cells: tuple[str, ...]
    at_odds: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The current record (the first cell of each line) and the other reports."""

    own: Card
    reports: tuple[Report, ...]
    lines: tuple[Line, ...]


def read(out: Path) -> Mapping[str, Told]:
    """Return the meetings of several records, by record id; empty if the output has none."""
    found: dict[str, Told] = {}
    try:
        with open(out / MEETINGS, encoding="utf-8") as file:
            for text in file:
                row = json.loads(text)
                records = (*row["records"], *row["announcements"])
                if len(records) > 1:
                    told = Told(records, tuple(row["conflicts"]))
                    found |= dict.fromkeys(records, told)
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # the page works without it
    return found


def comparison(
    output: Output,
    queue: Sequence[Item],
    record: Record,
    told: Told | None,
    verdicts: Iterable[Identity],
) -> Comparison | None:
    """Return the other reports of the meeting of a record, and possible ones; None if there are
    none."""
    own = output.cards[record.release.id, record.record_id]
    wanted = set(told.records if told else ()) - {record.record_id}
    home = {key[1]: key for key in output.cards if key[1] in wanted} if wanted else {}
    joined = [r for r in (told.records if told else ()) if r in home]
    for key in output.by_body.get(fold_key(own.body), ()) if own.body else ():
        if key[0] != record.release.id and key[1] not in home and _alike(own, output.cards[key]):
            home[key[1]] = key
    maybe = [r for r in home if r is not None and r not in joined]
    others = [*joined, *maybe][: SIDE_BY_SIDE - 1]
    if not others:
        return None
    places = {(item.release_id, item.record_id): n for n, item in enumerate(queue)}
    standing = identity.standing(verdicts, "meeting")
    reports = tuple(
        Report(
            other,
            places.get(home[other]),
            output.cards[home[other]],
            other in joined,
            _said(standing, record.record_id, other),
        )
        for other in others
    )
    records = [record, *(_record(output, *home[other]) for other in others)]
    return Comparison(own, reports, tuple(_lines(records, told)))


def decided(
    record_id: str, other: str, word: Word, *, by: str, told: Mapping[str, Told]
) -> Identity:
    """Return the verdict on two records; «same» joins all reports of both meetings."""
    sides = (record_id,), (other,)
    if word == "same":
        sides = tuple(told[r].records if r in told else (r,) for r in (record_id, other))  # type: ignore[assignment]
    return identity.decide("meeting", word, sides, by, datetime.now(UTC))


def keep(path: Path, verdict: Identity) -> None:
    """Add a verdict to the ledger. Raise MahdarError if that fails."""
    ledger.append_lines(path, (identity.line(verdict),))


def _alike(own: Card, other: Card) -> bool:
    """Return whether another record of the same body may report the same meeting: it has no other
    number and no distant date."""
    if own.ordinal is not None and other.ordinal is not None:
        return own.ordinal == other.ordinal
    return own.day is not None and other.day is not None and _days(own.day, other.day) <= NEAR


def _days(one: str, other: str) -> float:
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return float("inf")


def _said(standing: Iterable[Identity], one: str, other: str) -> str | None:
    said = None
    for verdict in standing:
        a, b = verdict.sides
        if (one in a and other in b) or (one in b and other in a):
            said = verdict.verdict
    return said


def _record(output: Output, release_id: str, record_id: str | None) -> Record:
    return next(r for r in outputs.release(output, release_id)[1] if r.record_id == record_id)


def _lines(records: Sequence[Record], told: Told | None) -> Iterable[Line]:
    at_odds = {c["field"] for c in told.conflicts} if told else set()
    for field in SCALARS:
        cells = tuple(in_words(field, _plain(getattr(r, field))) for r in records)
        if any(cells):
            given = {fold_key(cell) for cell in cells if cell}
            yield Line(words()["field"][field], cells, len(given) > 1 or field in at_odds)
    people = tuple(
        _NAMED.join(p.name for p in r.people if p.participation != "mentioned") for r in records
    )
    if any(people):
        yield Line(words()["field"]["people"], people, False)
    for conflict in told.conflicts if told else ():
        if conflict["field"] != "people":
            continue
        said = {r: v["value"] for v in conflict["values"] for r in v["records"]}
        kind = "people.participation" if conflict["kind"] == "participation" else "people"
        shown = tuple(in_words(kind, said.get(r.record_id)) for r in records)
        yield Line(str(conflict["about"] or ""), shown, True)


def _plain(value: Any) -> Any:
    return value.name if hasattr(value, "name") else value
