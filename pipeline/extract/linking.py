"""Entity linking: mentions to entities, pure functions over one document.

One entry for each person, body, organisation, initiative or state, however it is written. A shorter
name belongs to the longer one that contains its words («الرويعي» to «سالم حمد الرويعي»); names that
are similar after folding are one; a body named again by the first words of its name is that body. A
person's office is the ROLE beside a mention of the person."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.arabic import lists
from pipeline.arabic.folding import fold_key
from pipeline.arabic.naming import entity_id
from pipeline.arabic.patterns import pattern
from pipeline.extract.alike import Alike
from pipeline.extract.gazetteer import lines
from pipeline.ranges import Ranges
from pipeline.types import Entity, Mention, Span

SON = frozenset({"بن", "ابن", "بنت"})
# Between an office and a name, or two offices, only white space, a comma, a dash, a quote, an
# opening bracket.
BESIDE = re.compile(r"[\s،,\-–—:«»\"(/|]*")
ONLY_AND = re.compile(r"\s*و?")
# «نيابة عن وزير التعليم | مدير الجامعة فلان»: the first office is that of the absent person
DEPUTISING = pattern(r"(?<!\w)(?:نيابة|بالنيابة|بالإنابة|إنابة)\s+عن\s+$")
BETWEEN_ROLES = re.compile(r"\s*(?:[،,\-–/]\s*)?و?\s*")


@cache
def _aliases() -> dict[str, str]:
    """Return folded name → folded citation form of well-known organisations."""
    return {
        fold_key(x): fold_key(row[0])
        for row in lists.rows("pipeline.arabic", "aliases.tsv")
        for x in row
    }


@cache
def _known() -> re.Pattern[str]:
    """Return the short names of well-known organisations inside other names: «المجلس التنفيذي
    لليونسكو»."""
    short = sorted((x for x, full in _aliases().items() if x != full), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(لل|ل)(?:{'|'.join(map(re.escape, short))})(?!\w)")


def _in_full(key: str) -> str:
    """Return a folded name with well-known organisations inside it in citation form, and «شئون» as
    «شؤون»."""
    return re.sub(
        r"شيون(?!\w)",
        "شوون",
        _known().sub(lambda m: "ل" + _aliases()[m.group().removeprefix(m[1])], key),
    )


@cache
def _titles_as_roles() -> tuple[str, ...]:
    return tuple(sorted(map(fold_key, lines("titles_as_roles.txt")), key=len, reverse=True))


@dataclass(slots=True)
class _Cluster:
    """Mentions of one thing while they are being collected; indices into the mention list."""

    key: str
    name: str
    at: list[int]


def person_words(name: str) -> list[str]:
    """Return the folded words of a person's name, without the words for son and daughter."""
    return [w for w in fold_key(name).split() if w not in SON]


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Return whether the words of `short` occur in `long` in that order."""
    rest = iter(long)
    return all(w in rest for w in short)


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


class _Clusters:
    """The clusters so far, in order, and which of them was mentioned last before a position.
    Positions are numbers of mentions in the order of the text."""

    def __init__(self) -> None:
        self.made: list[_Cluster] = []
        self._of: dict[int, int] = {}  # position → number of the cluster
        self._places: list[list[int]] = []

    def new(self, key: str, name: str, i: int, place: int) -> None:
        self.made.append(_Cluster(key, name, []))
        self._places.append([])
        self.join(len(self.made) - 1, i, place)

    def join(self, number: int, i: int, place: int) -> None:
        """Add a mention to a cluster: its index and its position."""
        self.made[number].at.append(i)
        insort(self._places[number], place)
        self._of[place] = number

    def last(self, numbers: Sequence[int], place: int) -> int | None:
        """Return the one of these clusters that was mentioned last before a position."""
        some = set(numbers)
        for before in range(place - 1, max(place - 2 - len(numbers), -1), -1):
            if (number := self._of.get(before, -1)) in some:
                return number
        found = []
        for number in numbers:
            places = self._places[number]
            if n := bisect_left(places, place):
                found.append((places[n - 1], number))
        return max(found)[1] if found else None


class _Asked:
    """A cache of the clusters found for a key, so that a repeated query only looks at new ones."""

    def __init__(self, look: Callable[[str, str, int], Iterable[int]]) -> None:
        """Store `look`: it returns the numbers of the clusters, from a given one on, that match a
        key and a name, ascending."""
        self.look = look
        self.known: dict[tuple[str, str], tuple[list[int], int]] = {}

    def of(self, key: str, name: str, count: int) -> list[int]:
        """Return all matches among the `count` clusters so far."""
        found, since = self.known.get((key, name), ([], 0))
        if since < count:
            found += self.look(key, name, since)
            self.known[key, name] = found, count
        return found


def _since(numbers: Sequence[int], since: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, since) :]


def cluster_people(mentions: Sequence[tuple[int, str]], same: float) -> list[_Cluster]:
    """Cluster PER mentions, given as (index, name) in text order. `same` is the minimum rapidfuzz
    ratio (0–100) of two folded names of one person with the same number of words. The fullest names
    come first, so that a surname in a headline finds its person further down; a short name that
    fits several people goes to the one mentioned last before it."""
    words = {i: person_words(n) for i, n in mentions}
    order = {i: k for k, (i, _) in enumerate(mentions)}
    clusters = _Clusters()
    alike = Alike(same, (" ".join(w) for w in words.values()))
    holding: dict[str, list[int]] = {}  # clusters by the words of their names

    def fitting(key: str, name: str, since: int) -> list[int]:
        mine = key.split()
        if not mine:
            return []
        rarest = min((holding.get(w, []) for w in mine), key=len)
        whole = {
            n
            for n in _since(rarest, since)
            if _within(mine, clusters.made[n].key.split())
            and not _another(name, clusters.made[n].name)
        }
        near = (
            n
            for n in (alike.like(key, since) if len(mine) > 1 else ())
            if len(clusters.made[n].key.split()) == len(mine)
        )
        return sorted(whole.union(near))

    asked = _Asked(fitting)
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


def cluster_names(
    mentions: Sequence[tuple[int, str]], same: float, acronyms: Mapping[int, int] | None = None
) -> list[_Cluster]:
    """Cluster mentions of bodies, organisations or initiatives of one label, given as (index,
    name). `same` is the minimum rapidfuzz ratio (0–100) of two folded names of one thing with the
    same figures. `acronyms` maps the index of a bracketed acronym to that of the name before it.
    The fullest names come first; a shorter one joins the only name that it can be short for."""
    aliases = _aliases()
    folded = {i: fold_key(name) for i, name in mentions}
    keys = {i: _in_full(key) for i, key in folded.items()}
    order = {i: k for k, i in enumerate(sorted(folded))}
    clusters = _Clusters()
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

    ones, longer_ones = _Asked(one), _Asked(longer)
    for i, name in sorted(mentions, key=lambda m: (-len(folded[m[0]].split()), m[0])):
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


def _with_acronyms(clusters: Sequence[_Cluster], acronyms: Mapping[int, int]) -> list[_Cluster]:
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


# Words that an everyday name leaves out: «أمانة عسير» for «أمانة منطقة عسير», «هيئة السياحة» for
# «الهيئة العامة للسياحة»; «في» counts as «ب».
FILLERS = frozenset(
    map(
        fold_key,
        (
            "العامة",
            "منطقة",
            "محافظة",
            "مدينة",
            "دولة",
            "مملكة",
            "إمارة",
            "السعودي",
            "السعودية",
            "كرة",
            "في",
        ),
    )
)
# Heads that a short name of an organisation may lack: «الدار» for «شركة الدار», «حرس الحدود» for
# «قوات حرس الحدود».
HEADS = frozenset(
    map(
        fold_key,
        (
            "شركة",
            "مؤسسة",
            "بنك",
            "مصرف",
            "مجموعة",
            "معهد",
            "منظمة",
            "نادي",
            "تنظيم",
            "حزب",
            "جمعية",
            "جماعة",
            "حركة",
            "تحالف",
            "حلف",
            "رابطة",
            "هيئة",
            "قوات",
            "قوى",
            "رئاسة",
        ),
    )
)

ALONE = frozenset(map(fold_key, ("البرلمان", "البوندستاغ")))  # alone short for a longer name


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
        or not _within(a, b)
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
            found.update(*(_since(numbers, since) for numbers in rarest))
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


# (0, or 1 with more than white space between; 0 after the name, 1 before it; index of the PER
# mention; range of the office)
Pair = tuple[int, int, int, Span]
LONGEST_GAP = 80  # characters between a name and its office, at most


def offices(text: str, mentions: Sequence[Mention]) -> dict[int, Span]:
    """Return for each PER mention (index) the range of its office: the ROLE, or ROLEs in a row,
    directly before it (a HON may be between) or after it. Each ROLE goes to one person: the one
    with the least text in between, else the one before it."""
    taken: set[Span] = set()
    out: dict[int, Span] = {}
    for _, _, i, run in sorted(_beside(text, mentions)):
        if i not in out and run not in taken:
            out[i] = run
            taken.add(run)
    return out


def further_offices(
    text: str, mentions: Sequence[Mention], office: Mapping[int, Span]
) -> dict[int, Span]:
    """Return for PER mentions (index) with an office after the name the office before it, if nobody
    else has it: «أمين المنطقة | فلان | رئيس اللجنة المحلية» has both."""
    taken = set(office.values())
    return {
        i: run
        for cost, rank, i, run in _beside(text, mentions)
        if cost == 0
        and rank == 1
        and run not in taken
        and i in office
        and office[i][0] >= mentions[i].end
    }


def _beside(text: str, mentions: Sequence[Mention]) -> list[Pair]:
    """Return the offices beside names."""
    runs = _role_runs(text, mentions)
    starts, ends = [a for a, _ in runs], [b for _, b in runs]
    hon = _titles(text, mentions)
    names = Ranges(m for m in mentions if m.label in ("ROLE", "ORG", "COMMITTEE", "INITIATIVE"))
    pairs: list[Pair] = []
    for i, p in enumerate(mentions):
        if p.label != "PER" or any(
            (m.start, m.end) != (p.start, p.end) for m in names.around(p.start, p.end)
        ):
            continue  # «جامعة الملك سعود» contains a name, but nobody's
        first = bisect_left(ends, p.start - LONGEST_GAP)
        last = bisect_right(starts, p.end + LONGEST_GAP)
        for a, b in runs[first:last]:
            for rank, (lo, hi) in enumerate(((p.end, a), (b, p.start))):
                bare = _without(text, lo, hi, hon) if 0 <= hi - lo <= LONGEST_GAP else "."
                if BESIDE.fullmatch(bare):
                    pairs.append((1 if bare.strip() else 0, rank, i, (a, b)))
    return pairs


def _titles(text: str, mentions: Sequence[Mention]) -> list[Span]:
    """Return ranges of the titles in order, short ones with a separate full stop («د .فلان»)."""
    return sorted(
        (m.start, m.end + (2 if m.end - m.start <= 2 and text.startswith(" .", m.end) else 0))
        for m in mentions
        if m.label == "HON"
    )


def _without(text: str, lo: int, hi: int, holes: Sequence[Span]) -> str:
    """Return `text[lo:hi]` without the HON ranges in it, which are sorted."""
    out, at = [], lo
    for n in range(bisect_left(holes, (lo, 0)), len(holes)):
        a, b = holes[n]
        if a > hi:
            break
        if b <= hi and a >= at:
            out.append(text[at:a])
            at = b
    out.append(text[at:hi])
    return "".join(out)


def _role_runs(text: str, mentions: Sequence[Mention]) -> list[Span]:
    """Return ranges of offices: outermost ROLE mentions, joined if they follow one another («ولي
    العهد، نائب رئيس مجلس الوزراء»). One after «و», or after a comma if the one before has its name,
    belongs to the next person if it is directly before a name («فلان وكيل الوزارة، ووزير المالية
    فلان»)."""
    roles = _outermost([(m.start, m.end) for m in mentions if m.label == "ROLE"])
    chains = _chains(text, roles)
    people = _People([(m.start, m.end) for m in mentions if m.label == "PER"])
    titles = _titles(text, mentions)
    runs: list[Span] = []
    for n, (a, b) in enumerate(roles):
        first, last = runs[-1] if runs else (0, -1)
        if runs and BETWEEN_ROLES.fullmatch(gap := text[last:a]):
            before_name = any(
                BESIDE.fullmatch(_without(text, chains[n], p, titles))
                for p in people.beginning(chains[n], chains[n] + 40)
            )
            behind_name = any(
                BESIDE.fullmatch(_without(text, e, first, titles))
                for e in people.ending(first - 40, first)
            )
            deputy = "و" not in gap and DEPUTISING.search(text, max(0, first - 20), first)
            if not deputy and (
                not before_name or not ("و" in gap or (gap.strip() and behind_name))
            ):
                runs[-1] = (first, b)
                continue
        runs.append((a, b))
    return runs


def _outermost(spans: Iterable[Span]) -> list[Span]:
    """Return those that are inside no other one, in order."""
    out: list[Span] = []
    for a, b in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not out or b > out[-1][1] or (a, b) == out[-1]:
            out.append((a, b))
    return out


def _chains(text: str, roles: Sequence[Span]) -> list[int]:
    """Return for each office the end of the last one that follows it with only «و» in between."""
    out = [b for _, b in roles]
    for n in range(len(roles) - 1, -1, -1):
        then = bisect_right(roles, roles[n][1], key=lambda role: role[0])
        if then < len(roles) and ONLY_AND.fullmatch(text, roles[n][1], roles[then][0]):
            out[n] = out[then]
    return out


class _People:
    """The starts and ends of people's names."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.starts = sorted(s for s, _ in spans)
        self.ends = sorted(e for _, e in spans)

    def beginning(self, first: int, last: int) -> Sequence[int]:
        return _between(self.starts, first, last)

    def ending(self, first: int, last: int) -> Sequence[int]:
        return _between(self.ends, first, last)


