"""Find repetitions of names in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.types import Span

_HEAD = 6  # characters by which names are indexed
_WORD = re.compile(r"\w")
_BEGINS = re.compile(r"(?<!\w)(?=\S)")
_PARTICLES = "وفبلك"


class Names:
    """Names, all found in a single pass over a text."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        sizes: dict[str, set[int]] = {}
        for name in self.names:
            sizes.setdefault(name[:_HEAD], set()).add(len(name))
        # A name shorter than the head is indexed by all of its characters.
        self._sizes = {head: sorted(s) for head, s in sizes.items()}
        self._heads = sorted({len(head) for head in self._sizes}, reverse=True)

    def at(self, text: str, start: int) -> Iterator[str]:
        """Return the names at a position, whatever follows them."""
        for length in self._heads:
            for size in self._sizes.get(text[start : start + length], ()):
                if (name := text[start : start + size]) in self.names:
                    yield name

    def found(self, text: str, particles: int) -> dict[str, list[Span]]:
        """Return where each name occurs as words of the text, with at most so many attached
        particles و ف ب ل ك; of overlapping places the first."""
        out: dict[str, list[Span]] = {}
        ends: dict[str, int] = {}
        for m in _BEGINS.finditer(text) if self.names else ():
            begin = m.start()
            attached = 0
            while attached < particles and text[begin + attached : begin + attached + 1] in tuple(
                _PARTICLES
            ):
                attached += 1
            done: set[str] = set()
            for start in range(begin + attached, begin - 1, -1):
                for name in self.at(text, start):
                    end = start + len(name)
                    if (
                        name not in done
                        and begin >= ends.get(name, 0)
                        and not _WORD.match(text, end)
                    ):
                        done.add(name)
                        out.setdefault(name, []).append((start, end))
                        ends[name] = end
        return out
