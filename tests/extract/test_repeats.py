from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.repeats import Names

letters = st.text("وفلاب «.ن", max_size=60)
names = st.sets(
    st.text("وفلاب ن", min_size=1, max_size=9).filter(lambda n: n[0] != " "), max_size=6
)


@given(letters, names, st.integers(0, 2))
def test_as_a_pattern_for_each_name_would(text: str, known: set[str], particles: int) -> None:
    found = Names(known).found(text, particles)
    for name in known:
        pattern = rf"(?<!\w)[وفبلك]{{0,{particles}}}({re.escape(name)})(?!\w)"
        assert found.get(name, []) == [m.span(1) for m in re.finditer(pattern, text)]


def test_with_particles() -> None:
    names = Names(["لجنة الري", "ري"])
    assert names.found("ناقشت ولجنة الري، وبلجنة الري الري", 2) == {
        "لجنة الري": [(7, 16), (20, 29)]
    }
    assert names.found("ولجنة الري", 0) == {}
