"""Entity linking. All names and sentences are invented for these tests; the mentions are those of a
perfect tagger."""

from __future__ import annotations

import itertools

import pytest

from pipeline.arabic.naming import entity_id
from pipeline.types import Entity
from tests.marked import linked, mentions_of


def entities(marked: str, label: str) -> list[Entity]:
    return [e for e in linked(marked)[1] if e.label == label]


def names(marked: str, label: str) -> list[tuple[str, int]]:
    """Return the names of the entities with a label in order, with the number of their mentions."""
    return [(e.name, len(e.mentions)) for e in entities(marked, label)]


def roles(marked: str) -> dict[str, str | None]:
    return {e.name: e.role for e in entities(marked, "PER")}


# --- people
def test_a_surname_refers_back_to_the_person_named_before() -> None:
    assert names(
        "تحدث <PER>سالم بن حمد الرويعي</PER>. وأضاف <PER>الرويعي</PER> أن العمل مستمر.", "PER"
    ) == [("سالم بن حمد الرويعي", 2)]


def test_a_headline_may_name_a_person_shortly() -> None:
    marked = (
        "<PER>الرويعي</PER> يرأس الاجتماع\nرأس الدكتور <PER>سالم بن حمد الرويعي</PER> الاجتماع."
    )
    (person,) = entities(marked, "PER")
    assert (person.name, len(person.mentions)) == ("سالم بن حمد الرويعي", 2)


def test_the_fullest_form_is_the_name_wherever_it_stands() -> None:
    marked = "قال <PER>سالم الرويعي</PER>. وأكد <PER>سالم بن حمد بن علي الرويعي</PER>، ثم شكر <PER>الرويعي</PER> الحضور."
    assert names(marked, "PER") == [("سالم بن حمد بن علي الرويعي", 3)]


def test_two_people_with_one_surname_are_two() -> None:
    marked = "حضر <PER>سالم بن حمد الرويعي</PER> و<PER>منيرة بنت علي الرويعي</PER>."
    assert names(marked, "PER") == [("سالم بن حمد الرويعي", 1), ("منيرة بنت علي الرويعي", 1)]


def test_a_surname_of_two_people_goes_to_the_one_named_last() -> None:
    marked = "قال <PER>سالم بن حمد الرويعي</PER> ذلك. وردت <PER>منيرة بنت علي الرويعي</PER> عليه. وختمت <PER>الرويعي</PER> اللقاء."
    assert names(marked, "PER") == [("سالم بن حمد الرويعي", 1), ("منيرة بنت علي الرويعي", 2)]


def test_a_slip_of_the_pen_is_the_same_person() -> None:
    marked = "حضر <PER>عبدالرحمن بن ناصر الدغيثري</PER>. وقال <PER>عبدالرحمن بن ناصر الدغيثيري</PER> إن العمل بدأ."
    assert len(names(marked, "PER")) == 1


@pytest.mark.parametrize(
    "again",
    [
        "أحمد بن عبدالله الأنصاري",
        "احمد بن عبد الله الانصاري",
        "أَحمد عبدالله الأنصـاري",
        "أحمد ابن عبدالله الأنصاري",
    ],
)
def test_spelling_does_not_make_a_person(again: str) -> None:
    assert (
        len(names(f"حضر <PER>أحمد بن عبد الله الأنصاري</PER>. وقال <PER>{again}</PER>.", "PER"))
        == 1
    )


def test_people_with_other_names_are_not_one() -> None:
    marked = "حضر <PER>سالم الرويعي</PER> و<PER>سالم الكعبي</PER> و<PER>ماجد الرويعي</PER>."
    assert len(names(marked, "PER")) == 3


def test_a_name_inside_the_name_of_an_organisation_is_nobody() -> None:
    marked = (
        "زار <ORG>جامعة الأمير <PER>نايف الدريعي</PER></ORG> وفد برئاسة <PER>سالم الرويعي</PER>."
    )
    assert names(marked, "PER") == [("سالم الرويعي", 1)]


