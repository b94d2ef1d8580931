"""Learning the probability of a meeting. All sentences and names are invented. Requires the
packages of `train`."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("sklearn")

from models.training.realis import Row, fit, report, rows, shifted
from pipeline.assemble.realis import probability
from tests.marked import EVERY, HIGH, WATER, extracted

RECORD = {
    **dict.fromkeys(("body", "ordinal", "date", "city", "country", "mode", "chair")),
    **{
        field: []
        for field in (
            "people",
            "countries",
            "committees",
            "organizations",
            "initiatives",
            "decisions",
            "topics",
            "referenced_meetings",
        )
    },
}


def invented(n: int, seed: int) -> list[Row]:
    """Return rows in which the date mostly shows whether they are right, and the number shows
    nothing."""
    rng = random.Random(seed)
    found = [
        {"day": float(rng.random() < 0.5), "number": float(rng.random() < 0.5)} for _ in range(n)
    ]
    return [Row(e, rng.random() < (0.9 if e["day"] else 0.2)) for e in found]


def test_the_weights_tell_what_speaks_for_a_meeting() -> None:
    weights = fit(invented(2000, 0))
    assert weights["day"] > 2 and abs(weights["number"]) < 0.5 and weights["bias"] < 0


def test_each_candidate_makes_a_row_right_where_a_record_has_it() -> None:
    marked = (
        f"عقدت {HIGH} <MEETING HELD>اجتماعها الثاني</MEETING>.\n"
        f"كما <OPENS>عقد</OPENS> {WATER} <MEETING HELD>اجتماعه السابع</MEETING> برئاسة <PER CHAIRED>سالم "
        "الرويعي</PER>."
    )
    release = extracted(marked)
    doc = {
        "key": "x",
        "text": release.text,
        "records": [RECORD | {"body": "مجلس إدارة هيئة السواقي", "ordinal": 7}],
    }
    first, second = rows([doc], [release], EVERY)
    assert (first.right, second.right) == (False, True)
    assert [row.evidence["people"] for row in (first, second)] == [0, 1]


def test_the_report_judges_each_folder_by_the_others() -> None:
    told = report([invented(300, 1), invented(300, 2)])
    assert told.startswith("600 candidates, ") and "0.45  believed" in told


def test_a_bias_alone_makes_as_many_expected_as_are_right() -> None:
    found = invented(500, 3)
    weights = shifted(found, {"bias": 4.0, "day": 2.0, "number": 0.0})
    expected = sum(probability(r.evidence, weights) for r in found)
    assert weights["day"] == 2.0 and abs(expected - sum(r.right for r in found)) < 0.5
