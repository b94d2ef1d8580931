"""Four times the text takes about four times the work, whatever it repeats (`python -m
benchmarks.repetitive` shows more). Work is counted in calls, which other work on the machine does
not affect. The model runs once for each different window."""

from __future__ import annotations

from unittest import mock

import pytest

from benchmarks.repetitive import KB, KINDS, MARKUP, Counted, Remembered, sized
from pipeline.config import Config
from pipeline.extract.tagger import runtime as tagger

SMALL = 8  # KB
FEW = 0.004  # million calls of a stage that hardly does anything
CHOSEN = (
    "one name, commas",
    "offices, commas",
    "bodies joined",
    "one long meeting",
    "quotes, open",
    "wrapped lines",
    "html: comments",
    "md: comments",
)


@pytest.fixture(scope="module")
def stages() -> Counted:
    return Counted(Config(), remember=False)


@pytest.mark.parametrize("kind", CHOSEN)
def test_work_grows_with_the_text(stages: Counted, kind: str) -> None:
    with mock.patch.object(tagger, "run", Remembered()):
        if kind not in MARKUP:
            stages.run(kind, sized(KINDS[kind], KB))  # lists are read, patterns compiled
        small, large = (dict(stages.run(kind, sized(KINDS[kind], n * SMALL * KB))) for n in (1, 4))
    for stage, n in large.items():
        assert n <= 5 * max(small.get(stage, 0), FEW), (stage, small.get(stage), n)
