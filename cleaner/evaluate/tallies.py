"""Counts that are added over texts before they are divided, so that a text weighs as much as it is long."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import regex
from rapidfuzz.distance import Levenshtein

from cleaner.text.alignment import TokenEdit, Tokens, landed, token_edits, touched


class Tallies:
    """A dataclass of counts; two of them are added field by field."""

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

    `right` counts the edits that equal one of the truth's, in place and text.  `fixed` counts the truth's edits whose
    place is right in the output, however the tool cut its edits.  `damaged` counts right tokens (those that none of the
    truth's edits touches) that a wrong edit took or replaced.

    >>> noisy, clean, output = "tbe rnan sat".split(), "the man sat".split(), "the mean sits".split()
    >>> e = Edits.between(noisy, clean, output, token_edits(noisy, clean))
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
    def between(cls, noisy: Tokens, clean: Tokens, output: Tokens, truth: Sequence[TokenEdit]) -> Edits:
        """Counts for one text; `truth` holds the edits that turn `noisy` into `clean`."""
        # Sets, so that the same word found twice at one empty place is one edit.
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
    """How many of the truth's edits are done, which is so where no edit is `left` at their place in the clean text."""
    unlike = {place for e in left for place in range(e.start, max(e.end, e.start + 1))}
    return sum(
        unlike.isdisjoint(range(*place)) if edit.tokens else edit in made  # a deletion leaves no place to look at
        for edit, place in zip(truth, landed(truth), strict=True)
    )


@dataclass(frozen=True, slots=True)
class Found(Tallies):
    """overProof's measure: how many words of the true articles can be found in the text, in any order.

    `words` and `missing…` count occurrences; the other fields count distinct words of an article.

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
_AROUND_A_WORD = regex.compile(r"^[\p{P}\p{S}\p{Z}\p{C}]+|[\p{P}\p{S}\p{Z}\p{C}]+$")  # punctuation, signs, controls


def bag(text: str) -> Counter[str]:
    """A text's words as overProof counts them: small letters, no outer punctuation, hyphens closed up.

    Sums of money, single letters and words with a digit or a sign inside are left out.

    >>> sorted(bag("(To-day) £5 a 3rd man's bar-\\nrel").elements())
    ['barrel', "man's", 'today']
    """
    written = (word for word in _BROKEN_AT_LINE_END.sub(r"\1\2", text).split() if word[0] not in "$£€¢")
    words = (_AROUND_A_WORD.sub("", word).replace("-", "").lower() for word in written)
    return Counter(word for word in words if len(word) > 1 and all(c.isalpha() or c in "'’" for c in word))
