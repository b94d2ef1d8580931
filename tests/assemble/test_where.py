"""The place and mode of a meeting. All sentences and names are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.assemble import assemble
from tests.marked import EVERY, extracted, meeting, unmarked

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


def test_a_city_of_which_only_the_noun_is_named() -> None:
    marked = f"{HELD} في <LOC CITY>مدينة</LOC> و."
    met = meeting(marked)
    assert met.city is not None and met.city.span is not None
    assert unmarked(marked)[0][slice(*met.city.span)] == "مدينة"


def test_a_host_state_without_a_city() -> None:
    met = meeting(f"{HELD} في <COUNTRY>دولة الكويت</COUNTRY>.")
    assert met.city is None
    assert met.country is not None and met.country.value == "KW" and met.country.span is not None


@pytest.mark.parametrize("at", ["ب", "ب\u0640"])  # tatweel
def test_the_state_of_a_national_body(at: str) -> None:
    met = meeting(
        f"عقدت <COMMITTEE BODY>لجنة المراعي {at}<COUNTRY>مملكة البحرين</COUNTRY></COMMITTEE> "
        "<MEETING HELD>اجتماعها</MEETING>."
    )
    assert met.city is None
    assert met.country is not None and (met.country.value, met.country.found_by) == (
        "BH",
        "gazetteer",
    )


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
    assert (met.venue.value, unmarked(marked)[0][slice(*met.venue.span)]) == (
        "قصر المؤتمرات",
        "قصر المؤتمرات",
    )
    assert met.city is not None and met.city.value == "الرياض"


@pytest.mark.parametrize(
    "how",
    [
        "عبر تقنية الاتصال المرئي",
        "عن بعد",
        "افتراضيا",
        "عن بُعد عبر الاتصال المرئي",
        "عبر الاتّصال المرئيّ",
        "عبر تطبيق (زووم)",
        "بتقنية الفيديو",
        "عبر Microsoft Teams",
        "بواسطة (Zoom)",
    ],
)
def test_virtual(how: str) -> None:
    marked = f"{HELD} {how} برئاسة <PER CHAIRED>سالم الرويعي</PER>."
    mode = meeting(marked).mode
    assert mode is not None and (mode.value, mode.found_by) == ("virtual", "rule")
    assert mode.span is not None and how in unmarked(marked)[0][slice(*mode.span)]


def test_teaching_at_a_distance_is_no_mode() -> None:
    assert meeting(f"{HELD} وناقشت برامج التعليم عن بعد.").mode is None


def test_a_meeting_on_screens_is_held_in_no_state() -> None:
    told = "عقد <COMMITTEE BODY>مجلس السواقي السعودي</COMMITTEE> <MEETING HELD>اجتماعه الثاني</MEETING> "
    assert [
        m.country and m.country.value
        for m in (meeting(f"{told}أمس."), meeting(f"{told}عبر الاتصال المرئي."))
    ] == ["SA", None]


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
    met = meeting(
        "عقدت <COMMITTEE BODY>لجنة المراعي بدول مجلس التعاون</COMMITTEE> <MEETING "
        "HELD>اجتماعها</MEETING> بمشاركة "
        "<COUNTRY>دولة قطر</COUNTRY>، ومثل <COUNTRY>دولة قطر</COUNTRY> <PER ATTENDED>سالم "
        "الرويعي</PER>."
    )
    assert met.country is None


def test_the_state_of_the_agency_where_none_is_named() -> None:
    met = meeting(f"مسؤول: - <ORG>قنا</ORG>\n{HELD} برئاسة <PER CHAIRED>سالم الرويعي</PER>.")
    assert met.country is not None and (met.country.value, met.country.found_by) == (
        "QA",
        "inferred",
    )


def test_a_state_far_from_the_sitting_is_not_its_place() -> None:
    far = " ".join(["وتابعت ما أنجز من أعمال الري وصيانة القنوات وحصر الآبار وتسجيل المراعي"] * 2)
    met = meeting(f"{HELD}، {far} في <COUNTRY>الصومال</COUNTRY>.")
    assert met.country is None or met.country.span is None


def test_a_city_behind_the_building_where_it_was_held_wins_over_the_dateline() -> None:
    found = meeting(
        "<LOC>مسقط</LOC> - العمانية\nشاركت الوزارة في <MEETING HELD>الاجتماع الثاني</MEETING> "
        "ل<COMMITTEE BODY>لجنة المراعي</COMMITTEE>، الذي عُقد اليوم بمقر <ORG>الأمانة "
        "العامة</ORG> في <LOC>مدينة الرياض</LOC>."
    )
    assert found.city is not None and found.city.value == "الرياض"


def test_a_town_of_a_building_beats_the_dateline() -> None:
    """In 3 of the wrong cities of the held-out folds, the record had the dateline's city although
    the text named the building's town."""
    met = meeting(
        "<LOC CITY>مسقط</LOC> - <ORG>العمانية</ORG>: التقى <PER ATTENDED>سالم الرويعي</PER> <PER "
        "ATTENDED>ناصر العبري</PER>، "
        "وذلك بمقر الهيئة بمدينة <LOC CITY>صحار</LOC>."
    )
    assert met.city is not None and met.city.value == "صحار"


