"""What several commands share: exit statuses, options, and printing."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import progress
from pipeline.config import NER, Config
from pipeline.terminal import printable
from pipeline.words import DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from pipeline.corrections import Decision, Stale
    from pipeline.ledger import Ledger
    from pipeline.progress import Progress


DONE, REJECTS, WRONG_USE, FAILED, STOPPED = 0, 1, 2, 3, 130


DIFFERENT = 1


RAW, PROCESSED = Path("data/raw"), Path("data/processed")


STDIN = Path("-")


REDRAWN = 0.1  # seconds between two updates of the progress line


CHUNK = 1 << 16  # bytes written at once when there are many lines


class PathType(click.Path):
    """A path. Reject the empty path, which a shell makes of an unset variable and which would mean
    the working folder."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:
        if value == "":
            self.fail("an empty path; is a variable not set?", param, ctx)
        return super().convert(value, param, ctx)


class WholeNumber(click.IntRange):
    name = "whole number"  # click uses this name in its message


config_option = click.option(
    "--config",
    "config_file",
    type=PathType(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Settings over the defaults, as TOML; mahdar settings prints their names.",
)


language_option = click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=DEFAULT,
    show_default=True,
    help="The language of the HTML page.",
)


ner_option = click.option(
    "--ner",
    type=click.Choice(NER),
    metavar="|".join(NER),
    help="What finds people, organisations and places: our tagger, or camel-tools' recognizer, "
    "which needs its data "
    "(camel_data -i ner-arabert).  [default: tagger, or what --config says]",
)


ledger_option = click.option(
    "--corrections",
    "ledger_file",
    type=PathType(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The reviewers' decisions.  [default: corrections.jsonl beside the output folder, or where the last run found it]",
)


jobs_option = click.option(
    "--jobs",
    type=WholeNumber(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="How many processes to use; the output is the same.",
)


def complete_settings(context: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the settings that begin with `incomplete`, for the shell."""
    from pipeline.config import described

    return [s.name for s in described() if s.name.startswith(incomplete)]


def complete_fields(context: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the matching fields of a record for the shell, after the last comma of a list."""
    from pipeline.schema import Record

    before, comma, last = incomplete.rpartition(",")
    return [before + comma + name for name in Record.model_fields if name.startswith(last)]


def complete_scored(context: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the matching names that mahdar evaluate scores, for the shell."""
    from pipeline.evaluate import FIELDS
    from pipeline.schema import LABELS

    return [n for n in (*LABELS, "meetings", *FIELDS) if n.startswith(incomplete)]


def read_ledger(out: Path, file: Path | None) -> Ledger:
    """Return the ledger of an output folder, and print a message for each bad line."""
    from pipeline import ledger

    path = ledger.of_output(out, file)
    kept = ledger.read(path)
    for fault in kept.faults:
        say(f"{path}:{fault.line}: {fault.reason}")
    return kept


def say_stale(stale: Iterable[tuple[Stale, Decision]]) -> None:
    from pipeline.corrections import wording

    for why, decision in stale:
        say(wording.told(why, decision))


@contextmanager
def collector_off() -> Iterator[None]:
    """Turn off the cyclic garbage collector. Records are read and dropped one by one and contain no
    cycles; searching them for cycles takes a quarter of the time."""
    import gc

    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def coloured(pager: bool = False) -> bool:
    """Return whether to use colours: on a terminal, unless the user disabled them
    (no-color.org)."""
    return (
        (sys.stdout.isatty() or pager)
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


def login() -> str:
    """Return the current user: git's user.name, else the login name."""
    import getpass
    import subprocess

    try:
        name = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, text=True
        ).stdout.strip()
        return name or getpass.getuser()
    except (OSError, KeyError):  # no git, or a user without a name
        return "?"


def has_screen() -> bool:
    """Return whether a browser would open a window instead of taking over the terminal."""
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def settings(file: Path | None, ner: str | None) -> Config:
    """Return the settings of a file, overridden by `--ner`."""
    import dataclasses

    config = Config.load(file)
    return config if ner is None else dataclasses.replace(config, ner=ner)


def die_with_pipe() -> None:
    """End silently, like any Unix filter, when the reader of standard output has gone."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def stop_as_by_ctrl_c() -> None:
    """Make SIGTERM stop a run as Ctrl-C does. Otherwise Python would warn about resources that the
    process pool of --jobs has not released."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def print_text(text: str) -> None:
    """Print text on standard output, in UTF-8 whatever the locale."""
    click.echo(text.encode())


def print_lines(lines: Iterable[str]) -> None:
    """Print many lines on standard output in blocks, even if Python runs unbuffered."""
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


def say(words: str) -> None:
    """Print one line on standard error. It may contain names of files and people unescaped."""
    click.echo(f"mahdar: {printable(words)}", err=True)


@contextmanager
def progress_bar(what: str = "releases") -> Iterator[Progress | None]:
    """Show the progress of a run in one line on standard error if that is a terminal, else do
    nothing. `what` names the unit that is counted."""
    if not sys.stderr.isatty():
        yield None
        return
    began = drawn = time.monotonic()
    before = 0.0  # the share that needed no work: it says nothing about the remaining time
    width = 0

    def show(done: int, share: float) -> None:
        nonlocal began, before, drawn, width
        now = time.monotonic()
        if not done:
            began, before = now, share
        if width and share < 1 and now - drawn < REDRAWN:
            return
        drawn = now
        left = (now - began) * (1 - share) / (share - before) if share > before else None
        # leave the last column free: some terminals start a new line after it
        columns = shutil.get_terminal_size().columns - 1
        told = progress.line(done, share, left, what, columns)
        click.echo("\r" + told.ljust(min(width, columns)), err=True, nl=False)
        width = len(told)

    try:
        yield show
    finally:
        if width:
            click.echo(err=True)
