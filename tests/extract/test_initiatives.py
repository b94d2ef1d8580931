"""Corrected initiatives. All names are invented."""

from __future__ import annotations

import pytest

from pipeline.extract.initiatives import initiatives
from pipeline.extract.spans import Found


def mended(text: str, *parts: tuple[str, str]) -> list[str]:
    """Return the INITIATIVE mentions made from these mentions, given as (surface, label)."""
    found = [
        Found(text.index(p), text.index(p) + len(p), label, "model", 0.9) for p, label in parts
    ]
    return [text[f.start : f.end] for f in initiatives(text, found) if f.label == "INITIATIVE"]


@pytest.mark.parametrize(
    "name",
    [
        "مشروع قانون المراعي",
        "مشروع البروتوكول",
        "جائزة الرعاة",
        "ورشة «السواقي»",
        "موسم الري",
        "منصة إكس",  # by their first words
        "برنامج تدريبي",
        "منصة جهوية للرعاة",
        "خطة خليجية لحفظ المياه",
        "صندوق لرعاية الرعاة",
        "مبادرة بتصميم سواق",  # indefinite
    ],
)
def test_what_is_no_initiative_is_dropped(name: str) -> None:
    """Over the held-out folds all dropped mentions but one are wrong (annotation guidelines, cases
    3 and 11)."""
    assert mended(f"ناقش المجلس {name} أمس", (name, "INITIATIVE")) == []


@pytest.mark.parametrize(
    "name",
    [
        "مشروع نظام الإنذار بالجفاف",
        "برنامج المراعي",
        "خطة الري",
        "منصة رعيتي",
        "مشروع وادي السواقي",
        "برنامج الرعي الصيفي",
        "صندوق السواقي",
        "مشروع بيوت الرعاة",
        "استراتيجية تنمية المراعي",
    ],
)
def test_a_named_one_stays(name: str) -> None:
    assert mended(f"ناقش المجلس {name} أمس", (name, "INITIATIVE")) == [name]


@pytest.mark.parametrize(
    ("text", "cut", "want"),
    [
        (
            "ناقش خطة التوأمة بين المراعي الشمالية أمس",
            "خطة التوأمة",
            "خطة التوأمة بين المراعي الشمالية",
        ),
        ("ناقش خطة التوأمة بين المراعي أمس", "خطة التوأمة بين", "خطة التوأمة بين المراعي"),
        ("ناقش خطة الري 2025-2030 أمس", "خطة الري", "خطة الري 2025-2030"),
        ("ناقش برنامج الرعي 1436هـ أمس", "برنامج الرعي", "برنامج الرعي 1436هـ"),
        ("ناقش خطة الري 2025 مرة", "خطة الري", "خطة الري 2025"),
        (
            "ناقش البرنامج التدريبي لرعاة الشمال أمس",
            "البرنامج التدريبي",
            "البرنامج التدريبي لرعاة الشمال",
        ),
        ("ناقش برنامج المراعي لرعاة الشمال أمس", "برنامج المراعي", "برنامج المراعي"),
    ],
)
def test_the_end_of_a_name(text: str, cut: str, want: str) -> None:
    assert mended(text, (cut, "INITIATIVE")) == [want]


def test_both_ends_of_a_route() -> None:
    text = "ناقش مشروع طريق الساقية – المرعى أمس"
    assert mended(
        text, ("مشروع طريق الساقية", "INITIATIVE"), ("الساقية", "LOC"), ("المرعى", "LOC")
    ) == ["مشروع طريق الساقية – المرعى"]


