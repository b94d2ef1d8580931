"""Stage 1: the paragraphs of a release, each with its *clean* text and the way back to the release's own."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.arabic.folding import INVISIBLE, arabic_share, clean_mapped
from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.types import Paragraph, Release

# A paragraph is a line: everything between two line ends as Unicode counts them (`str.splitlines`; form feed and vertical tab
# too), from the first to the last character that is seen.
_BREAK = "\n\v\f\r\x1c-\x1e\x85\u2028\u2029"
_LINE = re.compile(f"[^{_BREAK}]+")
_OUTSIDE = re.compile(f"[\\s{INVISIBLE}]*")
_INSIDE = re.compile(f"[^\\s{INVISIBLE}]")


def normalize(release: Release, config: Config) -> Release:
    """The release with its paragraphs. Raises InputError: NO_TEXT if there is none, NO_ARABIC if of its letters less than the share
    `config.min_arabic` are Arabic."""
    paragraphs = tuple(_paragraphs(release.text))
    if not paragraphs:
        raise InputError(Reason.NO_TEXT, "no text in it; if it is a scan, recognise its text first")
    share = arabic_share(release.text)
    if share < config.min_arabic:
        raise InputError(Reason.NO_ARABIC, f"{share:.0%} of its letters are Arabic; min_arabic asks for {config.min_arabic:.0%}")
    return replace(release, paragraphs=paragraphs)


def _paragraphs(text: str) -> Iterator[Paragraph]:
    for line in _LINE.finditer(text):
        start, end = _trim(text, *line.span())
        if start < end and (clean := clean_mapped(text[start:end], start)).text:
            yield Paragraph(start, end, clean)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space and invisible controls at its ends."""
    outside = _OUTSIDE.match(text, start, end)
    start = outside.end() if outside else start
    while end > start and not _INSIDE.match(text, end - 1):
        end -= 1
    return start, end
