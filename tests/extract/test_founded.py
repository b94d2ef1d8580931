"""Bodies that are set up for a purpose. All names are invented."""

from __future__ import annotations

import pytest

from pipeline.extract.founded import founded, of_named
from pipeline.extract.spans import Found


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            "وشكّل المجلس. وشكّل لجنة ثلاثية لمراجعة مصروفات المراعي الكبرى.",
            "لجنة ثلاثية لمراجعة مصروفات المراعي الكبرى",
        ),
        ("تقرر تشكيل فريق عمل فني لحصر الآبار برئاسة الوكيل", "فريق عمل فني لحصر الآبار"),
        (
            "وافقت على إنشاء لجنة لإعداد مشروع قانون جديد، يعنى بالمراعي",
            "لجنة لإعداد مشروع قانون جديد",
        ),
        ("تشكيل لجنة لمتابعة المراعي والآبار في الولاية", "لجنة لمتابعة المراعي والآبار"),
        ("وأذن بتنصيب خلية لمتابعة أسعار الأعلاف، ثم", "خلية لمتابعة أسعار الأعلاف"),
        ("تشكيل لجنة من ثلاثة أعضاء لحصر الآبار", None),  # not the purpose after the body
        ("زارت لجنة لحصر الآبار المنطقة", None),  # set up earlier
        ("تشكيل لجنة لحصر أراض وآبار ومراع ومزارع وطرق وجسور", None),  # no end
    ],
)
def test_a_body_set_up_for_a_purpose(text: str, body: str | None) -> None:
    """23 of 24 in the annotated documents; COMMITTEE 84.5 -> 84.6 over the held-out folds."""
    assert [text[f.start : f.end] for f in founded(text, [])] == ([body] if body else [])


def test_one_cut_before_its_purpose_is_lengthened_and_a_longer_one_stays() -> None:
    text = "تشكيل لجنة مصغرة لحصر الآبار في الولاية"
    short, long = (
        Found(6, 6 + len(n), "COMMITTEE", "model", 0.9)
        for n in ("لجنة مصغرة", "لجنة مصغرة لحصر الآبار في الولاية")
    )
    assert [text[f.start : f.end] for f in founded(text, [short])] == ["لجنة مصغرة لحصر الآبار"]
    assert founded(text, [long]) == [long]


@pytest.mark.parametrize(
    ("text", "name", "label", "body"),
    [
        (
            "التأم فريق عمل مبادرة السواقي في اجتماعه",
            "مبادرة السواقي",
            "INITIATIVE",
            "فريق عمل مبادرة السواقي",
        ),
        ("وافق مجلس إدارة شركة المرفأ على", "شركة المرفأ", "ORG", "مجلس إدارة شركة المرفأ"),
        ("زارت اللجنة شركة المرفأ أمس", "شركة المرفأ", "ORG", None),
    ],
)
def test_a_noun_of_a_body_in_construct_with_a_name_is_one(
    text: str, name: str, label: str, body: str | None
) -> None:
    """One name 62 times in the annotated documents and two once; COMMITTEE on fresh documents 93.7
    -> 94.1, elsewhere unchanged."""
    found = [Found(text.index(name), text.index(name) + len(name), label, "model", 0.9)]
    assert [text[f.start : f.end] for f in of_named(text, found) if f.label == "COMMITTEE"] == (
        [body] if body else []
    )


def test_a_body_cut_behind_its_noun_is_lengthened() -> None:
    text = "وافق مجلس إدارة شركة المرفأ على"
    found = [Found(5, 15, "COMMITTEE", "model", 0.9), Found(16, 27, "ORG", "model", 0.9)]
    assert [text[f.start : f.end] for f in of_named(text, found)] == [
        "مجلس إدارة شركة المرفأ",
        "شركة المرفأ",
    ]
