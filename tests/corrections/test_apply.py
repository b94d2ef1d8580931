from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from pipeline.corrections import Applied, Decision, apply, element, withdraw
from pipeline.schema import Record, ReleaseRow
from tests.corrections.sample import (
    FIRST,
    SECOND,
    TEXT,
    THIRD,
    TITLE,
    at,
    body,
    decided,
    named,
    person,
    record,
    records,
    row,
    spans,
    value,
)


def corrected(
    *decisions: Decision, to: Sequence[Record] | None = None, on: ReleaseRow | None = None
) -> Applied:
    """Apply to the sample; check that any order of the lines, and a second application, give the
    same."""
    there = list(records() if to is None else to)
    release = on or row(records=there)
    done = apply(release, there, decisions)
    for seed in range(3):
        mixed = random.Random(seed).sample([*decisions, *decisions], 2 * len(decisions))
        assert apply(release, there, mixed) == done
    again = apply(done.row, done.records, decisions)
    assert (again.row, again.records) == (done.row, done.records)
    assert (
        done.row.meetings == tuple(r.record_id for r in done.records)
        and done.row.text == release.text
    )
    return done


def labels(done: Applied, words: str) -> list[tuple[str, str]]:
    return [(m.label, m.found_by) for m in done.row.mentions if m.surface == words]


def names(elements: Any) -> list[str]:
    return [e.name for e in elements]


A, B = records()


# --- lists
def test_a_rejected_committee_leaves_the_record_and_its_mentions_the_row() -> None:
    d = decided(0, A, "reject", "committees", A.committees[1])
    done = corrected(d)
    assert names(done.records[0].committees) == ["لجنة الواحات"] and done.records[1] == B
    assert labels(done, "مجلس المزارعين") == [] and (done.applied, done.stale) == ((d.id,), ())
    assert done.records[0].record_id == A.record_id


def test_a_mention_stays_that_another_record_still_has() -> None:
    both = [A, B.model_copy(update={"committees": (*B.committees, A.committees[1])})]
    assert labels(
        corrected(decided(0, A, "reject", "committees", A.committees[1]), to=both), "مجلس المزارعين"
    ) == [("COMMITTEE", "model")]


def test_an_accepted_value_is_marked_and_outlives_the_finding_of_the_pipeline() -> None:
    d = decided(0, A, "accept", "committees", A.committees[1])
    for given in (records(), [A.model_copy(update={"committees": A.committees[:1]}), B]):
        council = corrected(d, to=given).records[0].committees[1]
        assert (council.name, council.found_by, council.confidence) == (
            "مجلس المزارعين",
            "correction",
            1.0,
        )
    assert labels(corrected(d), "مجلس المزارعين") == [("COMMITTEE", "correction")]


def test_a_corrected_name_takes_the_place_of_the_old_one_and_the_id_that_belongs_to_it() -> None:
    wider = element(
        row(), "committees", (spans("مجلس المزارعين")[0][0] - 3, spans("مجلس المزارعين")[0][1])
    )
    d = decided(0, A, "correct", "committees", A.committees[1], wider | {"id": "b-000000000000"})
    done = corrected(d)
    assert names(done.records[0].committees) == ["لجنة الواحات", "مع مجلس المزارعين"]
    assert done.records[0].committees[1].id == named("COMMITTEE", "مع مجلس المزارعين")["id"]
    assert labels(done, "مجلس المزارعين") == [] and labels(done, "مع مجلس المزارعين") == [
        ("COMMITTEE", "correction")
    ]


def test_what_another_model_cuts_otherwise_gives_way_to_what_was_decided() -> None:
    d = decided(0, A, "accept", "committees", A.committees[1])
    start, end = spans("مجلس المزارعين")[0]
    cut = named("COMMITTEE", "مجلس") | {"mentions": [[start, start + 4]]}
    longer = named("COMMITTEE", "مجلس المزارعين الشباب") | {
        "mentions": [[start, end + 1], spans("لجنة الواحات")[0]]
    }
    found = [
        A.model_copy(update={"committees": A.committees[:1]}).model_dump(mode="json")
        for _ in range(2)
    ]
    found[0]["committees"].append(cut)
    found[1]["committees"].append(longer)
    assert names(corrected(d, to=[Record.model_validate(found[0])]).records[0].committees) == [
        "لجنة الواحات",
        "مجلس المزارعين",
    ]
    left = corrected(d, to=[Record.model_validate(found[1])]).records[0].committees
    assert [(c.name, len(c.mentions)) for c in left] == [
        ("لجنة الواحات", 3),
        ("مجلس المزارعين الشباب", 1),
        ("مجلس المزارعين", 1),
    ]


