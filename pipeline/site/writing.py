"""Write the pages: into a new folder beside the old one, which it then replaces."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError, of_disk
from pipeline.site import charts
from pipeline.site.library import Library, read
from pipeline.site.marks import anchor, pieces
from pipeline.site.views import FOLDERS, KINDS, Views
from pipeline.site.words import Language, words

if TYPE_CHECKING:
    from jinja2 import Environment

ROOM = Path(__file__).parent
MARK = ".mahdar-site"  # marks a folder that mahdar may replace
LATEST = 50  # meetings on the first page
MONTHS = 12  # of the chart there
Page = tuple[str, str]  # the path relative to the root of the site, and the HTML


def write(out: Path, folder: Path, language: Language = "ar") -> int:
    """Write the pages of the output folder `out` to `folder`; return their number. A folder with
    other content is never changed; a killed run leaves the old pages complete. Raise UsageError for
    an output without meetings or a folder with other content, MahdarError if writing fails."""
    library = read(out)
    new = folder.with_name(f".{folder.name}.new")
    try:
        _check_ours(folder)
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        count = 0
        for path, html in pages(library, language):
            place = new / path
            place.parent.mkdir(exist_ok=True)
            place.write_text(html, encoding="utf-8", newline="\n")
            count += 1
        for name in ("style.css", "search.js"):
            shutil.copyfile(ROOM / "static" / name, new / name)
        (new / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="ascii")
        (new / MARK).write_text("", encoding="ascii")
        _replace(folder, new)
    except OSError as err:
        shutil.rmtree(new, ignore_errors=True)  # what is half written fills the disk
        raise of_disk(err, folder, "nothing was changed") from err
    return count


def _check_ours(folder: Path) -> None:
    if not folder.exists() or (folder / MARK).exists():
        return
    if not folder.is_dir() or any(folder.iterdir()):
        raise UsageError(f"{folder}: holds something else than a site; name another folder")


def _replace(folder: Path, new: Path) -> None:
    """Put `new` in place of `folder`; meanwhile the old pages are beside it."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def pages(library: Library, language: Language) -> Iterator[Page]:
    """Yield every page of the site, one by one."""
    views = Views(library, words(language))
    months = views.months()

    def page(template: str, depth: int, **given: Any) -> str:
        made = _environment(language).get_template(template)
        return made.render(root="../" * depth, kinds=KINDS, folders=FOLDERS, **given)

    yield (
        "index.html",
        page(
            "index.html",
            0,
            latest=[views.lines[i] for i in views.ordered[:LATEST]],
            counts={kind: len(views.entities(kind)) for kind in KINDS},
            meetings=len(views.lines),
            over_time=_chart(charts.bars, views.words("page", "over_time"), _per_month(months)),
        ),
    )
    yield "differing.html", page("differing.html", 0, meetings=list(views.differing()))
    yield (
        "calendar.html",
        page(
            "calendar.html",
            0,
            months=[(m, len(lines)) for m, lines in sorted(months.items(), reverse=True)],
        ),
    )
    for month, lines in months.items():
        yield f"calendar/{month or 'undated'}.html", page("month.html", 1, month=month, lines=lines)
    for kind in KINDS:
        yield f"{FOLDERS[kind]}.html", page("list.html", 0, kind=kind, rows=views.entities(kind))
    for i in library.entities:
        view = views.entity(i)
        over_time = _chart(charts.bars, views.words("page", "over_time"), view.over_time)
        fellows = _chart(charts.lying_bars, views.words("page", "fellows"), view.fellows)
        html = page("entity.html", 1, entity=view, over_time=over_time, fellows=fellows)
        yield f"{FOLDERS[view.kind]}/{i}.html", html
    for i in library.meetings:
        yield f"meetings/{i}.html", page("meeting.html", 1, meeting=views.meeting(i))
    reported: dict[str, list[Any]] = {}
    for i in views.ordered:
        for release in library.meetings[i]["releases"]:
            reported.setdefault(release, []).append(views.lines[i])
    for i, text in library.texts():
        cut = pieces(text, library.spans[i])
        row = library.releases[i]
        html = page(
            "release.html", 1, release=row, pieces=cut, anchor=anchor, meetings=reported.get(i, ())
        )
        yield f"releases/{i}.html", html
    yield "index.js", _search_index(views)


def _per_month(months: dict[str, list[Any]] | Any) -> list[tuple[str, int]]:
    return [(month, len(lines)) for month, lines in sorted(months.items()) if month][-MONTHS:]


def _chart(draw: Callable[..., str], title: str, pairs: Any) -> str:
    return draw(title, pairs) if len(pairs) > 1 else ""


def _search_index(views: Views) -> str:
    """Return the names of all entities and meetings with their pages, as a script that a page
    loads: a page opened from a file may fetch nothing."""
    rows = [
        [e["name"], f"{FOLDERS[e['kind']]}/{i}.html", " ".join(n["name"] for n in e["names"])]
        for i, e in sorted(views.library.entities.items())
    ]
    rows += [[line.title, line.href, line.date or ""] for _, line in sorted(views.lines.items())]
    dumped = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"var INDEX={dumped};\n"


@cache
def _environment(language: Language) -> Environment:
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ROOM / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(w=words(language))
    return made
