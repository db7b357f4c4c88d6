"""What a tool did that nobody wanted: words invented and dropped, numbers and names changed wrongly.

Words are compared by their keys, so that case, quotes, the marks around a word and hyphens inside it count for nothing.
Each is looked at in its place, along shortest alignments of the damaged text, the truth and the output.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from cleaner.evaluate.tallies import Tallies, ratio
from cleaner.evaluate.views import plain
from cleaner.text.alignment import TokenEdit, Tokens, landed, token_edits, touched
from cleaner.text.sentences import after_stop
from cleaner.text.word_keys import TOKEN, figures, key

#: an edit of more tokens a side is a passage that was rewritten as a whole
SMALL = 3
#: letters of a name
SHORTEST = 3


class WordsInPlace(NamedTuple):
    """The words of a text by their keys, in order, and which of them are names.

    A name has a capital that no sentence's start explains, is nowhere written small, and is longer than a title (Mr).
    """

    keys: tuple[str, ...]
    names: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Self:
        """
        >>> words = WordsInPlace.of("Still, the Riquelmes said: Mr. Tarn is still there. I'm not.")
        >>> " ".join(words.keys), sorted(words.names)
        ("still the riquelmes said mr tarn is still there i'm not", ['riquelmes', 'tarn'])
        """
        text = plain(text)
        all_of_them, capitals, small = list[str](), set[str](), set[str]()
        for token in TOKEN.finditer(text):
            if word := key(token[0]):
                all_of_them.append(word)
                first = next(filter(str.isalpha, token[0]), "")
                if first.islower():
                    small.add(word)
                elif first and _is_capitalised(token[0]) and not after_stop(text, token.start()):
                    capitals.add(word)
        return cls(tuple(all_of_them), frozenset(capitals - small))


def _is_capitalised(token: str) -> bool:
    letters = "".join(filter(str.isalpha, token))
    return len(letters) >= SHORTEST and not letters.isupper() and not token.startswith(("I'", "I’"))


@dataclass(frozen=True, slots=True)
class Unwanted(Tallies):
    """Counts of words; `tokens` of the output, and `kept`: those of the damaged text that the truth has too.

    `invented`: tokens of the output that neither the damaged text nor the truth has there.  `dropped`: kept tokens that
    have nothing in their place in the output.  `numbers` and `names` that the tool changed or dropped, or put there,
    and that are now not what the truth has there.

    >>> noisy, clean = "In 1899 tbe old man met Tarn.", "In 1899 the old man met Tarn."
    >>> found = Unwanted.between(noisy, clean, "In 1889 the man met Tam too.")
    >>> found.tokens, found.kept, found.invented, found.dropped, found.numbers, found.names
    (7, 6, 3, 1, 1, 1)
    """

    tokens: int = 0
    kept: int = 0
    invented: int = 0
    dropped: int = 0
    numbers: int = 0
    names: int = 0

    @classmethod
    def between(cls, noisy: str, clean: str, output: str) -> Unwanted:
        return Expected(noisy, clean).unwanted(output)

    @property
    def invented_per_1000(self) -> float:
        """Invented tokens, per 1,000 tokens of the output."""
        return 1000 * ratio(self.invented, self.tokens)

    @property
    def dropped_per_1000(self) -> float:
        """Dropped tokens, per 1,000 tokens that were to be kept."""
        return 1000 * ratio(self.dropped, self.kept)

    def figures(self) -> dict[str, float]:
        """All counts and rates by name."""
        return {
            "output_tokens": self.tokens,
            "kept_tokens": self.kept,
            "invented_tokens": self.invented,
            "invented_per_1000": self.invented_per_1000,
            "dropped_tokens": self.dropped,
            "dropped_per_1000": self.dropped_per_1000,
            "wrong_numbers": self.numbers,
            "wrong_names": self.names,
        }


class Expected:
    """A damaged text and its truth.  What the truth asks for is worked out once for all tools."""

    def __init__(self, noisy: str, clean: str) -> None:
        self._noisy, self._clean = WordsInPlace.of(noisy), WordsInPlace.of(clean)
        self._wanted = token_edits(self._noisy.keys, self._clean.keys)
        self._places = list(landed(self._wanted))
        self._garbled = touched(self._wanted)

    def unwanted(self, output: str) -> Unwanted:
        """What one output did."""
        old, true, new = self._noisy.keys, self._clean.keys, WordsInPlace.of(output).keys
        kept = len(old) - len(self._garbled)
        if new == old:
            return Unwanted(len(new), kept)
        made, left = token_edits(old, new), token_edits(true, new)
        answers = [(edit, self._answer(edit)) for edit in made]
        return Unwanted(
            tokens=len(new),
            kept=kept,
            invented=len(_new(old, made) & _new(true, left)),
            dropped=sum(map(self._dropped, made)),
            numbers=sum(_wrong_numbers(old[e.start : e.end], answer, e.tokens) for e, answer in answers),
            names=sum(self._wrong_names(edit, answer) for edit, answer in answers),
        )

    def _answer(self, made: TokenEdit) -> Tokens:
        """What the truth has in the place of an edit."""
        low = bisect_left(self._wanted, made.start, key=lambda e: e.end)
        high = bisect_right(self._wanted, made.end, key=lambda e: e.start)
        met = [i for i in range(low, high) if _share_a_place(self._wanted[i], made)]
        if not met:
            before = bisect_right(self._wanted, made.start, key=lambda e: e.end)
            shift = self._places[before - 1][1] - self._wanted[before - 1].end if before else 0
            return self._clean.keys[made.start + shift : made.end + shift]
        first, last = self._wanted[met[0]], self._wanted[met[-1]]
        start = self._places[met[0]][0] - max(0, first.start - made.start)
        end = self._places[met[-1]][1] + max(0, made.end - last.end)
        return self._clean.keys[start:end]

    def _dropped(self, made: TokenEdit) -> int:
        given, taken = len(made.tokens), made.end - made.start
        if given and max(given, taken) <= SMALL:
            return 0
        mine = Counter(self._noisy.keys[at] for at in range(made.start, made.end) if at not in self._garbled)
        return min((mine - Counter(made.tokens)).total(), max(0, taken - given))

    def _wrong_names(self, made: TokenEdit, true: Tokens) -> int:
        """How many of the truth's names an edit leaves wrong; one that is only joined to a word is not wrong."""
        lost = Counter(word for word in true if word in self._clean.names) - Counter(made.tokens)
        if len(true) != len(made.tokens):
            joined = "".join(made.tokens)
            lost = Counter({word: times for word, times in lost.items() if word not in joined})
        return min(lost.total(), made.end - made.start)


