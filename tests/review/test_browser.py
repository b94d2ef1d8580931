"""The review page in a real browser, and the run after it. Skipped without Chromium, unless it is
required (`browser.py`)."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.schema import Record, ReleaseRow
from tests.review.browser import launched
from tests.review.samples import marked, named, record, row
from tests.review.test_server import write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"
# no model takes this for a committee; with a character that JavaScript counts as two
MISSED = "المكلفين بالفرز \U0001f4c4 والعد"

# The range of the page that contains the given words, possibly across several marks.
FIND = """words => {
  const nodes = [], walker = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
  let all = "";
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest("[data-start]")) continue;
    nodes.push([walker.currentNode, all.length]);
    all += walker.currentNode.data;
  }
  const from = all.indexOf(words);
  if (from < 0) throw new Error("not in the text: " + words);
  const at = (offset, end) => {
    const [node, start] = nodes.filter(([, start]) => end ? start < offset : start <= offset).pop();
    return [node, offset - start];
  };
  const range = document.createRange();
  range.setStart(...at(from, false));
  range.setEnd(...at(from + words.length, true));
  return range;
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Callable[[str], Page]]:
    """Open an address in a new tab; at the end check that no error occurred and that no other host
    was asked for anything."""
    wrong: list[str] = []
    context = chromium.new_context(viewport={"width": 1300, "height": 900}, locale="ar")
    context.set_default_timeout(30_000)

    def go(address: str) -> Page:
        def asked(request: Any) -> None:
            if not request.url.startswith((address, "data:")):
                wrong.append(f"asked for {request.url}")

        page = context.new_page()
        page.on("request", asked)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.on(
            "console",
            lambda message: (
                "Content Security Policy" in message.text and wrong.append(message.text)
            ),
        )
        page.goto(address)
        return page

    yield go
    context.close()
    assert wrong == []


def mahdar(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *args],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment(),
    )


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


