"""How sure it is that someone named in the part of a meeting belongs into its record: the evidence,
weighed by a logistic regression (`data/roster.toml`). A long newspaper article tells of much beside
its meeting, and often no word says where that begins."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from pipeline.assemble.attendance import listed_present
from pipeline.assemble.belief import log_odds, probability
from pipeline.assemble.openings import Part
from pipeline.assemble.spans import overlapping
from pipeline.types import Entity, Meeting, Participant, Release

FAR = 4  # sentences from one that opens the meeting; more say no more
LONG = 6000  # characters of a text; more say no more


def with_roster(release: Release, part: Part, m: Meeting, sure_person: float) -> Meeting:
    """The meeting of a part with those of its people who are sure enough (`sure_person`: see
    Config). Who presides over it, or took part in it by a sentence that opens it, always is:
    without them it were none. So is whom it discussed or decided on, and whom a list of those
    present names."""
    opened = frozenset(
        x.entity for x in release.mentions if any(s <= x.start < e for s, e in part.openings)
    )
    listed = frozenset(
        x.entity
        for x in release.mentions
        if x.label == "PER" and part.holds(x.start, x.end) and listed_present(release, x)
    )
    clauses = [c.span for c in (*m.topics, *m.decisions)]

    def stays(p: Participant) -> bool:
        return (
            p.participation == "chaired"
            or (p.participation == "attended" and p.person.id in opened | listed)
            or any(s <= start < e for s, e in clauses for start, _ in p.person.mentions)
            or probability(evidence(release, part, m, p.person), weights()) >= sure_person
        )

    return replace(m, people=tuple(p for p in m.people if stays(p)))


def evidence(release: Release, part: Part, m: Meeting, person: Entity) -> dict[str, float]:
    """What speaks for and against a person in the record of the meeting of a part, by the names of
    the weights."""
    here = [x for x in release.mentions if x.entity == person.id and part.holds(x.start, x.end)]
    at = [i for i, (start, end) in enumerate(part.spans) for x in here if start <= x.start < end]
    opened = [i for i, span in enumerate(part.spans) if span in part.openings] or [0]
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
        "far": min([FAR, *(abs(i - o) for i in at for o in opened)]),
        "in_lead": bool(at) and max(at) < min(opened),
        "believed": log_odds(m.confidence),
        "reported": log_odds(release.reported or 0.0),
        "long": min(len(release.text), LONG) / LONG,
    }


@cache
def weights() -> Mapping[str, float]:
    """The weights by name, with «bias»."""
    return tomllib.loads(
        files("pipeline.assemble").joinpath("data", "roster.toml").read_text(encoding="utf-8")
    )
