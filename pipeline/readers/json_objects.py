"""JSON and JSON Lines: objects with `text` or `html`, and metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.readers.draft import Draft, stated_day
from pipeline.readers.encoding import decode
from pipeline.readers.html import read_html
from pipeline.readers.load import between, byte_lines, opened, unpacked, unpacking

_BOM = "\ufeff"
_TEXTS = ("text", "html", "title", "published", "url", "outlet")
FIELDS = ("id", *_TEXTS)  # keys of an object that is a release


def read_json(text: str) -> Iterator[tuple[str, Draft | Exception]]:
    """Yield the objects of a JSON document, one or a list, each with the end of its source:
    nothing, or `#N` for item N of a list. JSON Lines in a file named .json are read as such."""
    if not text.strip():
        raise InputError(Reason.EMPTY, "is empty")
    try:
        loaded = _parse(text)
    except InputError as err:
        lines = text.strip("\n").split("\n")
        if len(lines) > 1 and _is_object(lines[0]):
            for number, line in enumerate(text.split("\n"), 1):
                if line.strip():
                    yield f":{number}", _parsed(line)
            return
        raise err
    if isinstance(loaded, list):
        if not loaded:
            raise InputError(Reason.EMPTY, "is an empty list")
        for number, item in enumerate(loaded, 1):
            yield f"#{number}", safely(item)
    else:
        yield "", safely(loaded)


def read_json_lines(
    file: BinaryIO, config: Config, packed: bool
) -> Iterator[tuple[str, Draft | Exception]]:
    """Yield the objects of a JSON Lines file one at a time, so that any size works. A broken line
    costs only itself."""
    source = unpacked(file, packed)
    with unpacking():
        start = source.read(4)
        source.seek(0)
        utf_16 = (
            source.read(config.max_bytes + 1)
            if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start
            else None
        )
    objects = (
        _objects(byte_lines(source, file, config.max_bytes))
        if utf_16 is None
        else _utf_16_lines(utf_16, config)
    )
    seen = False
    for found in objects:
        seen = True
        yield found
    if not seen:
        raise InputError(Reason.EMPTY, "is empty")


def read_lines_between(
    path: Path, config: Config, bounds: tuple[int, int], first: int
) -> Iterator[tuple[str, Draft | Exception]]:
    """Yield the objects of the lines of a plain JSON Lines file between two byte offsets; `first`
    is the number of the first line."""
    with opened(path) as file:
        part = between(file, *bounds)
        numbered = byte_lines(part, part, config.max_bytes)
        yield from _objects((number + first - 1, line) for number, line in numbered)


def _objects(
    lines: Iterator[tuple[int, bytes | InputError]],
) -> Iterator[tuple[str, Draft | Exception]]:
    for number, line in lines:
        if isinstance(line, InputError):
            yield f":{number}", line
            continue
        try:
            text = decode(line)
        except InputError as err:
            yield f":{number}", err
        else:
            yield f":{number}", _parsed(text)


def _utf_16_lines(data: bytes, config: Config) -> Iterator[tuple[str, Draft | Exception]]:
    if len(data) > config.max_bytes:
        raise InputError(
            Reason.TOO_LARGE,
            f"is UTF-16 and larger than {config.max_bytes:,} bytes; save it as UTF-8",
        )
    for number, line in enumerate(decode(data).split("\n"), 1):
        if line.strip():
            yield f":{number}", _parsed(line)


def _is_object(line: str) -> bool:
    try:
        return isinstance(_parse(line), dict)
    except InputError:
        return False


def _parsed(line: str) -> Draft | Exception:
    try:
        loaded = _parse(line)
    except InputError as err:
        return err
    return safely(loaded)


def safely(item: object) -> Draft | Exception:
    """Return the draft of one object, or its error: a bad object costs only itself."""
    try:
        return draft(item)
    except Exception as err:
        return err


def _parse(text: str) -> Any:
    try:
        return json.loads(text.removeprefix(_BOM))
    except json.JSONDecodeError as err:
        raise InputError(
            Reason.SHAPE, f"is not JSON: {err.msg.removesuffix(' at')} at character {err.pos}"
        ) from None
    except RecursionError:
        raise InputError(Reason.SHAPE, "is JSON nested too deeply") from None
    except ValueError:  # a number with more digits than Python accepts
        raise InputError(Reason.SHAPE, "holds a number that is too long") from None


def draft(item: object) -> Draft:
    """Return the content of one object. Raise InputError if it is invalid."""
    if not isinstance(item, dict):
        raise InputError(
            Reason.SHAPE, f"must be an object with `text` or `html`, not {_name(item)}"
        )
    for name in _TEXTS:
        if item.get(name) is not None and not isinstance(item[name], str):
            raise InputError(Reason.SHAPE, f"`{name}` must be a string, not {_name(item[name])}")
    key = item.get("id")
    if key is not None and (isinstance(key, bool) or not isinstance(key, (str, int))):
        raise InputError(Reason.SHAPE, f"`id` must be a string or a whole number, not {_name(key)}")
    if item.get("text") is None and item.get("html") is None:
        raise InputError(Reason.SHAPE, "has neither `text` nor `html`")
    published = stated_day("published", item.get("published") or "")
    found = Draft(text=item["text"]) if item.get("text") is not None else read_html(item["html"])
    return replace(
        found,
        key=None if key is None else str(key),
        title=_given(item.get("title")) or found.title,
        published=published or found.published,
        outlet=_given(item.get("outlet")) or found.outlet,
        url=_given(item.get("url")) or found.url,
    )


def _given(value: str | None) -> str | None:
    return value.strip() or None if value else None


def _name(value: object) -> str:
    return {
        dict: "an object",
        list: "a list",
        str: "a string",
        bool: "true or false",
        type(None): "null",
    }.get(type(value), "a number")
