"""For programs: a JSON document, or a change a line."""
from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.diff.model import Change, to_json
from pipeline.diff.sides import dump

VERSION = "1.0"


def json_lines(changes: Iterable[Change]) -> Iterator[str]:
    return (dump(to_json(change)) for change in changes)


def json_document(changes: Iterable[Change], old: str, new: str) -> Iterator[str]:
    """`{"diff_version", "old", "new", "changes"}`, a change a line inside, so that it need not be held in memory."""
    yield f'{{"diff_version":"{VERSION}","old":{dump(old)},"new":{dump(new)},"changes":['
    before = None
    for line in json_lines(changes):
        if before is not None:
            yield before + ","
        before = line
    if before is not None:
        yield before
    yield "]}"
