"""The list, its filters, skipping, flags, accepting all certain records, the end page; without a
browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from pipeline import corrections, ledger
from pipeline.corrections.decisions import line
from pipeline.review import desk as desks
from pipeline.review.filters import Marks, Wanted, matches, wanted
from pipeline.review.output import Card
from pipeline.review.queue import Item
from pipeline.words import LANGUAGES
from tests.review.samples import marked, named, person, row
from tests.review.test_server import PERSON, ROW, TEXT, Page, meeting, opened, write

OTHER = "اجتمع مجلس الواحات أمس في النخيل وأقر الخطة."


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return four records, the first with the lowest confidence, the second with a warning; and a
    release without a record."""
    folder = tmp_path / "data" / "processed"
    folder.mkdir(parents=True)
    other = row(
        OTHER,
        marked(OTHER, COMMITTEE=["مجلس الواحات"]),
        id="r-2",
        source="data/raw/y.txt",
        outlet="واحة",
        published="2026-03-02",
        title="مجلس الواحات يقر الخطة",
        meetings=["m-000000000003", "m-000000000004"],
    )
    span = OTHER.index("مجلس"), OTHER.index("مجلس") + len("مجلس الواحات")
    body = {"name": "مجلس الواحات", "id": "b-2", "entity_id": None, "mentions": (span,)}
    sure: dict[str, Any] = {
        "body": body,
        "city": None,
        "committees": (named("مجلس الواحات", span, confidence=0.99),),
        "people": (),
        "confidence": 0.98,
        "evidence": {"body": {"span": span, "found_by": "model"}, "kind": None},
        "kind": None,
    }
    write(
        folder,
        [ROW, other, row("لا اجتماع هنا.", id="r-3", source="data/raw/z.txt", outlet="واحة")],
        [
            meeting("m-000000000001", people=(person("سالم", PERSON, confidence=0.4),)),
            meeting("m-000000000002", ordinal=2, confidence=0.97, warnings=("two_ordinals",)),
            meeting("m-000000000003", other, **sure | {"ordinal": 3, "date": "2026-03-01"}),
            meeting("m-000000000004", other, **sure | {"ordinal": 4}),
        ],
    )
    return folder


@pytest.fixture
def page(out: Path) -> Page:
    return opened(out)


def listed(page: Page, query: str = "") -> list[str]:
    answer = page.get(f"list?{query}").json()
    shown = html.fragment_fromstring(answer["html"])
    names = [e.text_content() for e in shown.xpath("//ul/li/button/*[@class='name']")]
    assert len(names) == answer["found"]
    return names


def test_the_list_has_all_and_what_is_asked_for(page: Page) -> None:
    assert len(listed(page)) == 5
    assert listed(page, "q=الواحات") == ["مجلس الواحات · 3", "مجلس الواحات · 4"]
    assert len(listed(page, "q=سالم")) == 2  # the people's names
    assert listed(page, "q=الواحاب") == []
    assert len(listed(page, "outlet=واحة")) == 3
    assert listed(page, "day=2026-03-01") == ["مجلس الواحات · 3"]  # of the meeting
    assert len(listed(page, "day=2026-03-02")) == 2  # of publication
    assert len(listed(page, "body=اللجنة الدائمة")) == 2
    assert len(listed(page, "below=50")) == 1
    assert len(listed(page, "state=open")) == 4
    assert listed(page, "state=flagged") == listed(page, "state=conflicts") == []
    assert len(listed(page, "state=nonsense&below=x")) == 5  # invalid values are ignored


