from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arabic.clitics import _lam, _radical, citation, particles
from pipeline.arabic.folding import fold


@pytest.mark.parametrize(
    ("word", "cuts"),
    [
        ("والبحرين", [1]),
        ("بالرياض", [1]),
        ("وبالرياض", [1, 2]),
        ("لوزارة", [1]),
        ("ولوزارة", [1, 2]),
        ("للهيئة", [1]),
        ("للجنة", [1]),
        ("وللجنة", [1, 2]),
        ("فالوزير", [1]),
        ("كوزير", [1]),
        ("سيعقد", [1]),
        ("وسيعقد", [1, 2]),
        ("لهذا", [1]),
        ("ب5", [1]),
        ("لـوزارة", [2]),
        ("وَلِلْهيئة", [2, 4]),
        ("ﻟﻠﻬﻴﺌﺔ", [1]),
        ("وأمين", [1]),
        ("وأحد", [1]),
        ("لسنة", [1]),
        ("بقرية", [1]),
        ("بنجران", [1]),
        ("وهند", [1]),
        ("ولينا", [1]),
        ("وسامي", [1]),
        ("ود", [1]),
    ],
)
def test_cuts(word, cuts):
    assert particles(word) == cuts


WHOLE = """
وزير وزيرها وزارة وزارته وكيل وكالات وفد وفدا ولي ولاية واحد وصول فريق فرع فعاليات بلدية بلدياتها
برنامج برامجه بيان بين بعد لجنة لجنتها لجان لقاء لبنان ليبيا كل كلية كأس كبير كتابة سياسة سيادة سنوات
ستة سعودي له بها وهم وهو رئيس الرياض الوزير عمان 2030 abc ـ
"""


@pytest.mark.parametrize("word", WHOLE.split())
def test_leaves_whole(word):
    assert particles(word) == []


@pytest.mark.parametrize(
    ("word", "cuts"),
    [("ووزير", [1]), ("ولجنة", [1]), ("وبين", [1]), ("بوزارة", [1]), ("ولكل", [1, 2])],
)
def test_leaves_the_rest_whole(word, cuts):
    assert particles(word) == cuts


@given(st.text(st.sampled_from("وفبلكسيتأاةهرزجن\u0640\u064e\u200f.5"), max_size=8))
def test_cuts_are_inside_and_ascending(word):
    cuts = particles(word)
    assert cuts == sorted(set(cuts))
    assert all(0 < cut < len(word) for cut in cuts)
    assert len(cuts) <= 2


def name(marked: str) -> str:
    """Return the citation form of the text in ⟦ ⟧."""
    before, rest = marked.split("⟦")
    inside, after = rest.split("⟧")
    return citation(before + inside + after, len(before), len(before) + len(inside))


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("الاجتماع الثالث ل⟦لهيئة العامة⟧ أمس", "الهيئة العامة"),
        ("ول⟦لأمانة العامة⟧", "الأمانة العامة"),
        ("ل⟦لآثار⟧", "الآثار"),
        ("ل⟦ليونسكو⟧", "اليونسكو"),
        ("لـ⟦لمجلس⟧", "المجلس"),
        ("اجتماع ل⟦لجنة التنفيذية للمشروع⟧", "اللجنة التنفيذية للمشروع"),
        ("اجتماع ل⟦لجنة العليا⟧", "اللجنة العليا"),
        ("اجتماع ل⟦لجنة الخليجية المشتركة⟧", "اللجنة الخليجية المشتركة"),
        ("اجتماع ل⟦لّجنة الدائمة⟧", "اللّجنة الدائمة"),
        ("قالت ل⟦لجنة⟧", "اللجنة"),
        ("اجتماع ل⟦لجنة المتابعة⟧", "لجنة المتابعة"),
        ("اجتماع ل⟦لجنة التنمية المستدامة⟧", "لجنة التنمية المستدامة"),
        ("اجتماع ل⟦لجنة تحكيم⟧", "لجنة تحكيم"),
        ("ل⟦لقاء التشاوري⟧", "اللقاء التشاوري"),
        ("ل⟦لقاء الوزراء⟧", "لقاء الوزراء"),
        ("ل⟦لبنان⟧", "لبنان"),
        ("و⟦الهيئة العامة⟧", "الهيئة العامة"),
        ("ل⟦تونس⟧", "تونس"),
        ("ب⟦لجنة التنفيذية⟧", "لجنة التنفيذية"),
        ("عقدت ⟦لجنة الحكام⟧", "لجنة الحكام"),
        ("مجال ⟦لعب⟧", "لعب"),
        ("ال⟦لعب⟧", "لعب"),
        ("⟦لجنة الحكام⟧", "لجنة الحكام"),
        ("و⟦اللجنـــة  العليا\u200f⟧", "اللجنة العليا"),
    ],
)
def test_citation(marked, expected):
    assert name(marked) == expected


def test_lists_are_folded():
    for word in _radical() | frozenset().union(*_lam().values()):
        assert fold(word) == word
    assert set(_lam()) == {"name", "feminine", "masculine", "adjective", "noun"}
