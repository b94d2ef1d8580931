"""How many documents keep all their records when their text is written differently: `python -m
benchmarks.robustness [GOLD.jsonl…]`.

Each change occurs in real sources (an e-mail that wraps lines, a keyboard without «ي», a page that
justifies with tatweel), and must not change a record. Values are compared folded, ranges are not
compared. Random changes have a fixed seed. For changes that keep every character in its place, the
mean F1 of record fields and meetings against the gold follows (`pipeline/evaluate.py`). By default
it reads the 52 documents of `composed-fresh.jsonl`; the figures in `docs/design.md` and the modules
are from these and the first 40 of the annotation's `dev.jsonl`."""

from __future__ import annotations

import argparse
import json
import random
import re
import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline import schema
from pipeline.arabic.folding import fold_key
from pipeline.assemble import assemble
from pipeline.config import Config
from pipeline.dedupe import dedupe
from pipeline.evaluate import FIELDS, Counts, findings
from pipeline.extract.stage import extract
from pipeline.normalize import normalize
from pipeline.provenance import provenance
from pipeline.types import Release

FRESH = (
    Path(__file__).resolve().parents[1]
    / "models"
    / "training"
    / "annotation"
    / "composed-fresh.jsonl"
)
SINGLE = ("body", "ordinal", "date", "city", "country", "mode", "chair")
SEVERAL = (
    "people",
    "countries",
    "committees",
    "organizations",
    "initiatives",
    "topics",
    "decisions",
)
JOINING = "[بتثجحخسشصضطظعغفقكلمنهي]"
Change = Callable[[str], str]


def sprinkled(text: str, before: str, mark: str, share: float) -> str:
    """Return the text with a mark after a share of the places that match `before`."""
    draw = random.Random(text)
    return re.sub(before, lambda m: m.group() + (mark if draw.random() < share else ""), text)


def wrapped(text: str) -> str:
    return "\n".join(
        "\n".join(textwrap.wrap(line, 90, break_long_words=False, break_on_hyphens=False))
        for line in text.split("\n")
    )


def every_other(text: str, change: Change) -> str:
    """Return the text with half of its words changed, as if several people had written it."""
    draw = random.Random(text)
    return re.sub(r"\w+", lambda m: change(m.group()) if draw.random() < 0.5 else m.group(), text)


CHANGES: dict[str, Change] = {
    "lines wrapped at 90": wrapped,
    "tatweel": lambda t: sprinkled(t, rf"(?<!\w)\w{JOINING}(?=[\u0621-\u064a])", "\u0640", 0.1),
    "shadda": lambda t: sprinkled(t, rf"(?<!\w)\w{JOINING}(?=[\u0621-\u064a])", "\u0651", 0.15),
    "fathatan": lambda t: sprinkled(t, r"(?<=\w)ا(?= )", "\u064b", 0.2),
    "zero-width marks": lambda t: sprinkled(t, r"\w(?= )", "\u200f", 0.1),
    "no-break spaces": lambda t: re.sub(" (?! )", "\u00a0", t),
    "double spaces": lambda t: t.replace(" ", "  "),
    "Arabic-Indic digits": lambda t: t.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "Latin commas": lambda t: t.replace("،", ","),
    "straight quotes": lambda t: t.translate(str.maketrans("«»“”", '""""')),
    "quotes as references": lambda t: re.sub("[«»“”]", "&quot;", t),
    "lam-alef ligatures": lambda t: t.replace("لا", "\ufefb"),
    "ى for final ي": lambda t: re.sub(r"ي(?!\w)", "ى", t),
    "ا for أ and إ": lambda t: re.sub("[أإ]", "ا", t),
    "ه for ة": lambda t: re.sub(r"ة(?!\w)", "ه", t),
    "ي for final ى": lambda t: re.sub(r"ى(?!\w)", "ي", t),
    "ا and ه in every other": lambda t: every_other(
        t, lambda w: re.sub(r"ة$", "ه", re.sub("[أإ]", "ا", w))
    ),
    "no space around figures": lambda t: re.sub(
        r"(?<=[\u0621-\u064a]) (?=\d)|(?<=\d) (?=[\u0621-\u064a])", "", t
    ),
    "و by itself": lambda t: re.sub(r"(?<!\w)و(?=ال\w{3})", "و ", t),
    "headline in stars": lambda t: re.sub(r"^[^\n]+", r"*\g<0>*", t),
    "councils as hashtags": lambda t: re.sub(r"(?<!\w)مجلس (?=ال)", "#مجلس_", t),
    "all in one line": lambda t: t.replace("\n", " "),
    "pasted twice": lambda t: f"{t}\n{t}",
}


def records(
    docs: list[dict[str, Any]], change: Change, config: Config
) -> Iterator[list[dict[str, Any]]]:
    """Return the records of each document."""
    made = provenance(config)
    given = (
        Release(id=d["key"], source=d["key"], text=change(d["text"]), published=d["published"])
        for d in docs
    )
    for release in extract((dedupe(normalize(r, config), config) for r in given), config):
        yield [
            json.loads(schema.dump(x)) for x in schema.to_records(assemble(release, config), made)
        ]


def told(found: list[dict[str, Any]]) -> set[tuple[int, str, str]]:
    """Return the values of records: number of the record, field, folded value."""
    single = {(n, field, _value(r[field])) for n, r in enumerate(found) for field in SINGLE}
    return single | {
        (n, field, _value(x)) for n, r in enumerate(found) for field in SEVERAL for x in r[field]
    }


def mean(docs: list[dict[str, Any]], found: list[list[dict[str, Any]]]) -> float:
    """Return the mean F1 of record fields and meetings against the gold."""
    counts: dict[str, Counts] = defaultdict(Counts)
    for doc, records in zip(docs, found, strict=True):
        for finding in findings(doc, {"text": doc["text"], "mentions": []}, records):
            counts[finding.field] += finding.counts
    return sum(counts[field].f1 for field in (*FIELDS, "meetings")) / (len(FIELDS) + 1)


def _value(x: Any) -> str:
    if isinstance(x, dict):
        x = next((x[k] for k in ("name", "text", "code", "value") if x.get(k) is not None), None)
    x = re.sub(r"(?<!\w)و ", "و", str(x))  # a clause has the spelling of its source
    return fold_key(re.sub(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])", " ", x))


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("files", nargs="*", type=Path, default=[FRESH], help="gold documents")
    a = ap.parse_args()
    docs = [
        json.loads(line)
        for f in a.files
        for line in f.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]
    config = Config()
    found = list(records(docs, lambda t: t, config))
    before = list(map(told, found))
    print(
        f"{'as they are':24} {len(docs):4} documents, mean F1 {mean(docs, found):.1f}", flush=True
    )
    for name, change in CHANGES.items():
        found = list(records(docs, change, config))
        now = list(map(told, found))
        same = sum(x == y for x, y in zip(before, now, strict=True))
        differing = sum(len(x ^ y) for x, y in zip(before, now, strict=True))
        scored = all(len(change(d["text"])) == len(d["text"]) for d in docs)
        print(
            f"{name:24} {same:4} of {len(docs)} keep their records; {differing} of "
            f"{sum(map(len, before))} values differ"
            + (f"; mean F1 {mean(docs, found):.1f}" if scored else ""),
            flush=True,
        )


if __name__ == "__main__":
    main()
