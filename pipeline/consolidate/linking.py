"""Which records tell of one meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline import matching
from pipeline.consolidate.clusters import Pair, clusters
from pipeline.consolidate.views import View


def clustered(views: Sequence[View], scores: Mapping[Pair, float]) -> list[list[int]]:
    """The places of `views` as clusters, one a meeting."""
    return clusters(
        len(views),
        scores,
        lambda i, j: matching.forbidden(views[i].meeting, views[j].meeting) is not None,
    )
