"""Reduced outlier channels: the same results, from inputs that stay distinct in int8."""

from __future__ import annotations

from functools import partial

import pytest

torch = pytest.importorskip("torch")

from models.training.smoothing import OUTLYING, Smoothed, is_feed_forward, reach, smoothed  # noqa: E402


def model() -> torch.nn.Module:
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(8, 6), torch.nn.GELU(), torch.nn.Linear(6, 3))


def inputs() -> torch.Tensor:
    x = torch.randn(5, 7, 8)
    x[..., 2] *= 40
    return x


def int8(x: torch.Tensor) -> torch.Tensor:
    """Return `x` rounded to 255 steps with one scale, as in dynamic quantization."""
    step = x.abs().max() / 127
    return (x / step).round() * step


def test_a_smoothed_model_computes_the_same() -> None:
    plain, x = model(), inputs()
    before = plain(x)
    after = smoothed(plain, [(x,)], lambda name: True)(x)
    assert isinstance(plain[0], Smoothed)
    assert not isinstance(plain[2], Smoothed)  # no outlier there
    torch.testing.assert_close(before, after)


def test_outlying_channels_are_scaled_down_and_others_left() -> None:
    plain, x = model(), inputs()
    largest = reach(plain, lambda name: name == "0", partial(plain, x))
    smoothed(plain, [(x,)], lambda name: name == "0")
    shrunk = x.flatten(0, 1).abs().amax(0) * plain[0].shrink
    assert shrunk.max() <= OUTLYING * largest["0"].median() * 1.001
    assert (plain[0].shrink == 1).sum() == 7


def test_int8_keeps_more_of_a_smoothed_input() -> None:
    plain, x = model(), inputs()
    true, rounded = plain[0](x), plain[0](int8(x))
    smoothed(plain, [(x,)], lambda name: name == "0")
    better = plain[0].linear(int8(x * plain[0].shrink))
    assert (better - true).abs().mean() < (rounded - true).abs().mean() / 2


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("encoder.encoder.layer.3.intermediate.dense", True),
        ("encoder.encoder.layer.3.output.dense", True),
        ("encoder.encoder.layer.3.attention.output.dense", False),
        ("encoder.encoder.layer.3.attention.self.query", False),
        ("out", False),
    ],
)
def test_the_layers_of_the_feed_forward_blocks(name: str, is_one: bool) -> None:
    assert is_feed_forward(name) is is_one
