"""Learning which people of a meeting's text are in its record. All sentences and names are
invented. Requires the packages of `train`."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("sklearn")

from models.training.listing import report, rows
from models.training.realis import Row, fit
from tests.marked import EVERY, HIGH, extracted
from tests.models.test_realis import RECORD


def test_each_person_but_the_chair_makes_a_row_right_where_the_record_names_him() -> None:
    marked = (
        f"عقدت {HIGH} <MEETING HELD>اجتماعها الثاني</MEETING> برئاسة <PER CHAIRED>سالم "
        "الرويعي</PER>، بحضور "
        "<PER ATTENDED>ناصر الدغيم</PER>. وذكر أن <PER MENTIONED>حمد الزويد</PER> شق الساقية."
    )
    release = extracted(marked)
    people = [
        {"name": name, "role": None, "participation": "attended"}
        for name in ("سالم الرويعي", "ناصر الدغيم")
    ]
    doc = {"key": "x", "text": release.text, "records": [RECORD | {"ordinal": 2, "people": people}]}
    assert [row.right for row in rows([doc], [release], EVERY)] == [True, False]
    assert [row.right for row in rows([doc | {"records": []}], [release], EVERY)] == [False, False]


def test_the_report_judges_each_folder_by_the_others() -> None:
    rng = random.Random(1)

    def invented(n: int) -> list[Row]:
        found = [{"far": float(rng.random() < 0.5)} for _ in range(n)]
        return [Row(e, rng.random() < (0.1 if e["far"] else 0.9)) for e in found]

    folders = [invented(300), invented(300)]
    assert fit(folders[0])["far"] < -2
    last = report(folders).splitlines()[-1]
    far = [row.right for folder in folders for row in folder if row.evidence["far"]]
    right = sum(row.right for folder in folders for row in folder) - sum(far)
    assert (
        last == f"0.40  kept {600 - len(far)}, right {right}; left out {len(far)}, right "
        f"{len(far) - sum(far)}"
    )
