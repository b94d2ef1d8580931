"""Releases through the spaCy pipeline and back: Docs from kept paragraphs, offsets mapped to
`Release.text`."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.arabic.clitics import citation
from pipeline.arabic.folding import fold
from pipeline.config import Config
from pipeline.extract.gazetteers.matching import lines
from pipeline.extract.linker import LINKED
from pipeline.extract.nlp import build_nlp
from pipeline.extract.spans import FACTS, get, text_of
from pipeline.extract.tagger.runtime import REPORTED
from pipeline.types import Entity, Mapped, Mention, Release, Span

BATCH = 32  # releases
# Maximum size of a vocabulary in words. spaCy never forgets one and an archive has no end, so a
# larger vocabulary is replaced by a new one.
LARGEST = 1 << 15


@cache
def _tails() -> frozenset[str]:
    return frozenset(fold(line) for line in lines("tails.txt"))


def kept_text(release: Release) -> Mapped:
    """Return the clean text of the paragraphs that repeat no other, up to where the page continues
    with other reports («اقرأ أيضاً»), joined by newlines; a newline maps to the character before
    it."""
    parts: list[str] = []
    starts, ends = array("i"), array("i")
    for p in release.paragraphs:
        if p.duplicate_of is not None or p.clean is None or not p.clean.text:
            continue
        if parts and fold(p.clean.text) in _tails():
            break
        if parts:
            parts.append("\n")
            starts.append(starts[-1])
            ends.append(ends[-1])
        parts.append(p.clean.text)
        starts.extend(p.clean.starts)
        ends.extend(p.clean.ends)
    return Mapped("".join(parts), starts, ends)


@lru_cache(maxsize=1)
def _nlp(config: Config, threads: int | None) -> Language:
    return build_nlp(config, threads)


def extract(
    releases: Iterable[Release], config: Config, threads: int | None = None
) -> Iterator[Release]:
    """Return releases with mentions, facts, entities and the probability of a reported meeting,
    processed in batches. The model is loaded once a process."""
    left = iter(releases)
    while batch := [(r, kept_text(r)) for r in islice(left, BATCH)]:
        nlp = _nlp(config, threads)
        docs = nlp.pipe(((m.text, (r, m)) for r, m in batch), as_tuples=True, batch_size=BATCH)
        for doc, (release, mapped) in docs:
            yield carry_back(doc, release, mapped)
        if len(nlp.vocab.strings) > LARGEST:
            _nlp.cache_clear()


def carry_back(doc: Doc, release: Release, mapped: Mapped) -> Release:
    """Return the content of a Doc in offsets of the release's text."""
    mentions, entities = doc.user_data[LINKED]

    def there(m: Mention) -> Mention:
        s, e = mapped.source_span(m.start, m.end)
        return replace(m, start=s, end=e)

    def entity(e: Entity) -> Entity:
        spans: tuple[Span, ...] = tuple(mapped.source_span(s, t) for s, t in e.mentions)
        return replace(
            e, mentions=spans, role_span=mapped.source_span(*e.role_span) if e.role_span else None
        )

    text = text_of(doc)
    facts = tuple(
        there(
            Mention(
                f.start, f.end, f.label, citation(text, f.start, f.end), f.found_by, f.confidence
            )
        )
        for f in get(doc, FACTS)
    )
    return replace(
        release,
        mentions=tuple(map(there, mentions)),
        facts=facts,
        entities=tuple(map(entity, entities)),
        reported=doc.user_data[REPORTED],
    )
