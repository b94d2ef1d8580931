"""Average the weights of several taggers trained from the same one (a "model soup": Wortsman et al.
2022):

    python -m models.training average WORK/seed0 WORK/seed1 --out WORK/final [--weights 0.4 0.6]

Seeds that continue from one tagger stay close enough to each other that their mean is a tagger too,
and a better one than each."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from models.training.train import grown


def mean(
    states: Sequence[dict[str, torch.Tensor]], shares: Sequence[float] = ()
) -> dict[str, torch.Tensor]:
    """Return the mean of each weight, in which each tagger has its share, the same if none are
    given. Raise ValueError if the taggers differ in kind."""
    first, *others = states
    if any(
        {name: x.shape for name, x in state.items()} != {name: x.shape for name, x in first.items()}
        for state in others
    ):
        raise ValueError("these taggers have not the same weights")
    shares = shares or [1 / len(states)] * len(states)
    return {
        name: sum(
            (w * state[name] for w, state in zip(shares[1:], others, strict=True)),
            start=shares[0] * first[name],
        )
        for name in first
    }


def told(trainings: Sequence[dict[str, Any]], shares: Sequence[float] = ()) -> dict[str, Any]:
    """Return the `training.json` of a mean: the entries of each with its share if given, and once
    those of their common start."""
    if shares:
        trainings = [{"share": w, **x} for w, x in zip(shares, trainings, strict=True)]
    before = trainings[0].get("before")
    if before is None or any(x.get("before") != before for x in trainings):
        return {"mean_of": list(trainings)}
    return {
        "mean_of": [
            {name: value for name, value in x.items() if name != "before"} for x in trainings
        ],
        "before": before,
    }


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("folders", nargs="+", type=Path, help="what train.py wrote")
    ap.add_argument("--out", type=Path, required=True, help="gets the same")
    ap.add_argument("--weights", nargs="*", type=float, default=[], help="of each; their sum is 1")
    a = ap.parse_args()
    if a.weights and (len(a.weights) != len(a.folders) or abs(sum(a.weights) - 1) > 1e-6):
        ap.error(f"{len(a.folders)} folders need as many weights, with the sum 1")
    a.out.mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "tok.json"):
        shutil.copyfile(a.folders[0] / name, a.out / name)
    states = [
        grown(torch.load(folder / "tagger.pt", weights_only=True)) for folder in a.folders
    ]  # an older one may lack the last heads
    torch.save(mean(states, a.weights), a.out / "tagger.pt")
    trainings = [
        json.loads((folder / "training.json").read_text(encoding="utf-8")) for folder in a.folders
    ]
    (a.out / "training.json").write_text(json.dumps(told(trainings, a.weights)), encoding="utf-8")
