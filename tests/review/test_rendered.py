"""The pages as a real browser lays them out: joined letters, direction, contrast, links without
JavaScript. Skipped without Chromium."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.review import report as reporting
from pipeline.schema import ReleaseRow
from tests.review.browser import launched
from tests.review.samples import TEXT, marked, named, record, row
from tests.review.test_report import folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# A particle before a name, a name inside an office inside another, a mark that ends inside a word,
# Latin letters and figures.
JOINED = (
    "التقى بالرياض وبالكويت مدير عام وزارة صحة لبنان فللجنة خطة 2030 ومنصة Tayseer (النسخة 3.1)."
)
MENTIONS = [
    *marked(
        JOINED,
        LOC=["الرياض"],
        COUNTRY=["الكويت", "لبنان"],
        ROLE=["مدير عام وزارة صحة لبنان"],
        ORG=["وزارة صحة لبنان"],
        COMMITTEE=["لجنة"],
        INITIATIVE=["منصة Tayseer", "خطة 2030"],
    ),
    (
        JOINED.index("التقى"),
        JOINED.index("التقى") + 3,
        "MEETING",
    ),  # no name ends there, but the letters must join
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as chromium:
        yield chromium


def page(
    browser: Browser, place: Path, release: ReleaseRow, *, scheme: str = "light", **more: object
) -> Page:
    """Return the report of one release with one record, without JavaScript."""
    out = folder(
        place / "out",
        [release.model_copy(update={"meetings": ("m-0123456789ab",)})],
        [record(release=release, **more)],
    )
    target = place / "report.html"
    reporting.write(out, target)
    context = browser.new_context(
        color_scheme=scheme, java_script_enabled=False, viewport={"width": 1280, "height": 900}
    )  # type: ignore[arg-type]
    context.set_offline(True)
    shown = context.new_page()
    shown.goto(target.as_uri())
    return shown


@pytest.fixture(scope="module")
def scripted(browser: Browser) -> Iterator[Page]:
    """Return a page on which the tests may run scripts to measure."""
    context = browser.new_context(viewport={"width": 4000, "height": 900})
    yield context.new_page()
    context.close()


def measured(scripted: Page, place: Path, release: ReleaseRow) -> float:
    """Return the width of the release's one line. Meta elements with a policy are removed, because
    the measuring itself is a script."""
    out = folder(place, [release], [])
    html = (
        "".join(reporting.report(out))
        .replace("http-equiv", "data-http-equiv")
        .replace("max-inline-size: 46rem", "")
    )
    scripted.set_content(html)
    box = scripted.evaluate("""() => {
      const range = document.createRange();
      range.selectNodeContents(document.querySelector('.paragraph'));
      return range.getBoundingClientRect().width;
    }""")
    return float(box)


def test_letters_join_across_marks(scripted: Page, tmp_path: Path) -> None:
    """An Arabic letter that does not join its neighbour has another form, and so another width."""
    plain, with_marks = (
        measured(scripted, tmp_path / "plain", row(JOINED)),
        measured(scripted, tmp_path / "marks", row(JOINED, MENTIONS)),
    )
    apart = measured(scripted, tmp_path / "apart", row(JOINED.replace("بالرياض", "ب\u200cالرياض")))
    assert plain > 100
    assert abs(with_marks - plain) < 0.5
    assert abs(apart - plain) > 1  # so the width shows the difference


def test_the_text_runs_from_right_to_left(browser: Browser, tmp_path: Path) -> None:
    shown = page(browser, tmp_path, row(JOINED, MENTIONS))
    first, last = (
        shown.locator(f"mark[data-label={label}]").first.bounding_box()
        for label in ("MEETING", "INITIATIVE")
    )
    text, rec = shown.locator(".release").bounding_box(), shown.locator(".record").bounding_box()
    assert first and last and text and rec
    assert first["x"] > last["x"] or first["y"] < last["y"]
    assert text["x"] > rec["x"]  # the text is on the side where reading begins


def test_a_link_leads_to_the_place_without_javascript(browser: Browser, tmp_path: Path) -> None:
    text = "\n".join(["سطر قبل النص."] * 80) + "\n" + TEXT
    release = row(text, marked(text, COMMITTEE=["اللجنة الوطنية للتغذية"]))
    place = (release.mentions[0].start, release.mentions[0].end)
    shown = page(browser, tmp_path, release, committees=[named("اللجنة الوطنية للتغذية", place)])
    mark = shown.locator("mark[data-mention='0']")
    before = mark.bounding_box()
    shown.locator("[data-field=committees] a.name").click()
    after = mark.bounding_box()
    assert before and after
    assert before["y"] > 900 and 0 <= after["y"] < 900


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(
    browser: Browser, tmp_path: Path, scheme: str
) -> None:
    """At least 4.5 to 1 (WCAG AA) for every text colour on each of its backgrounds, including marks
    nested three deep."""
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    measuring = context.new_page()
    measuring.set_content(
        "".join(reporting.report(folder(tmp_path, [row(JOINED, MENTIONS)], []))).replace(
            "http-equiv", "data-http-equiv"
        )
    )
    colours: dict[str, list[float]] = measuring.evaluate(
        """names => {
      const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
      const root = getComputedStyle(document.documentElement);
      return Object.fromEntries(names.map(name => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = root.getPropertyValue('--' + name).trim();
        canvas.fillRect(0, 0, 1, 1);
        return [name, [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)];
      }));
    }""",
        [
            *LABELS,
            "paper",
            "sheet",
            "ink",
            "faint",
            "link",
            "here",
            "alert",
            "good",
            "bad",
            "good-back",
            "bad-back",
        ],
    )
    share = (
        float(
            measuring.evaluate(
                "getComputedStyle(document.documentElement).getPropertyValue('--shine')"
            ).strip(" %")
        )
        / 100
    )
    context.close()

    def over(ground: list[float], *labels: str) -> list[float]:
        for label in labels:
            ground = [
                share * c + (1 - share) * g for c, g in zip(colours[label], ground, strict=True)
            ]
        return ground

    for label, other, third in itertools.product(LABELS, repeat=3):
        assert contrast(colours["ink"], over(colours["sheet"], label, other, third)) >= 4.5, (
            label,
            other,
            third,
        )
    for words, grounds in {
        "ink": ("paper", "sheet", "here"),
        "faint": ("paper", "sheet"),
        "link": ("paper", "sheet"),
        "alert": ("paper", "sheet"),
        "good": ("sheet", "good-back"),
        "bad": ("sheet", "bad-back"),
    }.items():
        for ground in grounds:
            assert contrast(colours[words], colours[ground]) >= 4.5, (words, ground)
    for label in LABELS:  # the lines under the marks: 3 to 1, because they are not text
        assert contrast(colours[label], colours["sheet"]) >= 3, label


LABELS = [
    "COMMITTEE",
    "ORG",
    "PER",
    "ROLE",
    "HON",
    "COUNTRY",
    "LOC",
    "INITIATIVE",
    "MEETING",
    "DATE",
]


def contrast(one: list[float], other: list[float]) -> float:
    """Return the contrast ratio of WCAG 2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: list[float]) -> float:
    linear = [
        c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4
        for c in colour
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
