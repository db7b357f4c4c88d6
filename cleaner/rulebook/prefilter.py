"""Finds in one pass over a text where each form of each rule may match.

An Aho-Corasick automaton finds every literal that some form needs.  Most forms are phrases, and nearly always another
word of the phrase is missing near its literal.  So the forms of a literal are kept by their next rarest word: where the
literal stands, the words around it are looked up, and most forms need not be looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from cleaner.rulebook.form import WORD, Form
from cleaner.text.analysis import fold, merge
from cleaner.text.expressions import compiled

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

Span = tuple[int, int]

# Where a form's literal stands more often than once in so many characters, the whole text is searched (measured: a
# call of a pattern costs about as much as its passing over 100 characters).
CROWDED = 100
# To search so many characters on either side takes less than to look for the ends of the line.
NEAR = 50
# With more next words than this, the words around are looked up among them, not they among the words around.
MANY = 8
# The pieces into which `compile` cuts a phrase: either apostrophe and either hyphen may stand between them.
_WORD = compiled(r"[\p{L}\p{M}\p{N}]+")


# A process walks through its first texts, up to so many characters, at 2 µs each.  To build the automaton takes 20 ms,
# and in an editor or a hook a process reads one page.
FEW = 8_000

#: the forms that wait for one literal and for other words near it: by the next rarest word, and how far they look
Waiting = tuple[dict[str, list[int]], int]
#: whether it counts only as a whole word; the forms that it is enough for; those that wait for other words
AboutLiteral = tuple[bool, list[tuple[int, frozenset[str], bool]], Waiting | None]


class Tables(NamedTuple):
    """What the prefilter knows of the forms' literals, each by its number.

    `literals`, in order; `beginnings`: see `_beginnings`; `at_once`: the forms that a literal is enough for, with how
    it must be written and whether it must open a word; `waiting`: those that wait for other words; `is_word`: whether
    it counts only as a whole word.  `everywhere`: the forms of which a letter is literal enough; they are tried
    everywhere.
    """

    literals: list[str]
    beginnings: dict[str, int]
    at_once: Mapping[int, list[tuple[int, frozenset[str], bool]]]
    waiting: Mapping[int, Waiting | None]
    is_word: Sequence[int]
    everywhere: list[int]


def tables_of(forms: Sequence[Form]) -> Tables:
    """The tables of a prefilter, of plain values that can be kept."""
    at_once: dict[str, list[tuple[int, frozenset[str], bool]]] = defaultdict(list)
    waiting: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    reach: dict[str, int] = defaultdict(int)
    words: dict[str, bool] = {}
    everywhere = {number for number, form in enumerate(forms) if form.everywhere}
    for number, form in enumerate(forms):
        written = _by_fold(form.cased)
        for literal in form.literals if number not in everywhere else ():
            words[literal] = words.get(literal, True) and form.opens and form.closes
            if form.also:
                waiting[literal][form.also[0]].append(number)
                reach[literal] = max(reach[literal], form.reach)
            else:
                at_once[literal].append((number, frozenset(written[literal]), form.opens))
    literals = sorted({*at_once, *waiting})
    waits = [(dict(waiting[literal]), reach[literal]) if literal in waiting else None for literal in literals]
    return Tables(
        literals, _beginnings(literals),
        {number: at_once.get(literal, []) for number, literal in enumerate(literals)}, dict(enumerate(waits)),
        [words[literal] for literal in literals], sorted(everywhere),
    )  # fmt: skip


def _by_fold(cased: Iterable[str]) -> Mapping[str, list[str]]:
    """Literals by what each is in lower case."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for literal in cased:
        found[fold(literal)].append(literal)
    return found


#: of the beginning of a literal
LETTERS = 5


def _beginnings(literals: Sequence[str]) -> dict[str, int]:
    """For each beginning of a literal, up to `LETTERS`: the number of the first that has no more letters or so many,
    and how many they are, as one number; 0 where only longer beginnings lead to a literal.

    >>> _beginnings(["a", "about", "above", "aboveboard"]) == {
    ...     "a": 0 << 32 | 1, "ab": 0, "abo": 0, "abou": 0, "abov": 0, "about": 1 << 32 | 1, "above": 2 << 32 | 2}
    True
    """
    found: dict[str, int] = {}
    for number, literal in enumerate(literals):
        beginning = literal[:LETTERS]
        found[beginning] = found[beginning] + 1 if found.get(beginning) else number << 32 | 1
        for end in range(1, len(beginning)):
            found.setdefault(beginning[:end], 0)
    return found


#: characters that the automaton reads at once
PIECE = 100_000


