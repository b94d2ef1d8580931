"""Add PER mentions that the tagger missed, and drop false ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.arabic.folding import fold_key
from pipeline.extract.gazetteers.countries import nisba_of
from pipeline.extract.gazetteers.honorifics import is_title
from pipeline.extract.spans import Found

WORD = re.compile(r"(?<!\w)\w[\w\u064b-\u0652]*")  # with its marks
PARTICLES = frozenset("وفبلك")


class _Beside:
    """The starts and ends of titles and offices."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.starts = {f.start for f in found if f.label in ("HON", "ROLE")}
        self.ends = {f.end for f in found if f.label in ("HON", "ROLE")}

    def near(self, f: Found, before: int, behind: int) -> bool:
        """Return whether one ends at most `before` characters before a mention, or begins at most
        `behind` characters after it."""
        return any(f.start - n in self.ends for n in range(before + 1)) or any(
            f.end + n in self.starts for n in range(behind + 1)
        )


def supported(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the mentions without single words marked as people that occur once in the text, in no
    longer name, without title or office beside them («مندوبون», «الحلف»)."""
    names = [fold_key(text[f.start : f.end]).split() for f in found if f.label == "PER"]
    seen = Counter(w for name in names for w in set(name))
    beside = _Beside(found)
    out = []
    for f in found:
        if f.label == "PER" and " " not in text[f.start : f.end]:
            words = fold_key(text[f.start : f.end]).split()
            if words and seen[words[0]] == 1 and not beside.near(f, 1, 2):
                before = text[max(0, f.start - 24) : f.start].split()
                if not (before and before[-1].startswith("ال") and nisba_of(before[-1])):
                    continue
        out.append(f)
    return out


def repeated_surnames(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the mentions with missed surnames of people named in full elsewhere."""
    taken = [False] * (len(text) + 1)
    for f in found:
        taken[f.start : f.end] = [True] * (f.end - f.start)
    sure: dict[str, float] = {}
    beside = _Beside(found)
    for f in found:
        if (
            f.label == "PER"
            and len(words := text[f.start : f.end].split()) > 1
            and len(words[-1]) >= 4
            and beside.near(f, 2, 2)
        ):
            sure[words[-1]] = max(f.confidence, sure.get(words[-1], 0.0))
    new = []
    for m in WORD.finditer(text):
        attached = m[0] not in sure and m[0][0] in PARTICLES
        start, end = m.start() + attached, m.end()
        name = text[start:end]
        if name not in sure or any(taken[start:end]):
            continue
        before = text[max(0, m.start() - 20) : m.start()].split()[-1:]
        adjective = (
            name.startswith("ال")
            and name.endswith("ي")
            and before
            and before[0].startswith("ال")
            and not attached
        )
        if not adjective and not (before and is_title(before[0]) and not taken[m.start() - 2]):
            new.append(Found(start, end, "PER", "rule", sure[name]))
    return sorted([*found, *new])
