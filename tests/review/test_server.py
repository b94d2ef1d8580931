from __future__ import annotations

import errno
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from starlette.testclient import TestClient

from pipeline import ledger, schema, store
from pipeline.errors import MahdarError
from pipeline.review import desk as desks
from pipeline.review.desk import Desk
from pipeline.review.guard import HEADERS, TOKEN_HEADER
from pipeline.review.server import REFUSED, application
from pipeline.schema import Record, ReleaseRow
from pipeline.words import words
from tests.review.samples import marked, named, person, record, row
from tests.review.test_view import HOSTILE

TOKEN, PORT = "a-token_of-the-tests", 4321
TEXT = "عقدت اللجنة الدائمة للمياه اجتماعها في المنامة، وحضر سالم الراشد.\nوأحيل التقرير للجنة المالية \U0001f54c بعد أيام."
ROW = row(
    TEXT,
    marked(TEXT, COMMITTEE=["اللجنة الدائمة"], PER=["سالم"], LOC=["المنامة"]),
    id="r-1",
    meetings=["m-000000000001"],
)
PERSON = TEXT.index("سالم"), TEXT.index("سالم") + 4
CITY = TEXT.index("المنامة"), TEXT.index("المنامة") + 7


def meeting(record_id: str, release: ReleaseRow = ROW, **more: Any) -> Record:
    return record(
        record_id,
        release,
        **{
            "body": {
                "name": "اللجنة الدائمة",
                "id": "b-1",
                "entity_id": None,
                "mentions": ((5, 18),),
            },
            "city": "المنامة",
            "kind": "regular",
            "committees": (named("اللجنة الدائمة", (5, 18)),),
            "people": (person("سالم", PERSON),),
            "evidence": {
                "body": {"span": (5, 18), "found_by": "model"},
                "city": {"span": CITY, "found_by": "model"},
                "kind": {"span": None, "found_by": "inferred"},
            },
        }
        | more,
    )


def write(out: Path, rows: list[ReleaseRow], records: list[Record]) -> None:
    """Write an output folder like a run."""
    store.write(
        out,
        {
            "records.jsonl": map(schema.dump, records),
            "releases.jsonl": map(schema.dump, rows),
            "rejects.jsonl": (),
        },
    )
    store.remember(out, "records.jsonl", 5)


@dataclass
class Page:
    """Act like the browser, without a browser."""

    desk: Desk
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = TestClient(
            application(self.desk, TOKEN, PORT), base_url=f"http://127.0.0.1:{PORT}"
        )

    def get(self, path: str = "", **headers: str) -> Any:
        return self.client.get(f"/{TOKEN}/{path}", headers=headers)

    def post(self, path: str, body: object = None, **headers: str) -> Any:
        return self.client.post(
            f"/{TOKEN}/{path}",
            content=json.dumps(body or {}),
            headers={TOKEN_HEADER: TOKEN, "content-type": "application/json"} | headers,
        )

    def item(self, n: int = 0) -> html.HtmlElement:
        return html.fragment_fromstring(self.get(f"item?n={n}").json()["html"])

    def decide(self, verdict: str, what: str, index: int = 0, n: int = 0, **values: str) -> Any:
        shown = self.item(n)
        keys = json.loads(shown.get("data-keys")).get(what, [])
        return self.post(
            "verdict",
            {
                "release": shown.get("data-release"),
                "record": shown.get("data-record"),
                "verdict": verdict,
                "field": what,
                "key": keys[index] if verdict != "add" and keys else None,
                "values": values,
            },
        )

    def values(self, what: str, n: int = 0) -> list[str]:
        shown = f"//li[@data-field='{what}']/*[@class='line']/*[@class='name']"
        return [e.text_content() for e in self.item(n).xpath(shown)]

    def ledger(self) -> list[dict[str, Any]]:
        return [d.model_dump(mode="json") for d in ledger.read(self.desk.corrections).decisions]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    out = tmp_path / "out"
    out.mkdir()
    write(
        out,
        [ROW, row("لا اجتماع هنا.", id="r-2", source="data/raw/y.txt")],
        [meeting("m-000000000001"), meeting("m-000000000002", ordinal=2, confidence=0.2)],
    )
    return out


