"""What many tests share.  The compiled rules go to a folder of the run's own, never to the developer's cache."""

import os
import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

if "CLEANER_TESTS_CACHE" not in os.environ:  # xdist's workers share one, and the many runs of scripts/mutants.py
    _CACHE = tempfile.TemporaryDirectory(prefix="cleaner-tests-")
    os.environ["CLEANER_TESTS_CACHE"] = _CACHE.name
os.environ["CLEANER_CACHE"] = os.environ["CLEANER_TESTS_CACHE"]
# The suite proves the Python parts, with a compiler at hand or without; `test_native` holds the compiled core to them.
os.environ["CLEANER_PURE"] = "1"


def loaded_once() -> None:
    """In this process the rulebooks compiled last are kept, with what they have built: most tests run the program on
    the shipped rules, and reading those again was half of a run's time.  A test with a cache of its own reads it."""
    loading, locations = import_module("cleaner.rulebook.load"), import_module("cleaner.files.locations")
    kept: OrderedDict[str, object] = OrderedDict()
    cached, rulebook = loading._cached, loading.Rulebook

    def read(key: str) -> object:
        if os.environ["CLEANER_CACHE"] != os.environ["CLEANER_TESTS_CACHE"]:
            return cached(key)
        try:
            os.utime(locations.cache() / f"rules-{key}.bin")
        except OSError:  # swept away; a process started now would miss it
            kept.pop(key, None)
        if key not in kept and (value := cached(key)):
            kept[key] = rulebook(value)
        while len(kept) > 4:
            kept.popitem(last=False)
        return kept.get(key)

    def ready(compiled: object) -> object:
        return compiled if isinstance(compiled, rulebook) else rulebook(compiled)

    loading._cached, loading.Rulebook = read, ready


loaded_once()
# A fork copies its process: `test_kills` takes 44 s of CPU in a young process and 84 s in a grown one.
FORKS = ("test_kills.py", "test_killed_workers.py", "test_jobs.py", "test_parted.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in FORKS)


ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"


@pytest.fixture(scope="session")
def kit():  # type: ignore[no-untyped-def]
    """The shipped kit with default settings."""
    from cleaner import build_kit
    from cleaner.config import Settings

    return build_kit.build_kit(Settings())


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty working folder, without anybody's settings."""
    monkeypatch.chdir(tmp_path)
    yield tmp_path
