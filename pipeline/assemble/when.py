"""The date of a meeting: choose a date expression of its part and resolve it by the dateline or the
page's date."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipeline.arabic.dates import Resolved, dateline_date, foot_dateline, resolve, written_on
from pipeline.arabic.patterns import pattern
from pipeline.assemble.around import MARKS
from pipeline.assemble.openings import CAME, Part
from pipeline.assemble.sentences import without_dateline
from pipeline.assemble.spans import beginning, labelled, once, over
from pipeline.ranges import Ranges
from pipeline.types import Mention, Release, Span, Value, WarningCode

# words that begin like a verb in the future: «وفي سياق متصل»
NOUNS = r"(?!سيا|سيناء|سيرة|سيد(?:ة|ات)?(?!\w)|ستة|ستون|ستين|ستاد)"
FUTURE = pattern(
    rf"(?<!\w)[وف]?(?:{NOUNS}س[يت]\w+|ي?ُ?عقد غد|تنطلق|ينطلق|من المقرر|المقرر|يُنتظر|من "
    r"المنتظر|المرتقب|تستضيف|"
    r"على أن [يت]\w+)|(?:اجتماع|جلس|دور)\w*\s+(?:ال)?(?:مقبل|قادم)"
)
# «يصوت مجلس الأمن | الأربعاء على …»: the coming weekday, in 3 of 3 annotated documents.
WILL = pattern(
    r"(?:\A|[.\n]\s*|[-–:/]\s)[وف]?[يت](?:صوت|عقد|نعقد|جتمع|ناقش|بحث|لتقي|ستقبل|ترأس|رأس|شارك|فتتح|نظر|لتئم)\w*\s"
    r"[^.\n،]{0,70}?$|(?<!\w)(?<!لم )(?<!أن )[وف]?[يت](?:جتمع|نعقد|لتئم)\s+(?:يوم\s+)?$"
)
# «الاثنين | تبدأ جولة جديدة»
WILL_BEHIND = pattern(
    r"\s+[يت](?:بدأ|نطلق|صوت|عقد|نعقد|جتمع|ناقش|بحث|لتقي|ستقبل|ترأس|رأس|شارك|فتتح|نظر|لتئم)\w*(?!\w)"
)
# «دعا الأمين العام … إلى اجتماع طارئ يوم الثلاثاء»
SUMMONED = pattern(
    r"(?<!\w)[وف]?(?:دعا|دعت|[يت]دعو|(?:ال)?دعوة)\s[^.\n]{0,90}?(?<!\w)(?:إلى|ل)\s*(?:عقد\s+)?"
    r"(?:ال)?(?:اجتماع|جلسة|دورة)[^.،\n]{0,40}$"
)
# Before a day on which nothing was held: «أجلت اللجنة اجتماعها الذي كان مقررا اليوم».
MEANT = pattern(
    r"(?<!\w)كان(?:ت)?\s+(?:من\s+)?(?:ال)?(?:مقرر|محدد|مبرمج|مزمع)\w*\s+(?:(?:(?!إلى\s)[^.،؛\n]){0,40}\s)?$"
)
AGENCY = pattern(
    r"[\s\w]{0,6}(?:[/:.\-–(]|واس|وام|قنا|بنا|كونا|العمانية|بترا)"
)  # the text after a dateline's date
PAGE = pattern(
    r"^\W*(?:نشرت? (?:في|بتاريخ)|تاريخ النشر|آخر تحديث)|(?<!\w)(?:الصفحة|العدد)\s+[\w(]+\W*$"
)  # beside the date of a page
# Before the last day of a period, which is not the day of a meeting: «السنة المالية المنتهية في 31
# ديسمبر», «البيانات كما هي بتاريخ 30 يونيو».
PERIOD = pattern(
    r"(?:المنتهي|المنتهية|تنتهي|ينتهي|انتهت|انتهى|كما "
    r"(?:هي|هو|في))\s+(?:في\s+|بتاريخ\s+|يوم\s+|ب)*$"
)
# Before the days of a reporting period: «خلال الفترة من 1/1/2009 ولغاية …».
FROM_TO = pattern(
    r"(?<!\w)ل?ل?(?:ال)?فترة\s(?:من\s|بين\s)?(?:[^.؛\n]{0,40}\s(?:إلى|ولغاية|لغاية|حتى)\s(?:نهاية\s)?)?$"
)
REPORTED_ON = pattern(
    r"(?<!\w)(?:عن|تقرير|تقارير|أداء|نتائج|بيانات|حسابات|أرباح|ميزانية)\s+(?=ل?ل?(?:ال)?فترة\s)"
    + FROM_TO.pattern
)
# Before the day of a document or a deadline: «قرار رقم (84) وتاريخ …», «الاتفاقية الموقعة في مدينة
# … بتاريخ …», «اعتبارا من …», «حتى …».
PAPER = pattern(
    r"(?:وتاريخ|(?:الموق[عّ]+ة?|الصادرة?|المؤرخة?)\s(?:[^.،؛\n]{0,90}\s)?(?:بتاريخ|في|يوم)|(?<!\w)و?(?:"
    r"اعتبار[اًا]+ من|ابتداء[ًا]* من|بدء[اًا]+ من|حتى(?: نهاية)?|منذ|موعد أقصاه|"
    r"آخر موعد\s(?:\S+\s){0,3}?(?:في|هو)))\s*(?:يوم\s+)?$"
)
# «للدورة التي تبدأ في | 1 يونيو»
BEGINS = pattern(
    r"(?<!\w)[وف]?[يت](?:بدأ|نطلق|سري|نتهي|ستمر)\s+(?:في\s+|من\s+|حتى\s+|يوم\s+|بتاريخ\s+)*$"
)
DEADLINE = pattern(
    r"\s*(?:آخر|كآخر|موعد[اًا]+ (?:نهائي|أقصى|أخير)\w*)\s"
)  # «10 يناير آخر موعد لتسلم …»
RECENTLY = pattern(
    r"(?<!\w)(?:مؤخر[اًا]+|قريب[اًا]+|في وقت (?:سابق|لاحق))(?!\w)"
)  # on no given day, so not on the dateline's
# «قال أمس … إنه التقى قبل أسبوع خلال اجتماع»: a session with such a vague time has no date from
# another sentence.
INEXACT = pattern(
    r"(?<!\w)(?:قبل (?:أسبوع|أسبوعين|شهر|شهرين|أيام|عام|سنة|\w+ (?:أيام|أسابيع|أشهر))|"
    r"(?:ال)?(?:أسبوع|شهر) (?:ال)?(?:ماضي|منصرم))(?!\w)"
)
DAY = r"(?:الأحد|الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت)"
DAY_NAME = pattern(DAY)
ONE_DAY = pattern(r"(?:يوم\s+)?" + DAY)
FIGURE = pattern(r"\d")
YEAR = pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")
SAME = pattern(
    r"\S*\s*(?:نفسه|ذاته|عينه)(?!\w)"
)  # «اليوم نفسه» is the day of the meeting before, not the day of writing
WEEKDAY = pattern(DAY + r"\s+ال(?:ماضي|مقبل|قادم|منصرم)$")
PLANNED = pattern(r"(?<!\w)ال(?:مقرر|مزمع|مرتقب)ة?(?!\w)")
MARGIN = pattern(r"(?:على هامش|في إطار)\s[^.؛\n]*$")
STATED = 3  # the rank of the day of a statement
SAID = pattern(
    r"(?<!\w)(?:[وفبل]|ال)?(?:تصريح\w*|بيان\w*|مؤتمر "
    r"صحفي|قال\w*|كشف\w*|[أا]علن\w*|[أا]كد\w*|[أا]وضح\w*)\s+(?:\S+\s+){0,5}$"
)
# But the day of the reported meeting: «قالت في تصريح إن المجلس عقد | السبت».
TOLD_HELD = pattern(
    r"(?<!\w)[أإا]ن\w*\s(?:[^.،؛\n]*\s)?(?:عقد|اجتمع|التقى|استقبل|انعقد)\w*\s+(?:\S+\s+)?$"
)
# But a statement at the end of the meeting, or at it, has its date: «أعلن الوزير | الاثنين إثر
# اجتماع …».
AT_IT = pattern(r"[^.؛\n]{0,40}?\s(?:[إا]ثر|على إثر|عقب|بعد|خلال|لدى|في ختام|في أعقاب)\s+$")
# «سيعقد الاجتماع | في 26 فبراير 2031», at any distance
WILL_BE = pattern(
    r"(?<!\w)[وف]?س(?:[يت]\u064f?(?:عقد|نعقد)|[يت](?:ستضيف|حتضن|لتئم))\w*\s[^.،؛\n]*$"
)  # damma
ENDED = pattern(r"(?<!\w)[وف]?(?:اختتم|أنهى|أنهت|انتهت|انتهى|ختم|أسدل|طوى|طوت)\w*(?!\w)")
# maximum characters from a session to the end of its body, which «و» joins to the next
TOGETHER = 80
ENDING = 40  # maximum characters of a sentence to look for its verb
LASTED = pattern(
    r"(?<!\w)(?:على مدى|على مدار|طوال|(?:التي |الذي )?(?:دامت|دام|استمرت|استمر))\s(?:ال)?"
    r"(?:(?P<two>يومين)|(?P<three>ثلاثة أيام)|(?P<four>أربعة أيام)|(?P<five>خمسة أيام))(?!\w)"
)
DAYS = {"two": 2, "three": 3, "four": 4, "five": 5}
NAMES = frozenset({"PER", "LOC", "ORG", "COMMITTEE"})


@dataclass(frozen=True, slots=True)
class When:
    date: Value[str] | None = None
    end: Value[str] | None = None
    hijri: Value[str] | None = None
    warnings: tuple[WarningCode, ...] = ()
    to_come: bool = False  # the meeting is announced: its date is after the day of writing


def anchor_of(release: Release) -> tuple[dt.date | None, str | None]:
    """Return the anchor day of the text, and the date of its dateline."""
    # every meeting of a release asks for it
    return once(release, "anchor", lambda: _anchor(release))


def _anchor(release: Release) -> tuple[dt.date | None, str | None]:
    kept = (p for p in release.paragraphs if p.duplicate_of is None)
    text = "\n".join(release.text[p.start : p.end] for p in kept)
    published = release.published
    page = dt.date.fromisoformat(published[:10]) if published else None
    written = written_on(text, page)
    return written, dateline_date(text[:600], page or written) or foot_dateline(text, page)


def is_to_come(release: Release, date: Value[str] | None) -> bool:
    """Return whether a date is after the anchor day of the text."""
    written = anchor_of(release)[0]
    return date is not None and written is not None and date.value > written.isoformat()


def foot(release: Release) -> Span | None:
    """Return the paragraph of a dateline at the end of the text, one of the last two."""

    def find() -> Span | None:
        page = dt.date.fromisoformat(release.published[:10]) if release.published else None
        return next(
            (
                (p.start, p.end)
                for p in release.paragraphs[max(1, len(release.paragraphs) - 2) :]
                if foot_dateline(f"-\n{release.text[p.start : p.end]}", page)
            ),
            None,
        )

    return once(release, "foot", find)


def _first_day(release: Release) -> dt.date | None:
    """Return the first full past date in a text without a day of writing: its «الخميس الماضي» is
    the one before that."""
    for m in release.mentions:
        of_other = any(
            x.search(release.text, max(0, m.start - 110), m.start)
            for x in (PERIOD, FROM_TO, PAPER, BEGINS)
        )
        if of_other or _speaks_ahead(release, m):
            continue
        if (
            m.label == "DATE"
            and (got := resolve(release.text[m.start : m.end], None, "past"))
            and got.start
            and got.precision == "day"
        ):
            return dt.date.fromisoformat(got.start)
    return None


def _year(release: Release, name: str) -> int | None:
    """Return the only year in a text without a day of writing, or the next year, if a day without a
    year falls on the weekday beside it in that year."""
    found = []
    dates = labelled(release.mentions, "DATE")
    named = once(release, "years", lambda: {int(y) for m in dates for y in YEAR.findall(m.name)})
    for year in sorted(
        {y + n for y in named for n in (0, 1)}
    ):  # accounts of a year are approved in the next
        got, weekday = resolve(f"{name} {year}", None), DAY_NAME.search(name)
        if weekday and got is not None and got.start and got.precision == "day":
            same = resolve(weekday[0], dt.date.fromisoformat(got.start), "past")
            found += [year] if same is not None and same.start == got.start else []
    return found[0] if len(found) == 1 else None


def _speaks_ahead(release: Release, m: Mention) -> bool:
    """Return whether the date or the words before it refer to the future; a name does not count
    («ستافان», «سيتي»)."""
    if ONE_DAY.fullmatch(release.text, m.start, m.end) and (
        WILL.search(release.text, max(0, m.start - 90), m.start)
        or WILL_BEHIND.match(release.text, m.end)
    ):
        return True
    found = FUTURE.finditer(release.text, max(0, m.start - 60), m.end)
    return any(
        not any(x.label in NAMES for x in over(release.mentions, f.end() - 1, f.end()))
        for f in found
    )


def _resolved(
    release: Release, m: Mention, anchor: dt.date | None, to_come: bool = False
) -> Resolved | None:
    ahead = (
        to_come
        or _speaks_ahead(release, m)
        or SUMMONED.search(release.text, max(0, m.start - 160), m.start)
    )
    name = release.text[m.start : m.end]
    got = resolve(name, anchor, "future" if ahead else "past")
    if (
        anchor is None
        and got is not None
        and got.start is None
        and (year := _year(release, name)) is not None
    ):
        got = resolve(f"{name} {year}", None)
    return got if got is not None and got.start is not None and got.precision == "day" else None


def when(release: Release, part: Part, far_days: int) -> When:
    """Return the date of the meeting of this part: of the DATE mentions that resolve to a day, the
    one nearest to the first sentence, in that sentence first; a dated dateline if the text has no
    other date. Ignore dates more than `far_days` from the day of writing."""
    anchor, line = anchor_of(release)
    told = anchor or once(release, "first day", lambda: _first_day(release))
    dates = [
        m
        for m in part.held(labelled(release.mentions, "DATE"))
        if not SAME.match(release.text, m.end - 1) and m not in part.other_days
    ]
    resolved = [
        (m, r)
        for m in dates
        if (r := _resolved(release, m, told if WEEKDAY.search(m.name) else anchor, m == part.day))
        is not None
    ]
    days = {m for m, _ in resolved}
    hijri_only = [m for m in dates if anchor is None and m not in days]
    body = [
        (m, r)
        for m, r in resolved
        if r.start is not None
        and not (
            _in_dateline(release, m, r) or _of_page(release, m) or _of_another(release, part, m)
        )
        and not any(
            x.search(release.text, max(0, m.start - 110), m.start)
            for x in (PERIOD, REPORTED_ON, PAPER, MEANT)
        )
        and not DEADLINE.match(release.text, m.end)
        and not _in_clause(release, part, m)
        and (
            anchor is None
            or abs((dt.date.fromisoformat(r.start) - anchor).days) <= far_days
            or _is_set(release, m)
        )
    ]
    marks = _Marks(part)
    best = next((x for x in resolved if x[0] == part.day), None) or min(
        body, key=lambda x: _distance(release, part, marks, x[0]), default=None
    )
    if best is not None and _is_inexact(release, part, best[0]):
        return When()
    if best is not None and _distance(release, part, marks, best[0])[0] <= 2:
        m, r = best

        def near_to(x: Mention, y: Mention) -> bool:
            return x == y or 0 <= y.start - x.end <= 2

        pair = next(
            (
                (x, y)
                for x in body
                for y in ((y for y in body if m in (x[0], y[0])) if near_to(x[0], m) else ())
                if release.text[x[0].end : y[0].start] == " و"
                and (x[1].start or "") < (y[1].start or "")
            ),
            None,
        )
        if pair is not None:  # «أمس واليوم»
            m, r = pair[0][0], replace(pair[0][1], end=pair[1][1].start)
        m, r = _from_first_day(release, part, body, m, r)
        span = (m.start, m.end)
        other = next(
            ((x, y) for x, y in resolved if y.start == r.start and y.hijri), None
        )  # «اليوم» under a dateline in both calendars
        if not r.hijri and other is not None:
            hijri_value: Value[str] | None = Value(
                str(other[1].hijri), (other[0].start, other[0].end), "rule"
            )
        else:
            hijri_value = Value(r.hijri, span, "rule") if r.hijri else None
        return When(
            Value(r.start, span, "rule") if r.start else None,
            Value(r.end, span, "rule") if r.end and r.end != r.start else None,
            hijri_value,
            to_come=anchor is not None and r.start is not None and r.start > anchor.isoformat(),
        )
    if line is not None and not RECENTLY.search(release.text, *part.opening):
        m_line = next((m for m, r in resolved if r.start == line), None) or next(
            (
                m
                for last in [foot(release)]
                for m in (beginning(release.mentions, *last) if last else ())
                if m.label == "DATE"
            ),
            None,
        )
        at: Span | None = (m_line.start, m_line.end) if m_line else None
        if any(_of_page(release, m) for m in ([m_line] if m_line else _of_line(release, line))):
            return When()
        hijri = next(
            (
                Value(r.hijri, (m.start, m.end), "rule")
                for m, r in resolved
                if m is m_line and r.hijri
            ),
            None,
        )
        return When(Value(line, at, "rule" if at else "inferred"), None, hijri)
    return When(warnings=("date_without_anchor",) if hijri_only else ())


def _is_inexact(release: Release, part: Part, day: Mention) -> bool:
    """Return whether a sentence about the meeting gives an inexact time, and no sentence about it
    contains this day."""
    told = [s for s in part.spans if any(s[0] <= a.start < s[1] for a in part.anchors)]
    return any(INEXACT.search(release.text, *s) for s in told) and not any(
        s <= day.start < e for s, e in told
    )


def _from_first_day(
    release: Release, part: Part, days: list[tuple[Mention, Resolved]], m: Mention, r: Resolved
) -> tuple[Mention, Resolved]:
    """Return the days of a meeting of which a text gives the last one, if its sentence gives all
    («يومي 26 و27 نوفمبر») or their number («اختتمت مساء السبت … على مدى يومين»)."""
    sentence = next((s for s in part.openings if s[0] <= m.start < s[1]), None)
    if sentence is None or r.start is None:
        return m, r
    whole = next(
        (
            x
            for x in days
            if sentence[0] <= x[0].start < sentence[1] and x[1].end == r.start and x[1].start
        ),
        None,
    )
    if whole is not None:
        return whole
    lasted = LASTED.search(MARKS.sub("", release.text[slice(*sentence)]))
    if (
        lasted is None
        or r.end is not None
        or not ENDED.search(MARKS.sub("", without_dateline(release, sentence))[:ENDING])
    ):
        return m, r
    first = dt.date.fromisoformat(r.start) - dt.timedelta(days=DAYS[lasted.lastgroup or ""] - 1)
    return m, replace(r, start=first.isoformat(), end=r.start)


def _in_dateline(release: Release, m: Mention, r: Resolved) -> bool:
    """Return whether a date is in the dateline or the page's date line, and not in a sentence."""
    last = foot(release)
    if last is not None and last[0] <= m.start < last[1]:
        return True
    first = [p for p in release.paragraphs[:4] if p.start <= m.start < p.end]
    if not first or (
        r.relative and not FIGURE.search(m.name)
    ):  # «14 أبريل», without a year, is no «اليوم»
        return False
    p = first[0]
    if any(
        x.label in ("MEETING", "COMMITTEE", "PER")
        for x in beginning(release.mentions, p.start, m.start)
    ):
        return False
    alone = len(release.text[p.start : p.end]) < 80 and not release.text[m.end : p.end].strip(
        " .,،:0123456789مص"
    )
    return alone or (
        m.start - p.start < 40
        and p in release.paragraphs[:3]
        and AGENCY.match(release.text, m.end) is not None
    )


