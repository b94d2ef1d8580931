"""Tagger scores to spans: one decision a word, the best BIO path a head.

Scores of a word are the mean over its pieces. The path is found by Viterbi with the one rule that I follows B or I, so that
no name is cut by a single doubtful word.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.encoding import Window
from pipeline.extract.heads import HEADS, SKIPS

Array = NDArray[Any]


def log_softmax(x: Array) -> Array:
    """Log-probabilities over the last axis."""
    x = x - x.max(-1, keepdims=True)
    return np.asarray(x - np.log(np.exp(x).sum(-1, keepdims=True)))


def word_means(logits: Array, window: Window) -> Array:
    """Mean of `logits` ([pieces, k]) over the pieces of each word: [words, k]."""
    at = np.asarray(window.word_of)
    keep = at >= 0
    sums = np.zeros((len(window.words), logits.shape[1]), np.float32)
    np.add.at(sums, at[keep], logits[: len(at)][keep])
    counts = np.bincount(at[keep], minlength=len(window.words)).astype(np.float32)
    return np.asarray(sums / counts[:, None])


def viterbi(scores: Array) -> list[int]:
    """Best path of O, B, I (0, 1, 2) through `scores` ([words, 3], log-probabilities), where I may follow only B or I."""
    n = len(scores)
    if n == 0:
        return []
    best = np.array([scores[0][0], scores[0][1], -np.inf])
    back = np.zeros((n, 3), np.int8)
    for i in range(1, n):
        outside = max(best[0], best[1], best[2])
        came = int(np.argmax(best))
        inner = 1 if best[1] >= best[2] else 2
        back[i] = (came, came, inner)
        best = np.array([outside + scores[i][0], outside + scores[i][1], best[inner] + scores[i][2]])
    path = [int(np.argmax(best))]
    for i in range(n - 1, 0, -1):
        path.append(int(back[i][path[-1]]))
    return path[::-1]


Cuts = Callable[[str], Sequence[int]]


def decode(logits: Array, window: Window, text: str, cuts: Cuts | None = None) -> list[tuple[int, int, str, float]]:
    """Spans (start, end, head, confidence) of a window from the tagger's output ([pieces, 3 × heads + skips]); characters of
    `text`. Confidence is the mean probability of the chosen tags over the words of the span. `cuts` gives the places in a word
    where attached particles may end: of these and 0 the tagger chooses."""
    scores = word_means(logits, window)
    tags = log_softmax(scores[:, : 3 * len(HEADS)].reshape(len(scores), len(HEADS), 3))
    skip = scores[:, 3 * len(HEADS):3 * len(HEADS) + SKIPS]
    live = (tags[:, :, 0] < np.log(0.95)).any(0)  # a head with no doubt anywhere has no spans: most have none
    out = []
    for h in np.flatnonzero(live):
        path = viterbi(tags[:, h])
        i = 0
        while i < len(path):
            if path[i] != 1:
                i += 1
                continue
            j = i + 1
            while j < len(path) and path[j] == 2:
                j += 1
            start, end = _start(text, window.words[i], skip[i], cuts), window.words[j - 1][1]
            sure = float(np.exp(np.mean([tags[k, h, path[k]] for k in range(i, j)])))
            end = _end(text, start, end)
            if start < end:
                out.append((start, end, HEADS[h], sure))
            i = j
    return out


# What no name or clause ends with: an opening mark, a comma, a preposition that governs what follows.
DANGLING = re.compile(r"(?:\s*[(\[«\"،,.:؛/\-–]|\s+(?:في|من|على|إلى|عن|مع|و))+$")


def _end(text: str, start: int, end: int) -> int:
    """The end of a span without what dangles from it; a closing quote or bracket stays where its opening is inside."""
    surface = text[start:end]
    found = DANGLING.search(surface)
    if found and not (found.group().strip() == '"' and surface.count('"') % 2 == 0):
        return start + found.start()
    if surface.endswith((")", "]", "»")) and surface.count(surface[-1]) > surface.count({")": "(", "]": "[", "»": "«"}[surface[-1]]):
        return start + len(surface[:-1].rstrip())
    return end


def _start(text: str, word: tuple[int, int], skip: Array, cuts: Cuts | None) -> int:
    start, end = word
    allowed = range(SKIPS) if cuts is None else [0, *(c for c in cuts(text[start:end]) if c < SKIPS)]
    return start + max(allowed, key=lambda k: float(skip[k]))


def decode_all(outputs: Sequence[Array], wins: Sequence[Window], text: str, cuts: Cuts | None = None) -> list[tuple[int, int, str, float]]:
    """Spans of all windows of a text, sorted."""
    return sorted(s for o, w in zip(outputs, wins, strict=True) for s in decode(o, w, text, cuts))
