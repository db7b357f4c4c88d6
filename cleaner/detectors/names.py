"""A rare spelling close to a name that is frequent in this document, or that a glossary gives.

A name that stands five times, and once with another letter, is most likely misspelt once; one that stands twelve times
outvotes a spelling that stands three times.  But the names of two
brothers, of a man and his town, of a country and its people are close in letters too; so this detector only asks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import zip_longest

from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.model.companions import told
from cleaner.text.analysis import Analysis
from cleaner.text.foreign import LATIN

SHORTEST = 5  # letters; too many names of four are one letter apart (Reid, Reed)
FREQUENT = 3  # a spelling that stands so often is taken for the document's own
# A spelling that stands more than once is doubted where the name stands so many times as often.
VOTES = 4
# RapidFuzz's ratio, in hundredths: one letter in a name of six or more.
CLOSE = 83.0
# So few names are looked at before the library is loaded; of more it is quicker at each.
FEW = 20
# A CLOSE name lacks at most so many of a name's pairs of letters, as a share of its letters: one that is taken away
# breaks two pairs, and then the ratio allows 2 * (100 - CLOSE) / (200 - CLOSE) of the letters to go.
BROKEN = 4 * (100 - CLOSE) / (200 - CLOSE)


def names(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A question for every spelling that is nearly a name which stands far oftener, here or in texts of its place."""
    found = list(_outvoted_here(seen, kit))
    yield from found
    if seen.companions.names:
        yield from _outvoted_elsewhere(seen, {finding.start for finding in found})


