"""`mahdar settings`: every setting with its default and meaning."""

from __future__ import annotations

import textwrap

import click

from pipeline.cli.common import DONE, complete_settings, die_with_pipe, print_text
from pipeline.config import Setting, described
from pipeline.errors import UsageError

ROOMS = {
    "read": "Reading",
    "limits": "What a PDF may take (no record depends on these)",
    "dedupe": "Repeated paragraphs",
    "extract": "Names",
    "assemble": "Meetings",
    "afterwards": "Comparing and reviewing (no record depends on these)",
}
INTRODUCTION = """\
# Settings

Each setting has a default that was chosen on annotated documents. To change some, write them into
a TOML file and give it with `--config FILE`:

```toml
believed = 0.6   # fewer meetings, surer ones
kept_runs = 20
```

`mahdar settings > mahdar.toml` writes a file of all defaults. A record tells by the fingerprint
`provenance.config` which settings made it, and a change of settings makes the next run process all
releases again.

Confidence, probability and likeness run from 0 to 1 where nothing else is said. Folded text is
text without diacritics, with one form of each letter.

This page is written by `mahdar settings --format markdown`."""


@click.command()
@click.argument("names", nargs=-1, metavar="[NAMES]...", shell_complete=complete_settings)
@click.option(
    "--format",
    "form",
    type=click.Choice(("toml", "markdown")),
    default="toml",
    show_default=True,
    help="A file for --config, or the page docs/settings.md.",
)
def settings(names: tuple[str, ...], form: str) -> int:
    """Print the settings with their defaults and their meaning.

    NAMES are the settings to print, by default all. To change settings, save the output to a file,
    edit it, and pass it with --config.

    \b
    Example:
      mahdar settings believed topic
      mahdar settings > mahdar.toml
    """
    from pipeline.config import nearest

    known = {s.name: s for s in described()}
    for name in names:
        if name not in known:
            raise UsageError(f"no setting {name!r}{nearest(name, known)}")
    die_with_pipe()
    chosen = [known[name] for name in names] or list(known.values())
    print_text(_toml(chosen) if form == "toml" else _markdown(chosen))
    return DONE


def _toml(chosen: list[Setting]) -> str:
    return "\n\n".join(
        "\n".join(
            [
                *textwrap.wrap(
                    f"{s.about} ({s.allowed})",
                    98,
                    initial_indent="# ",
                    subsequent_indent="# ",
                    break_on_hyphens=False,
                ),
                f"{s.name} = {s.default}",
            ]
        )
        for s in chosen
    )


def _markdown(chosen: list[Setting]) -> str:
    parts = [INTRODUCTION]
    for room, title in ROOMS.items():
        rows = [
            f"| `{s.name}` | `{s.default}` | {s.allowed} | {s.about} |"
            for s in chosen
            if s.room == room
        ]
        if rows:
            head = f"## {title}\n\n| name | default | allowed | meaning |\n|---|---|---|---|\n"
            parts.append(head + "\n".join(rows))
    return "\n\n".join(parts)
