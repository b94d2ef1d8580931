"""For programs: a JSON document, or one change a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.diff.model import Change, Key, key_json, value_json
from pipeline.diff.sides import dump

VERSION = "1.0"


def json_lines(changes: Iterable[Change]) -> Iterator[str]:
    """Yield `to_json` of each change as a line; the JSON of a record is built once for all of its
    changes."""
    last: Key | None = None
    named = ""
    for change in changes:
        if change.record is not last:
            last, named = change.record, dump(key_json(change.record))
        yield f'{{"kind":"{change.kind}","record":{named},{dump(value_json(change))[1:]}'


def json_document(changes: Iterable[Change], old: str, new: str) -> Iterator[str]:
    """Yield `{"diff_version", "old", "new", "changes"}`, one change a line inside, so that it need
    not fit into memory."""
    yield f'{{"diff_version":"{VERSION}","old":{dump(old)},"new":{dump(new)},"changes":['
    before = None
    for line in json_lines(changes):
        if before is not None:
            yield before + ","
        before = line
    if before is not None:
        yield before
    yield "]}"
