"""Members named in a row before the body of all of them: «فلان، وفلان، وفلان أعضاء مجلس الإدارة»
makes each a member. Two named behind an office in the dual each hold it: «وكيلا وزارة الري فلان
وفلان».

Plural members are no ROLE mention (annotation case 1), but each has the office: so have all 7
people of two such lists in the annotated documents, and none of a list before a bare «أعضاء
المجلس»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.arabic.patterns import pattern
from pipeline.types import Mention

MEMBERS = pattern(r"[\s،,]+(?:أعضاء|عضوات|عضوي|عضوا|عضوتي)\s+")
# A dual before a noun, not an accusative («نائبا للرئيس», «عضوا مستقلا في المجلس»).
TWO = pattern(r"(وكيل|نائب|عضو|مساعد)([اي])\s+(?!ل|ب|في\s|عن\s|\w+[ا\u064b](?!\w)|أول(?!\w))\w")
TOGETHER = re.compile(
    r"[\s،,]*و?\s*(?:ال\w+\s+)?"
)  # a title or nationality that is no mention may stand before a name


def fellows(
    text: str, mentions: Sequence[Mention], office: Mapping[int, tuple[int, int]]
) -> dict[int, str]:
    """For PER mentions (index) in such a row the office of a member. `office`: ranges of the
    others', who end the row."""
    people = [i for i, m in enumerate(mentions) if m.label == "PER"]
    titles = {m.end: m.start for m in mentions if m.label == "HON"}
    bodies: dict[int, Mention] = {}  # the longest that begins at a place
    for m in mentions:
        if m.label in ("COMMITTEE", "ORG") and (
            m.start not in bodies or m.end > bodies[m.start].end
        ):
            bodies[m.start] = m
    out: dict[int, str] = {}
    for k, i in enumerate(people):
        after = MEMBERS.match(text, mentions[i].end)
        body = bodies.get(after.end()) if after else None
        row = _row(text, mentions, people[: k + 1], titles, office) if body else []
        if body and len(row) > 1:
            out.update(dict.fromkeys(row, f"عضو {body.name}"))
    for i, j in pairwise(people):  # «وكيلا وزارة الري | فلان | و | فلان»
        held = (
            text[slice(*office[i])]
            if i in office and j not in office and office[i][1] <= mentions[i].start
            else ""
        )
        start = titles.get(mentions[j].start - 1, mentions[j].start)
        if (
            of_two(held) != held
            and TOGETHER.fullmatch(text, mentions[i].end, start)
            and "و" in text[mentions[i].end : start]
        ):
            out[j] = of_two(held)
    return out


def of_two(office: str) -> str:
    """The office of one of two who hold it, from the dual in construct: «وكيلا وزارة الري», «وكيلي
    وزارة الري» → «وكيل وزارة الري»."""
    found = TWO.match(office)
    return office[: found.end(1)] + office[found.end(2) :] if found else office


def _row(
    text: str,
    mentions: Sequence[Mention],
    people: Sequence[int],
    titles: Mapping[int, int],
    office: Mapping[int, tuple[int, int]],
) -> list[int]:
    """The last of these people and those directly before, as far as nothing but commas and «و»
    stands between and none has an office."""
    row: list[int] = []
    start = None
    for i in reversed(people):
        m = mentions[i]
        if i in office or (start is not None and not TOGETHER.fullmatch(text, m.end, start)):
            break
        row.append(i)
        start = titles.get(m.start - 1, m.start)
    return row
