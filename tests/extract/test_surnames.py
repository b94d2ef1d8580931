"""People whom the tagger overlooked, and words that it took for people."""

from __future__ import annotations

import pytest

from pipeline.extract.surnames import repeated_surnames, supported
from tests.extract.bracketed import bracketed


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # as elsewhere in the text
        (
            "قالت {وزيرة العمل} ⟦سمر الهاجري⟧، فيما دعت الهاجري إلى ذلك",
            [("ROLE", "وزيرة العمل"), ("PER", "سمر الهاجري"), ("PER", "الهاجري")],
        ),
        (
            "قال (الدكتور) ⟦نبيل العربي⟧ إن الأمن القومي العربي",
            [("HON", "الدكتور"), ("PER", "نبيل العربي")],
        ),
        # single words without any support
        ("واجتمع ⟦مندوبون⟧ من الحكومة", []),
        ("وقال (الدكتور) ⟦الراجي⟧ ذلك", [("HON", "الدكتور"), ("PER", "الراجي")]),
        ("لعب البرازيلي ⟦جونيور⟧ أمس", [("PER", "جونيور")]),
        # signs alone fold to nothing
        ("وقال (الفنان) ⟦😀⟧ إن", [("HON", "الفنان"), ("PER", "😀")]),
        ("وقال ⟦\u0640\u0640⟧ و⟦سالم راشد⟧ إن", [("PER", "\u0640\u0640"), ("PER", "سالم راشد")]),
    ],
)
def test_surnames_are_found_again_and_single_words_need_support(
    marked: str, expected: list[tuple[str, str]]
) -> None:
    text, found = bracketed(marked)
    assert [
        (f.label, text[f.start : f.end]) for f in repeated_surnames(text, supported(text, found))
    ] == expected
