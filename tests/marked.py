"""Releases for tests from marked text, as a perfect tagger would tag them.

`<PER ATTENDED>…</PER>` is a mention, with the facts about the same range after its label;
`<TOPIC>…</TOPIC>` is a fact alone. Tags nest and are not part of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.arabic.clitics import citation
from pipeline.assemble import assemble
from pipeline.config import Config
from pipeline.dedupe import dedupe
from pipeline.extract.gazetteers.countries import name_of
from pipeline.extract.geography import annotate
from pipeline.extract.linking import link
from pipeline.extract.spans import Found
from pipeline.extract.tagger.heads import FACTS, LABELS
from pipeline.normalize import normalize
from pipeline.types import Entity, Meeting, Mention, Release

CONFIG = Config()
# The short texts of most tests may not be enough to accept a meeting (test_realis.py) or its people
# (test_participants.py).
EVERY = replace(CONFIG, believed=0.0, first_meeting=0.1)
HIGH, WATER = (
    "<COMMITTEE BODY>اللجنة العليا للمراعي</COMMITTEE>",
    "<COMMITTEE BODY>مجلس إدارة هيئة السواقي</COMMITTEE>",
)  # two bodies
TAG = re.compile(r"<(/?)([A-Z][A-Z ]*)>")


def unmarked(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the text and its labelled ranges, in order, the longer first."""
    text, spans, opened, at = "", [], [], 0
    for tag in TAG.finditer(marked):
        text += marked[at : tag.start()]
        at = tag.end()
        if not tag[1]:
            opened.append((len(text), tag[2].split()))
            continue
        start, labels = opened.pop()
        assert labels[0] == tag[2] and set(labels) <= {*LABELS, *FACTS}, tag[0]
        spans += [(start, len(text), label) for label in labels]
    assert not opened
    return text + marked[at:], sorted(spans, key=lambda s: (s[0], -s[1]))


def mentions_of(marked: str) -> tuple[str, list[Mention]]:
    """Return the text and its mentions, with the codes of states and places."""
    text, spans = unmarked(marked)
    found = annotate(
        text, [Found(s, e, label, "model", 0.9) for s, e, label in spans if label in LABELS]
    )
    return text, [
        Mention(
            f.start,
            f.end,
            f.label,
            citation(text, f.start, f.end),
            f.found_by,
            f.confidence,
            f.value or None,
        )
        for f in sorted(found, key=lambda f: (f.start, -f.end))
        if f.found_by != "gazetteer"
    ]


def linked(
    marked: str, same_name: float = CONFIG.same_name
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Return mentions and entities of a marked text."""
    text, mentions = mentions_of(marked)
    return link(text, mentions, same_name, CONFIG.same_person, name_of)


def extracted(marked: str, published: str | None = None, reported: float = 1.0) -> Release:
    """Return the release after stage 3."""
    text, mentions = mentions_of(marked)
    linked_mentions, entities = link(text, mentions, CONFIG.same_name, CONFIG.same_person, name_of)
    facts = tuple(
        Mention(s, e, label, citation(text, s, e), "model", 0.9)
        for s, e, label in unmarked(marked)[1]
        if label in FACTS
    )
    facts = tuple(sorted((*facts, *_opens(text, facts)), key=lambda f: (f.start, -f.end)))
    release = dedupe(
        normalize(Release("r-0", "test.txt", text, published=published), CONFIG), CONFIG
    )
    return replace(
        release, mentions=linked_mentions, entities=entities, facts=facts, reported=reported
    )


def _opens(text: str, facts: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mark of a tagger that knows where a text introduces its first meeting: at the first
    word of the first sentence that says who or what met, else of the text; nothing if that is marked
    in the text."""
    tells = [f for f in facts if f.label in ("HELD", "BODY", "CHAIRED")] or [
        f for f in facts if f.label == "ATTENDED"
    ]
    at = tells[0].start if tells else 0
    start = max((m.end() for m in re.finditer(r"\n|\.\s", text[:at])), default=0)
    word = re.compile(r"\w+").search(text, start)
    if word is not None and not any(f.label == "OPENS" and f.start <= at for f in facts):
        yield Mention(*word.span(), "OPENS", word.group(), "model", 0.9)


def meetings(
    marked: str, published: str | None = None, reported: float = 1.0, config: Config = EVERY
) -> tuple[Meeting, ...]:
    """Return the meetings that stage 4 finds in a marked text."""
    return assemble(extracted(marked, published, reported), config).meetings


def meeting(marked: str, published: str | None = None) -> Meeting:
    """Return the only meeting of a marked text."""
    (found,) = meetings(marked, published)
    return found
