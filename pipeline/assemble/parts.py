"""Which stretches of a release speak of which meeting.

A release is a row of sentences. A sentence *opens* a meeting where it says that one is held: a MEETING mention that the tagger takes
for a reported one, or a verb of meeting with people who took part. The sentences up to the next opening belong to it.
An opening that can be the same meeting (same body, no other ordinal, not two other parties) only goes on with it.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.arabic.numbers import find_ordinals
from pipeline.types import Mention, Release, Span

# A sentence ends after . ؟ ! unless a figure or a one-letter abbreviation («د.») stands before it; newspapers often leave out the
# space that should follow.
SENTENCE = re.compile(r"(?<=[.؟!])(?<!\d\.)(?<!\b[\u0621-\u064a]\.)(?=\s|[\u0621-\u064a«\"])")
# A sentence that begins with a verb of meeting: «استقبل»، «كما التقى»، «من جهة أخرى عقد».
MET = re.compile(r"^\W*(?:(?:كما|فيما|وقد|و|ف|من جهة أخرى،?|من جانب آخر،?|إلى ذلك،?)\s*)?"
                 r"(?:[وف]?(?:استقبل|يستقبل|تستقبل|التقى|التقت|التقي|يلتقي|تلتقي|اجتمع|يجتمع|تجتمع|عقد|عُقد|يعقد|تعقد|ترأس|يترأس|رأس|بحث|يبحث))"
                 r"(?:ت|وا|ا)?(?!\w)")


@dataclass(slots=True)
class Part:
    """Sentences that speak of one meeting; `anchors` are the MEETING mentions that say so, `opening` the first sentence that does."""

    opening: Span
    spans: list[Span] = field(default_factory=list)
    anchors: list[Mention] = field(default_factory=list)
    bodies: dict[str, float] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    ordinals: dict[int, Mention] = field(default_factory=dict)

    def holds(self, start: int, end: int) -> bool:
        """Whether a range lies in this part."""
        return any(a <= start and end <= b for a, b in self.spans)


def sentences(release: Release) -> list[Span]:
    """Half-open ranges of the sentences of the kept paragraphs, in order, outer white space included."""
    out = []
    for p in release.paragraphs:
        if p.duplicate_of is None:
            cuts = [p.start, *(m.start() for m in SENTENCE.finditer(release.text, p.start, p.end)), p.end]
            out += [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if release.text[a:b].strip()]
    return out


def within(mentions: Sequence[Mention], span: Span) -> list[Mention]:
    """Those that lie in a range."""
    return [m for m in mentions if span[0] <= m.start and m.end <= span[1]]


def overlapping(facts: Sequence[Mention], label: str, m: Mention) -> float:
    """The confidence of the surest fact of this label that overlaps a mention, else 0."""
    return max((f.confidence for f in facts if f.label == label and f.start < m.end and m.start < f.end), default=0.0)


def _opening(release: Release, span: Span, reported: float) -> Part | None:
    """What a sentence says of a meeting that is held, or None where it says nothing of one."""
    mentions, facts = within(release.mentions, span), within(release.facts, span)
    part = Part(opening=span)
    for m in mentions:
        held = overlapping(facts, "HELD", m) if m.label == "MEETING" else 0.0
        if held > max(0.5, overlapping(facts, "REFERRED", m)) and (release.reported or 0.0) >= reported:
            part.anchors.append(m)
            for o in find_ordinals(m.name):
                part.ordinals.setdefault(o.value, m)
        if m.label == "COMMITTEE" and m.entity and (sure := overlapping(facts, "BODY", m)):
            part.bodies[m.entity] = max(sure, part.bodies.get(m.entity, 0.0))
        if m.label == "PER" and m.entity and max(overlapping(facts, "ATTENDED", m), overlapping(facts, "CHAIRED", m)) > 0.5:
            part.people.add(m.entity)
    if part.anchors or (part.people and (release.reported or 0.0) >= reported and MET.match(release.text[span[0]:span[1]])):
        return part
    return None


def _another(old: Part, new: Part, text: str) -> bool:
    """Whether an opening speaks of another meeting than a part that stands."""
    if old.bodies and new.bodies:
        return not old.bodies.keys() & new.bodies.keys()
    if old.ordinals and new.ordinals:
        return not old.ordinals.keys() & new.ordinals.keys()
    if not new.bodies and not new.ordinals and MET.match(text[new.opening[0]:new.opening[1]]):
        return bool(old.people and new.people and new.people - old.people and not old.bodies)
    return False


def split(release: Release, reported: float) -> list[Part]:
    """The meetings that a release reports, each with its stretches. `reported` is the probability (of the whole text) from which a release
    is taken to report a meeting. Sentences before the first opening go to the first meeting."""
    parts: list[Part] = []
    lead: list[Span] = []
    current: Part | None = None
    for span in sentences(release):
        new = _opening(release, span, reported)
        if new is not None:
            same = next((p for p in reversed(parts) if not _another(p, new, release.text)), None)
            if same is None:
                parts.append(new)
                current = new
            else:
                current = same
                same.anchors += new.anchors
                same.people |= new.people
                for b, sure in new.bodies.items():
                    same.bodies[b] = max(sure, same.bodies.get(b, 0.0))
                for o, m in new.ordinals.items():
                    same.ordinals.setdefault(o, m)
        if current is None:
            lead.append(span)
        else:
            current.spans.append(span)
    if parts:
        parts[0].spans = lead + parts[0].spans
    elif (release.reported or 0.0) >= max(reported, 0.8) and lead:
        return [Part(opening=lead[0], spans=lead)]
    return parts
