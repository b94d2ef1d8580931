from __future__ import annotations

import io
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import common
from pipeline.progress import Pace, line, position


def test_what_waits_to_be_done_holds_the_share_back() -> None:
    told: list[tuple[int, float]] = []
    pace = Pace(100, lambda done, share: told.append((done, share)))
    pace.read(20)  # a file without work
    pace.begin(40)
    pace.begin(60)
    pace.read(90)  # read ahead
    assert told == [(0, 0.2)]
    pace.done(1)
    pace.done(1)
    pace.end()
    assert told == [(0, 0.2), (1, 0.4), (2, 0.6), (2, 1.0)]


def test_no_input_is_all_done() -> None:
    told: list[tuple[int, float]] = []
    Pace(0, lambda done, share: told.append((done, share))).end()
    assert told == [(0, 1.0)]


def test_a_packed_file_is_not_at_its_end_when_its_size_is_read() -> None:
    assert position(1000, 1000, packed=False) == 1000
    assert position(1000, 1000, packed=True) == 250
    assert position(9000, 1000, packed=True) == 1000


@given(
    st.integers(0, 10**9),
    st.floats(0, 1),
    st.none() | st.floats(0, 10**6),
    st.integers(0, 300),
)
def test_one_line_at_any_width(done: int, share: float, left: float | None, width: int) -> None:
    told = line(done, share, left, "releases", width)
    assert len(told) <= width and "\n" not in told
    if width >= 40:
        assert f"{done} releases" in told


def test_the_time_left_and_the_bar() -> None:
    assert line(12, 0.25, 75.2, "releases", 30) == " 25 %  12 releases  1:15 left"
    assert line(12, 0.25, 3675, "releases", 40) == " 25 %  12 releases  1:01:15 left"
    assert line(9, 0.5, None, "shards", 40) == "mahdar [######-------]  50 %  9 shards"
    assert line(9, 1, 0, "shards", 30) == "100 %  9 shards  writing"


def test_on_a_terminal_each_state_is_drawn_over_the_last_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(common, "REDRAWN", 0.0)
    monkeypatch.setenv("COLUMNS", "34")
    with common.progress_bar() as show:
        assert show is not None
        for done in range(11):
            show(done, done / 10)
    drawn = screen.getvalue()
    assert drawn.count("\n") == 1 and drawn.endswith("\n")
    states = drawn.rstrip("\n").split("\r")[1:]
    assert len(states) == 11 and all(len(state) <= 33 for state in states)
    assert re.search(r"50 %  5 releases  0:0\d left", states[5])
    assert states[-1].strip() == "100 %  10 releases  writing"


def test_elsewhere_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with common.progress_bar() as show:
        assert show is None
