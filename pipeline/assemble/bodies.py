"""The body that met, its session number, the organizer, and the meetings that are only referred
to."""

from __future__ import annotations

import re

from pipeline.arabic.numbers import find_ordinals
from pipeline.arabic.patterns import pattern
from pipeline.assemble.acting import NOT_MET, SURE, in_office, own_body
from pipeline.assemble.openings import Part
from pipeline.assemble.receptions import receives
from pipeline.assemble.sittings import (
    BARE,
    BEHIND,
    PLURAL,
    SITTING,
    introduces,
    numbers_of,
)
from pipeline.assemble.spans import entity_of, labelled, outermost, over, overlapping, within
from pipeline.config import Config
from pipeline.types import Entity, Kind, Mention, Reference, Release, Value, WarningCode

NOT_ORDINARY = pattern(
    r"(?<!\w)غير (?:ال)?عادي"
)  # «الجمعية العامة غير العادية»: also in the name of the body
EXTRAORDINARY = pattern(r"استثنائي|طارئ|" + NOT_ORDINARY.pattern)
PRELIMINARY = pattern(r"تحضيري|التمهيدي")  # preparatory by either word
# Of more than two parties: «مؤتمر باريس», «قمة العشرين», «اجتماعا ثلاثيا», not «قمة مصرية سعودية»,
# «القمة».
OF_MANY = pattern(
    r"^(?:ال)?(?:مؤتمر|منتدى|ملتقى|ندوة)(?!\w)|^قمة (?!\w+ية(?!\w)|بين |مع "
    r")\w|ثلاثي|رباعي|خماسي|سداسي"
)
FOUNDING = pattern(r"تأسيسي|التأسيسي")
# «مؤتمر عام», «المؤتمر الصحفي»: a kind of conference, not the name of one.
OF_SOME_SORT = pattern(
    r"(?:قمة|مؤتمر)\s(?:عام|دولي|إقليمي|وطني|عربي|إسلامي|ثلاثي|ثنائي|رباعي|استثنائي|طارئ|موسع|مشترك)ة?\b|"
    r"(?:ال)?مؤتمر\s(?:ال)?صحفي"
)
CODE = pattern(
    r"\s?\(\s*[A-Z][A-Za-z-]+[ /-](\d{1,3})\s*\)"
)  # the short name that international bodies give a session
NUMBERED = pattern(
    r"\s+رقم\s*\(\s*(\d{1,3})\s*\)"
)  # after a body that follows its session: «اجتماع | لجنة الري | رقم (7)»
CONVENED = pattern(
    r"(?<!\w)[وف]?(?:عقدته|عقدتها|نظمته|نظمتها|تنظمه|تنظمها|استضافته|استضافتها|تستضيفه|تستضيفها|"
    r"بدعوة(?: كريمة)? من|بتنظيم(?: من)?|باستضافة(?: من)?|نظّمته)\s*$"
)
BARE_CONVENED = pattern(
    r"(?<!\w)(?:عقدته|نظمته|استضافته)\s+(ال\w+)"
)  # «عقدته الأمانة» without a marked mention
IN_OPENING = 0.5  # weight of being in the first sentence, added to the tagger's confidences
OF = pattern(r"\s*(?:ل|لل)?")  # between a session and its conference
QUOTED = pattern(r"\s*[«\"“(]\s*")
GAP = 60  # maximum characters between a meeting and its body
BESIDE = pattern(
    r"[^\w،,.؛:]*ل?\s*|\s*(?:السابق|الماضي|الأخير|المقبل|القادم)ة?\s*ل?"
)  # between a meeting and its body


