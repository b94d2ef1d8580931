"""Values of the published schema in words for a reader."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from pipeline.words import Language, language, words

NAMES = ("name", "text", "body")  # the keys that name an element of a list, in order of preference
_TABLES = {  # of the words, by field or by part
    "kind": "kind",
    "mode": "mode",
    "participation": "participation",
    "action": "action",
    "warnings": "warning",
    "initiatives.kind": "initiative",
}


def in_words(field: str, value: Any) -> str:
    """Return the value of a field of a record, or of a part of it (`people.participation`), in
    words; `value` may be JSON or a model. Empty for None. A value without a translation is returned
    unchanged."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return next(
            (str(value[n]) for n in NAMES if value.get(n) is not None),
            json.dumps(value, ensure_ascii=False),
        )
    if isinstance(value, list | tuple):
        return words()["sign"]["comma"].join(in_words(field, v) for v in value)
    part = field.rpartition(".")[2]
    if table := _TABLES.get(field) or _TABLES.get(part):
        return words()[table].get(value, str(value))
    if part == "country":
        return territories(language()).get(value, str(value))
    if part in ("date", "end_date", "published", "day"):
        return _day(str(value), language())
    return str(value)


@cache
def territories(wanted: Language) -> Mapping[str, str]:
    """Return the names of states and territories by their codes, from CLDR."""
    from babel import Locale

    return dict(Locale(wanted).territories)


def _day(iso: str, wanted: Language) -> str:
    """Return a date as 27 نوفمبر 2024; the value itself if it is no valid date."""
    from babel.dates import format_date

    try:
        return format_date(datetime.date.fromisoformat(iso), "d MMMM y", locale=wanted)
    except ValueError:
        return iso