class Prefilter:
    """Where the forms' literals stand."""

    def __init__(self, forms: Sequence[Form], tables: Tables | None = None) -> None:
        """`tables`: those of the forms, if they are known."""
        self._forms = forms
        tables = tables or tables_of(forms)
        self._literals, self._beginnings, self._at_once, self._waiting, self._is_word, self._everywhere = tables
        self._about: dict[int, AboutLiteral] = {}
        self._seen = 0

    @cached_property
    def _automaton(self) -> AhoCorasick:
        from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

        return AhoCorasick(self._literals, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)

    def _met(self, folded: str) -> Iterable[tuple[int, int, int]]:
        """Every literal that stands in a text, by its number, and where.  A process that has little to read builds no
        automaton."""
        self._seen += len(folded)
        if self._seen > FEW:
            return self._by_automaton(folded)
        return list(_begun(folded, self._literals, self._beginnings))

    def _by_automaton(self, folded: str) -> Iterable[tuple[int, int, int]]:
        if len(folded) <= PIECE:
            return self._automaton.find_matches_as_indexes(folded, overlapping=True)
        return self._by_pieces(folded)

    def _by_pieces(self, folded: str) -> Iterator[tuple[int, int, int]]:
        """The same, piece by piece: of a long text all at once, the list would take thirty times its size."""
        beyond = self._longest - 1  # a literal may end in the next piece
        for at in range(0, len(folded), PIECE):
            piece = folded[at : at + PIECE + beyond]
            for literal, start, end in self._automaton.find_matches_as_indexes(piece, overlapping=True):
                if start < PIECE:
                    yield literal, at + start, at + end

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._literals), default=1)

    def places(self, text: str, folded: str) -> dict[int, list[Span]]:
        """For each form that may match, the stretches of the text to look at; `folded` is the text in lower case."""
        found: dict[int, list[Span]] = defaultdict(list)
        about, forms = self._about, self._forms
        for literal, start, end in self._met(folded):
            is_word, at_once, waiting = about.get(literal) or self._told(literal)
            if is_word and (folded[end : end + 1] in WORD or folded[start - 1 : start] in WORD):
                continue
            for number, cased, must_open in at_once:
                if (not cased or text[start:end] in cased) and not (must_open and folded[start - 1 : start] in WORD):
                    found[number].append((start, end))
            if waiting is not None:
                for number in _stirred(waiting, folded, start, end, forms):
                    found[number].append((start, end))
        for number in self._everywhere:
            if any(literal in folded for literal in forms[number].literals):
                found[number] = [(0, len(text))]
        return {number: _stretches(forms[number], found[number], text) for number in sorted(found)}

    def _told(self, literal: int) -> AboutLiteral:
        """What the tables tell of a literal, put side by side."""
        about = bool(self._is_word[literal]), self._at_once[literal], self._waiting[literal]
        self._about[literal] = about
        return about


def _begun(folded: str, literals: Sequence[str], beginnings: Mapping[str, int]) -> Iterator[tuple[int, int, int]]:
    """Every literal that stands in a text: at each place those are tried that begin as the text does there.

    >>> literals = ["e", "end of", "endless"]
    >>> list(_begun("the end of", literals, _beginnings(literals)))
    [(0, 2, 3), (0, 4, 5), (1, 4, 10)]
    """
    for start in range(len(folded)):
        for end in range(start + 1, min(start + LETTERS, len(folded)) + 1):
            if (group := beginnings.get(folded[start:end])) is None:
                break
            first, count = group >> 32, group & 0xFFFFFFFF
            for number in range(first, first + count):
                if folded.startswith(literals[number], start):
                    yield number, start, start + len(literals[number])


def _stirred(waiting: Waiting, folded: str, start: int, end: int, forms: Sequence[Form]) -> Iterator[int]:
    """Of the forms that wait those whose other words stand around the literal at `[start, end)`."""
    by_word, reach = waiting
    around = folded[max(0, start - reach) : end + reach]
    if len(by_word) > MANY:
        near: Iterable[str] = by_word.keys() & set(_WORD.findall(around))
    else:
        near = [word for word in by_word if word in around]
    for word in near:
        for number in by_word[word]:
            if all(other in around for other in forms[number].also):
                yield number


def _stretches(form: Form, spans: list[Span], text: str) -> list[Span]:
    """The surroundings of a form's literals, in order; where they meet they are one."""
    reach, length = form.reach, len(text)
    crowded = len(spans) * CROWDED > length
    if form.on_a_line and reach > NEAR:
        return merge(_on_lines(spans, text, length if crowded else reach))
    if crowded:
        return [(0, length)]
    around = [(start - reach if start > reach else 0, min(length, end + reach)) for start, end in spans]
    return merge(around) if len(around) > 1 else around


def _on_lines(spans: list[Span], text: str, reach: int) -> Iterator[Span]:
    """The same of a match that holds a literal and no line break: no more than the lines of the literals."""
    left = right = 0  # of a line that was taken whole
    for start, end in spans:
        if left <= start and end <= right:
            continue
        line, after = text.rfind("\n", max(0, start - reach), start) + 1, text.find("\n", end, end + reach)
        first, last = line or max(0, start - reach), after if after >= 0 else min(len(text), end + reach)
        if (line or not first) and (after >= 0 or last == len(text)):
            left, right = first, last
        yield first, last
