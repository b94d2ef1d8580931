"""Which names in the text of a meeting belong in its record. All names are invented."""

from __future__ import annotations

import pytest

from tests.marked import meeting

HELD = "عقد <COMMITTEE BODY>مجلس شورى السواقي</COMMITTEE> <MEETING HELD>اجتماعه</MEETING> أمس، وناقش <TOPIC>خطة الري</TOPIC>."


@pytest.mark.parametrize(
    ("headline", "committees"),
    [
        ("<COMMITTEE>شورى السواقي</COMMITTEE> يناقش خطة الري", ["مجلس شورى السواقي"]),
        ("<COMMITTEE>مجلس الشورى</COMMITTEE> يناقش خطة الري", ["مجلس شورى السواقي"]),
    ],
)
def test_a_headlines_short_name_of_the_body_is_not_another_committee(
    headline: str, committees: list[str]
) -> None:
    """Committees on dev, fresh documents and two folds rose by 0.8, 1.4, 1.8 and 1.8."""
    assert [c.name for c in meeting(f"{headline}\n{HELD}").committees] == committees


@pytest.mark.parametrize(
    ("headline", "organizations"),
    [
        (
            "<ORG>بلدية السواقي</ORG> تناقش الخطة",
            ["بلدية السواقي", "الإدارة العامة للتعليم بالسواقي"],
        ),
    ],
)
def test_a_headlines_everyday_name_is_not_another_organisation(
    headline: str, organizations: list[str]
) -> None:
    met = meeting(f"{headline}\n{HELD} وشكر <ORG>الإدارة العامة للتعليم بالسواقي</ORG> على جهودها.")
    assert [o.name for o in met.organizations] == organizations


@pytest.mark.parametrize(
    ("text", "organizations"),
    [
        (
            "وشكر <ORG>حكومة سامر المرعي</ORG> على جهودها. وقالت <ORG>حكومة المرعي</ORG> إنها "
            "تتابع.",
            ["حكومة سامر المرعي"],
        ),
        (
            "وشكر <ORG>مجلس بلدية السواقي</ORG> و<ORG>بلدية السواقي</ORG>.",
            ["مجلس بلدية السواقي", "بلدية السواقي"],
        ),  # another noun
        (
            "وشكر <ORG>حكومة سامر المرعي</ORG> و<ORG>حكومة المرعي السابقة</ORG>.",
            ["حكومة سامر المرعي", "حكومة المرعي السابقة"],
        ),
        (
            "وشكر <ORG>فرقة إنشاد <ORG>فرقة السواقي</ORG></ORG>.",
            ["فرقة إنشاد فرقة السواقي", "فرقة السواقي"],
        ),  # inside the longer one
    ],
)
def test_a_shorter_name_of_an_organisation_that_the_record_lists_is_not_another(
    text: str, organizations: list[str]
) -> None:
    """Organisations on n1, n2, uu, gold: 57.0, 64.3, 65.7, 88.9 -> 57.0, 64.5, 66.1, 89.2."""
    assert [o.name for o in meeting(f"{HELD} {text}").organizations] == organizations


def test_a_shorter_name_of_a_committee_is_not_another_but_that_of_the_body_stays() -> None:
    """Committees on n1, n2, uu, gold: 62.7, 66.2, 76.0, 89.4 -> 62.9, 66.3, 76.2, 89.6."""
    met = meeting(
        f"{HELD} وشكر <COMMITTEE>لجنة الري الزراعي</COMMITTEE>. وقالت <COMMITTEE>لجنة "
        "الري</COMMITTEE> إنها تتابع."
    )
    assert [c.name for c in met.committees] == ["مجلس شورى السواقي", "لجنة الري الزراعي"]
    met = meeting(
        "عقد <COMMITTEE BODY>مجلس السواقي</COMMITTEE> <MEETING HELD>اجتماعه</MEETING> أمس، وشكر "
        "<COMMITTEE>مجلس شباب مدارس السواقي</COMMITTEE>."
    )
    assert [c.name for c in met.committees] == ["مجلس السواقي", "مجلس شباب مدارس السواقي"]


def test_a_short_name_in_the_text_stays() -> None:
    met = meeting(f"{HELD} وشكر <COMMITTEE>فريق شورى السواقي</COMMITTEE> الحضور.")
    assert len(met.committees) == 2
