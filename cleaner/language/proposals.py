"""Where a text may be misread, what would stand there instead, and all that speaks for and against.

This is the corrector without its judgement: it reads a text into a lattice, decodes it, and weighs at each
doubtful place the best other reading against leaving the text alone.  What it measures there are the
`FEATURES`; how much each is worth, `confidence` has learnt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log1p

from rapidfuzz.distance import OSA, Levenshtein

from cleaner.language.candidates import LN10, LONGEST_WORD, Candidate, Candidates
from cleaner.language.casing import match_case
from cleaner.language.channel import Channel, shape
from cleaner.language.context import BOUNDARY, NUMBER, UNKNOWN, Context
from cleaner.language.lattice import Edge, decode, fit
from cleaner.language.lexicon import Lexicon
from cleaner.language.oldspelling import is_old_form
from cleaner.language.units import Unit, read

#: what is measured at a doubtful place, in this order
FEATURES = (
    "gain", "context gain", "channel", "margin", "own frequency", "new frequency", "length", "known", "kind",
    "capitals", "noise", "own in text", "new in text", "wordlike", "distance", "odd marks", "doubt near by", "name",
    "old text", "fit", "explained",
)  # fmt: skip
KINDS = (
    "spelling/word", "spelling/real-word", "spelling/split", "spelling/join", "spelling/speck", "spelling/hyphen",
)  # fmt: skip
WORD, REAL_WORD, SPLIT, JOIN, SPECK, HYPHEN = KINDS

#: a word that no list knows, before its looks are weighed: met once in some thirty billion words
UNSEEN_ZIPF = -1.5
#: how far the channel's charges count.  Its confusions are not as independent as it takes them to be: at 0.8
#: the right reading comes out on top 3% oftener than at 1, on three collections alike
CHANNEL_WEIGHT = 0.8
#: what a stray mark costs that looks like a letter or two
SPECK_COST = 14.0
#: from this share of unknown words on, words that are known are doubted too, and specks and lost blanks
#: looked for: edited articles have under 1.5% in nine cases of ten, scans rarely less than 3%
NOISY = 0.02

#: strings whose candidates are kept, some kilobyte each: a batch of noise has new ones without end
MOST_KEPT = 50_000
#: a reading so much worse than the text as it stands is not worth a judgement
HOPELESS, HOPELESS_KNOWN = -8.0, -3.0

#: words that seldom enter a compound
FUNCTION_WORDS = frozenset(
    "the of to and in was he his had for on with that by at from it as be were is her him she they has have a an not or"
    " this which who but are been their would him my me you i".split()
)

_ROMAN = re.compile(r"[IVXLCDM]{2,}|[ivxlc]{2,}\.?")
_VOWEL = re.compile(r"[aeiouyAEIOUY]")
_JOINABLE = re.compile(r"[^\S\n]{1,2}|\n|[-¬]\n?|[-¬][^\S\n]|[.,'’*]")
_HYPHENS = frozenset("-¬")  # the halves of a broken word are no words, and tell nothing
_BROKEN = re.compile(r"[-¬]\s+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A doubtful place: what to put there, the rivals, and the measurements."""

    start: int
    end: int
    before: str
    after: str
    rule: str
    features: tuple[float, ...]
    rivals: tuple[tuple[str, float], ...] = ()  # what else it may be, with its share of the belief


@dataclass(frozen=True, slots=True)
class Overview:
    """What the whole text tells."""

    noise: float  # share of words that nobody knows, names left aside
    old: float  # share of them that are old spellings of known words
    explained: float  # share of them that a common confusion makes a common word
    words: int  # of how many words, in lower case
    counts: Counter[str]


