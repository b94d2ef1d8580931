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
# Words for a meeting there: «اجتماع مغلق», «قمة ثلاثية».
ASSEMBLING = pattern(r"(?:ال)?(?:اجتماع|لقاء|لقائ|مباحثات|محادثات|مشاورات|مفاوضات|قم[ةت]|استقبال)")
# Words beside a session of a court: «أجلت المحكمة … إلى جلسة», «تعذر عرض المتهمين».
TRIAL = pattern(
    r"(?<!\w)(?:[وفبل]|لل)?(?:ال)?(?:محكمة|محاكم[ةت]\w*|قاض[يى]|متهم(?:ون|ين)?|جنايات|شهود)(?!\w)|"
    r"(?<!\w)[وفل]?النيابة(?!\w)"
)


def is_trial(release: Release, part: Part) -> bool:
    """Return whether a part reports a session of a court: «جلسة» without body or number, in
    sentences that name the court, the judge or the accused. 5 of 6 such parts in 413 newspaper
    articles are no meeting; the sixth is one that a high court holds."""
    if (
        part.own is not None
        or part.ordinals
        or not part.anchors
        or not all(SESSION.match(a.name) for a in part.anchors)
    ):
        return False
    return any(TRIAL.search(release.text, *s) for s in part.openings)


def is_gathering(release: Release, part: Part) -> bool:
    """Return whether a part reports a conference, forum or workshop, or sessions of one that the
    text names, without body and meeting. 18 of 19 such parts in 213 newspaper articles are no
    meeting."""
    if (
        part.own is not None
        or not part.anchors
        or any(ASSEMBLING.match(a.name) for a in part.anchors)
    ):
        return False
    meetings = labelled(release.mentions, "MEETING")
    return once(release, "gathering", lambda: any(GATHERING.match(m.name) for m in meetings))