@pytest.mark.parametrize("again", ["مجلس المزارعين", "مجلس المزارعيين", "مجلس المزارعين الشباب"])
def test_a_rejected_name_stays_out_when_it_is_found_again(again: str) -> None:
    place = spans("مجلس المزارعين") if again != "مجلس المزارعيين" else spans("لجنة الواحات")[:1]
    found = A.model_dump(mode="json")
    found["committees"][1] = named("COMMITTEE", again) | {"mentions": place}
    done = corrected(
        decided(0, A, "reject", "committees", A.committees[1]), to=[Record.model_validate(found)]
    )
    assert names(done.records[0].committees) == ["لجنة الواحات"]


def test_a_rejected_name_does_not_take_a_better_one_with_it() -> None:
    start, end = spans("مجلس المزارعين")[0]
    found = A.model_dump(mode="json")
    found["committees"][1] = named("COMMITTEE", "مع مجلس المزارعين العام") | {
        "mentions": [[start, end + 1]]
    }
    done = corrected(
        decided(0, A, "reject", "committees", A.committees[1]), to=[Record.model_validate(found)]
    )
    assert names(done.records[0].committees) == ["لجنة الواحات", "مع مجلس المزارعين العام"]


def test_an_added_committee_stands_where_the_text_has_it() -> None:
    span = spans("هيئة البساتين")[0]
    d = decided(0, A, "add", "committees", new=element(row(), "committees", (span[0], span[1])))
    done = corrected(d)
    assert names(done.records[0].committees) == ["لجنة الواحات", "هيئة البساتين", "مجلس المزارعين"]
    assert names(done.records[0].organizations) == []  # one label for each range
    assert labels(done, "هيئة البساتين") == [("COMMITTEE", "correction")]


def test_clauses_are_known_by_their_place() -> None:
    span = spans("ورحبت بمشاركة سلطنة عمان")[0]
    add = decided(
        0,
        A,
        "add",
        "decisions",
        new=element(row(), "decisions", (span[0], span[1]), action="other"),
    )
    wrong = A.topics[0].model_dump(mode="json")
    correct = decided(1, A, "correct", "topics", wrong, wrong | {"action": "reviewed"})
    done = corrected(add, correct).records[0]
    assert [d.text for d in done.decisions] == ["أقرت خطة الري الجديدة", "ورحبت بمشاركة سلطنة عمان"]
    assert [(t.action, t.found_by) for t in done.topics] == [("reviewed", "correction")]
    longer = A.model_copy(
        update={
            "decisions": (
                A.decisions[0].model_copy(
                    update={"span": (A.decisions[0].span[0] - 1, A.decisions[0].span[1])}
                ),
            )
        }
    )
    assert (
        corrected(decided(0, A, "reject", "decisions", A.decisions[0]), to=[longer])
        .records[0]
        .decisions
        == ()
    )


# --- several decisions
def test_of_two_people_on_one_value_the_later_wins_and_the_earlier_leaves_nothing() -> None:
    renamed = element(row(), "committees", (spans("مجلس")[0][0], spans("مجلس")[0][1]))
    early = decided(1, A, "correct", "committees", A.committees[1], renamed, by="هدى")
    late = decided(2, A, "reject", "committees", A.committees[1], by="سعاد")
    done = corrected(early, late)
    assert (
        names(done.records[0].committees) == ["لجنة الواحات"]
        and done.applied == (late.id,)
        and done.stale == ()
    )
    accept = decided(3, A, "accept", "committees", A.committees[1])
    assert names(corrected(early, late, accept).records[0].committees) == [
        "لجنة الواحات",
        "مجلس المزارعين",
    ]
    first, second = (
        decided(5, A, "correct", "ordinal", value(A, "ordinal"), value(A, "ordinal", n), by="هدى")
        for n in (6, 7)
    )
    assert corrected(first, second).records[0].ordinal == (
        6 if first.id > second.id else 7
    )  # at the same moment the id decides


