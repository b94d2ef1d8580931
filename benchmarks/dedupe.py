"""Accuracy and speed of finding duplicate paragraphs: `python -m benchmarks.dedupe [--releases N]
[--seed N] [--paragraphs N]`.

Releases are made of sentences from templates. Each gets copies with edits that keep the meaning
(hamza, harakat, tatweel, punctuation, digits, spaces, function words, a paragraph inside a longer
one) and hard negatives (one different figure, date, weekday, name, city, negation or word). The
edits use tables and rules of their own, not the folding or word lists of the pipeline. A mark is
right if it leads from a copy to its original (or from an original to the longer paragraph that
contains it).

Prints precision and recall, overall and by kind, and the seconds for one release of 20,000
paragraphs. Exit status 1 below 99.5 or 90."""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import FAMILY, GIVEN
from pipeline.arabic.folding import clean_mapped
from pipeline.config import Config
from pipeline.dedupe import dedupe
from pipeline.pool import collect_seldom
from pipeline.types import Paragraph, Release

BODIES = (
    "اللجنة الفنية للمواصفات",
    "مجلس إدارة هيئة الموانئ",
    "لجنة التخطيط العمراني",
    "فريق العمل المعني بالأمن الغذائي",
    "اللجنة العليا للنقل العام",
    "مجلس أمناء الجامعة",
    "لجنة متابعة المشاريع التنموية",
    "اللجنة المشتركة للطاقة المتجددة",
    "مجلس التنمية الصناعية",
    "لجنة سلامة الأغذية",
    "اللجنة الوطنية للإحصاء",
    "مجلس المحاسبة والتدقيق",
    "لجنة الشؤون القانونية",
    "اللجنة الإشرافية للتحول الرقمي",
    "مجلس الضمان الصحي",
)
CITIES = (
    "الرياض",
    "المنامة",
    "مسقط",
    "الدوحة",
    "أبوظبي",
    "الكويت",
    "جدة",
    "صلالة",
    "الشارقة",
    "عمّان",
    "القاهرة",
    "تونس",
    "الرباط",
    "بيروت",
    "أبها",
    "المحرق",
)
MONTHS = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
    "شوال",
    "محرم",
    "رجب",
    "شعبان",
)
WEEKDAYS = ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس")
ORDINALS = (
    "الأول",
    "الثاني",
    "الثالث",
    "الرابع",
    "الخامس",
    "السادس",
    "السابع",
    "الثامن",
    "التاسع",
    "العاشر",
    "الحادي عشر",
    "الثاني عشر",
    "الثاني والعشرين",
)
TOPICS = (
    "آلية الربط الإلكتروني بين المنافذ الجمركية",
    "تقرير الأداء السنوي ومؤشراته",
    "مسودة اللائحة التنفيذية لنظام المشتريات",
    "خطة تأهيل الكوادر الوطنية",
    "تطوير شبكة محطات الرصد البيئي",
    "مستجدات إنشاء المختبر المرجعي",
    "دراسة جدوى المستودعات المبردة",
    "متطلبات السلامة في المنشآت الصناعية",
    "توصيات ورشة العمل الخاصة بالبيانات المفتوحة",
    "الملاحظات الواردة على الدليل الإرشادي للمستثمرين",
    "سير العمل في مشروع السكة الساحلية",
    "سبل دعم المؤسسات الصغيرة والمتوسطة",
    "موازنة الربع الأخير وبنود الصرف",
    "إجراءات التفتيش على الأسواق المركزية",
    "نتائج المسح الميداني للآبار",
    "معايير جودة المياه المعالجة",
    "برنامج التبادل الطلابي مع الجامعات الشريكة",
    "تحديث قاعدة بيانات المزارعين",
    "آليات الاستجابة لطوارئ الموانئ",
)
ROLES = (
    "رئيس اللجنة",
    "وكيل الوزارة للشؤون الفنية",
    "المدير العام للهيئة",
    "الأمين العام للمجلس",
    "مقرر الفريق",
    "نائب الرئيس التنفيذي",
)
PLACES = (
    "قاعة الاجتماعات الكبرى",
    "مقر الأمانة العامة",
    "مركز المعارض",
    "مبنى الوزارة الجديد",
    "فندق الواحة",
)


@dataclass(frozen=True)
class Made:
    """A paragraph of an invented release: its text, the number of its statement, and how it was
    made."""

    text: str
    origin: int
    kind: str


