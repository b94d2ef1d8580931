"""Whether two people, bodies or meetings are the same: pairs as newspapers write them, with
invented people."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline import matching
from pipeline.arabic.rarity import rarity, stems
from pipeline.matching import SAME_PERSON, body_words, forbidden, person, same_body, same_person


def test_stems_are_folded_words_without_what_is_attached() -> None:
    assert stems("بالمجلس وللجنة والوزير عبد الله أبو بكر") == [
        "مجلس",
        "لجنه",
        "وزير",
        "عبدالله",
        "ابوبكر",
    ]
    assert stems(None) == []


def test_a_word_of_every_text_tells_little_and_a_rare_one_much() -> None:
    assert rarity("في") < 0.1 < rarity("مجلس") < rarity("زعفران") == 1.0


@pytest.mark.parametrize(
    ("one", "role", "other", "other_role"),
    [
        ("سالم بن راشد الدوسري", None, "سالم الدوسري", None),
        ("عبد الله بن ناصر", None, "عبدالله بن ناصر", None),
        ("هايلي ستيوارت", "وزيرة التجارة", "هيلي ستيوارت", "وزيرة التجارة"),
        ("ستيوارت", "وزير الدفاع الكندي", "جوناثان ستيوارت", "وزير الدفاع"),
        ("سيب كالمان", "رئيس الاتحاد الدولي", "جوزيف كالمان", "رئيس الاتحاد الدولي"),
        ("أمين الأحساء", None, "فهد الجبير", "أمين الأحساء"),
    ],
)
def test_one_person(one: str, role: str | None, other: str, other_role: str | None) -> None:
    a, b = person(one, role), person(other, other_role)
    assert same_person(a, b) == same_person(b, a) >= SAME_PERSON


@pytest.mark.parametrize(
    ("one", "role", "other", "other_role"),
    [
        ("سلطان بن ماجد", "أمير المنطقة", "خالد بن سلطان بن ماجد", "وزير الدولة"),  # a father
        ("مسعود بارزان", "رئيس الإقليم", "نجيب بارزان", "رئيس الحكومة"),
        ("سالم الدوسري", None, "سالم القحطاني", None),
    ],
)
def test_two_people(one: str, role: str | None, other: str, other_role: str | None) -> None:
    assert same_person(person(one, role), person(other, other_role)) < SAME_PERSON


def test_a_body_by_its_short_form_is_the_same_and_a_namesake_is_not() -> None:
    whole = body_words("اللجنة الوطنية الفنية لمتابعة سد الوادي الكبير")
    assert same_body(whole, body_words("لجنة سد الوادي الكبير")) > 0.8
    assert same_body(whole, body_words("لجنة الانتخابات البلدية")) < 0.2
    assert body_words("اللجنة العليا") == frozenset()


def record(**said: Any) -> dict[str, Any]:
    """Return a record in published form with these values only. `people`: names, with «-» after
    someone who is only mentioned."""
    empty = dict.fromkeys(("ordinal", "kind", "date", "end_date", "city", "chair"))
    body = said.pop("body", None)
    people = said.pop("people", ())
    return (
        empty
        | {
            "body": body and {"name": body},
            "people": [
                {
                    "name": p.removesuffix("-"),
                    "role": None,
                    "participation": "mentioned" if p.endswith("-") else "attended",
                }
                for p in people
            ],
            "decisions": [],
            "evidence": {"date": None},
            "release": {"published": said.pop("published", None)},
        }
        | said
    )


def why(
    one: dict[str, Any], other: dict[str, Any], text: str = "", other_text: str = ""
) -> str | None:
    a = matching.meeting(one, frozenset(stems(text)), text)
    b = matching.meeting(other, frozenset(stems(other_text)), other_text)
    assert forbidden(a, b) == forbidden(b, a)
    return forbidden(a, b)


def test_another_number_of_one_body_is_another_meeting() -> None:
    one = record(body="لجنة سد الوادي", ordinal=6)
    assert why(one, record(body="لجنة سد الوادي", ordinal=7)) == "number"
    assert why(one, record(body="لجنة سد الوادي", ordinal=6)) is None
    # «الجلسة الأولى من الاجتماع السادس»: both numbers occur
    other = record(body="لجنة سد الوادي", ordinal=1)
    assert why(one, other, "الاجتماع السادس للجنة", "الجلسة الأولى من الاجتماع السادس") is None


def test_the_weekly_sitting_is_not_last_weeks() -> None:
    one = record(body="مجلس الوزراء", date="2026-03-02")
    assert why(one, record(body="مجلس الوزراء", date="2026-03-09")) == "days"


def test_yesterday_on_a_late_page_is_not_another_day() -> None:
    text = "عقدت أمس"
    span = {"date": {"span": [4, 8]}}
    one = record(date="2026-03-02", evidence=span)
    assert why(one, record(date="2026-03-06", evidence=span), text, text) is None
    written = "يوم الاثنين 2 مارس"
    span = {"date": {"span": [0, len(written)]}}
    one = record(date="2026-03-02", evidence=span)
    assert why(one, record(date="2026-03-06", evidence=span), written, written) == "days"


def test_a_session_of_several_days_is_one() -> None:
    whole = record(date="2026-03-02", end_date="2026-03-12")
    assert why(whole, record(date="2026-03-11")) is None


def test_two_guests_of_one_visit_are_two_meetings() -> None:
    host = "ماجد بن سلطان"
    one = record(people=[host, "جان مارتان"])
    assert why(one, record(people=[host, "بيتر هوفمان"])) == "party"
    assert why(one, record(people=["جان مارتان", host])) is None


def test_a_preparatory_meeting_is_not_the_one_that_it_prepares() -> None:
    one = record(body="اللجنة المشتركة للنقل", kind="preparatory")
    other = record(body="اللجنة المشتركة للنقل")
    assert why(one, other, "الاجتماع التحضيري", "اجتماع اللجنة") == "preparatory"
    assert why(one, other, "الاجتماع التحضيري", "اجتماع تحضيري للجنة") is None


def test_one_report_of_a_preparatory_meeting_may_not_call_it_so() -> None:
    circle = ["ماجد بن سلطان", "هند الرويعي"]
    one = record(body="اللجنة التنفيذية للمعرض", kind="preparatory", people=circle)
    same = record(body="اللجنة التنفيذية للمعرض", people=circle[:1])
    ministers = record(body="اللجنة التنفيذية للمعرض", people=["سالم البلوي", "علي العامري"])
    assert why(one, same, "الاجتماع التحضيري", "اجتماع اللجنة") is None
    assert why(one, ministers, "الاجتماع التحضيري", "اجتماع اللجنة") == "preparatory"


def test_a_committee_of_nearly_the_same_name_is_another() -> None:
    one = record(body="لجنة الشؤون المالية بمجلس الشورى")
    other = record(body="لجنة الشؤون القانونية بمجلس الشورى")
    text, other_text = "اجتمعت لجنة الشؤون المالية", "اجتمعت لجنة الشؤون القانونية"
    assert why(one, other, text, other_text) == "body"
    assert why(one, other, text, "لجنة الشؤون القانونية واللجنة المالية") is None


@pytest.mark.parametrize(
    ("published", "date", "chair", "announced"),
    [
        ("2026-03-01", "2026-03-02", False, True),
        ("2026-03-01", "2026-03-02", True, True),
        ("2026-03-01", "2026-04-12", True, False),
        ("2026-03-01", "2026-04-12", False, True),
        ("2026-03-01", "2026-03-01", False, False),
        (None, "2026-03-02", False, False),
    ],
)
def test_what_is_still_to_come_is_announced(
    published: str | None, date: str, chair: bool, announced: bool
) -> None:
    given = record(published=published, date=date, people=["سالم الدوسري"])
    if chair:
        given["people"][0]["participation"] = "chaired"
    assert matching.announced(given) is announced
