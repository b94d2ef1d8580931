"""Time and memory of `mahdar diff` on large files: `python -m benchmarks.diff [--records N] [--seed
N]`.

OLD consists of invented records of realistic size. NEW is made from it in three ways: `edited`,
with a tenth of the records edited by hand; `model`, with every record from another model, with
other confidences and some other values; `texts`, with another text for every release, so that every
id and place differs and nothing pairs by id. Each comparison runs in a process of its own and
writes JSON Lines.

Prints wall clock and processor seconds, peak memory, and the number of changes. Exit status 1 above
30 processor seconds (it runs on one core, and other work on the machine does not lengthen these) or
2 GB."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import FAMILY, GIVEN
from pipeline.schema import SCHEMA_VERSION

SECONDS, BYTES = 30.0, 2 << 30
WORDS = (
    "تطوير",
    "متابعة",
    "خطة",
    "المشاريع",
    "المشتركة",
    "آلية",
    "تنفيذ",
    "الخدمات",
    "الرقمية",
    "تقرير",
    "نتائج",
    "المرحلة",
    "الثانية",
    "مؤشرات",
    "الأداء",
    "الجهات",
    "الأعضاء",
    "برنامج",
    "التدريب",
    "السلامة",
    "النقل",
    "البيئة",
    "التعليم",
    "الصحة",
    "الطاقة",
    "المياه",
    "الاستثمار",
    "السياحة",
    "الإحصاء",
    "التخطيط",
    "الموارد",
    "البشرية",
    "المالية",
    "المعلومات",
    "الثقافة",
)
MEASURED = """
import resource, sys
from pipeline import cli
status = cli.main(["diff", *sys.argv[1:], "--format", "jsonl"])
used = resource.getrusage(resource.RUSAGE_SELF)
print(status, used.ru_maxrss * 1024, used.ru_utime + used.ru_stime, file=sys.stderr)
"""


def digest(*parts: object, digits: int = 12) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=digits // 2).hexdigest()


def phrase(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words))


def named(rng: random.Random, kind: str, noun: str, words: int) -> dict[str, Any]:
    name = f"{noun} {phrase(rng, words)}"
    start = rng.randrange(2000)
    return {
        "name": name,
        "id": f"{kind}-{digest(name)}",
        "mentions": [[start, start + len(name)]],
        "found_by": "model",
        "confidence": round(rng.uniform(0.6, 1), 4),
    }


def item(rng: random.Random) -> dict[str, Any]:
    text = phrase(rng, rng.randint(8, 20))
    start = rng.randrange(2000)
    return {
        "text": text,
        "action": rng.choice(["discussed", "reviewed"]),
        "span": [start, start + len(text)],
        "found_by": "model",
        "confidence": round(rng.uniform(0.6, 1), 4),
    }


def record(n: int, seed: int) -> dict[str, Any]:
    rng = random.Random(f"{seed} {n}")
    body = named(rng, "b", "لجنة", 4)
    people = []
    for _ in range(rng.randint(1, 4)):
        person = named(
            rng, "p", f"{rng.choice(GIVEN)} بن {rng.choice(GIVEN)} {rng.choice(FAMILY)}", 0
        )
        name = person.pop("name").strip()
        people.append(
            {
                "name": name,
                "id": person.pop("id"),
                "entity_id": None,
                "titles": ["معالي"],
                "role": f"رئيس {phrase(rng, 4)}",
                "role_span": [10, 40],
                "organization": None,
                "country": None,
                "participation": "attended",
                "side": None,
                **person,
            }
        )
    day = f"20{rng.randint(10, 25)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return {
        "schema_version": SCHEMA_VERSION,
        "record_id": f"m-{digest(seed, n)}",
        "meeting_id": None,
        "announces": None,
        "release": {
            "id": f"r-{digest(seed, n, digits=16)}",
            "source": f"data/raw/{n // 1000:04}.jsonl:{n % 1000 + 1}",
            "title": phrase(rng, 8),
            "outlet": None,
            "published": day,
            "url": None,
            "text_sha256": "0" * 64,
        },
        "body": {k: body[k] for k in ("name", "id", "mentions")},
        "ordinal": rng.randint(1, 60),
        "kind": "regular",
        "date": day,
        "end_date": None,
        "date_hijri": None,
        "city": "الرياض",
        "country": "SA",
        "venue": None,
        "mode": "in_person",
        "chair": people[0]["name"],
        "organizer": None,
        "people": people,
        "countries": [],
        "committees": [body, named(rng, "b", "فريق", 4)],
        "organizations": [named(rng, "o", "هيئة", 3) for _ in range(3)],
        "initiatives": [{"kind": "programme", **named(rng, "i", "برنامج", 3)}],
        "topics": [item(rng) for _ in range(4)],
        "decisions": [item(rng) for _ in range(3)],
        "referenced_meetings": [],
        "duplicates_removed": [],
        "evidence": {
            key: {"span": [6, 35], "found_by": "rule"}
            for key in ("body", "ordinal", "kind", "date")
        }
        | dict.fromkeys(
            ("end_date", "date_hijri", "city", "country", "venue", "mode", "chair", "organizer")
        ),
        "confidence": 0.95,
        "warnings": [],
        "provenance": {
            "pipeline": "0.1.0+000000000000",
            "model": "000000000000",
            "config": "000000000000",
        },
    }


def renamed(rng: random.Random, value: dict[str, Any]) -> None:
    value["name"] += " " + rng.choice(WORDS)
    value["id"] = value["id"][:2] + digest(value["name"])


def edited(n: int, old: dict[str, Any], rng: random.Random) -> Iterator[dict[str, Any]]:
    """Return the records with a hundredth removed, a hundredth added, and some bodies and chairs
    corrected."""
    chance = rng.random()
    if chance < 0.01:
        return
    if chance < 0.05:
        renamed(rng, old["body"])
        old["record_id"] = f"m-{digest(old['record_id'])}"
    elif chance < 0.09:
        old["chair"] = None
        old["people"] = old["people"][1:]
    yield old
    if chance > 0.99:
        yield record(n, -1) | {"record_id": f"m-{digest('new', n)}"}


def model(n: int, old: dict[str, Any], rng: random.Random) -> Iterator[dict[str, Any]]:
    old["provenance"]["model"] = "111111111111"
    for field in ("people", "committees", "organizations", "initiatives", "topics", "decisions"):
        for value in old[field]:
            value["confidence"] = round(rng.uniform(0.6, 1), 4)
    if rng.random() < 0.2:
        renamed(rng, rng.choice(old["organizations"]))
        old["topics"].pop(rng.randrange(4))
    yield old


def texts(n: int, old: dict[str, Any], rng: random.Random) -> Iterator[dict[str, Any]]:
    old["release"]["id"] = f"r-{digest('new', n, digits=16)}"
    old["record_id"] = f"m-{digest('new', n)}"
    for field in ("people", "committees", "organizations", "initiatives"):
        for value in old[field]:
            value["mentions"] = [[s + 40, e + 40] for s, e in value["mentions"]]
    if rng.random() < 0.5:
        renamed(rng, old["body"])
    yield old


Way = Callable[[int, dict[str, Any], random.Random], Iterator[dict[str, Any]]]


def line(one: dict[str, Any]) -> str:
    return json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n"


def write_old(path: Path, records: int, seed: int) -> int:
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(line(record(n, seed)) for n in range(records))
    return path.stat().st_size


def write_new(path: Path, old: Path, seed: int, way: Way) -> None:
    rng = random.Random(seed)
    with open(old, encoding="utf-8") as given, open(path, "w", encoding="utf-8") as file:
        for n, one in enumerate(given):
            file.writelines(map(line, way(n, json.loads(one), rng)))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    good = True
    with tempfile.TemporaryDirectory() as folder:
        old, new, changes = (
            Path(folder) / name for name in ("old.jsonl", "new.jsonl", "changes.jsonl")
        )
        size = write_old(old, args.records, args.seed)
        print(f"{args.records:,} records, {size / 1e6:.0f} MB a side")
        for way in (edited, model, texts):
            write_new(new, old, args.seed, way)
            with open(changes, "wb") as out:
                began = time.perf_counter()
                done = subprocess.run(
                    [sys.executable, "-c", MEASURED, old, new],
                    stdout=out,
                    stderr=subprocess.PIPE,
                    text=True,
                    cwd=Path(__file__).parents[1],
                    env=os.environ | {"PYTHONHASHSEED": "0"},
                )
                seconds = time.perf_counter() - began
            try:
                status, memory, work = map(float, done.stderr.split())
            except ValueError:
                print(done.stderr, file=sys.stderr)
                return 1
            with open(changes, "rb") as lines:
                count = sum(1 for _ in lines)
            print(
                f"{way.__name__:<8} {seconds:6.1f} s  {work:6.1f} s of the processor  "
                f"{memory / 1e6:6.0f} MB  {count:>9,} changes"
            )
            good &= status == 1 and work <= SECONDS and memory <= BYTES
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
