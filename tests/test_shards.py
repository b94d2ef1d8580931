from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import run, shards
from pipeline.config import Config
from pipeline.errors import MahdarError, UsageError
from pipeline.readers import File, read
from pipeline.readers.parts import parts, read_part
from pipeline.types import Release
from tests import fakes

FILES = ("records.jsonl", "releases.jsonl", "rejects.jsonl")
SENTENCES = (
    "عقدت لجنة المراعي اجتماعها الرابع في صلالة برئاسة سالم الرويعي.",
    "التقى وزير الزراعة حمد المعولي نظيره الأردني أمس في مسقط.",
    "وافق مجلس السواقي على خطة الري، ووجه بمتابعتها.",
)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return fakes.config(tmp_path)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Write single files, one of them twice and one broken, and JSON Lines of many releases with a
    blank line, a broken line and a repeated line."""
    folder = tmp_path / "archive"
    folder.mkdir()
    draw = random.Random(32)
    for n in range(12):
        text = "\n".join(draw.choices(SENTENCES, k=3)) + f"\nالخبر {n}"
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    (folder / "again.txt").write_bytes((folder / "3.txt").read_bytes())
    (folder / "broken.docx").write_bytes(b"PK")
    lines = [
        json.dumps({"text": f"{draw.choice(SENTENCES)} {n}", "published": "2025-02-01"})
        for n in range(40)
    ]
    lines[7:7] = ["", "{", lines[2]]
    (folder / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = parts
    monkeypatch.setattr("pipeline.readers.parts.parts", lambda file: cut(file, 700))


def same(one: Path, other: Path) -> bool:
    files = [{p.name: p.read_bytes() for p in out.glob("*.jsonl")} for out in (one, other)]
    return files[0] == files[1] and set(files[0]) >= set(FILES)


def test_shards_merge_to_the_bytes_of_one_run(
    inputs: Path, tmp_path: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_parts(monkeypatch)
    run.process([inputs], tmp_path / "one", config, steps=fakes.steps)
    made = shards.plan([inputs], tmp_path / "plan", 7)
    order = list(range(7))
    random.Random(1).shuffle(order)
    for shard in order:
        assert shards.run_shard(made, shard, config, fakes.steps)
    summary = shards.merge(made, tmp_path / "merged", config)
    assert same(tmp_path / "one", tmp_path / "merged")
    assert summary.rejected == 2 and summary.repeated == 2
    used = [len(shards.releases_of(made, shard)) for shard in order]
    assert sum(used) > 14 and max(used) < sum(used) / 2


def test_parts_hold_the_releases_of_their_file(inputs: Path, config: Config) -> None:
    file = File(inputs / "many.jsonl", "archive/many.jsonl")
    whole = list(read(file, config, "x.jsonl"))
    for size in (1, 300, 5000, 10**9):
        cut = list(parts(file, size))
        assert [got for part in cut for got in read_part(part, config, "x.jsonl")] == whole
    assert len(list(parts(file, 300))) > 5
    assert sum(isinstance(got, Release) for got in whole) == 41


def test_only_what_is_missing_or_of_other_settings_is_done_again(
    inputs: Path, tmp_path: Path, config: Config
) -> None:
    made = shards.plan([inputs], tmp_path / "plan", 3)
    assert shards.missing(made, config) == [0, 1, 2]
    assert shards.run_shard(made, 1, config, fakes.steps)
    assert not shards.run_shard(made, 1, config, fakes.steps)
    assert shards.missing(shards.plan([inputs], tmp_path / "plan", 3), config) == [0, 2]
    with pytest.raises(UsageError, match="2 of 3 shards are not done, such as 0"):
        shards.merge(made, tmp_path / "out", config)
    whole = made.done(1).read_bytes()
    made.done(1).write_bytes(whole[: len(whole) // 2][:20])
    assert 1 in shards.missing(made, config)


def test_a_file_that_changes_needs_another_plan(
    inputs: Path, tmp_path: Path, config: Config
) -> None:
    made = shards.plan([inputs], tmp_path / "plan", 1)
    (inputs / "3.txt").write_text("خبر آخر", encoding="utf-8")
    with pytest.raises(MahdarError, match=r"3\.txt: has changed since the plan"):
        shards.run_shard(made, 0, config, fakes.steps)
    again = shards.plan([inputs], tmp_path / "plan", 1, replace=True)
    assert again != made and shards.run_shard(again, 0, config, fakes.steps)


def test_a_shard_reads_no_line_of_another(inputs: Path, tmp_path: Path, config: Config) -> None:
    made = shards.plan([inputs], tmp_path / "plan", 3)
    parts = made.folder / shards.PARTS
    lines = parts.read_bytes().splitlines(keepends=True)
    mine = [json.loads(line).get("shard", 0) == 1 for line in lines]
    assert 0 < sum(mine) < len(lines)
    own = zip(lines, mine, strict=True)
    parts.write_bytes(b"".join(line if m else b"?" * len(line) for line, m in own))
    assert len(shards.releases_of(made, 1)) == sum(mine)
    assert shards.run_shard(made, 1, config, fakes.steps)


def test_every_part_belongs_to_one_shard(inputs: Path, tmp_path: Path) -> None:
    made = shards.plan([inputs], tmp_path / "plan", 7)
    lines = (made.folder / shards.PARTS).read_text(encoding="utf-8").splitlines()
    parts = list(map(json.loads, lines))
    for shard in range(7):
        wanted = [row["display"] for row in parts if row.get("shard") == shard]
        assert shards.releases_of(made, shard) == wanted


def test_a_plan_of_another_version_is_refused(inputs: Path, tmp_path: Path) -> None:
    made = shards.plan([inputs], tmp_path / "plan", 3)
    about = json.loads((made.folder / shards.PLAN).read_text(encoding="utf-8"))
    (made.folder / shards.PLAN).write_text(json.dumps({**about, "version": 1}), encoding="utf-8")
    with pytest.raises(UsageError, match="was planned by another version; delete it and plan"):
        shards.opened(made.folder)


def test_another_plan_is_never_overwritten(inputs: Path, tmp_path: Path) -> None:
    shards.plan([inputs], tmp_path / "plan", 3)
    with pytest.raises(UsageError, match="holds a plan of other inputs or shards"):
        shards.plan([inputs], tmp_path / "plan", 4)
    with pytest.raises(UsageError, match="lie one in the other"):
        shards.plan([inputs], inputs / "plan", 4)
    with pytest.raises(UsageError, match="holds no plan"):
        shards.opened(tmp_path)
    with pytest.raises(UsageError, match="shards 0 to 2, not 3"):
        shards.run_shard(shards.opened(tmp_path / "plan"), 3, Config())


def test_a_kill_at_any_moment_loses_nothing(inputs: Path, tmp_path: Path) -> None:
    """Plan, run and merge are killed at 50 seeded points."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing_shards", inputs, tmp_path / "work", "32", "50"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["tried"] == 50 and told["wrong"] == {}
