from __future__ import annotations

import pytest

from pipeline.terminal import printable


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("محضر اجتماع.txt", "محضر اجتماع.txt"),
        ("\x1b[2Jخبر.txt", "\\x1b[2Jخبر.txt"),
        ("a\nb\rc\td\x7f\x9b", "a\\x0ab\\x0dc\\x09d\\x7f\\x9b"),
        ("\u202egnp.txt", "\\u202egnp.txt"),  # right-to-left override
        ("\udcff.txt", "\\udcff.txt"),  # half of a surrogate pair
        ("می\u200cرود", "می\u200cرود"),  # the zero-width non-joiner belongs to the spelling
    ],
)
def test_nothing_in_a_name_moves_the_terminal(name: str, shown: str) -> None:
    assert printable(name) == shown
    printable(name).encode()
