"""`tests/output-0.1` is the output of mahdar 0.1 for three sample files, with three kept runs (the
first of a shorter text) and a ledger of eight lines, in old ids."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline import ledger, migration, run, store
from pipeline.cli import main
from pipeline.config import Config
from pipeline.diff import sources
from pipeline.diff.compare import stream
from pipeline.schema import Record

MADE = Path(__file__).parent / "output-0.1"
RAW, OUT, LEDGER = Path("data/raw"), Path("data/processed"), Path("data/corrections.jsonl")
COPY = OUT / store.FOLDER / migration.BEFORE
Json = dict[str, Any]


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with the results of the three files, so that the model runs once."""
    folder = tmp_path_factory.mktemp("warm")
    with pytest.MonkeyPatch.context() as patch:
        unpacked(folder, patch)
        process()
    return folder / OUT / store.FOLDER / store.DATABASE


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm: Path) -> Path:
    """Return a folder with the output of 0.1, as the working directory."""
    unpacked(tmp_path, monkeypatch)
    shutil.copy(warm, OUT / store.FOLDER)
    return tmp_path


def unpacked(folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.chdir(folder)
    shutil.copytree(MADE / "raw", RAW)
    shutil.copytree(MADE / "processed", OUT)
    shutil.copytree(MADE / "runs", OUT / store.FOLDER / store.RUNS)
    shutil.copy(MADE / "corrections.jsonl", LEDGER)


def process(prune: bool = False) -> run.Summary:
    kept = ledger.read(LEDGER)
    return run.process([RAW], OUT, Config(), prune=prune, decisions=kept.decisions)


def lines(path: Path) -> list[Json]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.splitlines()]


def ids_of(kind: str) -> dict[str, str | None]:
    return {r["old"]: r["new"] for r in lines(COPY / migration.IDS) if r["kind"] == kind}


def loud(one: store.Run, other: store.Run) -> list[str]:
    """Return what `mahdar diff` shows between two kept runs."""
    with sources.of_run(OUT, one) as a, sources.of_run(OUT, other) as b:
        return [c.field or c.kind for c in stream(a.side, b.side, Config()) if not c.quiet]


