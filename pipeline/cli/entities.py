"""`mahdar entities`: the register of people, bodies, organisations and initiatives."""

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
    from pipeline.schema_entities import EntityRow


@click.group()
def entities() -> None:
    """Look up, join or separate people, bodies, organisations and initiatives of the register.

    \b
    Example:
      mahdar entities show e-3f2a9c01d7b4
    """


@entities.command()
@click.argument("ident", metavar="ID")
@out_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="For people, or the line of entities.jsonl.",
)
def show(ident: str, out: Path, form: str) -> int:
    """Show a person or thing: spellings, offices, sessions.

    ID is an entity_id (an earlier one works too), the id of a name in records, or a name.

    \b
    Example:
      mahdar entities show "لجنة التراث العالمي" data/processed
    """
    from pipeline import entities as register

    die_with_pipe()
    for row in register.named(out, ident):
        print_text(row.model_dump_json()) if form == "json" else print_lines(_shown(row))
    return DONE


@entities.command()
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@out_argument
@ledger_option
@by_option
def same(one: str, other: str, out: Path, ledger_file: Path | None, by: str | None) -> int:
    """Decide that two people or things are the same.

    An ID is an entity_id or the id of a name in records. The next mahdar process joins them.

    \b
    Example:
      mahdar entities same e-3f2a9c01d7b4 e-91c05ee20a11
    """
    return _decide("same", (one, other), out, ledger_file, by)


@entities.command()
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@out_argument
@ledger_option
@by_option
def different(one: str, other: str, out: Path, ledger_file: Path | None, by: str | None) -> int:
    """Decide that two people or things are different.

    An ID is an entity_id or the id of a name in records. To separate what was joined, give the ids
    of the two names. The next mahdar process keeps them apart, whatever else would join them.

    \b
    Example:
      mahdar entities different p-1d2c3b4a5f6e p-0a1b2c3d4e5f
    """
    return _decide("different", (one, other), out, ledger_file, by)


def _decide(
    word: Word, idents: tuple[str, str], out: Path, ledger_file: Path | None, by: str | None
) -> int:
    from datetime import UTC, datetime

    from pipeline import entities as register
    from pipeline.corrections import identity

    sides = (register.side(out, idents[0]), register.side(out, idents[1]))
    check_apart(idents, sides, "names")
    verdict = identity.decide("entity", word, sides, decider(by), datetime.now(UTC))
    return keep(verdict, out, ledger_file)


def _shown(row: EntityRow) -> Iterator[str]:
    """Yield the text of a line of the register for a reader."""
    yield f"{row.name}  ({row.kind}, {row.entity_id}{', ' + row.country if row.country else ''})"
    yield f"  {row.first_seen or '?'} to {row.last_seen or '?'}, in {len(row.records)} records"
    for name in row.names[1:]:
        yield f"  also {name.name} ({name.count})"
    for post in row.posts:
        yield f"  {post.first_seen or '?'} to {post.last_seen or '?'}  {post.role} ({len(post.says)})"
    for session in row.sessions:
        yield f"  session {session.ordinal}  {session.date or '?'}  {session.meeting_id or ''}"
    if row.missing:
        gaps = (str(a) if a == b else f"{a} to {b}" for a, b in row.missing)
        yield f"  never seen: {', '.join(gaps)}"
