from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import ledger
from pipeline.corrections import Decision, withdraw
from pipeline.corrections.decisions import line
from pipeline.errors import MahdarError
from tests.corrections.sample import at, decided, records, value

ROOT = Path(__file__).parents[1]


def made(minutes: float, by: str = "سعاد") -> Decision:
    return decided(
        minutes, records()[0], "accept", "ordinal", value(records()[0], "ordinal"), by=by
    )


def ids(path: Path) -> list[str]:
    found = ledger.read(path)
    assert found.faults == ()
    return [d.id for d in found.decisions]


def test_what_is_appended_is_read_in_the_order_of_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "data" / "corrections.jsonl"
    assert ledger.read(path) == ledger.Ledger()
    a, b = made(0), made(1)
    ledger.append(path, b)
    ledger.append(path, a, withdraw(b, by="هدى", at=at(2)))
    found = ledger.read(path)
    assert found.decisions == (b, a, withdraw(b, by="هدى", at=at(2))) and found.faults == ()
    assert path.read_bytes().count(b"\n") == 3 and path.read_bytes().endswith(b"}\n")


def test_a_line_that_stands_twice_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    ledger.append(path, made(0), made(1), made(0))
    assert ids(path) == [made(0).id, made(1).id]


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (b"{not json", "is no JSON"),
        (b"[]", "no JSON object"),
        (b'"\xc3\x28"', "is no JSON"),
        (b"<<<<<<< HEAD", "git conflict"),
        (b"=======", "git conflict"),
        (b"{}", "Field required"),
        (line(made(5)).replace('"value":5', '"value":6').encode(), "its id does not fit"),
        (line(made(5)).replace('"ordinal","old"', '"number","old"').encode(), "no field 'number'"),
        (line(made(5)).replace("accept", "praise").encode(), "accept"),
    ],
)
def test_a_bad_line_is_named_and_the_others_count(tmp_path: Path, bad: bytes, word: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(
        line(made(0)).encode() + b"\n\n" + bad + b"\n" + line(made(1)).encode() + b"\n"
    )
    found = ledger.read(path)
    assert [d.id for d in found.decisions] == [made(0).id, made(1).id]
    (fault,) = found.faults
    assert fault.line == 3 and word in fault.reason and "\n" not in fault.reason


def test_a_line_may_be_written_by_hand_without_an_id_and_without_its_end(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    content = made(0).model_dump(mode="json", exclude={"id", "others", "anchors", "of"})
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(content).encode())
    (found,) = ledger.read(path).decisions
    assert (found.field, found.others, found.anchors) == ("ordinal", (), None)
    ledger.append(path, made(1))
    assert ids(path) == [found.id, made(1).id]


def test_half_a_line_is_told_of_and_does_not_swallow_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    ledger.append(path, made(0))
    with open(path, "ab") as file:
        file.write(line(made(1)).encode()[:200])
    found = ledger.read(path)
    assert [d.id for d in found.decisions] == [made(0).id] and [f.line for f in found.faults] == [2]
    assert "cut off" in found.faults[0].reason
    ledger.append(path, made(2))
    found = ledger.read(path)
    assert [d.id for d in found.decisions] == [made(0).id, made(2).id] and [
        f.line for f in found.faults
    ] == [2]


KILL = """
import os, signal, sys
from pathlib import Path
from pipeline import ledger
from pipeline.corrections import Decision

point, path, *lines = sys.argv[1:]
write, fsync = os.write, os.fsync

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def half(file, data):
    write(file, data[:len(data) // 2])
    die()

def whole(file, data):
    write(file, data)
    die()

if point == "before write":
    os.write = die
elif point == "in write":
    os.write = half
elif point == "after write":
    os.write = whole
elif point == "before fsync":
    os.fsync = die
ledger.append(Path(path), *map(Decision.model_validate_json, lines))
print("kept", flush=True)
die()
"""


@pytest.mark.parametrize(
    ("point", "kept", "faults"),
    [
        ("before write", 1, 0),
        ("in write", 1, 1),
        ("after write", 2, 0),
        ("before fsync", 2, 0),
        ("after all", 2, 0),
    ],
)
def test_a_kill_loses_at_most_what_was_not_said_to_be_kept(
    tmp_path: Path, point: str, kept: int, faults: int
) -> None:
    path = tmp_path / "c.jsonl"
    ledger.append(path, made(0))
    done = subprocess.run(
        [sys.executable, "-c", KILL, point, str(path), line(made(1))],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert ("kept" in done.stdout) == (point == "after all")
    found = ledger.read(path)
    assert ([d.id for d in found.decisions], len(found.faults)) == (
        [made(0).id, made(1).id][:kept],
        faults,
    )
    ledger.append(path, made(2))  # the lock ended with its process
    found = ledger.read(path)
    assert (found.decisions[-1], len(found.decisions), len(found.faults)) == (
        made(2),
        kept + 1,
        faults,
    )


def _append(path: Path, by: str) -> None:
    for n in range(20):
        ledger.append(path, made(n, by))


def test_several_processes_append_at_once(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    work = [
        multiprocessing.get_context("spawn").Process(target=_append, args=(path, by))
        for by in ("سعاد", "هدى", "Ali")
    ]
    for process in work:
        process.start()
    for process in work:
        process.join()
    assert [p.exitcode for p in work] == [0, 0, 0]
    assert set(ids(path)) == {made(n, by).id for n in range(20) for by in ("سعاد", "هدى", "Ali")}


def test_a_full_disk_leaves_no_half_line_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.jsonl"
    ledger.append(path, made(0))
    before = path.read_bytes()
    real = os.write

    def full(file: int, data: bytes) -> int:
        if len(data) < 100:
            raise OSError(28, "No space left on device")
        return real(file, data[:-50])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(MahdarError, match=r"nothing was kept: make room, then run again$"):
        ledger.append(path, made(1))
    assert path.read_bytes() == before


def test_a_full_disk_behind_a_run_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kw: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "out" / ".mahdar").mkdir(parents=True)
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(MahdarError, match=r"No space left on device; make room, then run again$"):
        ledger.remember(tmp_path / "out", tmp_path / "c.jsonl")


def test_a_file_that_git_put_in_place_of_the_locked_one_is_opened_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.jsonl"
    ledger.append(path, made(0))
    real, asked = ledger._still_there, []

    def replaced(file: int, place: Path) -> bool:
        if not asked:
            new = tmp_path / "new"
            new.write_bytes(line(made(1)).encode() + b"\n")
            os.replace(new, place)
        asked.append(real(file, place))
        return asked[-1]

    monkeypatch.setattr(ledger, "_still_there", replaced)
    ledger.append(path, made(2))
    assert asked == [False, True] and ids(path) == [made(1).id, made(2).id]


def test_a_ledger_that_cannot_be_read_or_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for work in (ledger.read, lambda path: ledger.append(path, made(0))):
        with pytest.raises(MahdarError, match="folder"):
            work(tmp_path / "folder")


def test_two_branches_merge_by_git(tmp_path: Path) -> None:
    def git(*args: str) -> str:
        config = {
            "user.name": "t",
            "user.email": "t@example.org",
            "init.defaultBranch": "main",
            "commit.gpgsign": "false",
        }
        options = [x for k, v in config.items() for x in ("-c", f"{k}={v}")]
        return subprocess.run(
            ["git", *options, *args],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
            env=os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        ).stdout

    path = tmp_path / "data" / "corrections.jsonl"
    git("init", "-q")
    (tmp_path / ".gitattributes").write_text(
        (ROOT / ".gitattributes").read_text(encoding="utf-8"), encoding="utf-8"
    )
    ledger.append(path, made(0))
    git("add", "-A"), git("commit", "-qm", "base"), git("checkout", "-qb", "hers")
    ledger.append(path, made(1, "هدى"), made(3))
    git("commit", "-qam", "hers"), git("checkout", "-q", "main")
    ledger.append(path, made(2), made(3))  # one decision is on both branches
    git("commit", "-qam", "mine"), git("merge", "-q", "--no-edit", "hers")
    assert set(ids(path)) == {made(0).id, made(1, "هدى").id, made(2).id, made(3).id}
    assert len(ids(path)) == 4
    ledger.append(path, made(4))
    assert made(4).id in ids(path)


def test_decisions_are_plain_json(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    ledger.append(path, made(0))
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    said = {"id", "at", "by", "release", "record_id", "verdict", "field", "old", "paragraph"}
    assert set(read) == said | {"anchors", "others"}  # an acceptance adds nothing
    assert (
        read["at"] == "2026-03-01T09:00:00Z"
        and read["by"] == "سعاد"
        and "سعاد" in path.read_text(encoding="utf-8")
    )


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (lambda given: b"[" * 100_000, "nested too deeply"),
        (lambda given: b'{"id":' * 100_000, "nested too deeply"),
        (lambda given: dump(given | {"old": nested(900)}), "no decision"),
        (lambda given: dump(given | {"at": "0001-01-01T00:00:00+14:00"}), "at: no such moment"),
        (lambda given: dump(given | {"at": "9999-12-31T23:59:59-14:00"}), "at: no such moment"),
        (lambda given: dump(given | {"by": "\ud800"}), "surrogate"),
        (lambda given: dump(given | {"release": given["release"] | {"source": "\udfff"}}), "surr"),
    ],
)
def test_a_line_that_nothing_can_hold_is_named_and_the_others_count(
    bad: Callable[[dict[str, Any]], bytes], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "c.jsonl"
    given = json.loads(line(made(0)))
    del given["id"]
    path.write_text(line(made(1)) + "\n", encoding="utf-8")
    with open(path, "ab") as file:
        file.write(bad(given) + b"\n" + line(made(2)).encode() + b"\n")
    found = ledger.read(path)
    assert [d.id for d in found.decisions] == [made(1).id, made(2).id]
    (fault,) = found.faults
    assert fault.line == 2 and said in fault.reason and fault.reason.encode()


def dump(given: dict[str, Any]) -> bytes:
    return json.dumps(given).encode()


def nested(depth: int) -> Any:
    value: Any = 0
    for _ in range(depth):
        value = {"a": value}
    return value
