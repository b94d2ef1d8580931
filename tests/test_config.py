from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest

from pipeline import provenance
from pipeline.cli import main
from pipeline.config import Config, _ranges
from pipeline.errors import MahdarError, UsageError


def test_every_number_has_a_range() -> None:
    numbers = {f.name for f in dataclasses.fields(Config) if isinstance(f.default, int | float)}
    assert set(_ranges()) == numbers


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("min_arabic = nan", "min_arabic must be from 0 to 1, not nan"),
        ("min_arabic = 3", "min_arabic must be from 0 to 1, not 3.0"),
        ("min_confidence = 90", "min_confidence must be from 0 to 1, not 90.0"),
        ("believed = 2", "believed must be from 0 to 1, not 2.0"),
        ("near_duplicate = -5", "near_duplicate must be from 0 to 1, not -5.0"),
        ("same_name = 0.92", "same_name must be from 50 to 100, not 0.92"),
        ("same_name = 0", "same_name must be from 50 to 100, not 0.0"),
        ("kept_runs = -1", "kept_runs must be at least 0, not -1"),
        ("max_chars = -1", "max_chars must be at least 1, not -1"),
        ("city = -inf", "city must be at least 0, not -inf"),
        ("max_bytes = true", "max_bytes must be of type int, not True"),
        ("min_arabic = false", "min_arabic must be of type float, not False"),
        ("max_bytes = 1.5", "max_bytes must be of type int, not 1.5"),
        ("model = 3", "model must be of type str, not 3"),
    ],
)
def test_what_a_setting_may_not_be(line: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(line)
    with pytest.raises(UsageError) as err:
        Config.load(path)
    assert str(err.value) == f"{path}: {said}"


def test_ends_of_ranges_and_whole_numbers_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(
        "min_arabic = 0\nbelieved = 1\nsame_name = 100\nkept_runs = 0\nmax_chars = 1\ncity = 2.5\n"
    )
    config = Config.load(path)
    assert (
        config.min_arabic,
        config.believed,
        config.same_name,
        config.kept_runs,
        config.city,
    ) == (0.0, 1.0, 100.0, 0, 2.5)
    assert isinstance(config.same_name, float)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("beleived = 0.5", "unknown setting 'beleived'; did you mean 'believed'?"),
        ("sure_persons = 0.5", "unknown setting 'sure_persons'; did you mean 'sure_person'?"),
        ("language = 1", "unknown setting 'language'; mahdar settings prints them all"),
    ],
)
def test_a_mistyped_setting_gets_the_nearest(line: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(line)
    with pytest.raises(UsageError) as err:
        Config.load(path)
    assert str(err.value) == f"{path}: {said}"


def test_what_mahdar_settings_prints_is_a_file_of_the_defaults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["settings"]) == 0
    path = tmp_path / "c.toml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert Config.load(path) == Config()
    assert {f.name for f in dataclasses.fields(Config)} == set(tomllib.loads(path.read_text()))


def test_the_page_of_settings_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    """To update it: `mahdar settings --format markdown > docs/settings.md`."""
    assert main(["settings", "--format", "markdown"]) == 0
    page = Path(__file__).parents[1] / "docs" / "settings.md"
    assert page.read_text(encoding="utf-8") == capsys.readouterr().out


def test_single_settings_are_printed_and_unknown_ones_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["settings", "ner"]) == 0
    assert capsys.readouterr().out.endswith('ner = "tagger"\n')
    assert main(["settings", "nerr"]) == 2
    assert "did you mean 'ner'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line",
    [
        'model = "a\\u0000b"',
        'model = ""',
        "max_bytes = 1" + "0" * 400,
        "same_name = 1" + "0" * 400,
        "max_chars = 1" + "0" * 5000,
        "kept_runs = -1" + "0" * 30,
        "city = " + "[" * 5000,
        "model = 0001-01-01",
    ],
)
def test_values_that_nothing_can_take_are_one_line(line: str, tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(line)
    with pytest.raises(UsageError) as err:
        Config.load(path)
    assert str(err.value).startswith(f"{path}: ") and "\n" not in str(err.value)


def test_a_model_whose_name_no_file_can_have_is_not_there() -> None:
    with pytest.raises(MahdarError, match=r"no model here|cannot be read"):
        provenance.model(Config(model="m" * 5000))
