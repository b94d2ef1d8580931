"""`manifest.json` of an output folder: the digests of its files, written last. Every reader of an
output checks it first, so that nobody reads files of two different runs."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import MahdarError, UsageError

MANIFEST = "manifest.json"
VERSION = "1.0"
_PATIENCE, _PAUSE = 20, 0.1  # seconds within which a run renames its files one after the other


def text(files: Mapping[str, str]) -> str:
    """Return the manifest of files, given as names with their SHA-256."""
    rows = {name: {"sha256": sha256} for name, sha256 in files.items()}
    return json.dumps({"manifest_version": VERSION, "files": rows}, indent=1) + "\n"


def check(out: Path, *names: str) -> None:
    """Check that these files of the output folder `out` come from one run. Raise UsageError if not.
    A folder without a manifest (an output of 0.1, a copy of some files) is accepted. A missing file
    is reported by its reader."""
    for left in reversed(range(_PATIENCE)):
        unfit = _unfit(out, names)
        if not unfit:
            return
        if left:
            time.sleep(_PAUSE)
    raise UsageError(
        f"{out}: {unfit} does not belong to the run in {MANIFEST}: run mahdar process again, "
        f"or remove {MANIFEST} if you changed the file yourself"
    )


def _unfit(out: Path, names: tuple[str, ...]) -> str | None:
    known = _read(out / MANIFEST)
    for name in names if known is not None else ():
        told = known.get(name) if known is not None else None
        try:
            with open(out / name, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            continue
        except OSError as err:
            raise MahdarError(f"{out / name}: {err.strerror}; fix the permissions") from err
        if not isinstance(told, dict) or told.get("sha256") != digest:
            return name
    return None


def _read(path: Path) -> dict[str, Any] | None:
    """Return the content of the manifest, empty if it is damaged; None if there is none."""
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return {}
    files = found.get("files") if isinstance(found, dict) else None
    return files if isinstance(files, dict) else {}
