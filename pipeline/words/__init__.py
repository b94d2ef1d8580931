"""Every text of the review page, the report and the HTML diff, in Arabic and English.

words()["label"]["PER"]        a word in the current language
with speaking("en"): …         another language, for this thread or request only
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

Language = Literal["ar", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "ar"
DIRECTION: Mapping[str, str] = {"ar": "rtl", "en": "ltr"}

_spoken: ContextVar[Language] = ContextVar("language", default=DEFAULT)


def language() -> Language:
    """Return the current language."""
    return _spoken.get()


@contextmanager
def speaking(wanted: Language) -> Iterator[None]:
    """Use another language until the end of the block."""
    token = _spoken.set(wanted)
    try:
        yield
    finally:
        _spoken.reset(token)


def known(given: str | None) -> Language:
    """Return the requested language, or the default one if it is unknown."""
    return next((name for name in LANGUAGES if name == given), DEFAULT)


def words() -> Mapping[str, Mapping[str, str]]:
    """Return the words by table and key, such as `words()["label"]["PER"]`."""
    return _tables(language())


@cache
def _tables(wanted: Language) -> Mapping[str, Mapping[str, str]]:
    path = Path(__file__).parent / "data" / f"{wanted}.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return MappingProxyType({name: MappingProxyType(table) for name, table in tables.items()})
