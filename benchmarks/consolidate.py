"""Time and memory for grouping reports into meetings: `python -m benchmarks.consolidate [--records
N] [--per-day N] [--seed N]`.

Invented reports, three for each meeting: one of an agency, a newspaper's copy of it with another
headline and order, and one in other words, with short forms of body and names, dated the next day.
Bodies meet repeatedly under new numbers, people sit in several bodies, and talks have the same host
on one day, so there is much to confuse. The three passes of `pipeline/consolidated.py` run as at
the end of `mahdar process`, in a process of their own.

Prints processor and wall clock seconds for each pass, peak memory, and how many pairs of reports
were linked correctly. Exit status 1 above 4 ms a report."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks import FAMILY, GIVEN
from benchmarks.diff import WORDS

MILLISECONDS = 4.0  # processor seconds a report
FIRST = date(2000, 1, 2)
SERIES = 1500  # bodies
CITIES = ("نجران", "صلالة", "المنامة", "الدوحة", "العين", "أبها", "تبوك", "الرستاق")
DEEDS = ("ناقش", "استعرض", "بحث", "تابع", "راجع", "اطلع على")
FIELDS = ("kind", "end_date", "date_hijri", "country", "venue", "mode", "organizer")
Json = dict[str, Any]


def meeting(n: int, per_day: int, seed: int) -> list[tuple[Json, Json]]:
    """Return the reports of the n-th meeting: releases and records."""
    chance = random.Random(f"{seed} {n}")
    day = FIRST + timedelta(days=n * 3 // per_day)
    series = n % SERIES
    named = random.Random(f"{seed} body {series}")
    subject = " و".join(named.sample(WORDS, 2))
    place = named.choice(CITIES)
    body = f"اللجنة الفنية المشتركة لشؤون {subject} بمنطقة {place}"
    short = f"لجنة {subject} بمنطقة {place}"
    chair = (named.choice(GIVEN), named.choice(GIVEN), named.choice(FAMILY))
    others = [(chance.choice(GIVEN), chance.choice(GIVEN), chance.choice(FAMILY)) for _ in range(3)]
    topics = [" ".join(chance.sample(WORDS, 5)) + f" {chance.randrange(10_000)}" for _ in range(4)]
    talks = chance.random() < 0.3
    ordinal = None if talks else n // SERIES + 1
    office = "وزير " + named.choice(WORDS)
    reports = []
    for version in range(3):
        late = version == 2
        page = day + timedelta(days=late)
        names = [" ".join(x if version < 2 else (x[0], x[2])) for x in (chair, *others)]
        told = [t for k, t in enumerate(topics) if version < 2 or k != n % 4]
        if version == 1:
            told = told[::-1]
        clauses = [f"{chance.choice(DEEDS)} الاجتماع {t}" for t in told]
        if talks:
            lead = f"استقبل {names[0]} {office} في {place} {names[1]}، وجرى خلال اللقاء"
        else:
            lead = f"عقدت {short if late else body} اجتماعها رقم {ordinal} برئاسة {names[0]} في {place}"
        head = f"{place}: {' '.join(told[0].split()[:3])}" if version else lead.split("،")[0]
        filler = " ".join(chance.choices(WORDS, k=60))
        text = f"{head}\n{lead}. {'. '.join(clauses)}. وأشار {names[2]} إلى {filler}."
        release = {
            "id": "r-" + digest(n, version, digits=16),
            "text": text,
            "key": f"{n}-{version}",
            "outlet": ("وكالة الأنباء", "الجريدة", "الصحيفة")[version],
            "published": page.isoformat(),
        }
        attended = names[:2] if talks else names
        reports.append(
            (
                release,
                record(
                    release,
                    None if talks else (short if late else body),
                    ordinal,
                    day.isoformat(),
                    place,
                    [(name, office if k == 0 else None) for k, name in enumerate(attended)],
                    told,
                ),
            )
        )
    return reports


def record(  # noqa: PLR0913
    release: Json,
    body: str | None,
    ordinal: int | None,
    day: str,
    city: str,
    people: list[tuple[str, str | None]],
    topics: list[str],
) -> Json:
    """Return a record of a release, with the keys of the published form that consolidation
    reads."""
    text = release["text"]

    def seen(value: object) -> Json | None:
        at = text.find(str(value))
        return (
            None
            if value is None
            else {"span": [at, at + 5] if at >= 0 else None, "found_by": "model"}
        )

    chaired = "chaired" if body else "attended"
    return {
        "record_id": "m-" + digest(release["id"], digits=12),
        "meeting_id": None,
        "announces": None,
        "release": {
            "id": release["id"],
            "published": release["published"],
            "outlet": release["outlet"],
        },
        "body": body
        and {"name": body, "id": "b-" + digest(body), "entity_id": None, "mentions": []},
        "ordinal": ordinal,
        "date": day,
        "city": city,
        "chair": people[0][0] if body else None,
        **dict.fromkeys(FIELDS),
        "people": [
            {
                "name": name,
                "id": "p-" + digest(name),
                "entity_id": None,
                "role": role,
                "organization": None,
                "country": None,
                "participation": "attended" if n else chaired,
                "side": None,
                "mentions": [],
                "found_by": "model",
            }
            for n, (name, role) in enumerate(people)
        ],
        "countries": [],
        "committees": [],
        "organizations": [],
        "initiatives": [],
        "topics": [
            {"text": t, "action": "discussed", "span": [text.find(t), text.find(t) + len(t)]}
            for t in topics
        ],
        "decisions": [],
        "referenced_meetings": [],
        "evidence": {
            **dict.fromkeys(FIELDS),
            "body": seen(body),
            "ordinal": seen(ordinal),
            "date": {"span": None, "found_by": "inferred"},
            "city": seen(city),
            "chair": seen(people[0][0] if body else None),
        },
        "confidence": 0.95,
    }


def digest(*parts: object, digits: int = 12) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=digits // 2).hexdigest()


def lines(records: int, per_day: int, seed: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    for n in range(records // 3):
        for release, said in meeting(n, per_day, seed):
            yield (
                json.dumps(release, ensure_ascii=False),
                (json.dumps(said, ensure_ascii=False, separators=(",", ":")),),
            )


def measure(records: int, per_day: int, seed: int) -> Json:
    """Run and time the three passes in this process."""
    from pipeline import consolidated

    took: dict[str, tuple[float, float]] = {}
    clock = time.perf_counter(), time.process_time()

    def lap(name: str) -> None:
        nonlocal clock
        now = time.perf_counter(), time.process_time()
        took[name] = round(now[0] - clock[0], 2), round(now[1] - clock[1], 2)
        clock = now

    for _ in lines(records, per_day, seed):
        pass
    lap("making reports")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        done = consolidated.consolidate(
            lines(records, per_day, seed), place / "registry.jsonl", place
        )
        lap("linking")
        truth = {}
        with open(place / "records.jsonl", "w", encoding="utf-8") as file:
            for release, said in lines(records, per_day, seed):
                for line in said:
                    filled = done.filled(line)
                    file.write(filled + "\n")
                    truth[json.loads(filled)["record_id"]] = json.loads(release)["key"].split("-")[
                        0
                    ]
        lap("filling in")
        meetings = sum(1 for _ in done.meetings(place / "records.jsonl"))
        lap("meetings")
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for ident, ours in done.meeting_of.items():
        parts[ours][truth[ident]] += 1
    linked = sum(pairs(c.total()) for c in parts.values())
    right = sum(pairs(n) for c in parts.values() for n in c.values())
    return {
        "took": took,
        "meetings": meetings,
        "precision": round(100 * right / max(1, linked), 1),
        "recall": round(100 * right / (records // 3 * 3), 1),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def pairs(n: int) -> int:
    return n * (n - 1) // 2


def main() -> int:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("--records", type=int, nargs="+", default=[10_000, 100_000])
    ap.add_argument("--per-day", type=int, default=300, help="reports of a day")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--measured", action="store_true", help=argparse.SUPPRESS)
    a = ap.parse_args()
    if a.measured:
        print(json.dumps(measure(a.records[0], a.per_day, a.seed)))
        return 0
    status = 0
    for n in a.records:
        command = [sys.executable, "-m", "benchmarks.consolidate", "--measured"]
        given = ["--records", str(n), "--per-day", str(a.per_day), "--seed", str(a.seed)]
        done = json.loads(
            subprocess.run([*command, *given], check=True, capture_output=True).stdout
        )
        spent = sum(cpu for _, cpu in done["took"].values()) - 3 * done["took"]["making reports"][1]
        print(
            f"{n:9,} reports, {done['meetings']:,} meetings: {spent:.0f} s of the processor "
            f"({1000 * spent / n:.2f} ms a report), {done['memory'] / 2**20:.0f} MB; pairs: precision "
            f"{done['precision']} recall {done['recall']}"
        )
        for name, (wall, cpu) in done["took"].items():
            print(f"          {name}: {cpu:.1f} s of the processor, {wall:.1f} s")
        status |= 1000 * spent / n > MILLISECONDS
    return status


if __name__ == "__main__":
    sys.exit(main())
