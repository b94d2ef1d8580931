"""Who took part in a meeting, and how: chaired, attended, mentioned."""
from __future__ import annotations

import re

from pipeline.assemble.parts import Part, overlapping
from pipeline.types import Entity, Mention, Participant, Participation, Release, Value, WarningCode

# «برئاسة», «ترأس», «يرأس», «وترأسته» directly before titles and offices of a name; not «ترأس الجانب …» nor «رأس وفد …» nor «وفدا برئاسة».
PRESIDES = r"(?<!\w)[وف]?(?:ترأ[سّ]?س|يترأس|تترأس|رأس|يرأس|ترأس|برئاسة|رئاسة)(?:ت)?(?:ها|ه|هما)?"
CHAIRED_BEFORE = re.compile(PRESIDES + r"\s*(?:مشتركة\s+(?:من|بين)\s+|كل\s+من\s+|(?:الاجتماع|الجلسة|اللقاء|الدورة)\s+)?$|"
                            # «وأدار الاجتماع فلان», «برئاسة دولة قطر، ممثلة في فلان»
                            r"(?<!\w)[وف]?[أيت]دار?(?:ت|ي?ر)?\s+(?:الاجتماع|الجلسة|اللقاء|أعمال\s+\w+)\s+$|"
                            r"(?<!\w)برئاسة\s+[^.،,\n]{2,40}[،,]?\s+ممثل\w*\s+(?:في|ب)\s*$")
# A title of which the tagger saw the end only: «ترأس الفريق طبيب | الشيخ فلان».
CHAIRED_APART = re.compile(PRESIDES + r"\s+(?!وفد|الوفد|الجانب|فريق|لجنة|مجلس|اجتماع|جلسة|أعمال)\w+(?:\s+\w+)?\s+$")
DELEGATION = re.compile(r"وفد|الجانب|فريق|لجنة فرعية")
LED = re.compile(r"[\s،,]*(?:وفد|الوفد|الجانب)(?!\w)")  # «ترأس فلان وفد الدولة»
HEADED = re.compile(r"(?:الذي|التي)\s+[يت]رأس(?:ه|ها)\s*$")  # «المؤسسة التي يرأسها فلان»: head of what is named before it, unless a sitting
FROM_SITTING = 40  # characters from a MEETING mention to «التي ترأسها» that speaks of it («الجلسة … أمس التي ترأسها»)
# «…، الذي ترأس الاجتماع» directly after a name and its office.
CHAIRED_AFTER = re.compile(r"[\s،,\-–—(]*(?:الذي|التي|والذي|والتي)\s+(?:ترأس|ترأست|يرأس|رأس|رأست|ترأسها|ترأسه)(?!\w)"
                           r"(?!\s+(?:وفد|الجانب|اجتماعين|اجتماعات|عدة))")
# «فلان، خلال ترؤسه الاجتماع», and before the name «وخلال ترؤسه الاجتماع، قال فلان».
WHILE_CHAIRING = r"(?:خلال|لدى|أثناء|عند|في)\s+(?:ترؤس|رئاست)(?:ه|ها)(?!\s+(?:وفد|الوفد|الجانب))(?!\w)"
CHAIRING_AFTER = re.compile(r"[\s،,]*" + WHILE_CHAIRING)
CHAIRING_BEFORE = re.compile(WHILE_CHAIRING + r"[^.\n]*$")
OVERSAW = re.compile(r"(?<!\w)[وف]?[أيت]شرف(?:ت)?\s*$")  # «أشرف فلان على اجتماع المجلس»
OVER_MEETING = re.compile(r"[^.\n]{0,80}?(?<!\w)على\s+(?:أعمال\s+)?(?:ال)?(?:اجتماع|جلسة|دورة)(?!\w)")
JOINT = re.compile(r"(?:مشتركة|كل\s+من|بين)(?:\s+من|\s+بين)?\s*$")
SIDE = re.compile(r"(?:من|عن)\s+(?:ال)?جانب")
NEW_BODY = re.compile(r"(?<!\w)[وف]?(?:ب|ل)?(?:تشكيل|إنشاء|تأسيس|تكوين|استحداث|شك[لّ]\w*|أنشأ\w*|إن)\s*$")  # a body set up now sits elsewhere
# Before people who are named for something else than taking part: whose instructions, support, greetings or place these are.
ABSENT = re.compile(r"(?<!\w)[وف]?[بل]?(?:(?:توجيهات?|رعاية|قيادة|تعازي|تحيات|تهاني|رسالة من|طلب(?: من)?|زيارة|نيابة عن|مبعوثا من|بدلا من|"
                    r"خلفا ل\w*|شكره ل\w*|جهود|من قبل|عهد|حكومة|إدارة)(?:\s+ومواساة|\s+كريمة)?(?:\s+من)?|"
                    r"(?:ال)?(?:دعم|رعاية|متابعة|اهتمام|توجيه)(?:ات)?\s+(?:ال\w+\s+){0,2}(?:\S+\s+){0,4}من|"
                    r"(?:الذي|التي)\s+[يت]ول\w+|(?:خول|خوّل|كلف|كلّف|تكليف|تخويل|تعيين)(?:ت)?)\s*$")
