"""The lists under `pipeline/**/data`: none has two entries that its reader takes for the same."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.arabic.folding import fold, fold_key

ROOT = Path(__file__).parents[1] / "pipeline"
FILES = {path.name: path for path in sorted(ROOT.glob("**/data/*"))}
# Weights, the words of the pages, and places from a tool, several of which share a name.
NO_LISTS = {
    "ar.toml",
    "realis.toml",
    "city.toml",
    "en.toml",
    "linking.toml",
    "words.toml",
    "places_geonames.tsv",
}
# Read by `fold_key`, which also removes articles, or also exactly as written; all others by `fold`.
BY_KEY = {
    "aliases.tsv",
    "committees.txt",
    "generic.txt",
    "media.txt",
    "outlets.tsv",
}
EXACT = {"function_words.txt", "spellings.txt", "trades.txt"}
WORDS = {"function_words.txt", "radical.txt", "turning_words.txt"}  # several words a line


def lines(name: str) -> list[str]:
    return [
        line
        for line in FILES[name].read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]


def nested(table: Any) -> Iterator[list[str]]:
    for value in table.values():
        if isinstance(value, list):
            yield value
        elif isinstance(value, dict):
            yield from nested(value)


def lists(name: str) -> Iterator[list[str]]:
    """Return the entries of a file that must be unique."""
    rows = [line.split("\t") for line in lines(name)]
    if name.endswith(".toml"):
        yield from nested(tomllib.loads(FILES[name].read_text(encoding="utf-8")))
    elif name in WORDS:
        yield [word for line in lines(name) for word in line.split()]
    elif name == "lam.txt":
        yield from (line.split() for line in lines(name))
    elif name == "aliases.tsv":
        yield [cell for row in rows for cell in row]
    elif name == "organisations.tsv":  # portfolios.txt contains names of ministries too
        yield [
            *(row[1] for row in rows),
            *(f"وزارة {portfolio}" for portfolio in lines("portfolios.txt")),
        ]
    elif name == "countries.tsv":
        for column in (1, 2):
            yield [
                cell for row in rows if len(row) > column for cell in row[column].split("|") if cell
            ]
    elif name == "places.tsv":
        yield [
            f"{country} {spelling.strip(' ?')}"
            for country, _, places in rows
            for place in places.split(";")
            for spelling in place.partition(":")[0].split("|")
        ]
    elif name == "cues.tsv":
        yield [row[0] for row in rows]
        yield from (row[1].split("|") for row in rows)
    elif name == "outlets.tsv":
        yield [row[0] for row in rows]
    else:
        yield lines(name)


@pytest.mark.parametrize("name", sorted(set(FILES) - NO_LISTS))
def test_no_list_repeats_itself(name: str) -> None:
    key: Callable[[str], str] = str if name in EXACT else fold_key if name in BY_KEY else fold
    for listed in lists(name):
        assert len(listed) > 0
        assert [entry for entry, n in Counter(map(key, listed)).items() if n > 1] == []


def test_each_file_is_known_by_its_name() -> None:
    names = [path.name for path in ROOT.glob("**/data/*") if path.name not in NO_LISTS]
    assert len(set(names)) == len(names)
    assert FILES.keys() >= NO_LISTS | BY_KEY | EXACT | WORDS
