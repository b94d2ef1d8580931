"""Other sessions of the body that met, with a date: «على أن تعقد اللجنة اجتماعها القادم الخميس»,
«في اجتماعها الأول الذي عقد في … يوم 2 سبتمبر». They are meetings of their own; without a date they
are only referred to (annotation case 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.assemble.bodies import body, is_reference
from pipeline.assemble.cues import cue
from pipeline.assemble.sentences import has_day, words_before
from pipeline.assemble.sittings import NEAR, numbers_of, own_body
from pipeline.assemble.spans import labelled
from pipeline.assemble.triggers import Event
from pipeline.config import Config
from pipeline.types import Entity, Mention, Release, Span

AFTER = 90  # maximum characters from a session, or its body, to the end of the date after it
# maximum characters between the verb of a session and the session, with the date in between
BEFORE = 40

Found = tuple[Event, bool]  # another session, and whether its sentence is about nothing else


def dated(release: Release, events: Sequence[Event], config: Config) -> Iterator[Event]:
    """Return the events, each followed by one for every other session, of its body or beside it,
    that is reported with a date."""
    triggers = [a for p in events for a in p.triggers]
    known = {(p.own, n) for p in events for n in p.ordinals}
    for event in events:
        met = body(release, event, config)  # only bodies have series
        known |= {(met.id, n) for n in event.ordinals} if met is not None else set()
        found = [] if met is None else [*_told(release, event, met, triggers, known)]
        moved = {p.first_sentence for p, whole in found if whole}
        taken = [a for p, _ in found for a in p.triggers]
        yield replace(
            event,
            spans=[s for s in event.spans if s not in moved],
            triggers=[a for a in event.triggers if a not in taken],
            referred=event.referred + taken,
            elsewhere=event.elsewhere | {n for p, _ in found for n in p.ordinals},
            others=taken,
        )
        yield from (p for p, _ in found)


def _told(
    release: Release,
    event: Event,
    met: Entity,
    triggers: Sequence[Mention],
    known: set[tuple[str | None, int]],
) -> Iterator[Found]:
    """Return the other sessions of an event that a mention with a date reports. `triggers`: the
    mentions of the current meetings; `known`: the bodies and numbers of the sessions reported so
    far, updated in place."""
    for m in event.held(labelled(release.mentions, "MEETING")):
        span = event.sentence_at(m.start)
        if (
            span is None
            or m in event.off
            or cue("plural").match(m.name)
            or not cue("session").match(m.name)
        ):
            continue
        own = own_body(release, span, m)
        beside = m in event.triggers[1:] and own not in (None, met.id, event.own, *event.same)
        if not beside and (m in triggers or not is_reference(release, event, m)):
            continue
        owner = own or met.id
        numbers = {n.value: m for n in numbers_of(m.name)}
        if not _of_a_day(release, span, m) or any((owner, n) in known for n in numbers):
            continue
        known |= {(owner, n) for n in numbers}
        shared = span in event.trigger_sentences
        reach = _clause(release, span, m) if shared else span
        other = Event(
            first_sentence=reach,
            spans=[reach],
            triggers=[m],
            bodies={owner: 1.0},
            ordinals=numbers,
            trigger_sentences=[reach],
            own=owner,
            in_series=True,
        )
        yield other, not shared


def _clause(release: Release, span: Span, m: Mention) -> Span:
    """Return the clause of a session in its sentence, from the verb on: «على أن | تعقد اللجنة
    اجتماعها القادم الخميس»."""
    verb = cue("holds").search(release.text, span[0], m.start)
    return verb.start() if verb else m.start, span[1]


def _of_a_day(release: Release, span: Span, m: Mention) -> bool:
    """Return whether a date directly follows a session («اجتماعها القادم الخميس»), or is between
    its verb and it («تعقد يوم الأحد جلستها …»)."""
    if cue("minutes").search(words_before(release, span, m)):
        return False
    sittings = labelled(release.mentions, "MEETING")
    bodies = labelled(release.mentions, "COMMITTEE").beginning(m.end, m.end + NEAR + 1)
    named = next((x.end for x in bodies), m.end)
    following = min(span[1], named + AFTER)
    following = next((x.start for x in sittings.beginning(m.end, following)), following)
    if has_day(release, (m.end, following)):
        return True
    preceding = max(span[0], m.start - BEFORE)
    ends = (x.end for x in sittings.over(preceding, m.start) if x.end <= m.start)
    preceding = max([preceding, *ends])
    return cue("holds").search(release.text, preceding, m.start) is not None and has_day(
        release, (preceding, m.start)
    )
