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
from cleaner.model import Tier
from cleaner.review.catalogue import Catalogue
from cleaner.review.navigation import Review


def timed(name: str, act: Callable[[], object], times: int) -> None:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - begun))
    print(f"{name:36} {statistics.median(taken):7.1f} {max(taken):7.1f}")


FILTERS = {
    "all questions": Filter(),
    "one document": Filter(document=3),
    "one rule": Filter(rule="ocr/tbe"),
    "rules of one damage": Filter(rule="mt/es/*"),
    "the speller": Filter(rule="spelling/*"),
    "above a confidence": Filter(low=0.8),
    "of one tier": Filter(tier=Tier.ASK),
    "with words": Filter(words="the"),
}


def listed(ledger: Ledger, catalogue: Catalogue, wanted: Filter) -> None:
    """What the page shows on its left."""
    ledger.count_groups(wanted)
    catalogue.listed(wanted, ledger.groups(wanted))


def main(out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(out / "run.db", folder)
        with Ledger.open(folder) as ledger:
            questions, cases = ledger.count_groups()
            print(f"{len(ledger.document_ids())} documents, {questions} questions, {cases} open cases")
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
            catalogue = Catalogue(ledger)
            for name, wanted in FILTERS.items():
                timed(f"the page's list, {name}", lambda w=wanted: listed(ledger, catalogue, w), 5)  # type: ignore[misc]
            timed("the page's list of documents", lambda: ledger.documents(only_open=True), 10)
            timed("cases of a pattern", lambda: ledger.findings(Filter(patterns=(1,)), 20), 10)
            timed("all decisions, to be asked", ledger.decisions, 3)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
