"""Two nouns in the order of another language: `seekers of asylum` for asylum seekers, in a translated text.

A rule knows compounds one by one.  The language model knows which nouns stand side by side in English, and which follow
`of`.  Where the turned order is usual and the order of the text is not, a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.diagnosis.diagnose import Own, weight
from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.rulebook.expand import fitted
from cleaner.spelling.language_model import UNKNOWN, LanguageModel

RULE = "compounds/turned"
#: the languages that say "A of B" for "B A"
ROMANCE = ("mt/es", "mt/pt", "mt/it", "mt/fr")
#: the least log-probability of the compound's second noun after its first, and by how much it must be likelier than
#: the first noun after "of", in nats.  Of 2,050 round trips 15 findings came nearer and 1 farther; in 395,000 words of
#: right text, told that they are translated, there were 9.
USUAL, LIKELIER = -6.5, 1.5
#: so likely must a translation be
TRANSLATED = 0.25
#: how often the compound is right in a text that is translated: 15 of 16, less for what no test set shows
SURE = 0.7

# The second noun is bare, singular, and ends its phrase: a mark or a small word follows, and no list of such nouns.
_PAIR = re.compile(
    r"(?<![\w'’-])([A-Za-z][a-z]{2,15}) of ([a-z]{3,15})(?<!s)(?![\w'’-])(?!, [a-z]+(?:,| and| or) )"
    r"(?=[.,;:)!?”\"]|\s*\Z|\s*\n| (?:in|on|at|to|for|with|from|by|that|which|who|was|is|are|were|has|had|have|"
    r"will|would|and|or|but|after|before|during|when|where|while|as|since|until|between|against|under|over|around|"
    r"through|the|a|an|his|her|its|their|this|these|he|she|it|they|can|could|should|must|may|might|also|than|"
    r"[a-z]{3,12}ed|said|lay|left|came|went|took|made|began|rose|fell|won|lost)\b)"
)
#: what stands before "of" and is no head of a compound, or means something else turned round
_NO_HEADS = frozenset(
    "all and her him his that they them these those this some any many most one two three four five none each both "
    "half much more less few several such part parts lot lots kind kinds sort sorts type types piece pieces pair "
    "pairs couple dozen dozens hundred hundreds thousand thousands million millions billion billions number numbers "
    "amount amounts lack state states side end top out because instead ahead full made proud fond tired sure aware "
    "free short capable thought think speak spoke hear heard rid use means way form forms act acts sense case cases "
    "source cup glass bottle group groups member members series set sets list lists matter name man men woman women "
    "people president director system cause causes fear risk rate rates method methods head heads level degree result "
    "results burden question said day days hour hours was is are were be been there charge charges officer officers "
    "point mass stack barrel plaster letter letters writer".split()
)
_NO_MODIFIERS = frozenset(
    "the his her its their our your which what whom whose how all each one two three four five six seven eight nine "
    "ten eleven twelve many some several more most such other another any course late being having doing making this "
    "that these those him them you not people men women children life time death love war god man woman opinion "
    "completion".split()
)


def turned_compounds(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A question for each pair of nouns that English turns round, where the text is translated from such a language."""
    diagnosis, text = seen.diagnosis, seen.analysis.text
    damage = max((d for d in ROMANCE if d in diagnosis.probabilities), key=lambda d: diagnosis[d], default="")
    if diagnosis[damage] < TRANSLATED:
        return
    for m in _PAIR.finditer(text):
        head, modifier = m[1], m[2]
        if head.lower() in _NO_HEADS or modifier in _NO_MODIFIERS or seen.analysis.is_protected(*m.span()):
            continue
        if (gain := _gain(head.lower(), modifier, kit.corrector.language_model)) is None:
            continue
        start, end, fixes = fitted(text, *m.span(), (f"{modifier} {head.lower()}",), True)
        evidence = (
            Evidence("the language model", log_odds(SURE), gain),
            *weight(diagnosis, damage, Own.of(RULE, m[0])),
        )
        why = "These nouns stand in the order of the other language; English puts the second one first."
        yield Finding(start, end, RULE, damage, Tier.ASK, (Suggestion(fixes[0]),), why, evidence)


def _gain(head: str, modifier: str, model: LanguageModel) -> str | None:
    """How much likelier the turned order is, in words; None where it is not."""
    first, of, second = (model.word_id(word) for word in (head, "of", modifier))
    if UNKNOWN in (first, second):
        return None
    usual, here = model.logp(UNKNOWN, second, first), model.logp(first, of, second)
    if usual < USUAL or usual - here < LIKELIER:
        return None
    return f"“{head}” after “{modifier}” {usual:.1f}, “{modifier}” after “{head} of” {here:.1f}"
