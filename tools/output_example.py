"""Update the example record in docs/output.md to the current output: `python
tools/output_example.py`.

The block is between `<!-- example: PATH -->` and `<!-- end of example -->`.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"(<!-- example: (\S+) -->\n).*?(<!-- end of example -->)", re.DOTALL)


def shown(record: dict[str, Any]) -> str:
    """Return the record as JSON, one key a line, one line for each item of its lists of objects."""

    def flat(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    lines = []
    for key, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            text = "[\n" + ",\n".join(f"  {flat(item)}" for item in value) + "]"
        else:
            text = flat(value)
        lines.append(f" {flat(key)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def record_of(path: str) -> dict[str, Any]:
    """Return the first record of one input file, from a run over all samples."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "data" / "out"
        subprocess.run(["mahdar", "process", "data/raw", "--out", out], cwd=ROOT)
        lines = (out / "records.jsonl").read_text(encoding="utf-8").splitlines()
    records: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return next(r for r in records if r["release"]["source"] == path)


def main() -> None:
    page = ROOT / "docs" / "output.md"
    text = page.read_text(encoding="utf-8")
    found = BLOCK.search(text)
    if found is None:
        raise SystemExit(
            "docs/output.md: no block «<!-- example: PATH -->» … «<!-- end of example -->»"
        )
    block = f"{found[1]}```json\n{shown(record_of(found[2]))}```\n{found[3]}"
    page.write_text(text[: found.start()] + block + text[found.end() :], encoding="utf-8")


if __name__ == "__main__":
    main()
