"""A head learnt on fixed features. Needs the packages of `train`."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from models.training.probe import NEVER, fit, with_head  # noqa: E402
from pipeline.extract.heads import HEADS, SKIPS  # noqa: E402


def test_the_regression_finds_what_made_the_labels() -> None:
    torch.manual_seed(0)
    x = torch.randn(4000, 5) * torch.tensor([1.0, 10.0, 0.1, 3.0, 1.0]) + 2
    score = x @ torch.tensor([2.0, 0.0, 0.0, -1.0, 0.0]) - 1.0
    y = torch.rand(4000) < torch.sigmoid(score)
    weight, bias = fit(x, y)
    assert torch.allclose(weight[[0, 3]], torch.tensor([2.0, -1.0]), atol=0.3)
    log_loss = torch.nn.functional.binary_cross_entropy_with_logits
    assert log_loss(x @ weight + bias, y.float()) <= log_loss(score, y.float()) + 1e-4


def test_only_its_head_changes_and_no_span_goes_on() -> None:
    outputs = 3 * len(HEADS) + SKIPS + 2
    state = {
        "out.weight": torch.ones(outputs, 4),
        "out.bias": torch.ones(outputs),
        "encoder.x": torch.ones(2),
    }
    got = with_head(state, torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.tensor(-3.0))
    at = 3 * HEADS.index("OPENS")
    assert got["out.bias"][at : at + 3].tolist() == [0.0, -3.0, NEVER] and got["out.weight"][
        at + 1
    ].tolist() == [1.0, 2.0, 3.0, 4.0]
    others = [k for k in range(outputs) if not at <= k < at + 3]
    assert torch.equal(got["out.weight"][others], state["out.weight"][others]) and torch.equal(
        got["encoder.x"], state["encoder.x"]
    )
    assert torch.equal(state["out.bias"], torch.ones(outputs))
