"""Permanent ids: whatever arrives later, in whatever order, on whatever branch."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.consolidate import registry
from pipeline.consolidate.registry import Registry, derived, give, read

JAN, FEB, MAR = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"

keys = st.text("abcdefgh", min_size=1, max_size=2)


@st.composite
def things(draw: st.DrawFn) -> list[list[str]]:
    """Return a partition of some keys."""
    parts: dict[int, list[str]] = {}
    for key in draw(st.lists(keys, unique=True, min_size=1, max_size=12)):
        parts.setdefault(draw(st.integers(0, 4)), []).append(key)
    return list(parts.values())


def test_without_a_registry_an_id_is_of_the_least_key() -> None:
    done = give(Registry(), "mt", [["b", "a"], ["c"]], JAN)
    assert done.ids == (derived("mt", "a"), derived("mt", "c"))
    assert len(done.lines) == 3


def test_a_report_that_arrives_later_takes_the_id_that_is_there() -> None:
    first = give(Registry(), "mt", [["b"]], JAN)
    later = give(read(first.lines), "mt", [["a", "b"]], FEB)
    assert later.ids == first.ids
    assert give(read([*first.lines, *later.lines]), "mt", [["a"]], MAR).ids == first.ids


def test_of_two_that_turn_out_to_be_one_the_older_id_stays() -> None:
    a = give(Registry(), "mt", [["z"]], JAN)
    b = give(read(a.lines), "mt", [["z"], ["y"]], FEB)
    lines = [*a.lines, *b.lines]
    joined = give(read(lines), "mt", [["y", "z"]], MAR)
    assert joined.ids == a.ids
    assert read([*lines, *joined.lines]).now(b.ids[1]) == a.ids[0]


def test_what_falls_apart_keeps_its_id_in_the_larger_part_for_good() -> None:
    one = give(Registry(), "mt", [["a", "b", "c"]], JAN)
    two = give(read(one.lines), "mt", [["a"], ["b", "c"]], FEB)
    assert two.ids[1] == one.ids[0] != two.ids[0]
    lines = [*one.lines, *two.lines]
    assert give(read(lines), "mt", [["a", "d", "e"], ["b"]], MAR).ids == two.ids


def test_two_branches_that_named_one_thing_agree_once_merged() -> None:
    ours = give(Registry(), "mt", [["b"]], JAN)
    theirs = give(Registry(), "mt", [["a", "b"]], FEB)
    merged = [*theirs.lines, *ours.lines]
    done = give(read(merged), "mt", [["a", "b"]], MAR)
    assert done.ids == ours.ids
    assert read([*merged, *done.lines]).now(theirs.ids[0]) == ours.ids[0]


def test_redirects_in_a_circle_end_at_the_older_one() -> None:
    given_out = [
        registry._line(id="mt-1", key="a", at=FEB),
        registry._line(id="mt-2", key="b", at=JAN),
        registry._line(id="mt-1", redirect="mt-2"),
        registry._line(id="mt-2", redirect="mt-1"),
    ]
    found = read(given_out)
    assert found.now("mt-1") == found.now("mt-2") == "mt-2"


def test_half_a_line_is_passed_over() -> None:
    lines = give(Registry(), "mt", [["a"]], JAN).lines
    assert read([*lines, '{"id": "mt-0', b"\xff"]) == read(lines)


@given(things(), things(), st.randoms())
def test_ids_do_not_hang_on_any_order(
    before: list[list[str]], after: list[list[str]], chance: object
) -> None:
    first = give(Registry(), "mt", before, JAN)
    shuffled = list(first.lines)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    done = dict(
        zip(map(frozenset, after), give(read(first.lines), "mt", after, FEB).ids, strict=True)
    )
    mixed = [sorted(keys, reverse=True) for keys in reversed(after)]
    again = give(read(shuffled * 2), "mt", mixed, MAR)
    assert dict(zip(map(frozenset, mixed), again.ids, strict=True)) == done


@given(things(), things())
def test_a_second_run_adds_nothing_and_no_two_things_share_an_id(
    before: list[list[str]], after: list[list[str]]
) -> None:
    lines = [*give(Registry(), "mt", before, JAN).lines]
    done = give(read(lines), "mt", after, FEB)
    assert len(set(done.ids)) == len(after)
    again = give(read([*lines, *done.lines]), "mt", after, MAR)
    assert again.ids == done.ids
    assert again.lines == ()
