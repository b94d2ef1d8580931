from __future__ import annotations

import pytest

from pipeline.arabic.naming import without_sitting


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("الجمعية العامة ال153 لاتحاد السواقي", "الجمعية العامة لاتحاد السواقي"),
        (
            "الجمعية العامة الثانية والخمسين بعد المئة لاتحاد السواقي",
            "الجمعية العامة لاتحاد السواقي",
        ),
        ("الجمعية العمومية غير العادية السابعة", "الجمعية العمومية غير العادية"),
        ("مجلس الإدارة ال112", "مجلس الإدارة"),
    ],
)
def test_the_number_of_its_sitting_is_no_part_of_a_body(name: str, body: str) -> None:
    assert without_sitting(name) == body
    assert without_sitting(body) == body


@pytest.mark.parametrize(
    "name",
    [
        "اللجنة الثالثة",
        "لجنة مجموعة ال77 للتعاون الرقمي",
        "المجموعة الثانية",
        "مجلس الإدارة الأول",
        "الجمعية العامة لرعاية الطفولة الأولى",
    ],
)
def test_a_number_that_names_a_body_stays(name: str) -> None:
    assert without_sitting(name) == name
