"""A correction: a doubtful place, what would stand there instead, and all that speaks for and against."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from cleaner.spelling.features import measured
from cleaner.spelling.hypotheses import Hypotheses
from cleaner.spelling.noisy_text import NoisyText, is_initial
from cleaner.spelling.rivals import DoubtfulPlace, Weighted, shares
from cleaner.spelling.surface import Change, placed
from cleaner.spelling.tokens import OcrToken
from cleaner.text.sentences import after_stop

#: so many rivals of a place are told.  The first is right in 9 of 10 places where any is, and judging the others too
#: finds no more
TOLD = 4
#: a rival that is less likely is not told
WORTH_TELLING = 0.005
#: so common a word has no capital of its own
COMMON = 3.0
#: what stands before names, with a stop or without
TITLES = frozenset("Mr Mrs Messrs Dr Rev Capt Col Gen Lt Sgt Hon Sir Miss Lord Lady".split())


class Rival(NamedTuple):
    """What may stand at a place, and the probability of it if one of the rivals is right.

    `context_gain`: how much better the language model likes its words than those that stand there; `channel_cost`:
    the error model's cost; both in nats.  `zipf`: how common its rarest word is.
    """

    text: str
    share: float
    context_gain: float
    channel_cost: float
    zipf: float

    def parts(self) -> str:
        """What its share is made of."""
        return f"context {self.context_gain:+.1f}, channel {-self.channel_cost:+.1f}, zipf {self.zipf:.1f}"


class Correction(NamedTuple):
    """A doubtful place, what to put there, and its features."""

    start: int
    end: int
    before: str
    after: str
    rule: str
    features: tuple[float, ...]
    told: ToldRivals

    @property
    def rivals(self) -> Sequence[Rival]:
        """What may stand there, the proposal first."""
        return self.told.rivals

    def moved(self, by: int) -> Correction:
        """The same, so many characters further on."""
        start, end = self.start + by, self.end + by
        return Correction(start, end, self.before, self.after, self.rule, self.features, self.told)


def correction(page: NoisyText, i: int, place: DoubtfulPlace, known: Hypotheses) -> Correction:
    """The best rival of a place, which begins at token `i` of the text."""
    edge = place.rivals[0].edge
    tokens = page.tokens[i : i + edge.span]
    start, end = tokens[0].whole if edge.marked and tokens[0].whole else (tokens[0].start, tokens[-1].end)
    features = measured(page, i, start, end, place, known)
    written = _Writer(page, tokens, start, end, known)
    stop, after = written(edge.text or "")
    told = ToldRivals(place.rivals, after, written, known)
    return Correction(start, stop, page.text[start:stop], after, edge.rule, features, told)


class ToldRivals:
    """The rivals of a place as they are told, worked out when somebody asks: of most places nobody does."""

    def __init__(self, weighed: Sequence[Weighted], first: str, written: _Writer, known: Hypotheses) -> None:
        self._weighed, self._first, self._written, self._known = weighed, first, written, known

    @cached_property
    def rivals(self) -> Sequence[Rival]:
        """Those that replace the same tokens as the first, which reads `first`, and are likely enough."""
        edge, known, told = self._weighed[0].edge, self._known, dict[str, Rival]()
        for it, share in zip(self._weighed[:TOLD], shares(self._weighed, known.costs.temperature), strict=False):
            if (it.edge.span, it.edge.marked) == (edge.span, edge.marked) and (share >= WORTH_TELLING or not told):
                text = self._written(it.edge.text or "")[1] if told else self._first
                rarest = min(map(known.lexicon.zipf, (it.edge.text or "").split()), default=0.0)
                told.setdefault(text, Rival(text, share, it.context_gain, it.edge.channel_cost, rarest))
        return tuple(told.values())


class _Writer:
    """Writes what may stand at a place as the page would have it."""

    def __init__(self, page: NoisyText, tokens: Sequence[OcrToken], start: int, end: int, known: Hypotheses) -> None:
        self._text, self._start, self._end, self._known = page.text, start, end, known
        self._own, self._opens = "".join(u.text for u in tokens), tokens[0].opens
        self._after_stop, self._in_name = after_stop(page.text, start), _is_in_name(page, tokens)

    def __call__(self, new: str) -> tuple[int, str]:
        """Where the change ends and what it writes."""
        lexicon = self._known.lexicon
        is_name, is_common = bool(new) and lexicon.is_name(new), lexicon.zipf(new) >= COMMON
        change = Change(self._own, new, is_name, is_common, self._opens, self._after_stop, self._in_name)
        return placed(self._text, self._start, self._end, self._known.cased[change])


def _is_in_name(page: NoisyText, tokens: Sequence[OcrToken]) -> bool:
    """Does a word right beside the tokens have a capital that no sentence's start explains: `Gatholic Ghurch`?"""
    i = bisect_left(page.tokens, tokens[0].start, key=lambda u: u.start)
    j = i + len(tokens) - 1
    gaps = {i - 1: i - 1, j + 1: j}  # each neighbour, and the token after which the gap to it lies
    for at, gap in gaps.items():
        if 0 <= at < len(page.tokens) and page.between(gap) in (" ", "\n"):
            word, opens = page.tokens[at].text, page.tokens[at].opens
            if len(word) > 1 and word[0].isupper() and not word.isupper() and not opens:
                return True
    before = page.tokens[i - 1] if i else None
    title = before is not None and (before.text in TITLES or is_initial(before))
    return title and page.between(i - 1) in (" ", ". ")