def test_a_dateline_gives_the_city_where_the_tagger_says_so() -> None:
    told = (
        "<LOC CITY>مسقط</LOC> في <DATE>3 مارس 2025</DATE> /العمانية/ "
        + HELD
        + " برئاسة <PER CHAIRED>سالم الرويعي</PER>."
    )
    assert city(told) == "مسقط" and city(told.replace(" CITY", "")) is None


def test_a_place_far_behind_the_meeting_is_not_its_city() -> None:
    """Places with «في» more than 125 characters after the meeting: 6 right and 12 wrong in the
    held-out folds."""
    long = (
        "مشروع تطوير المراعي الطبيعية وصيانة الآبار القديمة وتوزيع الأعلاف على المربين وتأهيل "
        "الطرق الزراعية في المناطق البعيدة "
        "وحملة التشجير"
    )
    assert meeting(f"{HELD} وناقشت {long} في <LOC>صلالة</LOC>.").city is None


def test_an_event_in_whose_margin_they_met() -> None:
    met = meeting(
        "اجتمع <PER ATTENDED>سالم الرويعي</PER> مع <PER ATTENDED>ناصر العبري</PER> على هامش "
        "منتدى <LOC>صلالة</LOC>."
    )
    assert met.city is not None and met.city.value == "صلالة"


def test_a_host_named_with_and() -> None:
    met = meeting(f"{HELD}، وتستضيف إمارة <LOC>الشارقة</LOC> أعماله.")
    assert met.city is not None and met.city.value == "الشارقة"


def test_the_adjective_of_a_body_tells_its_state() -> None:
    """Annotation case 6; «مجلس الوزراء الكويتي» in a text that mentions another state more
    often."""
    marked = (
        "دان <COMMITTEE BODY>المجلس الأعلى الكويتي للمراعي</COMMITTEE> ما جرى في "
        "<COUNTRY>اليمن</COUNTRY>، وبحث في "
        "<MEETING HELD>اجتماعه</MEETING> سبل دعم <COUNTRY>اليمن</COUNTRY>."
    )
    country = meeting(marked).country
    assert country is not None and (country.value, country.found_by) == ("KW", "inferred")


def test_a_newspaper_tells_the_state_where_no_other_is_named() -> None:
    marked = "<ORG>عين اليوم</ORG> - سالم الرويعي\nعقد <PER CHAIRED>سالم الرويعي</PER> <MEETING HELD>اجتماعا</MEETING> بمديري الأقسام"
    country = meeting(f"{marked}.").country
    assert country is not None and country.value == "SA"
    elsewhere = meeting(f"{marked} عن تجارة <COUNTRY>الصين</COUNTRY>.").country
    assert elsewhere is None or elsewhere.value != "SA"


def test_a_state_that_is_only_visited_gives_no_mode() -> None:
    """3 of 3 in the held-out folds had none."""
    assert (
        meeting(
            f"{HELD}. وناقشت اللجنة في <MEETING HELD>الاجتماع</MEETING> تقرير الخبراء الذين "
            "زاروا المزارع والأسواق "
            "ومصانع الأعلاف الكبيرة والمسالخ الحديثة خلال العام كله في <COUNTRY>دولة "
            "الكويت</COUNTRY>."
        ).mode
        is None
    )


def test_medina_keeps_its_first_word() -> None:
    met = meeting(f"{HELD} في <LOC CITY>المدينة المنورة</LOC>.")
    assert met.city is not None and met.city.value == "المدينة المنورة"
    other = meeting(f"{HELD} في <LOC CITY>مدينة الرياض</LOC>.").city
    assert other is not None and other.value == "الرياض"


