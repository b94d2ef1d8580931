"""A tagger of fewer layers. Requires the packages of `train`."""

from __future__ import annotations

import itertools

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from transformers import BertConfig, BertModel  # noqa: E402

from models.training.student import every_second, loss_of, mixed, shallower  # noqa: E402
from models.training.train import Tagger  # noqa: E402
from pipeline.extract.tagger.encoding import CLS, SEP, Window  # noqa: E402

WINDOW = Window((CLS, 5, 6, 7, SEP), (-1, 0, 0, 1, -1), ((0, 4), (5, 9)))


@pytest.fixture
def teacher() -> Tagger:
    torch.manual_seed(1)
    config = BertConfig(
        hidden_size=12,
        intermediate_size=16,
        num_attention_heads=2,
        num_hidden_layers=4,
        vocab_size=20,
        max_position_embeddings=8,
        initializer_range=0.7,  # so that each layer matters
    )
    config._attn_implementation = "eager"
    return Tagger(BertModel(config, add_pooling_layer=False)).eval()


def test_without_a_choice_every_second_layer_stays(teacher: Tagger) -> None:
    assert every_second(teacher) == [1, 3]


def test_a_student_keeps_some_layers_and_all_else(teacher: Tagger) -> None:
    student = shallower(teacher, [0, 2, 3])
    kept, whole = student.encoder.encoder.layer, teacher.encoder.encoder.layer
    assert len(kept) == student.encoder.config.num_hidden_layers == 3
    assert teacher.encoder.config.num_hidden_layers == 4
    for mine, other in zip(kept, (whole[0], whole[2], whole[3]), strict=True):
        for name, value in mine.state_dict().items():
            assert torch.equal(value, other.state_dict()[name])
    for name, value in student.state_dict().items():
        if ".layer." not in name:
            assert torch.equal(value, teacher.state_dict()[name])


def test_a_student_that_says_the_same_has_nothing_to_learn(teacher: Tagger) -> None:
    loss, tags = loss_of(teacher, teacher, [WINDOW, WINDOW], range(4), 1.0)
    assert loss.item() == pytest.approx(0, abs=1e-5) and tags.item() == pytest.approx(0, abs=1e-6)


def test_learning_brings_a_student_nearer(teacher: Tagger) -> None:
    student = shallower(teacher, [1, 3]).eval()
    optimizer = torch.optim.AdamW(student.parameters(), lr=1e-2)
    losses = []
    for _ in range(20):
        loss, _ = loss_of(student, teacher, [WINDOW], [1, 3], 1.0)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert losses[-1] < losses[0] / 2


def test_a_layer_learns_what_the_next_one_was_given(teacher: Tagger) -> None:
    """Where layers 1 and 2 are dropped, nothing is lost if layer 0 does their work."""
    with torch.no_grad():
        for layer in list(teacher.encoder.encoder.layer)[1:3]:
            for part in (layer.attention.output, layer.output):  # a layer that changes nothing
                part.dense.weight.zero_(), part.dense.bias.zero_()
                part.LayerNorm.eps = 0.0
    student = shallower(teacher, [0, 3]).eval()
    loss, _ = loss_of(student, teacher, [WINDOW], [0, 3], 1.0)
    assert loss.item() == pytest.approx(0, abs=1e-5)


def test_texts_are_mixed_in_new_orders_and_the_same_by_the_same_seed() -> None:
    news, ours = [f"خبر {n}" for n in range(50)], ["بيان"]
    got = list(itertools.islice(mixed(news, ours, 0.3, 7), 300))
    assert got == list(itertools.islice(mixed(news, ours, 0.3, 7), 300))
    assert 60 < got.count("بيان") < 120
    read = [text for text in got if text != "بيان"]
    assert sorted(read[:50]) == sorted(news) and read[:50] != read[50:100]
    assert "بيان" not in itertools.islice(mixed(news, [], 0.3, 7), 100)
