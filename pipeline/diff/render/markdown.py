"""For a pull request or a chat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.diff.model import Change, cause_words
from pipeline.diff.render.rows import Group, groups
from pipeline.diff.render.table import isolated, summary
from pipeline.diff.select import COLUMNS, Tally
from pipeline.diff.words import Pieces, compared

_HARMLESS = ",.:;/-"


def markdown(
    changes: Iterable[Change], tally: Tally, old: str, new: str, details: bool
) -> Iterator[str]:
    """Yield a table for each record. Words that differ are in <del> and <ins>."""
    yield f"**{escaped(old)}** → **{escaped(new)}**"
    for group in groups(changes, details):
        yield ""
        yield from _section(group)
    yield ""
    yield escaped(summary(tally, details)) if tally.total else "No change."


def stat(tally: Tally) -> Iterator[str]:
    yield "| |" + "|".join(f" {column} " for column in COLUMNS) + "|"
    yield "|---|" + "---:|" * len(COLUMNS)
    for name, counts in tally.rows():
        yield f"| {escaped(name)} |" + "|".join(f" {count or ''} " for count in counts) + "|"
    for cause, count in sorted(tally.causes.items()):
        yield f"\n{cause_words(cause)}: {count}"


def escaped(text: str) -> str:
    """Return the text with the special characters of Markdown and HTML escaped."""
    return re.sub(
        r"[!-~]",
        lambda sign: sign[0] if sign[0].isalnum() or sign[0] in _HARMLESS else f"&#{ord(sign[0])};",
        text,
    )


def _section(group: Group) -> Iterator[str]:
    kind = "" if group.kind == "changed" else f"{group.kind}: "
    yield f"### {kind}{' '.join(isolated(escaped(part)) for part in group.heading)}"
    if group.cause:
        yield f"\n{cause_words(group.cause)}"
    yield ""
    yield "| field | old | new |" + (" cause |" if group.mixed else "")
    yield "|---|---|---|" + ("---|" if group.mixed else "")
    for row in group.rows:
        label = escaped(row.label) + (
            f"<br>{isolated(escaped(row.subject))}" if row.subject is not None else ""
        )
        old, new = compared(row.old, row.new)
        yield f"| {label} | {_cell(old, 'del')} | {_cell(new, 'ins')} |" + (
            f" {cause_words(row.cause)} |" if group.mixed else ""
        )


def _cell(pieces: Pieces, tag: str) -> str:
    return isolated(
        "".join(
            f"<{tag}>{escaped(text)}</{tag}>" if differs else escaped(text)
            for text, differs in pieces
        )
    )