def body(release: Release, part: Part, config: Config) -> Entity | None:
    """Return the committee or council that met: the one named beside the words for the held meeting
    («اجتماع اللجنة …», «عقدت اللجنة … اجتماعها»), else the entity with the tagger's highest
    confidence in this part."""
    if part.own is not None and (part.ordinals or any(f.label == "BODY" for f in release.facts)):
        return _fullest(release, part.own)
    scores: dict[str, float] = {}
    surest: dict[str, float] = {}
    with_others = bool(part.anchors) and introduces(part.anchors[0].name)
    for m in part.held(release.mentions):
        if (
            m.label in ("COMMITTEE", "ORG")
            and m.entity
            and not (
                _of_another(release, part, m)
                or NOT_MET.search(release.text, max(0, m.start - 16), m.start)
            )
        ):
            sure = max(
                (
                    f.confidence * _overlap(f, m)
                    for f in labelled(release.facts, "BODY").over(m.start, m.end)
                ),
                default=0.0,
            )
            # An organisation only if it is alone as the body («عقدت هيئة … اجتماعها»); a body in
            # someone's office only with high confidence.
            unsure = sure < config.sure_body
            if ((unsure or with_others) and in_office(release, m)) or (unsure and m.label == "ORG"):
                sure = 0.0
            if sure:
                opens = any(m.start < end and m.end > start for start, end in part.openings)
                surest[m.entity] = max(surest.get(m.entity, 0.0), 1.0 if opens else sure)
                scores[m.entity] = scores.get(m.entity, 0.0) + sure
            if sure and m.start < part.opening[1] and m.end > part.opening[0]:
                scores[m.entity] += IN_OPENING
    # Below SURE 6 are none, 3 a different one, and none is right.
    scores = {
        e: score for e, score in scores.items() if score >= SURE and surest[e] >= config.body_apart
    }
    return _fullest(release, max(scores, key=lambda k: (scores[k], k))) if scores else None


def _of_another(release: Release, part: Part, m: Mention) -> bool:
    """Return whether a body is named directly after a meeting that is only referred to («جدول أعمال
    الدورة الثالثة | للجنة …») or that has another number than this one."""
    before = [
        x
        for x in labelled(release.mentions, "MEETING").over(m.start - GAP, m.start)
        if x.end <= m.start and BESIDE.fullmatch(release.text, x.end, m.start)
    ]
    return any(
        overlapping(release.facts, "REFERRED", x) > overlapping(release.facts, "HELD", x)
        or x in part.referred
        or bool(
            part.ordinals
            and (numbers := numbers_of(x.name))
            and not any(n.value in part.ordinals for n in numbers)
        )
        for x in before
        if x not in part.anchors
    )


def _fullest(release: Release, ident: str) -> Entity:
    found = entity_of(release, ident)
    assert found is not None
    return found


def _overlap(f: Mention, m: Mention) -> float:
    """Return the shared characters of two ranges over all of their characters."""
    shared = min(f.end, m.end) - max(f.start, m.start)
    return max(0, shared) / (max(f.end, m.end) - min(f.start, m.start))


def ordinal(
    release: Release, part: Part, met: Entity | None
) -> tuple[Value[int] | None, tuple[WarningCode, ...]]:
    """Return the number of this session from the MEETING mentions of the held meeting, with a
    warning if there are two; else that of a code after the body's name («اللجنة الفرعية … (SUBNAV
    13)»)."""
    found: list[tuple[int, Mention, tuple[int, int]]] = []
    for m in part.anchors:
        for o in numbers_of(release.text[m.start : m.end], release.text[m.end : m.end + BEHIND]):
            if not part.ordinals or o.value in part.ordinals:
                found.append((o.value, m, (m.start + o.start, m.start + o.end)))
    if not found:
        beside = [a.end for a in part.anchors if SITTING.match(a.name)]
        coded = met and next(
            (
                c
                for s, e in met.mentions
                if part.holds(e - 1, e)
                and (
                    c := CODE.match(release.text, e)
                    or (any(0 < s - end <= 2 for end in beside) and NUMBERED.match(release.text, e))
                )
            ),
            None,
        )
        return (Value(int(coded.group(1)), coded.span(1), "rule"), ()) if coded else (None, ())
    value, _, span = found[0]
    warnings: tuple[WarningCode, ...] = (
        ("two_ordinals",) if len({v for v, _, _ in found}) > 1 else ()
    )
    return Value(value, span, "rule"), warnings


