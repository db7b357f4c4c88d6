"""Where a text may be misread, what would stand there instead, and all that speaks for and against.

This is the corrector without its judgement: it reads a text into a lattice, decodes it, and weighs at each
doubtful place the best other readings against leaving the text alone.  How much its measurements are worth,
`confidence` has learnt.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from cleaner.spelling.candidates import Candidates
from cleaner.spelling.costs import Costs
from cleaner.spelling.decoder import Edge, decode, fit
from cleaner.spelling.error_model import ErrorModel
from cleaner.spelling.features import Surroundings, Weighted, measured, shares
from cleaner.spelling.historical import is_historical
from cleaner.spelling.hypotheses import Hypotheses
from cleaner.spelling.hypothesis_sources import hypotheses_at
from cleaner.spelling.language_model import BOUNDARY, UNKNOWN, LanguageModel, TrigramModel
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.noisy_text import NoisyText, SurveyedText, locked, survey
from cleaner.spelling.surface import Change, cased, placed
from cleaner.spelling.tokens import OcrToken, read
from cleaner.spelling.word_facts import WordFacts
from cleaner.text.analysis import after_stop

#: from this share of unknown words on, words that are known are doubted too, and specks and lost blanks
#: looked for: edited articles have under 1.5% in nine cases of ten, scans rarely less than 3%
NOISY = 0.02
#: a reading so much worse than the text as it stands is not worth a judgement
HOPELESS, HOPELESS_KNOWN = -15.0, -4.5
#: so many readings of a place are told.  The first is right in 9 of 10 places where any is, and judging the others
#: too finds no more
TOLD = 4
#: a rival that is less likely is not told
WORTH_TELLING = 0.005
#: so many tokens on each side are near
NEAR = 4
#: so common a word has no capital of its own
COMMON = 4.5


@dataclass(frozen=True, slots=True)
class Rival:
    """A reading of a place, and its share of the belief that one of them is right.

    `context_gain`: how much better the language model likes its words than those that stand there; `channel_cost`:
    the error model's cost; both in nats.  `zipf`: how common the word is.
    """

    text: str
    share: float
    context_gain: float
    channel_cost: float
    zipf: float

    def parts(self) -> str:
        """What its share is made of."""
        return f"context {self.context_gain:+.1f}, channel {-self.channel_cost:+.1f}, zipf {self.zipf:.1f}"


@dataclass(frozen=True, slots=True)
class Correction:
    """A doubtful place, what to put there, and the measurements.

    `rivals`: what may stand there, the proposal first.
    """

    start: int
    end: int
    before: str
    after: str
    rule: str
    features: tuple[float, ...]
    rivals: tuple[Rival, ...]

    def moved(self, by: int) -> Correction:
        """The same, so many characters further on."""
        return replace(self, start=self.start + by, end=self.end + by)


#: what identifies a sentence for the corrector: its text with what is beside it, what is locked, and how it is read
SentenceKey = tuple[str, tuple[bool, ...], bool, bool]


def everywhere(start: int, end: int) -> bool:
    """Every sentence is asked about."""
    return True


def nothing_protected(start: int, end: int) -> bool:
    """No text is protected."""
    return False


class Corrector:
    """Finds doubtful places.

    Threads and documents may share one: it keeps facts of distinct strings in bounded caches, and nothing of a text.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        language_model: LanguageModel,
        error_model: ErrorModel,
        facts: WordFacts | None = None,
        costs: Costs | None = None,
    ) -> None:
        """`facts`: what is known of words already, by the same lexicon and language model."""
        self.lexicon = lexicon
        self.language_model = language_model
        self.error_model = error_model
        self._facts = facts or WordFacts(lexicon, language_model)
        self._candidates = Candidates(self._facts, error_model)
        self.costs = costs or Costs.shipped()
        self._hypotheses = Hypotheses(self._facts, self._candidates, self.costs)

    @classmethod
    def shipped(cls, lexicon: Lexicon) -> Corrector:
        """A corrector by the models that come with the program."""
        return cls(lexicon, TrigramModel.shipped(), ErrorModel.shipped())

    def under(self, error_model: ErrorModel) -> Corrector:
        """The same corrector under another error model; what it knows of words is shared."""
        return Corrector(self.lexicon, self.language_model, error_model, self._facts, self.costs)

    def survey(self, text: str, thorough: bool = False) -> SurveyedText:
        """A text cut into tokens, and what the whole of it tells.

        `thorough`: what explains an unknown word is looked for among all candidates, not only among those within two
        letters; the texts of a document that was read once cost little more.
        """
        tokens = list(read(text, self._facts.knows))
        misread = self._candidates.misread if thorough else self._candidates.near
        return SurveyedText(text, tokens, survey(text, tokens, self._facts.knows, misread))

    def propose(
        self,
        surveyed: SurveyedText,
        protected: Callable[[int, int], bool] = nothing_protected,
        noisy: bool = False,
        read_before: dict[SentenceKey, list[Correction]] | None = None,
        wanted: Callable[[int, int], bool] = everywhere,
    ) -> Iterator[Correction]:
        """Every doubtful place of a text, in order.

        `noisy`: the text is known to be scanned.  `read_before`: what was found in sentences of this document before;
        they are not read again, and what is found in the others is added.  `wanted`: which sentences are asked about.
        """
        text, tokens, stats = surveyed.text, surveyed.tokens, surveyed.stats
        is_scan = noisy or stats.noise >= NOISY
        if not is_scan and all(u.number or self._facts.knows(u.text) for u in tokens):
            return
        kept = {} if read_before is None else read_before
        page = NoisyText(text, tokens, locked(text, tokens, protected), stats, is_scan)
        for first, last in page.sentences():
            start, end = tokens[first].start, tokens[last - 1].end
            if not wanted(start, end):
                continue
            key = (text[max(0, start - 2) : end + 3], tuple(page.locked[first:last]), tokens[first].opens, is_scan)
            if key not in kept:
                kept[key] = [proposal.moved(-start) for proposal in self._sentence(page, first, last)]
            yield from (proposal.moved(start) for proposal in kept[key])

    def _sentence(self, page: NoisyText, first: int, last: int) -> Iterator[Correction]:
        """The doubtful places among the tokens `[first, last)`, which no context crosses."""
        lattice = [hypotheses_at(page, i, self._hypotheses) for i in range(first, last)]
        if all(len(edges) == 1 for edges in lattice):
            return
        path = decode(lattice, self.language_model)
        stream: list[int] = [BOUNDARY, BOUNDARY]
        starts: list[int] = []  # where in the stream each token's words begin, as the path reads them
        for edge in path:
            starts.append(len(stream))
            stream.extend(edge.word_ids if edge else ())
        starts.append(len(stream))
        tokens = page.tokens[first:last]
        doubtful = [len(es) > 1 and not self._hypotheses.knows(u.text) for u, es in zip(tokens, lattice, strict=True)]
        for i, edges in enumerate(lattice):
            if len(edges) == 1 or path[i] is None:
                continue
            rivals = self._weigh(i, lattice, path, stream, starts)
            least = HOPELESS if doubtful[i] else HOPELESS_KNOWN
            if not rivals or rivals[0].gain < least or is_historical(tokens[i].text.lower(), rivals[0].edge.text or ""):
                continue  # old forms are print of their time: of 1,365 such readings in four collections 147 were right
            near = doubtful[max(0, i - NEAR) : i + NEAR + 1]
            ahead = starts[i + rivals[0].edge.span]
            heard = (*stream[starts[i] - 2 : starts[i]], *stream[ahead : ahead + 2])
            around = Surroundings((sum(near) - 1) / len(near), float(heard.count(UNKNOWN)))
            yield self._proposal(page, first + i, rivals, around)

    def _weigh(
        self,
        i: int,
        lattice: Sequence[Sequence[Edge]],
        path: Sequence[Edge | None],
        stream: Sequence[int],
        starts: Sequence[int],
    ) -> list[Weighted]:
        """The readings that change something here, best first, each against leaving alone all that it covers."""
        before = (stream[starts[i] - 2], stream[starts[i] - 1])
        whole = next((e for e in lattice[i] if e.text is None and e.span == 2), None)
        stay: dict[int, float] = {}  # by the token up to which all is left alone
        weighed = []
        for edge in lattice[i]:
            if edge.text is None:
                continue
            end = beyond = i + edge.span
            while end < len(path) and path[end] is None:  # the path's own join goes further: what it covers stands
                end += 1
            after = stream[starts[end] : starts[end] + 2]
            if end not in stay:
                singles = [lattice[j][0] for j in range(i, end)]
                stay[end] = self._heard(before, [whole, *singles[2:]] if whole and len(singles) > 1 else singles, after)
            gain = self._heard(before, [edge, *(lattice[j][0] for j in range(beyond, end))], after) - stay[end]
            weighed.append(Weighted(edge, gain, gain - edge.cost))
        return sorted(weighed, key=lambda it: -it.gain)

    def _heard(self, before: tuple[int, int], edges: Sequence[Edge], after: Sequence[int]) -> float:
        """ln P of these readings in a row, and of what follows."""
        word_ids = [word_id for edge in edges for word_id in edge.word_ids]
        return fit(self.language_model, before, word_ids, after) + sum(edge.own for edge in edges)

    def _proposal(self, page: NoisyText, i: int, rivals: Sequence[Weighted], near: Surroundings) -> Correction:
        edge = rivals[0].edge
        tokens = page.tokens[i : i + edge.span]
        start, end = tokens[0].whole if edge.marked and tokens[0].whole else (tokens[0].start, tokens[-1].end)
        features = measured(page, i, start, end, rivals, near, self._hypotheses)
        stop, after = self._written(page, tokens, start, end, edge)
        told: dict[str, Rival] = {}
        for it, share in zip(rivals[:TOLD], shares(rivals, self.costs.temperature), strict=False):
            if (it.edge.span, it.edge.marked) == (edge.span, edge.marked) and (share >= WORTH_TELLING or not told):
                text = self._written(page, tokens, start, end, it.edge)[1]
                told.setdefault(text, Rival(text, share, it.context_gain, it.edge.channel_cost, self._rarest(it.edge)))
        return Correction(start, stop, page.text[start:stop], after, edge.rule, features, tuple(told.values()))

    def _rarest(self, edge: Edge) -> float:
        return min(map(self.lexicon.zipf, (edge.text or "").split()), default=0.0)

    def _written(
        self, page: NoisyText, tokens: Sequence[OcrToken], start: int, end: int, edge: Edge
    ) -> tuple[int, str]:
        """Where the change ends and what it writes."""
        own, new = "".join(u.text for u in tokens), edge.text or ""
        is_name, is_common = bool(new) and self.lexicon.is_name(new), self.lexicon.zipf(new) >= COMMON
        beside = _in_name(page, tokens)
        word = cased(Change(own, new, is_name, is_common, tokens[0].opens, after_stop(page.text, start), beside))
        return placed(page.text, start, end, word)


def _in_name(page: NoisyText, tokens: Sequence[OcrToken]) -> bool:
    """Does a word right beside it, but no sentence's first, have a capital too: `Gatholic Ghurch`?"""
    i = bisect_left(page.tokens, tokens[0].start, key=lambda u: u.start)
    j = i + len(tokens) - 1
    gaps = {i - 1: i - 1, j + 1: j}  # a neighbour, and after which token lies what parts it from the word
    for at, parting in gaps.items():
        if 0 <= at < len(page.tokens) and page.between(parting) in (" ", "\n"):
            word, opens = page.tokens[at].text, page.tokens[at].opens
            if len(word) > 1 and word[0].isupper() and not word.isupper() and not opens:
                return True
    return False
