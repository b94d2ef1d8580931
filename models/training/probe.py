"""Learn the head OPENS anew on the features of a tagger that stays as it is:

    python -m models.training.probe WORK/mean FILES… --out WORK/final

The mean of a tagger and of one that learnt a further head from it keeps what both knew, but the
features of the new head no longer fit its rows. A logistic regression over the words' features (the
mean of the encoder's states over a word's pieces, as decoded) makes them fit again: convex, so the
same data give the same rows up to the last digits. Nothing else of the tagger changes."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from models.training.common import half, word_means
from models.training.openings import openings
from models.training.train import load
from pipeline.extract.encoding import windows, words
from pipeline.extract.heads import HEADS

HEAD = "OPENS"
DECAY = 1e-5  # times the squares of the weights over scaled features
STEPS = 60
NEVER = -20.0  # bias of a tag that a head of single words does not have


def features(
    encoder: torch.nn.Module,
    tokenizer: Tokenizer,
    docs: Sequence[Mapping[str, Any]],
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """For each window of the documents its words' features ([words, width]) and which of the words
    open a record ([words])."""
    for doc in docs:
        first = {words(doc["text"], start, end)[0] for start, end in openings(dict(doc))}
        for w in windows(doc["text"], tokenizer):
            with torch.no_grad(), half():
                ids = torch.tensor([w.ids])
                states = encoder(
                    input_ids=ids, attention_mask=torch.ones_like(ids)
                ).last_hidden_state
            yield (
                word_means(states.float(), torch.tensor(w.word_of), len(w.words)),
                torch.tensor([x in first for x in w.words]),
            )


def fit(x: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Weights [width] and bias of the logistic regression of `y` ([rows], bool) on `x` ([rows,
    width])."""
    mean, scale = x.mean(0), x.std(0) + 1e-6
    scaled, target = (x - mean) / scale, y.float()
    weight = torch.zeros(x.shape[1], requires_grad=True)
    bias = torch.tensor(-5.0, requires_grad=True)  # few words open a record
    optimizer = torch.optim.LBFGS(
        [weight, bias], max_iter=STEPS, history_size=20, line_search_fn="strong_wolfe"
    )

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = (
            torch.nn.functional.binary_cross_entropy_with_logits(scaled @ weight + bias, target)
            + DECAY * (weight * weight).sum()
        )
        loss.backward()
        return loss

    optimizer.step(closure)
    unscaled = weight.detach() / scale
    return unscaled, bias.detach() - unscaled @ mean


def with_head(
    state: Mapping[str, torch.Tensor], weight: torch.Tensor, bias: torch.Tensor
) -> dict[str, torch.Tensor]:
    """The state of a tagger whose head OPENS begins where the regression says so, and never goes
    on."""
    at = 3 * HEADS.index(HEAD)
    rows, biases = state["out.weight"].clone(), state["out.bias"].clone()
    rows[at : at + 3] = torch.stack((torch.zeros_like(weight), weight, torch.zeros_like(weight)))
    biases[at : at + 3] = torch.tensor((0.0, float(bias), NEVER))
    return {**state, "out.weight": rows, "out.bias": biases}


def main() -> None:
    from models.training.export import load_tagger  # needs onnx, which learning the head does not

    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("tagger", type=Path, help="what train.py or average.py wrote")
    ap.add_argument("files", nargs="+")
    ap.add_argument("--out", type=Path, required=True, help="gets the same")
    a = ap.parse_args()
    docs = load(a.files)
    tokenizer = Tokenizer.from_file(str(a.tagger / "tok.json"))
    x, y = (
        torch.cat(part)
        for part in zip(*features(load_tagger(a.tagger).encoder, tokenizer, docs), strict=True)
    )
    print(len(docs), "documents", len(y), "words", int(y.sum()), "open a record")
    a.out.mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "tok.json"):
        shutil.copyfile(a.tagger / name, a.out / name)
    state = torch.load(a.tagger / "tagger.pt", map_location="cpu", weights_only=True)
    torch.save(with_head(state, *fit(x, y)), a.out / "tagger.pt")
    told = json.loads((a.tagger / "training.json").read_text(encoding="utf-8"))
    (a.out / "training.json").write_text(
        json.dumps({**told, "probed": {"head": HEAD, "documents": len(docs)}}), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
