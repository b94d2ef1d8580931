"""The result of a reader: a release without id and source, and helpers that readers share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from pipeline.errors import InputError, Reason

_ARABIC = re.compile(r"[\u0621-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LEADING_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d])")


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a release and its metadata in the input."""

    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    key: str | None = None
    url: str | None = None


def has_arabic(text: str) -> bool:
    """Return whether there is an Arabic letter in `text`."""
    return _ARABIC.search(text) is not None


def iso_date(text: str) -> str | None:
    """Return the day (YYYY-MM-DD) of an ISO date or time, of year, month, day with other
    separators, or of a mail date (RFC 5322, as in feeds); None for anything else, because 3/4/2024
    is ambiguous."""
    text = text.strip()
    if found := _LEADING_DATE.match(text):
        try:
            return date(*map(int, found.groups())).isoformat()
        except ValueError:
            return None
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text).date().isoformat()
    # each of them can escape from email.utils
    except (ValueError, IndexError, TypeError, OverflowError):
        return None


def stated_day(name: str, said: str) -> str | None:
    """Return the day (YYYY-MM-DD) in the field `name` of an input; None if it is blank. Raise
    InputError if `iso_date` cannot read it: ignoring it would look as if no date was given."""
    day = iso_date(said)
    if day is None and said.strip():
        raise InputError(Reason.SHAPE, f"`{name}` must be a date, as YYYY-MM-DD, not {said[:40]!r}")
    return day
