"""Doubled words: `the the`.

People double words on purpose too (very very, had had, New York, New York).  So only function words count that never
stand twice in a row in English, also with a line break between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.detectors.speech import not_a_scan
from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.text.analysis import has_odd_letters
from cleaner.text.expressions import compiled

# No grammatical sentence has these twice in a row ("that that", "had had", "is is", "in in" can be right).
NEVER_TWICE = "the|a|an|of|and|to|for|from|with|at|by|into|or|as|its|their|our|my|which|than|were|are|was|be|been"
# People double words when they speak, these and all others: in 29 calls of Earnings-21, written down by people, 13 such
# words in 10,000 stand twice, and 172 of 743 questions about them were right.  In prose hardly any other word does.
_ANY_TWICE = compiled(r"(?i)\b(\p{L}++)(?:[,…-]{0,2}\s{1,3}\1\b)+")
ENOUGH_TWICE, SPOKEN = 3, -3.0
_LONGEST = max(map(len, NEVER_TWICE.split("|")))
# What stands wherever such a word is doubled, in lower case; most texts are without it, and it is quick to look for.
_DOUBLED = re.compile(rf"[^a-z]([a-z]{{1,{_LONGEST}}})\s{{1,3}}\1(?![a-z])")
_TWICE = compiled(rf"(?i)\b({NEVER_TWICE})((?:\s{{1,3}}\1\b)+)(?!['’-])")


def repeats(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A question for every doubled function word, or longer run of one; all but the first go.

    >>> from cleaner.text.analysis import Analysis
    >>> text = "He and and and she saw the the book of A A Milne."
    >>> [f.why for f in repeats(Examination(Analysis(text)), None)]  # type: ignore[arg-type]
    ['“and and and”: one word set more than once', '“the the”: one word set more than once']
    """
    if not (_DOUBLED.search(" " + seen.analysis.folded) or has_odd_letters(seen.analysis.text)):
        return
    spoken = None
    for m in _TWICE.finditer(seen.analysis.text):
        first, second = m[1], m[2].split()[0]
        if first != second and not (first[0].isupper() and second.islower()):
            continue  # "to To Kill a Mockingbird", "A a"
        if second == "A":
            continue  # initials: A A Wilson
        before = seen.analysis.text[: m.start()].rstrip(" ")[-1:]
        if before and before in "\"“‘'-–—":
            continue  # quoted for itself, or a stammer
        run = " ".join([first, *m[2].split()])
        spoken = _spoken(seen) if spoken is None else spoken
        yield Finding(
            m.start(2), m.end(2), "repeats/word", "repeats", Tier.ASK, (Suggestion(""),),
            f"“{run}”: one word set more than once", (Evidence("never twice in English", log_odds(0.85)), *spoken),
        )  # fmt: skip


def _spoken(seen: Examination) -> tuple[Evidence, ...]:
    """What speaks against a doubled word where the text is speech: written down by a machine, or full of doublings."""
    text, a_word_more = seen.analysis.text, 0
    if not_a_scan(seen):
        return ()
    if seen.diagnosis["asr"] <= 0.5:
        others = {m[1].lower() for m in _ANY_TWICE.finditer(text) if not _TWICE.match(text, m.start())}
        a_word_more = len(others)
    if seen.diagnosis["asr"] > 0.5 or a_word_more >= ENOUGH_TWICE:
        return (Evidence("people double words when they speak", SPOKEN),)
    return ()
