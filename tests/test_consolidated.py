"""The pass over all records: meetings with ids that stay, in whatever order and whenever the reports
arrive."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.consolidate.linking import Verdicts
from pipeline.consolidated import Consolidated, consolidate
from pipeline.errors import MahdarError
from tests.consolidate.sample import DAM, EVERYTHING, NEXT, ROADS, record

Told = tuple[dict[str, Any], dict[str, Any]]


def lines(told: list[Told]) -> list[tuple[str, tuple[str, ...]]]:
    return [(json.dumps(r), (json.dumps(record(r, **said)),)) for r, said in told]


def ident(told: Told) -> str:
    return str(record(told[0], **told[1])["record_id"])


def cleared(value: Any) -> Any:
    """A filled record as it was before."""
    if isinstance(value, list):
        return [cleared(x) for x in value]
    if isinstance(value, dict):
        found = ("meeting_id", "announces", "entity_id")
        return {k: None if k in found else cleared(x) for k, x in value.items()}
    return value


def of(done: Consolidated, told: list[Told]) -> list[str]:
    return [done.meeting_of[ident(t)] for t in told]


def test_three_reports_are_one_meeting_and_the_others_are_not(tmp_path: Path) -> None:
    done = consolidate(lines(EVERYTHING), tmp_path / "registry.jsonl", tmp_path)
    assert len(set(of(done, DAM))) == 1
    assert len(set(of(done, EVERYTHING))) == 3
    assert done.announcing == {ident(NEXT)}


def test_the_registry_names_every_record_once(tmp_path: Path) -> None:
    registry = tmp_path / "registry.jsonl"
    consolidate(lines(EVERYTHING), registry, tmp_path)
    rows = [json.loads(line) for line in registry.read_text(encoding="utf-8").splitlines()]
    keys = [r["key"] for r in rows]
    assert {k for k in keys if k.startswith("m-")} == set(map(ident, EVERYTHING))
    assert len(set(keys)) == len(keys)
    before = registry.read_bytes()
    consolidate(lines(EVERYTHING), registry, tmp_path)
    assert registry.read_bytes() == before


@settings(max_examples=20, deadline=None)
@given(st.permutations(EVERYTHING), st.integers(0, len(EVERYTHING)))
def test_reports_that_arrive_later_or_in_another_order_change_no_id(
    tmp_path_factory: pytest.TempPathFactory, told: list[Told], early: int
) -> None:
    registry = tmp_path_factory.mktemp("beside") / "registry.jsonl"
    first = consolidate(lines(told[:early]), registry, registry.parent)
    later = consolidate(lines(told), registry, registry.parent)
    assert first.meeting_of.items() <= later.meeting_of.items() or len(
        set(first.meeting_of.values())
    ) > len({later.meeting_of[r] for r in first.meeting_of})
    whole = consolidate(lines(EVERYTHING), registry.with_name("other.jsonl"), registry.parent)
    assert {frozenset(x) for x in _parts(later)} == {frozenset(x) for x in _parts(whole)}


def _parts(done: Consolidated) -> list[list[str]]:
    parts: dict[str, list[str]] = {}
    for r, m in done.meeting_of.items():
        parts.setdefault(m, []).append(r)
    return list(parts.values())


def test_a_meetings_line_holds_all_reports_and_announcements(tmp_path: Path) -> None:
    done = consolidate(lines(EVERYTHING), tmp_path / "registry.jsonl", tmp_path)
    records = [record(t, **said) for t, said in EVERYTHING]
    random.Random(7).shuffle(records)
    file = tmp_path / "records.jsonl"
    file.write_text("".join(done.filled(json.dumps(r)) + "\n" for r in records), encoding="utf-8")
    rows = [json.loads(line) for line in done.meetings(file)]
    assert [r["meeting_id"] for r in rows] == sorted(set(done.meeting_of.values()))
    by_id = {r["meeting_id"]: r for r in rows}
    dam, ahead = by_id[of(done, DAM)[0]], by_id[of(done, [NEXT])[0]]
    assert dam["records"] == sorted(map(ident, DAM))
    assert dam["outlets"] == sorted(["واس", "صحيفة الوادي", "الجريدة"])
    assert (ahead["records"], ahead["announcements"]) == ([], [ident(NEXT)])
    filled = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for r in filled:
        assert (r["meeting_id"] is None) == (r["announces"] is not None)
        assert cleared(r) in records


def test_a_verdict_joins_what_nothing_speaks_for_and_parts_what_all_speaks_for(
    tmp_path: Path,
) -> None:
    agency, paper, _ = DAM
    verdicts = Verdicts(
        same=(frozenset(map(ident, (agency, ROADS))),),
        different=((frozenset([ident(agency)]), frozenset([ident(paper)])),),
    )
    done = consolidate(lines(EVERYTHING), tmp_path / "registry.jsonl", tmp_path, verdicts)
    found = dict(zip("apor", of(done, [*DAM, ROADS]), strict=False))
    assert found["a"] == found["r"]
    assert found["a"] != found["p"]
    assert done.contradictions == ()


def test_a_chain_of_verdicts_that_joins_what_is_different_is_named(tmp_path: Path) -> None:
    agency, paper, other = map(ident, DAM)
    different = (frozenset([agency]), frozenset([other]))
    verdicts = Verdicts(
        same=(frozenset([agency, paper]), frozenset([paper, other])), different=(different,)
    )
    done = consolidate(lines(EVERYTHING), tmp_path / "registry.jsonl", tmp_path, verdicts)
    assert done.meeting_of[agency] == done.meeting_of[paper] != done.meeting_of[other]
    (named,) = done.contradictions
    assert (named.same, named.different) == (frozenset([paper, other]), different)


def test_nothing_gives_nothing_and_no_registry(tmp_path: Path) -> None:
    done = consolidate([], tmp_path / "registry.jsonl", tmp_path)
    assert done.meeting_of == {}
    assert not (tmp_path / "registry.jsonl").exists()


def test_a_registry_that_cannot_be_read_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "registry.jsonl").mkdir()
    with pytest.raises(MahdarError, match=r"registry\.jsonl: cannot be read"):
        consolidate(lines(DAM), tmp_path / "registry.jsonl", tmp_path)
