from __future__ import annotations

from typing import Any

from pipeline.corrections import apply, flag, withdraw
from pipeline.corrections.decisions import Decision, line
from pipeline.corrections.differing import differing
from pipeline.corrections.wording import in_words, states
from tests.corrections.sample import at, decided, records, row, value

FIRST = records()[0]


def by(name: str, minutes: int, verdict: Any, field: str, **ends: Any) -> Decision:
    return decided(minutes, FIRST, verdict, field, by=name, **ends)


def test_reviewers_who_say_the_same_do_not_differ() -> None:
    person = FIRST.people[1]
    same = [by(name, n, "accept", "people", old=person) for n, name in enumerate(("هدى", "سعاد"))]
    assert differing(same) == ()
    alone = [same[0], by("هدى", 5, "reject", "people", old=person)]  # she changed her mind
    assert differing(alone) == ()


def test_one_accepts_what_another_rejects() -> None:
    person = FIRST.people[1]
    a = by("هدى", 0, "accept", "people", old=person)
    b = by("سعاد", 1, "reject", "people", old=person)
    assert differing([b, a]) == ((a, b),)
    assert differing([a, b, withdraw(b, by="سعاد", at=at(2))]) == ()
    other = by("سعاد", 1, "reject", "people", old=FIRST.people[0])
    assert differing([a, other]) == ()


def test_what_was_made_of_a_value_is_still_that_value() -> None:
    person = FIRST.people[1].model_dump(mode="json")
    renamed = person | {"name": "هند الساحل"}
    a = by("هدى", 0, "correct", "people", old=person, new=renamed)
    assert differing([a, by("سعاد", 1, "accept", "people", old=renamed)]) == ()
    b = by("سعاد", 1, "reject", "people", old=renamed)
    assert differing([a, b]) == ((a, b),)


def test_single_values_and_records() -> None:
    now = value(FIRST, "ordinal")
    a = by("هدى", 0, "accept", "ordinal", old=now)
    b = by("سعاد", 1, "correct", "ordinal", old=now, new={"value": 6, "span": None})
    c = by("هدى", 2, "accept", "record", old=FIRST)
    d = by("سعاد", 3, "reject", "record", old=FIRST)
    assert differing([a, b, c, d]) == ((a, b), (c, d))


def test_a_flag_changes_nothing_and_says_its_comment() -> None:
    d = flag(row(), FIRST, "الرقم يخالف العنوان", by="هدى", at=at(9))
    assert Decision.model_validate_json(line(d)) == d
    accepted = by("هدى", 0, "accept", "record", old=FIRST)
    assert apply(row(), records(), [accepted, d]) == apply(row(), records(), [accepted])
    assert states([accepted, d]) == {accepted.id: "stands", d.id: "stands"}
    assert "الرقم يخالف العنوان" in in_words(d) and differing([accepted, d]) == ()
