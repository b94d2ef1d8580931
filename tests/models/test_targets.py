"""Training targets: which windows of a document report a meeting."""

from __future__ import annotations

from typing import Any

import pytest

from models.training.targets import facts, reporting, targets
from pipeline.extract.tagger.encoding import Window, words
from pipeline.extract.tagger.heads import HEADS

TOLD = "عقدت لجنة السواقي اجتماعها الثاني."
BESIDE = "افتتح المتحف قاعته الجديدة."


def document(text: str, records: list[dict[str, Any]]) -> dict[str, Any]:
    spans = [
        [text.index(x), text.index(x) + len(x), label]
        for x, label in (("لجنة السواقي", "COMMITTEE"), ("اجتماعها الثاني", "MEETING"))
        if x in text
    ]
    return {"key": "k", "text": text, "spans": spans, "records": records}


def window(text: str, part: str) -> Window:
    spans = tuple(words(text, text.index(part), text.index(part) + len(part)))
    return Window(ids=(), word_of=(), words=spans)


RECORD = {
    "body": "لجنة السواقي",
    "ordinal": 2,
    "date": None,
    "city": None,
    "topics": [],
    "decisions": [],
    "people": [],
    "referenced_meetings": [],
    "committees": [],
    "organizations": [],
    "initiatives": [],
    "countries": [],
}


@pytest.mark.parametrize(
    ("text", "records", "want"),
    [
        (f"{TOLD}\n{BESIDE}", [RECORD], [True, False]),
        (f"{TOLD}\n{BESIDE}", [], [False, False]),
        (
            f"{BESIDE}\n{BESIDE}",
            [{**RECORD, "body": None, "ordinal": None}],
            [True, True],
        ),  # nothing of the record is in the text
    ],
)
def test_the_windows_that_report_a_meeting(
    text: str, records: list[dict[str, Any]], want: list[bool]
) -> None:
    doc = document(text, records)
    rows = [targets(doc, window(text, part), facts(doc))[0] for part in text.split("\n")]
    assert reporting(doc, rows) == want


def test_names_that_a_record_lists_and_others() -> None:
    text = "عقدت لجنة السواقي اجتماعها مع هيئة المراعي الوطنية وممثلي الكويت. وأعلنت الهيئة الوطنية للمتاحف أمس عن معرض في البحرين."
    spans = [
        [text.index(x), text.index(x) + len(x), label]
        for x, label in (
            ("لجنة السواقي", "COMMITTEE"),
            ("هيئة المراعي الوطنية", "ORG"),
            ("الكويت", "COUNTRY"),
            ("الهيئة الوطنية للمتاحف", "ORG"),
            ("البحرين", "COUNTRY"),
        )
    ]
    doc = {
        "key": "k",
        "text": text,
        "spans": spans,
        "records": [
            {
                **RECORD,
                "committees": ["لجنة السواقي"],
                "organizations": ["هيئة المراعي الوطنية"],
                "initiatives": [],
                "countries": ["KW"],
            }
        ],
    }
    assert [text[s:e] for s, e, head in facts(doc) if head == "LISTED"] == [
        "لجنة السواقي",
        "هيئة المراعي الوطنية",
        "الكويت",
    ]


def test_the_word_that_opens_a_record_says_nothing_of_particles() -> None:
    text = "واجتماع لجنة السواقي الثاني أقر سجل السواقي."
    doc = {
        "key": "k",
        "text": text,
        "spans": [[1, 7, "MEETING"], [8, 20, "COMMITTEE"]],
        "records": [{**RECORD, "ordinal": None, "decisions": ["أقر سجل السواقي"]}],
    }
    assert [text[s:e] for s, e, head in facts(doc) if head == "OPENS"] == ["واجتماع"]
    rows, skip = targets(doc, window(text, text), facts(doc))
    assert rows[HEADS.index("OPENS")][:2] == [1, 0] and skip[0] == 1
