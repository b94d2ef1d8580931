"""PDF: files of two real producers, and small files built here in the way that producers write
Arabic."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.readers.pdf import drop_furniture, paragraphs, read_pdf
from pipeline.readers.pdf_lines import Glyph, Line, compose, fix_brackets, lines

FIXTURES = Path(__file__).parent / "fixtures"
TATWEEL = "\u0640"
LAM_ALEF_FINAL = "\ufefc"


def _plain(text: str) -> list[str]:
    """Return text without tatweel, with which LibreOffice fills a line, and with marks in one order
    (shadda and vowel are equal in either)."""
    return unicodedata.normalize("NFC", text.replace(TATWEEL, "")).splitlines()


@pytest.mark.parametrize("name", ["libreoffice.pdf", "chromium.pdf"])
def test_real_producers(name: str) -> None:
    """Two pages or more with header, footer and page numbers give exactly the original
    paragraphs."""
    draft = read_pdf((FIXTURES / name).read_bytes(), Config())
    assert _plain(draft.text) == _plain((FIXTURES / "release.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["libreoffice.pdf", "chromium.pdf"])
def test_title_is_the_headline(name: str) -> None:
    draft = read_pdf((FIXTURES / name).read_bytes(), Config())
    assert draft.title == draft.text.split("\n")[0]


def test_title_from_metadata_if_arabic() -> None:
    rows = [_right("لوأ صن", 300), _right("ناث صن", 280)]
    title = b"<feff%s>" % "عنوان البيان".encode("utf-16-be").hex().encode()
    assert read_pdf(make_pdf(rows, title=title), Config()).title == "عنوان البيان"
    assert read_pdf(make_pdf(rows, title=b"(Microsoft Word - x.docx)"), Config()).title is None


def make_pdf(
    rows: list[tuple[float, float, str]], size: float = 12, extra: bytes = b"", title: bytes = b"()"
) -> bytes:
    """Return a PDF of one page with `rows` of (x, y, text in visual order), each character half an
    em wide, without an embedded font."""
    chars = sorted({c for _, _, text in rows for c in text})
    codes = {c: i + 1 for i, c in enumerate(chars)}
    coded = [(x, y, "".join(f"{codes[c]:04X}" for c in text)) for x, y, text in rows]
    content = "\n".join(
        f"BT /F1 {size} Tf {x} {y} Td <{text}> Tj ET" for x, y, text in coded
    ).encode()
    pairs = "\n".join(f"<{codes[c]:04X}> <{c.encode('utf-16-be').hex().upper()}>" for c in chars)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        "/CMapType 2 def\n1 begincodespacerange\n"
        f"<0000> <FFFF>\nendcodespacerange\n{len(chars)} "
        f"beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
    ).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R /Resources << "
        b"/Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Helvetica /Encoding /Identity-H "
        b"/DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Helvetica"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500"
        b" /FontDescriptor << /Type /FontDescriptor /FontName /Helvetica /Flags 4 /FontBBox [0 "
        b"-200 500 800] /ItalicAngle 0"
        b" /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
    ]
    objects.append(b"<< /Title %s >>" % title)
    out, offsets = b"%PDF-1.4\n", []
    for i, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    table = b"".join(b"%010d 00000 n \n" % o for o in offsets)
    trailer = b"trailer\n<< /Size 9 /Root 1 0 R /Info 8 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        extra,
        len(out),
    )
    return out + b"xref\n0 9\n0000000000 65535 f \n" + table + trailer


def _right(text: str, y: float) -> tuple[float, float, str]:
    """Return a row of visual text that ends at 380 on the right."""
    return 380 - 6 * len(text), y, text


def test_visual_order_and_presentation_forms() -> None:
    """The output of old producers: glyphs from left to right, named by their shape."""
    # alef, lam, feh, lam with alef madda (one glyph), hah; kaf, teh, alef, beh
    logical = "\ufe8d\ufedf\ufed4\ufef6\ufea1 \ufedb\ufe98\ufe8e\ufe8f"
    text = read_pdf(make_pdf([_right(logical[::-1], 300)]), Config()).text
    assert text == unicodedata.normalize("NFKC", logical) == "الفلآح كتاب"


def test_lam_alef_glyph_becomes_two_letters_in_order() -> None:
    assert compose(LAM_ALEF_FINAL) == "\u0644\u0627"
    text = read_pdf(make_pdf([_right(f"\ufee1{LAM_ALEF_FINAL}\ufeb3", 300)]), Config()).text
    assert text == "سلام"


def test_lone_mark_form_gets_no_space() -> None:
    assert compose("\ufe76") == "\u064e"  # fatha, isolated form
    assert compose("x") == "x"


def test_numbers_latin_and_brackets_in_an_arabic_line() -> None:
    logical = "عام 2024/5/14 رقم (12) من شركة Blue Harbour"
    visual = "Blue Harbour ةكرش نم (12) مقر 2024/5/14 ماع"
    assert read_pdf(make_pdf([_right(visual, 300)]), Config()).text == logical


def test_mirrored_brackets_either_way() -> None:
    assert fix_brackets("رقم )12( في") == fix_brackets("رقم (12) في") == "رقم (12) في"
    assert fix_brackets("»نص« ثم «نص»") == "«نص» ثم «نص»"
    assert fix_brackets("1) أولاً") == "1) أولاً"


def test_short_line_ends_a_paragraph_and_full_one_does_not() -> None:
    first, second, third = (
        " ".join([word] * 12) for word in ("كلمة", "سطور", "نصوص")
    )  # PDFium drops a text that is drawn twice
    rows = [
        _right(text[::-1], 300 - 15 * i)
        for i, text in enumerate([first, "كلمة هنا.", second, third, "آخر."])
    ]
    assert read_pdf(make_pdf(rows), Config()).text.split("\n") == [
        f"{first} كلمة هنا.",
        f"{second} {third} آخر.",
    ]


def _line(  # noqa: PLR0913
    text: str, y: float, page: int, left: float = 50, right: float = 500, em: float = 12
) -> Line:
    return Line(text, y, left, right, em, 30, page)


def test_furniture_is_dropped_by_repetition_and_page_numbers_by_form() -> None:
    words = [[f"نص {a} {b}" for b in "ابجدهوزح"] for a in "سعف"]
    pages = [
        [
            _line("وزارة الموانئ", 800, p),
            *[_line(text, 700 - 20 * i, p) for i, text in enumerate(page)],
            _line(f"- {p + 1} -", 20, p),
        ]
        for p, page in enumerate(words)
    ]
    assert [line.text for line in drop_furniture(pages)] == [
        text for page in words for text in page
    ]


def test_repeated_sentence_inside_pages_is_kept() -> None:
    pages = [
        [_line(f"سطر {p} {c}", 700 - 20 * i, p) for i, c in enumerate("ابجد")]
        + [_line("جملة تتكرر", 500, p)]
        + [_line(f"تتمة {p} {c}", 480 - 20 * i, p) for i, c in enumerate("هوزح")]
        for p in range(2)
    ]
    assert sum(line.text == "جملة تتكرر" for line in drop_furniture(pages)) == 2


def test_paragraph_goes_on_over_a_page() -> None:
    body = [_line(f"سطر {i}", 700 - 20 * i, 0) for i in range(4)] + [
        _line("بقية السطر", 700, 1),
        _line("نهايته.", 680, 1, left=400),
    ]
    assert paragraphs(body, 550) == ["سطر 0 سطر 1 سطر 2 سطر 3 بقية السطر نهايته."]


def test_watermark_across_the_page_is_left_out() -> None:
    upright = [
        Glyph(c, 100 - 6 * i, 50, 100 - 6 * i, 106 - 6 * i, 12, 0.0, i) for i, c in enumerate("نص")
    ]
    across = [Glyph(c, 200, 80, 200, 210, 40, 0.8, 9) for c in "م"]
    assert [line.text for line in lines(upright + across, 0)] == ["نص"]


def test_page_set_sideways() -> None:
    turned = [Glyph(c, 50, 100 - 6 * i, 44, 50, 12, 1.5708, i) for i, c in enumerate("نص")]
    assert [line.text for line in lines(turned, 0)] == ["نص"]


def _reason(data: bytes, config: Config | None = None) -> Reason:
    with pytest.raises(InputError) as caught:
        read_pdf(data, config or Config())
    assert caught.value.detail and "\n" not in caught.value.detail
    return caught.value.reason


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_truncated(share: float) -> None:
    data = (FIXTURES / "chromium.pdf").read_bytes()
    assert _reason(data[: int(share * len(data))]) is Reason.TRUNCATED


def test_not_a_pdf_no_text_too_long() -> None:
    assert _reason("نص عادي".encode()) is Reason.UNKNOWN_FORMAT
    assert _reason(make_pdf([])) is Reason.NO_TEXT
    assert (
        _reason((FIXTURES / "chromium.pdf").read_bytes(), Config(max_chars=100)) is Reason.TOO_LARGE
    )


def test_password() -> None:
    locked = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>] "
        % (b"11" * 32, b"22" * 32)
    )
    assert _reason(make_pdf([_right("صن", 300)], extra=locked)) is Reason.UNREADABLE


def _at(x: float, y: float, text: str = "ب", width: float = 6, index: int = 0) -> Glyph:
    return Glyph(text, x, y, x, x + width, 12, 0, index)


def _row(text: str, number: int, page: int) -> Line:
    return Line(text, 800.0 - 12 * (number % 60), 50, 540, 12, 30, page)


FATHATAN = "\u064b"
MANY = 16_000


@pytest.mark.parametrize(
    "work",
    [
        # marks of many rows, many marks of one row, characters at one position, brackets
        lambda: lines(
            [g for n in range(MANY) for g in (_at(9, 20 * n), _at(9, 20 * n + 3, FATHATAN, 2))], 0
        ),
        lambda: lines(
            [g for n in range(MANY) for g in (_at(6 * n, 9), _at(6 * n + 2, 9.5, FATHATAN, 2))], 0
        ),
        lambda: lines(
            [g for n in range(MANY) for g in (_at(6 * n, 9), _at(6 * n, 9, "ت", index=1))], 0
        ),
        lambda: fix_brackets("(" * 4 * MANY + "»" * 4 * MANY),
        # pages with equal text, one paragraph of all lines, a footer of figures
        lambda: drop_furniture([[_row("كلمة", 0, n)] for n in range(MANY)]),
        lambda: paragraphs([_row("كلمة " * 10, n, n // 60) for n in range(MANY)], 595),
        lambda: drop_furniture([[_row("http://" + "1" * 4 * MANY, 0, 0)]]),
    ],
)
def test_large_pages_take_no_more_than_their_size(work: Callable[[], object]) -> None:
    began = time.process_time()
    work()
    assert time.process_time() - began < 4  # ten seconds to a minute, if the time were quadratic
