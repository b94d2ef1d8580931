from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pipeline import schema, types
from pipeline.review import view
from pipeline.review.rendering import environment, style
from pipeline.review.view import Mark, Node, Text, paragraphs, record_view, release_view
from pipeline.schema import LABELS, ReleaseRow
from pipeline.words import words
from tests.review.samples import TEXT, marked, named, person, record, row

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' x='",
    "&lt;b&gt; &amp; &#x3C;",
    "<!-- --><![CDATA[",
    "</p></div></mark>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "\u202e\u2066\u2069\u202c",
    "\u2028\u2029",
    "\x00\x08\r\x1b\x7f\x85",
    "</style><style>*{display:none}",
    "`${x}`",
    "\ufeff\u200b\u200f\u061c",
    "&nbsp",
    "\U0001f54c e\u0301",
]
ALPHABET = st.sampled_from(
    [
        *"ابتلجم ،.«»\n\n\t <>&\"'/=-ab1٣",
        "\u0640",
        "\u064e",
        "\u200f",
        "\u202e",
        "\u2069",
        "\u2028",
        "\x00",
        "\r",
        "\U0001f54c",
    ]
)


def page(release: ReleaseRow, *records: schema.Record) -> html.HtmlElement:
    """Return the page of a release and its records, as a browser would read it."""
    template = environment().from_string(
        '{% extends "base.html" %}{% from "_release.html" import release, key %}{% from '
        '"_record.html" import record %}'
        "{% block body %}{{ key() }}{{ release(view) }}{% for r in records %}{{ record(r) }}{% "
        "endfor %}{% endblock %}"
    )
    return html.document_fromstring(
        template.render(view=release_view(release, records), records=records)
    )


def runs(nodes: Iterable[Node]) -> Iterator[Text]:
    for node in nodes:
        if isinstance(node, Text):
            yield node
        else:
            yield from runs(node.children)


def marks(nodes: Iterable[Node]) -> Iterator[Mark]:
    for node in nodes:
        if isinstance(node, Mark):
            yield node
            yield from marks(node.children)


def shown(doc: html.HtmlElement) -> str:
    """Return the text of a page, from its runs."""
    out = []
    for run in doc.xpath("//*[@data-start]"):
        code = run.get("data-code")
        out.append(chr(int(code[2:], 16)) if code else run.text_content())
        assert int(run.get("data-end")) - int(run.get("data-start")) == len(out[-1])
    return "".join(out)


@st.composite
def rows(draw: st.DrawFn) -> ReleaseRow:
    text = "".join(draw(st.lists(ALPHABET, min_size=1, max_size=60)))
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 20)).map(
        lambda x: (x[0], min(x[0] + x[1], len(text)))
    )
    mentions = draw(st.lists(st.tuples(spans, st.sampled_from(list(LABELS))), max_size=8))
    lines = draw(st.none() | st.lists(spans, max_size=4))
    return row(
        text,
        [(s, e, label) for (s, e), label in mentions],
        lines,
        name=draw(st.sampled_from(HOSTILE)),
    )


# --- the text


@given(
    rows(),
    st.lists(
        st.tuples(st.integers(0, 70), st.integers(1, 30)).map(lambda x: (x[0], x[0] + x[1])),
        max_size=3,
    ),
)
def test_every_character_once_and_every_mention_whole(
    release: ReleaseRow, places: list[types.Span]
) -> None:
    views = paragraphs(release, places)
    cut = [t for p in views for t in runs(p.nodes)]
    assert "".join(t.text for t in cut) == release.text
    assert [t.start for t in cut] == [0, *(t.end for t in cut)][:-1]
    covered: dict[int, list[int]] = {}
    for p in views:
        for mark in marks(p.nodes):
            assert all(mark.start <= n.start and n.end <= mark.end for n in mark.children)
            assert (
                "".join(t.text for t in runs(mark.children)) == release.text[mark.start : mark.end]
            )
            if mark.mention is not None:
                covered.setdefault(mark.mention, []).extend(range(mark.start, mark.end))
    assert {i: list(range(m.start, m.end)) for i, m in enumerate(release.mentions)} == covered


