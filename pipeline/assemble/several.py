"""Sentences about several meetings at once: each with its number and body, or one with each guest
(«كل على حدة»)."""

from __future__ import annotations

from dataclasses import replace

from pipeline.assemble.cues import cue
from pipeline.assemble.sittings import numbers_of, own_body
from pipeline.assemble.spans import within
from pipeline.assemble.triggers import Event
from pipeline.types import Mention, Release


def more_in(release: Release, event: Event) -> list[Event]:
    """Return further meetings that the first sentence of an event announces, each by its number and
    the body directly after it: «… الاجتماع الأول لفريق …، والاجتماع السابع عشر للجنة …», «الدورتين
    147 و148 لمجلس …». Remove them from the event."""
    numbered = [
        (a, own_body(release, event.first_sentence, a), [o.value for o in numbers_of(a.name)])
        for a in event.triggers
    ]
    numbered = [(a, own, numbers) for a, own, numbers in numbered if numbers]
    if not numbered:
        return []
    first = next((own for _, own, _ in numbered if own), None)
    sittings: list[tuple[Mention, str | None, int]] = []
    for a, own, numbers in numbered:
        twice = cue("two").match(a.name) and len(numbers) == 2
        if twice:
            sittings.append((a, own, numbers[1]))
        elif own is not None and own != first:
            sittings.append((a, own, numbers[0]))
    for a, own, number in sittings:
        event.ordinals.pop(number, None)
        event.bodies.pop(own or "", None)
        if not any(o.value in event.ordinals for o in numbers_of(a.name)):
            event.triggers = [x for x in event.triggers if x is not a]
    if sittings:
        event.own = first
        if first:
            event.bodies.setdefault(first, 1.0)
    return [
        Event(
            event.first_sentence,
            [event.first_sentence],
            triggers=[a],
            bodies={own: 1.0} if own else {},
            people=set(event.people),
            ordinals={number: a},
            trigger_sentences=[event.first_sentence],
            own=own,
            in_headline=event.in_headline,
        )
        for a, own, number in sittings
    ]


def one_each(release: Release, event: Event) -> list[Event]:
    """Return the meetings of an event in which the first person met each of the others separately;
    else the event."""
    said = next((s for s in event.spans if cue("each").search(release.text, *s)), None)
    if said is None or event.bodies:
        return [event]
    people = (m.entity for m in within(release.mentions, said) if m.label == "PER")
    _, *guests = dict.fromkeys(who for who in people if who in event.people) or [None]
    if len(guests) < 2:
        return [event]
    everyone = frozenset(e.id for e in release.entities if e.label == "PER")
    return [replace(event, only=everyone - set(guests) | {guest}) for guest in guests if guest]
