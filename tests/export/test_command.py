"""`mahdar export`: its output, and that every failure is one line and changes nothing."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from pipeline import cli
from tests.export import outputs, server
from tests.export.databases import Database

PASSWORD = "سر%/@: خطير"


@pytest.fixture
def here(out: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the folder that holds `processed` the working folder."""
    monkeypatch.chdir(out.parent)
    for name in ("MAHDAR_URL", "PGPASSWORD"):
        monkeypatch.delenv(name, raising=False)
    return out.parent


def said(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("sqlite", "mahdar.sqlite"),
        ("duckdb", "mahdar.duckdb"),
        ("parquet", "mahdar-parquet"),
        ("csv", "mahdar-csv"),
        ("xlsx", "mahdar.xlsx"),
        ("jsonld", "mahdar.jsonld"),
        ("ics", "mahdar.ics"),
    ],
)
def test_each_target_lies_beside_the_output(
    target: str, name: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", "processed", "--to", target]) == 0
    assert said(capsys).endswith(f"mahdar: processed is in {name}\n")
    assert (here / name).exists()


def test_what_became_of_the_rows_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["export", "processed", "--to", "sqlite", "--file", "x.sqlite"])
    first = said(capsys).splitlines()
    assert first[0].split() == ["new", "replaced", "removed", "unchanged"]
    assert "meetings 5 0 0 0" in [" ".join(line.split()) for line in first]
    outputs.write(here / "processed", outputs.REPORTS[1:])
    cli.main(["export", "processed", "--to", "sqlite", "--file", "x.sqlite"])
    assert "reports 0 0 1 5" in [" ".join(line.split()) for line in said(capsys).splitlines()]


