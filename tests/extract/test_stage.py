"""Releases through the pipeline and back: values are in the release's own text, as a reader sees
it."""

from __future__ import annotations

import json
import subprocess
import sys
from array import array
from pathlib import Path

import pytest

from pipeline.arabic.folding import fold_key
from pipeline.config import Config
from pipeline.dedupe import dedupe
from pipeline.errors import InputError
from pipeline.extract.stage import extract, kept_text
from pipeline.normalize import normalize
from pipeline.readers import read
from pipeline.types import Release

ROOT = Path(__file__).parents[2]
CONFIG = Config()


def prepared(text: str, name: str = "r-0") -> Release:
    return dedupe(normalize(Release(name, name, text), CONFIG), CONFIG)


def samples() -> list[Release]:
    """Return the golden texts, and what the readers give for the sample files."""
    out = [
        prepared(p.read_text(encoding="utf-8"), p.stem)
        for p in sorted((ROOT / "tests" / "golden").glob("*.txt"))
    ]
    for path in sorted((ROOT / "data" / "raw").iterdir()):
        for item in read(path, CONFIG):
            if isinstance(item, Release):
                try:
                    out.append(dedupe(normalize(item, CONFIG), CONFIG))
                except InputError:
                    continue
    return out


@pytest.fixture(scope="module")
def done() -> list[Release]:
    return list(extract(samples(), CONFIG, threads=2))


def bare(name: str) -> str:
    """Return a folded name without the article of its first word, which the citation form
    restores."""
    return fold_key(name).removeprefix("ال").removeprefix("ل")


def check(release: Release) -> None:
    kept = [p for p in release.paragraphs if p.duplicate_of is None]
    for m in [*release.mentions, *release.facts]:
        surface = release.text[m.start : m.end]
        assert surface and surface == surface.strip()
        assert any(p.start <= m.start and m.end <= p.end for p in kept) or m in release.facts, (
            surface
        )
        assert bare(m.name) == bare(surface), (m.name, surface)
    assert list(release.mentions) == sorted(release.mentions, key=lambda m: (m.start, -m.end))
    known = {(m.start, m.end) for m in release.mentions}
    for e in release.entities:
        assert set(e.mentions) <= known
        assert e.role_span is None or release.text[slice(*e.role_span)].strip()


def test_mentions_of_the_samples(done: list[Release]) -> None:
    assert len(done) >= 20
    assert sum(len(r.mentions) for r in done) > 300
    for release in done:
        check(release)


def test_nothing_is_found_in_a_repeated_paragraph(done: list[Release]) -> None:
    repeated = [(r, p) for r in done for p in r.paragraphs if p.duplicate_of is not None]
    assert repeated
    assert not any(
        p.start < m.end and m.start < p.end for r, p in repeated for m in [*r.mentions, *r.facts]
    )


def test_a_batch_gives_what_each_gives_by_itself_in_any_order(done: list[Release]) -> None:
    some = samples()[:5]
    assert [r for s in some for r in extract([s], CONFIG, threads=2)] == done[:5]
    assert list(extract(some[::-1], CONFIG, threads=2))[::-1] == done[:5]


@pytest.mark.parametrize("threads", [1, 3])
def test_the_number_of_threads_changes_nothing(threads: int, done: list[Release]) -> None:
    some = samples()[:5]
    assert list(extract(some, CONFIG, threads)) == done[:5]


def test_only_what_stage_three_gives_is_set(done: list[Release]) -> None:
    for before, after in zip(samples(), done, strict=True):
        assert (after.id, after.source, after.text, after.paragraphs) == (
            before.id,
            before.source,
            before.text,
            before.paragraphs,
        )
        assert after.meetings == () and after.reported is not None


SENTENCE = (
    "ترأس معالي الدكتور سالم بن حمد الرويعي وزير الزراعة اليوم اجتماع اللجنة العليا للمراعي في "
    "الرياض "
    "بحضور ممثلين من مملكة البحرين وسلطنة عمان."
)
FORMS = str.maketrans(
    {"ن": "\ufee6", "و": "\ufeee", "ر": "\ufeae"}
)  # presentation forms of noon, waw, reh


