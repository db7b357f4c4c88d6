"""The same words, corrected alike again and again, become a rule; where only some were corrected, a rule with a cue."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from cleaner.learn.evidence_base import Material
from cleaner.learn.observations import Observation, Support
from cleaner.learn.proposal import NewRule
from cleaner.model import Tier
from cleaner.packs.from_answer import slug
from cleaner.rulebook.harm import turned
from cleaner.spelling.error_model import ErrorModel, shape
from cleaner.spelling.lexicon import Lexicon
from cleaner.stats import at_least, by_chance

LEFT_ALONE = 0.02  # share of the words left as they are that a rule without a cue may meet (misprints in the truth)
# Nats for each letter: misreadings of our development scans cost up to 3.1 (`al` for *at*), other words 4.5 and more.
READ = 3.5
READABLE = 5  # words of a sentence that shows what a rule is about
DETECTORS = ("spelling/", "names/")
# Words near by that tell where a correction is right.
MOST = 5  # words of a cue
COVERED = 0.8  # share of the corrected paragraphs that a cue must cover
SHORTEST = 4  # letters; shorter words stand everywhere
COMMON = 5.8  # Zipf: *people*, *after*, *their* stand near anything
# How likely a word may fall where it tells the two apart by mere chance (Fisher's exact test).
CHANCE = 0.05


def rules(material: Material) -> Iterator[NewRule]:
    """A rule for all words that were corrected alike often enough, and that no rule knows."""
    for group in material.same_words:
        changed = _commonest(group)
        if changed and _teaches(changed, material) and (found := _cued(changed, group, material)):
            yield found


def is_known(changed: list[Observation]) -> bool:
    """Whether a rule says so already: then agreeing with it teaches no rule."""
    rule = changed[0].rule
    return bool(rule) and not rule.startswith(DETECTORS) and not all(s.own for s in changed)


def _commonest(group: list[Observation]) -> list[Observation]:
    """The cases that were corrected alike; none where people disagree on what it should be."""
    alike: defaultdict[str, list[Observation]] = defaultdict(list)
    for s in group:
        if s.after is not None and not s.done:
            alike[as_lower(s)].append(s)
    most = max(alike.values(), key=len, default=[])
    others = sum(map(len, alike.values())) - len(most)
    return [] if others * 10 > len(most) else most


def _teaches(changed: list[Observation], material: Material) -> bool:
    first = changed[0]
    return (
        Support.of(changed).enough
        and bool(first.after)
        and not is_known(changed)
        and (bool(first.rule) or material.damage != "ocr" or _misread(first.before, str(first.after)))
        and first.before.lower() != str(first.after).lower()  # a heading's capitals; a rule keeps them anyway
        and not _only_a_broken_line(first.before, str(first.after))
    )


def _misread(before: str, after: str) -> bool:
    """Whether a scanner may have read one for the other; an editor who likes another word better teaches no scanner.

    >>> _misread("mid", "and"), _misread("lie", "he"), _misread("roughly", "about"), _misread("below", "beneath")
    (True, True, False, False)
    """
    return ErrorModel.shipped().cost(shape(before), shape(after)) <= READ * max(len(before), len(after))


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)


def _only_a_broken_line(before: str, after: str) -> bool:
    """`pri- soner`: every word may stand at a line's end, so nothing is to be learnt of this one.

    >>> _only_a_broken_line("pri- soner", "prisoner"), _only_a_broken_line("pri soner", "prisoner")
    (True, False)
    """
    return "- " in before and before.replace("- ", "") == after.replace("-", "")


def as_lower(s: Observation) -> str:
    """What it became; in lower case where the words' own capital is only that of their place."""
    after = s.after or ""
    first = s.before[:1]
    return after[:1].lower() + after[1:] if first != first.lower() and after[1:] == after[1:].lower() else after


def _cued(changed: list[Observation], group: list[Observation], material: Material) -> NewRule | None:
    kept = [s for s in group if s.after is None]
    near: list[str] = []
    if len(kept) > LEFT_ALONE * len(changed):
        near = _cue(changed, kept, material.lexicon)
        if not near:
            return None  # nothing tells right from wrong here
    return _rule(changed, len(group) - len(changed), near, material)


def _rule(changed: list[Observation], against: int, near: list[str], material: Material) -> NewRule:
    first = min(changed, key=lambda s: (s.before != s.before.lower(), len(s.sentence)))
    before, after = first.before, str(first.after)
    support = Support.of(changed, against)
    entry: dict[str, Any] = {"find": before, "fix": after}
    # A word of the language is right elsewhere, so its rule only asks.
    entry["tier"] = (Tier.ASK if material.known(before) else Tier.LIKELY).value
    # Three of three prove little: the lower bound, not the share (0.37; twenty of twenty: 0.86).
    entry["prior"] = round(min(0.99, at_least(support.cases, support.cases + (0 if near else against))), 3)
    if before != before.lower():
        entry["case"] = "exact"
    if harm := turned(before, after, material.lexicon):
        entry |= {"harm": harm[0], "tier": Tier.ASK.value}
    entry["why"] = f"Corrected so {support.cases} times in {support.documents} documents."
    if near:
        entry["near"] = {"any": near, "within": "paragraph"}
    entry["tests"] = _tests(changed, first, near)
    return NewRule(first.damage or material.damage, f"learnt-{slug(before)}", before, after, entry, support)


def _tests(changed: list[Observation], first: Observation, near: list[str]) -> dict[str, Any]:
    """The shortest sentence that was corrected, and itself corrected; with the cue beside it where it lacks one."""
    # Where the words stand twice, only one of them may have been corrected.
    once = [s for s in changed if s.before == first.before and len(_whole(s.before).findall(s.sentence)) == 1]
    covered = [s for s in once if not near or s.nearby & set(near)]
    tested = min(covered or once or [first], key=lambda s: (len(s.sentence.split()) < READABLE, len(s.sentence)))
    before, after = tested.sentence, tested.corrected
    if near and not {w.lower() for w in before.split()} & set(near):
        before, after = f"{before} ({near[0]})", f"{after} ({near[0]})"
    return {"fix": {before: after}, "keep": [after]}


# ------------------------------------------------------------------ cues: where a correction is right, where it is not


def _cue(changed: Sequence[Observation], kept: Sequence[Observation], lexicon: Lexicon) -> list[str]:
    """Words near the corrected cases and near none of the others, that together cover most; none if there are none."""
    there, elsewhere = _paragraphs(changed), _paragraphs(kept)
    taken = frozenset[str]().union(*elsewhere)
    uncovered, chosen = list(there), list[str]()
    while uncovered and len(chosen) < MOST:
        counts = Counter(w for words in uncovered for w in words - taken if _tells(w, lexicon))
        word, count = max(counts.items(), key=lambda item: (item[1], len(item[0]), item[0]), default=("", 0))
        if count < 2 or by_chance(sum(word in words for words in there), len(there), len(elsewhere)) > CHANCE:
            break
        chosen.append(word)
        uncovered = [words for words in uncovered if word not in words]
    return chosen if len(uncovered) <= (1 - COVERED) * len(there) else []


def _paragraphs(cases: Sequence[Observation]) -> set[frozenset[str]]:
    """The words of each paragraph, once: five cases in one paragraph tell no more than one."""
    return {s.nearby for s in cases}


def _tells(word: str, lexicon: Lexicon) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and lexicon.knows(word) and lexicon.zipf(word) < COMMON
