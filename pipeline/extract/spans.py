"""Spans of a Doc with their provenance: `doc.spans["mentions"]` (the ten labels) and
`doc.spans["facts"]` (fact heads).

spaCy keeps a custom attribute once a character range; a range may be a mention and a fact at once,
so provenance is kept here by label too. `Span.kb_id_` holds what a mention stands for (ISO country
code, ISO date)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.ranges import Ranges
from pipeline.types import FoundBy, Mention

MENTIONS, FACTS = "mentions", "facts"
# the labels of names: an office or a title has a name inside, a meeting or a day is none
NAMES = frozenset({"PER", "COMMITTEE", "ORG", "COUNTRY", "LOC", "INITIATIVE"})
_PROVENANCE, _TEXT = "mahdar.provenance", "mahdar.text"


def text_of(doc: Doc) -> str:
    """`doc.text`, which spaCy puts together anew from its tokens whenever it is asked for."""
    text: str | None = doc.user_data.get(_TEXT)
    if text is None:
        text = doc.user_data[_TEXT] = doc.text
    return text


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A labelled character range before it stands on tokens."""

    start: int
    end: int
    label: str
    found_by: FoundBy
    confidence: float
    value: str = ""


def uncrossed(found: Sequence[Found]) -> list[Found]:
    """Those that neither cross another nor stand on its very range: of two the surer one stays."""
    kept: Ranges[Found] = Ranges()
    for f in sorted(found, key=lambda f: (-f.confidence, f)):
        if not any(
            (f.start, f.end) == (k.start, k.end)
            or k.start < f.start < k.end < f.end
            or f.start < k.start < f.end < k.end
            for k in kept.over(f.start, f.end)
        ):
            kept.add(f)
    return sorted(kept)


def put(doc: Doc, key: str, found: Iterable[Found]) -> None:
    """Replace the span group `key` by these, sorted by place, the longer first; one that ends
    within a token is none (13 of 1,608 documents have such; widened to the tokens 12 of them were
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
    """The spans of a group, with provenance, in order."""
    table = doc.user_data.get(_PROVENANCE, {})
    for span in doc.spans.get(key, ()):
        found_by, confidence = table[key, span.start_char, span.end_char, span.label_]
        yield Found(span.start_char, span.end_char, span.label_, found_by, confidence, span.kb_id_)


def put_names(doc: Doc, mentions: Iterable[Mention]) -> None:
    """Set `doc.ents`, which may not overlap, to the names among the mentions: of those that lie in
    each other the outermost, which is the longest."""
    spans = (
        doc.char_span(m.start, m.end, m.label, kb_id=m.value or "")
        for m in mentions
        if m.label in NAMES
    )
    doc.ents = filter_spans([span for span in spans if span is not None])
