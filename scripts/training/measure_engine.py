"""Measure `engine_confidence.json`: what an OCR engine's own confidence in a word adds to a correction of it.

Pages are printed, worn and read by Tesseract (`worn_pages`), and the corrector's corrections on them are judged by what
was printed.  The weight of a band of confidence is how far the corrector's log-odds must be moved there for its
probabilities to be right as often as they say; so what the corrector and the engine have in common counts once.
Corrections of words that the lexicon knows and of words that it does not are counted apart: Tesseract's own dictionary
makes it surer of words, so that the confidence of any word would tell half of what the lexicon tells already.

To divide the words by the rank of their confidence in the page instead of the confidence itself told next to nothing.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from cleaner.formats import read
from cleaner.model import Confidences, probability
from cleaner.spelling.ocr_profile import ScanReading
from cleaner.text.analysis import Analysis
from training import worn_pages
from training.models import Models
from training.sources import Sources

ENGINE = "tesseract"
BANDS = (0.5, 0.8, 0.93, 0.96)
#: how far what speaks for a change counts.  At 1 the outcome is likeliest, and more wrong changes pass the bar of 0.95
#: for each right one than before; at a half more right ones pass, and fewer wrong ones
HOPED = 0.5
#: less likely corrections are not shown to anybody
LEAST = 0.1
#: weights are rounded to so much
STEP = 0.05


@dataclass(frozen=True, slots=True)
class Judged:
    """A correction: does it change known words, its own log-odds, the engine's confidence, the truth, its page."""

    known: bool
    own: float
    confidence: float
    right: bool
    page: int


def judged(folder: Path, models: Models) -> Iterator[Judged]:
    """Every correction on every page of which half or more was read, judged by what was printed."""
    corrector, classifier = models.corrector(), models.classifier()
    for number, page in enumerate(sorted(folder.glob("*.hocr"))):
        document = read(page.name, page.read_bytes()).documents[0]
        text, confidences = document.text, document.word_confidences
        printed = [core(w) for w in page.with_suffix(".txt").read_text(encoding="utf-8").split()]
        truth = Truth(text, confidences, printed)
        if truth.share * 2 < 1:
            continue
        analysis = Analysis(text, (), document.protect(text) if document.protect else (), confidences, document.engine)
        scan = ScanReading().read(corrector.survey(text), corrector, classifier, analysis.is_protected, noisy=True)
        for it in scan.corrections:
            own = classifier.log_odds(it.features)
            if probability(own) >= LEAST and it.after and "\n" not in it.before:
                first, last = truth.words_at(it.start, it.end)
                known = all(corrector.lexicon.knows(w) for w in truth.words[first : last + 1])
                sure = min(c for _, _, c in confidences[first : last + 1])
                yield Judged(known, own, sure, truth.holds(first, last, it.start, it.end, it.after), number)


class Truth:
    """What was printed, aligned with what was read, word by word."""

    def __init__(self, text: str, confidences: Confidences, printed: list[str]) -> None:
        self.text, self.places, self.printed = text, [(a, b) for a, b, _ in confidences], printed
        self.words = [core(text[a:b]) for a, b in self.places]
        self._steps = Levenshtein.opcodes(self.words, printed)

    @property
    def share(self) -> float:
        """The share of words that were read right."""
        return sum(s.src_end - s.src_start for s in self._steps if s.tag == "equal") / max(1, len(self.words))

    def words_at(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last word of a span."""
        starts = [a for a, _ in self.places]
        return bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1

    def holds(self, first: int, last: int, start: int, end: int, after: str) -> bool:
        """Whether the words from `first` to `last` were printed as they read once the span is corrected."""
        low, high = self._aligned(max(0, first - 2), min(len(self.words) - 1, last + 2))
        mended = self.text[self.places[first][0] : start] + after + self.text[end : self.places[last][1]]
        new = [core(w) for w in mended.split()]
        return any(self.printed[i : i + len(new)] == new for i in range(low, high))

    def _aligned(self, first: int, last: int) -> tuple[int, int]:
        """Where in the printed words the read words from `first` to `last` are."""
        begin = next(s for s in self._steps if s.src_start <= first < s.src_end)
        end = next(s for s in self._steps if s.src_start <= last < s.src_end)
        low = min(begin.dest_start + first - begin.src_start, begin.dest_end)
        return low, min(end.dest_start + last - end.src_start + 1, end.dest_end)


def core(word: str) -> str:
    """A word without the marks at its ends."""
    inner = word.replace("’", "'").strip(".,;:!?\"'()[]“”‘—-–")
    return inner.removesuffix("'s")


def weights(found: list[Judged]) -> list[float]:
    """What each band adds."""
    moved = (offset([f for f in found if bisect_right(BANDS, f.confidence) == band]) for band in range(len(BANDS) + 1))
    return [round(round((m * HOPED if m > 0 else m) / STEP) * STEP, 2) for m in moved]


def offset(found: list[Judged]) -> float:
    """What, added to all log-odds, makes the outcome likeliest; held towards 0 as by five corrections."""
    moved = 0.0
    for _ in range(30):
        believed = [probability(f.own + moved) for f in found]
        slope = sum(f.right - p for f, p in zip(found, believed, strict=True)) - 5 * moved / 4
        moved += slope / (1.25 + sum(p * (1 - p) for p in believed))
    return moved


def cross_moved(found: list[Judged]) -> Iterator[tuple[float, bool]]:
    """Each correction's log-odds, moved by what the other half of the pages taught, and whether it is right."""
    for half in (0, 1):
        for known in (False, True):
            chosen = [f for f in found if f.known is known]
            learnt = weights([f for f in chosen if f.page % 2 != half])
            here = (f for f in chosen if f.page % 2 == half)
            yield from ((f.own + learnt[bisect_right(BANDS, f.confidence)], f.right) for f in here)


def score(found: list[tuple[float, bool]]) -> dict[str, object]:
    """Log loss, and at each bar how many corrections are right of those let through."""
    chances = [(probability(own), right) for own, right in found]
    loss = -sum(log(p if right else 1 - p) for p, right in chances) / max(1, len(chances))
    through = {bar: [right for p, right in chances if p >= bar] for bar in (0.5, 0.8, 0.9, 0.95)}
    return {"log loss": round(loss, 4), "right of": {str(bar): [sum(r), len(r)] for bar, r in through.items()}}


def build(sources: Sources, models: Models, out: Path) -> dict[str, object]:
    """Write the weights.  The pages lie in `worn-pages` beside them, and are kept."""
    pages = out.parent / "worn-pages"
    worn_pages.make([text for _, text in sources.clean_articles()], pages, sources.size.pages)
    found = list(judged(pages, models))
    unmoved, moved = score([(f.own, f.right) for f in found]), score(list(cross_moved(found)))
    told = {
        "what": "log-odds that the confidence of an OCR engine adds to a correction, by bands of that confidence",
        "made by": "scripts/training/measure_engine.py",
        "measured on": f"{len({f.page for f in found})} worn pages, {len(found):,} corrections",
        "engine": ENGINE,
        "bands": BANDS,
        "unknown": weights([f for f in found if not f.known]),
        "known": weights([f for f in found if f.known]),
    }
    out.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return {"without": unmoved, "with": moved}
