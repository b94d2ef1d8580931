"""Learning who took part in a meeting. All sentences and names are invented. Requires the packages
of `train`."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn")

from models.training.participants import Row, examples, rows
from tests.marked import EVERY, HIGH, extracted
from tests.models.test_realis import RECORD

MARKED = (
    f"عقدت {HIGH} <MEETING HELD>اجتماعها الثاني</MEETING> برئاسة <PER CHAIRED>سالم "
    "الرويعي</PER>، بحضور <PER ATTENDED>ناصر الدغيم</PER>. وذكر أن <PER MENTIONED>حمد "
    "الزويد</PER> شق الساقية."
)


def test_each_person_of_a_matching_meeting_makes_a_row_with_what_the_record_says() -> None:
    release = extracted(MARKED)
    people = [
        {"name": "سالم الرويعي", "role": None, "participation": "chaired"},
        {"name": "ناصر الدغيم", "role": None, "participation": "attended"},
    ]
    doc = {"key": "x", "text": release.text, "records": [RECORD | {"ordinal": 2, "people": people}]}
    assert [row.participation for row in rows([doc], [release], EVERY)] == [
        "chaired",
        "attended",
        None,
    ]
    assert list(rows([doc | {"records": []}], [release], EVERY)) == []


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("listed", [True, True, True, False]),
        ("chaired", [True, False, False, False]),
        ("attended", [True, True, False]),
    ],
)
def test_what_rows_teach_each_scorer(name: str, answers: list[bool]) -> None:
    found = [Row({"far": 0.0}, how) for how in ("chaired", "attended", "mentioned", None)]
    assert [right for _, right in examples(found, name)] == answers