# --- bodies, organisations, initiatives
def test_a_body_named_again_by_its_first_words() -> None:
    marked = (
        "عقد <COMMITTEE>مجلس إدارة هيئة المراعي</COMMITTEE> جلسته. وأقر <COMMITTEE>مجلس "
        "الإدارة</COMMITTEE> الخطة، "
        "وشكر <COMMITTEE>مجلس إدارة الهيئة</COMMITTEE> العاملين."
    )
    assert names(marked, "COMMITTEE") == [("مجلس إدارة هيئة المراعي", 3)]


def test_a_short_name_that_fits_two_bodies_joins_that_named_last_before_it() -> None:
    two = "<COMMITTEE>مجلس إدارة هيئة المراعي</COMMITTEE> و<COMMITTEE>مجلس إدارة شركة السواقي</COMMITTEE>"
    assert names(f"حضر {two}. وقرر <COMMITTEE>مجلس الإدارة</COMMITTEE> التأجيل.", "COMMITTEE") == [
        ("مجلس إدارة هيئة المراعي", 1),
        ("مجلس إدارة شركة السواقي", 2),
    ]
    assert [
        n
        for n, _ in names(
            f"قرر <COMMITTEE>مجلس الإدارة</COMMITTEE> التأجيل. وحضر {two}.", "COMMITTEE"
        )
    ] == ["مجلس الإدارة", "مجلس إدارة هيئة المراعي", "مجلس إدارة شركة السواقي"]


@pytest.mark.parametrize(
    ("full", "everyday"),
    [
        ("الهيئة العامة للسواقي والمراعي", "هيئة السواقي والمراعي"),
        ("أمانة منطقة عسير", "أمانة عسير"),
        ("شركة المراعي القابضة", "المراعي القابضة"),
        ("نادي السواقي", "السواقي"),
    ],
)
def test_everyday_names_of_organisations(full: str, everyday: str) -> None:
    assert names(f"زار الوفد <ORG>{everyday}</ORG>. ورحبت به <ORG>{full}</ORG>.", "ORG") == [
        (full, 2)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الجمعية العامة", "الجمعية الخيرية"),
        ("هيئة السواقي", "هيئة المراعي"),
        ("شركة المراعي", "شركة السواقي"),
    ],
)
def test_organisations_of_one_kind_are_not_one(one: str, other: str) -> None:
    assert len(names(f"زار الوفد <ORG>{one}</ORG> و<ORG>{other}</ORG>.", "ORG")) == 2


def test_bodies_of_one_kind_are_not_one() -> None:
    marked = "حضرت <COMMITTEE>اللجنة المالية</COMMITTEE> و<COMMITTEE>اللجنة القانونية</COMMITTEE>."
    assert len(names(marked, "COMMITTEE")) == 2


def test_names_that_differ_in_a_figure_are_not_one() -> None:
    marked = "أطلقت <INITIATIVE>خطة المراعي المستدامة 2030</INITIATIVE> بعد <INITIATIVE>خطة المراعي المستدامة 2020</INITIATIVE>."
    assert len(names(marked, "INITIATIVE")) == 2


def test_the_article_after_lam_is_restored_so_that_names_are_equal() -> None:
    marked = "اجتماع ل<COMMITTEE>لجنة التنفيذية للمراعي</COMMITTEE>. وأقرت <COMMITTEE>اللجنة التنفيذية للمراعي</COMMITTEE> ذلك."
    assert names(marked, "COMMITTEE") == [("اللجنة التنفيذية للمراعي", 2)]


@pytest.mark.parametrize("acronym", ["(سدرة)", "«SDR»", "(SDR)"])
def test_an_acronym_in_brackets_is_the_thing_before_it(acronym: str) -> None:
    inner = acronym.strip("()«»")
    marked = f"قالت <ORG>المنظمة الدولية للسدر</ORG> {acronym[0]}<ORG>{inner}</ORG>{acronym[-1]} إنها بدأت. وأضافت <ORG>{inner}</ORG> أن…"
    assert names(marked, "ORG") == [("المنظمة الدولية للسدر", 3)]


