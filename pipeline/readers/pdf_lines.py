"""Convert the glyphs of a PDF page to lines of text in logical order.

PDF stores glyphs and their positions, in whatever order the producer drew them. PDFium's own text
extraction gives a wrong order for Arabic with digits, marks or ligatures. So only the positions of
the glyphs are used: glyphs on one baseline are a line, and the logical order is the visual one read
from right to left, with Latin words and numbers reversed (the Unicode Bidirectional Algorithm, UAX
#9, backwards)."""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from statistics import median


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character at its position: origin (`x`, `y`), ink from `left` to `right`, font size `em` on
    the page, all in points; `angle` in radians. `index` is its place in PDFium's order, used only
    for the letters of one ligature."""

    text: str
    x: float
    y: float
    left: float
    right: float
    em: float
    angle: float
    index: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in logical order; `first_word` is the width of its first word in points."""

    text: str
    y: float
    left: float
    right: float
    em: float
    first_word: float
    page: int


@dataclass(frozen=True, slots=True)
class _Cell:
    """A unit of the bidirectional reordering: a base character or ligature with its marks. `text`
    is in logical order."""

    text: str
    x: float
    left: float
    right: float
    kind: str  # R, L, N (digit) or a neutral's own character class: S (space), O


_BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›", "“": "”"}
_MIRROR = {**_BRACKETS, **{v: k for k, v in _BRACKETS.items()}}
_LAM = "\u0644"
_ALEFS = "\u0622\u0623\u0625\u0627"  # alef with madda, with hamza above, with hamza below, bare
# in em: gaps inside words of common Arabic fonts are below 0.16, spaces are 0.22 or more
_SPACE_GAP = 0.17
_WORD_END = re.compile(
    "\u0629[\u064b-\u0652]*$|\u0649$|\u0627\u064b$"
)  # teh marbuta, alef maksura, alef with fathatan
_TANWEEN_END = re.compile(
    "[\u0621\u0627]\u064b$"
)  # hamza or alef with fathatan: one glyph that never begins a word


def compose(char: str) -> str:
    """Return a presentation form as its letters (NFKC), anything else unchanged. Leave out the
    space that NFKC puts before a lone mark."""
    if "\ufb50" <= char <= "\ufdff" or "\ufe70" <= char <= "\ufefc":
        return unicodedata.normalize("NFKC", char).lstrip(" ")
    return char


def _kind(text: str) -> str:
    for char in text:
        bidi = unicodedata.bidirectional(char)
        if bidi in ("R", "AL"):
            return "R"
        if bidi == "L":
            return "L"
        if bidi in ("EN", "AN"):
            return "N" if unicodedata.category(char) == "Nd" else "O"
    return "S" if text.isspace() else "O"


