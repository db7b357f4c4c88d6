"""Starts a headless browser for the tests of the page: the one that is installed, or one that is fetched."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import chromium
import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
PLACES = ("chrome", "msedge")  # playwright knows where macOS and Windows keep them


def launched(playwright):
    """A browser.  Where none can be had that is a failure under CI; elsewhere a skip that says what to do."""
    try:
        return _launched(playwright)
    except chromium.Unobtainable as why:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{why} (or name one by CLEANER_CHROMIUM)")


def _launched(playwright):
    def start(**how: Any):
        # A container's root has no sandbox to give; the pages are our own.
        return playwright.chromium.launch(args=["--no-sandbox"], **how)

    if told := os.environ.get("CLEANER_CHROMIUM"):
        return start(executable_path=told)
    if Path(playwright.chromium.executable_path).exists():
        return start()
    if sys.platform in ("darwin", "win32"):
        for place in PLACES:
            try:
                return start(channel=place)
            except Exception as problem:
                if "is not found" not in str(problem):
                    raise
    if installed := next(filter(None, map(shutil.which, NAMES)), None):
        return start(executable_path=installed)
    return start(executable_path=str(chromium.fetched()), env=chromium.environment())
