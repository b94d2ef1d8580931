"""The thresholds of the pipeline with their ranges, in one frozen place; a few of single rules
stand beside these, by name. `Config.load` reads a TOML file of the same names."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import os
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, get_type_hints

from pipeline.errors import MahdarError, UsageError

AFTERWARDS = MappingProxyType(
    {"afterwards": True}
)  # marks a setting that concerns finished records only


NER = ("tagger", "camel")


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers from `low` to `high`, both among them; nan is in none."""

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
]  # rapidfuzz's, in percent: names less than half alike are not one, and 0.92 is a slip
Count = Annotated[int, Range(0)]
Limit = Annotated[int, Range(1)]


@dataclass(frozen=True, slots=True)
class Config:
    # read
    max_bytes: Limit = (
        50_000_000  # a file or an unpacked archive member larger than this is rejected
    )
    max_chars: Limit = 5_000_000  # a text longer than this is rejected
    min_arabic: Share = (
        0.2  # share of Arabic letters among letters below which a text is «no Arabic»
    )
    # dedupe
    near_duplicate: Share = (
        0.90  # similarity of folded text from which two paragraphs may be near duplicates
    )
    min_duplicate_chars: Count = 40  # shorter paragraphs are only ever exact duplicates
    # a first paragraph up to this long that ends without punctuation is a headline, never a
    # duplicate
    headline_chars: Count = 160
    # extract
    model: str = "models/tagger"  # folder of the tagger, relative to the project
    # who finds people, organisations and places: the tagger, or camel-tools' recognizer («camel»)
    ner: str = "tagger"
    # mentions of the model whose calibrated confidence is below this are dropped; all others
    # compare raw ones
    min_confidence: Share = 0.0
    sure_place: Share = (
        0.7  # confidence from which a place that no list has is taken from the model alone
    )
    sure_date: Share = 0.85  # and an expression of time that the grammar does not read
    # rapidfuzz ratio from which two folded names of bodies, organisations or initiatives are one
    same_name: Ratio = 92.0
    same_person: Ratio = 94.0  # and from which two folded names of people with as many words are
    # assemble
    # a date further than this from the day of writing is history or a deadline, not the day of the
    # meeting
    far_days: Count = 150
    # how sure the tagger is that a sentence begins to tell of a further meeting, from which it does
    begins: Share = 0.9
    begun: Sum = 0.9  # where it was so sure, in sum, that one began before
    # how sure it is that one begins to tell of a meeting at all, where nothing else opens one
    begins_alone: Share = 0.45
    # how sure it is that someone presides, from which he does where the words around his name do
    # not say so
    sure_chair: Share = 0.95
    reported: Share = (
        0.1  # probability that the text reports a meeting, from which it is looked for one
    )
    # confidence from which a MEETING mention is taken for a meeting that is held, else one referred
    # to
    held: Share = 0.6
    # and above which who attended or presided, by the tagger's word, is a party to the one that
    # opens there
    sure_party: Share = 0.5
    # probability, by all that is told of someone, from which a record lists him
    # (assemble/roster.py)
    sure_person: Share = 0.4
    believed: Share = (
        0.45  # probability, by all that is told of it, from which a meeting is believed
    )
    # confidence from which an organisation, or a body named in someone's office, is the one that
    # met
    sure_body: Share = 0.5
    # and a body that no sentence names which tells of the meeting («كما دعا مجلس …»): in newspaper
    # articles that the tagger has not learnt, 5 of 22 below it were the one that met, 18 of 29 from
    # it on
    body_apart: Share = 0.7
    # score of a place (the tagger's confidence, and what stands around it) from which it is the
    # city of the meeting
    city: Sum = 0.5
    topic: Share = (
        0.7  # confidence from which a clause of the tagger is a topic (of others 15 in 48 were)
    )
    told_topic: Share = 0.55  # and where a word like «ناقش» or «مراجعة» introduces it
    # confidence from which a topic that goes on behind «، و» is not cut there (of the cuts 30 were
    # wrong, 6 right)
    one_topic: Share = 0.85
    decision: Share = 0.5  # and for a decision
    # calibrated confidences from which names that the tagger saw once enter the record of a meeting
    sure_word: Share = 0.9  # of one word, as organisation or initiative
    sure_organization: Share = 0.4
    # confidence from which the body that met stands for a meeting whose noun is missing («ناقش
    # المجلس أمس …»)
    body_alone: Share = 0.8
    # diff and review: no result depends on these, so the fingerprint leaves them out
    kept_runs: Count = field(
        default=5, metadata=AFTERWARDS
    )  # how many runs' records are kept to compare with
    alike: Share = field(
        default=0.6, metadata=AFTERWARDS
    )  # likeness from which two records, or two values, are one that was changed

    def __post_init__(self) -> None:
        if self.ner not in NER:
            raise UsageError(f"ner must be one of {', '.join(NER)}, not {self.ner!r}")
        for name, allowed in _ranges().items():
            if (value := getattr(self, name)) not in allowed:
                raise UsageError(f"{name} must be {allowed}, not {value!r}")

    @classmethod
    def load(cls, path: Path | None) -> Config:
        """The defaults, or those of a TOML file over them. Raises UsageError for an unknown name, a
        wrong type or what is out of range."""
        if path is None:
            return cls()
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
            raise UsageError(f"{path}: cannot be read as TOML: {err}") from err
        known = {f.name: type(getattr(cls(), f.name)) for f in dataclasses.fields(cls)}
        for name, value in given.items():
            if name not in known:
                raise UsageError(
                    f"{path}: unknown setting {name!r}; known are {', '.join(sorted(known))}"
                )
            if type(value) is not known[name] and not (known[name] is float and type(value) is int):
                raise UsageError(
                    f"{path}: {name} must be of type {known[name].__name__}, not {value!r}"
                )
        try:
            return cls(**{n: known[n](v) for n, v in given.items()})
        except UsageError as err:
            raise UsageError(f"{path}: {err}") from err

    def model_folder(self) -> Path:
        """Return the folder of the tagger. A relative path is looked for in the working folder,
        then in the clone, then in the installed package, which has the model inside."""
        path = Path(self.model)
        if path.is_absolute() or path.exists():
            return path
        package = Path(__file__).resolve().parent
        in_clone = package.parent / path
        return in_clone if in_clone.exists() else package / path

    def fingerprint(self) -> str:
        """Twelve hex digits that change with any setting that results depend on."""
        settings = {
            f.name: getattr(self, f.name)
            for f in dataclasses.fields(self)
            if not f.metadata.get("afterwards")
        }
        return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:12]


@cache
def _ranges() -> dict[str, Range]:
    """The range of each setting that is a number."""
    hints = get_type_hints(Config, include_extras=True)
    return {
        name: found for name, hint in hints.items() for found in getattr(hint, "__metadata__", ())
    }


def camel_folder() -> Path:
    """Where the data of camel-tools' NERecognizer lie, as its catalogue says: in $CAMELTOOLS_DATA,
    else in ~/.camel_tools. Raises MahdarError where they are not there. camel-tools itself is not
    asked: without a catalogue it would try to fetch one."""
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
