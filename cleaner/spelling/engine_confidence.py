"""The OCR engine's own confidence in a word, as one more piece of evidence about a correction of it.

An engine's low confidence does mean misread words: of the words of which Tesseract was less than 0.9 sure one in four
is misread, of the others one in 120.  But a correction can still be wrong.  Where the engine was very unsure, the word
is mostly garbled beyond repair; where it was a little unsure, one letter is wrong and the correction is often right;
where it was sure of a known word, the word is right.  So the weights are counted on corrections
(`scripts/training/measure_engine.py`): in each band of confidence, how far the corrector's log-odds must move to be
right as often as they say. What speaks for a change counts half, since a wrong change costs more than one that is not
made.

The weights and where they were measured are in `data/engine_confidence.json`.  They hold for Tesseract only; the
confidence of another engine is shown and weighs nothing.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cleaner.files.locations import DATA
from cleaner.model import Confidences, Evidence, Finding, Tier
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import WORD, Analysis

NAME = "the engine's own confidence"
WEIGHTS = "engine_confidence.json"


class Weights(NamedTuple):
    """What each band of an engine's confidence adds in log-odds.

    `bands` are the upper ends of all bands but the last.  `unknown` holds the weights of corrections to words that no
    list knows, `known` those to known words: one more than there are bands.
    """

    engine: str
    bands: tuple[float, ...]
    unknown: tuple[float, ...]
    known: tuple[float, ...]

    @classmethod
    def open(cls, path: Path) -> Weights:
        """The weights in a file that the script wrote."""
        told = json.loads(path.read_text(encoding="utf-8"))
        return cls(told["engine"], tuple(told["bands"]), tuple(told["unknown"]), tuple(told["known"]))

    @staticmethod
    @cache
    def shipped() -> Weights:
        """The weights that come with the program, read once for the process."""
        return Weights.open(DATA / WEIGHTS)

    def of(self, sure: float, known: bool) -> float:
        """The weight of one confidence."""
        return (self.known if known else self.unknown)[bisect_right(self.bands, sure)]


def with_engine_confidence(finding: Finding, analysis: Analysis, lexicon: Lexicon) -> Finding:
    """The finding with the engine's confidence as evidence, if it is a correction of words that were scanned.

    A safe finding needs no evidence, and a rule that deletes a line (a page number) does not say that it was misread.
    """
    if not analysis.confidences or finding.damage != "ocr" or finding.tier in {Tier.SAFE, Tier.FLAG}:
        return finding
    if not finding.best and not finding.rule.startswith("spelling/"):
        return finding
    sure = least(analysis.confidences, finding.start, finding.end)
    if sure is None:
        return finding
    words = WORD.findall(analysis.text[finding.start : finding.end])
    known = bool(words) and all(lexicon.knows(word) for word in words)
    return replace(finding, evidence=(*finding.evidence, evidence(sure, known, analysis.engine)))


def evidence(sure: float, known: bool, engine: str) -> Evidence:
    """The evidence of one confidence.

    >>> evidence(0.99, True, "tesseract 5.3.0")
    Evidence(name="the engine's own confidence", weight=-1.8, detail='tesseract 5.3.0 was 0.99 sure of a known word')
    >>> evidence(0.4, True, "").weight
    0.0
    """
    kind = "a known word" if known else "what is no known word"
    detail = f"{engine or 'an engine without a name'} was {sure:.2f} sure of {kind}"
    weights = Weights.shipped()
    if weights.engine not in engine.lower():
        return Evidence(NAME, 0.0, f"{detail}; what that means was measured for {weights.engine} only")
    return Evidence(NAME, weights.of(sure, known), detail)


def least(confidences: Confidences, start: int, end: int) -> float | None:
    """The lowest confidence of the words that `[start, end)` touches; None if the engine said none.

    >>> least(((0, 3, 0.9), (4, 7, 0.4)), 1, 5), least(((0, 3, 0.9),), 3, 4)
    (0.4, None)
    """
    first = bisect_right(confidences, start, key=lambda c: c[1])
    last = bisect_left(confidences, end, key=lambda c: c[0])
    return min((sure for _, _, sure in confidences[first:last]), default=None)
