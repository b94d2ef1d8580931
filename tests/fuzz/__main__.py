"""`python -m tests.fuzz [--texts N] [--files N] [--seed N] [--guess] [--only LABEL]`: mutants
through the pipeline. Prints how many were tried, accepted, rejected by which reasons, lost (in none
of the outputs), which were slowest, and the peak memory; ends with 1 where one was lost or met a
defect. `--only texts/0/17` puts that mutant alone through, and leaves it in the folder `fuzzed`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.fuzz.harness import Tally, campaign, write


def main() -> int:
    ap = argparse.ArgumentParser(
        prog="python -m tests.fuzz",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    ap.add_argument("--texts", type=int, default=300, help="texts, as JSON Lines")
    ap.add_argument("--files", type=int, default=300, help="files of every format")
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--batch", type=int, default=250, help="mutants a run")
    ap.add_argument("--guess", action="store_true", help="tags by chance instead of the model")
    ap.add_argument("--only", metavar="LABEL", help="the mutant of this label alone")
    a = ap.parse_args()
    if a.only:
        kind, seed, number = a.only.split(".")[0].split("/")
        folder = Path("fuzzed")
        folder.mkdir(exist_ok=True)
        print("\n".join(write(kind, int(seed), [int(number)], folder)))
        print(campaign(kind, int(seed), [int(number)], 1, a.guess))
        return 0
    bad = False
    for kind, n in (("texts", a.texts), ("files", a.files)):
        tally: Tally = campaign(kind, a.seed, range(n), a.batch, a.guess)
        print(f"{kind}\n{tally}", flush=True)
        bad |= bool(tally.lost or tally.internal)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
