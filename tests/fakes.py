"""Stages without a model, for tests of other code: fast, deterministic, importable by a pool's
processes."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.types import Entity, Meeting, Mention, Paragraph, Release, Value
from pipeline.work import Step, Together

REFUSED = "لا يقبل"  # «normalize» rejects a text with this
BROKEN = "عطب"  # one with this causes a defect in «extract»
DEADLY = "هلاك"  # one with this kills its process
SLOW = "MAHDAR_TEST_SLOW"  # seconds for each release
TRACE = "MAHDAR_TEST_TRACE"  # a file that gets the id of each processed release


def normalize(release: Release, config: Config) -> Release:
    if trace := os.environ.get(TRACE):
        with open(trace, "a", encoding="utf-8") as file:
            file.write(release.id + "\n")
    time.sleep(float(os.environ.get(SLOW, "0")))
    if REFUSED in release.text:
        raise InputError(Reason.NO_ARABIC, "refused by the test")
    return replace(
        release,
        paragraphs=tuple(Paragraph(*m.span()) for m in re.finditer(r"\S[^\n]*", release.text)),
    )


def dedupe(release: Release, config: Config) -> Release:
    seen: dict[str, int] = {}
    return replace(
        release,
        paragraphs=tuple(
            replace(p, duplicate_of=at, similarity=1.0)
            if (at := seen.setdefault(release.text[p.start : p.end], i)) != i
            else p
            for i, p in enumerate(release.paragraphs)
        ),
    )


def extract(release: Release, config: Config) -> Release:
    if BROKEN in release.text:
        raise ZeroDivisionError("a bug of the test")
    if DEADLY in release.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(
        release,
        mentions=tuple(
            Mention(*m.span(), "COMMITTEE", m[0], "rule", 1.0)
            for m in re.finditer(r"لجنة \w+", release.text)
        ),
    )


def assemble(release: Release, config: Config) -> Release:
    """Return the release with a meeting for each committee; its country shows which config was
    used."""

    def meeting(m: Mention) -> Meeting:
        body = Entity(
            f"b-{len(m.name):012x}", "COMMITTEE", m.name, ((m.start, m.end),), "rule", 0.5
        )
        return Meeting(
            body=body,
            ordinal=Value(m.start + 1, None, "rule"),
            kind=None,
            date=None,
            end_date=None,
            date_hijri=None,
            city=Value(str(config.same_name), None, "inferred"),
            country=None,
            venue=None,
            mode=None,
            chair=None,
            organizer=None,
            people=(),
            countries=(),
            committees=(body,),
            organizations=(),
            initiatives=(),
            topics=(),
            decisions=(),
            referenced=(),
            confidence=0.5,
        )

    return replace(release, meetings=tuple(map(meeting, release.mentions)))


def steps(threads: int) -> tuple[tuple[str, Step], ...]:
    return (
        ("normalize", normalize),
        ("dedupe", dedupe),
        ("extract", extract),
        ("assemble", assemble),
    )


def _batch(releases: Iterable[Release], config: Config) -> Iterator[Release]:
    return (extract(release, config) for release in releases)


def steps_together(threads: int) -> tuple[tuple[str, Step | Together], ...]:
    """Return the same, with an `extract` that takes a batch at once."""
    return tuple((n, Together(_batch) if n == "extract" else step) for n, step in steps(threads))


def config(folder: Path, **settings: object) -> Config:
    """Return a config whose model is a file of a few bytes in `folder`."""
    model = folder / "model"
    if not model.exists():
        model.mkdir(parents=True)
        (model / "weights").write_bytes(b"weights")
    return Config(model=str(model), **settings)  # type: ignore[arg-type]


def main(argv: list[str]) -> int:
    """Run `python -m tests.fakes …` as `mahdar …` with these stages."""
    import pipeline.cli
    import pipeline.run as run

    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell starts background jobs with Ctrl-C ignored
    real = run.process
    run.process = lambda *args, **kw: real(*args, **kw | {"steps": steps})  # type: ignore[assignment]
    text = run.process_text
    run.process_text = lambda *args, **kw: text(*args, **kw | {"steps": steps})  # type: ignore[assignment]
    return pipeline.cli.main(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
