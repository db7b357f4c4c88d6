"""The shipped table of measurements: every rule that fixes by itself is in it as it is now, and stands on its numbers.

A new or changed rule that nobody has measured is `ask` (or `flag`) until it is.

After a change of rules: `python scripts/retrain.py DATA --only rules --changed`, or on clean texts of one's own
`cleaner rules measure CLEAN… --changed --write cleaner/data/measured.tsv`.
"""

from cleaner.kit import Kit
from cleaner.packs import safety_table


def test_every_shipped_tier_stands_on_its_measurement(kit: Kit) -> None:
    found = safety_table.unsupported(kit.rulebook.rules.values(), safety_table.read(), safety_table.reviewed())
    assert not found, "\n".join(f"{r.file}:{r.line}: {r.id} {reason}" for r, reason in found)


def test_the_reviewed_file_names_rules_that_are_there(kit: Kit) -> None:
    assert set(safety_table.reviewed()) <= set(kit.rulebook.rules)
