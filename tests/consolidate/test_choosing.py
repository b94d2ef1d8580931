"""The value chosen if reports differ, its rule, and what counts as a conflict."""

from __future__ import annotations

from typing import Any

from pipeline.consolidate.choosing import is_official, meeting_row
from pipeline.schema_meetings import Conflict, MeetingRow
from tests.consolidate.sample import DAM, NEXT, record, release

Json = dict[str, Any]
ID = "mt-0123456789ab"


def three() -> list[Json]:
    return [record(told, **said) for told, said in DAM]


def conflicts(row: MeetingRow) -> dict[tuple[str, str], Conflict]:
    return {(c.field, c.kind): c for c in row.conflicts}


def test_a_short_form_of_the_body_gives_way_to_the_full_one() -> None:
    row = meeting_row(ID, three(), [])
    assert row.fields.body is not None
    assert row.fields.body.value == "اللجنة الوطنية الفنية لسد وادي الرمال"
    assert row.fields.body.rule == "fullest_form"
    assert conflicts(row)["body", "spelling"].about is None


def test_most_reports_give_the_day_and_all_days_stand_beside_it() -> None:
    row = meeting_row(ID, three(), [])
    assert row.fields.date is not None
    assert (row.fields.date.value, row.fields.date.rule) == ("2026-03-02", "most_reports")
    said = {v.value: [s.record_id for s in v.says] for v in row.fields.date.values}
    records = {r["record_id"]: r["date"] for r in three()}
    assert {r: day for day, ids in said.items() for r in ids} == records
    assert [v.value for v in conflicts(row)["date", "date"].values] == ["2026-03-02", "2026-03-03"]


def test_where_votes_are_even_the_states_agency_is_taken_then_the_earliest() -> None:
    agency, paper, _ = three()
    row = meeting_row(ID, [paper, agency], [])
    assert row.fields.date is not None
    assert (row.fields.date.value, row.fields.date.rule) == ("2026-03-02", "official_agency")
    agency["release"]["outlet"] = "صحيفة أخرى"
    row = meeting_row(ID, [paper, agency], [])
    assert row.fields.date is not None
    assert (row.fields.date.value, row.fields.date.rule) == ("2026-03-02", "earliest")


def test_what_a_person_corrected_outweighs_all() -> None:
    agency, paper, other = three()
    paper["evidence"]["date"] = {"span": None, "found_by": "correction"}
    row = meeting_row(ID, [agency, paper, other], [])
    assert row.fields.date is not None
    assert (row.fields.date.value, row.fields.date.rule) == ("2026-03-03", "verdict")


def test_a_release_that_tells_of_a_meeting_twice_has_one_vote() -> None:
    told, said = DAM[1]
    twice = [record(told, number=n, **said) for n in (1, 2)]
    once = [r for r in three() if r["release"]["id"] != told["id"]]
    row = meeting_row(ID, [*twice, *once], [])
    assert row.fields.date is not None
    assert (row.fields.date.value, row.fields.date.rule) == ("2026-03-02", "most_reports")


def test_one_person_in_two_spellings_with_two_offices() -> None:
    row = meeting_row(ID, three(), [])
    (person,) = row.people
    assert person.name == "سالم بن راشد الشمراني"
    assert (person.participation, person.rule) == ("chaired", "fullest_form")
    assert len(person.says) == 3
    found = conflicts(row)
    assert {v.value for v in found["people", "spelling"].values} == {
        "سالم بن راشد الشمراني",
        "سالم الشمراني",
    }
    assert found["people", "office"].about == "سالم بن راشد الشمراني"
    assert ("people", "participation") not in found


def test_an_office_in_full_and_in_short_is_no_conflict() -> None:
    agency, paper, other = three()
    other["people"][0]["role"] = "وكيل الوزارة"
    agency["people"][0]["role"] = "وكيل وزارة المياه للري"
    other["people"][0]["role"] = "وكيل وزارة المياه"
    assert ("people", "office") not in conflicts(meeting_row(ID, [agency, paper, other], []))


def test_two_people_of_one_record_are_never_one() -> None:
    told = release("talks", "بحث سعيد الحربي وسعيد الحربي", "2026-01-01")
    row = meeting_row(ID, [record(told, people=["سعيد الحربي", "سعيد بن فهد الحربي"])], [])
    assert len(row.people) == 2


def test_a_clause_of_three_reports_stands_once_with_its_places() -> None:
    row = meeting_row(ID, three(), [])
    (topic,) = row.topics
    assert topic.text == "نتائج الدراسات الهيدروليكية لبوابات التفريغ"
    texts = {record(t, **s)["record_id"]: t["text"] for t, s in DAM}
    for said in topic.says:
        assert said.span is not None
        assert texts[said.record_id][slice(*said.span)] == topic.text


def test_an_announcement_counts_where_no_report_says_anything() -> None:
    told, said = NEXT
    ahead = record(told, **said)
    row = meeting_row(ID, [], [ahead])
    assert row.fields.date is not None
    assert (row.records, row.announcements) == ((), (ahead["record_id"],))
    assert (row.fields.date.value, row.fields.date.rule) == ("2026-03-08", "only_report")
    row = meeting_row(ID, three()[:1], [ahead])
    assert row.fields.ordinal is not None
    assert row.fields.ordinal.value == 7
    assert ("ordinal", "number") in conflicts(row)


def test_the_order_of_the_records_means_nothing() -> None:
    assert meeting_row(ID, three(), []) == meeting_row(ID, three()[::-1], [])


def test_state_agencies_are_known() -> None:
    assert all(map(is_official, ("واس", "قنا", "QNA", "وكالة الأنباء الوادية")))
    assert not any(map(is_official, ("الجريدة", None, "")))