def opened(out: Path) -> Page:
    return Page(desks.opened(out, out.parent / "data" / "corrections.jsonl", "هدى"))


@pytest.fixture
def page(folder: Path) -> Page:
    return opened(folder)


# --- access control


def test_the_page_has_no_inline_script_or_style_and_asks_nobody_else(page: Page) -> None:
    answer = page.get()
    assert answer.status_code == 200
    doc = html.document_fromstring(answer.text)
    assert [(s.get("src"), s.text_content()) for s in doc.xpath("//script")] == [
        ("static/review.js", "")
    ]
    assert (
        not doc.xpath("//style")
        and not doc.xpath("//@style")
        and not doc.xpath("//@*[starts-with(name(), 'on')]")
    )
    for address in doc.xpath("//@src | //@href"):
        assert re.match(r"(static/|#|data:,)", address), address
    for path in ("static/review.js", "static/review.css", "static/style.css"):
        asset = page.get(path)
        assert asset.status_code == 200
        assert (
            "http://" not in asset.text
            and "https://" not in asset.text
            and "@import" not in asset.text
        )


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {}, 404),
        ("//", {}, 404),
        ("/another/", {}, 404),
        (f"/{TOKEN}x/", {}, 404),
        (f"/{TOKEN[:-1]}/item", {}, 404),
        ("/é/", {}, 404),
        (f"/{TOKEN}/../", {}, 404),
        (f"/{TOKEN}/static/../desk.py", {}, 404),
        (f"/{TOKEN}/static/%2e%2e/desk.py", {}, 404),
        (f"/{TOKEN}/", {"host": "evil.example"}, 421),
        (f"/{TOKEN}/", {"host": f"evil.example:{PORT}"}, 421),
        (f"/{TOKEN}/", {"host": "127.0.0.1"}, 421),
        (f"/{TOKEN}/", {"host": f"127.0.0.1:{PORT}@evil.example"}, 421),
        (f"/{TOKEN}/", {"host": f"localhost:{PORT}"}, 200),
        (f"/{TOKEN}/nothing", {}, 404),
        (f"/{TOKEN}/verdict", {}, 405),
    ],
)
def test_only_our_own_address_with_the_token_is_served(
    path: str, headers: dict[str, str], status: int, page: Page
) -> None:
    answer = page.client.get(path, headers=headers)
    assert answer.status_code == status
    for name, value in HEADERS.items():
        assert answer.headers[name] == value  # on refusals too
    assert TEXT[:20] not in answer.text or status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({TOKEN_HEADER: ""}, 403),
        ({TOKEN_HEADER: TOKEN + "x"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-length": "2000000"}, 413),
        ({"host": "evil.example"}, 421),
    ],
)
def test_a_verdict_of_another_page_is_not_taken(
    headers: dict[str, str], status: int, page: Page
) -> None:
    for path in ("verdict", "undo", "reviewed"):
        assert page.post(path, {}, **headers).status_code == status
    assert page.ledger() == []


