"""The shipped releases, their golden files and the evaluation floor are consistent; the model does
not run here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import Config
from pipeline.dedupe import dedupe
from pipeline.errors import Reason
from pipeline.normalize import normalize
from pipeline.readers import read
from pipeline.types import Reject, Release

ROOT = Path(__file__).resolve().parents[1]
RAW, GOLDEN = ROOT / "data" / "raw", ROOT / "tests" / "golden"
CONFIG = Config()
NAMES = sorted(p.stem for p in GOLDEN.glob("*.json"))


def releases() -> dict[str, Release | Reject]:
    return {item.source: item for path in sorted(RAW.iterdir()) for item in read(path, CONFIG)}


def floor() -> dict[str, Any]:
    lines = (GOLDEN / "floor.jsonl").read_text(encoding="utf-8").splitlines()
    return {doc["key"]: doc for doc in map(json.loads, lines)}


def test_all_samples_are_read_but_the_broken_one() -> None:
    found = releases()
    rejects = [item for item in found.values() if isinstance(item, Reject)]
    assert [(Path(r.source).name, r.reason) for r in rejects] == [
        ("ona-broken.docx", Reason.TRUNCATED)
    ]
    assert len(found) - len(rejects) >= 12


def test_the_page_gives_its_article_and_no_furniture() -> None:
    (page,) = read(RAW / "wam-digital-council.html", CONFIG)
    assert isinstance(page, Release)
    assert page.text.strip() == floor()["wam-digital-council"]["text"]
    assert (page.published, page.outlet) == ("2024-02-06", "وام")


def test_the_table_of_the_document_is_not_lost() -> None:
    (document,) = read(RAW / "ona-dhofar-tourism.docx", CONFIG)
    assert isinstance(document, Release)
    assert all(
        name in document.text
        for name in ("منى بنت عامر الشحرية", "أحمد بن سهيل المعشري", "خالد بن بخيت العمري")
    )


@pytest.mark.parametrize("name", NAMES)
def test_golden_text_is_what_the_reader_gives(name: str) -> None:
    (path,) = RAW.glob(f"{name}.*")
    (release,) = read(path, CONFIG)
    assert isinstance(release, Release)
    golden = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert release.text.split() == golden.split()


@pytest.mark.parametrize("name", NAMES)
def test_golden_duplicates(name: str) -> None:
    text = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    want = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    release = dedupe(normalize(Release("r-0", name, text), CONFIG), CONFIG)
    assert len(release.paragraphs) == want["paragraphs"]
    marked = [
        {"paragraph": i, "duplicate_of": p.duplicate_of}
        for i, p in enumerate(release.paragraphs)
        if p.duplicate_of is not None
    ]
    assert marked == want["duplicates_removed"]


@pytest.mark.parametrize("name", NAMES)
def test_golden_records_are_those_of_the_floor(name: str) -> None:
    want = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    doc = floor()[name]
    assert (want["published"], want["records"]) == (doc["published"], doc["records"])


def test_floor_spans_stand_on_words_and_do_not_cross() -> None:
    docs = floor()
    assert len(docs) >= 8
    for doc in docs.values():
        spans = doc["spans"]
        for start, end, _ in spans:
            assert 0 <= start < end <= len(doc["text"])
            assert doc["text"][start:end] == doc["text"][start:end].strip()
            assert not any(start < other < end < stop for other, stop, _ in spans)
