"""The page's view of a release and its records, as plain data: the text split into nested marks,
and the values with their places.

Pure functions: rows of the published schema in, frozen views out, no HTML. Every range is
half-open, in characters (code points) of the release's text. The runs of all paragraphs together
are the text, each character once and in order."""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from pipeline.corrections.decisions import LISTS, SCALARS
from pipeline.review.changes import ChangeView, change_view
from pipeline.schema import VALUES, Evidence, Label, ParagraphRow, Record, ReleaseRow
from pipeline.types import Span
from pipeline.words import words
from pipeline.words.values import in_words

if TYPE_CHECKING:
    from pipeline.diff import Change

LEGEND: tuple[Label, ...] = (
    "COMMITTEE",
    "ORG",
    "PER",
    "ROLE",
    "HON",
    "COUNTRY",
    "LOC",
    "INITIATIVE",
    "MEETING",
    "DATE",
)
FIELDS = (*SCALARS, *LISTS)
DOUBTFUL = 0.8  # a value with a lower confidence is marked for checking

# Characters that would reorder the text or be invisible: C0 and C1 controls except tab and line
# feed, the embeddings, overrides and isolates with their ends (U+202A to U+202E, U+2066 to U+2069),
# line and paragraph separator. They are shown by name.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text. `unseen` is the name (`U+202E`) of a run's only character if the page must not
    output the character itself."""

    text: str
    start: int
    end: int
    unseen: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention, or a piece of one that another mention cuts. `label` and `mention` (its index in
    `ReleaseRow.mentions`) are None for a place: a range that a record refers to and that is no
    mention. `span` is the whole range, `start` to `end` this piece. `above` counts the mentions
    around it; `levels` is the maximum depth of mentions inside it, including itself."""

    label: Label | None
    start: int
    end: int
    children: tuple[Node, ...]
    mention: int | None
    span: Span
    above: int
    levels: int

    @property
    def first(self) -> bool:
        """Return whether it is the first piece, the target of links."""
        return self.start == self.span[0]


Node = Text | Mark


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph, or the text between two (`gap`). `direction` is `rtl` unless Latin letters
    prevail; `original` is the paragraph that this one repeats."""

    start: int
    end: int
    nodes: tuple[Node, ...]
    direction: str
    gap: bool = False
    original: Span | None = None
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release with its paragraphs; `row` is the published line."""

    row: ReleaseRow
    paragraphs: tuple[ParagraphView, ...]
    anchors: frozenset[Span]

    def anchor(self, span: Span) -> str:
        """Return the HTML id of the place `span`, the same in every view of this release."""
        return anchor(self.row.id, span)


