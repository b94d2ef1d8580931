"""Stage 2: mark paragraphs that repeat another paragraph of the release.

Two paragraphs repeat each other if they have the same words in the same order, except for spelling
and function words (`arabic.wording`), and if rapidfuzz finds them at least `near_duplicate` alike.
A paragraph also repeats a longer one that contains it whole, under the same conditions. If a
figure, a name, a negation or any other word differs, both stay. Paragraphs shorter than
`min_duplicate_chars` repeat only an exact copy (folded).

The first of equal paragraphs is kept, else the longer one. The headline is never marked. Only
function words and spelling may differ, so the remaining words are a hash key for equal paragraphs.
For containment, the rarest three words in a row of a paragraph lead to the few that can contain it.
So the time grows about linearly with the number of paragraphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from pipeline.arabic.folding import fold
from pipeline.arabic.wording import Kind, Word, outline, same_word, turns, words_of
from pipeline.config import Config
from pipeline.types import Paragraph, Release

_RUN = 3  # length in words of the n-grams that containment is looked up by
_ODD = 0x9E3779B97F4A7C15  # base of the rolling hash modulo 2**64: odd, hence invertible
_FROM, _TO = (
    frozenset({"من", "ومن", "فمن"}),
    frozenset({"الي", "والي"}),
)  # folded function words that must not replace each other
_FEW = 2  # content words that change the meaning of what they are added to
_SENTENCE_ENDS = (".", "؟", "!", "…", "؛", ":", "،")

_PLACES = 40  # bits of a number that hold a place
_AT_A_TIME = 1 << 20  # places that are looked at together

Hashes = npt.NDArray[np.uint64]
Indices = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Wording:
    """A paragraph, prepared for comparison. `stems` holds the stems of the content words, `joined`
    these without spaces, `folded` all words folded, with spaces between."""

    text: str
    folded: str
    stems: tuple[str, ...]
    joined: str

    @classmethod
    def of(cls, text: str) -> Wording:
        folded, stems = outline(text)
        return cls(text, folded, stems, "".join(stems))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words one by one. Few paragraphs are compared so far."""
        return tuple(words_of(self.text))

    def content(self) -> list[int]:
        """Return the positions in `words` of the content words. Few paragraphs need them."""
        return [i for i, w in enumerate(self.words) if w.counts]


def dedupe(release: Release, config: Config) -> Release:
    """Return the release with duplicates marked. A paragraph that repeats another gets
    `duplicate_of` (the index of a kept paragraph) and `similarity` (0–1, four digits; 1.0 for
    equals); all others get None. A paragraph without words is never marked. Requires `clean`."""
    texts = [_clean(p) for p in release.paragraphs]
    found = duplicates(texts, config, headline(release, config))
    marks = [found.get(i, (None, None)) for i in range(len(texts))]
    return replace(
        release,
        paragraphs=tuple(
            p
            if (p.duplicate_of, p.similarity) == (of, how)
            else replace(p, duplicate_of=of, similarity=how)
            for p, (of, how) in zip(release.paragraphs, marks, strict=True)
        ),
    )


def headline(release: Release, config: Config) -> int | None:
    """Return the index of the headline, or None: the first paragraph that equals the title
    (folded), else the first paragraph if it has at most `headline_chars` characters and no
    punctuation mark at its end."""
    texts = [_clean(p) for p in release.paragraphs]
    title = fold(release.title) if release.title else ""
    if title:
        for i, text in enumerate(texts):
            if len(text) < 4 * len(title) + 40 and fold(text) == title:
                return i
    if (
        texts
        and len(texts[0]) <= config.headline_chars
        and not texts[0].rstrip('»")] ').endswith(_SENTENCE_ENDS)
    ):
        return 0
    return None


