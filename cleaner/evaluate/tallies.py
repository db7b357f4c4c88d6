"""Counts that add up: over texts first, then divided, so that a long text weighs as much as it is long."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

from rapidfuzz.distance import Levenshtein

from cleaner.evaluate.alignment import TokenEdit, Tokens, landed, token_edits, touched


class Tallies:
    """A dataclass of counts; the sum of two is the sum of each."""

    __slots__ = ()

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))  # type: ignore[arg-type]


def ratio(part: float, whole: float) -> float:
    """`part / whole`, and 0 where there is nothing to divide by."""
    return part / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Errors(Tallies):
    """How a text differs from its reference, in characters or words, along one shortest alignment.

    >>> Errors.between("the man", "tbe man!")
    Errors(hits=6, substitutions=1, deletions=0, insertions=1)
    """

    hits: int = 0
    substitutions: int = 0
    deletions: int = 0
    insertions: int = 0

    @classmethod
    def between(cls, reference: str | Tokens, text: str | Tokens) -> Errors:
        steps = Counter(step.tag for step in Levenshtein.editops(reference, text))
        replaced, deleted = steps["replace"], steps["delete"]
        return cls(len(reference) - replaced - deleted, replaced, deleted, steps["insert"])

    @property
    def wrong(self) -> int:
        return self.substitutions + self.deletions + self.insertions

    @property
    def rate(self) -> float:
        """CER of characters, WER of words: errors per unit of the reference.  May exceed 1."""
        return self.wrong / max(1, self.hits + self.substitutions + self.deletions)

    @property
    def match_rate(self) -> float:
        """MER: errors per step of the alignment, 0 to 1."""
        return ratio(self.wrong, self.hits + self.wrong)


@dataclass(frozen=True, slots=True)
class Rewriting(Tallies):
    """Errors as the text came and as the tool left it."""

    before: Errors = Errors()
    after: Errors = Errors()


@dataclass(frozen=True, slots=True)
class Edits(Tallies):
    """What a tool did to the tokens of a text, against what the truth asks for.

    `right` edits equal one of the truth's, cut and text.  `fixed` counts the truth's edits whose place the
    output got right, whatever the cut.  `damaged` are right tokens (none of the truth's edits touches them)
    that a wrong edit took or replaced.

    >>> noisy, clean, output = "tbe rnan sat".split(), "the man sat".split(), "the mean sits".split()
    >>> e = Edits.between(noisy, clean, output)
    >>> e.wanted, e.made, e.right, e.damaged, e.right_tokens
    (2, 3, 1, 1, 1)
    """

    wanted: int = 0
    made: int = 0
    right: int = 0
    fixed: int = 0
    damaged: int = 0
    right_tokens: int = 0

    @classmethod
    def between(cls, noisy: Tokens, clean: Tokens, output: Tokens, truth: Sequence[TokenEdit] | None = None) -> Edits:
        """Counts for one text; `truth` spares computing the truth's edits again."""
        truth = token_edits(noisy, clean) if truth is None else truth
        # Sets: the same word found twice at one empty place is one edit.
        wanted, made = set(truth), set(token_edits(noisy, output))
        garbled = touched(wanted)
        return cls(
            wanted=len(wanted),
            made=len(made),
            right=len(wanted & made),
            fixed=_fixed(truth, made, token_edits(clean, output)),
            damaged=len(touched(made - wanted) - garbled),
            right_tokens=len(noisy) - len(garbled),
        )

    @property
    def precision(self) -> float:
        return ratio(self.right, self.made)

    @property
    def recall(self) -> float:
        return ratio(self.right, self.wanted)

    @property
    def lenient_recall(self) -> float:
        return ratio(self.fixed, self.wanted)

    @property
    def f05(self) -> float:
        """F with beta one half: precision weighs twice as much as recall."""
        return ratio(1.25 * self.precision * self.recall, 0.25 * self.precision + self.recall)

    @property
    def damage_per_1000(self) -> float:
        """Right tokens broken, per 1,000 right tokens."""
        return 1000 * ratio(self.damaged, self.right_tokens)


def _fixed(truth: Sequence[TokenEdit], made: set[TokenEdit], left: Sequence[TokenEdit]) -> int:
    """How many of the truth's edits are done: nothing is `left` to do where they stand in the clean text."""
    unlike = {place for e in left for place in range(e.start, max(e.end, e.start + 1))}
    done = 0
    for edit, (start, end) in zip(truth, landed(truth), strict=True):
        # A deletion leaves no place to look at.
        done += unlike.isdisjoint(range(start, end)) if edit.tokens else edit in made
    return done


@dataclass(frozen=True, slots=True)
class Found(Tallies):
    """overProof's view: of the words of the true articles, which can be found in the text?  Order is ignored.

    Each article is a bag of words; `missing` counts occurrences, the others distinct words of an article.

    >>> found = Found.between("tbe man sat. The man", "the man sat; the man", "the man sat; the men")
    >>> found.words, found.missing_before, found.missing_after
    (5, 1, 1)
    """

    words: int = 0
    missing_before: int = 0
    missing_after: int = 0
    distinct: int = 0
    unfindable_before: int = 0
    unfindable_after: int = 0
    false_before: int = 0
    false_after: int = 0

    @classmethod
    def between(cls, noisy: str, clean: str, output: str) -> Found:
        before, truth, after = bag(noisy), bag(clean), bag(output)
        return cls(
            words=truth.total(),
            missing_before=(truth - before).total(),
            missing_after=(truth - after).total(),
            distinct=len(truth),
            unfindable_before=len(truth.keys() - before.keys()),
            unfindable_after=len(truth.keys() - after.keys()),
            false_before=len(before.keys() - truth.keys()),
            false_after=len(after.keys() - truth.keys()),
        )


_BROKEN_AT_LINE_END = re.compile(r"(\w)[-¬]\s*\n\s*(\w)")


def bag(text: str) -> Counter[str]:
    """A text's words as overProof counts them: small letters, no outer punctuation, hyphens closed up.

    Sums of money, single letters and words with a digit or a sign inside are left out.

    >>> sorted(bag("(To-day) £5 a 3rd man's bar-\\nrel").elements())
    ['barrel', "man's", 'today']
    """
    words: Counter[str] = Counter()
    for written in _BROKEN_AT_LINE_END.sub(r"\1\2", text).split():
        if written[0] not in "$£€¢":
            word = _bare(written).replace("-", "").lower()
            if len(word) > 1 and all(c.isalpha() or c in "'’" for c in word):
                words[word] += 1
    return words


def _bare(word: str) -> str:
    """The word without the punctuation, signs and controls around it."""
    start, end = 0, len(word)
    while start < end and unicodedata.category(word[start])[0] in "PSZC":
        start += 1
    while end > start and unicodedata.category(word[end - 1])[0] in "PSZC":
        end -= 1
    return word[start:end]
