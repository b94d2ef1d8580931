"""Find mentions by their start without scanning all of them."""

from __future__ import annotations

from itertools import product

from pipeline.assemble.context import name_start
from pipeline.assemble.spans import beginning
from tests.marked import extracted

ROW = extracted(
    "استقبل <HON>معالي</HON> <HON>المهندس</HON> <PER>سالم الرويعي</PER> <ROLE>وزير المراعي في "
    "<COUNTRY>سلطنة عمان</COUNTRY></ROLE> "
    "بحضور <ROLE>مدير السوق</ROLE> <PER>ناصر العبري</PER>، وحضر <PER>ماجد البلوي</PER> "
    "و<ROLE>رئيس الغرفة</ROLE> في <LOC>نزوى</LOC>."
)


def test_those_that_begin_in_a_range_in_their_order() -> None:
    for start, end in product(range(-1, len(ROW.text) + 2), repeat=2):
        assert list(beginning(ROW.mentions, start, end)) == [
            m for m in ROW.mentions if start <= m.start < end
        ]


def test_where_a_name_begins() -> None:
    begun = {name_start(ROW, m) for m in ROW.mentions if m.label == "PER"}
    assert begun == {ROW.text.index(word) for word in ("معالي", "مدير", "ماجد")}
