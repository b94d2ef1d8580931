"""Why something changed, as far as the records and the reviewers' decisions show."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pipeline.diff.model import EVIDENCE, Key, Ref, decided
from pipeline.diff.sides import Head, Side

Decision = Mapping[str, Any]  # a line of corrections.jsonl


class Causes:
    """What made both sides, looked up once. A cause is given only if both sides prove it: the same
    release in the same pipeline gives the same result, so any difference there is a reviewer's."""

    def __init__(self, old: Side, new: Side, decisions: Iterable[Decision]) -> None:
        self._sides = _Made(old.heads), _Made(new.heads)
        self._decided: dict[str, list[Decision]] = defaultdict(list)
        for decision in decisions:
            release = decision.get("release") or {}
            for name in {release.get("id"), release.get("source")}:
                if name is not None:
                    self._decided[name].append(decision)

    def of_pair(self, old: Head, new: Head) -> str | None:
        """Return the cause of a change in a pair of records: another text of the release, or
        another pipeline, model or config."""
        return _join(
            ("release",) if old.text_differs(new) else (),
            _made_by(old.provenance, new.provenance),
        )

    def proves(self, old: Head, new: Head) -> bool:
        """Return whether only a decision can explain the difference between two records of a
        pair."""
        return old.text_differs(new) is False and old.provenance == new.provenance

    def of_single(self, record: Head, other: int, key: Key) -> str | None:
        """Return the cause for a record on one side only; `other` is the side without it, 0 for OLD
        and 1 for NEW. If the other side does not know the release, it is new or gone, provided the
        same pipeline made both sides and no reviewer decided on the record. Otherwise the release
        may have been there without a meeting."""
        here, there = self._sides[1 - other], self._sides[other]
        if (made := there.releases.get(record.release)) is not None:
            cause = self.of_pair(record, made)
            by_reviewer = self.proves(record, made) and self._is_decided(key, "", None, None)
            return "correction" if by_reviewer else cause
        if (made := there.sources.get(record.source)) is not None:
            return self.of_pair(record, made)
        if here.provenances == there.provenances and len(here.provenances) == 1:
            return None if self._is_decided(key, "", None, None) else "input"
        return None

    def corrected(self, field: str, old: Any, new: Any, evidence: tuple[Any, Any]) -> bool:
        """Return whether a reviewer's decision made a change: the value or evidence of one side is
        marked as a reviewer's and that of the other is not. `evidence` is that of the records."""
        name = field.removeprefix(EVIDENCE + ".")
        mine = decided(old) or decided(evidence[0].get(name))
        return mine != (decided(new) or decided(evidence[1].get(name)))

    def rejected(self, record: Key, field: str, old: Any, new: Any) -> bool:
        """Return whether a decision is about this value; a rejected value leaves no mark in the
        record."""
        return bool(self._decided) and self._is_decided(
            record, field.removeprefix(EVIDENCE + "."), old, new
        )

    def _is_decided(self, record: Key, field: str, old: Any, new: Any) -> bool:
        refs = [r for r in (record.old, record.new) if r is not None]
        labels = {label(v) for v in (old, new) if v is not None}
        for decision in self._of(refs):
            if decision.get("field") != (field or "record"):
                continue
            ends = [v for v in (decision.get("old"), decision.get("new")) if v is not None]
            if not field and {r.id for r in refs} & {decision.get("record_id"), *map(label, ends)}:
                return True
            if labels & set(map(label, ends)):
                return True
        return False

    def _of(self, refs: Sequence[Ref]) -> list[Decision]:
        names = dict.fromkeys(n for r in refs for n in (r.release, r.source))
        return [d for n in names for d in self._decided.get(n, ())]


class _Made:
    """What made each release of one side."""

    def __init__(self, heads: Iterable[Head]) -> None:
        self.releases: dict[str, Head] = {}
        self.sources: dict[str, Head] = {}
        for head in heads:
            self.releases.setdefault(head.release, head)
            self.sources.setdefault(head.source, head)
        self.provenances = {head.provenance for head in self.releases.values()}


def label(value: object) -> str:
    """Return the label of a value (its name, code, text or id), to recognise a decision's value in
    a record."""
    if isinstance(value, Mapping):
        for key in ("record_id", "name", "text", "value", "code"):
            if value.get(key) is not None:
                return str(value[key])
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)


@lru_cache(maxsize=1024)
def _made_by(old: str, new: str) -> tuple[str, ...]:
    if old == new:
        return ()
    a, b = json.loads(old) or {}, json.loads(new) or {}
    return tuple(part for part in ("pipeline", "model", "config") if a.get(part) != b.get(part))


def _join(*parts: Iterable[str]) -> str | None:
    return "+".join(cause for some in parts for cause in some) or None
