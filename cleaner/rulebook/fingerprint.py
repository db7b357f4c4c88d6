"""A rule's version.  It changes when the rule acts differently, not when only its texts for people change."""

from __future__ import annotations

import hashlib

from cleaner.rulebook.rule import Rule

# The fields that decide where a rule fires and what it suggests.
TOLD = ("kind", "find", "fix", "inflect", "near", "never", "unless", "where", "before", "after", "exact", "damage")


def digest(rule: Rule) -> str:
    """Changes when the rule could fire elsewhere or say something else there."""
    told = repr([getattr(rule, name) for name in TOLD])
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def version(rule: Rule) -> str:
    """The digest, and how far and how surely the rule acts: `1f0c3a77d2e4 likely 0.95`."""
    return f"{digest(rule)} {rule.tier} {rule.prior:g}"
