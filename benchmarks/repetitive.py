"""Whether time grows with the length of a text and no faster, whatever it repeats: `python -m
benchmarks.repetitive [KIND…] [--sizes 16,64,256,1024] [--calls] [--profile]`.

Seventy kinds of repetitive text, each at sizes of which each is four times the one before, in KB of
UTF-8. Prints the seconds of each stage for each kind and size. Ends with status 1 and names the kind
if a text took more than `MOST` times as long as the one before it, or if one stage did. A text under
`NOISE` seconds and a stage under `LONG` seconds are not judged. Seconds are processor time, the best
of several runs if they are short. What took too long is measured again, the two sizes in turn, up to
`AGAIN` times, because other work on the machine slows single runs down; the best time counts.

`--calls` counts the calls of functions, in millions, in the place of seconds: nothing else on the
machine changes them, but what a single call does in C is not seen.

The tagger's runs over windows are remembered, for equal windows give equal output and the runs grow
with the number of windows by themselves; what is made of them is timed as the stage «tagger».
`--tagger` runs the model each time and times it too."""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pipeline import schema
from pipeline.assemble import assemble
from pipeline.config import Config
from pipeline.dedupe import dedupe
from pipeline.errors import InputError
from pipeline.extract.nlp import build_nlp
from pipeline.extract.stage import carry_back, kept_text
from pipeline.extract.tagger import runtime as tagger
from pipeline.normalize import normalize
from pipeline.pool import collect_seldom
from pipeline.readers.html import read_html
from pipeline.readers.json_objects import read_json
from pipeline.readers.markdown import read_markdown
from pipeline.types import Release

MOST = 5.0  # maximum factor in seconds for four times the text
NOISE = 0.2  # seconds below which a text is not judged
LONG = 1.0  # seconds below which a stage is not judged
AGAIN = 6  # times that two sizes are measured again before they are said to be too slow
KB = 1024
ALL = "all stages"

OPENING = "عقدت اللجنة العليا للنخيل اجتماعها الثالث في مسقط برئاسة سالم بن حمد الرويعي، "
PERSON = "معالي الدكتور سالم بن حمد الرويعي وزير الري"
RELEASE = (
    f"{OPENING}وناقش الأعضاء خطة السواقي وأقروا إنشاء مركز للتمور.\n"
    "وقال وكيل الوزارة ماجد الكثيري إن وزارة الزراعة ستنفذ البرنامج الوطني للمراعي يوم الأحد 14 "
    "يناير 2024.\n"
)
GIVEN = ("سالم", "ماجد", "ندى", "حمد", "راشد", "سلمى", "يوسف", "هند", "طارق", "فاطمة", "خالد")
FAMILY = ("الرويعي", "الكثيري", "البلوي", "المنذري", "الزدجالي", "السويلم", "العوضي")


def numbered(n: int) -> str:
    """Return a different name, of four letters twice, for each number below 152,000. Names of fewer
    letters are more alike, so that a short text would have fewer things."""
    letters = "بتجحدرزسشصطعفقكلمنهي"
    word = ""
    n += len(letters) ** 3
    while True:
        n, digit = divmod(n, len(letters))
        word += letters[digit]
        if not n:
            return "ال" + word * 2


Make = Callable[[], Iterator[str]]  # endless pieces of a text


def forever(piece: str, sep: str = " ") -> Make:
    def pieces() -> Iterator[str]:
        while True:
            yield piece + sep

    return pieces


def counted(piece: Callable[[int], str]) -> Make:
    def pieces() -> Iterator[str]:
        n = 0
        while True:
            yield piece(n)
            n += 1

    return pieces


def after(head: str, body: Make, tail: str = "") -> Make:
    def pieces() -> Iterator[str]:
        yield head
        yield from body()

    return pieces


