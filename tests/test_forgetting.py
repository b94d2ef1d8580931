from __future__ import annotations

import gzip
import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import corrections, forgetting, ledger, run, store
from pipeline.arabic.naming import entity_id
from pipeline.cli import main
from pipeline.config import Config
from pipeline.corrections import identity
from pipeline.errors import UsageError
from pipeline.forgetting import PAINT, painter
from pipeline.schema import Record, ReleaseRow
from pipeline.schema_entities import EntityRow
from pipeline.types import Clause, Entity, Mention, Participant, Release, Value
from tests import fakes

HIM = "سالم بن راشد الرويعي"
HER = "نورة بنت حمد السواقي"
FORMS = re.compile(rf"{HIM}|سالم الرويعي|{HER}")
TEXTS = {
    "a": f"عقدت لجنة المصايد اجتماعها برئاسة {HIM} وحضور {HER}. وقال سالم الرويعي إن العمل مستمر.",
    "b": f"ترأس {HIM} لجنة الموانئ، وأشاد الحضور بسالم الرويعي.",
    "c": f"التقت {HER} لجنة الطرق في المدينة.",
}


def extract(release: Release, config: Config) -> Release:
    found = [Mention(*m.span(), "PER", m[0], "rule", 1.0) for m in FORMS.finditer(release.text)]
    done = fakes.extract(release, config)
    return replace(done, mentions=tuple(sorted((*done.mentions, *found), key=lambda m: m.start)))


def assemble(release: Release, config: Config) -> Release:
    """Return the release with everybody in the chair, with an office."""
    by_name: dict[str, list[Mention]] = {}
    for m in release.mentions:
        if m.label == "PER":
            by_name.setdefault(HER if m.name == HER else HIM, []).append(m)
    people = tuple(
        Participant(
            Entity(
                entity_id("PER", name),
                "PER",
                name,
                tuple((m.start, m.end) for m in at),
                "rule",
                1.0,
                role="مدير هيئة المصايد" if name == HIM else "مديرة هيئة الطرق",
            ),
            "chaired",
        )
        for name, at in by_name.items()
    )
    bodies = replace(release, mentions=tuple(m for m in release.mentions if m.label == "COMMITTEE"))
    done = fakes.assemble(bodies, config)
    whole = Clause(release.text, "other", (0, len(release.text)), "rule", 1.0)
    return replace(
        release,
        meetings=tuple(
            replace(
                m,
                people=people,
                chair=Value(people[0].person.name, people[0].person.mentions[0], "rule"),
                topics=(whole,),
            )
            for m in done.meetings
        ),
    )


def steps(threads: int) -> Any:
    made = {"extract": extract, "assemble": assemble}
    return tuple((name, made.get(name, step)) for name, step in fakes.steps(threads))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    given_ = tmp_path / "in"
    given_.mkdir()
    for name, text in TEXTS.items():
        (given_ / f"{name}.txt").write_text(text, encoding="utf-8")
    process(tmp_path)
    return tmp_path


