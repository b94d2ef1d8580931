"""The chair or host of a further meeting that only a pronoun, a title with a pronoun or an
office identifies: «كما استقبل سموه سفير …», «ثم ترأس معاليه اجتماع …», «وشكر سموه، لدى ترؤسه
الاجتماع، …»."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipeline.arabic.folding import fold_key
from pipeline.arabic.patterns import pattern
from pipeline.assemble.openings import Part
from pipeline.assemble.receptions import ENDING, RECEIVING
from pipeline.assemble.sentences import ONE_MORE, is_clause, without_dateline
from pipeline.assemble.spans import beginning, once, outermost, within
from pipeline.types import Entity, Meeting, Participant, Release, Value

HIS_TITLE = r"(?:سمو|سعادت|معالي|فخامت|دولت|جلالت|سيادت|عطوفت)[\u064b-\u0652]*(?:ه|ها)"  # harakat
RECEIVES = pattern(
    rf"(?<!\w)[وف]?(?:استقبل|التقى|اجتمع|تباحث|بحث|عقد|أجرى)(?:ت)?\s+(?:أيضا\s+)?{HIS_TITLE}(?!\w)"
)
OFFICE = pattern(r"\s+(?:سمو |معالي |سعادة )?ال(\w+)(?!\w)")
# «وعقد سعادة وكيل الوزارة لقاء مع …»: the office in construct with the bare noun of the
# organisation.
OF_BODY = pattern(
    r"\s+(?:سمو |معالي |سعادة "
    r")?(\w+)\s+ال(وزارة|هيئة|مجلس|جامعة|شركة|غرفة|جمعية|لجنة|محافظة|منطقة|مؤسسة|صندوق|اتحاد)(?!\w)"
)
# «وكان جلالة الملك | استقبل صباحا رئيس وزراء …»: the host before the verb, by title or office.
HAD_HOST = pattern(
    rf"[وف]?كان(?:ت)?\s+(?:قد\s+)?(?P<who>[^.،\n]{{3,60}}?)\s+(?:قد\s+)?(?:{RECEIVING}){ENDING}(?!\w)"
)
ANOTHER = pattern(rf"\W*و?{ONE_MORE}\s+(?:مع|جمع(?:ه|ها))\s")
WITH = pattern(r"\s+(?:(?:كذلك|أيض[ا\u064b]*)(?:\s+مع)?|مع)(?=\s)")  # \u064b fathatan
RECEIVED = pattern(
    rf"(?:[^.\n]{{0,60}}?(?<!\w))?[وف]?(?:(?P<met>{RECEIVING})|أجرى|أجر|عقد|بحث){ENDING}(?!\w)"
)
PRESIDES = pattern(
    rf"(?<!\w)[وف]?(?:ترأس|رأس|يترأس|يرأس)(?:ت)?\s+(?:(?P<his>{HIS_TITLE}(?!\w))|(?:(?:سمو|معالي|سعادة|فخامة)\s+)?)"
)
# «لدى ترؤسه الاجتماع», «خلال ترؤس سموه», «وترأس معاليه اجتماعا»
PRESIDING = pattern(
    rf"(?<!\w)(?:خلال|لدى|أثناء|عند|عقب|بعد)\s+(?:ترؤس(?:ه|ها)(?!\w)|ترؤس\s+{HIS_TITLE}(?!\w))|"
    rf"(?<!\w)[وف]?(?:ترأس|رأس|يترأس|يرأس)(?:ت)?\s+{HIS_TITLE}(?!\w)"
)


def with_own_chair(release: Release, part: Part, m: Meeting) -> Meeting:
    """Return the meeting with its chair, if a sentence identifies the chair only by a pronoun: a
    participant named before in that sentence, or first in the part if it names nobody («وشكر سموه،
    لدى ترؤسه الاجتماع الشهري، …»). Of 4 in 506 articles, 3 of which were used to write this, all
    are right."""
    said = next(
        (found for s, e in part.spans if (found := PRESIDING.search(release.text, s, e))), None
    )
    if m.chair is not None or said is None:
        return m
    attended = (p.person for p in m.people if p.participation == "attended")
    before = {
        e: spans
        for e in attended
        if (spans := [x for x in e.mentions if part.holds(*x) and x[0] < said.start()])
    }
    here = [e for e, spans in before.items() if spans[-1][0] >= said.pos]
    if not before or len(here) > 1:
        return m
    chair = here[0] if here else min(before, key=lambda e: before[e])
    people = tuple(
        replace(p, participation="chaired") if p.person == chair else p for p in m.people
    )
    return replace(m, chair=Value(chair.name, before[chair][-1], "rule"), people=people)


def with_host(release: Release, part: Part, before: Meeting, m: Meeting) -> Meeting:
    """Return the meeting with the person named in its first sentence by the whole office only.
    Otherwise add the host of the meeting before, the first of its participants, if the sentence
    refers to the host by a pronoun («اجتمع سموه بأعضاء اللجنة») or, without a body, by the bare
    noun of the office."""
    named = _named_by_office(release, part)
    host = named or next((p.person for p in before.people if p.participation != "mentioned"), None)
    if host is None or any(p.person.id == host.id for p in m.people):
        return m
    told = (
        named is not None
        or (m.body is None and _goes_on(release, part))
        or RECEIVES.search(release.text, *part.opening) is not None
    )
    if not told and not (m.body is None and _by_office(release, part, host)):
        return m
    return replace(m, people=(Participant(host, "attended"), *m.people))


def _goes_on(release: Release, part: Part) -> bool:
    """Return whether a sentence continues with the subject of the one before («التقى سموه فلانا، |
    كما عقد لقاء مع فلان») or not («وفي لقاء ثالث مع فلان، جرى …»)."""
    if ANOTHER.match(release.text, *part.opening):
        return True
    return (
        is_clause(release, part.opening)
        and len([m for m in within(release.mentions, part.opening) if m.label == "PER"]) < 2
    )


def _named_by_office(release: Release, part: Part) -> Entity | None:
    """Return who is named in a sentence by the whole office only, after a verb of reception or
    beside the other party: «استقبل معالي | محافظ مصرف السواقي | … سفير …», «عقد فلان و|وزير الري |
    اجتماعا»."""
    text = without_dateline(release, part.opening)
    verb = RECEIVED.match(text)
    if verb is None:
        return None
    at = part.opening[1] - len(text) + verb.end()
    behind = (
        {m.end + 1 for m in beginning(release.mentions, at, at + 2) if m.label == "HON"}
        | {at, at + 1}
        if verb["met"]
        else set()
    )
    here = within(release.mentions, part.opening)
    behind |= {m.end + 2 for m in here if m.label == "PER" and release.text.startswith(" و", m.end)}
    offices = {
        fold_key(m.name)
        for m in here
        if m.label == "ROLE"
        and m.start in behind
        and not any(x.label == "PER" and 0 <= x.start - m.end <= 2 for x in here)
    }
    holders = once(release, "holders", lambda: _holders(release))
    found = [e for office in offices for e in holders.get(office, ())]
    return found[0] if len(found) == 1 else None


def _holders(release: Release) -> dict[str, list[Entity]]:
    """Return the people of a release by their folded offices."""
    out: dict[str, list[Entity]] = {}
    for e in release.entities:
        if e.label == "PER" and e.role:
            out.setdefault(fold_key(e.role), []).append(e)
    return out


def _by_office(release: Release, part: Part, host: Entity) -> bool:
    """Return whether a sentence begins with a verb of reception and then names the host by the bare
    noun of the office («كما استقبل الوزير …»), or only the guest («ثم التقى | سفير … فلانا»)."""
    text = without_dateline(release, part.opening)
    if (had := HAD_HOST.match(text)) is not None:
        known = (fold_key(x) for x in (host.role or "", *host.titles))
        at = part.opening[1] - len(text)
        return any(fold_key(had["who"]) in x for x in known) and not any(
            m.label == "PER" for m in within(release.mentions, (at, at + had.end()))
        )
    verb = RECEIVED.match(text)
    if verb is None:
        return False
    at = part.opening[1] - len(text) + verb.end()
    if (
        verb["met"] and (with_whom := WITH.match(release.text, at)) is not None
    ):  # «كما اجتمع | مع وزير … فلان»
        at = with_whom.end()
    held = fold_key(host.role or "").split()
    office = OFFICE.match(release.text, at, part.opening[1])
    if office is not None and fold_key(office[1]) in held:
        return True
    office = OF_BODY.match(release.text, at, part.opening[1])
    if office is not None and (fold_key(office[1]), fold_key(office[2])) in (
        (a, b.removeprefix("ال")) for a, b in pairwise(held)
    ):
        return not any(
            m.label in ("PER", "HON") and 0 <= m.start - office.end() <= 3
            for m in within(release.mentions, part.opening)
        )
    if not verb["met"] or not any(
        m.label in ("ROLE", "HON") for m in beginning(release.mentions, at, at + 2)
    ):
        return False
    named = [m for m in within(release.mentions, (at, part.opening[1])) if m.label == "PER"]
    if (
        not named
        or len(
            outermost(
                [m for m in within(release.mentions, (at, named[0].start)) if m.label == "ROLE"]
            )
        )
        > 1
    ):
        return False  # «كما استقبل وكيل الوزارة سفير … فلانا»
    return len(named) == 1


def with_chair(release: Release, part: Part, before: Meeting, m: Meeting) -> Meeting:
    """Return the meeting with the chair of the one before it, if its sentence says so: both such
    meetings in a set of composed releases."""
    chair = next(
        (p.person for p in before.people if before.chair and p.person.name == before.chair.value),
        None,
    )
    if chair is None and before.chair is None:
        chair = next((p.person for p in before.people if p.participation != "mentioned"), None)
    if (
        chair is None
        or m.chair is not None
        or any(p.person.id == chair.id for p in m.people)
        or not _presides(release, part, chair)
    ):
        return m
    return replace(
        m,
        chair=Value(chair.name, None, "inferred"),
        people=(Participant(chair, "chaired"), *m.people),
    )


def _presides(release: Release, part: Part, chair: Entity) -> bool:
    """Return whether the sentence contains «ترأس سموه» or «رأس أمير المنطقة», with an office of
    this person and no name."""
    found = PRESIDES.search(release.text, *part.opening)
    if found is None or found["his"]:
        return found is not None
    behind = beginning(release.mentions, found.end(), found.end() + 2)
    offices = [x for x in behind if x.label == "ROLE"]
    return any(fold_key(x.name) in fold_key(chair.role or "") for x in offices) and not any(
        x.label in ("PER", "HON")
        for o in offices
        for x in beginning(release.mentions, o.end, o.end + 4)
    )
