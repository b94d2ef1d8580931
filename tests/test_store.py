from __future__ import annotations

import errno
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import manifest, store
from pipeline.errors import MahdarError, UsageError
from pipeline.store import Failure, Result, Seen, Store
from pipeline.types import Reject

PRINT = "f1"


def result(content: str, source: str, records: int = 1) -> Result:
    release_id = f"r-{source}"
    return Result(
        content,
        release_id,
        source,
        f'{{"id":"{release_id}"}}',
        tuple(f'{{"n":{i}}}' for i in range(records)),
        removed=records,
    )


def rows(db: Store, fingerprint: str = PRINT) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (r.content, first.source, others) for r, first, others in store.results(db, fingerprint)
    ]


def seen(path: str, line: int, content: str) -> Seen:
    source = f"{path}:{line}"
    return Seen(path, line, source, path, f"r-{source}", content)


def see(db: Store, sources: Iterable[tuple[str, int, str]]) -> list[bool]:
    return [
        store.see_release(db, seen(path, line, content), PRINT) for path, line, content in sources
    ]


def test_results_outlive_the_run_and_what_is_not_seen_again_is_pruned(tmp_path: Path) -> None:
    with store.opened(tmp_path) as db:
        assert see(db, [("a", 1, "c-1"), ("b", 1, "c-2")]) == [True, True]
        store.keep(db, [result("c-1", "a:1"), result("c-2", "b:1", records=0)], PRINT)
        assert store.counts(db, PRINT) == store.Counts(
            inputs=2, releases=2, new=2, rejected=0, removed=1, meetings=1
        )
    with store.opened(tmp_path) as db:
        assert rows(db) == []  # nothing seen yet in this run
        assert see(db, [("b", 1, "c-2")]) == [False]
        (kept,) = store.results(db, PRINT)
        assert kept == (result("c-2", "b:1", records=0), seen("b", 1, "c-2"), ())
        store.prune(db, PRINT)
        assert db.execute("SELECT content FROM results").fetchall() == [("c-2",)]


def test_another_fingerprint_makes_results_out_of_date(tmp_path: Path) -> None:
    with store.opened(tmp_path) as db:
        see(db, [("a", 1, "c-1")])
        store.keep(db, [result("c-1", "a:1")], PRINT)
        assert rows(db, "f2") == []
        assert (
            store.see_release(db, seen("b", 1, "c-1"), "f2") is False
        )  # seen before in this run: already in progress
    with store.opened(tmp_path) as db:
        assert store.see_release(db, seen("b", 1, "c-1"), "f2") is True


def test_a_release_of_several_sources_is_done_once_and_named_by_the_first(tmp_path: Path) -> None:
    with store.opened(tmp_path) as db:
        assert see(db, [("b", 0, "c-1"), ("a", 10, "c-1"), ("a", 9, "c-1"), ("a", 2, "c-2")]) == [
            True,
            False,
            False,
            True,
        ]
        store.keep(db, [result("c-1", "b:0"), result("c-2", "a:2")], PRINT)
        assert rows(db) == [
            ("c-2", "a:2", ()),
            ("c-1", "a:9", ("a:10", "b:0")),
        ]  # lines in the order of numbers
        assert store.counts(db, PRINT).inputs == 4


def test_a_known_file_is_taken_whole_only_while_its_bytes_and_results_are_there(
    tmp_path: Path,
) -> None:
    with store.opened(tmp_path) as db:
        see(db, [("a", 1, "c-1"), ("a", 2, "c-2")])
        store.know_file(db, "a", "a", "hash", PRINT)
        store.keep(db, [result("c-1", "a:1")], PRINT)
    with store.opened(tmp_path) as db:
        assert not store.see_file(db, "a", "a", "hash", PRINT)  # r-2 was never done
        assert rows(db) == []
        store.keep(db, [result("c-2", "a:2")], PRINT)
        assert not store.see_file(db, "a", "a", "other", PRINT)
        assert not store.see_file(db, "a", "a", "hash", "f2")
        assert store.see_file(db, "a", "a", "hash", PRINT)
        assert rows(db) == [("c-1", "a:1", ()), ("c-2", "a:2", ())]
        store.forget(db)
    with store.opened(tmp_path) as db:
        assert not store.see_file(db, "a", "a", "hash", PRINT)


def test_rejects_are_of_this_run_sorted_and_one_a_source(tmp_path: Path) -> None:
    with store.opened(tmp_path) as db:
        store.see_reject(db, Reject("z", "read", "empty", "no text"))
        see(db, [("b", 1, "c-1"), ("a", 1, "c-1")])
        store.keep(db, [Failure("c-1", "normalize", "no_arabic", "why")], PRINT)
        assert [(r.source, r.stage) for r in store.rejects(db)] == [
            ("a:1", "normalize"),
            ("b:1", "normalize"),
            ("z", "read"),
        ]
        assert store.counts(db, PRINT).rejected == 3
    with store.opened(tmp_path) as db:
        assert list(store.rejects(db)) == []
        assert see(db, [("b", 1, "c-1")]) == [True]  # a rejected release is tried again