def duplicates(
    texts: Sequence[str], config: Config, headline: int | None = None
) -> dict[int, tuple[int, float]]:
    """Map the index of each paragraph that repeats another to the index of the kept one and their
    similarity."""
    made: dict[str, Wording] = {text: Wording.of(text) for text in dict.fromkeys(texts)}
    wordings = [made[text] for text in texts]
    found: dict[int, tuple[int, float]] = {}
    firsts: dict[str, int] = {}
    for i, w in enumerate(wordings):
        if w.folded and (first := firsts.setdefault(w.folded, i)) != i and i != headline:
            found[i] = (first, 1.0)
    distinct = [i for i, w in enumerate(wordings) if w.folded and i not in found]
    # Longer content comes first: what can contain a paragraph is settled before it. Equal content
    # stays in the order of the text.
    order = sorted(distinct, key=lambda i: (-len(wordings[i].joined), i))
    long = [
        i
        for i in order
        if len(wordings[i].folded) >= config.min_duplicate_chars and wordings[i].stems
    ]
    holders = Holders([wordings[i] for i in long])
    equals: defaultdict[str, list[int]] = defaultdict(list)
    dropped: dict[int, tuple[int, float]] = {}
    for i, holding in zip(long, holders.each(), strict=True):
        if i != headline:
            near = ((j, 0) for j in equals[wordings[i].joined])
            held = ((long[at], start) for at, start in holding if long[at] not in dropped)
            for j, start in chain(near, held):
                how = similarity(wordings[i], wordings[j], start, config)
                if how is not None:
                    dropped[i] = (j, how)
                    break
        if i not in dropped:
            equals[wordings[i].joined].append(i)
    found = {
        i: dropped.get(j, (j, how)) if j in dropped else (j, how) for i, (j, how) in found.items()
    }
    return {**found, **dropped}


def similarity(part: Wording, whole: Wording, start: int, config: Config) -> float | None:
    """Return the similarity, 0–1, of `part` and the stretch of `whole` that begins at its content
    word number `start` and has the same content. Return None unless the two say the same. If
    `whole` has no more content than `part`, compare the two in full."""
    entire = len(part.joined) == len(whole.joined)
    first, last = 0, len(whole.words)
    if not entire:
        stretch = _stretch(part, whole, start)
        if stretch is None:
            return None
        first, last = stretch
    other = whole.words[first:last]
    if not _say_the_same(part.words, other):
        return None
    folded = whole.folded if entire else " ".join(w.key for w in other)
    how = fuzz.ratio(part.folded, folded, score_cutoff=100 * config.near_duplicate) / 100
    return round(how, 4) if how > 0 else None


def _stretch(part: Wording, whole: Wording, start: int) -> tuple[int, int] | None:
    """Return the range of words of `whole` that corresponds to `part`, with the function words
    around it that both have. Return None where `whole` changes the meaning instead of containing
    it: no punctuation separates the rest and the rest is a word or two (one more name), the word
    before reverses the meaning, or a figure at the edge could go on (5 is not 5 million)."""
    stop = start + len(part.stems)
    if whole.stems[start:stop] != part.stems:
        return None
    own, content = part.content(), whole.content()
    first, last = content[start], content[stop - 1] + 1
    lead, tail = part.words[: own[0]], part.words[own[-1] + 1 :]
    first -= _shared(lead[::-1], whole.words[max(first - len(lead), 0) : first][::-1])
    last += _shared(tail, whole.words[last : last + len(tail)])
    few = len(whole.stems) - len(part.stems) <= _FEW
    before = whole.words[first - 1] if first else None
    if (
        start > 0
        and before
        and not before.stop
        and (few or turns(before) or part.words[0].kind is Kind.FIGURE)
    ):
        return None
    if (
        stop < len(whole.stems)
        and not whole.words[last - 1].stop
        and (few or part.words[-1].kind is Kind.FIGURE)
    ):
        return None
    return first, last