def test_the_portal_of_a_programme() -> None:
    whole, inner = "البوابة الموحدة الجديدة لبرنامج المراعي", "برنامج المراعي"
    assert mended(
        f"ناقش {whole} أمس", ("البوابة الموحدة الجديدة", "INITIATIVE"), (inner, "INITIATIVE")
    ) == [whole, inner]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("أطلق منصة «سواقي» أمس", "منصة «سواقي»"),
        ('أطلق المبادرة الرئاسية "سواقي بلا ملح" أمس', 'المبادرة الرئاسية "سواقي بلا ملح"'),
        ("أطلق مشروع السجل (مراعينا) أمس", "مشروع السجل (مراعينا)"),
        ("تحقيقا لرؤية المراعي الوطنية 2040، قال", "رؤية المراعي الوطنية 2040"),
    ],
)
def test_a_name_that_the_text_marks(text: str, name: str) -> None:
    """111 of 119 such names in quotation marks are initiatives, and 15 of 15 visions with a
    year."""
    assert mended(text) == [name]
    assert mended(text, (name.split()[0], "INITIATIVE")) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "كتب في منصة «إكس» أمس",
        "وفق النظام المالي (12)",
        "أطلق بوابة المعرفة (Saqiya)",
        "له رؤية واضحة منذ 2010",
    ],
)
def test_a_mark_that_makes_no_initiative(text: str) -> None:
    assert mended(text) == []


def test_a_marked_name_crosses_no_mention() -> None:
    text = "أطلقت هيئة منصة «سواقي» أمس"
    found = [Found(7, 16, "ORG", "model", 0.9)]
    assert initiatives(text, found) == found


def test_latin_letters_stand_for_an_initiative_only_beside_one() -> None:
    """A bracketed acronym is a mention of its own (annotation case 9); alone such mentions were
    wrong 5 times in the held-out folds, never right."""
    text = "ناقش برنامج السواقي (SAQ) مع FARM أمس"
    assert mended(
        text, ("برنامج السواقي", "INITIATIVE"), ("SAQ", "INITIATIVE"), ("FARM", "INITIATIVE")
    ) == ["برنامج السواقي", "SAQ"]


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("ناقش مشروع طريق الساحل أمس", "طريق الساحل", "مشروع طريق الساحل"),
        ("وفقا لرؤية السواقي الوطنية 2030", "السواقي الوطنية 2030", "رؤية السواقي الوطنية 2030"),
        ("ضمن خطة برنامج السواقي أمس", "برنامج السواقي", "برنامج السواقي"),
        (
            "تقدم مخطط حماية المراعي لسنة 2022 أمس",
            "مخطط حماية المراعي",
            "مخطط حماية المراعي لسنة 2022",
        ),
    ],
)
def test_the_noun_before_a_name_and_the_year_behind_it_belong_to_it(
    text: str, cut: str, whole: str
) -> None:
    """With open constructs INITIATIVE on dev, fresh documents and two folds: 77.4, 77.8, 64.6, 74.6
    -> 80.1, 77.8, 67.6, 75.4."""
    assert mended(text, (cut, "INITIATIVE")) == [whole]


def test_a_place_behind_the_noun_is_no_adjective() -> None:
    """«دبي» and «أبوظبي» have the ending of an adjective."""
    assert mended(
        "اطلع المجلس على خطة دبي للري أمس", ("خطة دبي للري", "INITIATIVE"), ("دبي", "LOC")
    ) == ["خطة دبي للري"]


def test_what_stands_between_two_quotations_is_no_name() -> None:
    assert mended('قال إن "الري غير المشروع" للماء و"حفر الآبار" توقفا') == []


@pytest.mark.parametrize("behind", ["ليتم اعتمادها", "لهذا العام"])
def test_a_verb_or_a_year_is_no_purpose(behind: str) -> None:
    assert mended(f"ناقش الخطة الخمسية {behind} أمس", ("الخطة الخمسية", "INITIATIVE")) == [
        "الخطة الخمسية"
    ]


@pytest.mark.parametrize(
    "name", ["الاستراتيجية الوطنية لحفظ المراعي 2025-2030", "الخطة الخليجية للري للأعوام 2025-2027"]
)
def test_a_plan_with_its_years_is_one_though_the_tagger_overlooked_it(name: str) -> None:
    assert mended(f"أقرت اللجنة {name}، وناقشت الري") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "أقرت خطة الري للفترة 2024 - 2026",
        "نفذت خطة الري منذ 2024-2025",
        "ناقشت استراتيجية الري التي تنتهي في 2024-2025",
    ],
)
def test_a_plan_before_a_period_is_none_by_that(text: str) -> None:
    assert mended(text) == []


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("لجنة مبادرة سواقي الشمال", "مبادرة سواقي الشمال"),
        ("اللجنة العليا لبرنامج حصاد المطر", "برنامج حصاد المطر"),
        ("لجنة متابعة الخطة الوطنية للري", "الخطة الوطنية للري"),
        ("اللجنة الفنية للبرنامج الوطني للري", "لبرنامج الوطني للري"),
    ],
)
def test_the_initiative_that_a_committee_is_named_for(body: str, name: str) -> None:
    """38 of 44 in the annotated documents; what the tagger labels as an organisation there is one
    too."""
    assert mended(f"عقدت {body} اجتماعها", (body, "COMMITTEE")) == [name]
    assert mended(f"عقدت {body} اجتماعها", (body, "COMMITTEE"), (name, "ORG")) == [name]


