"""`mahdar shard`: split an archive into shards, for any engine."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.common import (
    DONE,
    FAILED,
    PROCESSED,
    RAW,
    REJECTS,
    PathType,
    WholeNumber,
    config_option,
    jobs_option,
    ledger_option,
    ner_option,
    progress_bar,
    read_ledger,
    say,
    settings,
    stop_as_by_ctrl_c,
)

_plan = click.argument(
    "plan", type=PathType(exists=True, file_okay=False, path_type=Path), metavar="PLAN"
)


@click.group()
def shard() -> None:
    """Process an archive in shards.

    Plan once, run the shards on any machines, then merge: the output is that of one mahdar process
    over everything. PLAN is a folder that all machines can read and write.

    \b
    Example:
      mahdar shard plan archive/ --to plan --shards 1000
      mahdar shard run plan 7
      mahdar shard merge plan --out minutes
    """


@shard.command("plan")
@click.argument("paths", nargs=-1, type=PathType(exists=True, path_type=Path), metavar="[PATHS]...")
@click.option(
    "--to",
    "folder",
    type=PathType(file_okay=False, path_type=Path),
    required=True,
    metavar="PLAN",
    help="The folder for the plan and the output of the shards.",
)
@click.option(
    "--shards",
    "count",
    type=WholeNumber(min=1),
    default=64,
    show_default=True,
    metavar="N",
    help="How many; many more than workers, so that slow ones even out.",
)
def plan_shards(paths: tuple[Path, ...], folder: Path, count: int) -> int:
    """Split the inputs into shards, without reading releases.

    \b
    Example:
      mahdar shard plan archive/ --to plan --shards 1000
    """
    from pipeline import shards

    made = shards.plan(paths or (RAW,), folder, count)
    say(f"{made.shards} shards in {folder}; next: mahdar shard run {folder}")
    return DONE


@shard.command("run")
@_plan
@click.argument("number", type=WholeNumber(min=0), required=False, metavar="[I]")
@config_option
@ner_option
@jobs_option
def run_shards(
    plan: Path, number: int | None, config_file: Path | None, ner: str | None, jobs: int
) -> int:
    """Process shard I, or all shards that are not done.

    Skips shards that this version has finished with the same settings.

    \b
    Example:
      mahdar shard run plan 7
      mahdar shard run plan --jobs 2
    """
    from pipeline import shards
    from pipeline.pool import collect_seldom

    collect_seldom()
    config = settings(config_file, ner)
    made = shards.opened(plan)
    stop_as_by_ctrl_c()
    if number is not None:
        if not shards.run_shard(made, number, config):
            say(f"shard {number} was done before")
        return DONE
    with progress_bar("shards") as progress:
        failed = shards.run_all(made, config, jobs, progress)
    return _told(made, failed)


@shard.command("merge")
@_plan
@click.option(
    "--out",
    type=PathType(file_okay=False, path_type=Path),
    default=PROCESSED,
    show_default=True,
    metavar="DIR",
    help="The output folder.",
)
@config_option
@ner_option
@ledger_option
@click.option(
    "--prune",
    is_flag=True,
    help="Drop releases from the output that are not in these shards; else nothing is written.",
)
def merge_shards(
    plan: Path,
    out: Path,
    config_file: Path | None,
    ner: str | None,
    ledger_file: Path | None,
    prune: bool,
) -> int:
    """Write the output of all shards, as one run would.

    \b
    Example:
      mahdar shard merge plan --out minutes
    """
    from pipeline import ledger, shards

    kept = read_ledger(out, ledger_file)
    lies = ledger.of_output(out, ledger_file)
    ledger.needed(out, lies)
    stop_as_by_ctrl_c()
    made, config = shards.opened(plan), settings(config_file, ner)
    summary = shards.merge(made, out, config, kept.decisions, kept.verdicts, prune)
    ledger.remember(out, lies)
    say(
        f"{summary.read} releases, {summary.meetings} meetings, {summary.rejected} rejects in {out}"
    )
    return REJECTS if summary.rejected or kept.faults else DONE


def _told(made: object, failed: list[int]) -> int:
    from pipeline import shards

    assert isinstance(made, shards.Plan)
    for number in failed:
        names = shards.releases_of(made, number)
        say(
            f"shard {number} failed; it holds {', '.join(names[:3])} and {max(0, len(names) - 3)} more"
        )
    return FAILED if failed else DONE
