"""Ligatures that a program lost when it read a page: nothing, a gap or another sign stands for them.

The damage is regular, so a text tells by itself what stands for its ligatures: words that have one reading only vote.
Where that is known, the other places follow; a lone place is only asked about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import exp
from typing import NamedTuple

from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.ligature_votes import Votes, family
from cleaner.spelling.lost_ligatures import LOST, TORN, Fillings, LigaturePlace, Print, fillings_by, is_named
from cleaner.spelling.noisy_text import NoiseStats
from cleaner.spelling.sentence_fit import SentenceFit
from cleaner.text.whole_words import spans_of

RULE = "ligatures/word"
#: how common a word must be to be read, to vote for a gap, and to stand by itself, in zipf
READ, VOTES, STANDS = 2.5, 3.3, 3.5
#: the words of one and of two letters; lists know far more
SHORT = frozenset("a i am an as at be by do go he hi if in is it me my no of oh ok on or ox so to up us we".split())
#: how sure a reading is where no other place votes for it, where one does, and where two or more do
SURE = (0.6, 0.9, 0.99)
#: a lone place is asked about if the reading fits so much better; what could stand as words must fit worse than so much
LONE, WORDS = 8.0, 4.0
#: a place that is asked about alone has more letters and signs, and so has a word that votes
SHORTEST = 3
#: how much a nat of the language model counts among readings
NAT = 0.5
#: in a text with so many unknown words each place must explain so many of them
CLEAN, EXPLAINED = 0.01, 3


def ligatures(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A finding for each place; the word that fits best comes first."""
    readable, fillings = _readable(kit.lexicon)
    page = Print(seen.analysis.text, kit.lexicon.knows, readable, _standing(kit.lexicon), fillings)
    places = _free(_places(page, seen), seen)
    if not places:
        return
    votes = Votes(page.text, _regular(places, seen.surveyed.stats), _common(kit.lexicon))
    if max(votes.of(LOST), votes.of(TORN)) > 2:
        seldom = min(LOST, TORN, key=votes.of)
        further = _free((p for p in page.throughout() if p.sign != seldom), seen)
        here = sorted({*further, *(p for p in votes.places if p.sign != seldom)})
        votes = Votes(page.text, here, _common(kit.lexicon))
    fits = SentenceFit(page.text, kit.lexicon, kit.corrector.language_model)
    likely = [it for place in votes.places if (it := _weighed(place, votes, fits)) and _is_likely(it)]
    for it in _apart(likely):
        yield _finding(it)


def _places(page: Print, seen: Examination) -> Iterator[LigaturePlace]:
    unknown = seen.surveyed.stats.unknown
    for start, end in spans_of(unknown, page.text):
        yield from page.around(start, end)
        if unknown.total() > 2:  # so many places at least tell that ligatures are lost without a trace
            yield from page.lacking(start, end)
    for sign in sorted(page.signs(unknown)):
        yield from page.with_sign(sign)


def _regular(places: Sequence[LigaturePlace], stats: NoiseStats) -> list[LigaturePlace]:
    """The places by whose sign lost ligatures may be what ails the text.

    A page that was read badly has unknown words of all kinds, and some of them are words with a ligature by chance.
    """
    strange = Counter(family(p.sign) for p in places if p.strange)
    unknown = 0 if stats.noise < CLEAN else stats.unknown.total()
    return [p for p in places if strange[family(p.sign)] * EXPLAINED >= unknown]


def _free(places: Iterable[LigaturePlace], seen: Examination) -> list[LigaturePlace]:
    """The places that nothing protects, each once, in order."""
    return sorted({p for p in places if not seen.analysis.is_protected(p.start, p.end)})


class _Weighed(NamedTuple):
    """A place with what speaks for it: so many other places, and in nats how much better its words fit."""

    place: LigaturePlace
    read: str
    others: int
    gains: Mapping[str, float]

    @property
    def gain(self) -> float:
        return max(self.gains.values())


def _weighed(place: LigaturePlace, votes: Votes, fits: SentenceFit) -> _Weighed | None:
    read = votes.read(place)
    gains = {r.word: fits.gain(place.start, place.end, r.word) for r in votes.readings(place)}
    return _Weighed(place, read, votes.of(place.sign, but=read), gains) if gains else None


def _is_likely(it: _Weighed) -> bool:
    """Whether a place is worth a question: others vote for it, or what stands there is no word and a word fits."""
    if not it.place.strange:
        return it.others > 1 and it.gain >= WORDS
    if it.others > 1:
        return True
    written = it.place.sign not in (LOST, TORN)
    return it.gain >= LONE and len(it.read) > SHORTEST and (written or " " in it.read)


def _apart(places: Iterable[_Weighed]) -> Iterator[_Weighed]:
    """Places that do not overlap; of two that do, the one whose words fit better."""
    taken: set[int] = set()
    for it in sorted(places, key=lambda it: (-it.gain, it.place.start)):
        span = range(it.place.start, it.place.end)
        if taken.isdisjoint(span):
            taken.update(span)
            yield it


def _finding(it: _Weighed) -> Finding:
    place, shares = it.place, _shares(it.gains)
    best = max(shares, key=shares.__getitem__)
    sure = SURE[2 if is_named(place.sign) else min(it.others, 2)]
    return Finding(
        place.start, place.end, RULE, "encoding", Tier.LIKELY,
        tuple(Suggestion(word, share) for word, share in sorted(shares.items(), key=lambda one: -one[1])),
        f"“{it.read}” is “{best}” with a ligature that was lost; {_stands(place.sign)} stands for it",
        (Evidence("other places in this text", log_odds(sure), str(it.others)),
         Evidence("among its readings", log_odds(sure * shares[best]) - log_odds(sure), f"{shares[best]:.2f}")),
    )  # fmt: skip


def _shares(gains: Mapping[str, float]) -> dict[str, float]:
    most = max(gains.values())
    beliefs = {word: exp(NAT * (gain - most)) for word, gain in gains.items()}
    return {word: belief / sum(beliefs.values()) for word, belief in beliefs.items()}


def _stands(sign: str) -> str:
    return sign if sign in (LOST, TORN) else f"“{sign}”" if sign.isprintable() else f"⟨U+{ord(sign):04X}⟩"


@lru_cache(2)
def _readable(lexicon: Lexicon) -> tuple[Callable[[str], bool], Fillings]:
    """Which words may be read; and what was found by that: a text is looked at in each pass."""

    def readable(word: str) -> bool:
        return lexicon.zipf(word) >= READ and lexicon.knows(word)

    return readable, fillings_by(readable)


def _common(lexicon: Lexicon) -> Callable[[str], bool]:
    return lambda word: len(word) > SHORTEST and lexicon.zipf(word) >= VOTES


def _standing(lexicon: Lexicon) -> Callable[[str], bool]:
    def stands(piece: str) -> bool:
        folded = piece.lower()
        return folded in SHORT or (len(piece) > 2 and lexicon.knows(folded) and lexicon.zipf(folded) >= STANDS)

    return stands
