"""Errors of databases and disks in one line that says what to do, without a password."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError

from pipeline.errors import MahdarError, mend

_UNCHANGED = "nothing was changed"
_INNER = re.compile(r'"exception_message":"(.*?[^\\])"')  # of an error inside one of DuckDB


@contextmanager
def explained(target: str, secret: str | None = None) -> Iterator[None]:
    """Turn an error of a database or the disk into a MahdarError that begins with `target`, with
    `secret` masked."""
    try:
        yield
    except IntegrityError as err:
        raise MahdarError(
            masked(
                f"{target}: {_first_line(err.orig or err)}; the files of the output do not fit "
                f"together, so {_UNCHANGED}: run mahdar process again",
                secret,
            )
        ) from None
    except (DBAPIError, sqlite3.Error) as err:
        cause = err.orig if isinstance(err, DBAPIError) and err.orig else err
        raise complaint(target, cause, secret) from None
    except OSError as err:
        said = f"{err.filename or target}: {err.strerror or err}"
        raise MahdarError(masked(f"{said}; {mend(err)}, {_UNCHANGED}", secret)) from None


def complaint(target: str, err: BaseException, secret: str | None = None) -> MahdarError:
    """Return an error of a database as a MahdarError."""
    said = _first_line(err)
    return MahdarError(masked(f"{target}: {said}; {_mend(said)}, {_UNCHANGED}", secret))


def masked(words: str, secret: str | None) -> str:
    """Return `words` with *** for `secret`, also where it is URL-encoded."""
    from urllib.parse import quote, quote_plus

    for form in {secret, quote(secret, safe=""), quote_plus(secret)} if secret else ():
        words = words.replace(form, "***")
    return words


def _first_line(err: BaseException) -> str:
    said = _INNER.search(str(err))
    words = said[1].replace('\\"', '"') if said else str(err)
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return lines[0] if lines else type(err).__name__


# Parts of the messages of SQLite, libpq and PostgreSQL, and what to do.
_MENDS = (
    (("full", "No space", "disk I/O", "could not extend", "too large"), "make room on the disk"),
    (("readonly", "permission denied", "unable to open", "must be owner"), "fix the permissions"),
    (("locked", "lock"), "wait until the other program is done"),
    (("not a database", "malformed"), "name another file"),
    (("password", "authentication", "role"), "set PGUSER and PGPASSWORD, or ~/.pgpass"),
    (("does not exist",), "make it, or correct --url"),
    (("refused", "connect", "resolve", "timeout"), "start the server, or correct --url"),
)


def _mend(said: str) -> str:
    return next((mend for words, mend in _MENDS if any(w in said for w in words)), "see there")
