"""Characters between the letters of the source change no record, and values are returned as in the
source."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.arabic.folding import fold
from pipeline.assemble.clean import cleaned
from pipeline.types import Meeting, Mention, Paragraph, Release
from tests.marked import HIGH, TAG, WATER, extracted, meetings

TEXT = (
    f"أعلن بيان أن {HIGH} عقدت <MEETING HELD>اجتماعها الثاني</MEETING> برئاسة <ROLE>وزير "
    "الري</ROLE> <PER CHAIRED>سالم الرويعي</PER> "
    "في <LOC CITY>مسقط</LOC>، بحضور <PER ATTENDED>منى الساعدي</PER>. وناقشت <TOPIC>خطة "
    "الري</TOPIC>، إلى جانب "
    "<TOPIC>سجل المراعي</TOPIC>.\n"
    f"كما <OPENS>عقد</OPENS> {WATER} <MEETING HELD>اجتماعه السابع</MEETING> <DATE>أمس</DATE> برئاسة <PER "
    "CHAIRED>هند الكواري</PER>. "
    "وأقر المجلس <DECISION>سجل السواقي</DECISION>."
)
TATWEEL, FATHA, SHADDA, SUKUN, MARK_RTL, NO_BREAK = (
    "\u0640",
    "\u064e",
    "\u0651",
    "\u0652",
    "\u200f",
    "\u00a0",
)
PARTED = re.compile(
    rf"{TAG.pattern}|(?P<joins>[بتثجحخسشصضطظعغفقكلمنهي])(?=[\u0621-\u064a])|(?P<space> "
    r")|(?P<comma>،)"
)


def told(met: Meeting) -> list[str]:
    values = [
        met.body and met.body.name,
        met.ordinal and met.ordinal.value,
        met.date and met.date.value,
        met.city and met.city.value,
        met.chair and met.chair.value,
        *((p.person.name, p.participation, p.person.role) for p in met.people),
        *(c.name for c in met.committees),
        *(c.text for c in (*met.topics, *met.decisions)),
    ]
    return [fold(str(v)) for v in values]


MARKS = ("", "", "", TATWEEL, FATHA, SHADDA, SUKUN, MARK_RTL, TATWEEL + SHADDA)


@given(st.integers(0, 1 << 32))
def test_marks_between_letters_and_other_spaces_change_no_record(seed: int) -> None:
    draw = random.Random(seed)

    def other(m: re.Match[str]) -> str:
        if m["joins"]:
            return m["joins"] + draw.choice(MARKS)
        if m["comma"]:
            return draw.choice("،,")
        return (
            draw.choice((" ", " ", NO_BREAK, "  ")) if m["space"] else m.group()
        )  # a tag stays as it is

    found = meetings(PARTED.sub(other, TEXT), "2024-03-12")
    assert [told(m) for m in found] == [told(m) for m in meetings(TEXT, "2024-03-12")]


def test_a_clause_keeps_the_harakat_of_the_source_and_loses_tatweel() -> None:
    (met,) = meetings(
        f"عقدت {HIGH} <MEETING HELD>اجتماعها الثاني</MEETING>. وناقشت <TOPIC>مُقترحا\u064b لحفظ "
        "الم\u0640\u0640راعي</TOPIC>."
    )
    assert [t.text for t in met.topics] == ["مُقترحا\u064b لحفظ المراعي"]  # damma, fathatan


@given(
    st.lists(
        st.sampled_from(
            [
                "خطة",
                "الم\u0640ياه",
                "م\u064eعا\u064b",
                "و\u00a0",
                "\n",
                "\n\n",
                " ",
                "\ufefb",
                "\u200f",
            ]
        ),
        min_size=1,
    )
)
def test_every_range_goes_there_and_back(pieces: list[str]) -> None:
    release = extracted(
        "<TOPIC>خطة</TOPIC> " + "".join(pieces) + "<PER ATTENDED>سالم الرويعي</PER>"
    )
    twin, given_back = cleaned(release)
    assert cleaned(twin)[0] is twin
    assert [fold(twin.text[m.start : m.end]) for m in twin.mentions] == [
        fold(m.name) for m in release.mentions
    ]
    met = meetings("التقى <PER ATTENDED>سالم الرويعي</PER> <PER ATTENDED>هند الكواري</PER>.")[0]
    seen = replace(
        met,
        people=tuple(replace(met.people[0], person=e) for e in twin.entities),
        topics=(),
        decisions=(),
    )
    assert [p.person for p in given_back(seen).people] == list(release.entities)


def test_a_clean_text_is_its_own_twin() -> None:
    release: Release = extracted("عقدت اللجنة اجتماعها.\nوحضر سالم.")
    assert cleaned(release)[0] is release


def test_a_character_reference_in_a_clause_is_shown_as_its_character() -> None:
    (first, *_) = meetings(TEXT.replace("خطة الري", "خطة &quot;الري&quot;"))
    assert first.topics[0].text == 'خطة "الري"'


def test_a_line_of_harakat_alone_moves_nothing_behind_it() -> None:
    """\u0651 shadda, \u064e fatha."""
    text = "عقدت اللجنة العليا اجتماعها.\n\u0651\u064e\nوأقرت اللجنة الخطة."
    paragraphs = tuple(Paragraph(*m.span()) for m in re.finditer(r"[^\n]+", text))
    facts = (Mention(text.index("وأقرت"), len(text) - 1, "DECISION", "", "model", 0.9),)
    twin, _ = cleaned(Release("r-0", "s", text, paragraphs=paragraphs, facts=facts))
    assert twin.text[twin.facts[0].start : twin.facts[0].end] == "وأقرت اللجنة الخطة"
