from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.consolidate import registry
from pipeline.consolidate.entities import Verdict
from pipeline.consolidate.mentions import Gathered
from pipeline.consolidate.register import Register, registered
from pipeline.schema_entities import EntityRow
from tests.consolidate.registers import person, record

Json = dict[str, Any]
NOTHING = registry.Registry()


def made(
    records: Sequence[Json],
    meeting_of: dict[str, str] | None = None,
    verdicts: Sequence[Verdict] = (),
    known: registry.Registry = NOTHING,
    announced: Sequence[str] = (),
) -> tuple[Register, tuple[str, ...]]:
    gathered = Gathered()
    for r in records:
        gathered.add(r)
    return registered(gathered, meeting_of or {}, announced, known, "2026", verdicts)


def rows(records: Sequence[Json], **more: Any) -> list[EntityRow]:
    return list(made(records, **more)[0].rows())


def names(records: Sequence[Json], kind: str = "person", **more: Any) -> list[list[str]]:
    """Return the spellings of each entity of a kind."""
    found = (r for r in rows(records, **more) if r.kind == kind)
    return sorted(sorted(n.name for n in r.names) for r in found)


def test_spellings_titles_a_missing_bin_and_short_forms_come_together() -> None:
    role = "أمين منطقة السواقي"
    spellings = [
        "سالم بن راشد الرويعي",
        "سالم راشد الرويعى",
        "الدكتور سالم بن راشد الرويعي",
        "سالم الرويعي",
    ]
    assert names([record(i, person(n, role)) for i, n in enumerate(spellings)]) == [
        sorted(spellings)
    ]


def test_abd_allah_is_one_name_in_one_word_or_two() -> None:
    role = "مدير هيئة السواقي"
    two = [
        record(1, person("عبد الله السواقي", role)),
        record(2, person("عبدالله السواقي", role)),
    ]
    assert len(names(two)) == 1


def test_namesakes_of_two_offices_stay_apart() -> None:
    two = [
        record(1, person("محمد العتيبي", "مدير شرطة السواقي")),
        record(2, person("محمد العتيبي", "عميد كلية الطب")),
    ]
    assert len(names(two)) == 2


def test_namesakes_of_two_states_stay_apart() -> None:
    two = [
        record(1, person("سالم بن راشد الرويعي", "وزير الصحة", "OM")),
        record(2, person("سالم بن راشد الرويعي", "مدير الجمارك", "KW")),
    ]
    assert len(names(two)) == 2


def test_a_father_is_not_his_son() -> None:
    role = "رئيس غرفة السواقي"
    two = [
        record(1, person("راشد بن حمد الرويعي", role)),
        record(2, person("سالم بن راشد بن حمد الرويعي", role)),
    ]
    assert len(names(two)) == 2


def test_no_chain_joins_two_men_over_a_short_name() -> None:
    role = "عضو غرفة السواقي"
    three = [
        record(1, person("سالم بن راشد الرويعي", role)),
        record(2, person("سالم بن حمد الرويعي", role)),
        record(3, person("سالم الرويعي", role)),
    ]
    # nobody can know whose short name it is
    assert len(names(three)) == 3


def test_two_that_one_record_names_are_two() -> None:
    role = "مدير هيئة السواقي"
    both = [
        record(1, person("سالم الرويعي", role), person("سالم بن راشد الرويعي", role)),
    ]
    assert len(names(both)) == 2


def test_a_surname_finds_its_holder_by_the_office() -> None:
    role = "رئيس الاتحاد الدولي للشراع"
    two = [record(1, person("فالنتينو كاربينسكي", role)), record(2, person("كاربينسكي", role))]
    assert names(two) == [["فالنتينو كاربينسكي", "كاربينسكي"]]


def test_a_bare_committee_is_that_of_its_meeting() -> None:
    both = [
        record(1, body="اللجنة الفنية"),
        record(2, body="اللجنة الفنية"),
        record(3, body="اللجنة الفنية لسد الرويعي"),
    ]
    held = {
        both[0]["record_id"]: "mt-000000000001",
        both[1]["record_id"]: "mt-000000000002",
        both[2]["record_id"]: "mt-000000000001",
    }
    assert names(both, "body", meeting_of=held) == [
        ["اللجنة الفنية"],
        ["اللجنة الفنية", "اللجنة الفنية لسد الرويعي"],
    ]


def test_each_state_has_its_own_cabinet() -> None:
    three = [
        record(1, body="مجلس الوزراء", country="KW"),
        record(2, body="مجلس الوزراء الكويتي", country="KW"),
        record(3, body="مجلس الوزراء", country="EG"),
    ]
    assert sorted((r.country, len(r.records)) for r in rows(three) if r.kind == "body") == [
        ("EG", 1),
        ("KW", 2),
    ]


def test_sessions_and_the_numbers_never_seen() -> None:
    held = [
        record(n, body="لجنة مصايد الرويعي", ordinal=n, published=f"2026-01-{n:02}")
        for n in (2, 3, 7, 9)
    ]
    (row,) = (r for r in rows(held) if r.kind == "body")
    assert [(s.ordinal, s.date) for s in row.sessions] == [
        (2, "2026-01-02"),
        (3, "2026-01-03"),
        (7, "2026-01-07"),
        (9, "2026-01-09"),
    ]
    assert row.missing == ((4, 6), (8, 8))
    assert (row.first_seen, row.last_seen) == ("2026-01-02", "2026-01-09")


