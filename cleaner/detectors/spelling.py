"""Words that a scanner misread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from cleaner.language.casing import match_case
from cleaner.language.lexicon import Lexicon
from cleaner.model import Diagnosis, Evidence, Finding, Suggestion, Tier
from cleaner.text import Analysis


class Kit(Protocol):
    """What this detector needs of the pipeline's kit."""

    @property
    def lexicon(self) -> Lexicon: ...


def spelling(analysis: Analysis, diagnosis: Diagnosis, kit: Kit) -> Iterator[Finding]:
    """Ask about unknown lower-case words with one very common word a letter away."""
    for token in analysis.tokens:
        word = token.text
        if not word.isalpha() or not word.islower() or kit.lexicon.knows(word):
            continue
        if analysis.is_protected(token.start, token.end):
            continue
        near = kit.lexicon.near(word, 1)
        if near and near[0][2] >= 6.0 and (len(near) == 1 or near[0][2] - near[1][2] >= 2.0):
            yield Finding(
                token.start,
                token.end,
                "spelling/word",
                "ocr",
                Tier.ASK,
                (Suggestion(match_case(word, near[0][0])),),
                f"“{word}” is no word we know; “{near[0][0]}” is one letter away and very common",
                (Evidence("one common word a letter away", 0.0),),
            )


def ocr_evidence(analysis: Analysis, lexicon: Lexicon) -> tuple[Evidence, ...]:
    """Reasons to believe, or not, that this text came from a scanner."""
    words = [t.text for t in analysis.tokens if t.text.isalpha() and t.text.islower() and len(t.text) > 1]
    if len(words) < 20:
        return ()
    share = sum(not lexicon.knows(word) for word in words) / len(words)
    return (
        Evidence("unknown words", min(6.0, 100 * (share - 0.02)), f"{share:.1%} of the lower-case words"),
    )
