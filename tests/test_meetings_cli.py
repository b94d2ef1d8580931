"""`mahdar meetings`: look up, join, separate; the next run applies it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import cli, ledger
from pipeline.consolidated import consolidate
from tests.consolidate.sample import DAM, EVERYTHING, ROADS, record


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return an output folder as a run leaves it."""
    folder = tmp_path / "out"
    folder.mkdir()
    again(folder)
    return folder


def again(out: Path) -> None:
    """Repeat the end of a run over the same input, with the current ledger."""
    verdicts = ledger.read(out.parent / "corrections.jsonl").verdicts
    told = [(release, record(release, **said)) for release, said in EVERYTHING]
    done = consolidate(
        ((json.dumps(a), (json.dumps(b),)) for a, b in told),
        out.parent / "registry.jsonl",
        out.parent,
        verdicts,
    )
    files = {
        "records.jsonl": [done.filled(json.dumps(r)) for _, r in told],
        "releases.jsonl": [json.dumps(a) for a, _ in told],
    }
    for name, rows in files.items():
        (out / name).write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    rows = list(done.meetings(out / "records.jsonl"))
    (out / "meetings.jsonl").write_text("".join(f"{r}\n" for r in rows), encoding="utf-8")


def ident(n: int) -> str:
    told, said = EVERYTHING[n]
    return str(record(told, **said)["record_id"])


def meeting_of(out: Path, record_id: str) -> str:
    rows = map(json.loads, (out / "meetings.jsonl").read_text(encoding="utf-8").splitlines())
    return str(next(r["meeting_id"] for r in rows if record_id in r["records"]))


def test_show_prints_what_was_taken_and_all_evidence_by_name(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["meetings", "show", ident(1), str(out)]) == 0
    told = capsys.readouterr().out
    assert "date: 2026-03-02  (most reports)" in told
    assert "at odds, office of سالم بن راشد الشمراني" in told
    pair = next(row for row in told.splitlines() if f"{min(ident(0), ident(1))} + " in row)
    assert "ordinal_same 1.00" in pair and "words " in pair
    assert (
        cli.main(["meetings", "show", meeting_of(out, ident(0)), str(out), "--format", "json"]) == 0
    )
    assert len(json.loads(capsys.readouterr().out)["records"]) == 3


def test_verdicts_of_people_stick(out: Path) -> None:
    options = ["--corrections", str(out.parent / "corrections.jsonl"), "--by", "نورة"]
    (out.parent / "corrections.jsonl").touch()
    roads = EVERYTHING.index(ROADS)
    assert (
        cli.main(["meetings", "same", meeting_of(out, ident(0)), ident(roads), str(out), *options])
        == 0
    )
    again(out)
    assert meeting_of(out, ident(roads)) == meeting_of(out, ident(0))
    assert cli.main(["meetings", "different", ident(1), ident(2), str(out), *options]) == 0
    again(out)
    first = meeting_of(out, ident(0))
    again(out)
    assert meeting_of(out, ident(0)) == first


def test_what_is_one_already_needs_the_ids_of_two_records(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = meeting_of(out, ident(0))
    assert cli.main(["meetings", "different", one, ident(len(DAM) - 1), str(out)]) == 2
    assert "are the same already" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["mt-000000000000", "m-0"])
def test_an_unknown_id_is_one_clear_line(
    out: Path, wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["meetings", "show", wrong, str(out)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert cli.main(["meetings", "show", wrong, str(out.parent / "none")]) == 2
