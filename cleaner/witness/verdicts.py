"""The verdict on one change: does the original bear it out, and why.

Questions are asked in the order of `QUESTIONS`; the first that has an answer decides.  What may do most harm comes
first: figures, words added and taken away, names.  How likely a change is right is `belief`'s to say.
"""

from __future__ import annotations

from collections.abc import Callable

from cleaner.model import Record, Tier, Verdict
from cleaner.text.sentences import after_stop
from cleaner.text.word_keys import TOKEN, figures, key, keys, negations
from cleaner.witness.grounds import MARKS, Ground, Judgment, Original, Seen, quoted, told
from cleaner.witness.misreading import misread

#: a rarer reading of ours is not believed; figures and negations need the second (both from shared/measured/ocr.md)
HEARD, CERTAIN = 0.1, 0.98
#: mean ln P of the letters of a string that may be a word or a name that no list holds (`Lexicon.wordlike`)
WORDLIKE = -2.9
#: so many words make a passage, which may have moved; so many dropped at the end are an answer that was cut off
PASSAGE, CUT_OFF = 3, 20
#: characters that hold the words just before a place
BESIDE = 60

Question = Callable[[Seen], Judgment | None]


def judged(seen: Seen) -> Judgment:
    """What is to be said of a change, with all that is known."""
    return next(said for question in QUESTIONS if (said := question(seen)))


def by_itself(seen: Seen) -> Judgment:
    """What the original alone says of a change, whoever agrees."""
    return next(said for question in QUESTIONS if question not in AGREEMENT and (said := question(seen)))


def only_form(seen: Seen) -> Judgment | None:
    """The same words, written otherwise."""
    if seen.old != seen.new:
        return None
    if seen.change.before.lower() == seen.change.after.lower():
        return Judgment(Ground.FORM, "only capitals differ")
    return Judgment(Ground.FORM, "the same words, written otherwise")


def agreed(seen: Seen) -> Judgment | None:
    """Our own reading of the place comes to the same words."""
    if seen.ours is None:
        return None
    sure, rule = seen.ours.finding.confidence, seen.ours.finding.rule
    same = f"our own reading is the same ({rule}, {sure:.2f})"
    harmful = seen.changes_a_number or seen.changes_a_negation
    if sure >= (CERTAIN if harmful else HEARD) and _may_fix(seen.ours):
        return Judgment(Ground.SUPPORTED, same)
    if harmful or sure < HEARD:
        return None
    return Judgment(Ground.PLAUSIBLE, f"{same}, and is never fixed without a person")


def _may_fix(ours: Record) -> bool:
    return ours.verdict is Verdict.FIX or ours.finding.tier in (Tier.SAFE, Tier.LIKELY)


def seconded(seen: Seen) -> Judgment | None:
    """Another version makes the same change.

    Two models drop the same runs of words half of the time, and both may have the same wrong figure: such are asked.
    """
    if not seen.votes.same or seen.changes_a_number or seen.changes_a_negation:
        return None
    if not (seen.added and seen.lost) and max(len(seen.added), len(seen.lost)) >= PASSAGE:
        return None
    return Judgment(Ground.SUPPORTED, "another version says the same")


def number(seen: Seen) -> Judgment | None:
    """A figure became another."""
    if not (seen.old and seen.new and seen.changes_a_number):
        return None
    return Judgment(Ground.NUMBER, f"{quoted(figures(seen.old))} became {quoted(figures(seen.new))}")


def added(seen: Seen) -> Judgment | None:
    """Words that only the second version has, in place of none."""
    if seen.lost:
        return None
    if not seen.added:
        return Judgment(Ground.UNSUPPORTED, "the same words in another order")
    if len(seen.added) >= PASSAGE and seen.original.taken.issuperset(seen.added):
        return Judgment(Ground.UNSUPPORTED, f"{told(seen.added)} gone elsewhere: moved, not new")
    return Judgment(Ground.INVENTED, f"{told(seen.added)} without any ground in the first version")


