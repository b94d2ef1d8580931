"""`mahdar corrections`: the reviewers' decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    DONE,
    PROCESSED,
    REJECTS,
    PathType,
    config_option,
    die_with_pipe,
    ledger_option,
    print_lines,
    print_text,
    read_ledger,
    say,
    say_stale,
)
from pipeline.config import Config

if TYPE_CHECKING:
    pass


@click.group()
def corrections() -> None:
    """List, check or export the reviewers' decisions.

    mahdar review writes them to corrections.jsonl beside the output folder, one a line, and mahdar
    process applies them.

    \b
    Example:
      mahdar corrections list
    """


@corrections.command("list")
@click.argument(
    "out", default=PROCESSED, type=PathType(file_okay=False, path_type=Path), metavar="[OUT]"
)
@ledger_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="For people, or a JSON object a line: the decision and its state.",
)
def list_corrections(out: Path, ledger_file: Path | None, form: str) -> int:
    """List the decisions, oldest first, with the state of each.

    OUT is the output folder that they belong to. A decision stands, or a later one on the same
    value replaces it, or it is withdrawn.

    \b
    Example:
      mahdar corrections list --format json | jq 'select(.state == "stands")'
    """
    import json

    from pipeline import ledger
    from pipeline.corrections import wording

    die_with_pipe()
    kept = read_ledger(out, ledger_file)
    if not kept.decisions:
        say(f"no corrections in {ledger.of_output(out, ledger_file)} yet; mahdar review makes them")
    elif form == "json":
        states = wording.states(kept.decisions)
        for d in sorted(kept.decisions, key=lambda d: (d.at, d.id)):
            print_text(
                json.dumps({"state": states[d.id], **d.model_dump(mode="json")}, ensure_ascii=False)
            )
    else:
        print_lines(wording.table(kept.decisions))
    return REJECTS if kept.faults else DONE


@corrections.command("check")
@click.argument(
    "out", default=PROCESSED, type=PathType(file_okay=False, path_type=Path), metavar="[OUT]"
)
@ledger_option
@config_option
def check_corrections(out: Path, ledger_file: Path | None, config_file: Path | None) -> int:
    """Check that every decision can be read and still applies.

    OUT is an output folder. Reports each bad line, each stale decision (its paragraph has changed),
    and each decision whose release is missing.

    Exit status: 0 no problem, 1 problems found, 2 wrong use, 3 failed.

    \b
    Example:
      mahdar corrections check data/processed
    """
    from pipeline import ledger
    from pipeline.corrections import wording

    kept = read_ledger(out, ledger_file)
    looked = ledger.look(out, kept.decisions, Config.load(config_file).same_name)
    say_stale(looked.stale)
    for d in looked.elsewhere:
        say(f"correction {d.id}: its release is not in {out} ({wording.in_words(d)})")
    for d in looked.dangling:
        say(f"correction {d.id} takes back {d.of}, which is not in the file")
    trouble = len(kept.faults) + len(looked.stale) + len(looked.elsewhere) + len(looked.dangling)
    say(
        f"{len(kept.decisions)} corrections, {looked.applied} applied, {len(looked.stale)} stale, "
        f"{len(looked.elsewhere)} without release, {len(kept.faults)} bad lines"
    )
    return REJECTS if trouble else DONE


@corrections.command("export")
@click.argument(
    "out", default=PROCESSED, type=PathType(file_okay=False, path_type=Path), metavar="[OUT]"
)
@ledger_option
@config_option
@click.option(
    "--whole",
    is_flag=True,
    help="Only releases whose every meeting was accepted or corrected as a whole.",
)
def export_corrections(
    out: Path, ledger_file: Path | None, config_file: Path | None, whole: bool
) -> int:
    """Write corrected releases as training documents.

    OUT is an output folder. Writes each release with an applied decision as one line of JSON
    (key, published, text, spans, records), the format of mahdar evaluate and of the training.

    \b
    Example:
      mahdar corrections export data/processed > corrected.jsonl
    """
    import json

    from pipeline import ledger

    die_with_pipe()
    kept = read_ledger(out, ledger_file)
    looked = ledger.look(out, kept.decisions, Config.load(config_file).same_name)
    say_stale(looked.stale)
    print_lines(
        json.dumps(document, ensure_ascii=False) for document in ledger.documents(looked, whole)
    )
    return REJECTS if kept.faults else DONE
