"""Finds in one pass over a text where each form of each rule may match.

An Aho-Corasick automaton finds every literal that some form needs.  Most forms are phrases, and nearly always another
word of the phrase is missing near its literal.  So the forms of a literal are kept by their next rarest word: where the
literal stands, the words around it are looked up, and most forms need not be looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from cleaner.rulebook.anchors import WORD
from cleaner.rulebook.compile import Form
from cleaner.text.analysis import merge
from cleaner.text.expressions import compiled

Span = tuple[int, int]

# Where a form's literal stands more often than once in so many characters, the whole text is searched (measured: a
# call of a pattern costs about as much as its passing over 100 characters).
CROWDED = 100
# With more next words than this, the words around are looked up among them, not they among the words around.
MANY = 8
# The pieces into which `compile` cuts a phrase: either apostrophe and either hyphen may stand between them.
_WORD = compiled(r"[\p{L}\p{M}\p{N}]+")


class Waiting:
    """The forms that wait for one literal, and for other words near it."""

    def __init__(self) -> None:
        self.by_word: dict[str, list[int]] = defaultdict(list)
        self.reach = 0

    def add(self, number: int, form: Form) -> None:
        self.by_word[form.also[0]].append(number)
        self.reach = max(self.reach, form.reach)

    def stirred(self, folded: str, start: int, end: int, forms: Sequence[Form]) -> Iterator[int]:
        """The forms whose other words stand around the literal at `[start, end)`."""
        around = folded[max(0, start - self.reach) : end + self.reach]
        if len(self.by_word) > MANY:
            near = self.by_word.keys() & set(_WORD.findall(around))
        else:
            near = {word for word in self.by_word if word in around}
        for word in near:
            for number in self.by_word[word]:
                if all(other in around for other in forms[number].also):
                    yield number


class Prefilter:
    """The automaton over all forms' literals."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._forms = forms
        at_once: dict[str, list[tuple[int, frozenset[str], bool]]] = defaultdict(list)
        waiting: dict[str, Waiting] = defaultdict(Waiting)
        words: dict[str, bool] = {}  # whether a literal counts only as a whole word
        for number, form in enumerate(forms):
            for literal in form.literals:
                words[literal] = words.get(literal, True) and form.opens and form.closes
                if form.also:
                    waiting[literal].add(number, form)
                else:
                    at_once[literal].append((number, form.cased, form.opens))
        literals = list(dict.fromkeys([*at_once, *waiting]))
        self._at_once = [at_once.get(literal, ()) for literal in literals]
        self._waiting = [waiting.get(literal) for literal in literals]
        self._is_word = [words[literal] for literal in literals]
        self._automaton = AhoCorasick(
            literals, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def places(self, text: str, folded: str) -> dict[int, list[Span]]:
        """For each form that may match, the stretches of the text to look at; `folded` is the text in lower case."""
        if not self._waiting:
            return {}
        found: dict[int, list[Span]] = defaultdict(list)
        for literal, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            opens = folded[start - 1 : start] not in WORD
            if self._is_word[literal] and not (opens and folded[end : end + 1] not in WORD):
                continue
            for number, cased, must_open in self._at_once[literal]:
                if (opens or not must_open) and (not cased or text[start:end] in cased):
                    found[number].append((start, end))
            if (waiting := self._waiting[literal]) is not None:
                for number in waiting.stirred(folded, start, end, self._forms):
                    found[number].append((start, end))
        return {number: _stretches(self._forms[number].reach, found[number], len(text)) for number in sorted(found)}


def _stretches(reach: int, spans: list[Span], length: int) -> list[Span]:
    """The surroundings of some places, in order; where they meet they are one."""
    if len(spans) * CROWDED > length:
        return [(0, length)]
    return merge((max(0, a - reach), min(length, b + reach)) for a, b in spans)