def test_a_decision_on_a_corrected_value_goes_on_from_there() -> None:
    one = element(
        row(), "committees", (spans("مجلس المزارعين")[0][0] - 3, spans("مجلس المزارعين")[0][1])
    )
    two = element(
        row(),
        "committees",
        (spans("مجلس المزارعين")[0][0], spans("مجلس المزارعين")[0][1] + 1),
        name="مجلس المزارعين الأعلى",
    )
    chain = [
        decided(1, A, "correct", "committees", A.committees[1], one),
        decided(2, A, "correct", "committees", one, two),
    ]
    assert names(corrected(*chain).records[0].committees) == [
        "لجنة الواحات",
        "مجلس المزارعين الأعلى",
    ]
    gone = decided(3, A, "reject", "committees", two)
    assert names(corrected(*chain, gone).records[0].committees) == ["لجنة الواحات"]
    back = withdraw(gone, by="سعاد", at=at(4))
    assert names(corrected(*chain, gone, back).records[0].committees) == [
        "لجنة الواحات",
        "مجلس المزارعين الأعلى",
    ]
    everything = [withdraw(d, by="سعاد", at=at(9)) for d in chain]
    assert corrected(*chain, *everything).records == tuple(records())
    regret = decided(3, A, "correct", "committees", one, A.committees[1])
    assert names(corrected(chain[0], regret).records[0].committees) == [
        "لجنة الواحات",
        "مجلس المزارعين",
    ]


# --- single values
def test_a_single_value_is_corrected_with_its_evidence() -> None:
    done = corrected(
        decided(0, A, "correct", "ordinal", value(A, "ordinal"), value(A, "ordinal", 6, [62, 68]))
    ).records[0]
    assert (done.ordinal, done.evidence.ordinal and done.evidence.ordinal.model_dump()) == (
        6,
        {"span": (62, 68), "found_by": "correction"},
    )
    assert done.record_id == A.record_id


def test_a_value_can_be_rejected_or_decided_to_be_none() -> None:
    nothing = decided(0, A, "accept", "date", value(A, "date"))
    assert (
        corrected(nothing, to=[A.model_copy(update={"date": "2026-03-01"})]).records[0].date is None
    )
    rejected = decided(0, A, "reject", "city", value(A, "city"))
    done = corrected(rejected).records[0]
    assert done.city is None and done.evidence.city is None
    assert (
        corrected(rejected, to=[A.model_copy(update={"city": "الواحة"})]).records[0].city
        == "الواحة"
    )  # another one


def test_a_decision_answers_the_warning_of_its_field() -> None:
    doubtful = A.model_copy(update={"warnings": ("two_ordinals", "date_without_anchor")})
    assert corrected(
        decided(0, A, "accept", "ordinal", value(A, "ordinal")), to=[doubtful]
    ).records[0].warnings == ("date_without_anchor",)


# --- the body and the chair
def test_a_corrected_body_is_a_committee_too() -> None:
    span = spans("مجلس المزارعين")[0]
    known = corrected(
        decided(0, A, "correct", "body", value(A, "body"), value(A, "body", "مجلس المزارعين", span))
    ).records[0]
    assert known.body is not None and (known.body.id, known.body.mentions) == (
        A.committees[1].id,
        (tuple(span),),
    )
    assert names(known.committees) == ["لجنة الواحات", "مجلس المزارعين"]
    there = spans("خطة الري")[0]
    new = corrected(
        decided(0, A, "correct", "body", value(A, "body"), value(A, "body", "خطة الري", there))
    ).records[0]
    assert (
        names(new.committees) == ["لجنة الواحات", "مجلس المزارعين", "خطة الري"]
        and new.committees[2].found_by == "correction"
    )
    as_organisation = corrected(
        decided(0, A, "correct", "body", value(A, "body"), value(A, "body", "هيئة البساتين", None))
    ).records[0]
    assert (
        as_organisation.body is not None
        and as_organisation.body.id == A.organizations[0].id
        and len(as_organisation.committees) == 2
    )