TEXTS: dict[str, Make] = {
    # names
    "one name": forever("سالم بن حمد الرويعي"),
    "one name, commas": forever("سالم بن حمد الرويعي،"),
    "names in a row": counted(lambda n: f"{GIVEN[n % 11]} {FAMILY[n % 7]} و"),
    "names, all different": counted(lambda n: f"وقال الدكتور {GIVEN[n % 11]} {numbered(n)} أمس. "),
    "surnames again": counted(
        lambda n: f"وقال الدكتور {GIVEN[n % 11]} {numbered(n % 500)} ثم أضاف {numbered(n % 500)}.\n"
    ),
    "titles": forever("معالي الدكتور المهندس الشيخ"),
    "titles and names": forever(f"{PERSON}،"),
    "attendance": counted(lambda n: f"- {GIVEN[n % 11]} {FAMILY[n % 7]}: حاضر\n"),
    # offices
    "offices in a row": forever("وزير الري و"),
    "offices, commas": forever("وزير الري، نائب رئيس مجلس الوزراء،"),
    "an office each": counted(
        lambda n: f"{PERSON[14:]}، رئيس لجنة {numbered(n)}، {GIVEN[n % 11]} {FAMILY[n % 7]}، "
    ),
    "advisers": forever("مستشار رئيس نائب وزير"),
    # bodies and organisations
    "bodies in construct": forever("لجنة مجلس هيئة وزارة"),
    "bodies joined": forever("المكتب التنفيذي لمجلس وزراء الصحة بدول مجلس التعاون"),
    "bodies, all different": counted(lambda n: f"وناقشت لجنة {numbered(n)} العليا الخطة. "),
    "ministries": forever("وزارة التجارة والصناعة ووزارة الري والزراعة،"),
    "acronyms": forever("منظمة الأمم المتحدة للطفولة (اليونيسف)"),
    "initiatives": counted(lambda n: f"وأطلقت مبادرة «{numbered(n)}» ومشروع السواقي. "),
    "founded": forever("شكل المجلس لجنة ثلاثية لمراجعة مصروفات البرامج"),
    # states, places, days
    "states": forever("السعودية وعمان والكويت والأردن و"),
    "Amman or Oman": forever("عمان ومالي"),
    "places": forever("في مدينة صلالة بمحافظة ظفار،"),
    "dates": counted(
        lambda n: f"يوم الأحد {n % 28 + 1} يناير 2024 الموافق {n % 28 + 1} رجب 1445هـ، "
    ),
    "figures": counted(lambda n: f"{n} "),
    "numbers in words": forever("الاجتماع الثاني والعشرون بعد المئة"),
    # meetings
    "openings": forever(OPENING[:-2] + "."),
    "openings, other bodies": counted(
        lambda n: (
            f"عقدت لجنة {numbered(n)} اجتماعها الأول برئاسة {GIVEN[n % 11]} {FAMILY[n % 7]}.\n"
        )
    ),
    "receptions": counted(
        lambda n: f"كما استقبل الوزير {GIVEN[n % 11]} {numbered(n)} سفير الأردن. "
    ),
    "one long meeting": after(
        OPENING, forever("وناقش الأعضاء خطة السواقي، وأقروا إنشاء مركز للتمور.")
    ),
    "topics in one sentence": after(OPENING, forever("وناقش خطة السواقي، واستعرض تقرير التمور،")),
    "releases": forever(RELEASE, "\n"),
    # unusual structures
    "one word": forever("اجتماع"),
    "one letter": forever("و"),
    "one long line": forever(RELEASE.replace("\n", " ")),
    "one long word": forever("اجتماع", ""),
    "many short lines": forever("نعم", "\n"),
    "lines of one letter": counted(lambda n: "ابتثجحخد"[n % 8] + "\n"),
    "duplicate paragraphs": forever(RELEASE.partition("\n")[0], "\n"),
    "alike paragraphs": counted(
        lambda n: f"{RELEASE.partition(chr(10))[0]} وحضره {n} من {numbered(n % 90)}.\n"
    ),
    "a list": counted(lambda n: f"{n}. مناقشة خطة {numbered(n)}؛\n"),
    "quotes": forever("«وقال»"),
    "quotes, open": forever("«وقال"),
    "straight quotes": forever('"السواقي'),
    "brackets, nested": forever("(لجنة [الري", ""),
    "marks": forever("،.؛:!-", ""),
    "full stops": forever("د.أ.م.", ""),
    "clitics": forever("وبالوزارة وللهيئة فبالمجلس وكالوزير"),
    "a waw by itself": forever("و اللجنة و الهيئة"),
    "hashtags": forever("#مجلس_الري_الأعلى"),
    "references": forever("&quot;السواقي&quot; &amp; &#1608;"),
    "tatweel": forever("اجـــــتمع الـــوزير"),
    "harakat": forever("اِجْتَمَعَ الْوَزِيرُ"),
    "wrapped lines": forever(
        ("وناقش الأعضاء خطة السواقي وأقروا إنشاء مركز جديد للتمور في الواحة")[:62], "\n"
    ),
    "read also": forever("اقرأ أيضا\nعقدت اللجنة العليا للنخيل اجتماعها", "\n"),
    "blanks": forever("نعم", " " * 40),
    "controls": forever("نعم\u200f\u200e\u00ad"),  # direction marks, soft hyphen
}
MARKUP: dict[str, Make] = {
    "html: comments": after("<html><body><p>نعم</p>", forever("<!--")),
    "html: paragraphs": after("<html><body>", forever("<p>عقدت اللجنة العليا اجتماعها.</p>")),
    "html: nested": after("<html><body>", forever("<div>نعم")),
    "html: tags": after("<html><body>", forever("<b")),
    "html: rows": after("<html><body><table>", forever("<tr><td>نعم</td><td>لا</td></tr>")),
    "html: headlines": after("<html><body>", forever("<h1>عقدت اللجنة</h1><p>نعم</p>")),
    "md: comments": forever("نعم <!--"),
    "md: stars": forever("**نعم *لا"),
    "md: links": forever("[نعم]("),
    "md: brackets": forever("[", ""),
    "md: quotes": forever("> ", ""),
    "md: lists": forever("- نعم", "\n"),
    "md: rows": after("|أ|ب|\n|-|-|\n", forever("|نعم|لا|", "\n")),
    "md: backticks": counted(lambda n: "`" * (n % 97) + "نعم "),
    "md: headings": forever("# نعم\n\nلا", "\n\n"),
    "md: entities": forever("&amp;&lt;"),
    "json: list": after("[", forever('{"text": "عقدت اللجنة اجتماعها"},', "\n")),
}
KINDS = TEXTS | MARKUP
READERS: dict[str, Callable[[str], object]] = {
    "html": read_html,
    "md": read_markdown,
    "json": lambda text: list(read_json(text.rstrip(",\n ") + "]")),
}


