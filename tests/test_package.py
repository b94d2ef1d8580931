"""The wheel, built from the sdist as pip builds it, in an environment of its own outside the
clone."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from pipeline import provenance

ROOT = Path(__file__).parents[1]
RELEASE = "عقد مجلس الموانئ اجتماعه الثالث في صحار برئاسة سالم بن حمد الرويعي."
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of the sdist."""
    folder = tmp_path_factory.mktemp("build")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    unpacked = folder / sdist.name.removesuffix(".tar.gz")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=unpacked)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of a new environment with the wheel, over the dependencies installed
    here."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    of_it = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run(python, "-c", of_it, cwd=folder).strip())
    here = [p for p in sys.path if p.endswith("site-packages")]
    here.append(sysconfig.get_path("purelib"))
    (packages / "dependencies.pth").write_text("\n".join(dict.fromkeys(here)))
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
    run(*pip, "--no-deps", "--no-index", "--no-compile", wheel, cwd=folder)
    return python


def test_the_wheel_holds_the_model_and_nothing_beside_the_packages(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    top = {name.split("/")[0] for name in names}
    package = f"mahdar-{PROJECT['version']}"
    assert top == {"mahdar", "pipeline", f"{package}.dist-info", f"{package}.data"}
    assert [n for n in names if ".data/" in n] == [f"{package}.data/scripts/mahdar"]
    assert {"pipeline/models/tagger/tagger.onnx", "mahdar/py.typed", "pipeline/py.typed"} <= {
        *names
    }
    assert {n.split("/")[-1] for n in names if "/licenses/" in n} == {"LICENSE", "NOTICE"}


def test_installed_it_processes_at_once(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "a.txt").write_text(RELEASE, encoding="utf-8")
    mahdar = installed.with_name("mahdar")
    run(mahdar, "process", "press", "--out", "minutes/out", cwd=tmp_path)
    record = json.loads((tmp_path / "minutes/out/records.jsonl").read_text(encoding="utf-8"))
    assert (record["body"]["name"], record["ordinal"], record["city"]) == (
        "مجلس الموانئ",
        3,
        "صحار",
    )
    said = run(mahdar, "--version", cwd=tmp_path)
    assert said.startswith(f"mahdar {PROJECT['version']}")
    made_by = record["provenance"]
    assert made_by["model"] in said and made_by["pipeline"].split("+")[1] in said


def test_a_folder_as_standard_input_is_wrong_use(installed: Path, tmp_path: Path) -> None:
    """Python itself would end with 1, which means «done with rejects». pipx links to the command."""
    linked = tmp_path / "of-pipx"
    linked.symlink_to(installed.with_name("mahdar"))
    for command in (installed.with_name("mahdar"), linked):
        with_folder = f'"{command}" process - < .'
        done = subprocess.run(
            with_folder, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("mahdar: standard input is a folder; give it as a path")
        assert run(command, "--version", cwd=tmp_path).startswith("mahdar ")


def test_installed_it_is_the_same_code_and_model_as_in_the_clone(
    installed: Path, tmp_path: Path
) -> None:
    program = """
import json
from importlib import metadata, util
import mahdar, pipeline
from pipeline import provenance
print(json.dumps([mahdar.__file__, pipeline.__file__, metadata.requires("mahdar"),
    provenance.code(), provenance.model(mahdar.Config()),
    [name for name in ("models", "tests", "tools", "benchmarks") if util.find_spec(name)]]))
"""
    said = json.loads(run(installed, "-c", program, cwd=tmp_path))
    own, inside, needs, code, model, stray = said
    folder = str(installed.parents[1])
    assert own.startswith(folder) and inside.startswith(folder)
    assert stray == []
    from pipeline.config import Config

    assert model == provenance.model(Config())
    if needs == metadata.requires("mahdar"):  # else the clone's own installation is out of date
        assert code == provenance.code()
