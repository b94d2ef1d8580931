"""ANERcorp, CAMeL Lab split: how good the encoder is at names as others define them, compared with
published figures.

    python -m models.training anercorp CORPORA --encoder WORK/tagger --seeds 0 1 2 [--clean]

Trains only on the training part and scores the test part: strict entity F1 by seqeval, micro
average. There are three figures: all four types; people, places and organisations (MISC left out on
both sides); and with `--clean` both parts with corrected labels. The model is one softmax over BIO
tags at the mean of a word's pieces, decoded by the best path in which I follows B or I of the same
class. The neighbours of a sentence in its window change each epoch. With several seeds the mean of
their weights is scored too (a "model soup": Wortsman et al. 2022); the head starts at zero for
every seed, so that the weights can be averaged."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from seqeval.metrics import classification_report, f1_score
from tokenizers import Tokenizer

import models.training.corpora as corpora
from models.training.auxiliary import Example, Names, pack
from models.training.common import Fit, batches, collate, load_encoder, steps_of

TASK = "anercorp"
TAGS = ("O", *(f"{b}-{name}" for name in ("LOC", "MISC", "ORG", "PERS") for b in "BI"))
HIDDEN = 0.1


def numbers(examples: Sequence[Example]) -> torch.Tensor:
    """Return the tag number of each word."""
    return torch.tensor(
        [TAGS.index(given[0]) if given else 0 for x in examples for given in x.tags]
    )


def best_path(scores: np.ndarray) -> list[int]:
    """Run Viterbi over [words, tags]: I-X only after B-X or I-X."""
    n = len(TAGS)
    allowed = np.zeros((n, n))
    for j, tag in enumerate(TAGS):
        if tag[0] == "I":
            allowed[[i for i, before in enumerate(TAGS) if before[1:] != tag[1:]], j] = -np.inf
    best, back = scores[0] + np.array([-np.inf if t[0] == "I" else 0.0 for t in TAGS]), []
    for row in scores[1:]:
        ways = best[:, None] + allowed
        back.append(ways.argmax(0))
        best = ways.max(0) + row
    path = [int(best.argmax())]
    for b in reversed(back):
        path.append(int(b[path[-1]]))
    return path[::-1]


def predict(model: Names, examples: Sequence[Example]) -> list[list[str]]:
    model.eval()
    out = []
    with torch.no_grad():
        for x in examples:
            ids, mask, words = collate([x.window], 0.0, random.Random(0))
            scores = torch.log_softmax(
                model(TASK, ids, mask, words, len(x.tags)).reshape(len(x.tags), -1)[:, : len(TAGS)],
                -1,
            )
            out.append([TAGS[t] for t in best_path(scores.numpy())])
    return out


def without_misc(tags: Sequence[Sequence[str]]) -> list[list[str]]:
    return [["O" if t.endswith("MISC") else t for t in row] for row in tags]


def fresh(encoder: str) -> Names:
    """Return the encoder with an untrained head."""
    model = Names(load_encoder(encoder), {TASK: len(TAGS) // 3})
    with torch.no_grad():
        model.out[TASK].weight.zero_()
        model.out[TASK].bias.zero_()
        model.out[TASK].bias[0] = 3.0
    return model


def run(  # noqa: PLR0913
    encoder: str,
    sentences: Sequence[corpora.Sentence],
    tokenizer: Tokenizer,
    seed: int,
    epochs: int,
    lr: float,
    size: int,
    fast: bool,
) -> dict[str, torch.Tensor]:
    """Return the averaged weights after the last epoch."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = fresh(encoder)
    if fast:
        model.encoder.compile(dynamic=True)
    packings = []
    for _ in range(epochs):
        k = rng.randrange(len(sentences))
        packings.append(pack(TASK, sentences[k:], tokenizer) + pack(TASK, sentences[:k], tokenizer))
    fit = Fit(
        model,
        sum(steps_of((len(x.window.ids) for x in packing), size, 1) for packing in packings),
        lr,
    )
    for epoch, packing in enumerate(packings):
        model.train()
        began, total = time.time(), 0.0
        for b in batches([len(x.window.ids) for x in packing], size, rng):
            chosen = [packing[i] for i in b]
            gold = numbers(chosen)
            scores = model(
                TASK, *collate([x.window for x in chosen], HIDDEN, rng), len(gold)
            ).reshape(len(gold), -1)[:, : len(TAGS)]
            loss = torch.nn.functional.cross_entropy(scores, gold)
            fit.step(loss)
            total += loss.item()
        print(
            f"seed {seed} epoch {epoch} loss {total * size / len(packing):.4f} "
            f"{time.time() - began:.0f} s",
            flush=True,
        )
    return {name: x.clone() for name, x in fit.averaged().items()}


def score(model: Names, weights: dict[str, torch.Tensor], test: Sequence[Example]) -> list[float]:
    """Return [four types, three types] of `model` with these weights."""
    model.load_state_dict(weights)
    gold_tags, got = (
        [[given[0] if given else "O" for given in x.tags] for x in test],
        predict(model, test),
    )
    print(classification_report(gold_tags, got, digits=3), flush=True)
    return [
        100 * f1_score(gold_tags, got),
        100 * f1_score(without_misc(gold_tags), without_misc(got)),
    ]


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("corpora", type=Path)
    ap.add_argument("--encoder", required=True)
    ap.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    ap.add_argument(
        "--clean", action="store_true", help="the corrected labels, in training and test"
    )
    ap.add_argument("--epochs", type=int, default=6)
    ap.add_argument("--lr", type=float, default=1.5e-4)
    ap.add_argument("--batch", type=int, default=8)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--compile", action="store_true", help="a quarter faster; needs a C++ compiler")
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    tokenizer = Tokenizer.from_file(f"{a.encoder}/tok.json")
    train, held = (corpora.cleananercorp if a.clean else corpora.anercorp)(a.corpora)
    test = pack(TASK, held, tokenizer)
    print(
        f"{sum(map(len, train))} words of training, {sum(len(x.tags) for x in test)} of test",
        flush=True,
    )
    found = [
        run(a.encoder, train, tokenizer, seed, a.epochs, a.lr, a.batch, a.compile)
        for seed in a.seeds
    ]
    model = fresh(a.encoder)
    figures = np.array([score(model, weights, test) for weights in found])
    for name, column in zip(("PER LOC ORG MISC", "PER LOC ORG"), figures.T, strict=True):
        print(
            f"{name}: {', '.join(f'{x:.1f}' for x in column)}; mean {column.mean():.1f}, "
            f"deviation {column.std():.1f}"
        )
    if len(found) > 1:
        mean = {
            name: torch.stack([weights[name] for weights in found]).mean(0) for name in found[0]
        }
        print("the mean of their weights:", ", ".join(f"{x:.1f}" for x in score(model, mean, test)))
