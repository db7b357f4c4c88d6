"""Learns which letters a scanner confuses, from misread words that people corrected; adds to the shipped table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from cleaner.learn.evidence_base import Material
from cleaner.learn.observations import Observation, Support
from cleaner.learn.proposal import Proposal
from cleaner.packs.own_pack import OwnPack
from cleaner.packs.remember import Plan
from cleaner.spelling import error_model
from cleaner.spelling.error_model import LONGEST, ErrorModel, Pair, confusions, shape

WORDS = 2  # different words must show a confusion: one word again and again is a rule for that word
LIKELIER = 0.5  # nats; what the table knows as well is not proposed
EXAMPLES = 3
LISTED = 20  # rows that are shown
Rows = dict[Pair, tuple[float, str]]  # what the table says of a pair: its cost in nats, and where that is from
HEADING = "What your scanner confuses, beside the shipped table: read, printed, cost in nats, cases."


def letters(material: Material) -> Iterator[Proposal]:
    """The confusions that were seen so often that the shipped table makes them too rare, the commonest first."""
    shown, shipped = _shown(material), ErrorModel.shipped()
    adapted = shipped.adapted({pair: len(cases) for pair, cases in shown.items()}, material.letters).costs
    support = {pair: Support.of(cases) for pair, cases in shown.items()}
    found = [
        pair
        for pair, cases in shown.items()
        if support[pair].enough
        and len({s.before for s in cases}) >= WORDS
        and adapted[pair] < shipped.costs.get(pair, shipped.cost(*pair)) - LIKELIER
    ]
    rows: Rows = {}
    details = list[str]()
    for pair in sorted(found, key=lambda pair: (-support[pair].cases, pair)):
        (read, printed), words = (letters or "nothing" for letters in pair), _examples(shown[pair])
        details.append(f"{printed} read as {read}: {support[pair]}: {words}")
        rows[pair] = round(adapted[pair], 2), f"{support[pair].cases} in {support[pair].documents}: {words}"
    if len(rows) > LISTED:
        details[LISTED:] = [f"… and {len(rows) - LISTED} rarer ones"]
    if rows:
        title = f"{len(rows)} confusions of letters for your own table"
        yield Proposal("letters", title, lambda own: _in_table(rows, own), details=tuple(details))


def _in_table(rows: Rows, own: OwnPack) -> Plan:
    """The confusions added to the pack's own table."""
    place = own.folder / error_model.CONFUSIONS

    def with_rows(held: str) -> str:
        known = ErrorModel.open(place).costs if held else {}
        return error_model.table({pair: (cost, "from before") for pair, cost in known.items()} | rows, HEADING)

    return Plan(f"{len(rows)} confusions written to {place}", (own.rewritten(error_model.CONFUSIONS, with_rows),))


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
    """Whether an unknown word became a known one that is so near that letters were misread.

    A known word that became another (`cost` → `costs`) may have been exchanged, and shows no misread letter.
    """
    after = s.after or ""
    if s.rule and not s.rule.startswith("spelling/"):
        return False
    if not s.before.isalpha() or not after.isalpha() or shape(s.before) == shape(after):
        return False
    changed = sum(max(map(len, pair)) for pair in confusions(shape(s.before), shape(after)))
    return changed * 2 <= max(len(s.before), len(after)) and material.known(after) and not material.known(s.before)


def _examples(cases: list[Observation]) -> str:
    counted = Counter(f"{s.before} → {s.after}" for s in cases)
    return ", ".join(words for words, _ in counted.most_common(EXAMPLES))