def upright(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the glyphs of the page's main direction, turned upright, without stamps and watermarks
    across the page."""
    if not glyphs:
        return []
    quarter = Counter(round(g.angle / (math.pi / 2)) % 4 for g in glyphs).most_common(1)[0][0]
    kept = [
        g
        for g in glyphs
        if math.isclose(
            math.remainder(g.angle - quarter * math.pi / 2, 2 * math.pi), 0, abs_tol=0.1
        )
    ]
    if quarter == 0:
        return kept
    cos, sin = round(math.cos(quarter * math.pi / 2)), round(math.sin(quarter * math.pi / 2))
    # The ink of a turned glyph across its own direction is unknown, so its origin and size are
    # used.
    turned = ((g, g.x * cos + g.y * sin, g.y * cos - g.x * sin) for g in kept)
    return [replace(g, x=x, y=y, left=x, right=x + 0.4 * g.em, angle=0.0) for g, x, y in turned]


def _groups(glyphs: Sequence[Glyph], baseline: float) -> list[list[Glyph]]:
    """Group characters of one glyph or one `ActualText`: PDFium gives them one origin and boxes of
    one width. (Two glyphs of a font's lam-alef may share their origin too, but not their width.)
    PDFium returns an `ActualText` over two glyphs twice; keep one."""
    by_place: dict[tuple[float, float], list[Glyph]] = {}
    for glyph in glyphs:
        by_place.setdefault((round(glyph.x, 2), round(glyph.y, 2)), []).append(glyph)
    out: list[list[Glyph]] = []
    # of the same characters: position, index in `out`
    alike: dict[str, list[tuple[float, int]]] = {}
    for members in by_place.values():
        widths = [g.right - g.left for g in members]
        if max(widths) - min(widths) > 0.05:
            out.extend([g] for g in members)
            continue
        if len(members) == 1:
            out.append(members)
            continue
        others = alike.setdefault("".join(sorted(g.text for g in members)), [])
        twin = _twin(members[0], others, out)
        if twin is None:
            insort(others, (members[0].x, len(out)))
            out.append(members)
        elif abs(members[0].y - baseline) < abs(out[twin][0].y - baseline):
            # the one at the base letter's position, not at the mark's
            others.remove((out[twin][0].x, twin))
            insort(others, (members[0].x, twin))
            out[twin] = members
    return out


def _twin(glyph: Glyph, others: list[tuple[float, int]], groups: list[list[Glyph]]) -> int | None:
    """Return the first group of the same characters beside a glyph, at another height."""
    reach = 0.6 * glyph.em
    near = others[bisect_right(others, (glyph.x - reach, len(groups))) :]
    at = [
        i
        for x, i in takewhile(lambda other: other[0] - glyph.x < reach, near)
        if groups[i][0].y != glyph.y
    ]
    return min(at, default=None)


def _logical_text(members: list[Glyph]) -> str:
    """Return the characters of one group in logical order: PDFium lists right-to-left text
    backwards without regard to groups."""
    bases = [g for g in members if not unicodedata.combining(g.text[0])]
    marks = [g for g in members if unicodedata.combining(g.text[0])]
    bases.sort(key=lambda g: g.index, reverse=any(_kind(g.text) == "R" for g in bases))
    if len(bases) == 2 and bases[1].text == _LAM and bases[0].text in _ALEFS:
        # some are listed forwards; no font joins an alef to a following lam
        bases.reverse()
    return "".join(g.text for g in bases) + "".join(g.text for g in sorted(marks, key=_mark_order))


def _mark_order(mark: Glyph) -> tuple[int, int]:
    """Return the sort key of a mark: shadda (class 33) first, as it is typed; canonical order would
    put it after the vowels (27 to 32)."""
    combining = unicodedata.combining(mark.text[0])
    return (0 if combining == 33 else combining), mark.index


def _cells(glyphs: Sequence[Glyph], widths: Mapping[str, float]) -> list[_Cell]:
    """Return the cells of a line from left to right, with marks joined to their bases and spaces
    inserted at wide gaps."""
    em = median(g.em for g in glyphs)
    bases: list[_Cell] = []
    loose: list[Glyph] = []
    for members in _groups(glyphs, median(g.y for g in glyphs)):
        if all(unicodedata.combining(g.text[0]) for g in members):
            loose.extend(members)
            continue
        text = _logical_text(members)
        left, right = min(g.left for g in members), max(g.right for g in members)
        if any(
            unicodedata.combining(c) for c in text
        ):  # an `ActualText` with the box of the mark: the letter is near it
            middle, width = (
                (left + right) / 2,
                sum(widths.get(c, 0.4 * em) for c in text if not unicodedata.combining(c)),
            )
            left, right = min(left, middle - width / 2), max(right, middle + width / 2)
        bases.append(_Cell(text, members[0].x, left, right, _kind(text)))
    bases.sort(key=lambda c: c.x)
    # At one position, Arabic reads the one that reaches further right first: the two halves of a
    # lam-alef.
    for i in range(len(bases) - 1):
        a, b = bases[i], bases[i + 1]
        if b.x - a.x < 0.04 * em and a.left + a.right > b.left + b.right:
            bases[i], bases[i + 1] = b, a
    hosts = [i for i, c in enumerate(bases) if c.kind == "R"] or list(range(len(bases)))
    for at, marks in _hosted(sorted(loose, key=_mark_order), bases, hosts).items():
        bases[at] = replace(bases[at], text="".join([bases[at].text, *marks]))
    out: list[_Cell] = []
    for cell in bases:
        if out and cell.kind != "S" and out[-1].kind != "S" and _apart(out[-1], cell, em):
            out.append(_Cell(" ", out[-1].right, out[-1].right, cell.left, "S"))
        if cell.kind == "S" and (not out or out[-1].kind == "S"):
            continue
        out.append(cell)
    while out and out[-1].kind == "S":
        out.pop()
    # LibreOffice encodes the glyph that stretches a joined word as a letter; no Latin letter occurs
    # between two Arabic ones.
    return [
        c
        for i, c in enumerate(out)
        if not (
            c.kind == "L" and 0 < i < len(out) - 1 and out[i - 1].kind == out[i + 1].kind == "R"
        )
    ]


def _apart(left: _Cell, right: _Cell, em: float) -> bool:
    """Return whether two neighbours in visual order belong to different words, by the gap. The gap
    says less where the spelling decides (kaf reaches over the word before it, and the box of an
    `ActualText` is an estimate)."""
    gap = min(right.x, right.left) - left.right
    if left.kind == right.kind == "R":
        if _WORD_END.search(right.text):
            return gap > -0.3 * em
        if _TANWEEN_END.search(left.text):
            return False
    return gap > _SPACE_GAP * em


def _hosted(
    marks: Sequence[Glyph], bases: Sequence[_Cell], hosts: Sequence[int]
) -> dict[int, list[str]]:
    """Return for each of the bases that are `hosts` the nearest marks."""
    out: dict[int, list[str]] = defaultdict(list)
    if not hosts:
        return out
    by_left = sorted(hosts, key=lambda i: bases[i].left)
    lefts = [bases[i].left for i in by_left]
    widest = max(bases[i].right - bases[i].left for i in hosts)
    for mark in marks:
        centre = (mark.left + mark.right) / 2
        k = min(bisect_left(lefts, centre), len(lefts) - 1)
        reach = min(_distance(bases[i], centre)[0] for i in by_left[max(k - 1, 0) : k + 1])
        reach += 1e-6  # sums of fractions are inexact
        # only cells that begin between these can be as near
        near = by_left[
            bisect_left(lefts, centre - reach - widest) : bisect_right(lefts, centre + reach)
        ]
        at = min(near, key=lambda i: (*_distance(bases[i], centre), i), default=by_left[k])
        out[at].append(mark.text)
    return out


def _distance(cell: _Cell, x: float) -> tuple[float, float]:
    """Return how far `x` lies outside the cell, then how far from its middle."""
    return max(cell.left - x, x - cell.right, 0.0), abs(cell.left + cell.right - 2 * x)


_NUMBER = re.compile(r"N+(?:[.,:/\u060c\u066b\u066c]N+)*")
_LATIN = re.compile(r"(?:N+(?:[.,:/]N+)*)?L(?:[^R]*[LN])?")


def logical_order(cells: Sequence[_Cell]) -> list[_Cell]:
    """Return cells in visual order, left to right, in logical order. A line with more Latin than
    Arabic words reads from the left."""
    kinds = "".join(
        c.text
        if c.kind == "O" and c.text in ".,:/\u060c\u066b\u066c"
        else ("O" if c.kind == "O" else c.kind)
        for c in cells
    )
    arabic, latin = len(re.findall("R+", kinds)), len(re.findall("L+", kinds))
    if latin > 2 * arabic:
        return list(cells)  # Latin with a word or two of Arabic: leave it
    out: list[_Cell] = []
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(kinds):
        found = _LATIN.match(kinds, at) or _NUMBER.match(kinds, at)
        end = found.end() if found else at + 1
        if at == 0 and found and "L" in found[0] and end < len(cells) and cells[end].text == "-":
            end += 1  # a Latin word broken at its hyphen
        runs.append((at, end))
        at = end
    for start, end in reversed(runs):
        out.extend(cells[start:end])
    return out


def fix_brackets(text: str) -> str:
    """Return brackets and guillemets in the right direction. Producers and PDFium differ on whether
    a mirrored glyph is named by its shape or its meaning. So the spacing decides, else whether a
    bracket is open."""
    out = list(text)
    opened: Counter[str] = Counter()
    for i, char in enumerate(text):
        if char not in _MIRROR:
            continue
        opening = char if char in _BRACKETS else _MIRROR[char]
        before = text[i - 1] if i else " "
        after = text[i + 1] if i + 1 < len(text) else " "
        loose_before = before.isspace() or before in _MIRROR
        loose_after = after.isspace() or after in ".,:;\u060c\u061b\u061f!" or after in _MIRROR
        opens = loose_before if loose_before != loose_after else not opened[opening]
        out[i] = opening if opens else _BRACKETS[opening]
        if opens:
            opened[opening] += 1
        elif opened[opening]:
            opened[opening] -= 1
    return "".join(out)


def lines(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Return the lines of a page from top to bottom."""
    all_glyphs = upright([replace(g, text=t) for g in glyphs if (t := compose(g.text))])
    # An `ActualText` with a mark is at the mark's position, above or below the line.
    raised = {(g.x, g.y) for g in all_glyphs if unicodedata.combining(g.text[0])}
    bases = [g for g in all_glyphs if (g.x, g.y) not in raised]
    rows: list[tuple[float, list[Glyph]]] = []
    for glyph in sorted(bases, key=lambda g: -g.y):
        if rows and rows[-1][0] - glyph.y <= 0.35 * glyph.em:
            rows[-1][1].append(glyph)
        else:
            rows.append((glyph.y, [glyph]))
    depths = [-y for y, _ in rows]
    for glyph in all_glyphs:
        if rows and (glyph.x, glyph.y) in raised:
            k = bisect_left(depths, -glyph.y)
            min(rows[max(k - 1, 0) : k + 1], key=lambda row: abs(row[0] - glyph.y))[1].append(glyph)
    sizes: dict[str, list[float]] = defaultdict(list)
    for glyph in bases:
        sizes[glyph.text].append(glyph.right - glyph.left)
    widths = {text: median(found) for text, found in sizes.items()}
    out = []
    for y, row in rows:
        cells = _cells(row, widths)
        if not cells:
            continue
        ordered = logical_order(cells)
        text = fix_brackets("".join(c.text for c in ordered))
        word: list[_Cell] = []
        for cell in ordered:
            if cell.kind == "S":
                break
            word.append(cell)
        width = max(c.right for c in word) - min(c.left for c in word) if word else 0.0
        em = median(g.em for g in row)
        out.append(
            Line(text, y, min(c.left for c in cells), max(c.right for c in cells), em, width, page)
        )
    return out
