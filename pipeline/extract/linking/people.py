"""Mentions of one person. A shorter name belongs to the longer one that holds its words
(«الرويعي» to «سالم حمد الرويعي»); names alike after folding are one."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.arabic.folding import fold_key
from pipeline.extract.linking.alike import Alike
from pipeline.extract.linking.clusters import Asked, Cluster, Clusters, numbered_since, within

SON = frozenset({"بن", "ابن", "بنت"})


def person_words(name: str) -> list[str]:
    """Return the folded words of a person's name, without the words for son and daughter."""
    return [w for w in fold_key(name).split() if w not in SON]


def _another(short: str, long: str) -> bool:
    """Return whether two names mean two people although all words of one are in the other: a father
    («راشد بن سالم» in «حمد بن راشد بن سالم»), or one with another father («حمد بن سالم» beside «حمد
    بن راشد بن سالم»). The last word alone is a surname («سالم»)."""
    a, b = fold_key(short).split(), fold_key(long).split()
    if a[0] in SON or a[0] not in b:
        return False
    if a[0] != b[0]:
        return b[b.index(a[0]) - 1] in SON and a != b[-1:]
    return len(a) > 2 and len(b) > 2 and a[1] in SON and b[1] in SON and a[2] != b[2]


def cluster_people(mentions: Sequence[tuple[int, str]], same: float) -> list[Cluster]:
    """Cluster PER mentions, given as (index, name) in text order. `same` is the minimum rapidfuzz
    ratio (0–100) of two folded names of one person with the same number of words. The fullest names
    come first, so that a surname in a headline finds its person further down; a short name that
    fits several people goes to the one mentioned last before it."""
    words = {i: person_words(n) for i, n in mentions}
    order = {i: k for k, (i, _) in enumerate(mentions)}
    clusters = Clusters()
    alike = Alike(same, (" ".join(w) for w in words.values()))
    holding: dict[str, list[int]] = {}  # clusters by the words of their names

    def fitting(key: str, name: str, since: int) -> list[int]:
        mine = key.split()
        if not mine:
            return []
        rarest = min((holding.get(w, []) for w in mine), key=len)
        whole = {
            n
            for n in numbered_since(rarest, since)
            if within(mine, clusters.made[n].key.split())
            and not _another(name, clusters.made[n].name)
        }
        near = (
            n
            for n in (alike.like(key, since) if len(mine) > 1 else ())
            if len(clusters.made[n].key.split()) == len(mine)
        )
        return sorted(whole.union(near))

    asked = Asked(fitting)
    for i, name in sorted(mentions, key=lambda m: (-len(words[m[0]]), m[0])):
        key = " ".join(words[i])
        fits = asked.of(key, name, len(clusters.made))
        if fits:
            last = clusters.last(fits, order[i]) if len(fits) > 1 else None
            clusters.join(fits[0] if last is None else last, i, order[i])
            continue
        for word in dict.fromkeys(words[i]):
            holding.setdefault(word, []).append(len(clusters.made))
        alike.add(key)
        clusters.new(key, name, i, order[i])
    return sorted(clusters.made, key=lambda c: min(c.at))
