"""The tables, defined once: columns, keys, and descriptions in Arabic and English.

The English description of a column is that of the field in the schema, so that no fact is written
twice. A **head** table has one row for each line of the output, identified by its key and replaced
if its `digest` differs. The rows of the other tables belong to a row of a head table and are
replaced with it; their keys begin with its key. Foreign keys are checked when everything is written
(`DEFERRABLE INITIALLY DEFERRED`)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from pydantic import BaseModel
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateColumn
from sqlalchemy.types import TypeEngine
from sqlalchemy.util import set_creation_order

from pipeline import schema, schema_meetings
from pipeline.errors import UsageError

MARK = "mahdar"  # the beginning of the comment of each table that mahdar made
DIGEST = "digest"
METADATA = MetaData()

Type = TypeEngine[Any]
_TEXT, _WHOLE, _REAL, _DAY, _YES = Text(), Integer(), Float(), Date(), Boolean()
_JSON = JSON().with_variant(JSONB(), "postgresql")

Described = str | tuple[type[BaseModel], str]


def _english(described: Described) -> str:
    """Return the text itself, or the description of a field of the schema."""
    if isinstance(described, str):
        return described
    model, field = described
    info = model.model_fields[field]
    notes = [info.description, *(getattr(m, "description", None) for m in info.metadata)]
    return next(n for n in notes if n)


def _column(  # noqa: PLR0913
    name: str,
    type_: Type,
    arabic: str,
    english: Described,
    *,
    key: bool = False,
    to: str | None = None,
    required: bool = False,
) -> Column[Any]:
    """Return a column; `to` is the column that it refers to, as TABLE.COLUMN."""
    words = {"ar": arabic, "en": _english(english)}
    links = [ForeignKey(to, deferrable=True, initially="DEFERRED")] if to else []
    return Column(
        name,
        type_,
        *links,
        primary_key=key,
        autoincrement=False,
        nullable=not (key or required),
        comment=f"{arabic} · {words['en']}",
        info=words,
    )


def _table(name: str, arabic: str, english: str, *columns: Column[Any]) -> Table:
    table = Table(
        name,
        METADATA,
        *columns,
        comment=f"{MARK}: {arabic} · {english}",
        info={"ar": arabic, "en": english},
    )
    first = next(iter(table.primary_key.columns))
    for column in table.columns:
        if column.foreign_keys and column is not first:
            Index(f"ix_{MARK}_{name}_{column.name}", column)
    return table


def _head(name: str, arabic: str, english: str, key: Column[Any], *columns: Column[Any]) -> Table:
    # Behind the key, so that SQLite finds it in the first page of a long row.
    digest = _column(
        DIGEST,
        _TEXT,
        "بصمة السطر الذي قرئ منه الصف",
        "The digest of the line that the row was read from; the row is replaced when it differs.",
        required=True,
    )
    return _table(name, arabic, english, key, digest, *columns)


def _part(head: Table, name: str, arabic: str, english: str, *columns: Column[Any]) -> Table:
    """Return a table whose rows belong to a row of `head`, in an order."""
    (of,) = head.primary_key.columns
    owner = _column(
        of.name,
        _TEXT,
        of.info["ar"],
        of.info["en"],
        key=True,
        to=f"{head.name}.{of.name}",
    )
    position = _column(
        "position",
        _WHOLE,
        "الترتيب، من 1",
        "The place in its order, from 1.",
        key=True,
    )
    table = _table(name, arabic, english, owner, position, *columns)
    table.info["head"] = head
    return table


_ENGLISH_SAYS = (
    "The records that say so, with what each says; spans are half-open character ranges of the "
    "text of the record's release."
)


def _says() -> Column[Any]:
    return _column("says", _JSON, "التقارير التي قالت ذلك ومواضعه فيها", _ENGLISH_SAYS)


_R = schema.Record
_FIELDS: tuple[tuple[str, Type, str], ...] = (
    ("ordinal", _WHOLE, "رقم الاجتماع في سلسلته"),
    ("kind", _TEXT, "نوع الاجتماع"),
    ("date", _DAY, "يوم الاجتماع، أو أول أيامه"),
    ("end_date", _DAY, "آخر أيامه إن امتد أياما"),
    ("date_hijri", _TEXT, "التاريخ الهجري إن ذكر، سنة-شهر-يوم"),
    ("city", _TEXT, "المدينة التي عقد فيها"),
    ("country", _TEXT, "رمز الدولة التي عقد فيها"),
    ("venue", _TEXT, "المبنى أو القاعة"),
    ("mode", _TEXT, "حضوري أو مرئي أو كلاهما"),
    ("chair", _TEXT, "من ترأس الاجتماع"),
    ("organizer", _TEXT, "من دعا إليه أو استضافه"),
)


def _scalars() -> list[Column[Any]]:
    """Return the single values of a meeting, for one report or for all reports together."""
    return [
        _column(name, type_, arabic, (_R, name), to="countries.code" if name == "country" else None)
        for name, type_, arabic in _FIELDS
    ]


COUNTRIES = _head(
    "countries",
    "الدول برموزها",
    "The states, by their codes; the same in every export.",
    _column("code", _TEXT, "رمز الدولة (ISO 3166-1)", (schema.Country, "code"), key=True),
    _column("name_ar", _TEXT, "اسم الدولة بالعربية", "The state's name in Arabic."),
    _column("name_en", _TEXT, "اسم الدولة بالإنجليزية", "The state's name in English."),
)


def _entities(name: str, key: str, arabic: str, english: str, *more: Column[Any]) -> Table:
    return _head(
        name,
        arabic,
        english,
        _column(key, _TEXT, "المعرّف في السجل", "The identity in entities.jsonl.", key=True),
        _column("name", _TEXT, "الاسم بأكمل صيغه", "The name that stands for all spellings of it."),
        _column(
            "country",
            _TEXT,
            "رمز الدولة",
            "The state that it belongs to or speaks for, by its code.",
            to="countries.code",
        ),
        _column(
            "first_seen",
            _DAY,
            "أول يوم نشر ورد فيه",
            "The first day of publication of a release that names it.",
        ),
        _column(
            "last_seen",
            _DAY,
            "آخر يوم نشر ورد فيه",
            "The last day of publication of a release that names it.",
        ),
        *more,
        _column(
            "names",
            _JSON,
            "كل صيغ الاسم وعدد مرات كل منها",
            "Every spelling of the name, with its count.",
        ),
        _column(
            "name_ids",
            _JSON,
            "معرّفات صيغ الاسم في التقارير",
            "The ids that these spellings have in the lists of reports.",
        ),
        _column("records", _JSON, "التقارير التي ورد فيها", "The records that name it."),
    )


PEOPLE = _entities("people", "person_id", "الأشخاص", "The people, one a row over all releases.")
BODIES = _entities(
    "bodies",
    "body_id",
    "اللجان والمجالس وما شابهها",
    "The bodies: committees and councils, one a row over all releases.",
    _column(
        "missing",
        _JSON,
        "أرقام الجلسات التي لم ترد بين الأولى والأخيرة، نطاقات",
        "The numbers between the least and the greatest of its sessions that were never seen, as "
        "ranges with both ends.",
    ),
)
ORGANIZATIONS = _entities(
    "organizations",
    "organization_id",
    "الجهات الأخرى",
    "The other organisations, one a row over all releases.",
)
INITIATIVES = _entities(
    "initiatives",
    "initiative_id",
    "المبادرات والبرامج والمشاريع والخطط والمنصات",
    "The named initiatives, programmes, projects, plans and platforms, one a row.",
)

MEETINGS = _head(
    "meetings",
    "الاجتماعات، صف لكل اجتماع مهما تعددت تقاريره",
    "The meetings, one a row, however many reports tell of it.",
    _column(
        "meeting_id", _TEXT, "معرّف الاجتماع", (schema_meetings.MeetingRow, "meeting_id"), key=True
    ),
    _column(
        "held",
        _YES,
        "عقد الاجتماع، ولم يعلن عنه فقط",
        "Whether a report tells that it was held; false where it is only announced.",
        required=True,
    ),
    _column("reports", _WHOLE, "عدد تقاريره", "How many records report it.", required=True),
    _column(
        "announcements",
        _WHOLE,
        "عدد الإعلانات عنه",
        "How many records announce it.",
        required=True,
    ),
    _column(
        "body_id",
        _TEXT,
        "معرّف اللجنة أو المجلس المجتمع",
        (schema_meetings.MeetingRow, "body_entity_id"),
        to="bodies.body_id",
    ),
    _column("body", _TEXT, "اللجنة أو المجلس المجتمع", (schema.Body, "name")),
    *_scalars(),
    _column("outlets", _JSON, "الوسائل التي نشرت عنه", (schema_meetings.MeetingRow, "outlets")),
    _column(
        "rules",
        _JSON,
        "كيف اختيرت كل قيمة",
        "By what rule each single value was chosen.",
    ),
    _column(
        "said",
        _JSON,
        "كل ما قيل في كل قيمة ومواضعه",
        "Every value that was said of each field, with the records that say it and where.",
    ),
)

RELEASES = _head(
    "releases",
    "الأخبار كما نشرت، بنصوصها",
    "The releases, with their texts.",
    _column("release_id", _TEXT, "معرّف الخبر", (schema.ReleaseRef, "id"), key=True),
    _column("source", _TEXT, "الملف الذي قرئ منه", (schema.ReleaseRef, "source"), required=True),
    _column(
        "also_at",
        _JSON,
        "ملفات أخرى فيها الخبر نفسه",
        (schema.ReleaseRow, "also_at"),
    ),
    _column("key", _TEXT, "معرّف الخبر عند صاحبه", (schema.ReleaseRow, "key")),
    _column("title", _TEXT, "العنوان", (schema.ReleaseRef, "title")),
    _column("outlet", _TEXT, "الوكالة أو الصحيفة أو الموقع", (schema.ReleaseRef, "outlet")),
    _column("published", _DAY, "يوم النشر", (schema.ReleaseRef, "published")),
    _column("url", _TEXT, "رابط الخبر", "The address of the release."),
    _column("text", _TEXT, "النص كاملا", (schema.ReleaseRefWithText, "text"), required=True),
    _column(
        "text_sha256", _TEXT, "بصمة النص", "The SHA-256 of the text, to tell whether it changed."
    ),
)


def _lists() -> list[Column[Any]]:
    arabic = {
        "people": "من ذكرهم التقرير",
        "countries": "الدول التي ذكرها",
        "committees": "اللجان والمجالس التي ذكرها",
        "organizations": "الجهات الأخرى التي ذكرها",
        "initiatives": "المبادرات التي ذكرها",
        "topics": "ما بحثه الاجتماع",
        "decisions": "ما قرره الاجتماع",
        "referenced_meetings": "اجتماعات أخرى أشار إليها",
        "duplicates_removed": "فقرات مكررة حذفت",
        "evidence": "موضع كل قيمة في النص",
        "warnings": "ما ينبغي التحقق منه",
    }
    return [_column(name, _JSON, words, (_R, name)) for name, words in arabic.items()]


REPORTS = _head(
    "reports",
    "التقارير، صف لكل اجتماع يرويه خبر",
    "The reports: what one release tells of one meeting, a record a row.",
    _column("record_id", _TEXT, "معرّف التقرير", (_R, "record_id"), key=True),
    _column(
        "release_id",
        _TEXT,
        "الخبر الذي قرئ منه",
        (_R, "release"),
        to="releases.release_id",
        required=True,
    ),
    _column(
        "meeting_id",
        _TEXT,
        "الاجتماع الذي يرويه",
        "The meeting that it reports; null for an announcement.",
        to="meetings.meeting_id",
    ),
    _column(
        "announces",
        _TEXT,
        "الاجتماع الذي يعلن عنه",
        "The meeting that it announces.",
        to="meetings.meeting_id",
    ),
    _column(
        "body_id",
        _TEXT,
        "معرّف اللجنة أو المجلس المجتمع",
        "The body's identity in entities.jsonl.",
        to="bodies.body_id",
    ),
    _column("body", _TEXT, "اللجنة أو المجلس المجتمع", (schema.Body, "name")),
    *_scalars(),
    _column("confidence", _REAL, "مدى الثقة بأنه اجتماع، من 0 إلى 1", (_R, "confidence")),
    _column("body_mentions", _JSON, "مواضع ذكر اللجنة في النص", (schema.Body, "mentions")),
    *_lists(),
    _column("pipeline", _TEXT, "إصدار البرنامج", (schema.Provenance, "pipeline")),
    _column("model", _TEXT, "إصدار النموذج", (schema.Provenance, "model")),
    _column("config", _TEXT, "بصمة الإعدادات", (schema.Provenance, "config")),
)

ATTENDANCE = _part(
    MEETINGS,
    "attendance",
    "من حضر ومن ذكر، صف لكل شخص في كل اجتماع",
    "Who took part or was named: a person of a meeting a row, with the office and the part taken.",
    _column(
        "person_id",
        _TEXT,
        "معرّف الشخص",
        (schema_meetings.PersonOfMeeting, "entity_id"),
        to="people.person_id",
    ),
    _column("name", _TEXT, "الاسم", (schema_meetings.PersonOfMeeting, "name"), required=True),
    _column("role", _TEXT, "المنصب", (schema_meetings.PersonOfMeeting, "role")),
    _column("organization", _TEXT, "جهة المنصب", (schema_meetings.PersonOfMeeting, "organization")),
    _column(
        "country",
        _TEXT,
        "رمز الدولة التي يمثلها",
        (schema_meetings.PersonOfMeeting, "country"),
        to="countries.code",
    ),
    _column(
        "participation",
        _TEXT,
        "ترأس أو حضر أو ذكر فقط",
        (schema_meetings.PersonOfMeeting, "participation"),
        required=True,
    ),
    _column("side", _TEXT, "مضيف أو ضيف في المباحثات", (schema_meetings.PersonOfMeeting, "side")),
    _column("rule", _TEXT, "كيف اختيرت القيم", (schema_meetings.PersonOfMeeting, "rule")),
    _says(),
)


def _items(name: str, arabic: str, english: str) -> Table:
    return _part(
        MEETINGS,
        name,
        arabic,
        english,
        _column(
            "text",
            _TEXT,
            "العبارة كما وردت",
            (schema_meetings.ItemOfMeeting, "text"),
            required=True,
        ),
        _column("action", _TEXT, "ما جرى بشأنها", (schema_meetings.ItemOfMeeting, "action")),
        _says(),
    )


TOPICS = _items("topics", "ما بحثه كل اجتماع", "What each meeting dealt with.")
DECISIONS = _items("decisions", "ما قرره كل اجتماع", "What each meeting decided.")
REFERENCED = _part(
    MEETINGS,
    "referenced_meetings",
    "اجتماعات أخرى أشير إليها",
    "Other meetings that the reports of a meeting refer to.",
    _column("body", _TEXT, "اللجنة أو المجلس", (schema_meetings.ReferenceOfMeeting, "body")),
    _column("ordinal", _WHOLE, "رقم ذلك الاجتماع", (schema_meetings.ReferenceOfMeeting, "ordinal")),
    _says(),
)
CONFLICTS = _part(
    MEETINGS,
    "conflicts",
    "ما اختلفت فيه التقارير، صف لكل قيمة قيلت",
    "Where the reports of a meeting are at odds: a value that was said a row.",
    _column(
        "conflict",
        _WHOLE,
        "رقم الخلاف في الاجتماع، من 1",
        "The number of the conflict within the meeting, from 1; its values share it.",
        required=True,
    ),
    _column("field", _TEXT, "الحقل", (schema_meetings.Conflict, "field"), required=True),
    _column("kind", _TEXT, "نوع الخلاف", (schema_meetings.Conflict, "kind"), required=True),
    _column("about", _TEXT, "من قيل عنه ذلك", (schema_meetings.Conflict, "about")),
    _column("value", _TEXT, "ما قيل", (schema_meetings.ConflictingValue, "value"), required=True),
    _column("reports", _WHOLE, "كم تقريرا قاله", "How many records say it.", required=True),
    _column("says", _JSON, "التقارير التي قالته", (schema_meetings.ConflictingValue, "records")),
)


def _named(name: str, to: str, arabic: str, english: str, *more: Column[Any]) -> Table:
    """Return a table of what the reports of a meeting name: rows of the meeting that refer to `to`,
    TABLE.COLUMN."""
    return _part(
        MEETINGS,
        name,
        arabic,
        english,
        _column(
            to.split(".")[1],
            _TEXT,
            "المعرّف في السجل",
            "The identity in entities.jsonl.",
            to=to,
        ),
        _column("name", _TEXT, "الاسم", (schema_meetings.NamedOfMeeting, "name"), required=True),
        *more,
        _says(),
    )


MEETING_COUNTRIES = _part(
    MEETINGS,
    "meeting_countries",
    "الدول التي ذكرت في كل اجتماع",
    "The states that the reports of a meeting name.",
    _column(
        "code",
        _TEXT,
        "رمز الدولة",
        (schema_meetings.CountryOfMeeting, "code"),
        to="countries.code",
        required=True,
    ),
    _column("name", _TEXT, "اسم الدولة", (schema_meetings.CountryOfMeeting, "name")),
    _says(),
)
MEETING_BODIES = _named(
    "meeting_bodies",
    "bodies.body_id",
    "اللجان والمجالس التي ذكرت في كل اجتماع",
    "The committees and councils that the reports of a meeting name, the body included.",
)
MEETING_ORGANIZATIONS = _named(
    "meeting_organizations",
    "organizations.organization_id",
    "الجهات الأخرى التي ذكرت في كل اجتماع",
    "The other organisations that the reports of a meeting name.",
)
MEETING_INITIATIVES = _named(
    "meeting_initiatives",
    "initiatives.initiative_id",
    "المبادرات التي ذكرت في كل اجتماع",
    "The initiatives that the reports of a meeting name.",
    _column("kind", _TEXT, "نوعها", (schema_meetings.InitiativeOfMeeting, "kind")),
)
POSTS = _part(
    PEOPLE,
    "posts",
    "مناصب الأشخاص عبر الزمن",
    "The offices that people held over time.",
    _column("role", _TEXT, "المنصب", "The office, as the releases give it."),
    _column("organization", _TEXT, "جهة المنصب", "The organisation that the office belongs to."),
    _column("first_seen", _DAY, "أول يوم نشر ورد فيه", "The first day it was published."),
    _column("last_seen", _DAY, "آخر يوم نشر ورد فيه", "The last day it was published."),
    _column("says", _JSON, "التقارير التي قالت ذلك", "The records that say so."),
)
SESSIONS = _part(
    BODIES,
    "sessions",
    "جلسات كل لجنة بأرقامها، وما لم يرد منها",
    "The numbered sessions of each body, by number, and the numbers never seen between two of them.",
    _column(
        "ordinal",
        _WHOLE,
        "رقم الجلسة، أو أول الأرقام التي لم ترد",
        "The number of the session, or the first of some numbers that were never seen.",
        required=True,
    ),
    _column(
        "until",
        _WHOLE,
        "رقم الجلسة، أو آخر الأرقام التي لم ترد",
        "The number of the session, or the last of the numbers that were never seen.",
        required=True,
    ),
    _column(
        "seen",
        _YES,
        "وردت الجلسة في خبر",
        "Whether a release tells of it; false for numbers that were never seen.",
        required=True,
    ),
    _column(
        "meeting_id",
        _TEXT,
        "الاجتماع",
        "The meeting, where there is one.",
        to="meetings.meeting_id",
    ),
    _column("date", _DAY, "يوم الجلسة", "The day of the session, where it is known."),
)

# In the order of writing: each table after those that it refers to.
TABLES: tuple[Table, ...] = (
    COUNTRIES,
    PEOPLE,
    POSTS,
    BODIES,
    SESSIONS,
    ORGANIZATIONS,
    INITIATIVES,
    MEETINGS,
    ATTENDANCE,
    TOPICS,
    DECISIONS,
    REFERENCED,
    CONFLICTS,
    MEETING_COUNTRIES,
    MEETING_BODIES,
    MEETING_ORGANIZATIONS,
    MEETING_INITIATIVES,
    RELEASES,
    REPORTS,
)


def head_of(name: str) -> str:
    """Return the head table with which the rows of table `name` are replaced; a head table
    itself."""
    head: Table | None = METADATA.tables[name].info.get("head")
    return head.name if head is not None else name


def parts_of(head: Table, chosen: Iterable[Table]) -> list[Table]:
    """Return those of `chosen` whose rows belong to rows of `head`."""
    return [t for t in chosen if t.name != head.name and head_of(t.name) == head.name]


def key_of(head: Table) -> str:
    """Return the column that identifies a row of a head table."""
    (column,) = head.primary_key.columns
    return column.name


def choose(names: Collection[str]) -> tuple[str, ...]:
    """Return the names of the requested tables with their head tables; all if none is given. Raise
    UsageError for an unknown table."""
    known = [t.name for t in TABLES]
    for name in names:
        if name not in known:
            raise UsageError(f"no table {name}: choose among {', '.join(known)}")
    wanted = {head_of(n) for n in names} | set(names) if names else set(known)
    return tuple(n for n in known if n in wanted)


def definitions(names: Collection[str]) -> list[Table]:
    """Return the tables with these names, in the order of writing, without foreign keys to
    others."""
    metadata = MetaData()
    chosen = [t for t in TABLES if t.name in names]
    copies = [t.to_metadata(metadata) for t in chosen]
    for table in copies:
        for constraint in list(table.foreign_key_constraints):
            if constraint.elements[0].target_fullname.split(".")[0] not in names:
                for element in constraint.elements:
                    element.parent.foreign_keys.discard(element)
                table.constraints.discard(constraint)
                table.foreign_keys.difference_update(constraint.elements)
        # copied from a set, so in any order; a table's text must be the same each time
        place = table.columns.keys().index
        for constraint in sorted(
            table.foreign_key_constraints, key=lambda c: place(c.column_keys[0])
        ):
            set_creation_order(constraint)
    return copies


def layout(head: Table, chosen: Iterable[Table]) -> bytes:
    """Return a fingerprint of the tables and columns of a `head` line. If they change, the digests
    change, so that all rows are written again."""
    tables = [head, *parts_of(head, chosen)]
    said = repr([(t.name, [(c.name, str(c.type)) for c in t.columns]) for t in tables])
    return hashlib.blake2b(said.encode(), digest_size=16).digest()


# SQLite stores no comments, but it stores the text of CREATE TABLE, which may contain some.
@compiles(CreateColumn, "sqlite")
def _commented(element: CreateColumn, compiler: Any, **options: Any) -> str:
    column = element.element
    text: str = compiler.visit_create_column(element, **options)
    first = column.table is not None and column is next(iter(column.table.columns))
    mark = f"/* {_plain(column.table.comment)} */ " if first and column.table.comment else ""
    return f"{mark}{text} /* {_plain(column.comment)} */" if column.comment else mark + text


def _plain(comment: str) -> str:
    return comment.replace("*/", "* /").replace("\n", " ")
