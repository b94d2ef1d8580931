"""Take docs/screenshots/site*.png: the register as pages, over the samples, in both languages, in
headless Chromium.

    python tools/site_screenshots.py        (make screenshots does it too)

Requires Chromium and an Arabic font (Debian: chromium, fonts-noto-core)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "screenshots"
MAHDAR = [sys.executable, "-m", "pipeline.cli"]
SIZE = {"width": 1280, "height": 800}
BODY = "اللجنة الوزارية للأمن الغذائي"


def main() -> int:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        print("screenshots need Chromium (Debian: chromium, fonts-noto-core)", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="mahdar-") as folder, sync_playwright() as playwright:
        out = Path(folder) / "data" / "processed"
        subprocess.run([*MAHDAR, "process", "data/raw", "--out", out], cwd=ROOT)
        with open(out / "entities.jsonl", encoding="utf-8") as lines:
            ident = next(e["entity_id"] for e in map(json.loads, lines) if e["name"] == BODY)
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        chromium = playwright.chromium.launch(
            executable_path=browser, args=["--no-sandbox"] if root else []
        )
        page = chromium.new_page(viewport=SIZE)  # type: ignore[arg-type]
        for language, suffix in (("ar", ""), ("en", "-en")):
            site = Path(folder) / f"site{suffix}"
            site_command = [*MAHDAR, "site", out, "--file", site, "--language", language]
            subprocess.run(site_command, cwd=ROOT, check=True)
            page.goto((site / "bodies" / f"{ident}.html").as_uri())
            page.screenshot(path=TARGET / f"site-body{suffix}.png")
            page.goto((site / "calendar.html").as_uri())
            page.screenshot(path=TARGET / f"site-calendar{suffix}.png")
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
