"""Who is who: mentions to entities, pure functions over one document.

One entry a person, body, organisation, initiative or state, however it is written. A shorter name
belongs to the longer one that holds its words («الرويعي» to «سالم حمد الرويعي»); names alike after
folding are one; a body named again by the first words of its name is that body. A person's office
is the ROLE beside a mention of the person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import fuzz

from pipeline.arabic import lists
from pipeline.arabic.folding import first_word, fold_key
from pipeline.arabic.naming import entity_id
from pipeline.arabic.patterns import pattern
from pipeline.extract.counterparts import counterparts, of_one
from pipeline.extract.fellows import fellows, of_two
from pipeline.extract.gazetteer import lines
from pipeline.types import Entity, Mention

SON = frozenset({"بن", "ابن", "بنت"})
# Between an office and a name, or two offices, nothing but white space, a comma, a dash, a quote,
# an opening bracket.
BESIDE = re.compile(r"[\s،,\-–—:«»\"(/|]*")
# «ترقية فلان | إلى وظيفة (مستشار)»
POST = pattern(
    r"\s*(?:من\s+(?:وظيفة\s+)?\([^()\n]{2,60}\)[^\n]{0,60}?)?(?:إلى|على)\s+وظيفة\s+\(\s*"
)
MANY = pattern(
    r"(?:وزراء|رؤساء|مديري|مديرو|أمناء|سفراء|قادة|ممثلي|ممثلو|وكلاء|محافظي|عمداء)(?!\w)"
)  # offices of several people
BRACKETED = re.compile(
    r"\([^()\n]{1,30}\)"
)  # the short name of the organisation: «مدير وكالة السواقي (الساقية) فلان»
COMMA = re.compile(r"\s*[،,]")
BETWEEN_ROLES = re.compile(r"\s*(?:[،,\-–/]\s*)?و?\s*")


@cache
def _aliases() -> dict[str, str]:
    """Folded name → folded citation form of well-known organisations."""
    return {
        fold_key(x): fold_key(row[0])
        for row in lists.rows("pipeline.arabic", "aliases.tsv")
        for x in row
    }


@cache
def _known() -> re.Pattern[str]:
    """What well-known organisations are called for short, inside other names: «المجلس التنفيذي
    لليونسكو»."""
    short = sorted((x for x, full in _aliases().items() if x != full), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(لل|ل)(?:{'|'.join(map(re.escape, short))})(?!\w)")


def _in_full(key: str) -> str:
    """A folded name with the names in it of well-known organisations in citation form, and «شئون»
    as «شؤون»."""
    return re.sub(
        r"شيون(?!\w)",
        "شوون",
        _known().sub(lambda m: "ل" + _aliases()[m.group().removeprefix(m[1])], key),
    )


@cache
def _titles_as_roles() -> tuple[str, ...]:
    return tuple(sorted(map(fold_key, lines("titles_as_roles.txt")), key=len, reverse=True))


@cache
def _office_nouns() -> frozenset[str]:
    return frozenset(fold_key(w.split()[0]) for w in lines("offices.txt"))


@dataclass(slots=True)
class _Cluster:
    """Mentions of one thing while it is being gathered; indices into the mention list."""

    key: str
    name: str
    at: list[int]


def person_words(name: str) -> list[str]:
    """Folded words of a person's name, without the words for son and daughter."""
    return [w for w in fold_key(name).split() if w not in SON]


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the words of `short` stand in `long` in that order."""
    rest = iter(long)
    return all(w in rest for w in short)


def _another(short: str, long: str) -> bool:
    """Whether two names tell of two people though all words of one stand in the other: a father
    («راشد بن سالم» in «حمد بن راشد بن سالم»), or one with another father («حمد بن سالم» beside «حمد
    بن راشد بن سالم»). The last word by itself is a surname («سالم»)."""
    a, b = fold_key(short).split(), fold_key(long).split()
    if a[0] in SON or a[0] not in b:
        return False
    if a[0] != b[0]:
        return b[b.index(a[0]) - 1] in SON and a != b[-1:]
    return len(a) > 2 and len(b) > 2 and a[1] in SON and b[1] in SON and a[2] != b[2]


def cluster_people(mentions: Sequence[tuple[int, str]], same: float) -> list[_Cluster]:
    """Gather PER mentions, given as (index, name) in text order. `same` is the rapidfuzz ratio
    (0–100) from which two folded names with as many words are one. The fullest names are taken
    first, so that a headline's surname finds its person further down; a short name that fits
    several people goes to the one named last before it."""
    words = {i: person_words(n) for i, n in mentions}
    order = {i: k for k, (i, _) in enumerate(mentions)}
    clusters: list[_Cluster] = []
    for i, name in sorted(mentions, key=lambda m: (-len(words[m[0]]), m[0])):
        mine = words[i]
        fits = [
            c
            for c in clusters
            if mine
            and (
                (_within(mine, c.key.split()) and not _another(name, c.name))
                or (
                    len(mine) == len(c.key.split()) > 1
                    and fuzz.ratio(" ".join(mine), c.key) >= same
                )
            )
        ]
        if not fits:
            clusters.append(_Cluster(" ".join(mine), name, [i]))
            continue
        before = [
            (max((order[j] for j in c.at if order[j] < order[i]), default=-1), -k)
            for k, c in enumerate(fits)
        ]
        fits[max(range(len(fits)), key=lambda k: before[k])].at.append(i)
    return sorted(clusters, key=lambda c: min(c.at))


def cluster_names(
    mentions: Sequence[tuple[int, str]], same: float, acronyms: Mapping[int, int] | None = None
) -> list[_Cluster]:
    """Gather mentions of bodies, organisations or initiatives of one label, given as (index, name).
    `same` is the rapidfuzz ratio (0–100) from which two folded names with the same figures are one.
    `acronyms` maps the index of a bracketed acronym to that of the name that it follows. The
    fullest names are taken first; a shorter one joins the only name that it can be short for."""
    clusters: list[_Cluster] = []
    aliases = _aliases()
    acronyms = acronyms or {}
    for i, name in sorted(mentions, key=lambda m: (-len(fold_key(m[1]).split()), m[0])):
        key = _in_full(fold_key(name))
        alias = aliases.get(key)
        home = next(
            (
                c
                for c in clusters
                if key == c.key
                or (alias is not None and alias == aliases.get(c.key))
                or (
                    fuzz.ratio(key, c.key) >= same
                    and re.findall(r"\d+", key) == re.findall(r"\d+", c.key)
                )
            ),
            None,
        )
        if home is None:
            # What everybody knows by this name is no short name of another: «الأمم المتحدة» beside
            # «برنامج الأمم المتحدة للبيئة».
            longer = (
                [c for c in clusters if _short_for(key, c.key) or _described(name, c.name)]
                if alias != key
                else []
            )
            # Of several, that which was named last before it.
            home = (
                longer[0]
                if len(longer) == 1
                else max(
                    (c for c in longer if min(c.at) < i),
                    key=lambda c: max(j for j in c.at if j < i),
                    default=None,
                )
            )
        if home is None:
            clusters.append(_Cluster(key, name, [i]))
        else:
            home.at.append(i)
    for short, full in acronyms.items():
        source = next((c for c in clusters if short in c.at), None)
        target = next((c for c in clusters if full in c.at), None)
        if source is not None and target is not None and source is not target:
            target.at += source.at
            clusters.remove(source)
    return sorted(clusters, key=lambda c: min(c.at))


# Words that an everyday name leaves out: «أمانة عسير» for «أمانة منطقة عسير», «هيئة السياحة» for
# «الهيئة العامة للسياحة»; «في» as «ب» does.
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
# Heads without which an organisation is still named: «الدار» for «شركة الدار», «حرس الحدود» for
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

ALONE = frozenset(
    map(fold_key, ("البرلمان", "البوندستاغ"))
)  # by themselves short for a longer name


def _bare(word: str) -> str:
    """A folded word without the attached و, ل and the article behind them («والتراث», «للسياحة»,
    «لكرة»)."""
    return re.sub(r"^(?:لل|وال|ول(?=\w{4})|بال|ل(?=\w{3}))(?=\w{3})", "", word)


def _contents(short: str, long: str) -> tuple[list[str], list[str]]:
    """The words of two folded names that tell them apart, «بمجلس» like «في مجلس»; all words of both
    where the shorter has no two such words («الجمعية العامة», «الاتحاد السعودي»)."""
    a, b = ([_bare(w) for w in name.split()] for name in (short, long))
    a, b = (
        [w[1:] if w[0] == "ب" and w[1:] in other else w for w in words]
        for words, other in ((a, b), (b, a))
    )
    told = [w for w in a if w not in FILLERS]
    return (told, [w for w in b if w not in FILLERS]) if len(told) > 1 else (a, b)


def _short_for(short: str, long: str) -> bool:
    """Whether a folded name can be short for a longer one: two words at least, the same head, its
    words in the longer one in that order («مجلس الإدارة» for «مجلس إدارة الهيئة», «لجنة متابعة
    الخطة» for «لجنة متابعة تنفيذ الخطة»), the same figures. The second word must follow the head
    there too, else «مجلس الأمن» would be short for «مجلس وزراء الأمن»; FILLERS do not count."""
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


DESCRIBED = re.compile(r"ال(\w+) (ال\w+)")


def _described(short: str, long: str) -> bool:
    """Whether a name of a noun and an adjective, both with their article, is short for one that has
    the adjective behind what the noun is of: «اللجنة الفرعية» for «لجنة حماية المراعي الفرعية»."""
    found = DESCRIBED.fullmatch(short)
    return (
        found is not None and re.match(rf"{found[1]} (?:\w+ )+?{found[2]}(?!\w)", long) is not None
    )


OPENED = re.compile(
    r"[»”\"]?\s?([(«\"/]{1,2})\s?$"
)  # between a name, which may stand in quotation marks, and its short form


def bracketed(text: str, mentions: Sequence[Mention]) -> dict[int, int]:
    """Mentions in brackets, or between slashes, directly after a mention of the same label, by
    index: «المنظمة … (إيكاو)». Of several that end there the one with the same head («لجنة متابعة
    توصيات المجلس (لجنة المتابعة)»), else the shortest, but not what everybody knows by another name
    («… للأمم المتحدة (الفاو)»)."""
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


def offices(text: str, mentions: Sequence[Mention]) -> dict[int, tuple[int, int]]:
    """For each PER mention (index) the range of its office: the ROLE, or ROLEs in a row, directly
    before it (a HON may stand between) or after it. Each ROLE goes to one person: the one with the
    least between them, else the one that it follows."""
    pairs = _beside(text, mentions)
    taken: set[tuple[int, int]] = set()
    out: dict[int, tuple[int, int]] = {}
    for _, _, i, run in sorted(pairs, key=lambda x: (x[0], _bestowed(text, x[3]), x[1], x[2])):
        if i not in out and run not in taken:
            out[i] = run
            taken.add(run)
    return _given_back(text, mentions, pairs, _passed_on(text, mentions, pairs, out))


def further_offices(
    text: str, mentions: Sequence[Mention], office: Mapping[int, tuple[int, int]]
) -> dict[int, tuple[int, int]]:
    """For PER mentions (index) whose office follows the name, that before the name which is nobody
    else's: «أمين المنطقة | فلان | رئيس اللجنة المحلية» holds both."""
    taken = set(office.values())
    return {
        i: run
        for cost, rank, i, run in _beside(text, mentions)
        if cost == 0
        and rank == 1
        and run not in taken
        and i in office
        and office[i][0] >= mentions[i].end
        and not MANY.match(text, run[0])
        and not _bestowed(text, office[i])
    }