def process(folder: Path, **more: Any) -> None:
    run.process([folder / "in"], folder / "out", fakes.config(folder), steps=steps, **more)


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    lines = (folder / "out" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def ident(folder: Path, name: str) -> str:
    (found,) = (r["entity_id"] for r in rows(folder, "entities.jsonl") if r["name"] == name)
    return str(found)


def forget(folder: Path, what: str) -> forgetting.Forgotten:
    target = forgetting.found(folder / "out", what)
    return forgetting.forget(
        folder / "out", target, folder / "corrections.jsonl", folder / "registry.jsonl"
    )


def everything(folder: Path) -> Iterator[tuple[Path, str]]:
    """Return everything in the output, its store and the files beside it, as text."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "in" not in path.relative_to(folder).parts:
            data = path.read_bytes()
            if path.suffix == ".gz":
                data = gzip.decompress(data)
            yield path, data.decode("utf-8", "replace")


def holding(folder: Path, *needles: str) -> list[str]:
    return [path.name for path, text in everything(folder) if any(n in text for n in needles)]


def test_a_person_is_nowhere_afterwards_and_the_others_stay(folder: Path) -> None:
    assert holding(folder, HIM)
    who = ident(folder, HIM)
    done = forget(folder, who)
    assert holding(folder, HIM, "الرويعي", who, entity_id("PER", HIM)) == []
    assert [Path(s).name for s in done.sources] == ["a.txt", "b.txt"]
    assert [r["name"] for r in rows(folder, "entities.jsonl") if r["kind"] == "person"] == [HER]
    texts = {r["source"][-5]: r["text"] for r in rows(folder, "releases.jsonl")}
    assert texts["c"] == TEXTS["c"]
    assert len(texts["a"]) == len(TEXTS["a"]) and HER in texts["a"]
    assert f"ب{PAINT * 4} {PAINT * 7}." in texts["b"]  # the particle before the name stays


def test_the_output_stays_whole(folder: Path) -> None:
    forget(folder, ident(folder, HIM))
    records = [Record.model_validate(r) for r in rows(folder, "records.jsonl")]
    releases = {r["id"]: ReleaseRow.model_validate(r) for r in rows(folder, "releases.jsonl")}
    for r in rows(folder, "entities.jsonl"):
        EntityRow.model_validate(r)
    for record in records:
        release = releases[record.release.id]
        assert record.release.text_sha256 == release.text_sha256
        for p in record.people:
            assert all(release.text[a:b] == HER for a, b in p.mentions)
        assert record.chair is None or record.chair == HER
        assert (record.chair is None) == (record.evidence.chair is None)
    for row in releases.values():
        assert all(m.surface == row.text[m.start : m.end] for m in row.mentions)


def test_the_next_run_leaves_it_forgotten_and_changes_nothing(folder: Path) -> None:
    forget(folder, ident(folder, HIM))
    before = {path: text for path, text in everything(folder) if path.suffix == ".jsonl"}
    process(folder)
    after = {path: text for path, text in everything(folder) if path.suffix == ".jsonl"}
    assert before == after
    process(folder, force=True)  # what is read again returns, as the command says
    assert holding(folder, HIM)


def test_a_release_goes_whole(folder: Path) -> None:
    gone = next(r for r in rows(folder, "releases.jsonl") if r["source"].endswith("b.txt"))
    done = forget(folder, gone["id"])
    assert [Path(s).name for s in done.sources] == ["b.txt"]
    needles = ("لجنة الموانئ", gone["id"], *gone["meetings"])
    assert holding(folder, *needles) == []
    assert len(rows(folder, "releases.jsonl")) == len(TEXTS) - 1
    (person,) = (r for r in rows(folder, "entities.jsonl") if r["name"] == HIM)
    assert len(person["records"]) == 1


def test_corrections_of_what_is_forgotten_go_and_others_stay(folder: Path) -> None:
    row = ReleaseRow.model_validate(rows(folder, "releases.jsonl")[0])
    record = Record.model_validate(rows(folder, "records.jsonl")[0])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for person in record.people:
        decision = corrections.decide(
            row, record, "reject", "people", old=person, by="قارئ", at=now
        )
        ledger.append(folder / "corrections.jsonl", decision)
    done = forget(folder, ident(folder, HIM))
    assert done.decisions == 1
    (left,) = ledger.read(folder / "corrections.jsonl").decisions
    assert left.old and left.old["name"] == HER
    assert holding(folder, HIM, entity_id("PER", HIM)) == []
    looked = ledger.look(folder / "out", [left])
    assert looked.applied == 1 and not looked.stale  # it matches the masked text


def test_verdicts_on_others_are_followed(folder: Path) -> None:
    ids = [entity_id("PER", n) for n in (HIM, HER)]
    said = identity.decide("entity", "same", ([ids[0]], [ids[1]]), "x", datetime.now(UTC))
    ledger.append_lines(folder / "corrections.jsonl", [identity.line(said)])
    process(folder, verdicts=[said])
    people = [r for r in rows(folder, "entities.jsonl") if r["kind"] == "person"]
    assert len(people) == 1
    gone = next(r["id"] for r in rows(folder, "releases.jsonl") if r["source"].endswith("c.txt"))
    forget(folder, gone)
    assert [r for r in rows(folder, "entities.jsonl") if r["kind"] == "person"] != []


def test_verdicts_on_a_person_go_too(folder: Path) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    pairs = [(entity_id("PER", HIM), "p-1"), ("p-1", "p-2")]
    said = [identity.decide("entity", "same", ([a], [b]), "x", now) for a, b in pairs]
    ledger.append_lines(folder / "corrections.jsonl", map(identity.line, said))
    forget(folder, ident(folder, HIM))
    assert ledger.read(folder / "corrections.jsonl").verdicts == (said[1],)


@pytest.mark.parametrize("step", ["alter", "alter_runs", "write"])
def test_a_command_that_was_stopped_is_done_by_the_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    who = ident(folder, HIM)
    real: Callable[..., Any] = getattr(store, step)

    def stopped(*args: Any) -> None:
        if step != "write":
            real(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(store, step, stopped)
    with pytest.raises(KeyboardInterrupt):
        forget(folder, who)
    monkeypatch.setattr(store, step, real)
    forget(folder, who)
    assert holding(folder, HIM, "الرويعي", who) == []


@pytest.mark.parametrize("name", ["releases.jsonl", "records.jsonl", "entities.jsonl"])
def test_one_that_was_stopped_between_two_files_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    who, real = ident(folder, HIM), os.replace

    def stopped(source: Any, target: Any) -> None:
        if Path(target) == folder / "out" / name:
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(os, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        forget(folder, who)
    monkeypatch.setattr(os, "replace", real)
    forget(folder, who)
    assert holding(folder, HIM, "الرويعي", who) == []


def test_kept_runs_are_listed_by_what_they_are_now(folder: Path) -> None:
    forget(folder, ident(folder, HIM))
    kept = store.runs(folder / "out")
    assert kept
    for r in kept:
        with store.records_of(folder / "out", r) as file:
            assert HIM not in file.read().decode()


def test_what_is_not_there_or_no_person_is_wrong_use(folder: Path) -> None:
    body = ident(folder, "لجنة المصايد")
    for what in ("e-000000000000", "r-0000000000000000", body):
        with pytest.raises(UsageError):
            forgetting.found(folder / "out", what)


def test_the_command_says_where_copies_may_remain(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.chdir(folder)
    who = ident(folder, HIM)
    assert main(["forget", who, "out"]) == 2  # the command asks, and nobody answers
    assert main(["forget", who, "out", "--yes"]) == 0
    said = capsys.readouterr().err
    assert "git" in said and "a.txt" in said


def test_the_store_keeps_no_trace_in_its_pages(folder: Path) -> None:
    forget(folder, ident(folder, HIM))
    with sqlite3.connect(folder / "out" / ".mahdar" / "store.sqlite") as db:
        assert not db.execute(
            "SELECT 1 FROM results WHERE instr(release || records, ?)", (HIM,)
        ).fetchone()


@given(st.text(alphabet="سالمراشد بن\u0640\u064e.، و", max_size=30))
def test_painting_keeps_every_place(text: str) -> None:
    painted = painter(["سالم بن راشد"])(text)
    assert len(painted) == len(text)
    assert all(a == b or b == PAINT for a, b in zip(text, painted, strict=True))


@pytest.mark.parametrize(
    "text",
    ["قال سالم بن راشد", "وسالم بن راشد", "لسالم بن راشد.", "سالِم بن راشد", "سالــم بن راشد"],
)
def test_a_name_is_painted_however_it_is_written(text: str) -> None:
    assert not re.search("راشد", painter(["سالم بن راشد"])(text))


def test_a_name_inside_another_word_stays() -> None:
    assert painter(["سالم"])("السالمية والمسالم") == "السالمية والمسالم"
