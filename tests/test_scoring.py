"""Trees as data give the probabilities that they were made for."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.scoring import Scorer, load

STUMP = ((0, 1.5, -1, -2),), (-2.0, 2.0)  # low: -2, high: 2
CHAIN = ((1, 0.0, -1, 1), (0, 3.0, -2, -3)), (0.5, 1.0, -1.0)
SCORER = Scorer(("people", "overlap"), (STUMP, CHAIN))


@pytest.mark.parametrize(
    ("people", "overlap", "log_odds"),
    [(1.5, 0.0, -1.5), (1.6, -1.0, 2.5), (2.0, 0.1, 3.0), (4.0, 0.1, 1.0)],
)
def test_a_value_at_the_threshold_goes_low(people: float, overlap: float, log_odds: float) -> None:
    found = SCORER.probability({"people": people, "overlap": overlap, "other": 1.0})
    assert found == pytest.approx(1 / (1 + math.exp(-log_odds)))


def test_a_missing_feature_is_an_error() -> None:
    with pytest.raises(KeyError, match="overlap"):
        SCORER.probability({"people": 1.0})


def test_a_tree_without_splits_is_its_leaf() -> None:
    assert Scorer((), (((), (0.0,)),)).probability({}) == 0.5


def test_a_tree_of_too_many_leaves_is_an_error() -> None:
    chain = (*((0, float(n), -n - 1, n + 1) for n in range(15)), (0, 15.0, -16, -17))
    with pytest.raises(ValueError, match="more than 16 leaves"):
        Scorer(("people",), ((chain, (0.0,) * 17),))


def walked(scorer: Scorer, found: dict[str, float]) -> float:
    """Return the log odds, each tree followed from its root."""
    total = 0.0
    for splits, leaves in scorer.trees:
        node = 0
        while node >= 0:
            feature, threshold, low, high = splits[node]
            node = low if found[scorer.features[feature]] <= threshold else high
        total += leaves[-node - 1]
    return total


@pytest.mark.parametrize("name", ["new_meeting.json", "listed.json"])
@given(st.data())
def test_all_trees_at_once_give_what_each_gives_alone(name: str, data: st.DataObject) -> None:
    scorer = load("pipeline.assemble", name)
    cuts = sorted({(f, t) for splits, _ in scorer.trees for f, t, _, _ in splits})
    found = dict.fromkeys(scorer.features, 0.0)
    for feature, threshold in data.draw(st.lists(st.sampled_from(cuts), max_size=30)):
        found[scorer.features[feature]] = threshold + data.draw(st.sampled_from((-1, 0, 1)))
    assert scorer.probability(found) == 1 / (1 + math.exp(-walked(scorer, found)))


@pytest.mark.parametrize("name", ["new_meeting.json", "same_meeting.json"])
@given(st.data())
def test_what_ships_is_whole(name: str, data: st.DataObject) -> None:
    scorer = load("pipeline.assemble", name)
    found = {n: data.draw(st.floats(-10, 500), label=n) for n in scorer.features}
    assert 0 < scorer.probability(found) < 1
    for splits, leaves in scorer.trees:
        reached = [node for _, _, low, high in splits for node in (low, high)]
        assert sorted(-n for n in reached if n < 0) == list(range(1, len(leaves) + 1)) or not splits
        assert sorted(n for n in reached if n >= 0) == list(range(1, len(splits)))
