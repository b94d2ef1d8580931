"""A verdict on identity: one person's decision that two meetings, people or things are or are not
the same, as a line of the ledger.

A meeting is given by the ids of its records; a person or thing by its keys in the registry or the
ids of its names. So a verdict remains valid when other ids change. Verdicts are only added; a
withdrawn one does not count."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from pipeline.corrections.decisions import _utc

About = Literal["meeting", "entity"]
Word = Literal["same", "different", "withdraw"]
Side = Annotated[tuple[str, ...], AfterValidator(lambda ids: tuple(sorted(set(ids))))]

_NO_ID = "v-" + "0" * 16


class Identity(BaseModel):
    """One line of the ledger."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^v-[0-9a-f]{16}$", description="A hash of all the rest.")
    at: Annotated[AwareDatetime, AfterValidator(_utc)]
    by: str = Field(min_length=1)
    about: About
    verdict: Word
    sides: tuple[Side, ...] = Field(description="What is one, or not; empty where it takes back.")
    of: str | None = Field(
        default=None, pattern=r"^v-[0-9a-f]{16}$", description="The verdict that is taken back."
    )

    @model_validator(mode="after")
    def _whole(self) -> Identity:
        back = self.verdict == "withdraw"
        if back != (self.of is not None) or back != (not self.sides):
            raise ValueError("only a verdict that takes another back has «of», and no sides")
        if self.sides and (len(self.sides) != 2 or not all(self.sides)):
            raise ValueError("two sides are the same or different")
        return self


def made(**content: Any) -> Identity:
    """Return a verdict with these values and its id."""
    verdict = Identity.model_validate({**content, "id": _NO_ID})
    return verdict.model_copy(update={"id": content_id(verdict)})


def content_id(verdict: Identity) -> str:
    """Return the id computed from the rest of a verdict."""
    rest = verdict.model_dump_json(exclude={"id"})
    return f"v-{hashlib.sha256(rest.encode()).hexdigest()[:16]}"


def is_one(line: Any) -> bool:
    """Return whether a line of the ledger, as JSON, is a verdict on identity and not a decision."""
    return isinstance(line, dict) and "about" in line


def decide(
    about: About, word: Word, sides: tuple[Iterable[str], ...], by: str, at: datetime
) -> Identity:
    """Return a verdict on two sides."""
    return made(at=at, by=by, about=about, verdict=word, sides=[tuple(s) for s in sides])


def withdraw(verdict: Identity, by: str, at: datetime) -> Identity:
    """Return a withdrawal of a verdict."""
    return made(at=at, by=by, about=verdict.about, verdict="withdraw", sides=(), of=verdict.id)


def standing(verdicts: Iterable[Identity], about: About) -> tuple[Identity, ...]:
    """Return the valid verdicts, in order of time. Of two on exactly the same sides, the later one
    counts."""
    known = {v.id: v for v in verdicts if v.about == about}
    back = {v.of for v in known.values() if v.verdict == "withdraw"}
    last: dict[frozenset[Side], Identity] = {}
    for v in sorted(known.values(), key=lambda v: (v.at, v.id)):
        if v.verdict != "withdraw" and v.id not in back:
            last[frozenset(v.sides)] = v
    return tuple(sorted(last.values(), key=lambda v: (v.at, v.id)))


def line(verdict: Identity) -> str:
    """Return the line of the ledger, without its line end."""
    return verdict.model_dump_json()
