"""Blanks that were lost: after a stop (`Monday.There`), between two words (`saidthe`), before a label (`DoeUpdated`).

Scrapers lose them where elements of a page meet, and scanners where letters stand close.  A text that lost one has
often lost more, so the places vote for each other; a lone one is only asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.lost_blanks import FUNCTION, partings
from cleaner.spelling.sentence_fit import SentenceFit
from cleaner.text import abbreviations
from cleaner.text.analysis import Analysis
from cleaner.text.expressions import compiled
from cleaner.text.lines import Span
from cleaner.text.whole_words import spans_of

STOP, WORDS, LABEL = "glued/stop", "glued/words", "glued/label"
#: how sure a place is, by how many other places lost a blank: a stop, a stop between two common words, words, a label
SURE = {
    STOP: (0.7, 0.9, 0.97),
    f"{STOP} between common words": (0.94, 0.97),
    WORDS: (0.6, 0.8, 0.9, 0.9, 0.9, 0.96),
    LABEL: (0.6, 0.9),
}
#: in nats: so much better two words must fit than one, by the same; and so much more where neither is as common as `of`
GAIN, CONTENT = (11.0, 6.0, 3.0, 3.0, 0.0), 2.0
#: words that fit so much better apart have a vote; in 870,000 right words of books and guides the 60 that were parted
#: by the votes of others gain .0 to 8 nats, where blanks are lost most gain more than 10
VOTES = 6.0
#: how common the words before and behind a stop are that is nearly certain, in zipf
BEFORE, BEHIND = 3.5, 4.5
#: in a text with so many unknown words, one in `EXPLAINED` must be plainly two words
CLEAN, EXPLAINED, PLAIN = 0.01, 3, 3.0
SHORTEST = 4  # letters of two words
#: what stands at the head of an element of a page
LABELS = frozenset(
    "Updated Published Posted Image Photo Read Share Advertisement The This He She It They We But And".split()
)
#: words that stand before names: `ofTexas`
JOINING = frozenset("of in to and the from for with at by near".split())

# This library searches fast for a character, and for what begins with a set of them.
_STOPS = tuple(re.compile(rf"{stop}(?<=[a-z)”’].)(?=[“‘]?[A-Z])") for stop in (r"\.", r"\?", "!"))
_LABEL = re.compile(r"[A-Z](?<=[a-z]{2}.)[a-z]+(?![A-Za-z0-9(_])")
_BEFORE = compiled(r"(?r)(?<![\p{L}\p{N}.@/\\_#-])[\p{L}’']{2,30}[)”’]?")
_BEHIND = compiled(r"[“‘]?(\p{Lu}\p{Ll}{1,29}|A|I)(?![\p{L}\p{N}(@/\\_=]|\.\p{L}[^\s])")
# What stands beside words of prose.
_OPEN, _SHUT = compiled(r"(?r)(?:\A|[\s“‘\"(—–])"), compiled(r"[\s.,;:!?”’\")—–]|\Z")
_OPENING = compiled(r"(?<!\p{L})\p{Lu}\p{Ll}{3,29}+(?![\p{L}\p{N}])")


class _Glued(NamedTuple):
    """A place where a blank was lost; `gain`: how much better the parted words fit, in nats.

    `common`: one of the words is a function word, or as common as one.
    """

    start: int
    end: int
    rule: str
    text: str
    kind: str
    gain: float = 0.0
    common: bool = False


def glued(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A finding for each place."""
    analysis, fits = seen.analysis, SentenceFit(seen.analysis.text, kit.lexicon, kit.corrector.language_model)
    unknown, marks = _unknown(seen), list(_stops(analysis, kit.lexicon))
    words = list(_words(spans_of(unknown, analysis.text), analysis, fits, kit.lexicon))
    if not _explained(words, seen):
        words = []
    if marks or seen.surveyed.stats.unknown:
        marks += _labels(analysis, kit.lexicon)
    if len(marks) + len(words) > 1:
        opening = (m.span() for m in _OPENING.finditer(analysis.text) if not kit.lexicon.knows(m.group()))
        words += (w for w in _words(opening, analysis, fits, kit.lexicon) if w.common)  # Heartwell is a name
    found = [*marks, *words]
    voters = {_key(place, analysis.text) for place in found if place.rule != WORDS or place.gain >= VOTES}
    for place in found:
        others = len(voters - {_key(place, analysis.text)})
        if place.rule != WORDS or place.gain >= GAIN[min(others, len(GAIN) - 1)]:
            yield _finding(place, analysis.text, others)


