"""Names that no glossary lists: a rare word with a capital that comes back, and the spellings near it.

Which of the spellings is right, and whether any is, only a reader knows: a recogniser that lacks a name writes other
words for it each time.  So the one that stands most often gives the question its title, sooner if it stands in a file's
name.  Left out are words of the language, other forms of the word (a plural), spellings that stand nearly as often,
names behind other first names (*Erik Vandel*, *Olga Wandel*): those are somebody's own; and spellings in other texts
than the name, unless many of them have it: among many texts some word is always near some name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cleaner.names.clusters import Place, Spelling, spellings
from cleaner.names.name_words import name_words
from cleaner.names.near_names import NearNames
from cleaner.names.user_glossary import Glossary
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import Analysis

SHORTEST = 4  # letters
RARE = 3.0  # zipf: one in a million words
MOST_NAMES = 500
IN_A_FILE_NAME = 10  # mentions that a file's name is worth
OFTENER = 2  # times as often the name must stand as a spelling that is taken for it
SURE = 165.0  # a score of `clusters`; with a glossary 140 is enough
SHARED = 0.25  # of the texts have a name that all of them may speak of
ONE_NAME = 150.0  # letters and sound, of 200, from which on two names are spellings of one


@dataclass
class Mention:
    """Where a word stands, and the names that stand before it."""

    places: list[Place] = field(default_factory=list)
    behind: set[str] = field(default_factory=set)


def unlisted(texts: Sequence[tuple[str, str]], listed: Glossary) -> Iterator[list[Spelling]]:
    """For each likely name of these texts its spellings: its own first, then those near it, the likeliest first."""
    mentions = _mentions(texts)
    names = _names(mentions, [name.lower() for name, _ in texts], {word.lower() for word in listed.words})
    near: defaultdict[str, list[Spelling]] = defaultdict(list)
    taken: set[str] = set()
    found = spellings([text for _, text in texts], Glossary.of([*names, *listed.words]))
    found = (one for one in found if one.name in names and _meet(one, mentions[one.name], len(texts)))
    for one in sorted(found, key=lambda one: (-one.score, one.name)):
        if one.said not in taken and _may_be_a_form(one, names[one.name], mentions):
            taken.add(one.said)
            near[one.name].append(one)
    for name, forms in near.items():
        yield [Spelling(name, name.lower(), forms[0].score, tuple(mentions[name].places), everyday=False), *forms]


def _mentions(texts: Sequence[tuple[str, str]]) -> Mapping[str, Mention]:
    """The rare words with a capital, by how they are written, that stand within a sentence."""
    found: defaultdict[str, Mention] = defaultdict(Mention)
    for number, (_, text) in enumerate(texts):
        before, first, end = "", "", 0  # `first`: the word before, if it has a capital within a sentence too
        for word in name_words(Analysis(text).tokens):
            within = bool(before) and text[end : word.start] == " "
            if within and word.text[:1].isupper() and _is_rare(word.text):
                found[word.text].places.append((number, word.start, word.end))
                found[word.text].behind.update({first} if first else ())
            first = word.text if within and word.text[:1].isupper() else ""
            before, end = word.text, word.end
    return found


def _is_rare(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and Lexicon.shipped().zipf(word.lower()) < RARE


def _names(mentions: Mapping[str, Mention], files: Sequence[str], listed: set[str]) -> dict[str, int]:
    """The names, the most mentioned first, with their mentions; none that is near a more mentioned one."""

    def weight(name: str) -> int:
        return len(mentions[name].places) + IN_A_FILE_NAME * any(name.lower() in file for file in files)

    often = [name for name in mentions if weight(name) >= OFTENER and name.lower() not in listed]
    often = sorted(often, key=lambda name: (-weight(name), name))[:MOST_NAMES]
    near, names, passed = NearNames.of(often), dict[str, int](), set[str]()
    for name in often:
        if name not in passed:
            names[name] = weight(name)
            passed.update(other.name for other in near.near(name.lower()) if other.both >= ONE_NAME)
    return names


def _meet(spelling: Spelling, name: Mention, texts: int) -> bool:
    """Whether a text has both a spelling and the name, or so many have the name that any may speak of it."""
    having = {text for text, _, _ in name.places}
    return len(having) >= SHARED * texts or any(text in having for text, _, _ in spelling.places)


def _may_be_a_form(spelling: Spelling, times: int, mentions: Mapping[str, Mention]) -> bool:
    """Whether a spelling may be the name: rare words, that stand seldom beside it, and not behind other first names."""
    own, said, lexicon = spelling.name.lower(), spelling.said, Lexicon.shipped()
    ordinary = " " not in said and lexicon.knows(said) and not lexicon.is_name(said)
    if spelling.score < SURE or spelling.everyday or ordinary or said in own or own in said:
        return False
    if len(spelling.places) * OFTENER > times:
        return False
    behind = {one for written, m in mentions.items() if written.lower() == spelling.said for one in m.behind}
    others = mentions[spelling.name].behind
    return not (behind and others and behind.isdisjoint(others))
