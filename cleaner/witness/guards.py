"""What a witness may never have changed unasked, however likely: the questions are asked in order.

Two versions agree where another witness, or our own reading, comes to the same words.  A rewrite of our text alone
may invent; a reading of the image alone may drop what it did not see (shared/measured/ocr.md, section 3).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cleaner.spelling.historical import is_historical
from cleaner.text.word_keys import keys
from cleaner.witness.grounds import Ground, Seen
from cleaner.witness.misreading import FITS, FITS_BETTER, weighed
from cleaner.witness.verdicts import CERTAIN, HEARD, PASSAGE, by_itself, renamed
from cleaner.witness.versions import WitnessKind

#: of the readable words near by so many altered make a reading careless, and so many words added near by
CARELESS, ADDS = 0.35, 3
#: what one reading of the page makes of a readable word or of a name must be near, and of a garbled word not too far:
#: so many nats a letter the misreading may cost.  Beyond, a witness with false names and words is wrong as often as
#: right (`benchmarks/witness.py --spoil`)
NEAR_COST, GARBLED_COST = 3.0, 5.0


class Claimed(NamedTuple):
    """A change that a witness of some kind makes, and how likely it is right; `glossary`: the user's names."""

    seen: Seen
    kind: WitnessKind
    belief: float
    glossary: frozenset[str] = frozenset()

    @property
    def agree(self) -> bool:
        """Whether a second version, or our own reading, says the same."""
        return self.seen.votes.same > 0 or self.we_agree

    @property
    def we_agree(self) -> bool:
        ours = self.seen.ours
        return ours is not None and ours.finding.confidence >= HEARD

    @property
    def image(self) -> bool:
        """Whether somebody who says so has read the page."""
        return self.kind is WitnessKind.IMAGE or self.seen.votes.images > 0


Guard = Callable[[Claimed], str]


def asked_because(claimed: Claimed) -> str:
    """Why a change is only asked about; "" where it may be made."""
    return next((why for guard in GUARDS if (why := guard(claimed))), "")


def copied(claimed: Claimed) -> str:
    """Another outlet's words may be right and are not this text's."""
    return "another print of the story" if claimed.kind is WitnessKind.COPY else ""


def figure(claimed: Claimed) -> str:
    """Figures and negations: two versions that are independent, and near certainty."""
    seen = claimed.seen
    if not (seen.changes_a_number or seen.changes_a_negation):
        return ""
    independent = claimed.we_agree or (claimed.image and claimed.agree)
    if independent and claimed.belief >= CERTAIN:
        return ""
    return "a figure or a negation, and no two independent versions are certain"


def passage(claimed: Claimed) -> str:
    """Runs of words that come or go: two models drop the same ones half of the time."""
    seen = claimed.seen
    more, less = len(seen.new) - len(seen.old), sum(map(seen.original.lexicon.knows, seen.lost))
    if (not seen.lost and len(seen.added) >= PASSAGE) or more >= PASSAGE:
        return f"{PASSAGE} words and more are added"
    if -more >= PASSAGE and 2 * less > len(seen.lost):
        return f"{PASSAGE} words and more are dropped"
    return ""


def name(claimed: Claimed) -> str:
    """A name becomes only what two versions, the text elsewhere, the glossary or a near reading of the page have."""
    if claimed.agree or not (new := [new for _, new in renamed(claimed.seen)]):
        return ""
    counts = claimed.seen.original.counts
    if all(counts[key] or key in claimed.glossary for words in new for key in keys(words)):
        return ""
    unread = not claimed.seen.original.reads(claimed.seen.change.before)
    near = claimed.image and unread and weighed(claimed.seen)[0] <= NEAR_COST
    return "" if near else "a name, which nothing else gives"


def lonely_words(claimed: Claimed) -> str:
    """Words that come or go, where one version alone says so."""
    seen = claimed.seen
    if claimed.agree or (seen.added and seen.lost) or "".join(seen.old) == "".join(seen.new):
        return ""
    if not seen.added and not any(map(seen.original.lexicon.knows, seen.lost)):  # specks
        return ""
    if not claimed.image:
        return "words come or go in one rewrite of the text alone"
    return "words are added near by" if seen.added and seen.adds >= ADDS else ""


def careless(claimed: Claimed) -> str:
    """One version alone that alters much near by."""
    if claimed.agree or claimed.seen.strayed <= CARELESS:
        return ""
    return f"the version alters {claimed.seen.strayed:.0%} of the readable words near by"


def readable(claimed: Claimed) -> str:
    """Readable words give way, for one version alone, only to near ones that fit, and in a rewrite fit far better."""
    seen, original = claimed.seen, claimed.seen.original
    if claimed.agree or not (seen.old and seen.new) or not original.reads(seen.change.before):
        return ""
    cost, gain = weighed(seen)
    near = original.reads(seen.change.after) and cost <= NEAR_COST and gain >= (FITS if claimed.image else FITS_BETTER)
    if near and "".join(seen.old) != "".join(seen.new) and not respelt(seen.old, seen.new):
        return ""
    return "it can be read as it stands, and one version alone has it otherwise"


def garbled(claimed: Claimed) -> str:
    """Words that cannot be read may be a far misreading for who has seen the page, and a known one for a rewrite."""
    seen, original = claimed.seen, claimed.seen.original
    if claimed.agree or not (seen.old and seen.new) or original.reads(seen.change.before):
        return ""
    ground = by_itself(seen).ground
    if ground in (Ground.SUPPORTED, Ground.PLAUSIBLE):
        return ""
    if claimed.image and original.reads(seen.change.after) and weighed(seen)[0] <= GARBLED_COST:
        return ""
    return f"{ground} by itself, and one version alone says so"


def respelt(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether the same words are spelt as another country or age spells them.

    >>> respelt(["honour"], ["honor"]), respelt(["whilst"], ["while"]), respelt(["hone"], ["home"])
    (True, True, False)
    """
    return len(old) == len(new) and all(
        a == b or _respelt(a, b) or _respelt(b, a) for a, b in zip(old, new, strict=True)
    )


def _respelt(old: str, new: str) -> bool:
    return is_historical(old, new) or (old, new) in RESPELT


#: other pairs of an older and a newer form that are no misreadings of each other
RESPELT = frozenset(
    {
        ("whilst", "while"),
        ("amongst", "among"),
        ("upon", "on"),
        ("shew", "show"),
        ("shewed", "showed"),
        ("shewn", "shown"),
        ("gaol", "jail"),
        ("grey", "gray"),
        ("waggon", "wagon"),
        ("despatch", "dispatch"),
        ("enquiry", "inquiry"),
        ("judgement", "judgment"),
    }
)

GUARDS: tuple[Guard, ...] = (copied, figure, passage, name, lonely_words, careless, readable, garbled)
