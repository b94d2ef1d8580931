"""Meetings that are only wished for, agreed on, postponed or cancelled: they get no record
(annotation case 8, guidelines 2)."""

from __future__ import annotations

from pipeline.assemble.cues import cue
from pipeline.assemble.sentences import has_day, words_before
from pipeline.types import Mention, Release, Span


def off(release: Release, sentence: Span, m: Mention, standing: bool = False) -> bool:
    """Return whether the words beside a MEETING mention say that it was postponed or cancelled, or
    wish for one without a date. If another meeting was reported before (`standing`), also return
    True for a future one without a date."""
    before, behind = words_before(release, sentence, m), release.text[m.end : sentence[1]]
    if cue("put_off").search(before):
        return True
    if cue("was_due").search(before) and cue("is_off").search(behind):
        return True
    if cue("was_set").match(behind) and cue("is_off").search(release.text, *sentence):
        return True
    wish = cue("wished").search(before)
    ahead = standing and cue("will_hold").search(before)
    return bool(wish or ahead) and not has_day(
        release, sentence, m.start - len(wish.group()) if wish else m.start
    )