@pytest.mark.parametrize(
    "written",
    [
        SENTENCE.replace("ا", "ا\u064e").replace("م", "م\u0651\u0650"),  # fatha; shadda and kasra
        SENTENCE.replace("ت", "ت\u0640\u0640"),  # tatweel
        "\u202b"
        + SENTENCE.replace(" ", " \u200f")
        + "\u202c",  # right-to-left embedding, mark, pop
        SENTENCE.translate(FORMS),
        SENTENCE.replace("لا", "\ufefb"),  # the ligature of lam and alef
        SENTENCE.replace(" ", "\u00a0  "),
        SENTENCE.replace("ك", "\u06a9").replace("ي", "\u06cc"),  # Persian kaf and yeh
    ],
    ids=["harakat", "tatweel", "bidi", "forms", "ligature", "spaces", "persian"],
)
def test_offsets_hold_however_the_text_is_written(written: str) -> None:
    (plain,) = extract([prepared(SENTENCE)], CONFIG, threads=2)
    (release,) = extract([prepared(written)], CONFIG, threads=2)
    check(release)
    assert len(plain.mentions) >= 6
    assert [(m.label, bare(m.name)) for m in release.mentions] == [
        (m.label, bare(m.name)) for m in plain.mentions
    ]


def test_the_kept_text_maps_back() -> None:
    line = "عقد المجلس الاستشاري للسواقي اجتماعه الثالث برئاسة سالم الرويعي."
    release = prepared(f"\n {line}\n\n{line}\nوشكر الأعـــضاء.\n")
    mapped = kept_text(release)
    assert mapped.text == f"{line}\nوشكر الأعضاء."
    assert len(mapped.starts) == len(mapped.ends) == len(mapped.text)
    assert list(mapped.starts) == sorted(mapped.starts) and list(mapped.ends) == sorted(mapped.ends)
    at = mapped.text.index("الأعضاء")
    assert release.text[slice(*mapped.source_span(at, at + 7))] == "الأعـــضاء"
    assert isinstance(mapped.starts, array)


@pytest.mark.parametrize("line", ["اقرأ أيضاً", "أخبار ذات صلة", " إقرأ أيضا: "])
def test_what_a_page_says_of_other_reports_is_left_out(line: str) -> None:
    """37 % of the pages of a Qatari newspaper end like this; two unread ones each gave a false
    meeting."""
    release = prepared(
        f"عقد المجلس الاستشاري للسواقي اجتماعه الثالث.\n{line}\nقطر تشارك في اجتماع مجلس السواقي "
        "العربي"
    )
    assert kept_text(release).text == "عقد المجلس الاستشاري للسواقي اجتماعه الثالث."


def test_a_release_without_kept_paragraphs() -> None:
    (release,) = extract([Release("r-0", "x", "")], CONFIG, threads=2)
    assert (release.mentions, release.facts, release.entities) == ((), (), ())


def test_doubtful_mentions_can_be_left_out() -> None:
    (sure,) = extract([prepared(SENTENCE)], Config(min_confidence=0.999), threads=2)
    assert all(m.confidence >= 0.999 or m.found_by != "model" for m in sure.mentions)
    assert len(sure.mentions) < len(next(extract([prepared(SENTENCE)], CONFIG, threads=2)).mentions)
    known = {(m.start, m.end) for m in sure.mentions}
    assert all(set(e.mentions) <= known for e in sure.entities)


def test_no_torch_is_loaded() -> None:
    code = (
        "import json, sys; from pipeline.config import Config; from pipeline.extract.stage "
        "import extract; "
        "from pipeline.normalize import normalize; from pipeline.types import Release; c = "
        "Config(); "
        "r, = extract([normalize(Release('r', 's', 'عقد المجلس اجتماعه في الرياض.'), c)], c, 1); "
        "print(json.dumps([len(r.mentions), 'torch' in sys.modules, 'transformers' in "
        "sys.modules]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    mentions, *heavy = json.loads(ended.stdout)
    assert mentions and heavy == [False, False]
