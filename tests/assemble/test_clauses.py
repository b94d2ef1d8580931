"""Topics, decisions, what sort of initiative, media. All sentences are invented."""
from __future__ import annotations

import pytest

from pipeline.arabic.naming import initiative_kind
from pipeline.assemble.media import is_media
from tests.marked import meeting, unmarked

HELD = "عقدت <COMMITTEE BODY>اللجنة العليا للمراعي</COMMITTEE> <MEETING HELD>اجتماعها الثاني</MEETING>. "


@pytest.mark.parametrize(("clause", "want"), [
    ("أقرت اللجنة الخطة السنوية للري", "أقرت الخطة السنوية للري"),
    ("وافق المجلس على إنشاء سجل موحد", "وافق على إنشاء سجل موحد"),
    ("أوصى المجتمعون بتوسيع المراعي", "أوصى بتوسيع المراعي"),
    ("إنشاء سجل موحد للسواقي", "إنشاء سجل موحد للسواقي"),
    ("اعتماد محضر الاجتماع السابق", "اعتماد محضر الاجتماع السابق"),
    ("أقرت <COMMITTEE>اللجنة العليا للمراعي</COMMITTEE> الخطة السنوية للري", "أقرت الخطة السنوية للري"),
])
def test_a_decision_is_told_without_its_subject(clause: str, want: str) -> None:
    marked = f"{HELD}و<DECISION>{clause}</DECISION>."
    decision, = meeting(marked).decisions
    assert decision.text == want
    assert unmarked(marked)[0][slice(*decision.span)] == unmarked(clause)[0]  # the whole clause


@pytest.mark.parametrize(("before", "action"), [
    ("ناقشت اللجنة", "discussed"), ("وبحثت", "discussed"), ("واستعرضت", "reviewed"), ("وتابعت", "followed_up"),
    ("واطلعت على", "briefed"),
    ("وتم استعراض", "reviewed"), ("وقدم شرحا عن", "presented"), ("في موقف موحد من", "other"), ("ورحبت ب", "other"),
])
def test_what_was_done_with_a_topic(before: str, action: str) -> None:
    topic, = meeting(f"{HELD}{before} <TOPIC>سير العمل في السواقي</TOPIC>.").topics
    assert (topic.text, topic.action) == ("سير العمل في السواقي", action)


def test_each_item_is_one_topic_and_repeats_are_left_out() -> None:
    marked = (f"{HELD}وناقشت <TOPIC>خطة الري</TOPIC> و<TOPIC>سجل المراعي</TOPIC>. ثم عادت فناقشت <TOPIC>خطّة الري</TOPIC>.")
    assert [t.text for t in meeting(marked).topics] == ["خطة الري", "سجل المراعي"]


def test_a_clause_drops_tatweel_and_outer_punctuation() -> None:
    decision, = meeting(f"{HELD}وقررت <DECISION>إنشاء سجل مـــوحد،</DECISION> أمس.").decisions
    assert decision.text == "إنشاء سجل موحد"


def test_topics_and_decisions_are_kept_apart() -> None:
    met = meeting(f"{HELD}وناقشت <TOPIC>خطة الري</TOPIC> وقررت <DECISION>إنشاء سجل للمراعي</DECISION>.")
    assert ([t.text for t in met.topics], [d.text for d in met.decisions]) == (["خطة الري"], ["إنشاء سجل للمراعي"])


@pytest.mark.parametrize(("name", "kind"), [
    ("مبادرة السواقي", "initiative"), ("برنامج المراعي", "programme"), ("البرنامج الوطني للسواقي", "programme"), ("مشروع السجل", "project"),
    ("استراتيجية المراعي", "strategy"), ("الإستراتيجية الوطنية للري", "strategy"), ("رؤية المراعي 2040", "strategy"), ("خطة الري", "plan"),
    ("منصة سواقي", "platform"), ("بوابة المراعي", "platform"), ("سواقي", "other"), ("", "other"),
])
def test_kind_of_an_initiative(name: str, kind: str) -> None:
    assert initiative_kind(name) == kind


@pytest.mark.parametrize("name", ["وكالة الأنباء القطرية", "صحيفة المراعي", "قنا", "رويترز", "قناة السواقي"])
def test_media(name: str) -> None:
    assert is_media(name)


@pytest.mark.parametrize("name", ["وزارة الإعلام", "هيئة السواقي", "مجلس التعاون لدول الخليج العربية", "جامعة الخليج العربي"])
def test_not_media(name: str) -> None:
    assert not is_media(name)
