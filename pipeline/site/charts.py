"""Charts as SVG, by pygal; the browser shapes the Arabic. The same data give the same bytes."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any

# Remove from the SVG its comments, one of which contains the date, and its own style: the site's
# style sheet, with light and dark, replaces it.
_LEFT_OUT = re.compile("<!--.*?-->|<style.*?</style>", re.DOTALL)


def bars(title: str, pairs: Sequence[tuple[str, int]]) -> str:
    """Return a chart of vertical bars, one label and number each."""
    return _rendered(_pygal().Bar(show_y_labels=False, **_settings(height=220)), title, pairs)


def lying_bars(title: str, pairs: Sequence[tuple[str, int]]) -> str:
    """Return a chart of horizontal bars for long labels, the first pair on top."""
    chart = _pygal().HorizontalBar(show_x_labels=True, **_settings(height=60 + 34 * len(pairs)))
    return _rendered(chart, title, tuple(reversed(pairs)))


@cache
def _pygal() -> Any:
    """Import pygal without the import finder that it installs for its maps: that one has no
    `find_spec`, so every later import would warn."""
    import pygal

    sys.meta_path[:] = [f for f in sys.meta_path if type(f) is not pygal.PluginImportFixer]
    return pygal


def _settings(height: int) -> dict[str, Any]:
    return {
        "css": (),
        "js": (),
        "no_prefix": True,
        "disable_xml_declaration": True,
        "explicit_size": False,
        "show_legend": False,
        "truncate_label": -1,
        "print_values": True,
        "margin": 8,
        "width": 640,
        "height": height,
        "show_y_guides": False,
        "show_minor_y_labels": False,
    }


def _rendered(chart: Any, title: str, pairs: Sequence[tuple[str, int]]) -> str:
    chart.uuid = "chart"  # pygal chooses a random one, which is written to the file
    chart.x_labels = [label for label, _ in pairs]
    chart.add(title, [number for _, number in pairs])
    chart.value_formatter = lambda number: f"{number:.0f}"
    return _LEFT_OUT.sub("", str(chart.render(is_unicode=True)))
