"""camel-tools' recognizer: its labels become ours on exact ranges, and it is loaded as with the
real data. The small BERT is built here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Config, camel_folder
from pipeline.errors import MahdarError, UsageError
from pipeline.extract.camel import is_committee, ours, runs, sentences
from pipeline.extract.nlp import build_nlp
from pipeline.extract.spans import Found
from pipeline.extract.tagger.encoding import words
from pipeline.provenance import model

ROOT = Path(__file__).parents[2]
TEXT = (
    "الرياض - ترأس الأستاذ سالم الرويعي وزير المراعي اجتماع لجنة السواقي، وحضره وسالم الحمادي "
    "وبندر العتيبي.\n"
    "وزار الوفد مصر وبالكويت وجنيف؟ وشكر لوزارة المياه كأس المراعي! \u064b 3.14 انتهى"
)
# The labels that the recognizer must return word by word: enough for each label and each way to
# begin and end.
SAID = {
    "الرياض": "B-LOC",
    "سالم": "B-PERS",
    "الرويعي": "I-PERS",
    "لجنة": "B-ORG",
    "السواقي": "I-ORG",
    "وسالم": "B-PERS",
    "الحمادي": "I-PERS",
    "وبندر": "B-PERS",
    "العتيبي": "I-PERS",
    "مصر": "B-LOC",
    "وبالكويت": "B-LOC",
    "وجنيف": "I-PERS",
    "لوزارة": "B-ORG",
    "المياه": "I-ORG",
    "كأس": "B-MISC",
}
# Random weights except in the last layer, which is fitted to SAID; then the recognizer as
# camel-tools loads it, and our component.
BUILD = """
import json, sys
from pathlib import Path
import numpy as np, torch
from benchmarks.ner import LABELS, build
from pipeline.extract.camel import sentences
home, text, said = Path(sys.argv[1]), *json.load(sys.stdin)
folder = build(home, [text], hidden_size=96, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32)
from transformers import BertForTokenClassification, BertTokenizer
model = BertForTokenClassification.from_pretrained(folder).eval()
tokenizer = BertTokenizer.from_pretrained(folder)
rows, targets = [], []
for sentence in sentences(text):
    pieces = [tokenizer.tokenize(text[s:e]) for s, e in sentence]
    ids = tokenizer.convert_tokens_to_ids(["[CLS]", *(p for word in pieces for p in word), "[SEP]"])
    with torch.no_grad():
        hidden = model.bert(torch.tensor([ids])).last_hidden_state[0].numpy()
    at = 1
    for (s, e), word in zip(sentence, pieces, strict=True):
        if word:
            rows.append(hidden[at])
            targets.append(8 * np.eye(9)[LABELS.index(said.get(text[s:e], "O"))])
        at += len(word)
fit, *_ = np.linalg.lstsq(np.c_[rows, np.ones(len(rows))], np.array(targets), rcond=None)
model.classifier.weight.data = torch.tensor(fit[:-1].T.copy(), dtype=torch.float32)
model.classifier.bias.data = torch.tensor(fit[-1], dtype=torch.float32)
model.save_pretrained(folder)
"""
RUN = """
import json, sys
text, = json.load(sys.stdin)
from pipeline.config import Config, camel_folder
from pipeline.extract.camel import load, probabilities, recognized, sentences
from pipeline.extract.tagger.encoding import words
from pipeline.extract.nlp import build_nlp
from pipeline.extract.spans import MENTIONS, get
docs = [build_nlp(Config(ner="camel"), threads)(text) for threads in (1, 3)]
got = [[(f.start, f.end, f.label, f.found_by, f.confidence) for f in get(doc, MENTIONS)] for doc in docs]
recognizer = load(str(camel_folder()))
same = []
for s in sentences(text):
    words = [text[a:b] for a, b in s]
    mine = [recognizer.labels_map[int(k)] for k in probabilities(recognizer, words).argmax(-1)]
    same.append((mine, recognizer.predict_sentence(words)))
odd = recognized(recognizer, "\u200f \u064b", [(0, 1), (2, 3)])
print(json.dumps({"got": got, "same": same, "odd": len(odd), "saved": str(camel_folder())}))
"""


def python(code: str, home: Path, given: Any, *args: str) -> str:
    env = os.environ | {
        "CAMELTOOLS_DATA": str(home),
        "HOME": str(home.parent),
        "PYTHONPATH": str(ROOT),
        "HF_HUB_OFFLINE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", code, *args],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        env=env,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the files of camel_data with a small BERT."""
    folder = tmp_path_factory.mktemp("home") / "camel"
    python(BUILD, folder, [TEXT, SAID], str(folder))
    return folder


