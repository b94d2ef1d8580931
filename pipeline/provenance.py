"""Fingerprints of everything that determines a result: the code with its libraries, the model, and
the settings.

Any change to one of them makes every stored result out of date. The code is hashed, not only its
version, so that changes during development count too."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from pipeline.config import Config, camel_folder
from pipeline.errors import MahdarError
from pipeline.schema import Provenance

DISTRIBUTION = "mahdar"
PACKAGE = Path(__file__).parent
_DIGITS = 12
# These modules work on finished records: a change in them changes no record.
READERS_OF_RECORDS = frozenset(
    {
        "cli",
        "consolidate",
        "consolidated.py",
        "diff",
        "entities.py",
        "evaluate.py",
        "forgetting.py",
        "export",
        "ledger.py",
        "matching.py",
        "meetings.py",
        "matching_entities.py",
        "migration.py",
        "progress.py",
        "review",
        "schema_document.py",
        "schema_entities.py",
        "schema_meetings.py",
        "site",
        "words",
    }
)
MODELS = "models"  # the model inside an installed package, which has a fingerprint of its own


def provenance(config: Config) -> Provenance:
    """Return the three fingerprints, as written in records. Raise MahdarError if there is no
    model."""
    return Provenance(
        pipeline=f"{version()}+{code()}", model=model(config), config=config.fingerprint()
    )


def version() -> str:
    """Return the version of the distribution."""
    return metadata.version(DISTRIBUTION)


@lru_cache(maxsize=1)
def code() -> str:
    """Return 12 hex digits of the package's files (without those that only read records), the
    versions of the required libraries, and Python's version (its Unicode tables)."""
    files = (
        f
        for f in PACKAGE.rglob("*")
        if f.is_file()
        and "__pycache__" not in f.parts
        and f.relative_to(PACKAGE).parts[0] not in READERS_OF_RECORDS | {MODELS}
    )
    needs = (n for n in metadata.requires(DISTRIBUTION) or () if "extra ==" not in n)
    names = sorted(
        "".join(c if c.isalnum() or c in "-_." else " " for c in n).split()[0] for n in needs
    )
    libraries = [f"{name} {metadata.version(name)}" for name in names]
    return _digest(
        files, PACKAGE, (*libraries, f"python {sys.version_info.major}.{sys.version_info.minor}")
    )


def model(config: Config) -> str:
    """Return 12 hex digits of the files in the model's folder, without its card; with camel-tools'
    recognizer also «+camel-» and 12 digits of its data and libraries."""
    folder = config.model_folder()
    try:
        files = [f for f in folder.rglob("*") if f.is_file() and f.suffix != ".md"]
        tagger = _digest(files, folder)
    except OSError as err:
        raise MahdarError(
            f"{folder}: the model cannot be read: {err.strerror}; fix the permissions, or set "
            "«model» in the config"
        ) from err
    if not files:
        raise MahdarError(
            f"{folder}: no model here; get the repository whole, or set «model» in the config"
        )
    return tagger if config.ner == "tagger" else f"{tagger}+{config.ner}-{_camel(camel_folder())}"


@lru_cache(maxsize=1)
def _camel(folder: Path) -> str:
    try:
        runs_it = [
            f"{name} {metadata.version(name)}" for name in ("camel-tools", "torch", "transformers")
        ]
    except metadata.PackageNotFoundError as err:
        raise MahdarError(
            f"--ner camel needs the package {err.name}, which is left out where nobody asks for it; "
            "get it with: pip install camel-tools torch transformers"
        ) from err
    return _digest((f for f in folder.rglob("*") if f.is_file()), folder, runs_it)


def _digest(files: Iterable[Path], base: Path, also: Iterable[str] = ()) -> str:
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda f: f.relative_to(base).as_posix()):
        data = file.read_bytes()
        digest.update(f"{file.relative_to(base).as_posix()}\0{len(data)}\0".encode())
        digest.update(data)
    for line in also:
        digest.update(f"{line}\0".encode())
    return digest.hexdigest()[:_DIGITS]
