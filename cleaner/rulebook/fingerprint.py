"""A rule's version: changes when the rule acts otherwise, and not when only its words to people do."""

from __future__ import annotations

import hashlib

from cleaner.rulebook.rule import Rule

# What decides where a rule fires and what it says there; why, tests, tier and prior do not.
TOLD = ("kind", "find", "fix", "inflect", "near", "never", "unless", "where", "before", "after", "exact", "damage")


def digest(rule: Rule) -> str:
    """Changes when the rule could fire elsewhere or say something else there."""
    told = repr([getattr(rule, name) for name in TOLD])
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def version(rule: Rule) -> str:
    """The digest, and how far and how surely the rule acts: `1f0c3a77d2e4 likely 0.95`."""
    return f"{digest(rule)} {rule.tier} {rule.prior:g}"
