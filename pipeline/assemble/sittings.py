"""The content of a MEETING mention and of the words beside it: the session number, whether it
introduces a meeting, whether it is another session."""

from __future__ import annotations

from pipeline.arabic.dates import ANY_DAY, resolve
from pipeline.arabic.folding import first_word
from pipeline.arabic.numbers import OrdinalMatch, find_ordinals
from pipeline.arabic.patterns import pattern
from pipeline.assemble.cues import cue
from pipeline.assemble.sentences import words_before
from pipeline.assemble.spans import outermost, overlapping, within
from pipeline.types import Mention, Release, Span

POSSESSIVE = pattern(r"(?:ه|ها|هم)$")  # «اجتماعها»
NEAR = 3  # maximum characters from a mention to the body after it
OWNS = 60  # and from a body to a mention with a possessive,
SURE = 0.4  # minimum confidence of the tagger's BODY fact to support a body beside a mention
BEHIND = 16  # characters after a mention that may show that its ordinal is no session number


def numbers_of(name: str, behind: str = "") -> list[OrdinalMatch]:
    """Return the numbers of sessions in a MEETING mention, read with the words after it: «الجلسة
    الأولى | منذ شهر» and «اجتماع 14 | أبريل» have none."""
    text = name + behind
    return [
        o
        for o in find_ordinals(text)
        if o.end <= len(name)
        and not (text[o.start].isdigit() and resolve(text[o.start :], ANY_DAY))
    ]


def possessive(name: str) -> str:
    """Return the possessive of the noun at the beginning of a mention («ها» of «اجتماعها الثاني»), or
    the empty string."""
    found = POSSESSIVE.search(first_word(name))
    return found.group() if found else ""


def agrees(pronoun: str, body: str) -> bool:
    """Return whether a possessive agrees in gender with the name of a body («اللجنة … اجتماعها»,
    «المجلس … اجتماعه»); «هم» agrees with any."""
    return pronoun == "هم" or first_word(body).endswith("ة") == (pronoun == "ها")


def introduces(name: str) -> bool:
    """Return whether a MEETING mention is indefinite, like a meeting not mentioned before:
    «اجتماعاً ثلاثياً», «لقاء مع …», not «اجتماع اللجنة»."""
    first, *rest = name.split()
    if rest and rest[0].startswith("ال"):
        return False  # «اجتماع الموقعين على …» is definite by its complement
    return bool(cue("indefinite").match(first)) and (
        first.endswith(("\u064b", "ا", "ة", "ين")) or bool(rest)
    )  # fathatan


def is_conference(m: Mention) -> bool:
    """Return whether a MEETING mention is a named conference («القمة العربية», «مؤتمر جنيف»,
    «القمة»)."""
    return cue("conference").match(m.name) is not None


def of_other_sitting(release: Release, span: Span, m: Mention) -> bool:
    """Return whether the words before a MEETING mention in its sentence show that it is another
    session than the reported one: its papers are mentioned, or something was held beside it."""
    before = words_before(release, span, m)
    return any(cue(name).search(before) for name in ("minutes", "margin_of"))


def own_body(release: Release, span: Span, anchor: Mention) -> str | None:
    """Return the body of a MEETING mention: the COMMITTEE directly after it («الاجتماع الثاني للجنة
    …»), or with a possessive («عقدت اللجنة … اجتماعها») the last outermost one before it."""
    named = [m for m in within(release.mentions, span) if m.label == "COMMITTEE" and m.entity]
    bodies = outermost(named)
    after = next((m for m in bodies if 0 <= m.start - anchor.end <= NEAR), None)
    if after is not None:
        return after.entity
    owned = possessive(anchor.name)  # «اللجنة … اجتماعها», «المجلس … اجتماعه»
    before = [m for m in bodies if owned and m.end <= anchor.start and agrees(owned, m.name)]
    held = overlapping(release.facts, "HELD", anchor) > overlapping(
        release.facts, "REFERRED", anchor
    )
    sure = [m for m in before if held and overlapping(release.facts, "BODY", m) >= SURE]
    owners = sure or [m for m in before if anchor.start - m.end <= OWNS]
    return owners[-1].entity if owners else None


def met_beside(release: Release, span: Span, anchor: Mention) -> str | None:
    """Return the body beside a MEETING mention, if the tagger marks it as one that met."""
    own = own_body(release, span, anchor)
    named = (m for m in within(release.mentions, span) if own is not None and m.entity == own)
    return own if any(overlapping(release.facts, "BODY", m) >= SURE for m in named) else None
