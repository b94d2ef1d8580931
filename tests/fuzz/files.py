"""Files of every format that contain a text, with errors in bytes, structure, encoding, metadata
and names."""

from __future__ import annotations

import gzip
import html
import io
import json
import os
import random
import zipfile
from collections.abc import Callable
from functools import cache

from tests.fuzz.texts import CONTROLS, text
from tests.readers.test_pdf import make_pdf

ENCODINGS = (
    *("utf-8",) * 12,
    "utf-8-sig",
    "cp1256",
    "cp1256",
    "iso8859-6",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "cp720",
    "latin-1",
    "utf-7",
)
ODD: tuple[object, ...] = (
    None, True, 0, -1, 1.5, 1e308, 10**400, "", " ", "\u202eخبر", "\x1b[31m", "null", [], {}, [1, [2]],
    {"a": {"b": None}}, "2024-02-30", "0001-01-01", "9999-12-31T23:59:59-23:59", "الأحد", "x" * 3000,
    "!!int x", "!!timestamp x", "\ud800",
)  # fmt: skip
FIELDS = ("title", "published", "outlet", "url", "id", "html", "text", "غير", "key", "date")


def _encoded(rng: random.Random, words: str) -> bytes:
    return words.encode(rng.choice(ENCODINGS), "replace")


def _record(rng: random.Random) -> dict[str, object]:
    found: dict[str, object] = {"text": text(rng)}
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        found[rng.choice(FIELDS)] = rng.choice(ODD)
    if rng.random() < 0.5:
        found["published"] = (
            f"20{rng.randint(0, 99):02}-{rng.randint(0, 13):02}-{rng.randint(0, 32):02}"
        )
    if rng.random() < 0.3:
        found["id"] = rng.choice(("a", "خ-1", rng.randint(0, 9), f"x{rng.randint(0, 10**9)}"))
    return found


def _dumped(rng: random.Random, x: object) -> str:
    return json.dumps(x, ensure_ascii=rng.random() < 0.5, indent=rng.choice((None, None, 1)))


def txt(rng: random.Random) -> bytes:
    return _encoded(rng, text(rng))


def md(rng: random.Random) -> bytes:
    body = "\n\n".join(
        rng.choice(
            (
                "{}",
                "{}",
                "# {}",
                "> {}",
                "- {}",
                "1. {}",
                "**{}**",
                "[{}](x)",
                "```\n{}",
                "|{}|\n|-|",
                "<div>{}",
                "<!-- {}",
                "`{}",
                "![{}]",
            )
        ).format(line)
        for line in text(rng).split("\n")
    )
    if rng.random() < 0.6:
        rows = "\n".join(
            f"{rng.choice(FIELDS)}: {rng.choice((str, repr, json.dumps))(rng.choice(ODD))}"  # type: ignore[operator]
            for _ in range(rng.randint(0, 5))
        )
        more = rng.choice(
            (
                "",
                "a: &a [*a]",
                "- x",
                "{",
                "? [a]: b",
                "!!python/object:os.x {}",
                "[" * 400,
                "x: !!binary ///",
            )
        )
        body = f"---\n{rows}\n{more}\n{rng.choice(('---', '...', '--'))}\n{body}"
    return _encoded(rng, body.encode("utf-8", "replace").decode())


def page(rng: random.Random) -> bytes:
    """Return an HTML page."""
    rows = [
        rng.choice(
            (
                "<p>{}</p>",
                "<p>{}",
                "<div>{}</div>",
                "<h1>{}</h1>",
                "<h2>{}",
                "<li>{}",
                "<td>{}</td>",
                "<!-- {}",
                "<script>{}</script>",
                "<pre>{}</pre>",
                "<br>{}",
                "<a href='{}'>{}",
                "<svg>{}",
            )
        ).replace("{}", html.escape(line) if rng.random() < 0.8 else line)
        for line in text(rng).split("\n")
    ]
    charset = rng.choice(
        ("", "utf-8", "windows-1256", "undefined", "x", "utf-16", "utf-7", "\u0000", "big5")
    )
    meta = (
        f'<meta charset="{charset}">'
        if rng.random() < 0.5
        else f"<meta http-equiv=content-type content='text/html; charset={charset}'>"
    )
    name = rng.choice(("article:published_time", "og:title", "og:site_name", "date", "author"))
    value = html.escape(str(rng.choice(ODD))).encode("utf-8", "replace").decode()
    head = f"{meta}<meta property='{name}' content='{value}'><title>{text(rng)[:80]}"
    whole = f"<html><head>{head}</title></head><body>{rng.choice(('', '<article>', '<table>', '<div>' * 300))}"
    return _encoded(rng, rng.choice((whole, whole, "")) + "\n".join(rows))


def json_file(rng: random.Random) -> bytes:
    one = _record(rng)
    many = [
        _record(rng) if rng.random() < 0.8 else rng.choice(ODD) for _ in range(rng.randint(0, 4))
    ]
    x: object = rng.choice((one, one, many, {"a": many}, one["text"], rng.choice(ODD)))
    words = _dumped(rng, x)
    return _encoded(
        rng,
        rng.choice(
            (
                words,
                words,
                words,
                words[:-2],
                "[" * 3000,
                words + words,
                words.replace(":", ": NaN,", 1),
            )
        )
        .encode("utf-8", "replace")
        .decode(),
    )


def json_lines(rng: random.Random) -> bytes:
    rows = [
        rng.choice(
            (_dumped(rng, _record(rng)).replace("\n", ""),) * 6
            + ("", "{", "null", "[]", '"x"', "\ufeff{}", "{" * 2000)
        )
        for _ in range(rng.randint(1, 4))
    ]
    return _encoded(
        rng, rng.choice(("\n", "\n", "\r\n", "\n\n")).join(rows).encode("utf-8", "replace").decode()
    )


