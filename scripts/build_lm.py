"""Build `cleaner/data/context.bin`, the shipped trigram model.

    python scripts/build_lm.py /work/shared/data/lm -o cleaner/data/context.bin

About five minutes and 4 GB.  Sources and their licences: `cleaner/data/PROVENANCE.md`.
"""

from __future__ import annotations

import argparse
import lzma
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.train_language_model import build

#: How much of each text is read, in percent.  The White House and the speeches are one topic each and would
#: drown the rest; the newspapers of 1916 are scanned, but their misread words are not in the vocabulary and
#: count as unknown.
SHARES = {
    "modern-1-news-government": 100,
    "modern-2-whitehouse": 35,
    "modern-3-speeches": 60,
    "books-eltec": 100,
    "books-novels": 100,
    "chronam-1916": 100,
}
#: Every fiftieth line is never read: correct text that the model has not seen, to fit confidences on
HELD_OUT = 50


def lines(folder: Path) -> Iterator[str]:
    for name, share in SHARES.items():
        with lzma.open(folder / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
            for line in file:
                draw = crc32(line.encode())
                if draw % HELD_OUT and draw // HELD_OUT % 100 < share:
                    yield line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("-o", "--out", type=Path, default=Path("cleaner/data/context.bin"))
    parser.add_argument("--bigrams", type=int, default=900_000)
    parser.add_argument("--trigrams", type=int, default=1_500_000)
    args = parser.parse_args()
    shares = ", ".join(f"{name} {share}%" for name, share in SHARES.items())
    build(
        lines(args.texts),
        args.out,
        knows=Lexicon.shipped().knows,
        bigrams=args.bigrams,
        trigrams=args.trigrams,
        notes=f"English, built by scripts/build_lm.py from {shares}",
    )
    print(f"{args.out}: {args.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
