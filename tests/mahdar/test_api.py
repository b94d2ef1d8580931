"""The public package: it returns what the command writes, and its examples are right."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import mahdar
from pipeline import schema
from pipeline.schema_document import document

ROOT = Path(__file__).parents[2]
SAMPLES = ["data/raw/spa-food-security.txt", "data/raw/agencies.jsonl"]


def test_the_examples_of_the_docstrings_are_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = doctest.testmod(mahdar)
    assert done.attempted > 15 and not done.failed


def test_nothing_inside_imports_the_public_package() -> None:
    for file in (ROOT / "pipeline").rglob("*.py"):
        assert "import mahdar" not in file.read_text(encoding="utf-8"), file


def test_process_gives_the_lines_that_the_command_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    command = [sys.executable, "-m", "pipeline.cli", "process", *SAMPLES, "--out", tmp_path / "out"]
    subprocess.run(command, check=True, capture_output=True)
    processed = list(mahdar.process(SAMPLES))

    def lines(name: str) -> list[str]:
        return (tmp_path / "out" / name).read_text(encoding="utf-8").splitlines()

    validate = jsonschema.Draft202012Validator(document()).validate
    for line in lines(schema.RECORDS):
        validate(json.loads(line))
    assert {schema.dump(release) for release, _ in processed} == set(lines(schema.RELEASES))
    written = (schema.Record.model_validate(alone(json.loads(x))) for x in lines(schema.RECORDS))
    assert {schema.dump(r) for _, records in processed for r in records} == set(
        map(schema.dump, written)
    )


def alone(value: Any) -> Any:
    """Return a line of a record without the values that depend on all records of a run."""
    if isinstance(value, list):
        return [alone(x) for x in value]
    if isinstance(value, dict):
        others = ("meeting_id", "announces", "entity_id")
        return {k: None if k in others else alone(x) for k, x in value.items()}
    return value


def test_a_release_without_a_meeting_has_no_records() -> None:
    (done,) = mahdar.process_text("ارتفعت أسعار الطماطم في أسواق صحار هذا الأسبوع.")
    assert done.records == () and done.release.meetings == ()


def test_several_texts_come_out_in_their_order_each_with_its_place() -> None:
    texts = [
        "عقد مجلس الموانئ اجتماعه الثالث في صحار.",
        {"text": "عقد مجلس المياه اجتماعه الرابع في نزوى.", "outlet": "وكالة المراعي"},
    ]
    done = list(mahdar.process_text(texts))
    assert [p.release.source for p in done] == ["-#1", "-#2"]
    assert [[r.ordinal for r in p.records] for p in done] == [[3], [4]]
    assert done[1].records[0].release.outlet == "وكالة المراعي"


def test_a_bad_input_is_a_warning_and_the_others_go_on() -> None:
    texts = ["no Arabic at all", {"title": "بلا نص"}, "عقد مجلس الموانئ اجتماعه الثالث في صحار."]
    with pytest.warns(mahdar.RejectedInput) as caught:
        done = list(mahdar.process_text(texts))
    assert len(done) == 1
    assert [str(w.message.reject.reason) for w in caught] == ["no_arabic", "shape"]  # type: ignore[union-attr]
    assert caught[0].filename == __file__  # the line that reads the results


def test_a_bad_input_goes_where_the_caller_wants_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("عقد مجلس الموانئ اجتماعه الثالث في صحار.", encoding="utf-8")
    (tmp_path / "b.docx").write_bytes(b"no document")
    rejects: list[mahdar.RejectRow] = []
    done = list(mahdar.process(tmp_path, on_reject=rejects.append))
    assert [r.source for r in rejects] == [str(tmp_path / "b.docx")]
    assert len(done) == 1


def test_a_path_that_is_not_there_is_wrong_use_at_once(tmp_path: Path) -> None:
    with pytest.raises(mahdar.UsageError, match="no such file"):
        mahdar.process(tmp_path / "none.txt")


def test_settings_are_heeded() -> None:
    text = "عقد مجلس الموانئ اجتماعه الثالث في صحار."
    (done,) = mahdar.process_text(text, config=mahdar.Config(believed=1.0))
    assert done.records == ()


def test_ents_are_flat_and_the_outermost_names() -> None:
    doc = mahdar.load(threads=1)("التقى فلاح الرويعي رئيس مجلس إدارة شركة موانئ صحار في مسقط.")
    names = [(ent.text, ent.label_) for ent in doc.ents]
    assert ("فلاح الرويعي", "PER") in names and ("مسقط", "LOC") in names
    inside = [s for s in doc.spans["mentions"] if s.label_ == "ROLE"]
    assert inside and not any(ent.label_ == "ROLE" for ent in doc.ents)
    ends = [0, *(ent.end_char for ent in doc.ents)]
    assert all(end <= ent.start_char for end, ent in zip(ends, doc.ents, strict=False))


def test_diff_takes_models_and_lines_alike() -> None:
    (done,) = mahdar.process_text("عقد مجلس الموانئ اجتماعه الثالث في صحار.")
    lines = [json.loads(schema.dump(r)) for r in done.records]
    assert mahdar.diff(done.records, lines).changes == ()
    assert [c.kind for c in mahdar.diff([], done.records).changes] == ["added"]
