"""Learning which sentences tell of which meeting. All sentences and names are invented."""

from __future__ import annotations

from models.training.events import aligned, rows
from pipeline.assemble.sentences import sentences
from tests.assemble.test_events import LEARNED, ONE, OTHER
from tests.marked import extracted, unmarked

EMPTY = {"body": None, "ordinal": None, "topics": [], "decisions": [], "people": []}


def gold() -> dict[str, object]:
    text, spans = unmarked(ONE + OTHER)
    kept = [s for s in spans if s[2] in ("COMMITTEE", "MEETING", "PER")]
    return {
        "key": "comp-events",
        "text": text,
        "spans": kept,
        "records": [
            {**EMPTY, "body": "مجلس إدارة هيئة السواقي", "ordinal": 7},
            {**EMPTY, "body": "اللجنة العليا للمراعي", "ordinal": 2, "topics": ["خطة الري"]},
        ],
    }


def test_each_record_is_found_where_the_text_tells_of_it() -> None:
    release = extracted(ONE + OTHER)
    found = aligned(gold(), release, sentences(release))
    assert found.first == [2, 0]
    assert found.of == [1, 1, 0, None]


def test_a_document_teaches_by_sentence_and_by_pair() -> None:
    found = rows(gold(), extracted(ONE + OTHER), LEARNED)
    assert [yes for _, yes in found.new_meeting] == [True, False, True, False]
    assert found.same_meeting == []  # the last sentence says nothing that tells the two apart
