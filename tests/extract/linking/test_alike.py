from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from pipeline.extract.linking.alike import Alike

names = st.text("ابت ", max_size=40)
near = st.lists(names, min_size=1, max_size=12).flatmap(
    lambda base: st.lists(
        st.tuples(st.sampled_from(base), st.integers(0, 40), st.sampled_from("ابت ث")).map(
            lambda x: x[0][: x[1]] + x[2] + x[0][x[1] :]
        ),
        max_size=12,
    ).map(lambda more: base + more)
)


@given(near, st.sampled_from((80.0, 92.0, 94.0, 100.0)), st.integers(0, 3))
def test_as_comparing_with_each_would(strings: list[str], same: float, since: int) -> None:
    alike = Alike(same, strings)
    for n, string in enumerate(strings):
        expected = [k for k in range(since, n) if fuzz.ratio(string, strings[k]) >= same]
        assert alike.like(string, since) == expected
        alike.add(string)
