"""Conferences, forums and workshops, which are no meetings of a body (annotation case 16), and
sessions of a court."""

from __future__ import annotations

from pipeline.arabic.patterns import pattern
from pipeline.assemble.openings import Part
from pipeline.assemble.sittings import SESSION
from pipeline.assemble.spans import labelled, once
from pipeline.types import Release

GATHERING = pattern(
    r"(?:ال)?(?:مؤتمر|منتدى|ملتقى|ندو[ةا]|ورش|معرض|مهرجان|فعالي)"
)  # «المؤتمر الثالث», «ورشة عمل»
# What tells of a meeting there: «اجتماع مغلق», «قمة ثلاثية».
ASSEMBLING = pattern(r"(?:ال)?(?:اجتماع|لقاء|لقائ|مباحثات|محادثات|مشاورات|مفاوضات|قم[ةت]|استقبال)")
# What a sentence says of a session that is a court's: «أجلت المحكمة … إلى جلسة», «تعذر عرض
# المتهمين».
TRIAL = pattern(
    r"(?<!\w)(?:[وفبل]|لل)?(?:ال)?(?:محكمة|محاكم[ةت]\w*|قاض[يى]|متهم(?:ون|ين)?|جنايات|شهود)(?!\w)|"
    r"(?<!\w)[وفل]?النيابة(?!\w)"
)


def is_trial(release: Release, part: Part) -> bool:
    """Whether a part tells of the session of a court: of «جلسة» and no body or number, where its
    sentences name the court, the judge or the accused: 5 of 6 such parts in 413 newspaper articles
    are no meeting, and the sixth is one that a high court holds."""
    if (
        part.own is not None
        or part.ordinals
        or not part.anchors
        or not all(SESSION.match(a.name) for a in part.anchors)
    ):
        return False
    return any(TRIAL.search(release.text, *s) for s in part.openings)


def is_gathering(release: Release, part: Part) -> bool:
    """Whether a part tells of a conference, forum or workshop, or of sessions where the text names
    one, and of no body and no meeting: of 19 such parts in 213 newspaper articles 18 are no
    meeting."""
    if (
        part.own is not None
        or not part.anchors
        or any(ASSEMBLING.match(a.name) for a in part.anchors)
    ):
        return False
    meetings = labelled(release.mentions, "MEETING")
    return once(release, "gathering", lambda: any(GATHERING.match(m.name) for m in meetings))
