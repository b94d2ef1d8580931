"""Find the states in a name: «وزير الخارجية الأمريكي», «سفارة دولة قطر», «الهيئة المصرية».

For names only, which are short and formal. `extract` finds states in running text, where «عمان» may
be a city and «مالي» an adjective."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline.arabic.folding import REMEMBERED, fold
from pipeline.arabic.lists import rows

_MOST = 4  # maximum number of words in a name of a state
_PREFIX = re.compile(r"^(?:[وبكف]?ال|[وب]?لل|[بلو])(?=\w{3})")
_ENDINGS = ("", "ه", "ين", "ون", "يه")
# In the names of offices and organisations a capital also stands for its state. So do these two
# words, which are not names.
_ALSO = {"مملكه": "SA", "حرمين": "SA"}
_COMMON = frozenset({"مالي", "هندي", "غيني", "دول", "عربي", "اسلامي"})  # everyday words too


@lru_cache(maxsize=REMEMBERED)
def states_in(name: str) -> tuple[str, ...]:
    """Return the ISO 3166-1 codes of the states in a name, by noun or adjective, each once, in the
    order of the text. The longest match at a place counts."""
    words = fold(name).split()
    found: dict[str, None] = {}
    at = 0
    while at < len(words):
        for many in range(min(_MOST, len(words) - at), 0, -1):
            rest = " ".join(map(_without_article, words[at + 1 : at + many]))
            heads = (words[at], _without_article(words[at]), _PREFIX.sub("", words[at]))
            names = [f"{h} {rest}".rstrip() for h in heads if h == words[at] or h not in _COMMON]
            code = next(filter(None, map(_states().get, names)), None)
            if code:
                found[code] = None
                at += many
                break
        else:
            at += 1
    return tuple(found)


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


@cache
def _states() -> dict[str, str]:
    from babel import Locale  # slow to import

    cldr = Locale("ar").territories
    out: dict[str, str] = {}
    # the table belongs to `extract`, so that each state has only one list of names
    for code, names, nisbas, *_ in (
        (*row, "", "") for row in rows("pipeline.arabic", "countries.tsv")
    ):
        for name in (cldr[code], *names.split("|")):
            out.setdefault(" ".join(map(_without_article, fold(name).split())), code)
        for nisba in filter(None, nisbas.split("|")):
            for ending in _ENDINGS:
                word = fold(nisba) + ending
                if word not in _COMMON:
                    out.setdefault(word, code)
    out.pop("", None)
    return out | _ALSO
