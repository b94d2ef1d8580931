from __future__ import annotations

import re
import subprocess
import sys
import unicodedata

import pytest
from camel_tools.utils.charsets import AR_CHARSET
from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import (
    normalize_alef_ar,
    normalize_alef_maksura_ar,
    normalize_teh_marbuta_ar,
    normalize_unicode,
)
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pyarabic import araby

from pipeline.arabic.folding import arabic_share, clean, clean_mapped, fold, fold_key, fold_mapped
from pipeline.arabic.tables import arabic_marks, is_arabic

LEVELS = pytest.mark.parametrize(("plain", "mapped"), [(clean, clean_mapped), (fold, fold_mapped)])
TRICKY = (
    "\u0640\u064b\u064e\u0651\u0654\u0653\u0670\u06d6\u06e5\u0610\u08f0"  # tatweel and marks
    "\u200b\u200c\u200d\u200e\u202c\u2067\ufeff\u00ad\u061c\u2060"  # controls
    " \u00a0\u2009\u3000\t\n\r\u2028\x00\x1f\x85"  # white space
    # forms
    "\ufdf2\ufdfa\ufdfc\ufdfd\ufefb\ufef7\ufe8d\ufe70\ufe71\ufc5e\ufcf2\u06c0\u06d3\u0675\U0001ee00"
    "اأإآٱىةؤئءلنهوي\u06cc\u06a9\u06d5\u06c1٠١٩۰۹٪٫٬۔،؛؟«»“”„″…"
    "aZéÀ\u0301\u0323\u0308İßΣ²½ﬁＡ№_-'’ 9हि\u094d한\u1100\u1161漢😀👩\ufe0f\U0001f3fd\ud800"
)
GONE = "\u0640\u200b\u200e\u200f\u202c\u2067\ufeff\u00ad\u061c\u2060"
ANY = st.text(st.characters(exclude_categories=[]), max_size=8)
TEXT = st.one_of(st.text(st.sampled_from(TRICKY), max_size=24), st.text(max_size=24), ANY)
ARABIC = st.text(st.sampled_from([*sorted(AR_CHARSET), " "]), max_size=30)


def in_turn(text: str) -> str:
    """Call camel-tools' functions as a user would, and replace tatweel and ی ک, which none of its
    functions does."""
    text = araby.strip_tatweel(dediac_ar(normalize_unicode(text)))
    return normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(text)))


def scorer(text: str) -> str:
    """Return the folding of the project's scorer, up to the joining of «عبد ال…» and the
    article."""
    gone = re.compile(
        "[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
    )
    letters = str.maketrans(
        {
            "أ": "ا",
            "إ": "ا",
            "آ": "ا",
            "ٱ": "ا",
            "ى": "ي",
            "\u06cc": "ي",
            "\u06a9": "ك",
            "ة": "ه",
            "ؤ": "و",
            "ئ": "ي",
        }
    )
    digits = {base + i: str(i) for base in (0x660, 0x6F0) for i in range(10)}
    return re.sub(
        r"\W+", " ", gone.sub("", unicodedata.normalize("NFKC", text)).translate(letters | digits)
    ).strip()


def slow(text: str, level: str) -> list[tuple[str, int, int]]:
    """Return the same levels one character at a time: (character, start, end). It knows nothing
    about composition and joiners, so it is only used on texts without joiners and without marks
    that compose or are out of order."""
    out: list[tuple[str, int, int]] = []
    marks = set(arabic_marks())
    for at, char in enumerate(text):
        wide = unicodedata.normalize("NFKC", char) if is_arabic(char) or level == "fold" else char
        wide = "بسم الله الرحمن الرحيم" if char == "\ufdfd" else wide
        if is_arabic(char) and set(wide.strip()) <= marks | {"\u0640"}:
            wide = wide.strip()  # an isolated mark
        became = ""
        for c in wide:
            if c in GONE or (level == "fold" and (c in marks or c in "\u06e5\u06e6")):
                continue
            if "\u0660" <= c <= "\u0669" or "\u06f0" <= c <= "\u06f9":
                c = str(unicodedata.digit(c))
            elif c.isspace() or unicodedata.category(c) == "Cc":
                c = " "
            c = {
                "\u06cc": "ي",
                "\u06a9": "ك",
                "٪": "%",
                "٫": ".",
                "٬": ",",
                "۔": ".",
                "“": '"',
                "”": '"',
                "„": '"',
                "″": '"',
            }.get(c, c)
            if level == "fold":
                c = unicodedata.normalize("NFD", c)[0] if is_arabic(c) else c.lower()
                c = {"ٱ": "ا", "ى": "ي", "ة": "ه"}.get(c, c)
                c = "".join(
                    x if x.isalnum() or x == "_" or unicodedata.category(x) in ("Mn", "Mc") else " "
                    for x in c
                )
            became += c
        if not became and unicodedata.category(char)[0] in "LM" and out and out[-1][0] != " ":
            out = [(c, s, at + 1 if e == at else e) for c, s, e in out]
        out += [(c, at, at + 1) for c in became]
    single = [x for i, x in enumerate(out) if not (x[0] == " " and i and out[i - 1][0] == " ")]
    while single and single[0][0] == " ":
        single.pop(0)
    while single and single[-1][0] == " ":
        single.pop()
    return single


