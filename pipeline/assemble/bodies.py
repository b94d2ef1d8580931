"""The body that met, its session number, the organizer, and the meetings that are only referred
to."""

from __future__ import annotations

import re

from pipeline.arabic.numbers import find_ordinals
from pipeline.assemble.cues import cue, receives
from pipeline.assemble.sittings import (
    BEHIND,
    SURE,
    numbers_of,
    own_body,
)
from pipeline.assemble.spans import beginning, entity_of, labelled, overlapping
from pipeline.assemble.triggers import Event
from pipeline.config import Config
from pipeline.types import Entity, Kind, Mention, Reference, Release, Value, WarningCode

# kinds that a word tells, and its class of cues
BY_WORD: tuple[Kind, ...] = ("extraordinary", "preparatory", "founding")
# Weight of being in the first sentence, added to the tagger's confidences.
IN_OPENING = 0.5
GAP = 60  # characters between a meeting and what tells whose it is, at most


def body(release: Release, event: Event, config: Config) -> Entity | None:
    """Return the committee or council that met: the one named beside the words for the held meeting
    («اجتماع اللجنة …», «عقدت اللجنة … اجتماعها»), else the entity with the tagger's highest
    confidence in this event."""
    if event.own is not None and (event.ordinals or labelled(release.facts, "BODY")):
        return _fullest(release, event.own)
    scores: dict[str, float] = {}
    surest: dict[str, float] = {}
    for m in event.held(release.mentions):
        sure = _sure(release, event, m, config)
        if m.entity and sure:
            opens = any(m.start < end and m.end > start for start, end in event.trigger_sentences)
            first = m.start < event.first_sentence[1] and m.end > event.first_sentence[0]
            surest[m.entity] = max(surest.get(m.entity, 0.0), 1.0 if opens else sure)
            scores[m.entity] = scores.get(m.entity, 0.0) + sure + IN_OPENING * first
    scores = {
        e: score for e, score in scores.items() if score >= SURE and surest[e] >= config.body_apart
    }
    return _fullest(release, max(scores, key=lambda k: (scores[k], k))) if scores else None


def _sure(release: Release, event: Event, m: Mention, config: Config) -> float:
    """Return the confidence that a mention is the body that met. An organisation counts only if it
    is confidently alone as the body."""
    if m.label not in ("COMMITTEE", "ORG") or _of_another(release, event, m):
        return 0.0
    facts = labelled(release.facts, "BODY").over(m.start, m.end)
    sure = max((f.confidence * _overlap(f, m) for f in facts), default=0.0)
    return 0.0 if m.label == "ORG" and sure < config.sure_body else sure


def _of_another(release: Release, event: Event, m: Mention) -> bool:
    """Return whether a body is named directly after a meeting that is only referred to («جدول أعمال
    الدورة الثالثة | للجنة …»)."""
    return any(
        overlapping(release.facts, "REFERRED", x) > overlapping(release.facts, "HELD", x)
        or x in event.referred
        for x in labelled(release.mentions, "MEETING").over(m.start - GAP, m.start)
        if x not in event.triggers and cue("of_body").fullmatch(release.text, x.end, m.start)
    )


def _fullest(release: Release, ident: str) -> Entity:
    found = entity_of(release, ident)
    assert found is not None
    return found


def _overlap(f: Mention, m: Mention) -> float:
    """Return the shared characters of two ranges over all of their characters."""
    shared = min(f.end, m.end) - max(f.start, m.start)
    return max(0, shared) / (max(f.end, m.end) - min(f.start, m.start))


def ordinal(release: Release, event: Event) -> tuple[Value[int] | None, tuple[WarningCode, ...]]:
    """Return the number of this session from the MEETING mentions of the held meeting, with a
    warning if there are two."""
    found = [
        (o.value, (m.start + o.start, m.start + o.end))
        for m in event.triggers
        for o in numbers_of(release.text[m.start : m.end], release.text[m.end : m.end + BEHIND])
        if not event.ordinals or o.value in event.ordinals
    ]
    if not found:
        return None, ()
    return (
        Value(*found[0], "rule"),
        ("two_ordinals",) if len({value for value, _ in found}) > 1 else (),
    )


