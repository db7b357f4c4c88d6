"""What each unit of a page may have been: the edges of the lattice, each with its price.

A price is what the channel charges, and what else makes a reading less likely before its neighbours are heard: a name
where a small letter stands, a word that the text never uses.  The prices lie near the weights of a conditional logit
over places of three collections (`scripts/fit_prices.py`); the right reading, where it is among the candidates, comes
out on top in .86 to .91 of the places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import log1p

from cleaner.language.candidates import LN10, Candidate, Candidates
from cleaner.language.context import BOUNDARY, NUMBER, UNKNOWN, Context
from cleaner.language.lattice import Edge
from cleaner.language.lexicon import Lexicon
from cleaner.language.page import HYPHENS, Page, is_initial
from cleaner.language.units import Unit

KINDS = (
    "spelling/word", "spelling/real-word", "spelling/split", "spelling/join", "spelling/speck", "spelling/hyphen",
)  # fmt: skip
WORD, REAL_WORD, SPLIT, JOIN, SPECK, HYPHEN = KINDS

#: how far the channel's charges count beside the context's
CHANNEL_WEIGHT = 1.2
#: a name where a small letter was read, a common word where a capital was
LOWER_NAME, CAPITAL_WORD = 1.2, 3.2
#: what a word gains that the text has already, for each e-fold of its count
OFTEN = 1.7
#: what a stray mark costs that looks like a letter or two, and a word in three pieces
SPECK_COST, THREE_PIECES = 12.0, 10.0
#: a mark beside a word that is a letter of it: the channel, which knows few such marks, charges too much
MARK = -8.0

#: a word that no list knows, before its looks are weighed: met once in some thirty billion words
UNSEEN_ZIPF = -1.5
#: the context model's unknown words are met once in e**4 words
UNKNOWN_COST = 4.0

#: words that seldom enter a compound
FUNCTION_WORDS = frozenset(
    "the of to and in was he his had for on with that by at from it as be were is her him she they has have a an not or"
    " this which who but are been their would him my me you i".split()
)
#: those that do open one (`on-camera`, `with-profits`), and those that close one (`build-up`)
OPENING, CLOSING = frozenset("in on by with for all".split()), frozenset("in on by up".split())
#: words that may follow themselves
DOUBLED = frozenset({"that", "had", "very", ""})
#: words so common stand alone
COMMON = 4.3
#: what a word may have more; a stem shorter than this proves nothing (`wa` for `was`)
ENDINGS, SHORT = frozenset({"s", "'s", "’s"}), 3
_JOINABLE = re.compile(r"[^\S\n]{1,2}|\n|[-¬]\n?|[-¬][^\S\n]|[.,'’*]")
_BROKEN = re.compile(r"[-¬]\s+")
#: letters that stand alone for a word: `&c`, `v`, `3 s`
_MEANT = re.compile(r"(?:&|[\d'’]\s?)\w{1,2}$|\bv$")


class Readings:
    """Edges for a page's units.  What is known of words is kept for the life of the object."""

    def __init__(
        self, lexicon: Lexicon, context: Context, candidates: Candidates, like: Readings | None = None
    ) -> None:
        """`like`: readings of the same lexicon and context under another channel; what they know is shared."""
        self.lexicon = lexicon
        self.context = context
        self.candidates = candidates
        self._knows: dict[str, bool] = like._knows if like else {}
        self._tokens: dict[str, tuple[int, float]] = like._tokens if like else {}

    def knows(self, word: str) -> bool:
        known = self._knows.get(word)
        if known is None:
            known = self._knows[word] = self.lexicon.knows(word)
        return known

    def of(self, page: Page, i: int) -> list[Edge]:
        """All that a unit may have been, alone or with those that follow; first the unit as it stands."""
        unit = page.units[i]
        kept = self._as_it_stands(unit)
        if page.closed[i]:
            return [kept, *(self._joins(page, i) if is_initial(unit) else ())]
        before = [u for u in page.units[max(0, i - 1) : i] if not u.stop]
        after = [] if unit.stop else page.units[i + 1 : i + 2]
        beside = {u.text.lower() for u in (*before, *after)} - DOUBLED
        words = (edge for edge in self._words(page, unit) if edge.text not in beside)  # nobody prints `the the`
        return [kept, *words, *self._joins(page, i)]

    def _as_it_stands(self, unit: Unit) -> Edge:
        token, own = (NUMBER, 0.0) if unit.number else self._token(unit.text)
        return Edge(1, (token, *_stop(unit)), 0.0, own)

    def _words(self, page: Page, unit: Unit) -> Iterator[Edge]:
        known = self.knows(unit.text)
        if not known:
            for c in self.candidates.misread(unit.text):
                if not self._only_inflects(unit.text.lower(), c.text):
                    yield self._edge(page, (unit,), c, SPLIT if " " in c.text else WORD)
        elif page.deep:
            for c in self.candidates.real_word(unit.text):
                if not self._only_inflects(unit.text.lower(), c.text):
                    yield self._edge(page, (unit,), c, REAL_WORD)
            if unit.whole:
                for c in self.candidates.misread(page.text[slice(*unit.whole)])[:4]:
                    yield self._edge(page, (unit,), c, SPLIT if " " in c.text else WORD, marked=True)
        if page.deep and not known and self._is_speck(page, unit):
            yield Edge(1, _stop(unit), SPECK_COST, 0.0, "", SPECK)

    def _only_inflects(self, own: str, new: str) -> bool:
        """Is it a known word with an s more or less?  Names and new words have plurals and possessives of their own."""
        longer, stem = (own, new) if len(own) > len(new) else (new, own)
        return len(stem) > SHORT and longer[len(stem) :] in ENDINGS and longer.startswith(stem) and self.knows(stem)

    @staticmethod
    def _is_speck(page: Page, unit: Unit) -> bool:
        if len(unit.text) > 2 or unit.text.isupper():
            return False
        return not _MEANT.search(page.text, max(0, unit.start - 2), unit.end)

    def _joins(self, page: Page, i: int) -> Iterator[Edge]:
        """The unit and what follows it as one word, or, for the hyphen, as two."""
        units = page.units[i : i + 3]
        if len(units) < 2 or page.closed[i + 1] or units[0].stop or not _JOINABLE.fullmatch(page.between(i)):
            return
        first, second = units[:2]
        between = page.between(i)
        known = [self.knows(u.text) for u in units]
        whole = first.text + second.text
        if page.closed[i] and not (page.deep and between == " " and not known[1] and self._goes_on(second.text, whole)):
            return
        if HYPHENS & {*between}:
            if _BROKEN.fullmatch(between) and self.knows(whole) and not second.text[0].isupper():
                token, own = self._token(whole)
                yield Edge(2, (token, *_stop(second)), 0.0, own)  # broken at a line's end: it is whole as it stands
                return
            both = known[0] and known[1]
            alone = not HYPHENS & {page.text[first.start - 1 : first.start], page.text[second.end : second.end + 1]}
            apart = alone and between == "-" and self._parted(first.text.lower(), second.text.lower())
            if both and page.deep and apart:
                tokens = (self._token(first.text)[0], self._token(second.text)[0], *_stop(second))
                yield Edge(2, tokens, 0.0, 0.0, f"{first.text} {second.text}", HYPHEN)
            if both or not between[-1:].isspace() or not (page.deep or _BROKEN.fullmatch(between)):
                return
        elif not page.deep or (known[0] and known[1] and (between.strip() or "\n" in between or not self._one(units))):
            return
        for c in self.candidates.joined((first.text, second.text), between):
            yield self._edge(page, (first, second), c, JOIN)
        if page.deep and sum(known) <= 1 and self._three(page, i):
            for c in self.candidates.joined(tuple(u.text for u in units), "  "):
                yield self._edge(page, units, c, JOIN)

    def _goes_on(self, rest: str, whole: str) -> bool:
        """After an initial: `W illiam` and `P RINCIPLES` are one word, `W Smith` and `J LOUDON` are not."""
        return rest[0].islower() or (rest.isupper() and self.knows(whole))

    @staticmethod
    def _three(page: Page, i: int) -> bool:
        """Three pieces with nothing but blanks between them, none of them closed."""
        if i + 2 >= len(page.units) or any(page.closed[i : i + 3]) or page.units[i + 1].stop:
            return False
        return all(page.between(j) in (" ", "\n") for j in (i, i + 1))

    def _parted(self, first: str, second: str) -> bool:
        """Two words that no compound holds together: a scanner's hyphen for a blank, as in `he-was`, `of-the`."""
        return (
            (first in FUNCTION_WORDS or second in FUNCTION_WORDS)
            and first not in OPENING
            and second not in CLOSING
            and not self.lexicon.zipf(first + second)
        )

    def _one(self, units: Sequence[Unit]) -> bool:
        """Are two words that may stand alone rather one?  Not if both are common (`in to`), nor if both are names."""
        first, second = (u.text for u in units[:2])
        if not self.knows(first + second) or (first[0].isupper() and second[0].isupper() and not second.isupper()):
            return False
        return min(self.lexicon.zipf(first), self.lexicon.zipf(second)) < COMMON

    def _edge(self, page: Page, units: Sequence[Unit], c: Candidate, rule: str, marked: bool = False) -> Edge:
        words = [self._token(word) for word in c.text.replace("-", " ").split()]
        case = self._case(units[0], c.text) if len(units) == 1 else 0.0
        cost = CHANNEL_WEIGHT * c.cost + case - OFTEN * log1p(page.overview.counts[c.text])
        cost += (THREE_PIECES if len(units) == 3 else 0.0) + (MARK if marked else 0.0)
        tokens = (*(token for token, _ in words), *_stop(units[-1]))
        return Edge(len(units), tokens, cost, sum(own for _, own in words), c.text, rule, marked, c.cost, case)

    def _case(self, unit: Unit, text: str) -> float:
        """What it costs that the capital, or its absence, does not fit the word."""
        if unit.text.islower():
            return LOWER_NAME if self.lexicon.is_name(text) else 0.0
        if unit.opens or len(unit.text) < 2 or unit.text[1:] != unit.text[1:].lower():
            return 0.0
        return 0.0 if self.lexicon.is_name(text) else CAPITAL_WORD

    def _token(self, word: str) -> tuple[int, float]:
        """A word's number in the context model and what it costs beyond that: nothing, if the model knows it."""
        found = self._tokens.get(word)
        if found is None:
            token, own = self.context.token(word), 0.0
            if token == UNKNOWN:
                zipf = self.lexicon.zipf(word)
                if not self.lexicon.knows(word):
                    zipf = min(zipf, UNSEEN_ZIPF) + 0.8 * max(-2.0, min(1.0, self.lexicon.wordlike(word) + 2.8))
                own = min(0.0, LN10 * (zipf - 9.0) + UNKNOWN_COST)
            found = self._tokens[word] = (token, own)
        return found


def _stop(unit: Unit) -> tuple[int, ...]:
    return (BOUNDARY,) if unit.stop else ()
