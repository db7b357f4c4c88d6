"""The nouns of an audit: what may be said of a change, and what the original knows that bears on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from cleaner.model import Record
from cleaner.spelling.error_model import ErrorModel
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.sentence_fit import SentenceFit
from cleaner.text.plural import count
from cleaner.text.word_keys import TOKEN, figures, keys, negations
from cleaner.witness.changes import WitnessChange

#: what stands around words
MARKS = ".,;:!?…\"'“”‘’«»()[]*_—–-"


class Ground(StrEnum):
    """What the original says of a change."""

    SUPPORTED = "supported"
    PLAUSIBLE = "plausible"
    UNSUPPORTED = "unsupported"
    INVENTED = "invented"
    DROPPED = "dropped"
    NUMBER = "number changed"
    NAME = "name changed"
    FORM = "form only"


def rule_of(ground: Ground) -> str:
    """The rule by which the ledger and the review know a verdict.

    >>> rule_of(Ground.NUMBER)
    'witness/number-changed'
    """
    return "witness/" + ground.value.replace(" ", "-")


GROUNDS = {rule_of(ground): ground for ground in Ground}


class Judgment(NamedTuple):
    """A verdict and its reason in words."""

    ground: Ground
    why: str


@dataclass(frozen=True)
class Original:
    """The first version as the judge needs it: its words with their counts, and what tells which word is likelier.

    `taken`, `given`: words that the second version takes away somewhere, and those that it adds somewhere.
    """

    text: str
    counts: Counter[str]
    lexicon: Lexicon
    channel: ErrorModel
    fit: SentenceFit
    taken: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()

    def reads(self, words: str) -> bool:
        """Whether all words of a stretch are readable: known, or figures."""
        cores = [token.strip(MARKS) for token in TOKEN.findall(words)]
        return all(not core or core.isdigit() or self.lexicon.knows(core) for core in cores)


class WitnessVotes(NamedTuple):
    """What other versions have where one changes words: how many say the same, made from the text and read from an
    image; how many images have the words as they stand; how many of each have yet other words; and the names of those
    that say the same.

    A rewrite of the text that leaves its words says nothing against a change.
    """

    texts: int = 0
    images: int = 0
    images_keep: int = 0
    texts_other: int = 0
    images_other: int = 0
    names: tuple[str, ...] = ()

    @property
    def same(self) -> int:
        """How many say the same."""
        return self.texts + self.images


NO_VOTES = WitnessVotes()


@dataclass(frozen=True)
class Seen:
    """A change beside the original.

    `ours`: our own finding that comes to the same words; `other`: how sure we are of another reading; `share`: how much
    of what the version changes elsewhere we read as it does; `strayed`: the share of readable words near by that it
    alters; `adds`: how many words it adds near by; `votes`: what other versions have there; `drops`: the share of the
    text's words that it lacks although they fit.
    """

    change: WitnessChange
    original: Original
    ours: Record | None = None
    other: float = 0.0
    share: float = 0.25
    strayed: float = 0.0
    adds: int = 0
    votes: WitnessVotes = NO_VOTES
    drops: float = 0.0

    @cached_property
    def old(self) -> list[str]:
        """The words that stood there, by their keys."""
        return keys(self.change.before)

    @cached_property
    def new(self) -> list[str]:
        """The words that stand there now, by their keys."""
        return keys(self.change.after)

    @cached_property
    def added(self) -> list[str]:
        """The words that only the second version has here."""
        return list((Counter(self.new) - Counter(self.old)).elements())

    @cached_property
    def lost(self) -> list[str]:
        """The words that only the first version has here."""
        return list((Counter(self.old) - Counter(self.new)).elements())

    @cached_property
    def changes_a_number(self) -> bool:
        """Whether a number became another.

        A number word that a misread word becomes (`ono`, `one`) is a word like others.
        """
        was, became = figures(self.old), figures(self.new)
        return was != became and bool(was or any(c.isdigit() for word in became for c in word))

    @property
    def changes_a_negation(self) -> bool:
        return negations(self.old) != negations(self.new)


def told(words: list[str]) -> str:
    """How many words, and what may do most harm among them.

    >>> told(["not", "5", "men"])
    '3 words, a figure and a negation among them,'
    """
    kinds = {"a figure": figures(words), "a negation": negations(words)}
    found = " and ".join(kind for kind, some in kinds.items() if some)
    return count(len(words), "word") + (f", {found} among them," if found else "")


def quoted(words: list[str]) -> str:
    """Some words in quotation marks, no more than a line of them."""
    joined = " ".join(words)
    return f"“{joined if len(joined) <= 60 else joined[:59] + '…'}”" if words else "nothing"
