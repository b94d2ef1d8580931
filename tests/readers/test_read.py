"""The whole of reading: one file in, releases or one clear reject out, never an exception."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.config import Config
from pipeline.errors import Reason
from pipeline.ids import release_id
from pipeline.readers import File, discover, read, read_text_stream, shown
from pipeline.types import Reject, Release

FIXTURES = Path(__file__).parent / "fixtures"
RELEASE = (FIXTURES / "release.txt").read_text(encoding="utf-8")


def _one(path: Path, config: Config | None = None) -> Release | Reject:
    [found] = read(path, config or Config())
    return found


def _reason(path: Path, config: Config | None = None) -> str:
    found = _one(path, config)
    assert isinstance(found, Reject) and found.stage == "read" and found.source == shown(path)
    assert found.detail and "\n" not in found.detail
    return found.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["a.txt", "A.TXT", "a.txt.gz", "b.v2.txt"])
def test_plain_text_is_taken_as_it_stands(tmp_path: Path, encoding: str, name: str) -> None:
    text = f"\n  {RELEASE}\r\n\t"
    data = text.encode(encoding)
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    found = _one(tmp_path / name)
    assert isinstance(found, Release) and found.text == text
    assert found.id == release_id(f"{tmp_path.name}/{name}")


@pytest.mark.parametrize("name", ["a.md", "a.md.gz", "a.html", "a.htm.gz", "a.json.gz"])
def test_text_forms(tmp_path: Path, name: str) -> None:
    body = {
        "md": "# عنوان\n\nعقدت اللجنة اجتماعها.",
        "ht": '<meta charset="windows-1256"><p>عقدت اللجنة اجتماعها.</p>',
        "js": '{"text": "عقدت اللجنة اجتماعها."}',
    }[name[2:4]]
    data = body.encode("cp1256" if name[2:4] == "ht" else "utf-8")
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    found = _one(tmp_path / name)
    assert isinstance(found, Release) and found.text.endswith("عقدت اللجنة اجتماعها.")


@pytest.mark.parametrize("name", ["chromium.pdf", "libreoffice.pdf", "libreoffice.docx"])
def test_binary_forms(name: str) -> None:
    found = _one(FIXTURES / name)
    assert (
        isinstance(found, Release)
        and found.text.startswith("المجلس التنسيقي")
        and found.source.endswith(f"fixtures/{name}")
    )


@pytest.mark.parametrize(
    "suffix", [".txt", ".md", ".html", ".docx", ".pdf", ".json", ".jsonl", ".txt.gz"]
)
def test_empty(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"")
    assert _reason(path) == Reason.EMPTY
    if suffix in (".txt", ".md", ".html", ".json", ".jsonl"):
        path.write_text("\ufeff \n\n")
        assert _reason(path) == Reason.EMPTY


def test_too_large(tmp_path: Path) -> None:
    for suffix in (".txt", ".md", ".html", ".docx", ".pdf", ".json"):
        path = tmp_path / f"large{suffix}"
        with path.open("wb") as file:
            file.truncate(50_000_001)  # takes no space on the disk
        assert _reason(path) == Reason.TOO_LARGE
    (tmp_path / "b.txt").write_text("ن" * 101, encoding="utf-8")
    assert _reason(tmp_path / "b.txt", Config(max_chars=100)) == Reason.TOO_LARGE
    (tmp_path / "b.jsonl").write_text('{"text": "%s"}' % ("ن" * 101), encoding="utf-8")
    [found] = read(tmp_path / "b.jsonl", Config(max_chars=100))
    assert isinstance(found, Reject) and found.reason == Reason.TOO_LARGE


@pytest.mark.parametrize("name", ["a.txt.gz", "a.md.gz", "a.html.gz", "a.json.gz", "a.jsonl.gz"])
def test_gzip_bomb_truncated_and_false(tmp_path: Path, name: str) -> None:
    path, config = tmp_path / name, Config(max_bytes=100_000)
    path.write_bytes(gzip.compress(b" " * 500_000))
    assert _reason(path, config) == Reason.ZIP_BOMB
    path.write_bytes(gzip.compress(b"\n" * 500_000))
    assert _reason(path, config) == Reason.ZIP_BOMB
    path.write_bytes(gzip.compress(RELEASE.replace("\n", " ").encode())[:-300])
    assert _reason(path) == Reason.TRUNCATED
    path.write_bytes(gzip.compress(b"{}")[:-8] + b"\0" * 8)  # checksum
    assert Reason.TRUNCATED in {f.reason for f in read(path, Config()) if isinstance(f, Reject)}
    path.write_text(RELEASE, encoding="utf-8")
    assert _reason(path) == Reason.UNKNOWN_FORMAT


def test_names_of_no_known_format(tmp_path: Path) -> None:
    for name in ("a.xyz", "a", "a.gz", "a.pdf.gz", "a.docx.gz", "a.doc"):
        (tmp_path / name).write_text(RELEASE, encoding="utf-8")
        assert _reason(tmp_path / name) == Reason.UNKNOWN_FORMAT


def test_vanished_folder_loop_and_device(tmp_path: Path) -> None:
    assert _reason(tmp_path / "gone.txt") == Reason.VANISHED
    (tmp_path / "d.txt").mkdir()
    assert _reason(tmp_path / "d.txt") == Reason.UNREADABLE
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    assert _reason(tmp_path / "loop.txt") == Reason.LINK_LOOP
    os.mkfifo(tmp_path / "pipe.txt")  # would block for ever
    assert _reason(tmp_path / "pipe.txt") == Reason.UNREADABLE


@pytest.mark.parametrize("suffix", [".txt", ".jsonl", ".pdf"])
def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(RELEASE, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):  # root may read anything, so the refusal is simulated

        def refuse(self: Path, *args: object, **named: object) -> object:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    assert _reason(path) == Reason.UNREADABLE


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)),
    head=st.sampled_from(
        [b"", b"PK\x03\x04", b"%PDF-1.4\n", b"\xff\xfe", b"<html>", b"{", b"---\n"]
    ),
    suffix=st.sampled_from(
        [".txt", ".md", ".html", ".docx", ".pdf", ".json", ".jsonl", ".txt.gz", ".jsonl.gz"]
    ),
)
def test_any_bytes_under_any_name(tmp_path: Path, data: bytes, head: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(head + data + (b"%%EOF" if suffix == ".pdf" else b""))
    for found in read(path, Config()):
        assert isinstance(found, (Release, Reject))
        if isinstance(found, Release):
            found.text.encode()


@pytest.mark.parametrize("name", ["chromium.pdf", "libreoffice.docx"])
def test_flipped_bytes(tmp_path: Path, name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    for at in range(7, len(data), len(data) // 12):
        path = tmp_path / name
        path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        for found in read(path, Config()):
            assert isinstance(found, (Release, Reject))


def test_standard_input() -> None:
    [found] = read_text_stream(io.BytesIO(RELEASE.encode("cp1256", "ignore")), Config())
    assert isinstance(found, Release) and found.source == "-" and "لجنة" in found.text
    for data, reason in (
        (b"", Reason.EMPTY),
        (b"\0\1\2", Reason.BINARY),
        (b"x" * 11, Reason.TOO_LARGE),
    ):
        [found] = read_text_stream(data, Config(max_bytes=10))
        assert isinstance(found, Reject) and (found.source, found.stage, found.reason) == (
            "-",
            "read",
            reason,
        )


def test_discovery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (
        "raw/b.txt",
        "raw/a/z.pdf",
        "raw/a/.hidden.txt",
        "raw/.git/c.txt",
        "raw/README.md",
        "raw/.gitkeep",
        "raw/c.xyz",
        "raw/B.TXT",
        "raw/d.md.gz",
        "raw/a/Readme",
        "raw/readme-بيان.txt",
        "raw/README.v2.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "raw/a/up").symlink_to(tmp_path / "raw")
    (tmp_path / "raw/self.txt").symlink_to(tmp_path / "raw/self.txt")
    (tmp_path / "raw/gone.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "raw/link.txt").symlink_to(tmp_path / "raw/b.txt")
    found = list(
        discover([Path("raw"), tmp_path / "raw/b.txt", Path("missing"), Path("raw/README.md")])
    )
    assert [shown(f.path) for f in found if isinstance(f, File)] == [
        "raw/B.TXT",
        "raw/README.v2.txt",
        "raw/a/z.pdf",
        "raw/b.txt",
        "raw/d.md.gz",
        "raw/link.txt",
        "raw/readme-بيان.txt",
        "raw/README.md",
    ]
    assert {f.source: f.reason for f in found if isinstance(f, Reject)} == {
        "raw/a/up": "link_loop",
        "raw/self.txt": "link_loop",
        "raw/gone.txt": "vanished",
        "raw/c.xyz": "unknown_format",
        "missing": "vanished",
    }


def test_folders_in_folders_a_thousand_deep(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    made = [here]
    try:
        for _ in range(1500):
            os.mkdir("d", dir_fd=made[-1])
            made.append(os.open("d", os.O_RDONLY, dir_fd=made[-1]))
            if len(made) > 3:
                os.close(made.pop(-3))
        place = Path(tmp_path, *["d"] * 1500)
        (place / "a.txt").write_text("خبر", encoding="utf-8")
        assert [f.path.name for f in discover([tmp_path]) if isinstance(f, File)] == ["a.txt"]
        (place / "a.txt").unlink()
    finally:
        for folder in made:
            os.close(folder)
        subprocess.run(["rm", "-rf", tmp_path / "d"], check=True)  # pytest would recurse


def test_the_place_of_a_file_is_the_same_from_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("press/raw/2024/a.txt", "press/raw/b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    def places(*paths: Path | str) -> list[str]:
        return [f.place for f in discover([*map(Path, paths)]) if isinstance(f, File)]

    whole = ["raw/2024/a.txt", "raw/b.txt"]
    assert places(tmp_path / "press/raw") == whole
    for folder, root in (("press", "raw"), ("press/raw", "."), ("press/raw/2024", "..")):
        monkeypatch.chdir(tmp_path / folder)
        assert places(root) == whole
    monkeypatch.chdir(tmp_path)
    assert places("press/raw/b.txt") == ["raw/b.txt"]
    assert places("press/raw/2024/a.txt") == ["2024/a.txt"]  # its parent is the root
    # the outermost folder is the root of files in both, in whichever order they are given
    assert places("press/raw/2024", "press/raw") == places("press/raw", "press/raw/2024") == whole


def test_the_id_is_that_of_the_key(tmp_path: Path) -> None:
    text = "عقدت لجنة النقل اجتماعها."

    def ids(*objects: dict[str, object]) -> list[str]:
        path = tmp_path / "a.jsonl"
        path.write_text("\n".join(map(json.dumps, objects)), encoding="utf-8")
        return [f.id for f in read(path, Config()) if isinstance(f, Release)]

    plain = {"text": text, "url": " https://x.example/1 "}
    one, two = ids(plain, plain)
    assert one == release_id(f"{tmp_path.name}/a.jsonl:1") != two
    assert ids({"text": text + " ثم انفض."}) == [one]  # the text may change
    own = {"text": text, "id": 7}
    assert ids(own, own | {"outlet": "واع"}) == [
        release_id("", "7"),
        release_id("", "7", "واع"),
    ]
    assert [f.url for f in read(tmp_path / "a.jsonl", Config()) if isinstance(f, Release)] == [
        None,
        None,
    ]
    ids(plain)
    [found] = read(tmp_path / "a.jsonl", Config())
    assert isinstance(found, Release) and found.url == "https://x.example/1"


def test_name_that_is_no_unicode(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xc7\xe1.txt"))
    path.write_text(RELEASE, encoding="utf-8")
    found = _one(path)
    assert isinstance(found, Release)
    assert found.source.encode().endswith(b"/\\xc7\\xe1.txt")


@pytest.mark.parametrize(
    ("name", "legible"),
    [
        (b"a.txt", "a.txt"),
        ("محضر.txt".encode(), "محضر.txt"),
        ("محضر.txt".encode("cp1256"), "\\xe3\\xcd\\xd6\\xd1.txt"),
        (b"\\xe3.txt", "\\\\xe3.txt"),
        (b"\\\\xe3.txt", "\\\\\\\\xe3.txt"),
        (b"\\udce3.txt", "\\\\udce3.txt"),
    ],
)
def test_a_name_that_is_no_unicode_is_told_apart_from_all_others(name: bytes, legible: str) -> None:
    told = shown(Path(os.fsdecode(name)))
    assert told == legible
    assert told.encode()
    back = re.sub(
        rb"\\(\\|x([0-9a-f]{2}))",
        lambda c: bytes.fromhex(c[2].decode()) if c[2] else b"\\",
        told.encode(),
    )
    assert back == name


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, pipeline.readers;"
        "heavy = {'trafilatura', 'lxml', 'docx', 'pypdfium2', 'markdown_it', 'yaml', "
        "'charset_normalizer'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        == "[]\n"
    )


def test_no_noise(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("chromium.pdf", "libreoffice.docx"):
        data = (FIXTURES / name).read_bytes()
        for part in (data, data[:-500], data[:500]):
            (tmp_path / name).write_bytes(part)
            list(read(tmp_path / name, Config()))
    assert capfd.readouterr() == ("", "")
