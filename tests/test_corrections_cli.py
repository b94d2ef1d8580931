"""`mahdar process` with corrections, and `mahdar corrections`, with the stages of the tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipeline import cli, ledger, run
from pipeline.corrections import decide, element, withdraw
from pipeline.schema import LABELS, Record, ReleaseRow
from tests import fakes

TEXT = "عقدت لجنة التخطيط ولجنة المالية اجتماعا مشتركا.\nثم زار المجتمعون هيئة الواحة."
LEDGER = Path("data/corrections.jsonl")
OUT = Path("data/processed")
NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fakes.config(tmp_path)
    Path("config.toml").write_text(f'model = "{tmp_path / "model"}"\n')
    monkeypatch.setattr(run, "process", partial(run.process, steps=fakes.steps))
    Path("data/raw").mkdir(parents=True)
    Path("data/raw/a.txt").write_text(TEXT, encoding="utf-8")
    Path("data/raw/b.txt").write_text("اجتمعت لجنة البيئة أمس.", encoding="utf-8")


def process(*args: str) -> int:
    return cli.main(["process", "--config", "config.toml", *args])


def output() -> tuple[list[ReleaseRow], list[Record]]:
    rows = [
        ReleaseRow.model_validate_json(x)
        for x in (OUT / "releases.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return rows, [
        Record.model_validate_json(x)
        for x in (OUT / "records.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def decided(verdict: Any, field: str, n: int = 0, **ends: Any) -> str:
    """Append a decision on record `n` of the output; return its id."""
    rows, records = output()
    row = next(r for r in rows if r.id == records[n].release.id)
    d = decide(row, records[n], verdict, field, by="هدى", at=NOW, **ends)
    ledger.append(LEDGER, d)
    return d.id


def missed(row: ReleaseRow | None = None) -> dict[str, Any]:
    start = TEXT.index("هيئة")
    return element(row or output()[0][0], "committees", (start, start + len("هيئة الواحة")))


def figures(text: str) -> dict[str, str]:
    return {line[:19].strip(): line[19:].strip() for line in text.splitlines()}


def test_process_applies_the_decisions_and_says_how_many(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert process() == 0
    assert "corrections" not in capsys.readouterr().err
    before = (OUT / "records.jsonl").read_bytes()
    _, records = output()
    decided("add", "committees", new=missed())
    decided("reject", "record", 1, old=records[1])
    assert process() == 0
    told = figures(capsys.readouterr().err)
    assert (
        told["corrections applied"],
        told["corrections stale"],
        told["meetings found"],
        told["unchanged"],
    ) == ("2", "0", "2", "2")
    rows, after = output()
    assert [c.name for c in after[0].committees] == ["لجنة التخطيط", "هيئة الواحة"] and after[
        0
    ].committees[1].found_by == "correction"
    assert [r.record_id for r in after] == [records[0].record_id, records[2].record_id] and rows[
        0
    ].meetings == (records[0].record_id,)
    once = {p.name: p.read_bytes() for p in OUT.glob("*.jsonl")}
    LEDGER.write_bytes(
        b"".join(sorted(LEDGER.read_bytes().splitlines(keepends=True), reverse=True))
    )
    assert (
        process("--jobs", "1") == 0
        and {p.name: p.read_bytes() for p in OUT.glob("*.jsonl")} == once
    )
    assert process("--force") == 0 and {p.name: p.read_bytes() for p in OUT.glob("*.jsonl")} == once
    for d in ledger.read(LEDGER).decisions:
        ledger.append(LEDGER, withdraw(d, by="سعاد", at=NOW))
    assert process() == 0 and (OUT / "records.jsonl").read_bytes() == before


def test_a_stale_decision_is_named_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    process()
    ident = decided("add", "committees", new=missed())
    Path("data/raw/a.txt").write_text(TEXT.replace("هيئة", "حديقة"), encoding="utf-8")
    capsys.readouterr()
    assert process() == 0
    told = capsys.readouterr().err
    (line,) = (x for x in told.splitlines() if "stale correction" in x)
    assert (
        ident in line
        and "its paragraph has changed" in line
        and "data/raw/a.txt" in line
        and "هيئة الواحة" in line
    )
    assert (figures(told)["corrections applied"], figures(told)["corrections stale"]) == ("0", "1")
    assert all(c.found_by != "correction" for r in output()[1] for c in r.committees)
    assert cli.main(["corrections", "check", "--config", "config.toml"]) == 1
    assert "its paragraph has changed" in capsys.readouterr().err


def test_a_decision_moves_with_its_release_and_its_paragraph(
    capsys: pytest.CaptureFixture[str],
) -> None:
    process()
    decided("add", "committees", new=missed())
    Path("data/raw/a.txt").rename("data/raw/c.txt")  # the same release elsewhere
    assert process() == 0
    assert [c.name for c in output()[1][1].committees] == ["لجنة التخطيط", "هيئة الواحة"]
    Path("data/raw/c.txt").rename("data/raw/a.txt")
    Path("data/raw/a.txt").write_text(TEXT.replace("\n", "\nخبر جديد.\n"), encoding="utf-8")
    assert process() == 2  # moved and edited at once, so it cannot be recognised
    assert process("--prune") == 0
    council = output()[1][0].committees[1]
    assert (
        council.found_by == "correction"
        and output()[0][0].text[slice(*council.mentions[0])] == "هيئة الواحة"
    )
    Path("data/raw/a.txt").unlink()
    capsys.readouterr()
    assert process() == 2
    assert "1 of its 2 releases are not in this input" in capsys.readouterr().err
    assert process("--prune") == 0
    assert "1 corrections are of releases that are not in this input" in capsys.readouterr().err
    assert cli.main(["corrections", "check", "--config", "config.toml"]) == 1
    assert "its release is not in data/processed" in capsys.readouterr().err


def test_a_release_with_a_key_is_followed_by_it() -> None:
    given = Path("data/raw/in.jsonl")
    lines = [{"id": "k1", "text": TEXT}, {"id": "k2", "text": "اجتمعت لجنة الطرق صباحا."}]
    given.write_text("".join(json.dumps(x) + "\n" for x in lines), encoding="utf-8")
    Path("data/raw/a.txt").unlink()
    process()
    n, record = next(
        (i, r) for i, r in enumerate(output()[1]) if r.release.source == "data/raw/in.jsonl:2"
    )
    decided("reject", "committees", n, old=record.committees[0])
    lines = [
        lines[0],
        {"id": "k0", "text": "خبر."},
        {**lines[1], "text": lines[1]["text"] + "\nتمت إضافة فقرة."},
    ]
    given.write_text("".join(json.dumps(x) + "\n" for x in lines), encoding="utf-8")
    assert process() == 0
    assert [r.committees for r in output()[1] if r.release.source == "data/raw/in.jsonl:3"] == [()]


def test_a_bad_line_is_one_line_and_the_rest_applies(capsys: pytest.CaptureFixture[str]) -> None:
    process()
    decided("add", "committees", new=missed())
    with open(LEDGER, "a", encoding="utf-8") as file:
        file.write('{"verdict": "prai')
    capsys.readouterr()
    assert process() == 1
    told = capsys.readouterr().err
    assert (
        "mahdar: data/corrections.jsonl:2: is cut off" in told
        and figures(told)["corrections applied"] == "1"
    )
    for command in ("list", "check", "export"):
        assert cli.main(["corrections", command]) == 1
        assert "data/corrections.jsonl:2: is cut off" in capsys.readouterr().err


def test_another_file_and_none(capsys: pytest.CaptureFixture[str]) -> None:
    process()
    decided("add", "committees", new=missed())
    LEDGER.rename("mine.jsonl")
    assert process("--corrections", "mine.jsonl") == 0
    assert "هيئة الواحة" in [c.name for c in output()[1][0].committees]
    assert process("--corrections", "none.jsonl") == 2  # a typing error would undo the decisions
    assert process() == 0  # known from the run before
    assert "هيئة الواحة" in [c.name for c in output()[1][0].committees]
    Path("mine.jsonl").rename("lost.jsonl")
    capsys.readouterr()
    before = (OUT / "records.jsonl").read_bytes()
    assert process() == 2
    told = capsys.readouterr().err
    assert "its records hold corrections, and no ledger is at mine.jsonl" in told
    assert (OUT / "records.jsonl").read_bytes() == before
    Path("empty.jsonl").touch()
    assert process("--corrections", "empty.jsonl") == 0
    assert "هيئة الواحة" not in [c.name for c in output()[1][0].committees]
    assert process("-", "--corrections", "mine.jsonl") == 2


def test_the_ledger_lies_beside_its_output_from_wherever_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process("data/raw", "--out", "minutes/out")
    records = Path("minutes/out/records.jsonl").read_bytes()
    rows = Path("minutes/out/releases.jsonl").read_text(encoding="utf-8").splitlines()
    row = ReleaseRow.model_validate_json(rows[0])
    record = Record.model_validate_json(records.splitlines()[0])
    ledger.append(
        Path("minutes/corrections.jsonl"),
        decide(row, record, "add", "committees", new=missed(row), by="هدى", at=NOW),
    )
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    where = ("--out", "../minutes/out", "--config", "../config.toml")
    assert cli.main(["process", "../data/raw", *where]) == 0
    corrected = Path("../minutes/out/records.jsonl").read_text(encoding="utf-8")
    assert "هيئة الواحة" in corrected
    assert cli.main(["corrections", "check", "../minutes/out"]) == 0


def test_list_shows_what_each_decision_is_worth(capsys: pytest.CaptureFixture[str]) -> None:
    process()
    first = decided("add", "committees", new=missed())
    second = decided("reject", "committees", old=missed())
    _, records = output()
    third = decided("accept", "record", 1, old=records[1])
    ledger.append(
        LEDGER,
        withdraw(
            next(d for d in ledger.read(LEDGER).decisions if d.id == third), by="سعاد", at=NOW
        ),
    )
    capsys.readouterr()
    assert cli.main(["corrections", "list", "--format", "json"]) == 0
    read = [json.loads(x) for x in capsys.readouterr().out.splitlines()]
    overruled, stands = sorted((first, second))  # at the same moment
    assert {r["id"]: r["state"] for r in read if r["verdict"] != "withdraw"} == {
        overruled: "superseded",
        stands: "stands",
        third: "withdrawn",
    }
    assert cli.main(["corrections", "list"]) == 0
    table = capsys.readouterr().out.splitlines()
    assert (
        table[0].split() == ["at", "by", "state", "verdict", "field", "source", "what", "id"]
        and len(table) == 5
    )
    assert any("\u2068هيئة الواحة\u2069" in x and first in x for x in table)
    LEDGER.unlink()
    assert cli.main(["corrections", "list"]) == 0 and capsys.readouterr().out == ""


def faults(doc: dict[str, Any]) -> list[str]:
    """Return the faults of a gold document: overlapping spans, two labels on a range, outer white
    space, other keys."""
    text, spans = doc["text"], doc["spans"]
    found = [f"crossing {s} {x}" for s, e, _ in spans for x, y, _ in spans if s < x < e < y]
    found += ["twice"] * (len({(s, e) for s, e, _ in spans}) < len(spans))
    found += [
        f"span {s} {e}"
        for s, e, _ in spans
        if not text[s:e].strip() or text[s:e] != text[s:e].strip() or "\n" in text[s:e]
    ]
    found += [label for *_, label in spans if label not in LABELS]
    keys = {
        "body",
        "ordinal",
        "date",
        "city",
        "country",
        "mode",
        "chair",
        "people",
        "countries",
        "committees",
        "organizations",
        "initiatives",
        "decisions",
        "topics",
        "referenced_meetings",
    }
    return found + [str(set(r) ^ keys) for r in doc["records"] if set(r) != keys]


def test_export_gives_training_documents(capsys: pytest.CaptureFixture[str]) -> None:
    process()
    decided("add", "committees", new=missed())
    _, records = output()
    decided("accept", "record", 2, old=records[2])
    process()
    capsys.readouterr()
    assert cli.main(["corrections", "export"]) == 0
    docs = [json.loads(x) for x in capsys.readouterr().out.splitlines()]
    assert [set(d) for d in docs] == [{"key", "published", "text", "spans", "records"}] * 2
    assert [x for d in docs for x in faults(d)] == []
    start = TEXT.index("هيئة")
    assert [start, start + len("هيئة الواحة"), "COMMITTEE"] in docs[0]["spans"]
    assert (
        docs[0]["records"][0]["committees"] == ["لجنة التخطيط", "هيئة الواحة"]
        and docs[0]["text"] == output()[0][0].text
    )
    assert cli.main(["corrections", "export", "--whole"]) == 0
    (whole,) = (json.loads(x) for x in capsys.readouterr().out.splitlines())
    assert whole["key"] == docs[1]["key"] and whole["records"][0]["body"] == "لجنة البيئة"


def test_check_is_content_with_what_has_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    process()
    ident = decided("add", "committees", new=missed())
    for _ in range(2):  # before the next run, and after it
        assert cli.main(["corrections", "check", "--config", "config.toml"]) == 0
        assert (
            "1 corrections, 1 applied, 0 stale, 0 without release, 0 bad lines"
            in capsys.readouterr().err
        )
        process()
        capsys.readouterr()
    (d,) = ledger.read(LEDGER).decisions
    LEDGER.write_text("", encoding="utf-8")
    ledger.append(LEDGER, withdraw(d, by="سعاد", at=NOW))
    assert cli.main(["corrections", "check", "--config", "config.toml"]) == 1
    assert f"takes back {ident}, which is not in the file" in capsys.readouterr().err
    capsys.readouterr()
    assert cli.main(["corrections", "check", "nowhere"]) == 2
    assert capsys.readouterr().err == (
        "mahdar: nowhere/releases.jsonl: cannot be read: No such file or directory; "
        "name the output folder of mahdar process\n"
    )
