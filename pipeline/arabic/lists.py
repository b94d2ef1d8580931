"""Read the word lists in the `data` folders of the packages: one entry a line, with comments."""

from __future__ import annotations

from importlib.resources import files


def lines(package: str, name: str) -> list[str]:
    """Return the lines of a file in the data folder of a package, without blank lines and lines
    that begin with #."""
    text = files(package).joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]


def rows(package: str, name: str) -> list[list[str]]:
    """Return the same, split at tabs. A row may begin or end with an empty cell."""
    return [line.split("\t") for line in lines(package, name)]
