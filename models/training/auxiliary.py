"""Train the encoder on names from public corpora before it learns ours:

    python -m models.training names CORPORA --encoder WORK/encoder-news --out WORK/encoder-names

ANERcorp (only its training part), WikiFANE, AQMAR and the open sample of Wojood are four tasks on
one encoder. Each has one BIO head per class, read at the mean of a word's pieces, so nested classes
(Wojood) need no special treatment. Consecutive sentences are packed into windows. The heads are
discarded; the averaged encoder is kept."""

from __future__ import annotations

import argparse
import json
import random
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import BertModel

import models.training.corpora as corpora
from models.training.common import Fit, batches, collate, half, load_encoder, steps_of, word_means
from pipeline.extract.tagger.encoding import CLS, INVISIBLE, MAX_WORD_PIECES, SEP, UNK, Window

PIECES = 192  # pieces in a window
HIDDEN = 0.1  # share of words masked in training
REPEATS = {
    "anercorp": 2,
    "wikifane": 1,
    "aqmar": 1,
    "wojood": 2,
}  # repetitions of a corpus in an epoch


@dataclass(frozen=True, slots=True)
class Example:
    """A window with the tags of each of its words."""

    task: str
    window: Window
    tags: tuple[tuple[str, ...], ...]


def pack(
    task: str, found: Sequence[corpora.Sentence], tokenizer: Tokenizer, limit: int = PIECES
) -> list[Example]:
    """Pack sentences into windows of at most `limit` pieces, SEP after each; a longer sentence is
    cut. The character ranges of the window's words are their numbers in the corpus: (n, n + 1)."""
    out: list[Example] = []
    ids, words, spans, tags = [CLS], [-1], [], []

    def flush() -> None:
        if spans:
            out.append(Example(task, Window(tuple(ids), tuple(words), tuple(spans)), tuple(tags)))
        ids[:], words[:], spans[:], tags[:] = [CLS], [-1], [], []

    n = 0
    for sentence in found:
        pieces = [
            (e.ids or [UNK])[:MAX_WORD_PIECES]
            for e in tokenizer.encode_batch([INVISIBLE.sub("", w) or "_" for w, _ in sentence])
        ]
        if len(ids) + sum(map(len, pieces)) + 1 > limit:
            flush()
        for (_, given), word in zip(sentence, pieces, strict=True):
            if len(ids) + len(word) + 1 > limit:
                flush()
            ids.extend(word)
            words.extend([len(spans)] * len(word))
            spans.append((n, n + 1))
            tags.append(given)
            n += 1
        ids.append(SEP)
        words.append(-1)
    flush()
    return out


def classes(examples: Sequence[Example]) -> list[str]:
    """Return the names of the classes, sorted."""
    return sorted({t[2:] for x in examples for given in x.tags for t in given})


def rows(examples: Sequence[Example], names: Sequence[str]) -> torch.Tensor:
    """Return [words, classes]: 0 outside, 1 begins, 2 inside."""
    at = {name: k for k, name in enumerate(names)}
    out = torch.zeros((sum(len(x.tags) for x in examples), len(names)), dtype=torch.long)
    n = 0
    for x in examples:
        for given in x.tags:
            for t in given:
                out[n, at[t[2:]]] = 1 if t[0] == "B" else 2
            n += 1
    return out


class Names(torch.nn.Module):
    """The encoder with a linear layer for each task: 3 scores a class."""

    def __init__(self, encoder: BertModel, sizes: dict[str, int]) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = torch.nn.Dropout(0.1)
        self.out = torch.nn.ModuleDict(
            {task: torch.nn.Linear(encoder.config.hidden_size, 3 * n) for task, n in sizes.items()}
        )
        with torch.no_grad():
            for layer in self.out.values():
                layer.bias.zero_()
                layer.bias[::3] = 3.0

    def forward(
        self, task: str, ids: torch.Tensor, mask: torch.Tensor, words: torch.Tensor, count: int
    ) -> torch.Tensor:
        """Return scores [count, classes, 3]."""
        with half():
            states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
            scores = self.out[task](self.drop(states))
        return word_means(scores.float(), words, count).view(count, -1, 3)


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("corpora", type=Path)
    ap.add_argument("--encoder", required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--epochs", type=int, default=1)
    ap.add_argument("--lr", type=float, default=2e-4)
    ap.add_argument("--batch", type=int, default=8)
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--compile", action="store_true", help="a quarter faster; needs a C++ compiler")
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    rng = random.Random(a.seed)
    tokenizer = Tokenizer.from_file(f"{a.encoder}/tok.json")
    found = {
        "anercorp": corpora.anercorp(a.corpora)[0],
        "wikifane": corpora.wikifane(a.corpora),
        "aqmar": corpora.aqmar(a.corpora),
        "wojood": corpora.wojood(a.corpora),
    }
    packed = {task: pack(task, sentences, tokenizer) for task, sentences in found.items()}
    names = {task: classes(examples) for task, examples in packed.items()}
    for task, examples in packed.items():
        print(
            f"{task}: {sum(len(x.tags) for x in examples)} words, "
            f"{sum(len(x.window.ids) for x in examples)} pieces, "
            f"{len(names[task])} classes, {REPEATS[task]} times an epoch",
            flush=True,
        )
    model = Names(load_encoder(a.encoder), {task: len(n) for task, n in names.items()})
    if a.compile:
        model.encoder.compile(dynamic=True)
    fit = Fit(
        model,
        sum(
            steps_of((len(x.window.ids) for x in packed[t]), a.batch, a.epochs * REPEATS[t])
            for t in packed
        ),
        a.lr,
    )
    began, losses = time.time(), dict.fromkeys(packed, 0.0)
    for epoch in range(a.epochs):
        todo = [
            (task, b)
            for task, examples in packed.items()
            for _ in range(REPEATS[task])
            for b in batches([len(x.window.ids) for x in examples], a.batch, rng)
        ]
        rng.shuffle(todo)
        for task, b in todo:
            chosen = [packed[task][i] for i in b]
            gold = rows(chosen, names[task])
            model.train()
            scores = model(task, *collate([x.window for x in chosen], HIDDEN, rng), len(gold))
            loss = torch.nn.functional.cross_entropy(
                scores.reshape(-1, 3), gold.reshape(-1), reduction="sum"
            ) / len(gold)
            fit.step(loss)
            losses[task] = 0.95 * losses[task] + 0.05 * loss.item()
            if fit.done % 100 == 0:
                told = " ".join(f"{t} {x:.3f}" for t, x in losses.items())
                print(
                    f"epoch {epoch} step {fit.done}/{fit.steps} {told} {time.time() - began:.0f} s",
                    flush=True,
                )
    model.load_state_dict(fit.averaged())
    a.out.mkdir(parents=True, exist_ok=True)
    model.encoder.save_pretrained(a.out)
    shutil.copyfile(f"{a.encoder}/tok.json", a.out / "tok.json")
    told = {
        "corpora": {t: len(x) for t, x in packed.items()},
        "epochs": a.epochs,
        "repeats": REPEATS,
        "lr": a.lr,
        "batch": a.batch,
        "seed": a.seed,
        "compiled": a.compile,
        "torch": torch.__version__,
    }
    (a.out / "auxiliary.json").write_text(json.dumps(told), encoding="utf-8")
