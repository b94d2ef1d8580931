"""`mahdar export`: the records as tables, for other systems."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from click.core import ParameterSource

from pipeline.cli.common import (
    DONE,
    PROCESSED,
    STOPPED,
    PathType,
    collector_off,
    say,
    stop_as_by_ctrl_c,
)

_NAMES = {  # default place of the export beside the output folder, without --file
    "sqlite": "mahdar.sqlite",
    "duckdb": "mahdar.duckdb",
    "parquet": "mahdar-parquet",
    "csv": "mahdar-csv",
    "xlsx": "mahdar.xlsx",
    "jsonld": "mahdar.jsonld",
    "ics": "mahdar.ics",
}
_TARGETS = ("sqlite", "postgresql", *[name for name in _NAMES if name != "sqlite"])
_OF_EVENTS = ("jsonld", "ics")  # targets without tables


def _complete_tables(context: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the matching names of tables, after those already given."""
    from pipeline.export.tables import TABLES

    before, comma, last = incomplete.rpartition(",")
    return [before + comma + t.name for t in TABLES if t.name.startswith(last)]


@click.command()
@click.argument(
    "out", default=PROCESSED, type=PathType(file_okay=False, path_type=Path), metavar="[OUT]"
)
@click.option(
    "--to",
    "target",
    type=click.Choice(_TARGETS),
    required=True,
    metavar="TARGET",
    help=f"One of {', '.join(_TARGETS)}.",
)
@click.option(
    "--url",
    envvar="MAHDAR_URL",
    metavar="URL",
    help="The database of postgresql: postgresql://USER@HOST:PORT/DATABASE. The password is taken "
    "from PGPASSWORD or ~/.pgpass.  [default: MAHDAR_URL, which may hold one]",
)
@click.option(
    "--file",
    type=PathType(path_type=Path),
    metavar="PATH",
    help="The file, or folder for parquet and csv, to write.  [default: mahdar.TARGET beside OUT]",
)
@click.option(
    "--tables",
    metavar="NAMES",
    shell_complete=_complete_tables,
    help="Only these tables, such as meetings,decisions.  [default: all]",
)
@click.pass_context
def export(
    context: click.Context,
    out: Path,
    target: str,
    url: str | None,
    file: Path | None,
    tables: str | None,
) -> int:
    """Write the records as tables: into databases, spreadsheets, calendars.

    OUT is an output folder. A second export of the same output changes nothing. Changed rows are
    replaced, and rows that are no longer in the output are deleted. An export that fails or is
    killed leaves the earlier one unchanged. docs/tables.md describes each table and column.

    \b
    Example:
      mahdar export data/processed --to sqlite
      PGPASSWORD=… mahdar export --to postgresql --url postgresql://press@localhost/minutes
      mahdar export --to xlsx --tables meetings,attendance,decisions
    """
    from pipeline.export import tables as definitions

    if tables is not None and target in _OF_EVENTS:
        raise click.UsageError(f"{target} holds meetings, not tables: leave out --tables")
    names = definitions.choose([n for n in (tables or "").replace(" ", "").split(",") if n])
    if target == "postgresql":
        if file:
            raise click.UsageError("postgresql is a server: give --url instead of --file")
        said = context.get_parameter_source("url") is ParameterSource.COMMANDLINE
        return _postgresql(out, url, names, said)
    if url and context.get_parameter_source("url") is ParameterSource.COMMANDLINE:
        raise click.UsageError(f"{target} is a file: give --file instead of --url")
    place = file or out.parent / _NAMES[target]
    with _whole():
        _EXPORTS[target](out, place, names)
    say(f"{out} is in {place}")
    return DONE


@contextmanager
def _whole() -> Iterator[None]:
    """Roll back a started export on Ctrl-C and SIGTERM."""
    stop_as_by_ctrl_c()
    try:
        with collector_off():
            yield
    except KeyboardInterrupt:
        say("stopped; nothing was changed")
        raise click.exceptions.Exit(STOPPED) from None


def _postgresql(out: Path, url: str | None, names: tuple[str, ...], typed: bool) -> int:
    from pipeline.export import postgresql

    if not url:
        raise click.UsageError(f"postgresql needs --url {postgresql.SHAPE}, or MAHDAR_URL")
    address = postgresql.address(url)
    if typed and (address.password or "password" in address.query):
        raise click.UsageError(
            "--url holds a password, which everyone on this machine can read there: put it into "
            "PGPASSWORD or ~/.pgpass, or the whole URL into MAHDAR_URL"
        )
    nul = postgresql.Nul()
    with _whole():
        click.echo(_changes(postgresql.export(out, address, names, nul)), err=True)
    if nul.lines:
        say(f"{nul.lines} lines hold U+0000, which PostgreSQL cannot; it is replaced by U+FFFD")
    say(f"{out} is in {postgresql.shown(address)}")
    return DONE


def _sqlite(out: Path, file: Path, names: tuple[str, ...]) -> None:
    from pipeline.export import sqlite

    click.echo(_changes(sqlite.export(out, file, names)), err=True)


def _duckdb(out: Path, file: Path, names: tuple[str, ...]) -> None:
    from pipeline.export import duckdb

    click.echo(_counts(duckdb.export(out, file, names)), err=True)


def _parquet(out: Path, folder: Path, names: tuple[str, ...]) -> None:
    from pipeline.export import parquet

    click.echo(_counts(parquet.export(out, folder, names)), err=True)


def _csv(out: Path, folder: Path, names: tuple[str, ...]) -> None:
    from pipeline.export import csv

    click.echo(_counts(csv.export(out, folder, names)), err=True)


def _xlsx(out: Path, file: Path, names: tuple[str, ...]) -> None:
    from pipeline.export import xlsx

    counts, cut = xlsx.export(out, file, names)
    click.echo(_counts(counts), err=True)
    if cut:
        say(f"{cut} cells were cut to {xlsx.CHARACTERS} characters, the most that a cell holds")


def _jsonld(out: Path, file: Path, names: tuple[str, ...]) -> None:
    from pipeline.export import jsonld

    say(f"{jsonld.export(out, file)} meetings")


def _ics(out: Path, file: Path, names: tuple[str, ...]) -> None:
    from pipeline.export import ics

    written, without_day = ics.export(out, file)
    say(f"{written} meetings; {without_day} more have no date, so they are not in the calendar")


_EXPORTS: dict[str, Callable[[Path, Path, tuple[str, ...]], None]] = {
    "sqlite": _sqlite,
    "duckdb": _duckdb,
    "parquet": _parquet,
    "csv": _csv,
    "xlsx": _xlsx,
    "jsonld": _jsonld,
    "ics": _ics,
}


def _changes(tallies: Mapping[str, object]) -> str:
    columns = ("new", "replaced", "removed", "unchanged")
    lines = [f"{'':<16}" + "".join(f"{name:>11}" for name in columns)]
    lines += [
        f"{table:<16}" + "".join(f"{getattr(tally, name):>11}" for name in columns)
        for table, tally in tallies.items()
    ]
    return "\n".join(lines)


def _counts(counts: Mapping[str, int]) -> str:
    return "\n".join(f"{table:<22}{count:>11} rows" for table, count in counts.items())