def city(marked: str) -> str | None:
    met = meeting(marked)
    return met.city and met.city.value


@pytest.mark.parametrize(
    "clause",
    ["<TOPIC>رسوم التخزين في <LOC>صحار</LOC></TOPIC>", "رسوم التخزين في <LOC>ميناء صحار</LOC>"],
)
def test_what_was_discussed_and_harbours_are_no_city_of_a_meeting(clause: str) -> None:
    """1 of 5 cities in topics and decisions was right."""
    assert (
        city(
            "استقبل <PER ATTENDED>سالم الرويعي</PER> <PER ATTENDED>هند الكواري</PER> وبحث معها "
            f"{clause}."
        )
        is None
    )


def test_the_city_of_kuwait_keeps_its_noun() -> None:
    met = "عقدت <COMMITTEE BODY>لجنة المراعي</COMMITTEE> <MEETING HELD>اجتماعها</MEETING> في <LOC CITY>مدينة {}</LOC>."
    assert city(met.format("الكويت")) == "مدينة الكويت" and city(met.format("صلالة")) == "صلالة"


@pytest.mark.parametrize(
    "told",
    [
        "في قاعة السواقي، وعبر الاتصال المرئي للأعضاء في الخارج.",
        "برئاسة <PER CHAIRED>سالم الرويعي</PER>. وبدأت الجلسة.\nوناقشت الخطة.\nوشارك حضوريا "
        "ممثلو عشر دول، فيما شارك عن بعد ماجد البلوي.",
    ],
)
def test_some_there_and_some_on_a_screen(told: str) -> None:
    """3 of 3 in the held-out sets."""
    met = meeting(f"{HELD} {told}")
    assert met.mode is not None and met.mode.value == "hybrid"


def test_a_screen_in_a_building_is_no_place_of_some() -> None:
    met = meeting(f"{HELD} في مقر الوزارة عبر تقنية الاتصال المرئي.")
    assert met.mode is not None and met.mode.value == "virtual"


def test_a_dateline_at_the_foot_gives_the_city_of_the_first_meeting() -> None:
    marked = (
        "عقدت <COMMITTEE BODY>لجنة المراعي</COMMITTEE> <MEETING HELD>اجتماعها</MEETING>.\n"
        + "وشكر الأعضاء الحاضرين.\n" * 6
        + "<LOC CITY>صحار</LOC> في <DATE>12 مارس 2024</DATE> /<ORG>العمانية</ORG>/"
    )
    met = meeting(marked)
    assert met.city is not None and met.city.value == "صحار"


def test_the_city_of_the_event_in_whose_margin_they_met_is_theirs_although_it_stands_behind_another_meeting() -> (
    None
):
    """3 cities in the composed releases with several meetings."""
    marked = (
        "على هامش مشاركته في <MEETING>قمة المدن</MEETING> ب<LOC CITY>برشلونة</LOC>، التقى <PER "
        "ATTENDED>سالم الرويعي</PER> "
        "<PER ATTENDED>ناصر العبري</PER>. وتركز <MEETING HELD>اللقاء</MEETING> على "
        "<TOPIC>الري</TOPIC>."
    )
    met = meeting(marked)
    assert met.city is not None and met.city.value == "برشلونة"


def test_a_town_that_was_talked_of_is_not_that_of_the_building() -> None:
    """3 of 3 towns in topics and decisions beside a building were wrong in the composed
    releases."""
    marked = (
        "التقى <PER ATTENDED>سالم الرويعي</PER> في مكتبه <PER ATTENDED>ناصر العبري</PER>، وبحث "
        "معه <TOPIC>المشروع المنفذ في "
        "<LOC>جيبوتي</LOC></TOPIC>."
    )
    assert meeting(marked).city is None


def test_a_place_far_from_the_meeting_is_hardly_its_city() -> None:
    far = "وقالت اللجنة إن الرعاة كثروا. ونزلت الأمطار كل يوم. وسمع الرعاة بذلك في {} من جيرانهم."
    marked = (
        far.format("<LOC CITY>الطائف</LOC>")
        + " عقدت <COMMITTEE BODY>لجنة المراعي</COMMITTEE> <MEETING HELD>اجتماعها</MEETING>."
    )
    release = extracted(marked)
    unsure = replace(
        release,
        facts=tuple(replace(f, confidence=0.6) if f.label == "CITY" else f for f in release.facts),
    )
    assert [m.city for m in assemble(unsure, EVERY).meetings] == [None]


