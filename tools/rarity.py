"""Count the articles that contain each word: `python tools/rarity.py CORPORA`.

CORPORA is a folder with the news corpora of models/README.md (SaudiNewsNet, Al Khaleej, Qatar,
`arab`). Writes `pipeline/arabic/data/rarity.txt`: one line for each step of rarity with its words.
A word in fewer than one article in RARE is not listed; its rarity is 1."""

from __future__ import annotations

import json
import lzma
import math
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.arabic.rarity import STEPS, stems

OUT = Path(__file__).resolve().parents[1] / "pipeline" / "arabic" / "data" / "rarity.txt"
RARE = 400
EACH = 4000  # articles of each corpus, spread over it, so that no corpus outweighs the others
HEAD = """# How much a word tells of a text, in twentieths (arabic/rarity.py): the fewer articles have it, the more.
# Made by tools/rarity.py from the news corpora that models/README.md names; a word that is not here tells all.
"""


def articles(corpora: Path) -> Iterator[list[str]]:
    """Yield the texts of each corpus."""
    yield [
        f"{a.get('title') or ''}\n{a.get('content') or ''}"
        for path in sorted((corpora / "saudinewsnet").glob("*.zip"))
        for archive in [zipfile.ZipFile(path)]
        for name in archive.namelist()
        for a in json.loads(archive.read(name))
    ]
    for name in ("alkhaleej", "qatar", "arab"):
        with lzma.open(corpora / name / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            yield [json.loads(line)["text"] for line in lines]


def main() -> None:
    counts: Counter[str] = Counter()
    total = 0
    for texts in articles(Path(sys.argv[1])):
        for text in islice(texts, 0, None, max(1, len(texts) // EACH)):
            counts.update(set(stems(text)))
            total += 1
    steps: dict[int, list[str]] = {}
    for word, n in counts.items():
        if n * RARE > total:
            share = math.log(total / n) / math.log(RARE)
            steps.setdefault(round(share * STEPS), []).append(word)
    lines = [f"{step} {' '.join(sorted(words))}" for step, words in sorted(steps.items())]
    OUT.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{total} articles, {sum(map(len, steps.values()))} words")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main()