TOLD_OF = re.compile(r"(?<!\w)[أإ]ن\s*$|(?<!\w)[وف]?كان(?:ت)?\s*$")  # «أكد … أن فلانا يولي …», «وكان فلان قد …»
# «حضر الاجتماع فلان وفلان», «بحضور …», with nothing but names, titles and offices to the name.
PRESENT = re.compile(r"(?<!\w)[وف]?(?:ب(?:حضور|مشاركة)|[يت]?حضر\w*|شارك\w*|[يت]شارك\w*|ضم(?:ت)?|[يت]ضم)(?!\w)")
VERBAL = re.compile(r"(?<!\w)[وف]?(?:قال|أوضح|أكد|أشار|أضاف|ذكر|بين|كشف|لفت|دعا|ناقش|بحث|استعرض|أقر|وافق|قرر|أوصى|نيابة|بدلا)(?:ت|وا)?(?!\w)")
BYLINE = re.compile(r"\W*(?:\w+\s*[،,]\s*)?[^.\n]{0,20}[-–—:]")  # «فلان - صحيفة»
SPOKESMAN = re.compile(r"متحدث|الناطق")
OFFICE_CHAIRS = re.compile(r"(?<!\w)(?:برئاسة|[وف]?ترأس(?:ت|ه|ها)?)\s")
MARKS = re.compile("[\u0640\u064b-\u0652\u0670]")  # tatweel, harakat, superscript alef


def _before(release: Release, m: Mention) -> str:
    """The 60 characters before a name, its titles and offices and all harakat left out."""
    start = m.start
    while True:
        nearer = [x.start for x in release.mentions if x.label in ("HON", "ROLE") and x.start < start and 0 <= start - x.end <= 3
                  and not re.search(r"\n" if x.end - x.start <= 2 else r"[.\n]", release.text[x.end:start])]  # «د. فلان»
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


def chairs(release: Release, m: Mention, met: Entity | None = None) -> bool:
    """Whether the words around a mention say that this person presides (`met`: over the meeting of this body)."""
    before, after = _before(release, m), _after(release, m)
    found = CHAIRED_BEFORE.search(before) or (CHAIRED_APART.search(before) if _titled(release, m) else None)
    team = met is not None and met.name.startswith(("فريق", "الفريق"))
    if found and not LED.match(after) and not any(
            not (team and d.group() == "فريق") for d in DELEGATION.finditer(before[max(0, found.start() - 20):found.start()])):
        return not heads_other(release, m, met)
    if OVERSAW.search(before) and OVER_MEETING.match(after):
        return True
    if CHAIRING_BEFORE.search(before) and not any(
            x.label == "PER" and m.start - 60 < x.start < m.start and CHAIRING_BEFORE.search(_before(release, x)) for x in release.mentions):
        return True
    return bool(CHAIRED_AFTER.match(after) or CHAIRING_AFTER.match(after))


def _titled(release: Release, m: Mention) -> bool:
    """Whether a title stands directly before a name."""
    return any(x.label == "HON" and 0 <= m.start - x.end <= 2 for x in release.mentions)


def _present(release: Release, m: Mention) -> bool:
    """Whether a name stands in the list of those present: a word of attending before it in its sentence and no verb of another kind since."""
    before = re.split(r"[.؟!\n](?!\s*\d)", MARKS.sub("", release.text[max(0, m.start - 400):m.start]))[-1]
    words = list(PRESENT.finditer(before))
    return bool(words) and VERBAL.search(before, words[-1].end()) is None


