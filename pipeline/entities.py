"""The register of an output folder: look up its lines, and the subject of a verdict on one of
them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from pipeline.arabic.folding import fold_key
from pipeline.consolidate import registry
from pipeline.errors import UsageError
from pipeline.schema_entities import ENTITIES, EntityRow


def lines(out: Path) -> Iterator[EntityRow]:
    """Yield the lines of `entities.jsonl`. Raise UsageError if the folder has no readable one."""
    path = out / ENTITIES
    try:
        with open(path, encoding="utf-8", newline="\n") as file:
            for line in file:
                yield EntityRow.model_validate_json(line)
    except (OSError, UnicodeDecodeError, ValidationError) as err:
        why = err.strerror if isinstance(err, OSError) else "is no register of this version"
        raise UsageError(
            f"{path}: {why}; name the output folder of mahdar process, or process again"
        ) from err


def given_out(out: Path) -> registry.Registry:
    """Return the registry of ids beside an output folder, or an empty one."""
    try:
        with open(out.parent / registry.FILE, "rb") as file:
            return registry.read(file)
    except FileNotFoundError:
        return registry.Registry()


def named(out: Path, ident: str) -> list[EntityRow]:
    """Return the lines with this entity id, id of a name, or name. Follow the redirect of an old
    entity id. Raise UsageError if there is none."""
    now, name = given_out(out).now(ident), fold_key(ident)
    found = [
        row
        for row in lines(out)
        if row.entity_id == now
        or ident in row.ids
        or any(fold_key(n.name) == name for n in row.names)
    ]
    if not found:
        raise UsageError(f"{ident}: nobody and nothing of this id or name in {out}")
    return found


def side(out: Path, ident: str) -> frozenset[str]:
    """Return the subject of a verdict on this entity id or id of a name: the keys of the registry,
    or the id of the name. Raise UsageError if there is none."""
    if not ident.startswith("e-"):
        if any(ident in row.ids for row in lines(out)):
            return frozenset({ident})
        raise UsageError(f"{ident}: no id of a name in {out}; see «ids» in {ENTITIES}")
    known = given_out(out)
    now = known.now(ident)
    keys = frozenset(key for key in known.given if now in known.of(key))
    if not keys:
        raise UsageError(f"{ident}: was never given out; see the ids in {out / ENTITIES}")
    return keys