@dataclass(frozen=True, slots=True)
class Note:
    """A part of a value: its name (a key of the table `field` of the words), its text and its
    place."""

    key: str
    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value for display. `index` is its position in the field's list, None for a single value;
    `code` is the published value if `text` is its translation; `changes` are those of this value
    only."""

    field: str
    index: int | None
    text: str
    code: str | None
    spans: tuple[Span, ...]
    found_by: str | None
    confidence: float | None
    notes: tuple[Note, ...] = ()
    changes: tuple[ChangeView, ...] = ()

    @property
    def doubtful(self) -> bool:
        return self.confidence is not None and self.confidence < DOUBTFUL


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field with its values, possibly none, and the changes that belong to none of them (removed
    values)."""

    field: str
    listed: bool
    values: tuple[ValueView, ...]
    changes: tuple[ChangeView, ...] = ()

    @property
    def touched(self) -> bool:
        return bool(self.changes) or any(v.changes for v in self.values)


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record in the order of its fields; `release_id` is part of the anchors of its places;
    `changes` are those of the whole record and of anything that is no field here."""

    record: Record
    fields: tuple[FieldView, ...]
    release_id: str
    changes: tuple[ChangeView, ...] = ()

    @property
    def doubtful(self) -> bool:
        return self.record.confidence < DOUBTFUL

    @property
    def status(self) -> str | None:
        """Return `added` for a new record, `changed` for one with changes, else None."""
        if any(c.field is None for c in self.changes):
            return "added"
        return "changed" if self.changes or any(f.touched for f in self.fields) else None

    @property
    def causes(self) -> tuple[str, ...]:
        """Return the known causes of the changes in words, each once."""
        of_fields = (
            c
            for f in self.fields
            for some in (f.changes, *(v.changes for v in f.values))
            for c in some
        )
        return tuple(
            dict.fromkeys(cause for c in chain(self.changes, of_fields) for cause in c.causes)
        )

    def anchor(self, span: Span) -> str:
        """Return the HTML id of the place `span` in the text of the release."""
        return anchor(self.release_id, span)


def anchor(release_id: str, span: Span) -> str:
    """Return the HTML id of a place in the text of a release: only letters, digits, `_` and `-`."""
    return f"{re.sub(r'[^0-9A-Za-z_-]', '_', release_id)}-{span[0]}-{span[1]}"


def release_view(row: ReleaseRow, records: Iterable[Record] = ()) -> ReleaseView:
    """Return the view of `row`, with every place that `records` refer to as a target of links."""
    refs = frozenset(span for record in records for span in places(record))
    return ReleaseView(
        row, tuple(paragraphs(row, refs)), refs | {(m.start, m.end) for m in row.mentions}
    )


def paragraphs(row: ReleaseRow, places: Iterable[Span] = ()) -> list[ParagraphView]:
    """Return the text of `row` as paragraphs and the gaps between them, split into nested marks:
    mentions, and `places` that are no mention. Of two ranges that overlap without nesting, the
    later one is cut where the earlier one ends."""
    size = len(row.text)
    mentions = {(m.start, m.end) for m in row.mentions}
    heap = [
        _Range(m.start, min(m.end, size), (m.start, m.end), m.label, i)
        for i, m in enumerate(row.mentions)
    ]
    heap += [_Range(s, min(e, size), (s, e)) for s, e in set(places) - mentions]
    heap = [r for r in heap if r.start < r.end]
    heapq.heapify(heap)
    out: list[ParagraphView] = []

    def add(start: int, end: int, p: ParagraphRow | None) -> None:
        if start < end:
            nodes = tuple(_nodes(row.text, start, end, heap, 0))
            gap = p is None and not row.text[start:end].strip()
            original, similarity = (p.duplicate_of, p.similarity) if p else (None, None)
            out.append(
                ParagraphView(
                    start, end, nodes, direction(row.text[start:end]), gap, original, similarity
                )
            )

    at = 0
    for p in sorted(row.paragraphs, key=lambda p: p.span):
        start, end = max(p.span[0], at), min(p.span[1], size)
        add(at, start, None)
        add(start, end, p)
        at = max(at, end)
    add(at, size, None)
    return out


def seen(text: str) -> str:
    """Return `text` with the names of unsafe characters, such as `[U+202E]`, in place of the
    characters."""
    return _UNSEEN.sub(lambda match: f"[{_code(match[0])}]", text)


def direction(text: str) -> str:
    """Return `ltr` if left-to-right letters prevail, else `rtl`."""
    classes = [unicodedata.bidirectional(c) for c in text]
    return "ltr" if classes.count("L") > sum(c in ("R", "AL") for c in classes) else "rtl"


def places(record: Record) -> set[Span]:
    """Return every range of the release's text that `record` refers to."""
    view = record_view(record)
    return {
        span
        for f in view.fields
        for v in f.values
        for span in (*v.spans, *(s for n in v.notes for s in n.spans))
    }


def record_view(record: Record, changes: Sequence[Change] = ()) -> RecordView:
    """Return `record` for display, with `changes` (those of this record) at their values, without
    quiet ones."""
    told = [change_view(c) for c in changes if not c.quiet]
    fields = []
    for name in FIELDS:
        own = [c for c in told if c.field == name]
        values = tuple(
            replace(v, changes=tuple(c for c in own if c.kind != "removed" and c.index == v.index))
            for v in _values(record, name)
        )
        taken = [c for v in values for c in v.changes]
        fields.append(
            FieldView(name, name in LISTS, values, tuple(c for c in own if c not in taken))
        )
    return RecordView(
        record, tuple(fields), record.release.id, tuple(c for c in told if c.field not in FIELDS)
    )


# --- the text