def test_offices_over_time() -> None:
    told = [
        (1, "2025-01-05", "وكيل وزارة الصحة"),
        (2, "2025-03-01", "وكيل وزارة الصحة"),
        (3, "2026-02-01", "وزير الصحة"),
    ]
    (row,) = rows(
        [record(n, person("سالم بن راشد الرويعي", role), published=day) for n, day, role in told]
    )
    assert [(p.role, p.first_seen, p.last_seen) for p in row.posts] == [
        ("وكيل وزارة الصحة", "2025-01-05", "2025-03-01"),
        ("وزير الصحة", "2026-02-01", "2026-02-01"),
    ]


def test_a_meeting_that_is_announced_is_no_session() -> None:
    one = record(1, body="لجنة مصايد الرويعي", ordinal=4)
    (row,) = rows([one], announced=[one["record_id"]])
    assert row.sessions == ()


def test_every_element_gets_the_id_of_its_entity_and_keeps_its_own() -> None:
    one = record(
        1, person("سالم الرويعي"), body="لجنة مصايد الرويعي", organizations=["غرفة السواقي"]
    )
    register, _ = made([one])
    tagged = register.tagged(one)
    assert tagged["body"]["entity_id"] == tagged["committees"][0]["entity_id"]
    elements = [*tagged["people"], *tagged["organizations"], tagged["body"]]
    assert {e["entity_id"] for e in elements} == set(register.ids)
    assert tagged["people"][0]["id"] == one["people"][0]["id"]
    assert "entity_id" not in one["people"][0]


def test_a_person_says_that_two_are_one() -> None:
    two = [
        record(1, person("سالم الرويعي", "مدير شرطة السواقي")),
        record(2, person("أبو راشد", "رئيس تحرير السواقي")),
    ]
    said = Verdict(True, tuple(frozenset({r["people"][0]["id"]}) for r in two))  # type: ignore[arg-type]
    assert len(names(two)) == 2
    assert len(names(two, verdicts=[said])) == 1


def test_a_person_says_that_two_are_not_one_and_no_chain_joins_them() -> None:
    role = "أمين منطقة السواقي"
    three = [
        record(i, person(n, role))
        for i, n in enumerate(("سالم بن راشد الرويعي", "سالم راشد الرويعي", "سالم الرويعي"))
    ]
    sides = tuple(frozenset({three[i]["people"][0]["id"]}) for i in (0, 2))
    said = Verdict(False, sides)  # type: ignore[arg-type]
    found = names(three, verdicts=[said])
    assert len(found) == 2
    assert not any({"سالم بن راشد الرويعي", "سالم الرويعي"} <= set(n) for n in found)


def test_ids_stay_when_reports_arrive_later() -> None:
    role = "أمين منطقة السواقي"
    old = [record(5, person("سالم الرويعي", role)), record(6, person("سالم بن راشد", role))]
    _, lines = made(old)
    known = registry.read(lines)
    before = {r.name: r.entity_id for r in rows(old, known=known)}
    later = [record(1, person("سالم بن راشد الرويعي", role)), *old]
    after = [r.entity_id for r in rows(later, known=known)]
    assert set(after) & set(before.values())


NAMES = ["سالم الرويعي", "سالم بن راشد الرويعي", "سالم بن حمد الرويعي", "راشد بن حمد", "كاربينسكي"]
ROLES = [None, "وزير الصحة", "وزير الصحة العماني", "مدير شرطة السواقي", "رئيس المجلس"]
BODIES = [None, "مجلس الوزراء", "مجلس الوزراء الكويتي", "اللجنة الفنية", "لجنة مصايد الرويعي"]
people = st.builds(person, st.sampled_from(NAMES), st.sampled_from(ROLES))
drawn = st.lists(
    st.tuples(
        st.lists(people, max_size=3, unique_by=lambda p: p["id"]),
        st.sampled_from(BODIES),
        st.sampled_from(["SA", "KW", None]),
        st.sampled_from(["2026-01-01", "2026-05-05", None]),
    ),
    max_size=8,
)


@settings(deadline=None)
@given(drawn, st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(
    given_records: list[Any], chance: random.Random
) -> None:
    records = [
        record(n, *who, body=body, country=country, published=day)
        for n, (who, body, country, day) in enumerate(given_records)
    ]
    shuffled = records[:]
    chance.shuffle(shuffled)
    assert rows(records) == rows(shuffled)


@settings(deadline=None)
@given(drawn)
def test_every_element_is_in_one_entity_and_every_record_is_told(given_records: list[Any]) -> None:
    records = [
        record(n, *who, body=body, country=country, published=day)
        for n, (who, body, country, day) in enumerate(given_records)
    ]
    found = rows(records)
    elements = sum(
        len(r["people"]) + len(r["committees"]) for r in records
    )  # the body is one of the committees
    assert sum(n.count for row in found for n in row.names) == elements
    assert [r.entity_id for r in found] == sorted({r.entity_id for r in found})


@pytest.mark.parametrize("count", [300])
def test_many_records_of_one_name_are_compared_in_few_pairs(count: int) -> None:
    many = [record(n, person("سالم الرويعي", f"مدير مدرسة {n}")) for n in range(count)]
    assert sum(len(r.records) for r in rows(many)) == count
