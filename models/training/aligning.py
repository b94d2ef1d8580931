"""Align strings of gold records with the text, by folding and token overlap."""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz import fuzz

from pipeline.extract.tagger.encoding import words

DROP = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
FOLD = str.maketrans("أإآٱىیکةؤئ", "ااااييكهوي")
# maximum words inside a clause that are not in its record (the subject): «أقرت [اللجنة]
# الاستراتيجية»
GAP = 9


def fold(s: str) -> str:
    s = DROP.sub("", unicodedata.normalize("NFKC", s)).translate(FOLD)
    s = re.sub(r"\bعبد (?=ال)", "عبد", re.sub(r"[^\w]+", " ", s).strip())
    return " ".join(w[2:] if w.startswith("ال") and len(w) > 4 else w for w in s.split())


def alike(a: str, b: str) -> bool:
    a, b = fold(a), fold(b)
    return a == b or (fuzz.ratio(a, b) >= 92 and re.findall(r"\d+", a) == re.findall(r"\d+", b))


def clause_spans(
    text: str, clause: str, spans: list[tuple[int, int]], folded: list[str]
) -> list[tuple[int, int]]:
    """Return the places of a record's clause in the text: an exact match, else its words in order
    with at most GAP words between them."""
    found = [(m.start(), m.end()) for m in re.finditer(re.escape(clause), text)]
    if found:
        return found
    want = [w for w in (fold(clause[s:e]) for s, e in words(clause)) if w]
    best: tuple[int, int, int] | None = None
    for i, w in enumerate(folded):
        if not want or not (w == want[0] or (w.endswith(want[0]) and len(w) - len(want[0]) <= 2)):
            continue
        j, k, skipped, hit = i + 1, 1, 0, 1
        last = i
        while k < len(want) and j < len(folded) and skipped <= GAP:
            if folded[j] == want[k]:
                hit, last, k, j = hit + 1, j, k + 1, j + 1
            elif want[k] in folded[j : j + GAP]:
                j, skipped = j + 1, skipped + bool(folded[j])
            else:
                k += 1
        if hit >= 0.75 * len(want) and (best is None or hit > best[0]):
            best = (hit, spans[i][0], spans[last][1])
    return [(best[1], best[2])] if best else []
