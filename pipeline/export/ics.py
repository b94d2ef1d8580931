"""iCalendar: the meetings with a date, held and announced, as events of whole days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.export import places
from pipeline.export.events import Event, events
from pipeline.export.trouble import explained

if TYPE_CHECKING:
    import icalendar

_HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//mahdar//meetings//AR\r\n"
_TITLE = "NAME:محضر\r\nX-WR-CALNAME:محضر\r\n".encode()
_TOPICS, _DECISIONS, _CHAIR = "الموضوعات", "القرارات", "رئاسة"


def export(out: Path, file: Path) -> tuple[int, int]:
    """Write a calendar into `file`; return the number of its events, and of the meetings left out
    because no report gives a date."""
    try:
        import icalendar  # noqa: F401
    except ModuleNotFoundError:
        raise UsageError(
            "calendars need a package: python -m pip install 'mahdar[office]'"
        ) from None
    written, without_day = 0, 0
    with explained(str(file)), places.file(file) as unfinished, open(unfinished, "wb") as calendar:
        calendar.write(_HEAD + _TITLE)
        for event in events(out):
            if event.meeting["date"] is None:
                without_day += 1
                continue
            calendar.write(_event(event).to_ical())
            written += 1
        calendar.write(b"END:VCALENDAR\r\n")
    return written, without_day


def _event(event: Event) -> icalendar.Event:
    import icalendar

    meeting = event.meeting
    first = date.fromisoformat(meeting["date"])
    last = max(first, date.fromisoformat(meeting["end_date"] or meeting["date"]))
    told = [r["published"] for r in event.releases if r["published"]]
    made = icalendar.Event()
    made.add("uid", f"{meeting['meeting_id']}@mahdar")
    # The date of the last report, not the current time: the same output gives the same bytes.
    stamp = date.fromisoformat(told[-1]) if told else first
    made.add("dtstamp", datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC))
    made.add("dtstart", first)
    made.add("dtend", last + timedelta(days=1))
    made.add("summary", event.name)
    place = "، ".join(p for p in (meeting["venue"], meeting["city"]) if p)
    if place:
        made.add("location", place)
    if words := _description(event):
        made.add("description", words)
    if url := next((r["url"] for r in event.releases if r["url"]), None):
        made.add("url", url)
    made.add("status", "CONFIRMED" if meeting["held"] else "TENTATIVE")
    made.add("transp", "TRANSPARENT")
    return made


def _description(event: Event) -> str:
    parts = [f"{_CHAIR}: {event.meeting['chair']}"] if event.meeting["chair"] else []
    for head, texts in ((_TOPICS, event.topics), (_DECISIONS, event.decisions)):
        if texts:
            parts.append("\n".join([f"{head}:", *(f"- {text}" for text in texts)]))
    return "\n\n".join(parts)
