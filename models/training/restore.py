"""Restore the weights of an exported tagger as fp32, to continue training from the shipped model:

    python -m models.training restore models/tagger --out WORK/tagger

The result lacks only what int8 rounded: half a step of 1/127 of the largest weight of a channel.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from transformers import BertConfig

CONFIG = {
    "hidden_size": 384,
    "intermediate_size": 1536,
    "num_attention_heads": 12,
    "layer_norm_eps": 1e-12,
    "type_vocab_size": 2,
    "pad_token_id": 1,
}
QUANTIZED = "_quantized"
SHRINK, LINEAR = ".shrink", ".linear."  # of smoothing.py


def weights(path: Path) -> dict[str, torch.Tensor]:
    """Return the state of train.Tagger, with smoothing undone. A matrix has no name in the graph:
    it is identified by the bias that is added to its product. The graph merges equal vectors, so an
    untrained tagger cannot be restored."""
    graph = onnx.load(path).graph
    given = {x.name: numpy_helper.to_array(x) for x in graph.initializer}
    users: dict[str, list[onnx.NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)

    def bias(name: str) -> str:
        """Return the bias that is added to the result of this value."""
        while True:
            (node,) = users[name]
            if node.op_type == "Add":
                (found,) = (x for x in node.input if x in given)
                return found
            (name,) = node.output

    out = {
        name: x
        for name, x in given.items()
        if x.dtype == np.float32 and name.endswith((".weight", ".bias"))
    }
    for name, x in given.items():
        if not name.endswith(QUANTIZED):
            continue
        base = name.removesuffix(QUANTIZED)
        whole = (x.astype(np.float32) - given[base + "_zero_point"].astype(np.float32)) * given[
            base + "_scale"
        ]
        if base.endswith(".weight"):  # an embedding
            out[base] = whole
        else:
            (node,) = users[name]
            out[bias(node.output[0]).removesuffix("bias") + "weight"] = whole.T
    for name, x in given.items():
        if name.endswith(SHRINK):
            base = name.removesuffix(SHRINK)
            out[base + ".bias"] = out.pop(base + LINEAR + "bias")
            out[base + ".weight"] = out.pop(base + LINEAR + "weight") * x
    return {name: torch.from_numpy(np.array(x)) for name, x in out.items()}


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("folder", type=Path, help="what export.py wrote")
    ap.add_argument("--out", type=Path, required=True, help="gets what train.py writes")
    a = ap.parse_args()
    state = weights(a.folder / "tagger.onnx")
    words, places = (
        state[f"encoder.embeddings.{name}_embeddings.weight"] for name in ("word", "position")
    )
    layers = sum(name.endswith("intermediate.dense.bias") for name in state)
    a.out.mkdir(parents=True, exist_ok=True)
    BertConfig(
        **CONFIG,
        vocab_size=len(words),
        max_position_embeddings=len(places),
        num_hidden_layers=layers,
    ).save_pretrained(a.out)
    torch.save(state, a.out / "tagger.pt")
    shutil.copyfile(a.folder / "tokenizer.json", a.out / "tok.json")
    about = json.loads((a.folder / "tagger.json").read_text(encoding="utf-8"))
    (a.out / "training.json").write_text(
        json.dumps(about["training"] | {"restored_from": about["version"]}), encoding="utf-8"
    )
