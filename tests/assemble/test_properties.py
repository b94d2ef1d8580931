"""Properties of every meeting, whatever the sentences of a release. All names are invented."""

from __future__ import annotations

import dataclasses
import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.assemble import assemble
from pipeline.types import Meeting, Release, Value
from tests.marked import CONFIG, EVERY, extracted

SENTENCES = [
    "ترأس <PER CHAIRED>سالم بن حمد الرويعي</PER> <MEETING HELD>الاجتماع الثاني</MEETING> "
    "ل<COMMITTEE BODY>لجنة العليا للمراعي</COMMITTEE>.",
    "عقد <COMMITTEE BODY>مجلس إدارة هيئة السواقي</COMMITTEE> <DATE>أمس</DATE> <MEETING "
    "HELD>اجتماعه السابع</MEETING> عن بعد.",
    "واستقبل <PER ATTENDED>الرويعي</PER> <PER ATTENDED>هند الكواري</PER> <ROLE>سفيرة "
    "<COUNTRY>دولة قطر</COUNTRY></ROLE>.",
    "والتقى <PER ATTENDED>ماجد البلوي</PER> <PER ATTENDED>نورة الدغيثري</PER> و<PER ATTENDED>هند "
    "الكواري</PER>، كل على حدة.",
    "وأقرت <DECISION>أقرت اللجنة خطة الري</DECISION>، وناقشت <TOPIC>سجل المراعي</TOPIC>.",
    "وذلك في <LOC>قصر البستان</LOC> ب<LOC CITY>مسقط</LOC> يوم <DATE>12 مارس 2024</DATE>.",
    "وقال <PER MENTIONED>الرويعي</PER> إن <INITIATIVE>مبادرة النخيل</INITIATIVE> بدأت.",
    "وصادقت على محضر <MEETING REFERRED>الاجتماع (21)</MEETING> ل<COMMITTEE>لجنة العليا "
    "للمراعي</COMMITTEE>.",
    "برئاسة <ROLE>وزير المراعي</ROLE>، وبدعوة من <ORG>جمعية النخيل</ORG>.",
    "وتنعقد <MEETING HELD>الدورة الثالثة</MEETING> <DATE>من 5 إلى 7 مارس 2024</DATE> حضوريا وعن "
    "بعد.",
    "<COMMITTEE>اللجنة العليا للمراعي</COMMITTEE> تجتمع",
    "ولا شيء هنا.",
]
RELEASES = st.builds(
    lambda events, gaps, published, reported: extracted(
        "".join(g + p for g, p in zip(gaps, events, strict=False)).strip(), published, reported
    ),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8),
    st.lists(st.sampled_from([" ", "\n", "\n\n"]), min_size=8, max_size=8),
    st.sampled_from([None, "2024-03-12"]),
    st.sampled_from([0.0, 0.6, 1.0]),
)


def check(release: Release, met: Meeting) -> None:
    size = len(release.text)
    for field in dataclasses.fields(met):
        value = getattr(met, field.name)
        if isinstance(value, Value):
            assert (value.span is None) == (value.found_by == "inferred")
            assert value.span is None or 0 <= value.span[0] < value.span[1] <= size
    for name in ("city", "venue"):
        value = getattr(met, name)
        assert (
            value is None or value.span is None or release.text[slice(*value.span)] == value.value
        )
    if met.chair is not None:
        assert met.chair.value in [
            p.person.name for p in met.people if p.participation == "chaired"
        ]
    if met.end_date is not None:
        assert met.date is not None and dt.date.fromisoformat(
            met.date.value
        ) < dt.date.fromisoformat(met.end_date.value)
    if met.kind is not None and met.kind.value == "bilateral":
        assert met.body is None
    ids = [
        [p.person.id for p in met.people],
        [e.id for e, _ in met.initiatives],
        *([e.id for e in group] for group in (met.countries, met.committees, met.organizations)),
    ]
    assert all(len(set(group)) == len(group) for group in ids)
    if met.body is not None:
        assert met.body.id in [c.id for c in met.committees]
    own = (met.body.name if met.body else None, met.ordinal.value if met.ordinal else None)
    assert len({(r.body, r.ordinal) for r in met.referenced}) == len(met.referenced)
    assert own[1] is None or own not in [(r.body, r.ordinal) for r in met.referenced]
    for clause in (*met.topics, *met.decisions):
        assert (
            clause.text
            and clause.text == clause.text.strip()
            and 0 <= clause.span[0] < clause.span[1] <= size
        )
    assert 0 <= met.confidence <= 1
    assert list(met.warnings) == sorted(set(met.warnings))


@settings(max_examples=150)
@given(RELEASES)
def test_every_meeting_is_whole(release: Release) -> None:
    done = assemble(release, CONFIG)
    for met in done.meetings:
        check(release, met)
    if release.reported == 0.0:
        assert done.meetings == ()
    assert assemble(release, CONFIG) == done


TWO_SITTINGS = extracted(  # of one body
    "ترأس <PER CHAIRED>سالم الرويعي</PER> <DATE>أمس</DATE> <MEETING HELD>الاجتماع الثاني</MEETING> "
    "ل<COMMITTEE BODY>لجنة العليا للمراعي</COMMITTEE>.\nوتعقد <COMMITTEE BODY>اللجنة العليا "
    "للمراعي</COMMITTEE> "
    "<MEETING HELD>اجتماعها الثالث</MEETING> يوم <DATE>19 مارس 2024</DATE>.",
    "2024-03-12",
)


def test_neighbouring_meetings_of_one_body_differ_in_their_number() -> None:
    one, two = assemble(TWO_SITTINGS, EVERY).meetings
    assert one.body is not None and two.body is not None and one.body.id == two.body.id
    assert [m.ordinal and m.ordinal.value for m in (one, two)] == [2, 3]
