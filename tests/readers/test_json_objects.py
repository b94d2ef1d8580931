from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Config
from pipeline.errors import Reason
from pipeline.readers import read
from pipeline.readers.draft import iso_date
from pipeline.readers.json_objects import read_json
from pipeline.types import Reject, Release

TEXT = "عقدت اللجنة اجتماعها.\r\n\n  وناقشت الخطة. "


def _read(path: Path, config: Config | None = None) -> list[Release | Reject]:
    return list(read(path, config or Config(), display=path.name))


def _write(path: Path, *items: Any) -> Path:
    lines = [i if isinstance(i, str) else json.dumps(i, ensure_ascii=False) for i in items]
    path.write_text("\n".join(lines), encoding="utf-8", newline="")
    return path


def test_object_with_everything(tmp_path: Path) -> None:
    item = {
        "id": 7,
        "text": TEXT,
        "title": " عنوان ",
        "published": "2024-05-14T23:00:00Z",
        "url": "https://x.example",
        "outlet": "وكالة",
        "more": [1],
    }
    [release] = _read(_write(tmp_path / "a.json", item))
    assert isinstance(release, Release)
    assert (release.text, release.key, release.title, release.published, release.outlet) == (
        TEXT,
        "7",
        "عنوان",
        "2024-05-14",
        "وكالة",
    )
    assert release.source == "a.json"


@pytest.mark.parametrize("said", ["12/02/2025", "2025-02-30", "أمس", "\ud83d"])
def test_a_day_that_cannot_be_read_is_rejected(tmp_path: Path, said: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"text": TEXT, "published": p} for p in (said, "2025-02-12", " ")]))
    reject, dated, undated = _read(path)
    assert isinstance(reject, Reject) and reject.reason == Reason.SHAPE
    assert reject.detail == f"`published` must be a date, as YYYY-MM-DD, not {said!r}"
    assert isinstance(dated, Release) and dated.published == "2025-02-12"
    assert isinstance(undated, Release) and undated.published is None


def test_html_in_json(tmp_path: Path) -> None:
    item = {
        "html": "<h1>عنوان البيان</h1><p>عقدت اللجنة اجتماعها اليوم.</p>",
        "title": "عنوان آخر",
        "text": None,
    }
    [release] = _read(_write(tmp_path / "a.json", item))
    assert isinstance(release, Release)
    assert release.text.endswith("عقدت اللجنة اجتماعها اليوم.") and release.title == "عنوان آخر"


def test_list(tmp_path: Path) -> None:
    got = _read(_write(tmp_path / "a.json", [{"text": "نص أول"}, {"text": 3}, {"text": "نص ثان"}]))
    assert [(type(g), g.source) for g in got] == [
        (Release, "a.json#1"),
        (Reject, "a.json#2"),
        (Release, "a.json#3"),
    ]


def test_lines_under_the_name_of_json(tmp_path: Path) -> None:
    got = _read(_write(tmp_path / "a.json", {"text": "نص أول"}, {"text": "نص ثان"}))
    assert [g.source for g in got] == ["a.json:1", "a.json:2"]