def heads_other(release: Release, m: Mention, met: Entity | None) -> bool:
    """Whether a person presides over something else than this meeting: a body that is only set up now («تشكيل لجنة … برئاسة فلان»), or
    an organisation («المؤسسة التي يرأسها فلان»)."""
    start = m.start
    for x in sorted((x for x in release.mentions if x.label in ("HON", "ROLE") and x.end <= m.start), key=lambda x: -x.end):
        if start - x.end <= 3:
            start = min(start, x.start)
    if headed := HEADED.search(release.text, max(0, start - 20), start):
        return not any(x.label == "MEETING" and 0 <= headed.start() - x.end <= FROM_SITTING for x in release.mentions)
    at = release.text.rfind("رئاسة", max(0, start - 12), start)
    bodies = [x for x in release.mentions if x.label == "COMMITTEE" and at >= 0 and 0 <= at - 1 - x.end <= 3]
    return any((met is None or x.entity != met.id) and NEW_BODY.search(release.text[max(0, x.start - 24):x.start]) for x in bodies)


def participation(release: Release, m: Mention, met: Entity | None = None) -> tuple[Participation | None, float, bool]:
    """What one mention of a person says: (participation, confidence, by rule)."""
    if chairs(release, m, met):
        return "chaired", 0.9, True
    before = _before(release, m)
    if ABSENT.search(before) or heads_other(release, m, met) or TOLD_OF.search(before):
        return "mentioned", 0.8, True
    if _present(release, m):
        return "attended", 0.8, True
    # The tagger's word for a chair counts as attendance: left out, chair F1 on dev rose from 82.8 to 87.3.
    scores: dict[Participation, float] = {
        "attended": max(overlapping(release.facts, "ATTENDED", m), overlapping(release.facts, "CHAIRED", m)),
        "mentioned": overlapping(release.facts, "MENTIONED", m)}
    kind = max(scores, key=lambda k: scores[k])
    return (kind, scores[kind], False) if scores[kind] > 0 else (None, 0.0, False)


# A verb of saying directly before titles and offices of a name: of a meeting still to come its speakers only tell.
SAYS = re.compile(r"(?<!\w)[وف]?(?:قال|أوضح|صرح|صرّح|كشف|أكد|أكّد|أعلن|أشار|ذكر|أضاف|بين|بيّن|لفت|أفصح|نوه|نقل)(?:ت)?(?:\s+أيضا)?\s*$")


def people(release: Release, part: Part, met: Entity | None,
           to_come: bool) -> tuple[tuple[Participant, ...], Value[str] | None, tuple[WarningCode, ...]]:
    """Participants of the meeting of this part in order of first mention, the chair, and warnings. `to_come`: it is only announced."""
    named = [m for m in release.mentions if m.label == "PER" and part.holds(m.start, m.end) and chairs(release, m, met)]

    def beside_chair(m: Mention) -> bool:
        """Whether a name is coordinated with that of a chair: «برئاسة مشتركة من فلان وفلان», «برئاسة فلان من جانب … وفلان»."""
        for n in named:
            between = release.text[n.end:m.start]
            if not 0 < len(between) < 160 or re.search(r"[.\n]", between) or any(
                    x.label == "PER" and n.end <= x.start and x.end <= m.start for x in release.mentions):
                continue
            if (JOINT.search(_before(release, n)) or SIDE.search(between)) and re.search(r"(?<!\w)و\s*$", _before(release, m)):
                return True
        return False

    out: list[Participant] = []
    presiding: list[tuple[int, Mention, Entity]] = []
    for person in release.entities:
        if person.label != "PER" or (part.only is not None and person.id not in part.only):
            continue
        here = [m for m in release.mentions if m.entity == person.id and part.holds(m.start, m.end)]
        if not here:
            continue
        said = [(*participation(release, m, met), m) for m in here]
        known = [(k, sure, rule, m) for k, sure, rule, m in said if k is not None]
        if not known:
            # The tagger is silent: who is named with an office is still part of the report (16 of 21 such on dev and a held-out fold).
            if person.role:
                opened = any(s <= m.start < e for m in here for s, e in part.openings)
                out.append(Participant(person, "attended" if opened else "mentioned"))
            continue
        chaired = [m for k, _, _, m in known if k == "chaired"] or [m for *_, m in known if beside_chair(m)]
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
    if chair is None and met is not None and any(OFFICE_CHAIRS.search(release.text[s:e]) for s, e in part.spans):
        warnings = ("chair_by_office",)
    return tuple(out), chair, warnings
