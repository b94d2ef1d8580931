"""The spaCy component that mends the tagger's mentions by lists and rules, one idea a module, in
the order of STEPS.

A tagger of few documents knows where a name begins better than where it ends. Over the held-out
folds of a cross-validation (477 documents, strict F1) the steps lift HON from 80.3 to 93.9, PER
from 93.3 to 96.8, COMMITTEE from 79.8 to 84.6, ORG from 75.0 to 81.7, ROLE from 84.7 to 88.0,
INITIATIVE from 64.6 to 68.8 and MEETING from 84.7 to 86.7."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.bare_offices import no_bare_offices
from pipeline.extract.edges import mended
from pipeline.extract.founded import founded, of_named
from pipeline.extract.honorifics import whole_honorifics
from pipeline.extract.initiatives import initiatives
from pipeline.extract.joining import as_elsewhere, joined, of_office, of_state
from pipeline.extract.naming import by_head, of_sittings
from pipeline.extract.offices import posts, whole_offices, with_states
from pipeline.extract.people import whole_people
from pipeline.extract.sittings import whole_meetings
from pipeline.extract.spans import MENTIONS, Found, get, put, text_of
from pipeline.extract.standing import acronyms, nested, placeless, standing
from pipeline.extract.tagger import uncrossed
from pipeline.extract.unfinished import finished
from pipeline.ranges import Ranges

STEPS = (
    of_office,
    by_head,
    standing,
    acronyms,
    whole_meetings,
    joined,
    of_state,
    founded,
    of_named,
    as_elsewhere,
    of_sittings,
    nested,
    whole_offices,
    whole_people,
    no_bare_offices,
    posts,
    whole_honorifics,
    mended,
    finished,
    joined,
    with_states,
    placeless,
    initiatives,
)


def mend(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions after all steps; none crosses another, stands on its very range or inside a
    person's name, where the annotated documents have none in 1,825 names."""
    for step in STEPS:
        found = step(text, found)
    people = Ranges(f for f in found if f.label == "PER")
    return uncrossed(
        [f for f in found if not any(p is not f for p in people.around(f.start, f.end))]
    )


class MendingComponent:
    def __call__(self, doc: Doc) -> Doc:
        put(doc, MENTIONS, mend(text_of(doc), list(get(doc, MENTIONS))))
        return doc

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """The lists are part of the package."""

    def from_disk(self, path: str | Path, **_: Any) -> MendingComponent:
        return self


@Language.factory("mahdar_mending")
def create_mending(nlp: Language, name: str) -> MendingComponent:
    return MendingComponent()
