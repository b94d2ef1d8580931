"""Find texts that share runs of words: test texts must not have been read in training."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.extract.tagger.encoding import INVISIBLE, WORD

RUN = 12  # length in words of a run that makes two texts partial copies


def runs(text: str) -> Iterator[int]:
    """Return a hash of each run of RUN words of `text`, without invisible characters."""
    words = [INVISIBLE.sub("", m.group()) for m in WORD.finditer(text)]
    return (hash(tuple(words[i : i + RUN])) for i in range(len(words) - RUN + 1))


def held_out(paths: Iterable[Path]) -> frozenset[int]:
    """Return the runs of all documents (objects with `text`, one a line) of these files."""
    texts = (path.read_text(encoding="utf-8") for path in paths)
    lines = (line for text in texts for line in text.split("\n") if line.strip())
    return frozenset(run for line in lines for run in runs(json.loads(line)["text"]))


def unread(docs: Sequence[dict[str, Any]], held: frozenset[int]) -> list[dict[str, Any]]:
    """Return the documents that share no run with `held`."""
    kept = apart([d["text"] for d in docs], held)
    return [d for d, ok in zip(docs, kept, strict=True) if ok]


def apart(texts: Sequence[str], unread: frozenset[int]) -> list[bool]:
    """Return for each text whether it shares no run with `unread`."""
    return [unread.isdisjoint(runs(text)) for text in texts]
