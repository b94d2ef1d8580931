"""Export and restore a small tagger: the same names, and the same weights up to int8 rounding.
Requires the packages of `train`."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("onnx")
torch = pytest.importorskip("torch")

from transformers import BertConfig, BertModel  # noqa: E402

from models.training.export import quantize, to_onnx  # noqa: E402
from models.training.restore import weights  # noqa: E402
from models.training.smoothing import smoothed  # noqa: E402
from models.training.train import Tagger  # noqa: E402


def small() -> Tagger:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=1000,
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=48,
        max_position_embeddings=64,
        type_vocab_size=2,
        pad_token_id=1,
    )
    tagger = Tagger(
        BertModel._from_config(config, add_pooling_layer=False, attn_implementation="eager")
    ).eval()
    with torch.no_grad():  # outlier channels, and different biases
        tagger.encoder.encoder.layer[1].attention.output.LayerNorm.weight[5] = 30.0
        for p in tagger.parameters():
            if p.dim() == 1:  # equal ones are written once
                p.add_(torch.randn_like(p) * 0.02)
    return tagger


@pytest.mark.filterwarnings("ignore")
def test_an_exported_tagger_is_restored(tmp_path: Path) -> None:
    tagger = small()
    before = {name: x.clone() for name, x in tagger.state_dict().items()}
    ids = torch.randint(4, 1000, (2, 30))
    to_onnx(smoothed(tagger, [(ids, torch.ones_like(ids))]), tmp_path / "whole.onnx")
    quantize(tmp_path / "whole.onnx", tmp_path / "tagger.onnx")
    after = weights(tmp_path / "tagger.onnx")
    assert after.keys() == before.keys()
    for name, x in before.items():
        assert (after[name] - x).abs().max() <= 5 * x.abs().max() / 127, (
            name
        )  # half a step, more where a smoothed column widens its row
