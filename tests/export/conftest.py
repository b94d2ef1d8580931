"""A PostgreSQL server for the tests of this folder, started once, and outputs to export."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.export import outputs, server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Return the URL of the server's first database."""
    if server.programs() is None:
        if os.environ.get(server.REQUIRED):
            pytest.fail("no PostgreSQL server is installed (Debian: postgresql)")
        pytest.skip("no PostgreSQL server is installed (Debian: postgresql)")
    with server.running() as url:
        yield url


@pytest.fixture
def empty(postgres: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the URL of an empty database."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE mahdar_test")
    yield postgres.replace("/postgres?", "/mahdar_test?")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP DATABASE mahdar_test WITH (FORCE)")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return an output folder with the reports of `outputs.REPORTS`."""
    return outputs.write(tmp_path / "processed", outputs.REPORTS)