def _beside(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int, int, tuple[int, int]]]:
    """The offices that stand beside names: (0, or 1 with more than white space between; 0 behind
    the name, 1 before it; index of the PER mention; range of the office)."""
    runs = _role_runs(text, mentions)
    hon = _titles(text, mentions)
    inside = [
        (m.start, m.end) for m in mentions if m.label in ("ROLE", "ORG", "COMMITTEE", "INITIATIVE")
    ]
    pairs: list[tuple[int, int, int, tuple[int, int]]] = []
    for i, p in enumerate(mentions):
        if p.label != "PER" or any(
            a <= p.start and p.end <= b and (a, b) != (p.start, p.end) for a, b in inside
        ):
            continue  # «جامعة الملك سعود» holds a name, but nobody's
        for a, b in runs:
            for rank, (lo, hi) in enumerate(((p.end, a), (b, p.start))):
                bare = BRACKETED.sub("", _without(text, lo, hi, hon)) if 0 <= hi - lo <= 80 else "."
                if BESIDE.fullmatch(bare) or (rank == 0 and POST.fullmatch(text, lo, hi)):
                    pairs.append((1 if bare.strip() else 0, rank, i, (a, b)))
    return pairs


def _bestowed(text: str, run: tuple[int, int]) -> bool:
    """Whether an office is in the accusative: one to which someone is elected or named («انتخاب
    فلان رئيسا للمجلس»), or as which he serves («فلان رئيسا، وفلان عضوا»). Who holds another is told
    by that one."""
    word = fold_key(first_word(text[run[0] : run[1]]))
    return word.endswith("ا") and not word.endswith("ها") and word[:-1] in _office_nouns()


