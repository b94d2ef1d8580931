"""For programs: a JSON document, or a change a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.diff.model import Change, Key, key_json, value_json
from pipeline.diff.sides import dump

VERSION = "1.0"


def json_lines(changes: Iterable[Change]) -> Iterator[str]:
    """`to_json` of each change as a line; what names the record is written once for all changes of
    one."""
    last: Key | None = None
    named = ""
    for change in changes:
        if change.record is not last:
            last, named = change.record, dump(key_json(change.record))
        yield f'{{"kind":"{change.kind}","record":{named},{dump(value_json(change))[1:]}'


def json_document(changes: Iterable[Change], old: str, new: str) -> Iterator[str]:
    """`{"diff_version", "old", "new", "changes"}`, a change a line inside, so that it need not be
    held in memory."""
    yield f'{{"diff_version":"{VERSION}","old":{dump(old)},"new":{dump(new)},"changes":['
    before = None
    for line in json_lines(changes):
        if before is not None:
            yield before + ","
        before = line
    if before is not None:
        yield before
    yield "]}"