@pytest.mark.parametrize(
    "body", ["لجنة إعداد مشروع قانون الري", "لجنة الخطة والموازنة", "اللجنة الاستراتيجية للري"]
)
def test_a_committee_for_a_draft_or_with_an_adjective_holds_no_initiative(body: str) -> None:
    assert mended(f"عقدت {body} اجتماعها", (body, "COMMITTEE")) == []


@pytest.mark.parametrize(
    ("text", "cut", "want"),
    [
        ("ربط منصة «ساقية» وأنظمة الموانئ أمس", "منصة «ساقية» وأنظمة الموانئ", "منصة «ساقية»"),
        ("ناقش برنامج مراعينا بالشراكة مع الرعاة", "برنامج مراعينا بالشراكة", "برنامج مراعينا"),
        (
            "ناقش مشروع المراعي الخيري العائد لجمعية الرعاة",
            "مشروع المراعي الخيري العائد لجمعية الرعاة",
            "مشروع المراعي الخيري",
        ),
        ("ناقش منصة «سواقي» بنسختها الجديدة", "منصة «سواقي» بنسختها الجديدة", "منصة «سواقي»"),
        ("ناقش برنامج «سواقي» الخاص بالري", "برنامج «سواقي» الخاص", "برنامج «سواقي»"),
        (
            "ناقش برنامج سواقي الصيفي ل\u0640 100 راع",
            "برنامج سواقي الصيفي ل\u0640",
            "برنامج سواقي الصيفي",
        ),
        ("ناقش للخطة الوطنية أمس", "للخطة الوطنية", "لخطة الوطنية"),
        ("ناقش «ألف ساقية» أمس", "«ألف ساقية»", "ألف ساقية"),
    ],
)
def test_what_is_told_of_an_initiative_behind_its_name(text: str, cut: str, want: str) -> None:
    assert mended(text, (cut, "INITIATIVE")) == [want]


@pytest.mark.parametrize(
    "name", ["منصة «سواقي» للمعلومات الزراعية", "الحملة الخاصة بحقوق الرعاة", "برنامج مراعي الرقمي"]
)
def test_what_belongs_to_its_name(name: str) -> None:
    assert mended(f"ناقش {name}.", (name, "INITIATIVE")) == [name]


def test_several_with_names_in_quotation_marks() -> None:
    text = "ناقش مبادرتي «ألف ساقية» و«ظل النخيل» أمس"
    assert mended(text, ("مبادرتي «ألف ساقية» و«ظل النخيل»", "INITIATIVE")) == [
        "ألف ساقية",
        "ظل النخيل",
    ]


def test_the_second_of_two_that_it_lies_between() -> None:
    text = "ناقش مشروع الخط المباشر بين ميناء السواقي وميناء المراعي، والري"
    assert mended(
        text, ("مشروع الخط المباشر بين ميناء السواقي", "INITIATIVE"), ("ميناء المراعي", "LOC")
    ) == ["مشروع الخط المباشر بين ميناء السواقي وميناء المراعي"]


@pytest.mark.parametrize(
    "name", ["برنامج السواقي النووي", "مشروع الإستراتيجية", "محطة", "مرحلة الحصاد", "معاهدة الري"]
)
def test_a_word_by_itself_and_a_draft_are_none(name: str) -> None:
    assert mended(f"ناقش {name} أمس", (name, "INITIATIVE")) == []
    assert mended("ناقش «ساقية» أمس", ("ساقية", "INITIATIVE")) == ["ساقية"]