def _of_line(release: Release, line: str) -> list[Mention]:
    """Return the mentions of the dateline's day, which may be in another meeting's part."""
    days = once(
        release,
        "days by themselves",
        lambda: [
            (m, resolve(release.text[m.start : m.end], None))
            for m in labelled(release.mentions, "DATE")
        ],
    )
    return [m for m, r in days if r is not None and r.start == line and r.precision == "day"]


def _of_page(release: Release, m: Mention) -> bool:
    """Return whether a date is alone in its line, with at most a time or words of the page («نشر
    في:», «الصفحة 4»): the date of the page is not that of a meeting (annotation case 16)."""
    start, end = release.text.rfind("\n", 0, m.start) + 1, release.text.find("\n", m.end)
    line = release.text[start : m.start] + release.text[m.end : end if end >= 0 else None]
    return PAGE.search(line) is not None or not line.strip(" \t\r.,،:|0123456789مص")


def _of_another(release: Release, part: Part, m: Mention) -> bool:
    """Return whether the last meeting before a date in its sentence is another one: «ما أعلن في
    القمة السابقة في 14 مايو»; not if people met on its margins: «على هامش القمة، التقى … اليوم»."""
    start = (part.sentence_at(m.start) or (m.start,))[0]
    others = (
        o
        for o in labelled(release.mentions, "MEETING").beginning(start, m.start)
        if o not in part.anchors
        and (
            (o in part.referred and not _held_with(release, part, o))
            or PLANNED.search(release.text, o.end, m.start)
        )
    )
    return max(
        (o.start for o in others if not MARGIN.search(release.text, start, o.start)), default=-1
    ) > max((a.start for a in part.anchored((start, m.start))), default=-1)


