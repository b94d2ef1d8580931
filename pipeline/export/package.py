"""The description of a folder of tables, as a Data Package (https://datapackage.org): files,
hashes, columns with types and descriptions, keys and foreign keys."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, Table

from pipeline.export import tables
from pipeline.export.places import MAKER, PACKAGE

_TYPES: tuple[tuple[type, str], ...] = (
    (Integer, "integer"),
    (Float, "number"),
    (Boolean, "boolean"),
    (Date, "date"),
    (JSON, "object"),
)


def write(folder: Path, files: Mapping[str, Path]) -> None:
    """Write the description of these files, given by table; equal files give equal bytes."""
    package = {
        "name": "mahdar",
        "created_by": MAKER,
        "profile": "data-package",
        "resources": [_resource(table, files[table.name]) for table in tables.definitions(files)],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (folder / PACKAGE).write_text(text, encoding="utf-8")


def kind(column: Column[Any]) -> str:
    """Return the name of a column's type."""
    for type_, name in _TYPES:
        if isinstance(column.type, type_):
            return name
    return "string"


def _resource(table: Table, file: Path) -> dict[str, Any]:
    with open(file, "rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    links = [
        {
            "fields": [link.parent.name],
            "reference": {"resource": link.column.table.name, "fields": [link.column.name]},
        }
        for constraint in table.foreign_key_constraints
        for link in constraint.elements
    ]
    return {
        "name": table.name,
        "path": file.name,
        "hash": f"sha256:{digest}",
        "description": table.comment,
        "schema": {
            "fields": [
                {"name": c.name, "type": kind(c), "description": c.comment} for c in table.columns
            ],
            "primaryKey": [c.name for c in table.primary_key.columns],
            "foreignKeys": sorted(links, key=lambda link: str(link["fields"])),
        },
    }
