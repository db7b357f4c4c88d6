"""What an engine's word confidence tells of a misreading: the table in `cleaner/spelling/engine_confidence.py`.

    python scripts/read_worn_pages.py news-dev.jsonl PAGES 400
    python scripts/measure_word_confidence.py PAGES

A word is right if it stands in the printed text where an alignment of the words puts it, marks at its ends aside.
Halves of broken words are passed over, and pages of which less than half was read.  Words that the lexicon knows and
words that it does not are counted apart: Tesseract's own dictionary makes it surer of words, so that the confidence of
any word would tell half of what the lexicon tells already.

Two ways to divide the words are compared: by the confidence itself, and by its rank in the page.  `bits` is what a band
tells of whether a word was misread, in bits a word (mutual information); `llr` is log P(band | misread) / P(band |
right), with one word added to each count.

Last, and this is what the weights are taken from, the corrector's own findings: how far its judgement, which knows
nothing of the engine, must be moved in each band to be right as often as it says.  That counts what the two know in
common once.  A finding is right if what it puts there is printed there.  What speaks for a change is counted `HOPED`.
"""

from __future__ import annotations

import math
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from cleaner import build_kit
from cleaner.config import Settings
from cleaner.detectors.spelling import spelling
from cleaner.formats import read
from cleaner.model import Diagnosis, probability
from cleaner.pipeline import allowed, analyse
from cleaner.spelling.lexicon import Lexicon

#: how far a move upwards counts.  At 1 the outcome is likeliest, and more wrong changes pass the bar of 0.95 for each
#: right one than before; at a half more right ones pass, and fewer wrong ones
HOPED = 0.5

BY_CONFIDENCE = (0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.96)
BY_RANK = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)

