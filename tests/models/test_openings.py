"""The sentence in which each record begins. All sentences and names are invented."""

from __future__ import annotations

from typing import Any

from models.training.openings import openings
from tests.marked import unmarked

RECORD = {"body": None, "ordinal": None, "topics": [], "decisions": [], "people": []}


def opened(marked: str, *records: dict[str, Any]) -> list[str]:
    text, spans = unmarked(marked)
    doc = {"text": text, "spans": spans, "records": [RECORD | r for r in records]}
    return [text[s:e].strip() for s, e in openings(doc)]


def person(name: str, participation: str = "attended") -> dict[str, str]:
    return {"name": name, "role": "", "participation": participation}


def test_each_record_by_what_it_alone_has() -> None:
    first = (
        "استقبل <PER>سالم بن حمد الرويعي</PER> السفير <PER>ماجد البلوي</PER>، وجرى بحث سبل الري."
    )
    second = (
        "ثم التقى <PER>الرويعي</PER> المهندس <PER>حمد الفهيدي</PER> في <MEETING>لقاء</MEETING> آخر."
    )
    host = person("سالم بن حمد الرويعي")
    assert opened(
        f"{first}\n{second}",
        {"people": [host, person("ماجد البلوي")], "topics": ["سبل الري"]},
        {"people": [host, person("حمد الفهيدي")]},
    ) == [unmarked(first)[0], unmarked(second)[0]]


def test_where_the_document_says_it() -> None:
    text = "اجتمع سالم الرويعي بالرعاة أمس. وحضر آخرون."
    doc = {"text": text, "spans": [], "records": [RECORD], "opens": [[0, 5]]}
    assert openings(doc) == [(0, 5)]


def test_not_the_headline_that_announces_it_nor_the_body_named_alone() -> None:
    held = "عقدت <COMMITTEE>لجنة السواقي</COMMITTEE> <MEETING>اجتماعها الثاني</MEETING>."
    marked = f"<COMMITTEE>لجنة السواقي</COMMITTEE> تقر سجل السواقي\nتعد <COMMITTEE>لجنة السواقي</COMMITTEE> الأقدم. {held}"
    assert opened(marked, {"body": "لجنة السواقي", "ordinal": 2}) == [unmarked(held)[0]]


def test_who_is_only_mentioned_opens_nothing() -> None:
    speaker = person("سالم الرويعي", "mentioned")
    assert (
        opened(
            "قال <PER>سالم الرويعي</PER> عن <MEETING>الاجتماع</MEETING> إنه مثمر.",
            {"people": [speaker]},
        )
        == []
    )


def test_a_document_without_records_opens_none() -> None:
    assert (
        opened("عقدت <COMMITTEE>لجنة السواقي</COMMITTEE> <MEETING>اجتماعها الثاني</MEETING>.") == []
    )
