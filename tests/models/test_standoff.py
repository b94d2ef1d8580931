"""Annotation without its text: attaching restores it, and it contains no run of the text."""

from __future__ import annotations

import json
import lzma
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.standoff import attach, detach, pieces, texts

ROWS = sorted((Path(__file__).parents[2] / "models/training/annotation").glob("articles*.jsonl"))

TEXT = "عقدت لجنة الري اجتماعها الثاني في مأرب برئاسة المهندس طاهر الجوفي، وناقشت خطة السدود."
RECORD = {
    "body": "لجنة الري",
    "ordinal": 2,
    "date": "2031-05-04",
    "city": "مأرب",
    "country": "YE",
    "mode": "in_person",
    "chair": "طاهر الجوفي",
    "people": [{"name": "طاهر الجوفي", "role": None, "participation": "chaired"}],
    "countries": ["YE"],
    "committees": ["لجنة الري"],
    "organizations": [],
    "initiatives": [],
    "decisions": [],
    "topics": ["خطة السدود"],
    "referenced_meetings": [{"body": "اللجنة العليا", "ordinal": 4}],
}
DOC = {
    "key": "x-1",
    "published": None,
    "text": TEXT,
    "spans": [[5, 14, "COMMITTEE"]],
    "records": [RECORD],
}


def test_a_document_comes_back_as_it_was() -> None:
    row = detach(DOC)
    assert row["records"][0]["body"] == [[5, 14]]
    assert "السدود" not in json.dumps(row, ensure_ascii=False)
    assert attach(row, TEXT) == DOC
    opened = DOC | {"opens": [[0, 4]]}
    assert attach(detach(opened), TEXT) == opened


def test_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="another text"):
        attach(detach(DOC), TEXT + " ")


@given(st.text("ابجد ", max_size=30), st.text("ابجد ", max_size=60))
def test_pieces_make_up_the_value(value: str, text: str) -> None:
    assert (
        "".join(p if isinstance(p, str) else text[p[0] : p[1]] for p in pieces(value, text))
        == value
    )


def test_what_is_kept_holds_no_text() -> None:
    """The longest written-out words in the shipped annotation are the restored beginning of a
    name."""
    assert ROWS
    for row in (
        json.loads(line) for path in ROWS for line in path.read_text(encoding="utf-8").splitlines()
    ):
        assert "text" not in row
        written = [
            part for value in _values(row["records"]) for part in value if isinstance(part, str)
        ]
        assert max((len(part.split()) for part in written), default=0) <= 3, row["key"]


def _values(value: object) -> list[list[object]]:
    """Return every list of pieces in the records."""
    if isinstance(value, dict):
        return [x for key, v in value.items() if key != "countries" for x in _values(v)]
    if isinstance(value, list):
        if value and all(
            isinstance(x, str)
            or (isinstance(x, list) and len(x) == 2 and all(isinstance(n, int) for n in x))
            for x in value
        ):
            return [value]
        return [x for v in value for x in _values(v)]
    return []


def test_texts_with_and_without_their_title(tmp_path: Path) -> None:
    (tmp_path / "saudinewsnet").mkdir()
    with zipfile.ZipFile(tmp_path / "saudinewsnet" / "2031-05-04.zip", "w") as archive:
        archive.writestr(
            "2031-05-04.json",
            json.dumps(
                [{"title": " لجنة الري تجتمع ", "content": TEXT}, {"title": "", "content": "خبر"}]
            ),
        )
    for name in ("alkhaleej", "qatar"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.jsonl.xz").write_bytes(
            lzma.compress(json.dumps({"text": name}).encode())
        )
    assert list(texts(tmp_path)) == [TEXT, f"لجنة الري تجتمع\n{TEXT}", "خبر", "alkhaleej", "qatar"]
