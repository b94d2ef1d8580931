"""Arabic press releases in, meeting records out.

>>> import mahdar
>>> text = "عقدت اللجنة الفنية للنقل اجتماعها الخامس في مسقط برئاسة سالم بن حمد العطار."
>>> (done,) = mahdar.process_text(text)
>>> record = done.records[0]
>>> record.body.name, record.ordinal, record.city, record.chair
('اللجنة الفنية للنقل', 5, 'مسقط', 'سالم بن حمد العطار')

Every value has its place in the text. Offsets count characters (Unicode code points) of
`release.text`, and ranges are half-open:

>>> start, end = record.evidence.ordinal.span
>>> done.release.text[start:end]
'الخامس'

What cannot be read is a warning of the category `RejectedInput`, or what `on_reject` makes of it;
the other inputs go on. Wrong use raises `UsageError`, a missing or damaged model `MahdarError`, of
which it is a subclass. The model is loaded once a process, at the first text (0.4 s)."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline import run
from pipeline.config import Config
from pipeline.diff import Change, Diff, compare
from pipeline.errors import MahdarError, UsageError
from pipeline.provenance import version
from pipeline.readers import discover, read, read_object
from pipeline.schema import Record, RejectRow, ReleaseRow, to_reject_row
from pipeline.types import Reject, Release

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = [
    "Change",
    "Config",
    "Diff",
    "MahdarError",
    "Processed",
    "Record",
    "RejectRow",
    "RejectedInput",
    "ReleaseRow",
    "UsageError",
    "diff",
    "load",
    "process",
    "process_text",
]

__version__ = version()

PathLike = str | os.PathLike[str]
Text = str | Mapping[str, Any]


class Processed(NamedTuple):
    """One release and the records of the meetings that it reports, none or several, in the order
    of the text. Both are frozen pydantic models: the lines of `releases.jsonl` and
    `records.jsonl`, with the same fields."""

    release: ReleaseRow
    records: tuple[Record, ...]


class RejectedInput(UserWarning):
    """An input that could not be processed. `reject` says which, at which stage and why."""

    def __init__(self, reject: RejectRow) -> None:
        super().__init__(f"{reject.source}: {reject.detail} ({reject.stage}: {reject.reason})")
        self.reject = reject


def process(
    paths: PathLike | Iterable[PathLike],
    *,
    config: Config | None = None,
    on_reject: Callable[[RejectRow], None] | None = None,
) -> Iterator[Processed]:
    """Yield each release of files and folders, with its records.

    `paths` is a path or several: `.txt .md .html .htm .docx .pdf .json .jsonl`, `.gz` of the text
    forms, and folders of these. Results come in the order of the paths, files of a folder sorted;
    they are computed in batches as the iterator is read, and nothing is written. For reviewers'
    corrections, unchanged releases that are kept, and several processes use the command
    `mahdar process`.

    Each input that cannot be read is passed to `on_reject`, by default a warning `RejectedInput`.
    Raise `UsageError` for a path that is not there, `MahdarError` where there is no model.

    >>> import mahdar
    >>> for release, records in mahdar.process("data/raw/spa-food-security.txt"):
    ...     print(release.source, [record.ordinal for record in records])
    data/raw/spa-food-security.txt [12]
    """
    settings = config or Config()
    given = [Path(p) for p in ([paths] if isinstance(paths, str | os.PathLike) else paths)]
    for path in given:
        if not os.path.lexists(path):
            raise UsageError(f"{path}: no such file or folder; give the paths of press releases")
    return _processed(_read(given, settings), settings, on_reject)


def process_text(
    texts: Text | Iterable[Text],
    *,
    config: Config | None = None,
    on_reject: Callable[[RejectRow], None] | None = None,
) -> Iterator[Processed]:
    """Yield the release of each text, with its records.

    `texts` is one text or several. A text is a string, or a mapping such as a line of JSON Lines:
    `text` (or `html`) and, where they are known, `id`, `title`, `published` (YYYY-MM-DD), `outlet`,
    `url`. Give `published`, for words like «أمس» are resolved against it. Results come in the order
    of the texts, in batches of up to 32.

    A text that is no release (empty, without Arabic, an object without text) is passed to
    `on_reject`, by default a warning `RejectedInput`. Raise `MahdarError` where there is no model.

    >>> import mahdar
    >>> row = {"text": "عقد مجلس الموانئ اجتماعه الثالث أمس في صحار.", "published": "2025-03-04"}
    >>> [record.date for done in mahdar.process_text(row) for record in done.records]
    ['2025-03-03']
    """
    settings = config or Config()
    one = isinstance(texts, str | Mapping)
    items: Iterable[Text] = [texts] if one else texts  # type: ignore[list-item]
    read_in = (
        read_object({"text": text} if isinstance(text, str) else text, settings, name)
        for text, name in _named(items, one)
    )
    return _processed(read_in, settings, on_reject)


def load(config: Config | None = None, *, threads: int | None = None) -> Language:
    """Return the spaCy pipeline that finds the names.

    Its Docs have `doc.ents` (flat: people, bodies, organisations, states, places and initiatives,
    the outermost of nested names) and `doc.spans["mentions"]` (all ten labels of the guidelines,
    nested). Offsets are those of the text given, which should be clean (`process_text` takes care
    of that by itself). `threads` bounds the threads of the model, by default the cores, at most
    four. Raise `MahdarError` where there is no model, at the first text.

    >>> import mahdar
    >>> doc = mahdar.load()("استقبل وزير المراعي سالم الرويعي وفدا من لجنة السواقي في الرياض.")
    >>> [(ent.text, ent.label_) for ent in doc.ents]
    [('سالم الرويعي', 'PER'), ('لجنة السواقي', 'COMMITTEE'), ('الرياض', 'LOC')]
    """
    from pipeline.extract.nlp import build_nlp

    return build_nlp(config or Config(), threads)


def diff(
    old: Iterable[Record | Mapping[str, Any]],
    new: Iterable[Record | Mapping[str, Any]],
    *,
    config: Config | None = None,
) -> Diff:
    """Return what changed between two lists of records, by meaning.

    `old` and `new` are records of `process`, or lines of `records.jsonl` as `json.loads` gives
    them. Records are paired first, so that a corrected name is one change and not a record removed
    and one added. `Diff.changes` is a tuple of `Change` (`kind`, `record`, `field`, `old`, `new`,
    `cause`), empty where nothing changed. Both lists are held in memory; for large files use
    `mahdar diff`.

    >>> import mahdar
    >>> text = "عقدت اللجنة الفنية للنقل اجتماعها {} في مسقط."
    >>> before, after = (
    ...     next(mahdar.process_text({"id": "7", "text": text.format(n)})).records
    ...     for n in ("الخامس", "السادس")
    ... )
    >>> [(c.field, c.old, c.new) for c in mahdar.diff(before, after).changes if not c.quiet]
    [('ordinal', 5, 6)]
    """
    return compare(map(_plain, old), map(_plain, new), config=config)


def _plain(record: Record | Mapping[str, Any]) -> Mapping[str, Any]:
    return record.model_dump(mode="json") if isinstance(record, Record) else record


def _read(paths: Sequence[Path], config: Config) -> Iterator[Release | Reject]:
    for found in discover(paths):
        if isinstance(found, Reject):
            yield found
        else:
            yield from read(found, config)


def _named(texts: Iterable[Text], one: bool) -> Iterator[tuple[Text, str]]:
    """Yield each text with its `source`: «-», of several «-#N»."""
    for number, text in enumerate(texts, 1):
        yield text, "-" if one else f"-#{number}"


def _processed(
    items: Iterable[Release | Reject],
    config: Config,
    on_reject: Callable[[RejectRow], None] | None,
) -> Iterator[Processed]:
    for done in run.stream(items, config):
        if not isinstance(done, Reject):
            release, records = done
            yield Processed(release, tuple(records))
        elif on_reject is not None:
            on_reject(to_reject_row(done))
        else:
            warnings.warn(RejectedInput(to_reject_row(done)), stacklevel=2)
