"""Finds a Chromium for the tests of the page.  scripts/fetch_chromium.py gets one where no package manager may."""

import os
import shutil
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
FETCHED = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "cleaner-tests" / "chromium"


def chromium():
    """The browser's program, or None."""
    if told := os.environ.get("CLEANER_CHROMIUM"):
        return told
    if (FETCHED / "chromium").is_file():
        return str(FETCHED / "chromium")
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def launched(playwright):
    """A headless browser, or a skip that says what is missing."""
    program = chromium()
    if program is None:
        pytest.skip("no Chromium found: apt-get install chromium, or python scripts/fetch_chromium.py")
    libraries = f"{FETCHED / 'lib'}:{os.environ.get('LD_LIBRARY_PATH', '')}"
    env = {**os.environ, "LD_LIBRARY_PATH": libraries} if str(FETCHED) in program else dict(os.environ)
    # A container's root has no sandbox to give; the pages are our own.
    return playwright.chromium.launch(executable_path=program, args=["--no-sandbox"], env=env)