def test_an_acronym_between_slashes_or_behind_a_closing_quotation_mark_is_the_thing_before_it() -> (
    None
):
    for marked in (
        "قالت <ORG>المنظمة الدولية للسدر</ORG> /<ORG>سدرة</ORG>/ ذلك.",
        "قالت «<ORG>المنظمة الدولية للسدر</ORG>» (<ORG>سدرة</ORG>) ذلك.",
    ):
        assert names(marked, "ORG") == [("المنظمة الدولية للسدر", 2)]
    assert (
        len(names("قال <ORG>تحالف الساحل</ORG>/ <ORG>حركة 9 مايو</ORG> ذلك.", "ORG")) == 2
    )  # two names separated by a slash


def test_a_short_form_in_brackets_is_the_name_with_its_head() -> None:
    _, entities = linked(
        "عقدت <COMMITTEE>لجنة متابعة خطط <COMMITTEE>مجلس المراعي</COMMITTEE></COMMITTEE> "
        "(<COMMITTEE>لجنة المتابعة"
        "</COMMITTEE>) اجتماعها. وقالت <COMMITTEE>لجنة المتابعة</COMMITTEE> إنها بدأت."
    )
    assert [(e.name, len(e.mentions)) for e in entities] == [
        ("لجنة متابعة خطط مجلس المراعي", 3),
        ("مجلس المراعي", 1),
    ]


def test_an_acronym_is_not_the_well_known_organisation_inside_the_name_before_it() -> None:
    marked = "قالت <ORG>منظمة السدر ل<ORG>لأمم المتحدة</ORG></ORG> (<ORG>سدرة</ORG>) إنها بدأت."
    assert names(marked, "ORG") == [("منظمة السدر للأمم المتحدة", 2), ("الأمم المتحدة", 1)]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("الجمعية العامة لشركة المرفأ", "الجمعية العامة"),
        ("البرلمان السواقي", "البرلمان"),
        ("لجنة شؤون الطلبة بجامعة السواقي", "لجنة شئون الطلبة"),
        ("لجنة النقل في مجلس السواقي", "لجنة النقل بمجلس السواقي"),
    ],
)
def test_bodies_named_shortly(full: str, short: str) -> None:
    assert names(
        f"عقدت <COMMITTEE>{full}</COMMITTEE> اجتماعا، ثم قالت <COMMITTEE>{short}</COMMITTEE> ذلك.",
        "COMMITTEE",
    ) == [(full, 2)]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("الاتحاد السعودي لكرة السلة", "الاتحاد السعودي"),
        ("تحالف النخيل بلس", "النخيل بلس"),
        ("قوات حرس السواقي", "حرس السواقي"),
        ("الرئاسة العامة لرعاية الأسر", "رعاية الأسر"),
    ],
)
def test_organisations_named_without_what_everybody_knows(full: str, short: str) -> None:
    assert names(f"قالت <ORG>{full}</ORG> ذلك، ثم أكد <ORG>{short}</ORG> ذلك.", "ORG") == [
        (full, 2)
    ]


def test_well_known_other_names() -> None:
    marked = (
        "رحب <ORG>مجلس التعاون</ORG> بالقرار. وأكد <ORG>مجلس التعاون لدول الخليج العربية</ORG> "
        "موقفه مع "
        "<ORG>جامعة الدول العربية</ORG>."
    )
    assert names(marked, "ORG") == [
        ("مجلس التعاون لدول الخليج العربية", 2),
        ("جامعة الدول العربية", 1),
    ]
    assert names(
        "شكرت <ORG>الجامعة العربية</ORG>، فردت <ORG>جامعة الدول العربية</ORG>.", "ORG"
    ) == [("جامعة الدول العربية", 2)]
    assert names(
        "محاربة <ORG>تنظيم داعش</ORG>. وقال إن <ORG>تنظيم الدولة الإسلامية</ORG> تراجع.", "ORG"
    ) == [("تنظيم الدولة الإسلامية", 2)]
    assert names(
        "برنامج <ORG>الأمم المتحدة</ORG>، و<ORG>منظمة الأمم المتحدة للطفولة</ORG>.", "ORG"
    ) == [
        ("الأمم المتحدة", 1),
        ("منظمة الأمم المتحدة للطفولة", 1),
    ]  # a thing with a proper name of its own is no short name of another
    assert names(
        "أكدت <ORG>أوبك</ORG> ذلك، ودعت <ORG>منظمة البلدان المصدرة للبترول</ORG> <ORG>تحالف أوبك "
        "بلس</ORG>.",
        "ORG",
    ) == [("منظمة البلدان المصدرة للبترول", 2), ("تحالف أوبك بلس", 1)]
    assert names(
        "شكر <ORG>اتحاد القدم</ORG>. ورد <ORG>الاتحاد السعودي لكرة القدم</ORG>.", "ORG"
    ) == [("الاتحاد السعودي لكرة القدم", 2)]