def test_a_building_or_quarter_is_no_city() -> None:
    held = "عقدت <COMMITTEE BODY>لجنة المراعي</COMMITTEE> <MEETING HELD>اجتماعها</MEETING> في {}."
    assert meeting(held.format("<LOC CITY>فندق شاطئ الرويس</LOC>")).city is None
    assert meeting(held.format("<LOC CITY>حي النخيل</LOC>")).city is None


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("بحضور سفير <COUNTRY>هولندا</COUNTRY>", None),  # origin of the guests
        ("بحضور سفير <COUNTRY>هولندا</COUNTRY> ومزارعي <COUNTRY>لبنان</COUNTRY>", "LB"),
        ("برئاسة مدير فرع <LOC>الطائف</LOC>", "SA"),  # one place is enough
        (
            "بحضور مندوب <ORG>الغرفة التجارية العراقية</ORG>",
            "IQ",
        ),  # the adjective of a body, where no state is named
        ("بحضور مندوب <ORG>الغرفة التجارية العراقية</ORG> ومزارعي <COUNTRY>لبنان</COUNTRY>", "LB"),
    ],
)
def test_the_state_that_the_text_points_at(text: str, want: str | None) -> None:
    met = meeting(
        f"عقدت <COMMITTEE BODY>لجنة المراعي</COMMITTEE> <MEETING HELD>اجتماعها</MEETING> {text}."
    )
    assert (met.country.value if met.country else None) == want


@pytest.mark.parametrize(
    ("said", "mode"),
    [
        ("وانضم إليه عن بُعد خبراء من مسقط", "hybrid"),
        ("وتابعه عن بعد ممثل الاتحاد", "hybrid"),
        ("وشارك من بُعد ثلاثة أعضاء", "hybrid"),
        ("فيما انضم عبر تطبيق «زووم» وفد الشركة", "hybrid"),
        ("وحضر ماجد البلوي (عن بُعد)", "hybrid"),
        ("وناقش التعليم عن بعد", "in_person"),
        ("كما تدخل والي صحار ماجد البلوي عن بعد من مسقط", "hybrid"),
        ("وخاطب الحضور عبر الاتصال المرئي ماجد البلوي", "hybrid"),
        ("وشارك بعض الأعضاء عبر دائرة تلفزيونية", "hybrid"),
        ("وأقرت تعليمات الدوام المدمج", "in_person"),
        ("وذلك بحضور أعضائها، وبمشاركة مدير السياحة ماجد البلوي عبر الاتصال المرئي", "hybrid"),
        ("وشارك ماجد البلوي عبر تقنية الفيديو في ندوة", "in_person"),
    ],
)
def test_some_who_joined_on_a_screen(said: str, mode: str) -> None:
    met = meeting(
        f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> في مقر الهيئة. وناقشت خطة الري. {said}."
    )
    assert met.mode is not None and met.mode.value == mode


def test_where_someone_joined_from_is_no_city_of_the_meeting() -> None:
    assert (
        city(
            f"<LOC CITY>مسقط</LOC> - عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> في مقر الهيئة. "
            "وشارك <PER>ماجد البلوي</PER> "
            "عبر الاتصال المرئي من <LOC CITY>صلالة</LOC>."
        )
        == "مسقط"
    )


def test_all_who_joined_on_a_screen_met_on_screens() -> None:
    met = meeting(
        f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> عبر الاتصال المرئي. وشارك عن بعد ثلاثة "
        "أعضاء."
    )
    assert met.mode is not None and met.mode.value == "virtual"


@pytest.mark.parametrize(
    ("told", "want"),
    [
        ("\n{} تنفي وترفض المطالب.", None),
        ("وشهدت {} احتفالات.", "دمشق"),  # hosts, as regular plurals, do not say who acts
        ("واختتمت اجتماعات {}.", "دمشق"),
        ("وقد زارت {} وفود من المزارعين.", "دمشق"),  # the destination of a journey is not the city
    ],
)
def test_a_capital_that_acts_is_a_state_and_no_city(told: str, want: str | None) -> None:
    assert (
        city(
            f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING>. " + told.format("<LOC CITY>دمشق</LOC>")
        )
        == want
    )