def sized(make: Make, size: int) -> str:
    """Return a text of whole pieces with at most `size` bytes of UTF-8."""
    out: list[str] = []
    left = size
    for piece in make():
        left -= len(piece.encode())
        if left < 0 and out:
            break
        out.append(piece)
    return "".join(out)


@dataclass
class Remembered:
    """The tagger's results by window: replaces `tagger.run`."""

    real: Callable[..., Any] = tagger.run
    seen: dict[tuple[int, ...], Any] = field(default_factory=dict)

    def __call__(self, session: Any, window: Any) -> Any:
        if window.ids not in self.seen:
            self.seen[window.ids] = self.real(session, window)
        return self.seen[window.ids]


@dataclass
class Stages:
    """The stages of one text, each timed: processor seconds by stage."""

    config: Config
    remember: bool = True

    def __post_init__(self) -> None:
        if self.remember and not isinstance(tagger.run, Remembered):
            tagger.run = Remembered()
        self.nlp = build_nlp(self.config, 1)
        self.seconds: dict[str, float] = {}
        self.profile: cProfile.Profile | None = None
        self.profiled = ""

    def timed(self, name: str, work: Callable[[], Any]) -> Any:
        started = time.process_time()
        watched = self.profile is not None and self.profiled == name
        done = self.profile.runcall(work) if watched and self.profile else work()
        self.seconds[name] = time.process_time() - started
        return done

    def run(self, kind: str, text: str) -> dict[str, float]:
        """Return the seconds by stage."""
        self.seconds = {}
        if kind in MARKUP:
            reader = READERS[kind.partition(":")[0]]

            def read() -> None:
                with suppress(InputError):
                    reader(text)

            self.timed("read", read)
            return self.seconds
        release = Release(id="r-0", source="repetitive", text=text, published="2024-01-15")
        try:
            release = self.timed("normalize", lambda: normalize(release, self.config))
        except InputError:
            return self.seconds
        release = self.timed("dedupe", lambda: dedupe(release, self.config))
        mapped = kept_text(release)
        doc = self.timed("tokenizer", partial(self.nlp.make_doc, mapped.text))
        for name, component in self.nlp.pipeline:
            work = component
            if name == "mahdar_tagger":
                started = self.timed("windows", partial(component._start, doc))
                # the runs of the model are measured elsewhere
                if isinstance(tagger.run, Remembered):
                    wait(started[2])
                work = partial(self._finished, component, started)
            doc = self.timed(name.removeprefix("mahdar_"), partial(work, doc))
        release = carry_back(doc, release, mapped)
        release = self.timed("assemble", lambda: assemble(release, self.config))
        made = schema.Provenance(pipeline="0" * 12, model="0" * 12, config="0" * 12)

        def rows() -> None:
            records = schema.to_records(release, made)
            for row in (schema.to_release_row(release, [r.record_id for r in records]), *records):
                schema.dump(row)

        self.timed("rows", rows)
        return self.seconds

    @staticmethod
    def _finished(component: Any, started: Any, doc: Any) -> Any:
        return component._finish(*started)


