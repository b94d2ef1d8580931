"""Delete a person or a release from an output: store, kept runs, ledger, registry and files.

A release is deleted whole. A person's elements are deleted, and each name in the remaining texts is
masked with one block per character, so every span stays valid. The output files are written last:
until then the person is still found in them, so repeating a killed command completes it. The input
files belong to their owner and are not changed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline import consolidated, migration, store
from pipeline.arabic.folding import fold, fold_mapped
from pipeline.consolidate.entities import groups
from pipeline.consolidate.mentions import Gathered
from pipeline.corrections import identity
from pipeline.corrections.decisions import with_id
from pipeline.errors import UsageError
from pipeline.ids import text_sha256
from pipeline.ledger import alter_lines, read
from pipeline.schema import RECORDS, REJECTS, RELEASES
from pipeline.schema_entities import ENTITIES
from pipeline.schema_meetings import MEETINGS

PAINT = "\u2588"  # full block
_BEGUN = "forgetting.json"  # beside the store, while a command is at work
ATTACHED = "وفبلك"  # particles that may be attached in front of a name
# Keys whose values name no person, or refer to the input, which must not change.
_LEFT_ALONE = frozenset(
    [
        "id",
        "record_id",
        "meeting_id",
        "announces",
        "entity_id",
        "key",
        "source",
        "also_at",
        "url",
        "outlet",
        "published",
        "label",
        "found_by",
        "schema_version",
        "text_sha256",
        "provenance",
    ]
)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """The person to delete: the ids of the names, all names in records and texts, the records that
    name the person, and the digests of the texts of their releases, which identify copies
    elsewhere."""

    entity_id: str
    ids: frozenset[str]
    names: frozenset[str]
    records: frozenset[str]
    texts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Release:
    """The release to delete, with its records, the place of its file, and the content of the input,
    which identifies copies elsewhere."""

    id: str
    records: frozenset[str]
    source: str
    said: tuple[str | None, ...]


Target = Person | Release


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The result: the inputs that still contain the deleted content, by their `source`, and the
    number of deleted decisions."""

    target: Target
    sources: tuple[str, ...]
    decisions: int


def found(out: Path, ident: str) -> Target:
    """Return the person or release with this id in the output. Raise UsageError if there is
    none."""
    if ident.startswith("r-"):
        for row in _rows(out / RELEASES):
            if row["id"] == ident:
                return Release(ident, frozenset(row["meetings"]), row["source"], _said(row))
        raise UsageError(f"{ident}: no such release in {out}; see the ids in {RELEASES}")
    for row in _rows(out / ENTITIES):
        if row["entity_id"] == ident:
            if row["kind"] != "person":
                raise UsageError(f"{ident} is no person: only people and releases are forgotten")
            names = frozenset(n["name"] for n in row["names"])
            who = Person(ident, frozenset(row["ids"]), names, frozenset(row["records"]))
            return _as_written(out, who)
    raise UsageError(f"{ident}: no such person in {out}; see the ids in {ENTITIES}")


def _said(row: Json) -> tuple[str | None, ...]:
    """Return the content of an input, as far as its line contains it."""
    return tuple(row[k] for k in ("key", "title", "outlet", "published", "url", "text_sha256"))


def _as_written(out: Path, who: Person) -> Person:
    """Return the person with all names written in the texts, and their places."""
    names, texts = set(who.names), set()
    for release, records in _output(out):
        told = [r for r in map(json.loads, records) if r["record_id"] in who.records]
        if told:
            text = json.loads(release)["text"]
            texts.add(told[0]["release"]["text_sha256"])
            for record in told:
                for p in record["people"]:
                    if concerns(who, record, p):
                        names |= {p["name"], *(text[a:b] for a, b in p["mentions"])}
    return replace(who, names=frozenset(names), texts=frozenset(texts))


def _as_corrected(who: Person, ledger: Path) -> Person:
    """Return the person with the names that corrections replaced: the store keeps the original
    ones."""
    ids, names = set(who.ids), set(who.names)
    for d in read(ledger).decisions:
        if d.field == "people" and d.old and d.new and d.new.get("id") in who.ids:
            ids.add(d.old["id"])
            names.add(d.old["name"])
    return replace(who, ids=frozenset(ids), names=frozenset(names))


