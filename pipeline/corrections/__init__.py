"""A reviewer's verdicts, and what they make of finished records. Pure: the ledger is read and written by `pipeline.ledger`."""
from __future__ import annotations

from pipeline.corrections.anchoring import Stale
from pipeline.corrections.applying import Applied, apply
from pipeline.corrections.decisions import Decision, Verdict, decide, element, standing, withdraw

__all__ = ["Applied", "Decision", "Stale", "Verdict", "apply", "decide", "element", "standing", "withdraw"]
