from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import evaluate
from pipeline.errors import UsageError
from pipeline.evaluate import (
    Counts,
    calibration_error,
    check_floor,
    errors,
    evaluate_files,
    evaluate_spans,
    matched,
    read_floors,
    report,
    span_report,
)

TEXT = "عقدت لجنة السير اجتماعها الثالث في الدوحة برئاسة سالم الهاجري"
GOLD: dict[str, Any] = {
    "key": "doc-1",
    "text": TEXT,
    "spans": [[5, 15, "COMMITTEE"], [16, 31, "MEETING"], [35, 41, "LOC"], [49, 61, "PER"]],
    "records": [
        {
            "body": "لجنة السير",
            "ordinal": 3,
            "date": None,
            "city": "الدوحة",
            "country": "QA",
            "mode": None,
            "chair": "سالم الهاجري",
            "people": [
                {"name": "سالم الهاجري", "role": None, "participation": "chaired"},
                {"name": "منى بنت راشد العلي", "role": "مديرة الطرق", "participation": "attended"},
            ],
            "countries": ["QA"],
            "committees": ["لجنة السير"],
            "organizations": ["وزارة النقل", "شركة الجسور"],
            "initiatives": [],
            "decisions": ["إنشاء ثلاثة جسور جديدة"],
            "topics": ["خطة السير في المدينة القديمة"],
            "referenced_meetings": [{"body": "لجنة السير", "ordinal": 2}],
        }
    ],
}


