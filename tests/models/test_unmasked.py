"""A tagger without its mask gives the very numbers that it gives with it. Requires the packages of
`train`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
torch = pytest.importorskip("torch")

import onnxruntime  # noqa: E402

from models.training import export  # noqa: E402
from models.training.unmasked import unmasked  # noqa: E402
from tests.models.test_restore import small  # noqa: E402


def logits(path: Path, **given: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    assert {x.name for x in session.get_inputs()} == given.keys()
    return session.run(["logits"], given)[0]


@pytest.mark.filterwarnings("ignore")
def test_the_mask_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export.to_onnx(small(), tmp_path / "without.onnx")
    monkeypatch.setattr(export, "unmasked", lambda model: None)
    export.to_onnx(small(), tmp_path / "with.onnx")
    for length in (3, 30):
        ids = np.random.default_rng(length).integers(4, 1000, (1, length))
        with_mask = logits(tmp_path / "with.onnx", ids=ids, mask=np.ones_like(ids))
        assert (logits(tmp_path / "without.onnx", ids=ids) == with_mask).all()
    model = onnx.load(tmp_path / "without.onnx")
    with pytest.raises(ValueError, match="no mask"):
        unmasked(model)