def _shared(border: Sequence[Word], beyond: Sequence[Word]) -> int:
    """Return how many words beyond the stretch match the function words at the border: those that
    are equal, and one in place of the first that is not, so that من for إلى is noticed."""
    for i, word in enumerate(border):
        if i == len(beyond) or beyond[i].key != word.key:
            return i + (i < len(beyond) and beyond[i].kind is Kind.FUNCTION)
    return len(border)


def _say_the_same(a: Sequence[Word], b: Sequence[Word]) -> bool:
    """Return whether two texts with the same content (joined stems) differ only in spaces, attached
    particles and function words."""
    i = j = 0
    while True:
        i, gap_a = _gap(a, i)
        j, gap_b = _gap(b, j)
        if not _gaps_agree(gap_a, gap_b):
            return False
        if i == len(a) or j == len(b):
            return i == len(a) and j == len(b)
        if a[i].stem == b[j].stem:
            if not same_word(a[i], b[j], gap_a, gap_b, i == 0 or j == 0):
                return False
        else:  # words written apart in one text and together in the other
            left, right = a[i].fenced, b[j].fenced
            while left != right:
                if len(left) < len(right):
                    i += 1
                    left += a[i].fenced if i < len(a) and a[i].counts else "\n"
                else:
                    j += 1
                    right += b[j].fenced if j < len(b) and b[j].counts else "\n"
                if not (left.startswith(right) or right.startswith(left)):
                    return False
        i, j = i + 1, j + 1


def _gap(words: Sequence[Word], at: int) -> tuple[int, list[Word]]:
    """Return the position of the next content word, and the words before it."""
    end = at
    while end < len(words) and not words[end].counts:
        end += 1
    return end, list(words[at:end])


def _gaps_agree(a: list[Word], b: list[Word]) -> bool:
    keys_a, keys_b = [w.key for w in a], [w.key for w in b]
    if keys_a == keys_b:
        return True
    more: set[str] = set()
    less: set[str] = set()
    for op in Indel.opcodes(keys_a, keys_b):
        if op.tag != "equal":
            spare = a[op.src_start : op.src_end] + b[op.dest_start : op.dest_end]
            if any(w.kind is not Kind.FUNCTION for w in spare):
                return False
            more.update(keys_a[op.src_start : op.src_end])
            less.update(keys_b[op.dest_start : op.dest_end])
    return not ((more & _FROM and less & _TO) or (more & _TO and less & _FROM))


