"""Train the tagger: `python models/training/train.py --encoder DIR --out DIR --epochs N TRAIN.jsonl… [--dev FILE]`.

One BERT encoder, a BIO head a label (pipeline/extract/heads.py), a head for attached particles, and one for whether the
document reports a meeting. Loss on the mean logits of a word's pieces, as decoded. Regularized by masking words and by
an exponential moving average of the weights, which is what is saved. Seeds fixed; CPU, bf16.
"""
from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertModel

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from models.training.targets import facts, targets
from pipeline.extract.decoding import decode_all
from pipeline.extract.encoding import CLS, PAD, UNK, windows
from pipeline.extract.heads import FACTS, HEADS, LABELS, SKIPS

FACT_WEIGHT = 1.0
MASKED = 0.12  # share of words whose pieces are hidden in training


class Tagger(torch.nn.Module):
    """Logits a piece: 3 a head, then SKIPS, then 2 for «the document reports a meeting» (read at CLS)."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = torch.nn.Dropout(0.1)
        self.out = torch.nn.Linear(encoder.config.hidden_size, 3 * len(HEADS) + SKIPS + 2)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return self.out(self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state))


def load(files: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for f in files for line in open(f, encoding="utf-8") if line.strip()]


def examples(docs: list[dict[str, Any]], tk: Tokenizer) -> list[dict[str, Any]]:
    out = []
    for d in docs:
        extra = facts(d)
        for w in windows(d["text"], tk):
            rows, skip = targets(d, w, extra)
            out.append({"w": w, "y": np.array(rows, np.int64).T, "skip": np.array(skip, np.int64), "held": int(bool(d["records"]))})
    return out


def collate(batch: list[dict[str, Any]], mask_rate: float, rng: random.Random) -> tuple[torch.Tensor, ...]:
    n = max(len(x["w"].ids) for x in batch)
    ids = torch.full((len(batch), n), PAD)
    att = torch.zeros((len(batch), n), dtype=torch.long)
    word_of, base = [], 0
    for k, x in enumerate(batch):
        w = x["w"]
        piece = torch.tensor(w.ids)
        at = torch.tensor(w.word_of)
        if mask_rate:
            hidden = torch.tensor([rng.random() < mask_rate for _ in w.words])
            piece[(at >= 0) & hidden[at.clamp(min=0)]] = UNK
        ids[k, : len(piece)], att[k, : len(piece)] = piece, 1
        full = torch.full((n,), -1)
        full[: len(at)] = torch.where(at >= 0, at + base, at)
        word_of.append(full)
        base += len(w.words)
    return ids, att, torch.stack(word_of).view(-1), torch.tensor(np.concatenate([x["y"] for x in batch])), \
        torch.tensor(np.concatenate([x["skip"] for x in batch])), torch.tensor([x["held"] for x in batch])


def loss_of(logits: torch.Tensor, at: torch.Tensor, y: torch.Tensor, skip: torch.Tensor, held: torch.Tensor) -> torch.Tensor:
    flat, keep = logits.reshape(-1, logits.shape[-1]), at >= 0
    count = torch.zeros(len(y)).index_add_(0, at[keep], torch.ones(int(keep.sum())))
    word = torch.zeros(len(y), flat.shape[1]).index_add_(0, at[keep], flat[keep]) / count[:, None]
    bio = word[:, : 3 * len(HEADS)].reshape(-1, 3)
    tags = torch.nn.functional.cross_entropy(bio, y.reshape(-1), reduction="none").view(len(y), len(HEADS))
    weight = torch.tensor([FACT_WEIGHT if h in FACTS else 1.0 for h in HEADS])
    total = (tags * weight).mean(0).sum()
    s = skip >= 0
    if s.any():
        total = total + 0.3 * torch.nn.functional.cross_entropy(word[s][:, 3 * len(HEADS):3 * len(HEADS) + SKIPS], skip[s])
    return total + 0.1 * torch.nn.functional.cross_entropy(logits[:, 0, -2:], held)


def predict(model: Tagger, docs: list[dict[str, Any]], tk: Tokenizer) -> list[tuple[list[tuple[int, int, str, float]], float]]:
    """Spans and the probability of a reported meeting, a document."""
    model.eval()
    out = []
    with torch.no_grad():
        for d in docs:
            ws = windows(d["text"], tk)
            outs = []
            for w in ws:
                with torch.autocast("cpu", dtype=torch.bfloat16):
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
                c[0] += len(g & p); c[1] += len(g); c[2] += len(p)
    return {h: round(200 * c[0] / max(1, c[1] + c[2]), 1) for h, c in tot.items()}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("files", nargs="+")
    ap.add_argument("--encoder", required=True, help="folder of the encoder: config.json, model.safetensors, tok.json")
    ap.add_argument("--out", required=True)
    ap.add_argument("--dev")
    ap.add_argument("--drop", help="file of keys that stay out of training, one a line")
    ap.add_argument("--epochs", type=int, default=12)
    ap.add_argument("--lr", type=float, default=1.5e-4)
    ap.add_argument("--batch", type=int, default=6)
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    torch.set_num_threads(a.threads)
    tk = Tokenizer.from_file(f"{a.encoder}/tok.json")
    dropped = set(Path(a.drop).read_text(encoding="utf-8").split()) if a.drop else set()
    docs = [d for d in load(a.files) if d["key"] not in dropped]
    dev = load([a.dev]) if a.dev else []
    train = examples(docs, tk)
    print(len(docs), "documents", len(train), "windows", sum(len(x["w"].ids) for x in train), "pieces", flush=True)
    model = Tagger(BertModel.from_pretrained(  # without dropout in the attention: twice as fast
        a.encoder, add_pooling_layer=False, dtype=torch.float32, attn_implementation="eager", attention_probs_dropout_prob=0.0))
    with torch.no_grad():  # most words are outside most names: begin there
        model.out.bias.zero_()
        model.out.bias[: 3 * len(HEADS):3] = 3.0
    ema = Tagger(BertModel(model.encoder.config, add_pooling_layer=False))
    ema.load_state_dict(model.state_dict())
    steps = a.epochs * math.ceil(len(train) / a.batch)
    decay = [p for n, p in model.encoder.named_parameters() if p.dim() > 1]
    rest = [p for n, p in model.encoder.named_parameters() if p.dim() <= 1]
    opt = torch.optim.AdamW([{"params": decay, "lr": a.lr, "weight_decay": 0.01}, {"params": rest, "lr": a.lr, "weight_decay": 0.0},
                             {"params": model.out.parameters(), "lr": a.lr * 10, "weight_decay": 0.01}])
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min((s + 1) / (0.1 * steps), max(0.0, (steps - s) / (0.9 * steps))))
    step = 0
    for epoch in range(a.epochs):
        model.train()
        order = sorted(range(len(train)), key=lambda i: len(train[i]["w"].ids) + rng.random() * 64)
        batches = [order[i:i + a.batch] for i in range(0, len(order), a.batch)]
        rng.shuffle(batches)
        t0, total = time.time(), 0.0
        for b in batches:
            ids, att, at, y, skip, held = collate([train[i] for i in b], MASKED, rng)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(ids, att)
            loss = loss_of(logits.float(), at, y, skip, held)
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            sched.step()
            step += 1
            rate = min(0.995, step / (step + 20))
            with torch.no_grad():
                for p, q in zip(ema.parameters(), model.parameters(), strict=True):
                    p.lerp_(q, 1 - rate)
            total += loss.item()
        print(f"epoch {epoch} loss {total / len(batches):.4f} {time.time() - t0:.0f} s", flush=True)
        if dev and (epoch % 4 == 3 or epoch == a.epochs - 1):
            print(score(dev, predict(ema, dev, tk)), flush=True)
            if epoch == a.epochs - 1:
                print("last weights", score(dev, predict(model, dev, tk)), flush=True)
    Path(a.out).mkdir(parents=True, exist_ok=True)
    torch.save(ema.state_dict(), f"{a.out}/tagger.pt")
    model.encoder.config.save_pretrained(a.out)
    tk.save(f"{a.out}/tok.json")
    told = {"epochs": a.epochs, "lr": a.lr, "batch": a.batch, "seed": a.seed, "documents": len(docs), "torch": torch.__version__,
            "cls": CLS}
    Path(a.out, "training.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
