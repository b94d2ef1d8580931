"""`mahdar meetings`: which reports are of one meeting, and a person's decision about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    DONE,
    die_with_pipe,
    ledger_option,
    print_lines,
    print_text,
)
from pipeline.cli.identity import by_option, check_apart, decider, keep, out_argument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.corrections.identity import Word
    from pipeline.meetings import Pair
    from pipeline.schema_meetings import MeetingRow


@click.group()
def meetings() -> None:
    """Look up, join or separate meetings with several reports.

    \b
    Example:
      mahdar meetings show mt-3f2a9c01d7b4
    """


@meetings.command()
@click.argument("ident", metavar="ID")
@out_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="For people, or the line of meetings.jsonl.",
)
def show(ident: str, out: Path, form: str) -> int:
    """Show a meeting: chosen values and rules, conflicts, why its reports were joined.

    ID is a meeting_id (an earlier one works too) or a record_id. For each pair of records it prints
    the probability that they are of one meeting and all evidence.

    \b
    Example:
      mahdar meetings show m-1a2b3c4d5e6f data/processed
    """
    from pipeline import meetings as found

    die_with_pipe()
    row = found.named(out, ident)
    if form == "json":
        print_text(row.model_dump_json())
    else:
        print_lines((*_shown(row), *_why(found.pairs(out, row))))
    return DONE


@meetings.command()
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@out_argument
@ledger_option
@by_option
def same(one: str, other: str, out: Path, ledger_file: Path | None, by: str | None) -> int:
    """Decide that two are one meeting.

    An ID is a meeting_id or a record_id. The next mahdar process joins them.

    \b
    Example:
      mahdar meetings same mt-3f2a9c01d7b4 mt-91c05ee20a11
    """
    return _decide("same", (one, other), out, ledger_file, by)


@meetings.command()
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@out_argument
@ledger_option
@by_option
def different(one: str, other: str, out: Path, ledger_file: Path | None, by: str | None) -> int:
    """Decide that two are different meetings.

    An ID is a meeting_id or a record_id. To separate reports that were joined, give two record_ids.
    The next mahdar process keeps them apart, whatever else would join them.

    \b
    Example:
      mahdar meetings different m-1a2b3c4d5e6f m-6f5e4d3c2b1a
    """
    return _decide("different", (one, other), out, ledger_file, by)


def _decide(
    word: Word, idents: tuple[str, str], out: Path, ledger_file: Path | None, by: str | None
) -> int:
    from datetime import UTC, datetime

    from pipeline import meetings as found
    from pipeline.corrections import identity

    sides = (found.side(out, idents[0]), found.side(out, idents[1]))
    check_apart(idents, sides, "records")
    verdict = identity.decide("meeting", word, sides, decider(by), datetime.now(UTC))
    return keep(verdict, out, ledger_file)


def _shown(row: MeetingRow) -> Iterator[str]:
    """Yield the text of a meeting for a reader."""
    told = f"{len(row.records)} reports" + (
        f", {len(row.announcements)} announcements" if row.announcements else ""
    )
    yield f"{row.meeting_id}  {told}  {'، '.join(row.outlets)}"
    for name in type(row.fields).model_fields:
        if (given := getattr(row.fields, name)) is not None:
            yield f"  {name}: {given.value}  ({given.rule.replace('_', ' ')})"
    for p in row.people:
        yield f"  {p.participation}: {p.name}{' — ' + p.role if p.role else ''} ({len(p.says)})"
    for field in ("topics", "decisions"):
        for item in getattr(row, field):
            yield f"  {field.removesuffix('s')}: {item.text} ({len(item.says)})"
    for c in row.conflicts:
        values = " | ".join(f"{v.value} ({', '.join(v.records)})" for v in c.values)
        yield f"  at odds, {c.kind} of {c.about or c.field}: {values}"


def _why(pairs: list[Pair]) -> Iterator[str]:
    for pair in pairs:
        told = "  ".join(f"{name} {value:.2f}" for name, value in pair.evidence.items())
        barred = f"  forbidden: {pair.forbidden}" if pair.forbidden else ""
        yield f"  {pair.records[0]} + {pair.records[1]}: {pair.probability:.2f}{barred}  {told}"
