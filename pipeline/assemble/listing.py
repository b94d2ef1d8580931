"""The probability that a person named in the text of a meeting belongs in its record: the evidence,
weighted by a logistic regression (`data/listing.toml`). A long newspaper article contains much
besides its meeting, and often no word marks where that begins."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.assemble.realis import probability
from pipeline.assemble.spans import beginning, overlapping
from pipeline.assemble.triggers import Event
from pipeline.ranges import Ranges
from pipeline.scoring import log_odds
from pipeline.types import Entity, Meeting, Mention, Participant, Release

FAR = 4  # maximum distance in sentences from the beginning of the meeting that counts
LONG = 6000  # maximum characters of a text that count


def with_listing(release: Release, event: Event, m: Meeting, sure_person: float) -> Meeting:
    """Return the meeting of an event with the people above the threshold (`sure_person`: see Config).
    The chair, and everyone who took part according to a first sentence, always stay, because the
    meeting depends on them. So do the people whom it discussed or decided on."""
    told = frozenset(x.entity for s in event.trigger_spans for x in beginning(release.mentions, *s))
    named: dict[str | None, list[Mention]] = {}
    for x in event.held(release.mentions):
        named.setdefault(x.entity, []).append(x)
    clauses = Ranges(_At(*c.span) for c in (*m.topics, *m.decisions))

    def stays(p: Participant) -> bool:
        return (
            p.participation == "chaired"
            or (p.participation == "attended" and p.person.id in told)
            or any(clauses.over(start, start + 1) for start, _ in p.person.mentions)
            or probability(weighed(p.person, named.get(p.person.id, [])), weights()) >= sure_person
        )

    weighed = weigher(release, event, m)
    return replace(m, people=tuple(p for p in m.people if stays(p)))


class _At(NamedTuple):
    start: int
    end: int


def evidence(release: Release, event: Event, m: Meeting, person: Entity) -> dict[str, float]:
    """Return the evidence for and against a person in the record of an event's meeting, by the names
    of the weights."""
    here = [x for x in event.held(release.mentions) if x.entity == person.id]
    return weigher(release, event, m)(person, here)


def weigher(
    release: Release, event: Event, m: Meeting
) -> Callable[[Entity, Sequence[Mention]], dict[str, float]]:
    """Return `evidence` as a function of a person and their mentions in the event."""
    told = [i for i, span in enumerate(event.spans) if span in event.trigger_spans] or [0]

    def nearest(i: int) -> int:
        at = bisect_left(told, i)
        return min(abs(i - o) for o in told[max(at - 1, 0) : at + 1])

    def weighed(person: Entity, here: Sequence[Mention]) -> dict[str, float]:
        found = (event.number_at(x.start) for x in here)
        at = [i for i in found if i is not None]
        return _evidence(release, m, person, here) | {
            "far": min([FAR, *map(nearest, at)]),
            "in_lead": bool(at) and max(at) < told[0],
        }

    return weighed


def _evidence(
    release: Release, m: Meeting, person: Entity, here: Sequence[Mention]
) -> dict[str, float]:
    """Return the evidence that does not depend on the place in the event."""
    return {
        "took_part": max(
            (
                overlapping(release.facts, label, x)
                for x in here
                for label in ("ATTENDED", "CHAIRED")
            ),
            default=0.0,
        ),
        "mentioned": max((overlapping(release.facts, "MENTIONED", x) for x in here), default=0.0),
        "name": person.confidence,
        "one_word": " " not in person.name,
        "believed": log_odds(m.confidence),
        "reported": log_odds(release.reported or 0.0),
        "long": min(len(release.text), LONG) / LONG,
    }


@cache
def weights() -> Mapping[str, float]:
    """Return the weights by name, with «bias»."""
    return tomllib.loads(
        files("pipeline.assemble").joinpath("data", "listing.toml").read_text(encoding="utf-8")
    )