def test_an_output_of_0_1_is_upgraded_with_decisions_that_all_still_apply(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = lines(OUT / "records.jsonl")
    assert {r["schema_version"] for r in before} == {"1.0"}
    ledger_before = LEDGER.read_bytes()

    assert main(["process", str(RAW)]) == 0
    told = [x for x in capsys.readouterr().err.splitlines() if "of mahdar 0.1" in x]
    assert told == [
        "mahdar: data/processed: was of mahdar 0.1 and is of schema 1.1 now; new ids for 4 of 4 "
        "releases, 4 of 4 records, and in 3 kept runs; the old files and a map of the ids "
        "(ids.jsonl) lie in data/processed/.mahdar/before-1.1"
    ]

    # the decisions: six are valid, one was withdrawn by another
    kept = ledger.read(LEDGER)
    looked = ledger.look(OUT, kept.decisions)
    assert (looked.applied, looked.stale, looked.elsewhere) == (6, (), ())
    assert LEDGER.read_bytes() == ledger_before

    # the copy: every byte of the old files
    for made, copy in ((MADE / "processed", COPY), (MADE / "runs", COPY / "runs")):
        for path in made.iterdir():
            assert (copy / path.name).read_bytes() == path.read_bytes()

    # the map: each old id, to the record with the same content
    now = {r["record_id"]: r for r in lines(OUT / "records.jsonl")}
    record_ids, release_ids = ids_of("record"), ids_of("release")
    assert {r["record_id"] for r in before} == set(record_ids)
    for record in before:
        new = now[record_ids[record["record_id"]] or ""]
        assert new["release"]["id"] == release_ids[record["release"]["id"]]
        assert new["release"]["source"] == record["release"]["source"]
        assert (new["body"] or {}).get("name") == (record["body"] or {}).get("name")
        assert [p["name"] for p in new["people"]] == [p["name"] for p in record["people"]]


def test_the_kept_runs_of_0_1_compare_quietly_with_the_first_of_1_1(old: Path) -> None:
    process()
    first, second, third, last = store.runs(OUT)
    assert [r.number for r in (first, second, third, last)] == [1, 2, 3, 4]
    for kept in (second, third):
        with store.records_of(OUT, kept) as file:
            for line in file:
                Record.model_validate_json(line)  # of schema 1.1, to the last key
    assert loud(third, last) == []
    # the changes between the runs of 0.1 stay: decisions, and an added paragraph
    assert "removed" in loud(second, third) and "organizations" in loud(second, third)
    assert not {"added", "removed", "release"} & set(loud(first, second))


def test_a_second_run_has_nothing_to_upgrade(old: Path) -> None:
    assert process().upgraded is not None
    files = {p: p.read_bytes() for p in COPY.rglob("*") if p.is_file()}
    assert process().upgraded is None
    assert {p: p.read_bytes() for p in COPY.rglob("*") if p.is_file()} == files
    assert loud(*store.runs(OUT)[-2:]) == []


def test_releases_that_have_gone_are_told_in_the_map(old: Path) -> None:
    (gone,) = [r["id"] for r in lines(OUT / "releases.jsonl") if r["source"].endswith(".md")]
    (RAW / "nna-health-committee.md").unlink()
    done = process(prune=True)
    assert done.upgraded is not None
    assert (done.upgraded.releases, done.upgraded.records) == ((3, 4), (3, 4))
    assert ids_of("release")[gone] is None
    with store.records_of(OUT, store.runs(OUT)[-2]) as file:
        assert all(Record.model_validate_json(line) for line in file)


def test_an_edited_release_is_the_same_release(old: Path) -> None:
    (was,) = [r["id"] for r in lines(OUT / "releases.jsonl") if r["source"].endswith(".md")]
    path = RAW / "nna-health-committee.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nوانتهى الخبر هنا.\n", encoding="utf-8")
    process()
    (now,) = [r["id"] for r in lines(OUT / "releases.jsonl") if r["source"].endswith(".md")]
    assert ids_of("release")[was] == now
    assert "added" not in loud(*store.runs(OUT)[-2:])


def test_a_damaged_kept_run_is_let_go_and_stays_in_the_copy(old: Path) -> None:
    path = next((OUT / store.FOLDER / store.RUNS).glob("1f4b*.gz"))
    path.write_bytes(path.read_bytes()[:-20])
    done = process()
    assert done.upgraded is not None and done.upgraded.runs == 2
    assert [r.number for r in store.runs(OUT)] == [2, 3, 4]
    assert (COPY / "runs" / path.name).exists()


def test_cut_off_at_any_rename_the_next_run_ends_the_upgrade(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def state() -> dict[str, Any]:
        files = {str(p): p.read_bytes() for p in COPY.rglob("*") if p.is_file()}
        return files | {
            "output": {p.name: p.read_bytes() for p in OUT.iterdir() if p.is_file()},
            "runs": [r.sha256 for r in store.runs(OUT)[:3]],
        }

    shutil.copytree("data", "again")
    real, names, left = os.replace, list[str](), -1

    def replace(one: Any, other: Any) -> None:
        nonlocal left
        if left == 0:
            raise KeyboardInterrupt
        left -= 1
        names.append(Path(other).name)
        real(one, other)

    monkeypatch.setattr(os, "replace", replace)
    process()
    expected, count = state(), len(names)
    assert migration.BEFORE in names and migration.IDS in names and count > 12
    for at in range(count):
        shutil.rmtree("data")
        shutil.copytree("again", "data")
        left = at
        with pytest.raises(KeyboardInterrupt):
            process()
        left = -1
        process()
        assert state() == expected, names[at]


def test_forgetting_lets_go_of_the_copies_and_keeps_the_map(old: Path) -> None:
    process()
    migration.forget(OUT)
    assert [p.name for p in COPY.iterdir()] == [migration.IDS]
