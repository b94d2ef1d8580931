"""`mahdar schema`: the JSON Schema of the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    DONE,
    die_with_pipe,
    print_text,
)

if TYPE_CHECKING:
    pass


@click.command()
def schema() -> int:
    """Print the JSON Schema of the output.

    \b
    Example:
      mahdar schema | jq '.["$defs"].Record.properties | keys'
    """
    import json

    from pipeline.schema import json_schema
    from pipeline.schema_entities import EntityRow
    from pipeline.schema_meetings import MeetingRow, definitions

    die_with_pipe()
    document = json_schema()
    document["$defs"] |= definitions(MeetingRow, EntityRow)
    print_text(json.dumps(document, ensure_ascii=False, indent=2))
    return DONE
