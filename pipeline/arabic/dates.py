"""Dates in Arabic news: find them in a text and compute the day that they mean.

`find_dates` returns the ranges of date expressions, Gregorian or Hijri, absolute or relative: «25
شوال 1436 هـ الموافق 10 أغسطس 2015 م», «18/ 10/ 1436», «الأربعاء المقبل», «مساء أمس الأول», «عام
2025». `resolve` converts one to ISO dates, given the day on which the text was written.
`written_on` reads that day from datelines (`dateline_date`) and stamps.

Names of months and days come from CLDR (babel) and hijridate. hijridate converts Hijri dates (Umm
al-Qura). dateparser also supports Arabic, but it reads Hijri figures as Gregorian ones, and reads
no Hijri month, no ordinal day, no «المقبل» and no «أمس الأول». The grammar is a regular expression
over kinds of words (`words`)."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from pipeline.arabic.numbers import ordinal_entries
from pipeline.arabic.words import Entry, Lexed, Lexicon, fold_word, lex

Date = datetime.date
Precision = Literal["day", "week", "month", "year"]
Tense = Literal["past", "future"]
ANY_DAY = Date(2000, 1, 3)  # any anchor for `resolve` if only the kind of date matters, not the day

_DAY = datetime.timedelta(days=1)

# Kinds of words. Ordinals: a j u x e t and A J U X, as in `numbers`. n figure 1–31 y Gregorian year
# z Hijri year # other figure M Gregorian month H Hijri month m h the same, for words with other
# senses W weekday D يوم E يومي F اليوم G أمس K غد B بعد i قبل I أول P part of a day Q part of a
# period q غرة p الربع r النصف s شهر Y عام k أسبوع S season R المقبل، الماضي، الحالي (+1, -1, 0) V
# هذا c هـ g م C الموافق f من o إلى N المبارك T الجامعي d الدراسي O named day 1 after it no «today»
# v a year may follow 2 a name follows L the article l ل b ب، ك + و، ف
_ORDINAL_DAY = r"(?:[uj]\+?e|[uj]\+t|t|[uxa])"
_ONE_DAY = rf"(?:(?:L-?)?n|{_ORDINAL_DAY}|q)"
_SEVERAL = rf"(?:{_ONE_DAY}(?:-|\+?o|\+)){{0,3}}{_ONE_DAY}"
_G_MONTH = r"[Mm](?:/?[Mm]|\([Mm]\))?"
_H_MONTH = r"[Hh]N?(?:\([Mm]\))?"
_G_YEAR = r"(?:(?:[,/-]|f?Y,?)?yg?|f?YR(?:yg?)?)"
_H_YEAR = r"(?:(?:[,/-]|f?Y,?)?zc?|f?YR(?:zc?)?|c)"


def _plain(pattern: str) -> str:
    """Return the pattern with its groups unnamed, so that it can occur twice in another pattern."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


