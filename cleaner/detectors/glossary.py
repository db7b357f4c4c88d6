"""Names of the user's glossary where machines wrote something else: its aliases, and words that are near a name.

An alias is what the user has confirmed, and is put right wherever it stands; one of everyday words alone is asked
about, unless the glossary says near which words it is meant, or that it always is.  Words that are only near a name are
put right where that was measured to be right, and asked about where it may be.  Words that are names themselves are
only asked about: they may be other people's.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier
from cleaner.names.confidence import evidence
from cleaner.names.exact import Standing
from cleaner.names.matching import COMMON, NameMatch, matches, may_be_another
from cleaner.names.name_words import NameWord, name_words
from cleaner.names.written import written
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.plural import count

# Log-odds of an alias that somebody has confirmed: 0.98.
CONFIRMED = 4.0
# The same of one made of everyday words, which stand for themselves as well: 0.73.
EVERYDAY = 1.0
# A name that is nearly as near makes it a question, however near the first: letters and sound together, of 200.
CLOSE_CALL = 8.0
# Where fewer of the glossary's names stand in a text (a share), it was made for other texts: then only what is no word
# and no name is asked about, and only if it is as sure as this.  In the development half every call's own had a third.
OTHERS, ELSEWHERE = 0.1, 0.9
# A word of the language that stands alone is asked about from here on.
ORDINARY = 0.7


def glossary(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A finding for each alias, and for each place whose words are near a name."""
    if not kit.glossary:
        return
    if kit.glossary.exact.aliases:
        words = tuple(name_words(seen.analysis.tokens))
        for standing in kit.glossary.exact.said(words):
            found = _alias(standing, words, seen.analysis.text)
            if "\n" not in seen.analysis.text[found.start : found.end]:  # a line of a caption stays one
                yield found
    for match in matches(seen.analysis, kit.glossary):
        found = _near(match, "’" if "’" in seen.analysis.text else "'")
        if found.confidence >= _least(match):
            yield found


def _least(match: NameMatch) -> float:
    """How sure a match must be to be shown at all; more than certain where it is somebody else's."""
    language = Lexicon.shipped()
    known = all(language.knows(word.text) for word in match.words)
    if match.share < OTHERS:
        return 1.0 if known else ELSEWHERE
    return ORDINARY if known and len(match.words) == 1 and match.text.islower() else 0.0


def _alias(standing: Standing, words: tuple[NameWord, ...], text: str) -> Finding:
    start, end = words[standing.first].start, words[standing.last - 1].end
    alias, language = standing.alias, Lexicon.shipped()
    here = words[standing.first : standing.last]
    meant = alias and (alias.near or alias.always)
    everyday = not meant and all(language.zipf(word.text) >= COMMON for word in here)
    return Finding(
        start, end, "names/alias", "names", Tier.ASK if everyday else Tier.LIKELY, (Suggestion(standing.name),),
        f"“{text[start:end]}” is an alias of “{standing.name}” in your glossary"
        + (", and made of everyday words" if everyday else ""),
        (Evidence("an alias of the glossary", EVERYDAY if everyday else CONFIRMED),),
    )  # fmt: skip


def _near(match: NameMatch, apostrophe: str) -> Finding:
    ask = may_be_another(match) or match.near.both - match.rival < CLOSE_CALL
    heard = "sounds like" if match.near.sound >= match.near.letters else "is written like"
    return Finding(
        match.start, match.end, "names/glossary", "names", Tier.ASK if ask else Tier.LIKELY,
        (Suggestion(written(match, apostrophe)),),
        f"“{match.text}” {heard} “{match.near.name}” in your glossary; {count(match.times, 'time')} here",
        evidence(match),
    )  # fmt: skip