def _held_with(release: Release, part: Part, other: Mention) -> bool:
    """Return whether another session is named together with this one: «اجتماع الجمعية العادية |
    واجتماع الجمعية غير العادية يوم الاثنين»."""
    bodies = labelled(release.mentions, "COMMITTEE").over(other.start - 3, other.start)
    ends = [x.end for x in bodies if x.end <= other.start]
    return other in part.others and any(
        release.text[end : other.start] == " و"
        and any(0 <= end - a.end <= TOGETHER for a in part.anchors)
        for end in ends[-3:]
    )


def _is_set(release: Release, m: Mention) -> bool:
    """Return whether a date with its year is said to be that of a future meeting."""
    return (
        YEAR.search(m.name) is not None
        and WILL_BE.search(release.text, max(0, m.start - 60), m.start) is not None
    )


def _in_clause(release: Release, part: Part, m: Mention) -> bool:
    """Return whether a date is in a topic or decision, and nothing there says that this meeting was
    held."""
    clauses = (
        f for f in over(release.facts, m.start, m.start + 1) if f.label in ("TOPIC", "DECISION")
    )
    return any(not part.anchored((f.start, f.end)) for f in clauses)


def _at_it(release: Release, part: Part, m: Mention) -> bool:
    """Return whether a statement on a day was made at the meeting or at its end."""
    came = any(CAME.match(release.text, *s) for s in part.openings if m.start < s[0])
    return came or any(
        AT_IT.fullmatch(release.text, m.end, a.start)
        for a in part.anchored((m.end + 1, m.end + AT_IT_REACH))
    )


