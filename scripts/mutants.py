"""Breaks the program in many small ways and asks its tests whether they notice.

    python scripts/mutants.py                 # all of them, some minutes; exit code 1 if one survives
    python scripts/mutants.py --only escapes  # those whose name holds "escapes"
    python scripts/mutants.py --list

`mutants.yaml` beside this file is the table: what is broken, where, how, and which tests must notice.  Each mutant is
made in a copy of the tree, in a forked process that has the libraries loaded already.  A mutant that no test fails
for says that a test is missing, or that the code is.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
TABLE = Path(__file__).with_suffix(".yaml")
FILES = ("pyproject.toml", "README.md", "action.yml", "Dockerfile")
PARTS = ("cleaner", "rules", "tests", "corpus", "docs", "scripts", *FILES)
# Loaded before the forks; the program itself is loaded after them, from the copy.
LIBRARIES = "hypothesis ftfy lemminflect numpy pytest rapidfuzz regex symspellpy typer"
SLOWEST = 300  # seconds; a mutant that makes its tests hang is noticed
PASSED, FAILED, HUNG = 0, 1, 124  # pytest's exit codes, and timeout(1)'s


@dataclass(frozen=True)
class Mutant:
    """`old`, which stands once in `file`, becomes `new`; then one of `tests` that `only` chooses must fail."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    only: str = ""  # pytest's -k

    def applied(self, text: str) -> str:
        """The broken source; `ValueError` if `old` does not stand there exactly once."""
        if (found := text.count(self.old)) != 1:
            raise ValueError(f"{self.name}: {self.file} holds {self.old!r} {found} times, not once")
        return text.replace(self.old, self.new)


def table(path: Path = TABLE) -> list[Mutant]:
    """Every mutant, in the order of the table."""
    parts = yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return [
        Mutant(f"{part}/{name}", **{**m, "tests": tuple(m["tests"].split())})
        for part, mutants in parts.items()
        for name, m in mutants.items()
    ]


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of the tree, which the working tree does not share."""
    with tempfile.TemporaryDirectory(prefix="cleaner-mutants-") as folder:
        for part in PARTS:
            copy: Callable[[Path, Path], object] = shutil.copytree if (ROOT / part).is_dir() else shutil.copy2
            copy(ROOT / part, Path(folder) / part)
        yield Path(folder)


def tested(tree: Path, tests: Sequence[str], only: str = "", most: float = SLOWEST) -> int:
    """pytest's exit code for some tests of a tree, in a process of its own, or `HUNG`; what it says is in `log`."""
    child = os.fork()
    if not child:
        os.setsid()  # so that what it starts ends with it
        _test(tree, [*tests, *(["-k", only] if only else [])])
    end = time.monotonic() + most
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return HUNG


def _test(tree: Path, tests: Sequence[str]) -> None:
    import pytest

    log = os.open(tree / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.chdir(tree)
    sys.path.insert(0, str(tree))
    sys.dont_write_bytecode = True  # a mutant is as old as its neighbour, and often as long
    os.environ |= {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1", "CLEANER_TESTS_CACHE": str(tree / "cache")}
    code = 3
    try:
        code = int(pytest.main(["-n0", "-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", *tests]))
    finally:
        sys.stdout.flush()
        os._exit(code)


def log_of(tree: Path) -> str:
    return (tree / "log").read_text(errors="replace")[-3000:]


def wrong(mutant: Mutant, tree: Path) -> str:
    """What is wrong with a mutant's tests: nothing, or that they pass, or that they cannot run."""
    file = tree / mutant.file
    whole, times = file.read_bytes(), file.stat()
    file.write_text(mutant.applied(whole.decode("utf-8")), encoding="utf-8", newline="")
    try:
        code = tested(tree, mutant.tests, mutant.only)
    finally:
        file.write_bytes(whole)
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    if code in (FAILED, HUNG):
        return ""
    return "SURVIVED" if code == PASSED else f"its tests cannot run (exit code {code}):\n{log_of(tree)}"


def together(mutants: Sequence[Mutant]) -> Iterator[tuple[list[str], str]]:
    """All tests that the mutants name, in as few runs as do."""
    for chosen in (True, False):
        tests = sorted({test for m in mutants for test in m.tests if bool(m.only) is chosen})
        if tests:
            yield tests, " or ".join(sorted({f"({m.only})" for m in mutants if m.only})) if chosen else ""


def judged(mutants: Sequence[Mutant], trees: Sequence[Path]) -> int:
    """Tries the mutants, those of a tree one after another, and says of each how it went; how many were wrong."""
    workers = []
    for number, tree in enumerate(trees):
        worker = os.fork()
        if not worker:
            os._exit(min(100, sum(_told(mutant, tree) for mutant in mutants[number :: len(trees)])))
        workers.append(worker)
    return sum(os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) for worker in workers)


def _told(mutant: Mutant, tree: Path) -> bool:
    begun = time.monotonic()
    said = wrong(mutant, tree)
    print(f"{mutant.name:44} {time.monotonic() - begun:5.1f} s  {said or 'noticed'}", flush=True)
    return bool(said)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="those whose name holds NAME")
    parser.add_argument("--list", action="store_true", help="show the table and leave")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at the same time")
    given = parser.parse_args()
    chosen = [m for m in table() if not given.only or any(part in m.name for part in given.only)]
    if given.list:
        print("\n".join(f"{m.name:44} {m.file}" for m in chosen))
        return 0
    for library in LIBRARIES.split():
        __import__(library)
    with ExitStack() as stack:
        trees = [stack.enter_context(copied()) for _ in range(min(given.jobs, len(chosen)))]
        for every, only in together(chosen):
            if code := tested(trees[0], every, only, len(every) * SLOWEST):
                print(f"the tests fail on the program as it is (exit code {code}):\n{log_of(trees[0])}")
                return 1
        unnoticed = judged(chosen, trees)
    print(f"{len(chosen)} mutants, {unnoticed} not noticed")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
