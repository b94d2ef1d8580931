"""Attached particles: و ف ب ل ك س, written as one word with the next, and للـ, the particle ل with
an article that has lost its alef.

Find where a word can be split (`particles`), and the citation form of a name after a split
(`citation`)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline.arabic import lists
from pipeline.arabic.folding import INVISIBLE, REMEMBERED, clean, fold_mapped

# Endings that a word of `data/radical.txt` may take: any word; a word of four letters or more; a
# word in ة, which they replace.
_ANY = ("", "ا", "ها", "هم", "نا")
_LONG = ("ه", "هما", "كم", "ي", "يه", "ان", "ين", "ون", "ات")
_TEH = (
    "ات",
    "ت",
    "ته",
    "تها",
    "تهم",
    "تنا",
    "تي",
    "تا",
    "تان",
    "تين",
    "اته",
    "اتها",
    "اتهم",
    "اتنا",
)
_MINIMUM = 2  # letters that must remain after a split
# these words only: «وهند», «وهذا»
_PRONOUNS = frozenset(("ه", "ها", "هم", "هن", "هما", "هو", "هي"))
_TITLES = frozenset(("ود", "وم"))  # except the titles «ود. سعاد», «وم. سالم»


def particles(word: str) -> list[int]:
    """Return the offsets where an attached particle may end in a written word, ascending, in
    characters of `word` («وبالرياض»: 1, 2; «للهيئة»: 1; «ود.»: 1; «وزير»: none). At most two
    particles are split off: و or ف first, then ب, ل, ك or س. Marks and tatweel after a particle
    belong to it («لـوزارة»: 2).

    Whether a split is right depends on the sentence, so the caller decides. Splits that are never
    right are left out: before a word that is too short, in a word of `data/radical.txt`, whose
    first letter belongs to its root, and of س from anything but a present verb."""
    if word[:1] in _NO_PARTICLE:
        return []
    return list(_cuts(word))


_NO_PARTICLE = frozenset(
    "".join(map(chr, range(0x621, 0x64B))).translate(str.maketrans("", "", "وفبلكس"))
)


@lru_cache(maxsize=REMEMBERED)
def _cuts(word: str) -> tuple[int, ...]:
    mapped = fold_mapped(word)
    cuts: list[int] = []
    for letters in ("وف", "بلكس"):
        at = len(cuts)
        if mapped.text[at : at + 1] in tuple(letters) and _separable(
            mapped.text[at:], clean(word[mapped.starts[at] :])
        ):
            cuts.append(mapped.ends[at])
    return tuple(cuts)


def _separable(word: str, written: str) -> bool:
    """Return whether the first letter of a folded word, one of و ف ب ل ك س, can be a particle.
    `written` is the word before folding."""
    rest = word[1:]
    if rest[:1].isdigit():
        return True
    letters = re.match(r"[^\W\d_]*", rest)
    if letters is None or (len(letters[0]) < _MINIMUM and word not in _TITLES):
        return False
    if rest in _PRONOUNS:  # له, بها, وهم
        return False
    if word[0] == "س" and rest[0] not in "يتنا":
        return False
    # Folding turns «وأحد» into «واحد», so the hamza decides: in no word but «كأس» and a few others
    # does alef with hamza follow a first root letter.
    return (written[1:2] in tuple("أإآ") and word[0] != "ك") or word not in _radical()


@cache
def _radical() -> frozenset[str]:
    out: set[str] = set()
    words = " ".join(lists.lines("pipeline.arabic", "radical.txt")).split()
    for stem in (word for word in words if word[0] != "-"):
        out |= {
            stem + ending
            for ending in (_ANY + _LONG if len(stem) > 3 and stem[-1] != "ه" else _ANY)
        }
        if stem[-1] == "ه" and len(stem) > 3:
            out |= {stem[:-1] + ending for ending in _TEH}
    return frozenset(out.difference(word[1:] for word in words if word[0] == "-"))


@cache
def _lam() -> dict[str, frozenset[str]]:
    """Return the lists of `data/lam.txt` by name."""
    rows = [line.split() for line in lists.lines("pipeline.arabic", "lam.txt")]
    return {row[0]: frozenset(row[1:]) for row in rows}


# Characters allowed between two letters of a word: harakat, tatweel, invisible controls.
_BETWEEN = f"[\u064b-\u0652\u0670\u0640{INVISIBLE}]*"
_PREPOSED = re.compile(f"(?<![^\\W_])(?:[وف]{_BETWEEN})?ل{_BETWEEN}\\Z")
_HEAD = 8  # number of characters before the name to look at


def citation(text: str, start: int, end: int) -> str:
    """Return the name `text[start:end]` in citation form: *clean*, and with its article. A name
    that begins after the first ل of للـ («ل⟦لهيئة العامة⟧») has an article without its alef:
    «الهيئة العامة».

    Three lams are written as two. So if the noun itself begins with ل, the spelling does not show
    an article: «للجنة التنفيذية» is ل + اللجنة التنفيذية, «للجنة المتابعة» is ل + لجنة المتابعة.
    For the nouns of `data/lam.txt` the article is restored before an agreeing adjective (feminine:
    in ـية or listed there; masculine: in ـي) and for a bare noun. It is not restored before a noun,
    an indefinite word or anything else. Place names of that file never have one."""
    return with_article(text, start, clean(text[start:end]))


def with_article(text: str, start: int, name: str) -> str:
    """Return the name that begins at `start` of a text, cleaned to `name`, with the article that
    its spelling does not show (see `citation`)."""
    if not name.startswith("ل") or not _PREPOSED.search(text[max(start - _HEAD, 0) : start]):
        return name
    words = fold_mapped(name).text.split()
    if not any(words[0] in _lam()[kind] for kind in ("name", "feminine", "masculine")):
        return "ا" + name
    return "ال" + name if _definite(words) else name


def _definite(words: list[str]) -> bool:
    """Return whether a name whose first noun begins with ل has an article that the spelling does
    not show."""
    lam = _lam()
    if words[0] in lam["name"]:
        return False
    if len(words) == 1:
        return True
    if not words[1].startswith("ال"):
        return False
    second = words[1][2:]
    if words[0] in lam["masculine"]:
        return second.endswith("ي")
    return second in lam["adjective"] or (second.endswith("يه") and second not in lam["noun"])