def _outvoted_here(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A question for every spelling that is nearly a name which stands far oftener in this text."""
    analysis = seen.analysis
    counts: Counter[str] = Counter()
    # Names in other scripts are declined, and English has no word on their spelling.
    capitals = {w: _stem(w) for w in analysis.counts if w[0].isupper() and not w.isupper() and w[0] <= LATIN}
    for word, name in capitals.items():
        counts[name] += analysis.counts[word]
    glossary = {word for word in kit.glossary.words if len(word) >= SHORTEST}
    frequent = {n for n, c in counts.items() if c >= FREQUENT and not _is_ordinary(n, analysis)} | glossary
    known = sorted(n for n in frequent if len(n) >= SHORTEST)  # sorted: of two that are equally close, always the same
    if not known:
        return
    by_pairs, close = _by_pairs(known), dict[str, tuple[str, float]]()
    outvoted = max(1, max(counts[name] for name in known) // VOTES)
    for word, name in capitals.items():
        if len(name) < SHORTEST or name in glossary or counts[name] > outvoted or _is_ordinary(name, analysis):
            continue
        if not kit.lexicon.knows(name):
            least = VOTES * counts[name] if counts[name] > 1 else 0  # so often stands a name that outvotes it
            found = _closest(name, [n for n in _likely(name, known, by_pairs) if n != name and counts[n] >= least])
            if found and not _akin(name, found[0]):
                close[word] = found
    for token in analysis.places(close):
        name, (meant, score) = _stem(token.text), close[token.text]
        source = "the glossary" if meant in glossary else f"this document, {counts[meant]} times"
        rare = "only here" if counts[name] == 1 else f"{counts[name]} times"
        yield Finding(
            token.start, token.start + len(name), "names/rare-spelling", "names", Tier.ASK,
            (Suggestion(meant),), f"“{meant}” stands in {source}; “{name}” {rare}",
            (Evidence(f"{score:.0f}% alike", log_odds(0.5) + (score - CLOSE) / 8),),
        )  # fmt: skip


def _outvoted_elsewhere(seen: Examination, asked: Set[int]) -> Iterator[Finding]:
    """The same for names that far more texts of the place have; nothing twice that is `asked`."""
    analysis, companions = seen.analysis, seen.companions
    words = {w for w in analysis.counts if (name := _stem(w)) in companions.names and not _is_ordinary(name, analysis)}
    for token in analysis.places(words):
        name = _stem(token.text)
        meant, stories = companions.names[name]
        if token.start not in asked:
            yield Finding(
                token.start, token.start + len(name), "names/rare-spelling", "names", Tier.ASK, (Suggestion(meant),),
                f"“{meant}” stands in {told(stories)} texts of {companions.place}; “{name}” in few",
                (Evidence("texts of its place", 0.0),),
            )  # fmt: skip


def close_names(rare: Sequence[str], frequent: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each rare spelling that is nearly a frequent name, with the closest, unless both are forms of one."""
    known = sorted(name for name in frequent if len(name) >= SHORTEST)
    by_pairs = _by_pairs(known)
    for name in rare:
        found = _closest(name, [n for n in _likely(name, known, by_pairs) if n != name])
        if found and len(name) >= SHORTEST and not _akin(name, found[0]):
            yield name, found[0]


def _is_ordinary(name: str, analysis: Analysis) -> bool:
    """Whether a name stands as a word in small letters too."""
    return (word := name.lower()) in analysis.counts and word.islower()


def _by_pairs(known: Sequence[str]) -> Mapping[str, list[int]]:
    """The numbers of the names in which each pair of letters stands."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(known):
        for pair in _pairs(name):
            numbers[pair].append(number)
    return numbers


def _likely(name: str, known: Sequence[str], by_pairs: Mapping[str, list[int]]) -> list[str]:
    """The known names that may be CLOSE: one of the rarest pairs of a name stands in each of them."""
    rarest = sorted(_pairs(name), key=lambda pair: len(by_pairs.get(pair, ())))[: int(BROKEN * len(name)) + 1]
    numbers = {number for pair in rarest for number in by_pairs.get(pair, ())}
    names = [known[number] for number in sorted(numbers)]
    return names if len(names) > FEW else [other for other in names if _shares_letters(name, other)]


def _pairs(name: str) -> list[str]:
    return [name[i : i + 2] for i in range(len(name) - 1)]


def _closest(name: str, likely: Sequence[str]) -> tuple[str, float] | None:
    """The likely name that is closest to another, if one is CLOSE, and how close it is."""
    if not likely:
        return None
    from rapidfuzz import fuzz, process  # takes longer to import than most texts to read

    found = process.extractOne(name, likely, scorer=fuzz.ratio, score_cutoff=CLOSE)
    return found[:2] if found else None


def _shares_letters(one: str, other: str) -> bool:
    """Whether two names have so many letters in common that they can be CLOSE: the ratio counts those in order, twice.

    >>> _shares_letters("Pompeo", "Pompey"), _shares_letters("Pompeo", "Pomona"), _shares_letters("Reid", "Reidsville")
    (True, False, False)
    """
    common = min(len(one) - len({*one} - {*other}), len(other) - len({*other} - {*one}))
    return 200 * common >= CLOSE * (len(one) + len(other))


def _stem(word: str) -> str:
    """A name without its possessive."""
    return word[:-2] if word.endswith(("'s", "’s")) else word


def _akin(one: str, other: str) -> bool:
    """Whether two words are forms of one name (Iraq, Iraqi; Korea, Koreas; Swift, T-Swift; Python, CPython), or kinds
    of one thing that a letter or a figure tells apart (B-cell, T-cell; OAuth1, OAuth2): then both are right.
    """
    short, long = sorted((one, other), key=len)
    if long.endswith(short) or any(c.isdigit() for c in one + other):
        return True
    parts = list(zip_longest(short.split("-"), long.split("-"), fillvalue=""))
    if short in long.split("-") or all(a == b or len(a) == len(b) == 1 for a, b in parts):
        return True
    return (
        long.startswith(short[:-1])
        and len(long) - len(short) <= 3
        and long[len(short) - 1 :].isalpha()
        and long != short
        and len(long) != len(short)
    )
