"""The spaCy component of the model: open names and record facts, by an int8 ONNX tagger on the CPU.

Windows of many documents are sorted by length and run in batches; the result does not depend on the batch but for rounding,
since every window is padded and masked.
"""
from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from pipeline.arabic.clitics import particles
from pipeline.errors import MahdarError
from pipeline.extract.decoding import decode_all
from pipeline.extract.encoding import PAD, Window, windows
from pipeline.extract.heads import FACTS, HEADS, LABELS, SKIPS
from pipeline.extract.spans import FACTS as FACTS_KEY
from pipeline.extract.spans import MENTIONS, Found, put

FILES = ("tagger.onnx", "tokenizer.json", "tagger.json")
REPORTED = "mahdar.reported"  # key of doc.user_data


@lru_cache(maxsize=2)
def load(folder: str, threads: int) -> tuple[Any, Any]:
    """The ONNX session and the tokenizer of a model folder, loaded once a process. Raises MahdarError where files are missing or
    the model was made for other heads than this code has."""
    import onnxruntime as ort
    from tokenizers import Tokenizer

    path = Path(folder)
    missing = [f for f in FILES if not (path / f).is_file()]
    if missing:
        raise MahdarError(f"{path}: the model lacks {', '.join(missing)}; get the repository whole, or set «model» in the config")
    card = json.loads((path / "tagger.json").read_text(encoding="utf-8"))
    if tuple(card["heads"]) != HEADS:
        raise MahdarError(f"{path}: this model has other heads than the code; train it anew (models/training)")
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = ort.InferenceSession(str(path / "tagger.onnx"), options, providers=["CPUExecutionProvider"])
    return session, Tokenizer.from_file(str(path / "tokenizer.json"))


@lru_cache(maxsize=2)
def fingerprint(folder: str) -> str:
    """Twelve hex digits of the model's files."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((Path(folder) / name).read_bytes())
    return digest.hexdigest()[:12]


def run(session: Any, batch: list[Window]) -> list[Any]:
    """Logits of each window, [pieces, outputs]."""
    width = max(len(w.ids) for w in batch)
    ids = np.full((len(batch), width), PAD, np.int64)
    mask = np.zeros((len(batch), width), np.int64)
    for k, w in enumerate(batch):
        ids[k, : len(w.ids)] = w.ids
        mask[k, : len(w.ids)] = 1
    (logits,) = session.run(["logits"], {"ids": ids, "mask": mask})
    return [logits[k, : len(w.ids)] for k, w in enumerate(batch)]


def merge(spans: list[tuple[int, int, str, float]], heads: tuple[str, ...]) -> list[Found]:
    """Spans of these heads (`X+` counts as X) that neither cross nor stand on the very same range: the surer one stays."""
    kept: list[tuple[int, int, str, float]] = []
    for s, e, label, sure in sorted(((s, e, h.rstrip("+"), c) for s, e, h, c in spans if h.rstrip("+") in heads), key=lambda x: (-x[3], x)):
        if not any((s, e) == (a, b) or a < s < b < e or s < a < e < b for a, b, _, _ in kept):
            kept.append((s, e, label, sure))
    return [Found(s, e, label, "model", round(sure, 4)) for s, e, label, sure in sorted(kept)]


class TaggerComponent:
    """Sets `doc.spans["mentions"]` and `doc.spans["facts"]`, and `doc.user_data[REPORTED]`: the probability that the text reports a
    meeting."""

    def __init__(self, model: str, batch_windows: int, threads: int) -> None:
        self.model, self.batch_windows, self.threads = model, batch_windows, threads

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64, **_: Any) -> Iterator[Doc]:
        for docs in minibatch(stream, batch_size):
            yield from self._tag(list(docs))

    def _tag(self, docs: list[Doc]) -> list[Doc]:
        session, tokenizer = load(self.model, self.threads)
        wins = [windows(d.text, tokenizer) for d in docs]
        flat = sorted(((len(w.ids), i, j) for i, ws in enumerate(wins) for j, w in enumerate(ws)), reverse=True)
        outs: list[list[Any]] = [[None] * len(ws) for ws in wins]
        for at in range(0, len(flat), self.batch_windows):
            part = flat[at:at + self.batch_windows]
            for (_, i, j), logits in zip(part, run(session, [wins[i][j] for _, i, j in part]), strict=True):
                outs[i][j] = logits
        for doc, ws, logits in zip(docs, wins, outs, strict=True):
            spans = decode_all(logits, ws, doc.text, particles)
            put(doc, MENTIONS, merge(spans, LABELS))
            facts = [Found(s, e, h, "model", round(c, 4)) for s, e, h, c in spans if h in FACTS]
            put(doc, FACTS_KEY, facts)
            at = 3 * len(HEADS) + SKIPS
            doc.user_data[REPORTED] = max((float(1 / (1 + np.exp(x[0, at] - x[0, at + 1]))) for x in logits), default=0.0)
        return docs

    def to_disk(self, path: str | Path, **_: Any) -> None:
        Path(path).mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copy(Path(self.model) / name, Path(path) / name)

    def from_disk(self, path: str | Path, **_: Any) -> TaggerComponent:
        self.model = str(path)
        return self


@Language.factory("mahdar_tagger", default_config={"model": "models/tagger", "batch_windows": 16, "threads": 2})
def create_tagger(nlp: Language, name: str, model: str, batch_windows: int, threads: int) -> TaggerComponent:
    return TaggerComponent(model, batch_windows, threads)
