"""Right text of many kinds, and light scans made of it: what the classifier learns of pages that hardly look scanned.

Most texts that the program meets are right, and in many a strange word is dialect, code or a name.  A light scan has a
misread word in hundreds that are right.  No collection holds such pages with their truth, so they are made: the
confusions that one scanned collection shows are laid sparsely over right text, and read under an error model that has
not seen this collection.
"""

from __future__ import annotations

import math
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from cleaner.spelling.error_model import LONGEST, Pair
from training.sources import Sources

#: a piece of a text has about so many characters; the pieces with even numbers are fitted on, the others are for tests
PIECE = 6000
#: one word in so many is misread: from a bad page to a nearly clean one
RATES = (12, 30, 58, 117, 235, 460, 1000)
#: up to this rate a scan is read as one; a lighter one as a page of which nobody knows what it is, now and then as one
DENSE, NOW_AND_THEN = 40, 0.3
#: how far the confusions' own rates count: between all alike and as in one collection, for each typeface has its own
EVENLY = 0.5
#: a piece with so many words that drop letters is dialect; so many pieces are enough
BROAD, SPOKEN = 12, 80
_DIALECT = re.compile(
    r"\w{2,}in['’](?!\w)|(?<!\w)['’](?:em|un|bout)\b|\bo['’](?!\w)|\b(?:ain|dunno|gwine|jest|sez|yer)\b"
)
_WORD = re.compile(r"(?<![\w./@#&<-])[A-Za-z]{3,}(?![\w/@>&-])")


class RightText(NamedTuple):
    """A text in which nothing is wrong, and of what kind it is."""

    kind: str
    text: str


def right_texts(sources: Sources, parity: int = 0) -> Iterator[RightText]:
    """Right texts of every kind; `parity` 0 gives those to fit on, 1 those to test on."""
    for row, (kind, text) in enumerate(sources.articles_of_kinds()):
        for number, piece in enumerate(pieces(text), row):
            if number % 2 == parity:
                yield RightText(kind, piece)
    news = [text[:PIECE] for _, text in sources.clean_articles()][parity :: 2 * sources.size.news_every]
    yield from (RightText("news", text) for text in news)
    for text, passage in zip(news[::3], foreign_passages(sources, parity), strict=False):
        first, _, rest = text[: PIECE // 2].partition("\n\n")
        yield RightText("foreign", f"{first}\n\n{passage}\n\n{rest}")
    for piece in list(spoken(sources))[parity::2]:
        yield RightText("dialogue", piece)


def spoken(sources: Sources) -> Iterator[str]:
    """Pieces of books in which people speak dialect, the books in turn.

    The language model was built from them, but knows few of such words: it keeps what stands in many books.
    """
    lines = chain.from_iterable(sources.lines(name) for name in sources.group("books"))
    found = [piece for piece in pieces("\n".join(lines), PIECE) if len(_DIALECT.findall(piece)) >= BROAD]
    return iter(found[:: max(1, len(found) // SPOKEN)])


def foreign_passages(sources: Sources, parity: int = 0) -> Iterator[str]:
    """A few sentences of another language, the languages in turn."""
    for sentences in zip(*(sources.foreign(name)[parity::2] for name in sources.languages), strict=False):
        yield from (re.sub(r" (?=[.,;:?!])", "", sentence) for sentence in sentences)


def pieces(text: str, size: int = PIECE) -> Iterator[str]:
    """A text in pieces of whole lines, which end with a paragraph where they can.

    >>> list(pieces("one two\n\nthree\n\nfour", 7))
    ['one two\n\n', 'three\n\nfour']
    """
    held = ""
    for line in text.splitlines(keepends=True):
        if len(held) >= 2 * size or (len(held) >= size and line.strip() and held.endswith("\n\n")):
            yield held
            held = ""
        held += line
    if held:
        yield held


def misread(text: str, costs: Mapping[Pair, float], one_in: int, chance: random.Random) -> str:
    """The text with one word in so many misread by a single confusion, each as often as scanners make it.

    >>> misread("The harbour was busy.", {("b", "h"): 1.5}, 1, random.Random(1))
    'Tbe barbour was busy.'
    """
    by_printed = _by_printed(costs)

    def spoilt(word: re.Match[str]) -> str:
        if chance.random() * one_in >= 1:
            return word[0]
        options = [
            (at, printed, read, weight)
            for at in range(len(word[0]))
            for n in range(1, LONGEST + 1)
            for printed in (word[0][at : at + n],)
            for read, weight in by_printed.get(printed, ())
            if len(printed) == n
        ]
        if not options:
            return word[0]
        ((at, printed, read, _),) = chance.choices(options, [option[3] for option in options])
        return word[0][:at] + read + word[0][at + len(printed) :]

    return _WORD.sub(spoilt, text)


def _by_printed(costs: Mapping[Pair, float]) -> Mapping[str, list[tuple[str, float]]]:
    """What each printed chunk is read as, and how often; without blanks, whose loss other detectors mend."""
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (read, printed), cost in costs.items():
        if printed and read != printed and " " not in read + printed:
            found[printed].append((read, math.exp(-EVENLY * cost)))
    return found


class LightScan(NamedTuple):
    """A right text with a misread word in so many; `noisy`: whether the reader is told that it is scanned."""

    kind: str
    read: str
    printed: str
    noisy: bool
    one_in: int


def light_scans(texts: Iterable[RightText], costs: Mapping[Pair, float], turn: int = 0) -> Iterator[LightScan]:
    """A light scan of each text, by the confusions of one collection; in each `turn` at another rate."""
    for number, (kind, text) in enumerate(texts, 2 * turn):
        chance = random.Random(1000 * turn + number)
        one_in = RATES[number % len(RATES)]
        noisy = one_in <= DENSE or chance.random() < NOW_AND_THEN
        yield LightScan(kind, misread(text, costs, one_in, chance), text, noisy, one_in)
