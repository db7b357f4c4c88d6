"""Rules whose wrong firing could harm a person or turn the sense may only ask.

They are rules about sexual crime, criminal charges, negation, numbers, and who did what.  A rule can say so itself
(`harm:`).  Where it does not, its words are checked: a correction must not bring in or take away one of the words
below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz

from cleaner.model import Tier
from cleaner.rulebook.rule import Rule
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.expressions import compiled

# `*` stands for the rest of the word.  The lists hold only words that accuse, deny or count by themselves.
WORDS: dict[str, tuple[str, ...]] = {
    "sexual": tuple("rape raped rapes raping rapist* sexual* molest* paedophil* pedophil* incest* prostitut*".split()),
    "criminal": tuple(
        "murder* killer* homicid* manslaughter assassin* guilty convict* indict* accuse* accusa* accusing charged "
        "arrest* crime* crimin* thief thieves theft* rob robbed robber* fraud* embezzl* kidnap* terroris* traitor* "
        "treason* traffick*".split()
    ),
    "negation": tuple("no not never none nobody nothing neither nor nowhere cannot without".split()),
    "number": tuple(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred* thousand* million* "
        "billion* trillion* dozen* half double twice".split()
    ),
}
# Unlike `analysis.WORD` it parts words at hyphens: `not-guilty` holds a `not`.
_WORD = compiled(r"[\p{L}\p{M}]+(?:['’][\p{L}]+)*|\p{N}+(?:[.,]\p{N}+)*")
#: percent of a word that stays where letters were misread.  Of 621 strange words in the shipped rules for scans 610 lie
#: above, of 1,212 in those for translations 427 below.
MISREAD = 60.0
_CURE = "make it `tier: ask` and say `harm: {kind}`"


def refusal(rule: Rule, lexicon: Lexicon) -> str:
    """Why this rule may not stand at its tier, with the cure; empty if it may."""
    if rule.tier not in (Tier.SAFE, Tier.LIKELY):
        return ""
    if rule.harm:
        return (
            f"a rule about harm ({rule.harm}) is `ask` at most: a wrong firing would hurt someone or turn the sense; "
            f'whoever wants it all the same names it in the settings: allow-harm = ["{rule.id}"]'
        )
    for wrong, right in corrections(rule):
        if found := turned(wrong, right, lexicon):
            kind, word = found
            return (
                f"{wrong!r} → {right!r} turns the sense ({word!r}: {kind}), so a {rule.tier} fix may do harm; "
                f'{_CURE.format(kind=kind)}, or name it in the settings: allow-harm = ["{rule.id}"]'
            )
    return ""


def corrections(rule: Rule) -> Iterator[tuple[str, str]]:
    """Wrong and right words of the kinds that name them."""
    if rule.kind == "find":
        yield from ((wrong, right) for wrong in rule.find for right in rule.fix)
    elif rule.kind == "words":
        yield from ((wrong, right) for wrong, fixes in rule.find.items() for right in fixes)


def turned(wrong: str, right: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """The kind of harm and the word that a correction brings in or takes away.

    >>> def told(wrong: str, right: str) -> tuple[str, str] | None:
    ...     return turned(wrong, right, Lexicon.shipped())
    >>> told("now guilty", "not guilty"), told("rape", "raid"), told("the mafia", "the mob")
    (('negation', 'not'), ('sexual', 'rape'), None)

    A word misread letter by letter (`notbing`) said the same before.  A word of another language (`violacion`) may have
    said anything.

    >>> told("notbing", "nothing"), told("two third", "two thirds"), told("violacion", "rape")
    (None, None, ('sexual', 'rape'))
    """
    before, after = _words(wrong), _words(right)
    strange = [word for word in before if word[0].isalpha() and not lexicon.knows(word)]
    if strange and all(_misread(word, right.lower()) for word in strange):
        return None
    lost, brought = before - after, after - before
    return _harmful(sorted(lost)) or _harmful(sorted(brought))


def _misread(word: str, right: str) -> bool:
    """Whether most letters of a strange word stand in what it becomes, in their order."""
    return fuzz.partial_ratio(word, right) >= MISREAD


def _words(text: str) -> set[str]:
    words = {m.group().lower().replace("’", "'") for m in _WORD.finditer(text)}
    return words | {"not" for w in words if w.endswith("n't")}


def _harmful(words: Iterable[str]) -> tuple[str, str] | None:
    for word in words:
        for kind, table in WORDS.items():
            if any(word == w or (w.endswith("*") and word.startswith(w[:-1])) for w in table):
                return kind, word
        if word[0].isdigit():
            return "number", word
    return None
