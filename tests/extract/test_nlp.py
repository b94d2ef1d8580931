"""The spaCy pipeline with the shipped model: it can be saved and loaded, and gives the same result
for a text in any batch."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.config import Config
from pipeline.errors import MahdarError
from pipeline.extract.linker import LINKED
from pipeline.extract.nlp import build_nlp
from pipeline.extract.spans import FACTS, MENTIONS, get
from pipeline.extract.tagger.heads import FACTS as FACT_HEADS
from pipeline.extract.tagger.heads import LABELS
from pipeline.extract.tagger.runtime import FILES, REPORTED, merge

GOLDEN = Path(__file__).parents[1] / "golden"
TEXTS = [p.read_text(encoding="utf-8") for p in sorted(GOLDEN.glob("*.txt"))[:4]]
AGAIN = """
import json, sys
import spacy
from pipeline.extract.spans import FACTS, MENTIONS, get
nlp = spacy.load(sys.argv[1])
docs = nlp.pipe(json.load(sys.stdin))
print(json.dumps([[[key, f.start, f.end, f.label, f.found_by, f.confidence, f.value] for key in (MENTIONS, FACTS) for f in get(d, key)]
                  for d in docs]))
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_nlp(Config(), threads=1)


def spans(doc: Doc) -> list[list[Any]]:
    return [
        [key, f.start, f.end, f.label, f.found_by, f.confidence, f.value]
        for key in (MENTIONS, FACTS)
        for f in get(doc, key)
    ]


def test_saved_and_loaded_elsewhere_it_gives_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "nlp")
    done = subprocess.run(
        [sys.executable, "-c", AGAIN, tmp_path / "nlp"],
        input=json.dumps(TEXTS),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert json.loads(done.stdout) == [spans(nlp(t)) for t in TEXTS]


def test_the_components_are_small_and_registered(nlp: Language) -> None:
    assert nlp.pipe_names == [
        "mahdar_tagger",
        "mahdar_boundaries",
        "mahdar_geography",
        "mahdar_linker",
    ]
    assert all(Language.has_factory(name) for name in nlp.pipe_names)


def test_spans_have_labels_tokens_and_provenance(nlp: Language) -> None:
    states: list[str] = []
    for doc in nlp.pipe(TEXTS):
        assert {s.label_ for s in doc.spans[MENTIONS]} <= set(LABELS)
        assert {s.label_ for s in doc.spans[FACTS]} <= set(FACT_HEADS)
        found = list(get(doc, MENTIONS))
        assert len(found) == len(doc.spans[MENTIONS]) > 10
        assert all(
            f.found_by in ("model", "gazetteer", "rule") and 0 < f.confidence <= 1 for f in found
        )
        states += [f.value or "" for f in found if f.label == "COUNTRY"]
        assert 0 <= doc.user_data[REPORTED] <= 1
    assert states and all(re.fullmatch("[A-Z]{2}", code) for code in states)


def test_names_neither_cross_nor_stand_twice_on_one_range(nlp: Language) -> None:
    for doc in nlp.pipe(TEXTS):
        found = list(get(doc, MENTIONS))
        assert not any(a.start < b.start < a.end < b.end for a in found for b in found)
        assert len({(f.start, f.end) for f in found}) == len(found)


def test_a_text_gives_the_same_beside_others_and_by_itself(nlp: Language) -> None:
    together = [spans(d) for d in nlp.pipe(TEXTS, batch_size=8)]
    assert together == [spans(nlp(t)) for t in TEXTS]
    assert together == [spans(d) for d in nlp.pipe(TEXTS[::-1])][::-1]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "…", "ك", "\u200f", "plain English", "\u0640\u064b"]
)
def test_hardly_a_text(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    mentions, _ = doc.user_data[LINKED]
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(MahdarError, match=r"tagger\.onnx"):
        build_nlp(Config(model=str(tmp_path)))("نص")


def test_a_model_of_other_heads_is_refused(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_text(json.dumps({"heads": ["PER"]}), encoding="utf-8")
    with pytest.raises(MahdarError, match="heads"):
        build_nlp(Config(model=str(tmp_path)))("نص")


def test_of_names_that_cross_the_surer_stays() -> None:
    got = merge(
        [
            (0, 5, "ORG", 0.5),
            (3, 9, "LOC", 0.75),
            (3, 6, "COUNTRY", 0.25),
            (0, 9, "ROLE+", 0.5),
            (0, 9, "TOPIC", 1.0),
        ],
        LABELS,
    )
    assert [(f.start, f.end, f.label) for f in got] == [
        (0, 9, "ROLE"),
        (3, 6, "COUNTRY"),
        (3, 9, "LOC"),
    ]


def test_of_labels_on_one_range_the_surer_stays() -> None:
    assert [f.label for f in merge([(0, 5, "ORG", 0.5), (0, 5, "COMMITTEE", 0.75)], LABELS)] == [
        "COMMITTEE"
    ]


def test_a_long_text_does_not_stop_it(nlp: Language) -> None:
    doc = nlp("عقد المجلس اجتماعه في المنامة. " * 400)
    assert any(f.start > 10_000 for f in get(doc, MENTIONS))


def test_blank_arabic_knows_our_tokenizer(nlp: Language) -> None:
    assert nlp.lang == "ar"
    assert [t.text for t in nlp.make_doc("وبالرياض")] == ["و", "ب", "الرياض"]
    assert spacy.registry.tokenizers.get("mahdar.tokenizer.v1")