def test_bytes_are_counted_as_they_come(page: Page) -> None:
    """Also if the length is missing, as in chunks, or false."""
    seen = 0

    def pieces(size: int) -> Iterator[bytes]:
        nonlocal seen
        for _ in range(size // 10_000):
            seen += 10_000
            yield b" " * 10_000
        yield b"{}"

    headers = {TOKEN_HEADER: TOKEN, "content-type": "application/json"}
    where = f"/{TOKEN}/undo"
    answer = page.client.post(where, content=pieces(20_000), headers=headers)
    assert answer.status_code not in (411, 413)
    assert page.client.post(where, content=pieces(5_000_000), headers=headers).status_code == 413
    assert page.post("undo", {}, **{"content-length": "9" * 5000}).status_code == 413


@pytest.mark.parametrize("body", ["[" * 200_000, '{"verdict": "\\ud800"}', "{", "7"])
def test_what_is_no_verdict_is_refused_in_a_word(body: str, page: Page) -> None:
    headers = {TOKEN_HEADER: TOKEN, "content-type": "application/json"}
    answer = page.client.post(f"/{TOKEN}/verdict", content=body, headers=headers)
    assert answer.status_code == REFUSED and answer.json()["error"]
    assert page.ledger() == []


def test_a_verdict_of_our_own_page_is_taken(page: Page) -> None:
    shown = page.item()
    sent = {
        "release": shown.get("data-release"),
        "record": shown.get("data-record"),
        "verdict": "accept",
        "field": "record",
    }
    assert page.post("verdict", sent, origin=f"http://127.0.0.1:{PORT}").status_code == 200


# --- pages


def test_the_least_sure_record_comes_first_and_releases_without_one_last(page: Page) -> None:
    assert [page.item(n).get("data-record") for n in range(3)] == [
        "m-000000000002",
        "m-000000000001",
        "",
    ]
    assert page.item(99).get("data-n") == "2"
    assert page.item(-5).get("data-n") == "0"


def test_what_changed_since_the_last_reviewed_run_comes_first(folder: Path) -> None:
    store.mark_reviewed(folder)
    changed = meeting(
        "m-000000000001",
        city=None,
        evidence={"body": {"span": (5, 18), "found_by": "model"}},
        kind=None,
    )
    write(folder, [ROW], [changed, meeting("m-000000000002", ordinal=2, confidence=0.2)])
    page = opened(folder)
    assert page.item(0).get("data-record") == "m-000000000001"
    assert page.item(0).xpath("//*[contains(@class, 'states')]//*[contains(@class, 'changed')]")
    assert not page.item(1).xpath("//*[contains(@class, 'states')]")


def test_a_record_that_is_gone_since_then_is_told_at_its_release(folder: Path) -> None:
    store.mark_reviewed(folder)
    write(folder, [ROW], [meeting("m-000000000001")])
    page = opened(folder)
    assert [li.text_content() for li in page.item().xpath("//*[@class='stale']//li")] == [
        "اللجنة الدائمة · 2"
    ]


def test_an_empty_output_is_said_to_be_empty(folder: Path) -> None:
    write(folder, [], [])
    assert words()["review"]["empty"] in opened(folder).get().text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_shown_as_text_everywhere(hostile: str, tmp_path: Path) -> None:
    text = f"عقدت لجنة {hostile} اجتماعها.\n{hostile}"
    span = text.index(hostile), text.index(hostile) + len(hostile)
    release = row(
        text, [(*span, "COMMITTEE")], title=hostile, outlet=hostile, source=hostile, name=hostile
    )
    value = record(
        release=release,
        body={"name": hostile, "id": hostile, "entity_id": None, "mentions": (span,)},
        city=hostile,
        chair=hostile,
        people=(
            person(
                hostile, span, titles=(hostile,), role=hostile, role_span=span, organization=hostile
            ),
        ),
    )
    write(tmp_path, [release], [value])
    desk = desks.opened(tmp_path, tmp_path / "c.jsonl", hostile)
    page = Page(desk)
    benign = Page(desks.opened(tmp_path, tmp_path / "c.jsonl", "هدى"))
    assert (
        page.decide("accept", "city").status_code == 200
    )  # listed from now on, with the reviewer's name
    assert page.decide("correct", "people", name=hostile + "x", role=hostile).status_code == 200
    shape = [
        (e.tag, sorted(e.keys()))
        for e in html.document_fromstring(benign.get().text).iter()
        if isinstance(e.tag, str)
    ]
    doc = html.document_fromstring(page.get().text)
    assert [s.get("src") for s in doc.xpath("//script")] == ["static/review.js"]
    assert [(e.tag, sorted(e.keys())) for e in doc.iter() if isinstance(e.tag, str)] == shape
    for form in ("people", "city", "body"):
        key = json.loads(page.item().get("data-keys"))[form][0]
        answer = page.client.get(
            f"/{TOKEN}/form",
            params={"release": release.id, "record": value.record_id, "field": form, "key": key},
        )
        inputs = html.fragment_fromstring(answer.json()["form"])
        assert not inputs.xpath("//script | //img | //@*[starts-with(name(), 'on')]")


# --- verdicts


def test_each_verdict_is_on_the_disk_before_it_is_answered_and_shown_at_once(page: Page) -> None:
    answer = page.decide("accept", "city")
    assert answer.status_code == 200 and answer.json()["said"] == words()["said"]["accept"]
    page.decide("reject", "people")
    page.decide("correct", "committees", span="5,26")
    page.decide(
        "add", "committees", span=f"{TEXT.index('لجنة المالية')},{TEXT.index('لجنة المالية') + 12}"
    )
    page.decide("add", "ordinal", value="7")  # there is one, so this is a correction
    kept = page.ledger()
    assert [(d["verdict"], d["field"], d["by"]) for d in kept] == [
        ("accept", "city", "هدى"),
        ("reject", "people", "هدى"),
        ("correct", "committees", "هدى"),
        ("add", "committees", "هدى"),
        ("correct", "ordinal", "هدى"),
    ]
    assert (
        kept[2]["old"]["name"] == "اللجنة الدائمة"
        and kept[2]["new"]["name"] == "اللجنة الدائمة للمياه"
    )
    assert page.values("people") == []
    assert set(page.values("committees")) == {"اللجنة الدائمة للمياه", "اللجنة المالية"}
    assert page.values("ordinal") == ["7"]
    later = opened(page.desk.out)  # another session shows the same
    assert set(later.values("committees")) == {"اللجنة الدائمة للمياه", "اللجنة المالية"}


def test_a_value_that_was_given_is_the_active_one(page: Page) -> None:
    focus = page.decide("add", "committees", span="5,26").json()["focus"]
    assert (
        focus[0] == "committees" and page.values("committees")[focus[1]] == "اللجنة الدائمة للمياه"
    )
    assert page.decide("correct", "city", value="المحرق").json()["focus"] == ["city", None]


def test_a_record_is_accepted_or_rejected_and_the_next_one_follows(page: Page) -> None:
    answer = page.decide("accept", "record").json()
    assert (answer["n"], answer["next"]) == (0, 1)
    assert (
        page.item(0).get("class").split()[-1] == "accepted" and page.item(0).get("data-left") == "1"
    )
    assert store.reviewed(page.desk.out) is None
    answer = page.decide("reject", "record", n=1).json()
    assert (answer["next"], answer["said"]) == (None, words()["said"]["through"])
    assert page.item(1).get("class").split()[-1] == "rejected"
    assert store.reviewed(page.desk.out) == store.runs(page.desk.out)[-1]
    later = opened(page.desk.out)
    assert [later.item(n).get("data-record") for n in range(3)] == [
        "",
        "m-000000000002",
        "m-000000000001",
    ]
    assert [later.item(n).get("class").split()[-1] for n in (1, 2)] == ["accepted", "rejected"]


def test_undo_takes_back_one_verdict_after_another_whatever_record_it_was_on(page: Page) -> None:
    page.decide("reject", "people")
    page.decide("accept", "record")
    page.decide("reject", "city", n=1)
    for n in (1, 0, 0):
        answer = page.post("undo")
        assert (answer.status_code, answer.json()["n"]) == (200, n)
    assert (
        page.values("people") == ["سالم"]
        and page.values("city", 1) == ["المنامة"]
        and page.item(0).get("class").split()[-1] == "open"
    )
    answer = page.post("undo")
    assert (answer.status_code, answer.json()["error"]) == (422, words()["said"]["nothing_to_undo"])
    assert [d["verdict"] for d in page.ledger()] == [
        "reject",
        "accept",
        "reject",
        "withdraw",
        "withdraw",
        "withdraw",
    ]


def test_any_decision_that_stands_can_be_withdrawn_by_its_button(page: Page) -> None:
    page.decide("correct", "city", value="المحرق")
    page.decide("accept", "kind")
    later = opened(page.desk.out)
    buttons = later.item().xpath("//li[@data-decision]//button/@data-withdraw")
    assert len(buttons) == 2
    shown = later.item()
    about = {
        "release": shown.get("data-release"),
        "record": shown.get("data-record"),
        "verdict": "withdraw",
        "field": "record",
    }
    assert (
        later.post("verdict", about | {"of": buttons[0]}).json()["said"]
        == words()["said"]["withdraw_later"]
    )
    assert later.values("city") == ["المنامة"]
    assert later.post("verdict", about | {"of": "c-0000000000000000"}).status_code == 422


def test_what_is_gone_is_not_decided_on(page: Page) -> None:
    shown = page.item()
    keys = json.loads(shown.get("data-keys"))
    sent = {
        "release": "r-1",
        "record": "m-000000000002",
        "verdict": "reject",
        "field": "people",
        "key": keys["people"][0],
    }
    assert page.post("verdict", sent).status_code == 200
    answer = page.post("verdict", sent)  # from another window that still shows it
    assert (answer.status_code, answer.json()["error"]) == (422, words()["said"]["gone"])
    assert page.post("verdict", sent | {"record": "m-ffffffffffff"}).status_code == 422
    assert len(page.ledger()) == 1


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        "x",
        {"verdict": "accept"},
        {"release": "r-1", "record": "m-000000000002", "verdict": "burn", "field": "city"},
        {
            "release": "r-1",
            "record": "m-000000000002",
            "verdict": "add",
            "field": "schema_version",
            "values": {"value": "2"},
        },
        {
            "release": "r-1",
            "record": "m-000000000002",
            "verdict": "add",
            "field": "mention:X",
            "values": {"span": "0,4"},
        },
        {
            "release": "r-1",
            "record": "m-000000000002",
            "verdict": "add",
            "field": "committees",
            "values": {"span": "0,400"},
        },
        {
            "release": "r-1",
            "record": "m-000000000002",
            "verdict": "correct",
            "field": "committees",
            "values": {"span": "0,4"},
        },
        {
            "release": "r-1",
            "record": "m-000000000002",
            "verdict": "add",
            "field": "people",
            "values": {"span": "0,4", "country": "Bahrain"},
        },
        {
            "release": "r-1",
            "record": "m-000000000002",
            "verdict": "add",
            "field": "date",
            "values": {"value": "2024-13-45x"},
        },
    ],
)
def test_nonsense_is_refused_in_a_line_and_leaves_nothing(body: object, page: Page) -> None:
    answer = page.post("verdict", body)
    assert answer.status_code == 422
    assert answer.json()["error"] and "\n" not in answer.json()["error"]
    assert page.ledger() == []