def test_steps_and_what_comes_after_a_verdict_stay_within_the_filter(page: Page) -> None:
    found = [n for n in range(5) if "مجلس الواحات" in page.item(n).text_content()]
    there = page.get(f"item?n={found[0]}&step=1&q=الواحات").json()["n"]
    assert there == found[1]
    assert page.get(f"item?n={there}&step=1&q=الواحات").json()["n"] == there  # the last one
    shown = page.item(found[0])
    sent = {
        "release": shown.get("data-release"),
        "record": shown.get("data-record"),
        "verdict": "accept",
        "field": "record",
        "within": "q=الواحات",
    }
    assert page.post("verdict", sent).json()["next"] == found[1]
    last = page.item(found[1])
    sent |= {"release": last.get("data-release"), "record": last.get("data-record")}
    assert page.post("verdict", sent).json()["next"] is None


def test_accepting_the_sure_is_previewed_then_done_then_undone_at_once(page: Page) -> None:
    preview = page.get("above?above=90").json()
    shown = html.fragment_fromstring(preview["html"])
    names = [e.text_content() for e in shown.xpath("//ul/li/button/*[@class='name']")]
    assert preview["found"] == 2 and names == ["مجلس الواحات · 3", "مجلس الواحات · 4"]
    assert shown.xpath("//button/@data-accept") == ["90"] and page.ledger() == []
    assert page.get("above?above=90&q=سالم").json()["found"] == 0
    answer = page.post("accept", {"above": 90})
    assert answer.status_code == 200 and "2" in answer.json()["said"]
    decided = page.ledger()
    assert [(d["verdict"], d["record_id"]) for d in decided] == [
        ("accept", "m-000000000003"),
        ("accept", "m-000000000004"),
    ]
    assert page.get("above?above=90").json()["found"] == 0
    assert page.post("undo").status_code == 200
    assert [d["of"] for d in page.ledger()[2:]] == [d["id"] for d in decided]
    assert page.get("above?above=90").json()["found"] == 2
    for wrong in ({}, {"above": 0}, {"above": "x"}, {"above": 101}):
        assert page.post("accept", wrong).status_code == 422


def flagged(page: Page, comment: str, n: int = 0) -> Any:
    shown = page.item(n)
    about = {"release": shown.get("data-release"), "record": shown.get("data-record")}
    sent = {**about, "verdict": "flag", "field": "record", "values": {"comment": comment}}
    return page.post("verdict", sent)


def test_a_flag_has_a_comment_and_is_found_again(page: Page, out: Path) -> None:
    refused = flagged(page, "  ")
    assert refused.status_code == 422 and "comment" in refused.json()["form"]
    assert flagged(page, "الاسم يحتاج إلى تحقق").status_code == 200
    (decision,) = page.ledger()
    assert (decision["verdict"], decision["comment"]) == ("flag", "الاسم يحتاج إلى تحقق")
    assert len(listed(page, "state=flagged")) == 1
    assert page.item(0).get("class") == "item open"  # it is no verdict
    assert "الاسم يحتاج إلى تحقق" in page.item(0).text_content()
    end = page.get("end").json()["html"]
    assert "الاسم يحتاج إلى تحقق" in end
    again = opened(out)  # the next reviewer sees it
    assert len(listed(again, "state=flagged")) == 1
    # neither the flagged one nor the one with a warning
    assert page.get("above?above=1").json()["found"] == 2


def test_what_is_skipped_comes_again_when_nothing_else_is_left(page: Page) -> None:
    seen = [0]
    for _ in range(4):
        shown = page.item(seen[-1])
        about = {"release": shown.get("data-release"), "record": shown.get("data-record")}
        seen.append(page.post("skip", about).json()["next"])
    assert len(set(seen[:4])) == 4 and seen[4] in seen[:4]
    assert page.ledger() == []
    assert page.post("skip", {"release": "r-9", "record": ""}).status_code == 422


