"""The cost of a review, measured in Chromium: keys, clicks, milliseconds; accessibility (axe) at
every width. `vendor/axe.min.js` is axe-core (MPL-2.0), only for these tests."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.words import LANGUAGES
from tests.review.browser import launched
from tests.review.samples import marked, named, person, row
from tests.review.test_browser import (
    SETTLED,
    drag,
    kept,
    lines,
    mahdar,
    meeting,
    select,
    served,
    shows,
    tab,
)
from tests.review.test_reports import of
from tests.review.test_server import write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["tab"]  # the fixture

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TEXT = (
    "عقدت اللجنة الدائمة للواحات اجتماعها الثاني في مدينة النخيل برئاسة سالم المرزوق، وبحضور هند "
    "الشاطئ وناصر الغدير، وناقشت خطة الري.\n\nوأقرت اللجنة مبادرة الظل لوزارة البساتين."
)
NAMES = ("سالم المرزوق", "هند الشاطئ", "ناصر الغدير")
ROW = row(
    TEXT,
    marked(
        TEXT,
        COMMITTEE=["اللجنة الدائمة للواحات"],
        PER=[*NAMES],
        LOC=["مدينة النخيل"],
        ORG=["وزارة البساتين"],
    ),
    id="r-1",
    title="اللجنة الدائمة للواحات تجتمع",
    outlet="واحة",
    published="2026-03-02",
)


def place(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def record(record_id: str, wrong: int = 1, **more: Any) -> Any:
    """Return a record with one wrong value that looks doubtful: the person with this number."""
    people = tuple(
        person(name, place(name), confidence=0.5 if n == wrong else 0.99)
        for n, name in enumerate(NAMES)
    )
    body = place("اللجنة الدائمة للواحات")
    return meeting(
        record_id,
        ROW,
        **{
            "people": people,
            "body": {
                "name": "اللجنة الدائمة للواحات",
                "id": "b-1",
                "entity_id": None,
                "mentions": (body,),
            },
            "committees": (named("اللجنة الدائمة للواحات", body),),
            "city": "مدينة النخيل",
            "mode": "in_person",
            "evidence": {
                "body": {"span": body, "found_by": "model"},
                "city": {"span": place("مدينة النخيل"), "found_by": "model"},
                "mode": {"span": None, "found_by": "inferred"},
            },
        }
        | more,
    )


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    out = tmp_path / "data" / "processed"
    out.mkdir(parents=True)
    write(out, [ROW], [record("m-000000000001"), record("m-000000000002", 2, ordinal=2)])
    return tmp_path


def ledger(folder: Path) -> list[dict[str, Any]]:
    return lines(folder / "data" / "corrections.jsonl")


def test_a_record_with_one_wrong_value_takes_three_keys(
    folder: Path, tab: Callable[[str], Page]
) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        first = page.get_attribute("#item", "data-record")
        for key in ("d", "x", "a"):
            page.keyboard.press(key)
        kept(page, folder, 2)
        assert [(d["verdict"], d["field"]) for d in ledger(folder)] == [
            ("reject", "people"),
            ("accept", "record"),
        ]
        assert ledger(folder)[0]["old"]["name"] == NAMES[1]
        assert page.get_attribute("#item", "data-record") != first


def test_a_value_takes_two_clicks_with_the_mouse(folder: Path, tab: Callable[[str], Page]) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        value = '.value[data-field="people"][data-index="1"]'
        page.click(f"{value} .tool.accept")  # one
        assert kept(page, folder, 1)["verdict"] == "accept"
        page.click(f"{value} .tool.reject")  # one
        assert kept(page, folder, 2)["verdict"] == "reject"
        page.click(".rest summary")
        select(page, "خطة الري")
        page.click('[data-fill="topics"]')  # one, beside the selection
        decided = kept(page, folder, 3)
        assert (decided["verdict"], decided["field"], decided["new"]["text"]) == (
            "add",
            "topics",
            "خطة الري",
        )
        page.click(f".text mark >> text={NAMES[0]}")  # the first of two: from the text
        assert page.get_attribute(".value.here", "data-field") == "people"
        drag(page, NAMES[0].split()[0])
        page.click("#correct")  # after the selection one
        assert kept(page, folder, 4)["new"]["name"] == NAMES[0].split()[0]


def test_a_highlight_leads_to_its_value_and_one_without_value_is_selected(
    folder: Path, tab: Callable[[str], Page]
) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        page.click(".text mark >> text=اللجنة الدائمة للواحات")
        page.evaluate(SETTLED)
        assert page.get_attribute(".value.here", "data-field") == "body"
        page.click(".text mark >> text=اللجنة الدائمة للواحات")
        assert page.get_attribute(".value.here", "data-field") == "committees"
        page.click(".text mark >> text=وزارة البساتين")
        shows(page, "#chosen", "وزارة البساتين")
        page.keyboard.press("3")
        decided = kept(page, folder, 1)
        start, end = decided["new"]["mentions"][0]
        assert (decided["field"], TEXT[start:end]) == ("organizations", "وزارة البساتين")


def test_a_selection_can_leave_out_the_particle(folder: Path, tab: Callable[[str], Page]) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        select(page, "لوزارة البساتين")
        assert page.inner_text("#without") == "ل"
        page.click("#cut")
        assert page.inner_text("#chosen") == "وزارة البساتين"
        page.keyboard.press("3")
        (start, end) = kept(page, folder, 1)["new"]["mentions"][0]
        assert TEXT[start:end] == "وزارة البساتين"


def test_list_flag_skip_and_end(folder: Path, tab: Callable[[str], Page]) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        first = page.get_attribute("#item", "data-record")
        page.keyboard.press("f")
        page.wait_for_selector("#editor [name=comment]")
        page.keyboard.type("رقم غريب")
        page.keyboard.press("Enter")
        assert kept(page, folder, 1)["comment"] == "رقم غريب"
        page.keyboard.press("s")
        page.wait_for_selector(f'#item:not([data-record="{first}"])')
        page.keyboard.press("l")
        page.wait_for_selector("#filter")
        page.select_option("#filter [name=state]", "flagged")
        page.click("#filter [type=submit]")
        page.wait_for_selector(".rows li:only-child")
        assert page.is_visible("#filtered")
        page.click(".rows button")
        page.wait_for_selector(f'#item[data-record="{first}"]')
        page.keyboard.press("n")  # no other one is flagged
        page.evaluate(SETTLED)
        assert page.get_attribute("#item", "data-record") == first
        page.keyboard.press("q")
        page.wait_for_selector("#panel code")
        assert "رقم غريب" in page.inner_text("#panel")
        page.keyboard.press("a")  # applies to the records that match the filter
        page.keyboard.press("Escape")
        page.evaluate(SETTLED)
        assert page.is_visible("#item") and len(ledger(folder)) == 1
        page.keyboard.press("l")
        page.click('[data-action="clear-filter"]')
        page.wait_for_selector(".rows li:nth-child(2)")
        page.keyboard.press("Escape")
        page.keyboard.press("b")
        page.wait_for_selector("#above")
        page.fill("#above [name=above]", "50")
        page.click("#above [type=submit]")
        page.click("[data-accept]")
        assert kept(page, folder, 2)["record_id"] != first  # not the flagged one
        page.wait_for_selector(f'#item[data-record="{first}"]')
        page.keyboard.press("a")
        kept(page, folder, 3)
        page.wait_for_selector("#panel code")  # all are decided: what comes next


def test_the_switch_turns_the_page_round_and_stays(
    folder: Path, tab: Callable[[str], Page]
) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        page.keyboard.press("n")
        page.wait_for_selector('#item[data-n="1"]')
        page.click('button[data-language="en"]')
        page.wait_for_selector('html[lang="en"]')
        assert page.get_attribute("html", "dir") == "ltr"
        assert page.get_attribute("#item", "data-n") == "1"
        page.keyboard.press("p")
        page.wait_for_selector('#item[data-n="0"]')
        shown = page.inner_text(".record")
        assert "People" in shown and "in person" in shown and "in_person" not in shown
        page.reload()
        assert page.get_attribute("html", "lang") == "en"


KEYS = ("ArrowDown", "d", "Enter", "x", "u", "n", "p", "a", "u", "l", "Escape", "q", "Escape")


def test_a_key_takes_a_tenth_of_a_second(folder: Path, tab: Callable[[str], Page]) -> None:
    """Processor time of the page's thread, from the key to the frame that shows its effect, and of
    the server. Other work on the machine does not lengthen it."""
    with served(folder) as (address, server):
        page = tab(address)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})

        def seconds() -> float:
            found = session.send("Performance.getMetrics")["metrics"]
            task = next(m["value"] for m in found if m["name"] == "TaskDuration")
            threads = Path(f"/proc/{server.pid}/task").glob("*/schedstat")  # Linux only
            return float(task) + sum(int(t.read_text().split()[0]) for t in threads) / 1e9

        took = {}
        for n, key in enumerate(KEYS):
            began = seconds()
            page.keyboard.press(key)
            page.evaluate(SETTLED)
            page.evaluate(
                "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
            )
            took[n, key] = round(seconds() - began, 3)
        assert max(took.values()) < 0.1, took


def test_no_key_waits_for_the_server(folder: Path, tab: Callable[[str], Page]) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        held: list[Any] = []  # the first request; later ones go through

        def hold(route: Any) -> None:
            if held:
                route.continue_()
            held.append(route)

        page.route("**/verdict*", hold)
        for key in ("d", "x", "ArrowDown", "Enter"):
            page.keyboard.press(key)
        page.evaluate("() => turn")
        assert page.locator(".value.saving").count() == 2
        assert page.get_attribute("#said", "class") == "accept"
        assert len(held) == 1 and not (folder / "data/corrections.jsonl").exists()
        held[0].continue_()
        kept(page, folder, 2)
        assert [d["verdict"] for d in ledger(folder)] == ["reject", "accept"]
        page.evaluate(SETTLED)
        assert page.locator(".saving").count() == 0


def test_what_is_not_saved_shows_and_can_be_saved_later(
    folder: Path, tab: Callable[[str], Page]
) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        page.route("**/verdict*", lambda route: route.abort())
        for key in ("d", "x", "ArrowDown", "Enter"):
            page.keyboard.press(key)
        page.evaluate(SETTLED)
        assert "2" in page.inner_text("#trouble") and page.locator(".value.saving").count() == 2
        page.keyboard.press("u")  # the last one was never sent
        page.evaluate(SETTLED)
        assert "1" in page.inner_text("#trouble") and page.locator(".value.saving").count() == 1
        page.unroute("**/verdict*")
        page.keyboard.press("t")
        assert kept(page, folder, 1)["verdict"] == "reject"
        page.evaluate(SETTLED)
        assert page.locator(".saving").count() == 0 and page.is_hidden("#trouble")


WIDTHS = [(390, 844), (1024, 768), (1440, 900), (640, 450)]  # the last one: 1280 at 200 %


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    language: str, scheme: Any, folder: Path, chromium: Browser
) -> None:
    with served(folder) as (address, _):
        for width, height in WIDTHS if scheme == "light" else WIDTHS[:1]:
            context = chromium.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                bypass_csp=True,  # axe is injected into the page
            )
            page = context.new_page()
            page.goto(f"{address}?lang={language}")
            for key in (None, "d", "e", "l", "b", "q", "?"):
                if key:
                    page.keyboard.press(key)
                    page.evaluate(SETTLED)
                found = violations(page)
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert (found, max(wide, 0)) == ([], 0), (width, key)
                if key not in (None, "d"):
                    page.keyboard.press("Escape")
                    page.evaluate(SETTLED)
            context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_report_and_diff(
    language: str, folder: Path, chromium: Browser
) -> None:
    old = json.loads((folder / "data/processed/records.jsonl").read_text("utf-8").split("\n")[0])
    (folder / "old.jsonl").write_text(
        json.dumps(old | {"city": "جدة", "mode": "virtual"}, ensure_ascii=False) + "\n", "utf-8"
    )
    made = mahdar(
        folder, "report", "--since", "old.jsonl", "--to", "report.html", "--language", language
    )
    assert made.returncode == 0, made.stderr
    diff = mahdar(
        folder, "diff", "old.jsonl", "data/processed", "--format", "html", "--language", language
    )
    (folder / "diff.html").write_text(diff.stdout, encoding="utf-8")
    for name in ("report.html", "diff.html"):
        for width, height in WIDTHS:
            context = chromium.new_context(
                viewport={"width": width, "height": height}, bypass_csp=True
            )
            page = context.new_page()
            page.goto((folder / name).as_uri())
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert (violations(page), max(wide, 0)) == ([], 0), (name, width)
            if language == "ar":
                shown = page.inner_text("body")
                assert not re.search("in_person|virtual|attended|m-0000", shown), name
            context.close()


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]


def test_reports_of_one_meeting_are_told_same_or_different_by_key(
    tmp_path: Path, tab: Callable[[str], Page]
) -> None:
    out = tmp_path / "data" / "processed"
    out.mkdir(parents=True)
    made = [of(n) for n in range(2)]
    write(out, [release for release, _ in made], [found for _, found in made])
    with served(tmp_path) as (address, _):
        page = tab(address)
        for key, word in (("=", "same"), ("-", "different")):
            page.keyboard.press(key)
            page.wait_for_selector(f"#said.{word}")
            page.wait_for_selector(f'.reports [data-{word}][aria-pressed="true"]')
        said = [line["verdict"] for line in ledger(tmp_path)]
        assert said == ["same", "different"]
        assert violations(page) == []
