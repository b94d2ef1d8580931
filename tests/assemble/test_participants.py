"""Chair and participants. All sentences and names are invented; the marks are those that the tagger
gives such sentences."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from pipeline.assemble import assemble, candidates
from pipeline.assemble.participants import SCORERS, named
from pipeline.scoring import load
from pipeline.types import Meeting, Release
from tests.marked import EVERY, extracted, meeting, unmarked

BODY = "<COMMITTEE BODY>اللجنة العليا للمراعي</COMMITTEE>"
MET = f"عقدت {BODY} <MEETING HELD>اجتماعها</MEETING>"


def parts(met: Meeting) -> dict[str, str]:
    return {p.person.name: p.participation for p in met.people}


def evidence(release: Release) -> dict[str, dict[str, float]]:
    """Return the evidence for each person of the only candidate, by name."""
    ((event, met),) = candidates(release, EVERY)
    return {x.person.name: x.found for x in named(release, event, met.body, False)}


def probability(name: str, found: dict[str, float]) -> float:
    return load("pipeline.assemble", f"{name}.json").probability(found)


@pytest.mark.parametrize(
    "marked",
    [
        f"{MET} برئاسة <PER CHAIRED>سالم الرويعي</PER>.",
        f"{MET} برئاسة <HON>معالي الدكتور</HON> <PER CHAIRED>سالم الرويعي</PER> <ROLE>وزير "
        "المراعي</ROLE>.",
        f"{MET} برئاسة <ROLE>وزير المراعي</ROLE> <HON>الدكتور</HON> <PER CHAIRED>سالم "
        "الرويعي</PER>.",
        f"ترأس <PER CHAIRED>سالم الرويعي</PER> <MEETING HELD>اجتماع</MEETING> {BODY}.",
        "رأس <ROLE>وزير المراعي</ROLE> <PER CHAIRED>سالم الرويعي</PER> <MEETING "
        f"HELD>اجتماع</MEETING> {BODY}.",
        f"{MET} بِرِئاسة <HON>الدكتور</HON> <PER CHAIRED>سالم الرويعي</PER>.",
        f"{MET}، وترأس الاجتماع <HON>الدكتور</HON> <PER CHAIRED>سالم الرويعي</PER>.",
        f"{MET} وترأسته <PER CHAIRED>سالم الرويعي</PER>.",
        f"يترأس <PER CHAIRED>سالم الرويعي</PER> اليوم <MEETING HELD>اجتماع</MEETING> {BODY}.",
        f"{MET}، وأدار الاجتماع <HON>الدكتور</HON> <PER CHAIRED>سالم الرويعي</PER>.",
        f"قال <PER CHAIRED>سالم الرويعي</PER>، خلال ترؤسه أمس <MEETING HELD>اجتماع</MEETING> "
        f"{BODY}، إن العمل بدأ.",
        f"{MET} أمس، الذي ترأسه <HON>السيد</HON> <PER CHAIRED>سالم الرويعي</PER>.",
        f"{MET} بإشراف <ROLE>والي نزوى</ROLE> <PER CHAIRED>سالم الرويعي</PER>.",
    ],
)
def test_who_presides_is_the_chair(marked: str) -> None:
    met = meeting(marked)
    assert met.chair is not None and met.chair.span is not None
    assert (met.chair.value, met.chair.found_by) == ("سالم الرويعي", "model")
    assert unmarked(marked)[0][slice(*met.chair.span)] == "سالم الرويعي"
    assert parts(met) == {"سالم الرويعي": "chaired"}


@pytest.mark.parametrize(
    "phrase",
    [
        "وترأس وفد الدولة {}",
        "ورأس الجانب العماني {}",
        "وترأس {} وفد الدولة",
        "ورأس {} الجانب القطري",
    ],
)
def test_to_head_a_delegation_is_not_to_preside_whatever_the_tagger_says(phrase: str) -> None:
    for fact in ("ATTENDED", "CHAIRED"):
        met = meeting(f"{MET}، {phrase.format(f'<PER {fact}>سالم الرويعي</PER>')}.")
        assert (met.chair, parts(met)) == (None, {"سالم الرويعي": "attended"})


def test_who_leads_a_visiting_delegation_does_not_preside() -> None:
    met = meeting(
        "استقبل <PER ATTENDED>سالم الرويعي</PER> <DATE>أمس</DATE> وفدا من <ORG>هيئة السواقي</ORG> "
        "برئاسة <PER ATTENDED>هند الكواري</PER>، وجرى خلال <MEETING HELD>اللقاء</MEETING> بحث "
        "<TOPIC>خطط الري</TOPIC>."
    )
    assert met.chair is None
    assert {p.participation for p in met.people} == {"attended"}


def test_two_may_preside_and_the_first_named_is_the_chair() -> None:
    met = meeting(
        f"{MET} برئاسة مشتركة من <HON>معالي</HON> <PER CHAIRED>سالم الرويعي</PER> و<HON>معالي</HON> "
        "<PER CHAIRED>هند الكواري</PER>، بحضور <PER ATTENDED>ماجد البلوي</PER>."
    )
    assert met.chair is not None and met.chair.value == "سالم الرويعي"
    assert parts(met) == {
        "سالم الرويعي": "chaired",
        "هند الكواري": "chaired",
        "ماجد البلوي": "attended",
    }


def test_the_first_named_is_the_chair_even_if_the_other_is_surer() -> None:
    release = extracted(
        f"{MET} برئاسة مشتركة من <PER CHAIRED>سالم الرويعي</PER> و<PER CHAIRED>هند الكواري</PER>."
    )
    facts = tuple(
        replace(f, confidence=0.99) if f.label == "CHAIRED" and "هند" in f.name else f
        for f in release.facts
    )
    (met,) = assemble(replace(release, facts=facts), replace(EVERY, presides=0.2)).meetings
    assert set(parts(met).values()) == {"chaired"}
    assert met.chair is not None and met.chair.value == "سالم الرويعي"


def test_the_place_of_the_chair_is_where_the_text_says_that_someone_presides() -> None:
    marked = (
        f"<PER ATTENDED>سالم الرويعي</PER> يلتقي الأعضاء\n{MET} برئاسة <PER CHAIRED>سالم "
        "الرويعي</PER>."
    )
    (met,) = assemble(extracted(marked), replace(EVERY, presides=0.1)).meetings
    assert met.chair is not None and met.chair.span is not None
    text, _ = unmarked(marked)
    assert met.chair.span[0] == text.rindex("سالم")


def test_a_chair_by_office_only_is_null_with_a_warning() -> None:
    met = meeting(f"{MET} برئاسة <ROLE>وزير المراعي</ROLE>، وحضره <PER ATTENDED>هند الكواري</PER>.")
    assert (met.chair, met.warnings) == (None, ("chair_by_office",))
    assert meeting(f"{MET} برئاسة <PER CHAIRED>سالم الرويعي</PER>.").warnings == ()


@pytest.mark.parametrize(
    "words",
    [
        "واعتذر عنه",
        "وتغيّب عنه",
        "لغياب",
        "وأشار إلى تعذر حضور",
        "واعتذر عن عدم الحضور",
        "وغاب عنه",
    ],
)
def test_who_stayed_away_is_only_mentioned_whatever_the_tagger_says(words: str) -> None:
    met = meeting(
        f"{MET} بحضور <PER ATTENDED>سالم الرويعي</PER>، {words} <ROLE>وكيل الوزارة</ROLE> "
        "<HON>السيد</HON> <PER ATTENDED>ناصر العبري</PER>."
    )
    assert parts(met) == {"سالم الرويعي": "attended", "ناصر العبري": "mentioned"}


def test_who_only_tells_of_a_meeting_to_come_is_mentioned() -> None:
    told = (
        f"قال <PER ATTENDED>سالم الرويعي</PER> إن {BODY} تعقد <MEETING HELD>اجتماعها</MEETING> "
        "<DATE>غدا</DATE> برئاسة <PER CHAIRED>هند الكواري</PER>."
    )
    met = meeting(told, "2024-03-12")
    assert parts(met) == {"سالم الرويعي": "mentioned", "هند الكواري": "chaired"}


def test_a_relative_named_in_a_title_takes_no_part() -> None:
    met = meeting(
        "ترأست <HON>حرم الشيخ</HON> <PER CHAIRED>سالم الرويعي</PER>، <HON>سمو الشيخة</HON> <PER "
        f"CHAIRED>هند الكواري</PER>، <MEETING HELD>اجتماع</MEETING> {BODY}."
    )
    assert parts(met) == {"سالم الرويعي": "mentioned", "هند الكواري": "chaired"}


@pytest.mark.parametrize(
    "line",
    [
        "<PER ATTENDED>سالم الرويعي</PER> – الدوحة\n",
        "❖ الدوحة - <PER ATTENDED>سالم الرويعي</PER>\n",
        "ملف المراعي\nكتبت - <PER ATTENDED>سالم الرويعي</PER>:\n",
        "<LOC>رأس الخيمة</LOC> - <PER ATTENDED>سالم الرويعي</PER> ",
        "<PER ATTENDED>سالم الرويعي</PER>\n",
    ],
)
def test_who_wrote_the_report_is_no_participant(line: str) -> None:
    assert meeting(f"{line}{MET}.").people == ()


def test_people_come_with_their_offices_in_the_order_of_the_text() -> None:
    met = meeting(
        f"{MET} بحضور <ROLE>أمين السجل</ROLE> <PER ATTENDED>هند الكواري</PER> و<PER ATTENDED>ماجد "
        "البلوي</PER> <ROLE>مدير السواقي</ROLE>."
    )
    assert [(p.person.name, p.person.role, p.participation) for p in met.people] == [
        ("هند الكواري", "أمين السجل", "attended"),
        ("ماجد البلوي", "مدير السواقي", "attended"),
    ]


def test_who_is_spoken_of_is_mentioned_and_the_far_off_left_out() -> None:
    met = meeting(
        f"{MET} برئاسة <PER CHAIRED>سالم الرويعي</PER>. ونقلت تحيات <HON>الأمير</HON> <PER "
        "MENTIONED>حمد الزويد</PER>. وناقشت <TOPIC>خطة الري</TOPIC>. وافتتح المتحف معرضا للتمور. "
        "وصدر كتاب عن السدود. وروى المعرض سيرة <PER>راشد</PER>."
    )
    assert parts(met) == {"سالم الرويعي": "chaired", "حمد الزويد": "mentioned"}


WAVERING = (
    f"{MET} برئاسة <PER CHAIRED>سالم الرويعي</PER>. {{}} <ROLE>أمين السجل</ROLE> <PER ATTENDED "
    "MENTIONED>هند الكواري</PER>."
)


@pytest.mark.parametrize(
    ("cue", "words"),
    [
        ("spoken_of", "ونقلت تحيات"),
        ("presents", "واستمعت إلى عرض من"),
        ("says", "وأوضحت"),
        ("says_now", "وترى"),
        ("told_of", "وأكدت أن"),
        ("away", "وغابت عنه"),
        ("delegation", "واستقبلت وفد"),
    ],
)
def test_the_cue_before_a_name_is_evidence(cue: str, words: str) -> None:
    found = evidence(extracted(WAVERING.format(words)))["هند الكواري"]
    assert found[f"{cue}_before"] <= 5
    bare = evidence(extracted(WAVERING.format("وفي المجلس")))["هند الكواري"]
    assert bare[f"{cue}_before"] == 60


def test_a_cue_of_the_sentence_before_is_none() -> None:
    there = f"{MET} أمس. ونقلت تحيات. <PER ATTENDED>سالم الرويعي</PER> حاضر."
    assert evidence(extracted(there))["سالم الرويعي"]["spoken_of_before"] == 60


def test_of_two_who_speak_for_taking_part_the_scorer_weighs_the_words() -> None:
    speaks, spoken_of = (
        probability("attended", evidence(extracted(WAVERING.format(words)))["هند الكواري"])
        for words in ("وأوضحت", "ونقلت تحيات")
    )
    assert speaks > spoken_of


def test_what_is_known_of_the_others_is_evidence_too() -> None:
    found = evidence(
        extracted(
            f"{MET} برئاسة <PER CHAIRED>سالم الرويعي</PER>، بحضور <PER ATTENDED>هند الكواري</PER>."
        )
    )
    assert found["هند الكواري"]["others_chaired"] == found["سالم الرويعي"]["chaired"] > 0
    assert found["سالم الرويعي"]["others_chaired"] == 0
    assert found["سالم الرويعي"]["following_attended"] == found["هند الكواري"]["attended"] > 0
    assert found["سالم الرويعي"]["previous_attended"] == -1


@pytest.mark.parametrize("name", SCORERS)
def test_every_piece_of_evidence_is_one_of_the_scorer(name: str) -> None:
    (found,) = evidence(extracted(f"{MET} برئاسة <PER CHAIRED>سالم الرويعي</PER>.")).values()
    assert set(load("pipeline.assemble", f"{name}.json").features) == set(found)


@pytest.mark.parametrize(
    ("scorer", "for_it", "against"),
    [
        ("listed", ["attended", "mentioned", "opened", "name"], ["far", "in_lead"]),
        ("attended", ["attended", "away_before"], ["mentioned", "kin", "press"]),
        ("chaired", ["chaired"], ["presiding_before", "others_chaired"]),
    ],
)
def test_some_evidence_speaks_only_one_way(
    scorer: str, for_it: list[str], against: list[str]
) -> None:
    marked = f"{MET} بحضور <PER ATTENDED MENTIONED CHAIRED>سالم الرويعي</PER>."
    (found,) = evidence(extracted(marked)).values()
    for names, sign in ((for_it, 1), (against, -1)):
        for name in names:
            for low, high in ((0.0, 0.3), (0.3, 1.0), (1.0, 60.0)):
                less, more = (probability(scorer, {**found, name: x}) for x in (low, high))
                assert (more - less) * sign >= 0, name


def test_the_settings_say_how_sure_a_record_must_be() -> None:
    release = extracted(
        f"{MET} برئاسة <PER CHAIRED>سالم الرويعي</PER>، بحضور <PER ATTENDED>هند الكواري</PER>."
    )
    (sure,) = assemble(release, replace(EVERY, presides=1.0)).meetings
    assert sure.chair is None and parts(sure)["سالم الرويعي"] == "attended"
    (few,) = assemble(release, replace(EVERY, sure_person=1.0)).meetings
    assert parts(few) == {"سالم الرويعي": "chaired"}


def test_a_long_row_is_read_in_little_time() -> None:
    letters = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
    names = " و".join(
        f"<PER ATTENDED>سالم الر{a}{b}عي</PER>" for a in letters[:20] for b in letters[:20]
    )
    began = time.process_time()
    met = meeting(f"{MET}. وشكرت جهود {names}.")
    assert len(met.people) == 400
    assert time.process_time() - began < 4
