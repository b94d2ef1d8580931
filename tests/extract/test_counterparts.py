"""Offices told by a nationality."""
from __future__ import annotations

import pytest

from tests.marked import linked


@pytest.mark.parametrize(("marked", "roles"), [
    ("عقد <ROLE>وزير الخارجية التركي</ROLE> <PER>جان أيدن</PER> اجتماعا مع نظيره المصري <PER>سالم الراجي</PER>",
     ["وزير الخارجية التركي", "وزير الخارجية المصري"]),
    ("<ROLE>وزير الخارجية التركي</ROLE> <PER>جان أيدن</PER> مع نظيريه المصري <PER>سالم الراجي</PER> والعراقي <HON>الدكتور</HON> "
     "<PER>رعد جواد</PER>",
     ["وزير الخارجية التركي", "وزير الخارجية المصري", "وزير الخارجية العراقي"]),
    ("<ROLE>وزير الخارجية التركي</ROLE> <PER>جان أيدن</PER> والمصري <PER>سالم الراجي</PER>",
     ["وزير الخارجية التركي", "وزير الخارجية المصري"]),
    ("بحث <ROLE>وزراء خارجية دول <ORG>مجلس التعاون</ORG></ROLE> مع نظيرهم الأمريكي <PER>جون سميث</PER>", ["وزير الخارجية الأمريكي"]),
    ("اجتماع بين <ROLE>وزراء الخارجية</ROLE> المصري <PER>سالم الراجي</PER>، والتركي <PER>جان أيدن</PER>",
     ["وزير الخارجية المصري", "وزير الخارجية التركي"]),
    ("اجتماع بين <ROLE>وزراء الخارجية المصري</ROLE> <PER>سالم الراجي</PER>، والتركي <PER>جان أيدن</PER>",
     ["وزير الخارجية المصري", "وزير الخارجية التركي"]),
    ("<ROLE>مدير الهيئة</ROLE> <PER>سالم الراجي</PER> والمصري <PER>رعد جواد</PER>", ["مدير الهيئة", None]),
    ("التقى نظيره المصري <PER>سالم الراجي</PER>", [None]),
])
def test_an_office_told_by_a_nationality(marked: str, roles: list[str | None]) -> None:
    assert [e.role for e in linked(marked)[1] if e.label == "PER"] == roles
