from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.review.queue import Item, items, ordered, undecided

ITEMS = st.lists(
    st.builds(
        Item,
        st.sampled_from(["r-1", "r-2"]),
        st.none() | st.sampled_from(["m-1", "m-2", "m-3"]),
        st.integers(0, 3),
        st.sampled_from([0.2, 0.5, 0.9]),
        st.booleans(),
    )
)


def test_what_changed_comes_first_then_the_least_sure_and_what_is_decided_last() -> None:
    queue = items(
        {
            "r-1": {"m-sure": 0.9, "m-unsure": 0.3},
            "r-2": {"m-changed": 0.99, "m-decided": 0.1},
            "r-3": {},
            "r-4": {"m-changed-too": 0.5},
        },
        changes={"m-changed": 2, "m-changed-too": 1, "m-gone": 1},
        removed={},
        decided={"m-decided"},
    )
    assert [i.record_id for i in queue] == [
        "m-changed-too",
        "m-changed",
        "m-unsure",
        "m-sure",
        None,
        "m-decided",
    ]


def test_a_record_that_is_gone_counts_with_its_release() -> None:
    records: dict[str, dict[str, float]] = {
        "r-1": {"m-1": 0.9, "m-2": 0.1},
        "r-2": {},
        "r-3": {"m-3": 0.2},
    }
    queue = items(records, changes={}, removed={"r-1": 1, "r-2": 2}, decided=set())
    assert [(i.record_id, i.changes) for i in queue] == [
        ("m-1", 1),
        (None, 2),
        ("m-2", 0),
        ("m-3", 0),
    ]


def test_only_records_wait_for_a_verdict() -> None:
    queue = items(
        {"r-1": {"m-1": 0.9, "m-2": 0.1}, "r-2": {}}, changes={}, removed={}, decided={"m-2"}
    )
    assert undecided(queue) == 1


@given(ITEMS)
def test_the_order_is_total_and_stable(given: list[Item]) -> None:
    queue = ordered(given)
    assert sorted(map(repr, queue)) == sorted(map(repr, given))
    assert ordered(queue) == queue
    for a, b in pairwise(queue):
        assert a.decided <= b.decided
        if a.decided == b.decided:
            assert (a.changes > 0) >= (b.changes > 0)
            if (a.changes > 0) == (b.changes > 0) and a.record_id and b.record_id:
                assert a.confidence <= b.confidence
