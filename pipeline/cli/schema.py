"""`mahdar schema`: the JSON Schema of the output."""

from __future__ import annotations

import click

from pipeline.cli.common import (
    DONE,
    die_with_pipe,
    print_text,
)


@click.command()
def schema() -> int:
    """Print the JSON Schema of the output.

    \b
    Example:
      mahdar schema | jq '.["$defs"].Record.properties | keys'
    """
    import json

    from pipeline.schema_document import document

    die_with_pipe()
    print_text(json.dumps(document(), ensure_ascii=False, indent=2))
    return DONE
