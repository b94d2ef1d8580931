"""`mahdar forget`: delete a person or a release from an output."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.cli.common import DONE, PROCESSED, PathType, ledger_option, say

SHOWN = 5  # maximum number of inputs to list


@click.command()
@click.argument("ident", metavar="ID")
@click.argument(
    "out", default=PROCESSED, type=PathType(file_okay=False, path_type=Path), metavar="[OUT]"
)
@ledger_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(ident: str, out: Path, ledger_file: Path | None, yes: bool) -> int:
    """Delete a person or a release from the output.

    ID is the entity_id of a person (entities.jsonl) or the id of a release (releases.jsonl), OUT an
    output folder. Deletes it from the store, the records of earlier runs, the corrections, the
    registry of ids and the output files. In the remaining texts every name of a person is masked.
    The inputs are not changed: delete the person or release from them first, or the next run may
    bring it back.

    \b
    Example:
      mahdar forget e-3f2a9c01d7b4 data/processed
    """
    from pipeline import forgetting, ledger
    from pipeline.consolidate.registry import FILE

    target = forgetting.found(out, ident)
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("what is forgotten cannot be brought back: give --yes")
        click.confirm(f"Forget {_called(target)} for good?", abort=True, err=True)
    lies = ledger.of_output(out, ledger_file)
    done = forgetting.forget(out, target, lies, out.parent / FILE)
    say(f"forgot {_called(target)}; {done.decisions} corrections went with it")
    more = len(done.sources) - SHOWN
    inputs = ", ".join(done.sources[:SHOWN]) + (f" and {more} more" if more > 0 else "")
    say(
        f"it is still in the input ({inputs}): take it out there, or a run with --force, with "
        "another model or with the file changed brings it back"
        if isinstance(target, forgetting.Person)
        else f"where the input still holds it ({inputs}) the next run brings it back: take it out "
        "there"
    )
    say(
        "copies may remain in exports (databases, tables, pages), in backups and in the history of "
        "git; no program of ours can reach them"
    )
    return DONE


def _called(target: object) -> str:
    from pipeline.forgetting import Person, Release

    if isinstance(target, Person):
        return f"{max(target.names, key=lambda n: (len(n), n))} ({target.entity_id})"
    assert isinstance(target, Release)
    return f"{target.source} ({target.id})"
