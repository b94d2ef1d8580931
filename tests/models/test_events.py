"""Learning which sentences tell of which meeting. All sentences and names are invented."""

from __future__ import annotations

import pytest

from models.training.events import aligned, flat, learn, rows
from pipeline.assemble.sentences import sentences
from pipeline.scoring import Scorer
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


def test_a_tree_keeps_its_answers_in_the_form_that_ships() -> None:
    leaf = {"leaf_value": 1.0}
    tree = {
        "split_feature": 0,
        "threshold": 0.5,
        "left_child": {"leaf_value": -1.0},
        "right_child": {
            "split_feature": 1,
            "threshold": 2.0,
            "left_child": leaf,
            "right_child": {"leaf_value": 3.0},
        },
    }
    assert flat(tree) == {
        "splits": [[0, 0.5, -1, 1], [1, 2.0, -2, -3]],
        "leaves": [-1.0, 1.0, 3.0],
    }


def test_what_is_learnt_is_read_as_it_was_learnt() -> None:
    pytest.importorskip("lightgbm")
    examples = [({"people": float(n % 7), "day": float(n % 2)}, n % 7 > 3) for n in range(400)]
    kept = learn(examples, 20)
    scorer = Scorer(
        tuple(kept["features"]),
        tuple((tuple(map(tuple, t["splits"])), tuple(t["leaves"])) for t in kept["trees"]),
    )
    assert scorer.probability({"people": 5.0, "day": 0.0}) > 0.8
    assert scorer.probability({"people": 1.0, "day": 1.0}) < 0.2