def _rows(path: Path) -> Iterator[Json]:
    try:
        with open(path, encoding="utf-8", newline="\n") as file:
            for line in file:
                yield json.loads(line)
    except (OSError, UnicodeDecodeError) as err:
        why = err.strerror if isinstance(err, OSError) else err
        raise UsageError(
            f"{path}: cannot be read: {why}; name the output folder of mahdar process"
        ) from err


def forget(out: Path, target: Target, ledger: Path, registry: Path) -> Forgotten:
    """Delete the person or release from the output folder, the ledger and the registry. Raise
    MahdarError if a file cannot be written; repeating the command then completes the deletion."""
    with store.opened(out) as db:
        if isinstance(target, Person):
            target = _remembered(out, _as_corrected(target, ledger))
        before = _keys(_output(out))
        sources = tuple(sorted(_sources(out, target)))
        store.alter(db, lambda release, records: _lines(target, release, records))
        store.alter_runs(out, lambda _: lambda line: _line(kept_record(target, json.loads(line))))
        migration.forget(out)
        gone = before - _keys(_left(out, target))
        left = _ledger(out, target, ledger, gone)
        decisions = alter_lines(ledger, lambda line: left.get(_id(line), line))
        alter_lines(registry, lambda line: None if _given_out(target, gone, line) else line)
        together = consolidated.consolidate(
            _left(out, target), registry, out / store.FOLDER, read(ledger).verdicts
        )
        store.write(
            out,
            {
                # the records say which texts to mask, so they are replaced later
                RELEASES: (line for line, _ in _left(out, target)),
                RECORDS: (together.filled(x) for _, lines in _left(out, target) for x in lines),
                REJECTS: _rejects(out, target),
                MEETINGS: together.meetings(store.unfinished(out, RECORDS)),
                ENTITIES: together.entities(),
            },
        )
        (out / store.FOLDER / _BEGUN).unlink(missing_ok=True)
    return Forgotten(target, sources, decisions)


def _remembered(out: Path, who: Person) -> Person:
    """Return the person with all names that an earlier, killed command knew: it may have masked
    some texts already. The names are kept until this command is done."""
    path = out / store.FOLDER / _BEGUN
    try:
        begun = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        begun = {}
    if begun.get("entity_id") == who.entity_id:
        names, texts = who.names.union(begun["names"]), who.texts.union(begun["texts"])
        who = replace(who, names=names, texts=texts)
    known = {"entity_id": who.entity_id, "names": sorted(who.names), "texts": sorted(who.texts)}
    path.write_text(json.dumps(known), encoding="utf-8")
    return who


