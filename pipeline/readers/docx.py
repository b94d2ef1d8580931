"""DOCX, opened by python-docx and read in document order: paragraphs, tables, text boxes, notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.readers.draft import Draft
from pipeline.readers.load import bomb

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _TBL, _TR, _TC, _T, _BOX = (_W + tag for tag in ("p", "tbl", "tr", "tc", "t", "txbxContent"))
# Tracked deletions, the source of a move, the older copy of a text box, properties, and field
# codes.
_SKIPPED = frozenset(
    {
        _W + "del",
        _W + "moveFrom",
        _MC + "Fallback",
        _W + "pPr",
        _W + "sectPr",
        _W + "instrText",
        _W + "delText",
    }
)
_CHARACTERS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_NOTES = ("footnotes", "endnotes")
_TITLE_STYLES = frozenset({"Title", "Heading1"})


def read_docx(data: bytes, config: Config) -> Draft:
    """Return the text of a DOCX, one paragraph a line. A table row is one line with cells
    separated by « | », unless a cell has several paragraphs. A text box follows its paragraph;
    notes come at the end. Headers and footers, tracked deletions and hidden text are left out.
    Raise InputError."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise InputError(Reason.UNREADABLE, "the document has a password; save it without one")
        raise InputError(Reason.UNKNOWN_FORMAT, "is an old Word file (.doc); save it as .docx")
    if not data.startswith(b"PK"):
        raise InputError(Reason.UNKNOWN_FORMAT, "is named .docx but is not a Word document")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > config.max_bytes:
                raise bomb(config.max_bytes)
            damaged = archive.testzip()
    except InputError:
        raise
    except (
        Exception
    ) as err:  # BadZipFile, EOFError, RuntimeError, and each decompressor has its own
        raise InputError(
            Reason.TRUNCATED, "the document is cut off or damaged; fetch it again"
        ) from err
    if damaged is not None:
        raise InputError(Reason.TRUNCATED, f"the document is damaged ({damaged}); fetch it again")
    try:
        document = _opened(data)
        body = document.element.body
        title = str(document.core_properties.title or "").strip()
        notes = [part for kind in _NOTES for part in _note_parts(document, kind)]
    # a broken package can make python-docx raise anything: KeyError, ValueError, XMLSyntaxError…
    except Exception as err:
        raise InputError(
            Reason.SHAPE, "is a zip file but not a Word document; save it as .docx again"
        ) from err
    if body is None:
        raise InputError(Reason.SHAPE, "the Word document has no body; save it as .docx again")
    heading = next(
        (
            t
            for p in body.iter(_P)
            if _style(p) in _TITLE_STYLES and (t := " ".join(_own_text(p).split()))
        ),
        None,
    )
    paragraphs = [p for root in (body, *notes) for p in _blocks(root)]
    text = "\n".join(p for p in paragraphs if p.strip())
    if not text:
        raise InputError(Reason.NO_TEXT, "the document has no text")
    return Draft(text=text, title=heading or title or None)


def _opened(data: bytes) -> Any:
    import docx

    try:
        return docx.Document(io.BytesIO(data))
    except KeyError:  # a part that is named but missing, such as a removed picture
        return docx.Document(io.BytesIO(_without_dangling(data)))


def _without_dangling(data: bytes) -> bytes:
    """Return the package without relationships to missing parts."""
    import lxml.etree  # type: ignore[import-untyped]
    from docx.oxml import parse_xml

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as mended:
        held = set(given.namelist())
        for name in sorted(held):
            part = given.read(name)
            folder, _, own = name.rpartition("_rels/")
            if own.endswith(".rels"):
                root = parse_xml(part)
                for relation in list(root):
                    target = urljoin(f"/{folder}", relation.get("Target", "")).lstrip("/")
                    if relation.get("TargetMode") != "External" and target not in held:
                        root.remove(relation)
                part = lxml.etree.tostring(root)
            mended.writestr(name, part)
    return out.getvalue()


def _note_parts(document: Any, kind: str) -> Iterator[Any]:
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.endswith("/" + kind) and not relation.is_external:
            root = parse_xml(relation.target_part.blob)
            # The first two "notes" are the lines above the notes.
            yield from (note for note in root if note.get(_W + "type") in (None, "normal"))


def _style(paragraph: Any) -> str | None:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return None if found is None else found.get(_W + "val")


def _blocks(element: Any) -> Iterator[str]:
    """Yield the paragraphs of `element` in document order."""
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == _P:
            yield from _own_text(child).split("\n")
            for box in _boxes(child):
                yield from _blocks(box)
        elif child.tag == _TBL:
            yield from _table(child)
        elif isinstance(child.tag, str):
            yield from _blocks(child)


def _table(table: Any) -> Iterator[str]:
    for row in table.iter(_TR):
        if next(row.iterancestors(_TBL), None) is not table:
            continue
        cells = [
            [p for p in _blocks(cell) if p.strip()]
            for cell in row.iter(_TC)
            if next(cell.iterancestors(_TR), None) is row
        ]
        cells = [cell for cell in cells if cell]
        if any(len(cell) > 1 for cell in cells):
            for cell in cells:
                yield from cell
        elif cells:
            yield " | ".join(cell[0] for cell in cells)


def _boxes(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _boxes(child)


def _own_text(element: Any) -> str:
    """Return the text of a paragraph without that of its text boxes."""
    out: list[str] = []
    for child in element:
        if child.tag in _SKIPPED or child.tag == _BOX or (child.tag == _W + "r" and _hidden(child)):
            continue
        if child.tag == _T:
            out.append(child.text or "")
        elif child.tag in _CHARACTERS:
            out.append(_CHARACTERS[child.tag])
        elif isinstance(child.tag, str):
            out.append(_own_text(child))
    return "".join(out)


def _hidden(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(_W + "val") not in ("0", "false", "off")
