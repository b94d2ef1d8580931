"""HTML, by trafilatura: the main content, with title, date and outlet."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any

from pipeline.errors import InputError, Reason
from pipeline.readers.draft import Draft, iso_date

# mathematical white tortoise shell brackets, which occur in no release
_MARK = re.compile("\u27ec[0-9]+\u27ed")
_FAR = datetime(
    2100, 1, 1
)  # htmldate would use today's date, and the result would change from day to day


def read_html(markup: str) -> Draft:
    """Return the main content of a page, one paragraph a line. The visible headline (`h1` or `h2`)
    is the first paragraph; a title that is only in the head is not in the text. Repeated paragraphs
    are kept. Raise InputError."""
    if not markup.strip():
        raise InputError(Reason.EMPTY, "is empty")
    if "<" not in markup:
        return Draft(text=markup)  # plain text in a file named .html
    if "<html" not in markup.lower():
        markup = f"<html><body>{markup}</body></html>"  # a fragment, as in feeds and databases
    import lxml.etree  # type: ignore[import-untyped]
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "charset_normalizer"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = trafilatura.load_html(markup)
        except (ValueError, lxml.etree.LxmlError):
            tree = None
        if tree is None:
            raise InputError(
                Reason.SHAPE, "is named as HTML but holds no markup that can be parsed"
            )
        # Read the headline before trafilatura prunes the tree.
        headlines = [
            " ".join("".join(h.itertext()).split())
            for level in ("h1", "h2")
            for h in tree.iter(level)
        ]
        _mark_repeats(tree)
        found = trafilatura.bare_extraction(
            tree,
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            max_tree_size=None,
            date_extraction_params={
                "extensive_search": False,
                "original_date": True,
                "max_date": _FAR,
            },
        )
        body = (found.text or "") if found is not None and not isinstance(found, dict) else ""
        if not body.strip():
            body = str(trafilatura.html2txt(markup))
        body = _MARK.sub("", body)
    if not body.strip():
        raise InputError(Reason.NO_TEXT, "the page has no text")
    title = outlet = published = None
    if found is not None and not isinstance(found, dict):
        title, outlet = _MARK.sub("", found.title or "").strip() or None, found.sitename or None
        published = iso_date(found.date) if found.date else None
    text = "\n".join(line for line in (_row(raw) for raw in body.splitlines()) if line)
    headline = next((h for h in headlines if h and title and (h in title or title in h)), None)
    if headline and not _stands_first(headline, text):
        text = f"{headline}\n{text}"
    return Draft(text=text, title=title, published=published, outlet=outlet)


def _mark_repeats(tree: Any) -> None:
    """Make every repeated piece of text unique by a mark at its end, removed afterwards:
    trafilatura drops a repeated block whatever its options are, and a later stage decides about
    repetition."""
    seen: set[str] = set()
    numbers = count()
    for body in tree.iter("body"):
        for element in body.iter():
            if element.tag in ("script", "style", "h1", "h2") or not isinstance(element.tag, str):
                continue
            element.text = _marked(element.text, seen, numbers)
            if element is not body:
                element.tail = _marked(element.tail, seen, numbers)


def _marked(text: str | None, seen: set[str], numbers: Iterator[int]) -> str | None:
    if text is None or not (core := " ".join(text.split())):
        return text
    if core not in seen:
        seen.add(core)
        return text
    kept = text.rstrip()
    return f"{kept}\u27ec{next(numbers)}\u27ed{text[len(kept) :]}"


def _row(line: str) -> str:
    """Return a line of trafilatura's text; a table row without its rules."""
    line = line.strip()
    if line.startswith("|") or line.endswith("|"):
        cells = [c.strip() for c in line.strip("|").split("|")]
        return "\t".join(c for c in cells if c.strip("-: "))
    return line


def _stands_first(headline: str, text: str) -> bool:
    return " ".join(text.split()).startswith(headline)
