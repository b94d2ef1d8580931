"""The progress of a run: the number of finished releases, and their share of the input.

The number of releases is unknown until all files are read, but the number of bytes is known. So a
finished release counts as the bytes up to its end in the file. It counts when it is done, not when
it is read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

Progress = Callable[[int, float], None]  # how many are done, and their share of all, 0–1
GROWTH = 4  # rough compression ratio of packed text


class Pace:
    """Reports the `progress` of a run over `total` bytes of input. The releases are done in the
    order in which they are read."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._tell = total, progress or (lambda done, share: None)
        self._waiting: deque[int] = deque()
        self._done = self._at = 0

    def read(self, position: int) -> None:
        """Note that the input is read up to byte `position`. If no release is waiting, everything
        up to there is done as well."""
        if not self._waiting:
            self._to(position)

    def begin(self, position: int) -> None:
        """Note that work on a release that ends at `position` begins."""
        self._waiting.append(position)

    def done(self, releases: int) -> None:
        """Note that the next `count` releases are done."""
        self._done += releases
        at = self._at
        for _ in range(min(releases, len(self._waiting))):
            at = self._waiting.popleft()
        self._to(at)

    def end(self) -> None:
        """Note that everything is done."""
        self._waiting.clear()
        self._to(self._total)

    def _to(self, position: int) -> None:
        self._at = max(self._at, position)
        self._tell(self._done, min(1.0, self._at / self._total) if self._total else 1.0)


def position(text: int, size: int, packed: bool) -> int:
    """Return roughly how many of the `size` bytes of a file hold the first `text` bytes of its
    texts."""
    return min(text // GROWTH if packed else text, size)


def line(done: int, share: float, left: float | None, what: str, width: int) -> str:
    """Return the state of a run in one line of at most `width` characters: the most important part
    first, a bar only if there is room. `left`: the estimated seconds that remain."""
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
