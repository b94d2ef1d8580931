"""Permanent bodies: a list of full names of well-known ministries, agencies and organisations of
the region.

The tagger finds such names well but stops too early before «و», «ل» or an adjective that belongs to
them («وزارة التجارة والصناعة | وترويج الاستثمار»); the list gives their end. The tagger decides
about anything after such a name («… بدولة الإمارات»)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.arabic.folding import fold, fold_mapped
from pipeline.extract.gazetteers.matching import Lexicon, find, lexicon, lines, rows, unbroken
from pipeline.extract.spans import Found
from pipeline.ranges import Ranges

BODIES = frozenset({"ORG", "COMMITTEE"})
MINISTRY, MINISTERS = "وزارة", ("وزير", "وزيرة", "وزراء")
DEPUTY = re.compile(
    r" (?:ل|المساعد)"
)  # begins the purpose of an office: «وكيل وزارة التجارة | لحماية …»
CONFIDENCE = 0.9  # of a name that only the list found


@lru_cache(maxsize=1)
def _names() -> tuple[Lexicon, dict[str, str]]:
    """Return the lexicon, and the label of each folded name (ROLE for ministers, whose names only
    lengthen a mention; LOC for a name that is no body)."""
    labels = {fold(name): label for label, name in rows("organisations.tsv")}
    for portfolio in lines("portfolios.txt"):
        labels[fold(f"{MINISTRY} {portfolio}")] = "ORG"
        labels.update({fold(f"{office} {portfolio}"): "ROLE" for office in MINISTERS})
    labels |= {name.replace(" عبدال", " عبد ال"): label for name, label in labels.items()}
    return lexicon(labels), labels


def known_organisations(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the mentions with the names of the list completed and labelled as there, and with
    those that the tagger missed. All mentions that end where such a name was cut are lengthened
    alike, so no new overlap arises."""
    lex, labels = _names()
    mapped = fold_mapped(text)
    out = Ranges(found)
    for hit in find(mapped.text, lex, whole=unbroken(text, mapped)):
        start, end = mapped.source_span(hit.start, hit.end)
        label = labels[hit.name]
        wanted = {"ROLE"} if label == "ROLE" else BODIES
        here = out.over(start, end)
        cut = [f for f in here if f.label in wanted and f.start == start and f.end < end]
        same = [f for f in here if (f.start, f.end) == (start, end)]
        if cut:
            last = max(f.end for f in cut)
            if not any(f.start > start for f in out.split_by(end)):
                for f in here:
                    if f.end == last and f.start <= start:
                        out.swap(f, replace(f, end=end))
        elif any(f.label == "ROLE" for f in here) and DEPUTY.match(text, end):
            for f in here:
                if f.label in BODIES and f.start == start:
                    out.swap(f, replace(f, end=end))
        elif label != "ROLE" and same:
            for f in same:
                out.swap(f, replace(f, label=label))
        elif label in BODIES and _free(start, end, here):
            out.add(Found(start, end, label, "gazetteer", CONFIDENCE))
    return list(out)


def _free(start: int, end: int, found: Sequence[Found]) -> bool:
    """Return whether the range may be a mention of its own: inside an office, initiative or
    meeting, at the end of another body («إدارة الرصد بوزارة البيئة»), around a place, or alone; not
    overlapping another mention without nesting. `found`: the mentions that it overlaps."""
    return all(
        (f.start <= start and end <= f.end and f.label in ("ROLE", "INITIATIVE", "MEETING"))
        or (f.label in BODIES and f.start < start and f.end == end)
        or (start <= f.start and f.end <= end and f.label in ("COUNTRY", "LOC"))
        for f in found
    )
