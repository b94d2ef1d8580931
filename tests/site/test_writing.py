from __future__ import annotations

import re
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest

from pipeline import types
from pipeline.errors import MahdarError, UsageError
from pipeline.schema_entities import EntityKind
from pipeline.schema_meetings import ConflictKind, Rule
from pipeline.site import write
from pipeline.site.words import LANGUAGES, words
from tests.site.sample import BODY, CHAIR, ident, release_of, span, write_output


class Links(HTMLParser):
    """The addresses and the ids of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.hrefs.append(value)
            if name == "id" and value:
                self.ids.add(value)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write(write_output(folder / "out"), folder / "site")
    return folder / "site"


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def test_every_link_leads_to_a_page_of_the_site_or_to_the_report(site: Path) -> None:
    pages = {p: Links(read(p)) for p in site.rglob("*.html")}
    assert len(pages) > 10
    for page, links in pages.items():
        for href in links.hrefs:
            if href == "https://example.org/1":
                continue
            path, _, fragment = href.partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target.exists(), f"{page}: {href}"
            if fragment:
                assert fragment in pages[target].ids, f"{page}: {href}"


def test_the_page_of_a_body_has_sessions_gap_and_decisions_in_order(site: Path) -> None:
    html = read(site / "bodies" / f"{BODY}.html")
    order = [
        html.index(x) for x in (ident("mt", 1), "الاجتماع 4–5: لم يُعثر على خبر عنه", ident("mt", 2))
    ]
    assert order == sorted(order)
    assert "أقرت خطة السقيا" in html


def test_the_page_of_a_person_has_the_office_with_its_place(site: Path) -> None:
    html = read(site / "people" / f"{CHAIR}.html")
    start, end = span("رئيس لجنة المراعي")
    assert f"releases/{release_of(ident('m', 1))}.html#s{start}-{end}" in html


def test_a_value_leads_to_the_words_that_it_was_read_from(site: Path) -> None:
    html = read(site / "releases" / f"{release_of(ident('m', 1))}.html")
    start, end = span("صلالة")
    assert f'<span id="s{start}-{end}">صلالة</span>' in html


def test_what_reports_tell_differently_stands_side_by_side(site: Path) -> None:
    for page in (site / "differing.html", site / "meetings" / f"{ident('mt', 1)}.html"):
        html = read(page)
        assert "1 فبراير 2025" in html and "2 فبراير 2025" in html
        assert "وكالة 1" in html and "وكالة 2" in html


def test_words_of_a_release_are_never_markup_and_no_address_is_run(site: Path) -> None:
    html = read(site / "releases" / f"{release_of(ident('m', 2))}.html")
    assert "&lt;2&gt;" in html and "javascript:" not in html


def test_pages_ask_nothing_of_elsewhere_and_are_not_indexed(site: Path) -> None:
    for page in site.rglob("*.html"):
        html = read(page)
        assert 'name="robots" content="noindex' in html
        assert not re.search(r"(?:src|link[^>]+href)=\"https?:", html)
    assert "Disallow: /" in (site / "robots.txt").read_text()


def test_the_same_output_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    write(write_output(tmp_path / "out"), tmp_path / "site")
    again = {
        p.relative_to(tmp_path / "site"): p.read_bytes()
        for p in (tmp_path / "site").rglob("*")
        if p.is_file()
    }
    assert again == {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def test_pictures_leave_no_finder_of_modules_behind(site: Path) -> None:
    assert all(hasattr(finder, "find_spec") for finder in sys.meta_path)


def test_an_older_site_is_replaced_and_anything_else_is_left_alone(tmp_path: Path) -> None:
    out = write_output(tmp_path / "out")
    write(out, tmp_path / "site")
    (tmp_path / "site" / "people" / "gone.html").write_text("x")
    write(out, tmp_path / "site", "en")
    assert not (tmp_path / "site" / "people" / "gone.html").exists()
    assert "Sessions in order" in read(tmp_path / "site" / "bodies" / f"{BODY}.html")
    with pytest.raises(UsageError, match="something else than a site"):
        write(out, out)
    assert (out / "meetings.jsonl").exists()


def test_a_full_disk_leaves_the_old_pages_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = write_output(tmp_path / "out")
    write(out, tmp_path / "site")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(MahdarError, match=r"nothing was changed: make room, then run again$"):
        write(out, tmp_path / "site", "en")
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_an_output_without_meetings_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="process again"):
        write(tmp_path, tmp_path / "site")


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_word_for_every_value_of_the_schema(language: str) -> None:
    word = words(language)  # type: ignore[arg-type]
    for table, values in (
        ("kind", types.Kind),
        ("mode", types.Mode),
        ("participation", types.Participation),
        ("conflict", ConflictKind),
        ("rule", Rule),
        ("entity", EntityKind),
    ):
        assert set(get_args(values)) == set(word.tables[table])
