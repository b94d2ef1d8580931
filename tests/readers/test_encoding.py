"""Encodings: detected, also in short texts."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import InputError, Reason
from pipeline.readers.encoding import declared_in_html, decode

RELEASE = (Path(__file__).parent / "fixtures" / "release.txt").read_text(encoding="utf-8")
SENTENCES = [line[:120] for line in RELEASE.splitlines()]
SHORT = ["عقدت اللجنة اجتماعها.", "اجتماع المجلس", "المنامة في 3 مارس", "ترأس الوزير الجلسة"]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859-6"],
)
@pytest.mark.parametrize("text", [RELEASE, *SENTENCES, *SHORT])
def test_round_trip(encoding: str, text: str) -> None:
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        text = "".join(c for c in text if c not in "«»ٍ٪٠٥َُ" and c.encode(encoding, "ignore"))
        data = text.encode(encoding)
    assert decode(data) == text


@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n", "\n\n", " "]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
)
def test_nothing_is_stripped(parts: list[str], separator: str, encoding: str) -> None:
    text = separator + separator.join(parts) + separator
    assert decode(text.encode(encoding)) == text


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"))))
def test_any_utf_8_is_read_as_it_is(text: str) -> None:
    data = text.encode()
    if not data.startswith(
        (codecs.BOM_UTF8, b"%PDF-", b"PK", b"GIF8", b"BZh", b"Rar!", b"RIFF", b"{\\rtf")
    ):
        assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (SENTENCES[2].encode() + b"\xd8", Reason.ENCODING),  # cut inside a letter
        (SENTENCES[2].encode()[:20] + b"\xff" + SENTENCES[2].encode()[20:], Reason.ENCODING),
        (codecs.BOM_UTF8 + b"\xc7\xe1\xd8", Reason.ENCODING),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x41\x00", Reason.ENCODING),  # half a surrogate pair
        (bytes(range(256)) * 4, Reason.BINARY),
        (b"\x01\x02\x03" * 50 + b"text", Reason.BINARY),
        (b"\x89PNG\r\n\x1a\n", Reason.BINARY),
        (b"%PDF-1.7 as text", Reason.BINARY),
        (b"\0" * 100, Reason.BINARY),
    ],
)
def test_bad_bytes(data: bytes, reason: Reason) -> None:
    with pytest.raises(InputError) as caught:
        decode(data)
    assert caught.value.reason is reason


@settings(deadline=None)  # the first file that needs the detector loads it
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_an_input_error(data: bytes) -> None:
    try:
        assert isinstance(decode(data), str)
    except InputError as err:
        assert err.reason in (Reason.BINARY, Reason.ENCODING)


def test_other_languages_by_the_detector() -> None:
    french = "L'assemblée générale s'est réunie à Genève où les délégués ont été reçus. " * 5
    assert decode(french.encode("latin-1")) == french


def test_declared_encoding() -> None:
    assert declared_in_html(b'<meta charset="windows-1256">') == "cp1256"
    assert (
        declared_in_html(b'<META http-equiv=Content-Type content="text/html; charset=ISO-8859-6">')
        == "iso8859-6"
    )
    assert declared_in_html(b'<?xml version="1.0" encoding="utf-8"?>') == "utf-8"
    assert declared_in_html(b'<meta charset="no-such">') is None
    assert declared_in_html(b"<p>") is None
    tie = "ب".encode("iso8859-6")  # the same byte in windows-1256
    assert decode(tie + b" " + "ع".encode("iso8859-6"), "iso8859-6") == "ب ع"
    assert decode("نص".encode(), "cp1256") == "نص"  # pages often declare a wrong encoding


@pytest.mark.parametrize("name", ["undefined", "idna", "punycode", "unicode_escape", "utf-7"])
def test_what_python_has_beside_character_sets_is_none(name: str) -> None:
    head = f'<meta charset="{name}">'.encode()
    assert declared_in_html(head) is None
    data = "caf\xe9 \\x41 ".encode("latin-1") * 20
    assert "caf" in decode(head + data, declared_in_html(head))
    assert decode(data, name)  # also if another program passes it on
