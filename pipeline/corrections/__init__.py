"""A reviewer's verdicts, and what they make of finished records. Pure: the ledger is read and written by `pipeline.ledger`."""
from __future__ import annotations

from pipeline.corrections.decisions import Decision, Verdict, decide, element, standing, withdraw

__all__ = ["Decision", "Verdict", "decide", "element", "standing", "withdraw"]
