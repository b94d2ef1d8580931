"""Speed of `clean_mapped` and `fold_mapped`, compared with camel-tools' own functions, called in
turn on the same text.

    python -m benchmarks.normalize [--megabytes N] [--runs N]

Prints characters per second and the ratio: medians of several runs, taken in turns so that other
work on the machine affects all. Exit status 1 if either is less than 5 times as fast as
camel-tools.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable

from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import (
    normalize_alef_ar,
    normalize_teh_marbuta_ar,
    normalize_unicode,
)

from pipeline.arabic.folding import clean_mapped, fold_mapped

FLOOR = 5.0
TEXT = (
    "عقدت اللجنة التنفيذية للحكومة الإلكترونية اجتماعها الثاني والعشرين برئاسة المهندس وفقًا لما "
    "أعلنته الهيئة في الرياض أمس وناقش المجلس "
    "آلية متابعة المشاريع المشتركة بين الدول الأعضاء ومؤشرات الأداء وأوصى بإعداد خطة زمنية "
    "لاستكمالها خلال ٦ أشهر من 2015 "
    "وأكّد رئيس الوفد أهمية التعاون الإقليمي ورؤيةً موحّدة لتطوير الخدمات على مستوى المنطقة"
)


def sample(characters: int, seed: int = 1) -> str:
    """Return running Arabic text of about so many characters: words in random order, punctuation,
    some line ends, tatweel, presentation forms."""
    chance, words = random.Random(seed), TEXT.split()
    ends = (
        ["، "] * 8 + [". "] * 5 + [".\n"] * 2 + [" «", "» ", "\u00a0", " ﻷ", "\u0640 ", " \u200f"]
    )
    parts: list[str] = []
    size = 0
    while size < characters:
        phrase = " ".join(chance.choices(words, k=chance.randint(4, 12))) + chance.choice(ends)
        parts.append(phrase)
        size += len(phrase)
    return "".join(parts)


def camel(text: str) -> str:
    return normalize_teh_marbuta_ar(normalize_alef_ar(dediac_ar(normalize_unicode(text))))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--megabytes", type=float, default=4.0, help="size of the text in UTF-8 (default 4)"
    )
    parser.add_argument(
        "--runs", type=int, default=7, help="runs of each, of which the median counts (default 7)"
    )
    args = parser.parse_args()
    text = sample(int(args.megabytes * 1e6 / 1.8))
    ways: dict[str, Callable[[str], object]] = {
        "camel-tools": camel,
        "clean_mapped": clean_mapped,
        "fold_mapped": fold_mapped,
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for run in range(args.runs + 1):
        for name, way in ways.items():
            start = time.perf_counter()
            way(text)
            if run:  # the first call builds the tables
                seconds[name].append(time.perf_counter() - start)
    median = {name: statistics.median(times) for name, times in seconds.items()}
    print(
        f"{len(text):,} characters, {len(text.encode()) / 1e6:.1f} MB, median of {args.runs} runs"
    )
    for name, taken in median.items():
        print(
            f"{name:13} {len(text) / taken / 1e6:7.1f} million characters a second "
            f"{median['camel-tools'] / taken:6.1f}x"
        )
    return int(
        min(median["camel-tools"] / median[n] for n in ("clean_mapped", "fold_mapped")) < FLOOR
    )


if __name__ == "__main__":
    sys.exit(main())
