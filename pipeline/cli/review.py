"""`mahdar review` and `mahdar report`: the review page and the report file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    DONE,
    PROCESSED,
    STDIN,
    PathType,
    WholeNumber,
    config_option,
    die_with_pipe,
    has_screen,
    language_option,
    login,
    say,
)
from pipeline.config import Config
from pipeline.terminal import printable
from pipeline.words import Language, speaking

if TYPE_CHECKING:
    pass


@click.command()
@click.argument(
    "out", default=PROCESSED, type=PathType(file_okay=False, path_type=Path), metavar="[OUT]"
)
@click.option(
    "--corrections",
    "ledger_file",
    type=PathType(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where the verdicts are kept.  [default: corrections.jsonl beside OUT]",
)
@click.option(
    "--by", metavar="NAME", help="The reviewer.  [default: git's user.name, else the login name]"
)
@click.option(
    "--port",
    type=WholeNumber(0, 65535),
    default=0,
    show_default=True,
    metavar="N",
    help="The port; 0 for a free one.",
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def review(out: Path, ledger_file: Path | None, by: str | None, port: int, no_browser: bool) -> int:
    """Review records in the browser: accept, reject, correct, add.

    OUT is an output folder. Records that changed since the last reviewed run come first, then those
    with the lowest confidence. Each decision is saved at once, and the next mahdar process applies
    it. Serves this machine only; Ctrl-C ends it. Press ? on the page for its keys.

    \b
    Example:
      mahdar review data/processed --by Huda
    """
    from pipeline import ledger
    from pipeline.review import desk
    from pipeline.review.server import serve

    kept = ledger.of_output(out, ledger_file)
    opened = desk.opened(out, kept, printable(by or login()))
    ledger.remember(out, kept)
    for fault in opened.faults:
        say(f"{kept}:{fault.line}: {fault.reason}")

    def ready(address: str) -> None:
        say(f"review at {address} (Ctrl-C ends it)")
        if not no_browser and has_screen():
            import webbrowser

            webbrowser.open(address)

    serve(opened, port, ready)
    return DONE


@click.command()
@click.argument(
    "out", default=PROCESSED, type=PathType(file_okay=False, path_type=Path), metavar="[OUT]"
)
@click.option(
    "--to",
    "target",
    type=PathType(dir_okay=False, path_type=Path, allow_dash=True),
    required=True,
    metavar="FILE",
    help="The HTML file to write; - for standard output.",
)
@click.option(
    "--since",
    metavar="OLD",
    help="What to compare with: records, an output folder, REVISION:PATH.  [default: the run "
    "before]",
)
@click.option("--all", "everything", is_flag=True, help="Show unchanged records too.")
@click.option(
    "--corrections",
    "ledger_file",
    type=PathType(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The reviewers' verdicts, which explain changes.  [default: corrections.jsonl beside OUT]",
)
@language_option
@config_option
def report(
    out: Path,
    language: Language,
    target: Path,
    since: str | None,
    everything: bool,
    ledger_file: Path | None,
    config_file: Path | None,
) -> int:
    """Write the records and their changes as one HTML file.

    OUT is an output folder. The file needs no other file and no JavaScript, so it can be mailed.
    The summary of changes since the run before is at the top. Below it is each changed record
    beside its text, or every record if no earlier run is kept.

    \b
    Example:
      mahdar report --to report.html
      mahdar report minutes --since HEAD~1:minutes --to report.html
    """
    from pipeline import ledger
    from pipeline.review import report as reporting

    decisions = ledger.read(ledger.of_output(out, ledger_file)).decisions
    compared = reporting.since(
        out, since, Config.load(config_file), (d.model_dump(mode="json") for d in decisions)
    )
    with speaking(language):
        if target == STDIN:
            die_with_pipe()
            for piece in reporting.report(out, compared, everything=everything):
                click.echo(piece.encode(), nl=False)
        else:
            reporting.write(out, target, compared, everything=everything)
    if compared is None:
        say(
            "no earlier run is kept, so the report shows every record and no changes; name one "
            "with --since"
        )
    return DONE
