"""Chair and participants. All sentences and names are invented."""
from __future__ import annotations

import pytest

from pipeline.types import Meeting
from tests.marked import meeting, unmarked

BODY = "<COMMITTEE BODY>اللجنة العليا للمراعي</COMMITTEE>"


def parts(met: Meeting) -> dict[str, str]:
    return {p.person.name: p.participation for p in met.people}


@pytest.mark.parametrize("marked", [
    f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> برئاسة <PER>سالم الرويعي</PER>.",
    f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> برئاسة <HON>معالي الدكتور</HON> <PER>سالم الرويعي</PER> <ROLE>وزير المراعي</ROLE>.",
    f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> برئاسة <ROLE>وزير المراعي</ROLE> <HON>الدكتور</HON> <PER>سالم الرويعي</PER>.",
    f"ترأس <PER>سالم الرويعي</PER> <MEETING HELD>اجتماع</MEETING> {BODY}.",
    f"رأس <ROLE>وزير المراعي</ROLE> <PER>سالم الرويعي</PER> <MEETING HELD>اجتماع</MEETING> {BODY}.",
    f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> بِرِئاسة <HON>الدكتور</HON> <PER>سالم الرويعي</PER>.",
    f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING>، وترأس الاجتماع <HON>الدكتور</HON> <PER>سالم الرويعي</PER>.",
    f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> وترأسته <PER>سالم الرويعي</PER>.",
    f"يترأس <PER>سالم الرويعي</PER> اليوم <MEETING HELD>اجتماع</MEETING> {BODY}.",
])
def test_chair_by_the_verb_before_the_name(marked: str) -> None:
    met = meeting(marked)
    assert met.chair is not None and met.chair.span is not None
    assert (met.chair.value, met.chair.found_by) == ("سالم الرويعي", "rule")
    assert unmarked(marked)[0][slice(*met.chair.span)] == "سالم الرويعي"
    assert parts(met) == {"سالم الرويعي": "chaired"}


def test_the_model_alone_makes_no_chair() -> None:
    met = meeting(f"افتتح <PER CHAIRED>سالم الرويعي</PER> <MEETING HELD>اجتماع</MEETING> {BODY}.")
    assert met.chair is None
    assert parts(met) == {"سالم الرويعي": "attended"}


@pytest.mark.parametrize("phrase", ["ترأس وفد الدولة", "رأس الجانب العماني", "ترأست وفد الهيئة"])
def test_to_head_a_delegation_is_not_to_chair(phrase: str) -> None:
    met = meeting(f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING>، و{phrase} <PER ATTENDED>سالم الرويعي</PER>.")
    assert met.chair is None
    assert parts(met) == {"سالم الرويعي": "attended"}


@pytest.mark.parametrize("led", ["وفد الدولة", "الجانب القطري"])
def test_he_who_headed_a_delegation_did_not_chair(led: str) -> None:
    met = meeting(f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING>، وترأس <PER ATTENDED>سالم الرويعي</PER> {led}.")
    assert (met.chair, parts(met)) == (None, {"سالم الرويعي": "attended"})


def test_the_chair_of_a_body_that_is_not_this_meeting_is_no_chair() -> None:
    met = meeting(f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> بحضور <ROLE>رئيس هيئة السواقي</ROLE> <PER ATTENDED>سالم الرويعي</PER>.")
    assert met.chair is None


def test_joint_chair_is_the_first_named() -> None:
    met = meeting(f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> برئاسة مشتركة من <HON>معالي</HON> <PER CHAIRED>سالم الرويعي</PER> "
                  "و<HON>معالي</HON> <PER CHAIRED>هند الكواري</PER>.")
    assert met.chair is not None and met.chair.value == "سالم الرويعي"
    assert parts(met) == {"سالم الرويعي": "chaired", "هند الكواري": "chaired"}


def test_a_chair_by_office_only_is_null_with_a_warning() -> None:
    met = meeting(f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> برئاسة <ROLE>وزير المراعي</ROLE>، وحضره <PER ATTENDED>هند الكواري</PER>.")
    assert met.chair is None
    assert "chair_by_office" in met.warnings


def test_no_such_warning_where_the_chair_is_named() -> None:
    assert meeting(f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> برئاسة <PER CHAIRED>سالم الرويعي</PER>.").warnings == ()


def test_a_person_is_one_with_the_most_that_any_mention_says() -> None:
    marked = (f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING>. وذكر البيان <PER MENTIONED>سالم بن حمد الرويعي</PER>، "
              "وقال <PER ATTENDED>الرويعي</PER> إن العمل بدأ، ونقل عن <PER MENTIONED>هند الكواري</PER> ترحيبها.")
    assert parts(meeting(marked)) == {"سالم بن حمد الرويعي": "attended", "هند الكواري": "mentioned"}


def test_people_come_with_their_offices_in_the_order_of_the_text() -> None:
    met = meeting(f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> بحضور <ROLE>أمين السجل</ROLE> <PER ATTENDED>هند الكواري</PER> "
                  "و<PER ATTENDED>ماجد البلوي</PER> <ROLE>مدير السواقي</ROLE>.")
    assert [(p.person.name, p.person.role) for p in met.people] == [("هند الكواري", "أمين السجل"), ("ماجد البلوي", "مدير السواقي")]


def test_who_only_tells_of_a_meeting_to_come_is_mentioned() -> None:
    told = (f"قال <PER ATTENDED>سالم الرويعي</PER> إن {BODY} تعقد <MEETING HELD>اجتماعها</MEETING> <DATE>غدا</DATE> "
            "برئاسة <PER CHAIRED>هند الكواري</PER>.")
    assert parts(meeting(told, "2024-03-12")) == {"سالم الرويعي": "mentioned", "هند الكواري": "chaired"}
    held = told.replace("غدا", "اليوم").replace("تعقد", "عقدت")
    assert parts(meeting(held, "2024-03-12")) == {"سالم الرويعي": "attended", "هند الكواري": "chaired"}
