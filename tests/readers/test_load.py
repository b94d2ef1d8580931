from __future__ import annotations

import gzip
import io
import random
import sys
import time
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.readers import read
from pipeline.readers.load import byte_lines
from pipeline.types import Release

LOAD = sys.modules[byte_lines.__module__]  # its name in the package is that of a function
BLANK = b"\xef\xbb\xbf \t\r"


def told(data: bytes, limit: int) -> list[tuple[int, bytes | Reason]]:
    file = io.BytesIO(data)
    return [
        (n, line.reason if isinstance(line, InputError) else line)
        for n, line in byte_lines(file, file, limit)
    ]


def expected(data: bytes, limit: int) -> list[tuple[int, bytes | Reason]]:
    """Return the same, line by line; a blank line that is too long may be reported or not."""
    return [
        (n, Reason.TOO_LARGE if len(line) > limit else line)
        for n, line in enumerate(data.split(b"\n"), 1)
        if line.strip(BLANK)
    ]


@pytest.mark.parametrize("block", [1, 3, 8, 1 << 20])
@given(
    data=st.lists(st.sampled_from([b"a", b"bc", b"\n", b"\n\n", b" ", b"\r\n", b"{}"])).map(
        b"".join
    )
)
def test_lines_and_their_numbers_whatever_the_blocks(block: int, data: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LOAD, "_BLOCK", block)
        assert told(data, 1000) == expected(data, 1000)


@pytest.mark.parametrize("block", [1, 3, 8, 1 << 20])
def test_lines_that_are_too_long(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LOAD, "_BLOCK", block)
    rng = random.Random(block)
    for _ in range(200):
        data = b"\n".join(b"x" * rng.choice((0, 1, 4, 5, 6, 30)) for _ in range(rng.randint(1, 9)))
        assert told(data, 5) == expected(data, 5)


def test_millions_of_blank_lines_in_a_few_bytes_take_no_time(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n" * 40_000_000 + b'{"text": "x"}\n' + b" \n" * 10_000_000))
    assert path.stat().st_size < 200_000
    began = time.process_time()
    (release,) = read(path, Config(max_bytes=100_000_000), display="a")
    assert cast(Release, release).source == "a:40000001"
    assert time.process_time() - began < 4  # line by line 15 and more
