"""Git's external diff driver: the arguments with which git calls it (gitattributes(5), git(1) under
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
NOTHING = os.devnull  # what git gives for a file that one side does not have


@dataclass(frozen=True, slots=True)
class Call:
    """`path` as git knows it, `to` its new name if it was renamed; `old` and `new` files with the
    content, None for a path that is unmerged."""

    path: str
    to: str
    files: tuple[str, str] | None


def call(args: Sequence[str]) -> Call:
    """Read `path old-file old-hex old-mode new-file new-hex new-mode`, two more for a renamed file
    (the new name and what was renamed), or the path alone if it is unmerged. Raise UsageError for
    anything else."""
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
    """Yield what `git diff` shows for one file. Content that holds no records is one line, not an
    error, for git would end the whole diff."""
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
    """Git's pager stands between this process and the terminal, and shows colours."""
    return environment.get("GIT_PAGER_IN_USE", "").lower() in ("1", "true", "yes", "on")