def test_a_state_is_one_by_any_of_its_names() -> None:
    marked = "بين <COUNTRY>مملكة البحرين</COUNTRY> و<COUNTRY>سلطنة عمان</COUNTRY>. وتقدمت <COUNTRY>البحرين</COUNTRY> بالشكر."
    assert [(e.country, len(e.mentions)) for e in entities(marked, "COUNTRY")] == [
        ("BH", 2),
        ("OM", 1),
    ]


# --- offices
@pytest.mark.parametrize(
    "marked",
    [
        "قال <HON>الدكتور</HON> <PER>سالم الرويعي</PER> <ROLE>وزير <ORG>المراعي</ORG></ROLE> إن…",
        "قال <PER>سالم الرويعي</PER>، <ROLE>وزير <ORG>المراعي</ORG></ROLE>، إن…",
        "قال <ROLE>وزير <ORG>المراعي</ORG></ROLE> <PER>سالم الرويعي</PER> إن…",
        "قال <HON>معالي</HON> <ROLE>وزير <ORG>المراعي</ORG></ROLE> <HON>الدكتور</HON> <PER>سالم "
        "الرويعي</PER> إن…",
        "قال <ROLE>وزير <ORG>المراعي</ORG></ROLE>، <HON>الدكتور</HON> <PER>سالم الرويعي</PER>، إن…",
        "<ROLE>وزير <ORG>المراعي</ORG></ROLE>: <PER>سالم الرويعي</PER>",
    ],
)
def test_an_office_before_or_after_the_name(marked: str) -> None:
    (person,) = entities(marked, "PER")
    assert (person.role, person.organization) == ("وزير المراعي", "المراعي")
    text, _ = mentions_of(marked)
    assert person.role_span is not None and text[slice(*person.role_span)] == "وزير المراعي"


def test_two_offices_in_a_row_are_joined_as_the_text_stands() -> None:
    marked = "قال <PER>سالم الرويعي</PER> <ROLE>وزير <ORG>المراعي</ORG></ROLE> <ROLE>رئيس <COMMITTEE>اللجنة العليا</COMMITTEE></ROLE> إن…"
    assert roles(marked) == {"سالم الرويعي": "وزير المراعي رئيس اللجنة العليا"}
    marked = "قال <ROLE>نائب <ROLE>رئيس مجلس الوزراء</ROLE></ROLE>، <ROLE>وزير المراعي</ROLE> <PER>سالم الرويعي</PER> إن…"
    assert roles(marked) == {"سالم الرويعي": "نائب رئيس مجلس الوزراء، وزير المراعي"}


def test_offices_in_a_list_after_the_names() -> None:
    marked = (
        "بحضور <PER>سالم الرويعي</PER> <ROLE>وكيل وزارة المراعي</ROLE>، و<PER>هند الكواري</PER> "
        "<ROLE>مدير إدارة السواقي</ROLE>، "
        "و<PER>ماجد البلوي</PER> <ROLE>أمين السجل</ROLE>."
    )
    assert roles(marked) == {
        "سالم الرويعي": "وكيل وزارة المراعي",
        "هند الكواري": "مدير إدارة السواقي",
        "ماجد البلوي": "أمين السجل",
    }


def test_offices_in_a_list_before_the_names() -> None:
    marked = (
        "بحضور <ROLE>وكيل وزارة المراعي</ROLE> <PER>سالم الرويعي</PER>، و<ROLE>مدير إدارة "
        "السواقي</ROLE> <HON>المهندسة</HON> "
        "<PER>هند الكواري</PER>، و<ROLE>أمين السجل</ROLE> <PER>ماجد البلوي</PER>."
    )
    assert roles(marked) == {
        "سالم الرويعي": "وكيل وزارة المراعي",
        "هند الكواري": "مدير إدارة السواقي",
        "ماجد البلوي": "أمين السجل",
    }