class Counted(Stages):
    """Counts the calls of each stage, in millions, in the place of its seconds."""

    def timed(self, name: str, work: Callable[[], Any]) -> Any:
        profile = cProfile.Profile()
        done = profile.runcall(work)
        self.seconds[name] = sum(entry.callcount for entry in profile.getstats()) / 1e6
        return done


def best(
    stages: Stages, kind: str, text: str, enough: float = 0.5, most: int = 3
) -> dict[str, float]:
    """Return the minimum seconds by stage over a few runs; of a single one if it took `enough`."""
    lowest: dict[str, float] = {}
    for _ in range(most):
        found = stages.run(kind, text)
        lowest = least(found, lowest)
        if sum(found.values()) >= enough:
            break
    return lowest


def judged(before: dict[str, float], now: dict[str, float]) -> list[tuple[str, float]]:
    """Return the stages that took more than `MOST` times as long, and `ALL` if the whole text did,
    with the factor."""
    found = []
    for name, shortest in ({ALL: NOISE} | dict.fromkeys(now, LONG)).items():
        one, four = (sum(s.values()) if name == ALL else s.get(name, 0.0) for s in (before, now))
        one = max(one, shortest / MOST)
        if four > MOST * one:
            found.append((name, four / one))
    return found


def least(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    """Return the lower seconds of each stage in two runs of one text."""
    return {name: min(s, other.get(name, s)) for name, s in one.items()}


def suspects(
    stages: Stages, kind: str, texts: tuple[str, str], runs: list[dict[str, float]]
) -> list[tuple[str, float]]:
    """Return `judged` for the last two of `runs`. While it finds anything, measure both texts again;
    the best seconds replace those in `runs`."""
    for _ in range(AGAIN):
        if not judged(runs[-2], runs[-1]):
            break
        for at, text in zip((-2, -1), texts, strict=True):
            runs[at] = least(runs[at], stages.run(kind, text))
    return judged(runs[-2], runs[-1])


def main() -> int:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("kinds", nargs="*", help="of " + ", ".join(KINDS))
    ap.add_argument("--sizes", default="16,64,256,1024", help="KB, each four times the one before")
    ap.add_argument("--profile", action="store_true", help="what the slowest stage spends time on")
    ap.add_argument("--calls", action="store_true", help="count calls in the place of seconds")
    ap.add_argument("--tagger", action="store_true", help="run and time the model too")
    ap.add_argument("--limit", type=float, default=60.0, help="seconds of a kind before it is left")
    a = ap.parse_args()
    collect_seldom()  # as the command does
    if unknown := [k for k in a.kinds if k not in KINDS]:
        ap.error(f"no such kind: {', '.join(unknown)}")
    sizes = [int(s) for s in a.sizes.split(",")]
    stages = (Counted if a.calls else Stages)(Config(max_chars=10**9), remember=not a.tagger)
    unit = "M calls" if a.calls else "s"
    found: list[str] = []
    for kind in a.kinds or KINDS:
        runs: list[dict[str, float]] = []
        text = ""
        stages.run(kind, sized(KINDS[kind], KB))  # lists are read, patterns compiled
        for size in sizes:
            before, text = text, sized(KINDS[kind], size * KB)
            runs.append(best(stages, kind, text))
            slow = suspects(stages, kind, (before, text), runs) if len(runs) > 1 else []
            total = sum(runs[-1].values())
            told = " ".join(f"{n} {s:.2f}" for n, s in runs[-1].items() if s >= 0.01)
            print(
                f"{kind:24} {size:5} KB {len(text):8,} chars {total:7.2f} {unit}  {told}",
                flush=True,
            )
            for name, times in slow:
                found.append(f"{kind}: {name} took {times:.1f} times as long at {size} KB")
                print(f"  {found[-1]}", flush=True)
            if total > a.limit:
                print("  left here", flush=True)
                break
        if a.profile and runs:
            stages.profiled = max(runs[-1], key=runs[-1].__getitem__)
            stages.profile = cProfile.Profile()
            stages.run(kind, text)
            pstats.Stats(stages.profile).sort_stats("tottime").print_stats(14)
            stages.profile = None
    print(f"{len(a.kinds or KINDS)} kinds; superlinear: {len(found)}", flush=True)
    if found:
        print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
