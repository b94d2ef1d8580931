"""The quality of the shipped model and rules on releases outside the training data: no score is
below its floor, and no floor was lowered."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import onnxruntime as ort
import pytest

from pipeline.config import Config
from pipeline.evaluate import Result, check_floor, evaluate_files, evaluate_spans, read_floors
from pipeline.extract.tagger import runtime
from pipeline.run import process_gold
from pipeline.schema import RECORDS, RELEASES
from tools.raise_floors import raised, rewritten

GOLDEN = Path(__file__).parent / "golden"
FLOORS = read_floors(GOLDEN / "floors.toml")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    done = process_gold(GOLDEN / "floor.jsonl", tmp_path_factory.mktemp("floor"), Config())
    assert done.rejected == 0
    return done.out


@pytest.fixture(scope="module")
def result(out: Path) -> Result:
    return evaluate_files(GOLDEN / "floor.jsonl", out / RELEASES, out / RECORDS)


def test_every_figure_has_a_floor(result: Result) -> None:
    assert FLOORS.keys() == result.scores().keys()


def test_no_figure_is_below_its_floor(result: Result) -> None:
    assert check_floor(result, FLOORS) == []


@pytest.fixture
def other_arithmetic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the model a session without fusions. It rounds at other places, as another processor
    does: the last digits of confidences differ."""
    folder = Config().model
    _, tokenizer = runtime.load(folder)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = ort.InferenceSession(
        f"{folder}/tagger.onnx", options, providers=["CPUExecutionProvider"]
    )
    monkeypatch.setattr(runtime, "load", lambda _: (session, tokenizer))


@pytest.mark.usefixtures("other_arithmetic")
def test_no_figure_is_below_its_floor_by_other_arithmetic(tmp_path: Path) -> None:
    done = process_gold(GOLDEN / "floor.jsonl", tmp_path, Config())
    again = evaluate_files(GOLDEN / "floor.jsonl", done.out / RELEASES, done.out / RECORDS)
    assert check_floor(again, FLOORS) == []


def test_the_spans_alone_have_the_same_figures(out: Path, result: Result) -> None:
    alone = evaluate_spans(GOLDEN / "floor.jsonl", out / RELEASES)
    assert alone.spans == result.spans and check_floor(alone, FLOORS) == []
    assert alone.calibration_errors()["spans"] < 10


def test_no_floor_was_ever_higher() -> None:
    """Over the history of the file, as far as this copy of the repository has it."""
    git = shutil.which("git")
    if git is None or not (GOLDEN.parents[1] / ".git").exists():
        pytest.skip("no repository here")

    def said(*args: str) -> str:
        return subprocess.run(
            [git, *args], capture_output=True, text=True, cwd=GOLDEN, check=True
        ).stdout

    for commit in said("log", "--format=%H", "--", "floors.toml").split():
        for name, floor in tomllib.loads(said("show", f"{commit}:./floors.toml")).items():
            assert FLOORS[name] >= floor, f"{name} was {floor} in {commit}"


def test_floors_are_raised_and_never_lowered() -> None:
    higher = raised(
        {"PER": 90.0, "ORG": 80.0, "LOC": 70.0},
        {"PER": 94.0, "ORG": 79.0, "LOC": 72.0, "DATE": 61.5},
    )
    assert higher == {"PER": 92.0, "DATE": 59.5}
    text = "# why\nPER = 90.0\nORG = 80.0  # hard\nPERSON = 1.0\n"
    assert (
        rewritten(text, higher)
        == "# why\nPER = 92.0\nORG = 80.0  # hard\nPERSON = 1.0\nDATE = 59.5\n"
    )
    assert rewritten(text, {}) == text
