"""What many tests share.  The compiled rules go to a folder of the run's own, never to the developer's cache."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

if "CLEANER_TESTS_CACHE" not in os.environ:  # xdist's workers share one, and the many runs of scripts/mutants.py
    _CACHE = tempfile.TemporaryDirectory(prefix="cleaner-tests-")
    os.environ["CLEANER_TESTS_CACHE"] = _CACHE.name
os.environ["CLEANER_CACHE"] = os.environ["CLEANER_TESTS_CACHE"]

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"


@pytest.fixture(scope="session")
def kit():  # type: ignore[no-untyped-def]
    """The shipped kit with default settings."""
    from cleaner import setup
    from cleaner.config import Settings

    return setup.kit(Settings())


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty working folder, without anybody's settings."""
    monkeypatch.chdir(tmp_path)
    yield tmp_path
