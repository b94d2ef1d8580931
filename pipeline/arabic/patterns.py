"""Regular expressions over running text, which spells one word in several ways: «أجل», «اجل»; «لجنة», «لجنه»; «على», «علي»; «في», «فى»."""
from __future__ import annotations

import re

# Letters that are written for one another: the alefs anywhere, the others at the end of a word, where alone they stand for themselves.
ALIKE = ("اأإآ", "ةه", "ىي")
# In the source of a pattern: an escape, a character class, one of these letters, the last letter of a word that many in Egypt write with ى.
PART = re.compile(r"(?P<escape>\\.)|(?P<set>\[(?:\\.|[^\]\\])*\])|(?P<letter>[أإآةى])|"
                  r"(?<![\u0621-\u064a])(?P<head>ف|الذ|الت)(?P<ya>ي)(?![\u0621-\u064a])")


def pattern(source: str) -> re.Pattern[str]:
    """The compiled `source`, in which أ, إ and آ stand for one another and for a bare alef, ة for ه too, ى for ي too, and the ي of «في»,
    «الذي» and «التي» for ى. A character class that holds one of these holds those it stands for; one that begins with ^ or has a range
    stays as it is. Of 1,608 annotated documents none has another record for ه and ي."""
    return re.compile(PART.sub(_spelt, source))


def _spelt(found: re.Match[str]) -> str:
    if letter := found["letter"]:
        return f"[{next(alike for alike in ALIKE if letter in alike)}]"
    if found["ya"]:
        return f"{found['head']}[يى]"
    letters = found["set"]
    if not letters or letters.startswith("[^") or "-" in letters[1:-1]:
        return found.group()
    more = "".join(c for alike in ALIKE if any(a in letters for a in alike if a not in "اهي") for c in alike if c not in letters)
    return letters[:-1] + more + "]"
