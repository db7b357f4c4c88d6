"""What many tests share.  The compiled rules go to a folder of the run's own, never to the developer's cache."""

import gc
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
# Python looks for rubbish among all that it holds, at each 700 new objects, and a worker of the suite holds millions:
# a fifth of the processor time went into it (23.6 s and 18.8 s for `test_strange` and `test_review_pack`).
gc.set_threshold(50_000, 20, 20)


def loaded_once() -> None:
    """In this process the shipped rules are kept once they are loaded, and the four rulebooks compiled last: most tests
    run the program on the shipped rules, and reading those again was half of a run's time.  Rules that a test brings do
    not go to the folder that all share: the program keeps eight rulebooks there, and the shipped ones would be swept
    away again and again.  A test with a cache of its own reads and writes that."""
    loading = import_module("cleaner.rulebook.load")
    shipped: dict[str, object] = {}
    brought: OrderedDict[str, object] = OrderedDict()
    of_a_test: set[str] = set()
    told, cached, remember, rulebook = loading._key, loading._cached, loading._remember, loading.Rulebook

    def key(installed: object, sources: object, allowed: object) -> str:
        made: str = told(installed, sources, allowed)
        if sources or allowed:
            of_a_test.add(made)
        return made

    def shared() -> bool:
        return os.environ["CLEANER_CACHE"] == os.environ["CLEANER_TESTS_CACHE"]

    def read(key: str) -> object:
        if not shared():
            return cached(key)
        if key not in shipped and key not in brought and (value := cached(key)):
            shipped[key] = rulebook(value)
        return shipped.get(key) or brought.get(key)

    def remembered(key: str, compiled: object) -> None:
        if not shared() or key not in of_a_test:
            remember(key, compiled)
            return
        brought[key] = rulebook(compiled)
        while len(brought) > 4:
            brought.popitem(last=False)

    def ready(compiled: object) -> object:
        return compiled if isinstance(compiled, rulebook) else rulebook(compiled)

    loading._key, loading._cached, loading._remember, loading.Rulebook = key, read, remembered, ready


loaded_once()
# A fork copies its process: `test_kills` takes 34 s of CPU in a young process and twice as much in a grown one.
FORKS = ("test_kills.py", "test_killed_workers.py", "test_jobs.py", "test_parted.py")


def pytest_collection_finish() -> None:
    gc.freeze()  # the modules and the tests stay until the end


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
