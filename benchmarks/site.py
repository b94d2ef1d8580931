"""Time and memory of the site for invented meetings: `python -m benchmarks.site [--meetings N]`.

There is one body for every hundred meetings. Each meeting has two reports, five of as many people
as there are meetings, three topics and a decision."""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from pipeline.site import write
from tests.site.sample import TEXT, entity, field, ident, meeting, release_of, span

NAMES = ("سالم", "نورة", "حمد", "مريم", "خالد", "عائشة")


def generate(out: Path, meetings: int, seed: int = 0) -> None:
    """Write the files of an output with `meetings` meetings."""
    draw = random.Random(seed)
    bodies, people = max(1, meetings // 100), meetings
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("meetings", "entities", "records", "releases")
    }
    of_body: dict[int, list[str]] = {}
    of_person: dict[int, list[str]] = {}
    for n in range(1, meetings + 1):
        records = [ident("m", 2 * n), ident("m", 2 * n + 1)]
        body = draw.randrange(bodies)
        there = draw.sample(range(people), min(5, people))
        day = f"{2000 + n % 25}-{1 + n % 12:02}-{1 + n % 28:02}"
        made = meeting(
            n,
            records,
            body=field(f"لجنة {body}", records, "لجنة المراعي"),
            ordinal=field(len(of_body.get(body, ())) + 1, records, "الثالث"),
            date=field(day, records, None),
            city=field("صلالة", records, "صلالة"),
        )
        made["body_entity_id"] = ident("e", body)
        (person,) = made["people"]
        made["people"] = [
            person | {"entity_id": ident("e", bodies + p), "name": _name(p)} for p in there
        ]
        rows["meetings"].append(made)
        of_body.setdefault(body, []).append(made["meeting_id"])
        for p in there:
            of_person.setdefault(p, []).append(made["meeting_id"])
        for record in records:
            named = [
                {"name": _name(p), "mentions": [span("سالم بن علي الرويعي")], "role_span": None}
                for p in there
            ]
            release = {"id": release_of(record)}
            rows["records"].append({"record_id": record, "release": release, "people": named})
            rows["releases"].append(
                release | {"source": "x", "title": None, "outlet": "وكالة", "text": TEXT * 8}
            )
    for body, held in of_body.items():
        sessions = [{"ordinal": k, "meeting_id": m, "date": None} for k, m in enumerate(held, 1)]
        row = entity(ident("e", body), "body", f"لجنة {body}", meetings=held, sessions=sessions)
        rows["entities"].append(row)
    for p, held in of_person.items():
        row = entity(ident("e", bodies + p), "person", _name(p), meetings=held)
        rows["entities"].append(row)
    for name, lines in rows.items():
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in lines)
        (out / f"{name}.jsonl").write_text(text, encoding="utf-8")


def _name(number: int) -> str:
    return f"{NAMES[number % 6]} بن {NAMES[number // 6 % 6]} ال{number}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meetings", type=int, default=10_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mahdar-") as folder:
        out = Path(folder, "out")
        out.mkdir()
        generate(out, args.meetings)
        began = time.perf_counter()
        count = write(out, Path(folder, "site"))
        taken = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{args.meetings} meetings, {count} pages: {taken:.1f} s, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
