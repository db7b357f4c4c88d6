"""The noisy text before anything in it is corrected: its tokens, which of them are locked, and how noisy the whole
is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from cleaner.spelling.candidates import Candidate
from cleaner.spelling.historical import is_historical
from cleaner.spelling.tokens import COMBINING, MARKS, OcrToken, is_number, places_of, read
from cleaner.text.lines import stretches

#: a confusion of at most so many nats that gives a word of at least such a zipf explains an unknown word
EXPLAINS, COMMON = 8.0, 3.8
#: shares are of so many words at least: in a shorter text they would say too much
ENOUGH_LOWER = 30
#: a word that scanners write too may be meant if it has so many letters (`tile`, `hose`); shorter ones are halves of
#: words and misread little words (`ap`, `tho`)
OF_A_TRADE = 4

#: what breaks a word at a line's end; its halves are no words, and tell nothing
HYPHENS = frozenset(["-", "¬"])
BROKEN = re.compile(r"[-¬]\s")
_ACRONYM = re.compile(r"[A-Z]{2,5}")
_DOTTED = re.compile(r"(?<!\w)[a-z]\.[a-z](?!\w)")
_CLAN = re.compile(r"M['’‘][A-Z]\w+")
#: `menu.lst`, `bin/tbe`: what a dot or a stroke glues to a letter before it
_GLUED = re.compile(r"(?<=\w)[./\\@]\w+\Z")
#: `days=30`, misread or not: no scanner reads a letter as an equals sign
_ASSIGNED = re.compile(r"\w{2,}=\S+")
_ROMAN = re.compile(r"[IVXLCDM]{2,}|[ivxlc]{2,}\.?")
# A word in small letters that is a token whatever stands around it, and no part of a broken word (`_is_part`).
_PLAIN = re.compile(
    rf"(?<![^\s“\"(\[])(?<![-¬][\s“\"(\[])([a-z]{{2,}}+)(?![\w{re.escape(MARKS)}{COMBINING}'’‘´`\-¬]|[./\\@]\w)"
)


@dataclass(frozen=True)
class NoiseStats:
    """How noisy a text is.

    Of its `words` in lower case `unknown` are in no list; of these `historical` are old spellings, and `misread` are
    those that a common confusion makes of a common word; `listed` are those that scanners write so often that they are
    not believed, and that are words all the same (`tile`).  `counts` are of all words.  `of_file`, of a record that is
    too short for shares of its own: the noise of its file, and the share that is explained there.
    """

    words: int
    unknown: Counter[str]
    historical: Counter[str]
    misread: Counter[str]
    counts: Counter[str]
    listed: Set[str] = frozenset()
    of_file: tuple[float, float] | None = None

    @cached_property
    def noise(self) -> float:
        """The share of unknown words."""
        return self.of_file[0] if self.of_file else self.unknown.total() / max(self.words, ENOUGH_LOWER)

    @cached_property
    def historical_share(self) -> float:
        """The share of old spellings."""
        return self.historical.total() / max(self.words, ENOUGH_LOWER)

    @cached_property
    def explained(self) -> float:
        """The share of words that a common confusion explains."""
        return self.of_file[1] if self.of_file else self.misread.total() / max(self.words, ENOUGH_LOWER)

    def noise_beside(self, word: str) -> float:
        """The share of unknown words but for one, for no word is evidence of the state of its own page."""
        return (self.unknown.total() - self.unknown[word]) / max(self.words, ENOUGH_LOWER)

    def explained_beside(self, word: str) -> float:
        """The share of words that a common confusion explains, but for one."""
        return (self.misread.total() - self.misread[word]) / max(self.words, ENOUGH_LOWER)


@dataclass(frozen=True)
class SurveyedText:
    """A text, and how noisy its `prose` is, which leaves out what tells nothing of it; `knows`: the known words."""

    text: str
    prose: str = field(repr=False)
    stats: NoiseStats
    knows: Callable[[str], bool] = field(repr=False)

    @cached_property
    def tokens(self) -> Sequence[OcrToken]:
        """The tokens, read when first asked for: of a text that is no scan nobody asks."""
        return list(read(self.text, self.knows))

    def with_locks(self, protected: Callable[[int, int], bool], is_scan: bool) -> NoisyText:
        """The text to correct; `protected`: which spans the user or the format protects."""
        return NoisyText(self.text, self.tokens, self.stats, locked(self.text, self.tokens, protected), is_scan)


@dataclass(frozen=True)
class NoisyText:
    """A text to correct.

    `locked`: which tokens must not be changed; `is_scan`: known words may be misread too, and blanks lost.
    """

    text: str
    tokens: Sequence[OcrToken]
    stats: NoiseStats
    locked: Sequence[bool]
    is_scan: bool

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Ranges of tokens that belong to one sentence."""
        start = 0
        for i, token in enumerate(self.tokens, 1):
            if token.stop:
                yield start, i
                start = i

    @cached_property
    def strange(self) -> tuple[Sequence[int], Sequence[str]]:
        """The tokens that are unknown words: their numbers, and what they read in small letters."""
        unknown = self.stats.unknown
        read = [(i, word) for i, token in enumerate(self.tokens) if (word := token.text.lower()) in unknown]
        return [i for i, _ in read], [word for _, word in read]

    def between(self, i: int) -> str:
        """What stands between a token and the next."""
        return self.text[self.tokens[i].end : self.tokens[i + 1].start]


