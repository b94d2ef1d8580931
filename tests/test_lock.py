"""requirements/: everything that pyproject.toml requires is pinned there, with hashes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
RUNTIME, DEV = "runtime.txt", "dev.txt"


def pins(file: str) -> dict[str, list[Requirement]]:
    """Return the pinned requirements of a lock by name, several for a name if versions of Python
    differ. Each has a hash."""
    found: dict[str, list[Requirement]] = {}
    hashes: dict[str, int] = {}
    name = ""
    for line in (ROOT / "requirements" / file).read_text(encoding="utf-8").splitlines():
        said = line.strip().removesuffix("\\").strip()
        if said.startswith("--hash=sha256:"):
            hashes[name] = hashes.get(name, 0) + 1
        elif said and not said.startswith("#"):
            requirement = Requirement(said)
            name = canonicalize_name(requirement.name)
            found.setdefault(name, []).append(requirement)
    assert found.keys() == hashes.keys()
    return found


@pytest.mark.parametrize(
    ("file", "asked"),
    [
        (RUNTIME, [*PROJECT["dependencies"], *EXTRAS["build"], *EXTRAS["office"]]),
        (DEV, [*PROJECT["dependencies"], *EXTRAS["build"], *EXTRAS["dev"]]),
    ],
)
def test_what_the_project_asks_for_is_pinned(file: str, asked: list[str]) -> None:
    pinned = pins(file)
    for requirement in map(Requirement, asked):
        if requirement.name == "mahdar":  # another extra of ours
            for extra in requirement.extras:
                test_what_the_project_asks_for_is_pinned(file, EXTRAS[extra])
            continue
        found = pinned.get(canonicalize_name(requirement.name), [])
        assert found, f"{requirement} is not in requirements/{file}: run make lock"
        for pin in found:
            (version,) = (s.version for s in pin.specifier)
            assert version in requirement.specifier, f"{pin} for {requirement}: run make lock"


def test_what_runs_is_pinned_alike_in_both() -> None:
    runtime, dev = pins(RUNTIME), pins(DEV)
    assert {name: list(map(str, found)) for name, found in runtime.items()} == {
        name: list(map(str, dev[name])) for name in runtime
    }


def test_there_is_one_pin_for_each_python() -> None:
    for file in (RUNTIME, DEV):
        for name, found in pins(file).items():
            for python in ("3.11", "3.12", "3.13"):
                here = {**default_environment(), "python_full_version": f"{python}.1"}
                holds = [p for p in found if p.marker is None or p.marker.evaluate(here)]
                assert len(holds) <= 1, name


def test_a_lock_holds_no_torch_and_runtime_no_tools() -> None:
    assert "torch" not in pins(DEV)
    unneeded = {"torch", "transformers", "pandas", "scipy", "scikit-learn", "pytest", "mypy"}
    assert not unneeded & pins(RUNTIME).keys()
