"""A tagger without the heads and units that matter least. Requires the packages of `train`."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from models.training.pruning import Part, chosen, parts, pruned  # noqa: E402
from models.training.student import sizes  # noqa: E402
from models.training.train import Tagger, whole  # noqa: E402
from pipeline.extract.tagger.encoding import CLS, SEP, Window  # noqa: E402
from tests.models.tiny import tiny  # noqa: E402

WINDOWS = [
    Window((CLS, a, b, c, SEP), (-1, 0, 0, 1, -1), ((0, 4), (5, 9)))
    for a, b, c in ((5, 6, 7), (8, 9, 10), (11, 12, 13), (14, 15, 16))
]


@pytest.fixture
def tagger() -> Tagger:
    return tiny(layers=2, heads=3)


def said(tagger: Tagger) -> torch.Tensor:
    with torch.no_grad():
        ids = torch.tensor([w.ids for w in WINDOWS])
        return tagger(ids, torch.ones_like(ids))


def silenced(tagger: Tagger, unit: int, head: int) -> None:
    """Make a unit and a head of the first layer give the same on every word."""
    layer = tagger.encoder.encoder.layer[0]
    with torch.no_grad():
        layer.intermediate.dense.weight[unit] = 0
        layer.intermediate.dense.bias[unit] = 0.8
        layer.attention.self.value.weight[4 * head : 4 * head + 4] = 0
        layer.attention.self.value.bias[4 * head : 4 * head + 4] = 0.3


def test_what_never_changes_matters_least(tagger: Tagger) -> None:
    silenced(tagger, 3, 1)
    heads, units = parts(tagger, [WINDOWS])
    assert heads[0].matters.argmin() == 1 and units[0].matters.argmin() == 3
    assert heads[0].matters[1] < 1e-6 < heads[0].matters.max()


def test_parts_that_never_change_go_without_a_loss(tagger: Tagger) -> None:
    """Their mean stays in the layer's bias."""
    silenced(tagger, 3, 1)
    heads, units = parts(tagger, [WINDOWS])
    before = said(tagger)
    small = pruned(tagger, [WINDOWS], 3, 16, 1)
    assert torch.allclose(said(small), before, atol=1e-5)
    fewer = pruned(tagger, [WINDOWS], 2, 15, 1)
    assert sum(sizes(fewer)["heads"]) == 4 and sum(sizes(fewer)["units"]) == 30
    assert 1 not in chosen(heads, 2, 1, 1)[0] and 3 not in chosen(units, 15, 1, 1)[0]
    assert torch.equal(said(tagger), before)  # the teacher stays as it is


def test_layers_are_compared_with_each_other() -> None:
    much, little = (
        Part(torch.tensor(m), torch.zeros(4), 1) for m in ([9.0, 8, 7, 1], [2.0, 3, 0, 0])
    )
    kept = chosen([much, little], 2, 1, 1)
    assert [k.tolist() for k in kept] == [[0, 1, 2], [1]]
    assert [len(k) for k in chosen([much, little], 2, 2, 2)] == [4, 2]


def test_a_smaller_tagger_is_read_again(tagger: Tagger, tmp_path: Path) -> None:
    small = pruned(tagger, [WINDOWS], 2, 8, 1)
    torch.save(small.state_dict(), tmp_path / "tagger.pt")
    small.encoder.config.save_pretrained(tmp_path)
    again = whole(tmp_path).eval()
    assert sizes(again) == sizes(small) and torch.equal(said(again), said(small))
