"""Copies of one story: syndicated, updated by a paragraph, cut, or taken from its page by another program.

A text is known by a sketch: of its runs of letters, those sixteen whose checksums are smallest (Broder, "On the
resemblance and containment of documents", 1997).  Two texts with much in common have many of them in common.  Only what
follows certain short words counts (Theobald, Siddharth and Paepcke, "SpotSigs", 2008: prose is full of them, menus are
not), and only in long lines, where prose is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from zlib import crc32

Sketch = tuple[int, ...]

SIZE = 16
RUN = 24  # letters (bytes of UTF-8) of a run
LONG = 60  # letters of a line of prose, at least
# Words that open a run: the commonest short ones of English, and of its neighbours.
_OPENING = tuple(f" {word} ".encode() for word in ("of", "to", "in", "and", "a", "is", "de", "la", "en", "und", "der"))
# A text with fewer runs is known by those that any of its words opens.
ENOUGH = 8
# Two texts are copies if so much of their sketches is the same.  Measured (docs/measured.md).
ALIKE = 0.15
# A run in more texts than that belongs to the site rather than to a story.  It makes texts copies only where most of
# them is the same, and one of them has hardly a run of its own.
MANY, NEARLY_ALL, OWN = 8, 0.6, 3
# Numbers of so many texts are sorted at a time, so that a million texts fit into memory.
AT_A_TIME = 50_000
_MARKS = "’‘“”–—…"
_PLAIN = bytes(c if c > 127 or chr(c).isalnum() else 32 for c in range(256))
_SIGNS = bytes(c for c in range(33, 128) if not chr(c).isalnum())


def sketch(text: str, size: int = SIZE) -> Sketch:
    """What a text is known by: small numbers, the same everywhere; empty for a text without words.

    `size`: how many numbers; the more, the noisier the copies that are known.

    >>> story = "The boat that left at noon was back in less than an hour, for it had run out of everything."
    >>> len(sketch(story)), sketch(story.upper()) == sketch(story), sketch("")
    (16, True, ())
    """
    lowered = text.lower()
    prose = _letters(" ".join(line for line in lowered.split("\n") if len(line) >= LONG))
    runs = {run for word in _OPENING for piece in prose.split(word)[1:] if len(run := piece[:RUN]) == RUN}
    if len(runs) < ENOUGH:
        whole = b" ".join(_letters(lowered).split())
        runs = {whole[i : i + RUN] for i in range(len(whole)) if i == 0 or whole[i - 1 : i] == b" "}
    return tuple(sorted(map(crc32, runs))[:size])


def _letters(text: str) -> bytes:
    """The text without punctuation, which copies have otherwise."""
    for mark in _MARKS:
        text = text.replace(mark, "")
    return text.encode("utf-8", "surrogatepass").translate(_PLAIN, _SIGNS)


def alike(one: Sketch, other: Sketch, size: int = SIZE) -> float:
    """How much of two texts is the same, 0 to 1, as far as their sketches of this size tell.

    >>> alike((1, 2, 3), (1, 2, 4)), alike((), ())
    (0.5, 0.0)
    """
    both = sorted({*one, *other})[:size]
    return len({*one} & {*other} & {*both}) / len(both) if both else 0.0


def stories(sketches: Sequence[Sketch], least: float = ALIKE, size: int = SIZE) -> list[int]:
    """For each text of a place the number of the first text with the same story, which may be itself.

    `least`: how much of two copies must be the same, by sketches of this size.

    >>> stories([(1, 2, 3), (7, 8, 9), (1, 2, 4)])
    [0, 1, 0]
    """
    first = list(range(len(sketches)))

    def story(text: int) -> int:
        while first[text] != text:
            first[text] = text = first[first[text]]
        return text

    for one, other in _copies(sketches, least, size):
        a, b = sorted((story(one), story(other)))
        first[b] = a
    return [story(text) for text in range(len(sketches))]


def _copies(sketches: Sequence[Sketch], least: float, size: int) -> Iterator[tuple[int, int]]:
    """Pairs of copies; enough of them to know all the copies of a story."""
    common: set[int] = set()
    near: Counter[tuple[int, int]] = Counter()
    next_ones: set[tuple[int, int]] = set()  # each text that has a common run, and the next one that has it
    for number, texts in _shared(sketches):
        if len(texts) <= MANY:
            near.update(combinations(texts, 2))
        else:
            common.add(number)
            next_ones.update(pairwise(texts))
    own = [tuple(number for number in one if number not in common) for one in sketches] if common else sketches
    for (one, other), shared in near.items():
        fewest = min(len(own[one]), len(own[other]))
        if shared > least * fewest and alike(own[one], own[other], size) >= least:
            yield one, other
    for one, other in next_ones:
        if min(len(own[one]), len(own[other])) < OWN and alike(sketches[one], sketches[other], size) >= NEARLY_ALL:
            yield one, other


def _shared(sketches: Sequence[Sketch]) -> Iterator[tuple[int, list[int]]]:
    """Each number that stands in more than one sketch, with the texts."""
    parts = 1 + len(sketches) // AT_A_TIME
    for part in range(parts):
        texts: dict[int, list[int]] = {}
        for text, numbers in enumerate(sketches):
            for number in numbers:
                if number % parts == part:
                    texts.setdefault(number, []).append(text)
        yield from ((number, found) for number, found in texts.items() if len(found) > 1)
