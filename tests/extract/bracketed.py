"""Mentions written into an Arabic sentence with brackets, for tests of `mending`."""

from __future__ import annotations

from pipeline.extract.spans import Found


def bracketed(marked: str, honorific: str = "()") -> tuple[str, list[Found]]:
    """Return the text without its marks, and the mentions in order: ⟦…⟧ marks PER, {…} ROLE, and
    the two characters of `honorific` HON."""
    opening = {"⟦": "PER", "{": "ROLE", honorific[0]: "HON"}
    closing = {"⟧", "}", honorific[1]}
    text, found, opened = "", [], []
    for c in marked:
        if c in opening:
            opened.append((len(text), opening[c]))
        elif c in closing:
            start, label = opened.pop()
            found.append(Found(start, len(text), label, "model", 0.9))
        else:
            text += c
    return text, sorted(found)
