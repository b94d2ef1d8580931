"""Run releases through the stages in batches, up to the lines that the store keeps. A defect of our
code costs only the release that causes it (`pipeline/defects.py`)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from pipeline import defects, ids, schema
from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.store import Failure, Result
from pipeline.types import Reject, Release

Step = Callable[[Release, Config], Release]


Item = TypeVar("Item", Release, Release | Reject)


@dataclass(frozen=True, slots=True)
class Together:
    """A step that takes a batch of releases, because that is faster. The result of each release is
    the same as alone, and none is rejected."""

    run: Callable[[Iterable[Release], Config], Iterable[Release]]


# Imported where the work is done, because the processes of a pool import on their own.
Steps = Callable[[int], tuple[tuple[str, Step | Together], ...]]


BATCH_RELEASES, BATCH_CHARS = 32, 200_000  # a batch ends at the first of these limits


def steps(threads: int) -> tuple[tuple[str, Step | Together], ...]:
    """Return the stages between reading and writing, by name. The model may use `threads`
    threads."""
    from pipeline.assemble import assemble
    from pipeline.dedupe import dedupe
    from pipeline.normalize import normalize

    return (
        ("normalize", normalize),
        ("dedupe", dedupe),
        ("extract", Together(partial(_extract, threads=threads))),
        ("assemble", assemble),
    )


def _extract(releases: Iterable[Release], config: Config, threads: int) -> Iterable[Release]:
    from pipeline.extract.stage import extract

    return extract(releases, config, threads)


def through(
    releases: Iterable[Release | Reject], config: Config, steps: Steps = steps, threads: int = 1
) -> list[Release | Reject]:
    """Return for each of `releases` its state after all steps, or the Reject of the step that
    refused it. A Reject among them stays."""
    done: list[Release | Reject] = list(releases)
    for name, step in steps(threads):
        left = [(i, r) for i, r in enumerate(done) if isinstance(r, Release)]
        outcomes = _stepped(name, step, [r for _, r in left], config)
        for (i, _), outcome in zip(left, outcomes, strict=True):
            done[i] = outcome
    return done


def _stepped(
    name: str, step: Step | Together, releases: list[Release], config: Config
) -> list[Release | Reject]:
    """Return for each of `releases` the result of the step, or its Reject."""
    if isinstance(step, Together):
        try:
            together: list[Release | Reject] = list(step.run(releases, config))
            if len(together) != len(releases):
                raise AssertionError(f"{len(together)} of {len(releases)} releases came back")
            return together
        except Exception as err:
            if len(releases) == 1:
                return [_refused(releases[0], name, err)]
        # this one alone caused it; the others are done
        return [o for r in releases for o in _stepped(name, step, [r], config)]
    out: list[Release | Reject] = []
    for release in releases:
        try:
            out.append(step(release, config))
        except Exception as err:
            out.append(_refused(release, name, err))
    return out


def _refused(release: Release, stage: str, err: Exception) -> Reject:
    if isinstance(err, InputError):
        return Reject(release.source, stage, err.reason, err.detail)
    return defects.rejected(release.source, stage, err)


def batches(releases: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield batches, never an empty one."""
    batch: list[Item] = []
    chars = 0
    for release in releases:
        batch.append(release)
        chars += len(release.text) if isinstance(release, Release) else 0
        if len(batch) == BATCH_RELEASES or chars >= BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def cores() -> int:
    return min(
        4, os.cpu_count() or 1
    )  # windows tagged at once; more would not keep the decoding of one thread busier


def process_batch(
    batch: list[Release], config: Config, made_by: schema.Provenance, steps: Steps, threads: int
) -> list[Result | Failure]:
    return [
        _outcome(r, done, made_by)
        for r, done in zip(batch, through(batch, config, steps, threads), strict=True)
    ]


def _outcome(
    release: Release, done: Release | Reject, made_by: schema.Provenance
) -> Result | Failure:
    content = ids.content(release)
    if isinstance(done, Release):
        try:
            return _result(content, done, made_by)
        except Exception as err:
            done = defects.rejected(release.source, "run", err)
    return Failure(content, done.stage, done.reason, done.detail)


def _result(content: str, done: Release, made_by: schema.Provenance) -> Result:
    row, records = published(done, made_by)
    removed = sum(p.duplicate_of is not None for p in done.paragraphs)
    lines = tuple(map(schema.dump, records))
    return Result(content, done.id, done.source, schema.dump(row), lines, removed)


def died(release: Release) -> Failure:
    return Failure(
        ids.content(release),
        "run",
        Reason.INTERNAL,
        "the process that worked on it died, perhaps for want of memory; please report it with "
        "this input",
    )


def published(
    done: Release, made_by: schema.Provenance
) -> tuple[schema.ReleaseRow, list[schema.Record]]:
    records = schema.to_records(done, made_by)
    return schema.to_release_row(done, [r.record_id for r in records]), records
