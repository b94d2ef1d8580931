"""Regular expressions over running text, which spells one word in several ways: «أجل», «اجل», «فى», «في»."""
from __future__ import annotations

import re

ALEFS = "اأإآ"
# In the source of a pattern: an escape, a character class, an alef with a mark, the last letter of a word that many in Egypt write with ى.
PART = re.compile(r"(?P<escape>\\.)|(?P<set>\[(?:\\.|[^\]\\])*\])|(?P<alef>[أإآ])|"
                  r"(?<![\u0621-\u064a])(?P<head>ف|الذ|الت)(?P<ya>ي)(?![\u0621-\u064a])")


def pattern(source: str) -> re.Pattern[str]:
    """The compiled `source`, in which أ, إ and آ stand for one another and for a bare alef, and the ي of «في», «الذي» and «التي» for ى too.
    A character class that holds an alef with a mark holds all; one that begins with ^ or has a range stays as it is."""
    return re.compile(PART.sub(_spelt, source))


def _spelt(found: re.Match[str]) -> str:
    if found["alef"]:
        return f"[{ALEFS}]"
    if found["ya"]:
        return f"{found['head']}[يى]"
    letters = found["set"]
    if not letters or letters.startswith("[^") or "-" in letters[1:-1] or not any(c in letters for c in ALEFS[1:]):
        return found.group()
    return letters[:-1] + "".join(c for c in ALEFS if c not in letters) + "]"
