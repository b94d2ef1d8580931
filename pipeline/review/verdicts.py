"""The result of a verdict: a decision in the ledger, and what the page shows next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline import corrections, store
from pipeline.corrections import Decision, Verdict, identity
from pipeline.corrections.decisions import LABEL_OF, SCALARS
from pipeline.corrections.identity import Identity, Word
from pipeline.errors import MahdarError
from pipeline.review import filters, reports, values
from pipeline.review import output as outputs
from pipeline.review.desk import (
    MENTION,
    RECORD,
    Desk,
    applied_to,
    digest,
    following,
    found_in,
    keep,
    look,
    marks,
    refresh,
    wanted,
)
from pipeline.review.desk import card as card_of
from pipeline.review.filters import Marks, Wanted
from pipeline.review.queue import Item
from pipeline.review.values import Given, Input, Json, Unclear
from pipeline.review.view import FIELDS
from pipeline.schema import SCHEMA_VERSION, Record, ReleaseRef, ReleaseRow
from pipeline.words import words


class Sent(BaseModel):
    """A request of the page: a verdict on the value of `field` with the key `key`, or on the whole
    record; `of` is the decision that a withdrawal withdraws. `values` are those of the form,
    `within` is the query of the filter."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    release: str
    record: str
    verdict: Verdict
    field: str
    key: str | None = None
    of: str | None = None
    values: dict[str, str] = Field(default={})
    within: str = ""


class Refused(MahdarError):
    """A verdict that cannot be accepted; `form` asks for missing values."""

    def __init__(self, words: str, form: Form | None = None) -> None:
        super().__init__(words)
        self.form = form


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one value; `why` says what is missing."""

    verdict: Verdict
    field: str
    key: str | None
    inputs: tuple[Input, ...]
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a verdict: its item, a message for the reviewer, the value that it gave (field
    and index), and the next item without a verdict, if there is one."""

    n: int
    said: str
    focus: tuple[str, int | None] | None = None
    next: int | None = None


def decide(desk: Desk, sent: Sent) -> Done:
    """Save a verdict; it is on the disk when this returns. Raise Refused if it is not valid (any
    more), MahdarError if it cannot be written."""
    with desk.lock:
        refresh(desk)
        n = _n(desk, sent)
        item = desk.queue[n]
        if sent.verdict == "withdraw":
            return _withdrawn(desk, desk.decisions.get(sent.of or ""))
        applied = applied_to(desk, item.release_id)
        record, _ = found_in(desk, item, applied)
        old = _old(sent, record)
        try:
            decision = _decision(desk, sent, old, applied.row, record, applied.records)
        except Unclear as err:
            why = words()["said"][str(err)]
            raise Refused(
                why,
                _form(sent, old, applied.row, why)
                if str(err) in ("value_needed", "comment_needed")
                else None,
            ) from err
        except ValidationError as err:
            why = words()["said"]["invalid"]
            raise Refused(
                why, _form(sent, old, applied.row, why) if sent.field in FIELDS else None
            ) from err
        keep(desk, decision)
        desk.mine.append((decision.id,))
        if decision.field == RECORD and decision.verdict == "add" and decision.new:
            n += 1
            desk.queue.insert(n, Item(item.release_id, decision.new["record_id"], decided=True))
        look(desk, n)  # updates whether the record is decided
        onward = following(desk, n, _wanted(sent))
        said = words()["said"][decision.verdict]
        if decision.field == RECORD and decision.verdict != "flag" and _all_decided(desk):
            try:
                mark_reviewed(desk)
                said = words()["said"]["through"]
            except MahdarError as err:  # the verdict itself is saved
                said = f"{said} {err}"
        return Done(n, said, _focus(desk, n, decision), onward)


def skip(desk: Desk, sent: Sent) -> Done:
    """Skip a record in this session; it comes again when no other is left."""
    with desk.lock:
        n = _n(desk, sent)
        desk.skipped.add((desk.queue[n].release_id, desk.queue[n].record_id))
        ahead = following(desk, n, _wanted(sent))
        return Done(n, words()["state"]["skipped"], next=n if ahead is None else ahead)


def sure(desk: Desk, above: float, want: Wanted) -> list[int]:
    """Return the items without a verdict in which every value has at least this confidence and
    nothing requires a look: no warning, flag, conflict or change."""
    with desk.lock:
        refresh(desk)
        return [
            n
            for n in wanted(desk, want)
            if (item := desk.queue[n]).record_id is not None
            and not item.decided
            and not item.changes
            and (card := card_of(desk, item)).lowest >= above
            and not card.warned
            and marks(desk, item) == Marks()
        ]


