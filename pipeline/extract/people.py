"""PER mentions that the tagger cut before the surname: «… المدير العام سالم راشد | الخباز في الاجتماع».

A surname that is also a noun of an office or trade is easily taken for a title. Behind given names that follow a title or office, a
definite word with «في», «أن» or a time behind it is the surname: in the annotated documents 961 definite words stand inside names, and of
43 that follow one freely («الذي», an object of the verb) none stands so.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.spans import Found

SURNAME = re.compile(r" (ال(?!ذي|تي)\w{3,})(?= (?:في|أن|إن|خلال|اليوم|أمس)(?!\w))")


def whole_people(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with such surnames, where no other mention begins there."""
    titles = {f.end for f in found if f.label in ("ROLE", "HON")}
    taken = {f.start for f in found}
    out = []
    for f in found:
        name = text[f.start:f.end].split() if f.label == "PER" else []
        if len(name) >= 2 and not any(w.startswith("ال") for w in name) and f.start - 1 in titles:
            m = SURNAME.match(text, f.end)
            if m and m.start(1) not in taken:
                f = replace(f, end=m.end(1))
        out.append(f)
    return out
