"""Git's external diff driver: the arguments of git's call (gitattributes(5), git(1) under
GIT_EXTERNAL_DIFF)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.config import Config
from pipeline.diff.causes import Decision
from pipeline.diff.compare import stream
from pipeline.diff.render import render
from pipeline.diff.render.rows import safe
from pipeline.diff.sources import opened
from pipeline.errors import MahdarError, UsageError

USAGE = "--git is for git, which gives it 7 arguments; set diff.mahdar.command to «mahdar diff --git --» (docs/guide.md)"
NOTHING = os.devnull  # git's path for a file that one side lacks


@dataclass(frozen=True, slots=True)
class Call:
    """The arguments of a call. `path` is the path in git, `to` the new path of a renamed file;
    `old` and `new` are files with the content, None for an unmerged path."""

    path: str
    to: str
    files: tuple[str, str] | None


def call(args: Sequence[str]) -> Call:
    """Parse `path old-file old-hex old-mode new-file new-hex new-mode`, with two more for a renamed
    file (the new name and the renamed one), or the path alone if it is unmerged. Raise UsageError
    for anything else."""
    match args:
        case [path]:
            return Call(path, path, None)
        case [path, old, _, _, new, _, _]:
            return Call(path, path, (old, new))
        case [path, old, _, _, new, _, _, to, _]:
            return Call(path, to, (old, new))
    raise UsageError(USAGE)


def lines(
    args: Sequence[str], config: Config, decisions: Sequence[Decision], colour: bool, details: bool
) -> Iterator[str]:
    """Yield the output of `git diff` for one file. Content without records gives one line, not an
    error, because git would end the whole diff."""
    given = call(args)
    path, to = safe(given.path), safe(given.to)
    if given.files is None:
        yield f"* Unmerged path {path}"
        return
    old, new = given.files
    yield f"diff --mahdar {'a/' + path if old != NOTHING else NOTHING} {'b/' + to if new != NOTHING else NOTHING}"
    try:
        with opened(os.path.abspath(old)) as a, opened(os.path.abspath(new)) as b:
            yield from render(
                stream(a.side, b.side, config, decisions),
                "table",
                a.name,
                b.name,
                colour=colour,
                details=details,
            )
    except MahdarError as err:
        yield f"{to}: cannot be compared as meeting records: {safe(str(err))}"


def pager_in_use(environment: Mapping[str, str]) -> bool:
    """Return whether git's pager is between this process and the terminal; it shows colours."""
    return environment.get("GIT_PAGER_IN_USE", "").lower() in ("1", "true", "yes", "on")
