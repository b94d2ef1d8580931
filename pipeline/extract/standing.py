"""Standing bodies: a list of full names of ministries, agencies and organisations that everybody in the region knows.

The tagger finds such names well but stops too early before «و», «ل» or an adjective that belongs to them («وزارة التجارة والصناعة | وترويج
الاستثمار»); the list knows where they end. What goes on after such a name («… بدولة الإمارات») is the tagger's to
say, save what belongs to an office before it («وكيل وزارة التجارة | لحماية المستهلك»).
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.arabic.folding import fold, fold_mapped
from pipeline.extract.gazetteer import Lexicon, find, lexicon, lines, rows, unbroken
from pipeline.extract.spans import Found

BODIES = frozenset({"ORG", "COMMITTEE"})
MINISTRY, MINISTERS = "وزارة", ("وزير", "وزيرة", "وزراء")
DEPUTY = re.compile(r"(?<!الأمم المتحدة) (?:ل|المساعد)")  # begins what an office is for
CONFIDENCE = 0.9  # of a name that the list alone found


@lru_cache(maxsize=1)
def _names() -> tuple[Lexicon, dict[str, str]]:
    """The lexicon, and the label of each folded name (ROLE for ministers, whose names only lengthen a mention)."""
    labels = {fold(name): label for label, name in rows("standing.tsv")}
    for portfolio in lines("portfolios.txt"):
        labels[fold(f"{MINISTRY} {portfolio}")] = "ORG"
        labels.update({fold(f"{office} {portfolio}"): "ROLE" for office in MINISTERS})
    return lexicon(labels), labels


def standing(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with the names of the list made whole and labelled as there, and with those that the tagger overlooked. All that end
    where such a name was cut are lengthened alike, so none crosses another that did not before."""
    lex, labels = _names()
    mapped = fold_mapped(text)
    out = list(found)
    for hit in find(mapped.text, lex, whole=unbroken(text, mapped)):
        start, end = mapped.source_span(hit.start, hit.end)
        label = labels[hit.name]
        wanted = {"ROLE"} if label == "ROLE" else BODIES
        cut = [f for f in out if f.label in wanted and f.start == start and f.end < end]
        if cut:
            last = max(f.end for f in cut)
            if not any(f.start < end < f.end and f.start > start for f in out):
                out = [replace(f, end=end) if f.end == last and f.start <= start else f for f in out]
        elif DEPUTY.match(text, end) and any(f.label in BODIES and f.start == start and f.end > end for f in out):
            out = [replace(f, end=end) if f.label in BODIES and f.start == start and f.end > end else f for f in out]
        elif label in BODIES and any((f.start, f.end) == (start, end) for f in out):
            out = [replace(f, label=label) if (f.start, f.end) == (start, end) else f for f in out]
        elif label in BODIES and _free(start, end, out):
            out.append(Found(start, end, label, "gazetteer", CONFIDENCE))
    return out


UNITED_NATIONS = re.compile(r"(?<=\s)[وبلك]{0,2}((?:ال|ل)[أا]مم المتحدة)(?!\w)")


def nested(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with the United Nations inside the names of their bodies («برنامج الأمم المتحدة الإنمائي»), where in the annotated
    documents they are a mention of their own in 18 of 19; other organisations stand at the end of names, not amid them."""
    out = list(found)
    taken = {(f.start, f.end) for f in found}
    for f in found:
        for m in UNITED_NATIONS.finditer(text, f.start, f.end) if f.label in BODIES else ():
            start, end = m.span(1)
            themselves = end == f.end and text[f.start:m.start()] in ("منظمة ", "هيئة ")
            crosses = any(o.start < start < o.end < end or start < o.start < end < o.end for o in found)
            if (start, end) not in taken and not themselves and not crosses:
                taken.add((start, end))
                out.append(Found(start, end, "ORG", "gazetteer", CONFIDENCE))
    return out


def _free(start: int, end: int, found: Sequence[Found]) -> bool:
    """Whether the range may be a mention of its own: inside an office, at the end of another body («إدارة الرصد بوزارة البيئة»), around a
    place, or by itself; not crossing another mention."""
    for f in found:
        if f.start >= end or f.end <= start:
            continue
        around = f.start <= start and end <= f.end and (f.label == "ROLE" or (f.label in BODIES and f.start < start and f.end == end))
        inside = start <= f.start and f.end <= end and f.label in ("COUNTRY", "LOC")
        if not around and not inside:
            return False
    return True


# A Latin acronym in brackets behind a name, which is a mention of its own (annotation case 9).
ACRONYM = re.compile(r'\s*[(«"]\s*([A-Z][A-Za-z0-9&.+-]{1,11})\s*[)»"]')


def acronyms(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with the acronyms that stand behind a body, organisation or initiative: labelled as the shortest name that ends before
    them. In the annotated documents 24 of 31 such acronyms have that label."""
    out = list(found)
    taken = {(f.start, f.end) for f in found}
    for f in sorted(found, key=lambda f: f.end - f.start):
        m = ACRONYM.match(text, f.end) if f.label in BODIES | {"INITIATIVE"} else None
        if m and m.span(1) not in taken:
            taken.add(m.span(1))
            out.append(Found(*m.span(1), f.label, "rule", f.confidence))
    return out
