"""The corrector: all parts of the noisy channel on one text.

It cuts a text into tokens, makes a lattice of hypotheses for each sentence, decodes it, and gives for each doubtful
place the best correction with its features.  How likely that is right, `classifier` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from cleaner.spelling.candidates import Candidates
from cleaner.spelling.error_model import ErrorModel
from cleaner.spelling.language_model import LanguageModel, TrigramModel
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.noisy_text import BROKEN, NoisyText, SurveyedText, survey
from cleaner.spelling.word_facts import WordFacts

if TYPE_CHECKING:  # a text that needs no correction needs none of these
    from cleaner.spelling.correction import Correction
    from cleaner.spelling.costs import Costs
    from cleaner.spelling.hypotheses import Hypotheses
    from cleaner.spelling.rivals import DoubtfulPlace

#: from this share of unknown words on a text is taken for a scan: known words are doubted too, and specks and lost
#: blanks looked for.  Edited articles have under 1.5% in nine cases of ten, scans rarely less than 3%
NOISY = 0.02

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
        self._costs = costs

    @classmethod
    def shipped(cls, lexicon: Lexicon) -> Corrector:
        """A corrector by the models that come with the program."""
        return cls(lexicon, TrigramModel.shipped(), ErrorModel.shipped())

    @cached_property
    def costs(self) -> Costs:
        """What makes a hypothesis less likely beside the error model."""
        from cleaner.spelling.costs import Costs

        return self._costs or Costs.shipped()

    @cached_property
    def _hypotheses(self) -> Hypotheses:
        from cleaner.spelling.hypotheses import Hypotheses

        return Hypotheses(self._facts, self._candidates, self.costs)

    def under(self, error_model: ErrorModel) -> Corrector:
        """The same corrector under another error model; what it knows of words is shared."""
        return Corrector(self.lexicon, self.language_model, error_model, self._facts, self._costs)

    def survey(self, text: str, thorough: bool = False, prose: str = "") -> SurveyedText:
        """A text, and what the whole of it tells.

        `thorough`: what explains an unknown word is looked for among all candidates, not only among those within two
        letters; the texts of a document that was read once cost little more.  `prose`: the text without the words that
        tell nothing of its noise, if there are such.
        """
        misread = self._candidates.misread if thorough else self._candidates.near
        knows, lexicon = self._facts.knows, self.lexicon
        stats = survey(text, prose or text, knows, lexicon.unknown, misread, lexicon.zipf)
        return SurveyedText(text, prose or text, stats, knows)

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
        text, tokens = surveyed.text, surveyed.tokens
        is_scan = noisy or surveyed.stats.noise >= NOISY
        if not is_scan and all(u.number or self._facts.knows(u.text) for u in tokens):
            return
        kept = {} if read_before is None else read_before
        page = surveyed.with_locks(protected, is_scan)
        for first, last in page.sentences():
            start, end = tokens[first].start, tokens[last - 1].end
            if not wanted(start, end):
                continue
            key = (text[max(0, start - 2) : end + 3], tuple(page.locked[first:last]), tokens[first].opens, is_scan)
            if key not in kept:
                kept[key] = [self.correction(page, *place).moved(-start) for place in self.places(page, first, last)]
            yield from (it.moved(start) for it in kept[key])

    def places(self, page: NoisyText, first: int, last: int) -> Iterator[tuple[int, DoubtfulPlace]]:
        """The doubtful places in the sentence of the tokens `[first, last)`, each with the token that begins it."""
        if not page.is_scan and self._stands(page, first, last):
            return
        from cleaner.spelling.hypothesis_sources import hypotheses_at
        from cleaner.spelling.rivals import DecodedSentence

        lattice = [hypotheses_at(page, i, self._hypotheses) for i in range(first, last)]
        if all(len(edges) == 1 for edges in lattice):
            return
        words = [token.text for token in page.tokens[first:last]]
        known = [self._facts.knows(word) for word in words]
        for place in DecodedSentence(lattice, self.language_model).places(words, known):
            yield first + place.i, place

    def _stands(self, page: NoisyText, first: int, last: int) -> bool:
        """Whether there is nothing but known words in a sentence of a text that is no scan, and none is broken."""
        tokens, locked, knows = page.tokens, page.locked, self._facts.knows
        if not all(locked[i] or knows(tokens[i].text) for i in range(first, last)):
            return False
        return not BROKEN.search(page.text, tokens[first].start, tokens[last - 1].end)

    def correction(self, page: NoisyText, i: int, place: DoubtfulPlace) -> Correction:
        """The best rival of a doubtful place."""
        from cleaner.spelling.correction import correction

        return correction(page, i, place, self._hypotheses)
