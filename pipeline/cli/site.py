"""`mahdar site`: the register as static pages."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.common import DONE, PROCESSED, PathType, say

# the languages of pipeline/site/words.py, whose import takes half a second
LANGUAGES = ("ar", "en")


@click.command()
@click.argument(
    "out", default=PROCESSED, type=PathType(file_okay=False, path_type=Path), metavar="[OUT]"
)
@click.option(
    "--file",
    "folder",
    type=PathType(file_okay=False, path_type=Path),
    required=True,
    metavar="FOLDER",
    help="The folder for the pages; an older site in it is replaced, anything else is not changed.",
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="ar",
    show_default=True,
    help="The language of the pages; what was read from the releases stays Arabic.",
)
def site(out: Path, folder: Path, language: str) -> int:
    """Write the register as static pages.

    OUT is an output folder. Writes a page for each body with its sessions, missing numbers and
    decisions; for each person with their offices over time; for each meeting with its reports; a
    calendar; and a page of conflicts between reports. Open index.html in a browser: no server is
    needed.

    \b
    Example:
      mahdar site data/processed --file site
    """
    from pipeline.site import write

    count = write(out, folder, "en" if language == "en" else "ar")
    say(f"{count} pages in {folder}; open {folder / 'index.html'}")
    return DONE
