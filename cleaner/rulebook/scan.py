"""All rules in one scan.

An automaton finds, in one pass, every literal that some rule needs; a rule's pattern is only tried around its literals.
So the time depends on what is in the text, hardly on how many rules there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import regex

from cleaner.rulebook.conditions import CueIndex, obstacle
from cleaner.rulebook.expand import expand, fitted, gives_word, opened
from cleaner.rulebook.form import Form
from cleaner.rulebook.kept import Compiled
from cleaner.rulebook.prefilter import Prefilter
from cleaner.rulebook.rule import Rule
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.storage.bounded_cache import BoundedCache
from cleaner.text.analysis import LONGEST_WORD, Analysis, whole
from cleaner.text.deadline import Deadline
from cleaner.text.expressions import compiled

# Characters of a long line that a match shows.
SHOWN = 40
# In a stretch of no more characters a tame pattern is searched without a clock, which takes longer than most searches.
SHORT = 4_000

#: what a word becomes by each rule that undoes a misreading
Mends = Mapping[str, Sequence[tuple[Rule, tuple[str, ...]]]]


class Match(NamedTuple):
    """A place where a rule's words stand.

    `found`: what stands there, with the rest of the words that the rule sees a part of; `obstacle` says why it does not
    count there, and is empty if it does.
    """

    rule: Rule
    start: int
    end: int
    fixes: tuple[str, ...]
    found: str
    obstacle: str = ""


class ScanResult(NamedTuple):
    """What one scan of a text gave: matches in order of place, and rules that had to be given up."""

    matches: tuple[Match, ...]
    given_up: tuple[str, ...] = ()


class Rulebook:
    """Rules, ready to be looked for.

    Threads may share one: it keeps facts of distinct words in a bounded cache, and nothing of a text.
    """

    def __init__(self, compiled: Compiled) -> None:
        self.rules, self.forms, self.classes = compiled.rules, compiled.forms, compiled.classes
        self._compiled = compiled
        self.confusions = tuple(compiled.rules[rule_id] for rule_id in compiled.confusions)
        self._mends: tuple[Lexicon, Mends] | None = None  # by the lexicon that was asked last

    @classmethod
    def of(cls, rules: Sequence[Rule], forms: Sequence[Form]) -> Rulebook:
        """The rulebook of some rules, and of those of the forms that are theirs."""
        return cls(Compiled.of(rules, forms))

    def only(self, ids: set[str]) -> Rulebook:
        """The same rulebook with just these rules."""
        known = [rule_id for rule_id in self.rules if rule_id in ids]
        forms = [form for rule_id in known for form in self._forms_of[rule_id]]
        return Rulebook.of([self.rules[rule_id] for rule_id in known], forms)

    @cached_property
    def _forms_of(self) -> Mapping[str, list[Form]]:
        """The forms of each rule: looked for among 10,000 they would take 5 ms for each."""
        found: dict[str, list[Form]] = {rule_id: [] for rule_id in self.rules}
        for form in self.forms:
            found[form.rule].append(form)
        return found

    def scan(self, analysis: Analysis, lexicon: Lexicon) -> ScanResult:
        """Every match in a text."""
        given_up: list[str] = []
        found = {(m.start, m.end, m.rule.id, m.fixes): m for m in self._matches(analysis, lexicon, given_up)}
        return ScanResult(tuple(found[key] for key in sorted(found)), tuple(given_up))

    @cached_property
    def _prefilter(self) -> Prefilter:
        return Prefilter(self.forms, self._compiled.tables)

    def _matches(self, analysis: Analysis, lexicon: Lexicon, given_up: list[str]) -> Iterator[Match]:
        cues = CueIndex(analysis)
        for i, places in self._prefilter.places(analysis.text, analysis.folded).items():
            form = self.forms[i]
            promising = _promising(form, analysis.text, places) if form.tame else places
            if not promising:
                continue
            rule = self.rules[form.rule]
            try:
                for m in self._closer(i, form, analysis.text, promising):
                    if all(_is(kind, m, group, analysis, lexicon) for group, kind in form.asked):
                        yield _match(rule, form, m, cues, lexicon)
            except TimeoutError:
                given_up.append(rule.id)
        if self.confusions:
            yield from _confusions(self._mends_by(lexicon), cues, lexicon, given_up)

    def _mends_by(self, lexicon: Lexicon) -> Mends:
        """What words become by the rules for letters misread inside a word: names come again from text to text."""
        mends = self._mends
        if mends is None or mends[0] is not lexicon:
            mends = (lexicon, BoundedCache(lambda word: list(_undone(word, self.confusions, lexicon))))
            self._mends = mends
        return mends[1]

    def _closer(self, i: int, form: Form, text: str, places: list[tuple[int, int]]) -> Iterator[regex.Match[str]]:
        """The form's matches in these stretches, each confirmed on the whole text, where no edge cuts it."""
        pattern, found = compiled(form.pattern), _at_lines if form.line else _anywhere
        deadline = Deadline(text)
        done = 0
        for left, right in places:
            # All at once: the time limit would go on counting while a match is looked into.
            for m in list(found(pattern, text, max(left, done), right + form.ahead, deadline)):
                whole = pattern.match(text, m.start(), timeout=deadline.left()) if m.end() >= right else m
                if whole and whole.start() >= done and (whole.end() > whole.start()):
                    done = whole.end()
                    yield whole


