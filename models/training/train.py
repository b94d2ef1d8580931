"""Train the tagger: `python -m models.training train --encoder DIR --out DIR --epochs N
TRAIN.jsonl… [--dev FILE]`.

One BERT encoder, one BIO head per label (pipeline/extract/tagger/heads.py), a head for attached particles,
and one for whether the document reports a meeting. The loss uses the mean logits of a word's
pieces, as decoding does. Regularization: masked words, and an exponential moving average of the
weights, which is saved. Seeds are fixed; CPU, bf16."""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertModel

from models.training import overlap
from models.training.common import Fit, batches, collate, half, load_encoder, steps_of, word_means
from models.training.targets import facts, reporting, targets
from pipeline.extract.tagger.decoding import decode_all
from pipeline.extract.tagger.encoding import MAX_PIECES, windows
from pipeline.extract.tagger.heads import FACTS, HEADS, LABELS, SKIPS

MASKED = 0.12  # share of words whose pieces are masked in training
OUTSIDE = 3.0  # bias of a new head: most words are outside most names


class Tagger(torch.nn.Module):
    """Logits of each piece: 3 a head, then SKIPS, then 2 for «the document reports a meeting» (read
    at CLS)."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = torch.nn.Dropout(0.1)
        self.out = torch.nn.Linear(encoder.config.hidden_size, 3 * len(HEADS) + SKIPS + 2)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return self.out(
            self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        )


def grown(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return the state of a tagger that may lack the last heads, with untrained rows for them,
    biased to «outside»."""
    at = len(state["out.bias"]) - SKIPS - 2  # the end of its tags
    more = 3 * len(HEADS) - at
    if not more:
        return state
    weight, bias = torch.zeros(more, state["out.weight"].shape[1]), torch.zeros(more)
    bias[::3] = OUTSIDE
    added = (("out.weight", weight), ("out.bias", bias))
    return state | {
        name: torch.cat((state[name][:at], new, state[name][at:])) for name, new in added
    }


def whole(folder: str | Path) -> Tagger:
    """Return the tagger that train.py wrote to a folder; missing heads are added."""
    model = Tagger(load_encoder(folder))
    model.load_state_dict(grown(torch.load(Path(folder, "tagger.pt"), weights_only=True)))
    return model


def load(files: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for f in files for line in open(f, encoding="utf-8") if line.strip()]


def examples(
    docs: list[dict[str, Any]], tk: Tokenizer, pieces: int = MAX_PIECES
) -> list[dict[str, Any]]:
    out = []
    for d in docs:
        extra = facts(d)
        cut = windows(d["text"], tk, pieces)
        made = [targets(d, w, extra) for w in cut]
        for w, (rows, skip), held in zip(
            cut, made, reporting(d, [rows for rows, _ in made]), strict=True
        ):
            out.append(
                {
                    "w": w,
                    "y": np.array(rows, np.int64).T,
                    "skip": np.array(skip, np.int64),
                    "held": int(held),
                }
            )
    return out


def loss_of(
    logits: torch.Tensor,
    batch: Sequence[dict[str, Any]],
    words: torch.Tensor,
    weights: torch.Tensor,
) -> torch.Tensor:
    """Return the cross-entropy of the tags summed over the heads, weighted, of the skips, and of
    «reports a meeting»."""
    y, skip = (torch.tensor(np.concatenate([x[k] for x in batch])) for k in ("y", "skip"))
    word = word_means(logits, words, len(y))
    each = torch.nn.functional.cross_entropy(
        word[:, : 3 * len(HEADS)].reshape(-1, 3), y.reshape(-1), reduction="none"
    )
    tags = (each.view(len(y), -1) * weights).sum() / len(y)
    s = skip >= 0
    if s.any():
        tags = tags + 0.3 * torch.nn.functional.cross_entropy(
            word[s][:, 3 * len(HEADS) : 3 * len(HEADS) + SKIPS], skip[s]
        )
    held = torch.tensor([x["held"] for x in batch])
    return tags + 0.1 * torch.nn.functional.cross_entropy(logits[:, 0, -2:], held)


def tagged(
    model: Tagger, batch: Sequence[dict[str, Any]], rng: random.Random, weights: torch.Tensor
) -> torch.Tensor:
    """Return the loss of a batch of examples, some of whose words are masked. `weights`: of the
    tags of each head."""
    ids, mask, words = collate([x["w"] for x in batch], MASKED, rng)
    with half():
        logits = model(ids, mask)
    return loss_of(logits.float(), batch, words, weights)


