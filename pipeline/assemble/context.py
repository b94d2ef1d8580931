"""The words before and after a person's name, without titles and offices."""

from __future__ import annotations

import re

from pipeline.arabic.patterns import pattern
from pipeline.assemble.spans import beginning
from pipeline.types import Mention, Release

TITLES = frozenset({"HON", "ROLE"})
GAP = 3  # maximum characters between a name, a title and an office: a space, a comma, «و»
REACH = 200  # maximum characters between two names of a list, including offices
# «فلان -رعاه الله-، وفلان», «فلان، حفظه الله، وفلان», without titles and offices.
ROW = pattern(
    r"(?:\s?[-–\u0640][^-–\u0640.،\n]{2,25}[-–\u0640]|[ ،,]*(?:حفظ|رعا|أعز)(?:ه|ها|هما|هم) "
    r"الله(?: ورعا(?:ه|ها|هما))?)?"
    r"[ ،,]*(?:و|،)[ ،,]*"
)  # \u0640 tatweel, used as a dash


def name_start(release: Release, m: Mention) -> int:
    """Return where the titles and offices before a name begin; a full stop ends them, except that
    of a short title («د. فلان»)."""
    start = m.start
    near = _titles(release, m.start - 2 * REACH, m.start)
    while True:
        nearer = [
            x.start
            for x in near
            if x.start < start
            and 0 <= start - x.end <= GAP
            and not re.search(
                r"\n" if x.end - x.start <= 2 else r"[.\n]", release.text[x.end : start]
            )
        ]
        if not nearer:
            return start
        start = min(nearer)


def _titles(release: Release, start: int, end: int) -> list[Mention]:
    """Return the titles and offices that begin in a range."""
    return [x for x in beginning(release.mentions, start, end) if x.label in TITLES]


def before_name(release: Release, m: Mention) -> str:
    """Return the 60 characters before a name, without titles and offices."""
    start = name_start(release, m)
    return release.text[max(0, start - 60) : start]


def after_name(release: Release, m: Mention) -> str:
    """Return the 120 characters after a name and the office that follows it."""
    end = m.end
    near = _titles(release, m.end, m.end + 2 * REACH)
    while True:
        further = [x.end for x in near if 0 <= x.start - end <= GAP and x.end > end]
        if not further:
            return release.text[end : end + 120]
        end = max(further)


def joined_to(release: Release, m: Mention) -> Mention | None:
    """Return the person named directly before in a list («تحيات فلان وفلان»), separated only by
    «و», commas, titles and offices."""
    near = beginning(
        release.mentions, m.start - 2 * REACH, m.start
    )  # lists may be long: do not scan all mentions for each name
    before = max(
        (x for x in near if x.label == "PER" and m.start - REACH < x.end < m.start),
        key=lambda x: x.end,
        default=None,
    )
    if before is None:
        return None
    bare, at = "", before.end
    for x in (x for x in near if x.label in TITLES and before.end <= x.start and x.end <= m.start):
        bare += release.text[at : max(at, x.start)]
        at = max(at, x.end)
    return before if ROW.fullmatch(bare + release.text[at : m.start]) else None