def test_no_json_is_refused(page: Page) -> None:
    headers = {TOKEN_HEADER: TOKEN, "content-type": "application/json"}
    assert (
        page.client.post(f"/{TOKEN}/verdict", content=b"{\xff", headers=headers).status_code == 422
    )


def test_what_the_words_do_not_say_is_asked_for_in_a_form(page: Page) -> None:
    answer = page.decide("add", "date", span="0,4")
    assert (answer.status_code, answer.json()["error"]) == (422, words()["said"]["value_needed"])
    form = html.fragment_fromstring(answer.json()["form"])
    assert (form.get("data-verdict"), form.get("data-field")) == ("add", "date")
    assert form.xpath("//input[@name='value']/@value") == ["عقدت"] and form.xpath(
        "//input[@name='span']/@value"
    ) == ["0,4"]
    assert page.decide("add", "date", span="0,4", value="2024-03-05").status_code == 200
    assert page.ledger()[0]["new"] == {"value": "2024-03-05", "span": [0, 4]}


def test_a_verdict_that_cannot_be_written_is_told_and_counts_for_nothing(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        answer = page.decide("reject", "city")
    assert answer.status_code == 503
    assert "nothing was kept" in answer.json()["error"]
    assert page.values("city") == ["المنامة"]
    assert page.decide("reject", "city").status_code == 200  # tried again
    assert page.values("city") == []


def test_a_verdict_counts_even_where_the_run_cannot_be_marked(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(out: Path) -> None:
        raise MahdarError("no room")

    monkeypatch.setattr(store, "mark_reviewed", full)
    page.decide("accept", "record")
    answer = page.decide("accept", "record", n=1)
    assert (answer.status_code, answer.json()["said"]) == (
        200,
        words()["said"]["accept"] + " no room",
    )
    assert len(page.ledger()) == 2


def test_what_somebody_else_decided_meanwhile_is_seen(page: Page) -> None:
    other = opened(page.desk.out)
    other.decide("correct", "city", value="المحرق")
    assert page.values("city") == ["المحرق"]


def test_marks_and_records_that_no_list_holds(page: Page) -> None:
    span = f"{CITY[0]},{CITY[1]}"
    assert page.decide("add", "mention:DATE", span=span).status_code == 200
    assert (page.ledger()[-1]["field"], page.ledger()[-1]["new"]["label"]) == ("mention", "DATE")
    assert page.item().xpath(f"//mark[@data-label='DATE'][@data-span='{span}']")


def test_a_meeting_that_was_missed_is_added(page: Page) -> None:
    assert page.item(2).get("data-record") == ""
    answer = page.decide("add", "body", n=2, span="3,9")
    assert answer.status_code == 200
    assert (answer.json()["n"], page.ledger()[-1]["verdict"], page.ledger()[-1]["field"]) == (
        3,
        "add",
        "record",
    )
    assert page.values("body", 3) == ["اجتماع"]
    assert "اجتماع" in [text for n in range(4) for text in opened(page.desk.out).values("body", n)]
    second = page.decide("add", "record", span="5,18")
    assert second.status_code == 200
    assert page.post("undo").status_code == 200


def test_another_label_moves_the_value(page: Page) -> None:
    assert page.decide("correct", "committees", label="ORG").status_code == 200
    assert page.values("organizations") == ["اللجنة الدائمة"]
    assert page.values("committees") == []


def test_a_run_that_ends_meanwhile_is_not_marked_and_shown_after_a_reload(page: Page) -> None:
    write(page.desk.out, [ROW], [meeting("m-000000000009")])
    assert page.item().get("data-record") == "m-000000000002"  # still the run that was opened
    answer = page.post("reviewed")
    assert (answer.status_code, answer.json()["error"]) == (422, words()["said"]["new_run"])
    page.get()
    assert page.item().get("data-record") == "m-000000000009"
    assert page.post("reviewed").status_code == 200
    assert store.reviewed(page.desk.out) == store.runs(page.desk.out)[-1]


# --- the command


@pytest.fixture
def command(folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "pipeline.cli",
            "review",
            str(folder),
            "--no-browser",
            "--corrections",
            str(folder.parent / "c.jsonl"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def test_the_command_prints_the_address_in_one_line_and_ends_with_ctrl_c(
    command: subprocess.Popen[str],
) -> None:
    assert command.stderr is not None
    line = command.stderr.readline()
    match = re.fullmatch(
        r"mahdar: review at (http://127\.0\.0\.1:[0-9]+/[\w-]{20,}/) \(Ctrl-C ends it\)\n", line
    )
    assert match
    with urllib.request.urlopen(match[1]) as answer:
        assert answer.status == 200
    command.send_signal(signal.SIGINT)
    stdout, stderr = command.communicate(timeout=60)
    assert (command.returncode, stdout, stderr) == (0, "", "")


def test_the_help_names_the_figures_of_the_buttons(folder: Path) -> None:
    figures = html.fromstring(opened(folder).get().text).xpath(
        "//section[@id='chooser']//button/@data-key"
    )
    assert f"{figures[0]} – {figures[-1]}" in words()["help"]


def test_wrong_use_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from pipeline import cli

    assert cli.main(["review", str(folder / "nowhere"), "--no-browser"]) == 2
    assert "run mahdar process first" in capsys.readouterr().err
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert (
            cli.main(
                [
                    "review",
                    str(folder),
                    "--no-browser",
                    "--port",
                    str(port),
                    "--corrections",
                    str(folder / "c.jsonl"),
                ]
            )
            == 2
        )
    assert f"port {port}" in capsys.readouterr().err
    (folder / "manifest.json").unlink(missing_ok=True)  # which would show the change first
    (folder / "records.jsonl").write_text("{}\n")
    assert cli.main(["review", str(folder), "--no-browser"]) == 3
    assert "records.jsonl:1" in capsys.readouterr().err
