"""A reviewer's verdicts, and what they make of finished records. Pure: the ledger is read and
written by `pipeline.ledger`."""

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
