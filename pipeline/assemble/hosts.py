"""The host of another meeting, named only by a pronoun or a title with one: «كما استقبل سموه …»."""

from __future__ import annotations

from dataclasses import replace

from pipeline.arabic.patterns import pattern
from pipeline.assemble.openings import Part
from pipeline.assemble.sentences import is_clause
from pipeline.types import Meeting, Participant, Release

HIS_TITLE = r"(?:سمو|سعادت|معالي|فخامت|دولت|جلالت|سيادت|عطوفت)[\u064b-\u0652]*(?:ه|ها)"  # harakat
RECEIVES = pattern(
    rf"(?<!\w)[وف]?(?:استقبل|التقى|اجتمع|تباحث|بحث|عقد|أجرى)(?:ت)?\s+(?:أيضا\s+)?{HIS_TITLE}(?!\w)"
)


def with_host(release: Release, part: Part, before: Meeting, m: Meeting) -> Meeting:
    """Return the meeting with the host of the one before, who is the first participant of that, if
    its opening names the host by a pronoun («اجتمع سموه بأعضاء اللجنة») or goes on in the sentence
    of the one before."""
    host = next((p.person for p in before.people if p.participation != "mentioned"), None)
    told = RECEIVES.search(release.text, *part.opening) or (
        m.body is None and is_clause(release, part.opening)
    )
    if host is None or not told or any(p.person.id == host.id for p in m.people):
        return m
    return replace(m, people=(Participant(host, "attended"), *m.people))
