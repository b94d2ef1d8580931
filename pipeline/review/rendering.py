"""The Jinja environment of the review page and the report: everything is escaped, and an unknown
name is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.review.view import LEGEND, record_view, seen
from pipeline.words import DIRECTION, Language, language, speaking, words
from pipeline.words.values import in_words

if TYPE_CHECKING:
    from jinja2 import Environment

ROOM = Path(__file__).parent
TEMPLATES, STATIC = ROOM / "templates", ROOM / "static"


def environment() -> Environment:
    """Return the templates in the current language."""
    return _environment(language())


@cache
def _environment(wanted: Language) -> Environment:
    """Return the templates of `pipeline/review/templates`, all with autoescape. Globals: `words`
    (its tables of words), `language` and `direction`, `legend` (the labels in order) and
    `record_view`. Filter: `seen`, for untrusted text outside the release's text."""
    import jinja2

    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    env.filters["seen"] = seen
    with speaking(wanted):
        env.globals.update(words=words(), in_words=in_words)
    env.globals.update(legend=LEGEND, record_view=record_view, language=wanted)
    env.globals.update(direction=DIRECTION[wanted])
    return env


def style() -> str:
    """Return the style sheet, which contains no address and may be inside `<style>`."""
    return (STATIC / "style.css").read_text(encoding="utf-8")
