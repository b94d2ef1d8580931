"""The probability that an event of a text reports a meeting. All sentences and names are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.assemble import assemble, candidates
from pipeline.assemble.realis import _weights, evidence, probability
from pipeline.types import Release
from tests.marked import CONFIG, EVERY, HIGH, extracted

PLAIN = (
    f"<OPENS>عقدت</OPENS> {HIGH} <MEETING HELD>اجتماعها</MEETING> وناقشت <TOPIC>خطة الري</TOPIC>."
)
AT_A_STAND = "<OPENS>استضاف</OPENS> الجناح <MEETING HELD>جلسة</MEETING> عن تربية الإبل تحدث فيها <PER ATTENDED>سالم الرويعي</PER>."


def doubtful(release: Release, **sure: float) -> Release:
    """Return a release in which the facts with the given labels have this confidence."""
    return replace(
        release,
        facts=tuple(replace(f, confidence=sure.get(f.label, f.confidence)) for f in release.facts),
    )


def weighed(marked: str) -> dict[str, float]:
    """Return the evidence of the only candidate in a marked text."""
    release = extracted(marked)
    ((event, met),) = candidates(release, EVERY)
    return evidence(release, event, met)


def test_every_piece_of_evidence_has_its_weight() -> None:
    assert {"bias", *weighed(PLAIN)} == set(_weights())


@pytest.mark.parametrize(
    "name",
    [
        "reported",
        "introduced",
        "held",
        "body",
        "day",
        "people",
        "topics",
        "decisions",
    ],
)
def test_what_is_told_speaks_for_a_meeting(name: str) -> None:
    found = weighed(PLAIN)
    assert probability({**found, name: found[name] + 0.5}) > probability(found)


def test_the_tagger_is_never_quite_sure() -> None:
    assert weighed(PLAIN)["reported"] == pytest.approx(
        weighed(PLAIN.replace("OPENS", "LISTED"))["reported"]
    )
    assert all(-3.5 < value < 3.5 for value in weighed(PLAIN).values())


def test_a_doubtful_meeting_of_which_little_is_told_is_none() -> None:
    """A course, a talk at a fair, a session that is only wished for."""
    assert len(assemble(extracted(PLAIN), CONFIG).meetings) == 1
    unsure = doubtful(extracted(AT_A_STAND, reported=0.7), HELD=0.7, OPENS=0.1)
    assert assemble(unsure, CONFIG).meetings == () and len(assemble(unsure, EVERY).meetings) == 1


def test_a_doubtful_meeting_of_which_much_is_told_is_one() -> None:
    told = PLAIN.replace("وناقشت", "<DATE>أمس</DATE> برئاسة <PER CHAIRED>سالم الرويعي</PER> وناقشت")
    told = told[:-1] + "، وأقرت <DECISION>ميزانية السدود</DECISION>."
    unsure = doubtful(extracted(told, published="2025-03-04", reported=0.8), HELD=0.65, OPENS=0.1)
    assert len(assemble(unsure, CONFIG).meetings) == 1


def test_the_confidence_of_a_meeting_is_how_much_it_is_believed() -> None:
    release = extracted(PLAIN)
    ((event, _),) = candidates(release, CONFIG)
    (met,) = assemble(release, CONFIG).meetings
    told = evidence(release, event, met)
    assert met.confidence == pytest.approx(probability(told), abs=1e-4)
    assert (
        met.confidence
        > assemble(doubtful(release, HELD=0.65, OPENS=0.1), EVERY).meetings[0].confidence
    )