def sentence(rng: random.Random) -> str:
    """Return a statement about a meeting, with a figure, a date and names."""
    name = lambda: f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"  # noqa: E731
    date = f"{rng.randint(1, 29)} {rng.choice(MONTHS)} {rng.choice((1436, 1437, 2015, 2016, 2019, 2021, 2024))}"
    body, city, day, ordinal = (
        rng.choice(BODIES),
        rng.choice(CITIES),
        rng.choice(WEEKDAYS),
        rng.choice(ORDINALS),
    )
    one, two = rng.sample(TOPICS, 2)
    number = rng.randint(3, 990)
    return rng.choice(
        (
            f"عقدت {body} اجتماعها {ordinal} في {city} يوم {day} {date} برئاسة {name()}، وناقش "
            f"الأعضاء {one} وكذلك {two}.",
            f"ترأس {name()} {rng.choice(ROLES)} اجتماع {body} الذي عقد في {rng.choice(PLACES)} "
            f"بمدينة {city} بتاريخ {date}، واطلع على {one}.",
            f"وأكد {name()} {rng.choice(ROLES)} على أهمية {one}، مشيرا إلى أن {body} اعتمدت "
            f"{number} توصية "
            f"في جلستها {ordinal} التي عقدت بمدينة {city}.",
            f"وافق أعضاء {body} على تخصيص {number} مليون ريال من أجل {one}، كما قرروا إحالة "
            f"{two} إلى {name()} في موعد أقصاه {date}.",
            f"واستعرضت {body} خلال الاجتماع الذي حضره {name()} من {city} ما تم في {one}، "
            f"حيث بلغت نسبة الإنجاز {number % 100}.{number % 9}% في {date}.",
            f"وبحث {name()} مع {name()} {rng.choice(ROLES)} في {city} يوم {day} {one}، وذلك "
            f"بحضور {number} مشاركا من {body}.",
            f"وقال {name()} إن {body} انتهت من {one} في {date}، وإن الفريق سيعرض {two} على "
            f"{rng.choice(ROLES)} في اجتماعه {ordinal} في {city}.",
            f"يشارك {name()} {rng.choice(ROLES)} في أعمال الدورة الـ({number}) التي تستضيفها "
            f"{city} في {date} عن {one} مع {body}.",
        )
    )


# ── edits that keep the meaning ──


def hamza(text: str, rng: random.Random) -> str:
    """Return the text with other spellings of some hamzas, final yehs and ta marbutas."""
    swaps = {"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي"}
    return _at_some(text, r"[أإآ]|[ةى]\b", lambda c: swaps[c], rng, 0.5)


def harakat(text: str, rng: random.Random) -> str:
    return _at_some(
        text,
        r"[ب-ي](?=[ا-ي])",
        lambda c: c + rng.choice("\u064e\u064f\u0650\u0652\u0651"),
        rng,
        0.15,
    )  # fatha damma kasra sukun shadda


def tatweel(text: str, rng: random.Random) -> str:
    return _at_some(
        text, r"[بتسشعغفقكلمنهي](?=[ا-ي])", lambda c: c + "\u0640" * rng.randint(1, 3), rng, 0.08
    )


def punctuation(text: str, rng: random.Random) -> str:
    """Return the text with other commas, quotes around a word, or another end mark."""
    text = _at_some(text, "،", lambda _: rng.choice((",", "", " -", "؛")), rng, 0.8)
    words = text.split(" ")
    at = rng.randrange(1, len(words) - 1)
    if words[at].isalpha():
        words[at] = rng.choice(("«{}»", "({})", '"{}"')).format(words[at])
    return " ".join(words).rstrip(".") + rng.choice(("", ".", " .", "!"))


def digits(text: str, rng: random.Random) -> str:
    zero = rng.choice((0x660, 0x6F0))  # Arabic-Indic, Persian
    return text.translate({0x30 + i: chr(zero + i) for i in range(10)})


def spaces(text: str, rng: random.Random) -> str:
    text = text.replace("عبد ال", "عبدال") if "عبد ال" in text else text.replace("، ", " ،  ", 1)
    return _at_some(
        text, " ", lambda _: rng.choice(("  ", "\u00a0", " \u200f")), rng, 0.2
    )  # no-break space, right-to-left mark