def test_the_body_follows_its_corrected_committee() -> None:
    better = A.committees[0].model_dump(mode="json") | {"name": "لجنة الواحات العليا"}
    done = corrected(decided(0, A, "correct", "committees", A.committees[0], better)).records[0]
    assert done.body is not None and (done.body.name, done.body.id) == (
        "لجنة الواحات العليا",
        done.committees[0].id,
    )
    assert done.evidence.body is not None and done.evidence.body.found_by == "correction"
    decided_body = decided(1, A, "accept", "body", value(A, "body"))
    both = corrected(
        decided(0, A, "correct", "committees", A.committees[0], better), decided_body
    ).records[0]
    assert both.body is not None and both.body.name == "لجنة الواحات"


def participations(r: Record) -> dict[str, str]:
    return {p.name: p.participation for p in r.people}


def test_who_is_decided_to_chair_has_chaired() -> None:
    there = spans("هند الشاطئ")[0]
    done = corrected(
        decided(0, A, "correct", "chair", value(A, "chair"), value(A, "chair", "هند الشاطئ", there))
    ).records[0]
    assert done.chair == "هند الشاطئ" and participations(done) == {
        "سالم المرزوق": "attended",
        "هند الشاطئ": "chaired",
    }
    missed = corrected(
        decided(
            0,
            A,
            "correct",
            "chair",
            value(A, "chair"),
            value(A, "chair", "ناصر الغدير", spans("ناصر الغدير")[0]),
        )
    )
    assert participations(missed.records[0])["ناصر الغدير"] == "chaired"
    none = corrected(decided(0, A, "reject", "chair", value(A, "chair"))).records[0]
    assert none.chair is None and participations(none)["سالم المرزوق"] == "attended"


def test_the_chair_follows_what_is_decided_of_people() -> None:
    def people(old: int, **new: Any) -> Decision:
        seen = A.people[old].model_dump(mode="json")
        return decided(old, A, "correct", "people", seen, seen | new)

    attended = corrected(people(0, participation="attended")).records[0]
    assert attended.chair is None and attended.evidence.chair is None
    renamed = corrected(people(0, name="سالم بن حمد المرزوق")).records[0]
    assert (
        renamed.chair == "سالم بن حمد المرزوق"
        and renamed.evidence.chair is not None
        and renamed.evidence.chair.found_by == "correction"
    )
    swapped = corrected(
        people(0, participation="attended"), people(1, participation="chaired")
    ).records[0]
    assert swapped.chair == "هند الشاطئ"
    assert (
        corrected(people(1, participation="chaired")).records[0].chair == "سالم المرزوق"
    )  # both preside; the first is the chair
    assert corrected(decided(0, A, "reject", "people", A.people[0])).records[0].chair is None


# --- mentions
def mention(words: str, label: str, n: int = 0, **more: Any) -> dict[str, Any]:
    start, end = spans(words)[n]
    return {"start": start, "end": end, "label": label} | more


def test_a_relabelled_mention_takes_its_element_to_the_other_list() -> None:
    d = decided(
        0,
        None,
        "correct",
        "mention",
        mention("مجلس المزارعين", "COMMITTEE"),
        mention("مجلس المزارعين", "ORG"),
    )
    done = corrected(d)
    moved = done.records[0].organizations[1]
    assert names(done.records[0].committees) == ["لجنة الواحات"]
    assert (moved.name, moved.id, moved.found_by) == (
        "مجلس المزارعين",
        named("ORG", "مجلس المزارعين")["id"],
        "correction",
    )
    assert labels(done, "مجلس المزارعين") == [("ORG", "correction")] and done.applied == (d.id,)
    back = decided(
        1,
        None,
        "correct",
        "mention",
        mention("مجلس المزارعين", "ORG"),
        mention("مجلس المزارعين", "COMMITTEE"),
    )
    assert names(corrected(d, back).records[0].committees) == ["لجنة الواحات", "مجلس المزارعين"]
    state = corrected(
        decided(
            0,
            A,
            "correct",
            "mention",
            mention("سلطنة عمان", "COUNTRY"),
            mention("سلطنة عمان", "LOC"),
        )
    )
    assert state.records[0].countries == () and labels(state, "سلطنة عمان") == [
        ("LOC", "correction")
    ]
    known = corrected(
        decided(
            0,
            A,
            "correct",
            "mention",
            mention("هيئة البساتين", "ORG"),
            mention("هيئة البساتين", "COUNTRY"),
        )
    )
    assert known.records[0].countries == A.countries  # not a known state: only the mention moves
    assert labels(known, "هيئة البساتين") == [("COUNTRY", "correction")]


