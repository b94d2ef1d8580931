from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from pipeline import diff
from pipeline.diff import Change, compare
from pipeline.diff.render import FORMATS, render, render_stat
from pipeline.diff.select import COLUMNS, Tally, fields_of, select
from pipeline.errors import UsageError
from pipeline.words import DIRECTION, LANGUAGES, Language, speaking
from tests.diff.records import PROVENANCE, Record, item, named, person, record, versions

FSI, PDI = "\u2068", "\u2069"
HOSTILE = "لجنة <script>alert(1)</script> | **x** `y` \x1b[31m\u202e \u2069[z](http://e.org)"


def written(old: list[Record], new: list[Record], form: str, **options: bool) -> str:
    return "\n".join(render(compare(old, new), form, "OLD", "NEW", **options))  # type: ignore[arg-type]


def example() -> tuple[list[Record], list[Record]]:
    old = record(
        "اللجنة العليا للنقل",
        3,
        chair="سالم العطار",
        people=[person("سالم العطار", role="وزير النقل")],
    )
    new = record(
        "اللجنة الفنية للنقل",
        3,
        people=[person("سالم العطار", role="وزير النقل والاتصالات")],
        topics=[item("خطة النقل")],
        provenance=PROVENANCE | {"model": "x"},
    )
    return [old], [new]


def test_the_table_marks_words_isolates_arabic_and_gives_the_cause() -> None:
    ids = " → ".join(side[0]["record_id"] for side in example())
    assert written(*example(), "table").splitlines() == [
        f"data/raw/a.txt  {FSI}اللجنة الفنية للنقل{PDI} (3)  {ids}  [model changed]",
        f"  body                   - {FSI}اللجنة [-العليا-] للنقل{PDI}",
        f"                         + {FSI}اللجنة {{+الفنية+}} للنقل{PDI}",
        f"  chair                  - {FSI}سالم العطار{PDI}",
        f"  people.role            {FSI}سالم العطار{PDI}",
        f"                         - {FSI}وزير النقل{PDI}",
        f"                         + {FSI}وزير النقل{{+ والاتصالات+}}{PDI}",
        f"  topics                 + {FSI}خطة النقل، discussed{PDI}",
        "",
        "records: 1 changed, 0 added, 0 removed; values: 4; 3 more differ in place, confidence "
        "or provenance only (--details)",
    ]


def test_colour_takes_the_place_of_the_brackets() -> None:
    text = written(*example(), "table", colour=True)
    assert "\x1b[32m" in text and "\x1b[31m" in text and "{+" not in text and "[-" not in text
    plain = re.sub(r"\x1b\[[\d;]*m", "", text)
    assert plain == re.sub(r"\[-(.*?)-\]|\{\+(.*?)\+\}", r"\1\2", written(*example(), "table"))
    assert "\x1b" not in written(*example(), "table")


def test_details_shows_what_is_quiet() -> None:
    old, new = record(), record(confidence=0.5)
    assert written([old], [new], "table").splitlines() == [
        "records: 0 changed, 0 added, 0 removed; values: 0; 1 more differ in place, confidence "
        "or provenance only (--details)"
    ]
    assert "confidence             - 0.9\n                         + 0.5" in written(
        [old], [new], "table", details=True
    )
    moved = (
        record(organizations=[named("ب", "o"), named("أ", "o")]),
        record(organizations=[named("أ", "o"), named("ب", "o")]),
    )
    assert "organizations, place in the list" in written(
        [moved[0]], [moved[1]], "table", details=True
    )


def test_each_row_says_its_cause_where_they_differ() -> None:
    old = record(people=[person("سالم"), person("هدى")])
    new = record(
        people=[
            person("سالم", role="وزير", found_by="correction"),
            person("هدى", role="وزيرة"),
        ],
        provenance=PROVENANCE | {"config": "x"},
    )
    text = written([old], [new], "table")
    assert "[correction applied]" in text and text.count("[config changed]") == 1
    assert " cause |" in written([old], [new], "markdown")
    with speaking("en"):
        assert '<td class="cause">settings changed</td>' in written([old], [new], "html")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_one_language_and_says_nothing_raw(language: Language) -> None:
    old = record("لجنة النقل", 3, mode="virtual", date="2025-03-09", people=[person("سالم")])
    new = record(
        "لجنة النقل",
        3,
        mode="in_person",
        date="2025-03-10",
        people=[person("سالم", participation="chaired", country="SA")],
        topics=[item("خطة النقل", action="followed_up")],
        provenance=PROVENANCE | {"model": "x"},
    )
    with speaking(language):
        html = written([old], [new], "html")
    assert f'<html lang="{language}" dir="{DIRECTION[language]}">' in html
    raw = ("in_person", "chaired", "followed_up", "m-0", "2025-03-10", ">SA<", "people.")
    if language == "ar":
        text = Page(html).text
        for word in (*raw, "virtual", "topics", "model"):
            assert word not in text.replace(old["record_id"], "m-0"), word
        assert "حضوري" in html and "10 مارس 2025" in html and "السعودية" in html
    else:
        assert "in person" in html and "10 March 2025" in html and "Saudi Arabia" in html


def test_a_record_that_was_added_is_shown_whole() -> None:
    text = written(
        [], [record(people=[person("سالم العطار", role="وزير النقل")], countries=[])], "table"
    )
    assert f"  people                 + {FSI}سالم العطار، وزير النقل، attended{PDI}" in text
    assert "  added" in text.splitlines()[0]
    assert "countries" not in text


