"""Annotation without its text: for articles whose text may not be kept here.

    # attach: look up the texts by their hashes
    python -m models.training articles ROWS.jsonl --corpora DIR --out DOCS.jsonl
    # detach: annotated documents in, ROWS.jsonl out
    python -m models.training articles ROWS.jsonl --detach DOCS.jsonl…

A detached document has the SHA-256 of its text instead of the text. Each string of its records is a
list of `[start, end]` in the text and of the few characters that the text lacks («ال» of a name in
its full form). Attached again, it is the original document in the form of the annotation (`key`,
`published`, `text`, `spans`, `records`)."""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.training.encoder import articles

CODES = frozenset(
    ("date", "country", "mode", "participation", "countries")
)  # values that are not words of the text
SHORTEST = 3  # characters; shorter pieces are written out


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def pieces(value: str, text: str) -> list[Any]:
    """Return `value` as the longest stretches of `text` from left to right: [start, end] each, and
    strings for what the text lacks."""
    out: list[Any] = []
    at = 0
    while at < len(value):
        low, high = 0, len(value) - at  # the longest prefix of the rest that the text contains
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if value[at : at + middle] in text else (low, middle - 1)
        if low >= SHORTEST:
            start = text.index(value[at : at + low])
            out.append([start, start + low])
        else:
            low = 1
            if out and isinstance(out[-1], str):
                out[-1] += value[at]
            else:
                out.append(value[at])
        at += low
    return out


def _map(value: Any, change: Any, field: str = "") -> Any:
    """Return the records with `change` applied to every string that is a word of the text."""
    if field in CODES or value is None or isinstance(value, int):
        return value
    if isinstance(value, dict):
        return {key: _map(x, change, key) for key, x in value.items()}
    if isinstance(value, list) and (
        field
        in (
            "people",
            "committees",
            "organizations",
            "initiatives",
            "decisions",
            "topics",
            "referenced_meetings",
        )
        or not field
    ):
        return [_map(x, change, "value" if field else "record") for x in value]
    return change(value)


def detach(doc: dict[str, Any]) -> dict[str, Any]:
    """Return the document without its text."""
    text = doc["text"]
    return {
        "key": doc["key"],
        "published": doc["published"],
        "sha256": digest(text),
        "spans": doc["spans"],
        "records": _map(doc["records"], lambda value: pieces(value, text)),
    } | _opens(doc)


def _opens(doc: dict[str, Any]) -> dict[str, Any]:
    """Return where the records of a document begin, if it says so (openings.py)."""
    return {"opens": doc["opens"]} if "opens" in doc else {}


def attach(row: dict[str, Any], text: str) -> dict[str, Any]:
    """Return the document with its text. Raise ValueError if it is not the annotated text."""
    if digest(text) != row["sha256"]:
        raise ValueError(f"{row['key']}: another text than the one that was annotated")

    def whole(parts: list[Any]) -> str:
        return "".join(part if isinstance(part, str) else text[part[0] : part[1]] for part in parts)

    return {
        "key": row["key"],
        "published": row["published"],
        "text": text,
        "spans": row["spans"],
        "records": _map(row["records"], whole),
    } | _opens(row)


def texts(corpora: Path) -> Iterator[str]:
    """Yield every article of the news corpora; those with a title also with it as the first
    line."""
    for title, text in articles(corpora):
        if text:
            yield text
        if title.strip():
            yield f"{title.strip()}\n{text}"
    for path in sorted(corpora.glob("*/*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("rows", type=Path)
    ap.add_argument("--corpora", type=Path)
    ap.add_argument("--out", type=Path)
    ap.add_argument("--detach", type=Path, nargs="+", metavar="DOCS")
    a = ap.parse_args()
    if a.detach:
        docs = [
            json.loads(line)
            for path in a.detach
            for line in path.read_text(encoding="utf-8").split("\n")
            if line
        ]
        detached = sorted((detach(doc) for doc in docs), key=lambda row: str(row["key"]))
        a.rows.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in detached),
            encoding="utf-8",
        )
        return
    if not a.corpora or not a.out:
        ap.error("give --corpora and --out, or --detach")
    rows = [json.loads(line) for line in a.rows.read_text(encoding="utf-8").splitlines()]
    wanted = {row["sha256"] for row in rows}
    found = {key: text for text in texts(a.corpora) if (key := digest(text)) in wanted}
    for row in rows:
        if row["sha256"] not in found:
            print(f"{row['key']}: its text is not in {a.corpora}", file=sys.stderr)
    kept = [attach(row, found[row["sha256"]]) for row in rows if row["sha256"] in found]
    a.out.parent.mkdir(parents=True, exist_ok=True)
    a.out.write_text(
        "".join(json.dumps(doc, ensure_ascii=False) + "\n" for doc in kept), encoding="utf-8"
    )
    print(f"{len(kept)} documents in {a.out}")
    sys.exit(len(kept) < len(rows))
