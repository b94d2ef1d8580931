"""Tagger scores to spans: one decision for each word, the best BIO path for each head.

The scores of a word are the mean over its pieces. Viterbi finds the path, with the rule that I
follows B or I, so a single doubtful word does not split a name."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.tagger.encoding import Window
from pipeline.extract.tagger.heads import HEADS, SKIPS, WORDS

Array = NDArray[Any]
DOUBTFUL = 0.05  # minimum probability in a head of single words
POSSIBLE = 0.01  # minimum probability of a place or state for a word to be part of one
PLACES = tuple(HEADS.index(head) for head in ("LOC", "COUNTRY"))
# Bias (natural log of odds) in favour of a path inside: the tagger misses more participants than it
# invents. With 0.8 to 1.8 people gain equally (five folds 88.7 to 89.7, 220 articles 83.5 to 85.6);
# no other head gains.
LEANS = {"ATTENDED": 1.2}
LEAN = np.array([[-LEANS.get(head, 0.0), 0.0, 0.0] for head in HEADS], np.float32)


def largest(x: Array) -> Array:
    """Return the largest values over the last axis, which is short: `max` is ten times as slow."""
    return np.asarray(reduce(np.maximum, np.moveaxis(x, -1, 0)))


def log_softmax(x: Array) -> Array:
    """Return log-probabilities over the last axis."""
    x = x - largest(x)[..., None]
    return np.asarray(x - np.log(np.exp(x).sum(-1, keepdims=True)))


def word_means(logits: Array, window: Window) -> Array:
    """Return the mean of `logits` ([pieces, k]) over the pieces of each word, which are
    consecutive: [words, k]."""
    at = np.asarray(window.word_of)
    keep = np.flatnonzero(at >= 0)
    if not len(keep):
        return np.zeros((0, logits.shape[1]), np.float32)
    counts = np.bincount(at[keep], minlength=len(window.words))
    sums = np.add.reduceat(logits[keep], np.cumsum(counts) - counts, axis=0)
    return np.asarray(sums / counts.astype(np.float32)[:, None])


def viterbi(scores: Array) -> list[int]:
    """Return the best path of O, B, I (0, 1, 2) through `scores` ([words, 3], log-probabilities),
    where I may follow only B or I. Plain floats: a path has hundreds of steps of three numbers, for
    which numpy is ten times as slow."""
    steps = scores.tolist()
    if not steps:
        return []
    out, begin, inside = steps[0][0], steps[0][1], -math.inf
    back: list[tuple[int, int]] = []  # the predecessor of O or B, and that of I
    for o, b, i in steps[1:]:
        inner = 1 if begin >= inside else 2
        before = begin if inner == 1 else inside
        came, most = (0, out) if out >= before else (inner, before)
        back.append((came, inner))
        out, begin, inside = most + o, most + b, before + i
    tag = 0 if out >= begin and out >= inside else 1 if begin >= inside else 2
    path = [tag]
    for came, inner in reversed(back):
        tag = inner if tag == 2 else came
        path.append(tag)
    return path[::-1]


def paths(tags: Array) -> Array:
    """Return the tags of `viterbi` for each head: [words, heads] from log-probabilities [words,
    heads, 3]. Most words are outside by more than any other path could gain, whatever the next word
    prefers; only the ranges between these are searched."""
    stays = tags[:, :, 0] - largest(tags[:, :, 1:])
    stays[:-1] -= np.maximum(
        tags[1:, :, 2] - tags[1:, :, 1], 0
    )  # a word inside would have to begin if the one before it were outside
    out = np.zeros(tags.shape[:2], np.int8)
    for h in range(tags.shape[1]):
        for start, end in runs(np.flatnonzero(stays[:, h] <= 0)):
            out[start:end, h] = viterbi(tags[start:end, h])
    return out


def runs(indices: Array) -> list[tuple[int, int]]:
    """Return ascending indices as half-open ranges of consecutive ones."""
    out: list[tuple[int, int]] = []
    for i in indices.tolist():
        out.append((out.pop()[0] if out and out[-1][1] == i else i, i + 1))
    return out


Cuts = Callable[[str], Sequence[int]]


def decode(
    logits: Array, window: Window, text: str, cuts: Cuts | None = None
) -> list[tuple[int, int, str, float]]:
    """Return spans (start, end, head, confidence) of a window from the tagger's output ([pieces, 3
    × heads + skips]), in characters of `text`. The confidence is the mean probability of the chosen
    tags over the words of the span. A head of WORDS returns each word that is not DOUBTFUL
    separately. LEANS biases paths, not confidences. `cuts` gives the offsets in a word where
    attached particles may end; the tagger chooses one of these and 0."""
    scores = word_means(logits, window)
    tags = log_softmax(scores[:, : 3 * len(HEADS)].reshape(len(scores), len(HEADS), 3))
    skip = scores[:, 3 * len(HEADS) : 3 * len(HEADS) + SKIPS]
    out = []
    best = paths(tags + LEAN)
    chosen = np.take_along_axis(tags, best[:, :, None], 2)[:, :, 0]
    single = [h for h, head in enumerate(HEADS) if head in WORDS]
    best[:, single] = 0
    begins = np.exp(tags[:, single, 1])
    for i, k in zip(*np.nonzero(begins >= DOUBTFUL), strict=True):
        out.append((*window.words[i], HEADS[single[k]], float(begins[i, k])))
    followed = [
        *(best[1:] == 2).tolist(),
        [False] * len(HEADS),
    ]  # whether the next word is inside as well
    for i, h in zip(*(at.tolist() for at in np.nonzero(best == 1)), strict=True):
        j = i + 1
        while followed[j - 1][h]:
            j += 1
        start, end = _start(text, window.words[i], skip[i], cuts), window.words[j - 1][1]
        sure = float(np.exp(chosen[i:j, h].mean()))
        end = _end(text, start, end)
        if start < end:
            out.append((start, end, HEADS[h], sure))
    return out


# No name or clause ends with these: an opening mark, a comma, a preposition of the next word.
DANGLING = re.compile(r"(?:\s*[(\[«\"،,.:؛/\-–]|\s+(?:في|من|على|إلى|عن|مع|و))+$")


def _end(text: str, start: int, end: int) -> int:
    """Return the end of a span without such an ending; a closing quote or bracket stays if its
    opening is inside."""
    surface = text[start:end]
    found = DANGLING.search(surface)
    if found and not (found.group().strip() == '"' and surface.count('"') % 2 == 0):
        return start + found.start()
    if surface.endswith((")", "]", "»")) and surface.count(surface[-1]) > surface.count(
        {")": "(", "]": "[", "»": "«"}[surface[-1]]
    ):
        return start + len(surface[:-1].rstrip())
    return end


def _start(text: str, word: tuple[int, int], skip: Array, cuts: Cuts | None) -> int:
    start, end = word
    allowed = (
        range(SKIPS) if cuts is None else [0, *(c for c in cuts(text[start:end]) if c < SKIPS)]
    )
    return start + max(allowed, key=lambda k: float(skip[k]))


def possible_places(outputs: Sequence[Array], wins: Sequence[Window]) -> list[tuple[int, int]]:
    """Return the words of a text that are at least POSSIBLE as part of a place or state."""
    found = set()
    for logits, window in zip(outputs, wins, strict=True):
        tags = np.stack([logits[:, 3 * h : 3 * h + 3] for h in PLACES], 1).reshape(len(logits), -1)
        words = log_softmax(word_means(tags, window).reshape(-1, len(PLACES), 3))
        inside = (1 - np.exp(words[:, :, 0])).sum(1)
        found |= {window.words[i] for i in np.flatnonzero(inside >= POSSIBLE).tolist()}
    return sorted(found)


def decode_all(
    outputs: Sequence[Array], wins: Sequence[Window], text: str, cuts: Cuts | None = None
) -> list[tuple[int, int, str, float]]:
    """Return the spans of all windows of a text, sorted."""
    return sorted(s for o, w in zip(outputs, wins, strict=True) for s in decode(o, w, text, cuts))
