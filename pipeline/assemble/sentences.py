"""The sentences of a release: their ends, their text without the dateline, and which are in a
headline.

Ranges are half-open, in characters of the release's text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, takewhile

from pipeline.arabic.dates import ANY_DAY, Resolved, resolve
from pipeline.arabic.folding import REMEMBERED
from pipeline.arabic.patterns import pattern
from pipeline.assemble.spans import labelled, remembered, within
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


def words_before(release: Release, span: Span, m: Mention) -> str:
    """Return the text before a mention in its sentence, at most 90 characters."""
    return release.text[max(span[0], m.start - BEFORE) : m.start]


def is_headline(release: Release, span: Span, headline_chars: int) -> bool:
    """Return whether a range is in one of the first paragraphs that are followed by others and of
    which each has at most `headline_chars` characters (`Config.headline_chars`) and no sentence
    end."""
    return span[1] <= _end_of_headlines(release, headline_chars)


@remembered
def _end_of_headlines(release: Release, headline_chars: int) -> int:
    title = takewhile(
        lambda p: p.end - p.start <= headline_chars and release.text[p.end - 1] not in ".؟!",
        release.paragraphs[:-1],
    )
    return max((p.end for p in title), default=-1)


@lru_cache(maxsize=REMEMBERED)
def _resolved(words: str) -> Resolved | None:
    """Return what a date expression says beside any day: the same few words come again and again."""
    return resolve(words, ANY_DAY, "future")


def has_day(release: Release, sentence: Span, wished: int = 0) -> bool:
    """Return whether a sentence has a date of a certain day. A past one («أمس») must follow the
    `wished` meeting: before it, it is the date of the wish."""
    for d in labelled(within(release.mentions, sentence), "DATE"):
        got = _resolved(release.text[d.start : d.end])
        if got is not None and got.precision == "day":
            gone_by = got.relative and (got.start or "") < ANY_DAY.isoformat()
            if d.start >= wished or not gone_by:
                return True
    return False
