"""The kind of a mention by its head noun. All names are invented."""

from __future__ import annotations

import pytest

from pipeline.extract.naming import by_head, of_sittings
from pipeline.extract.spans import Found


@pytest.mark.parametrize(
    ("name", "label", "then"),
    [
        ("قسم المراعي", "COMMITTEE", ("قسم المراعي", "ORG")),
        ("الأمين العام لاتحاد المراعي", "ORG", ("الأمين العام لاتحاد المراعي", "ROLE")),
        ("فرع هيئة المراعي", "ORG", ("هيئة المراعي", "ORG")),
        ("دول اتحاد السواقي", "ORG", ("اتحاد السواقي", "ORG")),
        ("لدى هيئة المراعي", "ORG", ("هيئة المراعي", "ORG")),
        ("قبيلة بني مرعي", "ORG", None),
        ("لجنة المراعي", "COMMITTEE", ("لجنة المراعي", "COMMITTEE")),
        ("المكتب التنسيقي للسواقي", "COMMITTEE", ("المكتب التنسيقي للسواقي", "ORG")),
        ("المكتب التنفيذي للسواقي", "COMMITTEE", ("المكتب التنفيذي للسواقي", "COMMITTEE")),
        ("غرفة تجارة الساحل", "COMMITTEE", ("غرفة تجارة الساحل", "ORG")),
        ("غرفة عمليات السواقي", "COMMITTEE", ("غرفة عمليات السواقي", "COMMITTEE")),
        ("هيئة التحكيم الدولية", "ORG", ("هيئة التحكيم الدولية", "COMMITTEE")),
        ("ملف التوطين", "COMMITTEE", None),
        ("الحكومة الإلكترونية لدول الساحل", "ORG", None),
        ("الحكومة الذكية", "ORG", None),
        ("بلدي السواقي", "ORG", ("بلدي السواقي", "COMMITTEE")),
        ("الجمعية العمومية للسواقي", "ORG", ("الجمعية العمومية للسواقي", "COMMITTEE")),
        ("الجمعية التعاونية للسواقي", "ORG", ("الجمعية التعاونية للسواقي", "ORG")),
        ("المجلس الأعلى للسواقي", "ORG", ("المجلس الأعلى للسواقي", "COMMITTEE")),
        ("الحكومة السودانية", "ORG", ("الحكومة السودانية", "ORG")),
        ("دول الساحل", "COUNTRY", ("دول الساحل", "COUNTRY")),
    ],
)
def test_a_mention_by_its_head(name: str, label: str, then: tuple[str, str] | None) -> None:
    """Over the held-out folds ORG 81.4 -> 81.6, with the emirates of `standing.tsv`."""
    found = by_head(name, [Found(0, len(name), label, "model", 0.9)])
    assert [(name[f.start : f.end], f.label) for f in found] == ([then] if then else [])


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("مجلس السواقي الدولي", "COMMITTEE"),
        ("الهيئة العامة للسواقي", "COMMITTEE"),
        ("مجلس التعاون", "ORG"),
        ("اتحاد السواقي", "ORG"),
    ],
)
def test_a_council_whose_meeting_is_named_deliberates_wherever_it_is_named(
    name: str, label: str
) -> None:
    """66 of 66 in the annotated documents; committees in records on dev and one fold 80.0 -> 81.2
    and 67.3 -> 67.8."""
    text = f"شكر {name} الدورة العاشرة {name}"
    sitting, last = text.index("الدورة"), text.rindex(name)
    found = [
        Found(4, 4 + len(name), "ORG", "model", 0.9),
        Found(sitting, last - 1, "MEETING", "model", 0.9),
        Found(last, len(text), "ORG", "model", 0.9),
    ]
    assert [f.label for f in of_sittings(text, found)] == [label, "MEETING", label]


@pytest.mark.parametrize(
    ("text", "name", "kept"),
    [
        ("افتتاح كلية لعلوم النخيل في الساحل", "كلية لعلوم النخيل", False),
        ("افتتاح كلية السواقي", "كلية السواقي", True),
        ("كلف وزير الأوقاف بسرعة", "الأوقاف", False),
        ("مع وزراء حكومة الوفاق", "حكومة الوفاق", True),
        ("شكر إدارة نادي السواقي", "إدارة نادي السواقي", True),
    ],
)
def test_what_names_no_organisation(text: str, name: str, kept: bool) -> None:
    """Organisations in records on dev, fresh documents and two folds, with the rules for two in one
    and for places: 74.4, 77.5, 71.2, 76.6 -> 77.9, 80.2, 72.0, 78.2."""
    at = text.index(name)
    found = by_head(text, [Found(at, at + len(name), "ORG", "model", 0.9)])
    assert [text[f.start : f.end] for f in found] == ([name.removeprefix("إدارة ")] if kept else [])


def test_a_head_noun_within_the_name_that_it_begins_is_no_name() -> None:
    """There is no such pair in the annotated documents."""
    text = "قالت مديرة غرفة العمليات أمس"
    whole = Found(11, 24, "ORG", "model", 0.7)
    assert text[11:24] == "غرفة العمليات"
    assert by_head(text, [whole, Found(11, 15, "COMMITTEE", "model", 0.5)]) == [whole]


def test_who_heads_a_body_is_no_body() -> None:
    text = "كشف المكتب الإعلامي لرئيس مجلس السواقي عن القرارات"
    at = text.index("رئيس")
    (f,) = by_head(text, [Found(at, at + len("رئيس مجلس السواقي"), "COMMITTEE", "model", 0.9)])
    assert f.label == "ROLE"
