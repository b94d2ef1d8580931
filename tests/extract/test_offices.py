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


def mended(marked: str) -> list[tuple[str, str]]:
    """The mentions as (label, text) of a text in which ⟦…⟧ marks PER, (…) HON, {…} ROLE and [… ] INITIATIVE."""
    text, found, opened = "", [], []
    for c in marked:
        if c in "⟦({[":
            opened.append(len(text))
        elif c in "⟧)}]":
            label = {"⟧": "PER", ")": "HON", "}": "ROLE", "]": "INITIATIVE"}[c]
            found.append(Found(opened.pop(), len(text), label, "model", 0.9))
        else:
            text += c
    return [(f.label, text[f.start:f.end]) for f in whole_offices(text, sorted(found))]


@pytest.mark.parametrize(("marked", "expected"), [
    ("والقائمة بأعمال {مساعد وزير الري} ⟦سمر راشد⟧", [("ROLE", "القائمة بأعمال مساعد وزير الري"), ("PER", "سمر راشد")]),
    ("و{نائب} {المدير العام للري} ⟦سالم⟧", [("ROLE", "نائب المدير العام للري"), ("PER", "سالم")]),
    ("{رئيس الأركان} بمكتب {وزير الري} ⟦سالم⟧", [("ROLE", "رئيس الأركان بمكتب وزير الري"), ("ROLE", "وزير الري"), ("PER", "سالم")]),
    ("{الناطق باسم الشرطة العقيد} (دكتور) ⟦سالم⟧", [("ROLE", "الناطق باسم الشرطة"), ("HON", "العقيد"), ("HON", "دكتور"), ("PER", "سالم")]),
    ("برئاسة {خادم} الحرمين الشريفين الملك ⟦سالم⟧", [("HON", "خادم الحرمين الشريفين الملك"), ("PER", "سالم")]),
    ("{نائب خادم الحرمين الشريفين} يرأس", [("ROLE", "نائب خادم الحرمين الشريفين"), ("ROLE", "خادم الحرمين الشريفين")]),
    ("[مشروع خادم الحرمين الشريفين للري]", [("INITIATIVE", "مشروع خادم الحرمين الشريفين للري")]),
])
def test_the_whole_office(marked: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(mended(marked)) == sorted(expected)


@pytest.mark.parametrize(("marked", "offices_of"), [
    ("حضر ⟦سالم راشد⟧ مدير إدارة الرصد بالهيئة، وعدد", ["مدير إدارة الرصد بالهيئة"]),
    ("حضر ⟦سالم راشد⟧ مدير إدارة الرصد و(السيد) ⟦ماجد فالح⟧", ["مدير إدارة الرصد"]),
    ("حضر ⟦سالم راشد⟧، أعضاء المجلس، أمس", []),
    ("أكد ⟦سالم راشد⟧ مدير الهيئة أن العمل مستمر", []),  # where it ends is not sure
    ("حضر ⟦سالم راشد⟧ مدير، وغيره", []),
])
def test_an_overlooked_office_behind_a_name(marked: str, offices_of: list[str]) -> None:
    assert [t for label, t in mended(marked) if label == "ROLE"] == offices_of
