"""Names that the tagger cut short before a name that belongs to them.

A body, organisation, office or initiative that stands directly before another name, with nothing or
an attached particle between, is in construct with it: «المكتب التنفيذي | لمجلس وزراء الصحة», «مشروع
سكة حديد دول | مجلس التعاون». In the training part of the gold the outer name holds the second one
in 1,394 pairs of names that BETWEEN and PLACED allow, and ends before it in 8 (places after «في»
and «ب» behind an organisation, which go either way, are not among them)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.arabic.clitics import citation
from pipeline.arabic.folding import fold_key
from pipeline.arabic.patterns import pattern
from pipeline.extract.edges import BODIES, JOINED_TO, is_apart
from pipeline.extract.repeats import Names
from pipeline.extract.spans import Found
from pipeline.ranges import Ranges

OUTER = frozenset({"COMMITTEE", "ORG", "INITIATIVE", "ROLE"})
# What may stand between, and for which labels of the second name it makes one name of the two.
BETWEEN: dict[str, frozenset[str]] = {
    " ": frozenset({"COUNTRY", "LOC", "ORG", "COMMITTEE"}),
    " ل": frozenset({"ORG", "COMMITTEE", "LOC"}),
    " لدول ": frozenset(
        {"ORG"}
    ),  # «… لدول | مجلس التعاون»: inside the name 34 times in the gold, behind it never
    " بدول ": frozenset({"ORG"}),
}
# What «ب» and «في» join differs by what stands before: a department and its organisation («إدارة
# الرصد | بوزارة البيئة»; in the gold 36 pairs are one name and 1 is not), a body and its
# organisation, but no organisation and its place.
PLACED: dict[tuple[str, str], frozenset[str]] = {
    ("ORG", " ب"): frozenset({"ORG"}),
    ("ORG", " في "): frozenset({"ORG"}),
    ("COMMITTEE", " ب"): frozenset({"ORG"}),
    ("COMMITTEE", " في "): frozenset({"ORG", "COMMITTEE"}),
    ("ROLE", " ب"): frozenset({"ORG", "LOC", "COUNTRY"}),
    ("ROLE", " في "): frozenset({"ORG", "COMMITTEE", "COUNTRY"}),
}
# A committee and the council whose it is («لجنة الطاقة | بمجلس الشورى»): in the annotated documents
# one name 40 times, two once.
A_COMMITTEE, CHAMBER = pattern(r"(?:ال|ل)?لجنة(?!\w)"), re.compile(r"(?:ال)?(?:مجلس|برلمان)(?!\w)")
# A name that ends in a definite word is in construct with nothing: in the annotated documents 15
# such committees stand beside another body and 1 holds it, and of 13 documents in which
# organisations were joined so one was right («بنك المشرق | سوق دبي المالي»).
COMPLETE = re.compile(r"(?<!\w)(?:ال|لل)\w{2,}$")
BEFORE_CITY = pattern(r"\s+(?:ب|في\s+)$")
LONGEST = 500  # characters of a name: none of 1,608 documents has one half as long
RANGE = re.compile(r"\d[-–/]\d+")  # «2025-2035» cut after the first year


def joined(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with such names made whole, until nothing changes; order kept. No mention
    crosses another afterwards that did not before, since all that end at one place are lengthened
    alike."""
    out = [_whole_years(text, f) for f in found]
    starts: dict[int, list[Found]] = {}
    for f in out:
        starts.setdefault(f.start, []).append(f)
    for k, f in enumerate(out):
        while (
            f.label in OUTER
            and (end := _further(text, f, starts)) is not None
            and end - f.start <= LONGEST
        ):
            f = replace(f, end=end)
        out[k] = f
    return out


GOVERNMENT = pattern(r"(?:ال|ل)?(?:وزارة|هيئة|مجلس)(?!\w)")
STATE = pattern(r" (?:في |ب)(?=(?:ال)?(?:دولة|مملكة|سلطنة|جمهورية))")


