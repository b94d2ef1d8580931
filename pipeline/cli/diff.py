"""`mahdar diff`: what changed between two runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    DIFFERENT,
    DONE,
    PROCESSED,
    PathType,
    collector_off,
    coloured,
    complete_fields,
    config_option,
    die_with_pipe,
    language_option,
    print_lines,
    say,
)
from pipeline.config import Config
from pipeline.words import Language, speaking

if TYPE_CHECKING:
    pass


_FORMATS = (
    "table",
    "json",
    "jsonl",
    "markdown",
    "html",
)  # the formats of pipeline/diff/render, whose import takes half a second


@click.command()
@click.argument("sides", nargs=-1, metavar="[OLD] [NEW]")
@click.option(
    "--out",
    default=PROCESSED,
    type=PathType(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The output folder whose runs are compared, and NEW where only OLD is given.  [default: "
    f"{PROCESSED}]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="table",
    show_default=True,
    help="For a terminal, for programs, for a pull request, or a page.",
)
@language_option
@click.option("--stat", is_flag=True, help="Only count, by field, kind of change and cause.")
@click.option(
    "--fields",
    metavar="NAMES",
    shell_complete=complete_fields,
    help="Only these fields, such as people,committees.",
)
@click.option(
    "--only", type=click.Choice(("added", "removed", "changed")), help="Only this kind of change."
)
@click.option(
    "--details",
    is_flag=True,
    help="Also show what differs only in place, confidence or provenance; JSON always has it.",
)
@click.option(
    "--corrections",
    "ledger_file",
    type=PathType(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The verdicts that show what a reviewer changed.  [default: those of the output folder]",
)
@click.option(
    "--git", "as_driver", is_flag=True, help="Be git's external diff driver; see docs/guide.md."
)
@config_option
def diff(
    sides: tuple[str, ...],
    out: Path,
    form: str,
    language: Language,
    stat: bool,
    fields: str | None,
    only: str | None,
    details: bool,
    ledger_file: Path | None,
    as_driver: bool,
    config_file: Path | None,
) -> int:
    """Show what changed between two runs, by meaning.

    OLD and NEW are records.jsonl files, output folders, or REVISION:PATH of a git repository. With
    neither, compares the last run with the one before it; with OLD alone, OLD with the output
    folder. A corrected name is one changed value, not a record removed and one added. Marks the
    words that differ, and gives the cause if it is known.

    Exit status, as of diff(1): 0 no difference, 1 differences, 2 trouble.

    \b
    Example:
      mahdar diff
      mahdar diff HEAD:minutes minutes --fields people,committees
      mahdar diff old.jsonl new.jsonl --format html > changes.html
    """
    from pipeline import ledger
    from pipeline.diff import git, sources, stream
    from pipeline.diff.render import render, render_stat
    from pipeline.diff.select import Tally, fields_of, select
    from pipeline.errors import MahdarError, UsageError

    if len(sides) > 2 and not as_driver:
        raise click.UsageError("give OLD and NEW, OLD alone, or neither")
    die_with_pipe()
    try:
        config = Config.load(config_file)
        last = Path(sides[-1]) if sides and not as_driver else out
        lies = ledger.of_output(last if last.is_dir() else out, ledger_file)
        kept = ledger.read(lies)
        decisions = [d.model_dump(mode="json") for d in kept.decisions]
        if as_driver:
            print_lines(
                git.lines(sides, config, decisions, coloured(git.pager_in_use(os.environ)), details)
            )
            return DONE
        for fault in kept.faults:
            say(f"{lies}:{fault.line}: {fault.reason}")
        wanted = fields_of(fields) if fields else frozenset()
        tally = Tally()
        with collector_off(), sources.pair(sides, out) as (old, new):
            changes = select(stream(old.side, new.side, config, decisions), wanted, only)
            if stat:
                lines = render_stat(changes, form, old.name, new.name, tally)
            else:
                lines = render(
                    changes,
                    form,
                    old.name,
                    new.name,
                    colour=coloured(),
                    details=details,
                    tally=tally,
                )
            with speaking(language):
                print_lines(lines)
    except MahdarError as err:
        raise UsageError(str(err)) from err  # any trouble is 2
    if tally.total:
        return DIFFERENT
    say(f"no change from {old.name} to {new.name}{f' in {fields}' if fields else ''}")
    return DONE