@given(rows())
def test_the_page_holds_the_text_and_nothing_else_of_it(release: ReleaseRow) -> None:
    doc = page(release)
    assert shown(doc) == release.text
    assert {e.tag for e in doc.iter() if isinstance(e.tag, str)} <= {
        "html",
        "head",
        "meta",
        "title",
        "body",
        "article",
        "header",
        "h2",
        "h3",
        "h4",
        "p",
        "div",
        "span",
        "mark",
        "bdi",
        "ul",
        "li",
        "a",
    }
    ids = doc.xpath("//@id")
    assert len(ids) == len(set(ids))
    (text,) = doc.xpath("//div[@class='text']")
    written = "".join(c for c in release.text if view.seen(c) == c)
    assert "".join(text.itertext()).replace("\n", "").split() == written.replace("\n", "").split()


def test_nested_mentions() -> None:
    role, ministry = "وزير الصحة", "الصحة"
    release = row(TEXT, marked(TEXT, ROLE=[role], ORG=[ministry]))
    (outer,) = (m for p in paragraphs(release) for m in p.nodes if isinstance(m, Mark))
    inner = outer.children[-1]
    assert isinstance(inner, Mark)
    assert (outer.label, outer.above, outer.levels, inner.label, inner.above, inner.levels) == (
        "ROLE",
        0,
        2,
        "ORG",
        1,
        1,
    )


def test_the_later_of_two_crossing_mentions_is_cut() -> None:
    release = row("abcdefgh", [(0, 5, "ORG"), (3, 8, "PER")])
    first, rest = paragraphs(release)[0].nodes
    assert (
        isinstance(first, Mark) and isinstance(rest, Mark) and isinstance(first.children[1], Mark)
    )
    assert [
        (m.label, m.start, m.end, m.span, m.first) for m in (first, first.children[1], rest)
    ] == [("ORG", 0, 5, (0, 5), True), ("PER", 3, 5, (3, 8), True), ("PER", 5, 8, (3, 8), False)]
    found = page(release).xpath("//mark[@data-mention='1']")
    assert [m.get("id") for m in found] == ["r-0123456789abcdef-3-8", None]
    assert [m.get("class") for m in found] == ["m PER a1 l1 cut-end", "m PER a0 l1 cut-start"]


def test_a_mention_from_one_paragraph_into_the_next_is_cut_at_both() -> None:
    pieces = [m for p in paragraphs(row("ab\ncd", [(1, 4, "ORG")])) for m in marks(p.nodes)]
    assert [(m.start, m.end) for m in pieces] == [(1, 2), (2, 3), (3, 4)]


def test_two_labels_on_one_stretch_have_one_place() -> None:
    doc = page(row("abc", [(0, 2, "ORG"), (0, 2, "LOC")]))
    assert doc.xpath("//mark[@data-mention]/@id") == ["r-0123456789abcdef-0-2"]


def test_nothing_stands_between_the_tags_inside_a_word() -> None:
    """The letters of «بالرياض» must join: no white space, and no element with a box of its own."""
    release = row(TEXT, marked(TEXT, LOC=["الرياض"]))
    p = page(release).xpath("//p[contains(@class, 'paragraph')]")[0]
    assert p.text_content() == TEXT.split("\n")[0]
    assert {e.tag for e in p.iterdescendants()} == {"span", "mark"}
    rules = re.findall(r"mark[.:][^{}]*\{([^{}]*)\}", style())
    assert rules and not re.search(
        r"inline-|margin|(^|[; ])font|isolat|display|letter-spacing", " ".join(rules)
    )