def test_an_office_in_another_clause_is_not_his() -> None:
    marked = "التقى <PER>سالم الرويعي</PER> في مكتبه أمس <ROLE>مدير إدارة السواقي</ROLE>."
    assert roles(marked) == {"سالم الرويعي": None}


def test_an_office_is_kept_from_whichever_mention_tells_it() -> None:
    marked = (
        "<PER>الرويعي</PER> يرأس الاجتماع\nرأس <PER>سالم الرويعي</PER> الاجتماع. "
        "وقال <ROLE>وزير المراعي</ROLE> <PER>سالم الرويعي</PER> إن…"
    )
    assert roles(marked) == {"سالم الرويعي": "وزير المراعي"}


def test_the_state_that_the_office_names() -> None:
    (person,) = entities(
        "قال <PER>سالم الرويعي</PER> <ROLE>وزير المراعي في <COUNTRY>مملكة "
        "البحرين</COUNTRY></ROLE>.",
        "PER",
    )
    assert person.country == "BH"


def test_titles_are_those_before_the_name_each_once() -> None:
    marked = (
        "قال <HON>معالي الدكتور</HON> <PER>سالم الرويعي</PER>. وأضاف <HON>الدكتور</HON> "
        "<PER>الرويعي</PER>، ثم ختم "
        "<HON>الدكتور</HON> <PER>الرويعي</PER>. وحضرت <HON>المهندسة</HON> <PER>هند الكواري</PER>."
    )
    assert [e.titles for e in entities(marked, "PER")] == [
        ("معالي الدكتور", "الدكتور"),
        ("المهندسة",),
    ]


# --- ids and the whole component
def test_equal_names_have_equal_ids_in_every_release() -> None:
    (one,) = entities("حضرت <COMMITTEE>اللجنة العليا للمراعي</COMMITTEE>.", "COMMITTEE")
    (two,) = entities("اجتمعت <COMMITTEE>اللجنة العُليا للمراعى</COMMITTEE> أمس.", "COMMITTEE")
    assert one.id == two.id == entity_id("COMMITTEE", "اللجنة العليا للمراعي")
    assert one.id.startswith("b-")
    assert (
        len({entity_id(label, "المراعي") for label in ("PER", "COMMITTEE", "ORG", "INITIATIVE")})
        == 4
    )


MIXED = (
    "<PER>الرويعي</PER> يرأس <MEETING>الاجتماع الثالث</MEETING>\nرأس <HON>الدكتور</HON> "
    "<PER>سالم الرويعي</PER>، <ROLE>وزير "
    "<ORG>المراعي</ORG></ROLE>، في <LOC>المنامة</LOC> اجتماع <COMMITTEE>اللجنة "
    "العليا</COMMITTEE> بحضور <PER>هند الكواري</PER> من "
    "<COUNTRY>البحرين</COUNTRY>، واطلع على <INITIATIVE>مبادرة السواقي</INITIATIVE>."
)


def test_every_mention_of_an_entity_says_so_and_no_other() -> None:
    mentions, found = linked(MIXED)
    by_entity = {
        key: tuple((m.start, m.end) for m in group)
        for key, group in itertools.groupby(
            sorted((m for m in mentions if m.entity), key=lambda m: (str(m.entity), m.start)),
            key=lambda m: m.entity,
        )
    }
    assert by_entity == {e.id: e.mentions for e in found}
    assert {m.label for m in mentions if not m.entity} == {"HON", "ROLE", "LOC", "MEETING"}
    assert len({e.id for e in found}) == len(found)
    assert [e.mentions[0] for e in found] == sorted(e.mentions[0] for e in found)


def test_linking_changes_nothing_else() -> None:
    before = mentions_of(MIXED)[1]
    after = linked(MIXED)[0]
    assert [(m.start, m.end, m.label, m.name, m.value) for m in after] == [
        (m.start, m.end, m.label, m.name, m.value) for m in before
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("حمدان بن راشد بن سالم آل كعب", "راشد بن سالم آل كعب"),  # the father
        ("حمدان بن راشد بن سالم آل كعب", "حمدان بن سالم آل كعب"),  # another son
        ("حمدان بن راشد بن سالم", "راشد"),
    ],
)
def test_fathers_and_sons_are_not_one(one: str, other: str) -> None:
    assert len(names(f"حضر الأمير <PER>{one}</PER> والأمير <PER>{other}</PER>.", "PER")) == 2


