"""The sentences of a release: their ends, their text without the dateline, and which are in a
headline.

Ranges are half-open, in characters of the release's text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, takewhile

from pipeline.arabic.patterns import pattern
from pipeline.assemble.spans import beginning, once, within
from pipeline.types import Mention, Release, Span

# A sentence ends after . ؟ ! unless the number of an item («2.») or a one-letter abbreviation
# («د.») is before it; newspapers often leave out the following space. A clause that continues to
# another meeting counts as a sentence: «التقى الوزير فلانا، | كما عقد لقاء مع فلان»; not after «و»
# alone, which continues the same one (220 articles 69.2 → 67.5, 39 unread releases 88.9 → 88.1).
END = pattern(
    r"(?<=[.؟!])(?<!\b\d\.)(?<!\b\d\d\.)(?<!\b[\u0621-\u064a]\.)(?=\s|[\u0621-\u064a«\"])|(?<=[،,]\s)(?=(?:و?ثم|كما|فيما|"
    r"وكذلك|وبعدها|وبعد ذلك)\s(?:استقبل|التقى|التقت|اجتمع|عقد|ترأس|رأس|زار|توجه|تلاها بزيارة|قام "
    r"بزيارة)(?:ت|وا|ا)?\s)"
)
# Transitions to another matter, and to one beside it.
OTHER = (
    r"(?:من (?:جهة|جانب|ناحية) (?:أخرى|آخر|ثانية)|(?:في|على) (?:سياق|شأن|صعيد|خبر) (?:آخر|منفصل))"
)
BESIDE = r"(?:(?:في|على) (?:سياق|شأن|صعيد) (?:متصل|ذي صلة)|إلى ذلك|في السياق (?:ذاته|نفسه))"
# one more meeting: «وفي لقاء ثالث مع فلان»
ONE_MORE = r"في\s+(?:لقاء|اجتماع)\s+(?:آخر|ثان|ثالث|رابع|خامس|منفصل|مماثل)"
# Words before the verb of a sentence that continues to another meeting: «كما», «من جهة أخرى», «وعلى
# هامش أعمال الدورة،».
LEAD = (
    rf"^\W*(?:(?:و?كما|فيما|[وف]قد|و?كذلك|أيضا|و?(?:{OTHER}|{BESIDE})|و?في سياق مواز|"
    r"و?ب(?:موازاة|الموازاة|التوازي) (?:مع )?ذلك|"
    r"و?(?:بنفس المناسبة|بالمناسبة (?:ذاتها|نفسها)|في (?:نفس|ذات) "
    r"(?:السياق|الإطار|اليوم|المناسبة))|"
    r"و?(?:عند|في) (?:تمام )?(?:الساعة )?ال\w+ (?:صباح[ا\u064b]*|مساء\u064b?|ظهر[ا\u064b]*)|"
    r"و?من (?:جهت|جانب|ناحيت)(?:ه|ها|هم)|و?بدور(?:ه|ها|هم)|"
    r"و?ثم|و?(?:قبل|قبيل|بعيد|عقب|إثر|على إثر|بعد|في غضون) ذلك|و?بعد الظهر|و?بعدها|و?عقبها|و?في "
    r"المساء|و?في اليوم (?:ذاته|نفسه)|"
    r"و?(?:على )?(?:عقب|إثر|بعد|بعيد|قبيل|قبل)\s+(?:انتهاء\s+|ختام\s+|رفع\s+)?"
    r"(?:ال)?(?:اجتماع|جلسة|لقاء|مباحثات|استقبال|مقابلة|زيارة)(?!\w)[^.،\n]{0,60}?|"
    r"و?بعد (?:أقل من |نحو |قرابة )?(?:ساعة|ساعتين|ساعات|يوم|يومين)(?: (?:من ذلك|فقط))?(?=[،,])|"
    r"و?(?:في وقت )?لاحق[اً]*|و?في وقت سابق|و?(?:صباح|مساء|ظهر) (?:اليوم|أمس)|"
    r"و?على هامش [^.]{0,160}?|و?في (?:لقاء|اجتماع) (?:آخر|منفصل)|"
    r"و?في (?!\w*اجتماع)[^.،\n]{3,45}(?=[،,])|و?في (?:(?:السياق|الإطار) "
    r"(?:ذاته|نفسه)|السياق))\s*[،,]?\s*)?"
)
# Between place, date and agency of a dateline: «مسقط | في | 14 يناير | /»; the dashes include
# tatweel.
BETWEEN = pattern(r"[\s\-–—ـ:/|(),،«»\"“”]+(?:في\s+)?")
LINE_MARK = pattern(r"[-–—ـ:/(]|»")  # without one of these, «في مسقط استقبل …» is no dateline
WORD = pattern(r"\w{2,}")
# maximum characters of a sentence; none of 1,608 annotated documents has a longer one
LONGEST = 2_000
BEFORE = 90  # maximum characters to read before a mention


def sentences(release: Release) -> list[Span]:
    """Return the ranges of the sentences of the kept paragraphs, in order, outer white space
    included."""
    out: list[Span] = []
    for p in release.paragraphs:
        if p.duplicate_of is None:
            ends = (m.start() for m in END.finditer(release.text, p.start, p.end))
            for a, b in pairwise([p.start, *ends, p.end]):
                if release.text[a:b].strip():
                    out += _pieces(release.text, a, b)
    return out


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Split an overlong sentence, as in a text without full stops, at commas or blanks."""
    while end - start > LONGEST:
        last = start + LONGEST
        # « و» before the other blanks, which occur inside names
        cuts = (text.rfind(mark, start + 1, last) + 1 for mark in ("، ", " و", " "))
        cut = next(filter(None, cuts), last)
        yield start, cut
        start = cut
    yield start, end