def of_state(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with ministries, authorities and councils as far as the official name of their
    state («وزارة الصحة | في سلطنة عمان»; in the gold 13 pairs are one name and 9 are not). Of names
    that end before it only the longest grows."""
    states = {f.start: f.end for f in found if f.label == "COUNTRY"}
    longest: dict[int, int] = {}  # where the longest name begins that ends at a place
    for f in found:
        if f.label != "ROLE":
            longest[f.end] = min(f.start, longest.get(f.end, f.start))
    out = []
    for f in found:
        m = (
            STATE.match(text, f.end)
            if f.label in ("ORG", "COMMITTEE") and GOVERNMENT.match(text, f.start)
            else None
        )
        if m and m.end() in states and longest[f.end] >= f.start:
            f = replace(f, end=states[m.end()])
        out.append(f)
    return out


# What begins another organisation behind «و»: «… الجامعة العربية والجامعة السعودية».
INSTITUTION = pattern(
    r"(?:ال)?(?:جامعة|وزارة|هيئة|مؤسسة|جمعية|منظمة|اتحاد|بنك|مركز|معهد|كلية|غرفة|لجنة|مجلس|شركة|مجموعة)(?!\w)"
)


def of_office(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with the two halves of one organisation made one inside an office that ends with
    the second («مدير عام | هيئة الري والسدود»): of 156 such ends of offices in the annotated
    documents 154 are one, and both others begin with a noun of INSTITUTION."""
    offices: dict[int, int] = {}  # where the longest office begins that ends at a place
    for f in found:
        if f.label == "ROLE":
            offices[f.end] = min(f.start, offices.get(f.end, f.start))
    starts = {f.start: f for f in found if f.label == "ORG"}
    out, gone = [], set[Found]()
    for f in found:
        second = (
            starts.get(f.end + 2) if f.label == "ORG" and text.startswith(" و", f.end) else None
        )
        if (
            second
            and not INSTITUTION.match(text, second.start)
            and offices.get(second.end, f.start) < f.start
        ):
            gone.add(second)
            f = replace(f, end=second.end)
        out.append(f)
    return [f for f in out if f not in gone]


def unplaced(text: str, found: Sequence[Found], cities: Sequence[Found]) -> list[Found]:
    """The mentions of one bare noun without the city of the meeting after it («عقدته الأمانة |
    بالرياض»): `cities` are the CITY facts of the text. Longer names keep their place («الغرفة
    التجارية بجدة»): without it strict ORG F1 on dev is 0.8 lower."""
    ends = {c.end: c.start for c in cities}
    out = []
    for f in found:
        start = ends.get(f.end) if f.label in ("ORG", "COMMITTEE") else None
        cut = BEFORE_CITY.search(text[f.start : start]) if start is not None else None
        if cut and " " not in text[f.start : f.start + cut.start()]:
            f = replace(f, end=f.start + cut.start())
        out.append(f)
    return out


SURE = 0.8  # from which confidence a name that was seen once is looked for elsewhere
NAMED = frozenset({"COMMITTEE", "ORG", "INITIATIVE"})


def agreed(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with one label a name: a body, organisation or initiative that the tagger calls
    now this, now that gets the label of which it was surest over all its mentions in the text."""
    keys = [fold_key(citation(text, f.start, f.end)) if f.label in NAMED else "" for f in found]
    sure: dict[str, dict[str, float]] = {}
    for f, key in zip(found, keys, strict=True):
        if key:
            by_label = sure.setdefault(key, {})
            by_label[f.label] = by_label.get(f.label, 0.0) + f.confidence
    return [
        replace(f, label=max(sorted(sure[key]), key=sure[key].__getitem__)) if key else f
        for f, key in zip(found, keys, strict=True)
    ]


def as_elsewhere(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with names as full as the tagger saw them elsewhere in the text: a body or
    organisation that it cut short where the whole name stands is lengthened (over the held-out
    folds 13 rightly, 2 wrongly), and a body or initiative that it overlooked where it saw the name
    once is added (11 rightly, 3 wrongly; organisations overlooked are mostly none)."""
    whole = {
        text[f.start : f.end]: f for f in found if f.label in NAMED and " " in text[f.start : f.end]
    }
    names, places = Names(whole), Ranges(found)
    out = Ranges(_lengthened(text, f, places, names, whole) for f in found)
    sure = {n: f for n, f in whole.items() if f.label != "ORG" and f.confidence >= SURE}
    again = Names(sure).found(text, particles=2)
    for name, model in sure.items():
        for start, end in again.get(name, ()):
            if all(o.label in ("COUNTRY", "LOC", "PER") for o in out.over(start, end)):
                out.add(Found(start, end, model.label, "rule", model.confidence))
    return list(out)


def _lengthened(
    text: str, f: Found, places: Ranges[Found], names: Names, whole: Mapping[str, Found]
) -> Found:
    if f.label not in ("COMMITTEE", "ORG"):
        return f
    ends = [
        f.start + len(name)
        for name in names.at(text, f.start)
        if whole[name].label == f.label
        and len(name) > f.end - f.start
        and not text[f.start + len(name) : f.start + len(name) + 1].isalnum()
        and name[-1].isalnum()
    ]
    end = max(ends, default=f.end)
    crosses = any(o.start > f.start for o in places.split_by(end))
    return f if crosses else replace(f, end=end)


def _further(text: str, f: Found, starts: dict[int, list[Found]]) -> int | None:
    """The end of the name that follows directly and belongs to this one."""
    for between in (" ", " ل", " لدول ", " بدول ", " ب", " في "):
        if text.startswith(between, f.end):
            allowed = PLACED.get((f.label, between), BETWEEN.get(between, frozenset()))
            if between == " " and COMPLETE.search(text[f.start : f.end]):
                allowed = allowed - {
                    "ORG",
                    "COMMITTEE",
                }  # «طالب مجلس الشورى | وزارة الموارد بدراسة …»
            ends = [
                n.end
                for n in starts.get(f.end + len(between), ())
                if n.label in allowed
                and not (
                    between == " " and n.label == "COUNTRY" and is_apart(text, (f.start, f.end), n)
                )
            ]
            if f.label == "COMMITTEE" and between == " ب" and A_COMMITTEE.match(text, f.start):
                ends += [
                    n.end
                    for n in starts.get(f.end + 2, ())
                    if n.label == "COMMITTEE" and CHAMBER.match(text, n.start)
                ]
            if between == " ب" and (
                text.startswith("حكومة", f.end + 2)
                or (f.label in BODIES and JOINED_TO.match(text, f.end))
            ):
                # a ministry and its government are two («وزارة الري | بحكومة الساحل»), and so is
                # what it is joined to
                ends = []
            if ends:
                return max(ends)
    return None


def _whole_years(text: str, f: Found) -> Found:
    m = RANGE.match(text, f.end - 1) if f.label in OUTER else None
    return replace(f, end=m.end()) if m else f