@pytest.mark.parametrize("colour", [False, True])
def test_a_strangers_text_cannot_command_the_terminal(colour: bool) -> None:
    text = written([], [record(HOSTILE, topics=[item(HOSTILE)])], "table", colour=colour)
    ours = re.sub(r"\x1b\[\d+m", "", text) if colour else text
    assert "\x1b[31m" not in ours and "\\u001b[31m" in ours
    assert "\u202e" not in text and text.count(FSI) == text.count(PDI)


class Page(HTMLParser):
    """The tags open at the end, all tags, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_whole_shows_text_as_text_and_loads_nothing() -> None:
    old, new = record(HOSTILE), record(HOSTILE + " الجديدة")
    stat = "\n".join(render_stat(compare([old], [new]).changes, "html", "a", "b"))
    for html in (written([old], [new], "html"), written([], [new], "html"), stat):
        page = Page(html)
        assert page.open == []
        assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.tags}
        assert not any(
            {"src", "href", "onclick", "onload"} & attrs.keys() for _, attrs in page.tags
        )
        assert not re.search(r"url\(|@import", html)
    page = Page(written([old], [new], "html"))
    assert "<script>alert(1)</script>" in page.text
    assert ("bdi", {"dir": "auto"}) in page.tags
    assert "<ins> الجديدة</ins>" in written([old], [new], "html")


def test_markdown_shows_text_as_text_in_one_table() -> None:
    old, new = record(HOSTILE), record(HOSTILE + " الجديدة")
    text = written([old], [new], "markdown")
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    assert html.count("<table>") == 1
    assert not re.search(r"<(script|code|a|em)\b", html)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; | **x** `y`" in html
    assert "<ins> الجديدة</ins>" in html


def test_no_change_is_said_where_silence_would_look_broken() -> None:
    assert written([record()], [record()], "table") == ""
    assert "No change." in written([record()], [record()], "markdown")
    assert "لا فرق." in written([record()], [record()], "html")
    assert json.loads(written([], [], "json")) == {
        "diff_version": "1.0",
        "old": "OLD",
        "new": "NEW",
        "changes": [],
    }


@settings(max_examples=40)
@given(versions())
def test_every_form_takes_every_diff_and_json_is_complete(
    both: tuple[list[Record], list[Record]],
) -> None:
    found = compare(*both)
    for form in FORMATS:
        for details in (False, True):
            text = "\n".join(render(found, form, "a", "b", details=details))
            assert text.count(FSI) == text.count(PDI)
        list(render_stat(found.changes, form, "a", "b"))
    assert (
        tuple(map(diff.from_json, json.loads(written(*both, "json"))["changes"])) == found.changes
    )
    assert (
        tuple(diff.from_json(json.loads(line)) for line in written(*both, "jsonl").splitlines())
        == found.changes
    )


@settings(max_examples=40)
@given(versions())
def test_the_tally_counts_each_change_once(both: tuple[list[Record], list[Record]]) -> None:
    found = compare(*both).changes
    tally = Tally()
    assert tuple(tally.watch(found)) == found
    assert tally.loud + tally.quiet + tally.records["added"] + tally.records["removed"] == len(
        found
    )
    assert tally.total == len({c.record for c in found})
    assert bool(tally.total) == bool(found)


def test_stat_counts_by_field_kind_and_cause() -> None:
    old, new = example()
    assert json.loads("".join(render_stat(compare(old, new).changes, "json", "a", "b"))) == {
        "records": dict.fromkeys(COLUMNS, 0) | {"changed": 1},
        "fields": {
            name: dict.fromkeys(COLUMNS, 0) | {kind: 1}
            for name, kind in (
                ("record_id", "quiet"),
                ("body", "changed"),
                ("chair", "removed"),
                ("people", "changed"),
                ("topics", "added"),
                ("evidence.chair", "quiet"),
                ("provenance", "quiet"),
            )
        },
        "causes": {"model": 4},
    }
    table = list(render_stat(compare(old, new).changes, "table", "a", "b"))
    assert table[0].split() == list(COLUMNS)
    assert [line.split() for line in table if line.startswith("chair")] == [["chair", "1"]]
    assert table[-1] == "model changed: 4"
    assert list(render_stat([], "table", "a", "b")) == []


def test_select_by_field_and_kind() -> None:
    def kept(fields: str = "", only: str | None = None) -> list[tuple[str, str | None]]:
        return [
            (c.kind, c.field) for c in select(compare(*example()).changes, fields_of(fields), only)
        ]

    assert kept("chair,topics") == [
        ("removed", "chair"),
        ("added", "topics"),
        ("removed", "evidence.chair"),
    ]
    assert kept("evidence.chair") == [("removed", "evidence.chair")]
    assert kept(only="added") == [("added", "topics")]
    assert len(kept()) == 7
    with pytest.raises(
        UsageError, match="no field colour, size in a record; there are schema_version"
    ):
        fields_of("size, people, colour")


def test_select_cuts_whole_records_down_to_the_fields() -> None:
    found = compare([], [record(chair="سالم"), record(release="b", source="b")]).changes
    (change,) = select(found, fields_of("chair"))
    assert isinstance(change, Change)
    assert set(change.new) == {"record_id", "release", "chair"}