@pytest.fixture(scope="module")
def ran(home: Path) -> dict[str, Any]:
    return json.loads(python(RUN, home, [TEXT]))  # type: ignore[no-any-return]


def test_its_labels_are_ours_with_particles_outside(ran: dict[str, Any]) -> None:
    found = {(TEXT[s:e], label) for s, e, label, *_ in ran["got"][0]}
    assert {
        ("سالم الرويعي", "PER"),
        ("لجنة السواقي", "COMMITTEE"),
        ("سالم الحمادي", "PER"),
        ("بندر العتيبي", "PER"),
        ("مصر", "COUNTRY"),
        ("الكويت", "COUNTRY"),
        ("وزارة المياه", "ORG"),
        ("الرياض", "LOC"),
    } <= found
    assert "كأس المراعي" not in {surface for surface, _ in found}
    assert all(by != "model" or 0 < sure < 1 for *_, by, sure in ran["got"][0])


def test_what_it_does_not_know_is_the_taggers(ran: dict[str, Any]) -> None:
    assert {"HON", "ROLE", "MEETING"} <= {label for _, _, label, *_ in ran["got"][0]}


def test_the_number_of_threads_changes_nothing(ran: dict[str, Any]) -> None:
    assert ran["got"][0] == ran["got"][1]


def test_it_says_what_the_recognizer_says(ran: dict[str, Any]) -> None:
    assert len(ran["same"]) > 3
    for mine, theirs in ran["same"]:
        assert mine == theirs
    assert {"B-PERS", "I-ORG", "B-MISC"} <= {label for mine, _ in ran["same"] for label in mine}


def test_words_that_have_no_piece_are_left_out(ran: dict[str, Any]) -> None:
    assert ran["odd"] == 0


