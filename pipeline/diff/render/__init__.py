"""The output formats of `mahdar diff --format`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.diff.model import Change, Diff
from pipeline.diff.render import machine, markdown, page, table
from pipeline.diff.select import Tally
from pipeline.diff.sides import dump

FORMATS = ("table", "json", "jsonl", "markdown", "html")


def render(  # noqa: PLR0913
    diff: Diff | Iterable[Change],
    form: str,
    old: str,
    new: str,
    *,
    colour: bool = False,
    details: bool = False,
    tally: Tally | None = None,
) -> Iterator[str]:
    """Yield the lines of one of FORMATS, as the changes come. `old` and `new` are the names of the
    sides. JSON is always complete; the formats for people leave quiet changes out unless `details`
    is set. `colour` is for the table. `tally` counts the changes."""
    tally = tally or Tally()
    changes = tally.watch(diff.changes if isinstance(diff, Diff) else diff)
    match form:
        case "table":
            return table.table(changes, tally, colour, details)
        case "json":
            return machine.json_document(changes, old, new)
        case "jsonl":
            return machine.json_lines(changes)
        case "markdown":
            return markdown.markdown(changes, tally, old, new, details)
        case "html":
            return page.html(changes, tally, old, new, details)
    raise ValueError(form)


def render_stat(
    changes: Iterable[Change], form: str, old: str, new: str, tally: Tally | None = None
) -> Iterator[str]:
    """Return only the number of changes, by field, kind and cause."""
    tally = tally or Tally()
    for _ in tally.watch(changes):
        pass
    match form:
        case "table":
            return table.stat(tally) if tally.total else iter(())
        case "json" | "jsonl":
            return iter([dump(tally.to_json())])
        case "markdown":
            return markdown.stat(tally)
        case "html":
            return page.stat(tally, old, new)
    raise ValueError(form)
