"""Who is who: mentions to entities, pure functions over one document.

One entry a person, body, organisation, initiative or state, however it is written. A person's office
is the ROLE beside a mention of the person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from pipeline.arabic.folding import fold_key
from pipeline.arabic.naming import entity_id
from pipeline.extract.gazetteers.matching import lines
from pipeline.extract.linking.names import bracketed, cluster_names
from pipeline.extract.linking.offices import further_offices, offices
from pipeline.extract.linking.people import cluster_people
from pipeline.ranges import Ranges
from pipeline.types import Entity, Mention, Span


@cache
def _titles_as_roles() -> tuple[str, ...]:
    return tuple(sorted(map(fold_key, lines("titles_as_roles.txt")), key=len, reverse=True))


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
