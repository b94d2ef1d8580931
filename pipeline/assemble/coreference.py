"""Decide whether a sentence reports a meeting that was reported before, or another (event
coreference)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.arabic.folding import first_word, fold
from pipeline.arabic.patterns import pattern
from pipeline.assemble.acting import HELD_BY, NOT_MET, acts, body_itself_acts, heard, own_body, sits
from pipeline.assemble.around import before_name
from pipeline.assemble.openings import Part
from pipeline.assemble.planned import has_day, will_be_held
from pipeline.assemble.receptions import guests, had_been, present, received, talks
from pipeline.assemble.sentences import BESIDE, OTHER
from pipeline.assemble.sittings import (
    BARE,
    CONFERENCE,
    INDEFINITE,
    PAST_OR_NEXT,
    PLURAL,
    PREPARATORY,
    SESSION,
    SITTING,
    agrees,
    introduces,
    is_conference,
    numbers_of,
    possessive,
)
from pipeline.assemble.spans import entity_of, labelled, once, overlapping, within
from pipeline.types import Mention, Release, Span

HOUR = pattern(r"(?:صباحي|مسائي)")  # «الجلسة المسائية»
# «اجتماعا ثلاثيا», «لقاء تشاوري»
SORT = pattern(r"(?<=\s)(?:ثلاثي|ثنائي|رباعي|تنسيقي|تشاوري|تمهيدي|تحضيري)")
TALKS = pattern(r"(?:ال)?(?:لقاء|مباحثات|محادثات|استقبال|مقابلة)")  # of parties, not of a body
OF_TWO = pattern(r"(?:لقائ|لقاء|استقبال)(?:ه|ها)(?!\w)")  # «خلال لقائه», «لدى استقباله»
# «عقب ذلك، عقد فلان | اجتماعا موسعا», «ثم عقد»
NEXT = pattern(
    r"\W*و?(?:(?:عقب|إثر|بعد|قبل|قبيل|في غضون) "
    r"ذلك|بعدها|ثم)[\s،,]+(?:س?[يت]?عقد|[يت]رأس|ترأس)(?:ت|وا|ا)?(?!\w)"
)
# «وتلا ذلك | لقاء جمع فلانا بوفد», «وسبق الاجتماع صباح اليوم | لقاء ثنائي»
FOLLOWED = pattern(
    r"(?<!\w)[وف]?(?:تلا(?:ه|ها)?|[أا]عقب(?:ه|ها|ت "
    r"ذلك)?|سبق(?:ه|ها)?)(?:\s+(?:ذلك|ال(?:اجتماع|جلسة|لقاء|دورة|قمة)))?"
    r"(?:[\s،,]+(?:(?:صباح|مساء|ظهر)\s+)?(?:اليوم|أمس)(?:\s+ال\w+)?)?[\s،,]+$"
)
# «وعند الظهر | رأس معاليه الاجتماع الثالث للجنة …», not «وكان فلان قد ترأس …», «في رأس الخيمة»
PRESIDES = pattern(
    r"\W*(?:(?:(?!كان|[أإ]ن)[^.\n]){0,40}?(?<!\w)(?<!على "
    r"))?[وف]?(?:ترأس|رأس|[يت]ترأس|[يت]رأس)(?:ت)?"
    r"(?!\w)(?!\s+(?:الخيمة|الخير|المال|السنة))"
)
REGULARITY = pattern(
    r"(?P<extra>استثنائي|طارئ|غير (?:ال)?عادي)|(?P<regular>[أا]سبوعي|دوري|اعتيادي|عادي)"
)
# «اجتماع ثلاثي آخر», «وفي لقاء ثالث مع فلان», «اجتماعا موازيا»
FURTHER = pattern(
    r"\s(?:آخر|أخرى|ثان|ثانية|ثالث|ثالثة|رابع|رابعة|خامس|موازيا\u064b?|موازية?)$"
)  # fathatan
ON_MARGIN = pattern(
    r"\W*و?على هامش(?:ه|ها|\s)"
)  # «وعلى هامش ذلك، أجرى فلان محادثات ثنائية مع فلان»
TOLD = 0.8  # minimum confidence for a body that met and is not named beside a meeting
TURNS = pattern(rf"\W*و?(?:{OTHER}|{BESIDE})(?!\w)")
# «مع نظيره العماني | فلان», which the tagger does not mark as an office
COUNTERPART = r"(?:\s+نظيرت?(?:ه|ها|هم)(?:\s+ال\w+)?)?"
WITH = pattern(
    r"(?<!\w)(?:مع|ب?لقاء)(?:\s+كل[ا\u064b]*\s+من)?" + COUNTERPART + r"\s*$|"
    r"(?<!\w)مع\s+وفد\s(?:[^.،\n]{0,50}\s)?برئاسة\s*$"
)  # before someone's titles; \u064b fathatan


def is_another(release: Release, old: Part, new: Part) -> bool:
    """Return whether a sentence reports another meeting than an existing part. A headline announces
    what the text then reports."""
    if old.is_announced():
        return bool(
            old.bodies
            and new.bodies
            and old.ordinals
            and new.ordinals
            and not old.ordinals.keys() & new.ordinals.keys()
        )
    if (
        not new.anchors
        and not new.own
        and body_itself_acts(release, new.opening)
        and by_head(release, new.opening, [old]) is old
    ):
        return False  # «وناقش المجلس مع المهندسة فلانة …»: at its own session
    if (
        _comes_next(release, old, new)
        or _of_other_hour(old, new)
        or _of_other_sort(old, new)
        or _of_other_regularity(old, new)
    ):
        return True
    if _on_a_day_before(release, old, new) or _on_a_day_to_come(release, old, new):
        return True
    if old.bodies and new.bodies:
        again = (
            new.own is None
            and bool(new.anchors)
            and all(BARE.fullmatch(a.name) for a in new.anchors)
        )
        return (
            not again
            and not old.bodies.keys() & new.bodies.keys()
            and not _by_its_short_name(release, old, new)
        )
    if (
        _of_other_rank(old, new)
        or _of_other_body(release, old, new)
        or of_other_gender(release, old, new)
    ):
        return True
    named = bool(new.bodies) and not (
        new.own is None and received(release, new.opening, new.people)
    )  # «استقبل … وبحث معه التحضير للجنة …»
    return not named and not new.ordinals and _of_others(release, old, new)


def _comes_next(release: Release, old: Part, new: Part) -> bool:
    """Return whether a sentence reports a meeting that followed another: «عقب ذلك، عقد … اجتماعا
    موسعا», «اجتماع ثلاثي آخر»."""
    fresh = [a for a in new.anchors if introduces(a.name)]
    behind = [a for a in new.anchors if FOLLOWED.search(release.text, new.opening[0], a.start)]
    if any(INDEFINITE.match(a.name) or numbers_of(a.name) for a in behind):
        return True  # «وقد سبق الاجتماع، أمس الاثنين، | الاجتماع الثاني والعشرون لوكلاء …»
    if old.bodies and not new.own and fresh and ON_MARGIN.match(release.text, *new.opening):
        return True
    counted = all(
        FURTHER.search(m.name) for m in new.ordinals.values()
    )  # «لقاء ثالث» is the third in this text, not of a series
    return counted and (
        any(FURTHER.search(a.name) for a in fresh)
        or (
            bool(fresh) and bool(old.anchors) and NEXT.match(release.text, *new.opening) is not None
        )
    )


def _on_a_day_before(release: Release, old: Part, new: Part) -> bool:
    """Return whether a sentence goes back to a meeting on an earlier day: «وكانت اللجنة قد عقدت يوم
    الجمعة جلسة مع …»."""
    if not (
        had_been(release, new.opening)
        and old.anchors
        and any(INDEFINITE.match(a.name) for a in new.anchors)
    ):
        return False
    return _days_apart(release, old, new)


def _days_apart(release: Release, old: Part, new: Part) -> bool:
    """Return whether the first sentences of two parts name different days."""
    days, before = (
        {
            m.name
            for m in labelled(release.mentions, "DATE").beginning(s, e)
            if has_day(release, (m.start, m.end))
        }
        for s, e in (new.opening, old.opening)
    )
    return bool(days and before) and not any(a in b or b in a for a in days for b in before)


def _on_a_day_to_come(release: Release, old: Part, new: Part) -> bool:
    """Return whether a sentence reports a meeting on a named future day, beside one that is not
    announced as future: «اتفق الوزيران على تشكيل لجنة … وستعقد اللجنة أول اجتماعاتها في نزوى
    الأربعاء المقبل»."""
    return any(
        (introduces(a.name) or possessive(a.name)) and will_be_held(release, new.opening, a)
        for a in new.anchors
    ) and not any(
        will_be_held(release, s, a)
        for s in old.openings
        for a in old.anchors
        if s[0] <= a.start < s[1]
    )


def _of_other_sort(old: Part, new: Part) -> bool:
    """Return whether a sentence reports a meeting of another kind than each sentence of the part:
    «اجتماعا ثلاثيا … وعقد … اجتماعا تنسيقيا»."""
    before, here = (
        {found.group() for a in p.anchors if introduces(a.name) and (found := SORT.search(a.name))}
        for p in (old, new)
    )
    return bool(before and here and not before & here)


def _of_other_regularity(old: Part, new: Part) -> bool:
    """Return whether one is a regular session and the other an extraordinary one: «اجتماعه الأسبوعي
    … وعقب الاجتماع الاستثنائي»."""
    before = next(
        (
            kind
            for a in old.anchors
            if old.opening[0] <= a.start < old.opening[1] and (kind := _regular(a))
        ),
        None,
    )
    here = {_regular(a) for a in new.anchors} - {None}
    return before is not None and bool(here) and before not in here


def _regular(m: Mention) -> str | None:
    """Return the group of REGULARITY (regular or extraordinary) in a MEETING mention."""
    found = REGULARITY.search(m.name)
    return found.lastgroup if found else None


def _by_its_short_name(release: Release, old: Part, new: Part) -> bool:
    """Return whether the body of a sentence with the same number, or with neither number nor day,
    is that of the part under a shorter name: «الجمعية العامة للمنظمة العربية للسواقي … الدورة
    الحالية للجمعية العامة»."""
    if not new.ordinals.keys() & old.ordinals.keys() and (
        new.ordinals or has_day(release, new.opening)
    ):
        return False
    names = _names(release, (old.own, new.own))
    if old.own not in names or new.own not in names or old.own == new.own:
        return False
    long, short = (_words(names[b]) for b in (old.own, new.own))
    return short[:2] == long[:2] and len(short) > 1 and set(short) < set(long)


def _words(name: str) -> list[str]:
    """Return the folded words of a name without article and prepositions."""
    return [
        re.sub(r"^[بل]?ال|^لل|^ب(?=مجلس)", "", w)
        for w in fold(name).split()
        if w not in ("في", "من", "ل")
    ]


def _of_other_rank(old: Part, new: Part) -> bool:
    """Return whether exactly one of two meetings is preparatory."""
    preparatory, before = (any(PREPARATORY.search(m.name) for m in p.anchors) for p in (new, old))
    return (
        preparatory != before
        and bool(old.anchors)
        and not any(m.name.startswith("ال") for m in new.anchors)
    )


def _of_other_hour(old: Part, new: Part) -> bool:
    """Return whether one is the morning session and the other the evening session: «في جلسته
    الصباحية … وفي الجلسة المسائية»."""
    before, here = (
        {found.group() for a in p.anchors if (found := HOUR.search(a.name))} for p in (old, new)
    )
    return bool(before and here and not before & here)


def _of_other_body(release: Release, old: Part, new: Part) -> bool:
    """Return whether a sentence reports a session of a body, while the existing part reports people
    who met and no body."""
    had = had_been(release, new.opening)
    if old.bodies or not (new.own or (had and new.bodies)):
        return False
    others = old.people and new.people - old.people
    if (
        new.own
        and not new.anchors
        and (
            new.own == sits(release, new.opening)
            or (others and new.own == acts(release, new.opening))
        )
    ):
        return True  # «عقد فلان اجتماعا … وتلتئم لجنة … الخميس المقبل», «وناقشت لجنة … برئاسة …»
    if TURNS.match(release.text, *new.opening) or _told_of_other(release, old, new):
        return True  # «بحث فلان مع فلان … ومن جهة أخرى، انطلقت أعمال الاجتماع الرابع عشر للجنة …»
    if (
        new.own
        and new.own == heard(release, new.opening)
        and not any(SESSION.match(a.name) for a in old.anchors)
    ):
        return True  # «عقد فلان لقاء مع فلان … وقال فلان أمام لجنة …»
    talked = received(release, old.opening, old.people)
    spoke = talked or (bool(old.anchors) and all(TALKS.match(a.name) for a in old.anchors))
    if spoke and PRESIDES.match(release.text, *new.opening):
        return True  # «استقبل فلان فلانا … وعند الظهر رأس معاليه الاجتماع الثالث للجنة …»
    # «استقبل رئيس المجلس فلانا … وكان مكتب المجلس قد عقد صباح اليوم اجتماعه الرابع»
    own = bool(new.ordinals) or any(
        introduces(a.name) or possessive(a.name) or HELD_BY.match(release.text, a.end)
        for a in new.anchors
    )
    apart = bool(new.people - old.people) or has_day(release, new.opening) or had
    return own and (_days_apart(release, old, new) or (apart and (talked or _is_of_two(old))))


def _is_of_two(part: Part) -> bool:
    """Return whether a part consists only of someone's meeting with someone else: «خلال لقائه»,
    «لدى استقباله»."""
    return bool(part.anchors) and all(OF_TWO.match(a.name) for a in part.anchors)


def _told_of_other(release: Release, old: Part, new: Part) -> bool:
    """Return whether the text before a sentence confidently reports another body that met than the
    sentence names; a short name of it does not count."""
    named = once(
        release,
        "committees",
        lambda: {e.id: set(_words(e.name)) for e in release.entities if e.label == "COMMITTEE"},
    )
    sure = once(release, "bodies told", lambda: _bodies_told(release))
    told = {who for who, end in sure.items() if end <= new.opening[0]}
    own, others = named.get(new.own or "", set()), [named[b] for b in told if b in named]
    return bool(others) and bool(own) and not any(own <= words or words <= own for words in others)


def _bodies_told(release: Release) -> dict[str, int]:
    """Return the committees that met with high confidence, and the end of the first such
    mention."""
    out: dict[str, int] = {}
    for m in labelled(release.mentions, "COMMITTEE"):
        if (
            m.entity
            and overlapping(release.facts, "BODY", m) >= TOLD
            and not NOT_MET.search(release.text, max(0, m.start - 16), m.start)
        ):
            out[m.entity] = min(m.end, out.get(m.entity, m.end))
    return out


def _names(release: Release, idents: Iterable[str | None]) -> dict[str, str]:
    """Return the names of entities by id."""
    found = (entity_of(release, i) for i in idents)
    return {e.id: e.name for e in found if e is not None}


def _of_others(release: Release, old: Part, new: Part) -> bool:
    """Return whether a sentence without body and number is about other people, or about an earlier
    event."""
    others = bool(new.people - old.people)
    if (
        not others
        and old.people
        and not new.anchors
        and not old.bodies
        and _unnamed_guests(release, old, new)
    ):
        return True
    if _of_strangers(release, old, new):
        return True
    if (
        old.bodies
        and had_been(release, new.opening)
        and (
            any(introduces(a.name) for a in new.anchors) or guests(release, new.opening) is not None
        )
    ):
        return True  # «وكان رؤساء … اتفقوا خلال اجتماع مشترك», «وكان رئيس المجلس قد استقبل وفدا …»
    if (
        others
        and (old.anchors or received(release, old.opening, old.people))
        and old.people
        and any(introduces(a.name) for a in new.anchors)
    ):
        return True
    if not others or not (old.people or old.bodies):
        return False
    if received(release, new.opening, new.people):
        return bool(new.people - old.people - present(release, new.opening)) or _unnamed_guests(
            release, old, new
        )
    apart = len(old.people) > 1 or bool(old.bodies) or not new.people & old.people
    return apart and talks(release, new.opening) and _is_with(release, new, new.people)


def _of_strangers(release: Release, old: Part, new: Part) -> bool:
    """Return whether a sentence reports talks between people of whom none was at the part's
    meeting: «من جهة أخرى، بحث فلان، خلال استقباله فلانا، …», «أكد | فلان خلال لقائه نظيره | فلانا»;
    not «وبين خلال اجتماعه مع | فلان و| فلان», whose host was named before."""
    here = new.people - present(release, new.opening)
    if len(here) < 2 or not old.people or here & old.people:
        return False
    own = [
        a.start
        for a in new.anchors
        if possessive(a.name) in ("ه", "ها") and not numbers_of(a.name) and not PLURAL.match(a.name)
    ]
    return (
        talks(release, new.opening)
        or received(release, new.opening, new.people)
        or any(
            m.entity in here and m.end <= max(own, default=0)
            for m in within(release.mentions, new.opening)
        )
    )


def of_other_gender(release: Release, old: Part, new: Part) -> bool:
    """Return whether a sentence reports the numbered session of a body whose gender, shown by the
    possessive, differs from that of the current body: «عقدت اللجنة اجتماعها الأول … والتأم الفريق
    في اجتماعه السابع»."""
    owner = _names(release, (old.own,)).get(old.own or "")
    owned = [p for a in new.anchors if (p := possessive(a.name))]
    if (
        owner is None
        or new.own
        or not owned
        or not new.ordinals
        or old.ordinals.keys() & new.ordinals.keys()
    ):
        return False
    if not new.people and not has_day(release, new.opening):
        return False
    return not any(agrees(p, owner) for p in owned)


def sat_again(release: Release, old: Part, new: Part) -> None:
    """Give another session the body of the one before, if its sentence names that by the bare noun:
    «عقدت اللجنة العليا اجتماعا … وكانت اللجنة قد استمعت، في جلسة سابقة»."""
    own = old.own or (next(iter(old.bodies)) if len(old.bodies) == 1 else None)
    if own is None or new.own or new.bodies:
        return
    again = any(SITTING.match(a.name) and introduces(a.name) for a in new.anchors) and not received(
        release, new.opening, new.people
    )
    again = again and by_head(release, new.opening, [replace(old, own=own)]) is not None
    if again or _of_other_hour(old, new) or _of_other_regularity(old, new):
        new.own, new.bodies = own, {own: 1.0}


def _unnamed_guests(release: Release, old: Part, new: Part) -> bool:
    """Return whether a sentence has guests without names who do not occur in the first sentence of
    the part."""
    came = guests(release, new.opening)
    return came is not None and came not in release.text[slice(*old.opening)]


def _is_with(release: Release, new: Part, people: set[str]) -> bool:
    """Return whether «مع» precedes the titles of one of these participants: «بحث فلان مع |
    فلان»."""
    return any(
        m.label == "PER" and m.entity in people and WITH.search(before_name(release, m))
        for m in within(release.mentions, new.opening)
    )


def take_out_other_sittings(release: Release, old: Part, new: Part) -> None:
    """Remove from a sentence the mentions of other sessions: another number of the same series
    («… قبل الاجتماع السابع والعشرين»), a past or future meeting («الاجتماع المقبل»), a named
    conference beside another meeting («القمة العربية»), meetings of other bodies («اجتماعات
    اللجان الدائمة»)."""
    conference = any(CONFERENCE.match(a.name) for a in old.anchors)
    for m in list(new.anchors):
        if (
            PAST_OR_NEXT.search(m.name)
            or (not conference and old.anchors and is_conference(m))
            or (old.own is not None and _of_body_beside(release, old, new, m))
        ):
            new.anchors.remove(m)
            new.referred.append(m)
            for o in numbers_of(m.name):
                new.ordinals.pop(o.value, None)
    if _only_of_other_bodies(old, new):
        new.referred += new.anchors
        new.anchors, new.bodies, new.own = [], {}, None
    apart = bool(new.bodies and old.bodies and not new.bodies.keys() & old.bodies.keys())
    for number, m in list(new.ordinals.items()) if old.ordinals else ():
        followed = FOLLOWED.search(release.text, new.opening[0], m.start) is not None
        if (
            number not in old.ordinals
            and not followed
            and (not apart or _by_gender_of(release, m, old, new))
        ):
            del new.ordinals[number]
            new.anchors = [a for a in new.anchors if a != m]
            new.referred.append(m)


def _of_body_beside(release: Release, old: Part, new: Part, m: Mention) -> bool:
    """Return whether a numbered session belongs, by its possessive, to a body named before it other
    than the current one, about which nothing says that it met: «يذكر أن | المجلس البلدي سبق أن أقر
    في | جلسته الثالثة»."""
    owner = (
        own_body(release, new.opening, m)
        if new.own is None and possessive(m.name) and numbers_of(m.name)
        else None
    )
    return owner is not None and owner not in (old.own, *old.same)


def _by_gender_of(release: Release, m: Mention, old: Part, new: Part) -> bool:
    """Return whether the possessive of a session agrees with the current body and with none in its
    sentence («ستوافي اللجنة المجلس بالدراسة، على أن تعرض في اجتماعه التاسع»)."""
    pronoun = possessive(m.name)
    names = _names(release, (old.own, *new.bodies))
    if pronoun not in ("ه", "ها") or old.own not in names:
        return False
    return agrees(pronoun, names[old.own]) and not any(
        agrees(pronoun, names[b]) for b in new.bodies if b in names
    )


def _only_of_other_bodies(old: Part, new: Part) -> bool:
    """Return whether a sentence only mentions «اجتماعات» of other bodies beside the existing
    meeting."""
    return (
        bool(new.anchors)
        and all(PLURAL.fullmatch(a.name) for a in new.anchors)
        and bool(new.bodies)
        and bool(old.bodies)
        and not new.bodies.keys() & old.bodies.keys()
        and not old.is_announced()
    )


def only_of(release: Release, new: Part, put_off: Sequence[Mention]) -> bool:
    """Return whether a sentence without a day is only about the postponed meetings: «الاجتماع», or
    the same name."""
    names = {m.name for m in put_off}
    return not has_day(release, new.opening) and all(
        BARE.match(a.name) or a.name in names for a in new.anchors
    )


def by_head(release: Release, span: Span, parts: Sequence[Part]) -> Part | None:
    """Return the only part whose body a sentence names by its bare noun («وناقش الفريق …», where a
    team and a committee met)."""
    text = fold(release.text[slice(*span)])
    bodies = [p.own or max(p.bodies, key=p.bodies.__getitem__, default=None) for p in parts]
    names = _names(release, bodies)
    heads = [first_word(fold(names[b])).removeprefix("ال") if b in names else None for b in bodies]
    count = Counter(heads)
    named = [
        p
        for p, head in zip(parts, heads, strict=True)
        if head
        and count[head] == 1
        and re.search(rf"(?<!\w)[وف]?[بك]?(?:ال|لل){head}(?!\w)(?! ال)", text)
    ]
    return named[0] if len(named) == 1 else None