def test_of_different_releases_with_one_id_the_first_keeps_it(tmp_path: Path) -> None:
    with store.opened(tmp_path) as db:
        for place, content in (("b", "c-2"), ("a", "c-1"), ("c", "c-1"), ("d", "c-3")):
            store.see_release(db, Seen(place, 0, f"{place}.txt", place, "r-1", content), PRINT)
        store.keep(db, [result("c-1", "a.txt"), result("c-2", "b.txt")], PRINT)
        store.keep(db, [Failure("c-3", "normalize", "no_arabic", "why")], PRINT)
        store.part_keys(db, PRINT)
        assert rows(db) == [("c-1", "a.txt", ("c.txt",))]
        assert [(r.source, str(r.reason)) for r in store.rejects(db)] == [
            ("b.txt", "same_key"),
            ("d.txt", "no_arabic"),
        ]
        assert "a.txt" in next(store.rejects(db)).detail
        counts = store.counts(db, PRINT)
        assert (counts.inputs, counts.releases, counts.new, counts.rejected) == (2, 1, 1, 2)


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    def outcomes() -> Iterable[Result]:
        yield result("c-1", "a:1")
        raise KeyboardInterrupt

    with store.opened(tmp_path) as db:
        see(db, [("a", 1, "c-1")])
        with pytest.raises(KeyboardInterrupt):
            store.keep(db, outcomes(), PRINT)
        assert rows(db) == []
        store.keep(db, [result("c-1", "a:1")], PRINT)
        assert len(rows(db)) == 1


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.integers(0, 12), st.sampled_from(["c-1", "c-2", "c-3"])
        ),
        unique_by=lambda s: s[:2],
    )
)
def test_the_order_of_reading_does_not_matter(sources: list[tuple[str, int, str]]) -> None:
    import tempfile

    done = []
    for order in (sources, sources[::-1]):
        with tempfile.TemporaryDirectory() as folder, store.opened(Path(folder)) as db:
            todo = see(db, order)
            store.keep(
                db,
                [
                    result(r, f"{path}:{n}")
                    for (path, n, r), new in zip(order, todo, strict=True)
                    if new
                ],
                PRINT,
            )
            done.append(rows(db))
    assert done[0] == done[1]
    assert sorted(s for _, first, others in done[0] for s in (first, *others)) == sorted(
        f"{p}:{n}" for p, n, _ in sources
    )


