"""Readers: files to releases, one module for each format. A bad input becomes a Reject, never an
exception.

`text` is what the reader took from the file, with paragraphs separated by line feeds. Plain text
and the `text` of JSON are kept character for character (without a byte order mark), because spans
refer to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pipeline import defects
from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.ids import release_id, text_sha256
from pipeline.readers.discovery import UNKNOWN, File, alone, discover, form, shown
from pipeline.readers.draft import Draft
from pipeline.readers.encoding import declared_in_html, decode
from pipeline.readers.load import load, opened, too_large
from pipeline.types import Reject, Release

__all__ = [
    "File",
    "alone",
    "discover",
    "read",
    "read_drafts",
    "read_object",
    "read_text_stream",
    "shown",
]


def read(
    file: File | Path, config: Config, display: str | None = None
) -> Iterator[Release | Reject]:
    """Yield the releases of one file in order, each with its id, and a Reject for each part that
    cannot be read. `display` is the file's name in `source` (default: `shown(path)`): the name
    alone, `name:N` for line N of JSON Lines, `name#N` for item N of a JSON list. A bare path is a
    file that was given alone."""
    file = alone(file) if isinstance(file, Path) else file
    name = display if display is not None else shown(file.path)
    yield from read_drafts(_drafts(file.path, config), file, name, config)


def read_drafts(
    drafts: Iterator[tuple[str, Draft | Exception]], file: File, name: str, config: Config
) -> Iterator[Release | Reject]:
    """Yield the releases of a file's drafts, each given with the end of its source; `name` is the
    file's name in `source`."""
    try:
        for suffix, found in drafts:
            yield _finish(found, name + suffix, file.place + suffix, config)
    except InputError as err:
        yield Reject(name, "read", err.reason, err.detail)
    except Exception as err:
        yield defects.rejected(name, "read", err)


def read_text_stream(
    stream: BinaryIO | bytes, config: Config, display: str = "-"
) -> Iterator[Release | Reject]:
    """Yield the single release of standard input as plain text, or its Reject. It has no place, so
    its id is made from its text."""
    data = stream if isinstance(stream, bytes) else stream.read(config.max_bytes + 1)
    try:
        if len(data) > config.max_bytes:
            raise too_large(config.max_bytes)
        text = decode(data)
        yield _finish(Draft(text=text), display, f"-/{text_sha256(text)}", config)
    except InputError as err:
        yield Reject(display, "read", err.reason, err.detail)
    except Exception as err:
        yield defects.rejected(display, "read", err)


def read_object(item: object, config: Config, display: str = "-") -> Release | Reject:
    """Return the release of a JSON object, or its Reject."""
    from pipeline.readers.json_objects import draft

    try:
        found = draft(item)
        return _finish(found, display, f"-/{text_sha256(found.text)}", config)
    except InputError as err:
        return Reject(display, "read", err.reason, err.detail)
    except Exception as err:
        return defects.rejected(display, "read", err)


# byte order mark, zero-width space, left-to-right and right-to-left marks, white space
_BLANK = "\ufeff\u200b\u200e\u200f \t\r\n\x0b\x0c\x1a\xa0"


def _drafts(path: Path, config: Config) -> Iterator[tuple[str, Draft | Exception]]:
    known = form(path)
    if known is None:
        raise InputError(Reason.UNKNOWN_FORMAT, UNKNOWN)
    suffix, packed = known
    # Format modules are imported when needed, so that a run without HTML or DOCX does not pay for
    # them.
    if suffix == ".jsonl":
        from pipeline.readers.json_objects import read_json_lines

        with opened(path) as file:
            yield from read_json_lines(file, config, packed)
        return
    if suffix == ".parquet":
        from pipeline.readers.parquet import read_parquet

        with opened(path):  # a special file gets the same message in every format
            yield from read_parquet(path)
        return
    if suffix == ".warc":
        from pipeline.readers.warc import read_warc

        with opened(path) as file:
            yield from read_warc(file, config)
        return
    data = load(path, config.max_bytes, packed)
    if suffix == ".txt":
        yield "", Draft(text=decode(data))
    elif suffix == ".md":
        from pipeline.readers.markdown import read_markdown

        yield "", read_markdown(decode(data))
    elif suffix in (".html", ".htm"):
        from pipeline.readers.html import read_html

        yield "", read_html(decode(data, declared_in_html(data)))
    elif suffix == ".json":
        from pipeline.readers.json_objects import read_json

        yield from read_json(decode(data))
    elif suffix == ".docx":
        from pipeline.readers.docx import read_docx

        yield "", read_docx(data, config)
    else:
        from pipeline.readers.apart import read_pdf

        yield "", read_pdf(data, config)


def _finish(found: Draft | Exception, source: str, place: str, config: Config) -> Release | Reject:
    error = _unfit(found, config) if isinstance(found, Draft) else found
    if isinstance(error, InputError):
        return Reject(source, "read", error.reason, error.detail)
    if error is not None:
        return defects.rejected(source, "read", error)
    assert isinstance(found, Draft)
    return Release(
        id=release_id(place, found.key, found.outlet),
        source=source,
        text=found.text,
        key=found.key,
        title=found.title,
        published=found.published,
        outlet=found.outlet,
        url=found.url,
    )


def _unfit(draft: Draft, config: Config) -> InputError | None:
    if not draft.text.strip(_BLANK):
        return InputError(Reason.EMPTY, "has no text")
    if len(draft.text) > config.max_chars:
        return InputError(
            Reason.TOO_LARGE,
            f"its text is longer than {config.max_chars:,} characters; split it, or raise "
            "max_chars",
        )
    if any(
        "\ud800" <= c <= "\udfff"
        for part in (draft.text, draft.title, draft.outlet, draft.key, draft.url)
        if part
        for c in part
    ):
        return InputError(
            Reason.ENCODING,
            "holds half of a surrogate pair (\\ud800 to \\udfff alone); write the character whole",
        )
    return None