_NUMERIC = (
    rf"(?P<dmy>(?:{_ONE_DAY}(?:-|\+?o|\+)){{0,3}}n(?:/n/|-n-|\.n\.|[/-]n[/-]?(?=[yz][cg])|-n-,)[yz][cg]?)"  # «26-03-،2013»
    r"|(?P<ymd>[yz](?:/n/n|-n-n)(?!n|[/-]n)[cg]?)"
)
_WRITTEN = (
    rf"(?P<gdays>{_SEVERAL})(?:/|f?s?)(?P<gmonth>{_G_MONTH}){_G_YEAR}?"  # «17/ يوليو/ تموز 2011»
    rf"|(?P<hdays>{_SEVERAL})(?:/|f?s?)(?P<hmonth>{_H_MONTH}){_H_YEAR}?"
    r"|(?P<mdy>[Mm]n,?y)"
)
_ABSOLUTE = rf"(?:{_plain(_NUMERIC)}|{_plain(_WRITTEN)})"
_YEARS = r"[yz][cg]?(?:[-/]{1,2}[yz][cg]?){0,6}(?:\(?[yz][cg]\)?)?"
_PAIR = rf"{_ABSOLUTE}(?:(?:,?C[l:]?|[-/=]C?){_ABSOLUTE}|\(C?{_ABSOLUTE}\)|\({_YEARS}\))?"
_MEANING = "(?:Cl?)?"  # الموافق (لـ)
_PART = r"(?:[Bi]?P)?"
_NOW = r"F(?![dOajuxAJUX])"  # not «اليوم الوطني», «اليوم الثاني»
_WEEKDAY = r'(?:\(W\)|"W"|W)'
_FULL = rf"{_PART}[DE]?(?:W(?:\+W){{0,6}}(?:R(?=,?C))?,?)?{_MEANING}{_PAIR}R?"
_RELATIVE = (
    rf"{_PART}D?(?:(?<![1l]){_NOW}|G[aA]?|If?G|\(If?\)G|BK|K){_WEEKDAY}?(?:,?{_MEANING}{_PAIR})?"
)
_WEEKDAYS = rf"(?<!2){_PART}(?:E\+?W(?:\+W){{1,6}}|D?W)(?:B?R)?"
_MONTHS = (
    rf"(?:Q?s|Q){_G_MONTH}{_G_YEAR}?R?|{_G_MONTH}(?:{_G_YEAR}R?|R)|[Mm](?:/[Mm]|\([Mm]\)|(?<=m)M|(?<=M)m)|MM?"
    rf"|(?:Q?s|Q){_H_MONTH}{_H_YEAR}?R?|{_H_MONTH}(?:{_H_YEAR}R?|R)|[Hh]N|H"
    rf"|(?:{_ONE_DAY}f?)?Q?(?:Vs|sR|VsR)"
)
_YEAR = (
    rf"(?:QVY|QY|VY|Y)[dTcg]{{0,3}}R?(?:,?{_YEARS}|\({_YEARS}\))|Q?VYR?|Q?YR|QY(?![dT])"
    rf"|(?<=[vofi])(?<!fv)(?!z[^c/-]){_YEARS}|[yz][cg](?:[yz][cg])?|(?<=[(vaujxAUJX])y(?:-y){{1,6}}|z[-/]zc|Q[yz][cg]?"
)
_QUARTER = rf"Q?[pr](?:[au]|n)(?:[fl]?(?:{_YEAR}|Y))?"  # «الربع الأول من عام 2027»
_WEEK = r"Q?V?kR|Q?Vk"
# «الأسبوع الأول من مايو», «النصف الثاني من شهر رمضان»: no exact day; only the month is known.
_OF_MONTH = (
    rf"(?P<of>Q?[kr](?:{_ORDINAL_DAY}|O)f)(?:s?{_G_MONTH}{_G_YEAR}?|s?{_H_MONTH}{_H_YEAR}?)R?"
)
_PART_OF_MONTH = re.compile(_OF_MONTH)
_FIND = re.compile(
    rf"(?=[^w|,.:()%=/])(?:{_plain(_OF_MONTH)}|{_FULL}|{_RELATIVE}|{_WEEKDAYS}|{_MONTHS}|{_QUARTER}|{_YEAR}|{_WEEK}|"
    r"VP|PR|SR|Sy|(?<=w-)n-n(?=\())"
)


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date expression at `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Resolved:
    """The meaning of a date expression. `start` and `end` are ISO dates; `end` is given for several
    days and for whole weeks, months and years, as `precision` says. Both are None if the expression
    was understood but its day is unknown (no anchor, or a Hijri date outside the tables). `hijri`
    is the Hijri date in the text: «1436-10-25», «1436-10» for a month, «1436» for a year.
    `relative` says that the anchor was needed."""

    start: str | None
    end: str | None
    hijri: str | None
    relative: bool
    precision: Precision


def find_dates(text: str) -> list[DateMatch]:
    """Return the date expressions of a text in order, without overlaps. Attached particles stay
    outside. «يوم», «مساء», «نهاية», «عام» in front are part of the expression. In «من … إلى …» each
    full date is an expression of its own."""
    lexed = lex(text, _lexicon())
    return [
        DateMatch(lexed.starts[m.start()], lexed.ends[m.end() - 1])
        for m in _FIND.finditer(lexed.kinds)
    ]


def resolve(expression: str, anchor: Date | None, tense: Tense | None = None) -> Resolved | None:
    """Return the days that an expression means in a text written on `anchor`; None if it is no
    date. Never raise.

    If Gregorian and Hijri date are both given, the Gregorian one counts. A Hijri date alone is
    converted by Umm al-Qura, moved by one day if a weekday beside it requires that. A weekday alone
    is the last such day up to the anchor (with «المقبل» or `tense` «future»: the next). A day
    without a year is the nearest to the anchor, on the side that «المقبل», «الماضي» or `tense`
    gives. If a weekday contradicts «اليوم» or «أمس», the weekday counts. For a range «من … إلى …»,
    `start` and `end` are the first and last day."""
    lexed = lex(expression, _lexicon())
    if (part := _PART_OF_MONTH.match(lexed.kinds)) is not None:
        return resolve(expression[lexed.starts[part.end("of")] :], anchor, tense)
    view = _View(lexed, anchor, {"past": -1, "future": 1}.get(tense or ""))
    if next(_parts(lexed), None) is not None:
        return _absolute(view)
    for reader in (_day_of_month, _relative, _weekdays, _month, _quarter, _week, _years, _short):
        try:
            found = reader(view)
        except (ValueError, OverflowError):  # a day that no calendar has, such as 31 June
            found = None
        if found is not None:
            return found
    return None


def dateline_date(first_lines: str, anchor: Date | None = None) -> str | None:
    """Return the ISO date of a dateline or of a page's date line, from the first line that has one:
    «الرياض 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م واس», «30 يونيو 2026 , 04:30م», «الكويت - 12 -
    11 (كونا)» (a missing year is the one nearest to `anchor`). A date inside a sentence does not
    count."""
    for line in first_lines.splitlines():
        lexed = _line(line)
        match = _DATELINE.match(lexed.kinds)
        if match is None:
            continue
        start, end = match.span("placed" if match["placed"] else "bare")
        resolved = resolve(line[lexed.starts[start] : lexed.ends[end - 1]], anchor)
        if resolved is not None and resolved.precision == "day" and resolved.start is not None:
            return resolved.start
    return None


@lru_cache(maxsize=16)
def _line(line: str) -> Lexed:
    """Return one of the first lines as kinds: stages ask again, with another anchor."""
    return lex(line, _lexicon())


# Before it only a few words (places, agencies, «في»); after it the end of the line, an agency or
# punctuation. No bare weekday or relative word.
_DATELINE = re.compile(
    rf"[(/]*(?:(?:(?:w{{1,3}}|\+L)(?:[-(/,:)_]+w{{1,3}})?[-(/,:)_]*)?[vfb]?:?(?P<placed>{_PART}(?:W,?)?{_MEANING}{_PAIR}|F{_WEEKDAY}{_PAIR}|n-n(?=\())"
    rf"|(?P<bare>D?(?:W,?)?{_MEANING}{_PAIR}))(?=g?w{{0,2}}(?:$|[-(/|:,._]|[n#])|g?w{{1,2}}[-(/:])"
)


def written_on(text: str, published: Date | None = None) -> Date | None:
    """Return the day on which a release was written, the anchor of its «اليوم» and «أمس»: the day
    of its dateline, else of the stamp or the dateline at its end («كونا121435 جمت نوف 23»,
    «15/04/2019 19:04:11», «المنامة 14 يناير 2025»), else `published`. If the text says «اليوم
    الأحد» or «غدا الاثنين», move the day back until it agrees: pages are often published a day
    late, but never before they are written."""
    foot = _foot_date(text)
    if foot is None and (line := foot_dateline(text, published)) is not None:
        foot = datetime.date.fromisoformat(line)
    dateline = dateline_date(text[:_HEAD], foot or published)
    day = datetime.date.fromisoformat(dateline) if dateline else foot or published
    lexed = lex(text, _lexicon())
    if day is None:
        return _today_in_full(text, lexed)
    moves: list[int] = []
    for match in _DAY_AND_NAME.finditer(lexed.kinds):
        weekday = next(
            v
            for k, v in zip(match[0], lexed.values[match.start() : match.end()], strict=True)
            if k == "W"
        )
        here = (day + _shift(match[0]) * _DAY).isoweekday()
        moves.append(-((here - weekday) % 7))
    move = max(sorted(set(moves), key=abs), key=moves.count) if moves else 0
    return day + move * _DAY


def _today_in_full(text: str, lexed: Lexed) -> Date | None:
    """Return the day that a text calls today with day, month and year: «اليوم الأحد 26 يناير
    2025»."""
    for match in _TODAY.finditer(lexed.kinds):
        resolved = resolve(text[lexed.starts[match.start()] : lexed.ends[match.end() - 1]], None)
        if resolved is not None and resolved.precision == "day" and resolved.start is not None:
            return datetime.date.fromisoformat(resolved.start)
    return None


_HEAD = 600  # characters at the beginning that may contain a dateline
_FOOT = 120  # characters at the end that may contain a stamp
_LINE = 70  # characters at the end that may contain a dateline alone
_DAY_AND_NAME = re.compile(rf"(?:(?<![1l])F|G[aA]?|If?G|\(If?\)G|BK|K){_WEEKDAY}(?!R)")
_TODAY = re.compile(rf"(?<![1l])F{_WEEKDAY}?,?{_MEANING}{_PAIR}")
# Stamp of the agency KUNA: day and time in one figure, Greenwich time, month and year.
_STAMP = re.compile(r"(\d\d)\d{4}\s+جمت\s+(\w+)\s+(\d\d)\b")
_CLOCKED = re.compile(r"(?:^|جمت\s+)(\d\d?/\d\d?/\d{4})(?:\s+[\d:]+)?\s*$", re.MULTILINE)


_END = re.compile(r"[\s/.(]*(?:انتهى|النهاية)[\s/.)]*$")
_PLACED = re.compile(
    r"(?<!\w)[^\W\d_]{3,}(?!\w)"
)  # requires a word, so that a bare date of the page does not count


def foot_dateline(text: str, anchor: Date | None = None) -> str | None:
    """Return the ISO date of a dateline at the end of the text instead of the beginning: «مسقط في
    14 أبريل 2026 /العمانية/», «الكويت 14 يناير 2025»."""
    lines = [line for line in text.splitlines() if line.strip() and not _END.match(line)]
    return dateline_date(lines[-1], anchor) if len(lines) > 1 and is_short_line(lines[-1]) else None


def is_short_line(line: str) -> bool:
    """Return whether a line is short enough to be only a dateline, and contains a word."""
    return len(line) < _LINE and _PLACED.search(line) is not None


def _foot_date(text: str) -> Date | None:
    foot = text.rstrip()[-_FOOT:]
    stamp = _STAMP.search(foot)
    if stamp is not None:
        months = [
            v
            for w, (k, v) in _lexicon().entries.items()
            if k in "Mm" and w.startswith(fold_word(stamp[2]))
        ]
        return _gregorian(2000 + int(stamp[3]), months[0], int(stamp[1])) if months else None
    clocked = _CLOCKED.search(foot)
    resolved = resolve(clocked[1], None) if clocked else None
    return datetime.date.fromisoformat(resolved.start) if resolved and resolved.start else None


# --- the meaning of an expression


@dataclass(frozen=True, slots=True)
class _View:
    """An expression with its anchor and the direction of the tense."""

    lexed: Lexed
    anchor: Date | None
    side: int | None

    def values(self, kinds: str) -> list[int]:
        return [v for k, v in zip(self.lexed.kinds, self.lexed.values, strict=True) if k in kinds]

    def direction(self) -> int | None:
        """Return the direction that the expression gives, else that of the tense."""
        named = self.values("R")
        return named[-1] if named else self.side


@dataclass(frozen=True, slots=True)
class _Part:
    """Days of a month in one calendar; `shift` counts years from the anchor's («من العام
    الماضي»)."""

    hijri: bool
    days: tuple[int, ...]
    month: int
    year: int | None
    shift: int | None = None


_PART_OF = re.compile(rf"{_NUMERIC}|{_WRITTEN}")
_EACH_DAY = re.compile(_ONE_DAY)


def _sum(lexed: Lexed, start: int, end: int) -> int:
    return sum(
        v
        for k, v in zip(lexed.kinds[start:end], lexed.values[start:end], strict=True)
        if k not in "+L-"
    )


def _days(lexed: Lexed, start: int, end: int) -> tuple[int, ...]:
    return tuple(_sum(lexed, *m.span()) for m in _EACH_DAY.finditer(lexed.kinds, start, end))


def _parts(lexed: Lexed) -> Iterator[_Part]:
    for match in _PART_OF.finditer(lexed.kinds):
        kinds, values = lexed.kinds, lexed.values
        start, end = match.span()
        years = [i for i in range(start, end) if kinds[i] in "yz"]
        if match["dmy"] or match["ymd"]:
            numbers = [i for i in range(start, end) if kinds[i] == "n"]
            hijri = kinds[years[0]] == "z" and "g" not in match[0]
            days: tuple[int, ...]
            if match["ymd"]:
                days, month = (values[numbers[1]],), values[numbers[0]]
            else:
                days, month = _days(lexed, start, numbers[-1]), values[numbers[-1]]
            if month > 12 >= days[0] and len(days) == 1:  # month first
                days, month = (month,), days[0]
            yield _Part(hijri, days, month, values[years[0]])
        elif match["mdy"]:
            yield _Part(False, (values[start + 1],), values[start], values[years[0]])
        else:
            letter = "g" if match["gdays"] else "h"
            first, last = match.span(f"{letter}days")
            shifts = [values[i] for i in range(start, end) if kinds[i] == "R"]
            yield _Part(
                letter == "h",
                _days(lexed, first, last),
                values[match.start(f"{letter}month")],
                values[years[0]] if years else None,
                shifts[0] if shifts and not years else None,
            )


def _absolute(view: _View) -> Resolved | None:
    parts = list(_parts(view.lexed))
    if not parts:
        return None
    hijri = [p for p in parts if p.hijri]
    gregorian = [p for p in parts if not p.hijri]
    by_hijri = _spread(hijri, view.anchor, view) if hijri else []
    known = by_hijri[0][0] if by_hijri and hijri[-1].year else view.anchor
    days = (_spread(gregorian, known, view) if gregorian else []) or _agree(
        by_hijri, view.values("W")
    )
    text = _hijri_text(by_hijri[0][1]) if by_hijri else _hijri_text_of(hijri)
    chosen = gregorian or hijri
    relative = chosen[-1].year is None and not (gregorian and hijri and hijri[-1].year)
    if not days:  # an impossible or unknown day
        unknown = all(map(_possible, chosen)) and (relative or not gregorian)
        return Resolved(None, None, text, relative, "day") if unknown else None
    first, last = days[0][0], days[-1][0]
    if last < first:
        first, last = last, first
    return Resolved(
        first.isoformat(), last.isoformat() if last != first else None, text, relative, "day"
    )


def _possible(part: _Part) -> bool:
    return 1 <= part.month <= 12 and all(1 <= d <= (30 if part.hijri else 31) for d in part.days)


Triple = tuple[int, int, int]


def _spread(parts: list[_Part], anchor: Date | None, view: _View) -> list[tuple[Date, Triple]]:
    """Return the days of the parts of one calendar, each with its date in that calendar. A missing
    year is that of the next part."""
    out: list[tuple[Date, Triple]] = []
    year: int | None = None
    for part in reversed(parts):
        borrowed = part.year is None and bool(out)
        year = part.year or year
        convert = _from_hijri if part.hijri else _gregorian
        if year is None and anchor is not None:
            here = _hijri_year(anchor) if part.hijri else anchor.year
            if part.shift is not None and here is not None:
                year = here + part.shift
            elif here is not None:
                year = _choose_year(
                    convert,
                    here,
                    part,
                    anchor,
                    view.direction(),
                    [] if view.values("R") else view.values("W"),
                )
        if year is None:
            return []
        for day in reversed(part.days):
            date = convert(year, part.month, day)
            if (
                borrowed and date is not None and date > out[-1][0]
            ):  # «من 28 ديسمبر إلى 3 يناير 2024»
                date, year = convert(year - 1, part.month, day), year - 1
            if date is None:
                return []
            out.append((date, (year, part.month, day)))
    return out[::-1]


def _choose_year(  # noqa: PLR0913
    convert: Callable[[int, int, int], Date | None],
    here: int,
    part: _Part,
    anchor: Date,
    direction: int | None,
    weekdays: list[int],
) -> int | None:
    """Return the year that brings the day nearest to the anchor, on the side of `direction`. Ignore
    `direction` if the nearest day matches the named weekday, because that is more certain: «الجمعة
    20 مايو», in a past sentence, written on the fifth."""
    found = [
        (abs((d - anchor).days), y, d)
        for y in (here - 1, here, here + 1)
        if (d := convert(y, part.month, part.days[0])) is not None
    ]
    if direction and not (weekdays and found and min(found)[2].isoweekday() == weekdays[0]):
        found = [f for f in found if (f[2] - anchor).days * direction >= 0] or found
    return min(found)[1] if found else None


def _agree(days: list[tuple[Date, Triple]], weekdays: list[int]) -> list[tuple[Date, Triple]]:
    """Return the converted days, all moved by one if the first weekday in the text requires it: a
    month may have begun a day earlier or later than in the tables."""
    if days and weekdays:
        for move in (0, -1, 1):
            if (days[0][0] + move * _DAY).isoweekday() == weekdays[0]:
                return [(d + move * _DAY, t) for d, t in days]
    return days


def _day_of_month(view: _View) -> Resolved | None:
    """Resolve «الثاني عشر من الشهر الحالي»."""
    match = re.search(rf"({_ONE_DAY})f?V?s(R?)", view.lexed.kinds)
    if match is None or not (match[2] or "V" in match[0]):
        return None
    if view.anchor is None:
        return Resolved(None, None, None, True, "day")
    year, month = _add_months(view.anchor, (view.values("R") or [0])[-1])
    date = _gregorian(year, month, _sum(view.lexed, *match.span(1)))
    return Resolved(date.isoformat(), None, None, True, "day") if date else None


def _shift(kinds: str) -> int:
    """Resolve «اليوم» and similar words as days from the anchor."""
    shifts = ((r"G[aA]|If?\)?G", -2), (r"G", -1), (r"BK", 2), (r"K", 1))
    return next((s for p, s in shifts if re.search(p, kinds)), 0)


def _relative(view: _View) -> Resolved | None:
    kinds = view.lexed.kinds
    if not re.search(rf"{_NOW}|[GK]|VP|PR", kinds):
        return None
    if view.anchor is None:
        return Resolved(None, None, None, True, "day")
    night = "PR" in kinds and _shift(kinds) == 0 and view.values("R")[-1] < 0  # «الليلة الماضية»
    date = view.anchor + (-1 if night else _shift(kinds)) * _DAY
    weekdays = view.values("W")
    if weekdays and date.isoweekday() != weekdays[0]:
        date = min(
            (
                date + n * _DAY
                for n in range(-3, 4)
                if (date + n * _DAY).isoweekday() == weekdays[0]
            ),
            default=date,
        )
    return Resolved(date.isoformat(), None, None, True, "day")


def _weekdays(view: _View) -> Resolved | None:
    weekdays = view.values("W")
    if not weekdays:
        return None
    if view.anchor is None:
        return Resolved(None, None, None, True, "day")
    named = view.values("R")
    direction = view.direction()
    wanted = weekdays[0] if direction == 1 else weekdays[-1]
    if direction == 1:
        ahead = (wanted - view.anchor.isoweekday()) % 7
        date = view.anchor + (ahead or (7 if named else 0)) * _DAY
        if re.search("BR", view.lexed.kinds):  # «الأربعاء بعد القادم»
            date += 7 * _DAY
        last = date + ((weekdays[-1] - wanted) % 7) * _DAY
        date, last = date, last
    else:
        back = (view.anchor.isoweekday() - wanted) % 7
        last = view.anchor - (back or (7 if direction == -1 and named else 0)) * _DAY
        date = last - ((wanted - weekdays[0]) % 7) * _DAY
    return Resolved(date.isoformat(), last.isoformat() if last != date else None, None, True, "day")


def _month(view: _View) -> Resolved | None:
    kinds = view.lexed.kinds
    match = re.search(r"[MmHh]", kinds)
    if match is None:
        if not re.search(r"s", kinds) or not (view.values("R") or "V" in kinds):
            return None
        if view.anchor is None:
            return Resolved(None, None, None, True, "month")
        return _whole_month(*_add_months(view.anchor, (view.values("R") or [0])[-1]), relative=True)
    month, hijri = view.lexed.values[match.start()], match[0] in "Hh"
    years = view.values("z" if hijri else "y")
    if years:
        return _whole_month(years[0], month, relative=False, hijri=hijri)
    if view.anchor is None:
        return Resolved(None, None, None, True, "month")
    here = _hijri_year(view.anchor) if hijri else view.anchor.year
    if here is None:
        return None
    if re.search("YR", kinds):
        return _whole_month(here + view.values("R")[0], month, relative=True, hijri=hijri)
    this = _hijri_of(view.anchor)[1] if hijri else view.anchor.month
    direction = view.direction()
    ahead = (month - this) % 12  # months from this one to the next of that name
    if direction == 1:
        ahead = ahead or 12 * bool(view.values("R"))
    elif direction == -1:
        ahead = ahead - 12 if ahead or view.values("R") else 0
    elif ahead > 6:
        ahead -= 12
    return _whole_month(here + (this - 1 + ahead) // 12, month, relative=True, hijri=hijri)


def _quarter(view: _View) -> Resolved | None:
    """Resolve «الربع الأول من عام 2027», «النصف الثاني من العام» as whole months."""
    match = re.search(r"([pr])([aun])", view.lexed.kinds)
    if match is None:
        return None
    length, number = {"p": 3, "r": 6}[match[1]], view.lexed.values[match.start(2)]
    years = view.values("y")
    if not 1 <= number <= 12 // length:
        return None
    if not years and view.anchor is None:
        return Resolved(None, None, None, True, "month")
    year = years[0] if years else view.anchor.year + (view.values("R") or [0])[-1]  # type: ignore[union-attr]
    first, after = (
        _gregorian(year, (number - 1) * length + 1, 1),
        _gregorian(*_add_months(datetime.date(year, 1, 1), number * length), 1),
    )
    if first is None or after is None:
        return None
    return Resolved(first.isoformat(), (after - _DAY).isoformat(), None, not years, "month")


def _week(view: _View) -> Resolved | None:
    """Resolve a week; weeks run from Sunday to Saturday."""
    if "k" not in view.lexed.kinds:
        return None
    if view.anchor is None:
        return Resolved(None, None, None, True, "week")
    start = (
        view.anchor
        - (view.anchor.isoweekday() % 7) * _DAY
        + 7 * (view.values("R") or [0])[-1] * _DAY
    )
    return Resolved(start.isoformat(), (start + 6 * _DAY).isoformat(), None, True, "week")


def _years(view: _View) -> Resolved | None:
    gregorian, hijri = view.values("y"), view.values("z")
    if re.search(
        r"[n#][-/.][n#][-/.][yz]|[yz][-/.][n#][-/.][n#]", view.lexed.kinds
    ):  # an impossible date: 32/1/2015
        return None
    if gregorian:
        return Resolved(
            f"{min(gregorian):04}-01-01", f"{max(gregorian):04}-12-31", None, False, "year"
        )
    if hijri:
        first, after = _from_hijri(min(hijri), 1, 1), _from_hijri(max(hijri) + 1, 1, 1)
        if first is None or after is None:
            return Resolved(None, None, f"{min(hijri):04}", False, "year")
        return Resolved(
            first.isoformat(), (after - _DAY).isoformat(), f"{min(hijri):04}", False, "year"
        )
    if "Y" not in view.lexed.kinds or not re.search(r"V|R|Q", view.lexed.kinds):
        return None
    if view.anchor is None:
        return Resolved(None, None, None, True, "year")
    year = view.anchor.year + (view.values("R") or [0])[-1]
    return Resolved(f"{year:04}-01-01", f"{year:04}-12-31", None, True, "year")


def _short(view: _View) -> Resolved | None:
    """Resolve day and month in figures, as in datelines: «12 - 11»."""
    if not re.fullmatch(r"n[-/]n", view.lexed.kinds):
        return None
    day, month = view.values("n")
    part = _Part(False, (day,), month, None)
    if not _possible(part):
        return None
    days = _spread([part], view.anchor, view)
    return Resolved(days[0][0].isoformat() if days else None, None, None, True, "day")


def _whole_month(year: int, month: int, *, relative: bool, hijri: bool = False) -> Resolved:
    convert = _from_hijri if hijri else _gregorian
    first, after = convert(year, month, 1), convert(year + month // 12, month % 12 + 1, 1)
    text = f"{year:04}-{month:02}" if hijri else None
    if first is None or after is None:
        return Resolved(None, None, text, relative, "month")
    return Resolved(first.isoformat(), (after - _DAY).isoformat(), text, relative, "month")


def _add_months(date: Date, count: int) -> tuple[int, int]:
    months = date.year * 12 + date.month - 1 + count
    return months // 12, months % 12 + 1


# --- calendars


def _gregorian(year: int, month: int, day: int) -> Date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _from_hijri(year: int, month: int, day: int) -> Date | None:
    """Convert by Umm al-Qura; return None outside its tables. The 30th of a month with 29 days in
    the tables is the following day."""
    from hijridate import Hijri

    try:
        if day == 30 and Hijri(year, month, 1).month_length() == 29:
            return Hijri(year, month, 29).to_gregorian() + _DAY
        gregorian = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return datetime.date(gregorian.year, gregorian.month, gregorian.day)


def _hijri_of(date: Date) -> tuple[int, int]:
    from hijridate import Gregorian

    hijri = Gregorian(
        date.year, date.month, date.day
    ).to_hijri()  # ValueError or OverflowError outside the tables
    return hijri.year, hijri.month


def _hijri_year(date: Date) -> int | None:
    try:
        return _hijri_of(date)[0]
    except (ValueError, OverflowError):
        return None


def _hijri_text(date: Triple) -> str:
    return f"{date[0]:04}-{date[1]:02}-{date[2]:02}"


def _hijri_text_of(parts: list[_Part]) -> str | None:
    """Return the Hijri date as written, for a date outside the tables."""
    if not parts or parts[0].year is None or not _possible(parts[0]):
        return None
    return _hijri_text((parts[0].year, parts[0].month, parts[0].days[0]))


# --- names


@cache
def _lexicon() -> Lexicon:
    return Lexicon.build(_entries(), _number)


def _number(value: int, digits: int) -> str:
    if digits <= 2 and 1 <= value <= 31:
        return "n"
    if digits == 4 and 1800 <= value <= 2199:
        return "y"
    return "z" if digits == 4 and 1200 <= value <= 1599 else "#"


_WORD_KINDS = {  # list of calendar.toml: kind
    "day": "D",
    "days": "E",
    "today": "F",
    "yesterday": "G",
    "tomorrow": "K",
    "after": "B",
    "first": "I",
    "parts_of_day": "P",
    "parts_of_period": "Q",
    "quarters": "p",
    "halves": "r",
    "month": "s",
    "year": "Y",
    "week": "k",
    "season": "S",
    "this": "V",
    "hijri_era": "c",
    "gregorian_era": "g",
    "corresponding": "C",
    "from": "f",
    "to": "o",
    "epithet": "N",
    "kind_of_year": "T",
    "kind_of_year_or_day": "d",
    "named_day": "O",
    "before_today": "1",
    "before_year": "v",
    "before_name": "2",
}
_CLDR = ("ar", "ar_LB", "ar_DZ", "ar_MA", "ar_MR", "en")


def _entries() -> Iterator[tuple[str, Entry]]:
    from babel import Locale
    from hijridate.locales import ArabicLocale

    data = tomllib.loads(
        files("pipeline.arabic").joinpath("data/calendar.toml").read_text(encoding="utf-8")
    )
    gregorian = [
        (name, month)
        for locale in map(Locale.parse, _CLDR)
        for month, name in locale.months["format"]["wide"].items()
    ]
    gregorian += [
        (name, int(month)) for month, names in data["gregorian"].items() for name in names
    ]
    hijri = list(zip(ArabicLocale.month_names, range(1, 13), strict=True))
    hijri += [(name, int(month)) for month, names in data["hijri"].items() for name in names]
    for names, ambiguous, sure, other in (
        (gregorian, {*data["ambiguous"]["gregorian"], "March", "May"}, "M", "m"),
        (hijri, set(data["ambiguous"]["hijri"]), "H", "h"),
    ):
        for name, month in names:
            yield name, (other if name in ambiguous else sure, month)
    for day, name in Locale.parse("ar").days["format"]["wide"].items():
        yield name, ("W", day + 1)
    for day, names in data["weekdays"].items():
        for name in names:
            yield name, ("W", int(day))
    words = data["words"]
    yield from (("ال", ("L", 0)), ("ل", ("l", 0)), ("و", ("+", 0)), ("قبل", ("i", 0)))
    for name, kind in _WORD_KINDS.items():
        for word in words[name]:
            yield word, (kind, 0)
    for name, value in (("next", 1), ("last", -1), ("current", 0)):
        for word in words[name]:
            yield word, ("R", value)
    for word in words["first_days"]:
        yield word, ("q", 1)
    yield from ordinal_entries()
