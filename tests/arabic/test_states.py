from __future__ import annotations

import pytest

from pipeline.arabic.states import states_in


@pytest.mark.parametrize(
    "name, states",
    [
        ("وزير الخارجية الأمريكي", ("US",)),
        ("وزيرة الدولة البريطانية للتنمية", ("GB",)),
        ("سفير دولة قطر لدى إندونيسيا", ("QA", "ID")),
        ("سفارة المملكة العربية السعودية", ("SA",)),
        ("بالمملكة الأردنية الهاشمية", ("JO",)),
        ("المملكة المتحدة", ("GB",)),
        ("خادم الحرمين الشريفين", ("SA",)),
        ("مجلس الشورى بسلطنة عمان", ("OM",)),
        ("رئيس الولايات المتحدة الأميركية", ("US",)),
        ("اللجنة السعودية - المالطية المشتركة", ("SA", "MT")),
        ("الأمم المتحدة", ()),
        ("المستشار المالي والإداري", ()),
        ("وزارة المالية", ()),
        ("", ()),
    ],
)
def test_the_states_of_a_name(name: str, states: tuple[str, ...]) -> None:
    assert states_in(name) == states
