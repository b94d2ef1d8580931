"""Markup of messengers and social networks in plain text: «*عاجل*» and «_عاجل_» are bold and
italic, «#مجلس_الشورى» is a hashtag.

131 of 45,497 articles of the corpora contain a hashtag."""

from __future__ import annotations

import re

from pipeline.types import Mapped

_SET = re.compile(
    r"(?<![\w*])(\*{1,2}|_)(?=[^\W_]|[«\"“(#])[^*\n]{0,500}?(?<=[^\W_]|[»\"”).!؟:،])(\1)(?![\w*])"
)
_HASHTAG = re.compile("#(?=[\u0621-\u063a\u0641-\u064a])\\w+")
_HASHTAGS = re.compile(r"(?:\W*#\w+)+\W*")  # a line of hashtags is metadata, not content


def unmarked(clean: Mapped) -> Mapped:
    """Return a clean line without the marks of bold and italics, and with hashtags as separate
    words."""
    text = clean.text
    if not ("#" in text or "*" in text or "_" in text) or _HASHTAGS.fullmatch(text):
        return clean
    left_out = {k for m in _SET.finditer(text) for group in (1, 2) for k in range(*m.span(group))}
    left_out |= {m.start() for m in _HASHTAG.finditer(text)}
    return Mapped(
        _HASHTAG.sub(lambda m: m.group().replace("_", " "), text), clean.starts, clean.ends
    ).without(left_out)
