"""How likely a change of another version is right: a logistic regression, whose terms are the evidence.

The weights are fitted by `scripts/training/fit_belief.py`; see there for the texts and for how well they hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log2
from typing import NamedTuple

from cleaner.model import Evidence, log_odds
from cleaner.witness.grounds import Ground, Seen
from cleaner.witness.misreading import weighed
from cleaner.witness.verdicts import HEARD, by_itself

#: so much confidence of ours in another reading contradicts
OTHER_READ = 0.3
#: bounds of what is measured: nats a letter, nats, log-odds
MOST_COST, LEAST_GAIN, MOST_GAIN, MOST_ODDS = 4.0, -5.0, 8.0, 4.6

WEIGHTS: Mapping[str, float] = {
    "another image": 1.05,
    "another image keeps": -2.66,
    "another text": 0.55,
    "cost": -0.61,
    "gain": 0.23,
    "image": 1.78,
    "image: dropped": 0.11,
    "image: invented": -1.69,
    "image: name changed": 0.15,
    "image: number changed": 1.25,
    "image: plausible": 0.35,
    "image: supported": 1.15,
    "image: unsupported": 0.48,
    "our odds": 0.26,
    "share": 0.21,
    "strayed": -2.05,
    "text": 0.60,
    "text: dropped": 0.89,
    "text: invented": -1.91,
    "text: name changed": -0.62,
    "text: number changed": 0.66,
    "text: plausible": 0.44,
    "text: supported": 1.01,
    "text: unsupported": 0.14,
    "we agree": 1.31,
    "we read another": -0.48,
}


#: what a version that does not say the same takes from one of our readings, in log-odds, by what it has there: our
#: words as they stood, or others (`scripts/training/fit_belief.py` counts it)
AGAINST: Mapping[tuple[bool, bool], float] = {
    (False, True): -1.8,  # from the text, keeps
    (False, False): -1.1,
    (True, True): -3.5,  # from the image, keeps
    (True, False): -1.4,
}


class WitnessPlace(NamedTuple):
    """What is known of a change.

    `ground`: what the original alone says of it; `image`: whether its maker has seen the page; `agreed`, `other`: our
    confidence in the same reading and in another; `cost`: of the misreading, nats a letter; `gain`: by how much the
    new words fit better, nats; `share`: of this version's other changes, how many our reading confirms; `strayed`: the
    share of readable words near by that the version alters; the rest as
    in `Votes`.
    """

    ground: Ground
    image: bool = False
    agreed: float = 0.0
    other: float = 0.0
    cost: float = 0.0
    gain: float = 0.0
    share: float = 0.25
    strayed: float = 0.0
    texts: int = 0
    images: int = 0
    images_keep: int = 0

    @classmethod
    def of(cls, seen: Seen, image: bool = False) -> WitnessPlace:
        """What is known of a change that was seen."""
        ground = by_itself(seen).ground
        cost, gain = weighed(seen) if seen.added and seen.lost else (0.0, 0.0)
        agreed = seen.ours.finding.confidence if seen.ours else 0.0
        return cls(ground, image, agreed, seen.other, cost, gain, seen.share, seen.strayed, *seen.votes[:3])


def measured(place: WitnessPlace) -> Iterator[tuple[str, str, float, str]]:
    """The terms: the evidence that each belongs to (none: the witness), the weight's name, the value, what is told."""
    kind = "image" if place.image else "text"
    yield "", kind, 1.0, ""
    yield "", f"{kind}: {place.ground}", 1.0, f"by itself {place.ground}"
    if place.agreed >= HEARD:
        yield "our own reading", "we agree", 1.0, f"is the same ({place.agreed:.2f})"
        yield "our own reading", "our odds", min(MOST_ODDS, log_odds(place.agreed)), ""
    elif place.other >= OTHER_READ:
        yield "our own reading", "we read another", 1.0, f"is another ({place.other:.2f})"
    cost = min(place.cost, MOST_COST)
    yield "the misreading", "cost", cost, f"costs {cost:.1f} nats a letter"
    gain = max(LEAST_GAIN, min(MOST_GAIN, place.gain))
    yield "the sentence", "gain", gain, f"fits better by {gain:+.1f} nats"
    yield "its other changes", "share", log_odds(place.share), f"{place.share:.0%} as we read them"
    yield "the words near by", "strayed", place.strayed, f"{place.strayed:.0%} of them altered"
    for name, number, told in (
        ("text", place.texts, "say the same"),
        ("image", place.images, "say the same"),
        ("image keeps", place.images_keep, "keep the words"),
    ):
        if number:
            yield "other versions", f"another {name}", log2(1 + min(number, 3)), f"{number} {told}"


def evidence(place: WitnessPlace, witness: str = "another version") -> list[Evidence]:
    """What speaks for a change of some witness and against it."""
    found: dict[str, tuple[float, list[str]]] = {}
    for name, weight, value, told in measured(place):
        sum_, details = found.get(name or witness, (0.0, []))
        found[name or witness] = sum_ + WEIGHTS[weight] * value, [*details, told] if told else details
    return [Evidence(name, weight, ", ".join(details)) for name, (weight, details) in found.items()]
