"""Stage 1: the paragraphs of a release, each with its *clean* text and a map back to the original
text."""

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

# A line is the text between two line ends of Unicode (`str.splitlines`, with form feed and vertical
# tab), from its first to its last visible character. A paragraph is a line, or several lines of a
# text with hard line breaks.
_BREAK = "\n\v\f\r\x1c-\x1e\x85\u2028\u2029"
_LINE = re.compile(f"[^{_BREAK}]+")
_END = re.compile(f"\r\n|[{_BREAK}]")
_OUTSIDE = re.compile(f"[\\s{INVISIBLE}]*")
_INSIDE = re.compile(f"[^\\s{INVISIBLE}]")

# A text has hard line breaks, from an e-mail or a copied page, if its longest line has so many
# characters and at least so many of its lines stop where the next word would have exceeded that
# length. None of 6,663 annotated texts looks like this. Of 92 texts wrapped at 90 characters
# (`benchmarks/robustness.py`), 25 gave the records of the unwrapped text with each line as a
# paragraph, and 87 do now.
_NARROW, _WIDE = 50, 140
_FULL, _SHARE = 3, 0.3  # lines, and share of lines directly followed by another
_ITEM = re.compile(rf"[{BULLETS}]|\(?\d{{1,2}}\s?[-.)–/]\s")  # the start of a list item or heading


def normalize(release: Release, config: Config) -> Release:
    """Return the release with its paragraphs. Raise InputError: NO_TEXT if there is none, NO_ARABIC
    if less than the share `config.min_arabic` of its letters are Arabic."""
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
    """Return the clean text of a range: character references are resolved, hashtags become words,
    and a separate «و» is attached to the next word."""
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
    """Return the lines, with those of a wrapped text joined to paragraphs. A full line is joined
    with the next one, unless it ends a sentence: there a new paragraph may begin."""
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
    """Return whether there is no empty line between two lines."""
    return len(_END.findall(text, line[1], after[0])) == 1


def _is_full(text: str, line: Span, after: Span, width: int) -> bool:
    """Return whether the first word of the next line would have made this line longer than the
    longest."""
    return line[1] - line[0] + 1 + len(first_word(text[slice(*after)])) > width


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without white space and invisible controls at its ends."""
    outside = _OUTSIDE.match(text, start, end)
    start = outside.end() if outside else start
    while end > start and not _INSIDE.match(text, end - 1):
        end -= 1
    return start, end
