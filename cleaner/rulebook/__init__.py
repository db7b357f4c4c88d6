"""YAML becomes rules, and all rules become one scan.

`load` reads packs into a `Rulebook`; `Rulebook.scan` gives a text's `Match`es.  The language is described in
`docs/rules.md`; `schema.FIELDS` is its table.
"""

from cleaner.rulebook.errors import RuleError, RuleErrors
from cleaner.rulebook.load import load
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.scan import Match, Rulebook, ScanResult

__all__ = ["Match", "Rule", "RuleError", "RuleErrors", "Rulebook", "ScanResult", "load"]
