"""JSON-LD: the meetings as schema.org events in one file, ready to embed in a page.

The context names the vocabulary, and nothing is fetched. `<`, `>` and `&` are escaped, so that no
text can end the surrounding `<script>`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.export import places
from pipeline.export.events import Event, Row, events
from pipeline.export.trouble import explained

CONTEXT = {
    "@vocab": "https://schema.org/",
    "startDate": {"@type": "Date"},
    "endDate": {"@type": "Date"},
    "datePublished": {"@type": "Date"},
    "url": {"@type": "@id"},
    "eventAttendanceMode": {"@type": "@vocab"},
}
_MODES = {
    "in_person": "OfflineEventAttendanceMode",
    "virtual": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}
_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def export(out: Path, file: Path) -> int:
    """Write every meeting of an output into `file`; return their number."""
    count = 0
    with (
        explained(str(file)),
        places.file(file) as unfinished,
        open(unfinished, "w", encoding="utf-8", newline="\n") as written,
    ):
        written.write('{"@context":' + _text(CONTEXT) + ',\n"@graph":[')
        for count, event in enumerate(events(out), 1):
            written.write(",\n" if count > 1 else "\n")
            written.write(_text(_event(event)))
        written.write("\n]}\n")
    return count


def _text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPED)


def _event(event: Event) -> Row:
    meeting = event.meeting
    return _without_nulls(
        {
            "@type": "Event",
            "@id": _urn(meeting["meeting_id"]),
            "identifier": meeting["meeting_id"],
            "name": event.name,
            "inLanguage": "ar",
            "startDate": meeting["date"],
            "endDate": meeting["end_date"],
            "eventAttendanceMode": _MODES.get(meeting["mode"]),
            "location": _place(meeting),
            "organizer": _organization(meeting["body"] or meeting["organizer"], meeting["body_id"]),
            "attendee": [_attendee(person) for person in event.people],
            "about": [{"@type": "Thing", "name": topic} for topic in event.topics],
            "description": "\n".join(event.decisions),
            "subjectOf": [_article(release) for release in event.releases],
        }
    )


def _place(meeting: Row) -> Row | None:
    if meeting["mode"] == "virtual":
        return {"@type": "VirtualLocation"}
    if not any(meeting[name] for name in ("venue", "city", "country")):
        return None
    return _without_nulls(
        {
            "@type": "Place",
            "name": meeting["venue"] or meeting["city"],
            "address": _without_nulls(
                {
                    "@type": "PostalAddress",
                    "addressLocality": meeting["city"],
                    "addressCountry": meeting["country"],
                }
            ),
        }
    )


def _attendee(person: Row) -> Row:
    found = _without_nulls(
        {
            "@type": "Person",
            "@id": _urn(person["person_id"]),
            "name": person["name"],
            "jobTitle": person["role"],
            "affiliation": _organization(person["organization"]),
        }
    )
    if person["participation"] != "chaired":
        return found
    return {"@type": "Role", "roleName": "chair", "attendee": found}


def _organization(name: str | None, entity: str | None = None) -> Row | None:
    if not name:
        return None
    return _without_nulls({"@type": "Organization", "@id": _urn(entity), "name": name})


def _article(release: Row) -> Row:
    return _without_nulls(
        {
            "@type": "NewsArticle",
            "@id": _urn(release["release_id"]),
            "headline": release["title"],
            "datePublished": release["published"],
            "url": release["url"],
            "publisher": _organization(release["outlet"]),
        }
    )


def _urn(identity: str | None) -> str | None:
    return identity and f"urn:mahdar:{identity}"


def _without_nulls(given: Row) -> Row:
    return {key: value for key, value in given.items() if value not in (None, "", [])}
