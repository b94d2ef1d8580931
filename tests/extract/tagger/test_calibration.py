"""Calibrated confidences: fitted, applied last, order preserved."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.isotonic import BIN, FEWEST, fit, write
from pipeline.config import Config
from pipeline.errors import MahdarError
from pipeline.evaluate import calibration_error
from pipeline.extract.nlp import build_nlp
from pipeline.extract.spans import MENTIONS, get
from pipeline.extract.tagger.calibration import FILE, calibrated, read
from pipeline.schema import LABELS

TAGGER = Path(__file__).parents[3] / "models" / "tagger"
confidences = st.floats(0, 1).map(lambda c: round(c, 4))
judged = st.lists(st.tuples(confidences, st.booleans()), max_size=300)


@given(judged, st.lists(confidences, max_size=20))
def test_the_surer_of_two_stays_the_surer(
    found: list[tuple[float, bool]], asked: list[float]
) -> None:
    tables = {("PER", "model"): fit(found)}
    got = [calibrated(tables, "PER", "model", c) for c in sorted(asked)]
    assert got == sorted(got) and all(0 <= c <= 1 for c in got)


@given(judged, st.randoms(use_true_random=False))
def test_a_table_rises_and_hangs_on_no_order(found: list[tuple[float, bool]], rng: object) -> None:
    table = fit(found)
    assert bool(table) == (len(found) >= FEWEST) and len(table) <= max(1, len(found) // BIN)
    assert all(a < c and b <= d for (a, b), (c, d) in pairwise(table))
    shuffled = list(found)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fit(shuffled) == table


def test_one_confidence_becomes_the_share_of_right_ones() -> None:
    table = fit([(0.9, i % 4 > 0) for i in range(200)])  # from a list of names, for example
    assert table == ((0.9, round(150.5 / 201, 4)),)
    assert calibrated({("LOC", "gazetteer"): table}, "LOC", "gazetteer", 0.9) == 0.7488


def test_too_sure_is_made_less_sure() -> None:
    found = [(0.9 + i / 5000, i % 10 < 8) for i in range(200)] + [
        (0.5 + i / 5000, i % 10 < 3) for i in range(200)
    ]
    tables = {("ORG", "model"): fit(found)}
    after = [(calibrated(tables, "ORG", "model", c), right) for c, right in found]
    assert calibration_error(found) > 12 and calibration_error(after) < 2
    assert 0.4 < calibrated(tables, "ORG", "model", 0.7) < 0.6  # between the two


def test_without_a_table_the_confidence_stays() -> None:
    assert fit([(0.5, True)] * (FEWEST - 1)) == ()
    assert (
        calibrated({}, "PER", "model", 0.123)
        == calibrated({("PER", "model"): ()}, "PER", "model", 0.123)
        == 0.123
    )


def test_written_and_read_it_is_the_same(tmp_path: Path) -> None:
    tables = {
        ("PER", "model"): ((0.5, 0.25), (0.75, 0.5)),
        ("LOC", "gazetteer"): ((0.9, 0.8),),
        ("LOC", "model"): ((0.1, 0.1),),
    }
    write(tmp_path, tables, "abc", 7)
    assert read(tmp_path) == tables
    raw = json.loads((tmp_path / FILE).read_text())
    assert (raw["version"], raw["documents"]) == ("abc", 7) and list(raw["tables"]) == [
        "LOC",
        "PER",
    ]
    again = tmp_path / "again"
    again.mkdir()
    write(again, dict(reversed(tables.items())), "abc", 7)
    assert (again / FILE).read_bytes() == (tmp_path / FILE).read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"tables": {"PER": [1]}}',
        '{"tables": {"PER": {"model": [[0.5]]}}}',
        '{"tables": {"PER": {"model": [[0.5, 0.9], [0.6, 0.8]]}}}',
    ],
)
def test_a_broken_file_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(MahdarError, match=r"calibration\.json: .+ make calibrate"):
        read(tmp_path)


def test_the_shipped_tables_are_of_the_shipped_model() -> None:
    card = json.loads((TAGGER / "tagger.json").read_text(encoding="utf-8"))
    assert json.loads((TAGGER / FILE).read_text(encoding="utf-8"))["version"] == card["version"], (
        "run make calibrate"
    )
    assert {(label, "model") for label in LABELS} <= read(TAGGER).keys()


def test_they_change_confidences_and_nothing_else(tmp_path: Path) -> None:
    text = "ترأس معالي الدكتور سالم بن حمد الرويعي وزير الزراعة اليوم اجتماع اللجنة العليا للمراعي في الرياض بحضور ممثلين من مملكة البحرين."
    for name in ("tagger.onnx", "tokenizer.json", "tagger.json"):
        shutil.copy(TAGGER / name, tmp_path)
    raw = build_nlp(Config(model=str(tmp_path)), 1)(text)
    (tmp_path / "low").mkdir()
    for name in ("tagger.onnx", "tokenizer.json", "tagger.json"):
        shutil.copy(TAGGER / name, tmp_path / "low")
    write(tmp_path / "low", {("PER", "model"): ((0.0, 0.1), (1.0, 0.2))}, "x", 1)
    low = build_nlp(Config(model=str(tmp_path / "low")), 1)(text)
    assert list(get(raw, MENTIONS)) == list(get(low, MENTIONS))  # raw values are compared
    (before, entities), (after, others) = (
        raw.user_data["mahdar.linked"],
        low.user_data["mahdar.linked"],
    )
    assert [(m.start, m.end, m.label, m.entity) for m in before] == [
        (m.start, m.end, m.label, m.entity) for m in after
    ]
    want = [0.1 + 0.1 * m.confidence if m.label == "PER" else m.confidence for m in before]
    assert any(m.label == "PER" for m in before)
    assert [m.confidence for m in after] == pytest.approx(want, abs=1e-4)
    assert [e.id for e in entities] == [e.id for e in others]
    build_nlp(Config(model=str(tmp_path / "low")), 1).to_disk(tmp_path / "nlp")
    assert (tmp_path / "nlp" / "mahdar_tagger" / FILE).read_bytes() == (
        tmp_path / "low" / FILE
    ).read_bytes()
