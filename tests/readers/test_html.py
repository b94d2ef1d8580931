from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from pipeline.errors import InputError, Reason
from pipeline.readers.html import read_html

PARAGRAPHS = (
    (Path(__file__).parent / "fixtures" / "release.txt").read_text(encoding="utf-8").splitlines()
)
TITLE = PARAGRAPHS[0]
META = (
    '<meta property="og:site_name" content="وكالة أنباء الساحل">'
    '<meta property="article:published_time" content="2024-05-14T23:30:00+03:00">'
    f'<meta property="og:title" content="{TITLE}">'
)


def page(body: str, head: str = META) -> str:
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{TITLE} - '
        f"وكالة أنباء الساحل</title>{head}</head>"
        f'<body><nav><a href="/">الرئيسية</a><a href="/n">الأخبار</a></nav>{body}<footer>جميع '
        "الحقوق محفوظة</footer></body></html>"
    )


def _body(paragraphs: list[str]) -> str:
    return "".join(f"<p>{p}</p>" for p in paragraphs)


def test_main_content_with_title_date_and_outlet() -> None:
    draft = read_html(page(f"<article><h1>{TITLE}</h1>{_body(PARAGRAPHS[1:])}</article>"))
    assert draft.text.split("\n") == PARAGRAPHS
    assert (draft.title, draft.published, draft.outlet) == (
        TITLE,
        "2024-05-14",
        "وكالة أنباء الساحل",
    )


@pytest.mark.parametrize(
    "order", [[2, 3, 4] * 3, [2, 2, 3], [2, 2, 3, 3, 3, 4], [2, 2], [6, 6, 7, 6], [5] * 12]
)
@pytest.mark.parametrize("tag", ["p", "div", "br"])
def test_repeated_paragraphs_are_kept(order: list[int], tag: str) -> None:
    repeated = [PARAGRAPHS[i] for i in order]
    body = (
        "<br>".join(repeated) if tag == "br" else "".join(f"<{tag}>{p}</{tag}>" for p in repeated)
    )
    draft = read_html(page(f"<article><h1>{TITLE}</h1><div>{body}</div></article>"))
    assert draft.text.split("\n") == [TITLE, *repeated]


def test_line_breaks_part_paragraphs() -> None:
    draft = read_html(
        page(f"<div><h1>{TITLE}</h1><div>{'<br><br>'.join(PARAGRAPHS[1:8])}</div></div>")
    )
    assert draft.text.split("\n") == PARAGRAPHS[:8]


def test_title_of_the_head_alone_stays_out_of_the_text() -> None:
    draft = read_html(page(f"<article>{_body(PARAGRAPHS[2:6])}</article>"))
    assert draft.title == TITLE
    assert draft.text.split("\n") == PARAGRAPHS[2:6]


def test_table_and_list() -> None:
    table = "<table><tr><th>الاسم</th><th>الصفة</th></tr><tr><td>هلال الرواحي</td><td>رئيس الاجتماع</td></tr></table>"
    body = f"<h1>{TITLE}</h1><p>{PARAGRAPHS[2]}</p>{table}<ul><li>توحيد النماذج</li></ul><p>{PARAGRAPHS[3]}</p>"
    draft = read_html(page(f"<article>{body}</article>"))
    assert "الاسم\tالصفة\nهلال الرواحي\tرئيس الاجتماع\n" in draft.text
    assert "توحيد النماذج" in draft.text


@pytest.mark.parametrize(
    "markup", ["<html><body><p>{}</p></body></html>", "<p>{}", "<div>{}</div>", "{}", "{}<br>"]
)
def test_little_markup(markup: str) -> None:
    draft = read_html(markup.format("عقدت اللجنة اجتماعها."))
    assert draft.text == "عقدت اللجنة اجتماعها."
    assert (draft.title, draft.published, draft.outlet) == (None, None, None)


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("", Reason.EMPTY),
        (" \n", Reason.EMPTY),
        ("<html><body></body></html>", Reason.NO_TEXT),
        ("<html><body><script>x = 1</script></body></html>", Reason.NO_TEXT),
    ],
)
def test_no_text(markup: str, reason: Reason) -> None:
    with pytest.raises(InputError) as caught:
        read_html(markup)
    assert caught.value.reason is reason


def test_no_noise(capfd: pytest.CaptureFixture[str]) -> None:
    for markup in (
        page(f"<article>{_body(PARAGRAPHS)}</article>"),
        "<p>نص",
        "<<<>>>",
        "<html><body>",
    ):
        with contextlib.suppress(InputError):
            read_html(markup)
    assert capfd.readouterr() == ("", "")
