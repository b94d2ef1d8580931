"""Spans of a Doc with their provenance: `doc.spans["mentions"]` (the ten labels) and
`doc.spans["facts"]` (fact heads).

spaCy stores a custom attribute once for each character range; a range may be a mention and a fact
at once, so provenance is stored here by label too. `Span.kb_id_` has the meaning of a mention (ISO
country code, ISO date)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.ranges import Ranges
from pipeline.types import FoundBy, Mention

MENTIONS, FACTS = "mentions", "facts"
# the labels of names: an office or a title contains a name, a meeting or a date is none
NAMES = frozenset({"PER", "COMMITTEE", "ORG", "COUNTRY", "LOC", "INITIATIVE"})
HOLDING = frozenset({"ORG", "COMMITTEE", "INITIATIVE", "ROLE"})  # labels of names that hold others
_PROVENANCE, TEXT = "mahdar.provenance", "mahdar.text"
POSSIBLE = (
    "mahdar.possible"  # key of doc.user_data: words that the tagger holds possible in a place
)


def text_of(doc: Doc) -> str:
    """Return `doc.text`, kept: spaCy builds it from its tokens at each access."""
    text: str | None = doc.user_data.get(TEXT)
    if text is None:
        text = doc.user_data[TEXT] = doc.text
    return text


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A labelled character range before it is mapped to tokens."""

    start: int
    end: int
    label: str
    found_by: FoundBy
    confidence: float
    value: str = ""


def uncrossed(found: Sequence[Found]) -> list[Found]:
    """Return mentions of which none overlap without nesting nor have the same range: of two keep the
    more confident one. A name that ends inside a surer one ends with it («مدير الموانئ في سلطنة |
    عمان»), unless another one was found there."""
    kept: Ranges[Found] = Ranges()
    there = {(f.start, f.end) for f in found}
    for f in sorted(found, key=lambda f: (-f.confidence, f)):
        near = kept.over(f.start, f.end)
        cut = [k.end for k in near if f.start < k.start < f.end < k.end]
        if cut and f.label in HOLDING and (f.start, max(cut)) not in there:
            f = replace(f, end=max(cut))
            near = kept.over(f.start, f.end)
        if not any(
            (f.start, f.end) == (k.start, k.end)
            or k.start < f.start < k.end < f.end
            or f.start < k.start < f.end < k.end
            for k in near
        ):
            kept.add(f)
    return sorted(kept)


def put(doc: Doc, key: str, found: Iterable[Found]) -> None:
    """Replace the span group `key` by these, sorted by place, the longer first. Drop one that
    ends inside a token (13 of 1,608 documents have such; of those extended to the tokens 12 were
    wrong)."""
    group: list[Span] = []
    table = doc.user_data.setdefault(_PROVENANCE, {})
    for f in sorted(found, key=lambda f: (f.start, -f.end, f.label)):
        span = doc.char_span(f.start, f.end, f.label, kb_id=f.value, alignment_mode="strict")
        if span is None:
            continue
        group.append(span)
        table[key, span.start_char, span.end_char, f.label] = (f.found_by, f.confidence)
    doc.spans[key] = group


def get(doc: Doc, key: str) -> Iterator[Found]:
    """Return the spans of a group, with provenance, in order."""
    table = doc.user_data.get(_PROVENANCE, {})
    for span in doc.spans.get(key, ()):
        found_by, confidence = table[key, span.start_char, span.end_char, span.label_]
        yield Found(span.start_char, span.end_char, span.label_, found_by, confidence, span.kb_id_)


def put_names(doc: Doc, mentions: Iterable[Mention]) -> None:
    """Set `doc.ents`, which may not overlap, to the names among the mentions: of nested ones the
    outermost."""
    spans = (
        doc.char_span(m.start, m.end, m.label, kb_id=m.value or "")
        for m in mentions
        if m.label in NAMES
    )
    doc.ents = filter_spans([span for span in spans if span is not None])
