"""Two offices in a row are two mentions, and a deputy belongs to the office."""
from __future__ import annotations

import pytest

from pipeline.extract.offices import whole_offices
from pipeline.extract.spans import Found


def offices(text: str, role: str) -> list[str]:
    """The ROLE mentions made of one."""
    found = [Found(text.index(role), text.index(role) + len(role), "ROLE", "model", 0.9)]
    return [text[f.start:f.end] for f in whole_offices(text, found)]


@pytest.mark.parametrize(("role", "parts"), [
    ("وزير الري وأمين مجلس المياه", ["وزير الري", "أمين مجلس المياه"]),
    ("عضو مجلس الإدارة المشرف على البرنامج", ["عضو مجلس الإدارة", "المشرف على البرنامج"]),
    ("نائب رئيس الدولة رئيس مجلس الوزراء حاكم الإقليم", ["نائب رئيس الدولة", "رئيس مجلس الوزراء", "حاكم الإقليم"]),
    ("مستشار سمو رئيس الهيئة", ["مستشار سمو رئيس الهيئة"]),
    ("نائب مساعد وزير الري", ["نائب مساعد وزير الري"]),
    ("رئيس وأعضاء مجلس الأمناء", ["رئيس وأعضاء مجلس الأمناء"]),
    ("مدير إدارة التخطيط", ["مدير إدارة التخطيط"]),
])
def test_two_offices_in_a_row(role: str, parts: list[str]) -> None:
    assert offices(f"قال {role} أمس", role) == parts


def test_a_deputy_belongs_to_the_office() -> None:
    assert offices("قالت مساعدة المدير العام إن", "المدير العام") == ["مساعدة المدير العام"]