def test_two_reviewers_who_differ(out: Path, page: Page) -> None:
    page.decide("accept", "people")
    colleague = Page(desks.opened(out, page.desk.corrections, "سعاد"))
    assert colleague.get("end").json()["html"].count("هدى") == 1
    colleague.decide("reject", "people")
    assert len(listed(colleague, "state=conflicts")) == len(listed(page, "state=conflicts")) == 1
    shown = page.item(0)
    rows = shown.xpath("//li[contains(@class, 'differs')]")
    said = [" ".join(r.text_content().split()) for r in rows]
    assert len(rows) == 2 and "هدى" in said[0] and "سعاد" in said[1]
    assert page.get("above?above=1").json()["found"] == 2


def test_the_end_page_says_what_was_done_and_what_to_run(page: Page) -> None:
    page.decide("accept", "people")
    page.decide("reject", "city")
    shown = html.fragment_fromstring(page.get("end").json()["html"])
    text = " ".join(shown.text_content().split())
    assert "اعتماد 1 رفض 1" in text and "بقي بلا حكم: 4" in text
    commands = [c.text_content() for c in shown.xpath("//code")]
    assert commands[0].startswith("mahdar process … --out ")
    assert [c.split()[1] for c in commands] == ["process", "diff", "report"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_whole(language: str, page: Page) -> None:
    whole = page.get(f"?lang={language}").text
    doc = html.document_fromstring(whole)
    assert (doc.get("lang"), doc.get("dir")) == (language, {"ar": "rtl", "en": "ltr"}[language])
    parts = [
        whole,
        *(
            page.get(f"{path}lang={language}").json()["html"]
            for path in ("list?", "end?", "above?")
        ),
    ]
    for part in parts:
        text = html.fromstring(part).text_content()
        assert (
            "m-00000" not in text
            and "in_person" not in text
            and "regular" not in (text if language == "ar" else "")
        )
    other = {"ar": "en", "en": "ar"}[language]
    assert doc.xpath("//button/@data-language") == [other]


def test_the_guideline_of_a_field_stands_where_it_is_corrected(page: Page) -> None:
    shown = page.item(0)
    keys = json.loads(shown.get("data-keys"))
    about = f"release={shown.get('data-release')}&record={shown.get('data-record')}"
    form = page.get(f"form?{about}&field=city&key={keys['city'][0]}").json()["form"]
    assert "المدينة التي انعقد فيها" in form
    english = page.get(f"form?{about}&field=city&key={keys['city'][0]}&lang=en").json()["form"]
    assert "The city where it was held" in english
    empty = page.get(f"form?{about}&field=venue").json()["form"]  # a field without a value
    assert 'data-verdict="add"' in empty


def test_a_filter_is_read_from_its_query() -> None:
    assert wanted({}) == Wanted() and wanted({"n": "3", "lang": "en"}).empty
    card = Card("a.txt", None, "واحة", "2026-01-02", "لجنة", 3, None, 0.7, False, "لجنة الرى")
    item = Item("r", "m")
    assert matches(wanted({"q": "الري"}), item, card, Marks())  # folded
    assert not matches(wanted({"below": "70"}), item, card, Marks())
    assert matches(wanted({"below": "71"}), item, card, Marks())
    assert not matches(wanted({"below": "71"}), Item("r", None), card, Marks())
    assert matches(wanted({"state": "conflicts"}), item, card, Marks(conflicts=True))
    assert card.day == "2026-01-02"


def test_reviewers_names_stay_out_of_what_is_published(out: Path, page: Page) -> None:
    page.decide("reject", "people")
    flagged(page, "ملاحظة سرية")
    applied = desks.applied_to(page.desk, ROW.id)
    published = applied.row.model_dump_json() + "".join(
        r.model_dump_json() for r in applied.records
    )
    document = ledger.look(out, list(page.desk.decisions.values()))
    told = json.dumps(list(ledger.documents(document, whole=False)), ensure_ascii=False)
    for text in (published, told):
        assert "هدى" not in text and "ملاحظة سرية" not in text
    assert json.dumps(TEXT, ensure_ascii=False) in published
    assert any("هدى" in line(d) for d in page.desk.decisions.values())
    assert corrections.standing(page.desk.decisions.values())
