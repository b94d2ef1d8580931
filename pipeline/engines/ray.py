"""Ray: one task per shard. A worker process keeps its loaded model. If a node dies, Ray gives its
tasks to others."""

from __future__ import annotations

from pipeline import shards
from pipeline.config import Config
from pipeline.errors import MahdarError
from pipeline.progress import Progress
from pipeline.shards import Plan

RETRIES = 3  # retries of a task whose worker died


def run_all(
    made: Plan, config: Config, address: str | None = None, progress: Progress | None = None
) -> list[int]:
    """Process all shards that are not done; return those that failed. `address` is that of a
    running cluster whose nodes see the plan's folder and the inputs under the same paths. Without
    it, start a cluster on this machine only, on the loopback interface. Raise MahdarError if Ray is
    not installed or the cluster cannot be reached."""
    try:
        import ray
    except ImportError as err:
        raise MahdarError("--engine ray needs Ray: pip install 'mahdar[ray]'") from err
    started = not ray.is_initialized()
    if started:
        _connect(ray, address)
    try:
        return _all(ray, made, config, progress or (lambda done, share: None))
    finally:
        if started:
            ray.shutdown()


def _connect(ray: object, address: str | None) -> None:
    quiet = {"logging_level": "warning", "log_to_driver": False}
    try:
        if address:
            ray.init(address=address, **quiet)  # type: ignore[attr-defined]
        else:
            local = {"include_dashboard": False, "_node_ip_address": "127.0.0.1"}
            ray.init(**local, **quiet)  # type: ignore[attr-defined]
    except Exception as err:  # a node that is slow to start raises no other
        where = address or "this machine"
        raise MahdarError(f"no Ray cluster at {where}: {err}".replace("\n", " ")) from err


def _all(ray: object, made: Plan, config: Config, progress: Progress) -> list[int]:
    @ray.remote(max_retries=RETRIES, num_cpus=1)  # type: ignore[attr-defined, untyped-decorator]
    def work(shard: int) -> int:
        shards.run_shard(made, shard, config)
        return shard

    from ray.exceptions import RayError

    left = shards.missing(made, config)
    waiting = {work.remote(shard): shard for shard in left}
    failed = []
    while waiting:
        (done, *_), _ = ray.wait(list(waiting))  # type: ignore[attr-defined]
        shard = waiting.pop(done)
        try:
            ray.get(done)  # type: ignore[attr-defined]
        except RayError:
            failed.append(shard)
        count = made.shards - len(waiting)
        progress(count, count / made.shards)
    return sorted(failed)