def test_a_broken_line_costs_only_itself(tmp_path: Path) -> None:
    got = _read(
        _write(
            tmp_path / "a.jsonl",
            {"text": "نص أول"},
            "{broken",
            "",
            {"text": "نص ثان", "id": True},
            [1],
            {"text": "نص ثالث"},
        )
    )
    assert [(g.source, g.reason if isinstance(g, Reject) else None) for g in got] == [
        ("a.jsonl:1", None),
        ("a.jsonl:2", "shape"),
        ("a.jsonl:4", "shape"),
        ("a.jsonl:5", "shape"),
        ("a.jsonl:6", None),
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"]
)
@pytest.mark.parametrize("packed", [False, True])
def test_lines_in_any_encoding(tmp_path: Path, encoding: str, packed: bool) -> None:
    lines = [
        json.dumps({"text": f"عقدت اللجنة الاجتماع {i}"}, ensure_ascii=False) for i in range(3)
    ]
    data = ("\r\n".join(lines) + "\n").encode(encoding)
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    path.write_bytes(gzip.compress(data) if packed else data)
    got = _read(path)
    assert [g.text for g in got if isinstance(g, Release)] == [
        f"عقدت اللجنة الاجتماع {i}" for i in range(3)
    ]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe\0\0", "utf-32-le"),
    ],
)
@pytest.mark.parametrize("blank", ["", "\n \n"])
def test_lines_that_hold_nothing_are_one_reject(
    tmp_path: Path, mark: bytes, encoding: str, blank: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(mark + blank.encode(encoding))
    (got,) = _read(path)
    assert isinstance(got, Reject) and got.reason == Reason.EMPTY


def test_long_line_is_skipped_and_the_rest_read(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "a.jsonl", {"text": "نص أول"}, {"text": "ن" * 5000}, {"text": "نص ثان"}
    )
    got = _read(path, Config(max_bytes=1000))
    assert [g.reason if isinstance(g, Reject) else g.text for g in got] == [
        "نص أول",
        Reason.TOO_LARGE,
        "نص ثان",
    ]


def test_a_file_larger_than_max_bytes_streams(tmp_path: Path) -> None:
    got = _read(
        _write(tmp_path / "a.jsonl", *({"text": f"نص {i}"} for i in range(200))),
        Config(max_bytes=1000),
    )
    assert len(got) == 200 and all(isinstance(g, Release) for g in got)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"text": 1}, Reason.SHAPE),
        ({"text": ["نص"]}, Reason.SHAPE),
        ({}, Reason.SHAPE),
        ({"title": "عنوان"}, Reason.SHAPE),
        (3, Reason.SHAPE),
        (None, Reason.SHAPE),
        ({"text": "نص", "published": 20240514}, Reason.SHAPE),
        ({"text": "نص", "title": {}}, Reason.SHAPE),
        ({"text": "نص", "id": 1.5}, Reason.SHAPE),
        ({"text": ""}, Reason.EMPTY),
        ({"text": " \n"}, Reason.EMPTY),
        ([], Reason.EMPTY),
        ({"html": "<p></p>"}, Reason.NO_TEXT),
    ],
)
def test_wrong_shapes(tmp_path: Path, item: Any, reason: Reason) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(item))
    [reject] = _read(path)
    assert (
        isinstance(reject, Reject)
        and (reject.stage, reject.reason) == ("read", reason)
        and reject.detail
    )


@pytest.mark.parametrize(
    "text", ["{", "[1, 2", '{"text": "نص"} extra', "نص", '"نص"', "[" * 100_000, "1" * 10_000, "NaN"]
)
def test_broken_json(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    [reject] = _read(path)
    assert (
        isinstance(reject, Reject) and reject.reason == Reason.SHAPE and "\n" not in reject.detail
    )


def test_where_json_breaks_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"text": "x', encoding="utf-8")
    [reject] = _read(path)
    assert (
        isinstance(reject, Reject)
        and reject.detail == "is not JSON: Unterminated string starting at character 9"
    )


@pytest.mark.parametrize(
    "said",
    [
        "Mon, 99 Jan 99999999999 00:00:00 +0000",
        "Mon, 01 Jan 2024 99999999999999999999:00:00 +0000",
        "Mon, 01 Jan 2024 00:00:00 +99999999999999999999",
        "1 Jan 99999999999999999999999 00:00:00 +0000",
        "\u0664" * 5000,  # Arabic-Indic figures
    ],
)
def test_days_beyond_all_calendars_are_rejected(tmp_path: Path, said: str) -> None:
    good = {"text": TEXT}
    found = _read(_write(tmp_path / "a.jsonl", {"text": TEXT, "published": said}, good))
    assert isinstance(found[0], Reject) and found[0].reason == Reason.SHAPE
    assert isinstance(found[1], Release)


def test_half_a_surrogate_pair_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"text": "\\ud83d \\u0646\\u0635"}')
    [reject] = _read(path)
    assert isinstance(reject, Reject) and reject.reason == Reason.ENCODING


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_text_is_taken_as_it_stands(text: str) -> None:
    [(_, draft)] = read_json(json.dumps({"text": text}))
    assert not isinstance(draft, Exception) and draft.text == text


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2024-05-14", "2024-05-14"),
        ("2024/5/4", "2024-05-04"),
        ("2024-05-14T23:59:59+03:00", "2024-05-14"),
        ("20240514", "2024-05-14"),
        ("2024-05-14 10:00", "2024-05-14"),
        ("Tue, 14 May 2024 10:00:00 +0300", "2024-05-14"),
        ("14/05/2024", None),
        ("2024-13-40", None),
        ("أمس", None),
        ("", None),
        ("2024-05-145", None),
    ],
)
def test_dates(said: str, day: str | None) -> None:
    assert iso_date(said) == day
