"""The Arabic words of the interface, from `data/words.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

WORDS = Path(__file__).parent / "data" / "words.toml"


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """The words by table and key, such as `words()["label"]["PER"]`."""
    tables = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return MappingProxyType({name: MappingProxyType(table) for name, table in tables.items()})
