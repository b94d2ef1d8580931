"""Find the sentence of a gold document in which the report of each record begins: the target of the
head OPENS.

Some documents say it (`opens`). Where a document does not, a record begins at the first sentence,
outside headlines, with enough content that no other record of the document has. Of 161 records of
120 composed releases that were not used to develop this, all 161 get a sentence of their own; of
the 238 of `train.jsonl` 231 do, 11 of them share one with another record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from models.training.aligning import alike, clause_spans, fold
from pipeline.arabic.numbers import find_ordinals
from pipeline.assemble.sentences import END
from pipeline.config import Config
from pipeline.extract.tagger.encoding import words
from pipeline.types import Span

# Evidence that a sentence is about a record: weights, and the minimum sum.
CLAUSE, NAME, NOUN, ENOUGH = 2.0, 1.0, 0.5, 1.5


def openings(doc: dict[str, Any]) -> list[tuple[int, int]]:
    """Return the sentence in which each record begins, in the order of the text: the first outside
    headlines with enough content of this record only: a clause or the session number, or two of its
    body, people who took part, and a noun for a meeting."""
    if "opens" in doc:
        return sorted((start, end) for start, end in doc["opens"])
    cut = _body_sentences(doc["text"])
    meeting = [any(s <= at < e for at, _ in labelled(doc, "MEETING")) for s, e in cut]
    found = set()
    for row in weights(doc, cut):
        enough = (w + NOUN * noun >= ENOUGH for w, noun in zip(row, meeting, strict=True))
        first = next((n for n, opens in enumerate(enough) if opens and row[n]), None)
        found |= {cut[first]} if first is not None else set()
    return sorted(found)


def labelled(doc: dict[str, Any], label: str) -> list[Span]:
    """Return the ranges of a gold document with a label."""
    return [(s, e) for s, e, x in doc["spans"] if x == label]


def weights(doc: dict[str, Any], there: Sequence[Span]) -> list[list[float]]:
    """Return for each record how much each sentence says of what only this record has."""
    text = doc["text"]
    spans = words(text)
    folded = [fold(text[s:e]) for s, e in spans]
    told = [distinguishing(r) for r in doc["records"]]
    owners = Counter(key for keys in told for key in keys)

    def places(kind: str, value: Any) -> Iterator[tuple[int, float]]:
        if kind == "clause":
            yield from ((s, CLAUSE) for s, _ in clause_spans(text, value, spans, folded))
        elif kind == "ordinal":
            for s, e in labelled(doc, "MEETING"):
                if value in {o.value for o in find_ordinals(text[s:e])}:
                    yield s, CLAUSE
        elif kind == "body":
            yield from ((s, NAME) for s, e in labelled(doc, "COMMITTEE") if alike(text[s:e], value))
        else:
            for s, e in labelled(doc, "PER"):
                if (name := name_words(text[s:e])) and name <= value:
                    yield s, NAME

    rows = []
    for keys in told:
        evidence = [found for key in keys if owners[key] == 1 for found in places(*key)]
        rows.append([sum(weight for at, weight in evidence if s <= at < e) for s, e in there])
    return rows


def name_words(name: str) -> frozenset[str]:
    """Return the folded words of a name without «بن»."""
    return frozenset(w for w in fold(name).split() if w not in ("بن", "ابن"))


def distinguishing(record: dict[str, Any]) -> set[tuple[str, Any]]:
    """Return the values of a record that can distinguish it from others."""
    keys: set[tuple[str, Any]] = {("clause", c) for c in record["topics"] + record["decisions"]}
    keys |= {
        ("person", name_words(p["name"]))
        for p in record["people"]
        if p["participation"] != "mentioned"
    }
    keys |= {("body", record["body"])} if record["body"] else set()
    return keys | ({("ordinal", record["ordinal"])} if record["ordinal"] is not None else set())


def _body_sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text without its headlines (`pipeline.assemble.sentences`)."""
    lines = [m.span() for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    while (
        len(lines) > 1
        and lines[0][1] - lines[0][0] <= Config().headline_chars
        and text[slice(*lines[0])].rstrip()[-1] not in ".؟!"
    ):
        lines = lines[1:]
    out = []
    for start, end in lines:
        cuts = [start, *(m.start() for m in END.finditer(text, start, end)), end]
        out += [(a, b) for a, b in pairwise(cuts) if words(text, a, b)]
    return out
