"""How far a run is: the releases that are done, and the share of the input that they and what
needed no work make up.

How many releases there are is not known before all files are read, but how many bytes there are is.
So a release counts for the bytes up to its end in its file, once it is done, not when it is read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

Progress = Callable[[int, float], None]  # how many are done, and which share of all, 0–1
GROWTH = 4  # text in a packed file is about so many times as long


class Pace:
    """Tells `progress` of a run over `total` bytes of input, whose releases are done in the order
    in which they are read."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._tell = total, progress or (lambda done, share: None)
        self._waiting: deque[int] = deque()
        self._done = self._at = 0

    def read(self, position: int) -> None:
        """Note that the input is read up to `position`, a number of bytes. As long as no release
        waits to be done, all that is done as well."""
        if not self._waiting:
            self._to(position)

    def begin(self, position: int) -> None:
        """Note that a release that ends at `position` is to be worked on."""
        self._waiting.append(position)

    def done(self, releases: int) -> None:
        """Note that the next so many releases are done."""
        self._done += releases
        at = self._at
        for _ in range(min(releases, len(self._waiting))):
            at = self._waiting.popleft()
        self._to(at)

    def end(self) -> None:
        """Note that all are done."""
        self._waiting.clear()
        self._to(self._total)

    def _to(self, position: int) -> None:
        self._at = max(self._at, position)
        self._tell(self._done, min(1.0, self._at / self._total) if self._total else 1.0)


def position(text: int, size: int, packed: bool) -> int:
    """Return about how many of the `size` bytes of a file hold the first `text` bytes of its
    texts."""
    return min(text // GROWTH if packed else text, size)


def line(done: int, share: float, left: float | None, what: str, width: int) -> str:
    """Return the state of a run in one line of at most `width` characters: what matters most comes
    first, a bar only where there is room. `left`: the seconds that it may still take."""
    parts = [f"{int(share * 100):3} %", f"{done} {what}"]
    if share >= 1:
        parts.append("writing")
    elif left is not None:
        minutes, seconds = divmod(int(left + 0.5), 60)
        hours, minutes = divmod(minutes, 60)
        parts.append((f"{hours}:{minutes:02}" if hours else f"{minutes}") + f":{seconds:02} left")
    told = "  ".join(parts)
    room = min(30, width - len(told) - 12)
    if room >= 10:
        full = int(share * room)
        told = f"mahdar [{'#' * full}{'-' * (room - full)}] {told}"
    return told[: max(width, 0)]
