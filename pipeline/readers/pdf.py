"""PDF, by PDFium: the text layer as paragraphs, without page furniture."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.readers.draft import Draft, has_arabic
from pipeline.readers.pdf_lines import Glyph, Line, lines

_SENTENCE_END = (".", "؟", "!", ":", "…")
_EDGE = 3  # number of lines at the top and the bottom of a page that may be furniture
_PAGE_NUMBER = re.compile(  # [0-9\u0660-\u0669]: European and Arabic-Indic digits
    r"[-–—\[(|\s]*(?:(?:صفحة|الصفحة|ص|page)\s*)?[0-9\u0660-\u0669]{1,3}"
    r"(?:\s*(?:/|من|of|-)\s*[0-9\u0660-\u0669]{1,3})?[-–—\])|\s]*",
    re.IGNORECASE,
)
_BROWSER_FOOTER = re.compile(r"(?:https?|file)://.*(?<!\d)\d+/\d+|\d+/\d+ .*(?:https?|file)://.*")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_BROKEN_LATIN, _LATIN_START = re.compile(r"[A-Za-z0-9]-$"), re.compile(r"[A-Za-z0-9]")
_BULLET = re.compile(r"[•●▪■◆➢✓*–-]\s")


def read_pdf(data: bytes, config: Config) -> Draft:
    """Return the text of a PDF in logical order, one paragraph a line. The title is a first
    paragraph in larger type than the body, else that of the metadata if it is Arabic (it is often a
    file name). Raise InputError."""
    if b"%PDF-" not in data[:1024]:
        raise InputError(Reason.UNKNOWN_FORMAT, "is named .pdf but is not a PDF; export it again")
    # PDFium repairs a truncated file and would return a part as the whole text.
    if b"%%EOF" not in data[-4096:]:
        raise InputError(Reason.TRUNCATED, "the PDF is cut off (no end mark); fetch it again")
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as err:
        if "password" in str(err).lower():
            raise InputError(
                Reason.UNREADABLE, "the PDF has a password; save it without one"
            ) from None
        raise InputError(
            Reason.TRUNCATED, "the PDF is damaged or cut off; fetch it again"
        ) from None
    try:
        if len(document) == 0:
            raise InputError(Reason.NO_TEXT, "the PDF has no pages")
        title = str(document.get_metadata_value("Title")).replace("\0", "").strip()
        pages = []
        widths = []
        seen = 0
        for number in range(len(document)):
            glyphs, width = _page(pypdfium2, document, number)
            seen += len(glyphs)
            if seen > config.max_chars:
                raise InputError(
                    Reason.TOO_LARGE,
                    f"the text is longer than {config.max_chars:,} characters; split the file",
                )
            pages.append(lines(glyphs, number))
            widths.append(width)
    finally:
        document.close()
    kept = drop_furniture(pages)
    found = paragraphs(kept, max(widths))
    if not any(p.strip() for p in found):
        raise InputError(Reason.NO_TEXT, "the PDF has no text layer (a scan?); run OCR on it first")
    headline = found[0] if len(found) > 1 and kept[0].em > 1.15 * _body_size(kept) else None
    return Draft(text="\n".join(found), title=headline or (title if has_arabic(title) else None))


def _page(pypdfium2: Any, document: Any, number: int) -> tuple[list[Glyph], float]:
    raw = pypdfium2.raw
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        raise InputError(
            Reason.TRUNCATED, f"page {number + 1} of the PDF cannot be loaded; fetch the file again"
        ) from None
    try:
        text_page = page.get_textpage()
        try:
            return list(_glyphs(raw, text_page)), float(page.get_width())
        finally:
            text_page.close()
    finally:
        page.close()


def _glyphs(raw: Any, text_page: Any) -> Iterator[Glyph]:
    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    matrix, loose = raw.FS_MATRIX(), raw.FS_RECTF()
    for i in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, i)
        if (
            code in (0, 0xFFFE, 0xFFFF)
            or 0xD800 <= code < 0xE000
            or raw.FPDFText_IsGenerated(text_page, i) == 1
        ):
            continue
        char = chr(code)
        raw.FPDFText_GetCharOrigin(text_page, i, x, y)
        raw.FPDFText_GetCharBox(text_page, i, left, right, bottom, top)
        if char.isspace():
            if (
                right.value - left.value < 0.01
            ):  # inserted by PDFium, which misjudges word gaps in Arabic
                continue
            char = " "
        elif unicodedata.category(char) in ("Cc", "Cf"):
            continue
        raw.FPDFText_GetLooseCharBox(text_page, i, loose)  # as wide as the font says, if it says so
        raw.FPDFText_GetMatrix(text_page, i, matrix)
        em = raw.FPDFText_GetFontSize(text_page, i) * (math.hypot(matrix.c, matrix.d) or 1.0)
        angle = raw.FPDFText_GetCharAngle(text_page, i)
        yield Glyph(
            char,
            x.value,
            y.value,
            min(left.value, loose.left),
            max(right.value, loose.right),
            em or 1.0,
            max(angle, 0.0),
            i,
        )


def drop_furniture(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """Return all lines except running headers and footers (equal apart from figures, at one height
    near the edge of at least half the pages) and page numbers."""
    repeated = _repeated(pages)
    kept: list[Line] = []
    for page in pages:
        edges = set(_edges(page))
        browser = any(_BROWSER_FOOTER.fullmatch(line.text) for line in edges)
        for i, line in enumerate(page):
            number_line = (i == 0 or i >= len(page) - 2) and _PAGE_NUMBER.fullmatch(line.text)
            printed = browser and (
                _BROWSER_FOOTER.fullmatch(line.text) or (i == 0 and _CLOCK.search(line.text))
            )
            if line in edges and (line in repeated or number_line or printed):
                continue
            kept.append(line)
    return kept


def _repeated(pages: Sequence[Sequence[Line]]) -> set[Line]:
    """Return the lines near an edge that occur, at about one height, on at least half of the
    pages."""
    places: dict[str, list[Line]] = defaultdict(list)
    for page in pages:
        for line in _edges(page):
            places[_pattern(line.text)].append(line)
    out: set[Line] = set()
    for alike in places.values():
        alike.sort(key=lambda line: line.y)
        first = last = 0
        on: Counter[int] = Counter()  # pages with one less than 4 points away
        for line in alike:
            while last < len(alike) and alike[last].y - line.y < 4:
                on[alike[last].page] += 1
                last += 1
            while line.y - alike[first].y >= 4:
                on[alike[first].page] -= 1
                if not on[alike[first].page]:
                    del on[alike[first].page]
                first += 1
            if len(on) >= 2 and 2 * len(on) >= len(pages):
                out.add(line)
    return out


def _edges(page: Sequence[Line]) -> list[Line]:
    return list(page) if len(page) <= 2 * _EDGE else [*page[:_EDGE], *page[-_EDGE:]]


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "0", " ".join(text.split()))


def paragraphs(all_lines: Sequence[Line], page_width: float) -> list[str]:
    """Return lines joined into paragraphs. A line starts a paragraph if the line before had room
    for its first word, if the gap above it is larger than usual, if its size differs, or if it is
    indented."""
    if not all_lines:
        return []
    right = _margin([-line.right for line in all_lines]) * -1
    left = _margin([line.left for line in all_lines])
    # If too few full lines show the left margin, assume that it is as wide as the right one.
    size = _body_size(all_lines)
    if sum(line.left - left < size for line in all_lines) < 3:
        left = min(left, max(page_width - right, 0))
    gaps = sorted(
        (a.y - b.y) / b.em for a, b in pairwise(all_lines) if a.page == b.page and _same_size(a, b)
    )
    leading = gaps[len(gaps) // 4] if gaps else 1.5
    out = [[all_lines[0].text]]  # paragraphs in pieces
    for before, line in pairwise(all_lines):
        room = (right - left) - (before.right - before.left)
        apart = (
            before.text.endswith(_SENTENCE_END)
            if before.page != line.page
            else (before.y - line.y) / line.em > 1.2 * leading
        )
        starts = (
            apart
            or not _same_size(before, line)
            or room > line.first_word + 0.35 * line.em
            or (right - line.right > line.em and abs(right - before.right) < 0.5 * line.em)
            or bool(_BULLET.match(line.text))
        )
        if starts:
            out.append([line.text])
        elif _BROKEN_LATIN.search(before.text) and _LATIN_START.match(line.text):
            out[-1].append(line.text)
        else:
            out[-1] += (" ", line.text)
    return ["".join(pieces) for pieces in out]


def _body_size(all_lines: Sequence[Line]) -> float:
    return sorted(line.em for line in all_lines)[len(all_lines) // 2]


def _same_size(a: Line, b: Line) -> bool:
    return abs(a.em - b.em) <= 0.12 * max(a.em, b.em)


def _margin(edges: Sequence[float]) -> float:
    """Return the outermost edge without the outer 5 % of the lines."""
    return sorted(edges)[len(edges) // 20]