def dropped(seen: Seen) -> Judgment | None:
    """Words that only the first version has, with none in their place."""
    if seen.added:
        return None
    lost, original, start = seen.lost, seen.original, seen.change.start
    if len(lost) >= CUT_OFF and not original.text[seen.change.end :].strip():
        share = len(seen.change.before) / len(original.text)
        return Judgment(Ground.DROPPED, f"the second version ends here: {share:.0%} of the first is missing")
    if len(lost) >= PASSAGE and original.given.issuperset(lost):
        return Judgment(Ground.UNSUPPORTED, f"{told(lost)} stand elsewhere in the second version: moved, not lost")
    harmless = not (figures(lost) or negations(lost))
    if harmless and lost == keys(original.text[max(0, start - BESIDE) : start])[-len(lost) :]:
        return Judgment(Ground.PLAUSIBLE, f"{quoted(lost)} stood there twice")
    if harmless and not any(map(original.lexicon.knows, lost)):
        return Judgment(Ground.PLAUSIBLE, f"{quoted(lost)}: no word, perhaps a speck or a stroke")
    return Judgment(Ground.DROPPED, f"{told(lost)} gone: {quoted(lost)}")


def parted(seen: Seen) -> Judgment | None:
    """The same letters, joined or parted elsewhere."""
    if "".join(seen.old) != "".join(seen.new):
        return None
    if not seen.original.reads(seen.change.after):
        return Judgment(Ground.UNSUPPORTED, "the same letters, parted so that no known words come of it")
    if seen.original.reads(seen.change.before):
        return Judgment(Ground.PLAUSIBLE, "the same letters, parted elsewhere; both can be read")
    what = "one word, broken" if len(seen.new) < len(seen.old) else "words without the blank between them"
    return Judgment(Ground.SUPPORTED, f"{what}: {quoted(seen.change.before.split())} is in no list")


def name(seen: Seen) -> Judgment | None:
    """A name became another; names are words with a capital that no sentence's start explains."""
    return next((said for old, new in renamed(seen) if (said := _renamed(old, new, seen.original))), None)


def _renamed(old: str, new: str, original: Original) -> Judgment | None:
    again = original.counts[key(new)] > 0
    known = original.counts[key(old)] > 1 or original.lexicon.knows(old)
    if known or (not again and original.lexicon.wordlike(old) > WORDLIKE):
        return Judgment(Ground.NAME, f"“{old}” can be read as it stands, and became “{new}”")
    if again:
        return None
    if not original.lexicon.knows(new):
        return Judgment(Ground.NAME, f"“{new}” stands nowhere else and is in no list")
    return Judgment(Ground.PLAUSIBLE, f"“{old}” is no name we know, “{new}” is, but it stands nowhere else here")


def renamed(seen: Seen) -> list[tuple[str, str]]:
    """The names that changed, each with what answers it; where words come or go, none."""
    if not (seen.old and seen.new):
        return []
    places = [(m[0].strip(MARKS), seen.change.start + m.start()) for m in TOKEN.finditer(seen.change.before)]
    new = [token.strip(MARKS) for token in TOKEN.findall(seen.change.after)]
    if len(places) != len(new):
        places, new = [(" ".join(old for old, _ in places), places[0][1])], [" ".join(new)]
    return [
        (old, now)
        for (old, at), now in zip(places, new, strict=True)
        if key(old) != key(now) and _is_name(old, now, at, seen.original)
    ]


def _is_name(old: str, new: str, at: int, original: Original) -> bool:
    if len(old) < 2 or old.isupper() or not (old[0].isupper() or new[:1].isupper()):
        return False
    if original.lexicon.is_name(old) or original.lexicon.is_name(new):
        return True
    return bool(original.text[:at].strip()) and not after_stop(original.text, at)


def negation(seen: Seen) -> Judgment | None:
    """A word that denies came or went."""
    if not seen.changes_a_negation:
        return None
    was, became = quoted(negations(seen.old)), quoted(negations(seen.new))
    return Judgment(Ground.UNSUPPORTED, f"a negation: {was} became {became}")


QUESTIONS: tuple[Question, ...] = (only_form, agreed, seconded, number, added, dropped, parted, name, negation, misread)
AGREEMENT = (agreed, seconded)