def accept_sure(desk: Desk, above: float, want: Wanted) -> Done:
    """Accept all records that `sure` finds, in one action that can be undone. Raise MahdarError if
    that cannot be written."""
    with desk.lock:
        found = sure(desk, above, want)
        made = []
        for n in found:
            applied = applied_to(desk, desk.queue[n].release_id)
            record, _ = found_in(desk, desk.queue[n], applied)
            if record is not None:
                made.append(
                    corrections.decide(
                        applied.row,
                        record,
                        "accept",
                        RECORD,
                        old=record,
                        by=desk.by,
                        at=datetime.now(UTC),
                    )
                )
        if made:
            keep(desk, *made)
            desk.mine.append(tuple(d.id for d in made))
        for n in found:
            desk.queue[n] = replace(desk.queue[n], decided=True)
        n = found[-1] if found else 0
        said = words()["said"]["accepted_above"].replace("{n}", str(len(made)))
        return Done(n, said, next=following(desk, n, want))


def undo(desk: Desk) -> Done:
    """Withdraw the last valid decision of this session, with those of the same action. Raise
    Refused if there is none."""
    with desk.lock:
        refresh(desk)
        stands = {d.id for d in corrections.standing(desk.decisions.values())}
        while desk.mine:
            if (back := _identity(desk, desk.mine[-1][0])) is not None:
                return _parted(desk, back)
            if last := [desk.decisions[i] for i in desk.mine.pop() if i in stands]:
                done = _withdrawn(desk, *last)
                return replace(done, said=words()["said"]["withdraw"])
        raise Refused(words()["said"]["nothing_to_undo"])


def identify(desk: Desk, sent: Sent, other: str, word: Word) -> Done:
    """Save a verdict whether two records report the same meeting; the next run applies it. Raise
    Refused if the other is no report beside the record, MahdarError if it cannot be written."""
    with desk.lock:
        refresh(desk)
        n = _n(desk, sent)
        compared = look_at.compared if (look_at := look(desk, n)) else None
        known = {report.record_id: report for report in compared.reports} if compared else {}
        if other not in known or word not in ("same", "different"):
            raise Refused(words()["said"]["no_meeting"])
        verdict = reports.decided(sent.record, other, word, by=desk.by, told=desk.meetings)
        reports.keep(desk.corrections, verdict)
        refresh(desk)
        desk.mine.append((verdict.id,))
        return Done(n, words()["said"][word])


def _identity(desk: Desk, ident: str) -> Identity | None:
    """Return the valid verdict on identity with this id."""
    standing = identity.standing(desk.identities, "meeting")
    return next((v for v in standing if v.id == ident), None)


def _parted(desk: Desk, verdict: Identity) -> Done:
    reports.keep(desk.corrections, identity.withdraw(verdict, desk.by, datetime.now(UTC)))
    desk.mine.pop()
    refresh(desk)
    records = {record for side in verdict.sides for record in side}
    n = next((n for n, item in enumerate(desk.queue) if item.record_id in records), 0)
    return Done(n, words()["said"]["withdraw"])


def mark_reviewed(desk: Desk) -> None:
    """Note that the output was reviewed: the next queue begins with later changes. Raise Refused if
    another run has ended meanwhile, which nobody has seen."""
    if not outputs.is_current(desk.output, desk.out):
        raise Refused(words()["said"]["new_run"])
    store.mark_reviewed(desk.out)


def form(desk: Desk, sent: Sent) -> Form:
    """Return the form to edit the value that `sent` names. Raise Refused if it no longer exists."""
    with desk.lock:
        refresh(desk)
        item = desk.queue[_n(desk, sent)]
        applied = applied_to(desk, item.release_id)
        return _form(sent, _old(sent, found_in(desk, item, applied)[0]), applied.row)


def _form(sent: Sent, old: Json | None, row: ReleaseRow, why: str | None = None) -> Form:
    return Form(
        "flag" if sent.verdict == "flag" else "correct" if old else "add",
        sent.field,
        sent.key,
        (Input("comment", words()["review"]["comment"], ""),)
        if sent.verdict == "flag"
        else values.inputs(sent.field, old, sent.values, row),
        why,
    )


def _withdrawn(desk: Desk, *decisions: Decision | None) -> Done:
    taken = [d for d in decisions if d is not None]
    if not taken:
        raise Refused(words()["said"]["gone"])
    now = datetime.now(UTC)
    keep(desk, *(corrections.withdraw(d, by=desk.by, at=now) for d in taken))
    places = [_of(desk, d) for d in taken]
    for n in dict.fromkeys(places):
        look(desk, n)  # updates whether the record is decided
    here = any(taken[0].id in some for some in desk.mine)
    said = words()["said"]["withdraw" if here else "withdraw_later"]
    return Done(places[0], said, next=following(desk, places[0]))


def _of(desk: Desk, decision: Decision) -> int:
    """Return the item that a decision is about."""
    record_id = decision.record_id or (decision.new or {}).get("record_id")
    release_id = outputs.find(desk.output, decision.release)
    of_release = [n for n, item in enumerate(desk.queue) if item.release_id == release_id]
    return next(
        (n for n in of_release if desk.queue[n].record_id == record_id), next(iter(of_release), 0)
    )


