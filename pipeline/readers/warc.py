"""WARC, by warcio: the pages of a web archive.

A page is a `response` with status 200, or a `resource`, of HTML or plain text. All other records of
an archive (requests, pictures, redirects, metadata) are not input."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.readers.draft import Draft
from pipeline.readers.encoding import declared_in_html, decode
from pipeline.readers.html import read_html
from pipeline.readers.load import too_large

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

HTML = ("text/html", "application/xhtml+xml")
TYPES = (*HTML, "text/plain")
_BLOCK = 1 << 20


def read_warc(file: BinaryIO, config: Config) -> Iterator[tuple[str, Draft | Exception]]:
    """Yield the pages of an archive, packed or not, each with `:N`, the number of its record among
    all records from 1. The address of a page is its `url`; the day of download is not a day of
    publication. Raise InputError if the rest cannot be read."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError as err:
        raise InputError(
            Reason.UNREADABLE, "needs warcio to be read: pip install 'mahdar[archive]'"
        ) from err
    number, whole, end = 0, True, 0
    try:
        archive = ArchiveIterator(file, arc2warc=True)
        for record in archive:
            number += 1
            if _is_page(record):
                yield f":{number}", _page(record, config)
            while record.raw_stream.read(_BLOCK):
                pass
            whole = _is_whole(record)
            end = archive.get_record_offset() + archive.get_record_length()
    except Exception as err:  # a damaged record can make warcio raise anything
        raise InputError(Reason.TRUNCATED, "is no WARC file, or a damaged one") from err
    if not whole or not _ends_well(file, end):  # warcio takes a truncated record for the end
        raise InputError(Reason.TRUNCATED, "is cut off after its last page; fetch it again")
    if not number:
        raise InputError(Reason.EMPTY, "has no records")


def _is_whole(record: ArcWarcRecord) -> bool:
    """Return whether all announced bytes of the record arrived; call it after reading the
    record."""
    announced = record.rec_headers.get_header("Content-Length") or ""
    return announced.strip().isdigit() and getattr(record.raw_stream, "limit", None) == 0


def _ends_well(file: BinaryIO, end: int) -> bool:
    """Return whether only blanks follow the last record, which ends at `end`, and the last gzip
    member of a packed file is complete."""
    file.seek(end)
    if file.read(_BLOCK).strip():
        return False
    file.seek(0)
    if file.read(2) != b"\x1f\x8b":
        return True
    file.seek(0)
    try:
        with gzip.GzipFile(fileobj=file) as unpacked:
            while unpacked.read(_BLOCK):
                pass
    except (EOFError, OSError, zlib.error):
        return False
    return True


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type == "response":
        if record.http_headers is None or record.http_headers.get_statuscode() != "200":
            return False
    elif record.rec_type != "resource":
        return False
    return _type(record) in TYPES


def _type(record: ArcWarcRecord) -> str:
    headers = record.http_headers or record.rec_headers
    said = headers.get_header("Content-Type") or ""
    return said.partition(";")[0].strip().lower()


def _page(record: ArcWarcRecord, config: Config) -> Draft | Exception:
    try:
        data = record.content_stream().read(config.max_bytes + 1)
        if len(data) > config.max_bytes:
            return too_large(config.max_bytes, "the page is")
        if not _is_whole(record):
            return InputError(Reason.TRUNCATED, "the page is cut off; fetch the archive again")
        is_html = _type(record) in HTML
        text = decode(data, declared_in_html(data) if is_html else None)
        draft = read_html(text) if is_html else Draft(text=text)
    except Exception as err:  # a bad page costs only itself
        return err
    return replace(draft, url=record.rec_headers.get_header("WARC-Target-URI") or draft.url)
