"""The spaCy pipeline: a blank Arabic Language, our tokenizer, and four components in the order of
their names below.

    text ──tokenizer──▶ tagger (open names, facts) ──▶ boundaries (ends of names) ──▶ geography
         (states, places) ──▶ linker (entities)

With `ner = "camel"` the component of `camel.py` follows the tagger.

`build_nlp(config).to_disk(folder)` and `spacy.load(folder)` save and restore everything, including
the model."""

from __future__ import annotations

import os

import spacy
from spacy.language import Language

from pipeline.config import Config
from pipeline.extract import boundaries, camel, geography, linker, tagger, tokenizer  # noqa: F401  registers the factories


def build_nlp(config: Config, threads: int | None = None) -> Language:
    """Return the pipeline of this configuration. The model is loaded at the first document, not
    here."""
    nlp = spacy.blank("ar", config={"nlp": {"tokenizer": {"@tokenizers": "mahdar.tokenizer.v1"}}})
    nlp.max_length = config.max_chars + 1
    # shape, prefix, … of each new word: nobody asks for them
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
    threads = threads or min(4, os.cpu_count() or 1)
    nlp.add_pipe("mahdar_tagger", config={"model": str(config.model_folder()), "threads": threads})
    if config.ner == "camel":
        nlp.add_pipe("mahdar_camel", config={"threads": threads})
    nlp.add_pipe("mahdar_boundaries")
    nlp.add_pipe(
        "mahdar_geography", config={"sure_place": config.sure_place, "sure_date": config.sure_date}
    )
    nlp.add_pipe(
        "mahdar_linker",
        config={
            "same_name": config.same_name,
            "same_person": config.same_person,
            "min_confidence": config.min_confidence,
        },
    )
    return nlp
