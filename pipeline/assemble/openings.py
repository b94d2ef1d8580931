"""The information of one sentence about a held meeting: it begins a part of the release or
continues one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.arabic.patterns import pattern
from pipeline.assemble.acting import NOT_MET, acts, heard, met_beside, own_body, sits
from pipeline.assemble.planned import off
from pipeline.assemble.receptions import BY_PHONE, meets, received, receives
from pipeline.assemble.sentences import is_headline, words_before
from pipeline.assemble.sittings import (
    BEHIND,
    CONFERENCE,
    PAST_OR_NEXT,
    SESSION,
    introduces,
    is_conference,
    numbers_of,
    of_other_sitting,
)
from pipeline.assemble.spans import Row, overlapping, within
from pipeline.config import Config
from pipeline.ranges import holding
from pipeline.types import Mention, Release, Span

CAME = pattern(
    r"\W*و?(?:جاء|تم|حدث) ذلك(?!\w)"
)  # «جاء ذلك خلال اجتماع …»: the text before it was said at the meeting
# Acts of a court, and its hearings, which are no meetings: «أرجأت محكمة الاستئناف النظر إلى جلسة
# …», «جلسة النطق بالحكم».
COURT = pattern(
    r"(?<!\w)[وف]?(?:قضت|حكمت|قررت|[أا]رج[أئ]ت|[أا]جلت|عقدت|تعقد|نظرت|تنظر|واصلت|استأنفت|استمعت|حددت|بر[أا]ت|أدانت)\s+"
    r"(?:ال)?محكمة(?!\w)|(?<!\w)جلس[ةا]\w*\s+(?:ال)?(?:حكم|محاكمة|نطق)(?!\w)"
)
NEARBY = 600  # maximum characters between a hearing and its court


@dataclass(slots=True)
class Part:
    """The sentences about one meeting. `anchors` are the MEETING mentions of the held meeting,
    `opening` is the first sentence with one. Bodies and people are ids of entities."""

    opening: Span
    spans: list[Span] = field(default_factory=list)
    anchors: list[Mention] = field(default_factory=list)
    bodies: dict[str, float] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    ordinals: dict[int, Mention] = field(default_factory=dict)
    openings: list[Span] = field(default_factory=list)  # the sentences that began or continued it
    own: str | None = None  # the body named directly beside the mention of the held meeting
    opens: bool = True
    in_headline: bool = False  # `opening` is in a headline
    same: set[str] = field(default_factory=set)  # other entities that are the same body
    referred: list[Mention] = field(default_factory=list)  # MEETING mentions of other sessions
    off: list[Mention] = field(
        default_factory=list
    )  # those of them that were postponed or are only wished for
    elsewhere: frozenset[int] = frozenset()  # the numbers of the other meetings of the release
    only: frozenset[str] | None = (
        None  # the people concerned, if one sentence reports several meetings
    )
    others: list[Mention] = field(
        default_factory=list
    )  # MEETING mentions of other sessions with a part of their own
    in_series: bool = False  # another session of a body, reported with its date

    # the spans, their number when cached, and the sorted spans with the number of each
    _index: tuple[list[Span], int, list[Span], list[int]] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    _opened: tuple[int, frozenset[Span], list[Span]] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    _anchored: tuple[int, int, Row] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    def number_at(self, at: int) -> int | None:
        """Return the number in `spans` of the sentence that contains a position."""
        if (
            self._index is None
            or self._index[0] is not self.spans
            or self._index[1] != len(self.spans)
        ):
            order = sorted(range(len(self.spans)), key=lambda n: (self.spans[n][0], -n))
            self._index = (self.spans, len(self.spans), [self.spans[n] for n in order], order)
        _, _, spans, numbers = self._index
        n = bisect_right(spans, at, key=lambda span: span[0])
        return numbers[n - 1] if n and at < spans[n - 1][1] else None

    def sentence_at(self, at: int) -> Span | None:
        """Return the sentence that contains a position."""
        n = self.number_at(at)
        return None if n is None else self.spans[n]

    def holds(self, start: int, end: int) -> bool:
        """Return whether a range is inside this part."""
        sentence = self.sentence_at(start)
        return sentence is not None and end <= sentence[1]

    @property
    def opened(self) -> frozenset[Span]:
        """Return the sentences that began or continued it."""
        if self._opened is None or self._opened[0] != len(self.openings):
            self._opened = (len(self.openings), frozenset(self.openings), sorted(self.openings))
        return self._opened[1]

    def opens_at(self, at: int) -> bool:
        """Return whether a position is inside one of these."""
        _ = self.opened
        return self._opened is not None and holding(self._opened[2], at) is not None

    def anchored(self, span: Span) -> list[Mention]:
        """Return the anchors that begin in a range."""
        if self._anchored is None or self._anchored[:2] != (id(self.anchors), len(self.anchors)):
            row = Row(sorted(self.anchors, key=lambda a: a.start))
            self._anchored = (id(self.anchors), len(self.anchors), row)
        return list(self._anchored[2].beginning(*span))

    def held(self, mentions: Iterable[Mention]) -> list[Mention]:
        """Return those of the mentions, sorted by their starts, that are inside this part."""
        self.number_at(0)
        spans = self._index[2] if self._index else []
        return [m for s in dict.fromkeys(spans) for m in within(mentions, s)]

    def is_announced(self) -> bool:
        """Return whether only a headline has reported it so far; a headline announces what the text
        then reports."""
        return self.in_headline and len(self.openings) == 1


def begins(release: Release, span: Span) -> float:
    """Return the confidence that a sentence begins the report of a new meeting: the tagger marks
    one of the first words, and may waver between the dateline and the verb."""
    return sum(f.confidence for f in within(release.facts, span) if f.label == "OPENS")


def opening(release: Release, span: Span, config: Config, standing: bool) -> Part:
    """Return what a sentence says about a held meeting, without `spans`; `opens` is false if it
    reports none. `standing`: a meeting was reported before, so that weaker signs are enough."""
    part = Part(
        opening=span, openings=[span], in_headline=is_headline(release, span, config.headline_chars)
    )
    _read_mentions(release, part, config, standing)
    if not part.people and standing and receives(release, span):
        part.people = {  # without a mark of the tagger: «كما اجتمع فلان مع فلان»
            m.entity for m in within(release.mentions, span) if m.label == "PER" and m.entity
        }
    if any(
        not CONFERENCE.match(a.name) for a in part.anchors
    ):  # a conference named beside another meeting
        named = [a for a in part.anchors if is_conference(a)]
        part.referred += named
        part.anchors = [a for a in part.anchors if a not in named]
    _settle_body(release, part, standing)
    by_verb = meets(release, span) or received(release, span, part.people)
    met = part.people and by_verb and not BY_PHONE.search(release.text, *span)
    part.opens = bool(part.anchors or part.own or met)
    return part


def _read_mentions(release: Release, part: Part, config: Config, standing: bool) -> None:
    """Sort the mentions of a sentence: meetings into held and referred to, bodies that met,
    participants."""
    span = part.opening
    facts = within(release.facts, span)
    for m in within(release.mentions, span):
        if m.label == "MEETING" and _of_court(release, span, m):
            continue
        if m.label == "MEETING":
            held = overlapping(facts, "HELD", m)
            told = any(
                f.label == "TOPIC" and f.start < m.start and m.end <= f.end for f in facts
            )  # «ناقش تقرير | الاجتماع الرابع»
            if told or of_other_sitting(release, span, m):
                part.referred.append(m)
            elif off(release, span, m, standing):
                part.referred.append(m)
                part.off.append(m)
            elif not held and PAST_OR_NEXT.search(
                m.name
            ):  # without a mark of the tagger: «إلى جلستها المقبلة»
                part.referred.append(m)
            elif held >= config.held and held > overlapping(facts, "REFERRED", m):
                part.anchors.append(m)
                part.own = part.own or met_beside(release, span, m)
                for o in numbers_of(m.name, release.text[m.end : m.end + BEHIND]):
                    part.ordinals.setdefault(o.value, m)
        elif m.label == "COMMITTEE" and m.entity:
            sure = overlapping(facts, "BODY", m)
            if sure and not NOT_MET.search(words_before(release, span, m)):
                part.bodies[m.entity] = max(sure, part.bodies.get(m.entity, 0.0))
        elif (
            m.label == "PER"
            and m.entity
            and (
                max(overlapping(facts, "ATTENDED", m), overlapping(facts, "CHAIRED", m))
                > config.sure_party
            )
        ):
            part.people.add(m.entity)


def _of_court(release: Release, span: Span, m: Mention) -> bool:
    """Return whether a mention is a hearing of a court named just before, and not a committee's
    session."""
    return (
        SESSION.match(m.name) is not None
        and COURT.search(release.text, max(0, m.start - NEARBY), span[1]) is not None
        and not any(x.label == "COMMITTEE" for x in within(release.mentions, span))
    )


def _settle_body(release: Release, part: Part, standing: bool) -> None:
    """Determine the body of a sentence: beside a mention, else as the subject of a verb, else as
    the body that heard someone."""
    span = part.opening
    for m in part.referred:
        part.bodies.pop(own_body(release, span, m) or "", None)
    if part.own:
        part.bodies = {part.own: 1.0}
    elif (
        not part.anchors
        and (sat := sits(release, span) or (acts(release, span) if standing else None)) is not None
    ):
        part.own, part.bodies = sat, {sat: 1.0}
    if (
        part.own is None
        and all(introduces(a.name) for a in part.anchors)
        and (hearing := heard(release, span)) is not None
    ):
        part.own, part.bodies = hearing, {hearing: 1.0}
