from __future__ import annotations

import gzip
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import run, store, work
from pipeline.config import Config
from pipeline.errors import MahdarError, UsageError
from pipeline.readers import File
from pipeline.run import Summary
from pipeline.types import Reject, Release
from tests import fakes

OUTPUT = (
    "records.jsonl",
    "releases.jsonl",
    "rejects.jsonl",
    "meetings.jsonl",
    "entities.jsonl",
    "manifest.json",
)
A = "اجتمعت لجنة المتابعة اليوم في المدينة.\nنص يتكرر مرتين في هذا الخبر.\nنص يتكرر مرتين في هذا الخبر.\n"


def made(n: int) -> dict[str, str]:
    return {
        "id": f"k{n}",
        "text": f"خبر رقم {n}: عقدت لجنة التخطيط ولجنة المالية اجتماعا مشتركا لبحث البند {n}.",
    }


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """Write two files with the same release, a Markdown file, JSON Lines with two bad lines, an
    empty file."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(A, encoding="utf-8")
    (folder / "b.txt").write_text(A, encoding="utf-8")
    (folder / "c.jsonl").write_text(
        "".join(
            line + "\n"
            for line in [
                *(json.dumps(made(n)) for n in range(14)),
                "{not json",
                json.dumps({"text": f"نص {fakes.REFUSED} هنا"}),
            ]
        ),
        encoding="utf-8",
    )
    (folder / "d.md").write_text(
        "# عنوان\n\nناقشت لجنة البيئة الخطة السنوية في اجتماعها الأخير.\n", encoding="utf-8"
    )
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return fakes.config(tmp_path)


@pytest.fixture
def trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file that gets the id of each processed release."""
    path = tmp_path / "trace"
    path.touch()
    monkeypatch.setenv(fakes.TRACE, str(path))
    return path


def process(given: Path, out: Path, config: Config, **kw: Any) -> Summary:
    return run.process([given], out, config, steps=fakes.steps, **kw)


def output(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in OUTPUT}


def lines(out: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / name).read_text(encoding="utf-8").splitlines()]


def figures(s: Summary) -> dict[str, int]:
    return {
        name: getattr(s, name)
        for name in ("read", "new", "unchanged", "repeated", "rejected", "removed", "meetings")
    }


def test_the_output_and_its_figures(given: Path, tmp_path: Path, config: Config) -> None:
    out = tmp_path / "out"
    summary = process(given, out, config)
    assert figures(summary) == {
        "read": 20,
        "new": 16,
        "unchanged": 0,
        "repeated": 1,
        "rejected": 3,
        "removed": 1,
        "meetings": 30,
    }
    releases, records, rejects = (
        lines(out, name) for name in ("releases.jsonl", "records.jsonl", "rejects.jsonl")
    )
    a, b, c = given / "a.txt", given / "b.txt", given / "c.jsonl"
    assert [r["source"] for r in releases] == [
        str(a),
        *(f"{c}:{n}" for n in range(1, 15)),
        str(given / "d.md"),
    ]
    assert [r["also_at"] for r in releases] == [[str(b)]] + [[]] * 15
    assert [r["record_id"] for r in records] == [
        m for release in releases for m in release["meetings"]
    ]
    assert [r["key"] for r in releases[1:15]] == [f"k{n}" for n in range(14)]
    assert {(r["source"], r["stage"], r["reason"]) for r in rejects} == {
        (f"{c}:15", "read", "shape"),
        (f"{c}:16", "normalize", "no_arabic"),
        (str(given / "empty.txt"), "read", "empty"),
    }
    assert rejects == sorted(rejects, key=lambda r: r["source"])
    texts = {r["id"]: r["text"] for r in releases}
    for record in records:
        ((start, end),) = record["body"]["mentions"]
        assert texts[record["release"]["id"]][start:end] == record["body"]["name"]
    assert {p.name for p in out.iterdir()} == {*OUTPUT, ".mahdar"}


