"""Split a release into the parts that report each meeting.

A release is a sequence of sentences. A sentence begins a meeting if it says that one is held
(`openings.py`): a MEETING mention that the tagger marks as reported, or a verb of meeting with
participants. The sentences up to the next such sentence belong to it. If it can be the same meeting
(`coreference.py`: same body, no other ordinal, not two other parties), it only continues that one,
unless the tagger is confident that a further meeting begins (its head OPENS). Sentences that only
announce several meetings belong to all of them (`several.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.arabic.patterns import pattern
from pipeline.assemble.acting import acts, surest_acting
from pipeline.assemble.coreference import (
    by_head,
    is_another,
    of_other_gender,
    only_of,
    sat_again,
    take_out_other_sittings,
)
from pipeline.assemble.openings import CAME, Part, begins, opening
from pipeline.assemble.planned import has_day
from pipeline.assemble.receptions import guests, meets, received, receives, talks
from pipeline.assemble.sentences import OTHER, is_dateline, is_headline, sentences
from pipeline.assemble.several import (
    all_of,
    announces,
    awaited,
    by_numbers,
    more_in,
    one_each,
    tell_of_each,
)
from pipeline.assemble.sittings import BARE, RECEPTION, possessive
from pipeline.assemble.spans import beginning, within
from pipeline.config import Config
from pipeline.types import Mention, Release, Span

# «وزير الإعلام يستقبل سفيرين ويرأس اجتماع اللجنة …»
HEADLINE_OF_SEVERAL = pattern(
    r"(?<!\w)[يت](?:ستقبل|لتقي|جتمع|بحث|ت?رأس|عقد)\s[^.\n]*?\sو[يت](?:ستقبل|لتقي|جتمع|ت?رأس|عقد)\s"
)
# A sentence that turns to another matter: «من جهة أخرى، أعلن الوزير …»; «في غضون ذلك», «نيابيا، …»:
# organisations in the records of two sets of unread newspaper articles 55.5 → 55.8, 54.4 → 55.8,
# people +0.2, +0.1.
ELSEWHERE = pattern(
    rf"\W*و?(?:{OTHER}|في (?:غضون ذلك|الغضون|(?:(?:هذه|تلك) "
    r")?الأثناء)|(?:ميداني|دولي|أمني|محلي|نيابي|برلماني|سياسي|"
    r"عسكري|اقتصادي|قضائي|إنساني)ا(?:\u064b|\u064b?[،,]))"
)  # fathatan

HIS = pattern(
    r"(?<!\w)(?:سعادت|معالي|سمو|فخامت|دولت|جلالت)[\u064b-\u0652]*(?:ه|ها)(?!\w)"
)  # the other party was named before
IN_PLACE = pattern(r"\W*وفي\s")  # «وفي | الرباط، ذكرت المندوبية …»
# A sentence about an event before the current meeting, after which the text returns to it: «وسبق
# الاجتماع لقاء ثنائي».
PRECEDED = pattern(r"\W*و?(?:قد\s+)?سبق(?:ت)?(?:ه|ها|\s+ال(?:اجتماع|جلسة|لقاء|دورة|قمة))(?!\w)")
EXPLAINS = pattern(
    r"\W*فقد\s"
)  # «تتواصل زيارة الوفد … . | فقد التقى الوفد اليوم فلانا»: a repetition in full
OF_COURSE = pattern(
    r"ال(?:جلسة|جلسات) ال(?:افتتاحية|ختامية)$"
)  # «وكانت الجلسة الافتتاحية قد استهلت بكلمة فلان»
# Before the bare noun of the current meeting: «خلال أعمال | الدورة».
DURING = pattern(r"(?<!\w)[وف]?(?:خلال|في|ضمن|أثناء)(?:\s+(?:أعمال|جلسات))?\s+$")
# After such a sentence, continuations of it: «وشارك فيه مندوب …», «وترأسه فلان».
OF_THAT = pattern(
    r"\W*و?(?:شارك|حضر|ترأس|رأس|أدار|تناول|ناقش|خصص|ضم)(?:ت)?(?:ه|ها|\s+في(?:ه|ها)|\s+خلال(?:ه|ها))(?!\w)"
)


RECENT = 24  # maximum number of meetings to which a text may return


def split(release: Release, config: Config) -> list[Part]:
    """Return the meetings that a release reports, each with its sentences. Sentences before the
    first meeting belong to it, unless it turns away from them."""
    if (release.reported or 0.0) < config.reported:
        return []
    parts: list[Part] = []
    lead: list[Span] = []  # the sentences before the first meeting
    intro: list[Part] = []  # those of them that only announce the meetings reported below
    put_off: list[Mention] = []  # meetings that are not held, while the text has reported no other
    current: Part | None = None
    beside: list[Part] = []  # other meetings that the sentences report with the current one
    aside: Span | None = (
        # the sentence that turned to another matter, until a mention says that a meeting is held
        None
    )
    before: Part | None = None  # the meeting reported before the sentence that just began one
    back: Part | None = None  # the meeting to which the text returns after the one that preceded it
    begun = 0.0  # how many meetings the sentences before began, according to the tagger
    told = {span: begins(release, span) for span in sentences(release)}
    several = sum(sure >= config.begins for sure in told.values()) > 1
    for span, sure in told.items():
        recent = parts[-RECENT:]
        if current is not None and all(p is not current for p in recent):
            recent.insert(0, current)
        if back is not None and not OF_THAT.match(release.text, *span):
            current, back = back, None
        new = opening(release, span, config, current is not None)
        if new.in_headline and (
            several or HEADLINE_OF_SEVERAL.search(release.text, *span)
        ):  # it may announce any of them
            if any(m.label in ("COMMITTEE", "MEETING") for m in within(release.mentions, span)):
                continue
            new.opens = False
        aside = _aside(release, aside, new) if current is not None else None
        if aside is not None:
            continue
        if current is None:
            put_off += new.off
            new.opens = new.opens and not (put_off and only_of(release, new, put_off))
            if announces(release, new):
                intro.append(new)
                lead.append(span)
                continue
        further = (
            sure >= config.begins
            and begun >= config.begun
            and not awaited(recent)
            and not _of_the_same(release, recent, current, new)
        )
        if numbered := by_numbers(release, recent, current, new):
            current, *beside = numbered
            for p in numbered:
                p.openings.append(span)
                p.people |= new.people
        elif new.opens or further or (sure >= config.begins and current is None and not new.off):
            before, beside = current, []
            current, made = _opened(release, recent, current, new, further)
            parts += made
            recent += made
        elif current is not None:
            current = _goes_on(release, recent, current, new)
        begun += sure
        (lead if current is None else current.spans).append(span)
        for p in all_of(release, span, recent, current) or beside:
            p.spans.append(span)
        back = before if before is not None and PRECEDED.match(release.text, *span) else None
        before = None
    parts = parts or [x for x in intro if x.opens][:1]
    if not parts:
        return [] if put_off else _of_body_alone(release, lead, config)
    if (
        ELSEWHERE.match(release.text, *parts[0].opening) and not intro
    ):  # before it the page was about another matter
        lead = []
    if len(parts) > 1:
        _not_of_the_first(
            release, [s for s in lead if is_headline(release, s, config.headline_chars)], parts
        )
    parts[0].spans = lead + parts[0].spans
    tell_of_each(intro, parts)
    for p in parts:
        p.elsewhere = frozenset(o for other in parts if other is not p for o in other.ordinals)
    return [each for p in parts for each in one_each(release, p)]


def _not_of_the_first(release: Release, headlines: Sequence[Span], parts: Sequence[Part]) -> None:
    """Remove from the first meeting the people in headlines whom only another meeting mentions:
    «الوزير يلتقي سالما وهندا»."""

    def named(spans: Sequence[Span]) -> set[str]:
        return {
            m.entity
            for s in spans
            for m in within(release.mentions, s)
            if m.label == "PER" and m.entity
        }

    others = named(headlines) & {who for p in parts[1:] for who in named(p.spans)} - named(
        parts[0].spans
    )
    if others:
        parts[0].only = (
            parts[0].only or frozenset(e.id for e in release.entities if e.label == "PER")
        ) - others


def _of_the_same(release: Release, parts: Sequence[Part], current: Part | None, new: Part) -> bool:
    """Return whether a sentence returns to the current meeting («جاء ذلك خلال اجتماع …»), only
    refers to another, has a number reported before and no other body, follows a lone dateline,
    reports how a body's session was opened, or names the session, by the bare noun of its body,
    after a sentence that only said that the body acted: «طالب المجلس البلدي … وعقد المجلس أمس جلسته
    …»."""
    if CAME.match(release.text, *new.opening) or (new.referred and not (new.anchors or new.people)):
        return True
    if current is not None and all(is_dateline(release, s) for s in current.openings):
        return True
    if current is not None and current.bodies and any(OF_COURSE.match(a.name) for a in new.anchors):
        return True
    if any(p.ordinals.keys() & new.ordinals.keys() and not _of_others(p, new) for p in parts):
        return True
    if (
        current is not None
        and new.own
        and current.own == new.own
        and not new.ordinals
        and not has_day(release, new.opening)
        and any(
            BARE.fullmatch(a.name) and DURING.search(release.text, new.opening[0], a.start)
            for a in new.anchors
        )
    ):
        return True  # «وشارك الوفد، خلال أعمال الدورة، في الجلسة المغلقة لاجتماع الهيئة العامة»
    if (
        current is None
        or current.anchors
        or current.ordinals
        or new.own
        or not any(possessive(a.name) for a in new.anchors)
    ):
        return False
    body = current.own or (next(iter(current.bodies)) if len(current.bodies) == 1 else None)
    return by_head(release, new.opening, [replace(current, own=body)]) is not None


def _of_others(part: Part, new: Part) -> bool:
    """Return whether two sentences name different bodies."""
    one, two = ({p.own} if p.own else set(p.bodies) for p in (part, new))
    return bool(one and two and not one & two)


def _aside(release: Release, before: Span | None, new: Part) -> Span | None:
    """Return the sentence by which a text has turned to another matter and not yet returned. A held
    meeting brings it back, except the reception that it turned to («من جهة أخرى، استقبل الوزير
    جموعا من المواطنين. حضر الاستقبال …»); so does a postponed one («من جهة أخرى، تأجل اجتماع …», to
    which the record refers: annotation case 8)."""
    again = (
        before is not None
        and receives(release, before)
        and all(RECEPTION.fullmatch(a.name) for a in new.anchors)
    )
    if (new.anchors and not again) or new.off or (new.own and has_day(release, new.opening)):
        return None
    return before or (new.opening if _turns_away(release, new) else None)


def _turns_away(release: Release, new: Part) -> bool:
    """Return whether a sentence turns to another matter and contains neither a topic of a meeting
    («من جهة أخرى، أعلن الوزير …») nor parties who met («من جهة أخرى، استقبل … فلانا»)."""
    span = new.opening
    place = IN_PLACE.match(release.text, *span)
    other_place = place is not None and any(
        m.label == "LOC" and m.start == place.end() and release.text[m.end : m.end + 1] in "،,"
        for m in beginning(release.mentions, place.end(), place.end() + 1)
    )
    if (ELSEWHERE.match(release.text, *span) is None and not other_place) or any(
        f.label == "TOPIC" for f in within(release.facts, span)
    ):
        return False
    met = received(release, span, new.people) or talks(release, span)
    two = len(new.people) > 1 or (
        new.people and HIS.search(release.text, *span) is not None
    )  # «استقبل سموه فلانا»
    return not (two and met) and guests(release, span) is None


def _opened(
    release: Release, parts: Sequence[Part], current: Part | None, new: Part, afresh: bool
) -> tuple[Part, list[Part]]:
    """Return the part that a sentence is about: the nearest that can be the same meeting, or a new
    one; and the new ones, with other meetings that the sentence announces. `afresh`: the tagger is
    confident of a new one."""
    nearest = ([current] if current else []) + [p for p in reversed(parts) if p is not current]
    if current is not None and not of_other_gender(release, current, new):
        take_out_other_sittings(release, current, new)
    named = (
        by_head(release, new.opening, parts)
        if len(parts) > 1
        and not (afresh or new.own)
        and not (new.people and receives(release, new.opening))
        else None
    )
    explains = (
        current is not None
        and current.spans == [current.opening]
        and EXPLAINS.match(release.text, *new.opening)
    )
    came = current if explains or CAME.match(release.text, *new.opening) else None
    same = (
        came
        or named
        or next((p for p in nearest if not afresh and not is_another(release, p, new)), None)
    )
    if (
        same is None
        and not afresh
        and not new.anchors
        and new.referred
        and not (received(release, new.opening, new.people) or acts(release, new.opening))
    ):
        same = current
    if same is None:
        if current is not None:
            sat_again(release, current, new)
        return new, [new, *more_in(release, new)]
    more: list[Part] = []
    if same.is_announced():
        more = more_in(release, new)
        for number in {n for p in more for n in p.ordinals} - new.ordinals.keys():
            # the headline has them too: «اجتماعيها الحادي والثلاثين والثاني والثلاثين»
            same.ordinals.pop(number, None)
    _join(release, same, new)
    return same, more


def _join(release: Release, part: Part, new: Part) -> None:
    """Let a sentence continue a part; a lone dateline began nothing."""
    if all(is_dateline(release, s) for s in part.openings):
        part.opening = new.opening
    if new.own and (part.own is None or part.in_headline) and new.own != part.own:
        if part.own:
            part.same.add(part.own)  # the headline's short name of the body
        part.own = new.own
    part.openings.append(new.opening)
    part.anchors += new.anchors
    part.referred += new.referred
    part.off += new.off
    part.people |= new.people
    for b, sure in new.bodies.items():
        part.bodies[b] = max(sure, part.bodies.get(b, 0.0))
    for o, m in new.ordinals.items():
        part.ordinals.setdefault(o, m)


def _goes_on(release: Release, parts: Sequence[Part], current: Part, new: Part) -> Part:
    """Return the part of a sentence that begins none: the one whose body it names by the bare noun,
    else the current one."""
    named = by_head(release, new.opening, parts) if len(parts) > 1 else None
    if named is not None and meets(release, new.opening) and new.opening not in named.openings:
        named.openings.append(new.opening)
    part = named or _of_its_people(release, parts, current, new) or current
    part.referred += new.referred
    part.off += new.off
    return part


def _of_its_people(
    release: Release, parts: Sequence[Part], current: Part, new: Part
) -> Part | None:
    """Return the only other meeting with all people of a sentence, if none of them is in the
    current one: «وقال فلان في ختام …», after a report of another meeting."""

    def named(spans: Sequence[Span]) -> set[str]:
        return {
            m.entity
            for s in spans
            for m in within(release.mentions, s)
            if m.label == "PER" and m.entity
        }

    here = named([new.opening])
    others = [p for p in parts if p is not current and here and here <= named(p.spans)]
    return others[0] if len(others) == 1 and not here & named(current.spans) else None


def _of_body_alone(release: Release, lead: list[Span], config: Config) -> list[Part]:
    """Return the meeting of a release in which no sentence begins one, if a body acts that met with
    high confidence, or the tagger has a guess which sentence begins a meeting."""
    if lead and surest_acting(release, lead) >= config.body_alone:
        return [Part(opening=lead[0], spans=lead, openings=[lead[0]])]
    surest = max(lead, key=lambda s: begins(release, s), default=None)
    if surest is not None and begins(release, surest) >= config.begins_alone:
        return [Part(opening=surest, spans=lead, openings=[surest])]
    return []
