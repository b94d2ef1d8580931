"""Export a trained tagger for shipping: `python -m models.training export FOLDER --out DIR [--data
FILE…] [--check FILE]`.

FOLDER is the output of train.py. DIR gets `tagger.onnx` (int8; input `ids`, int64 [1, pieces];
output `logits`, float32 [1, pieces, 3 × heads + skips + 2]), `tokenizer.json`,
and `tagger.json`, which describes how the model was made.

Weights are int8 per channel, embeddings too. Activations are quantized dynamically with one scale
per tensor, so windows in one batch would change each other's values a little: they run one at a
time, which is as fast and needs no mask (unmasked.py). Outlier channels are reduced before
(smoothing.py), measured on releases of our own (`--smooth-on`). The graph is exported by tracing;
onnxruntime fuses it on loading, and its offline BERT fusion (`onnxruntime.transformers`,
QAttention) was measured 10 % slower on int8."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from models.training.saturation import fit
from models.training.smoothing import smoothed
from models.training.train import Tagger, load, score, whole
from models.training.unmasked import unmasked, version
from pipeline.arabic.clitics import particles
from pipeline.extract.tagger.decoding import decode_all
from pipeline.extract.tagger.encoding import Window, windows
from pipeline.extract.tagger.heads import HEADS, SKIPS

Logits = np.ndarray[Any, Any]
OPSET = 17
OURS = Path(__file__).parent / "annotation" / "composed.jsonl"
SHOWN = 40  # documents to find outlier channels


def to_onnx(tagger: Tagger, path: Path) -> None:
    """Write the tagger as fp32 ONNX with dynamic length, without its attention mask and without
    traces of the machine."""
    ids = torch.randint(4, 1000, (3, 17))
    mask = torch.ones_like(ids)
    mask[1, 9:] = 0
    axes = {name: {0: "batch", 1: "pieces"} for name in ("ids", "mask", "logits")}
    with (
        warnings.catch_warnings()
    ):  # the tracing exporter is deprecated, but onnxruntime does not fuse the new one's graph
        warnings.simplefilter("ignore")
        torch.onnx.export(
            tagger,
            (ids, mask),
            str(path),
            input_names=["ids", "mask"],
            output_names=["logits"],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
    model = onnx.load(path)
    for node in model.graph.node:
        node.doc_string = ""
    unmasked(model)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def quantize(
    source: Path, target: Path, per_channel: bool = True, reduce_range: bool = False
) -> None:
    """Quantize to int8 weights and dynamic activations. Full-range weights per channel are adjusted
    to fit every processor (`saturation.py`)."""
    quantize_dynamic(
        source,
        target,
        weight_type=QuantType.QInt8,
        per_channel=per_channel,
        reduce_range=reduce_range,
    )
    if per_channel and not reduce_range:
        model = onnx.load(target)
        fit(model, onnx.load(source))
        onnx.save(model, target)


def session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def logits_onnx(model: onnxruntime.InferenceSession, window: Window) -> Logits:
    (out,) = model.run(["logits"], {"ids": np.asarray([window.ids], np.int64)})
    logits: Logits = out[0]
    return logits


def logits_torch(tagger: Tagger, window: Window) -> Logits:
    with torch.no_grad():
        out: Logits = tagger(
            torch.tensor([window.ids]), torch.ones((1, len(window.ids)), dtype=torch.long)
        )[0].numpy()
    return out


def arguments(
    docs: Sequence[dict[str, Any]], tk: Tokenizer
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Yield the arguments of the tagger, one window at a time."""
    for d in docs:
        for w in windows(d["text"], tk):
            yield torch.tensor([w.ids]), torch.ones((1, len(w.ids)), dtype=torch.long)


def predict(
    logits: Callable[[Window], Logits], docs: Sequence[dict[str, Any]], tk: Tokenizer
) -> list[tuple[list[Any], float]]:
    """Return the spans of each document, as train.predict does."""
    out = []
    for d in docs:
        wins = windows(d["text"], tk)
        out.append((decode_all([logits(w) for w in wins], wins, d["text"], particles), 0.0))
    return out


def agreement(a: Sequence[tuple[list[Any], float]], b: Sequence[tuple[list[Any], float]]) -> float:
    """Return the F1 of the spans (start, end, head) of two predictions, in percent."""
    x, y = (
        {(i, *span[:3]) for i, (spans, _) in enumerate(got) for span in spans} for got in (a, b)
    )
    return 200 * len(x & y) / max(1, len(x) + len(y))


