"""Pages with several stories: the text under a headline or a bullet of its own. All names are
invented."""

from __future__ import annotations

import pytest

from pipeline.assemble.stories import stories
from tests.marked import CONFIG, HIGH, extracted, meeting

TOLD = f"عقدت {HIGH} <MEETING HELD>اجتماعا</MEETING> برئاسة <PER CHAIRED>سالم الرويعي</PER> في مقر <ORG>هيئة السواقي</ORG>."
OTHER = "باعت <ORG>شركة الرمال للبناء</ORG> حصتها في المصنع، وقالت مديرتها <PER>هند الكواري</PER> إن العقد وقع قبل شهر في مقرها."


def test_a_headline_inside_the_text_begins_a_story() -> None:
    release = extracted(f"محليات في سطور\n{TOLD}\nشركة تبيع حصتها\n{OTHER}")
    assert [
        release.text[s:e].split("\n")[0] for s, e in stories(release, CONFIG.headline_chars)
    ] == ["محليات في سطور", "شركة تبيع حصتها"]


@pytest.mark.parametrize(
    "page",
    [
        f"{TOLD}\nشركة تبيع حصتها\n{OTHER}",
        f"الرمال تبيع حصتها\n{OTHER}\nاجتماع اللجنة\n{TOLD}",
        f"أخبار الشركات\n- {OTHER}\n- {TOLD}",
        f"◄ اجتماع\n{TOLD}\n◄ بيع\n{OTHER}",
    ],
)
def test_who_and_what_only_another_story_names_is_not_of_the_meeting(page: str) -> None:
    met = meeting(page)
    assert [p.person.name for p in met.people] == ["سالم الرويعي"] and [
        o.name for o in met.organizations
    ] == ["هيئة السواقي"]


@pytest.mark.parametrize(
    "more",
    [
        "وقال <PER>سالم الرويعي</PER> إن شركة <ORG>الرمال</ORG> تنفذ الخطة منذ شهر.",
        "ونوقشت <TOPIC>خطة شركة الرمال</TOPIC> مع <ORG>شركة الرمال</ORG> منذ شهر.",
    ],
)
def test_a_stretch_that_names_somebody_of_the_meeting_or_tells_what_was_discussed_is_of_it(
    more: str,
) -> None:
    assert len(meeting(f"{TOLD}\nخطة منذ شهر\n{more}").organizations) == 2


def test_a_list_behind_a_colon_is_no_page_of_stories() -> None:
    met = meeting(
        f"{TOLD}\nحضر الاجتماع:\n"
        "- <PER ATTENDED>هند الكواري</PER> رئيسة السوق الكبير في المدينة التي يقصدها كثير من "
        "الناس كل يوم.\n"
        "- <PER ATTENDED>ماجد البلوي</PER> رئيس الحي الجديد الذي بني خارج السور القديم قبل أعوام "
        "كثيرة من الآن."
    )
    assert [p.person.name for p in met.people] == ["سالم الرويعي", "هند الكواري", "ماجد البلوي"]
