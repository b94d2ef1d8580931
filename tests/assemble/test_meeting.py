"""A whole meeting: every value has its place, and the places are right. The release is invented."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import pytest

from pipeline.assemble import assemble
from pipeline.types import Entity, Release, Value
from tests.marked import CONFIG, EVERY, extracted, meeting, unmarked

BODY = "<COMMITTEE BODY>اللجنة الوزارية للمراعي في <ORG>مجلس التعاون لدول الخليج العربية</ORG></COMMITTEE>"
MARKED = (
    "اللجنة الوزارية للمراعي تجتمع في <LOC>مسقط</LOC>\n"
    "<LOC>مسقط</LOC> في <DATE>12 مارس 2024</DATE> / <ORG>العمانية</ORG> / عقدت "
    + BODY
    + " <DATE>اليوم</DATE> "
    "<MEETING HELD>اجتماعها الثاني والعشرين</MEETING> حضوريا في <LOC>قصر البستان</LOC> ب<LOC "
    "CITY>مسقط</LOC> "
    "برئاسة <HON>معالي الدكتور</HON> "
    "<PER CHAIRED>سالم بن حمد الرويعي</PER> <ROLE>وزير المراعي في <COUNTRY>سلطنة "
    "عمان</COUNTRY></ROLE>، ومشاركة "
    "<PER ATTENDED>هند بنت ماجد الكواري</PER> من <COUNTRY>دولة قطر</COUNTRY>، بدعوة من <ORG>هيئة "
    "السواقي</ORG>.\n"
    "وناقشت اللجنة <TOPIC>سير العمل في السواقي</TOPIC>، واطلعت على <TOPIC><INITIATIVE>مبادرة "
    "المراعي الخضراء</INITIATIVE></TOPIC>، "
    "وصادقت على محضر "
    "<MEETING REFERRED>الاجتماع (21)</MEETING>، و<DECISION>أقرت اللجنة الخطة السنوية "
    "للري</DECISION>.\n"
    "وشكر <PER ATTENDED>الرويعي</PER> الأعضاء."
)


def test_every_field() -> None:
    met = meeting(MARKED, "2024-03-12")

    def value(name: str) -> object:
        got = getattr(met, name)
        return got.value if isinstance(got, Value) else got

    assert (
        met.body is not None
        and met.body.name == "اللجنة الوزارية للمراعي في مجلس التعاون لدول الخليج العربية"
    )
    assert {
        name: value(name)
        for name in (
            "ordinal",
            "kind",
            "date",
            "end_date",
            "date_hijri",
            "city",
            "country",
            "venue",
            "mode",
            "chair",
            "organizer",
        )
    } == {
        "ordinal": 22,
        "kind": "regular",
        "date": "2024-03-12",
        "end_date": None,
        "date_hijri": None,
        "city": "مسقط",
        "country": "OM",
        "venue": "قصر البستان",
        "mode": "in_person",
        "chair": "سالم بن حمد الرويعي",
        "organizer": "هيئة السواقي",
    }
    assert [
        (p.person.name, p.participation, p.person.role, p.person.country) for p in met.people
    ] == [
        ("سالم بن حمد الرويعي", "chaired", "وزير المراعي في سلطنة عمان", "OM"),
        ("هند بنت ماجد الكواري", "attended", None, None),
    ]
    assert [c.country for c in met.countries] == ["OM", "QA"]
    assert [o.name for o in met.organizations] == [
        "مجلس التعاون لدول الخليج العربية",
        "هيئة السواقي",
    ]  # the agency is not one of them
    assert [(e.name, kind) for e, kind in met.initiatives] == [
        ("مبادرة المراعي الخضراء", "initiative")
    ]
    assert [(t.text, t.action) for t in met.topics] == [
        ("سير العمل في السواقي", "discussed"),
        ("مبادرة المراعي الخضراء", "briefed"),
    ]
    assert [d.text for d in met.decisions] == ["أقرت الخطة السنوية للري"]
    assert [r.ordinal for r in met.referenced] == [21]
    assert met.warnings == ()


def test_every_value_that_is_read_stands_in_the_text() -> None:
    text, _ = unmarked(MARKED)
    met = meeting(MARKED, "2024-03-12")
    read = 0
    for field in dataclasses.fields(met):
        got = getattr(met, field.name)
        if isinstance(got, Value):
            assert (got.span is None) == (got.found_by == "inferred"), field.name
            if got.span is not None:
                read += 1
                assert text[slice(*got.span)].strip()
    assert read >= 8
    for name in ("city", "venue", "organizer"):
        got = getattr(met, name)
        assert text[slice(*got.span)] == got.value
    for entity in [
        *met.countries,
        *met.committees,
        *met.organizations,
        *(e for e, _ in met.initiatives),
        *(p.person for p in met.people),
    ]:
        assert entity.mentions and all(0 <= s < e <= len(text) for s, e in entity.mentions)


def test_the_confidence_is_a_share() -> None:
    assert 0 < meeting(MARKED).confidence <= 1


def shuffled(release: Release) -> Release:
    """Return the same facts in another order: facts are a set, each with its place."""
    return replace(release, facts=tuple(reversed(release.facts)))


def test_the_order_of_facts_does_not_matter_to_single_values() -> None:
    release = extracted(MARKED, "2024-03-12")
    one, two = (assemble(r, EVERY).meetings[0] for r in (release, shuffled(release)))
    assert replace(one, topics=(), decisions=()) == replace(two, topics=(), decisions=())
    assert {t.text for t in one.topics} == {t.text for t in two.topics}


def test_assembling_alters_nothing_but_the_meetings() -> None:
    release = extracted(MARKED, "2024-03-12")
    done = assemble(release, EVERY)
    assert replace(done, meetings=()) == release
    assert assemble(done, EVERY) == done


def test_a_release_without_any_mention() -> None:
    assert assemble(extracted("نص بلا أسماء.", reported=0.0), EVERY).meetings == ()


def test_entities_are_cut_to_the_part_of_their_meeting() -> None:
    marked = (
        "عقدت <COMMITTEE BODY>لجنة المراعي</COMMITTEE> <MEETING HELD>اجتماعها الثاني</MEETING> "
        "بحضور <ORG>هيئة السواقي</ORG>.\n"
        "كما <OPENS>عقدت</OPENS> <COMMITTEE BODY>لجنة النخيل</COMMITTEE> <MEETING HELD>اجتماعها "
        "الثالث</MEETING> بحضور <ORG>هيئة السواقي</ORG>."
    )
    met: list[Entity] = [m.organizations[0] for m in assemble(extracted(marked), EVERY).meetings]
    assert len(met) == 2
    assert [len(e.mentions) for e in met] == [1, 1]
    assert met[0].mentions != met[1].mentions and met[0].id == met[1].id


def test_names_seen_once_of_which_the_tagger_is_not_sure_are_left_out() -> None:
    """`organizations` 71.8 -> 72.9 over the held-out folds; committees and initiatives of several
    words always stay."""
    marked = (
        "عقدت <COMMITTEE BODY>لجنة المراعي</COMMITTEE> <DATE>أمس</DATE> <MEETING HELD>اجتماعها "
        "الثاني</MEETING> وشكرت "
        "<COMMITTEE>لجنة الآبار</COMMITTEE> و<ORG>مرعى</ORG> و<ORG>شركة السواقي</ORG> على "
        "<INITIATIVE>خطة الري</INITIATIVE>."
    )
    release = extracted(marked, "2024-03-12")
    unsure = {e.id: replace(e, confidence=0.5) for e in release.entities}
    (met,) = assemble(replace(release, entities=tuple(unsure.values())), CONFIG).meetings
    assert len(met.committees) == 2
    assert [e.name for e in met.organizations] == ["شركة السواقي"]
    doubtful = tuple(replace(e, confidence=0.35) for e in unsure.values())
    (met,) = assemble(replace(release, entities=doubtful), EVERY).meetings
    assert (
        met.organizations == () and len(met.initiatives) == 1
    )  # organizations 75.3 -> 76.1 over newer folds
    by_list = tuple(replace(e, found_by="gazetteer") for e in unsure.values())
    (met,) = assemble(replace(release, entities=by_list), EVERY).meetings
    assert len(met.committees) == 2 and len(met.organizations) == 2 and len(met.initiatives) == 1


HELD_WITH = "عقدت <COMMITTEE BODY LISTED>لجنة المراعي</COMMITTEE> <MEETING HELD>اجتماعها الثاني</MEETING> بحضور "


@pytest.mark.parametrize(
    ("rest", "want"),
    [
        # on a page of news, the meeting's event
        (
            "<ORG LISTED>هيئة السواقي</ORG>. وتراجع سهم <ORG>شركة الواحة القابضة</ORG> أمس.",
            ["هيئة السواقي"],
        ),
        (
            "<ORG>هيئة السواقي</ORG>. ورحبت <ORG LISTED>هيئة السواقي</ORG> بذلك.",
            ["هيئة السواقي"],
        ),  # one mention is enough
        ("<ORG>هيئة السواقي</ORG> و<ORG>شركة الواحة القابضة</ORG>.", []),
    ],
)
def test_organisations_are_those_that_the_tagger_takes_for_listed(
    rest: str, want: list[str]
) -> None:
    assert [e.name for e in meeting(HELD_WITH + rest).organizations] == want


def test_where_the_tagger_lists_nothing_all_organisations_stand() -> None:
    marked = (HELD_WITH + "<ORG>هيئة السواقي</ORG>.").replace(" LISTED", "")
    assert [e.name for e in meeting(marked).organizations] == ["هيئة السواقي"]


@pytest.mark.parametrize(("told", "kept"), [("", False), (" LISTED", True)])
def test_states_and_committees_are_those_that_the_tagger_takes_for_listed(
    told: str, kept: bool
) -> None:
    met = meeting(
        HELD_WITH
        + f"<COUNTRY{told}>السويد</COUNTRY>. وشكرت <COMMITTEE{told}>مجلس السواقي</COMMITTEE>."
    )
    assert [e.name for e in met.countries] == ["السويد"] * kept
    assert [e.name for e in met.committees] == ["لجنة المراعي"] + ["مجلس السواقي"] * kept


def test_initiatives_are_those_that_the_tagger_takes_for_listed() -> None:
    met = meeting(
        HELD_WITH + "<ORG LISTED>هيئة السواقي</ORG>، وناقشت <INITIATIVE LISTED>مبادرة المراعي "
        "الخضراء</INITIATIVE>. "
        "وانطلقت أمس <INITIATIVE>حملة «نخيلنا» للتشجير</INITIATIVE>."
    )
    assert [e.name for e, _ in met.initiatives] == ["مبادرة المراعي الخضراء"]