def test_a_body_goes_to_the_organisations_with_its_mention() -> None:
    done = corrected(
        decided(
            0,
            None,
            "correct",
            "mention",
            mention("لجنة الواحات", "COMMITTEE", 1),
            mention("لجنة الواحات", "ORG", 1),
        )
    )
    first = done.records[0]
    assert (
        first.body is not None
        and first.body.id == first.organizations[0].id == named("ORG", "لجنة الواحات")["id"]
    )
    assert labels(done, "لجنة الواحات") == [("ORG", "correction")] * 3  # one thing, one label


def test_a_mention_that_moves_moves_and_renames_its_element() -> None:
    start, end = spans("خطة الري الجديدة")[0]
    d = decided(
        0,
        None,
        "correct",
        "mention",
        {"start": start, "end": end, "label": "INITIATIVE"},
        {"start": start, "end": end - 8, "label": "INITIATIVE"},
    )
    done = corrected(d)
    plan = done.records[0].initiatives[1]
    assert (plan.name, plan.mentions, plan.kind) == ("خطة الري", ((start, end - 8),), "plan")
    assert labels(done, "خطة الري الجديدة") == [] and labels(done, "خطة الري") == [
        ("INITIATIVE", "correction")
    ]
    role = spans("مديرة هيئة البساتين")[0]
    less = {"start": role[0], "end": role[0] + 5, "label": "ROLE"}
    shorter = corrected(
        decided(
            0, A, "correct", "mention", {"start": role[0], "end": role[1], "label": "ROLE"}, less
        )
    )
    assert (shorter.records[0].people[1].role, shorter.records[0].people[1].role_span) == (
        "مديرة",
        (role[0], role[0] + 5),
    )


def test_a_missed_mention_is_added_to_the_record_it_was_added_for() -> None:
    there = mention("اللجنة", "COMMITTEE")
    done = corrected(decided(0, A, "add", "mention", new=there)).records[0]
    assert names(done.committees) == ["لجنة الواحات", "اللجنة", "مجلس المزارعين"]
    nowhere = corrected(decided(0, None, "add", "mention", new=there))
    assert nowhere.records == tuple(records()) and labels(nowhere, "اللجنة") == [
        ("COMMITTEE", "correction")
    ]
    dated = corrected(decided(0, A, "add", "mention", new=mention("الجديدة", "DATE", name="غدا")))
    assert [(m.name, m.label) for m in dated.row.mentions if m.surface == "الجديدة"] == [
        ("غدا", "DATE")
    ]


def test_a_rejected_mention_leaves_its_element_and_the_element_with_its_last_one() -> None:
    one = corrected(decided(0, None, "reject", "mention", mention("لجنة الواحات", "COMMITTEE")))
    assert [len(c.mentions) for c in one.records[0].committees] == [2, 1] and len(
        labels(one, "لجنة الواحات")
    ) == 2
    last = corrected(decided(0, None, "reject", "mention", mention("مجلس المزارعين", "COMMITTEE")))
    assert names(last.records[0].committees) == ["لجنة الواحات"]


