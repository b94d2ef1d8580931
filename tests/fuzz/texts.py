"""Original texts, all our own, and the errors that happen to texts on their way."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

from pipeline.config import Config
from pipeline.types import Release

ROOT = Path(__file__).resolve().parents[2]
ANNOTATION = ROOT / "models" / "training" / "annotation"
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069\ufeff\u00ad"
MARKS = "\u0640\u064b\u064e\u0650\u0651\u0652\u0670\u06d6\u0301"  # tatweel, harakat, a Latin accent
CONTROLS = "\x00\x01\x07\x08\x0b\x0c\x1b\x1c\x1f\x7f\x85\u2028\u2029\ufffe\uffff\U0010ffff"
DIGITS = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲"
SIGNS = "«»“”\"'()[]{}<>/\\|،,.؛;:؟?!…-–—ـ_*#@&%$^~`+=•◄▪■"
SYMBOLS = "😀🇴🇲👨‍👩‍👧⚽️☎✓①㈱Ⅻ½²ﷺﷲﻻﺍﺎ𝒜𐤀"
WORDS = (
    "وقال الفنان 😀 إن",
    "المجلس",
    "د.",
    "و",
    "لل",
    "ال",
    "برئاسة",
    "اجتماعها الأول",
    "رئيس وزير نائب",
    "يوم الأحد 31 فبراير 2025",
    "14/13/9999",
    "الموافق 30 صفر 1",
    "عام 0000",
    "في 99999999999999999999",
    "المملكة",
    "عمان",
    "سلطنة عُمان",
    "(اليونيسف)",
    "ـــــ",
    "الحضور:",
    "ناقش:",
    "أولا:",
    "اقرأ أيضاً",
    "و و و و",
    "بن بن بن",
    "آل",
    "http://x.example/؟a=1&b=2",
    "#وسم_طويل_جدا",
    "&#1608;&nbsp;&bogus;&#xfffff;",
    "<b>",
    "<!--",
    "]]>",
    "%s%n{0}",
    "\t",
    "\r",
)

Change = Callable[[random.Random, str], str]


@cache
def bases() -> tuple[str, ...]:
    """Return the texts of the samples and of the composed releases."""
    from pipeline.readers import discover, read

    found = [
        item.text
        for file in discover([ROOT / "data" / "raw"])
        if not hasattr(file, "reason")
        for item in read(file, Config())  # type: ignore[arg-type]
        if isinstance(item, Release)
    ]
    for path in sorted(ANNOTATION.glob("composed*.jsonl")):
        found += [json.loads(line)["text"] for line in path.read_text("utf-8").split("\n") if line]
    return tuple(found)


def _put(rng: random.Random, text: str, what: str) -> str:
    at = rng.randint(0, len(text))
    return text[:at] + what + text[at:]


def _sprinkled(chars: str) -> Change:
    def change(rng: random.Random, text: str) -> str:
        share = rng.choice((0.005, 0.05, 0.3))
        return "".join(c + rng.choice(chars) if rng.random() < share else c for c in text)

    return change


def _words(rng: random.Random, text: str) -> str:
    for _ in range(rng.randint(1, 8)):
        text = _put(
            rng,
            text,
            rng.choice((" {} ", "{}", "\n{}\n", "({})", "«{}»")).format(rng.choice(WORDS)),
        )
    return text


def _cut(rng: random.Random, text: str) -> str:
    a, b = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
    return text[a:b] if rng.random() < 0.5 else text[:a] + text[b:]


def _again(rng: random.Random, text: str) -> str:
    a = rng.randint(0, len(text))
    piece = text[a : a + rng.choice((1, 5, 40, 300))]
    return _put(rng, text, piece * rng.choice((2, 10, 60)))


def _spliced(rng: random.Random, text: str) -> str:
    other = rng.choice(bases())
    return text[: rng.randint(0, len(text))] + other[rng.randint(0, len(other)) :]


def _shuffled(rng: random.Random, text: str) -> str:
    sep = rng.choice(("\n", " ", ".", "،"))
    parts = text.split(sep)
    rng.shuffle(parts)
    return sep.join(parts)


def _spaced(rng: random.Random, text: str) -> str:
    return text.replace(" ", rng.choice(("", "  ", "\u00a0", "\n", "\t", "\u3000", " \u200f")))


def _lines(rng: random.Random, text: str) -> str:
    return text.replace("\n", rng.choice((" ", "", "\r\n", "\r", "\n\n\n", "\u2028", "\x0c")))


def _few(rng: random.Random, text: str) -> str:
    """Return a very short text."""
    return rng.choice(
        ("", " ", "\n", "و", "😀", "\u200f", "\u0640", "1", "د.", ".", text[:1], text[:7])
    )


def _bare(rng: random.Random, text: str) -> str:
    """Return a text with one kind of character only, or without one."""
    letters = set(rng.sample(sorted(set(text)) or [" "], 1))
    return "".join(c for c in text if c not in letters)


CHANGES: tuple[Change, ...] = (
    _words,
    _words,
    _cut,
    _again,
    _spliced,
    _shuffled,
    _spaced,
    _lines,
    _bare,
    _few,
    *map(_sprinkled, (INVISIBLE, MARKS, CONTROLS, DIGITS, SIGNS, SYMBOLS)),
)


def text(rng: random.Random) -> str:
    """Return an original text, changed up to four times, never with half of a surrogate pair."""
    found = rng.choice(bases())
    for _ in range(rng.choice((0, 1, 1, 2, 2, 3, 4))):
        found = rng.choice(CHANGES)(rng, found)[:8_000]
    return found
