"""Train a tagger on, with annotated documents and masked words of news in turns: `python -m
models.training adapt CORPORA DOCUMENTS.jsonl… --tagger DIR --out DIR [--often FILE.jsonl…]
[--held-out FILE.jsonl…]`.

Pretraining goes on, most of it over the corpus of all Arab countries (Gururangan et al. 2020), while
the documents hold the encoder to its task. Some of them are read once more in careless writing.
Embeddings stay as they are. In the loss of the tags OPENS, which has one word a meeting, weighs most.
The averaged weights are saved.

Two runs, each with half of some documents as `--often` and the other half held out, give two taggers.
Each reads what it has not learnt, for the scorers of `assemble`; their mean ships (average.py)."""

from __future__ import annotations

import argparse
import json
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy

from models.training import overlap
from models.training.common import AVERAGE, WARMUP, batches, collate, half
from models.training.corpora import elsewhere, news
from models.training.pretrain import MaskedLanguageModel, read_texts
from models.training.student import REPORT, about_bodies, batched, mixed
from models.training.train import examples, load, tagged, whole
from pipeline.extract.tagger.encoding import Window
from pipeline.extract.tagger.heads import FACTS, HEADS

HIDDEN = 0.15  # share of the words of news that are masked
GUESSES = 3  # steps for one that guesses masked words besides
GUESSED = 0.3  # weight of these words' loss
WARM = 80  # first steps, in which only the head that guesses learns: it begins from nothing
FAST, SLOW = 2e-3, 3e-4  # learning rates of that head, in these steps and after them
WEIGHTS = torch.tensor(
    [4.0 if head == "OPENS" else 2.0 if head in FACTS else 1.0 for head in HEADS]
)
# Careless writing, letter for letter: ه for ة, alef without hamza, ي for ى, all in one line.
CARELESS = [str.maketrans(*pair) for pair in (("ة", "ه"), ("أإآ", "ااا"), ("ى", "ي"), ("\n", " "))]


def careless(
    docs: Sequence[dict[str, Any]], share: float, rng: random.Random
) -> list[dict[str, Any]]:
    """Return a share of the documents in careless writing of one kind each; the offsets hold."""
    return [
        d | {"text": d["text"].translate(rng.choice(CARELESS))}
        for d in docs
        if rng.random() < share
    ]


def guessed(
    model: MaskedLanguageModel, batch: Sequence[Window], rng: random.Random
) -> torch.Tensor:
    """Return the loss of the masked words of a batch of windows."""
    ids, mask, _ = collate(batch)
    shown, _, _ = collate(batch, HIDDEN, rng)
    where = shown != ids
    with half():
        scores = model(shown, mask, where)
    return cross_entropy(scores.float(), ids[where])


def drawn(
    kinds: Sequence[Sequence[dict[str, Any]]], share: float, size: int, seed: int
) -> Iterator[list[dict[str, Any]]]:
    """Yield endless batches of similar length, a `share` of them of the second kind of examples if
    there are any."""
    rng = random.Random(seed)

    def passes(kind: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
        while True:
            for batch in batches([len(x["w"].ids) for x in kind], size, rng):
                yield [kind[i] for i in batch]

    first, second = map(passes, kinds)
    while True:
        yield next(second if kinds[1] and rng.random() < share else first)


def warm(model: MaskedLanguageModel, texts: Iterator[list[Window]], rng: random.Random) -> None:
    """Teach the head that guesses masked words, in place; the encoder stays as it is."""
    model.encoder.requires_grad_(False)
    head = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(head, lr=FAST)
    for _ in range(WARM):
        optimizer.zero_grad()
        guessed(model, next(texts), rng).backward()
        optimizer.step()
    model.encoder.requires_grad_(True)
    model.encoder.embeddings.requires_grad_(False)


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("corpora", type=Path)
    ap.add_argument("files", nargs="+", help="annotated documents")
    ap.add_argument("--tagger", type=Path, required=True, help="what train.py or restore.py wrote")
    ap.add_argument("--out", type=Path, required=True, help="gets what train.py writes")
    ap.add_argument("--often", nargs="*", default=[], help="documents to read more often")
    ap.add_argument("--share", type=float, default=0.35, help="of these among the batches")
    ap.add_argument(
        "--arab", type=float, default=0.75, help="share of all countries among the news"
    )
    ap.add_argument(
        "--careless",
        type=float,
        default=0.05,
        help="share of documents read carelessly written too",
    )
    ap.add_argument("--held-out", type=Path, nargs="*", default=[], help="stay unread")
    ap.add_argument("--steps", type=int, default=2250)
    ap.add_argument("--batch", type=int, default=8, help="windows in a step")
    ap.add_argument("--lr", type=float, default=5e-5)
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    tokenizer = Tokenizer.from_file(str(a.tagger / "tok.json"))
    held_out = overlap.held_out(a.held_out)
    docs, often = (overlap.unread(load(files), held_out) for files in (a.files, a.often))
    docs += careless(docs, a.careless, rng)
    kinds = [examples(found, tokenizer) for found in (docs, often)]
    arab, every = (
        about_bodies(read_texts(found, a.held_out))
        for found in (elsewhere(a.corpora), news(a.corpora))
    )
    if not arab:
        ap.error(f"{a.corpora}: no news about public bodies there; name the folder of the corpora")
    print([len(x) for x in kinds], "windows,", len(arab), "and", len(every), "texts", flush=True)
    tags = drawn(kinds, a.share, a.batch, a.seed)
    texts = batched(mixed(every, arab, a.arab, a.seed), tokenizer, a.batch, a.seed)
    model = whole(a.tagger)
    language = MaskedLanguageModel(model.encoder)
    warm(language, texts, rng)
    model.train()
    learnt = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    guess = [p for name, p in language.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for name, p in learnt if name.startswith("encoder.")], "lr": a.lr},
            {"params": model.out.parameters(), "lr": 2 * a.lr},
            {"params": guess, "lr": SLOW},
        ],
        weight_decay=0.01,
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda n: min((n + 1) / (WARMUP * a.steps), (a.steps - n) / ((1 - WARMUP) * a.steps)),
    )
    average = {name: p.detach().clone() for name, p in learnt}
    began, seen = time.time(), 0
    for step in range(a.steps):
        batch = next(tags)
        loss = tagged(model, batch, rng, WEIGHTS)
        optimizer.zero_grad()
        loss.backward()
        if step % GUESSES == 0:
            (GUESSED * guessed(language, next(texts), rng)).backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in learnt], 1.0)
        optimizer.step()
        schedule.step()
        with torch.no_grad():
            for name, p in learnt:
                average[name].lerp_(p, 1 - min(AVERAGE, (step + 1) / (step + 20)))
        seen += sum(len(x["w"].ids) for x in batch)
        if (step + 1) % REPORT == 0:
            speed = seen / (time.time() - began)
            print(f"step {step + 1} loss {loss.item():.3f} {speed:.0f} pieces/s", flush=True)
    a.out.mkdir(parents=True, exist_ok=True)
    torch.save({**model.state_dict(), **average}, a.out / "tagger.pt")
    model.encoder.config.save_pretrained(a.out)
    shutil.copyfile(a.tagger / "tok.json", a.out / "tok.json")
    about = {"pieces": seen} | {
        name: getattr(a, name)
        for name in ("steps", "batch", "lr", "share", "arab", "careless", "seed")
    }
    before = json.loads((a.tagger / "training.json").read_text(encoding="utf-8"))
    (a.out / "training.json").write_text(
        json.dumps({"adapted": about, "before": before}), encoding="utf-8"
    )
