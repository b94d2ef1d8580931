"""Bare nouns, which name nothing alone; a model with the same result on every processor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.config import Config
from pipeline.errors import MahdarError
from pipeline.extract.tagger.encoding import windows
from pipeline.extract.tagger.runtime import FILES, is_generic, load, run


@pytest.mark.parametrize(
    ("surface", "bare"),
    [
        ("اللجنة", True),
        ("الهيئة المذكورة", True),
        ("مسارات", True),
        ("المبادرات الحالية", True),
        ("لجنة الفلك", False),
        ("مسارات التحول", False),
        ("نبراس", False),
    ],
)
def test_what_is_a_bare_noun(surface: str, bare: bool) -> None:
    assert is_generic(surface) is bare


def test_no_processor_lets_the_sums_of_the_shipped_model_overflow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Processors without VNNI would differ (models/training/saturation.py), except in exact
    # sessions; elsewhere both are exact.
    import onnxruntime

    folder = str(Config().model_folder())
    session, tokenizer = load.__wrapped__(folder)
    (window,) = windows(
        "ترأس معالي الوزير سالم الراشد الاجتماع الثاني للجنة التنفيذية في الدوحة.", tokenizer
    )

    def exact() -> Any:
        options = options_of()
        options.add_session_config_entry("session.x64quantprecision", "1")
        return options

    options_of = onnxruntime.SessionOptions
    monkeypatch.setattr(onnxruntime, "SessionOptions", exact)
    assert np.array_equal(run(session, window), run(load.__wrapped__(folder)[0], window))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("tagger.json", b"{"),
        ("tagger.json", b'{"labels": []}'),
        ("tagger.json", b"[]"),
        ("tokenizer.json", b"{}"),
        ("tagger.onnx", b"\x08\x07"),
        ("tagger.onnx", b""),
    ],
)
def test_a_damaged_model_is_one_clear_line(name: str, data: bytes, tmp_path: Path) -> None:
    whole = Config().model_folder().resolve()
    for file in FILES:
        (tmp_path / file).symlink_to(whole / file)
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes(data)
    with pytest.raises(
        MahdarError, match=r"the model is damaged .*; get the repository whole"
    ) as err:
        load.__wrapped__(str(tmp_path))
    assert "\n" not in str(err.value)
