"""Public corpora: news as plain texts, and named-entity corpora as words with tags (ANERcorp,
WikiFANE, AQMAR and the open sample of Wojood).

They are read in place (`../shared/corpora`, whose README has the terms) and never copied. A
sentence is a list of (word, tags), where `tags` are BIO tags, several for nested entities, none for
O."""

from __future__ import annotations

import io
import json
import lzma
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

Sentence = list[tuple[str, tuple[str, ...]]]

# Word at which the test part of the CAMeL Lab split begins in the uncleaned copy; found with
# `cleananercorp`.
ANERCORP_TEST = 125_305
TAG = re.compile(r"[BI]-(?!-)[\w-]+")  # anything else is an error in the file and counts as O
ENDS = frozenset(".؟!?")
LONGEST = 120  # words; a longer sentence is cut
MARKS = "\u200e\u200f\ufeff"  # LEFT-TO-RIGHT MARK, RIGHT-TO-LEFT MARK, BYTE ORDER MARK
BEFORE = frozenset(
    ("و", "ف", "ب", "ل", "ك")
)  # particles that WikiFANE separates from the word after them
# pronouns that it separates from the word before them
AFTER = frozenset(("ه", "ها", "هم", "هما", "هن", "نا", "ني", "ي", "كم"))


def news(corpora: Path) -> Iterator[str]:
    """Yield the articles of SaudiNewsNet, Al Khaleej, the Qatari papers and the other Arab
    countries, in the order of their files, with the title in a line of its own."""
    for path in sorted((corpora / "saudinewsnet").glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                for article in json.loads(archive.read(name).decode("utf-8")):
                    yield f"{article.get('title') or ''}\n{article['content']}".strip()
    yield from _texts(corpora, "*/*.jsonl.xz")


def elsewhere(corpora: Path) -> Iterator[str]:
    """Yield the articles of the corpus of all Arab countries."""
    yield from _texts(corpora, "arab/*.jsonl.xz")


def _texts(corpora: Path, files: str) -> Iterator[str]:
    for path in sorted(corpora.glob(files)):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]


def sentences(words: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Sentence]:
    """Yield sentences, cut at full stops and after LONGEST words."""
    out: Sentence = []
    for word, tags in words:
        out.append((word, tags))
        if word in ENDS or len(out) >= LONGEST:
            yield out
            out = []
    if out:
        yield out


def _lines(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Read lines of `word tag…`."""
    for line in text.split("\n"):
        word, _, tags = line.strip().partition(" ")
        if word and tags:
            yield word, tuple(t for t in tags.split() if TAG.fullmatch(t) and t.isascii())


def anercorp(corpora: Path) -> tuple[list[Sentence], list[Sentence]]:
    """Return (train, test) of the uncleaned copy, in the CAMeL Lab split."""
    found = list(_lines((corpora / "anercorp" / "ANERCorp.txt").read_text(encoding="utf-8")))
    return list(sentences(found[:ANERCORP_TEST])), list(sentences(found[ANERCORP_TEST:]))


def cleananercorp(corpora: Path) -> tuple[list[Sentence], list[Sentence]]:
    """Return (train, test) of the copy with corrected labels, in the same split."""
    train, test = (
        list(
            sentences(
                _lines(
                    (corpora / "cleananercorp" / f"cleananercorp_{part}.txt").read_text(
                        encoding="utf-8"
                    )
                )
            )
        )
        for part in ("TRAIN", "TEST")
    )
    return train, test


def wikifane(corpora: Path) -> list[Sentence]:
    """Return WikiFANE_Gold with separated particles and pronouns joined to their words. A word
    keeps its entity tag when a particle is joined to it."""
    (archive,) = (corpora / "wikifane").glob("*.zip")
    with zipfile.ZipFile(archive) as z:
        (name,) = (n for n in z.namelist() if "WikiFANE_Gold" in n)
        rows = io.TextIOWrapper(z.open(name), encoding="utf-8-sig").read().splitlines()
    out: list[Sentence] = []
    sentence: Sentence = []
    before = ""
    for row in [*rows, ""]:
        word, _, tag = row.strip().translate(dict.fromkeys(map(ord, MARKS))).partition("\t")
        if not word:
            if before:
                sentence.append((before, ()))
                before = ""
            if sentence:
                out.extend(sentences(sentence))
            sentence = []
            continue
        tags = () if tag in ("", "O") else (tag.strip(),)
        if not tags and word in BEFORE:
            before += word
        elif not tags and word in AFTER and sentence and not before and sentence[-1][0].isalpha():
            stem = sentence[-1][0]
            sentence[-1] = ((stem[:-1] + "ت" if stem[-1] == "ة" else stem) + word, sentence[-1][1])
        elif before and not word[0].isalpha():
            sentence += [(before, ()), (word, tags)]
            before = ""
        else:
            sentence.append((before + word, tags))
            before = ""
    return out


def aqmar(corpora: Path) -> list[Sentence]:
    """Return the 28 articles; MIS0, MIS1… are MIS, and other classes are errors."""
    out: list[Sentence] = []
    for path in sorted((corpora / "aqmar").glob("*.txt")):
        lines = _lines(path.read_text(encoding="utf-8"))
        out += sentences(
            (w, tuple(t[:5] for t in tags if t[2:5] in ("PER", "LOC", "ORG", "MIS")))
            for w, tags in lines
        )
    return out


def wojood(corpora: Path) -> list[Sentence]:
    """Return all parts of the sample; sentences end at an empty line."""
    out: list[Sentence] = []
    for part in ("train", "val", "test"):
        words = (
            x
            for x in _lines((corpora / "wojood-sample" / f"{part}.txt").read_text(encoding="utf-8"))
            if x[0] != "$#$"
        )
        out += sentences(words)
    return out
