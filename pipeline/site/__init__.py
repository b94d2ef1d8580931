"""The register as static pages: bodies with their sessions, people with their offices, meetings
with their reports, a calendar.

    write(Path("data/processed"), Path("site"), language="ar")

Reads finished output and writes HTML that needs no server, no script and no external files."""

from __future__ import annotations

from pipeline.site.writing import write

__all__ = ["write"]
