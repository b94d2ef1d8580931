"""Small PDFs that require much time or memory."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
LETTER = b"BT /F 12 Tf 100 700 Td (a) Tj ET "


def pdf(objects: Sequence[bytes]) -> bytes:
    """Return a PDF with these objects, of which the first is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(out))
    )


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def page(content: bytes, resources: bytes = b"", more: Sequence[bytes] = ()) -> bytes:
    """Return a page with this stream; `more` are objects from number 6 on."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F 5 0 R>>%s>>>>" % resources,
            content,
            _FONT,
            *more,
        ]
    )


def forms(depth: int) -> bytes:
    """Return nested forms, each drawn twice by the next: two to the power of `depth` letters."""
    more = []
    for number in range(6, 6 + depth):
        inside = b"/XObject<</X %d 0 R>>" % (number + 1) if number < 5 + depth else b""
        more.append(
            stream(
                b"/X Do /X Do" if inside else LETTER,
                b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>%s>>"
                % inside,
            )
        )
    return page(stream(b"/X Do"), b"/XObject<</X 6 0 R>>", more)


def packed_twice(size: int) -> bytes:
    """Return a stream of `size` line feeds after a letter, compressed twice."""
    packer = zlib.compressobj(9)
    once = packer.compress(LETTER)
    block = b"\n" * 1_000_000
    for _ in range(size // len(block)):
        once += packer.compress(block)
    once += packer.flush()
    return page(stream(zlib.compress(once, 9), b"/Filter[/FlateDecode/FlateDecode]"))
