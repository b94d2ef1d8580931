"""Words per processor second of the extract stage compared with camel-tools' NERecognizer: `python -m
benchmarks.ner [--words N]`.

The recognizer reads the same texts, one paragraph a sentence as its command does, with a BERT-base
of random weights built here: speed does not depend on weights. It pads each sentence to 256 pieces;
the third line is the same model without padding, as `--ner camel` runs it. The three take turns, so
that other work on the machine affects all of them; figures are medians of processor seconds, so
compare with `--threads 1`: waiting threads count. Aim: a ratio of 25."""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pipeline.config import Config
from pipeline.dedupe import dedupe
from pipeline.extract.camel import probabilities
from pipeline.extract.stage import extract
from pipeline.extract.tagger.encoding import words
from pipeline.normalize import normalize
from pipeline.types import Release

TEXTS = Path(__file__).resolve().parents[1] / "tests" / "golden"
LABELS = ("B-LOC", "B-ORG", "B-PERS", "B-MISC", "I-LOC", "I-ORG", "I-PERS", "I-MISC", "O")
SHORT = 6  # maximum length of a word that becomes one piece; longer ones are split into letters


def build(home: Path, texts: Iterable[str], seed: int = 0, **size: int) -> Path:
    """Write the files of camel_data into `home`, with a BERT of random weights: BERT-base, or the
    given `BertConfig` sizes. Return the folder of the recognizer."""
    import torch
    import transformers
    from transformers import BertConfig, BertForTokenClassification, BertTokenizer

    transformers.logging.disable_progress_bar()
    folder = home / "data" / "ner" / "arabert"
    folder.mkdir(parents=True)
    named = {"default": "arabert", "datasets": {"arabert": {"path": "ner/arabert"}}}
    (home / "catalogue.json").write_text(
        json.dumps(
            {"version": "0", "packages": {}, "components": {"NamedEntityRecognition": named}}
        )
    )
    found = sorted({t[s:e] for t in texts for s, e in words(t)})
    letters = sorted(set("".join(found)))
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{c}" for c in letters)]
    pieces += [w for w in found if 1 < len(w) <= SHORT]
    (folder / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt"), do_lower_case=False).save_pretrained(folder)
    torch.manual_seed(seed)
    config = BertConfig(
        **{"vocab_size": max(len(pieces), size.pop("vocab_size", 0)), **size},
        id2label=dict(enumerate(LABELS)),
        label2id={label: i for i, label in enumerate(LABELS)},
    )
    BertForTokenClassification(config).save_pretrained(folder)
    return folder


def recognizer(folder: Path, threads: int) -> Any:
    """Return camel-tools' recognizer from a folder that `build` wrote, unmodified."""
    import os

    os.environ["CAMELTOOLS_DATA"] = str(
        folder.parents[2]
    )  # read when camel-tools is imported, which would download a catalogue
    import torch
    from camel_tools.ner import NERecognizer

    torch.set_num_threads(threads)
    return NERecognizer(str(folder), use_gpu=False)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--words",
        type=int,
        default=300,
        help="of the golden releases, that each of the two reads in a round",
    )
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    config = Config()
    releases: list[Release] = []
    count = 0
    for path in sorted(TEXTS.glob("*.txt")):
        if count < args.words:
            release = Release(id=path.stem, source=path.stem, text=path.read_text(encoding="utf-8"))
            releases.append(dedupe(normalize(release, config), config))
            count += len(release.text.split())
    lines = [
        p.clean.text for r in releases for p in r.paragraphs if p.clean and p.duplicate_of is None
    ]
    sentences = [[t[s:e] for s, e in words(t)] for t in lines]
    list(extract(releases, config, args.threads))  # loads the model
    with tempfile.TemporaryDirectory(prefix="mahdar-") as home:
        other = recognizer(build(Path(home), lines, vocab_size=64_000), args.threads)
        ways: dict[str, Callable[[], object]] = {
            "the extract stage": lambda: list(extract(releases, config, args.threads)),
            "NERecognizer, BERT-base": lambda: other.predict(sentences),
            "  without its padding": lambda: [probabilities(other, s) for s in sentences],
        }
        other.predict(sentences[:1])
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(args.rounds):
            for name, work in ways.items():
                began = time.process_time()
                work()
                taken[name].append(time.process_time() - began)
    seconds = {name: statistics.median(times) for name, times in taken.items()}
    ours = seconds["the extract stage"]
    for name, s in seconds.items():
        print(f"{name:<23} {count / s:6,.0f} words/s of processor  {s / ours:6.1f} times our time")
    print(f"({count} words, {args.threads} threads, median of {args.rounds} rounds)")


if __name__ == "__main__":
    main()
