"""Sentences about several meetings at once: the next sentences report them one by one, or there is
one with each guest («كل على حدة»)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.arabic.patterns import pattern
from pipeline.assemble.acting import own_body
from pipeline.assemble.openings import Part
from pipeline.assemble.sittings import TWO, numbers_of
from pipeline.assemble.spans import within
from pipeline.types import Mention, Release, Span

# «مثل الوزارة في هذه الاجتماعات …»
THESE = pattern(
    r"(?<!\w)[وفبل]?(?:هذه الاجتماعات|هذه الجلسات|هذين الاجتماعين|هاتين الدورتين|هاتين "
    r"الجلستين)(?!\w)"
)
# «حضر اللقاءات الثلاثة فلان»
WAS_AT_ALL = pattern(
    r"(?<!\w)[وف]?(?:حضر|شارك)\w*\s+(?:في\s+)?(?:(?:جميع|كافة|هذه|جانبا من)\s+)?"
    r"ال(?:لقاءات|اجتماعات|مباحثات|مقابلات|جلسات)(?!\w)"
)
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


def more_in(release: Release, part: Part) -> list[Part]:
    """Return further meetings that the first sentence of a part announces, each by its number and
    the body directly after it: «… الاجتماع الأول لفريق …، والاجتماع السابع عشر للجنة …», «الدورتين
    147 و148 لمجلس …». Remove them from the part."""
    numbered = [
        (a, own_body(release, part.opening, a), [o.value for o in numbers_of(a.name)])
        for a in part.anchors
    ]
    numbered = [(a, own, numbers) for a, own, numbers in numbered if numbers]
    if not numbered:
        return []
    first = next((own for _, own, _ in numbered if own), None)
    sittings: list[tuple[Mention, str | None, int]] = []
    for a, own, numbers in numbered:
        twice = TWO.match(a.name) and len(numbers) == 2
        if twice and len(numbered) > 1 and any(o is None for _, o, _ in numbered):
            first = None  # the part keeps the meeting without a body
            sittings += [(a, own, n) for n in numbers]
        elif twice:
            sittings.append((a, own, numbers[1]))
        elif own is not None and own != first:
            sittings.append((a, own, numbers[0]))
    for a, own, number in sittings:
        part.ordinals.pop(number, None)
        part.bodies.pop(own or "", None)
        if not any(o.value in part.ordinals for o in numbers_of(a.name)):
            part.anchors = [x for x in part.anchors if x is not a]
    if sittings:
        part.own = first
        if first:
            part.bodies.setdefault(first, 1.0)
    return [
        Part(
            part.opening,
            [part.opening],
            anchors=[a],
            bodies={own: 1.0} if own else {},
            people=set(part.people),
            ordinals={number: a},
            openings=[part.opening],
            own=own,
            in_headline=part.in_headline,
        )
        for a, own, number in sittings
    ]


def _together(a: Part, b: Part) -> bool:
    """Return whether one sentence announced both."""
    return bool(set(a.openings) & set(b.openings))


def awaited(parts: Sequence[Part]) -> bool:
    """Return whether one of the meetings announced in one sentence («اجتماعين، أولهما … وثانيهما
    …») has not been reported yet."""
    return any(
        p.spans == [p.opening] and any(_together(p, other) for other in parts if other is not p)
        for p in parts
    )


def by_numbers(
    release: Release, parts: Sequence[Part], current: Part | None, new: Part
) -> list[Part]:
    """Return the meetings announced with the current one whose numbers a sentence names («استعرضت
    الدورتان 147 و148 …»), whether or not the tagger marks the sentence."""
    named = {
        o.value
        for m in within(release.mentions, new.opening)
        if m.label == "MEETING"
        for o in numbers_of(m.name)
    }
    if current is None or current.ordinals.keys() & named:
        return []
    return [p for p in parts if _together(p, current) and p.ordinals.keys() & named]


def all_of(release: Release, span: Span, parts: Sequence[Part], current: Part | None) -> list[Part]:
    """Return the other meetings of an announcement, if a sentence is about all of them («مثل
    الوزارة في هذه الاجتماعات …»), and all others if it lists attendees («حضر اللقاءات الثلاثة
    فلان»)."""
    if current is None:
        return []
    if WAS_AT_ALL.search(release.text, *span):
        return [p for p in parts if p is not current]
    return (
        [p for p in parts if p is not current and _together(p, current)]
        if THESE.search(release.text, *span)
        else []
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
