from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.diff.pairing import NEAR, best, in_order, joined, pair
from pipeline.diff.sides import InMemory
from tests.diff.records import Record, item, person, record


def pairs(old: list[Record], new: list[Record]) -> list[tuple[int, int]]:
    return sorted(pair(InMemory(old), InMemory(new), 0.6))


def test_by_id_first_wherever_the_record_stands() -> None:
    some = [record(release=r, source=r) for r in "abc"]
    assert pairs(some, [some[2], some[0]]) == [(0, 1), (2, 0)]


def test_equal_ids_are_paired_in_turn() -> None:
    one = record()
    assert pairs([one, one, one], [one, one]) == [(0, 0), (1, 1)]


def test_a_release_whose_text_changed_is_known_by_its_source() -> None:
    old = [record("لجنة النقل", 3), record("مجلس الطاقة", 4)]
    new = [record("مجلس الطاقة", 4, release="edited"), record("لجنة النقل", 3, release="edited")]
    assert pairs(old, new) == [(0, 1), (1, 0)]


def test_a_release_that_was_moved_and_edited_is_known_by_body_and_number() -> None:
    old = [record("لجنة النقل", n, release=f"o{n}", source=f"old/{n}.txt") for n in (3, 4)]
    new = [record("لجنة النقل", n, release=f"n{n}", source=f"new/{n}.txt") for n in (4, 3)]
    assert pairs(old, new) == [(0, 1), (1, 0)]


def test_another_session_of_a_body_is_another_meeting() -> None:
    old, new = (
        record("لجنة النقل", 3, source="old.txt"),
        record("لجنة النقل", 4, release="b", source="new.txt"),
    )
    assert pairs([old], [new]) == []
    undated = (
        record("لجنة النقل", None, source="old.txt"),
        record("لجنة النقل", None, release="b", source="new.txt"),
    )
    assert pairs([undated[0]], [undated[1]]) == []  # nothing shows that it is the same


def test_likeness_within_a_release_takes_the_likeliest_first() -> None:
    people = [person("سالم العطار"), person("هدى الراشد")]
    old = [record("لجنة النقل", 3, people=people), record("لجنة الصحة", 5)]
    new = [record("لجنة الصحة العامة", 5), record("اللجنة الوطنية للنقل", 3, people=people)]
    assert pairs(old, new) == [(0, 1), (1, 0)]


def test_what_has_nothing_in_common_stays_apart_even_in_one_release() -> None:
    old = record("لجنة النقل", 3, people=[person("سالم العطار")], topics=[item("خطة النقل")])
    new = record(
        "مجلس أمناء الجامعة", 8, people=[person("هدى الراشد")], topics=[item("ميزانية العام")]
    )
    assert pairs([old], [new]) == []


def test_likeness_is_not_tried_across_releases_and_bodies() -> None:
    old = record("لجنة النقل", 3, people=[person("سالم العطار")], source="old.txt")
    new = record(
        "لجنة النقل البري", 3, people=[person("سالم العطار")], release="b", source="new.txt"
    )
    assert pairs([old], [new]) == []


def test_meetings_without_a_body_are_paired_by_who_met() -> None:
    people = [[person("سالم العطار")], [person("هدى الراشد"), person("منى الحكيم")]]
    old = [record(None, None, people=p) for p in people]
    new = [record(None, None, people=[*p, person("علي السويلم")]) for p in (people[1], people[0])]
    assert pairs(old, new) == [(1, 0)]  # one common name of two is not enough for the other
    assert pairs(
        old, [record(None, None, people=p, city="مسقط") for p in (people[1], people[0])]
    ) == [(0, 1), (1, 0)]


@pytest.mark.parametrize("same_release", [True, False])
def test_it_stays_linear_where_nothing_has_the_same_id(same_release: bool) -> None:
    """All of one body, and all of one release or each of its own: ten times the records must not
    take a hundred times as long."""

    def side(count: int, kind: str) -> InMemory:
        place = {"release": "a", "source": "a"} if same_release else {}
        return InMemory(
            record(
                "لجنة النقل",
                n % 60 + 1,
                date=f"20{n % 90 + 10}-01-{n % 28 + 1:02}",
                chair=kind,
                **{"release": f"{kind}{n}", "source": f"{kind}/{n}", **place},
                people=[person(f"{kind} {n}")],
            )
            for n in range(count)
        )

    def took(count: int) -> float:
        sides = side(count, "old"), side(count, "new")
        began = time.process_time()
        found = pair(*sides, 0.6)
        seconds = time.process_time() - began
        assert len(found) > count * 0.9
        return seconds

    # The best of three: a garbage collection over the whole suite's heap takes longer than a run.
    seconds = [min(took(count) for _ in range(3)) for count in (200, 2000)]
    assert seconds[1] < 40 * seconds[0] + 0.5


@given(st.permutations(range(8)), st.integers(0, 8))
def test_in_order_is_a_longest_increasing_run(there: list[int], count: int) -> None:
    some = list(enumerate(there))[:count]
    kept = in_order(some)
    ordered = sorted(kept)
    assert all(a[1] < b[1] for a, b in pairwise(ordered))
    longest = [1] * count
    for j in range(count):
        longest[j] += max((longest[i] for i in range(j) if there[i] < there[j]), default=0)
    assert len(kept) == max(longest, default=0)


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_joined_pairs_as_many_as_there_can_be(old: list[str], new: list[str]) -> None:
    found = joined(old, new)
    assert all(old[i] == new[j] for i, j in found)
    assert len(found) == sum(min(old.count(c), new.count(c)) for c in "abc")


def test_long_sequences_are_compared_near_by_only_in_their_order() -> None:
    numbers = random.Random(1).sample(range(10_000), 3000)
    old, new = sorted(numbers), sorted(n for n in numbers if n % 3)
    calls = 0

    def same(a: int, b: int) -> float:
        nonlocal calls
        calls += 1
        return float(a == b)

    found = best(old, new, same, 0.5, order=lambda n: n)
    assert all(old[i] == new[j] for i, j in found)
    assert len(found) == len(new)
    assert calls <= (2 * NEAR + 1) * len(old)


def test_numbers_that_shift_within_a_release_do_not_join_other_meetings() -> None:
    def numbered(n: int, body: str) -> Record:
        return record(body, None, people=[person(f"{body} الرئيس")]) | {"record_id": f"m-{n:012x}"}

    old = [numbered(1, "لجنة النقل"), numbered(2, "مجلس الطاقة")]
    new = [numbered(1, "فريق المياه"), numbered(2, "لجنة النقل"), numbered(3, "مجلس الطاقة")]
    assert sorted(pairs(old, new)) == [(0, 1), (1, 2)]
    assert sorted(pairs(new, old)) == [(1, 0), (2, 1)]
    # the same number of records: different ones pair by number
    assert pairs([numbered(1, "لجنة النقل")], [numbered(1, "فريق المياه")]) == [(0, 0)]