def _promising(form: Form, text: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches in which a tame form matches, as far as that shows at once: nearly always none."""
    pattern, ahead = compiled(form.pattern), form.ahead
    if form.line and not form.on_a_line:
        return [(a, b) for a, b in places if b - a > SHORT or any(_at_lines(pattern, text, a, b + ahead))]
    found = pattern.match if form.line else pattern.search
    return [(a, b) for a, b in places if b - a > SHORT or found(text, a, b + ahead)]


def _anywhere(
    pattern: regex.Pattern[str], text: str, start: int, end: int, deadline: Deadline
) -> Iterator[regex.Match[str]]:
    yield from pattern.finditer(text, start, end, timeout=deadline.left())


def _at_lines(
    pattern: regex.Pattern[str], text: str, start: int, end: int, deadline: Deadline | None = None
) -> Iterator[regex.Match[str]]:
    """The same of a pattern that matches only where a line begins: the places between are not tried."""
    at = start if not start else text.find("\n", start - 1) + 1 or end
    while at < end:
        m = pattern.match(text, at, end, timeout=deadline.left() if deadline else None)
        if m:
            yield m
        at = text.find("\n", max(at, m.end() - 1) if m else at) + 1 or end


def _match(rule: Rule, form: Form, m: regex.Match[str], cues: CueIndex, lexicon: Lexicon) -> Match:
    analysis = cues.analysis
    fixes = tuple(dict.fromkeys(expand(f, m) for f in form.fixes)) if form.template else form.fixes
    words = tuple(f for f in fixes if gives_word(analysis, m.span(), f, lexicon)) if rule.gives else fixes
    barred = "" if words or not fixes else "what it would make is no word that we know"
    fixes = words or fixes
    start, end = m.span()
    if m.group()[0].isspace() and rule.kind == "segment":  # a line's indentation is not part of what it says
        start += len(m.group()) - len(m.group().lstrip())
    fixes = tuple(opened(analysis.text, start, end, f) for f in fixes) if rule.damage == "ocr" else fixes
    start, end, fixes = fitted(analysis.text, start, end, fixes, form.keep_case)
    found = whole(analysis.text, *m.span()).strip()[:SHOWN]
    return Match(rule, start, end, fixes, found, barred or obstacle(rule, cues, m.span()))


def _is(kind: str, m: regex.Match[str], group: int, analysis: Analysis, lexicon: Lexicon) -> bool:
    """Whether a group of a token sequence is of a class that its letters alone do not tell."""
    word = m[group]
    if word is None:
        return True
    if kind == "name":
        return not analysis.opens_sentence(m.start(group)) and not lexicon.knows(word.lower())
    return lexicon.knows(word) == (kind == "known")


# ------------------------------------------------------------------ letters misread inside a word

# A confusion's result must be this much commoner than what was read, where that is a word too (Zipf: powers of ten).
FAR_RARER = 3.0


def _confusions(mends: Mends, cues: CueIndex, lexicon: Lexicon, given_up: list[str]) -> Iterator[Match]:
    """Unknown words that become a word when a known misreading is undone."""
    analysis = cues.analysis
    strange = (w for w in lexicon.unknown(analysis.words) if 2 < len(w) <= LONGEST_WORD)
    unknown = {w for w in strange if any(c.isalpha() for c in w)}
    mended = {w: found for w in unknown if (found := mends[w])}
    for token in analysis.places(mended):
        for rule, fixes in mended[token.text]:
            cased = tuple(opened(analysis.text, token.start, token.end, f) for f in fixes)
            start, end, fitting = fitted(analysis.text, token.start, token.end, cased, keep_case=False)
            try:
                blocked = obstacle(rule, cues, (token.start, token.end))
            except TimeoutError:
                given_up.append(rule.id)
                continue
            yield Match(rule, start, end, fitting, token.text, blocked)


def _undone(word: str, rules: Sequence[Rule], lexicon: Lexicon) -> Iterator[tuple[Rule, tuple[str, ...]]]:
    for rule in rules:
        candidates: dict[str, float] = {}
        for read, stood in rule.find.items():
            at = word.find(read)
            while at >= 0:
                for letters in stood:
                    candidate = word[:at] + letters + word[at + len(read) :]
                    if lexicon.knows(candidate) and lexicon.zipf(candidate) >= lexicon.zipf(word) + FAR_RARER:
                        candidates[candidate] = lexicon.zipf(candidate)
                at = word.find(read, at + 1)
        if candidates:
            yield rule, tuple(sorted(candidates, key=lambda c: -candidates[c])[:5])
