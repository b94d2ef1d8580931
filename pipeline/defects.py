"""Defects of our own code. A defect costs only the input that caused it: the input becomes a
`Reject`, and the traceback goes to standard error for the bug report.

With MAHDAR_RAISE in the environment a defect raises instead; the tests set it."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from pipeline.errors import MahdarError, Reason
from pipeline.terminal import printable
from pipeline.types import Reject

SWITCH = "MAHDAR_RAISE"

_HERE = Path(__file__).resolve().parent


def rejected(source: str, stage: str, defect: Exception) -> Reject:
    """Return the Reject of an input whose stage raised `defect`, and print the traceback to
    standard error. Raise `defect` again if no input caused it (a missing model, a missing package)
    or if `$MAHDAR_RAISE` is set."""
    if isinstance(defect, (MahdarError, ImportError)) or os.environ.get(SWITCH):
        raise defect
    _show(f"{printable(source)} ({stage})", defect)
    return Reject(
        source,
        stage,
        Reason.INTERNAL,
        f"a defect of mahdar: {_place(defect)}; please report it with the traceback and this input",
    )


def of_all(defect: Exception, stands: str) -> MahdarError:
    """Return the message for a defect that no single input caused, and print the traceback to
    standard error. `stands` says what the user has now. Raise `defect` again if `rejected`
    would."""
    if isinstance(defect, (MahdarError, ImportError)) or os.environ.get(SWITCH):
        raise defect
    _show("all records together", defect)
    return MahdarError(
        f"a defect of mahdar: {_place(defect)}; {stands}; please report it with the traceback"
    )


def _show(met: str, defect: Exception) -> None:
    shown = "".join(traceback.format_exception(defect))
    # one write, because other processes write there too
    # standard error is closed, or its disk is full
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"mahdar: a defect met {met}:\n{shown}")
        sys.stderr.flush()


def _place(defect: Exception) -> str:
    """Return the error and its place in this package, the same text in every run."""
    name = type(defect).__name__
    for frame in reversed(traceback.extract_tb(defect.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(_HERE):
            return f"{name} in {path.relative_to(_HERE.parent).as_posix()}, line {frame.lineno}"
    return name
