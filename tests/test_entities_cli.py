from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import ledger, run
from pipeline.cli import main
from pipeline.consolidate import registry
from pipeline.consolidate.mentions import Gathered
from pipeline.consolidate.register import registered
from pipeline.errors import MahdarError
from tests.consolidate.registers import person, record

ROLE = "أمين منطقة السواقي"
RECORDS = [
    record(1, person("سالم بن راشد الرويعي", ROLE), body="لجنة مصايد الرويعي", ordinal=4),
    record(2, person("سالم الرويعي", ROLE), body="لجنة مصايد الرويعي", ordinal=7),
    record(3, person("نورة السواقي", "مديرة هيئة الطرق")),
]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with an output and the registry beside it."""
    monkeypatch.chdir(tmp_path)
    gathered = Gathered()
    for r in RECORDS:
        gathered.add(r)
    register, lines = registered(gathered, {}, (), registry.Registry(), "2026-01-01")
    (tmp_path / "out").mkdir()
    rows = "".join(row.model_dump_json() + "\n" for row in register.rows())
    (tmp_path / "out" / "entities.jsonl").write_text(rows, encoding="utf-8")
    (tmp_path / "registry.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def ident(name: str) -> str:
    rows = [json.loads(x) for x in Path("out/entities.jsonl").read_text("utf-8").splitlines()]
    return next(str(r["entity_id"]) for r in rows if any(n["name"] == name for n in r["names"]))


def shown(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert main(["entities", "show", *args]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("what", ["سالم الرويعي", "سالم بن راشد الرويعى"])
def test_show_finds_a_person_by_any_name(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, what, "out")
    assert "سالم بن راشد الرويعي" in text and ROLE in text


def test_show_tells_the_sessions_and_the_gaps(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, ident("لجنة مصايد الرويعي"), "out")
    assert "session 4" in text and "never seen: 5 to 6" in text


def test_show_gives_the_line_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    row: dict[str, Any] = json.loads(shown(capsys, "نورة السواقي", "out", "--format", "json"))
    assert row["kind"] == "person"


@pytest.mark.parametrize("word", ["same", "different"])
def test_a_verdict_is_kept_by_what_outlives_ids(word: str, here: Path) -> None:
    him, her = ident("سالم الرويعي"), ident("نورة السواقي")
    command = ["entities", word, him, her, "out", "--corrections", "kept.jsonl", "--by", "هدى"]
    (here / "kept.jsonl").touch()
    assert main(command) == 0
    (verdict,) = ledger.read(here / "kept.jsonl").verdicts
    assert (verdict.verdict, verdict.about, verdict.by) == (word, "entity", "هدى")
    assert all(key.startswith("person:") for side in verdict.sides for key in side)
    assert "الرويعي" not in (here / "kept.jsonl").read_text("utf-8")


def test_two_that_were_joined_are_parted_by_the_ids_of_their_names(here: Path) -> None:
    (here / "kept.jsonl").touch()
    names = [r["people"][0]["id"] for r in RECORDS[:2]]
    tail = ["out", "--corrections", "kept.jsonl"]
    him = ident("سالم الرويعي")
    assert main(["entities", "different", him, him, *tail]) == 2
    assert main(["entities", "different", *names, *tail]) == 0
    (verdict,) = ledger.read(here / "kept.jsonl").verdicts
    assert {i for side in verdict.sides for i in side} == set(names)


@pytest.mark.parametrize("what", ["e-000000000000", "p-000000000000", "لا أحد"])
def test_who_is_not_there_is_wrong_use(what: str) -> None:
    assert main(["entities", "show", what, "out"]) == 2
    assert main(["entities", "same", what, ident("نورة السواقي"), "out"]) == 2


def test_a_folder_without_a_register_is_wrong_use(here: Path) -> None:
    assert main(["entities", "show", "x", str(here)]) == 2


def test_process_is_given_the_verdicts(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "kept.jsonl").touch()
    tail = ["--corrections", "kept.jsonl"]
    assert (
        main(["entities", "same", ident("سالم الرويعي"), ident("نورة السواقي"), "out", *tail]) == 0
    )
    given: dict[str, Any] = {}

    def process(*args: Any, **more: Any) -> None:
        given.update(more)
        raise MahdarError("stopped by the test")

    monkeypatch.setattr(run, "process", process)
    (here / "in.txt").write_text("نص", encoding="utf-8")
    assert main(["process", "in.txt", *tail]) == 3
    assert given["verdicts"] == ledger.read(here / "kept.jsonl").verdicts != ()
