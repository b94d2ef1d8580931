"""The mean of taggers, and adding missing heads to a tagger. Requires the packages of `train`."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from models.training.average import mean, told  # noqa: E402
from models.training.train import OUTSIDE, grown  # noqa: E402
from pipeline.extract.tagger.heads import HEADS, SKIPS  # noqa: E402


def state(outputs: int, value: float) -> dict[str, torch.Tensor]:
    return {
        "out.weight": torch.full((outputs, 2), value),
        "out.bias": torch.full((outputs,), value),
    }


def test_the_mean_of_two() -> None:
    assert torch.equal(mean([state(3, 1.0), state(3, 2.0)])["out.weight"], torch.full((3, 2), 1.5))


def test_each_tagger_has_its_share() -> None:
    got = mean([state(3, 1.0), state(3, 2.0)], [0.25, 0.75])["out.weight"]
    assert torch.equal(got, torch.full((3, 2), 1.75))
    assert told([{"seed": 0}, {"seed": 1}], [0.25, 0.75]) == {
        "mean_of": [{"share": 0.25, "seed": 0}, {"share": 0.75, "seed": 1}]
    }


def test_other_weights_have_no_mean() -> None:
    with pytest.raises(ValueError, match="not the same weights"):
        mean([state(3, 1.0), state(4, 2.0)])


def test_what_is_told_of_a_mean() -> None:
    one, two = {"seed": 0, "before": {"seed": 7}}, {"seed": 1, "before": {"seed": 7}}
    assert told([one, two]) == {"mean_of": [{"seed": 0}, {"seed": 1}], "before": {"seed": 7}}
    assert told([one, {"seed": 1}]) == {"mean_of": [one, {"seed": 1}]}


def test_a_head_that_is_lacking_is_added_behind_the_others() -> None:
    whole = 3 * len(HEADS) + SKIPS + 2
    before = state(whole - 3, 1.0)
    before["out.bias"][-1] = 7.0  # «reports a meeting» stays last
    after = grown(before)
    assert after["out.weight"].shape == (whole, 2)
    assert after["out.bias"][3 * len(HEADS) - 3 : 3 * len(HEADS)].tolist() == [OUTSIDE, 0.0, 0.0]
    assert after["out.bias"][-1] == 7.0
    assert not after["out.weight"][3 * len(HEADS) - 3 : 3 * len(HEADS)].any()
    assert grown(after) is after
