"""Lists of topics. All sentences are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.assemble import assemble
from tests.marked import CONFIG, extracted, meeting

HELD = "عقدت <COMMITTEE BODY>اللجنة العليا للمراعي</COMMITTEE> <MEETING HELD>اجتماعها الثاني</MEETING>. "


def topics(marked: str) -> list[str]:
    return [t.text for t in meeting(HELD + marked).topics]


def unsure(marked: str) -> list[str]:
    """Return the topics when the tagger is unsure about their ends."""
    release = extracted(HELD + marked)
    facts = tuple(replace(f, confidence=0.8) if f.label == "TOPIC" else f for f in release.facts)
    return [t.text for t in assemble(replace(release, facts=facts), CONFIG).meetings[0].topics]


@pytest.mark.parametrize(
    ("clause", "want"),
    [
        ("خطة الري الموسمية، وسجل المراعي الموحد", ["خطة الري الموسمية", "سجل المراعي الموحد"]),
        (
            "صيانة السواقي القديمة، وتدريب الرعاة، وتمويل البذور",
            ["صيانة السواقي القديمة", "تدريب الرعاة", "تمويل البذور"],
        ),
        (
            "أحوال المراعي الشمالية والجهود المبذولة لحفظ المياه",
            ["أحوال المراعي الشمالية", "الجهود المبذولة لحفظ المياه"],
        ),
        (
            "إحصاءات المراعي الشمالية وآلية توزيع البذور",
            ["إحصاءات المراعي الشمالية", "آلية توزيع البذور"],
        ),
        (
            "أزمة المراعي الشمالية وتطورات موسم الري ومدى جودة البذور",
            ["أزمة المراعي الشمالية", "تطورات موسم الري", "مدى جودة البذور"],
        ),
    ],
)
def test_a_list_is_cut_into_its_items(clause: str, want: list[str]) -> None:
    """«، و» is between two topics 120 times and inside one 86 times, «إلى جانب» 56 times and 3
    times, «و» before a separate matter 18 times and once."""
    assert unsure(f"وناقشت <TOPIC>{clause}</TOPIC>.") == want


@pytest.mark.parametrize(
    ("clause", "want"),
    [
        ("خطة الري الموسمية، وسجل المراعي الموحد", 1),
        ("أحوال المراعي الشمالية والجهود المبذولة لحفظ المياه", 2),
    ],
)
def test_what_the_tagger_is_sure_is_one_topic_is_not_cut_at_a_comma(clause: str, want: int) -> None:
    assert len(topics(f"وناقشت <TOPIC>{clause}</TOPIC>.")) == want


@pytest.mark.parametrize(
    "clause",
    [
        "فرص التعاون في مجالات الري الحديث، والتجارة الزراعية، وخدمات النقل",
        "المشاريع التي تهدف إلى حفظ المياه الجوفية، وتيسير تبادل البذور",
        "المبادرات الهادفة إلى حفظ المياه الجوفية، وتيسير تبادل البذور",
        "خطط الموسم المقبل، مع التركيز على حفظ المياه، وتيسير تبادل البذور",
    ],
)
def test_fields_and_aims_stay_with_what_they_are_of(clause: str) -> None:
    assert unsure(f"وناقشت <TOPIC>{clause}</TOPIC>.") == [clause]


@pytest.mark.parametrize(
    "clause",
    [
        "صيانة السواقي بما يسهم في حفظ المياه، وتحسين المراعي الشمالية",  # a purpose
        "ثلاثة مشروعات منها صيانة السواقي القديمة، وتدريب الرعاة الجدد",  # a list inside
        "التعاون في شؤون الري، وسبل دعمه وتعزيزه",  # of what was named before
        "ما قدمه فريق السواقي من آراء، ويقترح فيه توسيع المراعي",  # a verb
        "عدد من الموضوعات المتعلقة بصيانة السواقي، وتدريب الرعاة الجدد",  # complements of one head
        "تقارير <ORG>هيئة الري</ORG>، و<ORG>هيئة المراعي</ORG> عن الموسم",  # names
        "صيانة السواقي (القديمة، والجديدة منها)",
    ],
)
def test_what_goes_on_within_a_topic_stays(clause: str) -> None:
    """Most of the 86 «، و» inside topics have such words before or after them."""
    (text,) = topics(f"وناقشت <TOPIC>{clause}</TOPIC>.")
    assert text.startswith(clause.split()[0]) and "، و" in text


@pytest.mark.parametrize(
    "sentence", ["وناقشت اللجنة سير العمل في السواقي.", "واستمع الزائر إلى شرح عن البذور الجديدة."]
)
def test_what_the_tagger_passes_over_is_no_topic(sentence: str) -> None:
    """Of 21 clauses after a verb of discussing that the tagger did not mark, 3 were topics, in
    1,656 documents."""
    assert topics(sentence) == []


def test_ways_of_something_else_are_a_topic_of_their_own() -> None:
    assert topics("وناقشت <TOPIC>علاقات التعاون</TOPIC>، و<TOPIC>سبل دعم الرعاة</TOPIC>.") == [
        "علاقات التعاون",
        "سبل دعم الرعاة",
    ]


@pytest.mark.parametrize("noun", ["متابعة", "مراجعة", "مناقشة", "استعراض"])
def test_the_noun_of_discussing_behind_and_is_no_part_of_a_topic(noun: str) -> None:
    met = meeting(
        f"بحث <MEETING HELD>الاجتماع</MEETING> <TOPIC>خطة الري</TOPIC>، و<TOPIC>{noun} صيانة "
        "السواقي القديمة</TOPIC>."
    )
    assert [t.text for t in met.topics] == ["خطة الري", "صيانة السواقي القديمة"]


def test_it_stays_where_nothing_goes_before_it_and_where_little_follows() -> None:
    met = meeting(
        "وتناول <MEETING HELD>الاجتماع</MEETING> <TOPIC>متابعة صيانة السواقي</TOPIC>، "
        "و<TOPIC>مراجعة الرسوم</TOPIC>."
    )
    assert [t.text for t in met.topics] == ["متابعة صيانة السواقي", "مراجعة الرسوم"]
