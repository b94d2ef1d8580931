"""Who is the host of talks and who the guest. All sentences and names are invented."""

from __future__ import annotations

import pytest

from pipeline.types import Meeting
from tests.marked import HIGH, meeting

SALIM, MAJID, HIND, HAMAD = (
    f"<PER ATTENDED>{name}</PER>"
    for name in ("سالم الرويعي", "ماجد البلوي", "هند الكواري", "حمد الفهيدي")
)
HOST, GUEST = "host", "guest"


def sides(m: Meeting) -> list[str | None]:
    return [p.side for p in m.people]


@pytest.mark.parametrize(
    "text",
    [
        f"استقبل {SALIM} {MAJID}.",
        f"استقبل، أمس الأحد بمكتبه، <HON>معالي</HON> {SALIM} <ROLE>وزير المراعي</ROLE>، <HON>سعادة"
        f"</HON> {MAJID} <ROLE>سفير الواحة</ROLE>.",
        f"<ROLE>وزير المراعي</ROLE> {SALIM} <MEETING HELD>يستقبل</MEETING> <ROLE>سفير الواحة</ROLE> "
        f"{MAJID}.",
        f"أشاد {SALIM} بالتعاون خلال استقباله {MAJID}، وجرى في <MEETING HELD>اللقاء</MEETING> بحث "
        "<TOPIC>خطة الري</TOPIC>.",
        f"التقى {SALIM} بمكتبه صباح اليوم، <ROLE>سفير الواحة</ROLE> {MAJID}.",
    ],
)
def test_who_receives_is_the_host(text: str) -> None:
    met = meeting(text)
    assert [(p.person.name, p.side) for p in met.people] == [
        ("سالم الرويعي", HOST),
        ("ماجد البلوي", GUEST),
    ]


@pytest.mark.parametrize(
    "received",
    [
        f"حيث استقبله {SALIM}",
        f"واستقبل الوفد {SALIM}",
        f"وكان في استقباله {SALIM}",
        f"وعقد {SALIM} معه مباحثات. وكان {SALIM} في استقبال {MAJID} حين وصل",
    ],
)
def test_who_comes_first_may_be_received(received: str) -> None:
    met = meeting(
        f"وصل {MAJID} إلى الواحة، {received}، وعقدا <MEETING HELD>جلسة مباحثات</MEETING>."
    )
    assert {p.person.name: p.side for p in met.people} == {
        "سالم الرويعي": HOST,
        "ماجد البلوي": GUEST,
    }


def test_those_received_together_are_guests() -> None:
    assert sides(meeting(f"استقبل {SALIM} {MAJID} و{HIND}.")) == [HOST, GUEST, GUEST]


def test_who_comes_with_a_guest_is_a_guest() -> None:
    text = (
        f"استقبل {SALIM} <ROLE>مدير الجامعة</ROLE> {MAJID}، يرافقه <ROLE>مدير المركز</ROLE> {HIND}."
    )
    assert sides(meeting(text)) == [HOST, GUEST, GUEST]


def test_who_receives_for_another_is_the_host() -> None:
    met = meeting(
        f"نيابة عن {SALIM} <MEETING HELD>استقبل</MEETING> {MAJID} <ROLE>سفير الواحة</ROLE> {HIND}."
    )
    assert {p.person.name: p.side for p in met.people if p.side} == {
        "ماجد البلوي": HOST,
        "هند الكواري": GUEST,
    }


def test_an_envoy_is_not_on_the_side_of_the_state_where_he_serves() -> None:
    met = meeting(
        f"عقد <ROLE>وزير خارجية <COUNTRY>عمان</COUNTRY></ROLE> {SALIM} و<ROLE>وزير خارجية "
        f"<COUNTRY>الكويت</COUNTRY></ROLE> {MAJID} <MEETING HELD>جلسة مباحثات</MEETING> في <LOC>مسقط"
        f"</LOC>، وحضرها <ROLE>سفير السلطان لدى <COUNTRY>الكويت</COUNTRY></ROLE> {HIND}."
    )
    assert sides(met) == [HOST, GUEST, None]


def test_who_was_there_too_has_no_side_that_nobody_tells() -> None:
    assert sides(meeting(f"استقبل {SALIM} {MAJID}، بحضور {HIND}.")) == [HOST, GUEST, None]


def test_the_state_in_which_they_talk_is_the_host() -> None:
    met = meeting(
        f"عقد <ROLE>وزير خارجية <COUNTRY>عمان</COUNTRY></ROLE> {SALIM} و<ROLE>وزير "
        f"خارجية <COUNTRY>الكويت</COUNTRY></ROLE> {MAJID} <MEETING HELD>جلسة مباحثات</MEETING> في <LOC>مسقط</LOC>."
    )
    assert [(p.person.country, p.side) for p in met.people] == [("OM", HOST), ("KW", GUEST)]


@pytest.mark.parametrize(
    "text",
    [
        f"التقى {SALIM} {MAJID}.",
        f"استقبل <ROLE>وزير المراعي</ROLE> أمس <ROLE>سفير الواحة</ROLE> {MAJID}، بحضور {HIND}.",
        f"<MEETING HELD>استقبل</MEETING> <ROLE>مدير المركز</ROLE> {SALIM}، يرافقه {MAJID}، بحضور {HIND}.",
        f"عقدت {HIGH} <MEETING HELD>اجتماعها</MEETING> برئاسة {SALIM}، الذي استقبل {MAJID}.",
        f"عقد <ROLE>وزير المراعي في <COUNTRY>الكويت</COUNTRY></ROLE> {SALIM} "
        f"و<ROLE>سفير <COUNTRY>عمان</COUNTRY></ROLE> {MAJID} <MEETING HELD>جلسة مباحثات</MEETING> في <LOC>الدوحة</LOC>.",
    ],
)
def test_nobody_has_a_side_where_the_host_is_not_told(text: str) -> None:
    assert set(sides(meeting(text))) == {None}
