"""Find sovereign states in Arabic text by name: short and official forms and those of newspapers,
with ISO 3166-1 alpha-2 codes.

Names come from CLDR (babel's Arabic locale) and from `arabic/data/countries.tsv`.
`data/not_countries.txt` has longer phrases in which a state's name means no state (نهر الأردن).
Matching uses folded text (`pipeline.arabic.folding`). Context decides the rest: عُمان or عمّان,
«المملكة», «السعودية» as state or adjective, names that are common words too (مالي). A city with its
state's name (الكويت، تونس، الجزائر) is returned as the state; the caller decides which is meant,
except in a dateline, where the match is not confident."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from pipeline.arabic.folding import fold, fold_mapped
from pipeline.arabic.lists import rows
from pipeline.extract.gazetteers.matching import (
    BREAK,
    DATELINE,
    Hit,
    Lexicon,
    cue_words,
    cues,
    find,
    fold_all,
    lexicon,
    lines,
    opens_line,
    unbroken,
    unprefixed,
    words_of,
)
from pipeline.types import Mapped

SHADDA, DAMMA, FATHATAN = "\u0651", "\u064f", "\u064b"
_SISTERLY, _REPUBLICAN, _NOT_NOUNS, _FIRMS, _WITHIN, _COMMON, _STATELY, _CAPITALS = map(
    cues, ("sisterly", "republican", "no_noun", "firm", "within", "common", "stately", "capital")
)
_KINGDOMS = frozenset(cue_words("kingdom"))
_LINK = re.compile(r"[\s،,؛/\-–]*(?:و\s*)?")  # between two members of a list
_ARAB_KINGDOMS = ("SA", "BH", "JO", "MA")
# Evidence for a kingdom as the kingdom of a text, besides its name (stems of folded words).
_KINGDOM_CUES = {
    "SA": re.compile(
        r"سعودي|خادم الحرمين|\b[وف]?ب?(?:الرياض|جده|مكه المكرمه|المدينه المنوره)\b|\bواس\b"
    ),
    "BH": re.compile(r"بحرين|\b[وف]?ب?المنامه\b|\bبنا\b"),
    "JO": re.compile(r"اردن|\bالهاشمي|\bبترا\b"),
    "MA": re.compile(r"مملكه المغربيه|\b[وفب]?(?:ال|لل)مغا?رب|\bمغربي|\b[وف]?ب?الرباط\b"),
    "GB": re.compile(r"المملكه المتحده"),
}
_OMAN_CUE = re.compile(r"سلطنه عمان|السلطنه|\b[وب]?مسقط\b|عماني|\bصلاله\b|\bصحار\b|\bنزوي\b")
_VOCALIZED = 200  # characters: a vocalized «عُمان» anywhere counts like a cue at this distance
_AMMAN_CUE = re.compile(r"اردن|هاشمي|\bبترا\b")
_REPUBLIC = {"جمهوريه", "الجمهوريه", "وجمهوريه"}


@dataclass(frozen=True, slots=True)
class CountryMatch:
    """A state named in `text[start:end]`, without attached particles. Not `confident`: the word may
    mean something else there."""

    start: int
    end: int
    code: str
    confident: bool


@dataclass(frozen=True, slots=True)
class _Table:
    codes: dict[str, str]  # folded name → code
    solid: dict[str, str]  # the same without spaces
    nisba: dict[str, str]  # folded masculine adjective → code
    shown: dict[str, str]  # code → display name
    lexicon: Lexicon  # the names, and the phrases that block them


def country_of(surface: str) -> str | None:
    """Return the code of a state by any form of its name: with particles, «الشقيقة», or one space
    too many. «المملكة» is Saudi Arabia and «السلطنة» Oman. Return None for anything else: an
    adjective, «عمّان» with its shadda, a territory, a longer name that contains a state."""
    if SHADDA in surface and DAMMA not in surface and fold(surface) == "عمان":
        return None
    table = _table()
    words = fold(surface).split()
    while words and words[-1] in _SISTERLY:
        words.pop()
    if not words:
        return None
    rest = words[1:]
    tries = [first for _, first in unprefixed(words[0])]
    if words[0].startswith("ل"):  # للمملكة, cut after its first ل
        tries.append("ا" + words[0])
    for first in tries:
        for name in (" ".join([first, *rest]), " ".join(_without_adjectives([first, *rest]))):
            code = table.codes.get(name) or _BARE.get(name)
            if code:
                return code
    return table.solid.get("".join(words))


def find_countries(text: str, home: str | None = None) -> list[CountryMatch]:
    """Return the states named in the text, in order and without overlap, without adjectives of
    nationality. `home` is the state of the release if known: then «المملكة» means it if it is a
    kingdom, and «الدولة» after لدى, في and similar words means it, not confident."""
    table = _table()
    mapped = fold_mapped(text)
    folded = mapped.text
    words = words_of(folded)
    known = find(folded, table.lexicon, words, unbroken(text, mapped))
    hits = [h for h in known if h.name in table.codes or h.name in _BARE or h.name == "الدوله"]
    spans = [mapped.source_span(h.start, h.end) for h in hits]
    kingdom: str | None = None
    cues, brazzaville = _Cues(text, mapped), "برازافيل" in folded
    out: list[CountryMatch] = []
    for i, hit in enumerate(hits):
        start, end = spans[i]
        if text[start:end].endswith(FATHATAN):  # «ليبياً» is an adverb
            continue
        code: str | None = table.codes.get(hit.name)
        confident = True
        before, joined = _before(hit, words, folded, mapped, text)
        listed = _listed(i, hits, spans, text)
        if hit.name == "الدوله":
            code = home if joined and (before in _WITHIN or hit.prefix in ("ب", "وب")) else None
            confident = False
        elif hit.name == "المملكه":
            kingdom = kingdom or _kingdom(folded, home)
            code = kingdom
        elif hit.name == "السلطنه":
            code = "OM"
        elif hit.name == "السعوديه":
            code = "SA" if _is_noun(hit, before, joined) else None
        elif hit.name == "عمان":
            code, confident = _oman(hit, cues, listed)
        elif hit.name == "سوريه":
            code = "SY" if hit.prefix or listed or not joined or before in _STATELY else None
        elif hit.name in _COMMON:
            code = code if listed or (joined and before in _STATELY) else None
            confident = listed or before == "دوله"
        elif hit.name == "الكونغو" and brazzaville:
            code = "CG"
        elif hit.name == "قطر" and (
            before in {"نصف", "بنصف"} or text[end : end + 2].strip()[:1].isdigit()
        ):
            code = None
        elif hit.name in _CAPITALS and opens_line(text, start) and DATELINE.match(text, end):
            confident = False
        if code is None:
            continue
        if folded[hit.start : hit.end].split(" ")[0] in _REPUBLIC:
            end = _extended(hit, words, mapped, text, end)
        out.append(CountryMatch(start, _closed(text, start, end), code, confident))
    return out


def name_of(code: str) -> str:
    """Return the short Arabic display name of a state. Raise KeyError for an unknown code."""
    return _table().shown[code]


def nisba_of(word: str) -> str | None:
    """Return the code of the state of an adjective or noun of nationality in any gender, number and
    case, with or without article and attached particles: البحريني, «أمريكية», للسعوديين."""
    nisba = _table().nisba
    for _, form in unprefixed(fold(word) or " "):
        stem = form.removeprefix("ال")
        for ending in ("", "ه", "ين", "ون", "ات", "ان", "تين", "تان", "ا"):
            if stem.endswith(ending):
                code = nisba.get(stem.removesuffix(ending))
                if code:
                    return code
    return None


def state_by_adjective(name: str) -> str | None:
    """Return the code of the state whose adjective of nationality is in a name («مجلس الوزراء
    الكويتي»); None if there is none, or several (a joint committee)."""
    codes = {code for word in name.split() if (code := nisba_of(word))}
    return codes.pop() if len(codes) == 1 else None


_NOWHERE = 1 << 30
_BARE = {"المملكه": "SA", "السلطنه": "OM"}


@cache
def _table() -> _Table:
    from babel import Locale  # slow to import

    cldr = Locale("ar").territories
    lists = [[*row, "", "", ""][:4] for row in rows("pipeline.arabic", "countries.tsv")]
    named = [
        (code, n)
        for code, names, _, _ in lists
        for n in [*names.split("|"), *_cldr_forms(code, cldr[code])]
    ]
    nisbas = [(code, n) for code, _, adjectives, _ in lists for n in adjectives.split("|") if n]
    codes: dict[str, str] = {}
    short: list[tuple[str, str]] = []
    for (code, _), name in zip(named, fold_all([n for _, n in named]), strict=True):
        if codes.setdefault(name, code) == code:
            short.append((code, name))
    adjective: dict[str, str] = {}
    for (code, _), word in zip(nisbas, fold_all([n for _, n in nisbas]), strict=True):
        adjective.setdefault(word, code)
    for code, name in short:
        heads = (
            ["دوله", "جمهوريه", "الجمهوريه"]
            + (["مملكه"] if code in _KINGDOMS else [])
            + (["سلطنه"] if code in ("OM", "BN") else [])
        )
        if name.split()[0] not in {"دوله", "جمهوريه", "الجمهوريه", "مملكه", "المملكه", "سلطنه"}:
            for head in heads:
                codes.setdefault(f"{head} {name}", code)
    for word, code in adjective.items():
        if " " not in word:
            codes.setdefault(f"الجمهوريه ال{word}ه", code)
            codes.setdefault(f"الجمهوريه العربيه ال{word}ه", code)
            if code in _KINGDOMS:
                codes.setdefault(f"المملكه ال{word}ه", code)
    shown = {code: given or _cldr_forms(code, cldr[code])[0] for code, _, _, given in lists}
    solid = {name.replace(" ", ""): code for name, code in codes.items()}
    hidden = fold_all(lines("not_countries.txt"))
    return _Table(
        codes, solid, _everyday_out(adjective), shown, lexicon([*codes, *_BARE, "الدوله", *hidden])
    )


def _cldr_forms(code: str, name: str) -> list[str]:
    """Return CLDR's name, and for «ميانمار (بورما)» both names. CLDR's name of Palestine (الأراضي
    الفلسطينية) means a region."""
    return [p for p in re.split(r"\s*[()]\s*", name) if p and code != "PS"]


def _everyday_out(adjective: dict[str, str]) -> dict[str, str]:
    """Drop the adjectives that are names of other states or everyday words (keep جيبوتي, زيمبابوي:
    name and adjective of one state)."""
    return {word: code for word, code in adjective.items() if word not in _COMMON}


def _without_adjectives(words: list[str]) -> list[str]:
    if words[0] in _REPUBLIC:
        while len(words) > 2 and words[-1] in _REPUBLICAN:
            words = words[:-1]
    return words


def _before(
    hit: Hit, words: list[tuple[int, int]], folded: str, mapped: Mapped, text: str
) -> tuple[str, bool]:
    """Return the folded word before a hit, and whether both are in one phrase (no punctuation in
    between)."""
    if hit.word == 0:
        return "", False
    start, end = words[hit.word - 1]
    gap = text[mapped.ends[end - 1] : mapped.starts[words[hit.word][0]]]
    return folded[start:end], not BREAK.search(gap)


def _listed(i: int, hits: Sequence[Hit], spans: Sequence[tuple[int, int]], text: str) -> bool:
    """Return whether the hit is beside another one in a list: only commas and و in between."""
    near = []
    if i > 0:
        near.append(text[spans[i - 1][1] : spans[i][0]])
    if i + 1 < len(hits):
        near.append(text[spans[i][1] : spans[i + 1][0]])
    return any(
        _LINK.fullmatch(gap) and "\n" not in gap and ("و" in gap or "،" in gap or "," in gap)
        for gap in near
    )


def _closed(text: str, start: int, end: int) -> int:
    """Return the end of a name partly in quotation marks (جمهورية "أفريقيا الوسطى"), with the
    closing one."""
    mark = re.compile(r'\s?"').match(text, end)
    return mark.end() if mark and text[start:end].count('"') % 2 else end


def _kingdom(folded: str, home: str | None) -> str:
    """Return the kingdom that «المملكة» means in a text: the release's own; else the one that the
    text mentions most, Saudi Arabia first."""
    if home in _ARAB_KINGDOMS:
        return home or "SA"
    counts = {code: len(cue.findall(folded)) for code, cue in _KINGDOM_CUES.items()}
    return max(counts, key=lambda code: (counts[code], code == "SA"))


def _is_noun(hit: Hit, before: str, joined: bool) -> bool:
    """Return whether «السعودية» is the state: not after a definite noun, which it then qualifies
    (الحكومة السعودية)."""
    if not joined:
        return True
    definite = before not in _NOT_NOUNS and any(
        w.startswith("ال") or w.startswith("لل") for _, w in unprefixed(before)
    )
    if hit.prefix == "":
        return not definite and before not in _FIRMS
    if hit.prefix == "و":  # المصرية والسعودية: two adjectives of one noun
        return not (
            definite
            and before.endswith("ه")
            and not before.endswith("السعوديه")
            and nisba_of(before) is not None
        )
    return True


class _Cues:
    """The words of a text that separate Oman from Amman, searched when the first «عمان» occurs."""

    def __init__(self, text: str, mapped: Mapped) -> None:
        self.text, self.mapped = text, mapped

    @cached_property
    def oman(self) -> list[int]:
        return [m.start() for m in _OMAN_CUE.finditer(self.mapped.text)]

    @cached_property
    def amman(self) -> list[int]:
        return [m.start() for m in _AMMAN_CUE.finditer(self.mapped.text)]

    @cached_property
    def vocalized(self) -> bool:
        return f"ع{DAMMA}مان" in self.text


def _oman(hit: Hit, cues: _Cues, listed: bool) -> tuple[str | None, bool]:
    """Return Oman, or None if «عمان» is the city of Amman; and whether that is certain. Diacritics
    decide, then a list of states, then the nearest evidence for one of the two."""
    text, mapped = cues.text, cues.mapped
    marks = text[mapped.starts[hit.start] : mapped.ends[hit.end - 1]]
    if SHADDA in marks:
        return None, True
    if DAMMA in marks or listed:
        return "OM", True
    oman, amman = _distance(cues.oman, hit.start), _distance(cues.amman, hit.start)
    if cues.vocalized:
        oman = min(oman, _VOCALIZED)
    if oman == amman:
        return ("OM", False) if not opens_line(text, mapped.starts[hit.start]) else (None, False)
    return ("OM", amman == _NOWHERE) if oman < amman else (None, True)


def _distance(cues: Sequence[int], at: int) -> int:
    """Return the characters from `at` to the nearest of these sorted positions; a number beyond any
    text if there is none."""
    n = bisect_left(cues, at)
    return min((abs(place - at) for place in cues[max(n - 1, 0) : n + 1]), default=_NOWHERE)


def _extended(hit: Hit, words: list[tuple[int, int]], mapped: Mapped, text: str, end: int) -> int:
    """Return the end of «جمهورية X» with the following adjectives (الشعبية، الإسلامية)."""
    for n in range(hit.word + hit.words, len(words)):
        start, stop = words[n]
        source = mapped.source_span(start, stop)
        if mapped.text[start:stop] not in _REPUBLICAN or BREAK.search(text, end, source[0]):
            break
        end = source[1]
    return end
