"""Turn a reviewer's selection and input into a value in published form. Pure functions.

`given` has what the page sends, all strings: `span` («s,e», a range of the release's text in code
points), `name` and others, by the names of the form's inputs. Missing values are read from the
selected words if they contain them, else taken from the value before."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from pipeline.arabic.clitics import citation
from pipeline.arabic.dates import resolve, written_on
from pipeline.arabic.folding import clean, fold_key
from pipeline.arabic.naming import entity_id, initiative_kind, state_code
from pipeline.arabic.numbers import find_ordinals
from pipeline.corrections.decisions import LABEL_OF, LISTS, element, spans_of
from pipeline.corrections.thin import MARK, filled
from pipeline.review.snapping import snapped
from pipeline.review.view import LEGEND
from pipeline.schema import VALUES, Body, Person, Record, ReleaseRow
from pipeline.types import Span
from pipeline.words import Language, language, words
from pipeline.words.values import territories

Given = Mapping[str, str]
Json = dict[str, Any]
Form = Callable[[str, int, int], str]  # of text[start:end]

_SEPARATOR = "؛"  # between the titles of a person in one input


class Unclear(Exception):
    """The words do not give a valid value: a key of the table `said` with the message for the
    reviewer."""


@dataclass(frozen=True, slots=True)
class Input:
    """An input of the form of a value. `options` are (code, words). An input with a `place` takes
    selected words and sends their range under that name; `span` is the current range."""

    name: str
    label: str
    value: str
    kind: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    place: str | None = None
    span: str = ""


def current(record: Record, field: str) -> tuple[Any, ...]:
    """Return the values of a field in the form of a decision: the elements of a list; for a single
    value one `{"value", "span"}`, or none."""
    if field in LISTS:
        return tuple(element.model_dump(mode="json") for element in getattr(record, field))
    value, evidence = getattr(record, field), getattr(record.evidence, field)
    if isinstance(value, Body):
        value = value.model_dump(mode="json")
    return (
        ()
        if value is None
        else (
            {"value": value, "span": list(evidence.span) if evidence and evidence.span else None},
        )
    )


def new(
    field: str, old: Json | None, given: Given, row: ReleaseRow, records: Sequence[Record] = ()
) -> Json:
    """Return the value of `field` that the reviewer gives, based on `old` (None for a missing one).
    `records`: those of the release, with their states. Raise Unclear."""
    place = _selected(given.get("span"), row, old)
    if old is None and place is None and field not in VALUES:
        raise Unclear("no_place")
    if field == "body":
        return _body(old, given, row, place)
    if field not in LISTS:
        return _single(field, old, given, row, place, records)
    if field in LABEL_OF:
        return _entity(field, old, given, row, place, records)
    was = old or element(row, field, cast(Span, place))
    if field == "referenced_meetings":
        return _reference(was, given, row, place)
    text = _words(given.get("text"), was["text"], place, row, _clause)
    action = given.get("action") or (
        "discussed" if old is None and field == "topics" else was["action"]
    )
    return {"text": text, "action": action, "span": _place(was, place), **MARK}


def relabelled(field: str, old: Json, given: Given, row: ReleaseRow) -> tuple[Json, Json] | None:
    """Return the first mention of an element with its old and its new label; None if the label
    stays."""
    label, before = given.get("label"), LABEL_OF.get(field)
    if before is None or label in (None, "", before):
        return None
    if label not in LEGEND or not old["mentions"]:
        raise Unclear("invalid")
    start, end = old["mentions"][0]
    was = mention(before, (start, end), row)
    span = _selected(given.get("span"), row, old) or (start, end)
    return was, mention(label, span, row)


def mention(label: str, span: Span, row: ReleaseRow) -> Json:
    """Return a mention in the form of a decision."""
    return {"start": span[0], "end": span[1], "label": label, "name": citation(row.text, *span)}


def added_mention(label: str, given: Given, row: ReleaseRow) -> Json:
    """Return a mention that was missed. Raise Unclear."""
    place = _selected(given.get("span"), row)
    if place is None or label not in LEGEND:
        raise Unclear("no_place")
    return mention(label, place, row)


def inputs(field: str, old: Json | None, given: Given, row: ReleaseRow) -> tuple[Input, ...]:
    """Return the form of a value; `old` is None for a missing one, for which `given` has what is
    known."""
    span = given.get("span") or _first(old)
    surface = row.text[slice(*_span(span, row) or (0, 0))] if given.get("span") else ""
    was: Mapping[str, Any] = (old["value"] if old and field == "body" else old) or {}
    name = Input(
        "name", _title("name"), surface or str(was.get("name", "")), place="span", span=span
    )
    label = Input("label", words()["review"]["label"], LABEL_OF.get(field, ""), options=_labels())
    country = Input(
        "country",
        _title("country"),
        str(was.get("country") or ""),
        options=(("", words()["review"]["none"]), *countries()),
    )
    if field == "people":
        return (
            name,
            Input("titles", _title("titles"), f"{_SEPARATOR} ".join(was.get("titles", ()))),
            Input(
                "role",
                _title("role"),
                str(was.get("role") or ""),
                place="role_span",
                span=_text(was.get("role_span")),
            ),
            Input("organization", _title("organization"), str(was.get("organization") or "")),
            country,
            Input(
                "participation",
                _title("participation"),
                str(was.get("participation", "attended")),
                options=_options("participation"),
            ),
            label,
        )
    if field in ("committees", "organizations"):
        return name, label
    if field == "body":
        return (name,)
    if field == "countries":
        return (
            Input("code", _title("country"), str(was.get("code", "")), options=countries()),
            Input(
                "name", _title("name"), surface or str(was.get("name", "")), place="span", span=span
            ),
            label,
        )
    if field == "initiatives":
        return (
            name,
            Input(
                "kind",
                _title("kind"),
                str(was.get("kind", "other")),
                options=_options("initiative"),
            ),
            label,
        )
    if field in ("topics", "decisions"):
        action = Input(
            "action", _title("action"), str(was.get("action", "other")), options=_options("action")
        )
        return Input(
            "text", _title("text"), surface or str(was.get("text", "")), place="span", span=span
        ), action
    if field == "referenced_meetings":
        return (
            Input(
                "body",
                _title("body"),
                surface or str(was.get("body") or ""),
                place="span",
                span=span,
            ),
            Input("ordinal", _title("ordinal"), str(was.get("ordinal") or "")),
        )
    value, title = str(was.get("value", "")), words()["review"]["value"]
    if field in ("kind", "mode"):
        return (Input("value", title, value, options=_options(field)),)
    if field == "country":
        return (Input("value", title, value, options=countries()),)
    return (Input("value", title, value or surface, place="span", span=span),)


def countries() -> tuple[tuple[str, str], ...]:
    """Return the ISO 3166-1 codes of countries with their CLDR names in the current language, by
    name."""
    return _countries(language())


@cache
def _countries(wanted: Language) -> tuple[tuple[str, str], ...]:
    states = (
        (code, name)
        for code, name in territories(wanted).items()
        if re.fullmatch("[A-Z]{2}", code) and code not in _NO_STATES
    )
    return tuple(sorted(states, key=lambda state: fold_key(state[1])))


_NO_STATES = frozenset(
    {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
)  # codes of CLDR for unions and unknown places


# --- the kinds of values


def _body(old: Json | None, given: Given, row: ReleaseRow, place: Span | None) -> Json:
    was: Json | None = old["value"] if old else None
    name = _words(given.get("name"), was["name"] if was else None, place, row)
    mentions = _mentions(was, place)
    ident = was["id"] if was and was["name"] == name else entity_id("COMMITTEE", name)
    return {
        "value": {
            "name": name,
            "id": ident,
            "entity_id": was["entity_id"] if was and was["id"] == ident else None,
            "mentions": mentions,
        },
        "span": list(place or mentions[0]),
    }


def _entity(  # noqa: PLR0913
    field: str,
    old: Json | None,
    given: Given,
    row: ReleaseRow,
    place: Span | None,
    records: Sequence[Record],
) -> Json:
    name = _words(given.get("name"), old["name"] if old else None, place, row)
    out = {**MARK, "name": name, "mentions": _mentions(old, place)}
    if field == "countries":
        code = given.get("code") or (old and old["code"]) or _code(name, place, row, records)
        return out | {
            "code": code,
            "name": old["name"] if old and old["code"] == code else _state(code, records),
        }
    out["id"] = old["id"] if old and old["name"] == name else entity_id(LABEL_OF[field], name)
    out["entity_id"] = old["entity_id"] if old and old["id"] == out["id"] else None
    if field == "initiatives":
        out["kind"] = given.get("kind") or (old["kind"] if old else initiative_kind(name))
    return (out | _person(old, given, row)) if field == "people" else out


def _person(old: Json | None, given: Given, row: ReleaseRow) -> Json:
    was = old or filled(Person, {"participation": "attended"})
    kept = ("titles", "role", "role_span", "organization", "country", "participation", "side")
    out = {key: was[key] for key in kept}
    if "titles" in given:
        out["titles"] = [t.strip() for t in given["titles"].split(_SEPARATOR) if t.strip()]
    if "role" in given:
        place = _selected(given.get("role_span"), row, old)
        role = _words(given["role"], None, place, row) if clean(given["role"]).strip() else None
        out |= {"role": role, "role_span": list(place) if role and place else None}
    for key in ("organization", "country"):
        if key in given:
            out[key] = given[key].strip() or None
    return out | {"participation": given.get("participation") or out["participation"]}


def _reference(was: Json, given: Given, row: ReleaseRow, place: Span | None) -> Json:
    ordinal = (
        _number(given["ordinal"])
        if "ordinal" in given
        else _ordinal(row.text[slice(*place)])
        if place
        else was["ordinal"]
    )
    body = clean(given["body"]).strip() or None if "body" in given else was["body"]
    return {"body": body, "ordinal": ordinal, "span": _place(was, place)}


def _single(  # noqa: PLR0913
    field: str,
    old: Json | None,
    given: Given,
    row: ReleaseRow,
    place: Span | None,
    records: Sequence[Record],
) -> Json:
    surface = row.text[slice(*place)] if place else ""
    typed = given.get("value", "").strip()
    moved = place is not None and (old is None or list(place) != old["span"])
    value: Any = typed
    if moved and typed in ("", surface):  # read from the text
        value = _read(field, surface, place, row, records) if place else ""
    elif field == "ordinal":
        value = _number(typed)
    if (
        not value
        or (field == "kind" and value not in words()["kind"])
        or (field == "mode" and value not in words()["mode"])
    ):
        raise Unclear("value_needed")
    if field in ("date", "end_date", "date_hijri") and not re.fullmatch(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value
    ):
        raise Unclear("value_needed")
    return {"value": value, "span": _place(old, place)}


def _read(field: str, surface: str, place: Span, row: ReleaseRow, records: Sequence[Record]) -> Any:
    """Return the value that the selected words express, None if there is none."""
    if field == "ordinal":
        return _ordinal(surface)
    if field in ("date", "end_date", "date_hijri"):
        published = datetime.date.fromisoformat(row.published) if row.published else None
        found = resolve(surface, written_on(row.text, published))
        if found is None:
            return None
        return {
            "date": found.start,
            "end_date": found.end or found.start,
            "date_hijri": found.hijri,
        }[field]
    if field == "country":
        return _code(citation(row.text, *place), place, row, records)
    return None if field in ("kind", "mode") else citation(row.text, *place)


# --- parts of values


def _words(
    given: str | None, old: str | None, place: Span | None, row: ReleaseRow, form: Form = citation
) -> str:
    """Return the typed text. If it is empty or equals the selected words, return those in their
    `form`, else the old value. Raise Unclear."""
    typed = clean(given or "").strip()
    if place is not None and typed in ("", clean(row.text[slice(*place)]).strip()):
        return form(row.text, *place)
    if typed or old:
        return typed or str(old)
    raise Unclear("value_needed")


def _clause(text: str, start: int, end: int) -> str:
    return clean(text[start:end])


def _span(given: str | None, row: ReleaseRow) -> Span | None:
    """Return the range «s,e» without white space at its ends. Raise Unclear if it is no range of
    the text."""
    if not given:
        return None
    match = re.fullmatch(r"([0-9]{1,9}),([0-9]{1,9})", given)
    start, end = (int(match[1]), int(match[2])) if match else (0, 0)
    if not start < end <= len(row.text):
        raise Unclear("invalid")
    while start < end and row.text[start].isspace():
        start += 1
    while start < end and row.text[end - 1].isspace():
        end -= 1
    if start == end:
        raise Unclear("no_place")
    return start, end


def _selected(given: str | None, row: ReleaseRow, old: Json | None = None) -> Span | None:
    """Return the selection extended to whole words; an unchanged place of the value stays. Raise
    Unclear."""
    span = _span(given, row)
    return span if span is None or span in spans_of(old) else snapped(row.text, *span)


def _mentions(old: Json | None, place: Span | None) -> list[list[int]]:
    """Return the mentions with the selected range in place of those that it overlaps, or of all if
    it overlaps none."""
    before = [tuple(m) for m in old["mentions"]] if old else []
    if place is None or place in before:
        return [list(m) for m in before]
    kept = [m for m in before if m[1] <= place[0] or place[1] <= m[0]]
    return sorted([*(list(m) for m in kept if len(kept) < len(before)), list(place)])


def _place(old: Json | None, place: Span | None) -> list[int] | None:
    return list(place) if place else old["span"] if old else None


def _first(old: Json | None) -> str:
    return _text(old["mentions"][0] if old.get("mentions") else old.get("span")) if old else ""


def _text(span: Any) -> str:
    return f"{span[0]},{span[1]}" if span else ""


def _number(typed: str) -> int | None:
    """Return the number in digits of any script; None for anything else, or 0."""
    return (int(typed) or None) if re.fullmatch(r"\d{1,6}", typed.strip()) else None


def _ordinal(surface: str) -> int | None:
    found = find_ordinals(surface)
    return found[0].value if found else _number(re.sub(r"[\s()]", "", surface))


def _code(name: str, place: Span | None, row: ReleaseRow, records: Sequence[Record]) -> str:
    """Return the code of the state with that name. Raise Unclear."""
    key = fold_key(name)
    for country in (c for r in records for c in r.countries):
        if key in (fold_key(country.name), *(fold_key(row.text[s:e]) for s, e in country.mentions)):
            return country.code
    if code := state_code(name):
        return code
    raise Unclear("value_needed")


def _state(code: str, records: Sequence[Record]) -> str:
    """Return the name of a state: the one in the records, else that of CLDR."""
    for country in (c for r in records for c in r.countries):
        if country.code == code:
            return country.name
    name = dict(_countries("ar")).get(code)  # as the text would write it
    if name is None:
        raise Unclear("invalid")
    return name


def _title(key: str) -> str:
    return words()["field"][key]


def _options(table: str) -> tuple[tuple[str, str], ...]:
    return tuple(words()[table].items())


def _labels() -> tuple[tuple[str, str], ...]:
    return tuple((label, words()["label"][label]) for label in LEGEND)
