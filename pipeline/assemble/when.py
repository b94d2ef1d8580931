"""The date of a meeting: choose a date expression of its event and resolve it by the dateline or the
page's date."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipeline.arabic.dates import Resolved, Tense, dateline_date, resolve, written_on
from pipeline.assemble.cues import cue
from pipeline.assemble.spans import beginning, labelled, over, remembered
from pipeline.assemble.triggers import Event
from pipeline.ranges import Ranges
from pipeline.types import FoundBy, Mention, Release, Value, WarningCode

STATED = 3  # the rank of the day of a statement
AT_IT_REACH = 80  # maximum characters between such a date and the meeting
DAYS = {"يومين": 2, "ثلاثة": 3, "أربعة": 4, "خمسة": 5}
NAMES = frozenset({"PER", "LOC", "ORG", "COMMITTEE"})


@dataclass(frozen=True, slots=True)
class When:
    date: Value[str] | None = None
    end: Value[str] | None = None
    hijri: Value[str] | None = None
    warnings: tuple[WarningCode, ...] = ()
    to_come: bool = False  # the meeting is announced: its date is after the day of writing


@remembered
def anchor_of(release: Release) -> tuple[dt.date | None, str | None]:
    """Return the anchor day of the text, and the date of its dateline."""
    kept = (p for p in release.paragraphs if p.duplicate_of is None)
    text = "\n".join(release.text[p.start : p.end] for p in kept)
    published = release.published
    page = dt.date.fromisoformat(published[:10]) if published else None
    written = written_on(text, page)
    return written, dateline_date(text[:600], page or written)


def is_to_come(release: Release, date: Value[str] | None) -> bool:
    """Return whether a date is after the anchor day of the text."""
    written = anchor_of(release)[0]
    return date is not None and written is not None and date.value > written.isoformat()


def _speaks_ahead(release: Release, m: Mention) -> bool:
    """Return whether the date or the words before it refer to the future; a name does not count
    («ستافان», «سيتي»)."""
    found = cue("to_come").finditer(release.text, max(0, m.start - 60), m.end)
    return any(
        not any(x.label in NAMES for x in over(release.mentions, f.end() - 1, f.end()))
        for f in found
    )


@remembered
def _days(release: Release) -> dict[Mention, Resolved]:
    """Return the DATE mentions that name a day, directly or relative to the day of writing."""
    anchor, _ = anchor_of(release)
    out = {}
    for m in labelled(release.mentions, "DATE"):
        tense: Tense = "future" if _speaks_ahead(release, m) else "past"
        got = resolve(release.text[m.start : m.end], anchor, tense)
        if got is not None and got.start is not None and got.precision == "day":
            out[m] = got
    return out


def when(release: Release, event: Event, far_days: int) -> When:
    """Return the date of the meeting of this event: of the DATE mentions that name a day, the one
    nearest to the first sentence, in that sentence first; a dated dateline if the text has no other
    date. A text without a day of writing dates a meeting only in a sentence about it. Ignore dates
    more than `far_days` from the day of writing."""
    anchor, line = anchor_of(release)
    days = _days(release)
    dates = event.held(labelled(release.mentions, "DATE"))
    marks = _Marks(event)
    near = [
        (distance, m)
        for m in dates
        if m in days
        and _may_be_its(release, event, m, days[m])
        and (anchor is None or abs((_day(days[m]) - anchor).days) <= far_days)
        and (distance := _distance(release, event, marks, m))[0] <= (0 if anchor is None else 2)
    ]
    if near:
        m = min(near, key=lambda x: x[0])[1]
        r = _from_its_first_day(release, event, m, days[m])
        return When(
            Value(str(r.start), (m.start, m.end), "rule"),
            Value(r.end, (m.start, m.end), "rule") if r.end and r.end != r.start else None,
            _hijri(days, [m, *dates], days[m].start),
            to_come=anchor is not None and _day(r) > anchor,
        )
    if line is not None:
        named = [m for m, r in days.items() if r.start == line]
        if any(_of_page(release, m) for m in named):
            return When()
        at = (named[0].start, named[0].end) if named else None
        found_by: FoundBy = "rule" if at else "inferred"
        return When(Value(line, at, found_by), None, _hijri(days, named, line))
    return When(warnings=("date_without_anchor",) if anchor is None and dates else ())


def _from_its_first_day(release: Release, event: Event, m: Mention, r: Resolved) -> Resolved:
    """Return the days of a meeting of which a text gives the last one and their number."""
    sentence = next((s for s in event.trigger_sentences if s[0] <= m.start < s[1]), None)
    said = release.text[slice(*sentence)] if sentence else ""
    lasted = cue("lasted").search(said)
    if lasted is None or r.end is not None or not cue("ended").search(said, 0, lasted.start()):
        return r
    first = _day(r) - dt.timedelta(days=DAYS[lasted[1]] - 1)
    return replace(r, start=first.isoformat(), end=r.start)


def _day(r: Resolved) -> dt.date:
    return dt.date.fromisoformat(str(r.start))


def _hijri(
    days: dict[Mention, Resolved], named: Iterable[Mention], day: str | None
) -> Value[str] | None:
    """Return the Hijri form of a day from one of these mentions of it."""
    return next(
        (
            Value(r.hijri, (m.start, m.end), "rule")
            for m in named
            if (r := days.get(m)) is not None and r.start == day and r.hijri
        ),
        None,
    )


def _may_be_its(release: Release, event: Event, m: Mention, r: Resolved) -> bool:
    """Return whether nothing says that a date belongs to something else: the dateline, the page,
    another session, a document, or a topic."""
    before = max(0, m.start - 110)
    return not (
        _in_dateline(release, m, r)
        or _of_page(release, m)
        or _in_clause(release, event, m)
        or cue("of_paper").search(release.text, before, m.start)
    )


def _in_dateline(release: Release, m: Mention, r: Resolved) -> bool:
    """Return whether a date is in the dateline or the page's date line, and not in a sentence."""
    p = next((p for p in release.paragraphs[:4] if p.start <= m.start < p.end), None)
    if p is None or (
        r.relative and not any(c.isdigit() for c in m.name)
    ):  # «14 أبريل», without a year, is no «اليوم»
        return False
    if any(
        x.label in ("MEETING", "COMMITTEE", "PER")
        for x in beginning(release.mentions, p.start, m.start)
    ):
        return False
    alone = p.end - p.start < 80 and not release.text[m.end : p.end].strip(" .,،:0123456789مص")
    return alone or (
        m.start - p.start < 40 and cue("agency").match(release.text, m.end) is not None
    )


