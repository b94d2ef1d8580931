"""Members named in a list."""

from __future__ import annotations

import pytest

from tests.marked import linked


@pytest.mark.parametrize(
    ("marked", "roles"),
    [
        (
            "بحضور <PER>هند الكواري</PER> <ROLE>أمين السر</ROLE>، و<HON>الدكتور</HON> <PER>سالم "
            "الرويعي</PER>، و<PER>ماجد البلوي</PER> أعضاء "
            "<COMMITTEE>مجلس إدارة <ORG>هيئة السواقي</ORG></COMMITTEE>.",
            ["أمين السر", "عضو مجلس إدارة هيئة السواقي", "عضو مجلس إدارة هيئة السواقي"],
        ),
        (
            "سمت القطري <PER>سالم الرويعي</PER> والعماني <PER>ماجد البلوي</PER> عضوي "
            "<COMMITTEE>اللجنة العليا</COMMITTEE>.",
            ["عضو اللجنة العليا", "عضو اللجنة العليا"],
        ),
        (
            "حضر <PER>سالم الرويعي</PER>، و<PER>ماجد البلوي</PER> وأعضاء <COMMITTEE>اللجنة "
            "العليا</COMMITTEE>.",
            [None, None],
        ),
        ("حضر <PER>سالم الرويعي</PER>، و<PER>ماجد البلوي</PER>، أعضاء المجلس.", [None, None]),
        ("التقى <PER>سالم الرويعي</PER> أعضاء <COMMITTEE>اللجنة العليا</COMMITTEE>.", [None]),
    ],
)
def test_members_named_in_a_row(marked: str, roles: list[str | None]) -> None:
    assert [e.role for e in linked(marked)[1] if e.label == "PER"] == roles
