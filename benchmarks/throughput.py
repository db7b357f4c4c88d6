"""What does `cleaner check` cost, beside other tools, with growing texts, with more rules, and beside an older version?

    python benchmarks/throughput.py                                # the corpus: small, but anybody has it
    python benchmarks/throughput.py DATA --bin DIR                 # the table of docs/measured.md
    python benchmarks/throughput.py DATA --only kinds --older COMMIT
    python benchmarks/throughput.py --small --rounds 1             # does it work?  Two minutes

DATA is a folder as for scripts/retrain.py, or the corpus.  Each figure is processor time, user and system, of whole
processes that take turns on one core.  Quote the ratios (median, smallest and largest of the rounds), not the
seconds: on a shared machine the same work differs by a quarter from one run to the next.

    kinds       clean news (1,000 files, and one JSONL file), scans, translated articles, one page of each,
                beside codespell, typos, symspellpy's lookup_compound, wc -w, python -c pass, and `--older`
    sizes       one document of 0.1 to 8 MB
    documents   100 to 5,000 files, beside codespell, typos and wc -w
    rules       the shipped rules, and 1,000 and 10,000 phrase rules of a user

With `--older` the script is a guard: it ends with 1 where a text costs more than `--most` times what it cost the
older version, and with 2 where it could not measure.

A tool that is not installed is named and left out: `pip install codespell typos symspellpy`.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from speed.processes import FailedRunError, pin
from speed.samples import FULL, SMALL, NoTextError
from speed.sections import SECTIONS, Bench
from speed.tools import CHECKOUT, NoOlderVersionError, beside, commit, older


def main() -> int:
    parser = arguments()
    options = parser.parse_args()
    names = options.only.split(",") if options.only else list(SECTIONS)
    if unknown := [name for name in names if name not in SECTIONS]:
        parser.error(f"no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    amounts = SMALL if options.small else FULL
    tools, absent = beside(options.bin, amounts.slow)
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"
    print(f"cleaner {commit()}, Python {platform.python_version()}")
    print(f"{os.cpu_count()} cores, {pin()}, {load}, {options.rounds} rounds")
    if absent:
        print(f"not installed and left out: {', '.join(absent)}")
    with tempfile.TemporaryDirectory(prefix="throughput-") as folder:
        place = Path(folder)
        try:
            before = older(options.older, place) if options.older else None
            bench = Bench(options.data.resolve(), place, options.rounds, amounts, tools, before, options.most)
            fine = [SECTIONS[name](bench) for name in names]
        except (NoTextError, NoOlderVersionError, FailedRunError) as error:
            parser.exit(2, f"{error}\n")
    return 0 if all(fine) else 1


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=CHECKOUT / "corpus", help="a data folder (the corpus)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", metavar="SECTION,…", help="these sections only")
    parser.add_argument("--small", action="store_true", help="little of everything, to see that it works")
    parser.add_argument("--bin", type=Path, action="append", default=[], help="a folder with more of the tools")
    parser.add_argument("--older", metavar="COMMIT|PYTHON", help="a commit, or the Python of another environment")
    parser.add_argument("--most", type=float, default=1.1, help="how many times the older version's cost is too much")
    return parser


if __name__ == "__main__":
    sys.exit(main())
