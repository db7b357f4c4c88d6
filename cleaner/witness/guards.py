"""What a witness may never have changed unasked, however likely: the questions are asked in order.

Two versions agree where another witness, or our own reading, comes to the same words.  A rewrite of our text alone
may invent; a reading of the image alone may drop what it did not see (shared/measured/ocr.md, section 3).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cleaner.spelling.historical import is_historical
from cleaner.text.word_keys import keys
from cleaner.witness.come_and_gone import fits
from cleaner.witness.grounds import Ground, Seen
from cleaner.witness.misreading import FITS, FITS_BETTER, likeness, weighed
from cleaner.witness.verdicts import CERTAIN, HEARD, PASSAGE, WORDLIKE, by_itself, renamed
from cleaner.witness.versions import WitnessKind

#: of the readable words near by so many altered make a reading careless, where words cannot be read so many more; and
#: so many words added near by
CARELESS, CARELESS_OF_GARBLED, ADDS = 0.35, 0.5, 3
#: what becomes of a readable word must be near: so many nats a letter the misreading may cost
NEAR_COST = 3.0
#: what becomes of a name that cannot be read has so many of its letters, as the page has it, and a word that may be a
#: right one half of them.  Below, a witness with false names and words is wrong as often as right (`heard.py --spoil`)
LIKE_NAME, LIKE_WORD = 0.4, 0.5
#: one reading of the page drops words where it lacks no more than so many of all that fit
DROPS = 0.005


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
    original, words = claimed.seen.original, [key for name in new for key in keys(name)]
    if all(original.counts[key] or key in claimed.glossary for key in words):
        return ""
    if not original.reads(claimed.seen.change.before):
        like, common = likeness(claimed.seen), not any(original.lexicon.is_name(key.capitalize()) for key in words)
        if claimed.image and like >= LIKE_NAME:
            return ""
        if common and original.reads(claimed.seen.change.after) and like >= LIKE_WORD:  # a word like others
            return ""
    return "a name, which nothing else gives"


def lonely_words(claimed: Claimed) -> str:
    """Words that come or go, where one version alone says so; a reading of the page may drop what fits ill."""
    seen = claimed.seen
    if claimed.agree or (seen.added and seen.lost) or "".join(seen.old) == "".join(seen.new):
        return ""
    if not seen.added and 2 * sum(map(seen.original.lexicon.knows, seen.lost)) <= len(seen.lost):  # specks
        return ""
    if not claimed.image:
        return "words come or go in one rewrite of the text alone"
    if not seen.new and seen.drops <= DROPS and not fits(seen):
        return ""
    if not seen.added:
        return "words go that fit where they stand"
    return "words are added near by" if seen.adds >= ADDS else ""


def careless(claimed: Claimed) -> str:
    """One version alone that alters much near by."""
    seen = claimed.seen
    readable = seen.original.reads(seen.change.before)
    if claimed.agree or seen.strayed <= (CARELESS if readable else CARELESS_OF_GARBLED):
        return ""
    return f"the version alters {seen.strayed:.0%} of the readable words near by"


def readable(claimed: Claimed) -> str:
    """Readable words give way, for one version alone, only to near ones that fit, and in a rewrite fit far better."""
    seen, original = claimed.seen, claimed.seen.original
    if not (seen.old and seen.new) or not original.reads(seen.change.before):
        return ""
    parted = "".join(seen.old) == "".join(seen.new)
    if claimed.agree:
        by_taste = parted and not (claimed.image or claimed.we_agree)  # `bed room`: two rewrites write as one does now
        return "both can be read, and only rewrites of the text part it otherwise" if by_taste else ""
    cost, gain = weighed(seen)
    near = original.reads(seen.change.after) and cost <= NEAR_COST and gain >= (FITS if claimed.image else FITS_BETTER)
    if near and not parted and not respelt(seen.old, seen.new):
        return ""
    return "it can be read as it stands, and one version alone has it otherwise"


def garbled(claimed: Claimed) -> str:
    """Words that cannot be read may become known ones: far ones for who has seen the page, near ones for a rewrite."""
    seen, original = claimed.seen, claimed.seen.original
    if claimed.agree or not (seen.old and seen.new) or original.reads(seen.change.before):
        return ""
    ground = by_itself(seen).ground
    if ground in (Ground.SUPPORTED, Ground.PLAUSIBLE):
        return ""
    near = likeness(seen) >= LIKE_WORD
    scrap = max(map(original.lexicon.wordlike, seen.old)) <= WORDLIKE  # no name or rare word looks so
    if original.reads(seen.change.after) and (near or (claimed.image and scrap)):
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
