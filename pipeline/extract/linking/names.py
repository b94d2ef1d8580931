"""Mentions of one body, organisation or initiative: names alike after folding are one, and a
body named again by the first words of its name is that body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pipeline.arabic import lists
from pipeline.arabic.folding import fold_key
from pipeline.extract.gazetteers.matching import cue_words
from pipeline.extract.linking.alike import Alike
from pipeline.extract.linking.clusters import Asked, Cluster, Clusters, numbered_since, within
from pipeline.types import Mention


@cache
def _aliases() -> dict[str, str]:
    """Return folded name → folded citation form of well-known organisations."""
    return {
        fold_key(x): fold_key(row[0])
        for row in lists.rows("pipeline.arabic", "aliases.tsv")
        for x in row
    }


def cluster_names(
    mentions: Sequence[tuple[int, str]], same: float, acronyms: Mapping[int, int] | None = None
) -> list[Cluster]:
    """Cluster mentions of bodies, organisations or initiatives of one label, given as (index,
    name). `same` is the minimum rapidfuzz ratio (0–100) of two folded names of one thing with the
    same figures. `acronyms` maps the index of a bracketed acronym to that of the name before it.
    The fullest names come first; a shorter one joins the only name that it can be short for."""
    aliases = _aliases()
    # «شئون» and «شؤون» are one word
    keys = {i: fold_key(name).replace("شيون", "شوون") for i, name in mentions}
    order = {i: k for k, i in enumerate(sorted(keys))}
    clusters = Clusters()
    alike = Alike(same, keys.values())
    names = _LongerNames()
    same_alias: dict[str, int] = {}

    def one(key: str, name: str, since: int) -> Iterator[int]:
        figures = re.findall(r"\d+", key)
        for n in alike.like(key, since):
            if key == (other := clusters.made[n].key) or figures == re.findall(r"\d+", other):
                yield n

    def longer(key: str, name: str, since: int) -> Iterator[int]:
        for n in names.that_may_hold(key, since):
            c = clusters.made[n]
            if _short_for(key, c.key):
                yield n

    ones, longer_ones = Asked(one), Asked(longer)
    for i, name in sorted(mentions, key=lambda m: (-len(keys[m[0]].split()), m[0])):
        key = keys[i]
        alias = aliases.get(key)
        fits = ones.of(key, "", len(clusters.made))[:1]
        if alias in same_alias:
            fits = [min(*fits, same_alias[alias])] if fits else [same_alias[alias]]
        home = fits[0] if fits else None
        # A well-known name is no short name of another: «الأمم المتحدة» beside «برنامج الأمم
        # المتحدة للبيئة».
        if home is None and alias != key:
            several = longer_ones.of(key, name, len(clusters.made))
            # Of several, the one mentioned last before it.
            home = several[0] if len(several) == 1 else clusters.last(several, order[i])
        if home is not None:
            clusters.join(home, i, order[i])
            continue
        alike.add(key)
        names.add(key)
        if alias is not None:
            same_alias.setdefault(alias, len(clusters.made))
        clusters.new(key, name, i, order[i])
    return sorted(_with_acronyms(clusters.made, acronyms or {}), key=lambda c: min(c.at))


def _with_acronyms(clusters: Sequence[Cluster], acronyms: Mapping[int, int]) -> list[Cluster]:
    """Return the clusters, with those of acronyms joined to those of the names before them."""
    of = {i: n for n, c in enumerate(clusters) for i in c.at}
    into = list(range(len(clusters)))  # the cluster that each has been joined to

    def now(i: int) -> int | None:
        n = of.get(i)
        while n is not None and into[n] != n:
            into[n] = n = into[into[n]]
        return n

    for short, full in acronyms.items():
        source, target = now(short), now(full)
        if source is not None and target is not None and source != target:
            few, many = sorted((clusters[source].at, clusters[target].at), key=len)
            clusters[target].at = many
            many += few
            into[source] = target
    return [c for n, c in enumerate(clusters) if into[n] == n]


FILLERS, HEADS, ALONE = (
    frozenset(map(fold_key, cue_words(kind))) for kind in ("filler", "head", "alone")
)


def _bare(word: str) -> str:
    """Return a folded word without the attached و, ل and the article after them («والتراث»,
    «للسياحة», «لكرة»)."""
    return re.sub(r"^(?:لل|وال|ول(?=\w{4})|بال|ل(?=\w{3}))(?=\w{3})", "", word)


def _contents(short: str, long: str) -> tuple[list[str], list[str]]:
    """Return the distinctive words of two folded names, «بمجلس» like «في مجلس»; all words of both
    if the shorter has fewer than two («الجمعية العامة», «الاتحاد السعودي»)."""
    a, b = ([_bare(w) for w in name.split()] for name in (short, long))
    a, b = (
        [w[1:] if w[0] == "ب" and w[1:] in other else w for w in words]
        for words, other in ((a, b), (b, a))
    )
    told = [w for w in a if w not in FILLERS]
    return (told, [w for w in b if w not in FILLERS]) if len(told) > 1 else (a, b)


def _short_for(short: str, long: str) -> bool:
    """Return whether a folded name can be short for a longer one: at least two words, the same
    head, its words in the longer one in that order («مجلس الإدارة» for «مجلس إدارة الهيئة»,
    «لجنة متابعة الخطة» for «لجنة متابعة تنفيذ الخطة»), the same figures. The second word must
    follow the head there too, else «مجلس الأمن» would be short for «مجلس وزراء الأمن»; FILLERS
    do not count."""
    if re.findall(r"\d+", short) != [d for d in re.findall(r"\d+", long) if d in short]:
        return False
    a, b = _contents(short, long)
    if a[:1] == b[:1] and len(a) == 1 and a[0] in ALONE:
        return True
    if a and len(a) < len(b) and b[0] in HEADS and b[1 : len(a) + 1] == a:
        return True
    if len(a) > 2 and sorted(a) == sorted(b) and a[0] == b[0]:
        return True  # «وزارة الصناعة والتجارة» for «وزارة التجارة والصناعة»
    if (
        len(a) < 2
        or len(a) > len(b)
        or (len(a) == len(b) and a != b)
        or a[0] != b[0]
        or not within(a, b)
    ):
        return False
    return len(a) > 2 or a[1] == b[1]


class _LongerNames:
    """An index of names by their words, to find those that a shorter name may be short for
    (`_short_for`): they contain every relevant word of it."""

    def __init__(self) -> None:
        self.count = 0
        self.bare: dict[str, list[int]] = {}

    def add(self, key: str) -> None:
        """Add a folded name; its number is the count of those added before."""
        for word in {form for w in key.split() for form in _forms(_bare(w))}:
            self.bare.setdefault(word, []).append(self.count)
        self.count += 1

    def that_may_hold(self, key: str, since: int) -> list[int]:
        """Return the numbers, from `since` on and ascending, of those that may be longer."""
        words = [_forms(_bare(w)) for w in key.split()]
        counting = [forms for forms in words if not any(w in FILLERS for w in forms)]
        found: set[int] = set()
        if counting:
            lists = ([self.bare.get(w, []) for w in forms] for forms in counting)
            rarest = min(lists, key=lambda numbers: sum(map(len, numbers)))
            found.update(*(numbered_since(numbers, since) for numbers in rarest))
        elif words:
            found.update(range(since, self.count))
        return sorted(found)


def _forms(word: str) -> tuple[str, ...]:
    """Return a word, and the word without «ب»."""
    return (word, word[1:]) if word[0] == "ب" and len(word) > 1 else (word,)


OPENED = re.compile(
    r"[»”\"]?\s?([(«\"/]{1,2})\s?$"
)  # between a name, possibly in quotation marks, and its short form


def bracketed(text: str, mentions: Sequence[Mention]) -> dict[int, int]:
    """Return, by index, mentions in brackets or between slashes directly after a mention of the
    same label: «المنظمة … (إيكاو)». Of several that end there take the one with the same head
    («لجنة متابعة توصيات المجلس (لجنة المتابعة)»), else the shortest, but not a thing with another
    well-known name («… للأمم المتحدة (الفاو)»)."""
    ends: dict[tuple[str, int], list[int]] = {}
    for i, m in enumerate(mentions):
        ends.setdefault((m.label, m.end), []).append(i)
    aliases = _aliases()
    out = {}
    for i, m in enumerate(mentions):
        opened = OPENED.search(text, max(0, m.start - 4), m.start)
        if opened is None or (opened[1] == "/" and text[m.end : m.end + 1] != "/"):
            continue
        if (
            opened[1] in ("(", "/")
            or " " not in text[m.start : m.end]
            or re.fullmatch(r"[A-Za-z0-9 .\-]+", text[m.start : m.end])
        ):
            fits = [
                k
                for k in ends.get((m.label, opened.start()), ())
                if aliases.get(fold_key(mentions[k].name)) in (None, aliases.get(fold_key(m.name)))
            ]
            if fits:
                head = fold_key(m.name).split()[:1]
                out[i] = max(
                    fits,
                    key=lambda k: (
                        fold_key(mentions[k].name).split()[:1] == head,
                        mentions[k].start,
                    ),
                )
    return out
