"""Stage 2. All Arabic text was written for these tests."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.arabic.folding import clean_mapped
from pipeline.config import Config
from pipeline.dedupe import Wording, dedupe, duplicates, headline, similarity
from pipeline.types import Paragraph, Release

CONFIG = Config()
LEAD = "اجتماع لجنة الموانئ"  # a headline, which is never marked
BASE = (
    "وأكد الدكتور علي بن سالم الحارثي على أهمية إنشاء المختبر المرجعي في مسقط قبل 15 مايو 2024، "
    "مشيرا إلى أن اللجنة اعتمدت 3.5 مليون ريال."
)
OTHER = "واختتمت اللجنة أعمالها بتوجيه الشكر إلى الجهات المشاركة والتأكيد على مواصلة العمل المشترك."


def release_of(*texts: str, title: str | None = None) -> Release:
    paragraphs, at = [], 0
    for text in texts:
        paragraphs.append(Paragraph(at, at + len(text), clean_mapped(text, at)))
        at += len(text) + 1
    return Release("r-1", "x.txt", "\n".join(texts), title=title, paragraphs=tuple(paragraphs))


def marks(*texts: str, title: str | None = None) -> list[int | None]:
    return [p.duplicate_of for p in dedupe(release_of(*texts, title=title), CONFIG).paragraphs]


def repeats(a: str, b: str) -> bool:
    """Return whether one is marked as a repetition of the other, in both orders."""
    one, two = marks(LEAD, a, b) != [None] * 3, marks(LEAD, b, a) != [None] * 3
    assert one == two
    return one


def swap(old: str, new: str, text: str = BASE) -> tuple[str, str]:
    assert old in text
    return text, text.replace(old, new, 1)


SAME = {
    "equal": (BASE, BASE),
    "hamza": swap("أهمية إنشاء", "اهمية انشاء"),
    "ta marbuta": swap("اللجنة", "اللجنه"),
    "alef maqsura in a function word": swap("على أهمية", "علي أهمية"),
    "harakat": swap("أكد", "أكَّدَ"),
    "tatweel": swap("المرجعي", "المرجـعـي"),
    "punctuation": swap("،", " -"),
    "no end mark": swap("ريال.", "ريال"),
    "quotes": swap("المختبر المرجعي", "«المختبر المرجعي»"),
    "no space after a comma": swap("، ", "،"),
    "Arabic-Indic digits": swap("15 مايو 2024", "١٥ مايو ٢٠٢٤"),
    "Persian digits and decimal separator": swap("3.5", "۳٫۵"),
    "a preposition dropped": swap(" على أهمية", " أهمية"),
    "a conjunction added": swap("وأكد", "كما أكد"),
    "an attached conjunction dropped": swap("وأكد", "أكد"),
    "a conjunction before a word's own waw": (
        "كما وافقت اللجنة على مقترح إنشاء المختبر المرجعي",
        "ووافقت اللجنة على مقترح إنشاء المختبر المرجعي",
    ),
    "a conjunction more before a word's own waw": (
        "حضر الاجتماع وكيل الهيئة ووكالات الاتحادات الخليجية",
        "حضر الاجتماع وكيل الهيئة وكالات الاتحادات الخليجية",
    ),
    "a preposition written onto its noun": swap("في مسقط", "بمسقط"),
    "an adverb added": swap("مشيرا إلى أن", "مشيرا كذلك إلى أن"),
    "a relative pronoun": (
        "ناقش المجلس المشروع الذي قدمته وزارة النقل في جلسته اليوم",
        "ناقش المجلس المشروع والذي قدمته وزارة النقل في جلسته اليوم",
    ),
    "a compound preposition": swap(
        "أن اللجنة", "أنه بالإضافة إلى ذلك أن اللجنة", BASE + " " + OTHER
    ),
    "a compound name": (
        "ترأس عبد الله المهيري اجتماع لجنة الموانئ في دبي",
        "ترأس عبدالله المهيري اجتماع لجنة الموانئ في دبي",
    ),
    "a name in one word": (
        "زار وفد اللجنة مدينة أبو ظبي واطلع على الميناء",
        "زار وفد اللجنة مدينة أبوظبي واطلع على الميناء",
    ),
    "a hamza's other seat": (
        "بحثت لجنة الشؤون الإدارية ملف المسؤولين عن الموانئ",
        "بحثت لجنة الشئون الإدارية ملف المسئولين عن الموانئ",
    ),
    "a hundred": (
        "شارك في الاجتماع مائة عضو من الاتحادات الخليجية",
        "شارك في الاجتماع مئة عضو من الاتحادات الخليجية",
    ),
    "thousands": (
        "حضر أعمال الدورة 1,250 مشاركا من الاتحادات الخليجية",
        "حضر أعمال الدورة 1250 مشاركا من الاتحادات الخليجية",
    ),
    "a range": (
        "اعتمد المجلس الخطة الخمسية للأعوام 2021 - 2025",
        "اعتمد المجلس الخطة الخمسية للأعوام 2021-2025",
    ),
    "a bracketed ordinal": (
        "عقدت اللجنة الفنية للمواصفات اجتماعها الـ(22) في جدة",
        "عقدت اللجنة الفنية للمواصفات اجتماعها الـ 22 في جدة",
    ),
    "the end sentence more": (BASE, BASE + " " + OTHER),
    "a sentence in front": (BASE, OTHER + " " + BASE),
    "an edited sentence inside": (
        BASE,
        OTHER + " " + BASE.replace("وأكد", "أكد").replace(" على", "") + " " + OTHER,
    ),
    "a clause more": (BASE, BASE.rstrip(".") + " من أجل استكمال مراحل التجهيز الأولى للمباني."),
}
DIFFERENT = {
    "a figure": swap("15", "16"),
    "a figure's decimals": swap("3.5", "35"),
    "a figure's separator": swap("3.5", "3-5"),
    "a percentage": (
        "بلغت نسبة الإنجاز في المرحلة الأولى من المشروع 45%",
        "بلغت نسبة الإنجاز في المرحلة الأولى من المشروع 45",
    ),
    "a currency": (
        "خصصت اللجنة المالية لدعم المختبر المرجعي مبلغ $900",
        "خصصت اللجنة المالية لدعم المختبر المرجعي مبلغ €900",
    ),
    "a sign": (
        "سجلت محطة الرصد في الجبل درجة حرارة بلغت -5 مئوية",
        "سجلت محطة الرصد في الجبل درجة حرارة بلغت 5 مئوية",
    ),
    "figures run together": (
        "حضر الجلسة من أعضاء اللجنة الفنية 1 20 عضوا",
        "حضر الجلسة من أعضاء اللجنة الفنية 12 0 عضوا",
    ),
    "a figure goes on": (
        "خصصت اللجنة المالية لدعم المختبر المرجعي 5",
        "خصصت اللجنة المالية لدعم المختبر المرجعي 5 ملايين ريال لمدة عام كامل",
    ),
    "a number in words": swap("مليون", "ألف"),
    "a month": swap("مايو", "يونيو"),
    "a year": swap("2024", "2023"),
    "a weekday": (
        "عقدت اللجنة اجتماعها يوم الأحد في مقر الأمانة العامة",
        "عقدت اللجنة اجتماعها يوم الاثنين في مقر الأمانة العامة",
    ),
    "an ordinal": (
        "عقدت اللجنة الفنية اجتماعها الثالث في مقر الأمانة",
        "عقدت اللجنة الفنية اجتماعها الثامن في مقر الأمانة",
    ),
    "a given name": swap("سالم", "سليم"),
    "a family name": swap("الحارثي", "الحراصي"),
    "the name Ali less": swap("الدكتور علي بن", "الدكتور بن"),
    "the name Ali less, yeh without dots": tuple(
        x.replace("ي ", "ى ").replace("ي.", "ى.") for x in swap("الدكتور علي بن", "الدكتور بن")
    ),
    "a name that begins like a particle": (
        "حضر الاجتماع سام المهيري رئيس اللجنة الفنية",
        "حضر الاجتماع وسام المهيري رئيس اللجنة الفنية",
    ),
    "a name that begins like a particle, after one": (
        "ووسام المهيري رئيس اللجنة الفنية حضر الاجتماع",
        "سام المهيري رئيس اللجنة الفنية حضر الاجتماع",
    ),
    "a name with the article": (
        "حضر الاجتماع سالم حسن رئيس اللجنة الفنية للموانئ",
        "حضر الاجتماع سالم الحسن رئيس اللجنة الفنية للموانئ",
    ),
    "a name more at the end": (
        "ترأس اجتماع اللجنة الفنية للموانئ أحمد المهيري",
        "ترأس اجتماع اللجنة الفنية للموانئ أحمد المهيري الحارثي",
    ),
    "a city": swap("مسقط", "صحار"),
    "a negation": (
        "وافقت اللجنة على مقترح إنشاء المختبر المرجعي",
        "لم توافق اللجنة على مقترح إنشاء المختبر المرجعي",
    ),
    "a negation in front of the same verb": (
        "يوافق المجلس على مقترح إنشاء المختبر المرجعي",
        "لا يوافق المجلس على مقترح إنشاء المختبر المرجعي",
    ),
    "a negation before a held paragraph": (BASE[1:], f"{OTHER} غير {BASE[1:]} {OTHER}"),
    "a turned noun": swap("على أهمية", "على عدم أهمية"),
    "an exception": (
        "حضر الاجتماع أعضاء اللجنة الفنية والمستشارون",
        "حضر الاجتماع أعضاء اللجنة الفنية إلا المستشارون",
    ),
    "before and after": swap("قبل 15", "بعد 15"),
    "or for and": (
        "يحضر الاجتماع رئيس اللجنة و نائب الرئيس",
        "يحضر الاجتماع رئيس اللجنة أو نائب الرئيس",
    ),
    "from and to": (
        "انتقل مقر المختبر المرجعي للأغذية من مسقط قريبا",
        "انتقل مقر المختبر المرجعي للأغذية إلى مسقط قريبا",
    ),
    "a quantity": (
        "حضر الاجتماع أعضاء اللجنة الفنية للموانئ",
        "حضر الاجتماع بعض أعضاء اللجنة الفنية للموانئ",
    ),
    "an adjective that looks like a preposition": (
        "قدمت الوزارة نظام آلي لتسجيل السفن في الموانئ",
        "قدمت الوزارة نظام لتسجيل السفن في الموانئ",
    ),
    "a noun": swap("المختبر", "المركز"),
    "a verb": swap("اعتمدت", "ناقشت"),
    "another order": (
        "استقبل رئيس اللجنة وكيل الوزارة في مقر الهيئة",
        "استقبل وكيل الوزارة رئيس اللجنة في مقر الهيئة",
    ),
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_same(pair: tuple[str, str]) -> None:
    assert repeats(*pair)


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=DIFFERENT)
def test_different(pair: tuple[str, str]) -> None:
    assert not repeats(*pair)


def test_the_first_of_equals_is_kept() -> None:
    assert marks(LEAD, BASE, OTHER, BASE, BASE.replace("أ", "ا")) == [None, None, None, 1, 1]


def test_the_first_of_near_equals_is_kept_even_if_it_is_the_shorter() -> None:
    assert marks(LEAD, BASE, "كما " + BASE[1:]) == [None, None, 1]


def test_the_one_that_contains_the_other_is_kept_even_if_it_is_later() -> None:
    assert marks(LEAD, BASE, OTHER, f"{BASE} {OTHER}") == [None, 3, 3, None]


def test_chains_lead_to_what_is_kept() -> None:
    longer = f"{OTHER} {BASE}"
    assert marks(LEAD, BASE, BASE, longer, longer) == [None, 3, 3, None, 3]


def test_similarity() -> None:
    done = dedupe(
        release_of(
            LEAD, BASE, BASE, BASE.replace(" على أهمية", " أهمية"), f"{OTHER} {OTHER} {BASE}"
        ),
        CONFIG,
    )
    assert [p.similarity for p in done.paragraphs[:3]] == [None, 1.0, 1.0]
    near = (
        dedupe(release_of(LEAD, BASE, BASE.replace(" على أهمية", " أهمية")), CONFIG)
        .paragraphs[2]
        .similarity
    )
    assert near is not None and 0.97 < near < 1 and near == round(near, 4)


def test_the_threshold_is_rapidfuzz_on_folded_text() -> None:
    release = release_of(LEAD, BASE, BASE.replace(" على أهمية", " أهمية"))
    assert dedupe(release, replace(CONFIG, near_duplicate=0.999)).paragraphs[2].duplicate_of is None
    assert dedupe(release, replace(CONFIG, near_duplicate=0.95)).paragraphs[2].duplicate_of == 1


def test_short_paragraphs_repeat_only_exact_equals() -> None:
    said = "وقال رئيس اللجنة:"
    assert marks(LEAD, said, said[1:], said.replace("ة:", "ه"), f"{OTHER} {said} نعم") == [
        None,
        None,
        None,
        1,
        None,
    ]


def test_paragraphs_without_words_are_left() -> None:
    assert marks(LEAD, "***", "***", "// //") == [None] * 4


def test_a_headline_is_never_marked() -> None:
    lead = "اللجنة الفنية للمواصفات تعقد اجتماعها الثالث في مسقط"
    body = f"مسقط في 3 مايو. {lead} بحضور ممثلين من الوزارات المعنية كلها. {OTHER}"
    assert marks(lead + ".", body) == [1, None]
    assert marks(lead, body, lead) == [None, None, 0]


def test_the_headline_is_the_title_wherever_it_stands() -> None:
    title = "اللجنة الفنية للمواصفات تعقد اجتماعها الثالث في مسقط."
    release = release_of(
        "الرئيسية: أخبار محلية.", title, f"{title} {OTHER}", title=title.replace("ة", "ه")
    )
    assert headline(release, CONFIG) == 1
    assert [p.duplicate_of for p in dedupe(release, CONFIG).paragraphs] == [None] * 3


def test_a_first_paragraph_that_is_a_sentence_is_no_headline() -> None:
    assert headline(release_of(OTHER, BASE), CONFIG) is None
    assert marks(OTHER, f"{BASE} {OTHER}") == [1, None]


def test_an_empty_release() -> None:
    assert dedupe(release_of(), CONFIG).paragraphs == ()


def test_raw_paragraphs_are_a_bug() -> None:
    with pytest.raises(ValueError, match="normalized"):
        dedupe(replace(release_of("نص"), paragraphs=(Paragraph(0, 2),)), CONFIG)


# ── properties ──

WORDS = (
    "في",
    "على",
    "علي",
    "كما",
    "الذي",
    "من",
    "إلى",
    "وقد",
    "لا",
    "لم",
    "اللجنة",
    "واللجنة",
    "اجتماعها",
    "ناقشت",
    "وناقشت",
    "عبد",
    "الله",
    "عبدالله",
    "15",
    "16",
    "3.5",
    "مايو",
    "المختبر",
    "بالمختبر",
    "مسقط",
    "بمسقط",
    "وسام",
    "سام",
    "المرجعي،",
    "أحمد.",
    "احمد",
)
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
EASY = replace(
    CONFIG, min_duplicate_chars=12, near_duplicate=0.7
)  # so that random texts meet the conditions often


@st.composite
def releases(draw: st.DrawFn) -> list[str]:
    """Return random paragraphs, some of them parts, extensions or small edits of others."""
    texts = draw(st.lists(TEXTS, min_size=1, max_size=5))
    for _ in range(draw(st.integers(0, 6))):
        words = draw(st.sampled_from(texts)).split()
        change = draw(st.sampled_from(("drop", "add", "cut", "put", "swap")))
        at = draw(st.integers(0, len(words) - 1))
        if change == "drop" and len(words) > 1:
            del words[at]
        elif change == "add":
            words.insert(at, draw(st.sampled_from(WORDS)))
        elif change == "cut":
            words = words[at:]
        elif change == "put":
            words = [*words, *draw(TEXTS).split()]
        else:
            words[at] = draw(st.sampled_from(WORDS))
        texts.append(" ".join(words))
    return texts


def oracle(texts: list[str], config: Config) -> dict[int, tuple[int, float]]:
    """Compare every paragraph with every kept one, at every place; no index, no hashing."""
    wordings = [Wording.of(t) for t in texts]
    found: dict[int, tuple[int, float]] = {}
    for i, w in enumerate(wordings):
        first = next(
            j
            for j in range(i + 1)
            if [x.key for x in wordings[j].words] == [x.key for x in w.words]
        )
        if w.words and first < i:
            found[i] = (first, 1.0)
    kept: list[int] = []
    moved: dict[int, tuple[int, float]] = {}
    for i in sorted(
        set(range(len(texts))) - set(found), key=lambda i: (-len(wordings[i].joined), i)
    ):
        part = wordings[i]
        if len(part.folded) < config.min_duplicate_chars or not part.stems:
            continue
        near = [(j, 0) for j in kept if wordings[j].joined == part.joined]
        held = [
            (j, s)
            for j in kept
            for s in range(len(wordings[j].stems))
            if wordings[j].stems[s : s + len(part.stems)] == part.stems
        ]
        options = near + (held if len(part.stems) >= 3 else [])
        hits = [
            (j, how)
            for j, s in options
            if (how := similarity(part, wordings[j], s, config)) is not None
        ]
        if hits:
            moved[i] = hits[0]
        else:
            kept.append(i)
    return {**{i: moved.get(j, (j, how)) for i, (j, how) in found.items()}, **moved}


@settings(max_examples=150, deadline=None)
@given(releases())
def test_agrees_with_the_slow_way(texts: list[str]) -> None:
    assert duplicates(texts, EASY) == oracle(texts, EASY)


@settings(max_examples=60, deadline=None)
@given(releases(), st.integers(1, 9))
def test_agrees_however_few_places_are_looked_at_together(texts: list[str], few: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.dedupe._AT_A_TIME", few)
        assert duplicates(texts, EASY) == oracle(texts, EASY)


@settings(max_examples=80, deadline=None)
@given(releases())
def test_marks_lead_to_kept_paragraphs_and_are_stable(texts: list[str]) -> None:
    done = dedupe(release_of(*texts), EASY)
    for i, p in enumerate(done.paragraphs):
        assert (p.duplicate_of is None) == (p.similarity is None)
        if p.duplicate_of is not None and p.similarity is not None:
            assert p.duplicate_of != i and done.paragraphs[p.duplicate_of].duplicate_of is None
            assert EASY.near_duplicate <= p.similarity <= 1
    assert dedupe(done, EASY) == done
    kept = [t for t, p in zip(texts, done.paragraphs, strict=True) if p.duplicate_of is None]
    assert duplicates(kept, EASY, headline(release_of(*kept), EASY)) == {}


@settings(max_examples=80, deadline=None)
@given(releases(), st.randoms(use_true_random=False))
def test_figures_negations_and_nouns_are_never_lost(texts: list[str], rng: random.Random) -> None:
    """Every figure, negation or content word of a marked paragraph is in the kept one."""
    rng.shuffle(texts)
    for i, (j, _) in duplicates(texts, EASY).items():
        for word in ("15", "16", "3.5", "لا", "لم", "مايو", "المختبر"):
            assert texts[i].split().count(word) <= texts[j].replace(
                "بالمختبر", "المختبر"
            ).split().count(word)


@settings(max_examples=80, deadline=None)
@given(TEXTS, TEXTS)
def test_order_does_not_make_a_pair(a: str, b: str) -> None:
    assert len(duplicates([a, b], EASY)) == len(duplicates([b, a], EASY))


def test_twenty_thousand_paragraphs_take_seconds() -> None:
    rng = random.Random(3)
    stock = [f"كلمة{i}" for i in range(400)]
    texts: list[str] = []
    for n in range(20_000):
        if n % 3 == 0 and texts:
            said = rng.choice(texts)
            texts.append(rng.choice((said, "كما " + said, f"{said} {n}")))
        else:
            texts.append(" ".join(rng.choices(stock, k=20)))
    started = time.process_time()
    found = duplicates(texts, CONFIG)
    assert time.process_time() - started < 10
    assert len(found) > 4000


@pytest.mark.parametrize(
    "make",
    [
        lambda n: BASE.replace("15", str(n)),  # one form filled in differently
        lambda n: "اجتماع " * (n % 80 + 10) + ".",  # one word over and over
        lambda n: BASE if n % 2 else OTHER,  # two paragraphs over and over
    ],
)
def test_no_quadratic_trap(make: object) -> None:
    assert callable(make)
    started = time.process_time()
    duplicates([make(n) for n in range(3000)], CONFIG)
    assert time.process_time() - started < 5
