"""When a meeting was held. All sentences and names are invented."""
from __future__ import annotations

import datetime as dt

import pytest

from pipeline.types import Value
from tests.marked import meeting, unmarked

BODY = "<COMMITTEE BODY>اللجنة العليا للمراعي</COMMITTEE>"
HELD = f"عقدت {BODY} <MEETING HELD>اجتماعها الثاني</MEETING>"


def value(v: Value[str] | None) -> str | None:
    return v.value if v is not None else None


@pytest.mark.parametrize(("date", "published", "want"), [
    ("اليوم", "2024-03-12", "2024-03-12"),
    ("أمس", "2024-03-01", "2024-02-29"),
    ("أمس الاثنين", "2024-03-12", "2024-03-11"),
    ("أول أمس", "2024-03-12", "2024-03-10"),
    ("في 5 مارس 2024", None, "2024-03-05"),
    ("في الخامس من مارس 2024", None, "2024-03-05"),
    ("05/03/2024", None, "2024-03-05"),
    ("في 5 آذار 2024", None, "2024-03-05"),
])
def test_date_with_its_evidence(date: str, published: str | None, want: str) -> None:
    particle = "في " if date.startswith("في ") else ""
    surface = date.removeprefix("في ")
    marked = f"{HELD} {particle}<DATE>{surface}</DATE> برئاسة <PER CHAIRED>سالم الرويعي</PER>."
    met = meeting(marked, published)
    assert value(met.date) == want
    assert met.date is not None and met.date.span is not None and met.date.found_by == "rule"
    assert unmarked(marked)[0][slice(*met.date.span)] == surface
    assert (met.end_date, met.date_hijri) == (None, None)


def test_a_relative_word_without_anchor_dates_nothing_and_warns() -> None:
    met = meeting(f"{HELD} <DATE>أمس</DATE>.")
    assert met.date is None
    assert met.warnings == ("date_without_anchor",)


def test_the_page_date_alone_dates_nothing() -> None:
    assert meeting(f"{HELD} برئاسة <PER CHAIRED>سالم الرويعي</PER>.", "2024-03-12").date is None


def test_a_relative_word_stands_on_the_dateline() -> None:
    marked = f"<LOC>المنامة</LOC> في <DATE>12 مارس 2024</DATE> / بنا / {HELD} <DATE>أمس</DATE>."
    assert value(meeting(marked).date) == "2024-03-11"


def test_a_dated_dateline_dates_the_meeting_where_the_text_says_nothing_else() -> None:
    marked = f"<LOC>المنامة</LOC> في <DATE>12 مارس 2024</DATE> / بنا / {HELD}."
    assert value(meeting(marked).date) == "2024-03-12"


def test_hijri_alone_is_converted_by_umm_al_qura() -> None:
    met = meeting(f"{HELD} يوم <DATE>25 شوال 1436هـ</DATE>.")
    assert (value(met.date), value(met.date_hijri)) == ("2015-08-10", "1436-10-25")
    assert met.date_hijri is not None and met.date_hijri.span is not None


def test_both_calendars() -> None:
    met = meeting(f"{HELD} يوم <DATE>25 شوال 1436هـ الموافق 10 أغسطس 2015م</DATE>.")
    assert (value(met.date), value(met.date_hijri)) == ("2015-08-10", "1436-10-25")


def test_a_sitting_of_several_days_ends() -> None:
    met = meeting(f"{HELD} خلال الفترة <DATE>من 5 إلى 7 مارس 2024</DATE>.")
    assert (value(met.date), value(met.end_date)) == ("2024-03-05", "2024-03-07")
    assert met.end_date is not None and met.end_date.span is not None


def test_the_weekday_beats_the_page_date() -> None:
    assert dt.date(2024, 3, 12).weekday() == 1  # a Tuesday
    assert value(meeting(f"{HELD} <DATE>الأحد</DATE>.", "2024-03-12").date) == "2024-03-10"


def test_a_coming_weekday() -> None:
    marked = f"تعقد {BODY} <MEETING HELD>اجتماعها الثاني</MEETING> <DATE>الأحد المقبل</DATE>."
    assert value(meeting(marked, "2024-03-12").date) == "2024-03-17"


def test_a_date_of_history_is_not_the_day_of_the_meeting() -> None:
    marked = f"{HELD} <DATE>اليوم</DATE>. وأشار إلى الهيئة التي أنشئت في <DATE>3 يناير 1998</DATE>."
    assert value(meeting(marked, "2024-03-12").date) == "2024-03-12"
    assert meeting(f"{HELD}. وأشار إلى الهيئة التي أنشئت في <DATE>3 يناير 1998</DATE>.", "2024-03-12").date is None


def test_a_month_is_no_day() -> None:
    assert meeting(f"{HELD} في <DATE>مارس 2024</DATE>.").date is None


def test_the_end_of_a_financial_year_is_no_day_of_a_meeting() -> None:
    met = meeting("ناقش <COMMITTEE BODY>مجلس إدارة السواقي</COMMITTEE> في <MEETING HELD>اجتماعه الثاني</MEETING> نتائج "
                  "السنة المالية المنتهية في <DATE>31 ديسمبر 2024</DATE>.", published="2025-02-03")
    assert met.date is None
