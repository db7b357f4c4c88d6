"""The same words over and over: a recogniser, or a translator's model, that was caught in a loop.

People repeat themselves too: in songs, chants and vows, and `no, no, no`.  So it takes a row of five equal words
without a mark between them, five pairs, or four equal phrases of three words and more; and it is a question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, count
from operator import eq

from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.text.expressions import compiled
from cleaner.text.lines import stretches

RULE = "asr/loop"
LONGEST = 13  # words of the phrase that repeats: a sentence
# A row of equal phrases of 1, 2, … words shows at one of these distances: so many words one after the other are each
# equal to the word so far behind.
_RUNS = {1: 4, 6: 4, 8: 8, 10: 10, 7: 21, 9: 27, 11: 33, 12: 36, 13: 39}
_LEAST = {1: 5, 2: 5}  # how many equal phrases it takes, by their number of words; else:
_LEAST_OF_LONG = 4
_PIECE = compiled(r"[^\s\x1c-\x1f]++")  # what `split` takes for a word, which parts at these separators too
_MARKED = compiled(r"[^\p{L}\p{N}’'-]")
_SAID_ON_PURPOSE = frozenset("no yes ha la na da go row blah bla yeah ho hey very".split())
_OPENS = '"“‘«'


def loops(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A question for each row of equal words or phrases; one of them stays."""
    text = seen.analysis.text
    rows = list(_rows(_words(text)))
    asked = {
        number for first, length, times in rows for number in (first, first + length - 1, first + length * times - 1)
    }
    pieces = {number: m.span() for number, m in enumerate(_PIECE.finditer(text)) if number in asked} if asked else {}
    for first, length, times in rows:
        start, (_, once), (_, last) = pieces[first][0], pieces[first + length - 1], pieces[first + length * times - 1]
        yield _finding(text, start, once, last, times)


def _words(text: str) -> list[str]:
    """The words in lower case; equal ones are one object, so that a long text is not held twice."""
    words, met = list[str](), dict[str, str]()
    for start, end in stretches(text):
        here = text[start:end].lower().split()
        words += map(met.setdefault, here, here)
    return words


def _rows(words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Each row of equal phrases: its first word's number, how many words the phrase has, and how often it stands."""
    end = 0
    for at in _begun(words):
        found = _row(words, at) if at >= end else None
        if found is None:
            continue
        length, times = found
        end = at + length * times
        if not _on_purpose(words[at], length):
            yield at, length, times


def _begun(words: Sequence[str]) -> list[int]:
    """Where a row of equal phrases may begin, in order; of a run of equal words every so manieth is looked at first.

    >>> _begun("so it goes on and on and on and on and on and so forth".split())
    [3]
    """
    found: set[int] = set()
    for distance, least in _RUNS.items():
        done = 0
        for at in compress(count(0, least), map(eq, words[::least], words[distance::least])):
            if at < done:
                continue
            first, done = at, at + 1
            while first and words[first - 1] == words[first - 1 + distance]:
                first -= 1
            while done + distance < len(words) and words[done] == words[done + distance]:
                done += 1
            found.update(range(first, done - least + 1))
    return sorted(found)


def _row(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """How many words long the phrase is that repeats from here on, and how often it stands."""
    for length in range(1, LONGEST + 1):
        if words[at : at + length] != words[at + length : at + 2 * length]:
            continue
        times = 2
        while words[at : at + length] == words[at + times * length : at + (times + 1) * length]:
            times += 1
        if times >= _LEAST.get(length, _LEAST_OF_LONG):
            return length, times
    return None


def _on_purpose(word: str, length: int) -> bool:
    """Whether people say it so: a cry, a song, a row of figures."""
    if length == 1 and (_MARKED.search(word) or word in _SAID_ON_PURPOSE):
        return True
    return not any(map(str.isalpha, word))


def _finding(text: str, start: int, first: int, last: int, times: int) -> Finding:
    """All but the first go; or all, where the row is the whole of a line."""
    once = text[start:first]
    line = text.rfind("\n", 0, start) + 1 == start and text[last : last + 1] in ("", "\n")
    suggestions = [Suggestion(once, 0.8), Suggestion("", 0.2)] if line else [Suggestion(once)]
    return Finding(
        start, last, RULE, "asr", Tier.ASK, tuple(suggestions), f"The same words {times} times in a row.",
        (Evidence("hardly said so often", log_odds(0.7)),),
    )  # fmt: skip