def predict(
    model: Tagger, docs: list[dict[str, Any]], tk: Tokenizer
) -> list[tuple[list[tuple[int, int, str, float]], float]]:
    """Return spans and the probability of a reported meeting for each document."""
    model.eval()
    out = []
    with torch.no_grad():
        for d in docs:
            ws = windows(d["text"], tk)
            outs = []
            for w in ws:
                with half():
                    o = model(torch.tensor([w.ids]), torch.ones((1, len(w.ids)), dtype=torch.long))
                outs.append(o[0].float().numpy())
            held = max((1 / (1 + math.exp(o[0, -2] - o[0, -1])) for o in outs), default=0.0)
            out.append((decode_all(outs, ws, d["text"]), held))
    return out


def score(docs: list[dict[str, Any]], got: list[Any]) -> dict[str, float]:
    tot: dict[str, list[int]] = {}
    for d, (spans, _) in zip(docs, got, strict=True):
        gold = {(s, e, x) for s, e, x in d["spans"]} | set(facts(d))
        pred = {(s, e, h.rstrip("+")) for s, e, h, _ in spans}
        for h in LABELS + FACTS:
            g, p = {x for x in gold if x[2] == h}, {x for x in pred if x[2] == h}
            for name in (h, "ALL") if h in LABELS else (h,):
                c = tot.setdefault(name, [0, 0, 0])
                c[0] += len(g & p)
                c[1] += len(g)
                c[2] += len(p)
    return {h: round(200 * c[0] / max(1, c[1] + c[2]), 1) for h, c in tot.items()}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("files", nargs="+")
    ap.add_argument(
        "--encoder",
        required=True,
        help="folder of the encoder: config.json, model.safetensors, tok.json",
    )
    ap.add_argument("--out", required=True)
    ap.add_argument("--dev")
    ap.add_argument(
        "--held-out",
        type=Path,
        nargs="*",
        default=[],
        help="documents to measure on: what shares twelve words in a row with one is not learnt",
    )
    ap.add_argument(
        "--go-on",
        action="store_true",
        help="the encoder's folder holds a tagger (tagger.pt): train that on, heads and all; "
        "heads that it lacks are added",
    )
    ap.add_argument("--epochs", type=int, default=6)
    ap.add_argument("--lr", type=float, default=1.5e-4)
    ap.add_argument("--batch", type=int, default=6)
    ap.add_argument("--pieces", type=int, default=MAX_PIECES, help="word pieces in a window")
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--compile", action="store_true", help="a quarter faster; needs a C++ compiler")
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    torch.set_num_threads(a.threads)
    tk = Tokenizer.from_file(f"{a.encoder}/tok.json")
    docs = overlap.unread(load(a.files), overlap.held_out(a.held_out))
    dev = load([a.dev]) if a.dev else []
    train = examples(docs, tk, a.pieces)
    lengths = [len(x["w"].ids) for x in train]
    print(len(docs), "documents", len(train), "windows", sum(lengths), "pieces", flush=True)
    model = whole(a.encoder) if a.go_on else Tagger(load_encoder(a.encoder))
    if not a.go_on:
        with torch.no_grad():
            model.out.bias.zero_()
            model.out.bias[: 3 * len(HEADS) : 3] = OUTSIDE
    averaged = Tagger(
        BertModel._from_config(
            model.encoder.config, add_pooling_layer=False, attn_implementation="eager"
        )
    )
    fit = Fit(model, steps_of(lengths, a.batch, a.epochs), a.lr)
    if a.compile:
        model.encoder.compile(dynamic=True)
    weights = torch.ones(len(HEADS))
    for epoch in range(a.epochs):
        model.train()
        t0, total, steps = time.time(), 0.0, 0
        for b in batches(lengths, a.batch, rng):
            chosen = [train[i] for i in b]
            loss = tagged(model, chosen, rng, weights)
            fit.step(loss)
            total, steps = total + loss.item(), steps + 1
        print(f"epoch {epoch} loss {total / steps:.4f} {time.time() - t0:.0f} s", flush=True)
        if dev and epoch == a.epochs - 1:
            averaged.load_state_dict(fit.averaged())
            print(score(dev, predict(averaged, dev, tk)), flush=True)
    Path(a.out).mkdir(parents=True, exist_ok=True)
    torch.save(fit.averaged(), f"{a.out}/tagger.pt")
    model.encoder.config.save_pretrained(a.out)
    tk.save(f"{a.out}/tok.json")
    before = (
        json.loads(Path(a.encoder, "training.json").read_text(encoding="utf-8"))
        if a.go_on
        else None
    )
    told = {
        "epochs": a.epochs,
        "lr": a.lr,
        "batch": a.batch,
        "seed": a.seed,
        "documents": len(docs),
        "torch": torch.__version__,
        "compiled": a.compile,
        "hidden": MASKED,
        "pieces": a.pieces,
        **({"before": before} if before else {}),
    }
    Path(a.out, "training.json").write_text(json.dumps(told), encoding="utf-8")
