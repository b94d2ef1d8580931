"""A tagger with random results, to test that no rule fails on anything the real one may return:
`python -m tests.haphazard SEED N` tries N texts and prints the failures."""

from __future__ import annotations

import random
import re
import sys
import traceback
from functools import cache
from pathlib import Path

from spacy.language import Language

from pipeline import schema
from pipeline.assemble import assemble
from pipeline.config import Config
from pipeline.dedupe import dedupe
from pipeline.errors import InputError
from pipeline.extract.nlp import build_nlp
from pipeline.extract.spans import FACTS as FACTS_KEY
from pipeline.extract.spans import MENTIONS, Found, put, text_of
from pipeline.extract.stage import carry_back, kept_text
from pipeline.extract.tagger import calibration
from pipeline.extract.tagger.heads import FACTS, LABELS
from pipeline.extract.tagger.runtime import CALIBRATION, REPORTED, settled
from pipeline.normalize import normalize
from pipeline.types import Release

CONFIG = Config(reported=0.0, believed=0.0, min_arabic=0.0)
MADE_BY = schema.Provenance(pipeline="-", model="-", config="-")

# characters that fold to nothing, join, are invisible, or open and never close
_ODD = (
    "😀 👨\u200d👩\u200d👧 🇸🇦 \u0640 \u0640\u0640\u0640 \u064b\u0651 \u200b \u200f \u200c \u2067 \ufeff \u034f \u0300 \U000e0041 ﷽ ﷺ ﷲ "
    "\u06dd \u0600 … « » «» ( ) () [ ] - — / ، ؛ . : \u0660 0 12 ٪ % ء و ل لل ال الل وال ب ة ى A a.b @x # \u00a0 \u3000 \u2028 "
    "و- -و ،، .. ._. 1445هـ د. أ.د. م. بن ابن"
)
SENTENCES = (
    "وقال الفنان {} إن الحفل ناجح.",
    "عقدت لجنة {} اجتماعها {} برئاسة الدكتور {} وزير {} يوم {} في مدينة {}.",
    "استقبل وزير {} معالي {} {} نظيره {} في {} وبحث معه {} و{}.",
    "ترأس سعادة {} بن {} الاجتماع {} لـ{} بحضور {} و{} و{} عن بعد.",
    "ناقش المجلس {} في جلسته {} مشروع {}، كما قرر {} و{}، على أن يجتمع {} المقبل.",
    "{}: اجتمع {} مع {} لبحث {} {} {}.",
    "وأطلقت وزارة {} مبادرة «{}» بالتعاون مع هيئة {} و{} ({}).",
    "صدر عن {} في {} الموافق {} بيان جاء فيه أن {} وافق على {}.",
    "وحضر اللقاء كل من:\n- {}\n- {}\n1. المهندس {}، ود. {}\n",
    "وتغيب {} واعتذر {} عن الجلسة، وتلا {} محضر الاجتماع {} ثم صادق {} عليه.",
    "كما التقى {} كلا من {} و{} كل على حدة، وزار {}.",
    "وتنعقد الدورة {} من {} إلى {} في قاعة {} بمدينة {}.",
)
_WORDS = (
    "التخطيط المالية سليم كريم نادر الصيرفي العاشر الثلاثاء 12 مارس 2024 المنامة عمان اجتماعه لجنته "
    "لجنة الوزاري السعودي المصري الصحة رئيس عضو مدير عام حسن وفاطمة هارون الشؤون الخارجية الأول شعبان "
    "1445 تطوير الموانئ مجلس وزارة وزير الدكتور الشيخ مصر قطر جمهورية الاجتماع الجلسة أمس غد الماضي"
)
ODD, WORDS = _ODD.split(" "), _WORDS.split(" ")


def text_at_haphazard(rng: random.Random) -> str:
    """Return sentences of releases with unusual characters in gaps and between letters."""

    def filling() -> str:
        chance = rng.random()
        if chance < 0.25:
            return rng.choice(ODD)
        if chance < 0.4:
            word = rng.choice(WORDS)
            at = rng.randrange(len(word) + 1)
            return word[:at] + rng.choice(ODD) + word[at:]
        return " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 3)))

    said = [
        re.sub(r"\{\}", lambda _: filling(), rng.choice(SENTENCES))
        for _ in range(rng.randint(1, 6))
    ]
    letters = list("".join(s + rng.choice((" ", "\n", "\n\n", "")) for s in said))
    for _ in range(rng.choice((0, 0, 2, 8))):
        at = rng.randrange(len(letters))
        letters[at : at + rng.randint(0, 2)] = [rng.choice(ODD)]
    return "".join(letters)


@cache
def _language() -> Language:
    return build_nlp(CONFIG, 1)


def processed(text: str, rng: random.Random) -> Release:
    """Return a release of `text` after all stages, with random mentions and facts instead of the
    tagger's."""
    release = dedupe(normalize(Release("r-" + "0" * 16, "x.txt", text), CONFIG), CONFIG)
    mapped = kept_text(release)
    nlp = _language()
    doc = nlp.make_doc(mapped.text)
    cuts = [m.span() for m in re.finditer(r"\S+", mapped.text)]
    spans = [_span(rng, cuts, mapped.text) for _ in range(rng.randint(0, len(cuts)) if cuts else 0)]
    facts = [_found(rng, s, FACTS) for s in spans[::3]]
    named = [_found(rng, s, LABELS) for s in spans]
    put(doc, MENTIONS, settled(text_of(doc), named))
    put(doc, FACTS_KEY, facts)
    doc.user_data[CALIBRATION] = calibration.read(Path("nowhere"))
    doc.user_data[REPORTED] = 1.0
    for name in nlp.pipe_names[1:]:
        doc = nlp.get_pipe(name)(doc)
    return assemble(carry_back(doc, release, mapped), CONFIG)


def _span(rng: random.Random, cuts: list[tuple[int, int]], text: str) -> tuple[int, int]:
    first = rng.randrange(len(cuts))
    last = min(first + rng.choice((0, 0, 1, 2, 5)), len(cuts) - 1)
    start, end = cuts[first][0], cuts[last][1]
    if rng.random() < 0.2 and end - start > 1:  # inside a word, as after particles
        start += 1
    if rng.random() < 0.2 and end - start > 1:
        end -= 1
    return start, end


def _found(rng: random.Random, span: tuple[int, int], labels: tuple[str, ...]) -> Found:
    return Found(*span, rng.choice(labels), "model", round(rng.uniform(0.3, 1), 4))


def tried(seed: int) -> tuple[str, str | None]:
    """Return a text made from `seed`, and the traceback of its failure, if any."""
    rng = random.Random(seed)
    text = text_at_haphazard(rng)
    try:
        done = processed(text, rng)
        records = schema.to_records(done, MADE_BY)
        schema.to_release_row(done, [r.record_id for r in records])
        for record in records:
            schema.dump(record)
    except InputError:
        pass
    except Exception:
        return text, traceback.format_exc()
    return text, None


def main(seed: int, n: int) -> int:
    broken: dict[str, tuple[int, str, str]] = {}
    for k in range(seed, seed + n):
        text, wrong = tried(k)
        if wrong:
            broken.setdefault("\n".join(wrong.splitlines()[-4:]), (k, text, wrong))
    for k, text, wrong in broken.values():
        print(f"--- seed {k}: {text!r}\n{wrong}")
    print(f"{n} texts, {len(broken)} kinds of defects")
    return len(broken)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])) > 0)
