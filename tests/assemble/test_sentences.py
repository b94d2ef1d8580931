"""The sentences of a release. All sentences and names are invented."""

from __future__ import annotations

import pytest

from pipeline.assemble.sentences import (
    is_headline,
    sentences,
)
from tests.marked import CONFIG, HIGH, extracted, meeting, meetings


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("عقدت اللجنة اجتماعها. وناقشت الخطة؟ وانتهت!", 3),
        ("عقدت اللجنة اجتماعها.وناقشت الخطة", 2),  # newspapers leave out the space
        ("حضر د. سالم الاجتماع", 1),
        ("بلغت النسبة 3.5 في المئة", 1),
        ("سطر أول\nسطر ثان", 2),
    ],
)
def test_sentences(text: str, count: int) -> None:
    release = extracted(text)
    found = sentences(release)
    assert len(found) == count
    assert "".join(text[a:b] for a, b in found).replace(" ", "") == text.replace("\n", "").replace(
        " ", ""
    )


def test_a_verb_behind_a_dateline_in_one_line() -> None:
    """Half of the texts of agencies and newspapers in the corpora begin with a dateline on the same
    line as the report."""
    met = meeting(
        "<LOC>مسقط</LOC> في <DATE>3 مارس 2025</DATE> /<ORG>العمانية</ORG>/ استقبل <PER "
        "ATTENDED>سالم الرويعي</PER> "
        "<PER ATTENDED>ناصر العبري</PER>، وجرى استعراض <TOPIC>سبل التعاون في تربية الإبل</TOPIC>."
    )
    assert [p.person.name for p in met.people] == ["سالم الرويعي", "ناصر العبري"]


def test_a_headline_stands_behind_the_furniture_of_a_page() -> None:
    marked = (
        "اقتصاد\nالخميس 4 مايو\n<PER ATTENDED>الرويعي</PER> والكواري يزوران صلالة لعقد <MEETING "
        "HELD>اجتماعات ثنائية</MEETING>\n"
        "أعلن <PER ATTENDED>ماجد البلوي</PER> أن <PER ATTENDED>هند الكواري</PER> تعقد في صلالة "
        "<MEETING HELD>اجتماعات ثنائية</MEETING> لبحث <TOPIC>خطة الري</TOPIC>."
    )
    assert len(meetings(marked)) == 1


def test_headline_and_text_speak_of_one_meeting() -> None:
    marked = (
        f"{HIGH} تعقد <MEETING HELD>اجتماعها الثاني</MEETING>\nترأس <PER CHAIRED>سالم "
        "الرويعي</PER> "
        "<MEETING HELD>الاجتماع الثاني</MEETING> "
        f"ل<COMMITTEE BODY>لجنة العليا للمراعي</COMMITTEE>.\n"
        "وفي ختام <MEETING HELD>الاجتماع</MEETING> شكر <PER ATTENDED>هند الكواري</PER>."
    )
    assert [p.person.name for p in meeting(marked).people] == ["سالم الرويعي", "هند الكواري"]


def test_a_headline_over_one_short_line() -> None:
    marked = (
        f"{HIGH} تعقد <MEETING HELD>اجتماعها الثاني</MEETING>\n<OPENS>عقدت</OPENS> <COMMITTEE BODY>لجنة "
        "المراعي</COMMITTEE> "
        "<MEETING HELD>الاجتماع</MEETING> في صلالة"
    )
    assert len(meetings(marked)) == 1


def test_repeated_paragraphs_say_nothing() -> None:
    paragraph = f"عقدت {HIGH} <MEETING HELD>اجتماعها الثاني</MEETING> برئاسة <PER CHAIRED>سالم الرويعي</PER> في <LOC CITY>مسقط</LOC>."
    assert len(meetings(f"{paragraph}\n{paragraph}")) == 1


@pytest.mark.parametrize(
    ("first", "headline"),
    [
        ("لجنة المراعي تجتمع", True),
        ("اجتمعت لجنة المراعي.", False),
        ("سجل " * (CONFIG.headline_chars // 4) + "المراعي", False),
    ],
)
def test_a_headline_is_short_and_no_sentence(first: str, headline: bool) -> None:
    release = extracted(f"{first}\nاجتمعت اللجنة في صلالة.")
    assert is_headline(release, (0, len(first)), CONFIG.headline_chars) is headline
    assert not is_headline(release, sentences(release)[-1], CONFIG.headline_chars)


def test_a_year_may_end_a_sentence_the_number_of_an_item_does_not() -> None:
    release = extracted(
        "ناقشت اللجنة موازنة 2025. وعقد المجلس جلسة. وأقر: 1. خطة الري 12. سجل المراعي"
    )
    assert [release.text[s:e].strip() for s, e in sentences(release)] == [
        "ناقشت اللجنة موازنة 2025.",
        "وعقد المجلس جلسة.",
        "وأقر: 1. خطة الري 12. سجل المراعي",
    ]


@pytest.mark.parametrize(
    ("clause", "apart"),
    [
        ("كما عقد لقاء مع هند", True),
        ("ثم استقبلت سفير", True),
        ("والتقى هند", False),
        ("كما أكد أهمية", False),
    ],
)
def test_a_clause_that_goes_on_to_another_meeting_is_read_like_a_sentence(
    clause: str, apart: bool
) -> None:
    release = extracted(f"التقى الوزير ماجدا في مكتبه، {clause}.")
    found = sentences(release)
    assert len(found) == 1 + apart