class _Marks:
    """The places in the text that say that a meeting is held: its anchors, and its first sentence
    if it has none."""

    def __init__(self, part: Part) -> None:
        marks = [(a.start, a.end) for a in part.anchors]
        if not any(
            part.opening[0] <= s < part.opening[1] for s, _ in marks
        ):  # a verb reports it: «استقبل … أمس»
            marks.append(part.opening)
        self.spans = Ranges(map(_Mark._make, marks))
        self.starts = sorted(s for s, _ in marks)
        self.ends = sorted(e for _, e in marks)
        numbers = (part.number_at(s) for s, _ in marks)
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


AT_IT_REACH = 80  # maximum characters between a date and the meeting at which something was said


def _distance(
    release: Release, part: Part, marks: _Marks, m: Mention
) -> tuple[int, bool, int, int]:
    """Return the rank of a date by its distance from the report of the meeting: 0 in the
    sentence of an anchor, 1 in the next, 2 a little further, 3 far away or the day of a
    statement. Then the first sentence comes first (in a headline, and the first after it),
    because later ones may name other days (right in 8 of the annotated documents, wrong in 2);
    then characters, then position."""
    apart = marks.apart(part.number_at(m.start) or 0)
    rank = 0 if apart == 0 else 1 if apart == 1 else 2 if apart <= 3 else 3
    since = max(
        [
            m.start - 70,
            *(a.end for a in part.anchored((m.start - 200, m.start)) if a.end <= m.start),
        ]
    )  # «قال خلال اجتماع أمس»: the meeting's date
    before = release.text[max(0, since) : m.start].rpartition("\n")[2]
    said = SAID.search(before) and TOLD_HELD.search(before) is None
    if said and not _at_it(release, part, m):
        rank = max(rank, STATED)
    return (
        rank,
        not any(s <= m.start < e for s, e in part.openings[: 2 if part.in_headline else 1]),
        marks.near(m),
        m.start,
    )
