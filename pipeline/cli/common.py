"""What several commands share: statuses, options, and how they print."""

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


REDRAWN = 0.1  # seconds between two states of a run that are shown


CHUNK = 1 << 16  # bytes of many lines that are written at once


class PathType(click.Path):
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


class WholeNumber(click.IntRange):
    name = "whole number"  # as click's message calls what it asks for


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
    """For the shell: the settings that begin so."""
    from pipeline.config import described

    return [s.name for s in described() if s.name.startswith(incomplete)]


def complete_fields(context: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """For the shell: the fields of a record, the last of a list with commas."""
    from pipeline.schema import Record

    before, comma, last = incomplete.rpartition(",")
    return [before + comma + name for name in Record.model_fields if name.startswith(last)]


def complete_scored(context: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """For the shell: what mahdar evaluate counts."""
    from pipeline.evaluate import FIELDS
    from pipeline.schema import LABELS

    return [n for n in (*LABELS, "meetings", *FIELDS) if n.startswith(incomplete)]


def read_ledger(out: Path, file: Path | None) -> Ledger:
    """Return the ledger of an output folder, with a word for each of its bad lines."""
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


def coloured(pager: bool = False) -> bool:
    """Colours are for a terminal, and not for one who has asked for none (no-color.org)."""
    return (
        (sys.stdout.isatty() or pager)
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


def login() -> str:
    """Return who works here: git's user.name, else the login name."""
    import getpass
    import subprocess

    try:
        name = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, text=True
        ).stdout.strip()
        return name or getpass.getuser()
    except (OSError, KeyError):  # no git; a user without a name
        return "?"


def has_screen() -> bool:
    """Return whether a browser would open a window, and not take over the terminal."""
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def settings(file: Path | None, ner: str | None) -> Config:
    """Return the settings of a file, with `--ner` over them."""
    import dataclasses

    config = Config.load(file)
    return config if ner is None else dataclasses.replace(config, ner=ner)


def die_with_pipe() -> None:
    """End like any Unix filter, silently, when the reader of standard output has gone."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def stop_as_by_ctrl_c() -> None:
    """SIGTERM stops a run as Ctrl-C does: by itself it would leave Python to warn of what the pool
    of --jobs has not given back."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def print_text(text: str) -> None:
    """One line or more on standard output, in UTF-8 whatever the locale."""
    click.echo(text.encode())


def print_lines(lines: Iterable[str]) -> None:
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


def say(words: str) -> None:
    """One line on standard error. Names of files and people may stand in it as they are."""
    click.echo(f"mahdar: {printable(words)}", err=True)


@contextmanager
def progress_bar(what: str = "releases") -> Iterator[Progress | None]:
    """One line on standard error that tells how far a run is, where that is a terminal, else
    nothing. `what` is counted."""
    if not sys.stderr.isatty():
        yield None
        return
    began = drawn = time.monotonic()
    before = 0.0  # the share that was done without work: it says nothing of the time left
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
        # the last column is left free: some terminals begin a new line behind it
        columns = shutil.get_terminal_size().columns - 1
        told = progress.line(done, share, left, what, columns)
        click.echo("\r" + told.ljust(min(width, columns)), err=True, nl=False)
        width = len(told)

    try:
        yield show
    finally:
        if width:
            click.echo(err=True)
