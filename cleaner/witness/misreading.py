"""Words that became other words: how likely the old ones are a misreading of the new ones."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from cleaner.spelling.error_model import shape
from cleaner.witness.grounds import Ground, Judgment, Seen, quoted

#: the error model's cost of a likely misreading, in nats for each letter, and of any that is worth a thought
LIKELY_COST, POSSIBLE_COST = 2.2, 3.5
#: by how much the new words must fit better between their neighbours than the old ones, in nats: if those are in no
#: list, and if they can be read
FITS, FITS_BETTER = 0.0, 3.0
#: new words with fewer letters in common with the old ones have no ground in them; with so many they may be misread
LIKE, NEAR = 0.5, 0.67


def misread(seen: Seen) -> Judgment:
    """Whether the new words are what the old ones were before somebody misread them."""
    alike, old, new = likeness(seen), quoted(seen.old), quoted(seen.new)
    if alike < LIKE:
        ground = Ground.INVENTED if len(seen.new) > 1 else Ground.UNSUPPORTED
        return Judgment(ground, f"{new} looks nothing like {old}")
    if not seen.original.reads(seen.change.after) and not all(map(seen.original.counts.get, seen.new)):
        return Judgment(Ground.UNSUPPORTED, f"{new} is in no list and stands nowhere else")
    return (_of_readable if seen.original.reads(seen.change.before) else _of_unknown)(seen, alike)


def likeness(seen: Seen) -> float:
    """The share of letters that the old and the new words have in common."""
    return Levenshtein.normalized_similarity("".join(seen.old), "".join(seen.new))


def _of_readable(seen: Seen, alike: float) -> Judgment:
    """Words that can be read as they stand: `arc` for `are`."""
    old, new, (cost, gain) = quoted(seen.old), quoted(seen.new), weighed(seen)
    if cost <= POSSIBLE_COST and gain >= FITS_BETTER:
        return Judgment(Ground.PLAUSIBLE, f"{old} can be read, but {new} fits better: {_told(cost, gain)}")
    return Judgment(Ground.UNSUPPORTED, f"{old} can be read, too little speaks for {new}: {_told(cost, gain)}")


def _of_unknown(seen: Seen, alike: float) -> Judgment:
    """Words of which one is in no list: `tbe` for `the`."""
    old, new, (cost, gain) = quoted(seen.old), quoted(seen.new), weighed(seen)
    if cost <= LIKELY_COST and gain >= FITS:
        return Judgment(Ground.SUPPORTED, f"{old} is in no list, a known misreading of {new}: {_told(cost, gain)}")
    if cost <= POSSIBLE_COST or alike >= NEAR:
        return Judgment(Ground.PLAUSIBLE, f"{old} is in no list, perhaps a misreading of {new}: {_told(cost, gain)}")
    return Judgment(Ground.UNSUPPORTED, f"{old} is in no list, and no misreading of {new} that we know")


def weighed(seen: Seen) -> tuple[float, float]:
    """What the misreading costs for each letter, and by how much the new words fit better; both in nats."""
    old, new = shape(" ".join(seen.old)), shape(" ".join(seen.new))
    change = seen.change
    cost = seen.original.channel.cost(old, new) / max(len(old), len(new))
    return cost, seen.original.fit.gain(change.start, change.end, change.after)


def _told(cost: float, gain: float) -> str:
    return f"the misreading costs {cost:.1f} nats a letter, the fit gains {gain:+.1f}"