@cache
def _template() -> dict[str, bytes]:
    """Return the parts of an empty DOCX."""
    import docx

    out = io.BytesIO()
    docx.Document().save(out)
    with zipfile.ZipFile(out) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def docx_file(rng: random.Random) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    rows = []
    for line in text(rng).split("\n"):
        clean = "".join(c for c in line if c not in CONTROLS and (c >= " " or c == "\t"))
        run = f'<w:r><w:t xml:space="preserve">{html.escape(clean)}</w:t></w:r>'
        rows.append(
            rng.choice(
                (
                    "<w:p>{}</w:p>",
                    "<w:p>{}</w:p>",
                    "<w:p><w:del w:id='1'>{}</w:del></w:p>",
                    "<w:p><w:ins w:id='2'>{}</w:ins></w:p>",
                    "<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>",
                    "<w:p><w:hyperlink>{}</w:hyperlink></w:p>",
                    "<w:sdt><w:sdtContent><w:p>{}</w:p></w:sdtContent></w:sdt>",
                    "<w:p><w:pPr><w:numPr><w:numId w:val='77'/></w:numPr></w:pPr>{}</w:p>",
                )
            ).replace("{}", run)
        )
    body = f"<w:document {space}><w:body>{''.join(rows)}</w:body></w:document>"
    parts = dict(_template())
    parts["word/document.xml"] = body.encode("utf-8", "replace")
    if rng.random() < 0.3:
        name = rng.choice(sorted(parts))
        change = rng.randrange(4)
        if change == 0:
            del parts[name]
        elif change == 1:
            parts[name] = bytes_of(rng, parts[name])
        elif change == 2:
            parts[name] = parts[name].replace(b"word/", b"wort/").replace(b"media", b"../..", 1)
        else:
            parts[name] = b""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def pdf(rng: random.Random) -> bytes:
    lines = [line[:60] for line in text(rng).split("\n") if line.strip()][: rng.choice((3, 12, 40))]
    rows = [
        (
            380 - 6.0 * len(line),
            380 - rng.choice((9, 14, 30)) * n,
            line[::-1] if rng.random() < 0.7 else line,
        )
        for n, line in enumerate(lines)
    ]
    rows = [(x, y, "".join(c for c in t if ord(c) < 0xFFFF)) for x, y, t in rows]
    title = f"<feff{text(rng)[:20].encode('utf-16-be', 'replace').hex()}>".encode()
    extra = rng.choice((b"", b"", b"/Encrypt 9 0 R ", b"/Prev 1 ", b"/Root 2 0 R "))
    return make_pdf(rows, rng.choice((0, 6, 12, 12, 400)), extra, title)


TEXTUAL: dict[str, Callable[[random.Random], bytes]] = {
    "txt": txt,
    "md": md,
    "html": page,
    "htm": page,
    "json": json_file,
    "jsonl": json_lines,
}
FORMATS = {**TEXTUAL, "docx": docx_file, "pdf": pdf}


def bytes_of(rng: random.Random, data: bytes) -> bytes:
    """Return the bytes with some of them changed."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 8))):
        at = rng.randint(0, len(out))
        piece = out[at : at + rng.choice((1, 4, 64, 1024))]
        what = rng.randrange(6)
        if what == 0:
            out[at : at + 1] = bytes([rng.randrange(256)])
        elif what == 1:
            del out[at:]
        elif what == 2:
            del out[at : at + len(piece)]
        elif what == 3:
            out[at:at] = piece * rng.choice((1, 3, 20))
        elif what == 4:
            out[at:at] = rng.randbytes(rng.choice((1, 3, 40)))
        else:
            out[at : at + len(piece)] = bytes(len(piece))
    return bytes(out)


def _packed(rng: random.Random, data: bytes) -> bytes:
    members = [gzip.compress(data, 1, mtime=0)]
    if rng.random() < 0.2:
        members.append(gzip.compress(b"\n" * rng.choice((10, 10_000)), 9, mtime=0))
    return b"".join(members) + rng.choice((b"", b"", b"\0" * 9, b"x"))


NAMES = (
    "خبر", "بيان صحفي", "a b", "x:3", "y#1", "-rf", "'\"", "سطر\nثان", "\x1b[2J\x1b[31m", "\u202eمقلوب",
    "😀", "%s", "..", "ا" * 90, "a.tar", "README", "\u200f", "tab\t", "C:\\x", "$(id)", "\x85",
)  # fmt: skip


def file(rng: random.Random, number: int) -> tuple[bytes, bytes]:
    """Return the name, in bytes, and the bytes of a file."""
    suffix = rng.choice((*FORMATS, *FORMATS, "gz"))
    if suffix == "gz":
        suffix = rng.choice(sorted(TEXTUAL))
        data = _packed(rng, TEXTUAL[suffix](rng))
        suffix += ".gz"
    else:
        data = FORMATS[suffix](rng)
    if rng.random() < 0.4:
        data = bytes_of(rng, data)
    if rng.random() < 0.03:
        suffix = rng.choice(("txt", "docx", "pdf", "html", "json", "txt.gz", "TXT", "doc", "Json"))
    stem = rng.choice(NAMES).encode()
    if rng.random() < 0.05:
        stem = rng.randbytes(6).replace(b"/", b"_").replace(b"\0", b"_")
    return b"%06d %s.%s" % (number, stem, os.fsencode(suffix)), data
