"""Where and how a meeting was held. All sentences and names are invented."""
from __future__ import annotations

import pytest

from tests.marked import meeting, unmarked

BODY = "<COMMITTEE BODY>اللجنة العليا للمراعي</COMMITTEE>"
HELD = f"عقدت {BODY} <MEETING HELD>اجتماعها الثاني</MEETING>"


def test_city_and_its_state() -> None:
    marked = f"{HELD} في <LOC CITY>مسقط</LOC>."
    met = meeting(marked)
    assert met.city is not None and met.city.span is not None
    assert (met.city.value, unmarked(marked)[0][slice(*met.city.span)]) == ("مسقط", "مسقط")
    assert met.country is not None and met.country.value == "OM"
    assert met.mode is not None and met.mode.value == "in_person"


def test_a_city_without_its_particle() -> None:
    met = meeting(f"{HELD} ب<LOC CITY>الرياض</LOC>.")
    assert met.city is not None and met.city.value == "الرياض"
    assert met.country is not None and met.country.value == "SA"


def test_a_host_state_without_a_city() -> None:
    met = meeting(f"{HELD} في <COUNTRY>دولة الكويت</COUNTRY>.")
    assert met.city is None
    assert met.country is not None and met.country.value == "KW" and met.country.span is not None


def test_the_state_of_a_national_body_is_inferred() -> None:
    met = meeting("عقدت <COMMITTEE BODY>لجنة المراعي بـ<COUNTRY>مملكة البحرين</COUNTRY></COMMITTEE> <MEETING HELD>اجتماعها</MEETING>.")
    assert met.city is None
    assert met.country is not None and (met.country.value, met.country.span, met.country.found_by) == ("BH", None, "inferred")


def test_nothing_is_known_where_nothing_is_said() -> None:
    met = meeting(f"{HELD} برئاسة <PER CHAIRED>سالم الرويعي</PER>.")
    assert (met.city, met.country, met.venue, met.mode) == (None, None, None, None)


def test_a_place_that_is_only_talked_of_is_not_the_city() -> None:
    met = meeting(f"{HELD}. وأشاد بالعمل الجاري على طريق <LOC>صلالة</LOC>.")
    assert met.city is None


def test_venue() -> None:
    marked = f"{HELD} في <LOC>قصر المؤتمرات</LOC> ب<LOC CITY>الرياض</LOC>."
    met = meeting(marked)
    assert met.venue is not None and met.venue.span is not None
    assert (met.venue.value, unmarked(marked)[0][slice(*met.venue.span)]) == ("قصر المؤتمرات", "قصر المؤتمرات")
    assert met.city is not None and met.city.value == "الرياض"


@pytest.mark.parametrize("how", ["عبر تقنية الاتصال المرئي", "عن بعد", "افتراضيا", "عن بُعد عبر الاتصال المرئي", "عبر الاتّصال المرئيّ",
                                 "عبر تطبيق (زووم)", "بتقنية الفيديو"])
def test_virtual(how: str) -> None:
    marked = f"{HELD} {how} برئاسة <PER CHAIRED>سالم الرويعي</PER>."
    mode = meeting(marked).mode
    assert mode is not None and (mode.value, mode.found_by) == ("virtual", "rule")
    assert mode.span is not None and how in unmarked(marked)[0][slice(*mode.span)]


def test_teaching_at_a_distance_is_no_mode() -> None:
    assert meeting(f"{HELD} وناقشت برامج التعليم عن بعد.").mode is None


def test_virtual_although_a_city_is_named() -> None:
    mode = meeting(f"{HELD} عبر الاتصال المرئي من مقرها في <LOC CITY>الرياض</LOC>.").mode
    assert mode is not None and mode.value == "virtual"


@pytest.mark.parametrize("how", ["حضوريا وعن بعد", "حضوريا وعبر الاتصال المرئي"])
def test_hybrid(how: str) -> None:
    mode = meeting(f"{HELD} {how} في <LOC CITY>الرياض</LOC>.").mode
    assert mode is not None and (mode.value, mode.found_by) == ("hybrid", "rule")


def test_in_person_where_it_is_said() -> None:
    mode = meeting(f"{HELD} حضوريا.").mode
    assert mode is not None and (mode.value, mode.found_by) == ("in_person", "rule")


def test_a_body_of_several_states_has_no_home() -> None:
    met = meeting("عقدت <COMMITTEE BODY>لجنة المراعي بدول مجلس التعاون</COMMITTEE> <MEETING HELD>اجتماعها</MEETING> بمشاركة "
                  "<COUNTRY>دولة قطر</COUNTRY>، ومثل <COUNTRY>دولة قطر</COUNTRY> <PER ATTENDED>سالم الرويعي</PER>.")
    assert met.country is None


def test_the_state_of_the_agency_where_none_is_named() -> None:
    met = meeting(f"مسؤول: - <ORG>قنا</ORG>\n{HELD} برئاسة <PER CHAIRED>سالم الرويعي</PER>.")
    assert met.country is not None and (met.country.value, met.country.found_by) == ("QA", "inferred")


def test_a_state_far_from_the_sitting_is_not_its_place() -> None:
    far = " ".join(["وتابعت ما أنجز من أعمال الري وصيانة القنوات وحصر الآبار وتسجيل المراعي"] * 2)
    met = meeting(f"{HELD}، {far} في <COUNTRY>الصومال</COUNTRY>.")
    assert met.country is None or met.country.span is None


def test_a_city_behind_the_building_where_it_was_held_wins_over_the_dateline() -> None:
    found = meeting("<LOC>مسقط</LOC> - العمانية\nشاركت الوزارة في <MEETING HELD>الاجتماع الثاني</MEETING> "
                    "ل<COMMITTEE BODY>لجنة المراعي</COMMITTEE>، الذي عُقد اليوم بمقر <ORG>الأمانة العامة</ORG> في <LOC>مدينة الرياض</LOC>.")
    assert found.city is not None and found.city.value == "الرياض"