def _between(places: Sequence[int], first: int, last: int) -> Sequence[int]:
    return places[bisect_left(places, first) : bisect_right(places, last)]


def link(
    text: str,
    mentions: Sequence[Mention],
    same_name: float,
    same_person: float,
    name_of: Callable[[str], str],
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Return the mentions with entity ids, and the entities in order of first mention. `same_name`
    as in `cluster_names`, `same_person` as in `cluster_people`; `name_of` gives the display name of
    an ISO code."""
    linked = list(mentions)
    entities: list[Entity] = []
    posts = _Posts(text, mentions)
    acronyms = bracketed(text, mentions)
    names = Ranges(
        m for m in mentions if m.label in ("ORG", "COMMITTEE", "INITIATIVE", "LOC", "MEETING")
    )
    for label in ("PER", "COMMITTEE", "ORG", "INITIATIVE"):
        chosen = [
            (i, m.name)
            for i, m in enumerate(mentions)
            if m.label == label and not (label == "PER" and names.around(m.start, m.end))
        ]
        clusters = (
            cluster_people(chosen, same_person)
            if label == "PER"
            else cluster_names(chosen, same_name, acronyms)
        )
        for c in clusters:
            ident = entity_id(label, c.name)
            c.at.sort()
            for i in c.at:
                linked[i] = replace(linked[i], entity=ident)
            base = Entity(
                ident,
                label,
                c.name,
                tuple((mentions[i].start, mentions[i].end) for i in c.at),
                mentions[c.at[0]].found_by,
                max(mentions[i].confidence for i in c.at),
            )
            entities.append(_person(base, c.at, posts) if label == "PER" else base)
    codes: dict[str, list[int]] = {}
    for i, m in enumerate(mentions):
        if m.label == "COUNTRY" and m.value:
            codes.setdefault(m.value, []).append(i)
    for code, at in codes.items():
        ident = code
        for i in at:
            linked[i] = replace(linked[i], entity=ident)
        entities.append(
            Entity(
                ident,
                "COUNTRY",
                name_of(code),
                tuple((mentions[i].start, mentions[i].end) for i in at),
                mentions[at[0]].found_by,
                max(mentions[i].confidence for i in at),
                country=code,
            )
        )
    return tuple(linked), tuple(sorted(entities, key=lambda e: (e.mentions[0], e.id)))


class _Posts:
    """The titles and offices of people, by index of their mentions: the office beside a name, and a
    further one before it (`further_offices`)."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text, self.mentions = text, mentions
        self.places = Ranges(mentions)
        self.office = offices(text, mentions)
        self.further = further_offices(text, mentions, self.office)
        self._titles: dict[int, list[tuple[int, str]]] = {}  # by their ends
        self.titled: dict[str, Span] = {}  # the first place of each title
        for i, m in enumerate(mentions):
            if m.label == "HON":
                self._titles.setdefault(m.end, []).append((i, m.name))
                self.titled.setdefault(m.name, (m.start, m.end))

    def titles(self, i: int) -> list[str]:
        """Return the titles directly before a mention, in the order of the text."""
        start = self.mentions[i].start
        return [
            name
            for _, name in sorted(
                told
                for end in range(start - 2, start + 1)
                if not self.text[max(end, 0) : start].strip()
                for told in self._titles.get(end, ())
            )
        ]

    def held(self, i: int) -> tuple[Span, ...]:
        """Return the offices beside a mention."""
        if i not in self.office:
            return ()
        return (self.further[i], self.office[i]) if i in self.further else (self.office[i],)

    def inside(self, run: Span) -> list[Mention]:
        """Return the mentions inside an office."""
        return self.places.inside(*run)


def _person(base: Entity, at: Sequence[int], posts: _Posts) -> Entity:
    """Return the entity with titles, role, and the organisation and state in the role. `at`: the
    indices of its mentions."""
    text = posts.text
    titles = tuple(dict.fromkeys(t for i in at for t in posts.titles(i)))
    base = replace(base, titles=titles)
    held = {runs for i in at if (runs := posts.held(i))}
    if not held:
        return _by_title(base, posts)
    best = min(
        held,
        key=lambda runs: (-sum(len(fold_key(text[a:b]).split()) for a, b in runs), runs),
    )
    holds = [m for run in best for m in posts.inside(run)]
    organization = next((m.name for m in holds if m.label in ("ORG", "COMMITTEE")), None)
    country = next((m.value for m in holds if m.label == "COUNTRY" and m.value), None)
    return replace(
        base,
        role="، ".join(_office(posts, run) for run in best),
        role_span=best[0],
        organization=organization,
        country=country,
    )


def _by_title(base: Entity, posts: _Posts) -> Entity:
    """Return a person with the office that a title is («الأمير», «وزير»), if one is."""
    for t in base.titles:
        named = next(
            (x for x in _titles_as_roles() if fold_key(t) == x or fold_key(t).startswith(x + " ")),
            None,
        )
        if named is not None:
            start, end = posts.titled[t]
            words = len(named.split())
            read = " ".join(posts.text[start:end].split()[:words])
            return replace(
                base, role=" ".join(t.split()[:words]), role_span=(start, start + len(read))
            )
    return base


def _office(posts: _Posts, run: Span) -> str:
    """Return an office in its citation form."""
    a, b = run
    first = next((m for m in posts.inside(run) if m.label == "ROLE" and m.start == a), None)
    text = posts.text
    return first.name + text[first.end : b] if first else text[a:b]
