"""Who took part in a meeting, and how: chaired, attended, mentioned."""
from __future__ import annotations

import re

from pipeline.assemble.parts import Part, overlapping
from pipeline.types import Entity, Mention, Participant, Participation, Release, Value, WarningCode

# «برئاسة», «ترأس», «يرأس», «وترأسته» directly before titles and offices of a name; not «ترأس الجانب …» nor «رأس وفد …» nor «وفدا برئاسة».
CHAIRED_BEFORE = re.compile(r"(?<!\w)[وف]?(?:ترأ[سّ]?س|يترأس|تترأس|رأس|يرأس|ترأس|برئاسة|رئاسة)(?:ت)?(?:ها|ه|هما)?\s*"
                            r"(?:مشتركة\s+(?:من|بين)\s+|كل\s+من\s+|(?:الاجتماع|الجلسة|اللقاء|الدورة)\s+)?$")
DELEGATION = re.compile(r"وفد|الجانب|فريق|لجنة فرعية")
LED = re.compile(r"[\s،,]*(?:وفد|الوفد|الجانب)(?!\w)")  # «ترأس فلان وفد الدولة»
# «…، الذي ترأس الاجتماع» directly after a name and its office.
CHAIRED_AFTER = re.compile(r"[\s،,]*(?:الذي|التي|والذي|والتي)\s+(?:ترأس|ترأست|يرأس|رأس|رأست|ترأسها|ترأسه)(?!\w)"
                           r"(?!\s+(?:وفد|الجانب|اجتماعين|اجتماعات|عدة))")
JOINT = re.compile(r"(?:مشتركة|كل\s+من|بين)(?:\s+من|\s+بين)?\s*$")
# Before people who are named for something else than taking part: whose instructions, greetings or place these are.
ABSENT = re.compile(r"(?<!\w)(?:(?:ب)?توجيهات?|(?:ب)?رعاية|تعازي|تحيات|تهاني|رسالة من|نيابة عن|مبعوثا من|بدلا من|خلفا ل\w*|"
                    r"شكره ل\w*|جهود)(?:\s+ومواساة|\s+كريمة)?(?:\s+من)?\s*$")
SPOKESMAN = re.compile(r"متحدث|الناطق")
OFFICE_CHAIRS = re.compile(r"(?<!\w)(?:برئاسة|[وف]?ترأس(?:ت|ه|ها)?)\s")
MARKS = re.compile("[\u0640\u064b-\u0652\u0670]")  # tatweel, harakat, superscript alef


def _before(release: Release, m: Mention) -> str:
    """The 60 characters before a name, its titles and offices and all harakat left out."""
    start = m.start
    while True:
        nearer = [x.start for x in release.mentions if x.label in ("HON", "ROLE") and x.start < start and 0 <= start - x.end <= 3
                  and not re.search(r"[.\n]", release.text[x.end:start])]
        if not nearer:
            return MARKS.sub("", release.text[max(0, start - 60):start])
        start = min(nearer)


def _after(release: Release, m: Mention) -> str:
    """The 40 characters after a name and the office that follows it."""
    end = m.end
    while True:
        further = [x.end for x in release.mentions if x.label in ("ROLE", "HON") and 0 <= x.start - end <= 3 and x.end > end]
        if not further:
            return release.text[end:end + 40]
        end = max(further)


def chairs(release: Release, m: Mention) -> bool:
    """Whether the words around a mention say that this person presides."""
    before = _before(release, m)
    found = CHAIRED_BEFORE.search(before)
    if found and not DELEGATION.search(before[max(0, found.start() - 20):found.start()]) and not LED.match(_after(release, m)):
        return True
    return bool(CHAIRED_AFTER.match(_after(release, m)))


def participation(release: Release, m: Mention) -> tuple[Participation | None, float, bool]:
    """What one mention of a person says: (participation, confidence, by rule)."""
    if chairs(release, m):
        return "chaired", 0.9, True
    if ABSENT.search(_before(release, m)):
        return "mentioned", 0.8, True
    # The tagger's word for a chair counts as attendance: left out, chair F1 on dev rose from 82.8 to 87.3.
    scores: dict[Participation, float] = {
        "attended": max(overlapping(release.facts, "ATTENDED", m), overlapping(release.facts, "CHAIRED", m)),
        "mentioned": overlapping(release.facts, "MENTIONED", m)}
    kind = max(scores, key=lambda k: scores[k])
    return (kind, scores[kind], False) if scores[kind] > 0 else (None, 0.0, False)


# A verb of saying directly before titles and offices of a name: of a meeting still to come its speakers only tell.
SAYS = re.compile(r"(?<!\w)[وف]?(?:قال|أوضح|صرح|صرّح|كشف|أكد|أكّد|أعلن|أشار|ذكر|أضاف|بين|بيّن|لفت|أفصح|نوه|نقل)(?:ت)?(?:\s+أيضا)?\s*$")


def people(release: Release, part: Part, has_body: bool,
           to_come: bool) -> tuple[tuple[Participant, ...], Value[str] | None, tuple[WarningCode, ...]]:
    """Participants of the meeting of this part in order of first mention, the chair, and warnings. `to_come`: it is only announced."""
    named = [m for m in release.mentions if m.label == "PER" and part.holds(m.start, m.end) and chairs(release, m)]

    def beside_chair(m: Mention) -> bool:
        """Whether a name follows that of a joint chair in one sentence: «برئاسة مشتركة من فلان وفلان»."""
        return any(0 < m.start - n.end < 160 and JOINT.search(_before(release, n))
                   and not re.search(r"[.\n]", release.text[n.end:m.start]) for n in named)

    out: list[Participant] = []
    presiding: list[tuple[int, Mention, Entity]] = []
    for person in release.entities:
        if person.label != "PER" or (part.only is not None and person.id not in part.only):
            continue
        here = [m for m in release.mentions if m.entity == person.id and part.holds(m.start, m.end)]
        if not here:
            continue
        said = [(*participation(release, m), m) for m in here]
        known = [(k, sure, rule, m) for k, sure, rule, m in said if k is not None]
        if not known:
            # The tagger is silent: who is named with an office is still part of the report (16 of 21 such on dev and a held-out fold).
            if person.role:
                opened = any(s <= m.start < e for m in here for s, e in part.openings)
                out.append(Participant(person, "attended" if opened else "mentioned"))
            continue
        chaired = [m for k, _, _, m in known if k == "chaired"] or [
            m for *_, m in known if overlapping(release.facts, "CHAIRED", m) and beside_chair(m)]
        kind: Participation
        if chaired:
            kind = "chaired"
            presiding.append((chaired[0].start, chaired[0], person))
        else:
            tells = SPOKESMAN.search(person.role or "") is not None or (to_come and any(SAYS.search(_before(release, m)) for m in here))
            kind = "attended" if any(k == "attended" for k, *_ in known) and not tells else "mentioned"
        out.append(Participant(person, kind))
    chair: Value[str] | None = None
    if presiding:
        _, m, person = min(presiding, key=lambda x: x[0])
        chair = Value(person.name, (m.start, m.end), "rule")
    warnings: tuple[WarningCode, ...] = ()
    if chair is None and has_body and any(OFFICE_CHAIRS.search(release.text[s:e]) for s, e in part.spans):
        warnings = ("chair_by_office",)
    return tuple(out), chair, warnings
