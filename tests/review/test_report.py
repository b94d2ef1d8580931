from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import html

from pipeline import cli, schema
from pipeline.config import Config
from pipeline.errors import MahdarError
from pipeline.review import report as reporting
from pipeline.schema import Record, ReleaseRow
from pipeline.words import words
from tests.review.samples import TEXT, marked, named, record, row
from tests.review.test_view import HOSTILE, shown

CITY = (TEXT.index("الرياض"), TEXT.index("الرياض") + 6)


def folder(place: Path, rows: Sequence[ReleaseRow], records: Sequence[Record]) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    for name, lines in (("releases.jsonl", rows), ("records.jsonl", records)):
        (place / name).write_text(
            "".join(schema.dump(line) + "\n" for line in lines), encoding="utf-8"
        )
    return place


def release(n: int, text: str = TEXT, **more: object) -> ReleaseRow:
    return row(
        text,
        marked(text, LOC=["الرياض"]) if "الرياض" in text else (),
        id=f"r-{n:016x}",
        source=f"data/raw/{n}.txt",
        meetings=[f"m-{n:012x}"],
        **more,
    )


def meeting(
    n: int, city: str | None = "الرياض", of: ReleaseRow | None = None, **more: object
) -> Record:
    evidence = {"city": {"span": CITY, "found_by": "model"} if city else None}
    return record(f"m-{n:012x}", of or release(n), city=city, evidence=evidence, **more)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return folder(
        tmp_path / "out",
        [release(n) for n in range(4)],
        [meeting(0), meeting(1), meeting(2), meeting(3)],
    )


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return the records with one fewer, one more, one with another city, one the same."""
    gone = meeting(9, body={"name": "لجنة السير", "id": "b-9", "entity_id": None, "mentions": ()})
    return folder(tmp_path / "old", [], [meeting(0), meeting(1, "جدة"), meeting(2), gone])


def parsed(out: Path, old: Path | None = None, *, everything: bool = False) -> html.HtmlElement:
    compared = reporting.since(out, None if old is None else str(old), Config())
    return html.document_fromstring("".join(reporting.report(out, compared, everything=everything)))


def records(doc: html.HtmlElement) -> list[str]:
    return doc.xpath("//article[starts-with(@class, 'record')]/@id")


def test_what_changed_on_top_and_only_that(out: Path, old: Path) -> None:
    doc = parsed(out, old)
    assert records(doc) == ["m-000000000001", "m-000000000003"]
    told = doc.xpath("//section[@class='changes']//tr[@class]")
    assert [(tr.get("class"), tr.xpath(".//td")[-1].text_content()) for tr in told] == [
        ("changed", "data/raw/1.txt"),
        ("added", "data/raw/3.txt"),
        ("removed", "data/raw/9.txt"),
    ]
    assert "لجنة السير" in told[2].text_content()
    assert [e.text_content() for e in doc.xpath("//p[@class='omitted']/bdi")] == [
        "2",
        "mahdar report --all",
    ]
    (city,) = doc.xpath("//article[@id='m-000000000001']//li[@data-field='city']")
    assert (
        words()["change"]["changed"] in city.text_content()
        and "جدة" in city.xpath(".//span[@class='was']")[0].text_content()
    )


def test_all_shows_the_others_too(out: Path, old: Path) -> None:
    doc = parsed(out, old, everything=True)
    assert records(doc) == [f"m-{n:012x}" for n in range(4)]
    assert not doc.xpath("//p[@class='omitted']")


def test_without_an_earlier_run_every_record_and_no_changes(out: Path) -> None:
    doc = parsed(out)
    assert len(records(doc)) == 4
    assert not doc.xpath("//section[@class='changes']")


def test_nothing_changed(out: Path) -> None:
    doc = parsed(out, out)
    assert records(doc) == [] and not doc.xpath("//ul[@class='legend']")
    assert words()["report"]["same"] in doc.text_content()
    assert doc.xpath("//p[@class='omitted']/bdi")[0].text_content() == "4"


def test_a_change_of_places_alone_is_none(out: Path, tmp_path: Path) -> None:
    moved = [meeting(n, confidence=0.1) for n in range(4)]
    assert records(parsed(out, folder(tmp_path / "moved", [], moved))) == []


def test_a_release_without_a_meeting_is_shown_with_all(tmp_path: Path) -> None:
    doc = parsed(folder(tmp_path, [row(TEXT)], []))
    assert shown(doc) == TEXT and words()["report"]["without"] in doc.text_content()


def test_every_value_leads_to_its_place(out: Path) -> None:
    doc = parsed(out)
    links = doc.xpath("//a/@href")
    assert links and all(a.startswith("#") for a in links)
    ids = doc.xpath("//@id")
    assert len(ids) == len(set(ids)) and {a[1:] for a in links} <= set(ids)
    (target,) = doc.xpath(f"//*[@id='r-{0:016x}-{CITY[0]}-{CITY[1]}']")
    assert (target.tag, target.text_content()) == ("mark", "الرياض")


def test_the_file_stands_alone(out: Path, old: Path) -> None:
    text = "".join(reporting.report(out, reporting.since(out, str(old), Config()), everything=True))
    doc = html.document_fromstring(text)
    assert not doc.xpath(
        "//script | //link | //img | //iframe | //object | //form | //@src | //@srcset | "
        "//@action | //@background"
    )
    assert (
        "url(" not in text
        and "@import" not in text
        and "http:" not in text
        and "https:" not in text
    )
    (policy,) = doc.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert (
        text.startswith('<!doctype html>\n<html lang="ar" dir="rtl">')
        and '<meta charset="utf-8">' in text[:120]
    )
    assert doc.xpath("//details[@open]/summary")


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_releases(tmp_path: Path, bad: str) -> None:
    text = f"قال {bad} المجلس\n{bad}"
    whole = (0, len(text))
    hostile = row(
        text,
        [(*whole, "ORG")],
        id=f"r-{bad}",
        source=bad,
        title=bad,
        outlet=bad,
        name=bad,
        meetings=["m-0123456789ab"],
    )
    more = {
        "body": {"name": bad, "id": bad, "entity_id": None, "mentions": [whole]},
        "organizations": [named(bad, whole)],
        "venue": bad,
    }
    out = folder(tmp_path / "out", [hostile], [record(release=hostile, **more)])
    was = folder(
        tmp_path / "old",
        [],
        [
            record(release=hostile, **more | {"venue": "قبل " + bad, "organizations": []}),
            record("m-0123456789ac", hostile, **more | {"ordinal": 3}),
        ],
    )
    doc = parsed(out, was)
    assert shown(doc) == text
    assert not doc.xpath(
        "//script | //img | //b | //*[@onerror or @onmouseover or @x or @src or @style]"
    )
    assert len(doc.xpath("//style")) == 1 and doc.xpath("//style")[0].text.strip().endswith("}")
    assert all(re.fullmatch("#[0-9A-Za-z_-]+", a) for a in doc.xpath("//@href"))
    assert (
        len(doc.xpath("//article")) == 2
        and len(doc.xpath("//section[@class='changes']//tr[@class]")) == 2
    )


def test_the_same_output_gives_the_same_bytes(out: Path, old: Path) -> None:
    one, two = (
        "".join(reporting.report(out, reporting.since(out, str(old), Config()))) for _ in range(2)
    )
    assert one == two


def test_records_out_of_order_are_found(tmp_path: Path) -> None:
    doc = parsed(
        folder(tmp_path, [release(n) for n in range(3)], [meeting(2), meeting(0), meeting(1)])
    )
    assert records(doc) == [f"m-{n:012x}" for n in range(3)]


def test_output_that_does_not_fit_together(tmp_path: Path) -> None:
    with pytest.raises(
        MahdarError, match=r"1\.txt: its record m-000000000001 is missing.*mahdar process"
    ):
        parsed(folder(tmp_path, [release(1)], []))


def test_a_damaged_line(out: Path) -> None:
    with open(out / "releases.jsonl", "a") as file:
        file.write("{}\n")
    with pytest.raises(MahdarError, match=r"releases\.jsonl: line 5 .*mahdar process"):
        parsed(out)


def test_a_report_that_fails_leaves_the_old_one(out: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("before")
    (out / "releases.jsonl").write_text("{}\n")
    with pytest.raises(MahdarError):
        reporting.write(out, target)
    assert (
        target.read_text() == "before"
        and [p.name for p in tmp_path.iterdir() if "part" in p.name] == []
    )


# --- the command


def mahdar(*args: object) -> int:
    return cli.main([str(a) for a in args])


def test_the_command(
    out: Path,
    old: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert mahdar("report", out, "--since", old, "--to", "r.html") == 0
    assert capfd.readouterr() == ("", "")
    assert mahdar("report", out, "--since", old, "--to", "-") == 0
    assert capfd.readouterr().out == (tmp_path / "r.html").read_text(encoding="utf-8")
    assert mahdar("report", out, "--to", "all.html") == 0
    assert "--since" in capfd.readouterr().err
    assert (tmp_path / "all.html").stat().st_size > (tmp_path / "r.html").stat().st_size


def test_wrong_use(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert mahdar("report", out) == 2  # no target given
    assert mahdar("report", "missing", "--to", "r.html") == 2
    assert mahdar("report", out, "--since", "missing", "--to", "r.html") == 2
    assert mahdar("report", out, "--since", "HEAD:missing", "--to", "r.html") == 2
    assert mahdar("report", out, "--to", "missing/r.html") == 3
    assert [line.startswith("mahdar: ") for line in capfd.readouterr().err.splitlines()] == [
        True
    ] * 5
