from __future__ import annotations

import pytest

from pipeline.matching_records import LIKE, Anchors, find, points

SEEN = Anchors(
    body="b-1",
    body_mentions=((10, 20),),
    ordinal=5,
    ordinal_span=(30, 35),
    people=("p-1", "p-2"),
    date="2026-03-01",
)


def seen(**given: object) -> Anchors:
    return SEEN.model_copy(update=given)


@pytest.mark.parametrize(
    ("given", "same"),
    [
        ({}, True),
        ({"body": "b-2"}, True),  # another name at the same place
        ({"body": "b-2", "body_mentions": ((50, 60),)}, False),
        ({"ordinal": 6}, True),  # another number at the same place
        ({"ordinal": 6, "ordinal_span": None}, False),
        ({"date": "2026-03-02"}, True),
        ({"body": None, "body_mentions": (), "ordinal": None, "people": ("p-1", "p-2")}, True),
        ({"body": None, "body_mentions": (), "ordinal": None, "people": ("p-3",)}, False),
    ],
)
def test_another_body_or_number_outweighs_everything(given: dict[str, object], same: bool) -> None:
    other = seen(**given)
    assert (points(SEEN, other) >= LIKE) == same and points(SEEN, other) == points(other, SEEN)


def test_what_a_record_says_counts_before_its_id_and_the_id_alone_only_in_the_same_text() -> None:
    other = seen(body="b-2", body_mentions=(), ordinal=2, ordinal_span=None, people=("p-9",))
    records = [(["m-1"], other), (["m-2"], SEEN)]
    assert find(records, "m-1", SEEN, same_text=True) == 1
    assert find(records[:1], "m-1", SEEN, same_text=True) == 0
    assert find(records[:1], "m-1", SEEN, same_text=False) is None
    assert find(records, "m-1", None, same_text=False) == 0