def output(doc: dict[str, Any], **changes: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a gold document in the form of the output, with its first record changed."""
    release = {
        "id": f"r-{doc['key']}",
        "source": f"in/{doc['key']}.txt",
        "text": doc["text"],
        "mentions": [{"start": s, "end": e, "label": label} for s, e, label in doc["spans"]],
    }
    records = []
    for record in doc["records"]:
        r = record | (changes if not records else {})
        records.append(
            r
            | {
                "release": {"id": release["id"]},
                "body": r["body"] and {"name": r["body"], "id": "b-1", "mentions": []},
                "countries": [{"code": c, "name": "…"} for c in r["countries"]],
                **{
                    f: [{"name": n, "id": "x-1"} for n in r[f]]
                    for f in ("committees", "organizations", "initiatives")
                },
                **{
                    f: [{"text": t, "action": "other"} for t in r[f]]
                    for f in ("topics", "decisions")
                },
            }
        )
    return release, records


def written(folder: Path, *files: Sequence[Any]) -> tuple[Path, ...]:
    paths = tuple(folder / f"{name}.jsonl" for name in ("gold", "releases", "records"))
    for path, rows in zip(paths, files, strict=True):
        path.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
        )
    return paths


@pytest.fixture
def run(tmp_path: Path) -> Any:
    def score(**changes: Any) -> evaluate.Result:
        release, records = output(GOLD, **changes)
        return evaluate_files(*written(tmp_path, [GOLD], [release], records))

    return score


def test_the_gold_itself_scores_100(run: Any) -> None:
    result = run()
    assert result.complete and set(result.scores().values()) == {100.0}
    assert (
        result.spans["PER"] == Counts(1, 0, 0)
        and result.all_spans == Counts(4, 0, 0)
        and result.meetings == Counts(1, 0, 0)
    )
    assert result.fields["date"] == Counts(0, 0, 0) and result.fields["people"] == Counts(2, 0, 0)


@pytest.mark.parametrize(
    ("field", "changes", "counts"),
    [
        ("ordinal", {"ordinal": 4}, Counts(0, 1, 1)),
        ("ordinal", {"ordinal": None}, Counts(0, 0, 1)),
        ("date", {"date": "2020-01-02"}, Counts(0, 1, 0)),
        ("body", {"body": "لجنه السيّر"}, Counts(1, 0, 0)),  # ta marbuta, shadda
        ("body", {"body": "لجنة السير 2"}, Counts(0, 1, 1)),  # another figure
        ("city", {"city": "دوحة"}, Counts(1, 0, 0)),  # article
        ("chair", {"chair": "سالم"}, Counts(0, 1, 1)),
        (
            "people",
            {"people": [{"name": "سالم بن الهاجري"}, {"name": "خالد"}]},
            Counts(1, 1, 1),
        ),  # بن aside
        (
            "participation",
            {"people": [{"name": "سالم الهاجري", "participation": "attended"}]},
            Counts(0, 1, 2),
        ),
        (
            "roles",
            {"people": [{"name": "منى بنت راشد العلي", "role": "مدير الطرق"}]},
            Counts(1, 0, 0),
        ),
        (
            "countries",
            {"countries": ["QA", "AE", "AE"]},
            Counts(1, 1, 0),
        ),  # said twice, counted once
        (
            "organizations",
            {"organizations": ["شركة الجسور", "وزارة النقل", "هيئة الطرق"]},
            Counts(2, 1, 0),
        ),
        ("decisions", {"decisions": ["إنشاء ثلاثة جسور"]}, Counts(1, 0, 0)),  # 2·3/(3+4) = 0.86
        ("decisions", {"decisions": ["إنشاء طرق"]}, Counts(0, 1, 1)),  # 2·1/(2+4) = 0.33
        ("topics", {"topics": ["خطة السير في مدينة الشمال"]}, Counts(1, 0, 0)),  # 2·4/(5+5) = 0.8
        (
            "topics",
            {"topics": ["خطة السير في شوارع الشمال"]},
            Counts(1, 0, 0),
        ),  # 2·3/(5+5) = 0.6: just enough
        ("topics", {"topics": ["خطة السير الجديدة لشوارع الشمال"]}, Counts(0, 1, 1)),  # 0.4
        (
            "referenced_meetings",
            {"referenced_meetings": [{"body": "لجنة السير", "ordinal": 1}]},
            Counts(0, 1, 1),
        ),
    ],
)
def test_counts_by_hand(run: Any, field: str, changes: dict[str, Any], counts: Counts) -> None:
    assert run(**changes).fields[field] == counts


def test_figures_by_hand() -> None:
    assert Counts(2, 1, 2).figures == (66.7, 50.0, 57.1)
    assert Counts(0, 3, 1).figures == (0.0, 0.0, 0.0)
    assert Counts().figures == (100.0, 100.0, 100.0)
    assert Counts(0, 0, 2).figures == (100.0, 0.0, 0.0)


def test_spans_are_strict_and_other_labels_do_not_count(tmp_path: Path) -> None:
    release, records = output(GOLD)
    release["mentions"] = [
        {"start": 5, "end": 15, "label": "ORG"},
        {"start": 35, "end": 41, "label": "LOC"},
        {"start": 49, "end": 60, "label": "PER"},
        {"start": 5, "end": 15, "label": "BODY"},
    ]
    result = evaluate_files(*written(tmp_path, [GOLD], [release], records))
    assert {label: c for label, c in result.spans.items() if c != Counts()} == {
        "PER": Counts(0, 1, 1),
        "COMMITTEE": Counts(0, 0, 1),
        "ORG": Counts(0, 1, 0),
        "LOC": Counts(1, 0, 0),
        "MEETING": Counts(0, 0, 1),
    }
    assert result.all_spans.figures == (33.3, 25.0, 28.6)


def test_spans_in_a_repeated_paragraph_are_left_out(tmp_path: Path) -> None:
    first = TEXT + " أمس"
    # the second repeats the first, which is whole in the third
    text = f"{first}\n{first.replace('أمس', 'امس')}\n{first}، وحضرته منى العلي"
    starts = [0, len(first) + 1, 2 * len(first) + 2]
    doc = GOLD | {"text": text, "spans": [[s + 49, s + 61, "PER"] for s in starts]}
    release, records = output(doc)
    release["mentions"] = release["mentions"][2:]
    result = evaluate_files(*written(tmp_path, [doc], [release], records))
    assert result.spans["PER"] == Counts(
        1, 0, 0
    )  # the third is 2·57 / (57+72) = 88 % like the first
    far = GOLD | {"text": f"{TEXT}\nسطر آخر", "spans": [[49, 61, "PER"]]}
    release, records = output(far)
    assert evaluate_files(*written(tmp_path, [far], [release], records)).spans["PER"] == Counts(
        1, 0, 0
    )


def test_meetings_are_paired_by_what_they_share(tmp_path: Path) -> None:
    second = GOLD["records"][0] | {
        "body": "مجلس الإدارة",
        "ordinal": 9,
        "people": [],
        "chair": None,
        "topics": ["الميزانية"],
        "decisions": [],
        "referenced_meetings": [],
    }
    doc = GOLD | {"records": [GOLD["records"][0], second]}
    release, records = output(doc)
    result = evaluate_files(*written(tmp_path, [doc], [release], records[::-1]))
    assert set(result.scores().values()) == {100.0}
    result = evaluate_files(*written(tmp_path, [doc], [release], records[:1]))
    assert (
        result.meetings == Counts(1, 0, 1)
        and result.fields["ordinal"] == Counts(1, 0, 1)
        and result.fields["topics"] == Counts(1, 0, 1)
    )
    stranger = {
        "release": {"id": release["id"]},
        "people": [{"name": "خالد الشمري"}],
        "country": "QA",
    }  # shares the country only
    result = evaluate_files(*written(tmp_path, [doc], [release], [*records, stranger]))
    assert (
        result.meetings == Counts(2, 1, 0)
        and result.fields["people"] == Counts(2, 1, 0)
        and result.fields["country"] == Counts(2, 1, 0)
    )


def test_missing_and_shifted_documents(tmp_path: Path) -> None:
    other = GOLD | {"key": "doc-2"}
    release, records = output(GOLD)
    release["text"] += " "
    result = evaluate_files(*written(tmp_path, [GOLD, other], [release], records))
    assert (result.documents, result.missing, result.shifted, result.complete) == (2, 1, 1, False)
    assert result.meetings == Counts(1, 0, 1) and result.spans["LOC"] == Counts(1, 0, 1)


@pytest.mark.parametrize(
    "release",
    [
        {"key": "doc-1"},
        {"key": None, "id": "doc-1"},
        {"source": "b/doc-1.docx"},
        {"source": "all.jsonl:doc-1"},
    ],
)
def test_a_release_is_found_by_key_id_or_source(tmp_path: Path, release: dict[str, Any]) -> None:
    row = {"id": "r-9", "source": "x.txt", "text": TEXT, "mentions": []} | release
    assert evaluate_files(*written(tmp_path, [GOLD], [row], [])).missing == 0


def test_the_report_and_the_errors(tmp_path: Path) -> None:
    release, records = output(GOLD, ordinal=4, organizations=["وزارة النقل", "هيئة الطرق"])
    files = written(tmp_path, [GOLD], [release], records)
    lines = report(evaluate_files(*files)).splitlines()
    assert (
        lines[0] == "1 documents, 0 missing from the output, 0 whose text differs from the source"
    )
    assert (
        "ordinal                   0.0    0.0    0.0" in lines
        and "organizations            50.0   50.0   50.0" in lines
    )
    # 17 fields, all 100 but ordinal 0 and organizations 50
    assert (
        lines[-1]
        == "four entity kinds F1 100.0   record F1 91.2   span F1 100.0   meetings F1 100.0"
    )
    assert list(errors(*files, "ordinal")) == ["doc-1 WRONG    4, not 3"]
    assert list(errors(*files, "organizations")) == [
        "doc-1 MISSED   شركة الجسور",
        "doc-1 SPURIOUS هيئة الطرق",
    ]
    assert list(errors(*files, "PER")) == []
    with pytest.raises(UsageError, match="known are PER"):
        list(errors(*files, "name"))


def test_floors(run: Any) -> None:
    result = run(ordinal=4)
    assert check_floor(result, {"ordinal": 0, "spans": 100, "PER": 99.9, "record": 94.1}) == []
    assert check_floor(result, {"ordinal": 50.0, "spans": 84}) == [
        "ordinal: F1 0.0 is below its floor 50.0"
    ]
    with pytest.raises(UsageError, match="unknown figure 'persons'"):
        check_floor(result, {"persons": 1})


def test_floors_of_an_incomplete_output(tmp_path: Path) -> None:
    result = evaluate_files(*written(tmp_path, [GOLD], [], []))
    assert check_floor(result, {}) == [
        "1 documents are missing from the output, 0 have another text"
    ]


def test_calibration_error_by_hand() -> None:
    assert calibration_error([]) == 0.0
    assert (
        calibration_error([(1.0, True), (0.95, True)]) == 2.5
    )  # one bin: mean confidence 0.975, all right
    assert calibration_error([(0.9, True), (0.95, False)]) == 42.5  # one bin: 0.925 against 0.5
    assert calibration_error([(0.25, True), (0.75, False)]) == 75.0  # two bins, each 0.75 off
    assert (
        calibration_error([(0.25, False), (0.26, False), (0.26, False), (0.27, True)]) == 1.0
    )  # |0.26 - 0.25|
    assert calibration_error([(0.0, False)], bins=1) == 0.0


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=30),
    st.randoms(use_true_random=False),
)
def test_calibration_error_is_a_share_and_knows_no_order(
    pairs: list[tuple[float, bool]], rng: Any
) -> None:
    error = calibration_error(pairs)
    rng.shuffle(pairs)
    assert 0 <= error <= 100 and calibration_error(pairs) == pytest.approx(error, abs=0.1)


def test_spans_alone_need_no_records(tmp_path: Path) -> None:
    release, _ = output(GOLD)
    for mention, confidence in zip(release["mentions"], (0.95, 0.85, 0.75, 0.55), strict=True):
        mention["confidence"] = confidence
    release["mentions"][1]["label"] = "DATE"
    gold, releases, _ = written(
        tmp_path,
        [{k: GOLD[k] for k in ("key", "text", "spans")}, {"key": "gone", "text": "x", "spans": []}],
        [release],
        [],
    )
    result = evaluate_spans(gold, releases)
    assert (result.documents, result.missing, result.shifted) == (2, 1, 0)
    assert result.all_spans == Counts(3, 1, 1) and result.scores()["spans"] == 75.0
    assert (
        result.found["COMMITTEE"] == [(0.95, True)]
        and result.found["DATE"] == [(0.85, False)]
        and result.found["MEETING"] == []
    )
    wrong = result.calibration_errors()
    assert (wrong["COMMITTEE"], wrong["DATE"], wrong["PER"], wrong["ROLE"]) == (
        5.0,
        85.0,
        45.0,
        0.0,
    )
    assert wrong["spans"] == 40.0  # (5 + 85 + 25 + 45) / 4
    last = span_report(result).splitlines()[-1].split()
    assert last == ["ALL", "75.0", "75.0", "75.0", "40.0", "4", "4"]
    assert list(errors(gold, releases, None, "MEETING")) == [f"doc-1 MISSED   {TEXT[16:31]}"]
    with pytest.raises(UsageError, match="unknown field 'people'"):
        list(errors(gold, releases, None, "people"))


def test_floors_of_spans_leave_records_aside(tmp_path: Path) -> None:
    release, _ = output(GOLD)
    release["mentions"] = release["mentions"][:3]
    gold, releases, _ = written(tmp_path, [GOLD], [release], [])
    assert check_floor(
        evaluate_spans(gold, releases), {"PER": 50, "LOC": 100, "people": 100, "record": 100}
    ) == ["PER: F1 0.0 is below its floor 50"]
    with pytest.raises(UsageError, match="unknown figure 'persons'"):
        check_floor(evaluate_spans(gold, releases), {"persons": 1})


@pytest.mark.parametrize("text", ["PER = ", 'PER = "high"', "PER = true"])
def test_floors_that_are_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "f.toml").write_text(text)
    with pytest.raises(UsageError, match=r"f\.toml: "):
        read_floors(tmp_path / "f.toml")


def test_wrong_files_are_named(tmp_path: Path) -> None:
    release, records = output(GOLD)
    gold, releases, recs = written(tmp_path, [GOLD], [release], records)
    with pytest.raises(UsageError, match=r"releases\.jsonl:1: not a line with key"):
        evaluate_files(releases, releases, recs)
    with pytest.raises(UsageError, match="cannot be read"):
        evaluate_files(tmp_path / "none.jsonl", releases, recs)
    gold.write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="is not JSON Lines"):
        evaluate_files(gold, releases, recs)


names = st.lists(
    st.sampled_from(
        [
            "وزارة",
            "هيئة",
            "النقل",
            "الطرق",
            "سالم",
            "بن",
            "راشد",
            "عبد",
            "الله",
            "منى",
            "17",
            "العلي",
            "لجنة",
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
some = st.lists(names, max_size=3)
people = st.fixed_dictionaries(
    {
        "name": names,
        "role": st.none() | names,
        "participation": st.sampled_from(["chaired", "attended"]),
    }
)
references = st.fixed_dictionaries(
    {"body": st.none() | names, "ordinal": st.none() | st.integers(1, 9)}
)
records = st.fixed_dictionaries(
    {
        "body": st.none() | names,
        "ordinal": st.none() | st.integers(1, 99),
        "date": st.none() | st.just("2020-05-01"),
        "city": st.none() | names,
        "country": st.none() | st.sampled_from(["QA", "SA"]),
        "mode": st.none() | st.just("virtual"),
        "chair": st.none() | names,
        "people": st.lists(people, max_size=3),
        "countries": st.lists(st.sampled_from(["QA", "SA", "AE"])),
        "committees": some,
        "organizations": some,
        "initiatives": some,
        "decisions": some,
        "topics": st.lists(names, min_size=1, max_size=3),
        "referenced_meetings": st.lists(references, max_size=2),
    }
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(records, max_size=1), st.randoms(use_true_random=False))
def test_a_perfect_prediction_in_any_order_gives_100(
    tmp_path: Path, recs: list[dict[str, Any]], rng: Any
) -> None:
    doc = GOLD | {"records": recs}
    release, predicted = output(doc)
    for record in predicted:
        for values in record.values():
            if isinstance(values, list):
                rng.shuffle(values)
    assert set(
        evaluate_files(*written(tmp_path, [doc], [release], predicted)).scores().values()
    ) == {100.0}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(records, max_size=3), st.lists(records, max_size=3))
def test_every_gold_value_and_every_predicted_value_is_counted_once(
    tmp_path: Path, gold: list[Any], predicted: list[Any]
) -> None:
    release, rows = output(GOLD | {"records": predicted})
    result = evaluate_files(*written(tmp_path, [GOLD | {"records": gold}], [release], rows))
    assert result.meetings.hits + result.meetings.missed == len(
        gold
    ) and result.meetings.hits + result.meetings.spurious == len(predicted)
    for field in ("committees", "topics", "countries"):
        counts = result.fields[field]
        assert counts.hits + counts.missed == sum(len(set(r[field])) for r in gold)
        assert counts.hits + counts.spurious == sum(len(set(r[field])) for r in predicted)
    for field in evaluate.SCALARS:
        counts = result.fields[field]
        assert counts.hits + counts.missed == sum(r[field] is not None for r in gold)
        assert counts.hits + counts.spurious == sum(r[field] is not None for r in predicted)


def test_which_records_stand_for_one_of_the_gold() -> None:
    _, (right,) = output(GOLD)
    other = right | {
        "body": None,
        "ordinal": 9,
        "city": None,
        "people": [],
        "topics": [],
        "decisions": [],
    }
    (gold,) = GOLD["records"]
    assert matched(GOLD, [other, right]) == [None, gold]
    assert matched(GOLD, [right, right]) == [gold, None]
    assert matched(GOLD, []) == []
