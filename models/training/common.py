"""What all trainings share: the encoder, the mean over a word's pieces, batches of similar length,
the optimizer and the moving average.

Everything runs on a CPU, in bf16 if the processor has instructions for it (`half`). The caller sets
the seeds. With `fast` the encoder is compiled (this needs a C++ compiler), which was measured a
quarter faster and changes the last digits of a sum."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import torch
from transformers import BertConfig, BertModel

from pipeline.extract.tagger.encoding import PAD, UNK, Window

Module = TypeVar("Module", bound=torch.nn.Module)
LAYER_DECAY = 0.95  # factor on the learning rate of each layer relative to the one above it
WARMUP = 0.1  # share of the steps
AVERAGE = 0.995  # of the moving average of the weights


def half() -> torch.autocast:
    """Return a context in which matrices are multiplied in bf16, if this processor has instructions
    for it, else in fp32. Without them (AVX2 only), bf16 was measured forty times slower than fp32
    in products of this encoder's sizes."""
    able = torch.cpu.get_capabilities()
    return torch.autocast(
        "cpu", dtype=torch.bfloat16, enabled=bool(able.get("avx512_bf16") or able.get("amx_bf16"))
    )


def load_encoder(folder: str | Path) -> BertModel:
    """Return the encoder of a folder, or the one inside a tagger that train.py wrote, in fp32,
    without dropout in the attention (twice as fast) and with eager attention."""
    tagger = Path(folder, "tagger.pt")
    if not tagger.exists():
        return BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            dtype=torch.float32,
            attn_implementation="eager",
            attention_probs_dropout_prob=0.0,
        )
    config = BertConfig.from_pretrained(folder, attention_probs_dropout_prob=0.0)
    model = BertModel._from_config(config, add_pooling_layer=False, attn_implementation="eager")
    state = {
        name.removeprefix("encoder."): x
        for name, x in torch.load(tagger, weights_only=True).items()
        if name.startswith("encoder.")
    }
    shaped(model, state).load_state_dict(state)
    return model


def shaped(model: Module, state: Mapping[str, torch.Tensor]) -> Module:
    """Give the matrices of a model the sizes that they have in a state, in place: layers of a pruned
    encoder differ in size, and its configuration holds only one. Return the model."""
    for name, module in list(model.named_modules()):
        weight = state.get(name + ".weight")
        if isinstance(module, torch.nn.Linear) and weight is not None:
            wide, deep = weight.shape
            if (module.out_features, module.in_features) != (wide, deep):
                model.set_submodule(name, torch.nn.Linear(deep, wide))
    return model


def collate(
    windows: Sequence[Window], hidden: float = 0.0, rng: random.Random | None = None
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (ids, mask, word): padded [batch, pieces], and for each piece the number of its word,
    counted over the batch, or -1. A share `hidden` of the words is masked."""
    width = max(len(w.ids) for w in windows)
    ids, mask = (
        torch.full((len(windows), width), PAD),
        torch.zeros((len(windows), width), dtype=torch.long),
    )
    words, base = torch.full((len(windows), width), -1), 0
    for k, w in enumerate(windows):
        piece, at = torch.tensor(w.ids), torch.tensor(w.word_of)
        if hidden and rng:
            out = torch.tensor([rng.random() < hidden for _ in w.words])
            piece[(at >= 0) & out[at.clamp(min=0)]] = UNK
        ids[k, : len(piece)], mask[k, : len(piece)] = piece, 1
        words[k, : len(at)] = torch.where(at >= 0, at + base, at)
        base += len(w.words)
    return ids, mask, words.view(-1)


def word_means(states: torch.Tensor, words: torch.Tensor, count: int) -> torch.Tensor:
    """Return the mean of `states` ([batch, pieces, k]) over the pieces of each word: [count, k]."""
    flat, keep = states.reshape(-1, states.shape[-1]), words >= 0
    pieces = torch.zeros(count).index_add_(0, words[keep], torch.ones(int(keep.sum())))
    return (
        torch.zeros(count, flat.shape[1]).index_add_(0, words[keep], flat[keep]) / pieces[:, None]
    )


def batches(lengths: Sequence[int], size: int, rng: random.Random) -> list[list[int]]:
    """Return indices in batches of similar length, in random order; different at each call."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + rng.random() * 64)
    out = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(out)
    return out


class Fit:
    """AdamW with warm-up and linear decay to zero, lower learning rates in lower layers, and a
    moving average of the weights."""

    def __init__(self, model: torch.nn.Module, steps: int, lr: float) -> None:
        depth = model.encoder.config.num_hidden_layers
        groups: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
        for name, p in model.named_parameters():
            rate = lr * 10
            if name.startswith("encoder."):
                layer = int(name.split("layer.")[1].split(".")[0]) if ".layer." in name else -1
                rate = lr * LAYER_DECAY ** (depth - 1 - layer)
            groups.setdefault((rate, 0.01 if p.dim() > 1 else 0.0), []).append(p)
        self.model, self.steps, self.done = model, steps, 0
        self.optimizer = torch.optim.AdamW(
            [
                {"params": ps, "lr": rate, "weight_decay": decay}
                for (rate, decay), ps in groups.items()
            ],
            fused=True,
        )
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer,
            lambda s: min(
                (s + 1) / (WARMUP * steps), max(0.0, (steps - s) / ((1 - WARMUP) * steps))
            ),
        )
        self.average = {name: p.detach().clone() for name, p in model.named_parameters()}

    def step(self, loss: torch.Tensor) -> None:
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.done += 1
        rate = min(AVERAGE, self.done / (self.done + 20))
        with torch.no_grad():
            for name, p in self.model.named_parameters():
                self.average[name].lerp_(p, 1 - rate)

    def averaged(self) -> dict[str, torch.Tensor]:
        """Return the state of the model with the averaged weights."""
        return {**self.model.state_dict(), **self.average}


def steps_of(lengths: Iterable[int], size: int, epochs: int) -> int:
    """Return the number of training steps on examples of these lengths in batches of `size`."""
    return epochs * math.ceil(len(list(lengths)) / size)
