"""Trees that are learnt are read as they were learnt. Requires the packages of `train`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.training.trees import boosted, flat, keep, learn
from pipeline.scoring import Scorer


def test_a_tree_keeps_its_answers_in_the_form_that_ships() -> None:
    leaf = {"leaf_value": 1.0}
    tree = {
        "split_feature": 0,
        "threshold": 0.5,
        "left_child": {"leaf_value": -1.0},
        "right_child": {
            "split_feature": 1,
            "threshold": 2.0,
            "left_child": leaf,
            "right_child": {"leaf_value": 3.0},
        },
    }
    assert flat(tree) == {
        "splits": [[0, 0.5, -1, 1], [1, 2.0, -2, -3]],
        "leaves": [-1.0, 1.0, 3.0],
    }


def test_what_is_learnt_is_read_as_it_was_learnt() -> None:
    pytest.importorskip("lightgbm")
    examples = [({"people": float(n % 7), "day": float(n % 2)}, n % 7 > 3) for n in range(400)]
    kept = learn(examples, 20)
    scorer = Scorer(
        tuple(kept["features"]),
        tuple((tuple(map(tuple, t["splits"])), tuple(t["leaves"])) for t in kept["trees"]),
    )
    theirs = boosted(examples, 20, [0, 0]).predict([[*found.values()] for found, _ in examples])
    ours = [scorer.probability(found) for found, _ in examples]
    assert ours == pytest.approx(list(theirs), abs=1e-4)
    assert min(p for p, (_, yes) in zip(ours, examples, strict=True) if yes) > 0.5


def test_a_feature_that_speaks_for_the_answer_never_speaks_against_it() -> None:
    pytest.importorskip("lightgbm")
    examples = [({"sure": float(n % 7)}, n % 7 in (0, 5)) for n in range(700)]
    kept = learn(examples, 20, frozenset({"sure"}))
    scorer = Scorer(
        tuple(kept["features"]),
        tuple((tuple(map(tuple, t["splits"])), tuple(t["leaves"])) for t in kept["trees"]),
    )
    row = [scorer.probability({"sure": float(n)}) for n in range(7)]
    assert row == sorted(row)


def test_the_file_has_the_trees_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trees = {"features": ["sure"], "trees": []}
    keep(tmp_path / "listed.json", [({"sure": 1.0}, True), ({"sure": 0.0}, False)], trees)
    (line,) = (tmp_path / "listed.json").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == trees
    assert capsys.readouterr().out == "listed: 2 rows, 1 of them yes\n"