def test_a_chair_sits_where_it_was_decided_whatever_becomes_of_another_mention_of_that_person() -> (
    None
):
    """Idempotence: the second time, the person of the rejected mention is no longer among the
    people, and the mention has moved."""
    hind = spans("هند الشاطئ")[0]
    for place in (spans("سلطنة عمان")[0], None):
        chair = decided(
            0, A, "correct", "chair", value(A, "chair"), value(A, "chair", "هند الشاطئ", place)
        )
        rejected = corrected(
            chair, decided(1, A, "reject", "mention", mention("هند الشاطئ", "PER"))
        ).records[0]
        assert [(p.name, p.mentions) for p in rejected.people if p.participation == "chaired"] == [
            ("هند الشاطئ", (tuple(place),) if place else ())
        ]
    chair = decided(
        0, A, "correct", "chair", value(A, "chair"), value(A, "chair", "هند الشاطئ", hind)
    )
    shorter = {"start": hind[0], "end": hind[0] + len("هند"), "label": "PER"}
    moved = corrected(
        chair, decided(1, A, "correct", "mention", mention("هند الشاطئ", "PER"), shorter)
    ).records[0]
    assert [(p.name, p.participation) for p in moved.people] == [
        ("سالم المرزوق", "attended"),
        ("هند", "chaired"),
    ]


# --- whole records
def test_a_rejected_record_is_left_out_and_stays_out_under_another_id() -> None:
    d = decided(0, B, "reject", "record", B)
    assert [r.record_id for r in corrected(d).records] == [A.record_id]
    renamed = [A, B.model_copy(update={"record_id": "m-0000000000ff"})]
    assert corrected(d, to=renamed).records == (A,)
    assert corrected(d, withdraw(d, by="هدى", at=at(1))).records == (A, B)
    inner = decided(5, B, "reject", "people", B.people[0])
    assert corrected(d, inner).applied == (d.id,) and corrected(d, inner).stale == ()


def test_an_accepted_record_stays_as_it_was_whatever_is_found() -> None:
    d = decided(0, A, "accept", "record", A)
    done = corrected(d).records[0]
    assert (done.confidence, done.chair, done.record_id) == (1.0, A.chair, A.record_id)
    assert {e.found_by for _, e in done.evidence if e} | {c.found_by for c in done.committees} == {
        "correction"
    }
    other = A.model_copy(
        update={
            "ordinal": 9,
            "people": (),
            "chair": None,
            "committees": A.committees[:1],
            "record_id": "m-0000000000ff",
        }
    )
    again = corrected(d, to=[other, B]).records[0]
    assert (
        again.model_dump(exclude={"record_id"}) == done.model_dump(exclude={"record_id"})
        and again.record_id == "m-0000000000ff"
    )


def test_an_accepted_record_is_restored_where_no_meeting_is_found_any_more() -> None:
    d, inner = (
        decided(0, A, "accept", "record", A),
        decided(1, A, "reject", "committees", A.committees[1]),
    )
    for left in ([], [B]):
        done = corrected(d, inner, to=left)
        assert [r.record_id for r in done.records] == [A.record_id, *(r.record_id for r in left)]
        assert names(done.records[0].committees) == ["لجنة الواحات"] and len(done.applied) == 2
    assert corrected(d, decided(2, A, "reject", "record", A), to=[]).records == ()


def test_a_missed_record_is_added_and_is_the_one_that_is_found_later() -> None:
    missed = record(
        "m-0000000000cc", body=body("مجلس المزارعين"), people=[person("هند الشاطئ", "attended")]
    )
    d = decided(0, None, "add", "record", new=missed)
    done = corrected(d)
    assert [r.record_id for r in done.records] == [A.record_id, "m-0000000000cc", B.record_id]
    found = missed.model_copy(update={"record_id": "m-0000000000dd", "people": ()})
    assert [r.record_id for r in corrected(d, to=[*records(), found]).records] == [
        A.record_id,
        B.record_id,
        "m-0000000000dd",
    ]


def test_a_record_of_another_id_is_known_by_what_it_says() -> None:
    d = decided(0, A, "correct", "ordinal", value(A, "ordinal"), value(A, "ordinal", 6, None))
    e = decided(1, B, "reject", "organizations", B.organizations[0])
    renamed = [
        r.model_copy(update={"record_id": f"m-0000000000e{i}"}) for i, r in enumerate(records())
    ]
    done = corrected(d, e, to=renamed)
    assert (done.records[0].ordinal, done.records[1].organizations) == (6, ())
    alone = corrected(d, e, to=renamed[:1])
    assert [s.reason for s in alone.stale] == [
        "its meeting is no longer found"
    ] and alone.applied == (d.id,)


