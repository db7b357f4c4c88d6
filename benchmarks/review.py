"""How long an answer takes, with as many questions open as a run has left.

    python benchmarks/review.py OUT      # a folder that `cleaner clean -o OUT` wrote; it is copied, not changed

Wall time in milliseconds, median and worst: what the terminal waits for between a key and the next question, and what
the page asks of the ledger.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cleaner.ledger import Filter, Ledger
from cleaner.review.navigation import Review


def timed(name: str, act: Callable[[], object], times: int) -> None:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - begun))
    print(f"{name:36} {statistics.median(taken):7.1f} {max(taken):7.1f}")


def main(out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(out / "run.db", folder)
        with Ledger.open(folder) as ledger:
            patterns, cases = ledger.count()
            print(f"{len(ledger.document_ids())} documents, {patterns} patterns, {cases} open cases")
            review = Review(ledger)
            review.question()

            def answer() -> None:
                review.accept_all()
                review.question()

            timed("a pattern's answer, next question", answer, 60)
            timed("undo", review.undo, 20)
            review.question()
            review.split()

            def one() -> None:
                review.question()
                review.reject()

            timed("a case's answer, next case", one, 5)
            timed("the page's list of patterns", lambda: ledger.patterns(limit=50), 10)
            timed("the page's list of documents", lambda: ledger.documents(only_open=True), 10)
            timed("cases of a pattern", lambda: ledger.findings(Filter(patterns=(1,)), 20), 10)
            timed("all decisions, to be asked", ledger.decisions, 3)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