def kind(release: Release, part: Part, met: Entity | None, people: int) -> Value[Kind] | None:
    """Return the kind of meeting: extraordinary, preparatory or founding by the words of the
    mention or the body's name; bilateral for two parties without a body; regular with a body."""
    for m in part.anchors:
        text = release.text[m.start : m.end]
        for words, value in (
            (EXTRAORDINARY, "extraordinary"),
            (PRELIMINARY, "preparatory"),
            (FOUNDING, "founding"),
        ):
            hit = words.search(text)
            if hit:
                k: Kind = value  # type: ignore[assignment]
                return Value(k, (m.start + hit.start(), m.start + hit.end()), "rule")
    if met is not None and NOT_ORDINARY.search(met.name):
        return Value("extraordinary", None, "inferred")
    if met is None:
        received = any(receives(release, s) for s in part.openings)
        two = not any(OF_MANY.search(a.name) for a in part.anchors) and (
            (people == 2 and not part.ordinals) or (received and people > 2)
        )
        return Value("bilateral", None, "inferred") if two else None
    return Value("regular", None, "inferred")


def organizer(release: Release, part: Part) -> Value[str] | None:
    """Return who convened or hosted: the organisation, body or state after عقدته، نظمته، استضافته،
    بدعوة من."""
    for m in part.held(release.mentions):
        if m.label in ("ORG", "COMMITTEE", "COUNTRY", "ROLE") and CONVENED.search(
            release.text[max(0, m.start - 30) : m.start]
        ):
            return Value(m.name, (m.start, m.end), m.found_by)
    for s, e in part.spans:
        hit = BARE_CONVENED.search(release.text, s, e)
        if hit:
            return Value(hit.group(1), hit.span(1), "rule")
    return None


def referenced(
    release: Release, part: Part, met: Entity | None, number: int | None
) -> tuple[Reference, ...]:
    """Return the meetings of this part that are only referred to: MEETING mentions that the tagger
    marks so, and numbered ones after «محضر» with another number. The body is the nearest one, else
    the meeting's own name."""
    out: list[Reference] = []
    seen: set[tuple[str | None, int | None]] = set()
    held = {(a.start, a.end) for a in part.anchors}
    for m in part.held(labelled(release.mentions, "MEETING")):
        if (m.start, m.end) in held:
            continue
        if (
            m in part.others
            or not is_reference(release, part, m)
            or _owns_the_sitting_before(release, m)
        ):
            continue
        numbers = numbers_of(release.text[m.start : m.end])
        together = (
            part.elsewhere if part.opening[0] <= m.start < part.opening[1] else ()
        )  # a session announced in the same sentence
        if numbers and numbers[0].value in (number, *together):
            continue
        if PLURAL.fullmatch(
            m.name
        ):  # one for each of several bodies, else unspecific (annotation case 8)
            bodies = _bodies_after(release, part, m)
            if len(bodies) > 1:
                out += [Reference(b, None, (m.start, m.end)) for b in dict.fromkeys(bodies)]
                seen.update((b, None) for b in bodies)
            continue
        name = _body_beside(release, part, m)
        if name is None:
            # «على هامش الاجتماع»: this one; «ضمن اجتماعات سابقة»: unspecified
            series = (
                SITTING.match(m.name) is not None
                and not BARE.fullmatch(m.name)
                and not PLURAL.match(m.name)
            )
            name = (
                _without_ordinal(m.name)
                if _is_named(release, m)
                else (met.name if met and series else None)
            )
        this = (
            m in part.off
            and met is not None
            and name == met.name
            and bool(part.anchors)
            and m.start < part.anchors[0].start
        )
        if name is None or this:
            # nothing that could be looked up, or this meeting, mentioned earlier as a wish
            continue
        ref = Reference(name, numbers[0].value if numbers else None, (m.start, m.end))
        if (ref.body, ref.ordinal) not in seen:
            seen.add((ref.body, ref.ordinal))
            out.append(ref)
    return tuple(out)


