from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.diff.words import compared, marked

texts = st.lists(st.sampled_from(["لجنة", "النقل", "البري", "،", "2030", "a<b"])).map(" ".join)


def shown(old: str, new: str) -> tuple[str, str]:
    sides = marked(old, new)
    return tuple("".join(f"[{t}]" if differs else t for t, differs in side) for side in sides)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("لجنة النقل", "لجنة النقل البري", ("لجنة النقل", "لجنة النقل[ البري]")),
        (
            "اللجنة العليا للنقل",
            "اللجنة الفنية للنقل",
            ("اللجنة [العليا] للنقل", "اللجنة [الفنية] للنقل"),
        ),
        (
            "رئيس مجلس الإدارة بالهيئة",
            "رئيس لجنة متابعة بالهيئة",
            ("رئيس [مجلس الإدارة] بالهيئة", "رئيس [لجنة متابعة] بالهيئة"),
        ),
        ("خطة (3)", "خطة (5)", ("خطة ([3])", "خطة ([5])")),
        ("يوم 2025-01-02", "يوم 2025-01-03", ("يوم [2025-01-02]", "يوم [2025-01-03]")),
        ("(لجنة)", "(مجلس)", ("(لجنة)", "(مجلس)")),
        (
            "لجنة النقل",
            "مجلس الطاقة",
            ("لجنة النقل", "مجلس الطاقة"),
        ),  # nothing in common, so nothing to highlight
        ("", "مجلس", ("", "مجلس")),
    ],
)
def test_whole_words_that_differ_are_marked(old: str, new: str, expected: tuple[str, str]) -> None:
    assert shown(old, new) == expected
    assert shown(new, old) == expected[::-1]


@given(texts, texts)
def test_the_pieces_are_the_texts_and_what_is_not_marked_is_the_same(old: str, new: str) -> None:
    before, after = marked(old, new)
    assert ("".join(t for t, _ in before), "".join(t for t, _ in after)) == (old, new)
    assert all(t for t, _ in (*before, *after))
    if any(differs for _, differs in (*before, *after)):
        same = [
            "".join(t for t, differs in side if not differs).split() for side in (before, after)
        ]
        assert same[0] == same[1]
    assert marked(new, old) == (after, before)


def test_a_missing_side_has_no_pieces() -> None:
    assert compared(None, "لجنة") == ((), (("لجنة", False),))
    assert compared("لجنة", None) == ((("لجنة", False),), ())