def test_only_some_tables(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export", "processed", "--to", "csv", "--tables", "decisions, people"]) == 0
    names = {p.name for p in (here / "mahdar-csv").glob("*.csv")}
    assert names == {"people.csv", "meetings.csv", "decisions.csv"}


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--to", "postgresql"], "postgresql needs --url postgresql://USER@HOST:PORT/DATABASE"),
        (["--to", "postgresql", "--url", "nonsense"], "--url is not of the form postgresql://"),
        (["--to", "postgresql", "--url", "postgresql://u@h:port/d"], "--url is not of the form"),
        (["--to", "postgresql", "--url", "mysql://u:geheim@h/d"], "--url begins with mysql://"),
        (["--to", "postgresql", "--url", "postgresql://u@h"], "--url names no database"),
        (["--to", "postgresql", "--url", "postgresql://u:geheim@h/d"], "--url holds a password"),
        (["--to", "postgresql", "--url", "postgresql://h/d?password=geheim"], "holds a password"),
        (["--to", "postgresql", "--file", "x"], "give --url instead of --file"),
        (["--to", "sqlite", "--url", "postgresql://u@h/d"], "give --file instead of --url"),
        (["--to", "sqlite", "--tables", "meeting"], "no table meeting: choose among"),
        (["--to", "ics", "--tables", "meetings"], "leave out --tables"),
        (["--to", "oracle"], "Invalid value for '--to'"),
        (["--to", "csv", "--file", "processed"], "was not made by mahdar"),
        (["--to", "xlsx", "--file", "processed"], "processed is a folder; name a file"),
        (["--to", "csv", "--file", "processed/records.jsonl"], "is a file; name a folder"),
    ],
)
def test_wrong_use_is_one_line_and_2(
    args: list[str], words: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(p.name for p in here.rglob("*"))
    assert cli.main(["export", "processed", *args]) == 2
    line = said(capsys)
    assert words in line and line.count("\n") == 1
    assert "geheim" not in line
    assert sorted(p.name for p in here.rglob("*")) == before


@pytest.mark.parametrize("target", ["sqlite", "csv", "xlsx", "duckdb", "jsonld"])
def test_a_place_that_cannot_be_is_one_line_and_3(
    target: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = "/proc/none/x" if target != "duckdb" else "/proc/x"
    assert cli.main(["export", "processed", "--to", target, "--file", place]) == 3
    line = said(capsys)
    assert line.count("\n") == 1 and "nothing was changed" in line


@pytest.mark.parametrize("target", ["sqlite", "duckdb"])
def test_a_file_that_is_no_database_is_left_alone(
    target: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "letter.txt").write_text("رسالة طويلة إلى أحدهم\n" * 200, encoding="utf-8")
    before = (here / "letter.txt").read_bytes()
    assert cli.main(["export", "processed", "--to", target, "--file", "letter.txt"]) == 3
    line = said(capsys)
    assert line.startswith("mahdar: letter.txt: ") and line.count("\n") == 1
    assert (here / "letter.txt").read_bytes() == before


def full_disk(size: int) -> Callable[[], None]:
    """Limit the files of a process to `size` bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("target", ["sqlite", "csv", "xlsx", "duckdb"])
def test_a_full_disk_is_one_line_with_nothing_changed(target: str, here: Path) -> None:
    command = [sys.executable, "-m", "pipeline.cli", "export", "processed", "--to", target]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    cli.main(["export", "processed", "--to", target, "--file", "x", "--tables", "countries"])
    before = {p: p.read_bytes() for p in here.rglob("*") if p.is_file()}
    done = subprocess.run(
        [*command, "--file", "x"],
        preexec_fn=full_disk(90_000),
        env=environment,
        capture_output=True,
        text=True,
        cwd=here,
    )
    assert done.returncode == 3, done.stderr
    assert done.stderr.count("\n") == 1 and "nothing was changed" in done.stderr
    if target != "duckdb":
        assert {p: p.read_bytes() for p in here.rglob("*") if p.is_file()} == before
    assert cli.main(["export", "processed", "--to", target, "--file", "x"]) == 0


def test_no_server(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = "postgresql://press@127.0.0.1:1/minutes"
    assert cli.main(["export", "processed", "--to", "postgresql", "--url", url]) == 3
    line = said(capsys)
    assert line.startswith(f"mahdar: {url}: ") and line.count("\n") == 1
    assert "Connection refused" in line and "start the server, or correct --url" in line


def test_no_such_database(postgres: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = postgres.replace("/postgres?", "/nowhere?")
    assert cli.main(["export", "processed", "--to", "postgresql", "--url", url]) == 3
    line = said(capsys)
    assert 'database "nowhere" does not exist; make it, or correct --url' in line
    assert line.count("\n") == 1


@pytest.fixture
def guarded(empty: str) -> str:
    """Return the URL of a database that requires a password."""
    from psycopg import sql

    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS guarded")
        role = sql.SQL("CREATE ROLE guarded LOGIN PASSWORD {}").format(sql.Literal(PASSWORD))
        connection.execute(role)
    return empty.replace("postgres@", "guarded@")


def test_no_rights(
    guarded: str,
    here: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    assert cli.main(["export", "processed", "--to", "postgresql", "--url", guarded]) == 3
    line = said(capsys)
    assert "permission denied for schema public; fix the permissions, nothing" in line
    assert line.count("\n") == 1
    with psycopg.connect(guarded.replace("guarded@", "postgres@"), autocommit=True) as connection:
        connection.execute("GRANT CREATE ON SCHEMA public TO guarded")
    assert cli.main(["export", "processed", "--to", "postgresql", "--url", guarded]) == 0
    shown = guarded.replace("host=/tmp", "host=%2Ftmp")
    assert f"processed is in {shown[:30]}" in said(capsys)


def test_a_password_is_in_no_message(
    guarded: str,
    here: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from urllib.parse import quote

    wrong = quote("كلمة خاطئة", safe="")
    monkeypatch.setenv("MAHDAR_URL", guarded.replace("guarded@", f"guarded:{wrong}@"))
    assert cli.main(["export", "processed", "--to", "postgresql"]) == 3
    line = said(capsys)
    assert "guarded:***@" in line and "password authentication failed" in line
    assert wrong not in line and "كلمة" not in line and line.count("\n") == 1
    monkeypatch.setenv("MAHDAR_URL", "postgresql://guarded:geheim@[bad/x")
    assert cli.main(["export", "processed", "--to", "postgresql"]) in (2, 3)
    assert "geheim" not in said(capsys)


def test_a_read_only_database_is_left_as_it_was(
    empty: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = Database(empty)
    target.export(here / "processed")
    before = target.state()
    outputs.write(here / "processed", outputs.REPORTS[:2])
    name = "mahdar_test"
    target.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert cli.main(["export", "processed", "--to", "postgresql", "--url", empty]) == 3
    line = said(capsys)
    assert "read-only transaction" in line and line.count("\n") == 1
    assert target.state() == before


def test_a_full_disk_of_the_server(
    empty: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import base64
    import dataclasses

    target = Database(empty)
    target.export(here / "processed")
    before = target.state()
    text = base64.b64encode(os.urandom(24 << 20)).decode()
    long = [dataclasses.replace(outputs.REPORTS[0], text=text), *outputs.REPORTS[1:]]
    outputs.write(here / "processed", long)
    ((folder,),) = target.ask("SELECT setting FROM pg_settings WHERE name = 'data_directory'")
    with server.full_disk(Path(folder), 17 << 20):  # larger than a file of its log
        assert cli.main(["export", "processed", "--to", "postgresql", "--url", empty]) == 3
    line = said(capsys)
    assert "make room on the disk, nothing was changed" in line and line.count("\n") == 1
    assert target.state() == before


def test_ctrl_c_takes_back_what_was_begun(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.export import database

    def stopped(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(database, "_finish", stopped)
    before = sorted(here.rglob("*"))
    assert cli.main(["export", "processed", "--to", "sqlite"]) == 130
    assert said(capsys) == "mahdar: stopped; nothing was changed\n"
    assert sorted(here.rglob("*")) == before


def test_another_export_is_waited_for(
    empty: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with psycopg.connect(empty) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('mahdar export'))")
        assert cli.main(["export", "processed", "--to", "postgresql", "--url", empty]) == 3
    assert "another export is writing there; wait until it ends" in said(capsys)


@pytest.mark.parametrize(
    ("target", "module", "extra"),
    [
        ("duckdb", "duckdb", "duckdb"),
        ("parquet", "duckdb", "duckdb"),
        ("xlsx", "xlsxwriter", "office"),
        ("ics", "icalendar", "office"),
        ("postgresql", "psycopg", "postgresql"),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_missing_package_is_named(
    target: str,
    module: str,
    extra: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    where = ["--url", "postgresql://u@h/d"] if target == "postgresql" else []
    assert cli.main(["export", "processed", "--to", target, *where]) == 2
    line = said(capsys)
    assert f"python -m pip install 'mahdar[{extra}]'" in line and line.count("\n") == 1
