"""The spans of a Doc record what found them, by label."""

from __future__ import annotations

import spacy

from pipeline.extract.spans import FACTS, MENTIONS, Found, get, put, uncrossed
from pipeline.extract.tokenizer import Tokenizer

TEXT = "ترأس وزير المالية اجتماعا بالدوحة"


def doc_with(key: str, *found: Found) -> spacy.tokens.Doc:
    doc = Tokenizer(spacy.blank("ar").vocab)(TEXT)
    put(doc, key, found)
    return doc


def at(
    words: str, label: str, value: str = "", found_by: str = "model", confidence: float = 0.5
) -> Found:
    start = TEXT.index(words)
    return Found(start, start + len(words), label, found_by, confidence, value)  # type: ignore[arg-type]


def test_what_is_put_is_got_in_order_the_longer_first() -> None:
    role, org, loc = (
        at("وزير المالية", "ROLE"),
        at("المالية", "ORG"),
        at("الدوحة", "LOC", "city:QA", "gazetteer", 0.25),
    )
    long = at("المالية اجتماعا", "MEETING")
    assert list(get(doc_with(MENTIONS, loc, org, long, role), MENTIONS)) == [role, long, org, loc]


def test_one_range_may_have_several_labels_in_both_groups() -> None:
    doc = doc_with(MENTIONS, at("الدوحة", "LOC", confidence=0.75))
    put(doc, FACTS, [at("الدوحة", "CITY", confidence=0.5), at("الدوحة", "BODY", confidence=0.25)])
    assert [(f.label, f.confidence) for f in get(doc, MENTIONS)] == [("LOC", 0.75)]
    assert [(f.label, f.confidence) for f in get(doc, FACTS)] == [("BODY", 0.25), ("CITY", 0.5)]


def test_putting_again_replaces() -> None:
    doc = doc_with(MENTIONS, at("الدوحة", "LOC"), at("المالية", "ORG"))
    put(doc, MENTIONS, [at("الدوحة", "LOC", "city:QA", "gazetteer", 0.75)])
    assert [(f.value, f.found_by, f.confidence) for f in get(doc, MENTIONS)] == [
        ("city:QA", "gazetteer", 0.75)
    ]


def test_a_range_that_ends_within_a_token_is_none() -> None:
    start = TEXT.index("مالية")
    assert (
        list(get(doc_with(MENTIONS, Found(start, start + 4, "ORG", "model", 0.5)), MENTIONS)) == []
    )


def test_a_doc_without_spans_has_none() -> None:
    assert list(get(Tokenizer(spacy.blank("ar").vocab)(TEXT), MENTIONS)) == []


def test_a_name_that_ends_inside_a_surer_one_ends_with_it() -> None:
    text = "ترأس مدير الموانئ في سلطنة عمان الاجتماع"

    def named(words: str, label: str, confidence: float) -> Found:
        start = text.index(words)
        return Found(start, start + len(words), label, "model", confidence)

    state = named("سلطنة عمان", "COUNTRY", 0.9)
    short = named("مدير الموانئ في سلطنة", "ROLE", 0.5)
    whole = named("مدير الموانئ في سلطنة عمان", "ROLE", 0.5)
    assert uncrossed([short, state]) == [whole, state]
    person = named("الموانئ في سلطنة", "PER", 0.5)  # no name of a person holds a state
    assert uncrossed([person, state]) == [state]
    late = named("عمان الاجتماع", "ORG", 0.5)
    assert uncrossed([late, state]) == [state]
