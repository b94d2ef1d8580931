"""Stage 1: the paragraphs of a release, each with its *clean* text and the way back to the
release's own."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.arabic.detached import attached
from pipeline.arabic.folding import INVISIBLE, arabic_share, clean_mapped, first_word
from pipeline.arabic.marks import BULLETS
from pipeline.arabic.messaging import unmarked
from pipeline.arabic.references import references, resolved
from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.types import Mapped, Paragraph, Release, Span

# A line is everything between two line ends as Unicode counts them (`str.splitlines`; form feed and
# vertical tab too), from the first to the last character that is seen. A paragraph is a line, or
# the lines that it was wrapped into.
_BREAK = "\n\v\f\r\x1c-\x1e\x85\u2028\u2029"
_LINE = re.compile(f"[^{_BREAK}]+")
_END = re.compile(f"\r\n|[{_BREAK}]")
_OUTSIDE = re.compile(f"[\\s{INVISIBLE}]*")
_INSIDE = re.compile(f"[^\\s{INVISIBLE}]")

# A text was wrapped, by an e-mail or a page that it was copied from, if its longest line has so
# many characters and at least so many of its lines stop where the next word would have gone beyond
# that: none of 6,663 annotated texts looks so. Of 92 texts wrapped at 90 characters
# (`benchmarks/robustness.py`) 25 had the records of the unwrapped text when each line was a
# paragraph, 87 have now.
_NARROW, _WIDE = 50, 140
_FULL, _SHARE = 3, 0.3  # lines, and share of lines that another follows directly
_ITEM = re.compile(rf"[{BULLETS}]|\(?\d{{1,2}}\s?[-.)–/]\s")  # begins a line of its own


def normalize(release: Release, config: Config) -> Release:
    """Return the release with its paragraphs. Raise InputError: NO_TEXT if there is none, NO_ARABIC
    if of its letters less than the share `config.min_arabic` are Arabic."""
    paragraphs = tuple(_paragraphs(release.text))
    if not paragraphs:
        raise InputError(Reason.NO_TEXT, "no text in it; if it is a scan, recognise its text first")
    share = arabic_share(release.text)
    if share < config.min_arabic:
        raise InputError(
            Reason.NO_ARABIC,
            f"{share:.0%} of its letters are Arabic; min_arabic asks for {config.min_arabic:.0%}",
        )
    return replace(release, paragraphs=paragraphs)


def _paragraphs(text: str) -> Iterator[Paragraph]:
    lines = [_trim(text, *line.span()) for line in _LINE.finditer(text)]
    for start, end in _unwrapped(text, [(start, end) for start, end in lines if start < end]):
        if (clean := _clean(text, start, end)).text:
            yield Paragraph(start, end, clean)


def _clean(text: str, start: int, end: int) -> Mapped:
    """Return the clean text of a range: a character reference is the character that it stands for,
    a hashtag its words, and no «و» stands by itself."""
    if not references(text, start, end):
        return attached(unmarked(clean_mapped(text[start:end], start)))
    whole = resolved(text, start, end)
    clean = clean_mapped(whole.text)
    there = Mapped(
        clean.text,
        array("i", (whole.starts[i] for i in clean.starts)),
        array("i", (whole.ends[j - 1] for j in clean.ends)),
    )
    return attached(unmarked(there))


def _unwrapped(text: str, lines: Sequence[Span]) -> list[Span]:
    """Return the lines, those of a wrapped text joined to paragraphs: with the line behind it each
    that is full and ends no sentence, for what follows such an end is as likely a paragraph of its
    own."""
    width = max((end - start for start, end in lines), default=0)
    following = {
        after: _is_full(text, line, after, width)
        for line, after in pairwise(lines)
        if _follows(text, line, after)
    }
    full = sum(following.values())
    if not _NARROW <= width <= _WIDE or full < _FULL or full < _SHARE * len(following):
        return list(lines)
    out: list[Span] = []
    for start, end in lines:
        if following.get((start, end)) and not (
            _ITEM.match(text, start) or text[out[-1][1] - 1] in ".؟!"
        ):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _follows(text: str, line: Span, after: Span) -> bool:
    """Return whether no empty line stands between two lines."""
    return len(_END.findall(text, line[1], after[0])) == 1


def _is_full(text: str, line: Span, after: Span, width: int) -> bool:
    """Return whether the first word of the line behind it would have made a line longer than the
    longest."""
    return line[1] - line[0] + 1 + len(first_word(text[slice(*after)])) > width


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without white space and invisible controls at its ends."""
    outside = _OUTSIDE.match(text, start, end)
    start = outside.end() if outside else start
    while end > start and not _INSIDE.match(text, end - 1):
        end -= 1
    return start, end
