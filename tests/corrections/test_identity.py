from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline import ledger
from pipeline.corrections import identity

NOW = datetime(2026, 2, 3, 9, tzinfo=UTC)


def verdict(word: identity.Word = "same", hours: int = 0, *sides: str) -> identity.Identity:
    a, b = sides or ("p-1", "p-2")
    return identity.decide("entity", word, ([a], [b]), "قارئ", NOW + timedelta(hours=hours))


def test_a_verdict_comes_back_from_the_ledger_beside_decisions(tmp_path: Path) -> None:
    path = tmp_path / "corrections.jsonl"
    ledger.append_lines(path, map(identity.line, (verdict(), verdict())))
    kept = ledger.read(path)
    assert kept.verdicts == (verdict(),)  # a repeated line counts once
    assert (kept.decisions, kept.faults) == ((), ())


def test_a_verdict_that_was_changed_by_hand_is_a_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "corrections.jsonl"
    row = json.loads(identity.line(verdict())) | {"verdict": "different"}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert len(ledger.read(path).faults) == 1
    del row["id"]
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert [v.verdict for v in ledger.read(path).verdicts] == ["different"]


def test_the_order_of_names_on_a_side_means_nothing() -> None:
    both = [
        identity.decide("meeting", "same", (side, ["m-3"]), "x", NOW)
        for side in (["m-1", "m-2"], ["m-2", "m-1", "m-1"])
    ]
    assert both[0] == both[1]


def test_the_last_verdict_on_two_counts_until_it_is_taken_back() -> None:
    first, last = verdict("same"), verdict("different", 1, "p-2", "p-1")
    assert identity.standing([last, first], "entity") == (last,)
    back = identity.withdraw(last, "قارئ", NOW + timedelta(hours=2))
    assert identity.standing([back, first, last], "entity") == (first,)
    assert identity.standing([first], "meeting") == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "same", "sides": [["p-1"]]},
        {"verdict": "same", "sides": [["p-1"], []]},
        {"verdict": "withdraw", "sides": []},
        {"verdict": "same", "sides": [["p-1"], ["p-2"]], "of": "v-0000000000000000"},
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        identity.made(at=NOW, by="x", about="entity", **wrong)
