"""Meetings as events, one by one, with their participants and reports: the basis of calendars and
JSON-LD."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.export.sqlite import staged

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting: its row of `meetings`, and the rows that belong to it."""

    meeting: Row
    people: tuple[Row, ...]  # who chaired or attended
    topics: tuple[str, ...]
    decisions: tuple[str, ...]
    releases: tuple[Row, ...]  # title, outlet, published, url

    @property
    def name(self) -> str:
        """Return the name of the event: the body and the number, else the participants, else a
        headline."""
        body, number = self.meeting["body"], self.meeting["ordinal"]
        if body:
            return f"{body} ({number})" if number else str(body)
        if len(self.people) >= 2:
            return f"لقاء {self.people[0]['name']} و{self.people[1]['name']}"
        return next((str(r["title"]) for r in self.releases if r["title"]), "اجتماع")


_PEOPLE = """SELECT person_id, name, role, organization, participation FROM attendance
WHERE meeting_id = ? AND participation <> 'mentioned' ORDER BY participation <> 'chaired', position"""
_RELEASES = """SELECT title, outlet, published, release_id,
CASE WHEN url LIKE 'http://%' OR url LIKE 'https://%' THEN url END AS url FROM releases
WHERE release_id IN (SELECT release_id FROM reports WHERE meeting_id = ?1 OR announces = ?1)
ORDER BY published, release_id"""


def events(out: Path) -> Iterator[Event]:
    """Yield every meeting of an output, by date and then by id; those without a date come first."""
    with staged(out) as staging:
        staging.row_factory = lambda cursor, row: dict(
            zip((c[0] for c in cursor.description), row, strict=True)
        )
        for meeting in staging.execute("SELECT * FROM meetings ORDER BY date, meeting_id"):
            key = (meeting["meeting_id"],)
            yield Event(
                meeting,
                tuple(staging.execute(_PEOPLE, key)),
                _texts(staging, "topics", key),
                _texts(staging, "decisions", key),
                tuple(staging.execute(_RELEASES, key)),
            )


def _texts(staging: sqlite3.Connection, table: str, key: tuple[str]) -> tuple[str, ...]:
    found = staging.execute(f"SELECT text FROM {table} WHERE meeting_id = ? ORDER BY position", key)
    return tuple(row["text"] for row in found)
