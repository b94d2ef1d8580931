"""Blocks, evidence and clusters."""

from __future__ import annotations

import io
import tomllib
from importlib.resources import files
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.consolidate.blocks import CAP, candidates, span_of_days
from pipeline.consolidate.clusters import MEAN, clusters
from pipeline.consolidate.evidence import NAMES, evidence, probability
from pipeline.consolidate.linking import Spool, link
from pipeline.consolidate.views import View, views
from tests.consolidate.sample import DAM, EVERYTHING, ROADS, record, release

VIEWS = [v for told, said in EVERYTHING for v in views(told, [record(told, **said)])]


def test_every_name_has_its_weight_and_no_other() -> None:
    text = files("pipeline.consolidate").joinpath("data", "linking.toml").read_text("utf-8")
    assert set(tomllib.loads(text)) == {"bias", *NAMES}


def test_evidence_has_names_lies_between_0_and_1_and_is_the_same_both_ways() -> None:
    for a, b in combinations(VIEWS, 2):
        found = evidence(a, b)
        assert set(found) <= set(NAMES)
        assert all(0 < value <= 1 for value in found.values()), found
        assert found == evidence(b, a)


def test_reports_of_one_meeting_are_likelier_one_than_neighbours() -> None:
    dam, roads = VIEWS[: len(DAM)], VIEWS[EVERYTHING.index(ROADS)]
    least = min(probability(evidence(a, b)) for a, b in combinations(dam, 2))
    assert least > 0.5 > max(probability(evidence(v, roads)) for v in dam)


def test_records_far_apart_in_time_are_not_compared() -> None:
    told, said = DAM[0]
    later = told | {"id": "r-later", "published": "2026-06-02"}
    moved = views(later, [record(later, **(said | {"date": "2026-06-02"}))])
    numbered = sorted([VIEWS[0], *moved], key=span_of_days)
    assert list(candidates(enumerate(numbered))) == []


def test_what_a_release_tells_apart_is_never_one_meeting() -> None:
    told, said = DAM[0]
    twice = [record(told, number=n, **said) for n in (1, 2)]
    spool = Spool(io.BytesIO())
    for view in (*views(told, twice), *VIEWS[1 : len(DAM)]):
        spool.add(view)
    found = link(spool)
    ids = {r["record_id"] for r in twice}
    assert all(len(ids & set(meeting)) < 2 for meeting in found.meetings)


def test_a_record_without_any_day_is_compared_with_its_like() -> None:
    told, said = DAM[0]
    dateless = [release(f"dateless-{n}", told["text"], None, "الجريدة") for n in range(2)]
    found: list[View] = []
    for one in dateless:
        found += views(one, [record(one, **(said | {"date": None}))])
    spool = Spool(io.BytesIO())
    for view in found:
        spool.add(view)
    assert len(link(spool).meetings) == 1


def test_what_more_papers_copy_than_a_key_may_have_is_still_one_meeting() -> None:
    told, said = DAM[0]
    spool = Spool(io.BytesIO())
    for n in range(CAP + 20):
        copy = told | {"id": f"r-{n:016}", "key": f"copy-{n}", "outlet": f"الصحيفة {n}"}
        for view in views(copy, [record(copy, **said)]):
            spool.add(view)
    for view in views(*(ROADS[0], [record(ROADS[0], **ROADS[1])])):
        spool.add(view)
    assert sorted(map(len, link(spool).meetings)) == [1, CAP + 20]


pairs = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] < p[1]),
    st.floats(0, 1),
)
barred = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] < p[1]))


@given(pairs, barred)
def test_no_chain_beats_what_is_forbidden(
    scores: dict[tuple[int, int], float], never: set[tuple[int, int]]
) -> None:
    found = clusters(8, scores, lambda i, j: (min(i, j), max(i, j)) in never)
    assert sorted(n for c in found for n in c) == list(range(8))
    for cluster in found:
        assert not never & set(combinations(cluster, 2))
        if len(cluster) == 2:
            assert scores[cluster[0], cluster[1]] >= MEAN


@given(pairs, barred)
def test_what_is_together_from_the_start_stays(
    scores: dict[tuple[int, int], float], never: set[tuple[int, int]]
) -> None:
    found = clusters(8, scores, lambda i, j: (min(i, j), max(i, j)) in never, [(1, 5, 6)])
    assert any({1, 5, 6} <= set(cluster) for cluster in found)
