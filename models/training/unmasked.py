"""A tagger without its attention mask.

The tagger reads one window at a time, so nothing is padded and the mask adds zeros to all scores of
all heads: 5 % of the time for nothing. The graph without it gives the same bytes. (An attention
fused by onnxruntime's `MultiHeadAttention` gives the same bytes with its flash attention turned off,
and is hardly faster; with flash attention it is 5 % faster still, but rounds otherwise, and int8
makes other spans of that.)

`python -m models.training unmask DIR` takes the mask out of a tagger that was exported with one."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import onnx


def unmasked(model: onnx.ModelProto) -> None:
    """Take the mask, its input and what makes it out of a tagger of two layers or more, in place.
    The mask is the value that is added to the scores of every layer. Raise ValueError if there is
    no such value."""
    graph = model.graph
    made = {name: node for node in graph.node for name in node.output}
    softmaxes = [node for node in graph.node if node.op_type == "Softmax"]
    sums = [made[node.input[0]] for node in softmaxes]
    masks = set.intersection(*(set(node.input) for node in sums)) if len(sums) > 1 else set()
    if len(masks) != 1 or any(node.op_type != "Add" for node in sums):
        raise ValueError("no mask that all layers share")
    for node, scores in zip(softmaxes, sums, strict=True):
        (node.input[0],) = set(scores.input) - masks
    _without_unused(graph)


def _without_unused(graph: onnx.GraphProto) -> None:
    """Take out the nodes, weights and inputs that no output needs, in place."""
    needed = {x.name for x in graph.output}
    kept = []
    for node in reversed(graph.node):
        if needed.intersection(node.output):
            kept.append(node)
            needed.update(node.input)
    del graph.node[:]
    graph.node.extend(reversed(kept))
    for values in (graph.initializer, graph.input):
        for unused in [x for x in values if x.name not in needed]:
            values.remove(unused)


def version(files: dict[str, Any]) -> str:
    """Return the version of a model with these files, as `tagger.json` has them."""
    digests = "".join(f["sha256"] for f in files.values())
    return hashlib.sha256(digests.encode("ascii")).hexdigest()[:12]


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("folder", type=Path, help="what export.py wrote")
    folder = ap.parse_args().folder
    model = onnx.load(folder / "tagger.onnx")
    unmasked(model)
    onnx.save(model, folder / "tagger.onnx")
    about = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
    data = (folder / "tagger.onnx").read_bytes()
    about["files"]["tagger.onnx"] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    old, about["version"] = about["version"], version(about["files"])
    (folder / "tagger.json").write_text(
        json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    tables = folder / "calibration.json"  # those of the old version hold: it gives the same bytes
    text = tables.read_text(encoding="utf-8")
    tables.write_text(text.replace(old, about["version"], 1), encoding="utf-8")
