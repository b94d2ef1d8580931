"""The spaCy tokenizer: words as the tagger reads them, attached particles as tokens of their own.

spaCy spans consist of tokens, and names begin after و ف ب ل ك س; so a word is split wherever a
particle may end. Joining the tokens restores the text exactly."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from pipeline.arabic.clitics import particles
from pipeline.extract.spans import TEXT
from pipeline.extract.tagger.encoding import words


class Tokenizer:
    """A callable from text to Doc, stateless except for the vocabulary."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        pieces: list[str] = []
        spaces: list[bool] = []

        def gap(start: int, end: int) -> None:
            """Handle white space and stray controls between words: one space belongs to the token
            before, the rest are tokens."""
            if start < end and text[start] == " " and pieces:
                spaces[-1] = True
                start += 1
            if start < end:
                pieces.append(text[start:end])
                spaces.append(False)

        at = 0
        for start, end in words(text):
            gap(at, start)
            cuts = [start, *(start + c for c in particles(text[start:end])), end]
            for a, b in pairwise(cuts):
                pieces.append(text[a:b])
                spaces.append(False)
            at = end
        gap(at, len(text))
        doc = Doc(self.vocab, words=pieces, spaces=spaces)
        doc.user_data[TEXT] = text
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> Tokenizer:
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Do nothing: the particle list is part of the package."""

    def from_disk(self, path: str | Path, **_: Any) -> Tokenizer:
        return self


@registry.tokenizers("mahdar.tokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Any], Tokenizer]:
    def create(nlp: Any) -> Tokenizer:
        return Tokenizer(nlp.vocab)

    return create
