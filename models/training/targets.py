"""Convert gold documents to training targets: a BIO row per head over the words of a window, a skip
count for attached particles, and whether the document reports a meeting at all.

Besides the ten labels of the guidelines there are heads for facts in the gold *records*: clauses
(TOPIC, DECISION), the body that met, who chaired, attended or was only mentioned, the city,
meetings that are reported (HELD) or only referred to (REFERRED), names that a record lists
(LISTED), and the sentences in which the report of a record begins (OPENS, `openings.py`). They are
aligned here (`aligning.py`); facts that are not in the text are left out."""

from __future__ import annotations

import re
from typing import Any

from models.training.aligning import alike, clause_spans, fold
from models.training.openings import openings
from pipeline.arabic.numbers import find_ordinals
from pipeline.extract.gazetteers.countries import country_of
from pipeline.extract.tagger.encoding import Window, words
from pipeline.extract.tagger.heads import HEADS, INNER, LABELS

EVIDENCE = tuple(
    HEADS.index(x) for x in ("HELD", "TOPIC", "DECISION", "CHAIRED")
)  # heads that show that a window reports a meeting
LISTS = {
    "COMMITTEE": "committees",
    "ORG": "organizations",
    "INITIATIVE": "initiatives",
}  # the lists of a record for the names of each label


def facts(doc: dict[str, Any]) -> list[tuple[int, int, str]]:
    """Return the spans of the record heads, aligned from the gold records of a document."""
    text, out = doc["text"], []
    spans = words(text)
    folded = [fold(text[s:e]) for s, e in spans]
    by = {label: [(s, e) for s, e, x in doc["spans"] if x == label] for label in LABELS}
    people: dict[tuple[int, int], set[str]] = {}
    for r in doc["records"]:
        for field, head in (("topics", "TOPIC"), ("decisions", "DECISION")):
            for clause in r[field]:
                out += [(s, e, head) for s, e in clause_spans(text, clause, spans, folded)]
        if r["body"]:
            out += [(s, e, "BODY") for s, e in by["COMMITTEE"] if alike(text[s:e], r["body"])]
        if r["city"]:
            out += [(s, e, "CITY") for s, e in by["LOC"] if alike(text[s:e], r["city"])]
        for p in r["people"]:
            name = [w for w in fold(p["name"]).split() if w not in ("بن", "ابن")]
            for s, e in by["PER"]:
                mention = [w for w in fold(text[s:e]).split() if w not in ("بن", "ابن")]
                if mention and (mention == name or set(mention) <= set(name)):
                    people.setdefault((s, e), set()).add(p["participation"])
    out += [(s, e, "LISTED") for s, e in _listed(doc, by)]
    for (s, e), kinds in people.items():
        kind = next(k for k in ("chaired", "attended", "mentioned") if k in kinds)
        out.append((s, e, kind.upper()))
    out += [(*words(text, s, e)[0], "OPENS") for s, e in openings(doc)]
    if doc["records"]:
        out += [
            (s, e, "REFERRED" if _referred(doc, s, e, by["COMMITTEE"]) else "HELD")
            for s, e in by["MEETING"]
        ]
    return out


def _listed(doc: dict[str, Any], by: dict[str, list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Return mentions of what a record lists, by its name there or by some words of that name
    («الهيئة العامة» for a full name)."""
    text, found = doc["text"], []
    for label, field in LISTS.items():
        names = [name for r in doc["records"] for name in r[field]]
        sets = [set(fold(name).split()) for name in names]
        for s, e in by[label]:
            mention = set(fold(text[s:e]).split())
            if mention and (
                any(mention <= x for x in sets) or any(alike(text[s:e], name) for name in names)
            ):
                found.append((s, e))
    codes = {code for r in doc["records"] for code in r["countries"]}
    return found + [(s, e) for s, e in by["COUNTRY"] if country_of(text[s:e]) in codes]


def _referred(doc: dict[str, Any], start: int, end: int, bodies: list[tuple[int, int]]) -> bool:
    """Return whether a MEETING span of a document with records is only referred to: a number that
    the records do not have, «السابق» or «المقبل», or a body or name of a referenced meeting that no
    record has. This is a guess, because the records do not say which mention is which."""
    text = doc["text"]
    surface = text[start:end]
    held = {r["ordinal"] for r in doc["records"] if r["ordinal"] is not None}
    numbers = {o.value for o in find_ordinals(surface)}
    if numbers:
        return not numbers & held and bool(held or not any(r["date"] for r in doc["records"]))
    if re.search(r"السابق|الماضي|المنصرم|المقبل|القادم|سابق|مقبل", surface) or re.search(
        r"محضر\s*$", text[max(0, start - 8) : start]
    ):
        return True
    beside = next((text[a:b] for a, b in bodies if 0 <= a - end <= 3), None)
    met = [r["body"] for r in doc["records"] if r["body"]]
    other = [m["body"] for r in doc["records"] for m in r["referenced_meetings"] if m["body"]]
    if any(alike(x, surface) for x in other) and not any(alike(x, surface) for x in met):
        return True
    if beside is not None:
        if any(alike(x, beside) or fold(beside) in fold(x) for x in met):
            return False
        return len(met) == len(doc["records"]) or any(alike(x, beside) for x in other)
    after = fold(text[end : end + 120])
    return any(after.startswith(fold(x)[:40]) for x in other) and not any(
        after.startswith(fold(x)[:40]) for x in met
    )


def targets(
    doc: dict[str, Any], window: Window, extra: list[tuple[int, int, str]]
) -> tuple[list[list[int]], list[int]]:
    """Return BIO rows ([head][word]: 0 out, 1 begins, 2 inside) and for each word the number of
    characters before the span that begins in it (0–3), or -1 if none begins."""
    rows = [[0] * len(window.words) for _ in HEADS]
    skip = [-1] * len(window.words)
    if not window.words:
        return rows, skip
    lo, hi = window.words[0][0], window.words[-1][1]
    spans = [
        (s, e, label) for s, e, label in list(map(tuple, doc["spans"])) + extra if s < hi and e > lo
    ]
    for s, e, label in sorted(spans, key=lambda x: (x[0] - x[1], x)):  # longest first
        at = [i for i, (a, b) in enumerate(window.words) if a < e and b > s]
        if not at:
            continue
        head = HEADS.index(label)
        if any(rows[head][i] for i in at):
            if label not in INNER:
                continue
            head = HEADS.index(label + "+")
            if any(rows[head][i] for i in at):
                continue
        for k, i in enumerate(at):
            rows[head][i] = 1 if k == 0 else 2
        if label != "OPENS":  # no span of the text
            skip[at[0]] = max(0, min(3, s - window.words[at[0]][0]))
    return rows, skip


def reporting(doc: dict[str, Any], rows: list[list[list[int]]]) -> list[bool]:
    """Return for the BIO rows of each window of a document whether the window reports a meeting: in
    a document with records the windows with EVIDENCE, or all if none has any. Most windows of a
    page are about other things, and the window with the highest probability decides for the
    document."""
    found = [any(any(window[head]) for head in EVIDENCE) for window in rows]
    return found if any(found) else [bool(doc["records"])] * len(rows)
