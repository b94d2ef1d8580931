"""Lists with one item a line. All sentences are invented."""

from __future__ import annotations

import pytest

from tests.marked import meeting

HELD = "عقدت <COMMITTEE BODY>اللجنة العليا للمراعي</COMMITTEE> <MEETING HELD>اجتماعها الثاني</MEETING>.\n"
LINES = ("صيانة السواقي القديمة", "تدريب الرعاة وتمويل البذور، واعتماد السجل")


def clauses(marked: str) -> tuple[list[str], list[str]]:
    met = meeting(HELD + marked)
    return [t.text for t in met.topics], [d.text for d in met.decisions]


@pytest.mark.parametrize(
    "numbers",
    [
        ("1- ", "2- "),
        ("- ", "- "),
        ("أ) ", "ب) "),
        ("(1) ", "(2) "),
        ("أولاً: ", "ثانياً: "),
        ("\u0661. ", "\u0662. "),
        ("✅ ", "✅ "),
        ("🔹", "▫\ufe0f "),
    ],
)
@pytest.mark.parametrize(
    ("head", "decided"),
    [
        ("وقررت اللجنة ما يلي:", True),
        ("وخرج المجتمعون بالتوصيات التالية:", True),
        ("وبعد مناقشة السجل وافقت على:", True),
        ("وناقشت اللجنة ما يأتي:", False),
        ("ويتضمن جدول الأعمال النقاط التالية:", False),
        ("وافقت على السجل. وبحثت في الاجتماع:", False),
    ],
)
def test_the_lines_below_a_head_are_clauses_whole(
    head: str, decided: bool, numbers: tuple[str, str]
) -> None:
    """76 of 77 such lines in the annotated documents are one clause each. With them decisions F1
    rises by 2.1, 2.4 and 5.4 on three sets, topics by 0.2 to 2.2."""
    lines = "\n".join(
        number + line + end for number, line, end in zip(numbers, LINES, "؛.", strict=True)
    )
    assert clauses(f"{head}\n{lines}\nوشكرت الرعاة.") == (
        ([], list(LINES)) if decided else (list(LINES), [])
    )


def test_a_line_is_a_decision_by_its_first_word_whatever_its_head() -> None:
    lines = "أولا - الموافقة على خطة الري.\nثانيا - سجل الرعاة في المحافظات."
    assert clauses(f"ونظر المجلس في الموضوعات التالية:\n{lines}") == (
        ["سجل الرعاة في المحافظات"],
        ["الموافقة على خطة الري"],
    )


def test_the_head_outweighs_the_tagger() -> None:
    lines = "- <TOPIC>صيانة</TOPIC> السواقي القديمة.\n- <TOPIC>تدريب الرعاة</TOPIC> و<DECISION>تمويل البذور</DECISION>.\n"
    assert clauses(f"وقررت اللجنة:\n{lines}") == (
        [],
        ["صيانة السواقي القديمة", "تدريب الرعاة وتمويل البذور"],
    )


@pytest.mark.parametrize(
    "marked",
    [
        # no word for deciding or discussing
        "وتتكون اللجنة من:\n1- سالم الرويعي.\n2- هند الكواري.\n",
        "وقررت اللجنة:\n- صيانة السواقي القديمة.\n",  # one line
        "ثم قررت اللجنة.\n- صيانة السواقي القديمة.\n- تدريب الرعاة الجدد.\n",  # no colon
        "وقررت اللجنة:\n2 مايو 2024 موعدا للحصر\n3 مايو 2024 موعدا للري\n",
    ],
)
def test_other_lines_are_no_clauses(marked: str) -> None:
    assert clauses(marked) == ([], [])
