"""Plans the exception to a rule that *never* writes, as narrow as it can be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from cleaner.ledger import Excerpt
from cleaner.packs import rule_tests
from cleaner.packs.from_answer import contexts
from cleaner.packs.trial import book_of, fails
from cleaner.rulebook import Rule
from cleaner.spelling.lexicon import Lexicon


class Exemption(NamedTuple):
    """Words that a rule is to leave alone, and a text that tests it; `fix` replaces tests that use these very words."""

    words: str
    sentence: str
    fix: Mapping[str, str]


def exceptions(rule: Rule, words: str, place: Excerpt) -> Iterator[Exemption]:
    """Exceptions to the rule with which it still passes its tests, the best first.

    There is none if nothing would be left of the rule, or if the words are a mere sign, which stands everywhere.
    """
    innocent = " ".join(words.split())
    if not any(map(str.isalnum, innocent)):
        return
    book = book_of(rule)
    # A text on which the rule fires tests the exception; one that lacks the rule's cues only shows the place.
    for text in sorted(_texts(place), key=lambda text: not rule_tests.firings(book, text, Lexicon.shipped())):
        # The rule's tests may use the very words that are now to stay.  Such tests give way to others, so that `whioh`
        # stays and the rest of a table of misread words is not lost with it.
        for fix in (rule.tests.fix, *_other_tests(rule, innocent)):
            tests = replace(rule.tests, fix=fix, keep=(*rule.tests.keep, text))
            if not fails(replace(rule, unless=(*rule.unless, innocent), tests=tests)):
                yield Exemption(innocent, text, {} if fix == rule.tests.fix else fix)
                break


def _texts(place: Excerpt) -> Iterator[str]:
    """The sentence around a place and its paragraph, first in single spaces, which read better, then as they are."""
    around = [left + place.words + right for left, right in contexts(place)]
    yield from (" ".join(part.split()) for part in around)
    yield from around


def _other_tests(rule: Rule, words: str) -> Iterator[dict[str, str]]:
    """Tests without these words: those of the rule that do not use them, then new ones with other words of the rule."""
    same = re.compile(re.escape(words), re.IGNORECASE)
    yield from filter(None, [{text: fixed for text, fixed in rule.tests.fix.items() if not same.search(text)}])
    for other in rule.find if rule.kind in ("find", "words") else ():
        for text in rule.tests.fix:
            made = same.sub(other.replace("\\", r"\\"), text)
            fixed = rule_tests.mended(made, rule_tests.firings(book_of(rule), made, Lexicon.shipped()))
            if fixed != made and not same.search(made):
                yield {made: fixed}