def function_words(text: str, rng: random.Random) -> str:
    """Return the text with one or two function words added, removed or changed."""
    changes: list[tuple[str, str]] = [
        (r"^و(?=[أا-ي]{4})", ""),
        (r"^(?=عقدت|ترأس|يشارك)", rng.choice(("كما ", "وقد ", "و"))),
        (r" على أهمية", " أهمية"),
        (r" وكذلك ", " و"),
        (r" الذي عقد", " والذي عقد"),
        (r" التي ", " والتي "),
        (r" كما قرروا", " وقرروا"),
        (r" وذلك بحضور", " بحضور"),
        (r" حيث بلغت", " وبلغت"),
        (r" خلال الاجتماع", " في الاجتماع"),
        (r" في أعمال", " بأعمال"),
        (r" مشيرا إلى أن", " مشيرا أن"),
        (r" وإن الفريق", " وأن الفريق"),
        (r" عن (?=\S+ \S+)", " في "),
        (r" في (?=ال[أ-ي]{4})", " ب"),
        (r" اجتماعها ", " اجتماعها هذا "),
    ]
    rng.shuffle(changes)
    left = rng.randint(1, 2)
    for pattern, to in changes:
        new = re.sub(pattern, to, text, count=1)
        if new != text:
            text, left = new, left - 1
        if not left:
            break
    return text


def mixed(text: str, rng: random.Random) -> str:
    for edit in rng.sample((hamza, harakat, punctuation, digits, spaces, function_words), 3):
        text = edit(text, rng)
    return text


KEEPING: dict[str, Callable[[str, random.Random], str]] = {
    "exact": lambda text, _: text,
    "hamza": hamza,
    "harakat": harakat,
    "tatweel": tatweel,
    "punctuation": punctuation,
    "digits": digits,
    "spaces": spaces,
    "function words": function_words,
    "mixed": mixed,
}


# ── hard negatives: one detail is different ──


def figure(text: str, rng: random.Random) -> str:
    found = rng.choice(list(re.finditer(r"\d+", text)))
    digits_ = list(found[0])
    at = rng.randrange(len(digits_))
    digits_[at] = rng.choice([d for d in "123456789" if d != digits_[at]])
    return text[: found.start()] + "".join(digits_) + text[found.end() :]


def _other(pool: tuple[str, ...]) -> Callable[[str, random.Random], str]:
    def edit(text: str, rng: random.Random) -> str:
        there = [x for x in pool if re.search(rf"(?<!\w){x}(?!\w)", text)]
        if not there:
            return figure(text, rng)
        old = rng.choice(there)
        return re.sub(
            rf"(?<!\w){old}(?!\w)", rng.choice([x for x in pool if x not in there]), text, count=1
        )

    return edit


def negation(text: str, rng: random.Random) -> str:
    """Return the text with a negation before a verb, or a word that reverses a noun."""
    for pattern, to in (
        (r"\b(عقدت|وافق|يشارك|ترأس)\b", r"لم \1"),
        (r"\b(اعتمدت|انتهت|قرروا|بلغت|سيعرض)\b", r"لم \1"),
        (r"\b(أهمية)\b", r"عدم \1"),
    ):
        new = re.sub(pattern, to, text, count=1)
        if new != text:
            return new
    return _other(TOPICS)(text, rng)


def name_longer(text: str, rng: random.Random) -> str:
    """Return the text with one more name."""
    found = next(x for x in FAMILY if x in text)
    return text.replace(found, f"{rng.choice([g for g in GIVEN if g not in text])} {found}", 1)


CHANGING: dict[str, Callable[[str, random.Random], str]] = {
    "figure": figure,
    "month": _other(MONTHS),
    "weekday": _other(WEEKDAYS),
    "ordinal": _other(ORDINALS),
    "given name": _other(GIVEN),
    "family name": _other(FAMILY),
    "city": _other(CITIES),
    "body": _other(BODIES),
    "negation": negation,
    "a name more": name_longer,
    "topic": _other(TOPICS),
}


def _at_some(
    text: str, pattern: str, change: Callable[[str], str], rng: random.Random, share: float
) -> str:
    """Return the text with that share of the matches changed, at least one."""
    places = list(re.finditer(pattern, text))
    chosen = (
        {m.start() for m in places if rng.random() < share} or {rng.choice(places).start()}
        if places
        else set()
    )
    return re.sub(pattern, lambda m: change(m[0]) if m.start() in chosen else m[0], text)