#: how the corrector's findings are divided
DIVIDED: tuple[tuple[str, tuple[float, ...], Callable[[Judged], float]], ...] = (
    ("confidence", (0.5, 0.8, 0.93, 0.96), lambda f: f.confidence),
    ("rank", (0.02, 0.1, 0.3, 0.5), lambda f: f.rank),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A word that was read: how sure the engine was, the share of its page it was less sure of, whether it is right."""

    known: bool
    confidence: float
    rank: float
    right: bool


def main(folder: Path) -> None:
    lexicon = Lexicon.shipped()
    pages = [list(seen(page, lexicon)) for page in sorted(folder.glob("*.hocr"))]
    read_well = [p for p in pages if p and sum(s.right for s in p) * 2 > len(p)]
    words = [s for p in read_well for s in p]
    print(f"{len(read_well)} of {len(pages)} pages, {len(words)} words, {sum(not s.right for s in words)} misread")
    for known in (False, True):
        chosen = [s for s in words if s.known is known]
        print(f"\n{'known' if known else 'unknown'} words: {len(chosen)}, {sum(not s.right for s in chosen)} misread")
        table(chosen, "confidence", BY_CONFIDENCE, lambda s: s.confidence)
        table(chosen, "rank", BY_RANK, lambda s: s.rank)
    offsets(list(judged_pages(folder, lexicon)))


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding of the corrector: whether it doubts a known word, its own log-odds, what the engine said, the truth."""

    known: bool
    own: float
    confidence: float
    rank: float
    right: bool
    page: int


def judged_pages(folder: Path, lexicon: Lexicon) -> Iterator[Judged]:
    """Every finding of the corrector on every page, judged by what was printed."""
    kit = build_kit.build_kit(Settings())
    for number, page in enumerate(sorted(folder.glob("*.hocr"))):
        document = read(page.name, page.read_bytes()).documents[0]
        text, confidences = document.text, document.word_confidences
        starts = [start for start, _, _ in confidences]
        words = [core(text[a:b]) for a, b, _ in confidences]
        printed = [core(w) for w in page.with_suffix(".txt").read_text(encoding="utf-8").split()]
        steps = Levenshtein.opcodes(words, printed)
        if sum(s.src_end - s.src_start for s in steps if s.tag == "equal") * 2 < len(words):
            continue
        places = ranks([c for _, _, c in confidences])
        analysis = analyse(text, document, kit)
        for f in spelling(analysis, Diagnosis({"ocr": 0.99}), kit):
            first, last = bisect_right(starts, f.start) - 1, bisect_right(starts, f.end - 1) - 1
            if f.best and "\n" not in text[f.start : f.end] and allowed(f, analysis):
                low, high = aligned(steps, max(0, first - 2), min(len(words) - 1, last + 2))
                mended = text[starts[first] : f.start] + f.best + text[f.end : confidences[last][1]]
                new = [core(w) for w in mended.split()]
                right = any(printed[i : i + len(new)] == new for i in range(low, high))
                known = all(lexicon.knows(w) for w in words[first : last + 1])
                own = sum(e.weight for e in f.evidence)
                sure = min(c for _, _, c in confidences[first : last + 1])
                yield Judged(known, own, sure, min(places[first : last + 1]), right, number)


def aligned(steps: Levenshtein.Opcodes, first: int, last: int) -> tuple[int, int]:
    """Where in the printed words the read words from `first` to `last` are."""
    begin = next(s for s in steps if s.src_start <= first < s.src_end)
    end = next(s for s in steps if s.src_start <= last < s.src_end)
    low = min(begin.dest_start + first - begin.src_start, begin.dest_end)
    return low, min(end.dest_start + last - end.src_start + 1, end.dest_end)


def offsets(findings: list[Judged]) -> None:
    """By how much the judgement is to be moved in each band, and what that does to pages that it was not learnt on."""
    for name, bounds, value in DIVIDED:
        print(f"\nfindings moved by {name}")
        for known in (False, True):
            chosen = [f for f in findings if f.known is known]
            moved = moves(chosen, bounds, value)
            for band, (low, high) in enumerate(zip((0.0, *bounds), (*bounds, 1.0), strict=True)):
                here = [f for f in chosen if bisect_right(bounds, value(f)) == band]
                said, right = sum(probability(f.own) for f in here), sum(f.right for f in here)
                print(
                    f"    {'known' if known else 'unknown':7} {low:4.2f} to {high:4.2f}: {len(here):5} findings, "
                    f"{said:6.1f} said, {right:5} right, moved {moved[band]:+.2f}"
                )
        judge("  as they were", [(f.own, f.right) for f in findings])
        judge("  moved, by what the other half of the pages taught", list(cross_moved(findings, bounds, value)))


def cross_moved(
    findings: list[Judged], bounds: tuple[float, ...], value: Callable[[Judged], float]
) -> Iterator[tuple[float, bool]]:
    """Each finding's log-odds, moved by what the other half of the pages taught, and whether it is right."""
    for half in (0, 1):
        for known in (False, True):
            alike = [f for f in findings if f.known is known]
            learnt = moves([f for f in alike if f.page % 2 != half], bounds, value)
            yield from ((f.own + learnt[bisect_right(bounds, value(f))], f.right) for f in alike if f.page % 2 == half)


def moves(findings: list[Judged], bounds: tuple[float, ...], value: Callable[[Judged], float]) -> list[float]:
    """By how much each band is to be moved."""
    moved = (offset([f for f in findings if bisect_right(bounds, value(f)) == band]) for band in range(len(bounds) + 1))
    return [m * HOPED if m > 0 else m for m in moved]


def judge(name: str, findings: list[tuple[float, bool]]) -> None:
    """How well the judgement fits the truth, and what each bar would let through."""
    judged = [(probability(own), right) for own, right in findings]
    loss = -sum(math.log(p if right else 1 - p) for p, right in judged) / len(judged)
    bars = [(bar, [right for p, right in judged if p >= bar]) for bar in (0.5, 0.8, 0.9, 0.95)]
    through = ", ".join(f"at {bar} {sum(r)} right {len(r) - sum(r)} wrong" for bar, r in bars)
    print(f"{name}: loss {loss:.4f}; {through}")


def offset(findings: list[Judged]) -> float:
    """The one number that, added to all log-odds, makes the outcome likeliest; held towards 0 as by five findings."""
    moved = 0.0
    for _ in range(30):
        believed = [probability(f.own + moved) for f in findings]
        slope = sum(f.right - p for f, p in zip(findings, believed, strict=True)) - 5 * moved / 4
        moved += slope / (1.25 + sum(p * (1 - p) for p in believed))
    return moved


def seen(page: Path, lexicon: Lexicon) -> Iterator[Seen]:
    """The words of a page."""
    document = read(page.name, page.read_bytes()).documents[0]
    text, confidences = document.text, document.word_confidences
    places = ranks([c for _, _, c in confidences])
    printed = [core(w) for w in page.with_suffix(".txt").read_text(encoding="utf-8").split()]
    halves = {i + j for i, (_, end, _) in enumerate(confidences) if text[end - 1 : end + 1] == "-\n" for j in (0, 1)}
    whole = [i for i in range(len(confidences)) if i not in halves]
    words = [core(text[slice(*confidences[i][:2])]) for i in whole]
    right = {
        i
        for step in Levenshtein.opcodes(words, printed)
        if step.tag == "equal"
        for i in range(step.src_start, step.src_end)
    }
    for number, (i, word) in enumerate(zip(whole, words, strict=True)):
        if any(c.isalpha() for c in word):
            yield Seen(lexicon.knows(word), confidences[i][2], places[i], number in right)


def ranks(confidences: Sequence[float]) -> list[float]:
    """For each word the share of the words that the engine was less sure of; of equals the middle.

    >>> ranks([0.9, 0.2, 0.9, 0.9])
    [0.625, 0.125, 0.625, 0.625]
    """
    ordered = sorted(confidences)
    count = 2 * len(ordered)
    return [(bisect_left(ordered, c) + bisect_right(ordered, c)) / count for c in confidences]


def core(word: str) -> str:
    """A word without the marks at its ends."""
    inner = word.replace("’", "'").strip(".,;:!?\"'()[]“”‘—-–")
    return inner.removesuffix("'s")


def table(words: list[Seen], name: str, bounds: tuple[float, ...], value: Callable[[Seen], float]) -> None:
    """One way to divide the words, printed."""
    counts = {
        right: Counter(bisect_right(bounds, value(s)) for s in words if s.right is right) for right in (True, False)
    }
    bits = information(counts[True], counts[False])
    print(f"  by {name}: {bits:.4f} bits a word")
    wrong, right = (sum(counts[r].values()) + len(bounds) + 1 for r in (False, True))
    for band, (low, high) in enumerate(zip((0.0, *bounds), (*bounds, 1.0), strict=True)):
        bad, good = counts[False][band], counts[True][band]
        llr = math.log((bad + 1) / wrong) - math.log((good + 1) / right)
        print(f"    {low:4.2f} to {high:4.2f}: {bad:5} misread {good:6} right   llr {llr:+.2f}")


def information(one: Counter[int], other: Counter[int]) -> float:
    """The mutual information of the band and of which of the two counts a word is in."""
    total = one.total() + other.total()
    return sum(
        counts[band] / total * math.log2(counts[band] * total / (counts.total() * (one[band] + other[band])))
        for counts in (one, other)
        for band in counts
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
