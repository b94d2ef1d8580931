"""Write pipeline/extract/data/spellings.txt: `python tools/build_spellings.py`.

The usual spelling of words with hamza, ة or ى, for texts that spell them differently
(`pipeline/extract/tagger/spelling.py`). Counted in the project's own composed releases, which are
used for training and not for testing, and in its lists of names, places and bodies. A word is left out if
the shorter words before it, or the rule for unlisted words, already give its spelling."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from pipeline.arabic import lists
from pipeline.extract.tagger.spelling import WORD, bare, starts, usual_by

ROOT = Path(__file__).parents[1]
OUT = ROOT / "pipeline/extract/data/spellings.txt"
RELEASES = ("composed", "composed-next", "composed-several", "composed-days")
GIVEN_NAMES = ROOT / "tools/given_names.txt"
LISTS = ("places.tsv", "portfolios.txt", "organisations.tsv")
HEADER = """\
# Usual spellings of words with hamza, ة or ى, without particles and articles. Written by tools/build_spellings.py; do not edit.
# Source: the project's composed releases (models/training/annotation) and the lists of names beside this one.
"""


def texts() -> Iterator[str]:
    for name in RELEASES:
        with (ROOT / f"models/training/annotation/{name}.jsonl").open(encoding="utf-8") as file:
            yield from (json.loads(line)["text"] for line in file if line.strip())
    yield from GIVEN_NAMES.read_text(encoding="utf-8").splitlines()
    for name in LISTS:
        yield from lists.lines("pipeline.extract", name)


def main() -> None:
    spellings: dict[str, Counter[str]] = defaultdict(
        Counter
    )  # counts of each bare word, also without particles
    itself: set[str] = set()  # bare words more frequent than the rest of one
    for word, count in Counter(word for text in texts() for word in WORD.findall(text)).items():
        for start in starts(word):
            spellings[bare(word[start:])][word[start:]] += count
        itself |= {bare(word), bare(word.removeprefix("ال") if len(word) > 4 else word)}
    by_hand = {bare(word): word for word in lists.lines("pipeline.extract", "final_letters.txt")}
    known = dict(by_hand)
    for key in sorted(itself, key=lambda key: (len(key), key)):
        ((word, _),) = spellings[key].most_common(1)
        if key not in by_hand and usual_by(known, key) != word:
            known[key] = word
    OUT.write_text(
        HEADER
        + "".join(f"{word}\n" for word in sorted(set(known.values()) - set(by_hand.values()))),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
