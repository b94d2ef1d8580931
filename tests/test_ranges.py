"""Look-ups by range give the same as a full scan."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from pipeline.ranges import Ranges, following, holding


class At(NamedTuple):
    start: int
    end: int


spans = st.tuples(st.integers(0, 300), st.integers(1, 150)).map(lambda x: At(x[0], x[0] + x[1]))


@given(st.lists(spans, max_size=30), spans)
def test_over_inside_around(items: list[At], asked: At) -> None:
    start, end = asked
    places = Ranges(items)
    assert places.over(start, end) == [x for x in items if x.start < end and start < x.end]
    assert places.inside(start, end) == [x for x in items if start <= x.start and x.end <= end]
    assert places.around(start, end) == [x for x in items if x.start <= start and end <= x.end]
    assert places.split_by(start) == [x for x in items if x.start < start < x.end]


@given(st.lists(spans, min_size=1, max_size=20), st.data())
def test_swap_keeps_the_place_in_the_order(items: list[At], data: st.DataObject) -> None:
    old, new = data.draw(st.sampled_from(items)), data.draw(spans)
    places = Ranges(items)
    places.swap(old, new)
    expected = list(items)
    expected[items.index(old)] = new
    assert list(places) == expected
    places.discard(new)
    assert list(places) == [x for x in expected if x != new]
    places.swap(At(900, 901), new)  # nothing is there
    assert list(places) == [x for x in expected if x != new]


@given(st.lists(st.integers(0, 99), max_size=20).map(sorted), st.integers(-1, 101))
def test_following(places: list[int], at: int) -> None:
    assert following(places, at) == min((x for x in places if x >= at), default=None)


@given(st.lists(st.integers(0, 99), max_size=20, unique=True).map(sorted), st.integers(-1, 101))
def test_holding(cuts: list[int], at: int) -> None:
    ranges = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    assert holding(ranges, at) == next((s for s in ranges if s[0] <= at < s[1]), None)
