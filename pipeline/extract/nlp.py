"""The spaCy pipeline: a blank Arabic Language, our tokenizer, and three components in the order of their names below.

    text ──tokenizer──▶ tagger (open names, facts) ──▶ geography (states, places) ──▶ linker (who is who)

`build_nlp(config).to_disk(folder)` and `spacy.load(folder)` keep and restore the whole, model included.
"""
from __future__ import annotations

import os
from pathlib import Path

import spacy
from spacy.language import Language

from pipeline.config import Config
from pipeline.extract import geography, linker, tagger, tokenizer  # noqa: F401  registers the factories

ROOT = Path(__file__).resolve().parents[2]


def model_folder(config: Config) -> Path:
    """Where the tagger of this configuration lies: a relative path is relative to the project."""
    path = Path(config.model)
    return path if path.is_absolute() or path.exists() else ROOT / path


def build_nlp(config: Config, threads: int | None = None) -> Language:
    """The pipeline of this configuration. The model is loaded at the first document, not here."""
    nlp = spacy.blank("ar", config={"nlp": {"tokenizer": {"@tokenizers": "mahdar.tokenizer.v1"}}})
    nlp.max_length = config.max_chars + 1
    nlp.add_pipe("mahdar_tagger", config={"model": str(model_folder(config)), "threads": threads or min(4, os.cpu_count() or 1)})
    nlp.add_pipe("mahdar_geography")
    nlp.add_pipe("mahdar_linker", config={"same_name": config.same_name, "min_confidence": config.min_confidence})
    return nlp