def test_a_second_run_does_nothing_and_gives_the_same_bytes(
    given: Path, tmp_path: Path, config: Config, trace: Path
) -> None:
    out = tmp_path / "out"
    process(given, out, config)
    first = output(out)
    trace.write_text("")
    summary = process(given, out, config)
    assert figures(summary) == {
        "read": 20,
        "new": 0,
        "unchanged": 16,
        "repeated": 1,
        "rejected": 3,
        "removed": 1,
        "meetings": 30,
    }
    assert output(out) == first
    assert len(trace.read_text().split()) == 1  # the rejected release is tried again


def test_only_new_and_changed_releases_are_done(
    given: Path, tmp_path: Path, config: Config, trace: Path
) -> None:
    out = tmp_path / "out"
    process(given, out, config)
    (given / "d.md").write_text("ناقشت لجنة الزراعة الخطة السنوية.\n", encoding="utf-8")
    with open(given / "c.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps(made(99)) + "\n")
    os.utime(given / "a.txt")  # touched, the same bytes
    trace.write_text("")
    summary = process(given, out, config)
    assert (summary.new, summary.unchanged) == (2, 15)
    assert len(trace.read_text().split()) == 3
    process(given, tmp_path / "fresh", config)
    assert output(out) == output(tmp_path / "fresh")


def test_a_source_that_goes_leaves_the_output_and_its_twin_takes_over(
    given: Path, tmp_path: Path, config: Config, trace: Path
) -> None:
    out = tmp_path / "out"
    process(given, out, config)
    (given / "a.txt").unlink()
    (given / "d.md").unlink()
    trace.write_text("")
    assert process(given, out, config, prune=True).new == 0
    assert len(trace.read_text().split()) == 1  # only the rejected one
    releases = lines(out, "releases.jsonl")
    assert releases[0]["source"] == str(given / "b.txt")
    assert releases[0]["also_at"] == []
    assert lines(out, "records.jsonl")[0]["release"]["source"] == str(given / "b.txt")
    assert not any("d.md" in r["source"] for r in releases)
    process(given, tmp_path / "fresh", config)
    assert output(out) == output(tmp_path / "fresh")


def test_a_run_that_would_drop_releases_stops_before_it_writes(
    given: Path, tmp_path: Path, config: Config
) -> None:
    out = tmp_path / "out"
    process(given, out, config)
    before = output(out)
    for few in (given / "d.md", given / "c.jsonl"):
        with pytest.raises(
            UsageError,
            match=r"of its 16 releases are not in this input \(.*\) and would go; give all inputs, "
            "another --out, or --prune",
        ):
            process(few, out, config)
        assert output(out) == before
    empty = tmp_path / "empty"
    empty.mkdir()  # as if the folder were not mounted
    with pytest.raises(UsageError, match="16 of its 16 releases"):
        process(empty, out, config)
    assert output(out) == before
    away = given.rename(tmp_path / "away")
    given.symlink_to(given)  # like a folder whose disk does not answer
    with pytest.raises(
        UsageError, match=rf"16 of its 16 .* would go; {given}: .*; give all inputs"
    ):
        process(given, out, config)
    assert output(out) == before
    given.unlink()
    away.rename(given)
    # an unreadable file is listed in the rejects
    (given / "d.md").write_bytes(b"")
    assert process(given, out, config).rejected == 4
    assert process(empty, out, config, prune=True).read == 0
    assert (out / "releases.jsonl").read_bytes() == b""


def test_what_moves_or_is_edited_is_not_dropped(
    given: Path, tmp_path: Path, config: Config
) -> None:
    out = tmp_path / "out"
    process(given, out, config)
    before = {r["source"]: r["id"] for r in lines(out, "releases.jsonl")}
    (given / "a.txt").rename(given / "moved.txt")
    (given / "b.txt").unlink()
    text = (given / "d.md").read_text(encoding="utf-8")
    (given / "d.md").write_text(f"{text}\n\nخبر آخر.", encoding="utf-8")
    process(given, out, config)
    after = {r["source"]: r["id"] for r in lines(out, "releases.jsonl")}
    assert after.keys() ^ before.keys() == {str(given / "a.txt"), str(given / "moved.txt")}
    assert all(after[source] == before[source] for source in after.keys() & before.keys())


def edited(text: str, rng: random.Random) -> tuple[str, bool]:
    """Return a text with a word, a paragraph, a person or a meeting more or less, and whether its
    number of meetings stays (the stages of the tests find one for each committee)."""
    paragraphs = text.split("\n")
    at = rng.randrange(len(paragraphs))
    words = paragraphs[at].split(" ")
    place = rng.randrange(len(words) + 1)
    more = {
        "word": "اليوم",
        "person": "سالم المرزوق",
        "meeting": rng.choice(["لجنة المياه", "لجنة الطرق"]),
        "paragraph": "خبر آخر من المدينة.",
    }
    kind = rng.choice([*more])
    if rng.random() < 0.5:
        if kind == "paragraph":
            paragraphs.insert(at, more[kind])
        else:
            words.insert(place, more[kind])
            paragraphs[at] = " ".join(words)
    elif kind == "paragraph" and len(paragraphs) > 1:
        del paragraphs[at]
    elif words[:-1]:
        del words[min(place, len(words) - 1)]
        paragraphs[at] = " ".join(words)
    new = "\n".join(paragraphs)
    return new, len(re.findall(r"لجنة \w+", new)) == len(re.findall(r"لجنة \w+", text))


def test_every_id_stays_through_edits_that_add_and_remove_no_meeting(
    tmp_path: Path, config: Config
) -> None:
    rng = random.Random(28)
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    base = "عقدت لجنة التخطيط ولجنة المالية اجتماعا.\nحضره سالم المرزوق وهند الشاطئ.\nثم انفض."
    texts = {f"{n}.txt": base.replace("ثم", f"ثم {n}") for n in range(40)}

    def ids() -> dict[str, tuple[str, list[str]]]:
        for name, text in texts.items():
            whole = f"{text}\n{name}"  # so that no two become the same release
            (folder / name).write_text(whole, encoding="utf-8")
        process(folder, out, config)
        rows = lines(out, "releases.jsonl")
        return {Path(r["source"]).name: (r["id"], r["meetings"]) for r in rows}

    before, edits, kept = ids(), 0, 0
    for _ in range(5):
        stays = {}
        for name, text in texts.items():
            texts[name], stays[name] = edited(text, rng)
            edits += 1
        after = ids()
        assert after.keys() == before.keys()
        for name, stay in stays.items():
            assert after[name][0] == before[name][0]
            assert after[name] == before[name] or not stay
            kept += stay
        before = after
    assert edits == 200 and kept > 100


def test_a_malformed_database_is_made_anew_and_the_kept_runs_stay(
    given: Path, tmp_path: Path, config: Config
) -> None:
    out = tmp_path / "out"
    process(given, out, config)
    before = output(out)
    path = out / ".mahdar" / "store.sqlite"
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)  # all but the first page
    path.write_bytes(data)
    assert process(given, out, config).new == 16
    assert output(out) == before
    assert [r.number for r in store.runs(out)] == [1, 2]


