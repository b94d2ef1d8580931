"""Scores to spans, compared with an oracle that tries every path."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.tagger.decoding import (
    Array,
    decode,
    decode_all,
    log_softmax,
    paths,
    possible_places,
    runs,
    viterbi,
    word_means,
)
from pipeline.extract.tagger.encoding import CLS, SEP, Window, words
from pipeline.extract.tagger.heads import FACTS, HEADS, INNER, LABELS, SKIPS
from pipeline.schema import LABELS as PUBLISHED

OUTSIDE, BEGIN, INSIDE = 0, 1, 2
WIDTH = 3 * len(HEADS) + SKIPS + 2  # tags, characters skipped, whether a meeting is reported


def allowed(path: tuple[int, ...]) -> bool:
    return all(
        tag != INSIDE or before != OUTSIDE
        for before, tag in zip((OUTSIDE, *path), path, strict=False)
    )


@given(st.lists(st.lists(st.integers(-40, 0), min_size=3, max_size=3), max_size=6))
def test_viterbi_finds_the_best_allowed_path(rows: list[list[int]]) -> None:
    scores = np.array(rows, np.float64).reshape(len(rows), 3) / 4
    path = tuple(viterbi(scores))
    assert len(path) == len(rows) and allowed(path)

    def total(p: tuple[int, ...]) -> float:
        return float(sum(scores[i, tag] for i, tag in enumerate(p)))

    assert total(path) == max(
        total(p) for p in itertools.product(range(3), repeat=len(rows)) if allowed(p)
    )


@given(
    st.lists(st.lists(st.floats(-9, 9, width=32), min_size=6, max_size=6), min_size=1, max_size=12)
)
def test_paths_of_stretches_are_the_paths_of_the_whole(rows: list[list[float]]) -> None:
    tags = log_softmax(np.array(rows, np.float32).reshape(len(rows), 2, 3))
    best = paths(tags)
    for h in range(2):
        whole, mine = viterbi(tags[:, h]), best[:, h].tolist()
        score = [sum(float(tags[i, h, tag]) for i, tag in enumerate(p)) for p in (whole, mine)]
        assert allowed(tuple(mine)) and score[1] == pytest.approx(score[0])


@given(st.sets(st.integers(0, 30)))
def test_runs_cover_their_indices(indices: set[int]) -> None:
    got = runs(np.array(sorted(indices), np.int64))
    assert [i for start, end in got for i in range(start, end)] == sorted(indices)
    assert all(a[1] < b[0] for a, b in itertools.pairwise(got))


def test_one_doubtful_word_does_not_cut_a_name() -> None:
    scores = np.log(np.array([[0.1, 0.8, 0.1], [0.45, 0.15, 0.40], [0.05, 0.05, 0.9]]))
    assert viterbi(scores) == [BEGIN, INSIDE, INSIDE]


@given(st.lists(st.lists(st.floats(-80, 80), min_size=3, max_size=3), min_size=1, max_size=5))
def test_log_softmax_gives_probabilities(rows: list[list[float]]) -> None:
    got = np.exp(log_softmax(np.array(rows)))
    assert np.allclose(got.sum(-1), 1.0)


def window_of(text: str, pieces: int = 1) -> Window:
    """Return a window of all words of `text`, each with the given number of pieces."""
    spans = words(text)
    at = [-1, *(i for i in range(len(spans)) for _ in range(pieces)), -1]
    return Window((CLS, *([7] * (len(at) - 2)), SEP), tuple(at), tuple(spans))


def logits_of(
    window: Window,
    tags: dict[str, dict[int, int]],
    skips: dict[int, int] | None = None,
    sure: float = 12.0,
) -> Array:
    """Return logits that are `sure` of these tags (head → word → tag; outside else) and of the
    skipped characters."""
    out = np.zeros((len(window.ids), WIDTH), np.float32)
    for piece, word in enumerate(window.word_of):
        for h, head in enumerate(HEADS):
            out[piece, 3 * h + tags.get(head, {}).get(word, OUTSIDE)] = sure
        out[piece, 3 * len(HEADS) + (skips or {}).get(word, 0)] = sure
    return out


def test_means_are_over_the_pieces_of_a_word_and_nothing_else() -> None:
    window = Window((CLS, 9, 8, 7, SEP), (-1, 0, 0, 1, -1), ((0, 3), (4, 7)))
    logits = np.array([[99, 99], [1, 4], [3, 0], [5, 6], [99, 99]], np.float32)
    assert word_means(logits, window).tolist() == [[2, 2], [5, 6]]


def test_a_head_of_words_gives_each_word_its_own_probability() -> None:
    """Two neighbours are not a span, and a word that is more probably outside counts as well: the
    caller adds the probabilities."""
    text = "مسقط - عقدت اللجنة"
    window = window_of(text)
    logits = logits_of(window, {})
    at = 3 * HEADS.index("OPENS")
    for word, chance in ((0, 0.4), (2, 0.5), (3, 0.01)):
        logits[1 + word, at : at + 3] = np.log([1 - chance, chance, 1e-9])
    found = [(text[s:e], head, round(c, 3)) for s, e, head, c in decode(logits, window, text)]
    assert found == [("مسقط", "OPENS", 0.4), ("عقدت", "OPENS", 0.5)]


def test_words_that_may_be_places_are_those_with_some_probability_of_one() -> None:
    text = "في الخرطوم شكر"
    window = Window([CLS, 3, 4, 5, SEP], [-1, 0, 1, 2, -1], words(text))
    logits = np.zeros((5, WIDTH), np.float32)
    for piece, outside in ((1, 20), (2, 3), (3, 20)):
        for head in ("LOC", "COUNTRY"):
            logits[piece, 3 * HEADS.index(head)] = outside
    assert possible_places([logits], [window]) == [(3, 10)]


def test_rows_beyond_the_window_are_padding() -> None:
    window = Window((CLS, 9, SEP), (-1, 0, -1), ((0, 3),))
    assert word_means(np.array([[9], [1], [9], [77], [77]], np.float32), window).tolist() == [[1]]


def spans_of(text: str, tags: dict[str, dict[int, int]], **kw: object) -> list[tuple[str, str]]:
    window = window_of(text)
    found = decode(logits_of(window, tags, kw.pop("skips", None)), window, text, **kw)  # type: ignore[arg-type]
    return [(text[s:e], head) for s, e, head, _ in found]


def test_spans_of_several_heads_nest() -> None:
    text = "قال وزير المالية في الدوحة"
    got = spans_of(text, {"ROLE": {1: BEGIN, 2: INSIDE}, "ORG": {2: BEGIN}, "LOC": {4: BEGIN}})
    assert sorted(got) == sorted([("وزير المالية", "ROLE"), ("المالية", "ORG"), ("الدوحة", "LOC")])


def test_two_names_side_by_side_are_two() -> None:
    assert spans_of("قطر عمان", {"COUNTRY": {0: BEGIN, 1: BEGIN}}) == [
        ("قطر", "COUNTRY"),
        ("عمان", "COUNTRY"),
    ]


def test_no_span_where_nothing_is_found() -> None:
    assert spans_of("لم يذكر شيء", {}) == []
    assert decode(np.zeros((2, WIDTH), np.float32), Window((CLS, SEP), (-1, -1), ()), "") == []


def test_the_particle_stays_outside() -> None:
    assert spans_of("زار وبالرياض", {"LOC": {1: BEGIN}}, skips={1: 2}) == [("الرياض", "LOC")]


def test_only_the_places_given_are_cut() -> None:
    tags = {"LOC": {0: BEGIN}}
    assert spans_of("بالرياض", tags, skips={0: 2}, cuts=lambda word: [1]) != [("لرياض", "LOC")]
    assert spans_of("بالرياض", tags, skips={0: 1}, cuts=lambda word: [1]) == [("الرياض", "LOC")]
    assert spans_of("وزارة", tags, skips={0: 1}, cuts=lambda word: []) == [("وزارة", "LOC")]


def test_cuts_are_asked_about_the_word_as_it_stands() -> None:
    asked = []

    def cuts(word: str) -> list[int]:
        asked.append(word)
        return []

    spans_of("في بالرياض اليوم", {"LOC": {1: BEGIN}}, cuts=cuts)
    assert asked == ["بالرياض"]


@pytest.mark.parametrize("pieces", [1, 3])
def test_confidence_is_the_probability_of_the_tags(pieces: int) -> None:
    window = window_of("لجنة", pieces)
    logits = logits_of(window, {"COMMITTEE": {0: BEGIN}}, sure=1.0)
    found = {head: sure for _, _, head, sure in decode(logits, window, "لجنة")}
    assert found["COMMITTEE"] == pytest.approx(math.e / (math.e + 2), abs=1e-6)


@pytest.mark.parametrize(
    ("head", "chance", "found"),
    [("ATTENDED", 0.4, True), ("ATTENDED", 0.2, False), ("MENTIONED", 0.4, False)],
)
def test_who_took_part_is_found_below_a_half_and_no_surer_for_it(
    head: str, chance: float, found: bool
) -> None:
    window = window_of("سالم")
    logits = logits_of(window, {})
    logits[1, 3 * HEADS.index(head) :][:3] = np.log([1 - chance, chance, 1e-9])
    assert [(h, round(sure, 3)) for _, _, h, sure in decode(logits, window, "سالم")] == (
        [(head, chance)] if found else []
    )


def test_spans_of_all_windows_are_sorted() -> None:
    text = "مسقط\nالدوحة"
    one, two = (
        Window((CLS, 7, SEP), (-1, 0, -1), ((5, 11),)),
        Window((CLS, 7, SEP), (-1, 0, -1), ((0, 4),)),
    )
    outputs = [logits_of(w, {"LOC": {0: BEGIN}}) for w in (one, two)]
    assert [text[s:e] for s, e, *_ in decode_all(outputs, [one, two], text)] == ["مسقط", "الدوحة"]


def test_the_heads_are_the_published_labels_the_inner_ones_and_the_facts() -> None:
    assert set(LABELS) == set(PUBLISHED)
    assert set(INNER) <= set(LABELS)
    assert len(HEADS) == len(set(HEADS)) == len(LABELS) + len(INNER) + len(FACTS)
    assert not set(FACTS) & set(LABELS)
