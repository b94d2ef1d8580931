"""Parts to learn scorers from: folders with a `model` and `gold.jsonl`, documents that the model has
not seen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.config import Config
from pipeline.dedupe import dedupe
from pipeline.extract.stage import extract
from pipeline.normalize import normalize
from pipeline.types import Release


def extracted(folder: Path, threads: int) -> tuple[list[dict[str, Any]], list[Release], Config]:
    """Return the gold documents of a folder, and the result of the extract stage with its model."""
    config = Config(model=str((folder / "model").resolve()))
    docs = [
        json.loads(line)
        for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    given = (
        Release(id=d["key"], source=d["key"], text=d["text"], published=d["published"])
        for d in docs
    )
    return (
        docs,
        list(extract((dedupe(normalize(r, config), config) for r in given), config, threads)),
        config,
    )
