"""The texts of the pages in Arabic and English, from `data/words.toml`, and dates and states in
babel's form."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.dates import format_date

Language = Literal["ar", "en"]
LANGUAGES: tuple[Language, ...] = ("ar", "en")
WORDS = Path(__file__).parent / "data" / "words.toml"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language: `tables` by table and key, and the format of dates and states."""

    language: Language
    tables: Mapping[str, Mapping[str, str]]

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"

    def __call__(self, table: str, key: str) -> str:
        """Return the word for a key of the published schema or of a page. Raise KeyError if there
        is none, which is a defect."""
        return self.tables[table][key]

    def day(self, iso: str | None) -> str:
        """Return a date such as «11 فبراير 2025»; empty for None."""
        return "" if iso is None else _day(iso, self.language)

    def month(self, year_month: str) -> str:
        """Return a month such as «فبراير 2025»."""
        year, month = map(int, year_month.split("-"))
        return format_date(date(year, month, 1), "MMMM y", locale=self.language)

    def state(self, code: str | None) -> str:
        """Return the name of a state; the code itself if babel has none."""
        return "" if code is None else _states(self.language).get(code, code)


@cache
def words(language: Language) -> Words:
    """Return the words of a language."""
    tables = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    chosen = {
        name: {key: pair[language] for key, pair in table.items()} for name, table in tables.items()
    }
    return Words(language, chosen)


@cache
def _day(iso: str, language: Language) -> str:
    year, month, day = map(int, iso.split("-"))
    return format_date(date(year, month, day), "d MMMM y", locale=language)


@cache
def _states(language: Language) -> Mapping[str, str]:
    return dict(Locale(language).territories)
