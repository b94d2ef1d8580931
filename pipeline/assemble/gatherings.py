"""Conferences, forums and workshops, which are no meetings of a body (annotation case 16), sessions of a court and interviews."""
from __future__ import annotations

import re

from pipeline.assemble.media import is_media
from pipeline.assemble.openings import Part
from pipeline.assemble.sittings import SESSION
from pipeline.types import Mention, Release

GATHERING = re.compile(r"(?:ال)?(?:مؤتمر|منتدى|ملتقى|ندو[ةا]|ورش|معرض|مهرجان|فعالي)")  # «المؤتمر الثالث», «ورشة عمل»
# What tells of a meeting there: «اجتماع مغلق», «قمة ثلاثية».
ASSEMBLING = re.compile(r"(?:ال)?(?:اجتماع|لقاء|لقائ|مباحثات|محادثات|مشاورات|مفاوضات|قم[ةت]|استقبال)")
# What a sentence says of a session that is a court's: «أجلت المحكمة … إلى جلسة», «تعذر عرض المتهمين».
TRIAL = re.compile(r"(?<!\w)(?:[وفبل]|لل)?(?:ال)?(?:محكمة|محاكم[ةت]\w*|قاض[يى]|متهم(?:ون|ين)?|جنايات|شهود)(?!\w)|"
                   r"(?<!\w)[وفل]?النيابة(?!\w)")
# «تعقد المحكمة العليا | جلسة»: a chamber that sits to hear someone is a body as others are (annotation case 10).
COURT_HOLDS = re.compile(r"(?<!\w)[وف]?س?(?:عقد|[يت]عقد)ت?\s+(?:ال)?محكمة(?!\w)[^.\n]{0,60}$")
TALK = re.compile(r"(?:ال)?(?:لقاء|حوار|مقابلة|حديث)(?!\w)")
# «لقاء تلفزيوني», «في لقاء على شاشة …», «اللقاء الخاص مع قناة …», «أجرى المركز الإعلامي لقاء»
OF_MEDIA = re.compile(r"(?<!\w)(?:ال)?(?:تلفزيون|إذاع|اذاع|صحف|صحاف|متلفز|إعلام)\w*(?!\w)")
BROADCAST = re.compile(r"\W*(?:ال\w+\s+)?(?:على\s+(?:شاشة|قناة|الهواء)|(?:مع|ل|عبر|في)\s*(?:قناة|صحيفة|إذاعة|تلفزيون|برنامج))(?!\w)")
WITH = re.compile(r"(?<!\w)(?:مع|ل)\s*$")
BY_MEDIA = re.compile(r"(?<!\w)[وف]?[أا]جر[ىت]\s+(?:المركز الإعلامي|(?:ال)?صحيفة|(?:ال)?قناة|(?:ال)?إذاعة)[^.،\n]{0,30}$")


def is_trial(release: Release, part: Part) -> bool:
    """Whether a part tells of the session of a court: of «جلسة» and no body or number, where its sentences name the court, the
    judge or the accused: 5 of 6 such parts in 413 newspaper articles are no meeting, and the sixth is one that a high court holds."""
    if part.own is not None or part.ordinals or not part.anchors or not all(SESSION.match(a.name) for a in part.anchors):
        return False
    if any(COURT_HOLDS.search(release.text, s[0], a.start) for a in part.anchors for s in part.openings if s[0] <= a.start < s[1]):
        return False
    return any(TRIAL.search(release.text, *s) for s in part.openings)


def is_interview(release: Release, part: Part) -> bool:
    """Whether all that a part tells of is a talk with reporters: «في لقاء تلفزيوني», «خلال لقاء على شاشة …»: 3 of 3 in 413
    newspaper articles are no meeting."""
    if part.own is not None or not part.anchors:
        return False
    return all(TALK.match(a.name) and _with_reporters(release, a) for a in part.anchors)


def _with_reporters(release: Release, talk: Mention) -> bool:
    """Whether a talk's name, or the words beside it, say that it was one with reporters."""
    before = release.text[max(0, talk.start - 60):talk.start]
    said = OF_MEDIA.search(talk.name) or BROADCAST.match(release.text, talk.end) or BY_MEDIA.search(before)
    return said is not None or _with_media(release, talk)


def _with_media(release: Release, talk: Mention) -> bool:
    """Whether a newspaper, channel or agency is named right behind a talk with it: «اللقاء الخاص مع | قناة السواقي»."""
    return any(m.label == "ORG" and is_media(m.name) and 0 < m.start - talk.end <= 12
               and WITH.search(release.text, talk.end, m.start) for m in release.mentions)


def is_gathering(release: Release, part: Part) -> bool:
    """Whether a part tells of a conference, forum or workshop, or of sessions where the text names one, and of no body and no meeting: of
    19 such parts in 213 newspaper articles 18 are no meeting."""
    if part.own is not None or not part.anchors or any(ASSEMBLING.match(a.name) for a in part.anchors):
        return False
    return any(m.label == "MEETING" and GATHERING.match(m.name) for m in release.mentions)
