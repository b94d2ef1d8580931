"""Any decisions: the order of the lines does not matter, a second application changes nothing, and
decided values appear in the result."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.corrections import Decision, apply, element, withdraw
from pipeline.corrections.decisions import LISTS
from pipeline.corrections.operations import key, operation
from pipeline.schema import Record
from tests.corrections.sample import at, decided, records, row, value

RECORDS = records()
ROW = row(records=RECORDS)
MINUTES = st.integers(0, 9)
SPANS = st.sampled_from([(m.start, m.end) for m in ROW.mentions])
VALUES: dict[str, list[Any]] = {
    "ordinal": [1, 6],
    "kind": ["founding"],
    "mode": ["virtual", "hybrid"],
    "date": ["2026-02-28"],
    "country": ["OM"],
    "city": ["الواحة"],
    "chair": ["هند الشاطئ", "ناصر الغدير"],
    "venue": ["القاعة"],
    "organizer": ["هيئة البساتين"],
}


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    """Return a decision on a value, an element, a label or a record of the sample."""
    minutes, about = draw(MINUTES), draw(st.sampled_from(RECORDS))
    what = draw(st.sampled_from(("value", "element", "missed", "label", "record")))
    if what == "record":
        return decided(minutes, about, draw(st.sampled_from(("accept", "reject"))), "record", about)
    if what == "value":
        name = draw(st.sampled_from(sorted(VALUES)))
        verdict = draw(st.sampled_from(("accept", "reject", "correct")))
        new = (
            value(about, name, draw(st.sampled_from([None, *VALUES[name]])), list(draw(SPANS)))
            if verdict == "correct"
            else None
        )
        return decided(minutes, about, verdict, name, value(about, name), new)
    if what == "label":
        m = draw(st.sampled_from(ROW.mentions))
        old = {"start": m.start, "end": m.end, "label": m.label}
        verdict = draw(st.sampled_from(("accept", "reject", "correct")))
        label = draw(st.sampled_from(("COMMITTEE", "ORG", "INITIATIVE", "LOC", "DATE")))
        on = draw(st.sampled_from((None, about)))
        return decided(
            minutes,
            on,
            verdict,
            "mention",
            old,
            old | {"label": label} if verdict == "correct" else None,
        )
    name = draw(st.sampled_from(sorted(LISTS)))
    found = [e.model_dump(mode="json") for e in getattr(about, name)]
    code = {"code": "KW"} if name == "countries" else {}
    new = element(ROW, name, draw(SPANS), **code)
    if what == "missed" or not found:
        return decided(minutes, about, "add", name, new=new)
    verdict = draw(st.sampled_from(("accept", "reject", "correct")))
    return decided(
        minutes,
        about,
        verdict,
        name,
        draw(st.sampled_from(found)),
        new if verdict == "correct" else None,
    )


@st.composite
def ledgers(draw: st.DrawFn) -> list[Decision]:
    made = draw(st.lists(decisions(), min_size=1, max_size=5))
    back = draw(st.lists(st.sampled_from(made), max_size=2))
    return [*made, *(withdraw(d, by="هدى", at=at(20 + i)) for i, d in enumerate(back))]


@settings(max_examples=200)
@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_and_the_number_of_the_lines_mean_nothing(
    lines: list[Decision], rng: Any
) -> None:
    mixed = [*lines, *rng.sample(lines, rng.randrange(len(lines) + 1))]
    rng.shuffle(mixed)
    assert apply(ROW, RECORDS, mixed) == apply(ROW, RECORDS, lines)


@settings(max_examples=200)
@given(ledgers())
def test_once_more_is_as_good_as_once(lines: list[Decision]) -> None:
    once = apply(ROW, RECORDS, lines)
    twice = apply(once.row, once.records, lines)
    assert (twice.row, twice.records) == (once.row, once.records)


def test_a_chair_accepted_at_a_place_that_is_no_persons_stays_out_of_the_people() -> None:
    """Found by the property above: the second time, the place belonged to nobody, and the chair was
    added to the people."""
    about = next(
        r
        for r in RECORDS
        if r.chair is not None
        and r.evidence.chair is not None
        and r.evidence.chair.span is not None
    )
    start, end = about.evidence.chair.span  # type: ignore[union-attr,misc]
    lines = [
        decided(0, about, "accept", "chair", value(about, "chair")),
        decided(0, None, "reject", "mention", {"start": start, "end": end, "label": "PER"}),
    ]
    once = apply(ROW, RECORDS, lines)
    again = apply(once.row, once.records, lines)
    assert again.records == once.records
    record = next(r for r in once.records if r.record_id == about.record_id)
    assert record.chair == about.chair and record.chair not in [p.name for p in record.people]


@settings(max_examples=200)
@given(ledgers())
def test_the_output_keeps_its_form(lines: list[Decision]) -> None:
    done = apply(ROW, RECORDS, lines)
    assert done.stale == () and set(done.applied) <= {d.id for d in lines}
    stretches = [(m.start, m.end) for m in done.row.mentions]
    assert len(stretches) == len(set(stretches)) and all(
        m.surface == ROW.text[m.start : m.end] for m in done.row.mentions
    )
    assert list(done.row.mentions) == sorted(
        done.row.mentions, key=lambda m: (m.start, -m.end, m.label)
    )
    for r in done.records:
        for name in ("people", "committees", "organizations", "initiatives"):
            ids = [e.id for e in getattr(r, name)]
            assert len(ids) == len(set(ids))
        for name, evidence in r.evidence:
            assert (evidence is None) == (getattr(r, name) is None)


@settings(max_examples=200)
@given(decisions(), st.data())
def test_what_is_decided_stays_whatever_is_found(d: Decision, data: st.DataObject) -> None:
    """Another model finds less in the record, and other things, with another id."""
    if d.field not in LISTS or d.record_id is None:
        return
    found = []
    for r in RECORDS:
        lists: dict[str, Any] = {}
        for name in LISTS:
            left = (
                data.draw(st.lists(st.sampled_from(getattr(r, name)), unique_by=repr))
                if getattr(r, name)
                else []
            )
            code = {"code": "KW"} if name == "countries" else {}
            other = element(ROW, name, data.draw(SPANS), **code)
            lists[name] = [
                *(e.model_dump(mode="json") for e in left),
                *([other] if data.draw(st.booleans()) else []),
            ]
        if not lists["people"]:
            lists["people"] = [p.model_dump(mode="json") for p in r.people]
        found.append(
            Record.model_validate(
                r.model_dump(mode="json") | lists | {"record_id": f"m-0000000000f{len(found)}"}
            )
        )
    done = apply(ROW, found, [d])
    assert done.applied == (d.id,) and [r.record_id for r in done.records] == [
        "m-0000000000f0",
        "m-0000000000f1",
    ]
    about = done.records[[r.record_id for r in RECORDS].index(d.record_id)]
    decision = operation(d)
    there = {key(d.field, e): e for e in getattr(about, d.field)}
    if d.new is not None:
        assert there[decision.new_key] == decision.new
    if d.old is not None and decision.old_key != decision.new_key:
        assert decision.old_key not in there


@settings(max_examples=100)
@given(decisions())
def test_a_decision_alone_counts(d: Decision) -> None:
    assert apply(ROW, RECORDS, [d]).applied == (d.id,)
    assert apply(ROW, RECORDS, [d, withdraw(d, by="هدى", at=at(30))]).records == tuple(RECORDS)
