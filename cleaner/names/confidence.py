"""How likely a window is the name that it is near to: what was measured of it, weighed.

Fitted on Earnings-21 (development half: 29 calls of three recognisers, each with its own glossary; the human
references and news as texts where nothing is to be found) by `benchmarks/names.py DATA --fit`.  Counted as right: an
edit that came nearer to the reference in words; as 0.8 right, one that came no farther in words and letters; as 0.4
right, one that came no farther in words, and farther in letters.  START is raised by 1.1: then, fitted on one half of
the calls and checked on the other, 0.94 of the 610 edits that were 0.95 sure and more came nearer, and 2 came farther.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from cleaner.model import Evidence
from cleaner.names.likeness import alike, sound
from cleaner.names.matching import NameMatch, weakest_word
from cleaner.spelling.lexicon import Lexicon

START = 0.70  # log-odds before anything is measured
Measures = Mapping[str, tuple[Callable[[NameMatch], float], float]]


def _rest(match: NameMatch) -> tuple[str, str]:
    """The letters of the window, and of the name, that the other lacks."""
    return "".join(match.other), "".join(match.meant)


def _sound_of_the_rest(match: NameMatch) -> float:
    other, meant = _rest(match)
    return (alike(sound(other), sound(meant)) - 75) / 15


def _commonest(match: NameMatch) -> float:
    return min(Lexicon.shipped().zipf(word.key) for word in match.words) / 3


def _longer(match: NameMatch) -> float:
    other, meant = _rest(match)
    return max(0.0, len(other) / len(meant) - 1)


def _for_a_known_name(match: NameMatch) -> float:
    """Whether one word stands near a name such as Maureen, of which language has many that are alike."""
    name = match.near.name
    return float(len(match.words) == 1 and not name.isupper() and Lexicon.shipped().is_name(name))


#: by the reason that a reader is shown: what is measured of a match, with its weight
MEASURES: Mapping[str, Measures] = {
    "its letters": {
        "all letters": (lambda m: (m.near.letters - 75) / 15, 0.43),
        "weakest word": (lambda m: (weakest_word(m) - 70) / 15, 0.64),
    },
    "its sound": {
        "all sounds": (lambda m: (m.near.sound - 75) / 15, 0.91),
        "sound of the rest": (_sound_of_the_rest, 0.27),
    },
    "its capitals": {
        "all capitals": (lambda m: float(all(w.text[:1].isupper() for w in m.words)), 1.08),
        "an acronym": (lambda m: float(m.near.name.isupper()), 0.38),
        "one word of capitals": (lambda m: float(len(m.words) == 1 and m.text.isupper()), -0.56),
    },
    "how common its words are": {"rarest": (_commonest, -0.92)},
    "its length": {
        "one word": (lambda m: float(len(m.words) == 1), -1.52),
        "as many words": (lambda m: float(len(m.words) == len(m.near.name.split())), 1.17),
        "a word is right": (lambda m: float(len(m.other) < len(m.words)), 0.37),
        "longer": (_longer, -1.66),
        "one word for a known name": (_for_a_known_name, -1.00),
    },
    "how often it stands here": {
        "places": (lambda m: math.log(min(m.places, 20)), 0.40),
        "times": (lambda m: math.log(min(m.times, 20)), -0.80),
    },
    "which names of the glossary stand here": {
        "stands": (lambda m: float(m.stands), -0.95),
        "share": (lambda m: min(m.share, 0.4), 4.92),
    },
}


def measured(match: NameMatch) -> list[float]:
    """All measures of a match, in the order of the table."""
    return [measure(match) for group in MEASURES.values() for measure, _ in group.values()]


def evidence(match: NameMatch) -> tuple[Evidence, ...]:
    """What speaks for a match, and what against it."""
    details = {"its letters": f"{match.near.letters:.0f}% alike", "its sound": f"{match.near.sound:.0f}% alike"}
    found = [Evidence("near a name of your glossary", START)]
    for name, group in MEASURES.items():
        found.append(Evidence(name, sum(w * measure(match) for measure, w in group.values()), details.get(name, "")))
    return tuple(found)