def test_a_place_that_no_mention_covers_is_a_target() -> None:
    release = row(TEXT, marked(TEXT, COMMITTEE=["اللجنة الوطنية للتغذية"]))
    start = TEXT.index("خطة")
    topic = {
        "text": "خطة 2030",
        "action": "discussed",
        "span": (start, start + 8),
        "found_by": "model",
        "confidence": 0.6,
    }
    body = (TEXT.index("اللجنة"), TEXT.index("اللجنة") + 22)
    doc = page(
        release,
        record(release=release, topics=[topic], committees=[named("اللجنة الوطنية للتغذية", body)]),
    )
    links = doc.xpath("//article[@class='record']//a/@href")
    assert len(links) == 2
    for link in links:
        assert len(doc.xpath(f"//*[@id='{link[1:]}']")) == 1
    assert (
        doc.xpath(f"//span[@class='place'][@id='{links[1][1:]}']")[0].text_content() == "خطة 2030"
    )
    assert shown(doc) == TEXT


def test_a_repeated_paragraph_is_told_and_leads_to_the_first() -> None:
    release = row("abc\nabc")
    again = release.paragraphs[1].model_copy(update={"duplicate_of": (0, 3), "similarity": 0.999})
    doc = page(release.model_copy(update={"paragraphs": (release.paragraphs[0], again)}))
    (note,) = doc.xpath("//p[@class='note']")
    assert "99%" in note.text_content()
    assert (
        doc.xpath(f"//*[@id='{note.find('a').get('href')[1:]}']")[0].get("data-paragraph") == "0,3"
    )


@pytest.mark.parametrize(
    "text, expected",
    [
        ("WAM - أبوظبي: عقد المجلس", "rtl"),
        ("Cabinet meets in Riyadh (الرياض)", "ltr"),
        ("2030", "rtl"),
        ("", "rtl"),
        ("שלום ab", "rtl"),
    ],
)
def test_direction(text: str, expected: str) -> None:
    assert view.direction(text) == expected


# --- hostile releases


@pytest.mark.parametrize("bad", HOSTILE)
def test_what_is_hostile_is_shown(bad: str) -> None:
    text = f"قال {bad} المجلس\n{bad}"
    whole = (0, len(text))
    names: list[tuple[int, int, schema.Label]] = [(*whole, "ORG"), (4, 4 + len(bad), "PER")]
    release = row(
        text, names, name=bad, source=bad, title=bad, outlet=bad, also_at=(bad,), id=f"r-{bad}"
    )
    rec = record(
        release=release,
        city=bad,
        organizer=bad,
        people=[person(bad, whole, role=bad, titles=[bad], organization=bad)],
        body={"name": bad, "id": bad, "entity_id": None, "mentions": [whole]},
        evidence={
            "city": {"span": whole, "found_by": "model"},
            "organizer": {"span": None, "found_by": "inferred"},
        },
    )
    doc = page(release, rec)
    assert shown(doc) == text
    assert not doc.xpath(
        "//script | //img | //style | //b | //*[@onerror or @onmouseover or @x or @src or @style]"
    )
    assert set(doc.xpath("//@href")) == {"#" + release_view(release).anchor(whole)}
    assert re.fullmatch("[0-9A-Za-z_-]+", release_view(release).anchor(whole))
    named = view.seen(bad)
    assert words()["label"]["PER"] + ": " + named in doc.xpath("//mark/@title")
    assert named in [e.text_content() for e in doc.xpath("//li[@data-field='city']//bdi")]
    assert named == doc.xpath("//h2")[0].text_content()


def test_what_cannot_be_seen_is_told_by_name() -> None:
    assert view.seen("a\u202eb\x00\t") == "a[U+202E]b[U+0000]\t"


# --- the record


