"""Published releases and records, composed for these tests with invented people, in the style of
press releases."""

from __future__ import annotations

import hashlib
from typing import Any

Json = dict[str, Any]

FIELDS = (
    "ordinal kind date end_date date_hijri city country venue mode chair organizer".split()  # noqa: SIM905
)


def release(key: str, text: str, published: str | None, outlet: str | None = None) -> Json:
    return {
        "id": "r-" + hashlib.sha256(key.encode()).hexdigest()[:16],
        "key": key,
        "text": text,
        "published": published,
        "outlet": outlet,
    }


def record(told: Json, number: int = 1, **said: Any) -> Json:
    """Return a record of the release `told`. `body` and the single values are given as they are;
    `people` as «name» or «name|office», with «*» at the end for the chair and «-» for someone only
    mentioned; `topics` and `decisions` as clauses that occur in the text."""
    text = told["text"]

    def span(value: object) -> list[int] | None:
        at = text.find(str(value))
        return [at, at + len(str(value))] if at >= 0 else None

    def seen(value: object) -> Json | None:
        return value and {"span": span(value), "found_by": "rule"}

    body = said.get("body")
    digest = hashlib.sha256(f"{told['key']} {number}".encode()).hexdigest()[:12]
    return {
        "schema_version": "1.1",
        "record_id": f"m-{digest}",
        "meeting_id": None,
        "announces": None,
        "release": {k: told[k] for k in ("id", "published", "outlet")},
        "body": body and {"name": body, "id": ident("b", body), "entity_id": None},
        **{f: said.get(f) for f in FIELDS},
        "people": [_person(p) for p in said.get("people", ())],
        "countries": [{"code": c, "name": c} for c in said.get("countries", ())],
        "committees": [
            {"name": c, "id": ident("b", c), "entity_id": None} for c in said.get("committees", ())
        ],
        "organizations": [],
        "initiatives": [],
        **{
            f: [{"text": t, "action": "discussed", "span": span(t)} for t in said.get(f, ())]
            for f in ("topics", "decisions")
        },
        "referenced_meetings": [],
        "evidence": {f: seen(said.get(f)) for f in ("body", *FIELDS)} | said.get("evidence", {}),
        "confidence": said.get("confidence", 0.97),
    }


def ident(prefix: str, name: str) -> str:
    return f"{prefix}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _person(given: str) -> Json:
    name, _, role = given.rstrip("*-").partition("|")
    ends = {"*": "chaired", "-": "mentioned"}
    return {
        "name": name,
        "id": ident("p", name),
        "entity_id": None,
        "role": role or None,
        "organization": None,
        "country": None,
        "participation": ends.get(given[-1], "attended"),
        "side": None,
        "mentions": [],
        "found_by": "model",
    }


# Three newspapers report the committee's seventh meeting, one another committee, one talks.
DAM = [
    (
        release(
            "dam-agency",
            "اللجنة الوطنية الفنية لسد وادي الرمال تعقد اجتماعها السابع في نجران\n"
            "نجران - واس: عقدت اللجنة الوطنية الفنية لسد وادي الرمال اليوم اجتماعها السابع برئاسة "
            "المهندس سالم بن راشد الشمراني وكيل وزارة المياه. وناقش الاجتماع نتائج الدراسات "
            "الهيدروليكية لبوابات التفريغ. وقررت اللجنة تكليف مكتب استشاري بمراجعة التصاميم.",
            "2026-03-02",
            "واس",
        ),
        {
            "body": "اللجنة الوطنية الفنية لسد وادي الرمال",
            "ordinal": 7,
            "date": "2026-03-02",
            "city": "نجران",
            "chair": "سالم بن راشد الشمراني",
            "people": ["سالم بن راشد الشمراني|وكيل وزارة المياه*"],
            "topics": ["نتائج الدراسات الهيدروليكية لبوابات التفريغ"],
            "decisions": ["تكليف مكتب استشاري بمراجعة التصاميم"],
        },
    ),
    (
        release(
            "dam-paper",
            "لجنة سد وادي الرمال تراجع التصاميم\n"
            "عقدت لجنة سد وادي الرمال أمس اجتماعها السابع في نجران برئاسة سالم الشمراني. "
            "وناقشت نتائج الدراسات الهيدروليكية لبوابات التفريغ، وكلفت مكتبا استشاريا بمراجعة "
            "التصاميم.",
            "2026-03-04",
            "صحيفة الوادي",
        ),
        {
            "body": "لجنة سد وادي الرمال",
            "ordinal": 7,
            "date": "2026-03-03",
            "city": "نجران",
            "chair": "سالم الشمراني",
            "people": ["سالم الشمراني*"],
            "topics": ["نتائج الدراسات الهيدروليكية لبوابات التفريغ"],
        },
    ),
    (
        release(
            "dam-other",
            "نجران: اجتماع لسد وادي الرمال\n"
            "ترأس المهندس سالم بن راشد الشمراني وكيل وزارة المياه في نجران اجتماع اللجنة الوطنية "
            "لسد وادي الرمال، واستعرض نتائج الدراسات الهيدروليكية لبوابات التفريغ.",
            "2026-03-03",
            "الجريدة",
        ),
        {
            "body": "اللجنة الوطنية لسد وادي الرمال",
            "ordinal": 7,
            "date": "2026-03-02",
            "city": "نجران",
            "chair": "سالم بن راشد الشمراني",
            "people": ["سالم بن راشد الشمراني|وكيل الوزارة المساعد للري*"],
            "topics": ["نتائج الدراسات الهيدروليكية لبوابات التفريغ"],
        },
    ),
]
ROADS = (
    release(
        "roads",
        "لجنة الطرق في نجران تبحث ازدواج الطريق الدائري\n"
        "ناقشت لجنة الطرق بمجلس المنطقة برئاسة فهد بن علي الحارثي ازدواج الطريق الدائري وإنارته.",
        "2026-03-03",
        "الجريدة",
    ),
    {
        "body": "لجنة الطرق بمجلس المنطقة",
        "date": "2026-03-02",
        "city": "نجران",
        "chair": "فهد بن علي الحارثي",
        "people": ["فهد بن علي الحارثي*"],
        "topics": ["ازدواج الطريق الدائري وإنارته"],
    },
)
NEXT = (
    release(
        "dam-next",
        "لجنة سد وادي الرمال تجتمع الأحد\n"
        "تعقد اللجنة الوطنية الفنية لسد وادي الرمال اجتماعها الثامن يوم الأحد 8 مارس في نجران "
        "لمناقشة نتائج الدراسات الهيدروليكية لبوابات التفريغ.",
        "2026-03-05",
        "واس",
    ),
    {
        "body": "اللجنة الوطنية الفنية لسد وادي الرمال",
        "ordinal": 8,
        "date": "2026-03-08",
        "city": "نجران",
        "topics": ["نتائج الدراسات الهيدروليكية لبوابات التفريغ"],
    },
)
EVERYTHING = [*DAM, ROADS, NEXT]