def test_the_command(home: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    env = os.environ | {
        "CAMELTOOLS_DATA": str(home),
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    command = [
        sys.executable,
        "-m",
        "pipeline.cli",
        "process",
        str(tmp_path / "in"),
        "--out",
        str(tmp_path / "out"),
        "--ner",
        "camel",
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "Warning" not in done.stderr and "Loading" not in done.stderr
    release = json.loads((tmp_path / "out" / "releases.jsonl").read_text(encoding="utf-8"))
    assert ("لجنة السواقي", "COMMITTEE") in {
        (m["surface"], m["label"]) for m in release["mentions"]
    }
    records = [
        json.loads(line)
        for line in (tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert all("+camel-" in r["provenance"]["model"] for r in records)


def test_without_its_data_it_says_how_to_get_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    env = os.environ | {
        "CAMELTOOLS_DATA": str(tmp_path / "none"),
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    command = [
        sys.executable,
        "-m",
        "pipeline.cli",
        "process",
        str(tmp_path / "a.txt"),
        "--out",
        str(tmp_path / "out"),
        "--ner",
        "camel",
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1 and "camel_data -i ner-arabert" in done.stderr
    assert not (tmp_path / ".camel_tools").exists()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], Path]:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))

    def write(catalogue: Any) -> Path:
        (tmp_path / "catalogue.json").write_text(
            catalogue if isinstance(catalogue, str) else json.dumps(catalogue)
        )
        (tmp_path / "data" / "x").mkdir(parents=True)
        (tmp_path / "data" / "x" / "config.json").write_text("{}")
        return tmp_path

    return write


GOOD = {
    "components": {"NamedEntityRecognition": {"default": "a", "datasets": {"a": {"path": "x"}}}}
}


def test_the_data_are_where_the_catalogue_says(data: Callable[[Any], Path]) -> None:
    assert data(GOOD) / "data" / "x" == camel_folder()


@pytest.mark.parametrize(
    "catalogue",
    ["", "[]", "{}", json.dumps({"components": {}}), json.dumps(GOOD).replace('"x"', '"y"')],
)
def test_data_that_are_not_whole_are_missing(catalogue: str, data: Callable[[Any], Path]) -> None:
    data(catalogue)
    with pytest.raises(MahdarError, match="camel_data -i ner-arabert"):
        camel_folder()


def test_another_backend_or_other_data_make_another_model(data: Callable[[Any], Path]) -> None:
    folder = data(GOOD)
    ours_alone, with_camel = model(Config()), model(Config(ner="camel"))
    assert with_camel.startswith(f"{ours_alone}+camel-")
    from pipeline import provenance

    (folder / "data" / "x" / "vocab.txt").write_text("a")
    provenance._camel.cache_clear()
    assert model(Config(ner="camel")) != with_camel
    assert Config(ner="camel").fingerprint() != Config().fingerprint()


def test_an_unknown_backend_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ner must be one of tagger, camel, not 'bert'"):
        Config(ner="bert")
    (tmp_path / "c.toml").write_text('ner = "bert"\n')
    with pytest.raises(UsageError, match=r"c\.toml: ner must be one of"):
        Config.load(tmp_path / "c.toml")


def test_the_component_stands_behind_the_tagger() -> None:
    assert build_nlp(Config(ner="camel"), 1).pipe_names[:2] == ["mahdar_tagger", "mahdar_camel"]
    assert "mahdar_camel" not in build_nlp(Config(), 1).pipe_names


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("لجنة السواقي", True),
        ("اللجنة العليا للمراعي", True),
        ("المجلس البلدي", True),
        ("مجلس التعاون لدول الخليج العربية", False),
        ("مجلس التعاون", False),
        ("مجلس التعاونيات", True),
        ("وزارة المياه", False),
        ("", False),
    ],
)
def test_committees_by_their_head_noun(name: str, is_one: bool) -> None:
    assert is_committee(name) == is_one


def test_names_in_bio() -> None:
    tags = ["I-PERS", "I-PERS", "O", "B-ORG", "B-ORG", "I-ORG", "I-LOC", "B-MISC"]
    assert list(runs(tags)) == [(0, 2), (3, 4), (4, 6), (6, 7), (7, 8)]


@given(st.lists(st.sampled_from(["O", "B-LOC", "I-LOC", "B-ORG", "I-ORG"]), max_size=12))
def test_every_tagged_word_is_in_one_name(tags: list[str]) -> None:
    covered = [k for i, j in runs(tags) for k in range(i, j)]
    assert covered == [i for i, t in enumerate(tags) if t != "O"]
    assert all(
        len({t[2:] for t in tags[i:j]}) == 1 and not any(t[:2] == "B-" for t in tags[i + 1 : j])
        for i, j in runs(tags)
    )


def found(text: str, surface: str, label: str, known: tuple[int, ...] = ()) -> tuple[str, str]:
    start = text.index(surface)
    (f,) = ours(text, [Found(start, start + len(surface), label, "model", 0.9)], frozenset(known))
    return text[f.start : f.end], f.label


@pytest.mark.parametrize(
    ("text", "surface", "label", "expected"),
    [
        ("زار وسالم الحمادي", "وسالم الحمادي", "PER", ("سالم الحمادي", "PER")),
        ("زار كيري", "كيري", "PER", ("كيري", "PER")),
        ("في بورسعيد", "بورسعيد", "LOC", ("بورسعيد", "LOC")),
        ("زار وبالرياض", "وبالرياض", "LOC", ("الرياض", "LOC")),
        ("شكر للبحرين", "للبحرين", "LOC", ("لبحرين", "COUNTRY")),
        ("شكر للجنة السواقي", "للجنة السواقي", "ORG", ("لجنة السواقي", "COMMITTEE")),
        ("الكويت - كونا", "الكويت", "LOC", ("الكويت", "LOC")),
        ("شكر الكويت", "الكويت", "LOC", ("الكويت", "COUNTRY")),
    ],
)
def test_where_names_begin_and_what_they_are(
    text: str, surface: str, label: str, expected: tuple[str, str]
) -> None:
    assert found(text, surface, label) == expected


def test_where_the_tagger_has_a_name_begin_it_begins() -> None:
    text = "زار ليبرا"
    assert found(text, "ليبرا", "ORG") == ("يبرا", "ORG")
    assert found(text, "ليبرا", "ORG", (4,)) == ("ليبرا", "ORG")


def test_sentences_end_at_marks_and_lines() -> None:
    text = "بلغ 3.14 درهم. ثم\nسطر!"
    assert [[text[s:e] for s, e in found] for found in sentences(text)] == [
        ["بلغ", "3", ".", "14", "درهم", "."],
        ["ثم"],
        ["سطر", "!"],
    ]


@given(st.text("اب .؟\n\u064b", max_size=30))
def test_sentences_lose_no_word(text: str) -> None:
    assert [w for sentence in sentences(text) for w in sentence] == words(text)
