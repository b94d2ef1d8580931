"""Whatever the tagger returns for any text, no rule after it fails."""

from __future__ import annotations

import pytest

from tests import haphazard


@pytest.mark.parametrize("seed", range(0, 200, 50))
def test_no_rule_breaks_on_random_mentions_in_odd_texts(seed: int) -> None:
    for k in range(seed, seed + 50):
        text, wrong = haphazard.tried(k)
        assert wrong is None, f"{text!r}\n{wrong}"
