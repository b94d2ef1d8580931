"""Who received the guests of a further meeting, where only a title with a pronoun names him: «كما استقبل سموه سفير …»."""
from __future__ import annotations

import re
from dataclasses import replace

from pipeline.assemble.openings import Part
from pipeline.types import Meeting, Participant, Release

HIS_TITLE = r"(?:سمو|سعادت|معالي|فخامت|دولت|جلالت|سيادت|عطوفت)[\u064b-\u0652]*(?:ه|ها)"  # harakat
RECEIVES = re.compile(rf"(?<!\w)[وف]?(?:استقبل|التقى|اجتمع|تباحث|بحث|عقد|أجرى)(?:ت)?\s+(?:أيضا\s+)?{HIS_TITLE}(?!\w)")


def with_host(release: Release, part: Part, before: Meeting, m: Meeting) -> Meeting:
    """The meeting of no body with the host of the one before it, who is the first named of those who took part in that."""
    host = next((p.person for p in before.people if p.participation != "mentioned"), None)
    if host is None or m.body is not None or any(p.person.id == host.id for p in m.people):
        return m
    if not RECEIVES.search(release.text, *part.opening):
        return m
    return replace(m, people=(Participant(host, "attended"), *m.people))
