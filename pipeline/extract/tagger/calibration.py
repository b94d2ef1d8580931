"""Calibrated confidences: of the mentions with confidence 0.8, about four in five are right.

There is a table for each label and finder (model, gazetteer, rule), fitted on mentions that models
found in documents outside their training data (models/training/isotonic.py). It maps a raw
confidence to the share of right mentions, linear between its points. It never decreases, so the
order of two mentions of a label is preserved. All thresholds and comparisons in the pipeline use
raw confidences; the tables are applied last (`linker.py`)."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from pipeline.errors import MahdarError

FILE = "calibration.json"

Table = tuple[tuple[float, float], ...]  # (raw, calibrated), both ascending
Tables = Mapping[tuple[str, str], Table]  # by (label, found_by)


def calibrated(tables: Tables, label: str, found_by: str, confidence: float) -> float:
    """Return the calibrated confidence, to four digits; the raw one if there is no table."""
    table = tables.get((label, found_by))
    if not table:
        return confidence
    at = bisect_right(table, confidence, key=lambda point: point[0])
    if at in (0, len(table)):
        return table[max(0, at - 1)][1]
    (x0, y0), (x1, y1) = table[at - 1], table[at]
    return round(y0 + (y1 - y0) * (confidence - x0) / (x1 - x0), 4)


@lru_cache(maxsize=8)
def read(folder: Path) -> Tables:
    """Return the tables of a model's folder; none if it has no FILE. Raise MahdarError for an
    invalid one."""
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        tables = {
            (label, found_by): tuple((float(x), float(y)) for x, y in table)
            for label, finders in json.loads(path.read_text(encoding="utf-8"))["tables"].items()
            for found_by, table in finders.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as err:
        raise MahdarError(
            f"{path}: not a calibration; make it anew with make calibrate, or delete it"
        ) from err
    if any(a >= c or b > d for table in tables.values() for (a, b), (c, d) in pairwise(table)):
        raise MahdarError(
            f"{path}: a table that does not rise; make it anew with make calibrate, or delete it"
        )
    return tables
