"""The tokenizer: no text is lost, and every name is made of whole tokens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from pipeline.extract.tagger.encoding import words
from pipeline.extract.tokenizer import Tokenizer

TOKENIZE = Tokenizer(Vocab())
DOCUMENTS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "comp.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def tokens(text: str) -> list[str]:
    return [t.text for t in TOKENIZE(text)]


# Arabic, with harakat, tatweel, controls, presentation forms, a letter outside the BMP and several
# kinds of white space
@given(
    st.text(
        st.one_of(
            st.characters(min_codepoint=0x600, max_codepoint=0x6FF),
            st.characters(exclude_categories=["Cs"]),
            st.sampled_from("وفبلكسال  \n\r\t\u00a0\u2028\u200f\ufeff\ufefb.،(12"),
        ),
        max_size=200,
    )
)
def test_tokens_join_back_to_the_text(text: str) -> None:
    doc = TOKENIZE(text)
    assert doc.text == text
    assert all(t.text for t in doc)
    starts = {t.idx for t in doc}
    assert all(s in starts for s, _ in words(text))


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("وبالرياض", ["و", "ب", "الرياض"]),
        ("للهيئة", ["ل", "لهيئة"]),
        ("وزير", ["وزير"]),
        ("في الدوحة", ["في", "الدوحة"]),
        ("انتهى.وقال", ["انتهى", ".", "و", "قال"]),
        ("بـ22", ["بـ", "22"]),
        ("", []),
    ],
)
def test_particles_are_tokens(text: str, want: list[str]) -> None:
    assert tokens(text) == want


def test_white_space_is_kept() -> None:
    assert TOKENIZE(" \n بدأ  الاجتماع \n").text == " \n بدأ  الاجتماع \n"


@pytest.mark.parametrize("doc", DOCUMENTS, ids=lambda d: d["key"])
def test_every_annotated_span_has_token_boundaries(doc: dict[str, object]) -> None:
    text, spans = doc["text"], doc["spans"]
    assert isinstance(text, str) and isinstance(spans, list) and spans
    tokenized = TOKENIZE(text)
    assert [text[s:e] for s, e, _ in spans if tokenized.char_span(s, e) is None] == []


def test_a_saved_tokenizer_does_the_same(tmp_path: Path) -> None:
    nlp = spacy.blank("ar", config={"nlp": {"tokenizer": {"@tokenizers": "mahdar.tokenizer.v1"}}})
    nlp.to_disk(tmp_path / "nlp")
    text = "عُقد بالمنامة، وبحضور الأعضاء، اجتماعٌ للفريق."
    again = spacy.load(tmp_path / "nlp")
    assert isinstance(again.tokenizer, Tokenizer)
    assert [t.text for t in again(text)] == [t.text for t in nlp(text)]
