"""Learn which people of a meeting's text are in its record: `python -m models.training listing
PARTS…`.

Each of PARTS is a folder with a `model` and `gold.jsonl`, documents that the model has not seen, as
for `realis.py`. The pipeline runs over them. Each person whom the rules find in an accepted
meeting, except its chair, gives a row: the evidence (`pipeline/assemble/listing.py`), and whether
the record that the scorer pairs with the meeting names the person. A logistic regression gives
`pipeline/assemble/data/listing.toml`. The output shows how many people some thresholds keep and
leave out, each folder judged with weights from the others."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pipeline.assemble.listing as listing
from models.training.realis import Row, extracted, fit
from pipeline import schema
from pipeline.assemble import candidates
from pipeline.assemble.clean import cleaned
from pipeline.assemble.realis import probability
from pipeline.config import Config
from pipeline.evaluate import people_named
from pipeline.provenance import provenance
from pipeline.types import Release

FILE = Path(listing.__file__).with_name("data") / "listing.toml"
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4)
HEAD = """# What speaks for someone named in the event of a meeting as one of its record (assemble/listing.py): weights of a logistic
# regression, learnt by models/training/listing.py on documents that the model had not seen (figures in models/README.md).

"""


def rows(
    docs: Sequence[dict[str, Any]], releases: Sequence[Release], config: Config
) -> Iterator[Row]:
    """Return a row for each person, except chairs, whom the rules find in the accepted meetings of
    gold documents, in order."""
    made = provenance(config)
    for doc, release in zip(docs, (cleaned(r)[0] for r in releases), strict=True):
        found = [
            (event, m)
            for event, m in candidates(release, config)
            if m.confidence >= config.believed
        ]
        records = schema.to_records(replace(release, meetings=tuple(m for _, m in found)), made)
        for (event, m), named in zip(
            found, people_named(doc, [json.loads(schema.dump(r)) for r in records]), strict=True
        ):
            yield from (
                Row(listing.evidence(release, event, m, p.person), right)
                for p, right in zip(m.people, named, strict=True)
                if p.participation != "chaired"
            )


def report(folders: Sequence[Sequence[Row]]) -> str:
    """Print how many are kept and left out at each threshold, rightly and wrongly, with weights
    from the other folders."""
    judged = [
        (probability(r.evidence, weights), r.right)
        for here in folders
        for weights in [fit([x for other in folders if other is not here for x in other])]
        for r in here
    ]
    real = sum(right for _, right in judged)
    lines = [f"{len(judged)} people, {real} of them in the record"]
    for threshold in THRESHOLDS:
        kept = [right for p, right in judged if p >= threshold]
        lines.append(
            f"{threshold:.2f}  kept {len(kept)}, right {sum(kept)}; left out "
            f"{len(judged) - len(kept)}, "
            f"right {len(judged) - len(kept) - (real - sum(kept))}"
        )
    return "\n".join(lines)


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("events", nargs="+", type=Path)
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    folders = [list(rows(*extracted(folder, a.threads))) for folder in a.events]
    print(report(folders))
    weights = fit([r for here in folders for r in here])
    FILE.write_text(
        HEAD + "".join(f"{name} = {value}\n" for name, value in weights.items()), encoding="utf-8"
    )