def test_a_capital_that_acts_in_the_headline_is_a_state_and_no_city() -> None:
    told = f"<LOC CITY>القاهرة</LOC> {{}} مطالب الري\nعقدت {BODY} <MEETING HELD>اجتماعها</MEETING>."
    assert city(told.format("تدرس")) is None
    assert city(told.format("تستضيف")) == "القاهرة"


def test_a_capital_behind_the_adjective_of_its_state() -> None:
    told = f"{HELD} {{}} <LOC>نيروبي</LOC>."
    assert city(told.format("بالعاصمة الكينية")) == "نيروبي"
    assert city(told.format("في العاصمة الكينية")) == "نيروبي"
    assert city(told.format("حول أحوال")) is None


@pytest.mark.parametrize(
    "followed",
    [
        "وتابعه وفد الكويت عبر الاتصال المرئي",
        "الذي تابعه أعضاؤها في صحار ونزوى من خلف الشاشات",
        "وشارك فيه رئيس الهيئة ماجد البلوي عبر تطبيق «زووم»",
        "فيما تابع وفدا البحرين والكويت مجرياته عبر الشاشة",
        "واستمعت إلى إحاطة قدمتها من صحار عبر دائرة تلفزيونية هند الكواري",
        "وظهر على الشاشة خبيران من صحار",
        "وبحضور مديرة السوق هند الكواري عبر الشبكة التلفزيونية",
        "فيما شارك عبر تقنية «الفيديو كونفرانس» المحافظ ماجد البلوي",
        "بينما تعذر سفر ماجد البلوي فخاطب الحضور من صحار عبر الاتصال المرئي",
        "فيما انضم ماجد البلوي من صحار بالاتصال المرئي",
    ],
)
def test_who_followed_the_sitting_on_a_screen_makes_it_no_meeting_on_screens(followed: str) -> None:
    """Mode 82.9 → 85.4 on 39 unread releases."""
    met = meeting(f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> في مقر الهيئة، {followed}.")
    assert met.mode is not None and met.mode.value == "hybrid"


@pytest.mark.parametrize(
    "all_of_them",
    ["عبر الاتصال المرئي، وتابعه الصحفيون"],
)
def test_where_all_are_on_screens_they_met_there(all_of_them: str) -> None:
    met = meeting(f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> {all_of_them}.")
    assert met.mode is not None and met.mode.value == "virtual"


def test_where_one_serves_who_is_sent_is_no_city_of_the_meeting() -> None:
    assert (
        city(
            f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> بحضور <ROLE>الملحق الثقافي في <LOC "
            "CITY>واشنطن</LOC></ROLE> "
            "<PER ATTENDED>ماجد البلوي</PER>."
        )
        is None
    )


def test_the_state_of_a_palace_is_that_of_the_meeting() -> None:
    met = meeting(
        "عقد <COMMITTEE BODY>مجلس الوزراء</COMMITTEE> <MEETING HELD>اجتماعه</MEETING> في "
        "<LOC>قصر بيان</LOC>. واطلع "
        "على رسالة من رئيس "
        "<COUNTRY>السنغال</COUNTRY> لزيارة <LOC>داكار</LOC>."
    )
    assert met.country is not None and met.country.value == "KW"


def test_the_use_of_video_that_is_decided_on_is_no_mode() -> None:
    met = meeting(
        f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING> في مقر الاتحاد، و<DECISION>اعتمدت استخدام "
        "تقنية الفيديو</DECISION>."
    )
    assert met.mode is not None and met.mode.value == "in_person"


@pytest.mark.parametrize(
    ("how", "mode"),
    [
        ("بصيغة تجمع بين الحضور المباشر والمشاركة عن بعد", "hybrid"),
        ("عبر تقنية التناظر المرئي", "virtual"),
    ],
)
def test_how_agencies_of_the_maghreb_tell_the_mode(how: str, mode: str) -> None:
    met = meeting(
        "عقدت <COMMITTEE BODY>لجنة السواقي</COMMITTEE> <MEETING HELD>اجتماعها الثالث</MEETING>، "
        f"{how}."
    )
    assert met.mode is not None and met.mode.value == mode


def test_where_people_go_is_not_where_they_met() -> None:
    met = meeting(
        "التقى <PER ATTENDED>سالم الرويعي</PER> اليوم <PER ATTENDED>ماجد البلوي</PER>، ثم تتجه "
        "البعثة إلى العاصمة البريطانية "
        "<LOC>لندن</LOC>."
    )
    assert met.city is None
