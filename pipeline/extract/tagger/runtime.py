"""The spaCy component of the model: open names and record facts, by an int8 ONNX tagger on the CPU.

Each window runs alone, in one thread: dynamic int8 scales its activations over the whole batch, so
in a batch the last digits of a release would depend on its neighbours. Windows of one release and
of the next ones run in parallel, which uses the cores better than threads within a window, while
the results are decoded."""

from __future__ import annotations

import json
import shutil
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.arabic.clitics import citation, particles
from pipeline.arabic.folding import fold_key
from pipeline.errors import MahdarError
from pipeline.extract.constructs import joined
from pipeline.extract.gazetteers.matching import lines
from pipeline.extract.spans import FACTS as FACTS_KEY
from pipeline.extract.spans import MENTIONS, POSSIBLE, Found, put, text_of, uncrossed
from pipeline.extract.tagger import calibration
from pipeline.extract.tagger.decoding import decode_all, possible_places
from pipeline.extract.tagger.encoding import Remembering, Window, windows
from pipeline.extract.tagger.heads import FACTS, HEADS, LABELS, SKIPS

FILES = ("tagger.onnx", "tokenizer.json", "tagger.json")
REPORTED = "mahdar.reported"  # key of doc.user_data
CALIBRATION = (
    "mahdar.calibration"  # another key: the tables of `calibration.py` for this model's mentions
)
NAMED = frozenset({"COMMITTEE", "ORG", "INITIATIVE"})
DOCS_AHEAD = 16  # windows in progress while one is decoded


@lru_cache(maxsize=2)
def load(folder: str) -> tuple[Any, Remembering]:
    """Return the ONNX session, which may run in several threads at once, and the tokenizer of a
    model folder, loaded once a process. Raise MahdarError if files are missing or the model has
    other heads than this code."""
    from tokenizers import Tokenizer

    path = Path(folder)
    missing = [f for f in FILES if not (path / f).is_file()]
    if missing:
        raise MahdarError(
            f"{path}: the model lacks {', '.join(missing)}; get the repository whole, or set "
            "«model» in the config"
        )
    try:
        heads = json.loads((path / "tagger.json").read_text(encoding="utf-8"))["heads"]
        tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
        session = _session(path / "tagger.onnx")
    except ImportError:
        raise
    except Exception as err:  # the libraries may raise anything
        raise MahdarError(
            f"{path}: the model is damaged ({type(err).__name__}); get the repository whole again, "
            "or set «model» in the config"
        ) from err
    if heads != list(HEADS):
        raise MahdarError(
            f"{path}: this model has other heads than the code; train it anew (models/training)"
        )
    return session, Remembering(tokenizer)


def _session(file: Path) -> Any:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # This fusion's kernel takes eight times as long as the two operations that it joins.
    return ort.InferenceSession(
        str(file),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],
    )


@lru_cache(maxsize=2)
def pool(threads: int) -> Executor:
    """Return the threads of this process that run models."""
    return ThreadPoolExecutor(threads, thread_name_prefix="mahdar-model")


def run(session: Any, window: Window) -> Any:
    """Return the logits of a window, [pieces, outputs]."""
    (logits,) = session.run(["logits"], {"ids": np.asarray([window.ids], np.int64)})
    return logits[0]


def merge(spans: list[tuple[int, int, str, float]], heads: tuple[str, ...]) -> list[Found]:
    """Return the spans of these heads as mentions (`X+` counts as X)."""
    return uncrossed(
        [
            Found(s, e, h.rstrip("+"), "model", round(c, 4))
            for s, e, h, c in spans
            if h.rstrip("+") in heads
        ]
    )


@lru_cache(maxsize=1)
def _generic() -> tuple[frozenset[str], frozenset[str]]:
    """Return nouns, and adjectives without their article."""
    words = lines("generic.txt")
    return frozenset(fold_key(w) for w in words if not w.startswith("+")), frozenset(
        fold_key(w[1:]).removeprefix("ال") for w in words if w.startswith("+")
    )


def is_generic(surface: str) -> bool:
    """Return whether a name is only a bare noun («اللجنة», «الهيئة المذكورة»), which names nothing
    alone (guidelines, rule 4)."""
    nouns, adjectives = _generic()
    if len(surface.strip()) < 2:
        return True
    first, *rest = (w.removeprefix("ال") for w in fold_key(surface).split() or [""])
    return first in nouns and all(w in adjectives for w in rest)


def settled(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the completed mentions of a model (`constructs.py`), without bare nouns, and only one
    of two that overlap."""
    return uncrossed(
        [
            f
            for f in joined(text, found)
            if f.label not in NAMED or not is_generic(citation(text, f.start, f.end))
        ]
    )


class TaggerComponent:
    """Set `doc.spans["mentions"]` and `doc.spans["facts"]`, and in `doc.user_data` POSSIBLE, the
    words that may be places, and REPORTED, the probability that the text reports a meeting."""

    def __init__(self, model: str, threads: int) -> None:
        self.model, self.threads = model, threads

    def __call__(self, doc: Doc) -> Doc:
        return self._finish(*self._start(doc))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = DOCS_AHEAD) -> Iterator[Doc]:
        """Yield the docs in order; read at most `batch_size` of them ahead."""
        started: deque[tuple[Doc, list[Window], list[Future[Any]]]] = deque()
        for doc in docs:
            started.append(self._start(doc))
            if len(started) >= batch_size:
                yield self._finish(*started.popleft())
        while started:
            yield self._finish(*started.popleft())

    def _start(self, doc: Doc) -> tuple[Doc, list[Window], list[Future[Any]]]:
        session, tokenizer = load(self.model)
        wins = windows(text_of(doc), tokenizer)
        return doc, wins, [pool(self.threads).submit(run, session, w) for w in wins]

    def _finish(self, doc: Doc, wins: list[Window], runs: list[Future[Any]]) -> Doc:
        text = text_of(doc)
        logits = [r.result() for r in runs]
        spans = decode_all(logits, wins, text, particles)
        facts = [Found(s, e, h, "model", round(c, 4)) for s, e, h, c in spans if h in FACTS]
        put(doc, MENTIONS, settled(text, merge(spans, LABELS)))
        put(doc, FACTS_KEY, facts)
        doc.user_data[POSSIBLE] = possible_places(logits, wins)
        doc.user_data[CALIBRATION] = calibration.read(Path(self.model))
        at = 3 * len(HEADS) + SKIPS
        doc.user_data[REPORTED] = max(
            (float(1 / (1 + np.exp(x[0, at] - x[0, at + 1]))) for x in logits), default=0.0
        )
        return doc

    def to_disk(self, path: str | Path, **_: Any) -> None:
        Path(path).mkdir(parents=True, exist_ok=True)
        for name in (*FILES, calibration.FILE):
            if name in FILES or (Path(self.model) / name).exists():
                shutil.copy(Path(self.model) / name, Path(path) / name)

    def from_disk(self, path: str | Path, **_: Any) -> TaggerComponent:
        self.model = str(path)
        return self


@Language.factory("mahdar_tagger", default_config={"model": "models/tagger", "threads": 2})
def create_tagger(nlp: Language, name: str, model: str, threads: int) -> TaggerComponent:
    return TaggerComponent(model, threads)
