"""The participants of a meeting, and their role: chaired, attended, mentioned."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.arabic.patterns import pattern
from pipeline.assemble.chairing import APART, beside_chair, chairs, heads_other, of_another
from pipeline.assemble.context import before_name
from pipeline.assemble.spans import Row, beginning, labelled, once, over, overlapping
from pipeline.assemble.triggers import Event
from pipeline.types import Entity, Mention, Participant, Participation, Release, Value, WarningCode

# A verb of saying directly before titles and offices of a name: of a meeting still to come its
# speakers only tell.
SAYS = pattern(
    r"(?<!\w)[وف]?(?:قال|أوضح|صرح|كشف|أكد|أعلن|أشار|ذكر|أضاف|بين|لفت|أفصح|نوه|نقل|دعا|"
    r"طالب|انتقد|اقترح|تساءل|أشاد|شدد|حذر|رحب|أعرب|تحدث)(?:ت)?(?:\s+أيضا)?\s*$"
)
# Characters of a line that may name the report's writers, at most.
LINE = 80
HEAD = 12  # maximum number of paragraphs before the report, with a page's furniture
AFTER_PLACE = pattern(r"\s*[»\"]?\s*[-–—:ـ|]\s*")  # «رأس الخيمة - فلان», «عدن: فلان»
BYLINE = pattern(r"\W*(?:\w+\s*[-–—]\s*)?$")  # before the writer's name in that line
WRITES = pattern(r"\W*كتبت?\s*[:\-–—]?\s*")  # «كتب: فلان» at the head of a line
OFFICE_CHAIRS = pattern(r"(?<!\w)(?:برئاسة|[وف]?ترأس(?:ت|ه|ها)?)\s")


def _in_byline(release: Release, m: Mention) -> bool:
    """Return whether a name is the author's: after «كتب», alone in a line, after the place of a
    dateline, or with a dash in one of the first lines and without a title."""
    p = next((p for p in release.paragraphs[:HEAD] if p.start <= m.start < p.end), None)
    if p is None:
        return False
    lead, rest = release.text[p.start : m.start], release.text[m.end : p.end]
    if WRITES.fullmatch(lead) or _after_place(release, m) or not (lead + rest).strip():
        return True
    line = lead + rest
    return (
        p in release.paragraphs[:4]
        and p.end - p.start <= LINE
        and "." not in line
        and any(dash in line for dash in "-–—")
        and BYLINE.fullmatch(lead) is not None
        and not any(
            x.label in ("ROLE", "MEETING", "HON")
            for x in beginning(release.mentions, p.start, min(p.end, m.end + 40))
        )
    )


def _after_place(release: Release, m: Mention) -> bool:
    """Return whether a name without title or office follows the place of a dateline."""
    placed = any(
        x.label in ("LOC", "COUNTRY") and AFTER_PLACE.fullmatch(release.text, x.end, m.start)
        for x in over(release.mentions, m.start - 40, m.start)
    )
    return placed and not any(
        x.label in ("ROLE", "HON") for x in beginning(release.mentions, m.end, m.end + 4)
    )


def participation(
    release: Release, m: Mention, met: Entity | None, sure_chair: float
) -> tuple[Participation | None, bool]:
    """Return the participation that one mention of a person gives (in the meeting of the body
    `met`), and whether a rule found it."""
    if chairs(release, m, met):
        return "chaired", True
    if overlapping(release.facts, "CHAIRED", m) >= sure_chair:
        return "chaired", False
    if heads_other(release, m) or (met is not None and of_another(release, m, met)):
        return "mentioned", True
    # The tagger's uncertain mark for a chair counts as attendance.
    scores: dict[Participation, float] = {
        "attended": max(
            overlapping(release.facts, "ATTENDED", m), overlapping(release.facts, "CHAIRED", m)
        ),
        "mentioned": overlapping(release.facts, "MENTIONED", m),
    }
    kind = max(scores, key=lambda k: scores[k])
    return (kind if scores[kind] > 0 else None), False


def _kind(
    release: Release,
    event: Event,
    person: Entity,
    here: Sequence[tuple[Mention, Participation | None]],
    to_come: bool,
) -> Participation | None:
    """Return how a person who does not preside took event, None if nothing says so. `here`: the
    mentions of the person, with the participation that each gives."""
    speaks = any(SAYS.search(before_name(release, m)) for m, _ in here)
    told = any(event.has_trigger_at(m.start) for m, _ in here)
    near = told or any(_behind_trigger(event, m) for m, _ in here)
    tells = to_come and speaks
    if any(kind is not None for _, kind in here):
        took_part = (speaks and near) or any(kind == "attended" for _, kind in here)
        return "attended" if took_part and not tells else "mentioned"
    # Without a mark of the tagger: a person with an office belongs to the report in its first
    # sentence and in the next.
    if not person.role or not near:
        return None
    return "attended" if told or (speaks and not tells) else "mentioned"


def _behind_trigger(event: Event, m: Mention) -> bool:
    """Return whether a mention is in the sentence after one that begins the meeting."""
    number = event.number_at(m.start)
    return bool(number) and event.spans[(number or 0) - 1] in event.trigger_spans


def people(
    release: Release, event: Event, met: Entity | None, to_come: bool, sure_chair: float
) -> tuple[tuple[Participant, ...], Value[str] | None, tuple[WarningCode, ...]]:
    """Return participants of the meeting of this event in order of first mention, the chair, and
    warnings. `to_come`: it is only announced. `sure_chair`: see Config."""
    chairing: list[Mention] = []
    # Gathered once an event: a text of hundreds of meetings has thousands of mentions.
    named: dict[str | None, list[Mention]] = {}
    for m in event.held(labelled(release.mentions, "PER")):
        named.setdefault(m.entity, []).append(m)
        if chairs(release, m, met):
            chairing.append(m)
    chaired_by = Row(chairing)
    out: list[Participant] = []
    presiding: list[tuple[Mention, Entity]] = []
    order = once(release, "order", lambda: {e.id: n for n, e in enumerate(release.entities)})
    for number in sorted({order[i] for i in named if i in order}):
        person = release.entities[number]
        if event.only is not None and person.id not in event.only:
            continue
        here = [m for m in named.get(person.id, ()) if not _in_byline(release, m)]
        if not here:
            continue
        said = [(m, participation(release, m, met, sure_chair)[0]) for m in here]
        # If the words beside a name say who presides, the tagger's mark alone makes no second
        # chair.
        chaired = [
            m
            for m, kind in said
            if (kind == "chaired" and (not chairing or m in chairing))
            or (
                kind is not None
                and any(
                    beside_chair(release, m, c) for c in over(chaired_by, m.start - APART, m.start)
                )
            )
        ]
        if chaired:
            presiding.append((chaired[0], person))
            out.append(Participant(person, "chaired"))
        elif (kind := _kind(release, event, person, said, to_come)) is not None:
            out.append(Participant(person, kind))
    chair: Value[str] | None = None
    if presiding:
        m, first = min(presiding, key=lambda x: x[0].start)
        by_rule = participation(release, m, met, sure_chair)[1]
        chair = Value(first.name, (m.start, m.end), "rule" if by_rule else "model")
    warnings: tuple[WarningCode, ...] = ()
    if (
        chair is None
        and met is not None
        and any(OFFICE_CHAIRS.search(release.text[s:e]) for s, e in event.spans)
    ):
        warnings = ("chair_by_office",)
    return tuple(out), chair, warnings
