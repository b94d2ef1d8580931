"""Training a tagger on, with masked words of news besides. Requires the packages of `train`."""

from __future__ import annotations

import itertools
import json
import lzma
import random
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

import numpy as np  # noqa: E402

from models.training.adapt import WEIGHTS, careless, drawn, guessed, warm  # noqa: E402
from models.training.corpora import elsewhere, news  # noqa: E402
from models.training.pretrain import MaskedLanguageModel  # noqa: E402
from models.training.train import tagged  # noqa: E402
from pipeline.extract.tagger.encoding import CLS, SEP, Window  # noqa: E402
from pipeline.extract.tagger.heads import HEADS  # noqa: E402
from tests.models.tiny import tiny  # noqa: E402

WINDOW = Window((CLS, 5, 6, 7, SEP), (-1, 0, 0, 1, -1), ((0, 4), (5, 9)))


def example(window: Window = WINDOW) -> dict[str, Any]:
    """Return an example whose first word begins a span of each head."""
    rows = np.zeros((len(window.words), len(HEADS)), np.int64)
    rows[0] = 1
    return {"w": window, "y": rows, "skip": np.array([0, -1]), "held": 1}


def test_of_two_kinds_of_examples_the_second_is_drawn_as_often_as_asked() -> None:
    kinds = [[{"w": WINDOW, "often": n}] * 6 for n in (False, True)]
    got = list(itertools.islice(drawn(kinds, 0.35, 2, 3), 400))
    assert 110 < sum(batch[0]["often"] for batch in got) < 170
    assert all(len({x["often"] for x in batch}) == 1 for batch in got)
    assert not any(b[0]["often"] for b in itertools.islice(drawn([kinds[0], []], 0.35, 2, 3), 50))


def test_the_news_of_all_countries_is_part_of_all_news(tmp_path: Path) -> None:
    for name in ("arab", "papers"):
        (tmp_path / name).mkdir()
        with lzma.open(tmp_path / name / "a.jsonl.xz", "wt", encoding="utf-8") as file:
            file.write(json.dumps({"text": f"خبر {name}"}) + "\n")
    assert list(elsewhere(tmp_path)) == ["خبر arab"]
    assert sorted(news(tmp_path)) == ["خبر arab", "خبر papers"]


def test_the_head_that_guesses_words_learns_alone_at_first() -> None:
    language = MaskedLanguageModel(tiny(layers=2, heads=2).encoder)
    before = {name: p.detach().clone() for name, p in language.named_parameters()}
    batches = itertools.repeat([WINDOW] * 40)
    first = guessed(language, next(batches), random.Random(1)).item()
    warm(language, batches, random.Random(1))
    assert guessed(language, next(batches), random.Random(1)).item() < first
    for name, p in language.named_parameters():
        assert torch.equal(p, before[name]) == name.startswith("encoder."), name


def test_careless_writing_keeps_each_letter_in_its_place() -> None:
    doc = {"key": "a", "text": "أقرت اللجنة الخطة\nإلى حين", "spans": [[5, 11, "COMMITTEE"]]}
    written = {d["text"] for d in careless([doc] * 60, 0.9, random.Random(1))}
    assert written == {
        "أقرت اللجنه الخطه\nإلى حين",
        "اقرت اللجنة الخطة\nالى حين",
        "أقرت اللجنة الخطة\nإلي حين",
        "أقرت اللجنة الخطة إلى حين",
    }
    assert careless([doc], 0.0, random.Random(1)) == []


def test_the_facts_weigh_more_than_the_labels() -> None:
    model = tiny(layers=2, heads=2)
    plain, weighted = (
        tagged(model, [example()], random.Random(1), weights).item()
        for weights in (torch.ones(len(HEADS)), WEIGHTS)
    )
    assert weighted > plain
    assert WEIGHTS[HEADS.index("OPENS")] > WEIGHTS[HEADS.index("BODY")] > WEIGHTS[0] == 1