def _key(place: _Glued, text: str) -> object:
    """What of two places makes one vote: the same words."""
    return text[place.start : place.end] if place.rule == WORDS else place.start


def _unknown(seen: Examination) -> Sequence[str]:
    return [word for word in seen.surveyed.stats.unknown if len(word) >= SHORTEST and word.isalpha() and word.islower()]


def _explained(words: Sequence[_Glued], seen: Examination) -> bool:
    """Whether lost blanks may be what ails the text: of a bad scan, of code or chat they explain but a few words."""
    stats = seen.surveyed.stats
    plain = sum(place.gain >= PLAIN for place in words)
    return stats.noise < CLEAN or EXPLAINED * plain >= stats.unknown.total()


def _stops(analysis: Analysis, lexicon: Lexicon) -> Iterator[_Glued]:
    """Stops with a word right behind them that may open a sentence."""
    text = analysis.text
    for m in chain.from_iterable(stop.finditer(text) for stop in _STOPS):
        at = m.start()
        before, behind = _BEFORE.search(text, max(0, at - 32), at), _BEHIND.match(text, at + 1)
        if not before or before.end() != at or not behind or analysis.is_protected(before.start(), behind.end()):
            continue
        left, right = before.group().strip("”’)'"), behind[1]
        if left in abbreviations.ALL or not lexicon.knows(right) or not _may_end(left, right, lexicon):
            continue
        common = left.islower() and lexicon.zipf(left) >= BEFORE and lexicon.zipf(right) >= BEHIND
        kind = f"{STOP} between common words" if common else STOP
        yield _Glued(at, at + 1, STOP, f"{m.group()} ", kind)


def _may_end(left: str, right: str, lexicon: Lexicon) -> bool:
    """Whether a sentence may end with a word before another: `System.Out` is code."""
    if left.islower():
        return lexicon.knows(left)
    return right in LABELS or lexicon.is_name(left) or not lexicon.knows(left)


def _labels(analysis: Analysis, lexicon: Lexicon) -> Iterator[_Glued]:
    """Labels, first words of a sentence and names right behind a word."""
    text = analysis.text
    for m in _LABEL.finditer(text):
        before = _BEFORE.search(text, max(0, m.start() - 32), m.start())
        if not before or before.end() != m.start() or lexicon.knows(before.group() + m.group()):
            continue
        start, left = before.start(), before.group()
        glues = lexicon.knows(left) if m.group() in LABELS else left in JOINING and lexicon.is_name(m.group())
        if glues and not analysis.is_protected(start, m.end()):
            yield _Glued(start, m.end(), LABEL, f"{left} {m.group()}", LABEL)


def _words(spans: Iterator[Span], analysis: Analysis, fits: SentenceFit, lexicon: Lexicon) -> Iterator[_Glued]:
    """Unknown words that are two words, which fit the sentence much better."""
    text = analysis.text
    for start, end in spans:
        read = text[start:end]
        pairs = list(partings(read, lexicon))
        if (
            not pairs
            or analysis.is_protected(start, end)
            or not _OPEN.match(text, 0, start)
            or not _SHUT.match(text, end)
        ):
            continue
        places = (_parted(start, end, pair, fits, lexicon) for pair in pairs)
        best = max(places, key=lambda place: place.gain)
        if best.gain >= GAIN[-1]:
            yield best


def _parted(start: int, end: int, pair: tuple[str, str], fits: SentenceFit, lexicon: Lexicon) -> _Glued:
    common = max(map(lexicon.zipf, pair)) >= FUNCTION
    gain = fits.gain(start, end, " ".join(pair)) - (0 if common else CONTENT)
    return _Glued(start, end, WORDS, " ".join(pair), WORDS, gain, common)


def _finding(place: _Glued, text: str, others: int) -> Finding:
    sure = SURE[place.kind][min(others, len(SURE[place.kind]) - 1)]
    return Finding(
        place.start, place.end, place.rule, "typography", Tier.LIKELY, (Suggestion(place.text),),
        f"a blank was lost: “{place.text}”" if place.rule != STOP else "the blank after this stop was lost",
        (Evidence("other lost blanks in this text", log_odds(sure), str(others)),),
    )  # fmt: skip
