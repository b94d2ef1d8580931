"""The whole way with the shipped model, over the sample releases, as a new user runs it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.robustness import records, told
from pipeline import run
from pipeline.config import Config
from pipeline.readers import read
from pipeline.types import Release

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"
OUTPUT = ("records.jsonl", "releases.jsonl", "rejects.jsonl", "meetings.jsonl", "entities.jsonl")

# runs `mahdar process`, then prints which of these were loaded
COMMAND = """
import sys
from pipeline.cli import main
status = main()
print(*{"torch", "transformers", "spacy"} & set(sys.modules))
sys.exit(status)
"""


def mahdar(*args: str | Path, **kw: Any) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *args],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=env,
        **kw,
    )


@pytest.fixture(scope="session")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Return the output folder of one run over the samples, and its result."""
    out = tmp_path_factory.mktemp("samples")
    return out, mahdar("process", "data/raw", "--out", out)


def lines(out: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / name).read_text(encoding="utf-8").splitlines()]


def test_the_samples_go_through_with_the_broken_file_named(
    done: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    out, ended = done
    assert ended.returncode == 1, ended.stderr
    assert "mahdar: rejected data/raw/ona-broken.docx: " in ended.stderr
    assert [r["source"] for r in lines(out, "rejects.jsonl")] == ["data/raw/ona-broken.docx"]
    assert len(lines(out, "releases.jsonl")) >= 12
    assert len(lines(out, "records.jsonl")) >= 12
    assert "paragraphs removed" in ended.stderr


def test_no_torch_is_loaded(done: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    assert done[1].stdout == "spacy\n"


def test_every_mention_stands_in_the_text(
    done: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    releases = lines(done[0], "releases.jsonl")
    texts = {r["id"]: r["text"] for r in releases}
    mentions = [(r["text"], m) for r in releases for m in r["mentions"]]
    assert len(mentions) > 100
    assert all(m["surface"] == text[m["start"] : m["end"]] for text, m in mentions)
    for record in lines(done[0], "records.jsonl"):
        size = len(texts[record["release"]["id"]])
        for person in record["people"]:
            assert all(0 <= start < end <= size for start, end in person["mentions"])


def test_two_jobs_give_the_same_bytes(
    done: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    assert mahdar("process", "data/raw", "--out", tmp_path, "--jobs", "2").returncode == 1
    assert {name: (tmp_path / name).read_bytes() for name in OUTPUT} == {
        name: (done[0] / name).read_bytes() for name in OUTPUT
    }


def by_itself(value: Any) -> Any:
    """Return a line without the values that depend on other reports."""
    if isinstance(value, list):
        return [by_itself(x) for x in value]
    if isinstance(value, dict):
        others = ("meeting_id", "announces", "entity_id")
        return {k: by_itself(x) for k, x in value.items() if k not in others}
    return value


def test_a_release_gives_the_same_record_whatever_stands_beside_it(
    done: tuple[Path, subprocess.CompletedProcess[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    alone = Path("data/raw/spa-food-security.txt")
    run.process([alone], tmp_path, Config())
    for name in ("records.jsonl", "releases.jsonl"):
        together = list(map(by_itself, lines(done[0], name)))
        mine = list(map(by_itself, lines(tmp_path, name)))
        assert mine and all(line in together for line in mine)


def test_a_pipe_gives_the_same_meetings(
    done: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    text = RAW / "spa-food-security.txt"
    with open(text, "rb") as file:
        piped = mahdar("process", "-", stdin=file)
    records = [json.loads(line) for line in piped.stdout.splitlines()[:-1]]
    filed = [
        r
        for r in lines(done[0], "records.jsonl")
        if r["release"]["source"] == "data/raw/spa-food-security.txt"
    ]
    assert records and len(records) == len(filed)
    for a, b in zip(records, filed, strict=True):
        assert a.pop("release")["text"] == text.read_text(encoding="utf-8")
        del a["record_id"], b["record_id"], b["release"]  # standard input has no place
        assert by_itself(a) == by_itself(b)


def careless(text: str) -> str:
    """Return a text in a common careless spelling: no hamza, ه for ة, separate «و», the headline in
    the stars of a messenger."""
    text = re.sub(r"(?<!\w)و(?=ال\w{3})", "و ", re.sub(r"ة(?!\w)", "ه", re.sub("[أإ]", "ا", text)))
    return re.sub(r"^[^\n]+", r"*\g<0>*", text)


def test_careless_writing_gives_the_same_records() -> None:
    """All samples but one: «بابها» means «her door» as well as «in Abha»."""
    config = Config()
    paths = (p for p in sorted(RAW.iterdir()) if "abha" not in p.name)
    docs = [
        {"key": r.source, "text": r.text, "published": r.published}
        for p in paths
        for r in read(p, config)
        if isinstance(r, Release)
    ]
    careful, other = (
        [told(r) for r in records(docs, change, config)] for change in (str, careless)
    )
    assert sum(map(len, careful)) > 250
    assert other == careful
