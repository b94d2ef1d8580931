from __future__ import annotations

import json
from pathlib import Path

from models.training import overlap
from models.training.overlap import RUN

SENTENCE = (
    "عقدت اللجنة الدائمة للمراعي اجتماعها الرابع في صلالة برئاسة سالم الرويعي وناقشت خطة السقيا"
)


def test_a_text_that_repeats_a_held_out_sentence_is_not_apart(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    gold = {"text": SENTENCE + " ثم رفعت الجلسة"}
    file.write_text(json.dumps(gold, ensure_ascii=False) + "\n\n", encoding="utf-8")
    unread = overlap.held_out([file])
    copied = "وقالت الوكالة: " + SENTENCE.replace(
        "المراعي", "المرا\u200cعي"
    )  # ZERO WIDTH NON-JOINER
    other = " ".join(SENTENCE.split()[: RUN - 1]) + " أمس"
    assert overlap.apart([copied, other, ""], unread) == [False, True, True]


def test_only_documents_that_share_no_run_are_unread() -> None:
    docs = [{"text": SENTENCE}, {"text": " ".join(SENTENCE.split()[: RUN - 1])}]
    assert overlap.unread(docs, frozenset(overlap.runs(SENTENCE))) == docs[1:]
