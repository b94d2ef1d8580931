"""Short records with the keys that the register reads."""

from __future__ import annotations

from typing import Any

from pipeline.arabic.naming import entity_id

LABELS = {"committees": "COMMITTEE", "organizations": "ORG", "initiatives": "INITIATIVE"}
Json = dict[str, Any]


def person(name: str, role: str | None = None, country: str | None = None) -> Json:
    return {
        "name": name,
        "id": entity_id("PER", name),
        "role": role,
        "organization": None,
        "country": country,
    }


def record(  # noqa: PLR0913
    number: int,
    *people: Json,
    body: str | None = None,
    ordinal: int | None = None,
    country: str | None = "SA",
    published: str | None = "2026-03-01",
    outlet: str | None = None,
    **things: list[str],
) -> Json:
    """Return record number `n`, with people and the names of things."""
    lists = {
        field: [{"name": n, "id": entity_id(label, n)} for n in things.get(field, [])]
        for field, label in LABELS.items()
    }
    if body is not None and body not in things.get("committees", []):
        lists["committees"].append({"name": body, "id": entity_id("COMMITTEE", body)})
    return {
        "record_id": f"m-{number:012x}",
        "release": {"outlet": outlet, "published": published},
        "body": None if body is None else {"name": body, "id": entity_id("COMMITTEE", body)},
        "ordinal": ordinal,
        "date": published,
        "country": country,
        "countries": [],
        "people": list(people),
        **lists,
    }
