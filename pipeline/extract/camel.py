"""A spaCy component for another recognizer, camel-tools' `NERecognizer`, for users who have its
data (`mahdar process --ner camel`).

It follows the tagger and replaces its people, organisations and places by those of camel-tools:
PERS becomes PER, LOC becomes LOC or a state's COUNTRY, ORG becomes ORG or, by its head noun,
COMMITTEE; MISC is dropped. Labels that camel-tools lacks (titles, offices, initiatives, meetings,
dates, and the facts for records) come from the tagger, and the following components are the same.

The recognizer reads each sentence alone, without padding, in one thread, so results depend neither
on other input nor on the number of threads. It labels written words; `_start` leaves attached
particles outside. Only this module loads torch."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.arabic.clitics import citation, particles
from pipeline.arabic.folding import fold_key
from pipeline.config import camel_folder
from pipeline.extract.gazetteers.countries import CountryMatch, country_of, find_countries
from pipeline.extract.gazetteers.matching import lines
from pipeline.extract.gazetteers.places import place_of
from pipeline.extract.spans import FACTS, MENTIONS, Found, get, put, text_of
from pipeline.extract.tagger.encoding import INVISIBLE, words
from pipeline.extract.tagger.runtime import CALIBRATION, pool, settled

LABELS = {"PERS": "PER", "PER": "PER", "ORG": "ORG", "LOC": "LOC"}  # camel-tools' labels and ours
REPLACED = frozenset({"PER", "COMMITTEE", "ORG", "COUNTRY", "LOC"})
SENTENCE = re.compile(r"[^\n]+?(?:[.؟!؛]+(?=\s)|$)", re.M)

Span = tuple[int, int]


@lru_cache(maxsize=1)
def load(folder: str) -> Any:
    """Return the recognizer in a folder of camel-tools' layout, loaded once a process. Download
    nothing."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    import transformers
    from camel_tools.ner import NERecognizer  # type: ignore[import-untyped]

    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(1)  # the sentences run in parallel instead
    recognizer = NERecognizer(folder, use_gpu=False)
    recognizer.model.eval()
    return recognizer


def probabilities(recognizer: Any, sentence: Sequence[str]) -> np.ndarray[Any, Any]:
    """Return [words, labels]: the scores of which `NERecognizer.predict_sentence` takes the
    greatest, without padding to 256 pieces. Every word must have a piece, because the recognizer
    shifts labels past words without one."""
    import torch
    from camel_tools.ner import NERDataset

    dataset = NERDataset(
        [sentence], recognizer.tokenizer, list(recognizer.labels_map.values()), 256
    )
    out = []
    with torch.inference_mode():
        for row in dataset:
            size = int(row["attention_mask"].sum())
            given = {
                name: row[name][None, :size]
                for name in ("input_ids", "token_type_ids", "attention_mask")
            }
            first = row["label_ids"][:size] != dataset.pad_token_label_id
            out.append(recognizer.model(**given).logits[0][first].softmax(-1).numpy())
    return np.concatenate(out)


def recognized(recognizer: Any, text: str, sentence: Sequence[Span]) -> list[Found]:
    """Return the names of a sentence, given as ranges of its words: on whole words, with our label
    and the mean probability of camel-tools' tags."""
    bare = [INVISIBLE.sub("", text[s:e]) for s, e in sentence]
    kept = [
        (span, w)
        for span, w in zip(sentence, bare, strict=True)
        if w and recognizer.tokenizer.tokenize(w)
    ]
    if not kept:
        return []
    scores = probabilities(recognizer, [w for _, w in kept])
    best = scores.argmax(-1)
    tags = [recognizer.labels_map[int(k)] for k in best]
    logs = np.log(scores[np.arange(len(best)), best])
    out = []
    for i, j in runs(tags):
        label = LABELS.get(tags[i][2:])
        if label:
            out.append(
                Found(
                    kept[i][0][0],
                    kept[j - 1][0][1],
                    label,
                    "model",
                    round(float(np.exp(logs[i:j].mean())), 4),
                )
            )
    return out


def runs(tags: Sequence[str]) -> Iterator[Span]:
    """Return half-open ranges of names in BIO tags; an I after no name of its kind begins one."""
    start = None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and (tag[:2] != "I-" or tag[2:] != tags[start][2:]):
            yield start, i
            start = None
        if start is None and tag != "O":
            start = i


