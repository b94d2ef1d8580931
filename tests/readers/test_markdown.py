from __future__ import annotations

import pytest

from pipeline.errors import InputError
from pipeline.readers.markdown import read_markdown


def test_markup_goes_and_text_stays() -> None:
    source = (
        "# اجتماع *اللجنة*\n\nعقدت **اللجنة** اجتماعها في "
        "[المنامة](http://x.example).\nوناقشت\nالخطة.\n\n"
        "- بند أول\n- بند ثان\n\n> اقتباس\n\n"
        "| الاسم | الصفة |\n|---|---|\n| هلال | رئيس |\n\n![صورة](a.png)\n\n---\n\nسطر\\\nآخر\n"
    )
    draft = read_markdown(source)
    assert draft.title == "اجتماع اللجنة"
    assert draft.text.split("\n") == [
        "اجتماع اللجنة",
        "عقدت اللجنة اجتماعها في المنامة.",
        "وناقشت الخطة.",
        "بند أول",
        "بند ثان",
        "اقتباس",
        "الاسم\tالصفة",
        "هلال\tرئيس",
        "سطر",
        "آخر",
    ]


def test_front_matter() -> None:
    draft = read_markdown(
        "---\ntitle: عنوان\ndate: 2024-05-14\noutlet: وكالة\nid: 7\n---\nنص البيان.\n"
    )
    assert (draft.text, draft.title, draft.published, draft.outlet, draft.key) == (
        "نص البيان.",
        "عنوان",
        "2024-05-14",
        "وكالة",
        "7",
    )


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("published: 2024-05-14T23:00:00+03:00", "2024-05-14"),
        ("date: 20240514", "2024-05-14"),
        ("date:", None),
        ("more: 1", None),
    ],
)
def test_days_of_the_front_matter(line: str, day: str | None) -> None:
    assert read_markdown(f"---\n{line}\n---\nنص البيان.\n").published == day


@pytest.mark.parametrize(
    "line", ["published: 12/02/2025", "date: أمس", "date: 2025-02-30", "published: [1]"]
)
def test_a_day_that_cannot_be_read_is_rejected(line: str) -> None:
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        read_markdown(f"---\n{line}\n---\nنص البيان.\n")


def test_dashes_that_are_no_front_matter_are_text() -> None:
    assert read_markdown("---\nنص أول.\n---\n\nنص ثان.\n").text.split("\n") == [
        "نص أول.",
        "نص ثان.",
    ]
    assert "نص" in read_markdown("---\n[: نص\n---\n").text


def test_underscores_figures_and_html() -> None:
    draft = read_markdown("رقم a_b_c و 2 * 3 * 4\n\n<div>داخل</div>\n\n    كود\n")
    assert draft.text.split("\n") == ["رقم a_b_c و 2 * 3 * 4", "داخل", "كود"]
