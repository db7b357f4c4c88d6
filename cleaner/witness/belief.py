"""How likely a change of another version is right: a logistic regression, whose terms are the evidence.

The weights are fitted by `scripts/training/fit_belief.py`; see there for the texts and for how well they hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log2
from typing import NamedTuple

from cleaner.model import Evidence, log_odds
from cleaner.text.plural import count
from cleaner.witness.come_and_gone import missed, stray
from cleaner.witness.grounds import NO_VOTES, Ground, Seen, WitnessVotes
from cleaner.witness.misreading import likeness, weighed
from cleaner.witness.verdicts import HEARD, by_itself

#: so much confidence of ours in another reading contradicts
OTHER_READ = 0.3
#: bounds of what is measured: nats a letter, nats, log-odds; words that come, letters that go
MOST_COST, LEAST_GAIN, MOST_GAIN, MOST_ODDS = 4.0, -5.0, 8.0, 4.6
MOST_COME, MOST_GONE = 4, 12

WEIGHTS: Mapping[str, float] = {
    "another image": 1.08,
    "another image keeps": -3.16,
    "another image otherwise": -2.64,
    "another text": 0.67,
    "another text otherwise": -0.77,
    "cost": -0.40,
    "gain": 0.22,
    "image": 1.12,
    "image: dropped": 1.06,
    "image: invented": -0.93,
    "image: name changed": -0.26,
    "image: number changed": 0.74,
    "image: plausible": 0.00,
    "image: supported": 0.43,
    "image: unsupported": 0.08,
    "letters gone": -1.31,
    "like": 1.42,
    "missed": 0.23,
    "our odds": 0.18,
    "share": 0.14,
    "stray": 0.24,
    "strayed": -0.77,
    "text": 0.17,
    "text: dropped": 1.65,
    "text: invented": -1.07,
    "text: name changed": -1.03,
    "text: number changed": 0.12,
    "text: plausible": 0.07,
    "text: supported": 0.55,
    "text: unsupported": -0.12,
    "unknown": 0.13,
    "we agree": 0.82,
    "we read another": -0.40,
    "words come": -0.38,
}


#: what a version that does not say the same takes from one of our readings, in log-odds, by what it has there: our
#: words as they stood, or others (`scripts/training/fit_belief.py` counts it)
AGAINST: Mapping[tuple[bool, bool], float] = {
    (False, True): -1.7,  # from the text, keeps
    (False, False): -1.5,
    (True, True): -3.5,  # from the image, keeps
    (True, False): -1.9,
}


class WitnessPlace(NamedTuple):
    """What is known of a change.

    `ground`: what the original alone says of it; `image`: whether its maker has seen the page; `agreed`, `other`: our
    confidence in the same reading and in another; `share`: of this version's other changes, how many our reading
    confirms; `strayed`: the share of readable words near by that the version alters; `votes`: what other versions have.

    Of words that became others: `cost` of the misreading, nats a letter; `gain`, by how much the new ones fit better,
    nats; `like`, the share of letters in common; `unknown`, whether a new one is in no list.  Of words that only came
    or went: `come`, how many; `gone`, how many letters; `fits`, whether the sentence misses or rejects them (`missed`,
    `stray`), nats.
    """

    ground: Ground
    image: bool = False
    agreed: float = 0.0
    other: float = 0.0
    share: float = 0.25
    strayed: float = 0.0
    votes: WitnessVotes = NO_VOTES
    cost: float = 0.0
    gain: float = 0.0
    like: float = 0.0
    unknown: bool = False
    come: int = 0
    gone: int = 0
    fits: float = 0.0

    @classmethod
    def of(cls, seen: Seen, image: bool = False) -> WitnessPlace:
        """What is known of a change that was seen."""
        agreed = seen.ours.finding.confidence if seen.ours else 0.0
        place = cls(by_itself(seen).ground, image, agreed, seen.other, seen.share, seen.strayed, seen.votes)
        if seen.old and seen.new:
            cost, gain = weighed(seen)
            unknown = not seen.original.reads(seen.change.after)
            return place._replace(cost=cost, gain=gain, like=likeness(seen), unknown=unknown)
        if seen.old:
            return place._replace(gone=len("".join(seen.old)), fits=stray(seen))
        return place._replace(come=len(seen.new), fits=missed(seen))


#: a piece of evidence (none: the witness), a weight's name, the value, what is told of it
_Term = tuple[str, str, float, str]


def measured(place: WitnessPlace) -> Iterator[_Term]:
    """The terms of the regression."""
    kind = "image" if place.image else "text"
    yield "", kind, 1.0, ""
    yield "", f"{kind}: {place.ground}", 1.0, f"by itself {place.ground}"
    if place.agreed >= HEARD:
        yield "our own reading", "we agree", 1.0, f"is the same ({place.agreed:.2f})"
        yield "our own reading", "our odds", min(MOST_ODDS, log_odds(place.agreed)), ""
    elif place.other >= OTHER_READ:
        yield "our own reading", "we read another", 1.0, f"is another ({place.other:.2f})"
    yield from _come_or_gone(place) if place.come or place.gone else _became(place)
    yield "its other changes", "share", log_odds(place.share), f"{place.share:.0%} as we read them"
    yield "the words near by", "strayed", place.strayed, f"{place.strayed:.0%} of them altered"
    yield from _voted(place.votes)


def _became(place: WitnessPlace) -> Iterator[_Term]:
    cost = min(place.cost, MOST_COST)
    yield "the misreading", "cost", cost, f"costs {cost:.1f} nats a letter"
    yield "the misreading", "like", place.like, f"{place.like:.0%} of the letters alike"
    if place.unknown:
        yield "the misreading", "unknown", 1.0, "the new words are in no list"
    gain = max(LEAST_GAIN, min(MOST_GAIN, place.gain))
    yield "the sentence", "gain", gain, f"fits better by {gain:+.1f} nats"


def _come_or_gone(place: WitnessPlace) -> Iterator[_Term]:
    fits = max(-MOST_GAIN, min(MOST_GAIN, place.fits))
    yield "the sentence", "missed" if place.come else "stray", fits, f"by {fits:+.1f} nats more than by chance"
    if place.come:
        yield "the length", "words come", min(place.come, MOST_COME), count(place.come, "word")
    else:
        yield "the length", "letters gone", min(place.gone, MOST_GONE) / 4, count(place.gone, "letter")


def _voted(votes: WitnessVotes) -> Iterator[_Term]:
    """Those who say the same, those who keep the words, and those with other words where they are more of their kind.

    Two readings of the page drop the same words half of the time, so one that keeps them counts whoever agrees.
    """
    texts, images = votes.texts, votes.images
    for name, number, told in (
        ("text", texts, "say the same"),
        ("image", images, "say the same"),
        ("image keeps", votes.images_keep, "keep the words"),
        ("text otherwise", votes.texts_other - texts, "more have other words"),
        ("image otherwise", votes.images_other - images, "more have other words"),
    ):
        if number > 0:
            yield "other versions", f"another {name}", log2(1 + min(number, 3)), f"{number} {told}"


def evidence(place: WitnessPlace, witness: str = "another version") -> list[Evidence]:
    """What speaks for a change of some witness and against it."""
    found: dict[str, tuple[float, list[str]]] = {}
    for name, weight, value, told in measured(place):
        sum_, details = found.get(name or witness, (0.0, []))
        found[name or witness] = sum_ + WEIGHTS[weight] * value, [*details, told] if told else details
    return [Evidence(name, weight, ", ".join(details)) for name, (weight, details) in found.items()]