def _share_a_place(wanted: TokenEdit, made: TokenEdit) -> bool:
    """Whether two edits that touch have a token in common, or one puts tokens where the other begins or ends."""
    if wanted.start == wanted.end or made.start == made.end:
        return True
    return wanted.start < made.end and made.start < wanted.end


def _new(old: Tokens, edits: Sequence[TokenEdit]) -> set[int]:
    """The places of tokens that edits put there and that did not stand there, in the text that comes of them.

    Words that were only joined or parted are not new.
    """
    new = set[int]()
    for edit, (start, _) in zip(edits, landed(edits), strict=True):
        taken = old[edit.start : edit.end]
        if "".join(taken) == "".join(edit.tokens):
            continue
        left = Counter(taken)
        for at, word in enumerate(edit.tokens, start):
            if left[word]:
                left[word] -= 1
            else:
                new.add(at)
    return new


def _wrong_numbers(old: Tokens, true: Tokens, given: Tokens) -> int:
    """How many numbers are not the truth's once an edit has changed them, put them there or dropped them."""
    was, became, should = (Counter(figures(words)) for words in (old, given, true))
    in_figures = any(c.isdigit() for word in given for c in word)
    if was == became or not (was or in_figures):
        return 0
    return max((became - should).total(), ((was & should) - became).total())
