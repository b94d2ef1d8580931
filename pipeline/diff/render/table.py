"""For a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from pipeline.diff.model import Change, cause_words
from pipeline.diff.render.rows import Group, Row, groups, safe
from pipeline.diff.select import COLUMNS, Tally
from pipeline.diff.words import Pieces, compared

FSI, PDI = (
    "\u2068",
    "\u2069",
)  # FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE: right-to-left text does not reorder its line
_LABEL = 22
_OLD, _NEW = "red", "green"


def table(changes: Iterable[Change], tally: Tally, colour: bool, details: bool) -> Iterator[str]:
    """Yield a block for each record. Words that differ are in [-…-] and {+…+}, or underlined with
    colour."""
    shown = 0
    for group in groups(changes, details):
        if shown:
            yield ""
        yield from _block(group, colour)
        shown += 1
    if tally.total:
        if shown:
            yield ""
        yield _styled(summary(tally, details), colour, bold=True)


def summary(tally: Tally, details: bool) -> str:
    """Return one line with the number of changes."""
    records = ", ".join(f"{tally.records[kind]} {kind}" for kind in ("changed", "added", "removed"))
    line = f"records: {records}; values: {tally.loud}"
    if tally.quiet and not details:
        line += f"; {tally.quiet} more differ in place, confidence or provenance only (--details)"
    return line


def stat(tally: Tally) -> Iterator[str]:
    """Yield the counts by field."""
    rows = tally.rows()
    width = max(len(name) for name, _ in rows) + 2
    yield " " * width + "".join(f"{column:>9}" for column in COLUMNS)
    for name, counts in rows:
        yield f"{safe(name):<{width}}" + "".join(f"{count or '':>9}" for count in counts)
    for cause, count in sorted(tally.causes.items()):
        yield f"{cause_words(cause)}: {count}"


def isolated(text: str) -> str:
    return text if text.isascii() else f"{FSI}{text}{PDI}"


def _block(group: Group, colour: bool) -> Iterator[str]:
    source, *rest = map(isolated, group.heading)
    cause = cause_words(group.cause)
    heading = "  ".join(
        filter(
            None, (source, " ".join(rest), group.ids, "" if group.kind == "changed" else group.kind)
        )
    )
    yield _styled(heading, colour, bold=True) + (f"  [{cause}]" if cause else "")
    for row in group.rows:
        yield from _lines(row, colour, cause_words(row.cause) if group.mixed else "")


def _lines(row: Row, colour: bool, cause: str) -> Iterator[str]:
    label = f"  {safe(row.label):<{_LABEL}}"
    end = f"  [{cause}]" if cause else ""
    if row.subject is not None:
        yield f"{label} {isolated(row.subject)}{end}"
        label, end = " " * len(label), ""
    old, new = compared(row.old, row.new)
    for sign, value, pieces, ink, around in (
        ("-", row.old, old, _OLD, "[-{}-]"),
        ("+", row.new, new, _NEW, "{{+{}+}}"),
    ):
        if value is not None:
            yield f"{label} {_styled(sign, colour, fg=ink)} {isolated(_inked(pieces, colour, ink, around))}{end}"
            label, end = " " * len(label), ""


def _inked(pieces: Pieces, colour: bool, ink: str, around: str) -> str:
    if colour:
        return "".join(
            click.style(text, fg=ink, bold=differs, underline=differs) for text, differs in pieces
        )
    return "".join(around.format(text) if differs else text for text, differs in pieces)


def _styled(text: str, colour: bool, fg: str | None = None, bold: bool | None = None) -> str:
    return click.style(text, fg=fg, bold=bold) if colour else text