def is_clause(release: Release, span: Span) -> bool:
    """Return whether one of the ranges of `sentences` begins inside a sentence."""
    at = span[0]
    while at and release.text[at - 1].isspace():
        at -= 1
    return at > 0 and release.text[at - 1] in "،,"


def without_dateline(release: Release, span: Span) -> str:
    """Return the text of a sentence to its end, without a dateline in the same line: «مسقط في 14
    يناير /العمانية/ | استقبل …»."""
    at = next(
        (
            m.end
            for m in beginning(release.mentions, span[0], span[0] + 3)
            if m.label in ("LOC", "COUNTRY")
        ),
        None,
    )
    if at is None:
        return release.text[slice(*span)]
    start = at
    while (gap := BETWEEN.match(release.text, start, span[1])) is not None:
        start = gap.end()
        start = next(
            (
                m.end
                for m in beginning(release.mentions, start, start + 1)
                if m.label in ("DATE", "ORG")
            ),
            start,
        )
    return release.text[start if LINE_MARK.search(release.text[at:start]) else span[0] : span[1]]


def is_dateline(release: Release, span: Span) -> bool:
    """Return whether a sentence is a dateline in a line of its own: a place first, and at most two
    words besides names of places, agencies and days («الدوحة في 16 أكتوبر /قنا/»)."""
    named = [
        m for m in within(release.mentions, span) if m.label in ("LOC", "COUNTRY", "DATE", "ORG")
    ]
    if not any(m.label in ("LOC", "COUNTRY") and m.start - span[0] <= 2 for m in named):
        return False
    rest = list(release.text[slice(*span)])
    for m in named:
        rest[m.start - span[0] : m.end - span[0]] = " " * (m.end - m.start)
    return len(WORD.findall("".join(rest))) <= 2


def words_before(release: Release, span: Span, m: Mention) -> str:
    """Return the text before a mention in its sentence, at most 90 characters."""
    return release.text[max(span[0], m.start - BEFORE) : m.start]


def is_headline(release: Release, span: Span, headline_chars: int) -> bool:
    """Return whether a range is in one of the first paragraphs that are followed by others and of
    which each has at most `headline_chars` characters (`Config.headline_chars`) and no sentence
    end."""

    def end() -> int:
        title = takewhile(
            lambda p: p.end - p.start <= headline_chars and release.text[p.end - 1] not in ".؟!",
            release.paragraphs[:-1],
        )
        return max((p.end for p in title), default=-1)

    return span[1] <= once(release, ("headlines", headline_chars), end)
