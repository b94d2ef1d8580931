from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.config import Config
from pipeline.errors import Reason
from pipeline.readers import discover, read
from pipeline.types import Reject, Release

PAGE = (
    "<html><head><title>مراع</title></head><body><article><h1>لجنة المراعي تجتمع</h1>"
    "<p>عقدت لجنة المراعي اجتماعها الرابع في صلالة برئاسة سالم الرويعي، وناقشت خطة السقيا.</p>"
    "</article></body></html>"
)


def write_warc(path: Path) -> Path:
    """Write a request, a page, a picture, a redirect, a page in windows-1256 and an empty one."""
    declared = PAGE.replace("<head>", '<head><meta charset="windows-1256">')
    records = [
        ("request", "GET /news/1 HTTP/1.1", "text/html", b""),
        ("response", "HTTP/1.1 200 OK", "text/html; charset=utf-8", PAGE.encode()),
        ("response", "HTTP/1.1 200 OK", "image/png", b"\x89PNG"),
        ("response", "HTTP/1.1 301 Moved", "text/html", PAGE.encode()),
        ("response", "HTTP/1.1 200 OK", "text/html", declared.encode("windows-1256")),
        ("response", "HTTP/1.1 200 OK", "text/plain", b""),
    ]
    out = b""
    for kind, status, mime, body in records:
        http = f"{status}\r\nContent-Type: {mime}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/news/1\r\n"
            f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        whole = head.encode() + http + b"\r\n\r\n"
        out += gzip.compress(whole, mtime=0) if path.suffix == ".gz" else whole
    path.write_bytes(out)
    return path


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_pages_of_a_web_archive(name: str, tmp_path: Path) -> None:
    path = write_warc(tmp_path / name)
    page, other, empty = read(path, Config(), name)
    assert isinstance(page, Release) and isinstance(other, Release)
    assert page.text.startswith("لجنة المراعي تجتمع\nعقدت لجنة المراعي")
    assert other.text == page.text and other.id != page.id
    assert (page.source, other.source) == (f"{name}:2", f"{name}:5")
    assert page.url == "https://example.org/news/1" and page.published is None
    assert isinstance(empty, Reject) and empty.source == f"{name}:6"


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_wherever_an_archive_is_cut_it_is_said(name: str, tmp_path: Path) -> None:
    whole = write_warc(tmp_path / name).read_bytes()
    for size in range(1, len(whole), 17):
        (tmp_path / "cut").mkdir(exist_ok=True)
        (tmp_path / "cut" / name).write_bytes(whole[:size])
        found = list(read(tmp_path / "cut" / name, Config()))
        if len(found) < 3 and not _at_an_end(whole, size):
            assert isinstance(found[-1], Reject), size
        for got in found:
            assert not isinstance(got, Release) or got.text.endswith("خطة السقيا."), size


def _at_an_end(whole: bytes, size: int) -> bool:
    """A file that is cut between two records is a complete archive."""
    return whole[size:].lstrip(b"\r\n").startswith((b"\x1f\x8b", b"WARC/"))


def test_what_is_no_archive_is_one_reject(tmp_path: Path) -> None:
    (tmp_path / "c.warc").write_bytes("ليس أرشيفا".encode())
    (wrong,) = read(tmp_path / "c.warc", Config())
    assert isinstance(wrong, Reject) and wrong.reason == Reason.TRUNCATED


def test_rows_of_parquet_are_releases(tmp_path: Path) -> None:
    rows = {
        "text": ["عقدت اللجنة اجتماعها", None, "وافق المجلس"],
        "id": ["a", "b", "c"],
        "published": [date(2025, 2, 1), None, None],
        "outlet": ["وكالة", None, None],
        "clicks": [1, 2, 3],
    }
    pq.write_table(pa.table(rows), tmp_path / "a.parquet")
    first, second, third = read(tmp_path / "a.parquet", Config(), "a.parquet")
    assert isinstance(first, Release) and isinstance(third, Release)
    assert (first.key, first.published, first.outlet) == ("a", "2025-02-01", "وكالة")
    assert first.source == "a.parquet:1" and third.source == "a.parquet:3"
    assert isinstance(second, Reject) and second.source == "a.parquet:2"


def test_what_is_no_parquet_is_one_reject(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and more")
    pq.write_table(pa.table({"clicks": [1]}), tmp_path / "b.parquet")
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "c.parquet")
    found = [next(read(tmp_path / f"{x}.parquet", Config())) for x in "abc"]
    reasons = [f.reason for f in found if isinstance(f, Reject)]
    assert reasons == [Reason.TRUNCATED, Reason.SHAPE, Reason.EMPTY]


def test_folders_are_searched_for_archives(tmp_path: Path) -> None:
    for name in ("a.parquet", "b.warc", "c.warc.gz"):
        (tmp_path / name).touch()
    assert len([f for f in discover([tmp_path]) if not isinstance(f, Reject)]) == 3
