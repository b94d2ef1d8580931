from __future__ import annotations

import time

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


BODY = "نص البيان."


@pytest.mark.parametrize(
    "line",
    [
        'id: !!int ""',
        'id: !!int "-"',
        "id: !!bool x",
        'id: !!float ""',
        "more: !!timestamp x",
        'more: !!timestamp ""',
        "more: 0x" + "f" * 5000,
        "more: " + "1" * 5000,
        'more: !!binary "x"',
        "title: !!python/object:os.system",
        "more: 1" + ":59" * 2000,
    ],
)
def test_front_matter_that_is_not_what_its_tag_says_is_taken_as_written(line: str) -> None:
    assert read_markdown(f"---\n{line}\n---\n{BODY}\n").text == BODY


@pytest.mark.parametrize(
    "line",
    [
        "more: " + "[" * 3000,
        "more: " + "{a: " * 2000,
        "more:\n" + "- " * 3000,
        'more: "\\U00110000"',
        'more: "\\UFFFFFFFF"',
        "date: !!timestamp x",
        "date: {a: b}",
    ],
)
def test_front_matter_that_no_one_can_read_is_rejected(line: str) -> None:
    with pytest.raises(InputError):
        read_markdown(f"---\n{line}\n---\n{BODY}\n")


def test_lists_that_multiply_are_not_written_out() -> None:
    """Nine times nine, twelve levels deep: 10 GB as text."""
    lines = [f"a0: &a0 [{', '.join(['x'] * 9)}]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(InputError, match="date"):
        read_markdown("\n".join(["---", *lines, "date: *a11", "---", BODY]))


def test_an_id_keeps_its_zeros() -> None:
    assert read_markdown(f"---\nid: 007\ntitle: ~\n---\n{BODY}\n").key == "007"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<div><!-- سر --><b>نص</b></div>", "نص"),
        ("<div><!-- a > b --></div>\n\nنص", "نص"),
        ("<div>نص <!-- مفتوح", "نص <!-- مفتوح"),
        ("<div>نص <!-- مفتوح</div>", "نص"),
        ("<!-- سر -->\n\nنص", "نص"),
    ],
)
def test_tags_and_comments_go(markup: str, text: str) -> None:
    assert read_markdown(markup).text == text


def test_what_is_opened_again_and_again_takes_no_more_than_its_size() -> None:
    began = time.process_time()
    for opened in ("<!--", "<?", "<!-->", "<"):
        read_markdown(opened * 50_000)
    assert time.process_time() - began < 8  # minutes, if the time were quadratic
