"""`mahdar process`: press releases to meeting records."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    DONE,
    PROCESSED,
    RAW,
    REJECTS,
    STDIN,
    PathType,
    config_option,
    die_with_pipe,
    jobs_option,
    ledger_option,
    ner_option,
    print_text,
    progress_bar,
    read_ledger,
    say,
    say_stale,
    settings,
    stop_as_by_ctrl_c,
)
from pipeline.cli.streams import standard_input
from pipeline.config import Config
from pipeline.terminal import printable

if TYPE_CHECKING:
    from pipeline.ledger import Ledger
    from pipeline.migration import Upgraded
    from pipeline.progress import Progress
    from pipeline.run import Summary


SHARDS = ".mahdar/shards"  # in the output folder, while an engine works
SHARDS_OF_A_RUN = 64
COUNTS = ("read", "new", "unchanged", "repeated", "rejected", "removed", "meetings")


@click.command()
@click.argument(
    "paths",
    nargs=-1,
    type=PathType(readable=False, path_type=Path, allow_dash=True),
    metavar="[PATHS]...",
)
@click.option(
    "--out",
    type=PathType(file_okay=False, path_type=Path),
    metavar="DIR",
    help=f"The output folder.  [default: {PROCESSED}]",
)
@config_option
@ner_option
@jobs_option
@ledger_option
@click.option("--force", is_flag=True, help="Process everything again, unchanged releases too.")
@click.option(
    "--prune",
    is_flag=True,
    help="Drop releases from the output that are not in this input; else the run stops.",
)
@click.option(
    "--engine",
    type=click.Choice(("ray",)),
    help="Process all inputs again on an engine, in shards; see mahdar shard.",
)
@click.option(
    "--address",
    metavar="ADDRESS",
    help="The address of a running cluster; without it, only this machine is used.",
)
@click.option(
    "--summary",
    "form",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="The summary: for people on standard error, or a JSON object on standard output.",
)
def process(
    paths: tuple[Path, ...],
    out: Path | None,
    config_file: Path | None,
    ner: str | None,
    jobs: int,
    ledger_file: Path | None,
    force: bool,
    prune: bool,
    engine: str | None,
    address: str | None,
    form: str,
) -> int:
    """Turn press releases into meeting records.

    PATHS are files and folders: .txt .md .html .htm .docx .pdf .json .jsonl, and .gz of the text
    forms; data/raw if none is given. Writes records, releases, rejects, meetings and entities, as
    JSON Lines; registry.jsonl beside the output keeps the ids of the last two. The output mirrors
    the inputs given. Only new and changed releases are processed. With - as the only path, reads
    one text on standard input and writes its records on standard output.

    \b
    Example:
      mahdar process press/ late.pdf --out minutes --jobs 2
      cat release.txt | mahdar process - | jq .people
    """
    config = settings(config_file, ner)
    if STDIN in paths:
        if len(paths) > 1 or out or ledger_file:
            raise click.UsageError(
                "- stands alone: it reads standard input and writes standard output; leave out "
                "other paths and --out"
            )
        return _filter(config)
    for path in paths or (RAW,):
        if not os.path.lexists(path):
            raise click.UsageError(
                f"{path}: no such file or folder; give the paths of press releases"
            )
    from pipeline import ledger, run
    from pipeline.pool import collect_seldom

    collect_seldom()
    out = out or PROCESSED
    kept = read_ledger(out, ledger_file)
    lies = ledger.of_output(out, ledger_file)
    ledger.needed(out, lies)
    stop_as_by_ctrl_c()
    with progress_bar("shards" if engine else "releases") as progress:
        if engine:
            summary = _on_ray(paths or (RAW,), out, config, address, kept, prune, progress)
        else:
            summary = run.process(
                paths or (RAW,),
                out,
                config,
                jobs=jobs,
                force=force,
                prune=prune,
                decisions=kept.decisions,
                verdicts=kept.verdicts,
                progress=progress,
            )
    ledger.remember(out, lies)
    for reject in run.rejects(summary.out):
        say(f"rejected {reject.source}: {reject.detail} ({reject.stage}: {reject.reason})")
    if summary.upgraded:
        say(_told_of_upgrade(summary.upgraded, summary.out))
    say_stale(summary.corrections.stale)
    if summary.corrections.elsewhere:
        say(
            f"{len(summary.corrections.elsewhere)} corrections are of releases that are not in "
            "this input; see mahdar corrections check"
        )
    for verdict in summary.unkept:
        say(
            f"{verdict.id} («{verdict.verdict}», by {verdict.by}) was not followed: other verdicts "
            "say otherwise; decide anew on what is at odds"
        )
    if form == "json":
        print_text(_json(summary))
    else:
        click.echo(_table(summary), err=True)
    return REJECTS if summary.rejected or kept.faults else DONE


def _on_ray(
    paths: tuple[Path, ...],
    out: Path,
    config: Config,
    address: str | None,
    kept: Ledger,
    prune: bool,
    progress: Progress | None,
) -> Summary:
    """Process on Ray and return the summary. The shards stay in the output folder until they are
    merged, so that a stopped run can go on."""
    import shutil

    from pipeline import shards
    from pipeline.engines import ray
    from pipeline.errors import MahdarError

    folder = out / SHARDS
    made = shards.plan(paths, folder, SHARDS_OF_A_RUN, replace=True)
    if failed := ray.run_all(made, config, address, progress):
        names = ", ".join(shards.releases_of(made, failed[0])[:3])
        raise MahdarError(
            f"{len(failed)} of {made.shards} shards failed, one of them with {names}; what was "
            "done is kept, so run again"
        )
    summary = shards.merge(made, out, config, kept.decisions, kept.verdicts, prune)
    shutil.rmtree(folder, ignore_errors=True)
    return summary


def _filter(config: Config) -> int:
    """Process standard input to standard output."""
    from pipeline import run
    from pipeline import schema as published
    from pipeline.types import Reject

    die_with_pipe()
    status = DONE
    for item in run.process_text(standard_input(config.max_bytes + 1), config):
        if isinstance(item, Reject):
            status = REJECTS
            click.echo(published.dump(published.to_reject_row(item)).encode(), err=True)
        else:
            print_text(published.dump(item))
    return status


def _told_of_upgrade(done: Upgraded, out: Path) -> str:
    (releases, all_releases), (records, all_records) = done.releases, done.records
    return (
        f"{out}: was of mahdar 0.1 and is of schema 1.1 now; new ids for {releases} of "
        f"{all_releases} releases, {records} of {all_records} records, and in {done.runs} kept "
        f"runs; the old files and a map of the ids (ids.jsonl) lie in {done.copy}"
    )


def _json(s: Summary) -> str:
    """Return the summary for programs, on one line. Later versions may add keys."""
    import json

    done = s.corrections
    return json.dumps(
        {
            **{name: getattr(s, name) for name in COUNTS},
            "seconds": round(s.seconds, 3),
            "out": str(s.out),
            "corrections": {
                "standing": done.standing,
                "applied": done.applied,
                "stale": len(done.stale),
                "elsewhere": len(done.elsewhere),
            },
        },
        ensure_ascii=False,
    )


def _table(s: Summary) -> str:
    from pipeline.schema import RECORDS, REJECTS, RELEASES
    from pipeline.schema_entities import ENTITIES
    from pipeline.schema_meetings import MEETINGS

    rows = {
        "releases read": s.read,
        "new": s.new,
        "unchanged": s.unchanged,
        "repeated": s.repeated,
        "rejected": s.rejected,
        "paragraphs removed": s.removed,
        "meetings found": s.meetings,
        "seconds": f"{s.seconds:.1f}",
    }
    if s.corrections.standing:
        rows |= {
            "corrections applied": s.corrections.applied,
            "corrections stale": len(s.corrections.stale),
        }
    names = (RECORDS, RELEASES, REJECTS, MEETINGS, ENTITIES)
    files = "  ".join(printable(str(s.out / name)) for name in names)
    return "\n".join([*(f"{name:<19}{value:>8}" for name, value in rows.items()), files])