@contextmanager
def served(folder: Path, *args: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run `mahdar review` in a process of its own; give the address that it prints."""
    command = [sys.executable, "-m", "pipeline.cli", "review", "--no-browser", "--by", "هدى", *args]
    with subprocess.Popen(
        command, cwd=folder, stderr=subprocess.PIPE, text=True, env=environment()
    ) as process:
        try:
            assert process.stderr
            line = process.stderr.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+/\S+/", line)
            assert address, line + process.stderr.read()
            yield address[0], process
        finally:
            process.kill()


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


# Every key is done, and the server has answered every verdict.
SETTLED = "() => turn.then(() => sending)"

# Not `page.wait_for_function`: its first check passes, but each later one is an eval, which the
# page's Content Security Policy forbids.


def shows(page: Page, selector: str, words: str | re.Pattern[str]) -> None:
    """Wait until an element has this text."""
    from playwright.sync_api import expect

    expect(page.locator(selector)).to_have_text(words, timeout=30_000)


def holds(page: Page, selector: str, value: str) -> None:
    """Wait until a field of a form has this value."""
    from playwright.sync_api import expect

    expect(page.locator(selector)).to_have_value(value, timeout=30_000)


def drag(page: Page, words: str) -> None:
    """Select words with the mouse, from their first letter, on the right, to their last one."""
    first, last = page.evaluate(
        f"""words => {{
      const range = ({FIND})(words);
      range.startContainer.parentElement.scrollIntoView({{block: "center"}});
      const edges = [document.createRange(), document.createRange()];
      edges[0].setStart(range.startContainer, range.startOffset);
      edges[0].setEnd(range.startContainer, range.startOffset + 1);
      edges[1].setStart(range.endContainer, range.endOffset - 1);
      edges[1].setEnd(range.endContainer, range.endOffset);
      const [a, b] = edges.map(edge => edge.getBoundingClientRect());
      return [[a.right - .5, a.top + a.height / 2], [b.left + .5, b.top + b.height / 2]];
    }}""",
        words,
    )
    page.mouse.move(*first)
    page.mouse.down()
    page.mouse.move(*last, steps=8)
    page.mouse.up()
    shows(page, "#chosen", words)


def select(page: Page, words: str, whole: str | None = None) -> None:
    """Select words without the mouse; `whole` is the page's extended selection."""
    page.evaluate(
        "words => "
        f"{{ const s = getSelection(); s.removeAllRanges(); s.addRange(({FIND})(words)); }}",
        words,
    )
    shows(page, "#chosen", whole or words)


def kept(page: Page, folder: Path, count: int) -> dict[str, Any]:
    """Return the last of `count` decisions when the page has it and shows the answer."""
    ledger = folder / "data" / "corrections.jsonl"
    for _ in range(600):
        if ledger.exists() and len(lines(ledger)) >= count:
            break
        page.wait_for_timeout(50)
    found = lines(ledger)
    assert len(found) == count
    page.evaluate(SETTLED)
    return found[-1]


# --- a whole review


@pytest.fixture(scope="module")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the shipped model has processed two releases."""
    folder = tmp_path_factory.mktemp("reviewed")
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    shutil.copy(RAW / "bna-open-data.txt", raw)
    text = (RAW / "spa-food-security.txt").read_text(encoding="utf-8")
    (raw / "spa-food-security.txt").write_text(
        f"{text}\nوأحيل ما تبقى من البنود إلى {MISSED} التي تجتمع لاحقا.\n", encoding="utf-8"
    )
    done = mahdar(folder, "process")
    assert done.returncode == 0, done.stderr
    return folder


def test_a_session_and_the_run_after_it(processed: Path, tab: Callable[[str], Page]) -> None:
    out = processed / "data" / "processed"
    before = {r["record_id"]: r for r in lines(out / "records.jsonl")}
    with served(processed) as (address, server):
        page = tab(address)
        assert page.inner_text("#count") == "1 / 2"
        page.keyboard.press("n")
        page.wait_for_selector('#item[data-n="1"]')
        page.keyboard.press("p")
        page.wait_for_selector('#item[data-n="0"]')
        if (
            "spa-food-security"
            not in before[page.get_attribute("#item", "data-record")]["release"]["source"]
        ):
            page.keyboard.press("ArrowLeft")
            page.wait_for_selector('#item[data-n="1"]')
        record_id = page.get_attribute("#item", "data-record")
        mine, other = (
            before[record_id],
            next(r for r in before.values() if r["record_id"] != record_id),
        )
        text = next(
            r["text"] for r in lines(out / "releases.jsonl") if r["id"] == mine["release"]["id"]
        )

        # from value to value, each with its place in the text
        for _ in range(3):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        assert page.get_attribute(".value.here", "data-field") == "ordinal"
        assert page.inner_text(".text .here") == text[slice(*mine["evidence"]["ordinal"]["span"])]

        page.keyboard.press("Enter")  # accepts the number
        decision = kept(page, processed, 1)
        assert (decision["verdict"], decision["field"], decision["by"], decision["record_id"]) == (
            "accept",
            "ordinal",
            "هدى",
            record_id,
        )

        committee = mine["committees"][0]
        page.click('.value[data-field="committees"][data-index="0"]')
        assert page.inner_text(".text .here >> nth=0") == text[slice(*committee["mentions"][0])]
        start, end = committee["mentions"][0]
        shorter = text[start:end].rpartition(" ")[0]
        drag(page, shorter)  # corrects it: without its last word
        page.keyboard.press("c")
        corrected = kept(page, processed, 2)
        assert (corrected["verdict"], corrected["old"]["name"]) == ("correct", committee["name"])
        assert [start, start + len(shorter)] in corrected["new"]["mentions"]

        drag(page, MISSED)
        page.keyboard.press("2")  # adds a committee
        added = kept(page, processed, 3)
        ((start, end),) = added["new"]["mentions"]
        assert (added["verdict"], added["field"], text[start:end]) == ("add", "committees", MISSED)
        assert page.get_attribute(".value.here", "data-field") == "committees"

        person = mine["people"][-1]
        page.click(f'.value[data-field="people"][data-index="{len(mine["people"]) - 1}"]')
        page.keyboard.press("x")  # rejects a person
        assert kept(page, processed, 4)["old"]["name"] == person["name"]
        page.wait_for_selector(
            f'.value[data-index="{len(mine["people"]) - 1}"][data-field="people"]', state="detached"
        )

        page.click('.value[data-field="city"]')
        page.keyboard.press("e")  # edits the city
        page.fill("#editor [name=value]", "جدة")
        page.keyboard.press("Enter")
        assert kept(page, processed, 5)["new"]["value"] == "جدة"

        page.click('.value[data-field="topics"][data-index="0"]')
        page.keyboard.press("x")
        kept(page, processed, 6)
        page.keyboard.press("u")  # and takes that back
        assert kept(page, processed, 7)["verdict"] == "withdraw"

        page.keyboard.press("n" if page.get_attribute("#item", "data-n") == "0" else "p")
        page.wait_for_selector(f'#item[data-record="{other["record_id"]}"]')
        page.keyboard.press("a")  # accepts the other record as a whole
        assert kept(page, processed, 8)["record_id"] == other["record_id"]

        server.send_signal(signal.SIGKILL)
        server.wait()
        page.wait_for_selector(f'#item[data-record="{record_id}"]')
        page.click('.value[data-field="mode"]')
        page.keyboard.press("x")  # goes nowhere, and says so
        page.wait_for_selector("#trouble:not([hidden])")
        assert ": 1." in page.inner_text("#trouble")

    done = mahdar(processed, "process")
    assert done.returncode == 0, done.stderr
    after = {r["record_id"]: r for r in lines(out / "records.jsonl")}
    now = after[record_id]
    assert (now["ordinal"], now["evidence"]["ordinal"]["found_by"]) == (
        mine["ordinal"],
        "correction",
    )
    committees = {c["name"]: c for c in now["committees"]}
    assert committee["name"] not in committees
    assert committees[corrected["new"]["name"]]["found_by"] == "correction"
    assert committees[added["new"]["name"]]["mentions"] == [[start, end]]
    assert committees[added["new"]["name"]]["found_by"] == "correction"
    assert person["name"] not in {p["name"] for p in now["people"]}
    assert (now["city"], now["evidence"]["city"]["found_by"]) == ("جدة", "correction")
    assert now["topics"] == mine["topics"] and now["mode"] == mine["mode"]
    assert after[other["record_id"]]["confidence"] == 1.0
    assert {p["found_by"] for p in after[other["record_id"]]["people"]} == {"correction"}
    release = next(r for r in lines(out / "releases.jsonl") if r["id"] == mine["release"]["id"])
    assert (start, end, "COMMITTEE") in {
        (m["start"], m["end"], m["label"]) for m in release["mentions"]
    }

    told = mahdar(processed, "diff", "--format", "jsonl")
    assert told.returncode == 1, told.stderr
    changes = [json.loads(line) for line in told.stdout.splitlines()]
    seen = {
        (c["field"], c["kind"], c["cause"])
        for c in changes
        if c["record"]["new"]["id"] == record_id
    }
    assert {
        ("committees", "changed", "correction"),
        ("committees", "added", "correction"),
        ("people", "removed", "correction"),
        ("city", "changed", "correction"),
        ("evidence.ordinal", "changed", "correction"),
    } <= seen
    assert ("people", "changed", "correction") in {
        (c["field"], c["kind"], c["cause"])
        for c in changes
        if c["record"]["new"]["id"] == other["record_id"]
    }


# --- single functions, on records written by hand

TEXT = (
    "عقدت\U0001f54c اللجنة الدائمة لوزارة الميا\u064eه\u200f اجتماعها \u202eفي\u202c Manama "
    "اليوم.\n\n"
    "وحضر <b>سالم</b> الراشد \U0001f4c4 وأحيل التقرير."
)
ROW = row(
    TEXT,
    [
        *marked(
            TEXT,
            COMMITTEE=["اللجنة الدائمة لوزارة الميا\u064eه"],
            ORG=["وزارة الميا\u064eه"],
            PER=["سالم"],
        )
    ],
    id="r-1",
)


def meeting(record_id: str, release: ReleaseRow = ROW, **more: Any) -> Record:
    start = release.text.index("اللجنة الدائمة")
    span = start, start + 14
    return record(
        record_id,
        release,
        **{
            "body": {"name": "اللجنة الدائمة", "id": "b-1", "entity_id": None, "mentions": (span,)},
            "committees": (named("اللجنة الدائمة", span),),
            "evidence": {"body": {"span": span, "found_by": "model"}},
        }
        | more,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    out = tmp_path / "data" / "processed"
    out.mkdir(parents=True)
    write(out, [ROW], [meeting("m-000000000001"), meeting("m-000000000002", ordinal=2)])
    return tmp_path


def test_selected_words_are_a_range_of_code_points(
    folder: Path, tab: Callable[[str], Page]
) -> None:
    tried = (
        "الدائمة لوزارة",
        "وزارة الميا\u064eه",
        "وزارة الميا\u064eه\u200f اجتماعها",
        "\U0001f54c اللجنة",
        "Manama اليوم",
        "<b>سالم</b> الراشد",
        "الراشد \U0001f4c4 وأحيل",
    )
    with served(folder) as (address, _):
        page = tab(address)
        for count, words in enumerate(tried, 1):
            select(page, words)
            page.keyboard.press("3")
            assert kept(page, folder, count)["new"]["mentions"] == [
                [TEXT.index(words), TEXT.index(words) + len(words)]
            ]


def test_half_a_word_is_never_a_value(folder: Path, tab: Callable[[str], Page]) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        for count, (words, whole) in enumerate(
            (
                ("ائمة لوزارة الم", "الدائمة لوزارة الميا\u064eه"),
                ("زارة الميا", "وزارة الميا\u064eه"),  # after the particle
                ("راش", "الراشد"),
            ),
            1,
        ):
            select(page, words, whole)
            page.keyboard.press("3")
            found = kept(page, folder, count)["new"]["mentions"]
            start = TEXT.index(whole)
            assert [[start <= a, b - start - len(whole)] for a, b in found] == [[True, 0]]


def test_caps_lock_rejects_nothing_and_a_link_keeps_its_enter(
    folder: Path, tab: Callable[[str], Page]
) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        first = page.get_attribute("#item", "data-record")
        page.evaluate("""() => document.body.dispatchEvent(
          new KeyboardEvent("keydown", {key: "A", code: "KeyA", shiftKey: false, bubbles: true}))""")
        decided = kept(page, folder, 1)
        assert (decided["verdict"], decided["record_id"]) == ("accept", first)
        page.keyboard.press("ArrowDown")  # the body
        page.focus('.value[data-field="committees"] a.name')
        assert page.get_attribute(".value.here", "data-field") == "committees"
        page.keyboard.press("Enter")
        page.evaluate(SETTLED)
        assert page.inner_text(".text .here") == "اللجنة الدائمة"
        assert len(lines(folder / "data" / "corrections.jsonl")) == 1


def test_rejected_looks_other_than_accepted_and_undo_is_beside_it(
    folder: Path, tab: Callable[[str], Page]
) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        assert not page.is_visible("#said button")
        colours = []
        for count, key in enumerate(("Enter", "x"), 1):
            page.click('.value[data-field="committees"]')
            page.keyboard.press(key)
            kept(page, folder, count)
            colours.append(
                page.evaluate("getComputedStyle(document.querySelector('#said span')).color")
            )
        assert len(set(colours)) == 2
        page.click("#said button")
        assert kept(page, folder, 3)["verdict"] == "withdraw"


def test_a_selection_over_white_space_paragraphs_and_hidden_characters(
    folder: Path, tab: Callable[[str], Page]
) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        page.evaluate("""() => {
          const runs = [...document.querySelectorAll(".text [data-start]")];
          const range = document.createRange();
          range.setStartBefore(runs.find(run => run.dataset.code === "U+202E"));
          range.setEnd(runs.find(run => run.textContent.includes("<b>")).firstChild, 5);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""")
        page.wait_for_selector("#chooser:not([hidden])")
        page.keyboard.press("6")
        assert kept(page, folder, 1)["new"]["span"] == [
            TEXT.index("\u202e"),
            TEXT.index("وحضر") + 4,
        ]


def test_keys_are_typed_ahead_and_work_on_an_arabic_layout(
    folder: Path, tab: Callable[[str], Page]
) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        first = page.get_attribute("#item", "data-record")
        page.evaluate("""() => {
          for (const [key, code, shiftKey] of [["ArrowDown", "ArrowDown"], ["غ", "KeyY"], ["ش", "KeyA"], ["ِ", "KeyA", true]]) {
            document.body.dispatchEvent(new KeyboardEvent("keydown", {key, code, shiftKey, bubbles: true}));
          }
        }""")
        kept(page, folder, 3)
        ledger = lines(folder / "data" / "corrections.jsonl")
        assert [(d["verdict"], d["field"], d["record_id"] == first) for d in ledger] == [
            ("accept", "body", True),
            ("accept", "record", True),
            ("reject", "record", False),
        ]
        assert page.inner_text("#left").endswith("0")
        page.keyboard.press("?")
        assert page.is_visible("#help")
        page.keyboard.press("Escape")
        assert not page.is_visible("#help")


def test_a_verdict_that_was_not_saved_is_told_of_and_sent_again(
    folder: Path, tab: Callable[[str], Page]
) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        page.route("**/verdict?*", lambda route: route.abort())
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_selector("#trouble:not([hidden])")
        page.keyboard.press("x")
        shows(page, "#trouble", re.compile(": 2\\."))
        assert not (folder / "data" / "corrections.jsonl").exists()
        page.unroute("**/verdict?*")
        page.keyboard.press("t")
        page.wait_for_selector("#trouble", state="hidden")
        kept(page, folder, 2)
        assert [d["verdict"] for d in lines(folder / "data" / "corrections.jsonl")] == [
            "accept",
            "reject",
        ]


def test_what_the_words_do_not_say_is_asked_for(folder: Path, tab: Callable[[str], Page]) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        select(page, "اليوم")
        page.click('#chooser [data-add="mode"]')
        page.select_option("#editor [name=value]", "virtual")
        page.click("#editor [type=submit]")
        assert kept(page, folder, 1)["new"]["value"] == "virtual"
        page.click('.value[data-field="mode"]')
        page.keyboard.press("e")
        page.wait_for_selector("#editor form")
        page.keyboard.press("Escape")
        assert not page.is_visible("#editor")


def test_a_form_takes_its_words_from_the_text(folder: Path, tab: Callable[[str], Page]) -> None:
    with served(folder) as (address, _):
        page = tab(address)
        select(page, "سالم")
        page.keyboard.press("1")
        kept(page, folder, 1)
        page.keyboard.press("e")
        page.focus("#editor [name=role]")
        page.evaluate(
            "words => "
            f"{{ const s = getSelection(); s.removeAllRanges(); s.addRange(({FIND})(words)); }}",
            "الراشد",
        )
        holds(page, "#editor [name=role]", "الراشد")
        page.click("#editor [type=submit]")
        decided = kept(page, folder, 2)["new"]
        assert (decided["name"], decided["role"]) == ("سالم", "الراشد")
        assert decided["role_span"] == [TEXT.index("الراشد"), TEXT.index("الراشد") + 6]


def test_hostile_words_are_text_to_the_browser_too(
    tmp_path: Path, tab: Callable[[str], Page]
) -> None:
    hostile = (
        "<script>window.bad = 1</script><img src=x onerror='window.bad = 1'>\""
        "' onmouseover='window.bad = 1' </p></div>{{ 7 * 7 }}\u202e"
    )
    text = f"اللجنة الدائمة {hostile} نهاية"
    span = text.index(hostile), text.index(hostile) + len(hostile)
    release = row(text, [(*span, "ORG")], id="r-1", title=hostile, outlet=hostile, source=hostile)
    out = tmp_path / "data" / "processed"
    out.mkdir(parents=True)
    write(
        out,
        [release],
        [meeting("m-000000000001", release, city=hostile, organizations=(named(hostile, span),))],
    )
    with served(tmp_path, "--by", hostile) as (address, _):
        page = tab(address)
        page.click('.value[data-field="city"]')
        page.keyboard.press("Enter")
        kept(page, tmp_path, 1)
        page.keyboard.press("e")
        page.wait_for_selector("#editor form")
        page.hover(".text mark")
        assert page.evaluate("window.bad") is None
        assert page.locator("#place script, #place img, #editor img").count() == 0
        runs = page.evaluate(
            "[...document.querySelectorAll('.text [data-start]')].map(r => r.dataset.code ? "
            "'\u202e' : r.textContent)"
        )
        assert "".join(runs) == text