@dataclass(frozen=True, slots=True)
class _Range:
    """The rest of a mention or (label and mention None) of a place."""

    start: int
    end: int
    span: Span
    label: Label | None = None
    mention: int | None = None

    def __lt__(self, other: _Range) -> bool:
        """Order by start, then longer first, then places before mentions, then by the order of the
        row."""
        return self._key() < other._key()

    def _key(self) -> tuple[int, int, int, int]:
        return self.start, -self.end, -1 if self.mention is None else self.mention, self.span[0]


def _nodes(text: str, start: int, end: int, heap: list[_Range], above: int) -> Iterator[Node]:
    """Yield the nodes of `text[start:end]`, taking from `heap` the ranges that begin before `end`;
    the part beyond it goes back."""
    at = start
    while heap and heap[0].start < end:
        r = heapq.heappop(heap)
        if r.end > end:
            heapq.heappush(heap, replace(r, start=end))
            r = replace(r, end=end)
        yield from _runs(text, at, r.start)
        own = r.label is not None
        children = tuple(_nodes(text, r.start, r.end, heap, above + own))
        inside = max((n.levels for n in children if isinstance(n, Mark)), default=0)
        yield Mark(r.label, r.start, r.end, children, r.mention, r.span, above, inside + own)
        at = r.end
    yield from _runs(text, at, end)


def _runs(text: str, start: int, end: int) -> Iterator[Text]:
    at = start
    for match in _UNSEEN.finditer(text, start, end):
        if at < match.start():
            yield Text(text[at : match.start()], at, match.start())
        yield Text(match[0], match.start(), match.end(), _code(match[0]))
        at = match.end()
    if at < end:
        yield Text(text[at:end], at, end)


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"


# --- the values


def _values(record: Record, name: str) -> Iterator[ValueView]:
    if name == "body":
        if record.body is not None:
            evidence = record.evidence.body
            yield ValueView(
                name,
                None,
                record.body.name,
                None,
                record.body.mentions,
                evidence.found_by if evidence else None,
                None,
            )
    elif name in VALUES:
        value, evidence = (
            getattr(record, name),
            cast("Evidence | None", getattr(record.evidence, name)),
        )
        if value is not None:
            shown = in_words(name, value)
            yield ValueView(
                name,
                None,
                shown,
                None if shown == str(value) else str(value),
                (evidence.span,) if evidence and evidence.span else (),
                evidence.found_by if evidence else None,
                None,
            )
    else:
        for i, item in enumerate(getattr(record, name)):
            yield _LISTED[name](name, i, item)


def _person(field: str, index: int, p: Any) -> ValueView:
    notes = [Note("titles", t) for t in p.titles]
    notes += [Note("role", p.role, (p.role_span,) if p.role_span else ())] if p.role else []
    notes += [Note("organization", p.organization)] if p.organization else []
    notes += [Note("country", in_words("people.country", p.country))] if p.country else []
    notes.append(Note("participation", in_words("people.participation", p.participation)))
    return ValueView(field, index, p.name, None, p.mentions, p.found_by, p.confidence, tuple(notes))


def _named(field: str, index: int, n: Any) -> ValueView:
    return ValueView(field, index, n.name, None, n.mentions, n.found_by, n.confidence)


def _country(field: str, index: int, c: Any) -> ValueView:
    return ValueView(field, index, c.name, c.code, c.mentions, c.found_by, c.confidence)


def _initiative(field: str, index: int, i: Any) -> ValueView:
    kind = Note("kind", in_words("initiatives.kind", i.kind))
    return ValueView(field, index, i.name, None, i.mentions, i.found_by, i.confidence, (kind,))


def _item(field: str, index: int, i: Any) -> ValueView:
    notes = () if i.action == "other" else (Note("action", in_words(f"{field}.action", i.action)),)
    return ValueView(field, index, i.text, None, (i.span,), i.found_by, i.confidence, notes)


def _referenced(field: str, index: int, r: Any) -> ValueView:
    notes = () if r.ordinal is None else (Note("ordinal", str(r.ordinal)),)
    return ValueView(
        field, index, r.body or words()["record"]["untitled"], None, (r.span,), None, None, notes
    )


_LISTED = {
    "people": _person,
    "countries": _country,
    "committees": _named,
    "organizations": _named,
    "initiatives": _initiative,
    "topics": _item,
    "decisions": _item,
    "referenced_meetings": _referenced,
}
