"""Calibrated confidences: of the mentions with confidence 0.8, about four in five are right.

There is a table for each label and finder (model, gazetteer, rule), fitted on mentions that models
found in documents outside their training data (models/training/calibrate.py). It maps a raw
confidence to the share of right mentions: isotonic regression over bins of equal size, linear in
between. It never decreases, so the order of two mentions of a label is preserved. All thresholds
and comparisons in the pipeline use raw confidences; the tables are applied last (`linker.py`)."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from pipeline.errors import MahdarError

FILE = "calibration.json"
BIN = 40  # minimum mentions in a bin
FEWEST = 20  # minimum mentions for a table

Table = tuple[tuple[float, float], ...]  # (raw, calibrated), both ascending
Tables = Mapping[tuple[str, str], Table]  # by (label, found_by)


def fit(found: Sequence[tuple[float, bool]]) -> Table:
    """Return the table of mentions given as (raw confidence, right or not); empty if they are fewer
    than FEWEST."""
    if len(found) < FEWEST:
        return ()
    bins: list[list[tuple[float, bool]]] = []
    for pair in sorted(found):
        if not bins or (
            len(bins[-1]) >= BIN and bins[-1][-1][0] != pair[0]
        ):  # equal confidences stay together
            bins.append([])
        bins[-1].append(pair)
    if len(bins) > 1 and len(bins[-1]) < BIN:
        last = bins.pop()
        bins[-1] += last
    blocks: list[list[tuple[float, bool]]] = []
    for b in bins:  # pool adjacent violators
        blocks.append(b)
        while len(blocks) > 1 and _share(blocks[-2]) >= _share(blocks[-1]):
            last = blocks.pop()
            blocks[-1] = blocks[-1] + last
    return tuple((round(sum(c for c, _ in b) / len(b), 4), round(_share(b), 4)) for b in blocks)


def _share(found: Sequence[tuple[float, bool]]) -> float:
    """Return the share of right ones, with half a right and half a wrong one added, so that it is
    never 0 or 1."""
    return (sum(right for _, right in found) + 0.5) / (len(found) + 1)


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


def write(folder: Path, tables: Tables, version: str, documents: int) -> None:
    """Write FILE for this version of the model, with the number of documents; equal tables give
    equal bytes."""
    rows = []
    for label in sorted({label for label, _ in tables}):
        finders = (
            f"{json.dumps(found_by)}: {json.dumps(table)}"
            for (name, found_by), table in sorted(tables.items())
            if name == label
        )
        rows.append(f"  {json.dumps(label)}: {{{', '.join(finders)}}}")
    body = ",\n".join(rows)
    (folder / FILE).write_text(
        f'{{\n "version": {json.dumps(version)},\n "documents": {documents},\n "tables": {{\n{body}\n }}\n}}\n',
        encoding="utf-8",
    )
