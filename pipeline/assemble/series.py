"""Other sittings of the body that met, for which the text names a day: «على أن تعقد اللجنة اجتماعها القادم الخميس», «في اجتماعها الأول
الذي عقد في … يوم 2 سبتمبر». They are meetings of their own; without a day they are only referred to (annotation case 8).
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.assemble.acting import HEADING, NEAR, convened, own_body
from pipeline.assemble.bodies import body, is_reference, ordinal
from pipeline.assemble.openings import Part
from pipeline.assemble.planned import PUT_OFF, has_day
from pipeline.assemble.sentences import is_headline, sentences, words_before
from pipeline.assemble.sittings import MINUTES, PLURAL, REGULAR, SITTING, numbers_of
from pipeline.types import Entity, Mention, Release, Span

AFTER, BEFORE = 60, 40  # characters between a sitting and the day that follows it, or that stands between its verb and it
# Behind a sitting that was not held on the day that follows: «الذي كان مقررا يوم الخميس»; not «كانت قد عُقدت يوم الخميس».
MEANT = re.compile(r"[^.؛\n]{0,30}?(?<!\w)كان(?:ت)?\s+(?:قد\s+)?(?:من\s+)?(?:ال)?(?:مقرر|محدد|مبرمج|مزمع|تقرر|حدد|دعي)")
HOLDS = re.compile(r"(?<!\w)[وف]?(?:س?[يت]ُ?عقد|عُ?قد|[يت]نعقد|انعقد|[يت]لتئم|التأم)(?:ت|وا|ا)?\s[^.؛\n]*$")
ON_DAY = re.compile(r"[\s،,]*(?:في|خلال|ضمن)\s+(?:أعمال\s+)?(?:ال)?$")  # «ويستضيف المجلس غدا، في | جلسته السابعة»: between day and it
# An item of a list of decisions: «3. عقد الاجتماع السادس في …».
ITEM = re.compile(r"\W*(?:\d+\W+)?(?:عقد|انعقاد)\s+(?:ال)?(?:اجتماع|جلسة|دورة)")

# What a body that met will do again: «على أن يعود المجلس للانعقاد | يوم الأحد», «وستجتمع ثانية | يوم الاثنين المقبل», «ويستأنف المجلس
# أشغاله | الخميس 25 أفريل», «ورفعت الجلسة إلى الساعة الحادية عشرة من | صباح غد».
NOUN = r"ال(?:مجلس|لجنة|جمعية|فريق|هيئة|مكتب|غرفة|برلمان|مجمع)"
AGAIN = (r"(?:\s+(?:(?:[إا]لى\s+|في\s+)?(?:للانعقاد|الانعقاد|للاجتماع|الاجتماع|للالتئام|(?:اجتماع|أشغال|أعمال|جلسات|اجتماعات)(?:ه|ها))|"
         r"من جديد|ثانية|مجدد[ا\u064b]+|مرة أخرى|منفرد[ةا\u064b]+)(?!\w))")  # \u064b fathatan
RESUMES = (r"(?<!\w)[وف]?(?:(?:س?[يت]عود|س?[يت]عاود|س?[يت]ستأنف)(?:\s+(?:{who}))?" + AGAIN + r"+|"
           r"(?<!كان )(?<!كانت )(?:س|أن\s)[يت](?:جتمع|لتئم|نعقد|لتقي)(?:\s+(?:{who}))?" + AGAIN + r"*)")
ADJOURNED = re.compile(r"(?<!\w)[وف]?(?:رُ?فع|ترفع)(?:ت)?\s(?:[^.\n]{0,40}\s)?(?:أعمال\s+)?الجلسة\s+(?:[إا]لى|حتى)(?!\w)")
LEAD = 20  # characters at most before that in a sentence that tells of nothing else
TO_DAY = re.compile(r"[\s،,]*(?:(?:في|يوم|صباح|مساء|ظهر|بعد|من|الساعة \w+(?: عشرة)?)\s+)*")  # between that and the day


def dated(release: Release, parts: Sequence[Part], headline_chars: int) -> Iterator[Part]:
    """The parts, each followed by one for every other sitting of its body that is told of with its day."""
    anchors = [a for p in parts for a in p.anchors]
    bodies: set[str | None] = {p.own for p in parts}
    known = {(p.own, n) for p in parts for n in p.ordinals}
    for part in parts:
        found: list[Part] = []
        moved: list[Span] = []
        met = body(release, part)
        number = ordinal(release, part, met)[0]
        for m in release.mentions:
            if met is None:
                break  # only bodies have series
            span = next((s for s in part.spans if s[0] <= m.start and m.end <= s[1]), None)
            if m.label != "MEETING" or span is None or m in part.off or PLURAL.match(m.name):
                continue
            beside = m in part.anchors[1:] and own_body(release, span, m) not in (None, met.id, part.own, *part.same)
            if (m in anchors and not beside) or not (SITTING.match(m.name) or REGULAR.match(m.name)):
                continue
            owner = own_body(release, span, m) or _owner_of_number(release, m) or met.id
            numbers = numbers_of(m.name)
            if (beside or is_reference(release, part, m, number.value if number else None)) and _of_a_day(release, span, m) and not any(
                    (owner, n.value) in known for n in numbers):
                known |= {(owner, n.value) for n in numbers}
                shared = _shared(release, part, span, met)
                moved += [] if shared else [span]
                reach = _clause(release, span, m) if shared else span
                found.append(Part(reach, [reach], [m], {owner: 1.0}, set(), {n.value: m for n in numbers}, [reach], owner, in_series=True))
        for span in part.spans if met is not None else ():
            if is_headline(release, span, headline_chars):
                continue
            start, day = _resumes(release, span, met) or (0, None)
            if day is None or any(span[0] <= a.start < span[1] for p in found for a in p.anchors):
                continue
            again = [m for m in part.anchors if start <= m.start < span[1]]
            if all(m in again for m in part.anchors if m.start < start) and span == part.opening:
                continue  # it opens the meeting
            apart = replace(part, anchors=[a for a in part.anchors if a not in again])
            shared = start - span[0] > LEAD or span == part.opening or _shared(release, apart, span, met)
            moved += [] if shared else [span]
            reach = (start, span[1]) if shared else span
            found.append(Part(reach, [reach], again, {met.id: 1.0}, openings=[reach], own=met.id, in_series=True, day=day))
        for m in release.mentions:
            span = next((s for s in part.spans if s[0] <= m.start and m.end <= s[1]), None)
            if span is None or m.entity is None or m.entity in bodies or (met is not None and m.entity == met.id):
                continue
            if not convened(release, span, m):
                continue
            bodies.add(m.entity)
            whole = m.start - span[0] <= HEADING and not _shared(release, part, span, met)
            moved += [span] if whole else []
            reach = span if whole else (m.start, span[1])
            found.append(Part(reach, [reach], own=m.entity, bodies={m.entity: 1.0}, openings=[reach], in_series=True))
        taken = [a for p in found for a in p.anchors]
        days = [p.day for p in found if p.day is not None]
        yield replace(part, spans=[s for s in part.spans if s not in moved], anchors=[a for a in part.anchors if a not in taken],
                      referred=part.referred + taken,
                      elsewhere=part.elsewhere | {n for p in found for n in p.ordinals}, others=taken, other_days=days)
        yield from found


def _shared(release: Release, part: Part, span: Span, met: Entity | None) -> bool:
    """Whether the sentence of another sitting tells of the meeting at hand too, or alone names its body."""
    told = span in part.openings or any(span[0] <= a.start < span[1] for a in part.anchors) or ITEM.match(release.text, *span)
    return bool(told) or (met is not None and not any(part.holds(*at) and not span[0] <= at[0] < span[1] for at in met.mentions))


def _clause(release: Release, span: Span, m: Mention) -> Span:
    """The clause of a sitting in its sentence, from the verb on: «على أن | تعقد اللجنة اجتماعها القادم الخميس»."""
    verb = None if ITEM.match(release.text, *span) else HOLDS.search(release.text, span[0], m.start)
    return verb.start() if verb else m.start, span[1]


def _resumes(release: Release, span: Span, met: Entity) -> tuple[int, Mention] | None:
    """Where a sentence begins to say that the body which met will meet again on a day that it names, and the day, if it does."""
    named = [re.escape(release.text[a:b]) for a, b in met.mentions if span[0] <= a and b <= span[1]]
    for said in (re.compile(RESUMES.format(who="|".join([NOUN, *named]))), ADJOURNED):
        for found in said.finditer(release.text, *span):
            day = next((m for m in release.mentions if m.label == "DATE" and found.end() <= m.start < span[1]
                        and TO_DAY.fullmatch(release.text, found.end(), m.start)), None)
            if day is not None and has_day(release, (day.start, day.end)):
                return found.start(), day
    return None


def _owner_of_number(release: Release, m: Mention) -> str | None:
    """The body to which another mention of a sitting with the same number belongs: «نتائج الاجتماع (27) للجنة … | عقدوا اجتماعهم (27)»."""
    numbers = {n.value for n in numbers_of(m.name)}
    same = [x for x in release.mentions if x.label == "MEETING" and x != m and numbers & {n.value for n in numbers_of(x.name)}]
    owners = {own_body(release, s, x) for x in same for s in sentences(release) if s[0] <= x.start < s[1]} - {None}
    return owners.pop() if len(owners) == 1 else None


def _of_a_day(release: Release, span: Span, m: Mention) -> bool:
    """Whether a day is named right behind a sitting («اجتماعها القادم الخميس»), or between its verb and it («تعقد يوم الأحد جلستها …»)."""
    before = words_before(release, span, m)
    if MINUTES.search(before) or PUT_OFF.search(before) or MEANT.match(release.text, m.end):
        return False
    sittings = [x for x in release.mentions if x.label == "MEETING"]
    named = next((x.end for x in release.mentions if x.label == "COMMITTEE" and 0 <= x.start - m.end <= NEAR), m.end)
    following = min([x.start for x in sittings if x.start >= m.end] + [span[1], named + AFTER])
    if has_day(release, (m.end, following)):
        return True
    day = next((x for x in release.mentions if x.label == "DATE" and span[0] <= x.start and x.end <= m.start
                and ON_DAY.fullmatch(release.text, x.end, m.start)), None)
    if day is not None and has_day(release, (day.start, day.end)):
        return True
    preceding = max([x.end for x in sittings if x.end <= m.start] + [span[0], m.start - BEFORE])
    return HOLDS.search(release.text, preceding, m.start) is not None and has_day(release, (preceding, m.start))
