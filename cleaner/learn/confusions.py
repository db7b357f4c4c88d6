"""What this scanner confuses, from misread words that people mended: additions to the shipped table of confusions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from cleaner.learn.evidence_base import Material
from cleaner.learn.observations import Observation, Support
from cleaner.learn.proposal import Confused, Confusions
from cleaner.spelling.error_model import LONGEST, ErrorModel, Pair, confusions, shape

WORDS = 2  # different words must show a confusion: one word again and again is a rule for that word
LIKELIER = 0.5  # nats; what the table knows as well is not proposed
EXAMPLES = 3


def letters(material: Material) -> Iterator[Confusions]:
    """The confusions that were seen so often that the shipped table has them too rare, the commonest first."""
    shown = _shown(material)
    seen = {pair: len(cases) for pair, cases in shown.items()}
    shipped = ErrorModel.shipped()
    adapted = shipped.adapted(seen, material.letters)
    rows = [
        Confused(*pair, Support.of(cases), round(adapted.costs[pair], 2), _examples(cases))
        for pair, cases in shown.items()
        if Support.of(cases).enough
        and len({s.before for s in cases}) >= WORDS
        and adapted.costs[pair] < shipped.costs.get(pair, shipped.cost(*pair)) - LIKELIER
    ]
    if rows:
        yield Confusions(tuple(sorted(rows, key=lambda r: (-r.support.cases, r.read, r.printed))))


def _shown(material: Material) -> dict[Pair, list[Observation]]:
    """For each confusion the misread words that show it."""
    shown: defaultdict[Pair, list[Observation]] = defaultdict(list)
    for s in material.seen:
        if s.after and _is_a_misread_word(s, material):
            for pair in dict.fromkeys(confusions(shape(s.before), shape(s.after))):
                if max(map(len, pair)) <= LONGEST:
                    shown[pair].append(s)
    return shown


def _is_a_misread_word(s: Observation, material: Material) -> bool:
    """What was no word became one, so near that letters were misread.

    A word for a word may have been exchanged (`cost` → `costs`) and tells nothing of letters.
    """
    after = s.after or ""
    if s.rule and not s.rule.startswith("spelling/"):
        return False
    if not s.before.isalpha() or not after.isalpha() or shape(s.before) == shape(after):
        return False
    changed = sum(max(map(len, pair)) for pair in confusions(shape(s.before), shape(after)))
    return changed * 2 <= max(len(s.before), len(after)) and material.known(after) and not material.known(s.before)


def _examples(cases: list[Observation]) -> tuple[str, ...]:
    counted = Counter(f"{s.before} → {s.after}" for s in cases)
    return tuple(words for words, _ in counted.most_common(EXAMPLES))
