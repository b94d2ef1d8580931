"""Texts to teach on, and what a pupil has still to learn of them. Needs the packages of `train`."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from models.training.taught import RUN, TAGS, choose, loss_of, probabilities, runs  # noqa: E402
from pipeline.extract.heads import SKIPS  # noqa: E402

MEETS = (
    "عقدت لجنة النخيل ومجلس الواحات اجتماعا في الهفوف لبحث خطة الري رقم {0} وميزانيته "
    + "والآبار {0} " * 60
)
OTHER = (
    "أعلنت وزارة المراعي وهيئة الآبار فتح باب التقديم لمربي الإبل في قرية {0} "
    + "والمراعي {0} " * 60
)


def test_half_of_the_texts_have_a_word_for_a_meeting() -> None:
    texts = [form.format(f"س{n}") for n in range(9) for form in (MEETS, OTHER)]
    chosen = list(choose(texts, [], 6))
    assert sorted(text[:6] for text in chosen) == ["أعلنت "] * 3 + ["عقدت ل"] * 3
    assert chosen == list(choose(reversed(texts), [], 6))


def test_texts_near_one_that_stays_out_stay_out() -> None:
    texts = [MEETS.format("واحد"), MEETS.format("اثنان")]
    assert list(choose(texts, [texts[0] + " أمس"], 4)) == [texts[1]]


def test_a_text_comes_once() -> None:
    assert list(choose([MEETS.format("واحد"), "عنوان\n" + MEETS.format("واحد")], [], 4)) in (
        [[MEETS.format("واحد")], ["عنوان\n" + MEETS.format("واحد")]]
    )


def test_short_texts_have_no_runs() -> None:
    assert runs("كلمة " * (RUN - 1)) == set()


def test_who_says_what_the_teacher_says_loses_least() -> None:
    torch.manual_seed(0)
    words = torch.tensor([-1, 0, 0, 1, -1])
    logits = torch.randn(1, 5, TAGS + SKIPS + 2)
    soft, held = probabilities(logits, words, 2)
    assert torch.allclose(soft[:, :TAGS].reshape(2, -1, 3).sum(-1), torch.ones(2, TAGS // 3))
    same = loss_of(logits, words, soft, held[None])
    assert all(
        loss_of(logits + torch.randn_like(logits), words, soft, held[None]) > same for _ in range(5)
    )