def sentences(text: str) -> Iterator[list[Span]]:
    """Yield the words of each sentence."""
    for m in SENTENCE.finditer(text):
        found = words(text, *m.span())
        if found:
            yield found


def _start(text: str, word: Span, label: str, known: frozenset[int]) -> int:
    """Return where a name begins in its first written word: where the tagger (`known`) has any name
    or clause begin there; else after every possible particle, but for places only before a known
    place, and for people only after و, because foreign names often begin with the other letters.
    For the gold's ambiguous words the rule alone is right in 92 % for ORG, 97 % for LOC, 100 % for
    COMMITTEE."""
    start, end = word
    cuts = [0, *particles(text[start:end])]
    told = [c for c in cuts if start + c in known]
    if len(cuts) == 1 or told:
        return start + (told[-1] if told else 0)
    if label == "PER":
        return start + max(c for c in cuts if c == 0 or (c == cuts[1] and text[start] == "و"))
    if label == "LOC":
        named = [c for c in cuts if _is_place(text[start + c : end])]
        return start + (named[-1] if named else cuts[-1])
    return start + cuts[-1]


def _is_place(name: str) -> bool:
    return place_of(name) is not None or country_of(name) is not None


@cache
def _committees() -> tuple[frozenset[str], tuple[str, ...]]:
    rows = lines("committees.txt")
    return (
        frozenset(fold_key(r) for r in rows if not r.startswith("-")),
        tuple(fold_key(r[1:]) for r in rows if r.startswith("-")),
    )


def is_committee(name: str) -> bool:
    """Return whether an organisation's name in citation form is that of a body that deliberates, by
    its head noun."""
    heads, others = _committees()
    key = fold_key(name)
    first = key.split(" ")[0]
    return (first in heads or first.removeprefix("ال") in heads) and not any(
        key == o or key.startswith(o + " ") for o in others
    )


def ours(text: str, found: Sequence[Found], known: frozenset[int]) -> list[Found]:
    """Return names on whole words in our form: particles outside, states and committees separated
    from places and organisations."""
    states = {(m.start, m.end): m for m in find_countries(text)}
    out = []
    for f in found:
        first = next(iter(words(text, f.start, f.end)))
        start = _start(text, first, f.label, known)
        out.append(
            Found(
                start, f.end, _label(text, start, f.end, f.label, states), f.found_by, f.confidence
            )
        )
    return out


def _label(text: str, start: int, end: int, label: str, states: dict[Span, CountryMatch]) -> str:
    if label == "LOC" and country_of(text[start:end]):
        match = states.get((start, end))
        return "COUNTRY" if match is None or match.confident else "LOC"  # «الكويت - كونا»: the city
    if label == "ORG" and is_committee(citation(text, start, end)):
        return "COMMITTEE"
    return label


class CamelComponent:
    """Replace the mentions with labels of REPLACED in `doc.spans["mentions"]`. `folder` has the
    data; empty means camel-tools' own folder."""

    def __init__(self, folder: str, threads: int) -> None:
        self.folder, self.threads = folder, threads

    def __call__(self, doc: Doc) -> Doc:
        recognizer = load(self.folder or str(camel_folder()))
        text = text_of(doc)
        jobs = [pool(self.threads).submit(recognized, recognizer, text, s) for s in sentences(text)]
        before, facts = list(get(doc, MENTIONS)), list(get(doc, FACTS))
        names = ours(
            text,
            [f for job in jobs for f in job.result()],
            frozenset(f.start for f in (*before, *facts)),
        )
        put(
            doc,
            MENTIONS,
            settled(text, [*(f for f in before if f.label not in REPLACED), *names]),
        )
        tables = doc.user_data.get(CALIBRATION, {})
        doc.user_data[CALIBRATION] = {
            key: table
            for key, table in tables.items()
            if key[0] not in REPLACED or key[1] != "model"
        }
        return doc


@Language.factory("mahdar_camel", default_config={"folder": "", "threads": 2})
def create_camel(nlp: Language, name: str, folder: str, threads: int) -> CamelComponent:
    return CamelComponent(folder, threads)
