"""Finds in one pass over a text where each form of each rule may match.

An Aho-Corasick automaton finds every literal that some form needs.  Most forms are phrases, and nearly always another
word of the phrase is missing near its literal.  So the forms of a literal are kept by their next rarest word: where the
literal stands, the words around it are looked up, and most forms need not be looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from cleaner.rulebook.form import WORD, Form
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


#: the forms that wait for one literal and for other words near it: by the next rarest word, and how far they look
Waiting = tuple[dict[str, list[int]], int]
#: literals; for each the forms that it is enough for, with how it must be written and whether it must open a word; the
#: forms that wait; whether it counts only as a whole word.  Last, the forms of which a letter is literal enough: they
#: are tried everywhere
Tables = tuple[
    list[str], list[list[tuple[int, frozenset[str], bool]]], list[Waiting | None], list[bool], list[int],
]  # fmt: skip


def tables_of(forms: Sequence[Form]) -> Tables:
    """The tables of a prefilter, of plain values that can be kept."""
    at_once: dict[str, list[tuple[int, frozenset[str], bool]]] = defaultdict(list)
    waiting: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    reach: dict[str, int] = defaultdict(int)
    words: dict[str, bool] = {}
    everywhere = {
        n for n, form in enumerate(forms) if not form.also and any(len(x) == 1 and x.isalpha() for x in form.literals)
    }
    for number, form in enumerate(forms):
        for literal in form.literals if number not in everywhere else ():
            words[literal] = words.get(literal, True) and form.opens and form.closes
            if form.also:
                waiting[literal][form.also[0]].append(number)
                reach[literal] = max(reach[literal], form.reach)
            else:
                at_once[literal].append((number, form.cased, form.opens))
    literals = list(dict.fromkeys([*at_once, *waiting]))
    waits = [(dict(waiting[literal]), reach[literal]) if literal in waiting else None for literal in literals]
    return literals, [at_once.get(x, []) for x in literals], waits, [words[x] for x in literals], sorted(everywhere)


class Prefilter:
    """The automaton over all forms' literals."""

    def __init__(self, forms: Sequence[Form], tables: Tables | None = None) -> None:
        """`tables`: those of the forms, if they are known."""
        self._forms = forms
        literals, self._at_once, self._waiting, self._is_word, self._everywhere = tables or tables_of(forms)
        self._automaton = AhoCorasick(
            literals, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def places(self, text: str, folded: str) -> dict[int, list[Span]]:
        """For each form that may match, the stretches of the text to look at; `folded` is the text in lower case."""
        found: dict[int, list[Span]] = defaultdict(list)
        all_at_once, all_waiting, is_word = self._at_once, self._waiting, self._is_word
        for literal, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            opens = folded[start - 1 : start] not in WORD
            if is_word[literal] and not (opens and folded[end : end + 1] not in WORD):
                continue
            for number, cased, must_open in all_at_once[literal]:
                if (opens or not must_open) and (not cased or text[start:end] in cased):
                    found[number].append((start, end))
            if (waiting := all_waiting[literal]) is not None:
                for number in _stirred(waiting, folded, start, end, self._forms):
                    found[number].append((start, end))
        stretches = {number: _stretches(self._forms[number].reach, found[number], len(text)) for number in found}
        stretches |= {number: [(0, len(text))] for number in self._everywhere}
        return {number: stretches[number] for number in sorted(stretches)}


def _stirred(waiting: Waiting, folded: str, start: int, end: int, forms: Sequence[Form]) -> Iterator[int]:
    """Of the forms that wait those whose other words stand around the literal at `[start, end)`."""
    by_word, reach = waiting
    around = folded[max(0, start - reach) : end + reach]
    near = by_word.keys() & set(_WORD.findall(around)) if len(by_word) > MANY else {w for w in by_word if w in around}
    for word in near:
        for number in by_word[word]:
            if all(other in around for other in forms[number].also):
                yield number


def _stretches(reach: int, spans: list[Span], length: int) -> list[Span]:
    """The surroundings of some places, in order; where they meet they are one."""
    if len(spans) * CROWDED > length:
        return [(0, length)]
    return merge((max(0, a - reach), min(length, b + reach)) for a, b in spans)
