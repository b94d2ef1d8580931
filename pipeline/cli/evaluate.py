"""`mahdar evaluate`: scores against gold documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    DONE,
    REJECTS,
    PathType,
    complete_scored,
    config_option,
    die_with_pipe,
    jobs_option,
    ner_option,
    print_text,
    progress_bar,
    say,
    settings,
    stop_as_by_ctrl_c,
)

if TYPE_CHECKING:
    pass


@click.command()
@click.argument("gold", type=PathType(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    type=PathType(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Score the output in this folder; without it, the gold texts are processed and that is "
    "scored.",
)
@click.option(
    "--spans",
    is_flag=True,
    help="Score the spans alone, and how far their confidences can be trusted; GOLD needs no "
    "records.",
)
@click.option(
    "--errors",
    "field",
    metavar="FIELD",
    shell_complete=complete_scored,
    help="Also list every mistake in this label or field.",
)
@click.option(
    "--floors",
    type=PathType(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Name each figure that is below its floor in this TOML file, and end with 1.",
)
@config_option
@ner_option
@jobs_option
def evaluate(
    gold: Path,
    out: Path | None,
    spans: bool,
    field: str | None,
    floors: Path | None,
    config_file: Path | None,
    ner: str | None,
    jobs: int,
) -> int:
    """Score the pipeline against gold documents.

    GOLD is JSON Lines with key, text, published, spans, records. Prints precision, recall and F1 of
    the spans and of each field, in percent. With --spans, prints those of the spans and the
    expected calibration error (ECE, ten bins) of their confidences.

    \b
    Example:
      mahdar evaluate dev.jsonl --errors people
      mahdar evaluate dev.jsonl --spans
    """
    import tempfile

    from pipeline import evaluate as scoring
    from pipeline import manifest
    from pipeline.schema import RECORDS, RELEASES

    die_with_pipe()
    config = settings(config_file, ner)
    least = scoring.read_floors(floors) if floors else {}
    if field:
        scoring.check_field(field, spans=spans)
    result: scoring.Result | scoring.SpanResult
    with tempfile.TemporaryDirectory(prefix="mahdar-") as folder:
        if out is None:
            from pipeline import run

            stop_as_by_ctrl_c()
            with progress_bar() as progress:
                out = run.process_gold(gold, Path(folder), config, jobs=jobs, progress=progress).out
        manifest.check(out, RELEASES, RECORDS)
        releases, records = out / RELEASES, out / RECORDS
        if spans:
            result = scoring.evaluate_spans(gold, releases)
            print_text(scoring.span_report(result))
        else:
            result = scoring.evaluate_files(gold, releases, records)
            print_text(scoring.report(result))
        for line in (
            scoring.errors(gold, releases, None if spans else records, field) if field else ()
        ):
            print_text(line)
    low = scoring.check_floor(result, least) if result.complete else []
    for line in low:
        say(line)
    if not result.complete:
        say(
            f"of {result.documents} documents {result.missing} are missing from the output and "
            f"{result.shifted} have another text there"
        )
    return REJECTS if low or not result.complete else DONE
