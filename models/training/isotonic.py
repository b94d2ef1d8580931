"""Fit and write the tables that calibrate confidences: isotonic regression over bins of equal size, by
pooling adjacent violators. `pipeline/extract/tagger/calibration.py` reads and applies them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pipeline.extract.tagger.calibration import FILE, Table, Tables

BIN = 40  # minimum mentions in a bin
FEWEST = 20  # minimum mentions for a table


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