def _owns_the_sitting_before(release: Release, m: Mention) -> bool:
    """Return whether a MEETING mention names the owner of the numbered session before it, which is
    the reference («الدورة 41 لل| مؤتمر العام»), or gives its name in quotes («القمة العربية الطارئة
    «قمة السواقي»»)."""
    meetings = labelled(release.mentions, "MEETING").over(m.start - GAP, m.start)
    return any(
        x.end <= m.start
        and (
            QUOTED.fullmatch(release.text, x.end, m.start)
            or (
                numbers_of(x.name)
                and not PRELIMINARY.search(x.name)
                and OF.fullmatch(release.text, x.end, m.start)
            )
        )
        for x in meetings
    )


def is_reference(release: Release, part: Part, m: Mention) -> bool:
    """Return whether a MEETING mention beside this meeting refers to another."""
    return (
        bool(overlapping(release.facts, "REFERRED", m))
        or m in part.referred
        or (bool(part.anchors) and _is_named(release, m))
    )


def _body_beside(release: Release, part: Part, m: Mention) -> str | None:
    """Return the body named in a meeting's mention, directly after it, or before a possessive
    («اللجنة … في اجتماعها العاشر»)."""
    near = over(release.mentions, m.start, m.end + 41)
    for x in sorted(near, key=lambda x: (x.start, x.start - x.end)):
        inside = m.start <= x.start and x.end <= m.end
        after = 0 <= x.start - m.end <= 40 and BESIDE.fullmatch(
            without_titles(release, m.end, x.start)
        )
        if inside and _is_named(release, m) and " " in release.text[m.start : x.start].strip():
            continue  # «مؤتمر دعم الجيش»: part of its name
        if x.label in ("COMMITTEE", "ORG", "ROLE") and (inside or after):
            named = entity_of(release, x.entity)
            return named.name if named else x.name
    sentence = part.sentence_at(m.start) or (m.start, m.end)
    owner = own_body(release, sentence, m)
    return _fullest(release, owner).name if owner else None


def _bodies_after(release: Release, part: Part, m: Mention) -> list[str]:
    """Return the bodies named after a meeting in its sentence: «اجتماعات اللجان، وهي اللجنة …،
    واللجنة …»."""
    end = (part.sentence_at(m.start) or (m.start, m.end))[1]
    inside = within(labelled(release.mentions, "COMMITTEE"), (m.end, end))
    return list(
        dict.fromkeys(
            _fullest(release, x.entity).name
            for x in outermost([x for x in inside if x.entity])
            if x.entity
        )
    )


def without_titles(release: Release, start: int, end: int) -> str:
    """Return a range of text without the honorifics in it."""
    text = release.text[start:end]
    for x in within(release.mentions, (start, end)):
        if x.label == "HON":
            text = text.replace(release.text[x.start : x.end], "")
    return text


def _without_ordinal(name: str) -> str:
    """Return «مؤتمر الأطراف الثلاثين» without the number, «القمة العربية الأخيرة» without the
    adjective."""
    name = re.sub(r"\s+(?:الأخيرة?|السابقة?|المقبلة?|القادمة?|الماضية?|الحالية?)$", "", name)
    found = find_ordinals(name)
    return (
        name[: found[-1].start].rstrip(" (")
        if found and found[-1].end >= len(name) - 1 and found[-1].start > 0
        else name
    )


def _is_named(release: Release, m: Mention) -> bool:
    """Return whether a meeting has a name of its own («القمة العربية», «مؤتمر جنيف»): more than a
    bare noun with an ordinal or adjective."""
    words = m.name.split()
    return (
        len(words) >= 2
        and bool(re.match(r"(?:ال)?(?:قمة|مؤتمر)", words[0]))
        and OF_SOME_SORT.match(m.name) is None
    )