def test_ids_are_the_same_from_any_working_directory(
    given: Path, tmp_path: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ids(path: Path, out: Path) -> list[str]:
        process(path, out, config)
        return [r["record_id"] for r in lines(out, "records.jsonl")]

    whole = ids(given, tmp_path / "one")
    monkeypatch.chdir(given.parent)
    assert ids(Path(given.name), tmp_path / "two") == whole
    monkeypatch.chdir(given)
    assert ids(Path("."), tmp_path / "one") == whole


@pytest.mark.parametrize("change", ["config", "model", "code", "force"])
def test_a_change_of_config_model_or_code_redoes_all(
    change: str,
    given: Path,
    tmp_path: Path,
    config: Config,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "out"
    process(given, out, config)
    before = lines(out, "records.jsonl")
    if change == "config":
        config = fakes.config(tmp_path, same_name=93.0)
    elif change == "model":
        (tmp_path / "model" / "weights").write_bytes(b"other weights")
    elif change == "code":
        monkeypatch.setattr("pipeline.provenance.code", lambda: "0123456789ab")
    assert process(given, out, config, force=change == "force").new == 16
    after = lines(out, "records.jsonl")
    if change == "force":
        assert after == before
    else:
        key = {"config": "config", "model": "model", "code": "pipeline"}[change]
        assert all(
            a["provenance"][key] != b["provenance"][key] for a, b in zip(after, before, strict=True)
        )
    assert process(given, out, config).new == 0


def test_the_card_of_the_model_and_the_order_of_settings_do_not_count(
    given: Path, tmp_path: Path, config: Config
) -> None:
    process(given, tmp_path / "out", config)
    (tmp_path / "model" / "README.md").write_text("a card")
    assert process(given, tmp_path / "out", config).new == 0


def test_more_jobs_give_the_same_bytes(
    given: Path, tmp_path: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "BATCH_RELEASES", 2)
    one, two = (
        process(given, tmp_path / "one", config),
        process(given, tmp_path / "two", config, jobs=2),
    )
    assert figures(one) == figures(two)
    assert output(tmp_path / "one") == output(tmp_path / "two")


def test_a_bug_is_not_caught_and_what_was_done_before_is_kept(
    given: Path, tmp_path: Path, config: Config, trace: Path
) -> None:
    def broken(threads: int) -> Any:
        def step(release: Any, config: Config) -> Any:
            if release.source.endswith("d.md"):
                raise ZeroDivisionError("a bug")
            return release

        return (*fakes.steps(threads), ("broken", step))

    out = tmp_path / "out"
    with pytest.raises(ZeroDivisionError), pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "BATCH_RELEASES", 1)
        run.process([given], out, config, steps=broken)
    assert not (out / "records.jsonl").exists()
    trace.write_text("")
    assert process(given, out, config).new == 1
    process(given, tmp_path / "fresh", config)
    assert output(out) == output(tmp_path / "fresh")


def test_a_step_for_a_batch_gets_what_is_left_of_it_at_once(config: Config) -> None:
    given = [
        Release(id=f"r-{i}", source=f"{i}", text=text)
        for i, text in enumerate(("لجنة أ", fakes.REFUSED, "لجنة ب"))
    ]
    seen: list[list[str]] = []

    def together(releases: Iterable[Release], config: Config) -> Iterator[Release]:
        batch = list(releases)
        seen.append([r.id for r in batch])
        return (fakes.extract(r, config) for r in batch)

    def steps(threads: int) -> tuple[tuple[str, work.Step | work.Together], ...]:
        return tuple(
            (name, work.Together(together) if name == "extract" else step)
            for name, step in fakes.steps(threads)
        )

    done = work.through(given, config, steps)
    assert seen == [["r-0", "r-2"]]
    assert done == [work.through([r], config, fakes.steps)[0] for r in given]
    assert isinstance(done[1], Reject) and done[1].stage == "normalize"
    assert work.through([], config, steps) == []


def test_a_file_that_changes_while_it_is_read_is_read_again(
    given: Path,
    tmp_path: Path,
    config: Config,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import pipeline.readers

    read = pipeline.readers.read
    text = (given / "d.md").read_text(encoding="utf-8")

    def racing(file: File, *args: Any, **kw: Any) -> Any:
        yield from read(file, *args, **kw)
        if file.path.name == "d.md":
            file.path.write_text(text.replace("البيئة", "الصحة"), encoding="utf-8")

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.readers.read", racing)
        process(given, tmp_path / "out", config)
    assert process(given, tmp_path / "out", config).new == 1
    assert "لجنة الصحة" in lines(tmp_path / "out", "records.jsonl")[-1]["body"]["name"]


@pytest.mark.parametrize("inside", ["out in input", "input in out", "same"])
def test_input_and_output_must_lie_apart(
    inside: str, given: Path, tmp_path: Path, config: Config
) -> None:
    paths, out = {
        "out in input": (given, given / "out"),
        "input in out": (given / "a.txt", given),
        "same": (given, given),
    }[inside]
    with pytest.raises(UsageError, match="choose another --out"):
        process(paths, out, config)
    assert not (out / ".mahdar").exists()


def test_without_a_model_the_run_says_so(given: Path, tmp_path: Path) -> None:
    with pytest.raises(MahdarError, match="no model here"):
        process(given, tmp_path / "out", Config(model=str(tmp_path / "nowhere")))


def test_progress_counts_releases_that_are_done_not_those_that_are_read(
    given: Path, tmp_path: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "BATCH_RELEASES", 4)
    kept = 0
    real = store.keep

    def keep(db: store.Store, outcomes: Iterable[Any], fingerprint: str) -> None:
        nonlocal kept
        outcomes = list(outcomes)
        real(db, outcomes, fingerprint)
        kept += len(outcomes)

    monkeypatch.setattr(store, "keep", keep)
    calls: list[tuple[int, float]] = []

    def progress(done: int, share: float) -> None:
        assert done <= kept  # when this is printed, so many results are in the store
        assert share < 1 or kept == 17
        calls.append((done, share))

    process(given, tmp_path / "out", config, progress=progress)
    assert calls == sorted(calls) and calls[-1] == (17, 1.0)
    assert {done for done, _ in calls} == {0, 4, 8, 12, 16, 17}
    calls.clear()
    process(given, tmp_path / "out", config, progress=lambda *told: calls.append(told))
    assert calls[-1][1] == 1.0  # nothing was left but what a stage rejects


def test_a_path_that_is_no_utf8_is_named_in_the_output(tmp_path: Path, config: Config) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/\xe3.txt")).write_text(A, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    process(folder, tmp_path / "out", config)
    (release,) = lines(tmp_path / "out", "releases.jsonl")
    assert release["source"].startswith(f"{folder}/") and release["source"].endswith(
        "e3.txt"
    )  # the byte, escaped


def test_killed_at_any_point_the_next_run_ends_with_the_same_bytes(
    given: Path, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", given, work, "2", "24"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert len(report["points"]) >= 24 and report["of"] > len(report["points"])
    assert (
        sum("before replace" in p for p in report["points"])
        == sum("after replace" in p for p in report["points"])
        == 8
    )
    assert not report["wrong"]


def start(given: Path, out: Path, tmp_path: Path, jobs: int) -> subprocess.Popen[str]:
    """Start a slow `mahdar process` in its own process group; return it when it has begun to
    work."""
    toml = tmp_path / "config.toml"
    toml.write_text(f'model = "{tmp_path / "model"}"\n')
    trace = tmp_path / "trace-of-run"
    child = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.fakes",
            "process",
            given,
            "--out",
            out,
            "--config",
            toml,
            "--jobs",
            str(jobs),
        ],
        env=os.environ | {fakes.SLOW: "0.1", fakes.TRACE: str(trace)},
        cwd=Path(__file__).parents[1],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not (trace.exists() and trace.read_text().count("\n") >= 3):
        assert child.poll() is None, child.communicate()
        time.sleep(0.01)
    return child


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("send", "sent"),
    [
        (os.killpg, signal.SIGINT),  # as a terminal does, to the pool's processes too
        (os.kill, signal.SIGTERM),
    ],
)
def test_ctrl_c_and_sigterm_are_one_line_and_status_130(  # noqa: PLR0913
    send: Callable[[int, int], None],
    sent: int,
    jobs: int,
    given: Path,
    tmp_path: Path,
    config: Config,
) -> None:
    with start(given, tmp_path / "out", tmp_path, jobs) as child:
        send(child.pid, sent)
        stdout, stderr = child.communicate(timeout=120)
    assert child.returncode == 130
    assert stdout == ""
    assert (
        stderr.strip() == "mahdar: stopped; finished work is kept, run the same command to continue"
    )
    process(given, tmp_path / "out", config)
    process(given, tmp_path / "fresh", config)
    assert output(tmp_path / "out") == output(tmp_path / "fresh")


def test_a_killed_run_takes_its_processes_with_it_and_leaves_no_lock(
    given: Path, tmp_path: Path, config: Config
) -> None:
    with start(given, tmp_path / "out", tmp_path, jobs=2) as child:
        with pytest.raises(MahdarError, match="another run is writing"):
            process(given, tmp_path / "out", config)
        child.kill()
        child.communicate(timeout=120)  # ends when the last process has closed its standard error
    process(given, tmp_path / "out", config)
    process(given, tmp_path / "fresh", config)
    assert output(tmp_path / "out") == output(tmp_path / "fresh")


def test_ten_thousand_releases_run_in_bounded_memory(tmp_path: Path, config: Config) -> None:
    """Ten times the releases, which are 40 MB of text, take less than 15 MB more."""
    words = [
        random.Random(1).choice(["خبر", "عن", "اجتماع", "لجنة", "التخطيط", "في", "المدينة"])
        for _ in range(400)
    ]
    filler = " ".join(words)
    code = (
        "import resource, sys; from pathlib import Path; from pipeline import run; from tests "
        "import fakes\n"
        "given, out, home = map(Path, sys.argv[1:])\n"
        "s = run.process([given], out, fakes.config(home), steps=fakes.steps)\n"
        "print(s.new, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peaks = {}
    for n in (1_000, 10_000):
        given = tmp_path / f"{n}.jsonl"
        with open(given, "w", encoding="utf-8") as file:
            for i in range(n):
                file.write(
                    json.dumps({"id": str(i), "text": f"{i} {filler}"}, ensure_ascii=False) + "\n"
                )
        done = subprocess.run(
            [sys.executable, "-c", code, given, tmp_path / f"out-{n}", tmp_path],
            capture_output=True,
            text=True,
            cwd=Path(__file__).parents[1],
            env=os.environ | {"PYTHONPATH": "."},
        )
        assert done.returncode == 0, done.stderr
        new, peak = map(int, done.stdout.split())
        assert new == n
        peaks[n] = peak / 1024  # MiB
    assert peaks[10_000] - peaks[1_000] < 15, peaks


def real_reading(threads: int) -> Any:
    """Return the real stages except the two that need the model."""
    from pipeline.dedupe import dedupe
    from pipeline.normalize import normalize

    return ("normalize", normalize), ("dedupe", dedupe), *fakes.steps(threads)[2:]


def test_every_bad_input_is_a_line_in_the_rejects_and_all_else_is_processed(
    tmp_path: Path, config: Config
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    fixtures = Path(__file__).parent / "readers" / "fixtures"
    pdf = next(fixtures.glob("*.pdf")).read_bytes()
    docx = next(fixtures.glob("*.docx")).read_bytes()
    contents = {
        "empty.txt": (b"", "read", "empty"),
        "blank.md": (b" \n\n\t", "read", "empty"),
        "binary.txt": (bytes(range(256)) * 8, "read", "binary"),
        "cut.txt": (A.encode().strip(b"\n.")[:-1], "read", "encoding"),
        "cut.pdf": (pdf[: len(pdf) // 3], "read", "truncated"),
        "cut.docx": (docx[: len(docx) // 2], "read", "truncated"),
        "bomb.txt.gz": (gzip.compress(bytes(51_000_000)), "read", "zip_bomb"),
        "shape.json": (b'{"text": 7}', "read", "shape"),
        "latin.txt": (
            b"A committee met today in the city, and no word of this is Arabic.",
            "normalize",
            "no_arabic",
        ),
        "table.xlsx": (b"PK", "read", "unknown_format"),
    }
    for name, (data, _, _) in contents.items():
        (folder / name).write_bytes(data)
    (folder / "good.txt").write_text(A, encoding="utf-8")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "itself.txt").symlink_to(folder / "itself.txt")
    (folder / "above").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    with open(folder / "large.txt", "wb") as file:
        file.truncate(50_000_001)
    (folder / "lines.jsonl").write_text(
        json.dumps(made(1)) + "\n[]\n" + json.dumps(made(2)) + "\n", encoding="utf-8"
    )
    expected = {name: (stage, reason) for name, (_, stage, reason) in contents.items()} | {
        "gone.txt": ("read", "vanished"),
        "itself.txt": ("read", "link_loop"),
        "above": ("read", "link_loop"),
        "pipe.txt": ("read", "unreadable"),
        "large.txt": ("read", "too_large"),
        "lines.jsonl:2": ("read", "shape"),
    }
    summary = run.process([folder], tmp_path / "out", config, steps=real_reading)
    rejects = lines(tmp_path / "out", "rejects.jsonl")
    assert {
        r["source"].removeprefix(f"{folder}/"): (r["stage"], r["reason"]) for r in rejects
    } == expected
    assert all(r["detail"] for r in rejects)
    assert figures(summary) == {
        "read": 19,
        "new": 3,
        "unchanged": 0,
        "repeated": 0,
        "rejected": 16,
        "removed": 1,
        "meetings": 5,
    }
    assert [Path(r["source"]).name for r in lines(tmp_path / "out", "releases.jsonl")] == [
        "good.txt",
        "lines.jsonl:1",
        "lines.jsonl:3",
    ]