@pytest.mark.parametrize(
    "marked",
    [
        # the same office of two people
        "التقى <ROLE>وزير المراعي</ROLE> و<ROLE>وزير السواقي</ROLE> <PER>ماجد الكعبي</PER> الوفد.",
        "بحضور <ROLE>مدير المراعي</ROLE>، و<ROLE>وزير السواقي</ROLE> <PER>ماجد الكعبي</PER>.",
        "بحضور <PER>هند الكواري</PER> و<ROLE>مدير المراعي</ROLE> و<ROLE>وزير السواقي</ROLE> "
        "<PER>ماجد الكعبي</PER>.",
    ],
)
def test_two_offices_of_two_people_before_a_name(marked: str) -> None:
    assert roles(marked)["ماجد الكعبي"] == "وزير السواقي"


def test_an_office_before_the_name_and_one_behind_it_are_both_his() -> None:
    marked = (
        "ترأس <ROLE>أمين المنطقة</ROLE> <HON>الدكتور</HON> <PER>سالم الرويعي</PER> "
        "<ROLE>رئيس <COMMITTEE>اللجنة العليا</COMMITTEE></ROLE> الجلسة."
    )
    (person,) = entities(marked, "PER")
    assert (person.role, person.organization) == (
        "أمين المنطقة، رئيس اللجنة العليا",
        "اللجنة العليا",
    )
    assert (
        person.role_span is not None
        and mentions_of(marked)[0][slice(*person.role_span)] == "أمين المنطقة"
    )


def test_a_full_stop_apart_from_its_short_title() -> None:
    assert roles("أعلن <ROLE>وزير المراعي</ROLE> <HON>د</HON> .<PER>سالم الرويعي</PER> الخطة.") == {
        "سالم الرويعي": "وزير المراعي"
    }
    assert roles("حضر <ROLE>وزير المراعي</ROLE> .<PER>سالم الرويعي</PER> تحدث.") == {
        "سالم الرويعي": None
    }


def test_two_offices_with_a_slash_between() -> None:
    marked = "برئاسة <PER>سالم الرويعي</PER> <ROLE>وزير المراعي</ROLE>/ <ROLE>رئيس المجلس</ROLE>."
    assert roles(marked) == {"سالم الرويعي": "وزير المراعي/ رئيس المجلس"}


@pytest.mark.parametrize(
    "office", ["نائبا للرئيس", "عضوا مستقلا في المجلس", "عضوا في مجلس الإدارة"]
)
def test_an_office_in_the_accusative_is_of_one(office: str) -> None:
    marked = f"انتخب <PER>سالم الرويعي</PER> <ROLE>{office}</ROLE> و<PER>ماجد الكعبي</PER>."
    assert roles(marked) == {"سالم الرويعي": office, "ماجد الكعبي": None}


def test_a_title_that_is_an_office_has_its_article_again() -> None:
    assert roles("رسالة ل<HON>لرئيس</HON> <PER>سالم الرويعي</PER>") == {"سالم الرويعي": "الرئيس"}


def test_the_last_word_of_a_name_by_itself_is_the_surname() -> None:
    _, entities = linked(
        "وقع <ROLE>وزير الري</ROLE> <PER>سالم بن رويعة</PER> الاتفاق. وقال <PER>رويعة</PER> إن "
        "الماء قليل."
    )
    assert [e.name for e in entities if e.label == "PER"] == ["سالم بن رويعة"]


@pytest.mark.parametrize("mark", [" | ", " – ", " / ", ": "])
def test_an_office_behind_a_mark_is_of_the_name_before_it(mark: str) -> None:
    assert [
        e.role
        for e in linked(f"<PER>سالم الرويعي</PER>{mark}<ROLE>مدير الري</ROLE>")[1]
        if e.label == "PER"
    ] == ["مدير الري"]