def test_a_second_run_is_told_to_wait_and_a_dead_one_leaves_no_lock(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline import store\n"
        "with store.opened(Path(sys.argv[1])): print('in', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"in\n"
        with (
            pytest.raises(MahdarError, match=r"another run is writing to .*another --out"),
            store.opened(tmp_path),
        ):
            pass
        other.kill()
    with store.opened(tmp_path):
        pass


def test_a_store_that_is_no_database_or_of_another_layout_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / store.FOLDER / "store.sqlite"
    path.parent.mkdir()
    path.write_bytes(b"this is no database, only text of some length" * 100)
    with store.opened(tmp_path) as db:
        assert see(db, [("a", 1, "c-1")]) == [True]
        store.keep(db, [result("c-1", "a:1")], PRINT)
        db.execute("PRAGMA user_version = 99")
    with store.opened(tmp_path) as db:
        assert see(db, [("a", 1, "c-1")]) == [True]


def test_git_sees_the_records_and_not_the_store(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    with store.opened(tmp_path):
        store.write(tmp_path, {"records.jsonl": ["{}"]})
        store.remember(tmp_path, "records.jsonl", 5)
    status = ["git", "status", "--porcelain", "--untracked-files=all"]
    assert (
        subprocess.run(status, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
        == "?? manifest.json\n?? records.jsonl\n"
    )


def test_failures_of_the_disk_are_a_line_that_names_the_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "file" / "out", Path(os.devnull)):
        with (
            pytest.raises(
                UsageError, match=f"^{out}: is no folder, or lies in a file; choose another --out$"
            ),
            store.opened(out),
        ):
            pass
    (tmp_path / "records.jsonl").mkdir()
    with pytest.raises(MahdarError, match=r"Is a directory; .* move it away, then run again$"):
        store.write(tmp_path, {"records.jsonl": ["{}"]})
    with (
        pytest.raises(MahdarError, match=r"database or disk is full.*make room"),
        store.opened(tmp_path) as db,
    ):
        db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
        store.keep(db, [result(f"r-{i}", "x" * 1000) for i in range(100)], PRINT)
    with pytest.raises(sqlite3.ProgrammingError), store.opened(tmp_path) as db:  # a bug stays a bug
        db.execute("SELECT ?", ())


@pytest.mark.parametrize(
    ("cause", "mend"),
    [
        (errno.ENOSPC, "make room, then run again"),
        (errno.EROFS, "fix the permissions, then run again"),
        (errno.EIO, "check the disk, then run again"),
    ],
)
def test_the_mend_is_that_of_the_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cause: int, mend: str
) -> None:
    def failing(file: int) -> None:
        raise OSError(cause, os.strerror(cause))

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(MahdarError, match=f"^{tmp_path}: {os.strerror(cause)}; {mend}$"):
        store.write(tmp_path, {"records.jsonl": ["{}"]})
    assert not list(tmp_path.iterdir())  # what is half written needs the room


def test_a_database_that_another_program_holds_is_not_a_full_disk(tmp_path: Path) -> None:
    with pytest.raises(MahdarError, match=r"locked; another program has it open"):  # noqa: SIM117
        with store.opened(tmp_path) as db:
            other = sqlite3.connect(tmp_path / store.FOLDER / store.DATABASE, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            db.execute("PRAGMA busy_timeout = 0")
            try:
                store.keep(db, [result("c-1", "a:1")], PRINT)
            finally:
                other.close()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE results SET records = substr(records, 1, 4) WHERE content = 'c-1'",
        "UPDATE results SET release = replace(release, 'a', 'e') WHERE content = 'c-1'",
        "UPDATE results SET release = CAST(x'7b22ff' AS TEXT) WHERE content = 'c-1'",
        "UPDATE results SET meetings = 7 WHERE content = 'c-1'",
        "UPDATE results SET digest = 'x' WHERE content = 'c-1'",
    ],
)
def test_a_damaged_row_is_done_again_and_the_others_are_not(tmp_path: Path, damage: str) -> None:
    with store.opened(tmp_path) as db:
        see(db, [("a", 1, "c-1"), ("b", 1, "c-2")])
        store.keep(db, [result("c-1", "a:1"), result("c-2", "b:1")], PRINT)
        for name in "ab":
            store.know_file(db, name, name, "sha", PRINT)
        assert db.execute(damage).rowcount == 1
    with store.opened(tmp_path) as db:
        assert not store.see_file(db, "a", "a", "sha", PRINT)
        assert see(db, [("a", 1, "c-1"), ("b", 1, "c-2")]) == [True, False]
        store.keep(db, [result("c-1", "a:1")], PRINT)
        assert [content for content, *_ in rows(db)] == ["c-1", "c-2"]
    with store.opened(tmp_path) as db:
        assert see(db, [("a", 1, "c-1")]) == [False]


def test_a_damaged_row_of_a_file_costs_one_reading_of_it(tmp_path: Path) -> None:
    with store.opened(tmp_path) as db:
        see(db, [("a", 1, "c-1"), ("b", 1, "c-2")])
        store.keep(db, [result("c-1", "a:1"), result("c-2", "b:1")], PRINT)
        for name in "ab":
            store.know_file(db, name, name, "sha", PRINT)
        db.execute("UPDATE file_releases SET source = 'a:9' WHERE path = 'a'")
    with store.opened(tmp_path) as db:
        assert not store.see_file(db, "a", "a", "sha", PRINT)
        assert store.see_file(db, "b", "b", "sha", PRINT)
        assert see(db, [("a", 1, "c-1")]) == [False]  # its result is complete
        store.know_file(db, "a", "a", "sha", PRINT)
    with store.opened(tmp_path) as db:
        assert store.see_file(db, "a", "a", "sha", PRINT)


def test_a_bit_that_flips_on_the_disk_is_noticed(tmp_path: Path) -> None:
    with store.opened(tmp_path) as db:
        see(db, [("a", 1, "c-1")])
        store.keep(db, [result("c-1", "a:1")], PRINT)
    path = tmp_path / store.FOLDER / store.DATABASE
    data = path.read_bytes()
    assert data.count(b'{"n":0}') == 1
    path.write_bytes(data.replace(b'{"n":0}', b'{"n":1}'))
    with store.opened(tmp_path) as db:
        assert see(db, [("a", 1, "c-1")]) == [True]


def test_write_replaces_all_files_and_leaves_no_other(tmp_path: Path) -> None:
    store.write(tmp_path, {"a": ["1", "محضر"], "b": []})
    store.write(tmp_path, {"a": ["2"], "b": ["3"]})
    there = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert json.loads(there.pop("manifest.json"))["files"].keys() == {"a", "b"}
    assert there == {"a": b"2\n", "b": b"3\n"}
    manifest.check(tmp_path, "a", "b")


