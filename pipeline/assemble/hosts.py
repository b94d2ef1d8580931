"""Who received the guests of a further meeting, where only a pronoun, a title with one or the noun
of an office names him: «كما استقبل سموه سفير …», «كما استقبل الوزير …»."""

from __future__ import annotations

from dataclasses import replace

from pipeline.arabic.folding import fold_key
from pipeline.arabic.patterns import pattern
from pipeline.assemble.openings import Part
from pipeline.assemble.receptions import ENDING, RECEIVING
from pipeline.assemble.sentences import is_clause, without_dateline
from pipeline.assemble.spans import beginning, within
from pipeline.types import Entity, Meeting, Participant, Release

HIS_TITLE = r"(?:سمو|سعادت|معالي|فخامت|دولت|جلالت|سيادت|عطوفت)[\u064b-\u0652]*(?:ه|ها)"  # harakat
RECEIVES = pattern(
    rf"(?<!\w)[وف]?(?:استقبل|التقى|اجتمع|تباحث|بحث|عقد|أجرى)(?:ت)?\s+(?:أيضا\s+)?{HIS_TITLE}(?!\w)"
)
OFFICE = pattern(r"\s+(?:سمو |معالي |سعادة )?ال(\w+)(?!\w)")
RECEIVED = pattern(
    rf"(?:[^.\n]{{0,60}}?(?<!\w))?[وف]?(?:(?P<met>{RECEIVING})|أجرى|أجر|عقد|بحث){ENDING}(?!\w)"
)


def with_host(release: Release, part: Part, before: Meeting, m: Meeting) -> Meeting:
    """The meeting with the host of the one before it, who is the first named of those who took part
    in that, where its opening names him by a pronoun («اجتمع سموه بأعضاء اللجنة»), of no body also
    by the bare noun of his office or as the subject of the clause before it."""
    host = next((p.person for p in before.people if p.participation != "mentioned"), None)
    if host is None or any(p.person.id == host.id for p in m.people):
        return m
    told = RECEIVES.search(release.text, *part.opening) is not None or (
        m.body is None and (is_clause(release, part.opening) or _by_office(release, part, host))
    )
    if not told:
        return m
    return replace(m, people=(Participant(host, "attended"), *m.people))


def _by_office(release: Release, part: Part, host: Entity) -> bool:
    """Return whether a sentence begins with a verb of reception and then names the host by the bare
    noun of the office («كما استقبل الوزير …»), or only the guest («ثم التقى | سفير … فلانا»)."""
    text = without_dateline(release, part.opening)
    verb = RECEIVED.match(text)
    if verb is None:
        return False
    at = part.opening[1] - len(text) + verb.end()
    office = OFFICE.match(release.text, at, part.opening[1])
    if office is not None and fold_key(office[1]) in fold_key(host.role or "").split():
        return True
    guest = any(m.label in ("ROLE", "HON") for m in beginning(release.mentions, at, at + 2))
    named = [m for m in within(release.mentions, (at, part.opening[1])) if m.label == "PER"]
    return bool(verb["met"]) and guest and len(named) == 1