@LEVELS
@given(text=TEXT)
def test_idempotent(plain, mapped, text):
    once = plain(text)
    assert plain(once) == once
    assert mapped(once).text == once


@given(TEXT)
def test_fold_sees_through_clean(text):
    assert fold(clean(text)) == fold(text)


@LEVELS
@given(text=TEXT, base=st.integers(0, 1000))
@example(text="", base=0)
@example(text=" \u200f\u0640", base=3)
def test_offsets(plain, mapped, text, base):
    result = mapped(text, base)
    assert result.text == plain(text)
    assert result.starts.typecode == result.ends.typecode == "i"
    assert len(result.starts) == len(result.ends) == len(result.text)
    assert list(result.starts) == sorted(result.starts)
    assert list(result.ends) == sorted(result.ends)
    assert all(
        base <= s < e <= base + len(text) for s, e in zip(result.starts, result.ends, strict=True)
    )


@LEVELS
@given(text=TEXT)
def test_each_character_comes_from_its_range(plain, mapped, text):
    """The range of a character, normalized alone, gives that character."""
    result = mapped(text)
    for char, start, end in zip(result.text, result.starts, result.ends, strict=True):
        if char != " " and char not in "\u200c\u200d":
            assert char in plain(text[start:end])


SIMPLE = [
    c
    for c in TRICKY
    if c not in "\u0653\u0654\u0301\u0323\u0308\u094d\u200c\u200d\ufe0f\u1100\u1161"
]


@LEVELS
@given(text=st.text(st.sampled_from(SIMPLE), max_size=20))
@example(text="9…\u08f09")
def test_agrees_with_a_slow_way(plain, mapped, text):
    marks = "".join(arabic_marks()) + "\ufe70-\ufe7f\ufc5e-\ufc63\ufcf2-\ufcf4"
    assume(not re.search(f"[{marks}][{GONE}]*[{marks}]", text))
    result = mapped(text)
    assert list(zip(result.text, result.starts, result.ends, strict=True)) == slow(
        text, plain.__name__
    )


@given(ARABIC)
def test_fold_is_camel_tools(text):
    carriers = str.maketrans("ؤئ", "وي")
    assert fold(text) == " ".join(in_turn(text).translate(carriers).split())


@given(ARABIC)
def test_clean_is_camel_tools(text):
    # Without tatweel, which camel-tools keeps and which may be between a letter and its marks.
    text = araby.strip_tatweel(text)
    assert clean(text) == " ".join(normalize_unicode(text).split())


@given(
    st.text(
        st.sampled_from(
            araby.LETTERS + "".join(araby.TASHKEEL) + "".join(araby.LIGUATURES) + araby.TATWEEL
        ),
        max_size=20,
    )
)
def test_fold_is_pyarabic(text):
    theirs = araby.normalize_ligature(araby.strip_tashkeel(araby.strip_tatweel(text)))
    for alef in "أإآ":
        theirs = theirs.replace(alef, "ا")
    assert fold(text) == theirs.translate(str.maketrans("ىةؤئ", "يهوي"))


@given(
    st.text(
        st.sampled_from(
            "".join(sorted(AR_CHARSET))
            + "\u0654\u06cc\u06a9٣۴\ufef7\ufdf2\ufeff\u200f ،.«»-(ab9²é\u00a0"
        ),
        max_size=30,
    )
)
def test_fold_is_the_scorers(text):
    assert fold(text) == scorer(text).lower()


FORMS = [
    chr(c)
    for c in range(0xFB50, 0xFEFD)
    if unicodedata.normalize("NFKC", chr(c)) != chr(c) and is_arabic(chr(c))
]