def _passed_on(
    text: str,
    mentions: Sequence[Mention],
    pairs: Sequence[tuple[int, int, int, tuple[int, int]]],
    out: dict[int, tuple[int, int]],
) -> dict[int, tuple[int, int]]:
    """The offices, with those handed to the person directly behind who has none, where the one
    before can do without: who has another before the name («اتهم الوزير | فلان | الرئيس | فلان»),
    or is only called by a surname again («وكلف الرويعي مدير السواقي فلانا»)."""
    holder = {run: i for i, run in out.items()}
    for _, rank, j, run in sorted(pairs):
        i = holder.get(run)
        if rank == 0 or j in out or i is None or i == j or COMMA.match(text, mentions[i].end):
            continue
        other = next(
            (r for _, k, at, r in sorted(pairs) if at == i and k == 1 and r not in holder), None
        )
        if other is None and " " in text[mentions[i].start : mentions[i].end]:
            continue
        del out[i]
        out[j], holder[run] = run, j
        if other is not None:
            out[i], holder[other] = other, i
    return out


def _given_back(
    text: str,
    mentions: Sequence[Mention],
    pairs: Sequence[tuple[int, int, int, tuple[int, int]]],
    out: dict[int, tuple[int, int]],
) -> dict[int, tuple[int, int]]:
    """The offices, with those of the person directly before them who has none, where the one
    directly behind has another behind the name: «استقبل | فلان، وكيل الوزارة | فلانا، سفير …»."""
    holder = {run: i for i, run in out.items()}
    for _, rank, i, run in sorted(pairs):
        j = holder.get(run)
        if (
            rank != 0
            or i in out
            or j is None
            or run[1] > mentions[j].start
            or not COMMA.match(text, mentions[i].end)
        ):
            continue
        other = next(
            (r for _, k, at, r in sorted(pairs) if at == j and k == 0 and r not in holder), None
        )
        if other is not None and not _bestowed(text, other):
            out[i], out[j] = run, other
            holder[run], holder[other] = i, j
    return out


