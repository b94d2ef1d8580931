"""Defects of our own. One that an input runs into costs that input and no other: it becomes a
`Reject`, and the traceback goes to standard error, so that it can be mended.

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
    """Return the Reject of an input whose stage raised `defect`, which is shown on standard error.
    Raises it again where no input is at fault (a model that is not there, a package that is
    missing) and where `$MAHDAR_RAISE` is set."""
    if isinstance(defect, (MahdarError, ImportError)) or os.environ.get(SWITCH):
        raise defect
    shown = "".join(traceback.format_exception(defect))
    # in one piece, for other processes write there too
    with suppress(OSError, ValueError, AttributeError):  # closed, or its disk is full
        sys.stderr.write(f"mahdar: a defect met {printable(source)} ({stage}):\n{shown}")
        sys.stderr.flush()
    return Reject(
        source,
        stage,
        Reason.INTERNAL,
        f"a defect of mahdar: {_place(defect)}; please report it with the traceback and this input",
    )


def _place(defect: Exception) -> str:
    """Return what was raised, and where in this package: the same in every run."""
    name = type(defect).__name__
    for frame in reversed(traceback.extract_tb(defect.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(_HERE):
            return f"{name} in {path.relative_to(_HERE.parent).as_posix()}, line {frame.lineno}"
    return name