def _output(out: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the line of each release in the output with the lines of its records."""
    with open(out / RECORDS, encoding="utf-8", newline="\n") as file:
        records = groupby(file, key=lambda line: json.loads(line)["release"]["id"])
        ident, lines = next(records, (None, iter(())))
        with open(out / RELEASES, encoding="utf-8", newline="\n") as releases:
            for release in releases:
                mine: tuple[str, ...] = ()
                if json.loads(release)["id"] == ident:
                    mine = tuple(x.rstrip("\n") for x in lines)
                    ident, lines = next(records, (None, iter(())))
                yield release.rstrip("\n"), mine


def _left(out: Path, target: Target) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the same without the deleted content."""
    for release, records in _output(out):
        left = _lines(target, release, records)
        if left is not None:
            yield left


def _lines(
    target: Target, release: str, records: tuple[str, ...]
) -> tuple[str, tuple[str, ...]] | None:
    row, told = json.loads(release), [json.loads(r) for r in records]
    left = without(target, row, told)
    if left is None:
        return None
    if left == (row, told):
        return release, records
    return dumped(left[0]), tuple(map(dumped, left[1]))


def _line(record: Json | None) -> str | None:
    return None if record is None else dumped(record)


def dumped(row: Json) -> str:
    """Return a line as the schema writes it."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _sources(out: Path, target: Target) -> Iterator[str]:
    """Yield the places of the inputs that contain the deleted content."""
    for release, records in _output(out):
        row = json.loads(release)
        if without(target, row, [json.loads(r) for r in records]) is None or (
            isinstance(target, Person) and not target.records.isdisjoint(row["meetings"])
        ):
            yield from (row["source"], *row["also_at"])


def _rejects(out: Path, target: Target) -> Iterator[str]:
    with open(out / REJECTS, encoding="utf-8", newline="\n") as file:
        for line in file:
            if not (isinstance(target, Release) and json.loads(line)["source"] == target.source):
                yield line.rstrip("\n")


def _keys(lines: Iterable[tuple[str, tuple[str, ...]]]) -> frozenset[str]:
    """Return the keys of the registry for the people and things of some records."""
    gathered = Gathered()
    for _, records in lines:
        for record in records:
            gathered.add(json.loads(record))
    return frozenset(key for group in groups(gathered) for key in group.keys)


def _given_out(target: Target, gone: Set[str], line: str) -> bool:
    """Return whether a line of the registry belongs to the deleted content."""
    try:
        row = json.loads(line)
    except ValueError:
        return False
    if isinstance(target, Person):
        return target.entity_id in (row.get("id"), row.get("redirect"))
    return row.get("key") in gone or row.get("key") in target.records


# --- the ledger
def _ledger(out: Path, target: Target, ledger: Path, gone: Set[str]) -> dict[str, str | None]:
    """Return the remaining lines of the ledger among those that concern the deleted content, by id;
    None for a decision or verdict on it. A decision on something else stays, with the names in it
    masked, and still matches the masked text. `gone`: keys that the registry no longer needs."""
    kept: dict[str, Json | None] = {}
    painted = _painted_texts(out, target) if isinstance(target, Person) else {}
    book = read(ledger)
    decisions = book.decisions
    for d in decisions:
        content = d.model_dump(mode="json", exclude={"id"})
        left = decided(target, content, painted)
        if left != content:
            kept[d.id] = left
    now = {i: None if c is None else with_id(c).id for i, c in kept.items()}
    for d in decisions:
        if d.of in now:  # it withdraws a decision whose id has changed or that was deleted
            of = now[d.of]
            content = kept.get(d.id) or d.model_dump(mode="json", exclude={"id"})
            kept[d.id] = None if of is None else content | {"of": of}
    named = (target.ids if isinstance(target, Person) else target.records) | gone
    verdicts = {v.id for v in book.verdicts if any(named.intersection(x) for x in v.sides)}
    taken_back = {v.id for v in book.verdicts if v.of in verdicts}
    lines = {i: None if c is None else with_id(c).model_dump_json() for i, c in kept.items()}
    return lines | dict.fromkeys(verdicts | taken_back)


def _painted_texts(out: Path, target: Person) -> dict[str, str]:
    """Return the masked texts of the releases that name a person, by the digest of the original."""
    texts = {}
    for release, records in _output(out):
        row = json.loads(release)
        left = without(target, row, map(json.loads, records))
        if left is not None and left[0]["text"] != row["text"]:
            texts[row["text_sha256"]] = left[0]["text"]
    return texts


def decided(target: Target, decision: Json, painted: Mapping[str, str]) -> Json | None:
    """Return a decision, given without its id, with the names masked; None if it is about the
    deleted content. `painted` as returned by `_painted_texts`."""
    if isinstance(target, Release):
        of_it = decision["release"]["id"] == target.id or decision["record_id"] in target.records
        return None if of_it else decision
    sides = [x for x in (decision["old"], decision["new"]) if x]
    if decision["field"] == "people" and any(x.get("id") in target.ids for x in sides):
        return None
    hide = painter(target.names)
    left = decision | {k: _painted(decision[k], hide) for k in ("old", "new")}
    if decision["anchors"]:
        people = [i for i in decision["anchors"]["people"] if i not in target.ids]
        left["anchors"] = decision["anchors"] | {"people": people}
    text = painted.get(decision["release"]["text_sha256"])
    if text is not None:
        left["release"] = decision["release"] | {"text_sha256": text_sha256(text)}
        left["paragraph"] = decision["paragraph"] and _place(decision["paragraph"], text)
        left["others"] = [_place(p, text) for p in decision["others"]]
    return left


def _place(place: Json, text: str) -> Json:
    start, end = place["span"]
    return place | {"sha256": text_sha256(text[start:end])}


def _id(line: str) -> str:
    """Return the id of a line of the ledger; for a line written by hand without id, the id computed
    from its content."""
    try:
        row = json.loads(line)
        if "id" in row:
            return str(row["id"])
        return identity.made(**row).id if identity.is_one(row) else with_id(row).id
    except (ValueError, TypeError, KeyError):
        return ""


# --- the rest of a release
def without(
    target: Target, release: Json, records: Iterable[Json]
) -> tuple[Json, list[Json]] | None:
    """Return the line of a release and those of its records without the deleted content; None if
    the release itself is deleted."""
    records = list(records)
    if isinstance(target, Release):
        same = release["id"] == target.id or _said(release) == target.said
        return None if same else (release, records)
    named = [r for r in records if any(concerns(target, r, p) for p in r["people"])]
    if not named:
        return release, records
    people = [p for r in named for p in r["people"] if concerns(target, r, p)]
    spans = [tuple(s) for p in people for s in p["mentions"]]
    surfaces = {release["text"][a:b] for a, b in spans}
    hide = painter({*target.names, *surfaces})
    painted = _painted(release, hide)
    text = painted["text"]
    for a, b in spans:
        text = text[:a] + _blocks(text[a:b]) + text[b:]
    mentions = [
        m | {"surface": text[m["start"] : m["end"]]}
        for m in painted["mentions"]
        if m["label"] != "PER" or PAINT not in m["name"] + text[m["start"] : m["end"]]
    ]
    painted |= {"text": text, "text_sha256": text_sha256(text), "mentions": mentions}
    return painted, [_record(target, r, hide, painted["text_sha256"]) for r in records]


def concerns(person: Person, record: Json, element: Json) -> bool:
    """Return whether an element of a record's `people` is the person, in a current record or in
    that of a kept run."""
    if element.get("entity_id") is not None:
        return bool(element["entity_id"] == person.entity_id)
    here = record["record_id"] in person.records
    return element["id"] in person.ids and (
        here or record["release"].get("text_sha256") in person.texts
    )


def painter(names: Iterable[str]) -> Callable[[str], str]:
    """Return a function that masks these names in a text, in every spelling and with attached
    particles."""
    folded = sorted({f for n in names if (f := fold(n))}, key=lambda f: (-len(f), f))
    if not folded:
        return lambda text: text
    pattern = re.compile(
        rf"(?<!\w)[{ATTACHED}]{{0,2}}(?P<name>{'|'.join(map(re.escape, folded))})(?!\w)"
    )

    def paint(text: str) -> str:
        mapped = fold_mapped(text)
        for match in pattern.finditer(mapped.text):
            a, b = mapped.source_span(*match.span("name"))
            text = text[:a] + _blocks(text[a:b]) + text[b:]
        return text

    return paint


def _blocks(name: str) -> str:
    return re.sub(r"\S", PAINT, name)


def _painted(value: Any, hide: Callable[[str], str]) -> Any:
    """Return a JSON value with the names masked in all of its strings."""
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, list):
        return [_painted(x, hide) for x in value]
    if isinstance(value, Mapping):
        return {k: x if k in _LEFT_ALONE else _painted(x, hide) for k, x in value.items()}
    return value


def _record(person: Person, record: Json, hide: Callable[[str], str], sha256: str | None) -> Json:
    """Return a record without the person; a value that named only the person (chair, organizer)
    becomes null."""
    people = [p for p in record["people"] if not concerns(person, record, p)]
    painted: Json = _painted(record | {"people": people}, hide)
    for field in ("chair", "organizer"):
        if record[field] is not None and not painted[field].replace(PAINT, "").strip():
            painted[field] = None
            painted["evidence"] = painted["evidence"] | {field: None}
    if sha256 is not None and "text_sha256" in painted["release"]:
        painted["release"] = painted["release"] | {"text_sha256": sha256}
    return painted


def kept_record(target: Target, record: Json) -> Json | None:
    """Return a record of a kept run without the deleted content; None if it is of the deleted
    release."""
    if isinstance(target, Release):
        gone = record["release"]["id"] == target.id or record["record_id"] in target.records
        return None if gone else record
    if not any(concerns(target, record, p) for p in record["people"]):
        return record
    return _record(target, record, painter(target.names), None)
