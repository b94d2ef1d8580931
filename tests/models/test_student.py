"""A smaller tagger, taught by a trained one. Requires the packages of `train`."""

from __future__ import annotations

import itertools

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from models.training.pruning import pruned  # noqa: E402
from models.training.student import about_bodies, loss_of, mixed, sizes  # noqa: E402
from models.training.train import Tagger  # noqa: E402
from pipeline.extract.tagger.encoding import CLS, SEP, Window  # noqa: E402
from tests.models.tiny import tiny  # noqa: E402

WINDOW = Window((CLS, 5, 6, 7, SEP), (-1, 0, 0, 1, -1), ((0, 4), (5, 9)))


@pytest.fixture
def teacher() -> Tagger:
    return tiny(layers=4, heads=2)


def test_a_student_says_how_large_its_layers_are(teacher: Tagger) -> None:
    assert sizes(teacher) == {"heads": [2] * 4, "units": [16] * 4}


def test_a_student_that_says_the_same_has_nothing_to_learn(teacher: Tagger) -> None:
    loss, tags = loss_of(teacher, teacher, [WINDOW, WINDOW], 1.0)
    assert loss.item() == pytest.approx(0, abs=1e-5) and tags.item() == pytest.approx(0, abs=1e-6)


def test_learning_brings_a_student_nearer(teacher: Tagger) -> None:
    student = pruned(teacher, [[WINDOW]], 1, 8, 1).eval()
    optimizer = torch.optim.AdamW(student.parameters(), lr=1e-2)
    losses = []
    for _ in range(20):
        loss, _ = loss_of(student, teacher, [WINDOW], 1.0)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert losses[-1] < losses[0] / 2


def test_news_about_public_bodies_is_chosen() -> None:
    bodies = "ترأس الوزير اجتماع لجنة السواقي"
    assert about_bodies([bodies, "فاز الفريق بالكأس"]) == [bodies]


def test_texts_are_mixed_in_new_orders_and_the_same_by_the_same_seed() -> None:
    news, ours = [f"خبر {n}" for n in range(50)], ["بيان"]
    got = list(itertools.islice(mixed(news, ours, 0.3, 7), 300))
    assert got == list(itertools.islice(mixed(news, ours, 0.3, 7), 300))
    assert 60 < got.count("بيان") < 120
    read = [text for text in got if text != "بيان"]
    assert sorted(read[:50]) == sorted(news) and read[:50] != read[50:100]
    assert "بيان" not in itertools.islice(mixed(news, [], 0.3, 7), 100)
