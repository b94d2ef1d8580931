"""Cross-validation: `python -m models.training crossval --encoder DIR --work DIR --folds 5 [--fold
K] [--epochs N] FILES…`.

Documents are assigned to folds by a hash of their key. For each fold: run train.py without its
documents, export.py, and the whole pipeline with that model over its documents, then score. With
`--go-on` a fold starts from a training on other documents, which are in no fold; that training runs
only once. Everything that is learned from text is learned again in each fold; the word lists under
`pipeline/` are written by hand. At the end the outputs of all folds are scored together, as one
set."""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def fold_of(key: str, folds: int) -> int:
    """Return the fold of a document: a hash of its key, independent of the order and number of
    documents."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % folds


def run(*command: str) -> None:
    print("$", " ".join(command), flush=True)
    subprocess.run(command, check=True, cwd=ROOT)


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("files", nargs="+")
    ap.add_argument("--encoder", required=True)
    ap.add_argument("--work", required=True, type=Path)
    ap.add_argument("--folds", type=int, default=5)
    ap.add_argument(
        "--fold", type=int, nargs="*", help="only these, counted from 0; all where left out"
    )
    ap.add_argument("--epochs", type=int, default=6)
    ap.add_argument("--lr", type=float, default=1.5e-4)
    ap.add_argument(
        "--go-on",
        action="store_true",
        help="the encoder's folder holds a tagger that learnt other documents: go on from it",
    )
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--compile", action="store_true", help="a quarter faster; needs a C++ compiler")
    ap.add_argument(
        "--score-only", action="store_true", help="models are there: run and score anew"
    )
    a = ap.parse_args()
    docs = [
        json.loads(line)
        for f in a.files
        for line in Path(f).read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]
    a.work.mkdir(parents=True, exist_ok=True)
    done: list[tuple[str, str]] = []
    gold_all = a.work / "gold.jsonl"
    for k in range(a.folds) if a.fold is None else a.fold:
        here = a.work / f"fold{k}"
        here.mkdir(exist_ok=True)
        held = [d for d in docs if fold_of(d["key"], a.folds) == k]
        gold = here / "gold.jsonl"
        gold.write_text(
            "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in held), encoding="utf-8"
        )
        given = [{"id": d["key"], "text": d["text"], "published": d["published"]} for d in held]
        (here / "in.jsonl").write_text(
            "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in given), encoding="utf-8"
        )
        if not a.score_only:
            run(
                sys.executable,
                "-m",
                "models.training",
                "train",
                *a.files,
                "--encoder",
                a.encoder,
                "--out",
                str(here / "trained"),
                "--epochs",
                str(a.epochs),
                "--held-out",
                str(here / "in.jsonl"),
                "--threads",
                str(a.threads),
                "--lr",
                str(a.lr),
                *["--compile"] * a.compile,
                *["--go-on"] * a.go_on,
            )
            run(
                sys.executable,
                "-m",
                "models.training",
                "export",
                str(here / "trained"),
                "--out",
                str(here / "model"),
            )
        (here / "config.toml").write_text(
            f'model = "{(here / "model").resolve()}"\n', encoding="utf-8"
        )
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pipeline.cli",
                "process",
                str(here / "in.jsonl"),
                "--out",
                str(here / "out"),
                "--config",
                str(here / "config.toml"),
                "--force",
            ],
            cwd=ROOT,
            check=False,
        )
        done.append((str(gold), str(here / "out")))
    sys.path.insert(0, str(ROOT))
    from pipeline.evaluate import evaluate_files, report

    for name, into in (
        ("gold", gold_all),
        ("releases", a.work / "releases.jsonl"),
        ("records", a.work / "records.jsonl"),
    ):
        parts = [Path(g) if name == "gold" else Path(o) / f"{name}.jsonl" for g, o in done]
        into.write_text("".join(p.read_text(encoding="utf-8") for p in parts), encoding="utf-8")
    print(report(evaluate_files(gold_all, a.work / "releases.jsonl", a.work / "records.jsonl")))
