"""For a browser: one self-contained file that loads nothing, in the current language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from pipeline.diff.model import Change
from pipeline.diff.render.rows import Group, groups
from pipeline.diff.select import COLUMNS, Tally
from pipeline.diff.words import Pieces, compared
from pipeline.words import DIRECTION, language, words
from pipeline.words.values import in_words

# The summary is complete only at the end of the file; `order` shows it first.
_STYLE = """
:root { color-scheme: light dark; --line: #8886; --old: #b3261e; --new: #1b6e3a; --faint: #5d5a54; }
@media (prefers-color-scheme: dark) { :root { --old: #ff8a80; --new: #7bd99a; --faint: #a9a59c; } }
main { display: flex; flex-direction: column; max-width: 76rem; margin: 1.5rem auto; padding-inline: 1rem;
  overflow-wrap: anywhere; } body { font: 1rem/1.7 system-ui, "Noto Naskh Arabic", "Segoe UI", Tahoma, sans-serif; }
header { order: -2; } footer { order: -1; }
h1 { font-size: 1.3rem; margin: 0; } h2 { font-size: 1.05rem; margin-block: 2rem .4rem; overflow-wrap: anywhere; }
footer, .cause { color: var(--faint); }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; vertical-align: top; text-align: start; overflow-wrap: anywhere; }
th:first-child { width: 30%; max-width: 13rem; font-weight: 600; } td.cause { width: 20%; } .cause { font-size: .85rem; margin: 0 0 .4rem; }
td bdi { display: block; text-align: start; }
del { color: var(--old); text-decoration: line-through; } .whole { text-decoration: none; }
ins { color: var(--new); text-decoration: underline; text-underline-offset: .25em; }
.added h2 { color: var(--new); } .removed h2 { color: var(--old); }
.number { text-align: end; }
""".strip()


def html(
    changes: Iterable[Change], tally: Tally, old: str, new: str, details: bool
) -> Iterator[str]:
    """Yield the whole page. All text of records is escaped; words that differ are in <del> and
    <ins>."""
    yield from _head(old, new)
    for group in groups(changes, details, in_words):
        yield from _section(group)
    yield f"<footer><p>{escape(_summary(tally, details))}</p></footer>"
    yield "</main></body></html>"


def stat(tally: Tally, old: str, new: str) -> Iterator[str]:
    yield from _head(old, new)
    heads = {c: words()["change"].get(c) or words()["diff"]["quiet_column"] for c in COLUMNS}
    yield f"<table><tr><th></th>{''.join(f'<th>{head}</th>' for head in heads.values())}</tr>"
    for name, counts in tally.rows():
        cells = "".join(f'<td class="number">{count or ""}</td>' for count in counts)
        yield f"<tr><th>{escape(_label(name))}</th>{cells}</tr>"
    yield "</table>"
    for cause, count in sorted(tally.causes.items()):
        yield f"<p>{escape(_cause(cause))}: {count}</p>"
    yield "</main></body></html>"


def _head(old: str, new: str) -> Iterator[str]:
    title = f"<bdi>{escape(old)}</bdi> → <bdi>{escape(new)}</bdi>"
    spoken = f'lang="{language()}" dir="{DIRECTION[language()]}"'
    yield f'<!doctype html>\n<html {spoken}><head><meta charset="utf-8">'
    yield """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"""
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{words()['diff']['title']} · mahdar</title>\n<style>\n{_STYLE}\n</style></head>\n<body><main>"
    yield f"<header><h1>{words()['diff']['title']}</h1><p>{title}</p></header>"


def _section(group: Group) -> Iterator[str]:
    source, *rest = group.heading
    kind = "" if group.kind == "changed" else f"{words()['change'][group.kind]}: "
    date = group.record.shown.date
    shown = [in_words("date", part) if part == date else part for part in rest]
    name = " · ".join(f"<bdi>{escape(part)}</bdi>" for part in (*shown, source))
    yield f'<section class="{group.kind}"><h2>{kind}{name}</h2>'
    if group.cause:
        yield f'<p class="cause">{escape(_cause(group.cause))}</p>'
    yield "<table>"
    for row in group.rows:
        subject = f"<br><bdi>{escape(row.subject)}</bdi>" if row.subject is not None else ""
        old, new = compared(row.old, row.new)
        cause = f'<td class="cause">{escape(_cause(row.cause))}</td>' if group.mixed else ""
        cells = _cell(old, "del", row.new is None), _cell(new, "ins", row.old is None)
        inner = "".join(f"<td>{cell}</td>" for cell in cells) + cause
        yield f"<tr><th>{escape(_label(row.label))}{subject}</th>{inner}</tr>"
    yield "</table></section>"


def _label(label: str) -> str:
    """Return the label of a row: «people.role» as «People: office»."""
    field, _, part = label.partition(", ")[0].partition(".")
    table = words()["field"]
    own = {"place in the file": "place_in_file", "records": "records"}
    if field in own:
        return words()["diff"][own[field]]
    if field == "evidence":
        return f"{table['evidence']}: {table.get(part, part)}"
    moved = f": {words()['diff']['place_in_list']}" if ", " in label else ""
    return table.get(field, field) + (f": {table.get(part, part)}" if part else "") + moved


def _cause(cause: str | None) -> str:
    table = words()["cause"]
    return words()["sign"]["comma"].join(table.get(c, c) for c in (cause or "").split("+") if c)


def _summary(tally: Tally, details: bool) -> str:
    table = words()["diff"]
    if not tally.total:
        return table["none"]
    counts = {kind: tally.records[kind] for kind in ("changed", "added", "removed")}
    said = table["summary"].format(values=tally.loud, **counts)
    if tally.quiet and not details:
        said += words()["sign"]["comma"] + table["quiet"].format(n=tally.quiet)
    return said


def _cell(pieces: Pieces, tag: str, alone: bool) -> str:
    """Mark a value without a counterpart as a whole, by colour only: a line through Arabic text is
    hard to read."""
    whole = ' class="whole"' if alone else ""
    inner = "".join(
        f"<{tag}{whole}>{escape(text)}</{tag}>" if differs or alone else escape(text)
        for text, differs in pieces
    )
    return f'<bdi dir="auto">{inner}</bdi>' if inner else ""