def test_values_with_their_places() -> None:
    release = row(TEXT)
    who = (TEXT.index("خالد"), TEXT.index("خالد") + 11)
    office = (TEXT.index("وزير"), TEXT.index("وزير") + 10)
    rec = record(
        release=release,
        ordinal=7,
        kind="founding",
        date="2024-05-21",
        date_hijri="1445-11-13",
        country="SA",
        mode="hybrid",
        people=[
            person(
                "خالد الناصر",
                who,
                who,
                titles=["معالي"],
                role="وزير الصحة",
                role_span=office,
                confidence=0.5,
                participation="chaired",
            )
        ],
        evidence={"ordinal": {"span": (0, 4), "found_by": "rule"}},
    )
    fields = {f.field: f.values for f in record_view(rec).fields}
    assert list(fields) == list(view.FIELDS)
    assert {
        name: (v[0].text, v[0].code) for name, v in fields.items() if v and name != "people"
    } == {
        "ordinal": ("7", None),
        "kind": ("تأسيسي", "founding"),
        "date": ("21 مايو 2024", "2024-05-21"),
        "date_hijri": ("1445-11-13", None),
        "country": ("المملكة العربية السعودية", "SA"),
        "mode": ("حضوري وعن بُعد", "hybrid"),
    }
    (chair,) = fields["people"]
    assert (chair.index, chair.doubtful, [(n.key, n.text, n.spans) for n in chair.notes]) == (
        0,
        True,
        [("titles", "معالي", ()), ("role", "وزير الصحة", (office,)), ("participation", "ترأس", ())],
    )
    (value,) = page(release, rec).xpath("//li[@data-field='people']")
    assert (value.get("data-index"), value.get("data-spans")) == (
        "0",
        f"{who[0]},{who[1]} {who[0]},{who[1]}",
    )
    assert view.places(rec) == {(0, 4), who, office}


def test_a_day_that_is_none_is_shown_as_it_is() -> None:
    assert [v.text for f in record_view(record(date="2024-02-31")).fields for v in f.values] == [
        "2024-02-31"
    ]


def test_empty_fields_are_there_to_be_filled() -> None:
    doc = page(row(TEXT), record())
    assert doc.xpath("//div[contains(@class, 'empty')]/@data-field") == list(view.FIELDS)


# --- the words and the style


def test_a_word_for_everything_of_the_schema() -> None:
    tables: dict[str, Any] = {
        "label": LABELS,
        "kind": get_args(types.Kind),
        "mode": get_args(types.Mode),
        "participation": get_args(types.Participation),
        "side": get_args(types.Side),
        "action": get_args(types.Action),
        "initiative": get_args(types.InitiativeKind),
        "found_by": get_args(types.FoundBy),
        "warning": get_args(types.WarningCode),
    }
    assert {name: set(words()[name]) for name in tables} == {
        name: set(keys) for name, keys in tables.items()
    }
    models = (
        schema.Record,
        schema.Person,
        schema.Country,
        schema.Named,
        schema.Initiative,
        schema.Item,
        schema.ReferencedMeeting,
        schema.DuplicateRemoved,
        schema.ReleaseRef,
    )
    assert {f for m in models for f in m.model_fields} - {"duplicate_of"} <= set(words()["field"])
    assert set(view.LEGEND) == set(LABELS)
    assert set(view.FIELDS) | {
        "schema_version",
        "record_id",
        "meeting_id",
        "announces",
        "release",
        "duplicates_removed",
        "evidence",
        "confidence",
        "warnings",
        "provenance",
    } == set(schema.Record.model_fields)


def test_each_label_has_a_line_and_a_colour_of_its_own() -> None:
    css = style()
    lines = dict(re.findall(r"mark\.([A-Z]+) \{ --hue: [^;]+; --line: ([^;]+);", css))
    assert set(lines) == set(LABELS) and len(set(lines.values())) == len(LABELS)
    assert "url(" not in css and "@import" not in css and "</" not in css and "http" not in css
    assert not re.search(r"(?<![a-z-])(left|right)\b", re.sub(r"/\*.*?\*/", "", css, flags=re.S))