def speed(
    model: onnxruntime.InferenceSession, docs: Sequence[dict[str, Any]], tk: Tokenizer
) -> float:
    """Return words per second over the windows of `docs`."""
    wins = [w for d in docs for w in windows(d["text"], tk)]
    began = time.perf_counter()
    for w in wins:
        logits_onnx(model, w)
    return sum(len(w.words) for w in wins) / (time.perf_counter() - began)


def card(folder: Path, out: Path, data: Sequence[Path]) -> dict[str, Any]:
    """Return the content of `tagger.json`: heads in the order of the output, version, training,
    data, and files with their hashes."""

    def facts(path: Path) -> dict[str, Any]:
        return {
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "bytes": path.stat().st_size,
        }

    files = {name: facts(out / name) for name in ("tagger.onnx", "tokenizer.json")}
    return {
        "version": version(files),
        "heads": list(HEADS),
        "skips": SKIPS,
        "files": files,
        "data": {path.name: facts(path) for path in data},
        "training": json.loads((folder / "training.json").read_text(encoding="utf-8")),
        "made_with": {
            "torch": torch.__version__,
            "onnx": onnx.__version__,
            "onnxruntime": onnxruntime.__version__,
        },
    }


def check(
    tagger: Tagger, models: dict[str, Path], docs: list[dict[str, Any]], tk: Tokenizer, threads: int
) -> None:
    """Print how far each model agrees with the trained one, the span F1 if the documents are gold,
    and its speed."""
    trained = predict(lambda w: logits_torch(tagger, w), docs, tk)
    gold = all("spans" in d and "records" in d for d in docs)
    print(
        f"{len(docs)} documents; trained: {sum(len(spans) for spans, _ in trained)} spans"
        + (f", span F1 {score(docs, trained)['ALL']}" if gold else "")
    )
    for name, path in models.items():
        model = session(path, threads)
        got = predict(lambda w, model=model: logits_onnx(model, w), docs, tk)  # type: ignore[misc]
        line = f"{name:24} {path.stat().st_size / 1e6:6.1f} MB   agreement F1 {agreement(trained, got):6.2f}"
        line += f"   span F1 {score(docs, got)['ALL']}" if gold else ""
        print(f"{line}   words/s {speed(model, docs, tk):,.0f}", flush=True)


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument(
        "folder",
        type=Path,
        help="what train.py wrote: tagger.pt, config.json, tok.json, training.json",
    )
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument(
        "--data",
        type=Path,
        nargs="*",
        default=[],
        help="the training files, whose hashes go into tagger.json",
    )
    ap.add_argument(
        "--smooth-on", type=Path, default=OURS, help="documents that show which channels outlie"
    )
    ap.add_argument(
        "--check", type=Path, help="documents to compare the exported model with the trained one on"
    )
    ap.add_argument("--documents", type=int, default=40, help="how many of them")
    ap.add_argument(
        "--variants",
        action="store_true",
        help="with --check: compare the other ways to quantize too",
    )
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    tagger = whole(a.folder).eval()
    tk = Tokenizer.from_file(str(a.folder / "tok.json"))
    a.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch, "fp32.onnx")
        to_onnx(tagger, plain)
        smooth = Path(scratch, "smooth.onnx")
        to_onnx(
            smoothed(whole(a.folder).eval(), arguments(load([str(a.smooth_on)])[:SHOWN], tk)),
            smooth,
        )
        quantize(smooth, a.out / "tagger.onnx")
        shutil.copyfile(a.folder / "tok.json", a.out / "tokenizer.json")
        about = card(a.folder, a.out, a.data)
        (a.out / "tagger.json").write_text(
            json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        print(
            f"{a.out}: version {about['version']}, "
            f"{about['files']['tagger.onnx']['bytes'] / 1e6:.1f} MB"
        )
        if a.check:
            models = {"fp32": plain, "int8 (shipped)": a.out / "tagger.onnx"}
            if a.variants:
                for name, source, channel, reduced in (
                    ("int8, not smoothed", plain, True, False),
                    ("int8 a tensor", smooth, False, False),
                    ("int8 a channel, 7 bits", smooth, True, True),
                ):
                    models[name] = Path(scratch, f"{len(models)}.onnx")
                    quantize(source, models[name], channel, reduced)
            check(tagger, models, load([str(a.check)])[: a.documents], tk, a.threads)
