from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from pipeline import ledger
from pipeline.corrections import identity
from pipeline.review import desk as desks
from pipeline.schema import Record, ReleaseRow
from tests.review.samples import marked, named, row
from tests.review.test_server import Page, meeting, opened, write

TEXTS = {
    "واحة": "عقدت لجنة الواحات اجتماعها الثاني في النخيل.",
    "نخلة": "اجتمعت لجنة الواحات أمس في الساقية للمرة الثانية.",
    "سدرة": "قال الوزير إن لجنة الواحات اجتمعت.",
    "رملة": "عقدت لجنة الواحات اجتماعها التاسع.",
}
NAMES = list(TEXTS)


def of(n: int) -> tuple[ReleaseRow, Record]:
    outlet, text = NAMES[n], TEXTS[NAMES[n]]
    release = row(
        text,
        marked(text, COMMITTEE=["لجنة الواحات"]),
        id=f"r-{n}",
        source=f"data/raw/{n}.txt",
        outlet=outlet,
        published="2026-03-02",
        meetings=[f"m-00000000000{n}"],
    )
    span = text.index("لجنة"), text.index("لجنة") + len("لجنة الواحات")
    body = {"name": "لجنة الواحات", "id": "b-1", "entity_id": None, "mentions": (span,)}
    more: dict[str, Any] = {
        "body": body,
        "city": ("النخيل", "الساقية", None, None)[n],
        "ordinal": (2, 2, None, 9)[n],
        "date": "2026-03-01" if n < 2 else None,
        "mode": "in_person" if n == 0 else None,
        "committees": (named("لجنة الواحات", span),),
        "people": (),
        "evidence": {"body": {"span": span, "found_by": "model"}},
    }
    return release, meeting(f"m-00000000000{n}", release, **more)


@pytest.fixture
def page(tmp_path: Path) -> Page:
    out = tmp_path / "data" / "processed"
    out.mkdir(parents=True)
    made = [of(n) for n in range(4)]
    write(out, [release for release, _ in made], [record for _, record in made])
    line = {
        "meeting_id": "mt-000000000001",
        "records": ["m-000000000000", "m-000000000001"],
        "announcements": [],
        "conflicts": [
            {
                "field": "city",
                "kind": "place",
                "about": None,
                "values": [
                    {"value": "النخيل", "records": ["m-000000000000"]},
                    {"value": "الساقية", "records": ["m-000000000001"]},
                ],
            }
        ],
    }
    (out / "meetings.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    return opened(out)


def at(page: Page, record_id: str) -> int:
    return next(n for n, item in enumerate(page.desk.queue) if item.record_id == record_id)


def test_reports_stand_side_by_side_with_what_is_at_odds(page: Page) -> None:
    shown = page.item(at(page, "m-000000000000")).xpath("//section[@class='reports']")[0]
    heads = [" ".join(h.text_content().split()) for h in shown.xpath(".//thead//th")]
    assert [h.split("1")[0].split("2")[0] for h in heads] == ["ما قيل", "واحة", "نخلة", "سدرة"]
    assert "من الاجتماع نفسه" in heads[2] and "ربما" in heads[3]  # not the ninth meeting
    rows = {
        tr.xpath("string(th/bdi)"): [td.text_content() for td in tr.xpath("td")]
        for tr in shown.xpath(".//tbody/tr")
    }
    assert rows["المدينة"] == ["النخيل", "الساقية", "—"]
    assert rows["طريقة الانعقاد"] == ["حضوري", "—", "—"]
    odds = [tr.xpath("string(th/bdi)") for tr in shown.xpath(".//tr[@class='odds']")]
    assert odds == ["المدينة"]
    english = page.get(f"item?n={at(page, 'm-000000000000')}&lang=en").json()["html"]
    assert "in conflict" in english and "in person" in english
    assert "m-00000" not in html.fromstring(english).text_content()


def test_a_record_of_a_meeting_at_odds_is_found_by_the_filter(page: Page) -> None:
    assert page.get("list?state=conflicts").json()["found"] == 2
    assert page.get("above?above=1").json()["found"] == 2  # the other two


def said(page: Page, record_id: str, other: str, word: str) -> Any:
    shown = page.item(at(page, record_id))
    about = {"release": shown.get("data-release"), "record": shown.get("data-record")}
    return page.post("identity", {**about, "other": other, "word": word})


def test_a_word_on_two_reports_is_kept_as_the_command_keeps_it(page: Page) -> None:
    assert said(page, "m-000000000000", "m-000000000002", "same").status_code == 200
    assert said(page, "m-000000000000", "m-000000000001", "different").status_code == 200
    kept = identity.standing(ledger.read(page.desk.corrections).verdicts, "meeting")
    assert [(v.verdict, v.sides, v.by) for v in kept] == [
        ("same", (("m-000000000000", "m-000000000001"), ("m-000000000002",)), "هدى"),
        ("different", (("m-000000000000",), ("m-000000000001",)), "هدى"),
    ]
    shown = page.item(at(page, "m-000000000000"))
    assert len(shown.xpath("//section[@class='reports']//button[@aria-pressed='true']")) == 2
    assert page.post("undo").status_code == 200
    assert page.post("undo").status_code == 200
    assert identity.standing(ledger.read(page.desk.corrections).verdicts, "meeting") == ()
    assert page.post("undo").status_code == 422


def test_what_is_no_report_beside_it_is_refused(page: Page) -> None:
    assert said(page, "m-000000000000", "m-000000000003", "same").status_code == 422
    assert said(page, "m-000000000000", "m-000000000001", "perhaps").status_code == 422
    assert not page.desk.corrections.exists()


def test_an_output_without_meetings_has_candidates_alone(page: Page) -> None:
    (page.desk.out / "meetings.jsonl").unlink()
    again = Page(desks.opened(page.desk.out, page.desk.corrections, "سعاد"))
    shown = again.item(at(again, "m-000000000000"))
    heads = shown.xpath("//section[@class='reports']//thead//th")
    assert len(heads) == 4 and "من الاجتماع نفسه" not in shown.text_content()
