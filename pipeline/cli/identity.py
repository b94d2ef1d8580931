"""What `mahdar meetings` and `mahdar entities` share: a person's decision whether two are the
same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import DONE, PROCESSED, PathType, login, say

if TYPE_CHECKING:
    from pipeline.corrections.identity import Identity

Sides = tuple[frozenset[str], frozenset[str]]

out_argument = click.argument(
    "out", default=PROCESSED, type=PathType(file_okay=False, path_type=Path), metavar="[OUT]"
)
by_option = click.option("--by", metavar="NAME", help="Who decides.  [default: git's user.name]")


def check_apart(idents: tuple[str, str], sides: Sides, parts: str) -> None:
    """Raise click's UsageError if both ids mean the same thing; `parts` says what to give
    instead."""
    if sides[0] & sides[1]:
        raise click.UsageError(
            f"{idents[0]} and {idents[1]} are the same already; to separate them give the ids of two {parts}"
        )


def keep(verdict: Identity, out: Path, ledger_file: Path | None) -> int:
    """Append a verdict to the ledger of an output."""
    from pipeline import ledger
    from pipeline.corrections import identity

    path = ledger.of_output(out, ledger_file)
    ledger.append_lines(path, (identity.line(verdict),))
    say(f"{verdict.id} kept in {path}; the next mahdar process follows it")
    return DONE


def decider(by: str | None) -> str:
    """Return the reviewer's name: as given, else the current user."""
    return by or login()
