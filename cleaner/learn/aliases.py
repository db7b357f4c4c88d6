"""Learns what machines write for names: aliases for the user's glossary, asked about by name, confirmed one by one.

They come from the texts of the run, as spellings near a name of the glossary (`names.clusters`) or near one another
(`names.unlisted`), and from corrections by hand.  A correction must pass a test of sound: an editor who writes another
name may have meant another person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from cleaner.learn.alias_chance import likely
from cleaner.learn.evidence_base import Material
from cleaner.learn.observations import Support
from cleaner.learn.proposal import Proposal
from cleaner.names.clusters import EXAMPLES, Spelling, near_windows
from cleaner.names.entries import LONGEST
from cleaner.names.likeness import alike, sound
from cleaner.names.matching import EDGES, SHORTEST, is_proper
from cleaner.names.name_words import keys
from cleaner.names.unlisted import unlisted
from cleaner.packs.own_pack import OwnPack
from cleaner.packs.pack_writer import DoesNotHold
from cleaner.packs.remember import Plan
from cleaner.text.plural import count

SOUND = 60.0  # how alike in sound a correction must be to be heard as the name, of 100; 0 is no sound in common
CORRECTED = 2  # times; once may be a slip of the editor
MEANT = 0.5  # of the places of known words were corrected: *mean* is no Shaun where two of fifty are
AROUND = 25  # characters of an example
AFTER_LISTED = 100_000.0  # a rank: names of the glossary come first


def aliases(material: Material) -> Iterator[Proposal]:
    """For each name of the glossary a proposal with its likeliest spellings, and one for each corrected name."""
    yield from _corrected(material)
    if material.glossary:
        texts = [text for _, text in material.texts]
        by_name: defaultdict[str, list[Spelling]] = defaultdict(list)
        for spelling in likely(near_windows(texts, material.glossary), texts):
            by_name[spelling.name].append(spelling)
        for place, (name, found) in enumerate(by_name.items()):
            yield replace(_question(name, found, material), rank=float(place))
    for found in unlisted(material.texts, material.glossary):
        yield _unlisted(found, material)


def _unlisted(found: Sequence[Spelling], material: Material) -> Proposal:
    """A question about a name that no glossary lists; its spelling here is a choice too, for it may be wrong itself."""
    asked = _question(found[0].name, found, material)
    where = f" ({asked.support.times})" if asked.support else ""
    title = f"“{found[0].name}” is on no glossary: {count(len(found) - 1, 'spelling')} near it{where}"
    return replace(asked, title=title, rank=AFTER_LISTED - found[0].score)


def _question(name: str, found: Sequence[Spelling], material: Material) -> Proposal:
    choices = tuple(_choice(spelling, material) for spelling in found)
    places = [place for spelling in found for place in spelling.places]
    support = Support(len(places), len({text for text, _, _ in places}))
    title = f"aliases of “{name}”: {count(len(found), 'spelling')} near it ({support.times})"
    return Proposal("alias", title, _nothing, support, choices=choices)


def _nothing(own: OwnPack) -> Plan:
    """What a yes for all of them writes: aliases are confirmed one by one."""
    raise DoesNotHold("aliases are taken by their numbers")


def _choice(spelling: Spelling, material: Material) -> Proposal:
    documents = len({text for text, _, _ in spelling.places})
    support = Support(len(spelling.places), documents)
    examples = []
    for number, start, end in spelling.places[:EXAMPLES]:
        text = material.texts[number][1]
        examples.append(" ".join(text[max(0, start - AROUND) : end + AROUND].split()))
    title = f"“{spelling.said}”, {support.times}"

    def meant(name: str) -> Proposal:
        plan = partial(OwnPack.alias, name=name, said=spelling.said, always=spelling.everyday)
        return Proposal("alias", title, plan, support, tuple(examples), named=meant)

    return meant(spelling.name)


def _corrected(material: Material) -> Iterator[Proposal]:
    """Names that people put where something else stood that sounds like them."""
    cases = defaultdict(list)
    for s in material.seen:
        if s.after and not s.done and len(s.after) <= LONGEST and s.after[:1].isupper() and is_proper(s.after):
            cases[s.after, " ".join(keys(s.before))].append(s)
    for (name, said), seen in cases.items():
        support = Support.of(seen)
        if support.cases >= CORRECTED and heard_as(said, name) and _mostly_meant(said, support.cases, material):
            plan = partial(OwnPack.alias, name=name, said=said)
            yield Proposal("alias", f"alias of “{name}”: “{said}” ({support})", plan, support)


def heard_as(said: str, name: str) -> bool:
    """Whether words may be a name misheard, and are neither the name itself nor small words.

    >>> heard_as("desu via", "DSUVIA"), heard_as("the chairman", "Borodin"), heard_as("borodin", "Borodin")
    (True, False, False)
    >>> heard_as("ny", "Nee"), heard_as("then", "Theon"), heard_as("than a", "Thana")
    (False, False, False)
    """
    heard, meant = said.replace(" ", ""), "".join(keys(name))
    if len(heard) < SHORTEST or EDGES.issuperset(said.split()):
        return False
    return heard != meant and alike(sound(heard), sound(meant)) >= SOUND


def _mostly_meant(said: str, corrected: int, material: Material) -> bool:
    """Whether words were corrected in half of their places; unknown words mean nothing else anyhow."""
    if not material.known(said):
        return True
    words = r"\W+".join(map(re.escape, said.split()))
    here = re.compile(rf"\b{words}\b", re.IGNORECASE)
    return sum(len(here.findall(text)) for _, text in material.texts) <= corrected / MEANT
