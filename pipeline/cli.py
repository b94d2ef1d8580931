"""The command `mahdar`: parses, calls, prints, and gives the exit status. Standard output is for
data, standard error for words.

Exit status: 0 done, 1 done with rejects, 2 wrong use, 3 failed, 130 stopped by Ctrl-C or SIGTERM.
What is heavy is imported where it is used, so that `mahdar --help` answers at once."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.config import NER, Config

if TYPE_CHECKING:
    from pipeline.corrections import Decision, Stale
    from pipeline.ledger import Ledger
    from pipeline.run import Summary

DONE, REJECTS, WRONG_USE, FAILED, STOPPED = 0, 1, 2, 3, 130
DIFFERENT = 1
RAW, PROCESSED = Path("data/raw"), Path("data/processed")
STDIN = Path("-")
CHUNK = 1 << 16  # bytes of many lines that are written at once
_FORMATS = (
    "table",
    "json",
    "jsonl",
    "markdown",
    "html",
)  # those of pipeline/diff/render, whose import takes half a second


class _Path(click.Path):
    """A path. The empty one, such as a shell makes of a variable that is not set, would be the
    working folder; so it is refused."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:
        if value == "":
            self.fail("an empty path; is a variable not set?", param, ctx)
        return super().convert(value, param, ctx)


class _WholeNumber(click.IntRange):
    name = "whole number"  # as click's message calls what it asks for


