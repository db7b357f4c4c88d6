"""Learns a rule from words that were corrected alike again and again; where only some were, a rule with a cue."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from cleaner.learn.evidence_base import Material
from cleaner.learn.observations import Observation, Support
from cleaner.learn.proposal import NewRule
from cleaner.model import Tier
from cleaner.packs.clean_text import clean_stretch, strange_words
from cleaner.packs.from_answer import slug
from cleaner.rulebook.harm import turned
from cleaner.spelling.error_model import ErrorModel, shape
from cleaner.spelling.lexicon import Lexicon
from cleaner.stats import at_least, by_chance

# A rule without a cue may meet so many words that were left alone, for each that was corrected: misprints in the truth.
LEFT_ALONE = 0.02
# Nats for each letter: misreadings in our development scans cost up to 3.1 (`al` for *at*), other words 4.5 and more.
READ = 3.5
READABLE = 5  # words of a sentence that shows what a rule is about
DETECTORS = ("spelling/", "names/")
MOST = 5  # words of a cue
COVERED = 0.8  # share of the corrected paragraphs that a cue must cover
SHORTEST = 4  # letters; shorter words stand everywhere
COMMON = 5.8  # Zipf: *people*, *after*, *their* stand near anything
CHANCE = 0.05  # at most, that a word separates the two by mere chance (Fisher's exact test)


def rules(material: Material) -> Iterator[NewRule]:
    """A rule for all words that were corrected alike often enough, if no rule corrects them already."""
    for group in material.same_words:
        changed, kept = _commonest(group), [s for s in group if s.after is None]
        if not changed or not _teaches(changed, material):
            continue
        near: list[str] = []
        if len(kept) > LEFT_ALONE * len(changed):
            near = _cue(changed, kept, material.lexicon)
            if not near:
                continue  # nothing tells right from wrong here
        yield _rule(changed, kept if near else [], len(group) - len(changed), near, material)


def is_known(changed: list[Observation]) -> bool:
    """Whether a rule corrects so already; then agreeing with it teaches no rule."""
    rule = changed[0].rule
    return bool(rule) and not rule.startswith(DETECTORS) and not all(s.own for s in changed)


def _commonest(group: list[Observation]) -> list[Observation]:
    """The cases that were corrected alike; none if people disagree (another correction for every ten cases)."""
    corrected = [cases for after, cases in alike(group).items() if after is not None]
    most = max(corrected, key=len, default=[])
    others = sum(map(len, corrected)) - len(most)
    return [] if others * 10 > len(most) else most


def alike(group: list[Observation]) -> dict[str | None, list[Observation]]:
    """The cases by what they became; None: a finding was left alone.  What the program corrects already is left out."""
    cases: defaultdict[str | None, list[Observation]] = defaultdict(list)
    for s in group:
        if not s.done and (s.rule or s.after is not None):
            cases[_as_lower(s.before, s.after)].append(s)
    return cases


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
    """Whether a scanner may have read one for the other, so that this is no editor's choice of another word.

    >>> _misread("mid", "and"), _misread("lie", "he"), _misread("roughly", "about"), _misread("below", "beneath")
    (True, True, False, False)
    """
    return ErrorModel.shipped().cost(shape(before), shape(after)) <= READ * max(len(before), len(after))


def _only_a_broken_line(before: str, after: str) -> bool:
    """Whether only a line break was mended; any word may stand at a line's end, so this teaches nothing of the word.

    >>> _only_a_broken_line("pri- soner", "prisoner"), _only_a_broken_line("pri soner", "prisoner")
    (True, False)
    """
    return "- " in before and before.replace("- ", "") == after.replace("-", "")


def _as_lower(before: str, after: str | None) -> str | None:
    """The correction, in lower case where its capital is only that of its place."""
    if after and before[:1] != before[:1].lower() and after[1:] == after[1:].lower():
        return after[:1].lower() + after[1:]
    return after


def _rule(
    changed: list[Observation], innocent: list[Observation], against: int, near: list[str], material: Material
) -> NewRule:
    """The rule for what was changed; `innocent` are places of the same words that a cue tells apart."""
    first = min(changed, key=lambda s: (s.before != s.before.lower(), len(s.sentence)))
    before, after = first.before, str(first.after)
    support = Support.of(changed, against)
    harm = turned(before, after, material.lexicon)
    fields = {
        "find": before,
        "fix": after,
        # A known word is right elsewhere, so its rule only asks.
        "tier": (Tier.ASK if harm or material.known(before) else Tier.LIKELY).value,
        # The lower bound, not the share: three of three prove little (0.37), twenty of twenty more (0.86).
        "prior": round(min(0.99, at_least(support.cases, support.cases + (0 if near else against))), 3),
        "case": "exact" if before != before.lower() else None,
        "harm": harm[0] if harm else None,
        "why": f"Corrected so {support.cases} times in {support.documents} documents.",
        "near": {"any": near, "within": "paragraph"} if near else None,
        "tests": _tests(changed, innocent, first, near, material.lexicon),
    }
    entry = {field: value for field, value in fields.items() if value is not None}
    return NewRule(first.damage or material.damage, f"learnt-{slug(before)}", entry, support)


def _tests(
    changed: list[Observation], innocent: list[Observation], first: Observation, near: list[str], lexicon: Lexicon
) -> dict[str, Any]:
    """Tests from the sentence with the least other damage, the shortest of equal ones; a cue is added if it holds none.

    What is kept is that sentence once it is corrected, and one in which the words were left as they are.
    """
    # Where the words stand twice, perhaps only one of them was corrected.
    whole = re.compile(rf"(?<!\w){re.escape(first.before)}(?!\w)", re.IGNORECASE)
    once = [s for s in changed if s.before == first.before and len(whole.findall(s.sentence)) == 1]
    covered = [s for s in once if not near or s.nearby & set(near)]
    tested = min(covered or once or [first], key=lambda s: _unfit(s, lexicon))
    before, after = _shown(tested, lexicon)
    if near and not {w.lower() for w in before.split()} & set(near):
        before, after = f"{before} ({near[0]})", f"{after} ({near[0]})"
    left_alone = [s.sentence for s in sorted(innocent, key=lambda s: _unfit(s, lexicon))[:1]]
    return {"fix": {before: after}, "keep": [after, *left_alone]}


def _unfit(s: Observation, lexicon: Lexicon) -> tuple[int, bool, int]:
    """How unfit a sentence is for a test: other damage first, then too few words, then too many."""
    damage = strange_words(s.sentence, lexicon, (s.at, s.at + len(s.before)))
    return damage, len(s.sentence.split()) < READABLE, len(s.sentence)


def _shown(s: Observation, lexicon: Lexicon) -> tuple[str, str]:
    """The sentence before and after; of a damaged one only the clean stretch around the words."""
    place = s.at, s.at + len(s.before)
    bounds = clean_stretch(s.sentence, place, lexicon) if strange_words(s.sentence, lexicon, place) else None
    low, high = bounds or (0, len(s.sentence))
    return s.sentence[low:high], s.corrected[low : len(s.corrected) - (len(s.sentence) - high)]


# ------------------------------------------------------------------ cues: where a correction is right, where it is not


def _cue(changed: Sequence[Observation], kept: Sequence[Observation], lexicon: Lexicon) -> list[str]:
    """Words that stand near the corrected cases and near no other, and together cover most of them; else none."""
    # The words of each paragraph, once: five cases in one paragraph tell no more than one.
    there, elsewhere = ({s.nearby for s in cases} for cases in (changed, kept))
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


def _tells(word: str, lexicon: Lexicon) -> bool:
    """Whether a word may be a cue: a word of the language, neither very common nor somebody's name."""
    known = len(word) >= SHORTEST and word.isalpha() and lexicon.knows(word)
    return known and lexicon.zipf(word) < COMMON and not lexicon.is_name(word)