def _decision(  # noqa: PLR0913
    desk: Desk,
    sent: Sent,
    old: Json | None,
    row: ReleaseRow,
    record: Record | None,
    records: Sequence[Record],
) -> Decision:
    """Return the decision of a verdict. Raise Unclear, ValidationError."""

    def decided(
        verdict: Verdict, field: str, old: Any = None, new: Any = None, on: Record | None = record
    ) -> Decision:
        return corrections.decide(
            row, on, verdict, field, old=old, new=new, by=desk.by, at=datetime.now(UTC)
        )

    given = sent.values
    if sent.verdict == "flag":
        comment = given.get("comment", "").strip()
        if not comment:
            raise Unclear("comment_needed")
        return corrections.flag(row, record, comment, by=desk.by, at=datetime.now(UTC))
    if sent.verdict in ("accept", "reject"):
        return decided(sent.verdict, sent.field, record if sent.field == RECORD else old)
    label = sent.field.removeprefix(MENTION + ":")
    if record is None and sent.field in LABEL_OF:
        label = LABEL_OF[sent.field]
    if label != sent.field:
        return decided("add", MENTION, new=values.added_mention(label, given, row))
    if sent.field == RECORD or (record is None and sent.field == "body"):
        return decided("add", RECORD, new=_new_record(desk, given, row, records), on=None)
    if record is None:
        raise Unclear("no_record")
    if old and (marks := values.relabelled(sent.field, old, given, row)):
        return decided("correct", MENTION, *marks)
    new = values.new(sent.field, old, given, row, records)
    if old is None:
        return decided("add", sent.field, new=new)
    if all(new[key] == old[key] for key in new if key not in ("found_by", "confidence")):
        return decided("accept", sent.field, old)
    return decided("correct", sent.field, old, new)


def _new_record(desk: Desk, given: Given, row: ReleaseRow, records: Sequence[Record]) -> Json:
    """Return a meeting that was missed, with the selected body, in the short form of a decision."""
    body = values.new("body", None, given, row)
    digest = hashlib.sha256(
        json.dumps([row.id, body["value"]["id"], body["span"]]).encode()
    ).hexdigest()[:12]
    example = next(iter(records), None) or _any_record(desk)
    return {
        "schema_version": SCHEMA_VERSION,
        "record_id": f"m-{digest}",
        "release": row.model_dump(mode="json", include=set(ReleaseRef.model_fields)),
        "body": body["value"],
        "duplicates_removed": [
            p.model_dump(mode="json") for p in row.paragraphs if p.duplicate_of is not None
        ],
        "evidence": {"body": {"span": body["span"]}},
        "provenance": example.provenance.model_dump()
        if example
        else {"pipeline": "", "model": "", "config": ""},
    }


def _any_record(desk: Desk) -> Record | None:
    for release_id, found in desk.output.meetings.items():
        if found:
            return outputs.release(desk.output, release_id)[1][0]
    return None


def _old(sent: Sent, record: Record | None) -> Json | None:
    """Return the current value with the key `key`; without a key, the single value of the field, if
    there is one. Raise Refused if it no longer exists or the field is unknown."""
    if sent.field == RECORD or sent.field.startswith(MENTION + ":"):
        return None
    if sent.field not in FIELDS:
        raise Refused(words()["said"]["invalid"])
    found = values.current(record, sent.field) if record else ()
    if not sent.key:
        if sent.verdict == "add":
            return found[0] if found and sent.field in SCALARS else None
        raise Refused(words()["said"]["gone"])
    for value in found:
        if digest(value) == sent.key:
            return dict(value)
    raise Refused(words()["said"]["gone"])


def _n(desk: Desk, sent: Sent) -> int:
    for n, item in enumerate(desk.queue):
        if item.release_id == sent.release and (item.record_id or "") == sent.record:
            return n
    raise Refused(words()["said"]["gone"])


def _wanted(sent: Sent) -> Wanted:
    return filters.wanted(dict(parse_qsl(sent.within)))


def _all_decided(desk: Desk) -> bool:
    return all(item.decided for item in desk.queue if item.record_id is not None)


def _focus(desk: Desk, n: int, decision: Decision) -> tuple[str, int | None] | None:
    """Return the current position of the value that a decision gave."""
    if (
        decision.verdict not in ("correct", "add")
        or decision.new is None
        or decision.field not in FIELDS
    ):
        return None
    item = desk.queue[n]
    record, _ = found_in(desk, item, applied_to(desk, item.release_id))
    if record is None:
        return None
    if decision.field in SCALARS:
        return decision.field, None
    wanted = {
        key: decision.new.get(key)
        for key in ("name", "text", "span", "mentions")
        if key in decision.new
    }
    for index, value in enumerate(values.current(record, decision.field)):
        if all(value[key] == wanted[key] for key in wanted):
            return decision.field, index
    return None