def _titles(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Ranges of the titles, of short ones with the full stop that stands apart («د .فلان»)."""
    return [
        (m.start, m.end + (2 if m.end - m.start <= 2 and text.startswith(" .", m.end) else 0))
        for m in mentions
        if m.label == "HON"
    ]


def _without(text: str, lo: int, hi: int, holes: Iterable[tuple[int, int]]) -> str:
    """`text[lo:hi]` with the HON ranges in it left out."""
    out, at = [], lo
    for a, b in sorted(holes):
        if lo <= a and b <= hi and a >= at:
            out.append(text[at:a])
            at = b
    out.append(text[at:hi])
    return "".join(out)


def _role_runs(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Ranges of offices: outermost ROLE mentions, joined where they follow one another («ولي العهد،
    نائب رئيس مجلس الوزراء»)."""
    roles = sorted((m.start, m.end) for m in mentions if m.label == "ROLE")
    roles = [
        (a, b)
        for a, b in roles
        if not any((c, d) != (a, b) and c <= a and b <= d for c, d in roles)
    ]
    people = [(m.start, m.end) for m in mentions if m.label == "PER"]
    titles = _titles(text, mentions)
    runs: list[tuple[int, int]] = []
    next_ones = -1  # where offices begin that were told apart from those of the person before
    for a, b in roles:
        alike = bool(runs) and bool(MANY.match(text, runs[-1][0])) == bool(MANY.match(text, a))
        if alike and BETWEEN_ROLES.fullmatch(gap := text[runs[-1][1] : a]):
            if "و" not in gap and DEPUTISING.search(text, max(0, runs[-1][0] - 20), runs[-1][0]):
                runs.append((a, b))  # the first office is that of the absent one
                continue
            # «فلان وكيل الوزارة، ووزير المالية فلان»: an office after و, or after a comma where the
            # one before it has its name, is the next person's if it stands directly before a name;
            # «نائب الرئيس، وزير المالية فلان» is one person's.
            # of those that follow, joined by «و» («فلان رئيس الهيئة ومساعد الوزير وكبير المفاوضين
            # فلان»)
            last = b
            for c, d in roles:
                if c > last and re.fullmatch(r"\s*و?", text[last:c]):
                    last = d
            follower = next(
                (
                    (p, e)
                    for p, e in people
                    if 0 <= p - last <= 40 and BESIDE.fullmatch(_without(text, last, p, titles))
                ),
                None,
            )
            # «فلان أمين المجلس ورئيس الهيئة، فلان مدير الشركة»: who has an office behind needs none
            # before a comma.
            named = follower is not None and not (
                COMMA.match(text, b)
                and any(
                    0 <= c - follower[1] <= 3 and BESIDE.fullmatch(text[follower[1] : c])
                    for c, _ in roles
                )
            )
            after_name = any(
                0 <= runs[-1][0] - e <= 40
                and BESIDE.fullmatch(_without(text, e, runs[-1][0], titles))
                for _, e in people
            )
            if _bestowed(text, (a, b)) and not _bestowed(text, runs[-1]):
                runs.append((a, b))
                continue
            if (
                not named
                or runs[-1][0] == next_ones
                or not ("و" in gap or (gap.strip() and after_name))
                or (not after_name and _of_one(text, runs[-1], a, people, titles))
            ):
                runs[-1] = (runs[-1][0], b)
                continue
            next_ones = a if after_name else -1
        runs.append((a, b))
    return runs


def _of_one(
    text: str,
    first: tuple[int, int],
    second: int,
    people: Sequence[tuple[int, int]],
    titles: Sequence[tuple[int, int]],
) -> bool:
    """Whether of two offices before a name, joined by «و» («التقى رئيس الهيئة وأمين المجلس فلانا»),
    the first is that person's too: no name stands before it, no comma between, and they are not the
    same office of two («وزير المراعي ووزير السواقي فلان»)."""
    if (
        "," in text[first[1] : second]
        or "،" in text[first[1] : second]
        or any(
            0 <= first[0] - e <= 40
            and re.fullmatch(r"[\s،,]*و?[\s،,]*", _without(text, e, first[0], titles))
            for _, e in people
        )
    ):
        return False
    return fold_key(first_word(text[first[0] :])) != fold_key(first_word(text[second:]))


DEPUTISING = pattern(
    r"(?<!\w)(?:نيابة|بالنيابة|بالإنابة|إنابة)\s+عن\s+$"
)  # «نيابة عن وزير التعليم | مدير الجامعة فلان»


def link(
    text: str,
    mentions: Sequence[Mention],
    same_name: float,
    same_person: float,
    name_of: Callable[[str], str],
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Mentions with their entity ids, and the entities in order of first mention. `same_name` as in
    `cluster_names`, `same_person` as in `cluster_people`; `name_of` gives the display name of an
    ISO code."""
    linked = list(mentions)
    entities: list[Entity] = []
    office = offices(text, mentions)
    further = further_offices(text, mentions, office)
    others = {**counterparts(text, mentions, office), **fellows(text, mentions, office)}
    acronyms = bracketed(text, mentions)
    inside_names = [
        (m.start, m.end)
        for m in mentions
        if m.label in ("ORG", "COMMITTEE", "INITIATIVE", "LOC", "MEETING")
    ]
    for label in ("PER", "COMMITTEE", "ORG", "INITIATIVE"):
        chosen = [
            (i, m.name)
            for i, m in enumerate(mentions)
            if m.label == label
            and not (label == "PER" and any(a <= m.start and m.end <= b for a, b in inside_names))
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
            entities.append(
                _person(base, text, mentions, c.at, office, further, others)
                if label == "PER"
                else base
            )
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


def _person(  # noqa: PLR0913
    base: Entity,
    text: str,
    mentions: Sequence[Mention],
    at: Sequence[int],
    office: Mapping[int, tuple[int, int]],
    further: Mapping[int, tuple[int, int]],
    others: Mapping[int, str],
) -> Entity:
    """The entity with titles, role, and the organisation and state that the role names. `further`:
    offices before a name that has one behind it too; `others`: offices told by a nationality or of
    members in a row."""
    titles: dict[str, None] = {}
    for i in at:
        for m in mentions:
            if (
                m.label == "HON"
                and 0 <= mentions[i].start - m.end <= 2
                and not text[m.end : mentions[i].start].strip()
            ):
                titles.setdefault(m.name)
    held = {(further[i], office[i]) if i in further else (office[i],) for i in at if i in office}
    if not held:
        if told := next((others[i] for i in at if i in others), None):
            return replace(base, titles=tuple(titles), role=told)
        for t in titles:
            named = next(
                (
                    x
                    for x in _titles_as_roles()
                    if fold_key(t) == x or fold_key(t).startswith(x + " ")
                ),
                None,
            )
            if named is not None:
                span = next((m.start, m.end) for m in mentions if m.label == "HON" and m.name == t)
                words = len(named.split())
                read = " ".join(text[span[0] : span[1]].split()[:words])
                return replace(
                    base,
                    titles=tuple(titles),
                    role=" ".join(t.split()[:words]),
                    role_span=(span[0], span[0] + len(read)),
                )
        return replace(base, titles=tuple(titles))
    best = min(
        held,
        key=lambda runs: (
            _bestowed(text, runs[-1]),
            -sum(len(fold_key(text[a:b]).split()) for a, b in runs),
            runs,
        ),
    )
    holds = [m for m in mentions if any(a <= m.start and m.end <= b for a, b in best)]
    organization = next((m.name for m in holds if m.label in ("ORG", "COMMITTEE")), None)
    country = next((m.value for m in holds if m.label == "COUNTRY" and m.value), None)
    role = "، ".join(_office(text, mentions, run) for run in best)
    return replace(
        base,
        titles=tuple(titles),
        role=role,
        role_span=best[0],
        organization=organization,
        country=country,
    )


def _office(text: str, mentions: Sequence[Mention], run: tuple[int, int]) -> str:
    """An office in its citation form."""
    a, b = run
    first = next((m for m in mentions if m.label == "ROLE" and m.start == a and m.end <= b), None)
    return of_two(of_one(first.name + text[first.end : b] if first else text[a:b]))
