"""Text to windows of word pieces: the tagger's input, in training and in use.

A *word* is a half-open character range of the text: letters or digits with the combining marks
between and after them, or one other visible character. A number and a word of at least three
letters written together («يوم25فبراير», not «الـ25» nor «كوفيد19») are two words. The tagger
decides once for each word, never inside one; a second decision leaves out an attached particle at
the beginning of a word (`decoding.py`). A *window* is a run of whole segments (lines; long ones are
cut after a full stop) that fits the encoder."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from pipeline.arabic.folding import REMEMBERED
from pipeline.extract.tagger.spelling import Lacking, as_learnt, lacking

# Combining marks (harakat, Koranic signs, superscript alef, tatweel) stay with the letter before
# them; zero-width and bidi controls only if another letter follows, so that no word ends in an
# invisible character.
MARK = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
CONTROL = "\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad"
WORD = re.compile(f"[^\\W_](?:[{MARK}]*[{CONTROL}]*[^\\W_])*[{MARK}]*|[^\\w\\s{CONTROL}]|_")
ENDING = re.compile(f"[{CONTROL}]+$")
RUN = re.compile(f"\\d(?:[{MARK}{CONTROL}]*\\d)*[{MARK}]*|\\D+")
ARABIC = f"[\u0621-\u064a{MARK}{CONTROL}]"
GLUED = re.compile(f"\\d(?:(?<={ARABIC}\\d)|(?={ARABIC}))")
PARTED = re.compile(
    "(?![وف]?(?:[بكل]?ال|لل)$)[\u0621-\u063a\u0641-\u064a]{3,}"
)  # beside a number: not «2025م», «في14», «وال25»
LONG = 4  # digits: a year
INVISIBLE = re.compile(f"[{MARK}{CONTROL}]")
SENTENCE_END = re.compile(r"[.؟!؛…](?=\s|[\u0621-\u064a])\s*|(?<=[،,])\s+")

CLS, PAD, SEP, UNK = 0, 1, 2, 3
MAX_PIECES = 256
MAX_WORD_PIECES = 8


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces of a range of text: `ids` with CLS first and SEP after each segment; `word_of`
    maps each piece to the index of its word in `words`, -1 for CLS and SEP; `words` are half-open
    character ranges of the text."""

    ids: tuple[int, ...]
    word_of: tuple[int, ...]
    words: tuple[tuple[int, int], ...]


def words(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return half-open ranges of the words of `text[start:end]`, in characters of `text`."""
    end = len(text) if end is None else end
    found = [m.span() for m in WORD.finditer(text, start, end)]
    glued = {
        bisect_right(found, (digit.start(), end)) - 1 for digit in GLUED.finditer(text, start, end)
    }
    return (
        [
            part
            for k, word in enumerate(found)
            for part in (_parts(text, *word) if k in glued else (word,))
        ]
        if glued
        else found
    )


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split a word where a number meets letters that are a word of their own; not before a short
    number at its end («كوفيد19»)."""
    runs = [run.span() for run in RUN.finditer(text, start, end)]
    shown = [INVISIBLE.sub("", text[a:b]) for a, b in runs]
    whole = [PARTED.fullmatch(run) is not None for run in shown]
    cuts = [
        a
        for k, (a, _) in enumerate(runs)
        if k and (whole[k] or (whole[k - 1] and (k + 1 < len(runs) or len(shown[k]) >= LONG)))
    ]
    return [(a, a + len(ENDING.sub("", text[a:b]))) for a, b in pairwise([start, *cuts, end])]


class Pieces(NamedTuple):
    ids: list[int]


class Remembering:
    """A `tokenizers.Tokenizer` with a cache of words: running text repeats them."""

    LARGEST = REMEMBERED  # words

    def __init__(self, tokenizer: Any) -> None:
        self.tokenizer = tokenizer
        self.seen: dict[str, Pieces] = {}

    def encode_batch(self, words: Sequence[str]) -> list[Pieces]:
        seen = self.seen
        new = [w for w in dict.fromkeys(words) if w not in seen]
        if len(seen) + len(new) > self.LARGEST:
            seen = self.seen = {}
            new = list(dict.fromkeys(words))
        if new:
            seen.update(
                (w, Pieces(e.ids))
                for w, e in zip(new, self.tokenizer.encode_batch_fast(new), strict=True)
            )
        return [seen[w] for w in words]


def _pieces(
    tokenizer: Any, text: str, spans: Sequence[tuple[int, int]], lacks: Lacking
) -> list[list[int]]:
    bare = [INVISIBLE.sub("", text[s:e]) or "_" for s, e in spans]
    return [
        e.ids[:MAX_WORD_PIECES] or [UNK] for e in tokenizer.encode_batch(as_learnt(bare, lacks))
    ]


def windows(text: str, tokenizer: Any, limit: int = MAX_PIECES) -> list[Window]:
    """Split `text` into windows of at most `limit` pieces: whole lines while they fit, a longer
    line in sentences, a longer sentence in words. `tokenizer` is a `tokenizers.Tokenizer` whose
    `encode_batch` takes single words."""
    out: list[Window] = []
    ids: list[int] = [CLS]
    word_of: list[int] = [-1]
    spans: list[tuple[int, int]] = []

    def flush() -> None:
        if spans:
            out.append(Window(tuple(ids), tuple(word_of), tuple(spans)))
        ids[:], word_of[:], spans[:] = [CLS], [-1], []

    for segment, pieces in _segments(text, tokenizer, limit - 2):
        if len(ids) + sum(map(len, pieces)) + 1 > limit:
            flush()
        for span, word in zip(segment, pieces, strict=True):
            ids.extend(word)
            word_of.extend([len(spans)] * len(word))
            spans.append(span)
        ids.append(SEP)
        word_of.append(-1)
    flush()
    return out


def _segments(
    text: str, tokenizer: Any, room: int
) -> list[tuple[list[tuple[int, int]], list[list[int]]]]:
    """Return lines of the text as (words, pieces), each of at most `room` pieces."""
    out = []
    lacks = lacking(text)
    for line in re.finditer(r"[^\n]+", text):
        spans = words(text, *line.span())
        if not spans:
            continue
        pieces = _pieces(tokenizer, text, spans, lacks)
        ends = {m.end() for m in SENTENCE_END.finditer(text, *line.span())}
        first = 0
        while first < len(spans):
            size, last, cut = 0, first, first
            while last < len(spans) and size + len(pieces[last]) <= room:
                size += len(pieces[last])
                last += 1
                if last == len(spans) or spans[last][0] in ends:
                    cut = last
            cut = cut if cut > first else max(last, first + 1)
            out.append((spans[first:cut], pieces[first:cut]))
            first = cut
    return out
