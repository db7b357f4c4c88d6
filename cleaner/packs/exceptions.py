"""A rule with one more exception: what *never* writes, as narrow as it can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cleaner.ledger import Excerpt
from cleaner.packs import rule_tests
from cleaner.packs.trial import book_of, fails, firings
from cleaner.rulebook import Rule
from cleaner.text.analysis import Analysis


def exceptions(rule: Rule, words: str, place: Excerpt) -> Iterator[Rule]:
    """The rule with these words as its last exception and a text that keeps them as its last test, the best first.

    None, if nothing is left of the rule, or if the exception would be a sign, which stands everywhere.
    """
    innocent = " ".join(words.split())
    if not any(map(str.isalnum, innocent)):
        return
    book = book_of(rule)
    # A text on which the rule fires tests the exception; one that lacks the rule's cues only shows the place.
    for text in sorted(_texts(place), key=lambda text: not firings(book, text)):
        if (narrow := _narrowed(rule, innocent, text)) is not None:
            yield narrow


def _texts(place: Excerpt) -> Iterator[str]:
    """The sentence around a place and its paragraph: in single spaces, as a person likes to read; then as they are."""
    text, at = place.left + place.words + place.right, len(place.left)
    analysis = Analysis(text)
    around = [text[start:end] for start, end in (analysis.sentence(at), analysis.paragraph(at))]
    yield from (" ".join(part.split()) for part in around)
    yield from around


def _narrowed(rule: Rule, words: str, text: str) -> Rule | None:
    """The rule with one more exception and the test for it; None if it no longer passes tests of its own.

    Its tests may use the very words that are now to stay.  Such a test makes room for another, so that `whioh` stays
    and the rest of a table of misread words is not lost with it.
    """
    for fix in (rule.tests.fix, *_other_tests(rule, words)):
        tests = replace(rule.tests, fix=fix, keep=(*rule.tests.keep, text))
        narrow = replace(rule, unless=(*rule.unless, words), tests=tests)
        if not fails(narrow):
            return narrow
    return None


def _other_tests(rule: Rule, words: str) -> Iterator[dict[str, str]]:
    """Tests without these words: those of the rule that have none of them, then made ones."""
    same = re.compile(re.escape(words), re.IGNORECASE)
    yield from filter(None, [{text: fixed for text, fixed in rule.tests.fix.items() if not same.search(text)}])
    for other in rule.find if rule.kind in ("find", "words") else ():
        for made in (_put(other, same, text) for text in rule.tests.fix):
            fixed = rule_tests.mended(made, firings(book_of(rule), made))
            if fixed != made and not same.search(made):
                yield {made: fixed}


def _put(words: str, in_place_of: re.Pattern[str], text: str) -> str:
    return in_place_of.sub(lambda _: words, text)