class Corrector:
    """Finds doubtful places.  What it learns of strings is kept, so one corrector serves many texts."""

    def __init__(self, lexicon: Lexicon, context: Context, channel: Channel) -> None:
        self.lexicon = lexicon
        self.context = context
        self.candidates = Candidates(lexicon, channel)
        self._knows: dict[str, bool] = {}
        self._tokens: dict[str, tuple[int, float]] = {}
        self._last: tuple[str, list[Unit], Overview] | None = None  # a text is asked about more than once

    def under(self, channel: Channel) -> Corrector:
        """The same corrector under another channel; what it knows of words is shared, and so is the text last read."""
        other = Corrector(self.lexicon, self.context, channel)
        other.candidates = Candidates(self.lexicon, channel, self.candidates)
        other._knows, other._tokens, other._last = self._knows, self._tokens, self._last
        return other

    def propose(
        self, text: str, protected: Callable[[int, int], bool] = lambda start, end: False, noisy: bool = False
    ) -> Iterator[Proposal]:
        """Every doubtful place of a text, in order.  `noisy`: the text is known to be scanned."""
        self.candidates.forget(MOST_KEPT)
        units, overview = self._read(text)
        deep = noisy or overview.noise >= NOISY
        if not deep and all(u.number or self.knows(u.text) for u in units):
            return
        closed = [self._closed(u, protected) for u in units]
        lattice = [self._edges(text, units, closed, i, deep) for i in range(len(units))]
        path = decode(lattice, self.context)
        yield from self._weigh(text, units, lattice, path, overview)

    # ------------------------------------------------------------------ words

    def knows(self, word: str) -> bool:
        known = self._knows.get(word)
        if known is None:
            known = self._knows[word] = self.lexicon.knows(word)
        return known

    def _token(self, word: str) -> tuple[int, float]:
        """A word's number in the context model and what it costs beyond that: nothing, if the model knows it."""
        found = self._tokens.get(word)
        if found is None:
            token, own = self.context.token(word), 0.0
            if token == UNKNOWN:
                zipf = self.lexicon.zipf(word)
                if not self.lexicon.knows(word):
                    zipf = min(zipf, UNSEEN_ZIPF) + 0.8 * max(-2.0, min(1.0, self.lexicon.wordlike(word) + 2.8))
                own = min(0.0, LN10 * (zipf - 9.0) + 4.0)  # an unknown word is met once in 50, e**-4
            found = self._tokens[word] = (token, own)
        return found

    def overview(self, text: str) -> Overview:
        """What the whole of a text tells."""
        return self._read(text)[1]

    def _read(self, text: str) -> tuple[list[Unit], Overview]:
        if self._last is None or self._last[0] != text:
            units = list(read(text, self.knows))
            self._last = (text, units, self._look(text, units))
        return self._last[1:]

    def _look(self, text: str, units: Sequence[Unit]) -> Overview:
        counts = Counter(u.text.lower() for u in units if not u.number)
        whole = [u for u in units if not _HYPHENS & {*text[u.end : u.end + 1], *text[max(0, u.start - 2) : u.start]}]
        lower = [u.text for u in whole if not u.number and u.text[0].islower() and len(u.text) > 1]
        unknown = [w for w in lower if not self.knows(w)]
        old = explained = 0
        for word in unknown:
            for c in self.candidates.misread(word)[:2]:
                if is_old_form(word, c.text):
                    old += 1
                    break
                if c.cost <= 8.0 and c.zipf >= 3.8:
                    explained += 1
                    break
        total = max(len(lower), 30)
        return Overview(len(unknown) / total, old / total, explained / total, len(lower), counts)

    # ---------------------------------------------------------------- lattice

    @staticmethod
    def _closed(unit: Unit, protected: Callable[[int, int], bool]) -> bool:
        """Figures, initials, Roman numerals and protected text are not ours to change."""
        word = unit.text
        if unit.number or len(word) > LONGEST_WORD or (len(word) == 1 and word.isupper()) or _ROMAN.fullmatch(word):
            return True
        return protected(unit.start, unit.end)

    def _edges(self, text: str, units: Sequence[Unit], closed: Sequence[bool], i: int, deep: bool) -> list[Edge]:
        unit = units[i]
        stop = (BOUNDARY,) if unit.stop else ()
        token, own = (NUMBER, 0.0) if unit.number else self._token(unit.text)
        edges = [Edge(1, (token, *stop), 0.0, own)]
        if closed[i]:
            return edges
        known = self.knows(unit.text)
        if not known:
            for c in self.candidates.misread(unit.text):
                edges.append(self._edge(1, c, stop, SPLIT if " " in c.text else WORD))
        elif deep:
            for c in self.candidates.real_word(unit.text):
                edges.append(self._edge(1, c, stop, REAL_WORD))
            if unit.whole:
                for c in self.candidates.misread(text[slice(*unit.whole)])[:4]:
                    edges.append(self._edge(1, c, stop, SPLIT if " " in c.text else WORD, whole=True))
        if deep and not known and len(unit.text) <= 2 and not unit.text.isupper():
            edges.append(Edge(1, stop, SPECK_COST, 0.0, "", SPECK))
        if i + 1 < len(units) and not closed[i + 1] and not unit.stop:
            edges += self._joins(text, unit, units[i + 1], deep)
        return edges

    def _edge(self, span: int, c: Candidate, stop: tuple[int, ...], rule: str, whole: bool = False) -> Edge:
        tokens: list[int] = []
        own = 0.0
        for word in c.text.replace("-", " ").split():
            token, beyond = self._token(word)
            tokens.append(token)
            own += beyond
        return Edge(span, (*tokens, *stop), CHANNEL_WEIGHT * c.cost, own, c.text, rule, whole)

    def _joins(self, text: str, first: Unit, second: Unit, deep: bool) -> Iterator[Edge]:
        between = text[first.end : second.start]
        if not _JOINABLE.fullmatch(between):
            return
        both = self.knows(first.text) and self.knows(second.text)
        stop = (BOUNDARY,) if second.stop else ()
        if "-" in between or "¬" in between:
            whole = first.text + second.text
            if _BROKEN.fullmatch(between) and self.knows(whole) and not second.text[0].isupper():
                token, own = self._token(whole)
                yield Edge(2, (token, *stop), 0.0, own)  # a word broken at a line's end: it is whole as it stands
                return
            if both and deep and between == "-" and self._parted(first.text.lower(), second.text.lower()):
                tokens = (self._token(first.text)[0], self._token(second.text)[0], *stop)
                yield Edge(2, tokens, 0.0, 0.0, f"{first.text} {second.text}", HYPHEN)
            if both or not between[-1:].isspace():
                return
        if both and (not deep or between.strip() or "\n" in between or not self.knows(first.text + second.text)):
            return
        if not deep and not _BROKEN.fullmatch(between):
            return
        for c in self.candidates.joined(first.text, second.text, between):
            yield self._edge(2, c, stop, JOIN)

    def _parted(self, first: str, second: str) -> bool:
        """Two words that no compound holds together: a scanner's hyphen for a blank, as in `he-was`, `in-the`."""
        return (first in FUNCTION_WORDS or second in FUNCTION_WORDS) and not self.lexicon.zipf(first + second)

    # ---------------------------------------------------------------- weighing

    def _weigh(
        self,
        text: str,
        units: Sequence[Unit],
        lattice: Sequence[Sequence[Edge]],
        path: Sequence[Edge | None],
        overview: Overview,
    ) -> Iterator[Proposal]:
        stream: list[int] = [BOUNDARY, BOUNDARY]
        starts: list[int] = []  # where in the stream each unit's tokens begin, as the path reads them
        for edge in path:
            starts.append(len(stream))
            stream.extend(edge.tokens if edge else ())
        starts.append(len(stream))
        doubtful = [len(edges) > 1 and not self.knows(u.text) for u, edges in zip(units, lattice, strict=True)]
        for i, edges in enumerate(lattice):
            if len(edges) > 1 and path[i] is not None:
                best = self._best(i, lattice, path, stream, starts)
                if not best or is_old_form(units[i].text.lower(), best[0][2].text or ""):
                    continue  # print of its time: of 1,365 such readings in four collections 147 were right
                if best[0][0] >= (HOPELESS if doubtful[i] else HOPELESS_KNOWN):
                    near = doubtful[max(0, i - 4) : i + 5]
                    yield self._proposal(text, units, i, best, overview, (sum(near) - 1) / len(near))

    def _best(
        self,
        i: int,
        lattice: Sequence[Sequence[Edge]],
        path: Sequence[Edge | None],
        stream: Sequence[int],
        starts: Sequence[int],
    ) -> list[tuple[float, float, Edge]]:
        """The readings that change something here, best first: gain over leaving it, that of the context, the edge."""
        before = (stream[starts[i] - 2], stream[starts[i] - 1])
        edges = lattice[i]
        kept: dict[int, float] = {}
        weighed = []
        for edge in edges:
            end = i + edge.span
            while end < len(path) and path[end] is None:  # a join goes across: what follows is what follows it
                end += 1
            after = stream[starts[end] : starts[end] + 2]
            context = fit(self.context, before, edge.tokens, after) + edge.own
            if edge.text is None:
                kept[edge.span] = max(context, kept.get(edge.span, context))
                continue
            if edge.span not in kept:  # both units as they stand
                first, second = edges[0], lattice[i + 1][0]
                both = fit(self.context, before, first.tokens + second.tokens, after) + first.own + second.own
                kept[edge.span] = both
            gain = context - kept[edge.span]
            weighed.append((gain - edge.cost, gain, edge))
        return sorted(weighed, key=lambda it: -it[0])

    def _proposal(
        self,
        text: str,
        units: Sequence[Unit],
        i: int,
        weighed: Sequence[tuple[float, float, Edge]],
        overview: Overview,
        doubt: float,
    ) -> Proposal:
        gain, context, edge = weighed[0]
        unit, last = units[i], units[i + edge.span - 1]
        start, end = unit.whole if edge.whole and unit.whole else (unit.start, last.end)
        before = text[start:end]
        own = unit.text if edge.span == 1 else unit.text + last.text
        new = edge.text or ""
        rarest = min((self.lexicon.zipf(w) for w in new.split()), default=0.0)
        margin = min(12.0, gain - weighed[1][0]) if len(weighed) > 1 else 12.0
        counts = overview.counts
        features = (
            max(-20.0, min(30.0, gain)),
            max(-20.0, min(30.0, context)),
            edge.cost,
            margin,
            self.lexicon.zipf(own) if edge.span == 1 else min(self.lexicon.zipf(u.text) for u in (unit, last)),
            rarest,
            float(len(own)),
            float(self.knows(own)) if edge.span == 1 else float(self.knows(unit.text)) + self.knows(last.text),
            float(KINDS.index(edge.rule)),
            _capitals(unit),
            overview.noise,
            log1p(counts[own.lower()]),
            log1p(sum(counts[w] for w in new.split())),
            self.lexicon.wordlike(own),
            float(OSA.distance(own.lower(), new)),
            float(sum(not (c.isalpha() or c in "'’") for c in own)),
            doubt,
            float(bool(new) and self.lexicon.is_name(new)),
            overview.old,
            (context + 0.0) / (len(edge.tokens) + 2),
            overview.explained,
        )
        total = sum(_weight(g, gain) for g, _, _ in weighed[:4])
        rivals = tuple(
            (self._placed(text, unit, last, own, e.text or ""), _weight(g, gain) / total)
            for g, _, e in weighed[:4]
            if e.span == edge.span and e.whole == edge.whole
        )
        return Proposal(start, end, before, self._placed(text, unit, last, own, new), edge.rule, features, rivals)

    @staticmethod
    def _cased(own: str, new: str) -> str:
        if new.replace(" ", "") == own:
            return new
        if new == "i" or new.startswith("i'"):
            return new.replace("i", "I", 1)
        return match_case(own, new)

    def _placed(self, text: str, unit: Unit, last: Unit, own: str, new: str) -> str:
        """The new word as it stands in its place: with the line break, if it is broken."""
        cased = self._cased(own, new)
        between = text[unit.end : last.start] if last is not unit else ""
        if "\n" not in between:
            return cased
        cut = _place(shape(own), new, len(unit.text))
        return cased[:cut] + between + cased[cut:]


def _weight(gain: float, best: float) -> float:
    return float(2.718281828 ** max(-30.0, gain - best))


def _place(read: str, printed: str, at: int) -> int:
    """Where in `printed` the place `at` of `read` is."""
    for op in Levenshtein.opcodes(read, printed):
        if op.src_start <= at <= op.src_end:
            return int(min(op.dest_end, op.dest_start + at - op.src_start))
    return round(at * len(printed) / max(1, len(read)))


def _capitals(unit: Unit) -> float:
    """0 lower case, 1 a capital that opens a sentence, 2 a capital within one, 3 all capitals, 4 capitals inside."""
    word = unit.text
    if word.islower():
        return 0.0
    if len(word) > 1 and word.isupper():
        return 3.0
    if word[0].isupper() and word[1:] == word[1:].lower():
        return 1.0 if unit.opens else 2.0
    return 4.0
