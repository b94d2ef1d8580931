"""Who took part in a meeting, and how: three scorers over named evidence.

Of each person whom the text of a meeting names they say whether its record lists them (`listed`),
whether they took part or are only spoken of (`attended`), and whether they presided (`chaired`). All
that is known of a person stands in one dictionary: what the tagger says of each mention, how near the
cues of `data/cues.toml` stand, the place in the text, and what is known of the others. The trees are
learnt by `models/training/participants.py`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.assemble.bylines import in_byline
from pipeline.assemble.context import after_name, before_name, joined_to, name_start
from pipeline.assemble.cues import SIGHT, before, behind, told_in
from pipeline.assemble.features import MANY, NEVER, SEVERAL, Features
from pipeline.assemble.spans import labelled, overlapping, paragraph_at
from pipeline.assemble.triggers import Event
from pipeline.config import Config
from pipeline.scoring import load, log_odds
from pipeline.types import Entity, Mention, Participant, Release, Value, WarningCode

KINDS = ("attended", "chaired", "mentioned")  # the tagger's facts about people
BEFORE = ("presiding", "delegation", "spoken_of", "told_of", "away", "presents", "says", "says_now")
BEHIND = ("presiding", "delegation")
SENTENCE_ENDS = (". ", "\n", "؟", "!")
LINE = 200  # characters of a paragraph that count
LONG = 6000  # characters of a text that count
KIN = 10  # characters before a name that may contain the word for a relative
LED = 45  # characters before a name within which a delegation that it heads is named
BESIDE = 2  # characters at most between a name and what stands directly beside it
# Evidence of which a person has the least of all mentions; of the rest the most.
NEAREST = frozenset(
    ["line", *(f"{name}_before" for name in BEFORE), *(f"{name}_behind" for name in BEHIND)]
)
SCORERS = ("listed", "attended", "chaired")
TOOK_PART = 0.5  # probability from which someone took part
# Characters before a name and its titles; who is named so near a word for staying away was not there.
AWAY = 12
NOBODY = -1.0  # a feature of a neighbour where there is none


class Named(NamedTuple):
    """A person named in the text of a meeting, with the mentions there and the evidence."""

    person: Entity
    mentions: tuple[Mention, ...]
    found: Features


def people(
    release: Release, event: Event, met: Entity | None, to_come: bool, config: Config
) -> tuple[tuple[Participant, ...], Value[str] | None, tuple[WarningCode, ...]]:
    """Return the people of the record of an event's meeting in the order of the text, the chair,
    and warnings. `met`: the body that met. `to_come`: the meeting is only announced."""
    listed, attended, chaired = (load("pipeline.assemble", f"{name}.json") for name in SCORERS)
    out: list[Participant] = []
    presiding: dict[str | None, tuple[float, Mention, str]] = {}
    for person, mentions, found in named(release, event, met, to_come):
        there = not found["kin"] and found["away_before"] > AWAY
        sure = chaired.probability(found) if there else 0.0
        if sure >= config.presides:
            marked = max(mentions, key=lambda m: overlapping(release.facts, "CHAIRED", m))
            presiding[person.id] = sure, marked, person.name
            out.append(Participant(person, "chaired"))
        elif listed.probability(found) >= config.sure_person:
            tells = to_come and found["says_before"] <= BESIDE  # of what is still to come
            took_part = there and not tells and attended.probability(found) >= TOOK_PART
            out.append(Participant(person, "attended" if took_part else "mentioned"))
    if presiding:
        _, m, name = max(presiding.values(), key=lambda x: (x[0], -x[1].start))
        # «برئاسة مشتركة من فلان وفلان»: the first named (annotation case 7)
        while (left := joined_to(release, m)) is not None and left.entity in presiding:
            m, name = left, presiding[left.entity][2]
        return tuple(out), Value(name, (m.start, m.end), "model"), ()
    by_office = met is not None and any(told_in(release, s, "presiding") for s in event.spans)
    return tuple(out), None, ("chair_by_office",) if by_office else ()


def named(release: Release, event: Event, met: Entity | None, to_come: bool) -> list[Named]:
    """Return the people whom the text of an event's meeting names, each with all evidence, in the
    order of the text. For the arguments see `people`."""
    mentions: dict[str | None, list[Mention]] = {}
    for m in event.held(labelled(release.mentions, "PER")):
        if not in_byline(release, m):
            mentions.setdefault(m.entity, []).append(m)
    only = mentions.keys() if event.only is None else mentions.keys() & event.only
    persons = [e for e in release.entities if e.id in only]
    told = [n for n, span in enumerate(event.spans) if span in event.trigger_spans] or [0]
    own = [_of_person(release, event, told, p, mentions[p.id]) for p in persons]
    of_all = {
        "people": min(MANY, len(persons)),
        "body": met is not None,
        "to_come": to_come,
        "reported": log_odds(release.reported or 0.0),
        "introduced": log_odds(event.introduced, NEVER),
        "long": min(LONG, len(release.text)) / LONG,
    }
    others = _of_others(own)
    return [
        Named(p, tuple(mentions[p.id]), {**mine, **beside, **of_all})
        for p, mine, beside in zip(persons, own, others, strict=True)
    ]


def _of_person(
    release: Release, event: Event, told: Sequence[int], person: Entity, here: Sequence[Mention]
) -> Features:
    """Return what all mentions of a person say together: the surest fact, the nearest cue. `told`:
    the numbers of the sentences with a trigger."""
    said = [of_mention(release, event, m) for m in here]
    numbers = [event.number_at(m.start) or 0 for m in here]
    role = person.role or ""
    return {
        **{name: (min if name in NEAREST else max)(one[name] for one in said) for name in said[0]},
        **{f"first_{kind}": said[0][kind] for kind in ("attended", "mentioned")},
        "first_at": min(LINE, here[0].start - event.spans[numbers[0]][0]),
        "far": min(MANY, *(_distance(told, n) for n in numbers)),
        "in_lead": max(numbers) < told[0],
        "count": min(SEVERAL, len(here)),
        "role": min(MANY, len(role.split())),
        "press": before(role, "press") < SIGHT,
        "name": person.confidence,
    }


def of_mention(release: Release, event: Event, m: Mention) -> Features:
    """Return what one mention of a person says."""
    number = event.number_at(m.start) or 0
    paragraph = paragraph_at(release, m.start)
    words = before_name(release, m)
    words = words[max(words.rfind(end) for end in SENTENCE_ENDS) + 1 :]
    after = after_name(release, m)
    titles = release.text[max(0, name_start(release, m) - KIN) : m.start]
    said: Features = {
        **{kind: overlapping(release.facts, kind.upper(), m) for kind in KINDS},
        **{f"{name}_before": before(words, name) for name in BEFORE},
        **{f"{name}_behind": behind(after, name) for name in BEHIND},
    }
    leads = said["delegation_before"] < LED and said["presiding_before"] < SIGHT
    if leads or said["delegation_behind"] <= BESIDE:  # to head a delegation is not to preside
        said["attended"] = max(said["attended"], said["chaired"])
        said |= {"chaired": 0.0, "presiding_before": SIGHT}
    kin = before(titles, "kin") < SIGHT
    if kin:  # the one who presides is the relative
        said |= {"chaired": 0.0, "presiding_before": SIGHT}
    return {
        **said,
        "kin": kin,
        "opened": event.has_trigger_at(m.start),
        "next": number > 0 and event.spans[number - 1] in event.trigger_spans,
        "line": LINE if paragraph is None else min(LINE, paragraph.end - paragraph.start),
    }


def _distance(told: Sequence[int], n: int) -> int:
    """Return how many sentences lie between sentence `n` and the nearest of `told`, ascending."""
    at = bisect_left(told, n)
    return min(abs(n - o) for o in told[max(at - 1, 0) : at + 1])


def _of_others(own: Sequence[Features]) -> list[Features]:
    """Return for each person what is known of the others of the meeting."""
    surest = {kind: _best_of_others([found[kind] for found in own], 0.0) for kind in KINDS}
    nearest = _best_of_others([-found["presiding_before"] for found in own], -SIGHT)
    nobody = dict.fromkeys(KINDS, NOBODY)
    row = [nobody, *own, nobody]
    return [
        {
            "order": min(MANY, n),
            **{f"others_{kind}": surest[kind][n] for kind in KINDS},
            "others_presiding": -nearest[n],
            **{f"previous_{kind}": row[n][kind] for kind in ("attended", "mentioned")},
            **{f"following_{kind}": row[n + 2][kind] for kind in ("attended", "mentioned")},
        }
        for n in range(len(own))
    ]


def _best_of_others(values: Sequence[float], none: float) -> list[float]:
    """Return for each value the highest of the others, `none` if it is the only one."""
    first, second = [*sorted(values, reverse=True), none, none][:2]
    return [second if value == first else first for value in values]
