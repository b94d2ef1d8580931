"""Continued pretraining of the encoder on Arabic news: a masked language model over whole words.

    python -m models.training pretrain CORPORA --encoder DIR --out WORK/encoder-news \\
        --held-out GOLD.jsonl…

All news articles of the corpora are split into words like the tagger's input
(`pipeline.extract.tagger.encoding`) and packed into blocks of LENGTH pieces. A fifth of the words is
masked: 80 % of the masked pieces become unknown, 10 % another piece, 10 % stay (Devlin et al.
2019). An article that shares twelve words in a row with a held-out document (an object with `text` a line)
is left out, so that test texts stay unread.

Everything random depends on (seed, step), so a stopped run continues from its last checkpoint as if
it had never stopped: repeat the same command."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import BertModel

from models.training import overlap
from models.training.common import half
from models.training.corpora import news
from pipeline.extract.tagger.encoding import CLS, INVISIBLE, PAD, SEP, UNK, WORD

LENGTH = 128  # pieces in a block, with CLS and SEP
HIDDEN = 0.2  # share of masked words
WARMUP = 60  # steps
FLOOR = 0.02  # share of the learning rate that remains at the end
CHECKPOINT = "checkpoint.pt"

Block = list[list[int]]  # the pieces of each word


class MaskedLanguageModel(torch.nn.Module):
    """The encoder with BERT's prediction head, whose output weights are the word embeddings."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        hidden = encoder.config.hidden_size
        self.encoder = encoder
        self.transform = torch.nn.Sequential(
            torch.nn.Linear(hidden, hidden), torch.nn.GELU(), torch.nn.LayerNorm(hidden)
        )
        self.bias = torch.nn.Parameter(torch.zeros(encoder.config.vocab_size))

    def forward(
        self, ids: torch.Tensor, attention: torch.Tensor, where: torch.Tensor
    ) -> torch.Tensor:
        """Return scores ([masked pieces, vocabulary]) of the pieces where the boolean `where` is
        true."""
        states = self.encoder(input_ids=ids, attention_mask=attention).last_hidden_state[where]
        return self.transform(states) @ self.encoder.embeddings.word_embeddings.weight.T + self.bias


def read_texts(found: Iterable[str], held_out: Sequence[Path]) -> list[str]:
    """Return the different texts, without those that share words in a row with a held-out
    document."""
    texts = list(dict.fromkeys(text for text in found if text.strip()))
    apart = overlap.apart(texts, overlap.held_out(held_out))
    return [text for text, unread in zip(texts, apart, strict=True) if unread]


def blocks(texts: Sequence[str], tokenizer: Tokenizer, seed: int) -> Iterator[Block]:
    """Yield endless blocks of whole words, at most LENGTH - 2 pieces each, in a new order of texts
    at each pass."""
    block: Block = []
    size, passes = 0, 0
    while True:
        order = list(texts)
        random.Random(f"{seed}/pass {passes}").shuffle(order)
        for text in order:
            bare = [INVISIBLE.sub("", m.group()) or "_" for m in WORD.finditer(text)]
            for encoding in tokenizer.encode_batch(bare):
                word = (encoding.ids or [UNK])[: LENGTH - 2]
                if size + len(word) > LENGTH - 2:
                    yield block
                    block, size = [], 0
                block.append(word)
                size += len(word)
        passes += 1


def batch(
    rows: Sequence[Block], vocabulary: int, rng: random.Random
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (input ids, attention, where masked, the masked ids) of a batch of blocks."""
    ids = torch.full((len(rows), LENGTH), PAD)
    attention = torch.zeros((len(rows), LENGTH), dtype=torch.long)
    where = torch.zeros((len(rows), LENGTH), dtype=torch.bool)
    for k, row in enumerate(rows):
        ids[k, 0] = CLS
        at = 1
        for word in row:
            ids[k, at : at + len(word)] = torch.tensor(word)
            where[k, at : at + len(word)] = rng.random() < HIDDEN
            at += len(word)
        ids[k, at] = SEP
        attention[k, : at + 1] = 1
    wanted = ids[where]
    shown = ids.clone()
    draw = torch.rand(wanted.shape)
    other = torch.randint(UNK + 1, vocabulary, wanted.shape)
    shown[where] = torch.where(
        draw < 0.8, torch.full_like(wanted, UNK), torch.where(draw < 0.9, other, wanted)
    )
    return shown, attention, where, wanted


def save(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint completely or not at all."""
    part = path.with_suffix(".part")
    torch.save(state, part)
    os.replace(part, path)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path)
    parser.add_argument(
        "--held-out", type=Path, nargs="*", default=[], help="documents that stay unread"
    )
    parser.add_argument(
        "--encoder",
        type=Path,
        required=True,
        help="folder of the encoder to start from, with its tok.json",
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        help="folder for the encoder, its tok.json and the checkpoint",
    )
    parser.add_argument("--steps", type=int, default=5200, help="an epoch has about 5,200")
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--lr", type=float, default=4e-4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--every", type=int, default=100, help="steps between checkpoints")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    tokenizer = Tokenizer.from_file(str(args.encoder / "tok.json"))
    texts = read_texts(news(args.corpora), args.held_out)
    model = MaskedLanguageModel(
        BertModel.from_pretrained(args.encoder, add_pooling_layer=False, dtype=torch.float32)
    )
    vocabulary = model.encoder.config.vocab_size
    groups = [
        {"params": [p for p in model.parameters() if p.dim() > 1], "weight_decay": 0.01},
        {"params": [p for p in model.parameters() if p.dim() <= 1], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=args.lr, betas=(0.9, 0.98))
    args.out.mkdir(parents=True, exist_ok=True)
    checkpoint = args.out / CHECKPOINT
    start, average = 0, 0.0
    plan = {
        "steps": args.steps,
        "batch": args.batch,
        "lr": args.lr,
        "seed": args.seed,
        "texts": len(texts),
    }
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        if state["plan"] != plan:
            raise SystemExit(
                f"{checkpoint}: made with {state['plan']}; give the same settings, or another --out"
            )
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        start, average = state["step"], state["average"]
    print(f"{len(texts)} texts, from step {start}", flush=True)
    source = blocks(texts, tokenizer, args.seed)
    for _ in range(start * args.batch):
        next(source)
    model.train()
    began, seen = time.time(), 0
    for step in range(start, args.steps):
        torch.manual_seed(args.seed * 1_000_003 + step)
        rows = [next(source) for _ in range(args.batch)]
        shown, attention, where, wanted = batch(
            rows, vocabulary, random.Random(f"{args.seed}/step {step}")
        )
        with half():
            scores = model(shown, attention, where)
        loss = torch.nn.functional.cross_entropy(scores.float(), wanted)
        for group in optimizer.param_groups:
            group["lr"] = (
                args.lr * min((step + 1) / WARMUP, 1.0) * max(1 - step / args.steps, FLOOR)
            )
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        seen += int(attention.sum())
        average = loss.item() if step == 0 else 0.98 * average + 0.02 * loss.item()
        if (step + 1) % 20 == 0:
            print(
                f"step {step + 1} loss {average:.3f} {seen / (time.time() - began):.0f} pieces/s",
                flush=True,
            )
        if (step + 1) % args.every == 0:
            learned = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
            save(checkpoint, {"plan": plan, **learned, "step": step + 1, "average": average})
    model.encoder.half().save_pretrained(args.out)
    shutil.copyfile(args.encoder / "tok.json", args.out / "tok.json")
    print(f"end: {args.steps} steps, loss {average:.3f}, in {args.out}")
