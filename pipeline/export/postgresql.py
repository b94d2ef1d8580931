"""PostgreSQL: the tables of a database on a server, updated in one transaction.

The password comes from where libpq looks for it (PGPASSWORD, ~/.pgpass, a service file) or from the
URL in MAHDAR_URL; it never appears in a message. Rows are added by COPY."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection, Table, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.pool import NullPool

from pipeline.errors import MahdarError, UsageError
from pipeline.export import database
from pipeline.export.database import Tally, Values
from pipeline.export.lines import lines
from pipeline.export.trouble import explained

SHAPE = "postgresql://USER@HOST:PORT/DATABASE"
SECONDS = "10"  # seconds to wait for the server
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


@dataclass(slots=True)
class Nul:
    """The number of new or changed lines with U+0000, which PostgreSQL cannot store: it is replaced
    by U+FFFD."""

    lines: int = 0


def address(url: str) -> URL:
    """Return the server and database of `url`. Raise UsageError if it is no such URL."""
    try:
        found = make_url(url)
    except (ArgumentError, ValueError):
        raise UsageError(f"--url is not of the form {SHAPE}") from None
    if found.get_backend_name() not in ("postgresql", "postgres"):
        raise UsageError(f"--url begins with {found.drivername}://; it must be {SHAPE}")
    if not found.database:
        raise UsageError(f"--url names no database; it must be {SHAPE}")
    if "connect_timeout" not in found.query:
        found = found.update_query_dict({"connect_timeout": SECONDS})
    return found.set(drivername="postgresql+psycopg")


def shown(url: URL) -> str:
    """Return an address without its password, for messages."""
    query = {k: "***" if k == "password" else v for k, v in url.query.items()}
    plain = url.set(drivername="postgresql", query=query)
    return plain.difference_update_query(["connect_timeout"]).render_as_string(hide_password=True)


def export(out: Path, url: URL, names: Collection[str], nul: Nul) -> dict[str, Tally]:
    """Write the tables of `names` into the database at `url` (see `address`); return the counts of
    each head table, and count in `nul`."""
    target = shown(url)
    try:
        engine = create_engine(url, poolclass=NullPool)
    except ModuleNotFoundError:
        raise UsageError(
            "PostgreSQL needs a driver: python -m pip install 'mahdar[postgresql]'"
        ) from None
    with (
        explained(target, url.password or os.environ.get("PGPASSWORD")),
        engine.begin() as connection,
    ):
        if not connection.exec_driver_sql(
            "SELECT pg_try_advisory_xact_lock(hashtext('mahdar export'))"
        ).scalar():
            raise MahdarError(f"{target}: another export is writing there; wait until it ends")
        storable = partial(_storable, nul=nul)
        return database.bring_up_to_date(connection, lines(out), names, _copy, storable)


def _storable(data: bytes, nul: Nul) -> bytes:
    if b"\\u0000" in data:
        data, found = _NUL.subn(rb"\1\\ufffd", data)
        nul.lines += bool(found)
    return data


def _copy(connection: Connection, table: Table, found: Sequence[Values]) -> None:
    prepared = connection.dialect.identifier_preparer
    columns = ", ".join(map(prepared.format_column, table.columns))
    raw = connection.connection.driver_connection
    assert raw is not None
    statement = f"COPY {prepared.format_table(table)} ({columns}) FROM STDIN"
    import psycopg

    try:
        with raw.cursor() as cursor, cursor.copy(statement) as copy:
            for row in found:
                copy.write_row(row)
    except psycopg.Error as err:  # as SQLAlchemy does for its own statements
        kind = IntegrityError if isinstance(err, psycopg.IntegrityError) else DBAPIError
        raise kind(statement, None, err) from err