def test_a_meeting_is_known_also_by_what_was_corrected_of_it() -> None:
    first = decided(0, A, "correct", "ordinal", value(A, "ordinal"), value(A, "ordinal", 6, None))
    seen = corrected(first, to=[A.model_copy(update={"record_id": "m-0000000000e0"})]).records[
        0
    ]  # from another model
    later = decided(1, seen, "reject", "people", A.people[1])
    found = A.model_copy(
        update={"record_id": "m-0000000000e1"}
    )  # from yet another one, the wrong number again
    done = corrected(first, later, to=[found])
    assert done.stale == () and (done.records[0].ordinal, names(done.records[0].people)) == (
        6,
        ["سالم المرزوق"],
    )
    assert [s.id for s in corrected(later, to=[found]).stale] == [later.id]


def test_another_sitting_of_the_same_body_is_another_meeting() -> None:
    sittings = [
        A.model_copy(
            update={
                "record_id": f"m-00000000000{n}",
                "ordinal": None,
                "date": f"2026-03-0{n}",
                "people": A.people[n - 1 : n],
            }
        )
        for n in (1, 2)
    ]
    d = decided(0, sittings[0], "reject", "record", sittings[0])
    assert corrected(d, to=sittings[1:]).records == (sittings[1],)
    assert (
        corrected(d, to=[sittings[0].model_copy(update={"record_id": "m-0000000000ff"})]).records
        == ()
    )


# --- when the text changes
def changed(*paragraphs: str, **given: Any) -> tuple[ReleaseRow, list[Record]]:
    text = "\n\n".join(paragraphs)
    found = records(text)
    return row(text, found, id="r-2", **given), found


def test_a_decision_moves_with_its_paragraph() -> None:
    release, found = changed("تنويه: نسخة معدلة.", TITLE, FIRST, SECOND, THIRD)
    d = decided(
        0,
        A,
        "add",
        "committees",
        new=element(row(), "committees", tuple(spans("هيئة البساتين")[0])),
    )  # type: ignore[arg-type]
    done = corrected(d, to=found, on=release)
    council = done.records[0].committees[1]
    assert release.text[
        slice(*council.mentions[0])
    ] == council.name == "هيئة البساتين" and done.applied == (d.id,)
    whole = decided(0, A, "accept", "record", A)
    moved = corrected(whole, to=[], on=release).records[0]
    assert (
        moved.body is not None
        and [release.text[a:b] for a, b in moved.body.mentions] == ["لجنة الواحات"] * 3
    )
    assert moved.release.id == "r-2"


def test_a_mention_elsewhere_is_taken_from_what_is_found_now() -> None:
    release, found = changed(TITLE, FIRST, "ثم قالت لجنة الواحات إنها ستزور الحقول.", THIRD)
    d = decided(0, A, "accept", "committees", A.committees[0])
    done = corrected(d, to=found, on=release).records[0].committees[0]
    assert [release.text[a:b] for a, b in done.mentions] == [
        "لجنة الواحات"
    ] * 3 and done.found_by == "correction"


def test_a_decision_whose_paragraph_has_changed_is_stale_and_changes_nothing() -> None:
    release, found = changed(TITLE, FIRST.replace("الخامس", "السادس"), SECOND, THIRD)
    given = [
        decided(0, A, "reject", "people", A.people[0]),
        decided(0, A, "accept", "record", A),
        decided(0, A, "accept", "kind", value(A, "kind")),
        decided(0, B, "reject", "organizations", B.organizations[0]),
    ]
    done = corrected(*given, to=found, on=release)
    assert {s.id: s.reason for s in done.stale} == {
        given[0].id: "its paragraph has changed",
        given[1].id: "a paragraph of the meeting has changed",
        given[2].id: "the text has changed, and this was decided on the text as a whole",
    }
    assert (
        done.applied == (given[3].id,)
        and done.records[:-1] == tuple(found[:-1])
        and done.records[-1].organizations == ()
    )


