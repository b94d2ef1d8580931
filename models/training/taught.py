"""Self-training: what taggers say of texts that nobody has annotated, for another one to learn
(`train.py --taught`).

    python -m models.training.taught choose CORPORA --without DOCS… --count N --out TEXTS.jsonl
    python -m models.training.taught teach TEXTS.jsonl --teachers DIR… --out TAUGHT.pt

`choose` takes articles of the three news corpora that speak of public bodies, half of them with a
word for a meeting, in the order of their hashes, and none that shares SHARED runs of RUN words with
one of DOCS. `teach` writes, for each word of their windows, the mean probability that the teachers
give each tag; the pupil learns these with some of its words hidden (noisy student, Xie et al.
2020)."""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from models.training.common import collate, half, word_means
from models.training.pretrain import PUBLIC
from models.training.standoff import digest, texts
from pipeline.extract.encoding import windows
from pipeline.extract.heads import HEADS, SKIPS

MEETING = re.compile(
    r"(?<!\w)[وفبل]?(?:ال)?(?:اجتماع|جلسة|لقاء|مباحثات|دورة)|استقبل|التقى|ترأس|اجتمع"
)
RUN, SHARED = 12, 3  # words in a run; runs from which two texts are near
WORDS = (60, 700)  # of a text, at least and at most
TAGS = 3 * len(HEADS)


def runs(text: str) -> set[str]:
    """The runs of RUN words of a text."""
    words = re.findall(r"\w+", text)
    return {" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def choose(found: Iterable[str], without: Sequence[str], count: int) -> Iterator[str]:
    """At most `count` of the texts, half of them with a word for a meeting, the least hashes first;
    none near one of `without` or one of those before it."""
    seen: dict[str, int] = {}  # by run, the text that has it

    def near(text: str) -> bool:
        shared = Counter(seen[run] for run in runs(text) if run in seen)
        return any(n >= SHARED for n in shared.values())

    def add(text: str) -> None:
        seen.update(dict.fromkeys(runs(text), len(seen)))

    for text in without:
        add(text)
    left = {True: count // 2, False: count - count // 2}
    fit = (
        t for t in found if WORDS[0] <= len(t.split()) <= WORDS[1] and len(PUBLIC.findall(t)) >= 2
    )
    for text in sorted(fit, key=digest):
        kind = MEETING.search(text) is not None
        if left[kind] and not near(text):
            left[kind] -= 1
            add(text)
            yield text


def probabilities(
    logits: torch.Tensor, words: torch.Tensor, count: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Of the words of one window: the probability of each tag and of each number of particles
    ([count, TAGS + SKIPS]), and of the window that it reports no meeting, or one."""
    word = word_means(logits, words, count)
    tags = word[:, :TAGS].reshape(count, -1, 3).softmax(-1).reshape(count, TAGS)
    return torch.cat((tags, word[:, TAGS : TAGS + SKIPS].softmax(-1)), 1), logits[
        0, 0, -2:
    ].softmax(-1)


def loss_of(
    logits: torch.Tensor, words: torch.Tensor, soft: torch.Tensor, held: torch.Tensor
) -> torch.Tensor:
    """What the pupil still has to learn of a batch: cross-entropies with the weights that train.py
    gives them; of the particles only those before words that more likely than not begin a span."""
    word, n = word_means(logits, words, len(soft)), len(soft)
    tags = (
        -(soft[:, :TAGS] * word[:, :TAGS].reshape(n, -1, 3).log_softmax(-1).reshape(n, TAGS)).sum()
        / n
    )
    begins = soft[:, 1:TAGS:3].amax(1) > 0.5
    if begins.any():
        skip = (
            -(soft[begins, TAGS:] * word[begins, TAGS : TAGS + SKIPS].log_softmax(-1))
            .sum(-1)
            .mean()
        )
        tags = tags + 0.3 * skip
    return tags - 0.1 * (held * logits[:, 0, -2:].log_softmax(-1)).sum(-1).mean()


def examples(file: str | Path) -> list[dict[str, Any]]:
    """A window of each taught text with what was taught of it."""
    return [example for part in torch.load(file, weights_only=False)["texts"] for example in part]


def teach(docs: Sequence[str], folders: Sequence[str]) -> list[list[dict[str, Any]]]:
    """The windows of each text with the mean of the probabilities of the taggers in `folders`."""
    from models.training.train import whole

    tk = Tokenizer.from_file(f"{folders[0]}/tok.json")
    teachers = [whole(folder).eval() for folder in folders]
    out = []
    with torch.no_grad():
        for n, text in enumerate(docs):
            part = []
            for w in windows(text, tk):
                ids, mask, words = collate([w], 0.0, random.Random(0))
                found = []
                for teacher in teachers:
                    with half():
                        logits = teacher(ids, mask)
                    found.append(probabilities(logits.float(), words, len(w.words)))
                part.append(
                    {
                        "w": w,
                        "soft": torch.stack([f[0] for f in found]).mean(0).half(),
                        "held": torch.stack([f[1] for f in found]).mean(0),
                    }
                )
            out.append(part)
            if n % 200 == 0:
                print(n, "of", len(docs), flush=True)
    return out


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("what", choices=("choose", "teach"))
    ap.add_argument("source", type=Path)
    ap.add_argument("--without", type=Path, nargs="*", default=[])
    ap.add_argument("--count", type=int, default=2000)
    ap.add_argument("--teachers", nargs="+", default=[])
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--out", type=Path, required=True)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    if a.what == "choose":
        without = [
            json.loads(line)["text"]
            for path in a.without
            for line in path.read_text(encoding="utf-8").splitlines()
        ]
        lines = [
            json.dumps({"text": text}, ensure_ascii=False) + "\n"
            for text in choose(texts(a.source), without, a.count)
        ]
        a.out.write_text("".join(lines), encoding="utf-8")
        print(len(lines), "texts in", a.out)
        return
    docs = [json.loads(line)["text"] for line in a.source.read_text(encoding="utf-8").splitlines()]
    torch.save({"texts": teach(docs, a.teachers)}, a.out)


if __name__ == "__main__":
    main()