@pytest.mark.parametrize("renamed", [0, 1, 2])
@pytest.mark.parametrize("first", [False, True])
def test_files_of_two_runs_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renamed: int, first: bool
) -> None:
    """The state after a run that was killed before the manifest was in place."""
    monkeypatch.setattr(manifest, "_PAUSE", 0)
    for name in "ab":
        (tmp_path / name).write_text("of 0.1, which had no manifest\n")
    if not first:
        store.write(tmp_path, {"a": ["1"], "b": ["1"]})
    real, left = os.replace, renamed

    def dying(source: Path, target: Path) -> None:
        nonlocal left
        if not left:
            raise KeyboardInterrupt
        left -= 1
        real(source, target)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, "replace", dying)
        store.write(tmp_path, {"a": ["2"], "b": ["2"]})
    if renamed or first:
        with pytest.raises(UsageError, match="does not belong to the run in"):
            manifest.check(tmp_path, "a", "b")
    else:
        manifest.check(tmp_path, "a", "b")
    store.write(tmp_path, {"a": ["2"], "b": ["2"]})
    manifest.check(tmp_path, "a", "b")


def test_a_failing_line_leaves_the_old_file(tmp_path: Path) -> None:
    store.write(tmp_path, {"a": ["old"], "b": ["old"]})
    with pytest.raises(ZeroDivisionError):
        store.write(tmp_path, {"a": ["new"], "b": (str(1 / n) for n in (1, 0))})
    assert (tmp_path / "a").read_text() == (tmp_path / "b").read_text() == "old\n"


def ran(out: Path, text: str, kept: int = 3) -> None:
    (out / "records.jsonl").write_text(text, encoding="utf-8")
    with store.opened(out):
        store.remember(out, "records.jsonl", kept)


def kept_texts(out: Path) -> list[tuple[int, str]]:
    texts = []
    for run in store.runs(out):
        with store.records_of(out, run) as file:
            texts.append((run.number, file.read().decode()))
    return texts


def files_of_runs(out: Path) -> set[str]:
    return {p.name for p in (out / store.FOLDER / store.RUNS).iterdir()}


def test_the_records_of_the_last_runs_are_kept(tmp_path: Path) -> None:
    assert store.runs(tmp_path) == ()
    for text in ("محضر\n", "b\n", "", "b\n", "b\n"):
        ran(tmp_path, text)
    assert kept_texts(tmp_path) == [(3, ""), (4, "b\n"), (5, "b\n")]
    assert len(files_of_runs(tmp_path)) == 3  # two texts and the list
    ran(tmp_path, "c", kept=1)
    assert kept_texts(tmp_path) == [(6, "c")]
    assert len(files_of_runs(tmp_path)) == 2
    ran(tmp_path, "d", kept=0)
    assert kept_texts(tmp_path) == []
    assert files_of_runs(tmp_path) == {store.LIST}


def test_the_run_that_was_last_reviewed_is_kept_beyond_the_others(tmp_path: Path) -> None:
    assert store.reviewed(tmp_path) is None
    assert store.mark_reviewed(tmp_path) is None
    for text in "ab":
        ran(tmp_path, text)
    marked = store.mark_reviewed(tmp_path)
    for text in "cdef":
        ran(tmp_path, text, kept=2)
    assert kept_texts(tmp_path) == [(5, "e"), (6, "f")]
    assert marked is not None and store.reviewed(tmp_path) == marked and marked.number == 2
    with store.records_of(tmp_path, marked) as file:
        assert file.read() == b"b"
    store.mark_reviewed(tmp_path)
    ran(tmp_path, "g", kept=2)
    assert len(files_of_runs(tmp_path)) == 4  # f and g, the list and the marker


def test_a_damaged_list_of_runs_or_a_missing_file_is_as_if_nothing_was_kept(tmp_path: Path) -> None:
    for text in "ab":
        ran(tmp_path, text)
    folder = tmp_path / store.FOLDER / store.RUNS
    for damaged in (
        "[{",
        "{}",
        '[1, {"number": "x"}, {"number": 1, "at": "", "sha256": "../../x"}]',
    ):
        (folder / store.LIST).write_text(damaged)
        assert store.runs(tmp_path) == ()
    ran(tmp_path, "c")
    assert kept_texts(tmp_path) == [(1, "c")]
    (folder / f"{'0' * 32}.jsonl.tmp").write_text("left by a run that was killed")
    ran(tmp_path, "d")
    for packed in folder.glob("*.gz"):
        packed.unlink()
    assert store.runs(tmp_path) == ()
    assert files_of_runs(tmp_path) == {store.LIST}
