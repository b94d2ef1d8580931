"""Make text safe for a terminal: nothing in it moves the cursor, changes the order of the letters
or fails to encode."""

from __future__ import annotations

import re

# C0 and C1 controls, the characters that reorder text (embeddings, overrides, isolates except the
# pair in our own messages), line and paragraph separators, and surrogates
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066\u2067\ud800-\udfff]")


def printable(text: str) -> str:
    """Return `text` on one line, with characters that a terminal would act on as escapes
    («\\x1b»)."""
    return _UNPRINTABLE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