def kind(release: Release, event: Event, met: Entity | None, people: int) -> Value[Kind] | None:
    """Return the kind of meeting: extraordinary, preparatory or founding by the words of the
    mention or the body's name; bilateral for two parties without a body; regular with a body."""
    for m in event.triggers:
        text = release.text[m.start : m.end]
        for said in BY_WORD:
            if hit := cue(said).search(text):
                return Value(said, (m.start + hit.start(), m.start + hit.end()), "rule")
    if met is not None and cue("not_ordinary").search(met.name):
        return Value("extraordinary", None, "inferred")
    if met is None:
        received = any(receives(release, s) for s in event.trigger_sentences)
        two = not any(cue("of_many").search(a.name) for a in event.triggers) and (
            (people == 2 and not event.ordinals) or (received and people > 2)
        )
        return Value("bilateral", None, "inferred") if two else None
    return Value("regular", None, "inferred")


def organizer(release: Release, event: Event) -> Value[str] | None:
    """Return who convened or hosted: the organisation, body or state after عقدته، نظمته، استضافته،
    بدعوة من."""
    for m in event.held(release.mentions):
        if m.label in ("ORG", "COMMITTEE", "COUNTRY", "ROLE") and cue("convened").search(
            release.text[max(0, m.start - 30) : m.start]
        ):
            return Value(m.name, (m.start, m.end), m.found_by)
    for s, e in event.spans:
        hit = cue("bare_convened").search(release.text, s, e)
        if hit:
            return Value(hit.group(1), hit.span(1), "rule")
    return None


def referenced(
    release: Release, event: Event, met: Entity | None, number: int | None
) -> tuple[Reference, ...]:
    """Return the meetings of this event that are only referred to: MEETING mentions that the tagger
    marks so, and numbered ones after «محضر» with another number. The body is the nearest one, else
    the meeting's own name."""
    out: list[Reference] = []
    seen: set[tuple[str | None, int | None]] = set()
    held = {(a.start, a.end) for a in event.triggers}
    for m in event.held(labelled(release.mentions, "MEETING")):
        if (m.start, m.end) in held:
            continue
        if m in event.others or not is_reference(release, event, m):
            continue
        numbers = numbers_of(release.text[m.start : m.end])
        if cue("plural").fullmatch(m.name) or (numbers and numbers[0].value == number):
            continue
        name = _body_beside(release, event, m)
        if name is None:
            # «على هامش الاجتماع»: this one; «ضمن اجتماعات سابقة»: which is not said
            series = cue("session").match(m.name) and not cue("bare").fullmatch(m.name)
            name = (
                _without_ordinal(m.name) if _is_named(m) else (met.name if met and series else None)
            )
        if name is None:  # nothing that could be looked up
            continue
        ref = Reference(name, numbers[0].value if numbers else None, (m.start, m.end))
        if (ref.body, ref.ordinal) not in seen:
            seen.add((ref.body, ref.ordinal))
            out.append(ref)
    return tuple(out)


def is_reference(release: Release, event: Event, m: Mention) -> bool:
    """Return whether a MEETING mention beside this meeting refers to another."""
    return (
        bool(overlapping(release.facts, "REFERRED", m))
        or m in event.referred
        or (bool(event.triggers) and _is_named(m))
    )


def _body_beside(release: Release, event: Event, m: Mention) -> str | None:
    """Return the body named directly after a meeting's mention, or before a possessive («اللجنة …
    في اجتماعها العاشر»)."""
    for x in beginning(release.mentions, m.end, m.end + 41):
        if x.label in ("COMMITTEE", "ORG", "ROLE") and cue("of_body").fullmatch(
            release.text, m.end, x.start
        ):
            named = entity_of(release, x.entity)
            return named.name if named else x.name
    sentence = event.sentence_at(m.start) or (m.start, m.end)
    owner = own_body(release, sentence, m)
    return _fullest(release, owner).name if owner else None


def _without_ordinal(name: str) -> str:
    """Return «مؤتمر الأطراف الثلاثين» without the number, «القمة العربية الأخيرة» without the
    adjective."""
    name = re.sub(r"\s+(?:الأخيرة?|السابقة?|المقبلة?|القادمة?|الماضية?|الحالية?)$", "", name)
    found = find_ordinals(name)
    return (
        name[: found[-1].start].rstrip(" (")
        if found and found[-1].end >= len(name) - 1 and found[-1].start > 0
        else name
    )


def _is_named(m: Mention) -> bool:
    """Return whether a meeting has a name of its own («القمة العربية», «مؤتمر جنيف»): more than a
    bare noun with an ordinal or adjective."""
    return cue("named").match(m.name) is not None