def make(rng: random.Random) -> list[Made]:
    """Return a release: a headline, statements, and after them, in random order, copies and hard
    negatives."""
    says = [Made(sentence(rng), n, "original") for n in range(rng.randint(4, 9))]
    more: list[Made] = []
    for said in says:
        if rng.random() < 0.5:
            kind = rng.choice([*KEEPING, "contained"])
            if kind == "contained":
                parts = [said.text, sentence(rng)]
                rng.shuffle(parts)
                more.append(Made(" ".join(parts), said.origin, "container"))
            else:
                more.append(Made(KEEPING[kind](said.text, rng), said.origin, kind))
        if rng.random() < 0.6:
            kind = rng.choice(list(CHANGING))
            if (text := CHANGING[kind](said.text, rng)) != said.text:
                more.append(Made(text, -1 - len(more), f"not: {kind}"))
    rng.shuffle(more)
    return [
        Made(f"اجتماع {rng.choice(BODIES)} في {rng.choice(CITIES)}", -1000, "headline"),
        *says,
        *more,
    ]


def release_of(texts: list[str]) -> Release:
    text, paragraphs, start = "\n".join(texts), [], 0
    for t in texts:
        paragraphs.append(Paragraph(start, start + len(t), clean_mapped(t, start)))
        start += len(t) + 1
    return Release("r-benchmark", "benchmark", text, paragraphs=tuple(paragraphs))


def measure(releases: int, seed: int, wrong_shown: int) -> tuple[float, float]:
    """Return precision and recall in percent; print both by kind."""
    rng, config = random.Random(seed), Config()
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    due: Counter[str] = Counter()
    shown = 0
    for _ in range(releases):
        made = make(rng)
        marks = [
            p.duplicate_of for p in dedupe(release_of([m.text for m in made]), config).paragraphs
        ]
        pairs = {}  # the paragraph that should be marked: how its pair was made
        first = {m.origin: i for i, m in enumerate(made) if m.kind == "original"}
        for i, m in enumerate(made):
            if m.origin >= 0 and m.kind != "original":
                pairs[first[m.origin] if m.kind == "container" else i] = (
                    i if m.kind == "container" else first[m.origin],
                    m.kind,
                )
        for i, of in enumerate(marks):
            want = pairs.get(i)
            if want:
                due[want[1]] += 1
            if of is not None:
                ok = want is not None and of == want[0]
                kind = (
                    want[1]
                    if want
                    else made[i].kind
                    if made[i].kind != "original"
                    else made[of].kind
                )
                (right if ok else wrong)[kind] += 1
            if (
                (of is not None or want)
                and (of != (want[0] if want else None))
                and shown < wrong_shown
            ):
                shown += 1
                other = of if of is not None else want[0] if want else 0
                print(
                    f"  {'WRONG' if of is not None else 'MISSED'} "
                    f"{want[1] if want else made[i].kind}"
                )
                print(f"    {made[i].text}\n    {made[other].text}")
    for kind in sorted(k for k in {*due, *wrong} if k):
        found = (
            f"recall {100 * right[kind] / due[kind]:6.2f} of {due[kind]}"
            if due[kind]
            else "must not be marked"
        )
        print(f"{kind:22} {found:28} wrong marks {wrong[kind]}")
    total, bad = right.total(), wrong.total()
    return 100 * total / max(total + bad, 1), 100 * total / max(due.total(), 1)


def large(paragraphs: int, seed: int) -> list[str]:
    """Return a release with that many paragraphs, a third of them copies."""
    rng = random.Random(seed)
    texts: list[str] = []
    while len(texts) < paragraphs:
        if texts and rng.random() < 0.33:
            texts.append(
                rng.choice([*KEEPING.values(), figure])(
                    rng.choice(texts[-200:]) if rng.random() < 0.5 else rng.choice(texts), rng
                )
            )
        else:
            texts.append(" ".join(sentence(rng) for _ in range(rng.randint(1, 3))))
    return texts


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Precision, recall and speed of dedupe on made releases."
    )
    parser.add_argument("--releases", type=int, default=2000)
    parser.add_argument("--paragraphs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--wrong", type=int, default=0, help="how many errors to show")
    args = parser.parse_args()
    collect_seldom()  # as the command does
    precision, recall = measure(args.releases, args.seed, args.wrong)
    print(f"precision {precision:.2f} (99.5 or more)  recall {recall:.2f} (90 or more)")
    release = release_of(large(args.paragraphs, args.seed))
    started, cpu = time.perf_counter(), time.process_time()
    done = dedupe(release, Config())
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    marked = sum(p.duplicate_of is not None for p in done.paragraphs)
    print(
        f"{args.paragraphs} paragraphs, {len(release.text):,} characters, {marked} marked: "
        f"{seconds:.2f} s ({cpu:.2f} s of CPU)"
    )
    return int(precision < 99.5 or recall < 90)


if __name__ == "__main__":
    sys.exit(main())
