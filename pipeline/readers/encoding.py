"""Decode bytes: UTF-8 first, then UTF-16, then what fits Arabic, then a detector."""

from __future__ import annotations

import codecs
import re

from pipeline.errors import InputError, Reason

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"Rar!",
    b"RIFF",
    b"{\\rtf",
)
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\x0b\x0c\r\x1a\x1b")
_ARABIC_8_BIT = ("cp1256", "iso8859_6")
_COMMON = frozenset(
    "\u0627\u0644\u064a\u0645\u0648\u0646"
)  # alef, lam, yeh, meem, waw, noon: half of the letters of any Arabic text
_WORD = re.compile(r"[\u0621-\u0652]+")
_MIXED = re.compile(
    r"(?<=[\u0621-\u064a])[\xc0-\xff]|[\xc0-\xff](?=[\u0621-\u064a])"
)  # an accented letter next to an Arabic one
# codecs of Python that are no text encodings; «undefined» rejects all bytes
_NO_CHARACTER_SETS = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
)
_META = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)",
    re.IGNORECASE,
)


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of `data` without its byte order mark, otherwise character for character.
    `declared` is the encoding that the input declares; a byte order mark and valid UTF-8 take
    precedence. Raise InputError (binary, encoding)."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(name)
            except UnicodeDecodeError as err:
                raise _broken(name, len(bom) + err.start) from None
    if data.startswith(_MAGIC):
        raise InputError(Reason.BINARY, "is not text but another kind of file under this name")
    if b"\0" in data:
        return _utf_16(data)
    if len(data.translate(None, _CONTROLS)) < 0.99 * len(data):
        raise InputError(Reason.BINARY, "is not text (control characters)")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as err:
        if _mostly_utf_8(data):
            raise _broken("utf-8", err.start) from None
    return _eight_bit(data, declared)


def declared_in_html(data: bytes) -> str | None:
    """Return the encoding that an HTML or XML document declares in its first 4096 bytes, if Python
    knows it."""
    found = _META.search(data[:4096])
    if found is None:
        return None
    try:
        name = codecs.lookup((found[1] or found[2]).decode("ascii")).name
    except LookupError:
        return None
    return None if name in _NO_CHARACTER_SETS else name


def _broken(name: str, at: int) -> InputError:
    return InputError(Reason.ENCODING, f"byte {at} is no {name.upper()}; save the text as UTF-8")


def _utf_16(data: bytes) -> str:
    """Detect UTF-16 without a byte order mark by the positions of zero bytes: even for big-endian,
    odd for little-endian."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 == 0 and even != odd:
        try:
            text = data.decode("utf-16-be" if even > odd else "utf-16-le")
        except UnicodeDecodeError:
            text = "\0"
        if (
            "\0" not in text
            and sum(c.isalpha() or c.isspace() for c in text) > 0.5 * len(text)
            and _plausible_script(text)
        ):
            return text
    raise InputError(Reason.BINARY, "is not text (zero bytes)")


def _plausible_script(text: str) -> bool:
    """Return whether the letters are Arabic or Latin: any bytes make letters of some script in
    UTF-16."""
    letters = [c for c in text if c.isalpha()]
    return sum(
        c < "\u0250" or "\u0600" <= c <= "\u08ff" or "\ufb50" <= c <= "\ufefc" for c in letters
    ) > 0.9 * len(letters)


def _mostly_utf_8(data: bytes) -> bool:
    """Return whether nearly all non-ASCII bytes are valid UTF-8: then it is damaged UTF-8, and no
    other encoding gives better text."""
    high = sum(byte > 0x7F for byte in data)
    kept = data.decode("utf-8", errors="ignore")
    return sum(len(c.encode()) for c in kept if c > "\x7f") > 0.8 * high


def _eight_bit(data: bytes, declared: str | None) -> str:
    guesses = [
        (fit, name, text)
        for name in _ARABIC_8_BIT
        if (text := _try(data, name)) is not None and (fit := arabic_fit(text)) > 0
    ]
    if guesses:
        best = max(guesses, key=lambda g: g[0])
        if (
            declared in ("cp1256", "iso8859-6")
            and (said := _try(data, declared)) is not None
            and arabic_fit(said) > best[0] - 0.1
        ):
            return said
        if best[0] > 0.3:
            return best[2]
    if (
        declared
        and declared not in ("utf-8", "ascii")
        and (said := _try(data, declared)) is not None
    ):
        return said
    import charset_normalizer

    match = charset_normalizer.from_bytes(data[:200_000]).best()
    found = _try(data, match.encoding) if match is not None else None
    if found is None:
        raise InputError(Reason.ENCODING, "its encoding is unknown; save the text as UTF-8")
    return found


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError):
        return None
    return None if any("\x80" <= c <= "\x9f" for c in text) else text


def arabic_fit(text: str) -> float:
    """Return how much `text` looks like correctly decoded Arabic, at most 1: the share of Arabic
    among the non-ASCII characters, times how near the six most frequent letters come to half of it,
    less for words that mix scripts. windows-1256 and ISO-8859-6 assign most letters differently, so
    the wrong one gives rare letters, stray marks and accents."""
    beyond = [c for c in text if c > "\x7f"]
    if not beyond:
        return 0.0
    words = _WORD.findall(text)
    letters = [c for w in words for c in w if c <= "\u064a" and c != "\u0640"]
    if not letters:
        return 0.0
    marks = sum(c > "\u064a" for w in words for c in w)
    arabic = (len(letters) - marks) / len(beyond)
    common = sum(c in _COMMON for c in letters) / len(letters)
    mixed = len(_MIXED.findall(text)) / len(beyond)
    return float(arabic * min(1.0, 2 * common) - 2 * mixed)
