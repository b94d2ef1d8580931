"""Words that a terminal can be given: nothing in them moves its cursor, turns its letters round or
cannot be encoded."""

from __future__ import annotations

import re

# C0 and C1 controls, the marks that reorder letters (embeddings, overrides, isolates but for the
# pair that our own messages use), line and paragraph separators, halves of surrogate pairs
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066\u2067\ud800-\udfff]")


def printable(text: str) -> str:
    """`text` on one line, with what a terminal would act on written as escapes («\\x1b»)."""
    return _UNPRINTABLE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
