"""The feature vector of a correction, which the classifier judges.

All gains and costs are in nats, all frequencies zipf values (log10 of occurrences in a billion words).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p

from rapidfuzz.distance import OSA

from cleaner.spelling.hypotheses import Hypotheses
from cleaner.spelling.kinds import KINDS
from cleaner.spelling.noisy_text import HYPHENS, NoisyText
from cleaner.spelling.rivals import DoubtfulPlace, shares
from cleaner.spelling.tokens import OcrToken

#: the features, in this order; `measured` says how each is computed
FEATURES = (
    "gain", "context gain", "channel", "margin", "own frequency", "new frequency", "length", "known", "kind",
    "capitals", "noise", "own in text", "new in text", "wordlike", "distance", "odd marks", "doubt near by", "name",
    "old text", "fit", "explained", "share", "case", "blind", "each letter", "hyphen",
)  # fmt: skip

#: gains and margins are cut off here
_WORST, _BEST, _APART = -20.0, 30.0, 12.0


def measured(
    page: NoisyText, tokens: Sequence[OcrToken], start: int, end: int, place: DoubtfulPlace, known: Hypotheses
) -> tuple[float, ...]:
    """The features of the best rival of a place, which would replace `tokens`, in `[start, end)`."""
    rivals = place.rivals
    it, stats, lexicon = rivals[0], page.stats, known.lexicon
    edge = it.edge
    own, new = "".join(u.text for u in tokens), edge.text or ""
    margin = it.gain - rivals[1].gain if len(rivals) > 1 else _APART
    return (
        _within(it.gain, _WORST, _BEST),
        _within(it.context_gain, _WORST, _BEST),
        edge.channel_cost,
        min(margin, _APART),
        lexicon.zipf(own) if len(tokens) == 1 else min(lexicon.zipf(u.text) for u in tokens),
        min((lexicon.zipf(word) for word in new.split()), default=0.0),
        float(len(own)),
        float(sum(known.knows(u.text) for u in tokens)),
        float(KINDS.index(edge.rule)),
        _capitals(tokens[0]),
        stats.noise,
        log1p(stats.counts[own.lower()]),
        log1p(sum(stats.counts[word] for word in new.split())),
        lexicon.wordlike(own),
        float(OSA.distance(own.lower(), new)),
        float(sum(not (c.isalpha() or c in "'’") for c in own)),
        place.doubt,
        float(bool(new) and lexicon.is_name(new)),
        stats.historical_share,
        it.context_gain / (len(edge.word_ids) + 2),
        stats.explained,
        shares(rivals, known.costs.temperature)[0],
        edge.case,
        place.blind,
        edge.channel_cost / len(own),
        _hyphens(page.text, start, end),
    )


def _within(value: float, least: float, most: float) -> float:
    return max(least, min(most, value))


def _capitals(token: OcrToken) -> float:
    """0 lower case, 1 a capital that opens a sentence, 2 a capital within one, 3 all capitals, 4 capitals inside."""
    word = token.text
    if word.islower():
        return 0.0
    if len(word) > 1 and word.isupper():
        return 3.0
    if word[0].isupper() and word[1:] == word[1:].lower():
        return 1.0 if token.opens else 2.0
    return 4.0


def _hyphens(text: str, start: int, end: int) -> float:
    """0 no hyphen beside it, 1 part of a compound, 2 half of a broken word."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if after[:1] in HYPHENS:
        return 1.0 + after[1:].isspace()
    return 1.0 if before[-1:] in HYPHENS else 2.0 * (before[:1] in HYPHENS and before[1:].isspace())
