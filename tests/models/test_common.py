"""The number format in which a training multiplies."""

from __future__ import annotations

from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from models.training.common import half  # noqa: E402


def product() -> Any:
    with half():
        return (torch.ones(4, 4) @ torch.ones(4, 4)).dtype


@pytest.mark.parametrize("able", ["avx512_bf16", "amx_bf16"])
def test_a_processor_that_multiplies_in_bf16_does(
    able: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx2": True, able: True})
    assert product() is torch.bfloat16


@pytest.mark.parametrize("able", [{}, {"avx2": True, "avx512_bf16": False, "amx_bf16": False}])
def test_another_one_does_not(able: dict[str, bool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: able)
    assert product() is torch.float32
