"""Three hundred mutants, one run for each kind, with random tags instead of the model's: no input
is lost, and no defect occurs."""

from __future__ import annotations

import pytest

from pipeline.defects import SWITCH
from tests.fuzz.files import FORMATS, file
from tests.fuzz.harness import campaign, rng_of
from tests.fuzz.texts import text

N = 150


@pytest.mark.parametrize("kind", ["texts", "files"])
def test_nothing_is_lost_and_no_defect_is_met(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SWITCH, raising=False)  # the message of a defect has the label of its mutant
    tally = campaign(kind, seed=0, numbers=range(N), size=N, guessing=True)
    assert (tally.lost, tally.internal) == ([], [])
    assert tally.tried == N
    assert tally.accepted > N // 10
    assert tally.rejected.total() > N // 30


def test_a_mutant_hangs_on_seed_and_number_alone() -> None:
    assert text(rng_of("texts", 3, 7)) == text(rng_of("texts", 3, 7))
    assert file(rng_of("files", 3, 7), 7) == file(rng_of("files", 3, 7), 7)


def test_every_format_is_made() -> None:
    names = [file(rng_of("files", 0, n), n)[0] for n in range(N)]
    for suffix in (*FORMATS, "gz"):
        assert any(name.endswith(f".{suffix}".encode()) for name in names), suffix
