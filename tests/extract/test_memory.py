"""An archive has no end, so nothing that a process keeps may grow with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.config import Config
from pipeline.dedupe import dedupe
from pipeline.extract import stage
from pipeline.extract.tagger import runtime
from pipeline.normalize import normalize
from tests.growing import made_up, sees_nothing

ROOT = Path(__file__).parents[2]
CONFIG = Config()


def test_the_vocabulary_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "run", sees_nothing)
    monkeypatch.setattr(stage, "LARGEST", 1000)
    monkeypatch.setattr(stage, "BATCH", 2)
    stage._nlp.cache_clear()
    met = 0
    for _, release in zip(range(20), made_up(), strict=False):
        prepared = dedupe(normalize(release, CONFIG), CONFIG)
        (done,) = stage.extract([prepared], CONFIG, 1)
        assert done.text == release.text
        met += len(set(release.text.split()))
        assert len(stage._nlp(CONFIG, 1).vocab.strings) <= 1000
    assert met > 2000


@pytest.mark.long
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc")
def test_ten_times_the_releases_need_no_more_memory() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "tests.growing", "300", "3000"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    few, many = map(int, said.stdout.split())
    assert many - few < 30, (few, many)
