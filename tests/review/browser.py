"""The system's Chromium, headless, for tests of pages; never a downloaded one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NEEDED = "CI_BROWSER"  # set to «required» to fail a test without a browser, as in .ci/run


@contextmanager
def launched() -> Iterator[Browser]:
    """Give a running Chromium; skip the test if there is none, or fail it if one is required."""
    path = next(
        (p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None
    )
    if path is None:
        why = "no Chromium on this machine: install it (Debian: apt-get install chromium fonts-noto-core)"
        if os.environ.get(NEEDED) == "required":
            pytest.fail(why)
        pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"] if root else []
        )
        yield browser
        browser.close()
