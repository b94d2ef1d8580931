from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.readers.docx import read_docx

FIXTURES = Path(__file__).parent / "fixtures"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = f"""<w:r {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent>
<mc:Choice Requires="wps">
<w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>نص في مربع</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>
<mc:Fallback>
<w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>نص في مربع</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>
</mc:AlternateContent></w:r>"""
TRACKED = f"""<w:p {W}><w:r><w:t xml:space="preserve">قرر </w:t></w:r>
<w:del w:id="1"><w:r><w:delText>رفض</w:delText></w:r></w:del><w:ins w:id="2"><w:r>
<w:t>قبول</w:t></w:r></w:ins><w:moveFrom w:id="3"><w:r><w:t>منقول</w:t></w:r></w:moveFrom>
<w:r><w:rPr><w:vanish/></w:rPr><w:t>مخفي</w:t></w:r>
<w:hyperlink><w:r><w:t xml:space="preserve"> الخطة</w:t></w:r></w:hyperlink></w:p>"""


def _bytes(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def _text(document: object) -> list[str]:
    return read_docx(_bytes(document), Config()).text.split("\n")


def test_written_by_libreoffice() -> None:
    draft = read_docx((FIXTURES / "libreoffice.docx").read_bytes(), Config())
    expected = (FIXTURES / "release.txt").read_text(encoding="utf-8").splitlines()
    assert draft.text.split("\n") == expected  # without the running header and the page numbers
    assert draft.title == expected[0]


def test_tables_text_boxes_and_order() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "ترويسة"
    document.sections[0].footer.paragraphs[0].text = "تذييل"
    document.add_paragraph("قبل الجدول")
    table = document.add_table(2, 2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells),
        ["الاسم", "الصفة", "هلال الرواحي", "رئيس الاجتماع"],
        strict=True,
    ):
        cell.text = text
    document.add_paragraph("بعد الجدول")._p.append(parse_xml(BOX))
    inner = document.add_table(1, 2)
    inner.cell(0, 0).text = "فقرة أولى\n"
    inner.cell(0, 0).add_paragraph("فقرة ثانية")
    inner.cell(0, 1).add_table(1, 1).cell(0, 0).text = "جدول داخلي"
    document.add_paragraph("الخاتمة")
    assert _text(document) == [
        "قبل الجدول",
        "الاسم | الصفة",
        "هلال الرواحي | رئيس الاجتماع",
        "بعد الجدول",
        "نص في مربع",
        "فقرة أولى",
        "فقرة ثانية",
        "جدول داخلي",
        "الخاتمة",
    ]


def test_tracked_changes_hidden_text_and_links() -> None:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(TRACKED))
    assert _text(document) == ["قرر قبول الخطة"]


def test_title() -> None:
    document = docx.Document()
    document.core_properties.title = "عنوان في الخصائص"
    document.add_paragraph("نص")
    assert read_docx(_bytes(document), Config()).title == "عنوان في الخصائص"
    document.add_heading("عنوان في النص", 1)
    draft = read_docx(_bytes(document), Config())
    assert draft.title == "عنوان في النص"
    assert draft.text == "نص\nعنوان في النص"


TEXT = st.text(
    st.characters(codec="utf-8", categories=("L", "Mn", "N", "P", "Zs")), min_size=1
).filter(lambda t: t.strip() != "")


@settings(max_examples=15, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=6))
def test_paragraphs_round_trip(paragraphs: list[str]) -> None:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    assert _text(document) == paragraphs


def _reason(data: bytes, config: Config | None = None) -> Reason:
    with pytest.raises(InputError) as caught:
        read_docx(data, config or Config())
    assert caught.value.detail and "\n" not in caught.value.detail
    return caught.value.reason


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8, 0.99])
def test_truncated(share: float) -> None:
    data = (FIXTURES / "libreoffice.docx").read_bytes()
    assert _reason(data[: int(share * len(data))]) is Reason.TRUNCATED


def test_damaged_inside() -> None:
    data = bytearray((FIXTURES / "libreoffice.docx").read_bytes())
    middle = data.index(b"word/document.xml") + 200
    data[middle : middle + 40] = bytes(40)
    assert _reason(bytes(data)) is Reason.TRUNCATED


def test_zip_bomb_is_told_without_unpacking() -> None:
    assert (
        _reason(_zip(**{"word/document.xml": b"0" * 3_000_000}), Config(max_bytes=1_000_000))
        is Reason.ZIP_BOMB
    )
    assert (
        _reason(_zip(**{f"part{i}": b"0" * 400_000 for i in range(3)}), Config(max_bytes=1_000_000))
        is Reason.ZIP_BOMB
    )


def test_other_files_under_the_name() -> None:
    assert _reason(_zip(readme=b"x")) is Reason.SHAPE
    assert _reason(_zip(**{"[Content_Types].xml": b"<broken"})) is Reason.SHAPE
    assert _reason("نص".encode()) is Reason.UNKNOWN_FORMAT
    assert _reason(b"\xd0\xcf\x11\xe0" + b"\0" * 600) is Reason.UNKNOWN_FORMAT
    assert (
        _reason(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")) is Reason.UNREADABLE
    )
    assert _reason(_bytes(docx.Document())) is Reason.NO_TEXT


@pytest.mark.parametrize("target", ["media/gone.png", "NULL", "../NULL", "/word/gone.xml"])
def test_a_picture_that_is_named_and_not_there_costs_nothing(target: str) -> None:
    document = docx.Document()
    document.add_paragraph("عقدت اللجنة اجتماعها.")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    with zipfile.ZipFile(io.BytesIO(_bytes(document))) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    name = "word/_rels/document.xml.rels"
    members[name] = members[name].replace(
        b"</Relationships>",
        f'<Relationship Id="rId99" Type="{kind}" Target="{target}"/></Relationships>'.encode(),
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member, part in members.items():
            archive.writestr(member, part)
    assert read_docx(out.getvalue(), Config()).text == "عقدت اللجنة اجتماعها."
