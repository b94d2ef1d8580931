"""All settings of the pipeline with their ranges, in one frozen class. `Config.load` reads a TOML
file with the same names. A few constants of single rules stand below by name."""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
import json
import math
import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar, get_type_hints

from pipeline.errors import MahdarError, UsageError

Room = Literal["read", "limits", "dedupe", "extract", "assemble", "afterwards"]
NO_MATTER = ("limits", "afterwards")  # Settings of these sections change no result.
T = TypeVar("T")
MOST = 10**15  # The upper limit of any whole number: what files and operating systems can count.
NER = ("tagger", "camel")


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers from `low` to `high`, both included. NaN is in no range."""

    low: float
    high: float = math.inf

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high

    def __str__(self) -> str:
        return (
            f"from {self.low:g} to {self.high:g}"
            if self.high < math.inf
            else f"at least {self.low:g}"
        )


Share = Annotated[float, Range(0, 1)]  # also a probability, a confidence
Sum = Annotated[float, Range(0)]  # of probabilities
Ratio = Annotated[
    float, Range(50, 100)
]  # rapidfuzz percent: below 50 two names are not alike, and 0.92 is a typing error for 92
Count = Annotated[int, Range(0)]
Limit = Annotated[int, Range(1)]
Seconds = Annotated[float, Range(0.1, 86_400)]
Memory = Annotated[int, Range(200_000_000)]  # Python and PDFium alone take half of it


def _setting(default: T, room: Room, about: str) -> T:
    """Return a setting with its text in `mahdar settings` and docs/settings.md. A setting of
    NO_MATTER changes no result."""
    return field(default=default, metadata={"room": room, "about": about})


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a run. Raise UsageError if a value is out of its range."""

    max_bytes: Limit = _setting(
        50_000_000,
        "read",
        "Bytes; a file, or what a packed one unpacks to, that is larger is rejected.",
    )
    max_chars: Limit = _setting(
        800_000,
        "read",
        "Characters; a longer text, which would take more than a minute on two cores, is rejected.",
    )
    min_arabic: Share = _setting(
        0.2,
        "read",
        "Share of Arabic letters among letters; a text with fewer is rejected as no Arabic.",
    )
    pdf_seconds: Seconds = _setting(
        60.0,
        "limits",
        "Seconds; a PDF that takes longer to read is rejected, and tried again in the next run.",
    )
    pdf_memory: Memory = _setting(
        1_000_000_000,
        "limits",
        "Bytes of memory, on Linux; a PDF that takes more to read is rejected.",
    )
    near_duplicate: Share = _setting(
        0.90, "dedupe", "Likeness of folded text from which two paragraphs may be near duplicates."
    )
    min_duplicate_chars: Count = _setting(
        40, "dedupe", "Characters; a shorter paragraph is only ever an exact duplicate."
    )
    headline_chars: Count = _setting(
        160,
        "dedupe",
        "Characters; a first paragraph up to this long that ends without punctuation is a headline "
        "and never a duplicate.",
    )
    model: str = _setting(
        "models/tagger",
        "extract",
        "Folder of the tagger: of the working folder, else of the clone or the installed package.",
    )
    ner: str = _setting(
        "tagger",
        "extract",
        "What finds people, organisations and places: the tagger, or camel-tools' recognizer "
        "(`camel`), which must be installed with its data.",
    )
    min_confidence: Share = _setting(
        0.0, "extract", "Calibrated confidence below which a mention of the model is dropped."
    )
    sure_place: Share = _setting(
        0.7, "extract", "Confidence from which the model alone makes a place that no list has."
    )
    sure_date: Share = _setting(
        0.85,
        "extract",
        "Confidence from which the model alone makes a date that the grammar does not read.",
    )
    same_name: Ratio = _setting(
        92.0,
        "extract",
        "Likeness (rapidfuzz's ratio, in percent) from which two folded names of bodies, "
        "organisations or initiatives are one.",
    )
    same_person: Ratio = _setting(
        94.0,
        "extract",
        "Likeness from which two folded names of people with as many words are one.",
    )
    stretch_chars: Limit = _setting(
        30_000,
        "assemble",
        "Characters; a longer text is read for meetings in stretches of at most so many.",
    )
    far_days: Count = _setting(
        150,
        "assemble",
        "Days; a date further from the day of writing is history or a deadline, not the day of "
        "the meeting.",
    )
    first_meeting: Share = _setting(
        0.3,
        "assemble",
        "Probability from which a sentence introduces the first meeting of a text.",
    )
    further_meeting: Share = _setting(
        0.45,
        "assemble",
        "Probability from which a sentence introduces a further meeting.",
    )
    presides: Share = _setting(
        0.4, "assemble", "Probability from which someone presides over a meeting."
    )
    reported: Share = _setting(
        0.1,
        "assemble",
        "Probability that the text reports a meeting, below which none is looked for.",
    )
    held: Share = _setting(
        0.6,
        "assemble",
        "Confidence from which a mention of a meeting means one that is held, not one referred to.",
    )
    sure_party: Share = _setting(
        0.5,
        "assemble",
        "Confidence from which someone who attended or presided is a party to the meeting that "
        "opens there.",
    )
    sure_person: Share = _setting(
        0.4, "assemble", "Probability from which a record lists a person."
    )
    believed: Share = _setting(
        0.55, "assemble", "Probability from which a meeting is believed and makes a record."
    )
    sure_body: Share = _setting(
        0.5,
        "assemble",
        "Confidence from which an organisation, or a body named in an office, is the one that met.",
    )
    # In newspaper articles outside the training data, 5 of 22 candidates below this value were the
    # body that met, and 18 of 29 above it.
    body_apart: Share = _setting(
        0.7,
        "assemble",
        "Confidence from which a body that no sentence of the meeting names is the one that met.",
    )
    city: Sum = _setting(0.5, "assemble", "Score from which a place is the city of the meeting.")
    topic: Share = _setting(0.5, "assemble", "Confidence above which a clause is a topic.")
    decision: Share = _setting(0.5, "assemble", "Confidence above which a clause is a decision.")
    sure_word: Share = _setting(
        0.9,
        "assemble",
        "Calibrated confidence from which a name of one word, seen once, enters a record as "
        "organisation or initiative.",
    )
    sure_organization: Share = _setting(
        0.4,
        "assemble",
        "Calibrated confidence from which an organisation seen once enters a record.",
    )
    body_alone: Share = _setting(
        0.8,
        "assemble",
        "Confidence from which the body that met stands for a meeting whose noun is missing "
        "(«ناقش المجلس أمس …»).",
    )
    kept_runs: Count = _setting(5, "afterwards", "How many runs' records are kept to compare with.")
    alike: Share = _setting(
        0.6,
        "afterwards",
        "Likeness from which two records, or two values, are one that was changed.",
    )

    def __post_init__(self) -> None:
        if self.ner not in NER:
            raise UsageError(f"ner must be one of {', '.join(NER)}, not {self.ner!r}")
        if not self.model.strip():
            raise UsageError("model must name a folder")
        for name, allowed in _ranges().items():
            if (value := getattr(self, name)) not in allowed:
                raise UsageError(f"{name} must be {allowed}, not {value!r}")

    @classmethod
    def load(cls, path: Path | None) -> Config:
        """Return the default settings, overridden by those of a TOML file. Raise UsageError for an
        unknown name, a wrong type or a value out of range."""
        if path is None:
            return cls()
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as err:
            raise UsageError(f"{path}: cannot be read as TOML: {err}") from err
        known = {f.name: type(getattr(cls(), f.name)) for f in dataclasses.fields(cls)}
        for name, value in given.items():
            if name not in known:
                raise UsageError(f"{path}: unknown setting {name!r}{nearest(name, known)}")
            if isinstance(value, int) and abs(value) > MOST:
                raise UsageError(f"{path}: {name} must be at most {MOST:g}, not a number so large")
            if isinstance(value, str) and "\0" in value:
                raise UsageError(f"{path}: {name} must have no \\u0000 in it")
            if type(value) is not known[name] and not (known[name] is float and type(value) is int):
                raise UsageError(
                    f"{path}: {name} must be of type {known[name].__name__}, not {value!r}"
                )
        try:
            return cls(**{n: known[n](v) for n, v in given.items()})
        except UsageError as err:
            raise UsageError(f"{path}: {err}") from err

    def model_folder(self) -> Path:
        """Return the folder of the tagger. Look for a relative path in the working folder, then in
        the clone, then in the installed package, which contains the model."""
        path = Path(self.model)
        if path.is_absolute() or os.path.exists(path):
            return path
        package = Path(__file__).resolve().parent
        in_clone = package.parent / path
        return in_clone if os.path.exists(in_clone) else package / path

    def fingerprint(self) -> str:
        """Return 12 hex digits that change with every setting that affects results."""
        settings = {
            f.name: getattr(self, f.name)
            for f in dataclasses.fields(self)
            if f.metadata["room"] not in NO_MATTER
        }
        return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:12]


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the end of the message about an unknown setting: the most similar name, or where to
    find the list."""
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else "; mahdar settings prints them all"


@dataclass(frozen=True, slots=True)
class Setting:
    """The documentation of one setting: its name, its default in TOML, the allowed values and its
    meaning."""

    name: str
    room: Room
    default: str
    allowed: str
    about: str


def described() -> tuple[Setting, ...]:
    """Return every setting, in the order of the stages."""
    ranges = {name: f"{_kind(name)} {allowed}" for name, allowed in _ranges().items()}
    ranges["ner"] = " or ".join(f"`{value}`" for value in NER)
    return tuple(
        Setting(
            f.name,
            f.metadata["room"],
            json.dumps(f.default),
            ranges.get(f.name, "a path"),
            f.metadata["about"],
        )
        for f in dataclasses.fields(Config)
    )


def _kind(name: str) -> str:
    return "whole number" if type(getattr(Config(), name)) is int else "number"


@cache
def _ranges() -> dict[str, Range]:
    """Return the range of each numeric setting."""
    hints = get_type_hints(Config, include_extras=True)
    return {
        name: found for name, hint in hints.items() for found in getattr(hint, "__metadata__", ())
    }


def camel_folder() -> Path:
    """Return the data folder of camel-tools' NERecognizer, as its catalogue defines it: in
    $CAMELTOOLS_DATA, else in ~/.camel_tools. Raise MahdarError if the data are missing.

    Do not ask camel-tools itself: without a catalogue it tries to download one."""
    base = (
        Path(os.environ.get("CAMELTOOLS_DATA") or Path.home() / ".camel_tools")
        .expanduser()
        .absolute()
    )
    try:
        recognizers = json.loads((base / "catalogue.json").read_text(encoding="utf-8"))[
            "components"
        ]["NamedEntityRecognition"]
        folder = Path(base, "data", recognizers["datasets"][recognizers["default"]]["path"])
    except (OSError, ValueError, KeyError, TypeError):
        folder = None
    if folder is None or not (folder / "config.json").is_file():
        raise MahdarError(
            f"{base}: the data that --ner camel needs are not here; get them with: camel_data -i "
            "ner-arabert "
            "(or set CAMELTOOLS_DATA to the folder that has them)"
        )
    return folder