@pytest.mark.parametrize("char", FORMS)
def test_presentation_forms(char):
    theirs = (
        normalize_unicode(char).replace("\u0640", "").replace("\u06cc", "ي").replace("\u06a9", "ك")
    )
    assert clean(f"ب{char}ب").replace(" ", "") == unicodedata.normalize(
        "NFC", f"ب{theirs}ب"
    ).replace(" ", "")


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Zs", "Zl", "Zp"]), max_size=30))
def test_nothing_outside_arabic_is_damaged(text):
    text = "".join(c for c in text if not is_arabic(c) and c not in "“”„‟″")
    assert clean(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a_b?q=1&r=%20#x", "Café cafe\u0301 naïve Ünï", "L’été d’Alger", "ﬁ ½ x² № ™ Ａ", "漢字、かな。한국어",
        "👩\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 👍🏽 🇧🇭", "क्\u200dष हिन्दी", "a–b — c…", "√2 ≤ 3 µm 5°", "«أ» 'ب'",
    ],
)  # fmt: skip
def test_clean_leaves(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("اللجنـــة", "اللجنة"),
        ("مُحَمَّد", "مُحَمَّد"),
        ("كل\u0651\u064e", "كل\u064e\u0651"),  # shadda typed before fatha
        ("\u0627\u0654حمد", "أحمد"),
        ("\u0627\u0640\u0653ل", "آل"),
        ("ﺍﻟﻠﺠﻨﺔ ﻷﻥ", "اللجنة لأن"),
        ("ﻣ\ufe79ﺤ", "م\u064fح"),  # an isolated damma, as PDF files have it
        ("عبدﷲ ﷺ ﷼", "عبدالله صلى الله عليه وسلم ريال"),
        ("﷽", "بسم الله الرحمن الرحيم"),
        ("علی کریم", "علي كريم"),
        ("٢٠١٥ و۱۴۳۶ و٣٫٥٪", "2015 و1436 و3.5%"),
        ("\u200fالرياض\u200e \u00a0 -\u2009واس\ufeff", "الرياض - واس"),
        ("قال: “نعم”\r\n\tثم «لا»", 'قال: "نعم" ثم «لا»'),
        ("ال\u200cبحرين\u200d", "البحرين"),
        ("مؤ\u00adتمر\x00عام", "مؤتمر عام"),
    ],
)
def test_clean(text, expected):
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الإدارة العُليا", "الاداره العليا"),
        ("مسؤول رئيس قارئ", "مسوول رييس قاري"),
        ("ٱلرحمٰن قۖل", "الرحمن قل"),
        ("(G20)، «رؤية»: 2030!", "g20 رويه 2030"),
        ("Cafe\u0301 ＡＢＣ x²", "café abc x2"),
        ("الـ(147)", "ال 147"),
        ("...", ""),
    ],
)
def test_fold(text, expected):
    assert fold(text) == expected


def test_dropped_marks_belong_to_their_letter():
    text = "قال محمّـدٌ إنّ"
    folded = fold_mapped(text, 10)
    at = folded.text.index("محمد")
    start, end = folded.source_span(at, at + 4)
    assert text[start - 10 : end - 10] == "محمّـدٌ"


def test_expansions_come_from_their_character():
    mapped = clean_mapped("عبدﷲ بن", base=5)
    assert mapped.text == "عبدالله بن"
    assert mapped.source_span(3, 7) == (8, 9)
    assert mapped.source_span(8, 10) == (10, 12)


def test_composed_and_reordered_groups_come_from_the_group():
    assert list(clean_mapped("ا\u0654ن").starts) == [0, 2]
    assert list(clean_mapped("ا\u0654ن").ends) == [2, 3]
    reordered = clean_mapped("كل\u0651\u064eن")
    assert list(zip(reordered.starts, reordered.ends, strict=True)) == [
        (0, 1),
        (1, 2),
        (2, 4),
        (2, 4),
        (4, 5),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("اللجنة التنفيذية", "لجنة تنفيذية"),
        ("عبد الله بن علي", "عبدالله بن على"),
        ("مجلس الأُمّة", "مجلس الامه"),
        ("عبد الرحمن", "عبدالرحمـن"),
    ],
)
def test_fold_key_same(one, other):
    assert fold_key(one) == fold_key(other)


def test_fold_key_keeps_short_words_and_figures():
    assert fold_key("الأمن في آل علي") == "امن في ال علي"
    assert fold_key("الفن الأدب") == "الفن ادب"
    assert fold_key("لجنة 22") != fold_key("لجنة 23")


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("", 0.0),
        ("123 …", 0.0),
        ("abc", 0.0),
        ("اب cd", 0.5),
        ("لجنـــة", 1.0),
        ("é\u0301漢ع", 1 / 3),
    ],
)
def test_arabic_share(text, share):
    assert arabic_share(text) == pytest.approx(share)


def test_no_torch():
    code = "import sys; from pipeline.arabic.folding import fold; fold('أ'); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=False).returncode == 0
