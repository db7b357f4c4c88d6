"""Letters whose height a scanner misread: `pistoL`, `SiNCE`, and `In` amid a sentence.

The letters are right, so no other word is looked for; only in a scan are such words likely misread and not meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.spelling.language_model import BOUNDARY, LanguageModel
from cleaner.spelling.lexicon import Lexicon

WITHIN, SMALL_I = "capitals/within", "capitals/small-i"
#: from here on a text is taken for scanned
SCANNED = 0.5
#: how often such a change was right in four collections of scans: a capital within a word of small letters (46 of 46),
#: small letters within a word of capitals (52 of 62)
SURE_WITHIN, SURE_AMONG_CAPITALS = 0.97, 0.85
#: the same for a small i, by how many different words of the text have it (from two on 109 of 119); and where there are
#: three and the sentence surely goes on (69 of 73).  Other words with a capital I (Island, Internet) are often names
SURE_OF_SMALL_I, SURE_TO_GO_ON = (0.85, 0.92, 0.92), 0.96
SMALL_WORDS = frozenset("In Is It If Its Into".split())
#: so much likelier the sentence must go on than end before the capital, in nats; where it surely does
GOES_ON, SURELY = 2.0, 4.0
#: how common a word is whose letters are set right, and the parts of a name such as `YouTube`, in zipf
COMMON, PART = 3.5, 3.0
#: the share of capitals from which on all letters are meant to be capitals
MOSTLY = 0.6

_WORD = re.compile(r"(?<![\w'’-])[A-Za-z]{4,30}(?![\w'’-])")
# A word with a capital I between small letters: no stop stands before it.
_SMALL_I = re.compile(r"I(?<=[a-z][ \n].)[a-z]{1,20}(?=,?[ \n][a-z])")
_TWO_BEFORE = re.compile(r"(?:([A-Za-z']+)[^A-Za-z']{1,3})?(?<![A-Za-z'])([a-z']{2,})[ \n]\Z")
_AFTER = re.compile(r",?[ \n]([a-z']+)")


class _Misread(NamedTuple):
    """A word, what it should be, and how sure that is."""

    start: int
    end: int
    rule: str
    text: str
    sure: float


def capitals(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A finding for each word of a scan."""
    if seen.diagnosis["ocr"] < SCANNED:
        return
    text = seen.analysis.text
    for it in (*_within(text, kit.lexicon), *_small_i(text, kit.corrector.language_model)):
        why = f"the height of letters was misread: “{text[it.start : it.end]}”"
        evidence = (Evidence("measured on scans", log_odds(it.sure)),)
        yield Finding(it.start, it.end, it.rule, "ocr", Tier.LIKELY, (Suggestion(it.text),), why, evidence)


def _within(text: str, lexicon: Lexicon) -> Iterator[_Misread]:
    """Known words with capitals and small letters in no order."""
    for m in _WORD.finditer(text):
        word = m.group()
        if word[1:].islower() or word.islower() or word.isupper():
            continue
        if lexicon.zipf(word) >= COMMON and not _is_joined(word, lexicon):
            capital = [c for c in word if c.isupper()]
            if word[0].islower() and len(capital) == 1 and not word[1].isupper():
                yield _Misread(*m.span(), WITHIN, word.lower(), SURE_WITHIN)
            elif len(capital) >= MOSTLY * len(word):
                yield _Misread(*m.span(), WITHIN, word.upper(), SURE_AMONG_CAPITALS)


def _is_joined(word: str, lexicon: Lexicon) -> bool:
    """Whether a capital begins another word: `YouTube`, `JavaScript`."""
    cuts = (i for i in range(2, len(word) - 1) if word[i].isupper() and word[i + 1 :].islower())
    return any(min(lexicon.zipf(word[:i]), lexicon.zipf(word[i:])) >= PART for i in cuts)


def _small_i(text: str, model: LanguageModel) -> Iterator[_Misread]:
    """Small words with a capital I where the sentence goes on."""
    words = [m for m in _SMALL_I.finditer(text) if m.group() in SMALL_WORDS]
    different = min(len({m.group() for m in words}), len(SURE_OF_SMALL_I))
    for m in words:
        goes_on = _goes_on(text, m, model)
        if goes_on >= GOES_ON:
            surely = different == len(SURE_OF_SMALL_I) and goes_on >= SURELY
            sure = SURE_TO_GO_ON if surely else SURE_OF_SMALL_I[different - 1]
            yield _Misread(*m.span(), SMALL_I, m.group().lower(), sure)


def _goes_on(text: str, m: re.Match[str], model: LanguageModel) -> float:
    """How much likelier a sentence goes on with a word than it ends before it, in nats."""
    before, after = _TWO_BEFORE.search(text[max(0, m.start() - 60) : m.start()]), _AFTER.match(text, m.end())
    if not before or not after:
        return 0.0
    words = (before[1] or "", before[2], m.group(), after[1])
    a, b, c, d = (model.word_id(word) for word in words)
    inside = model.logp(a, b, c) + model.logp(b, c, d)
    return inside - model.logp(a, b, BOUNDARY) - model.logp(BOUNDARY, BOUNDARY, c) - model.logp(BOUNDARY, c, d)