_config = click.option(
    "--config",
    "config_file",
    type=_Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Settings over the defaults, as TOML; the names are those of pipeline/config.py.",
)
_ner = click.option(
    "--ner",
    type=click.Choice(NER),
    metavar="|".join(NER),
    help="Who finds people, organisations and places: our tagger, or camel-tools' recognizer, "
    "which needs its data "
    "(camel_data -i ner-arabert).  [default: tagger, or what --config says]",
)
_ledger = click.option(
    "--corrections",
    "ledger_file",
    type=_Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The reviewers' decisions.  [default: data/corrections.jsonl, if it is there]",
)
_jobs = click.option(
    "--jobs",
    type=_WholeNumber(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="How many processes work; the output is the same.",
)


def main(args: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit status."""
    from pipeline.errors import MahdarError, UsageError

    try:
        return commands.main(args, prog_name="mahdar", standalone_mode=False) or DONE
    except click.exceptions.NoArgsIsHelpError as err:
        err.show()
        return WRONG_USE
    except click.ClickException as err:
        context = getattr(err, "ctx", None)
        _say(
            f"{err.format_message()} (see {context.command_path if context else 'mahdar'} --help)".replace(
                "\n", " "
            )
        )
        return WRONG_USE
    except UsageError as err:
        _say(str(err))
        return WRONG_USE
    except MahdarError as err:
        _say(str(err))
        return FAILED
    except click.Abort:  # Ctrl-C, SIGTERM
        _say("stopped; what was done is kept, so the same command goes on from here")
        return STOPPED
    except (
        Exception
    ):  # a bug: shown whole, but with a status of its own, since 1 means «done with rejects»
        import traceback

        traceback.print_exc()
        return FAILED


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="mahdar", message="%(prog)s %(version)s")
def commands() -> None:
    """Arabic press releases in, meeting records out (محضر: the minutes of a meeting).

    \b
    Example:
      mahdar process data/raw --out data/processed
      mahdar process - < release.txt | jq .body.name

    Exit status: 0 done, 1 done with rejects, 2 wrong use, 3 failed.
    """


@commands.command()
@click.argument(
    "paths",
    nargs=-1,
    type=_Path(readable=False, path_type=Path, allow_dash=True),
    metavar="[PATHS]...",
)
@click.option(
    "--out",
    type=_Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=f"The output folder.  [default: {PROCESSED}]",
)
@_config
@_ner
@_jobs
@_ledger
@click.option("--force", is_flag=True, help="Process everything anew, unchanged releases too.")
def process(
    paths: tuple[Path, ...],
    out: Path | None,
    config_file: Path | None,
    ner: str | None,
    jobs: int,
    ledger_file: Path | None,
    force: bool,
) -> int:
    """Turn press releases into meeting records.

    PATHS are files and folders: .txt .md .html .htm .docx .pdf .json .jsonl, and .gz of the text
    forms; data/raw if none is given. Writes records.jsonl, releases.jsonl and rejects.jsonl. Only
    new and changed releases are processed. With - as the only path, reads one text on standard
    input and writes its records on standard output.

    \b
    Example:
      mahdar process press/ late.pdf --out minutes --jobs 2
      cat release.txt | mahdar process - | jq .people
    """
    config = _settings(config_file, ner)
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
    from pipeline import run

    kept = _kept(ledger_file)
    _stop_as_by_ctrl_c()
    with _progress() as progress:
        summary = run.process(
            paths or (RAW,),
            out or PROCESSED,
            config,
            jobs=jobs,
            force=force,
            decisions=kept.decisions,
            progress=progress,
        )
    for reject in run.rejects(summary.out):
        _say(f"rejected {reject.source}: {reject.detail} ({reject.stage}: {reject.reason})")
    _say_stale(summary.corrections.stale)
    if summary.corrections.elsewhere:
        _say(
            f"{len(summary.corrections.elsewhere)} corrections are of releases that are not in "
            "this input; see mahdar corrections check"
        )
    click.echo(_table(summary), err=True)
    return REJECTS if summary.rejected or kept.faults else DONE


@commands.command()
def schema() -> int:
    """Print the JSON Schema of the output.

    \b
    Example:
      mahdar schema | jq '.["$defs"].Record.properties | keys'
    """
    import json

    from pipeline.schema import json_schema

    _die_with_pipe()
    _print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return DONE


@commands.command()
@click.argument("gold", type=_Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    type=_Path(exists=True, file_okay=False, path_type=Path),
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
    "--errors", "field", metavar="FIELD", help="Also list every mistake in this label or field."
)
@click.option(
    "--floors",
    type=_Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Name each figure that is below its floor in this TOML file, and end with 1.",
)
@_config
@_ner
@_jobs
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

    GOLD holds one a line: key, text, published, spans, records. Prints precision, recall and F1 of
    the spans and of each field; with --spans those of the spans, with the expected calibration
    error (ECE, ten bins) of their confidences, in percent.

    \b
    Example:
      mahdar evaluate dev.jsonl --errors people
      mahdar evaluate dev.jsonl --spans
    """
    import tempfile

    from pipeline import evaluate as scoring
    from pipeline.schema import RECORDS, RELEASES

    _die_with_pipe()
    config = _settings(config_file, ner)
    least = scoring.read_floors(floors) if floors else {}
    if field:
        scoring.check_field(field, spans=spans)
    result: scoring.Result | scoring.SpanResult
    with tempfile.TemporaryDirectory(prefix="mahdar-") as folder:
        if out is None:
            from pipeline import run

            _stop_as_by_ctrl_c()
            with _progress() as progress:
                out = run.process_gold(gold, Path(folder), config, jobs=jobs, progress=progress).out
        releases, records = out / RELEASES, out / RECORDS
        if spans:
            result = scoring.evaluate_spans(gold, releases)
            _print(scoring.span_report(result))
        else:
            result = scoring.evaluate_files(gold, releases, records)
            _print(scoring.report(result))
        for line in (
            scoring.errors(gold, releases, None if spans else records, field) if field else ()
        ):
            _print(line)
    low = scoring.check_floor(result, least) if result.complete else []
    for line in low:
        _say(line)
    if not result.complete:
        _say(
            f"of {result.documents} documents {result.missing} are missing from the output and "
            f"{result.shifted} have another text there"
        )
    return REJECTS if low or not result.complete else DONE


@commands.command()
@click.argument("sides", nargs=-1, metavar="[OLD] [NEW]")
@click.option(
    "--out",
    default=PROCESSED,
    type=_Path(file_okay=False, path_type=Path),
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
@click.option("--stat", is_flag=True, help="Only count, by field, kind of change and cause.")
@click.option("--fields", metavar="NAMES", help="Only these fields, such as people,committees.")
@click.option(
    "--only", type=click.Choice(("added", "removed", "changed")), help="Only this kind of change."
)
@click.option(
    "--details",
    is_flag=True,
    help="Show what differs in place, confidence or provenance only, too; JSON always has it.",
)
@click.option(
    "--corrections",
    "ledger_file",
    type=_Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The verdicts that tell what a reviewer changed.  [default: data/corrections.jsonl]",
)
@click.option(
    "--git", "as_driver", is_flag=True, help="Be git's external diff driver; see the README."
)
@_config
def diff(
    sides: tuple[str, ...],
    out: Path,
    form: str,
    stat: bool,
    fields: str | None,
    only: str | None,
    details: bool,
    ledger_file: Path | None,
    as_driver: bool,
    config_file: Path | None,
) -> int:
    """Show what changed between two runs, by meaning.

    OLD and NEW are records.jsonl files, output folders, or REVISION:PATH of a git repository;
    without them the last run is compared with the one before it, with OLD alone OLD with the output
    folder. A corrected name is one changed value, not a record removed and one added. The words
    that differ are marked, and the cause is given where it is known.

    Exit status, as of diff(1): 0 the same, 1 different, 2 trouble.

    \b
    Example:
      mahdar diff
      mahdar diff HEAD:data/processed data/processed --fields people,committees
      mahdar diff old.jsonl new.jsonl --format html > changes.html
    """
    from pipeline import ledger
    from pipeline.diff import git, sources, stream
    from pipeline.diff.render import render, render_stat
    from pipeline.diff.select import Tally, fields_of, select
    from pipeline.errors import MahdarError, UsageError

    if len(sides) > 2 and not as_driver:
        raise click.UsageError("give OLD and NEW, OLD alone, or neither")
    _die_with_pipe()
    try:
        config = Config.load(config_file)
        kept = ledger.read(ledger_file or ledger.DEFAULT)
        decisions = [d.model_dump(mode="json") for d in kept.decisions]
        if as_driver:
            _print_lines(
                git.lines(
                    sides, config, decisions, _coloured(git.pager_in_use(os.environ)), details
                )
            )
            return DONE
        for fault in kept.faults:
            _say(f"{ledger_file or ledger.DEFAULT}:{fault.line}: {fault.reason}")
        wanted = fields_of(fields) if fields else frozenset()
        tally = Tally()
        with _collector_off(), sources.pair(sides, out) as (old, new):
            changes = select(stream(old.side, new.side, config, decisions), wanted, only)
            if stat:
                lines = render_stat(changes, form, old.name, new.name, tally)
            else:
                lines = render(
                    changes,
                    form,
                    old.name,
                    new.name,
                    colour=_coloured(),
                    details=details,
                    tally=tally,
                )
            _print_lines(lines)
    except MahdarError as err:
        raise UsageError(str(err)) from err  # any trouble is 2
    return DIFFERENT if tally.total else DONE


@commands.command()
@click.argument(
    "out", default=PROCESSED, type=_Path(file_okay=False, path_type=Path), metavar="[OUT]"
)
@click.option(
    "--corrections",
    "ledger_file",
    type=_Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where the verdicts are kept.  [default: data/corrections.jsonl]",
)
@click.option(
    "--by", metavar="NAME", help="The reviewer.  [default: git's user.name, else the login name]"
)
@click.option(
    "--port",
    type=_WholeNumber(0, 65535),
    default=0,
    show_default=True,
    metavar="N",
    help="The port; 0 for a free one.",
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def review(out: Path, ledger_file: Path | None, by: str | None, port: int, no_browser: bool) -> int:
    """Review records in the browser: accept, reject, correct, add.

    OUT is an output folder. What changed since the last reviewed run comes first, then what is
    least sure. Every verdict is kept at once; the next mahdar process applies it. Serves this
    machine alone; Ctrl-C ends it. The page shows the keys with «?».

    \b
    Example:
      mahdar review data/processed --by Huda
    """
    from pipeline import ledger
    from pipeline.review import desk
    from pipeline.review.server import serve

    kept = ledger_file or ledger.DEFAULT
    opened = desk.opened(out, kept, by or _login())
    for fault in opened.faults:
        _say(f"{kept}:{fault.line}: {fault.reason}")

    def ready(address: str) -> None:
        _say(f"review at {address} (Ctrl-C ends it)")
        if not no_browser and _has_screen():
            import webbrowser

            webbrowser.open(address)

    serve(opened, port, ready)
    return DONE


@commands.command()
@click.argument(
    "out", default=PROCESSED, type=_Path(file_okay=False, path_type=Path), metavar="[OUT]"
)
@click.option(
    "--to",
    "target",
    type=_Path(dir_okay=False, path_type=Path, allow_dash=True),
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
    type=_Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The reviewers' verdicts, which explain changes.  [default: data/corrections.jsonl]",
)
@_config
def report(
    out: Path,
    target: Path,
    since: str | None,
    everything: bool,
    ledger_file: Path | None,
    config_file: Path | None,
) -> int:
    """Write the records and what changed as one HTML file.

    OUT is an output folder. The file needs no other one and no JavaScript, so it can be mailed.
    What changed since the run before stands on top; then each changed record beside the text that
    it was read from, or every record where nothing earlier is kept.

    \b
    Example:
      mahdar report --to report.html
      mahdar report minutes --since HEAD~1:minutes --to report.html
    """
    from pipeline import ledger
    from pipeline.review import report as reporting

    decisions = ledger.read(ledger_file or ledger.DEFAULT).decisions
    compared = reporting.since(
        out, since, Config.load(config_file), (d.model_dump(mode="json") for d in decisions)
    )
    if target == STDIN:
        _die_with_pipe()
        for piece in reporting.report(out, compared, everything=everything):
            click.echo(piece.encode(), nl=False)
    else:
        reporting.write(out, target, compared, everything=everything)
    if compared is None:
        _say(
            "no earlier run is kept, so the report shows every record and no changes; name one "
            "with --since"
        )
    return DONE


@commands.group()
def corrections() -> None:
    """The reviewers' decisions: list, check, export.

    They are one a line in data/corrections.jsonl; mahdar review appends them and mahdar process
    applies them.

    \b
    Example:
      mahdar corrections list
    """


@corrections.command("list")
@_ledger
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="For people, or a JSON object a line: the decision and its state.",
)
def list_corrections(ledger_file: Path | None, form: str) -> int:
    """List the decisions, oldest first, and what each is worth.

    A decision stands, is superseded by a later one on the same value, or is withdrawn.

    \b
    Example:
      mahdar corrections list --format json | jq 'select(.state == "stands")'
    """
    import json

    from pipeline.corrections import wording

    _die_with_pipe()
    kept = _kept(ledger_file)
    if form == "json":
        states = wording.states(kept.decisions)
        for d in sorted(kept.decisions, key=lambda d: (d.at, d.id)):
            _print(
                json.dumps({"state": states[d.id], **d.model_dump(mode="json")}, ensure_ascii=False)
            )
    else:
        _print_lines(wording.table(kept.decisions))
    return REJECTS if kept.faults else DONE


@corrections.command("check")
@click.argument(
    "out", default=PROCESSED, type=_Path(file_okay=False, path_type=Path), metavar="[OUT]"
)
@_ledger
@_config
def check_corrections(out: Path, ledger_file: Path | None, config_file: Path | None) -> int:
    """Check that every decision can be read and has its place in the output.

    OUT is an output folder. Names each bad line, each decision that is stale, and each whose
    release is not there.

    Exit status: 0 all is well, 1 something is named, 2 wrong use, 3 failed.

    \b
    Example:
      mahdar corrections check data/processed
    """
    from pipeline import ledger
    from pipeline.corrections import wording

    kept = _kept(ledger_file)
    looked = ledger.look(out, kept.decisions, Config.load(config_file).same_name)
    _say_stale(looked.stale)
    for d in looked.elsewhere:
        _say(f"correction {d.id}: its release is not in {out} ({wording.in_words(d)})")
    for d in looked.dangling:
        _say(f"correction {d.id} takes back {d.of}, which is not in the file")
    trouble = len(kept.faults) + len(looked.stale) + len(looked.elsewhere) + len(looked.dangling)
    _say(
        f"{len(kept.decisions)} corrections, {looked.applied} applied, {len(looked.stale)} stale, "
        f"{len(looked.elsewhere)} without release, {len(kept.faults)} bad lines"
    )
    return REJECTS if trouble else DONE


@corrections.command("export")
@click.argument(
    "out", default=PROCESSED, type=_Path(file_okay=False, path_type=Path), metavar="[OUT]"
)
@_ledger
@_config
@click.option(
    "--whole",
    is_flag=True,
    help="Only releases of which every meeting was accepted or corrected as a whole.",
)
def export_corrections(
    out: Path, ledger_file: Path | None, config_file: Path | None, whole: bool
) -> int:
    """Write corrected releases as training documents.

    OUT is an output folder. Writes each release in which a decision counts as one line of JSON:
    key, published, text, spans, records, in the form that mahdar evaluate and the training read.

    \b
    Example:
      mahdar corrections export data/processed > corrected.jsonl
    """
    import json

    from pipeline import ledger

    _die_with_pipe()
    kept = _kept(ledger_file)
    looked = ledger.look(out, kept.decisions, Config.load(config_file).same_name)
    _say_stale(looked.stale)
    _print_lines(
        json.dumps(document, ensure_ascii=False) for document in ledger.documents(looked, whole)
    )
    return REJECTS if kept.faults else DONE


def _kept(file: Path | None) -> Ledger:
    """The ledger, with a word for each of its bad lines."""
    from pipeline import ledger

    path = file or ledger.DEFAULT
    kept = ledger.read(path)
    for fault in kept.faults:
        _say(f"{path}:{fault.line}: {fault.reason}")
    return kept


def _say_stale(stale: Iterable[tuple[Stale, Decision]]) -> None:
    from pipeline.corrections import wording

    for why, decision in stale:
        _say(wording.told(why, decision))


@contextmanager
def _collector_off() -> Iterator[None]:
    """Records are read and let go one by one, without cycles; to look for cycles among them again
    and again takes a quarter of the time."""
    import gc

    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _coloured(pager: bool = False) -> bool:
    """Colours are for a terminal, and not for one who has asked for none (no-color.org)."""
    return (
        (sys.stdout.isatty() or pager)
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


def _login() -> str:
    """Who works here: git's user.name, else the login name."""
    import getpass
    import subprocess

    try:
        name = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, text=True
        ).stdout.strip()
        return name or getpass.getuser()
    except (OSError, KeyError):  # no git; a user without a name
        return "?"


def _has_screen() -> bool:
    """Whether a browser would open a window, and not take over the terminal."""
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _settings(file: Path | None, ner: str | None) -> Config:
    """The settings of a file, with `--ner` over them."""
    import dataclasses

    config = Config.load(file)
    return config if ner is None else dataclasses.replace(config, ner=ner)


def _filter(config: Config) -> int:
    """Standard input to standard output."""
    from pipeline import run
    from pipeline import schema as published
    from pipeline.types import Reject

    _die_with_pipe()
    status = DONE
    for item in run.process_text(sys.stdin.buffer, config):
        if isinstance(item, Reject):
            status = REJECTS
            click.echo(published.dump(published.to_reject_row(item)).encode(), err=True)
        else:
            _print(published.dump(item))
    return status


def _die_with_pipe() -> None:
    """Ends like any Unix filter, silently, when the reader of standard output has gone."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _stop_as_by_ctrl_c() -> None:
    """SIGTERM stops a run as Ctrl-C does: by itself it would leave Python to warn of what the pool
    of --jobs has not given back."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _print(text: str) -> None:
    """One line or more on standard output, in UTF-8 whatever the locale."""
    click.echo(text.encode())


def _print_lines(lines: Iterable[str]) -> None:
    """Many lines on standard output, some at a time, also where Python is told not to buffer."""
    sys.stdout.flush()
    waiting = bytearray()
    for line in lines:
        waiting += line.encode()
        waiting += b"\n"
        if len(waiting) >= CHUNK:
            sys.stdout.buffer.write(waiting)
            waiting.clear()
    sys.stdout.buffer.write(waiting)
    sys.stdout.buffer.flush()


def _say(words: str) -> None:
    click.echo(f"mahdar: {words}", err=True)


def _table(s: Summary) -> str:
    from pipeline.schema import RECORDS, REJECTS, RELEASES

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
    files = "  ".join(str(s.out / name) for name in (RECORDS, RELEASES, REJECTS))
    return "\n".join([*(f"{name:<19}{value:>8}" for name, value in rows.items()), files])


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error where that is a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as stack:
        bars: list[click._termui_impl.ProgressBar[int]] = []

        def show(done: int, total: int) -> None:
            if not bars:
                bars.append(
                    stack.enter_context(
                        click.progressbar(length=max(total, 1), label="mahdar", file=sys.stderr)
                    )
                )
            bars[0].update(done - bars[0].pos)

        yield show


if __name__ == "__main__":
    sys.exit(main())