def locked(text: str, tokens: Sequence[OcrToken], protected: Callable[[int, int], bool]) -> list[bool]:
    """Which tokens must not be changed: all that `LOCKED` names, and protected text."""
    return [
        (not _is_plain(token.text) and any(locks(text, tokens, i) for locks in LOCKED.values()))
        or protected(token.start, token.end)
        for i, token in enumerate(tokens)
    ]


@lru_cache(50_000)
def _is_plain(word: str) -> bool:
    """Is it a word that no entry of `LOCKED` names: letters, small but for the first, and no Roman numeral?"""
    return len(word) > 1 and word.isalpha() and word[1:].islower() and not _ROMAN.fullmatch(word)


def _is_dotted(text: str, tokens: Sequence[OcrToken], i: int) -> bool:
    """`e.g.`, `i.e.`: a letter with a dot and a letter beside it."""
    token = tokens[i]
    return len(token.text) == 1 and bool(_DOTTED.search(text, max(0, token.start - 2), token.end + 3))


def _is_acronym(text: str, tokens: Sequence[OcrToken], i: int) -> bool:
    """`CNN`, `OS`, `FOMO`: an abbreviation, since no word beside it is in capitals."""
    beside = (*tokens[max(0, i - 1) : i], *tokens[i + 1 : i + 2])
    heading = any(len(u.text) > 1 and u.text.isupper() for u in beside)
    return bool(_ACRONYM.fullmatch(tokens[i].text)) and not heading


def is_initial(token: OcrToken) -> bool:
    """A letter of a name: `W` in `W Smith`."""
    return len(token.text) == 1 and token.text.isupper()


#: tokens that must not be changed, and how each kind is recognised
LOCKED: dict[str, Callable[[str, Sequence[OcrToken], int], bool]] = {
    "figures": lambda text, tokens, i: tokens[i].number,
    "initials": lambda text, tokens, i: is_initial(tokens[i]),
    "dotted letters": _is_dotted,
    "Roman numerals": lambda text, tokens, i: bool(_ROMAN.fullmatch(tokens[i].text)),
    "clans' names": lambda text, tokens, i: bool(_CLAN.fullmatch(tokens[i].text)),  # `M'Laughlin`: printed so
    "acronyms": _is_acronym,
    "assignments": lambda text, tokens, i: bool(_ASSIGNED.fullmatch(tokens[i].text)),
}


def _is_part(text: str, start: int, end: int) -> bool:
    """Is it half of a broken word, or a part of a file's name or of code?"""
    before = text[max(0, start - 2) : start]
    if text[end : end + 1] in HYPHENS or not HYPHENS.isdisjoint(before):
        return True
    if before[-1:].isspace() and text[start:end].isalpha():  # nearly every word
        return False
    return bool(_GLUED.search(text[max(0, start - 2) : end]))


def survey(
    text: str,
    prose: str,
    knows: Callable[[str], bool],
    unknown_of: Callable[[Set[str]], Set[str]],
    misread: Callable[[str], Sequence[Candidate]],
    zipf: Callable[[str], float],
) -> NoiseStats:
    """How noisy a text is: which words of its `prose` are in no list, and why.

    `unknown_of` gives those of many words that are in no list, `misread` a word's candidates, `zipf` how common it is.
    """
    counts, lower = _counted(text, knows)
    if prose != text:
        _, lower = _counted(prose, knows)
    strange = unknown_of(lower.keys())
    unknown = Counter({word: times for word, times in lower.items() if word in strange} if strange else {})
    historical: Counter[str] = Counter()
    explained: Counter[str] = Counter()
    for word, times in unknown.items():
        for c in misread(word)[:2]:
            if is_historical(word, c.text):
                historical[word] = times
                break
            if c.cost <= EXPLAINS and c.zipf >= COMMON:
                explained[word] = times
                break
    listed = frozenset(word for word in unknown if len(word) >= OF_A_TRADE and zipf(word) > 0)
    return NoiseStats(lower.total(), unknown, historical, explained, counts, listed)


def _counted(text: str, knows: Callable[[str], bool]) -> tuple[Counter[str], Counter[str]]:
    """How often each word stands in a text, and how often those in small letters that are words by themselves.

    Most words of a text stand between blanks in small letters.  They are counted without a look at their places, which
    tell of the others whether they are words at all.
    """
    plain, others, small = Counter[str](), Counter[str](), Counter[str]()
    for first, last in stretches(text, unless_after=HYPHENS):
        pieces = _PLAIN.split(text[first:last])  # what stands between such words, and the words
        plain.update(pieces[1::2])
        rest = "\0".join(pieces[::2])
        words: list[str] = []
        for start, end, _ in places_of(rest, knows):
            if (piece := rest[start:end]).isalpha() or not is_number(piece):
                words.append(piece.lower())
                if len(piece) > 1 and piece[0].islower() and not _is_part(rest, start, end):
                    small[piece] += 1
        others.update(words)
    return _both(plain, others), _both(plain, small)


def _both(one: Counter[str], other: Counter[str]) -> Counter[str]:
    counts = Counter(one)
    counts.update(other)
    return counts
