from __future__ import annotations

from pipeline.extract.gazetteers.matching import find, lexicon, unprefixed


def test_longest_and_least_taken_off() -> None:
    lex = lexicon(["وادي", "وادي رم", "ادي", "رم", "الهند"])
    assert [(h.name, h.prefix, h.start, h.end) for h in find("وادي رم للهند ووادي", lex)] == [
        ("وادي رم", "", 0, 7),
        ("الهند", "ل", 9, 13),
        ("وادي", "و", 15, 19),
    ]


def test_readings_of_a_word() -> None:
    assert list(unprefixed("وللهند")) == [(0, "وللهند"), (1, "للهند"), (2, "لهند"), (2, "الهند")]
    assert list(unprefixed("قطر")) == [(0, "قطر")]


def test_nothing_in_nothing() -> None:
    assert list(find("", lexicon(["قطر"]))) == []
    assert list(find("قطر", lexicon([""]))) == []
