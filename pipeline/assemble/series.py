"""Other sessions of the body that met, with a date: «على أن تعقد اللجنة اجتماعها القادم الخميس»,
«في اجتماعها الأول الذي عقد في … يوم 2 سبتمبر». They are meetings of their own; without a date they
are only referred to (annotation case 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.arabic.patterns import pattern
from pipeline.assemble.acting import HEADING, NEAR, convened, own_body
from pipeline.assemble.bodies import body, is_reference
from pipeline.assemble.openings import Part
from pipeline.assemble.planned import PUT_OFF, has_day
from pipeline.assemble.resuming import resumes
from pipeline.assemble.sentences import is_headline, sentences, words_before
from pipeline.assemble.sittings import (
    HAD_BEEN,
    MINUTES,
    PLURAL,
    REGULAR,
    SITTING,
    is_no_sitting,
    numbers_of,
)
from pipeline.assemble.spans import labelled, once, within
from pipeline.config import Config
from pipeline.ranges import holding
from pipeline.types import Entity, Mention, Release, Span

AFTER, BEFORE = (
    90,
    40,
)  # maximum characters between a session and the date after it, or before it and after its verb
# After a session that was not held on the following date: «الذي كان مقررا يوم الخميس»; not «كانت قد
# عُقدت يوم الخميس».
MEANT = pattern(
    r"[^.؛\n]{0,30}?(?<!\w)كان(?:ت)?\s+(?:قد\s+)?(?:من\s+)?(?:ال)?(?:مقرر|محدد|مبرمج|مزمع|تقرر|حدد|دعي)"
)
# «تنطلق غدا … أعمال الاجتماع …، ويسبقه مساء اليوم الاجتماع التحضيري ل…» among others
HOLDS = pattern(
    r"(?<!\w)[وف]?(?:س?[يت](?:سبق|عقب|لي)(?:ه|ها)|س?[يت]ُ?عقد|عُ?قد|[يت]نعقد|انعقد|[يت]لتئم|التأم)(?:ت|وا|ا)?\s[^.؛\n]*$"
)
ON_DAY = pattern(
    r"[\s،,]*(?:في|خلال|ضمن)\s+(?:أعمال\s+)?(?:ال)?$"
)  # «ويستضيف المجلس غدا، في | جلسته السابعة»: between date and session
# An item of a list of decisions: «3. عقد الاجتماع السادس في …».
ITEM = pattern(r"\W*(?:\d+\W+)?(?:عقد|انعقاد)\s+(?:ال)?(?:اجتماع|جلسة|دورة)")

PAST, TODAY = (
    pattern(r"ال(?:سابق|ماضي|منصرم)ة?$"),
    pattern(r"(?:ال)?(?:صباح\s|مساء\s)?اليوم(?!\w)"),
)  # «في جلسته السابقة ما … اليوم»
PREFACE = 20  # maximum characters before the verb of resuming in a sentence about nothing else

Found = tuple[Part, bool]  # another session, and whether its sentence is about nothing else


def dated(release: Release, parts: Sequence[Part], config: Config) -> Iterator[Part]:
    """Return the parts, each followed by one for every other session, of its body or beside it,
    that is reported with a date."""
    anchors = [a for p in parts for a in p.anchors]
    bodies: set[str | None] = {p.own for p in parts}
    known = {(p.own, n) for p in parts for n in p.ordinals}
    for part in parts:
        met = body(release, part, config)
        found = (
            [] if met is None else [*_told(release, part, met, anchors, known)]
        )  # only bodies have series
        found += (
            []
            if met is None
            else _resumed(
                release, part, met, [a for p, _ in found for a in p.anchors], config.headline_chars
            )
        )
        found += _convened(release, part, met, bodies)
        moved = {p.opening for p, whole in found if whole}
        taken = [a for p, _ in found for a in p.anchors]
        yield replace(
            part,
            spans=[s for s in part.spans if s not in moved],
            anchors=[a for a in part.anchors if a not in taken],
            referred=part.referred + taken,
            elsewhere=part.elsewhere | {n for p, _ in found for n in p.ordinals},
            others=taken,
            other_days=[p.day for p, _ in found if p.day is not None],
        )
        yield from (p for p, _ in found)


def _told(
    release: Release,
    part: Part,
    met: Entity,
    anchors: Sequence[Mention],
    known: set[tuple[str | None, int]],
) -> Iterator[Found]:
    """Return the other sessions of a part that a mention with a date reports. `anchors`: the
    mentions of the current meetings; `known`: the bodies and numbers of the sessions reported so
    far, updated in place."""
    for m in part.held(labelled(release.mentions, "MEETING")):
        span = part.sentence_at(m.start)
        if span is None or m in part.off or PLURAL.match(m.name) or is_no_sitting(release, m):
            continue
        beside = m in part.anchors[1:] and own_body(release, span, m) not in (
            None,
            met.id,
            part.own,
            *part.same,
        )
        if (m in anchors and not beside) or not (SITTING.match(m.name) or REGULAR.match(m.name)):
            continue
        owner = own_body(release, span, m) or _owner_of_number(release, m) or met.id
        numbers = numbers_of(m.name)
        if (
            (beside or is_reference(release, part, m))
            and _of_a_day(release, span, m)
            and not any((owner, n.value) in known for n in numbers)
        ):
            known |= {(owner, n.value) for n in numbers}
            had_been = HAD_BEEN.search(words_before(release, span, m)) is not None
            shared = had_been or _shared(release, part, span, met)
            reach = _clause(release, span, m) if shared else span
            if had_been and (comma := release.text.find("،", m.end, span[1])) >= 0:
                reach = (reach[0], comma)
            yield (
                Part(
                    reach,
                    [reach],
                    [m],
                    {owner: 1.0},
                    set(),
                    {n.value: m for n in numbers},
                    [reach],
                    owner,
                    in_series=True,
                ),
                not shared,
            )


def _resumed(
    release: Release, part: Part, met: Entity, told: Sequence[Mention], headline_chars: int
) -> Iterator[Found]:
    """Return the future sessions reported only by a verb, outside headlines, in sentences without
    one of the mentions `told`."""
    for span in part.spans:
        if is_headline(release, span, headline_chars) or any(
            span[0] <= a.start < span[1] for a in told
        ):
            continue
        start, day = resumes(release, span, met) or (0, None)
        again = [m for m in part.anchors if start <= m.start < span[1]]
        opens_it = all(m in again for m in part.anchors if m.start < start) and span == part.opening
        if day is None or opens_it:
            continue
        apart = replace(part, anchors=[a for a in part.anchors if a not in again])
        shared = (
            start - span[0] > PREFACE or span == part.opening or _shared(release, apart, span, met)
        )
        reach = (start, span[1]) if shared else span
        yield (
            Part(
                reach,
                [reach],
                again,
                {met.id: 1.0},
                openings=[reach],
                own=met.id,
                in_series=True,
                day=day,
            ),
            not shared,
        )


def _convened(
    release: Release, part: Part, met: Entity | None, bodies: set[str | None]
) -> Iterator[Found]:
    """Return the sessions of other bodies reported by a verb with a date. `bodies`: those reported
    so far, updated in place."""
    for m in part.held(labelled(release.mentions, "COMMITTEE")):
        span = part.sentence_at(m.start)
        if (
            span is None
            or m.entity is None
            or m.entity in bodies
            or (met is not None and m.entity == met.id)
        ):
            continue
        if not convened(release, span, m):
            continue
        bodies.add(m.entity)
        whole = m.start - span[0] <= HEADING and not _shared(release, part, span, met)
        reach = span if whole else (m.start, span[1])
        yield (
            Part(
                reach,
                [reach],
                own=m.entity,
                bodies={m.entity: 1.0},
                openings=[reach],
                in_series=True,
            ),
            whole,
        )


def _shared(release: Release, part: Part, span: Span, met: Entity | None) -> bool:
    """Return whether the sentence of another session is about the current meeting too, or is the
    only one that names its body."""
    told = (
        span in part.openings
        or any(span[0] <= a.start < span[1] for a in part.anchors)
        or ITEM.match(release.text, *span)
    )
    return bool(told) or (
        met is not None
        and not any(part.holds(*at) and not span[0] <= at[0] < span[1] for at in met.mentions)
    )


def _clause(release: Release, span: Span, m: Mention) -> Span:
    """Return the clause of a session in its sentence, from the verb on: «على أن | تعقد اللجنة
    اجتماعها القادم الخميس»."""
    verb = None if ITEM.match(release.text, *span) else HOLDS.search(release.text, span[0], m.start)
    return verb.start() if verb else m.start, span[1]


def _owner_of_number(release: Release, m: Mention) -> str | None:
    """Return the body of another mention of a session with the same number: «نتائج الاجتماع (27)
    للجنة … | عقدوا اجتماعهم (27)»."""
    numbers = {n.value for n in numbers_of(m.name)}
    by_number = once(release, "sittings by number", lambda: _by_number(release))
    told = once(release, "sentences", lambda: sentences(release))
    same = {x for n in numbers for x in by_number.get(n, ()) if x != m}
    owners = {
        own_body(release, s, x) for x in same if (s := holding(told, x.start)) is not None
    } - {None}
    return owners.pop() if len(owners) == 1 else None


def _by_number(release: Release) -> dict[int, list[Mention]]:
    """Return the MEETING mentions by their numbers."""
    out: dict[int, list[Mention]] = {}
    for m in labelled(release.mentions, "MEETING"):
        for n in {n.value for n in numbers_of(m.name)}:
            out.setdefault(n, []).append(m)
    return out


def _first_day(release: Release, span: Span) -> Span:
    """Return the first date of a certain day in a range."""
    return next(
        (m.start, m.end)
        for m in within(labelled(release.mentions, "DATE"), span)
        if has_day(release, (m.start, m.end))
    )


def _of_a_day(release: Release, span: Span, m: Mention) -> bool:
    """Return whether a date directly follows a session («اجتماعها القادم الخميس»), or is between
    its verb and it («تعقد يوم الأحد جلستها …»)."""
    before = words_before(release, span, m)
    if MINUTES.search(before) or PUT_OFF.search(before) or MEANT.match(release.text, m.end):
        return False
    sittings = labelled(release.mentions, "MEETING")
    bodies = labelled(release.mentions, "COMMITTEE").beginning(m.end, m.end + NEAR + 1)
    named = next((x.end for x in bodies), m.end)
    following = min([span[1], named + AFTER])
    following = next((x.start for x in sittings.beginning(m.end, following)), following)
    if has_day(release, (m.end, following)):
        return not (
            PAST.search(m.name)
            and TODAY.match(release.text, *_first_day(release, (m.end, following)))
        )
    day = next(
        (
            x
            for x in within(labelled(release.mentions, "DATE"), (span[0], m.start))
            if ON_DAY.fullmatch(release.text, x.end, m.start)
        ),
        None,
    )
    if day is not None and has_day(release, (day.start, day.end)):
        return True
    preceding = max(span[0], m.start - BEFORE)
    nearer = sittings.over(preceding, m.start)
    preceding = max([preceding, *(x.end for x in nearer if x.end <= m.start)])
    return HOLDS.search(release.text, preceding, m.start) is not None and has_day(
        release, (preceding, m.start)
    )
