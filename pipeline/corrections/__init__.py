"""A reviewer's decisions and their effect on finished records. Pure functions: `pipeline.ledger`
reads and writes the ledger."""

from __future__ import annotations

from pipeline.corrections.anchoring import Stale, concerns
from pipeline.corrections.applying import Applied, apply
from pipeline.corrections.decisions import (
    Decision,
    Verdict,
    decide,
    element,
    flag,
    standing,
    withdraw,
)
from pipeline.corrections.index import Index, Tally, index

__all__ = [
    "Applied",
    "Decision",
    "Index",
    "Stale",
    "Tally",
    "Verdict",
    "apply",
    "concerns",
    "decide",
    "element",
    "flag",
    "index",
    "standing",
    "withdraw",
]
