"""Markdown, by markdown-it: its text without the markup, and its front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError, Reason
from pipeline.readers.draft import Draft, stated_day

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_MAX_DEPTH = 100  # PyYAML needs time in the square of the depth
_NULL = ("", "~", "null", "Null", "NULL")
_SENTENCE_END = (".", "؟", "!", ":", "…", "»", "؛")


def read_markdown(source: str) -> Draft:
    """Return the text of a Markdown document, one block a line. A line inside a block that ends a
    sentence stays a paragraph of its own (releases are often pasted without blank lines); others
    are joined. The title comes from the front matter, else from the first heading of level one,
    which stays in the text. Raise InputError."""
    from markdown_it import MarkdownIt

    meta: Mapping[str, Any] = {}
    if (found := _FRONT_MATTER.match(source)) and (meta := _front_matter(found[1])):
        source = source[found.end() :]
    tokens = MarkdownIt("commonmark").enable("table").parse(source)
    out: list[str] = []
    title = None
    row: list[str] | None = None
    for i, token in enumerate(tokens):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            out.append("\t".join(row))
            row = None
        elif token.type == "inline":
            text = _inline(token.children or [])
            if row is not None:
                row.append(text.strip())
                continue
            out.extend(text.split("\n"))
            if title is None and i and tokens[i - 1].tag == "h1":
                title = text.replace("\n", " ").strip() or None
        elif token.type in ("code_block", "fence"):
            out.extend(token.content.splitlines())
        elif token.type == "html_block":
            out.extend(_without_tags(token.content).splitlines())
    text = "\n".join(line.strip() for line in out if line.strip())
    dated = "published" if "published" in meta else "date"
    day = meta.get(dated)
    if isinstance(day, (list, dict)):
        raise InputError(Reason.SHAPE, f"`{dated}` must be a date, as YYYY-MM-DD, not a list")
    return Draft(
        text=text,
        title=_word(meta.get("title")) or title,
        outlet=_word(meta.get("outlet", meta.get("source"))),
        key=_word(meta.get("id")),
        url=_word(meta.get("url")),
        published=stated_day(dated, _word(day) or ""),
    )


def _without_tags(markup: str) -> str:
    """Return the text between tags and comments; an unclosed one is text."""
    out: list[str] = []
    last_comment = markup.rfind("-->")
    at = 0
    while (start := markup.find("<", at)) >= 0:
        comment = markup.startswith("<!--", start) and start + 4 <= last_comment
        end = markup.find("-->", start + 4) + 3 if comment else markup.find(">", start) + 1
        if not end:
            break
        out.append(markup[at:start])
        at = end
    return "".join([*out, markup[at:]])


def _front_matter(text: str) -> Mapping[str, Any]:
    """Return the YAML mapping at the beginning, each value as written. If it is no mapping, return
    nothing: then the dashes are a rule, and everything is text."""
    import yaml  # type: ignore[import-untyped]

    if _depth(text) > _MAX_DEPTH:
        raise InputError(Reason.SHAPE, "its front matter is nested too deeply")
    try:
        # The base loader makes only strings, lists and mappings, so that an invalid tag or number
        # is no error and an id keeps its zeros.
        loaded = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return {}
    except RecursionError:
        raise InputError(Reason.SHAPE, "its front matter is nested too deeply") from None
    except (ValueError, OverflowError):  # the number of a character that does not exist
        raise InputError(Reason.SHAPE, "its front matter names no character") from None
    return loaded if isinstance(loaded, dict) else {}


def _depth(text: str) -> int:
    """Return the maximum nesting depth of brackets in `text`, including those in strings."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(text):
        depth = max(depth + (1 if bracket in "[{" else -1), 0)
        deepest = max(deepest, depth)
    return deepest


def _word(value: object) -> str | None:
    """Return a value of the front matter as a string; None for lists, mappings and YAML's null."""
    word = value.strip() if isinstance(value, str) else ""
    return None if word in _NULL else word


def _inline(tokens: list[Token]) -> str:
    out: list[str] = []
    last = ""  # a piece of text that is not white space
    for token in tokens:
        if token.type == "softbreak":
            out.append("\n" if last.endswith(_SENTENCE_END) else " ")
        elif token.type == "hardbreak":
            out.append("\n")
        elif token.type == "image":
            continue  # the text describes a picture; it is not part of the release
        elif token.type != "html_inline":
            out.append(token.content)
            last = token.content.rstrip() or last
    return "".join(out)
