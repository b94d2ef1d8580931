"""The spaCy component that links mentions to entities (`linking.py` does the work). It also
calibrates the confidences, because all comparisons of raw ones are done. `min_confidence` refers to
calibrated ones, as in the output."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.arabic.clitics import citation
from pipeline.arabic.naming import without_sitting
from pipeline.config import Config
from pipeline.extract.gazetteers.countries import name_of
from pipeline.extract.linking import link
from pipeline.extract.spans import MENTIONS, Found, get, put_names, text_of
from pipeline.extract.tagger.calibration import calibrated
from pipeline.extract.tagger.runtime import CALIBRATION
from pipeline.types import Mention

DEFAULT = Config()
LINKED = "mahdar.linked"  # key of doc.user_data: (mentions, entities), offsets of doc.text


class LinkerComponent:
    def __init__(self, same_name: float, same_person: float, min_confidence: float) -> None:
        self.same_name, self.same_person, self.min_confidence = (
            same_name,
            same_person,
            min_confidence,
        )

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        tables = doc.user_data[CALIBRATION]
        sure = [
            (f, calibrated(tables, f.label, f.found_by, f.confidence)) for f in get(doc, MENTIONS)
        ]
        mentions = [
            Mention(
                f.start, f.end, f.label, _name(text, f), f.found_by, confidence, f.value or None
            )
            for f, confidence in sure
            if f.found_by != "model" or confidence >= self.min_confidence
        ]
        put_names(doc, mentions)
        doc.user_data[LINKED] = link(text, mentions, self.same_name, self.same_person, name_of)
        return doc


def _name(text: str, f: Found) -> str:
    name = citation(text, f.start, f.end)
    return without_sitting(name) if f.label == "COMMITTEE" else name


@Language.factory(
    "mahdar_linker",
    default_config={
        "same_name": DEFAULT.same_name,
        "same_person": DEFAULT.same_person,
        "min_confidence": DEFAULT.min_confidence,
    },
)
def create_linker(
    nlp: Language, name: str, same_name: float, same_person: float, min_confidence: float
) -> LinkerComponent:
    return LinkerComponent(same_name, same_person, min_confidence)