def _of_page(release: Release, m: Mention) -> bool:
    """Return whether a date is alone in its line, with at most a time: the date of the page is not
    that of a meeting (annotation case 16)."""
    start, end = release.text.rfind("\n", 0, m.start) + 1, release.text.find("\n", m.end)
    line = release.text[start : m.start] + release.text[m.end : end if end >= 0 else None]
    return not line.strip(" \t\r.,،:|0123456789مص")


def _in_clause(release: Release, event: Event, m: Mention) -> bool:
    """Return whether a date is in a topic or decision, and nothing there says that this meeting was
    held."""
    return any(
        f.label in ("TOPIC", "DECISION") and not event.triggers_in((f.start, f.end))
        for f in over(release.facts, m.start, m.start + 1)
    )


class _Marks:
    """The places in the text that say that a meeting is held: its triggers, and its first sentence
    if it has none."""

    def __init__(self, event: Event) -> None:
        marks = [(a.start, a.end) for a in event.triggers]
        if not any(
            event.first_sentence[0] <= s < event.first_sentence[1] for s, _ in marks
        ):  # a verb reports it: «استقبل … أمس»
            marks.append(event.first_sentence)
        self.spans = Ranges(map(_Mark._make, marks))
        self.starts = sorted(s for s, _ in marks)
        self.ends = sorted(e for _, e in marks)
        numbers = (event.number_at(s) for s, _ in marks)
        self.sentences = sorted({n for n in numbers if n is not None})

    def near(self, m: Mention) -> int:
        """Return the characters from a mention to the nearest."""
        if self.spans.over(m.start, m.end):
            return 0
        before, behind = bisect_right(self.ends, m.start), bisect_left(self.starts, m.end)
        return min(
            [
                *(m.start - e for e in self.ends[max(before - 1, 0) : before]),
                *(s - m.end for s in self.starts[behind : behind + 1]),
            ]
        )

    def apart(self, sentence: int) -> int:
        """Return the number of sentences to the nearest."""
        at = bisect_left(self.sentences, sentence)
        return min((abs(sentence - k) for k in self.sentences[max(at - 1, 0) : at + 1]), default=0)


class _Mark(NamedTuple):
    start: int
    end: int


def _distance(
    release: Release, event: Event, marks: _Marks, m: Mention
) -> tuple[int, bool, int, int]:
    """Return the rank of a date by its distance from the report of the meeting: 0 in the sentence
    of an anchor, 1 in the next, 2 a little further, 3 far away or the day of a statement. Then the
    first sentence comes first (in a headline, and the first after it), because later ones may name
    other days; then characters, then position."""
    apart = marks.apart(event.number_at(m.start) or 0)
    rank = min(apart, 2) if apart <= 3 else 3
    since = max(
        [
            m.start - 70,
            *(a.end for a in event.triggers_in((m.start - 200, m.start)) if a.end <= m.start),
        ]
    )  # «قال خلال اجتماع أمس»: the meeting's date
    said = cue("statement").search(release.text[max(0, since) : m.start].rpartition("\n")[2])
    triggers = event.triggers_in((m.end + 1, m.end + AT_IT_REACH))
    if said and not any(cue("at_it").fullmatch(release.text, m.end, a.start) for a in triggers):
        rank = STATED
    return (
        rank,
        not any(
            s <= m.start < e for s, e in event.trigger_sentences[: 2 if event.in_headline else 1]
        ),
        marks.near(m),
        m.start,
    )
