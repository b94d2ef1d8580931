"""Sentences about several meetings at once: the next sentences report them one by one, or there is
one with each guest («كل على حدة»)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.arabic.patterns import pattern
from pipeline.assemble.openings import Part
from pipeline.assemble.spans import within
from pipeline.types import Release

# «عقد الوزير اليوم عددا من اللقاءات على هامش المنتدى», «ثلاثة لقاءات», which the next sentences
# report one by one; \u064b fathatan
ANNOUNCED = pattern(
    r"(?<!\w)(?:ب?(?:سلسل[ةه]|عددا?\u064b?|جمل[ةه])\s+(?:من\s+)?(?:ال)?|[بل]?(?:ثلاث|أربع|خمس|ست|سبع|عد)[ةه]?\s+)"
    r"(?:لقاءات|اجتماعات|مباحثات|جلسات|مقابلات|استقبالات)(?!\w)|"
    r"(?<!\w)[وبل]?(?:لقاءات|اجتماعات|مباحثات)\s+(?:ثنائية|منفصلة|مكثفة)(?!\w)"
)
# «التقى … مع … و… كل على حدة», «في لقاءات منفصلة»: as many meetings as guests; harakat
EACH = pattern(
    r"(?<!\w)كل[ا\u064b-\u0652]*(?: منهم(?:ا|ن)?)? على (?:حد[ةه]|انفراد)|"
    r"(?:لقاء|اجتماع|جلس|مباحث)ات(?: \w+)? (?:منفصلة|ثنائية)|(?:لقاء|اجتماع)ين منفصلين"
)
# «حضر اللقاءات الثلاثة فلان»
WAS_AT_ALL = pattern(
    r"(?<!\w)[وف]?(?:حضر|شارك)\w*\s+(?:في\s+)?(?:(?:جميع|كافة|هذه|جانبا من)\s+)?"
    r"ال(?:لقاءات|اجتماعات|مباحثات|مقابلات|جلسات)(?!\w)"
)


def announces(release: Release, new: Part) -> bool:
    """Return whether a sentence only announces meetings that the next sentences report one by one:
    «عقد الوزير اليوم عددا من اللقاءات»."""
    return (
        ANNOUNCED.search(release.text, *new.opening) is not None
        and len(new.people) < 2
        and not (new.own or new.ordinals)
    )


def tell_of_each(intro: Sequence[Part], parts: Sequence[Part]) -> None:
    """Copy the content of sentences that announce several meetings (host, time and place) to each
    of several parts."""
    for p in parts if len(parts) > 1 else ():
        p.anchors += [a for x in intro for a in x.anchors]
        p.referred += [r for x in intro for r in x.referred]
        p.openings += [x.opening for x in intro]
        p.spans = [*(x.opening for x in intro if x.opening not in p.spans), *p.spans]


def one_each(release: Release, part: Part) -> list[Part]:
    """Return the meetings of a part in which the first person met each of the others separately;
    else the part."""
    said = next((s for s in part.spans if EACH.search(release.text, *s)), None)
    if said is None or part.bodies:
        return [part]
    people = (m.entity for m in within(release.mentions, said) if m.label == "PER")
    _, *guests = dict.fromkeys(who for who in people if who in part.people) or [None]
    if len(guests) < 2:
        return [part]
    everyone = frozenset(e.id for e in release.entities if e.label == "PER")
    return [replace(part, only=everyone - set(guests) | {guest}) for guest in guests if guest]
