"""Which people named in the text of a meeting are certain enough for its record. All sentences and
names are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.assemble import assemble, candidates
from pipeline.assemble.listing import LONG, evidence, weights
from pipeline.assemble.realis import probability
from pipeline.types import Release
from tests.marked import CONFIG, EVERY, extracted

WEIGHED = replace(EVERY, sure_person=CONFIG.sure_person, first_meeting=0.0)
MET = (
    "<OPENS>استقبل</OPENS> <PER ATTENDED>سالم الرويعي</PER> <PER ATTENDED>ناصر الدغيم</PER> وبحث "
    "معه <TOPIC>خطة الري</TOPIC>. "
    "وصدر أمس كتاب عن السدود. وقال إن العرض قائم. وروى المعرض سيرة <PER MENTIONED>حمد الزويد</PER>."
)


def unsure(release: Release, mentioned: float, reported: float = 1.0) -> Release:
    """Return a release with this confidence for who is only mentioned and whether it reports a
    meeting."""
    facts = tuple(
        replace(f, confidence=mentioned if f.label == "MENTIONED" else f.confidence)
        for f in release.facts
    )
    return replace(release, facts=facts, reported=reported)


def names(release: Release) -> set[str]:
    (met,) = assemble(release, WEIGHED).meetings
    return {p.person.name for p in met.people}


def weighed(release: Release, name: str) -> dict[str, float]:
    """Return the evidence for one person in the only candidate."""
    ((event, met),) = candidates(release, EVERY)
    return evidence(
        release, event, met, next(p.person for p in met.people if p.person.name == name)
    )


def test_every_piece_of_evidence_has_its_weight() -> None:
    assert {"bias", *weighed(extracted(MET), "سالم الرويعي")} == set(weights())


@pytest.mark.parametrize("name", ["took_part", "mentioned", "name", "believed", "reported"])
def test_what_is_sure_speaks_for_a_person(name: str) -> None:
    found = weighed(extracted(MET), "حمد الزويد")
    assert probability({**found, name: found[name] + 0.5}, weights()) > probability(
        found, weights()
    )


@pytest.mark.parametrize("name", ["one_word", "far", "in_lead", "long"])
def test_far_from_the_meeting_and_in_a_long_text_it_is_less_sure(name: str) -> None:
    found = weighed(extracted(MET), "حمد الزويد")
    assert probability({**found, name: found[name] + 0.5}, weights()) < probability(
        found, weights()
    )


def test_distance_is_counted_in_sentences_from_the_opening() -> None:
    release = extracted(MET)
    assert (
        weighed(release, "ناصر الدغيم")["far"] == 0 and weighed(release, "حمد الزويد")["far"] == 3
    )


def test_who_is_mentioned_far_off_in_a_long_article_is_left_out() -> None:
    long = MET + " وجرت المياه في السواقي." * (LONG // 20)
    assert names(extracted(MET)) == {"سالم الرويعي", "ناصر الدغيم", "حمد الزويد"}
    assert names(unsure(extracted(long), 0.5, 0.9)) == {"سالم الرويعي", "ناصر الدغيم"}


def test_whom_a_meeting_decided_on_is_listed_however_long_the_text() -> None:
    told = "عقدت اللجنة <MEETING HELD>اجتماعها</MEETING>. " + "وجرت المياه في السواقي. " * (
        LONG // 20
    )
    appointed = "تعيين <PER MENTIONED>حمد الزويد</PER> مديرا"
    assert names(unsure(extracted(f"{told}وقررت <DECISION>{appointed}</DECISION>."), 0.1, 0.5)) == {
        "حمد الزويد"
    }
    assert names(unsure(extracted(f"{told}وسبق {appointed}."), 0.1, 0.5)) == set()


def test_who_presides_is_listed_however_unsure_the_meeting() -> None:
    marked = "<OPENS>عقدت</OPENS> اللجنة <MEETING HELD>اجتماعها</MEETING> برئاسة <PER CHAIRED>سالم الرويعي</PER>."
    release = unsure(extracted(marked + " وجرت المياه في السواقي." * (LONG // 20)), 0.5, 0.2)
    assert names(release) == {"سالم الرويعي"}
