"""Learn who took part in a meeting: `python -m models.training participants PARTS…`.

Each of PARTS is a folder with a `model` and `gold.jsonl`, documents that the model has not seen, as
for `realis.py`: on documents that it has learnt the tagger is surer than it may be. The pipeline runs
over them. Each person whom the text of a meeting names gives a row, if the meeting matches a record:
the evidence (`pipeline/assemble/participants.py`), and what the record says of the person. LightGBM
learns the trees of `pipeline/assemble/data/{listed,attended,chaired}.json`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pipeline.assemble.participants as participants
from models.training.parts import extracted
from models.training.realis import judged
from models.training.trees import Example, keep, learn
from pipeline.assemble.features import Features
from pipeline.assemble.when import is_to_come
from pipeline.config import Config
from pipeline.evaluate import same_person
from pipeline.types import Release

DATA = Path(participants.__file__).with_name("data")
LIKELY = 0.3  # probability of a candidate meeting from which its people teach
ROUNDS = {"listed": 100, "attended": 100, "chaired": 80}
# What may only speak for each answer, and what only against it. The farther a cue the less it says.
SIGNS = {
    "listed": (
        {"attended", "chaired", "mentioned", "first_attended", "opened", "name"},
        {"far", "in_lead"},
    ),
    "attended": (
        {"attended", "chaired", "first_attended", "opened", "spoken_of_before", "away_before"},
        {"mentioned", "first_mentioned", "kin", "press"},
    ),
    "chaired": (
        {"chaired"},
        {"presiding_before", "presiding_behind", "kin", "others_chaired"},
    ),
}


class Row(NamedTuple):
    """A person whom the text of a meeting names, and the participation in the record, None if the
    record does not list the person."""

    found: Features
    participation: str | None


def rows(
    docs: Sequence[dict[str, Any]], releases: Sequence[Release], config: Config
) -> Iterator[Row]:
    """Return a row for each person in the matching meetings of gold documents, in order."""
    for x in judged(docs, releases, config, LIKELY):
        if x.record is None:
            continue
        to_come = is_to_come(x.release, x.meeting.date)
        for person, _, evidence in participants.named(x.release, x.event, x.meeting.body, to_come):
            how = (
                p["participation"]
                for p in x.record["people"]
                if same_person(p["name"], person.name)
            )
            yield Row(evidence, next(how, None))


def examples(found: Sequence[Row], name: str) -> list[Example]:
    """Return what the rows teach one scorer. Only people of a record tell who attended."""
    if name == "attended":
        return [(r.found, r.participation != "mentioned") for r in found if r.participation]
    if name == "chaired":
        return [(r.found, r.participation == "chaired") for r in found]
    return [(r.found, r.participation is not None) for r in found]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("parts", nargs="+", type=Path)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--out", type=Path, default=DATA)
    a = ap.parse_args()
    found = [row for folder in a.parts for row in rows(*extracted(folder, a.threads))]
    for name in participants.SCORERS:
        taught = examples(found, name)
        keep(a.out / f"{name}.json", taught, learn(taught, ROUNDS[name], *SIGNS[name]))
