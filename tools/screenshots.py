"""Take docs/screenshots/*.png: the review page and the HTML report over the samples in headless
Chromium, in Arabic light and dark, in English, and on a telephone.

    make screenshots

The samples are processed twice: first without one of them, with another text in a second and with a
stricter setting, so that there is a difference to show. Requires Chromium and an Arabic font
(Debian: chromium, fonts-noto-core)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from pipeline import store

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "screenshots"
MAHDAR = [sys.executable, "-m", "pipeline.cli"]
ENV = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
NEW, EDITED = "map-water-commission.txt", "spa-food-security.txt"
BEFORE = (
    ("فواز بن عبدالمحسن الدريهم", "فواز الدريهم"),
    ("الاجتماع الثاني عشر", "الاجتماع الحادي عشر"),
)
STRICTER = "min_confidence = 0.7\n"
SIZE = {"width": 1280, "height": 900}
TELEPHONE = {"width": 390, "height": 844}
VIEWS = (("ar", "light", ""), ("ar", "dark", "-dark"), ("en", "light", "-en"))
SHOWN = "data/raw/" + EDITED


def main() -> int:
    browser = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if browser is None:
        print(
            "screenshots need Chromium: install it (Debian: apt-get install chromium "
            "fonts-noto-core)",
            file=sys.stderr,
        )
        return 2
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mahdar-") as folder, sync_playwright() as playwright:
        work = Path(folder)
        prepare(work)
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        chromium = playwright.chromium.launch(
            executable_path=browser, args=["--no-sandbox"] if root else []
        )
        with serving(work) as address:
            for language, scheme, suffix in VIEWS:
                context = chromium.new_context(color_scheme=scheme, viewport=SIZE)  # type: ignore[arg-type]
                page = context.new_page()
                page.goto((work / f"report-{language}.html").as_uri())
                page.screenshot(path=TARGET / f"report{suffix}.png")
                record(page)
                page.screenshot(path=TARGET / f"report-record{suffix}.png")
                page.goto(f"{address}?lang={language}")
                page.locator("#item .release").wait_for()
                review(page)
                page.screenshot(path=TARGET / f"review{suffix}.png")
                page.keyboard.press("l")
                page.locator("#filter").wait_for()
                page.screenshot(path=TARGET / f"review-list{suffix}.png")
                context.close()
            context = chromium.new_context(viewport=TELEPHONE, has_touch=True)  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(address)
            review(page)
            page.screenshot(path=TARGET / "review-telephone.png")
            context.close()
        chromium.close()
    for path in sorted(TARGET.glob("*.png")):
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")
    return 0


def prepare(work: Path) -> None:
    """Make two runs over the samples in `work`, and the report of the changes."""
    raw = work / "data" / "raw"
    shutil.copytree(ROOT / "data" / "raw", raw)
    text = (raw / EDITED).read_text(encoding="utf-8")
    (raw / NEW).rename(work / NEW)
    (raw / EDITED).write_text(changed(text), encoding="utf-8")
    (work / "stricter.toml").write_text(STRICTER, encoding="utf-8")
    mahdar(work, "process", "--config", "stricter.toml")
    store.mark_reviewed(work / "data" / "processed")  # so that the page has changes to show as well
    (work / NEW).rename(raw / NEW)
    (raw / EDITED).write_text(text, encoding="utf-8")
    mahdar(work, "process")
    for language in ("ar", "en"):
        mahdar(work, "report", "--to", f"report-{language}.html", "--language", language)


def changed(text: str) -> str:
    for now, before in BEFORE:
        text = text.replace(now, before)
    return text


def mahdar(work: Path, *args: str) -> None:
    done = subprocess.run([*MAHDAR, *args], cwd=work, env=ENV, capture_output=True, text=True)
    if done.returncode > 1:  # 1: one of the samples is broken, and rejected
        raise SystemExit(done.stderr)


@contextmanager
def serving(work: Path) -> Iterator[str]:
    """Start the review page and return its address."""
    server = subprocess.Popen(
        [*MAHDAR, "review", "--no-browser", "--by", "هدى"],
        cwd=work,
        env=ENV,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    try:
        said = ""
        for line in server.stderr:
            said += line
            if found := re.search(r"http://\S+", line):
                yield found[0]
                return
        raise SystemExit(said)
    finally:
        server.terminate()
        server.wait(10)


def record(page: Page) -> None:
    """Return the record with the most changes, with the place of its chair in the text."""
    page.locator(f"details.pair:has(summary:has-text('{SHOWN}'))").evaluate(
        "e => e.scrollIntoView()"
    )
    page.evaluate("window.scrollBy(0, -8)")


def review(page: Page) -> None:
    """Open that record and select one of its values."""
    for _ in range(40):
        if page.locator(f".release:has-text('{SHOWN}')").count():
            break
        page.keyboard.press("n")
        page.wait_for_timeout(150)
    page.locator(".value[data-field=people] a.name").first.click()
    page.wait_for_timeout(150)


if __name__ == "__main__":
    sys.exit(main())
