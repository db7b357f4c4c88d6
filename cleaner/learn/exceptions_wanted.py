"""What people always left as it is, against a rule or the speller."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cleaner.learn.evidence_base import Material
from cleaner.learn.observations import Seen
from cleaner.learn.proposal import Leave, RightWord, Support, SwitchOff
from cleaner.ledger import Excerpt
from cleaner.packs.exceptions import exceptions as narrowed
from cleaner.stats import at_least

# A rule is switched off where so many of its findings are wrong, with 95% confidence: 14 of 14.  After five of five
# (measured on ICDAR 2017) the other half of the texts had places where the rule was right.
WRONG = 0.8


def exceptions(material: Material) -> Iterator[Leave]:
    """Words that a rule was wrong about, every time."""
    for kept in _always_kept(material):
        rule = material.rules.get(kept[0].rule)
        first = min(kept, key=lambda s: len(s.sentence))
        narrow = next(narrowed(rule, first.before, _place(first)), None) if rule else None
        if rule and narrow:
            fix = {} if narrow.tests.fix == rule.tests.fix else narrow.tests.fix
            yield Leave(rule.id, narrow.unless[-1], narrow.tests.keep[-1], Support.of(kept), fix)


def off(material: Material) -> Iterator[SwitchOff]:
    """Rules that were wrong every time, whatever the words: nothing would be left of them."""
    by_rule: defaultdict[str, list[Seen]] = defaultdict(list)
    for s in material.seen:
        by_rule[s.rule].append(s)
    for id, cases in by_rule.items():
        rule = material.rules.get(id)
        wrong = Support.of(cases)
        if (
            rule
            and wrong.enough
            and at_least(wrong.cases, wrong.cases) >= WRONG
            and all(s.after is None for s in cases)
        ):
            words = {s.before for s in cases}
            if len(words) > 1 or not any(True for _ in narrowed(rule, cases[0].before, _place(cases[0]))):
                yield SwitchOff(id, tuple(sorted(words)), wrong)


def _place(s: Seen) -> Excerpt:
    end = s.at + len(s.before)
    return Excerpt(s.sentence[: s.at], s.before, s.sentence[end:], cut_left=False, cut_right=False)


def words(material: Material) -> Iterator[RightWord]:
    """Words that the speller doubted and people left alone, if it does not know them."""
    for kept in _always_kept(material):
        word = kept[0].before
        if kept[0].rule.startswith("spelling/") and word.isalpha() and len(word) > 1 and not material.known(word):
            yield RightWord(word, Support.of(kept))


def _always_kept(material: Material) -> Iterator[list[Seen]]:
    for group in material.same_words:
        if group[0].rule and all(s.after is None for s in group) and Support.of(group).enough:
            yield group