class Holders:
    """An index of which wordings contain which content, by rolling hashes of their stems."""

    def __init__(self, wordings: Sequence[Wording]) -> None:
        stems = chain.from_iterable(w.stems for w in wordings)
        # Python's hashes: other ones in each process, but what is found by them is compared again
        numbers = np.fromiter(map(hash, stems), np.int64).view(np.uint64)
        self.lengths = np.array([len(w.stems) for w in wordings], dtype=np.int64)
        self.first = np.cumsum(self.lengths) - self.lengths
        values = _mix(numbers)
        with np.errstate(over="ignore"):
            self.back = _powers(pow(_ODD, -1, 1 << 64), len(values))
            self.sums: Hashes = np.concatenate(
                (
                    np.zeros(1, np.uint64),
                    np.cumsum(values * _powers(_ODD, len(values)), dtype=np.uint64),
                )
            )
        self.owner = np.repeat(np.arange(len(wordings)), self.lengths)
        at = np.arange(max(len(values) - _RUN + 1, 0))
        inside = (
            at + _RUN <= (self.first + self.lengths)[self.owner[: len(at)]]
            if len(at)
            else at.astype(bool)
        )
        self.at = at[inside]  # positions where an n-gram begins
        # Sorting numbers is ten times as fast as sorting places by them, so a place is the low bits
        # of its number. Runs that then look alike are compared again.
        count = len(self.at)
        low = np.uint64(count.bit_length())
        ranked = np.sort(
            (self._hash(self.at, _RUN) >> low << low) | np.arange(count, dtype=np.uint64)
        )
        self.sorted = (ranked & ((np.uint64(1) << low) - np.uint64(1))).astype(np.intp)
        new = np.ones(count, np.bool_)  # where another run of words begins among the sorted
        new[1:] = ranked[1:] >> low != ranked[:-1] >> low
        self.begins = np.flatnonzero(new)
        self.sizes = np.diff(self.begins, append=count)
        self.kinds = np.empty(count, np.intp)
        self.kinds[self.sorted] = np.cumsum(new) - 1
        # Of each wording the place and the size of its rarest kind of run; most have one that nobody
        # shares.
        self.rarest = np.zeros(len(self.lengths), np.intp)
        self.shared = np.zeros(len(self.lengths), np.intp)
        runs = self.lengths >= _RUN
        if runs.any():
            counts = self.lengths[runs] - _RUN + 1
            lows = np.cumsum(counts) - counts
            places = (self.sizes[self.kinds] << _PLACES) + np.arange(count)
            least = np.minimum.reduceat(places, lows)
            self.rarest[runs], self.shared[runs] = least & ((1 << _PLACES) - 1), least >> _PLACES

    def each(self) -> Iterator[list[tuple[int, int]]]:
        """Yield for each wording, in order, the ones before it that contain its content (at least
        three words), each with the number of the content word where it starts."""
        seek = np.where(self.shared > 1, self.shared, 0)  # else nobody shares its rarest run
        blocks = np.flatnonzero(np.diff(np.cumsum(seek) // _AT_A_TIME, prepend=0)).tolist()
        for first, last in pairwise(dict.fromkeys((0, *blocks, len(seek)))):
            yield from self._held(first, last, seek[first:last])

    def _held(self, first: int, last: int, seek: Indices) -> Iterator[list[tuple[int, int]]]:
        """Yield what `each` does for the wordings `first` to `last`, which have so many places to
        look at each."""
        part = np.repeat(np.arange(first, last), seek)
        run = self.rarest[part]
        begins = self.begins[self.kinds[run]] - np.repeat(np.cumsum(seek) - seek, seek)
        starts = self.at[self.sorted[begins + np.arange(len(part))]]
        starts -= self.at[run] - self.first[part]
        lengths = self.lengths[part]
        kept = np.flatnonzero((starts >= 0) & (starts + lengths <= len(self.owner)))
        starts, lengths, part = starts[kept], lengths[kept], part[kept]
        whole = self.owner[starts]
        kept = np.flatnonzero((whole < part) & (whole == self.owner[starts + lengths - 1]))
        starts, lengths, part, whole = starts[kept], lengths[kept], part[kept], whole[kept]
        same = self._hash(starts, lengths) == self._hash(self.first[part], lengths)
        found = list(
            zip(whole[same].tolist(), (starts - self.first[whole])[same].tolist(), strict=True)
        )
        ends = np.searchsorted(part[same], np.arange(first, last + 1)).tolist()
        return (found[a:b] for a, b in pairwise(ends))

    def _hash(self, starts: Indices, length: Indices | int) -> Hashes:
        with np.errstate(over="ignore"):
            return np.asarray((self.sums[starts + length] - self.sums[starts]) * self.back[starts])


def _mix(values: Hashes) -> Hashes:
    """Return numbers scattered over 64 bits (the finalizer of splitmix64)."""
    with np.errstate(over="ignore"):
        values = values + np.uint64(_ODD)
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return values ^ (values >> np.uint64(31))


def _powers(base: int, count: int) -> Hashes:
    with np.errstate(over="ignore"):
        return np.cumprod(
            np.concatenate((np.ones(1, np.uint64), np.full(count, base, dtype=np.uint64))),
            dtype=np.uint64,
        )[: max(count, 1)]


def _clean(paragraph: Paragraph) -> str:
    if paragraph.clean is None:
        raise ValueError("dedupe needs normalized paragraphs")
    return paragraph.clean.text
