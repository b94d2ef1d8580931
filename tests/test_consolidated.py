"""The pass over all records: meetings with permanent ids, in whatever order and whenever the
reports arrive."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.consolidated import Consolidated, consolidate
from pipeline.corrections import identity
from pipeline.corrections.identity import Identity, Word
from pipeline.errors import MahdarError
from tests.consolidate.sample import DAM, EVERYTHING, NEXT, ROADS, record

Told = tuple[dict[str, Any], dict[str, Any]]


def lines(told: list[Told]) -> list[tuple[str, tuple[str, ...]]]:
    return [(json.dumps(r), (json.dumps(record(r, **said)),)) for r, said in told]


def ident(told: Told) -> str:
    return str(record(told[0], **told[1])["record_id"])


def cleared(value: Any) -> Any:
    """Return a filled record as it was before."""
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


def word(minute: int, verdict: Word, one: Told, other: Told) -> Identity:
    at = datetime(2026, 4, 1, 9, minute, tzinfo=UTC)
    return identity.decide("meeting", verdict, ([ident(one)], [ident(other)]), "نورة", at)


def test_a_verdict_joins_what_nothing_speaks_for_and_parts_what_all_speaks_for(
    tmp_path: Path,
) -> None:
    agency, paper, _ = DAM
    verdicts = [word(1, "same", agency, ROADS), word(2, "different", agency, paper)]
    done = consolidate(lines(EVERYTHING), tmp_path / "registry.jsonl", tmp_path, verdicts)
    found = dict(zip("apor", of(done, [*DAM, ROADS]), strict=True))
    assert found["a"] == found["r"]
    assert found["a"] != found["p"]
    assert done.unkept == ()


def test_a_verdict_that_is_taken_back_is_out(tmp_path: Path) -> None:
    said = word(1, "different", DAM[0], DAM[1])
    back = identity.withdraw(said, "نورة", datetime(2026, 4, 2, tzinfo=UTC))
    done = consolidate(lines(EVERYTHING), tmp_path / "registry.jsonl", tmp_path, [back, said])
    assert len(set(of(done, DAM))) == 1


def test_a_chain_of_verdicts_that_joins_what_is_different_is_named(tmp_path: Path) -> None:
    agency, paper, other = DAM
    verdicts = [
        word(1, "same", agency, paper),
        word(2, "different", agency, other),
        word(3, "same", paper, other),
    ]
    done = consolidate(lines(EVERYTHING), tmp_path / "registry.jsonl", tmp_path, verdicts)
    found = of(done, DAM)
    assert found[0] == found[1] != found[2]
    assert done.unkept == (verdicts[2],)


def test_what_forbids_a_pair_holds_against_any_chain(tmp_path: Path) -> None:
    told, said = DAM[1]
    weekly = [
        (
            told | {"id": f"r-{n:016}", "key": str(n), "published": f"2026-03-{day:02}"},
            said | {"date": f"2026-03-{day:02}", "ordinal": None},
        )
        for n, day in enumerate((2, 5, 8, 11))
    ]
    done = consolidate(lines(weekly), tmp_path / "registry.jsonl", tmp_path)
    days = {m: [] for m in done.meeting_of.values()}
    for t in weekly:
        days[done.meeting_of[ident(t)]].append(int(t[1]["date"][-2:]))
    assert all(max(d) - min(d) <= 5 for d in days.values())
    assert len(days) > 1


def test_nothing_gives_nothing_and_no_registry(tmp_path: Path) -> None:
    done = consolidate([], tmp_path / "registry.jsonl", tmp_path)
    assert done.meeting_of == {}
    assert not (tmp_path / "registry.jsonl").exists()


def test_a_registry_that_cannot_be_read_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "registry.jsonl").mkdir()
    with pytest.raises(MahdarError, match=r"registry\.jsonl: cannot be read"):
        consolidate(lines(DAM), tmp_path / "registry.jsonl", tmp_path)