def test_a_stale_decision_that_was_decided_anew_is_told_of_no_more() -> None:
    release, found = changed(TITLE, FIRST, SECOND.replace("ورحبت", "كما رحبت"), THIRD)
    old = decided(0, A, "reject", "countries", A.countries[0])
    assert [s.id for s in corrected(old, to=found, on=release).stale] == [old.id]
    new = decided(1, found[0], "accept", "countries", found[0].countries[0], on=release)
    done = corrected(old, new, to=found, on=release)
    assert (done.stale, done.applied) == ((), (new.id,))


@pytest.mark.parametrize(
    ("given", "concerned"),
    [
        ({}, True),
        ({"source": "in/b.txt"}, False),
        ({"source": "in/b.txt", "also_at": ("in/a.txt",)}, True),
        ({"key": "k"}, True),
        ({"source": "in/b.txt", "key": "k"}, False),
    ],
)
def test_a_changed_release_is_known_by_its_file(given: dict[str, Any], concerned: bool) -> None:
    release, found = changed(TITLE, FIRST, SECOND, THIRD, "خاتمة.", **given)
    assert (
        bool(
            corrected(decided(0, A, "reject", "people", A.people[0]), to=found, on=release).applied
        )
        == concerned
    )


def test_a_release_with_a_key_is_known_by_it_alone() -> None:
    d = decided(0, A, "reject", "people", A.people[0], on=row(key="k", source="in/x.jsonl:3"))
    for key, source, concerned in (("k", "in/x.jsonl:9", True), ("other", "in/x.jsonl:3", False)):
        release, found = changed(TITLE, FIRST, SECOND, THIRD, "خاتمة.", key=key, source=source)
        assert bool(corrected(d, to=found, on=release).applied) == concerned


def test_a_place_outside_the_text_is_stale_not_a_crash() -> None:
    d = decided(
        0, None, "add", "mention", new={"start": len(TEXT), "end": len(TEXT) + 9, "label": "ORG"}
    )
    assert [s.id for s in corrected(d).stale] == [d.id]


def test_decisions_on_other_releases_are_passed_over() -> None:
    d = decided(0, A, "reject", "people", A.people[0], on=row(id="r-9", source="in/z.txt"))
    release, found = changed(TITLE, FIRST, SECOND, THIRD, "خاتمة.", source="in/a.txt")
    done = corrected(d, to=found, on=release)
    assert (done.records, done.applied, done.stale) == (tuple(found), (), ())


def test_a_release_that_moved_is_known_by_its_text() -> None:
    d = decided(0, A, "reject", "people", A.people[0], on=row(id="r-9", source="in/z.txt"))
    assert corrected(d).applied == (d.id,)


def test_a_number_that_shifts_does_not_lead_to_another_meeting() -> None:
    """The release now has one more meeting before the two: each has the number of the next."""
    d = decided(0, A, "reject", "people", A.people[0])
    a, b = (r.model_copy(update={"record_id": f"m-{n:012x}"}) for n, r in ((11, A), (12, B)))
    first = record(A.record_id, body=body("لجنة الواحات") | {"id": "b-0"})
    release = row(records=[first, a, b])
    done = corrected(d, to=[first, a, b], on=release)
    assert done.records[0] == first
    assert done.applied == (d.id,) and A.people[0].name not in {
        p.name for p in done.records[1].people
    }


def test_a_clause_whose_old_place_is_lost_is_put_in_all_the_same() -> None:
    release, found = changed(TITLE, FIRST, SECOND.replace("ورحبت", "كما رحبت"), THIRD)
    there = spans("ناقشت اللجنة مبادرة مليون فسيلة")[0]
    new = element(row(), "decisions", (there[0], there[1]), action="reviewed")
    d = decided(0, A, "correct", "decisions", A.decisions[0], new)
    done = corrected(d, to=found, on=release)
    assert [x.text for x in done.records[0].decisions] == [
        new["text"],
        *(x.text for x in found[0].decisions),
    ]
    assert done.applied == (d.id,)
