"""Mistakes in rule files."""

from __future__ import annotations

from collections.abc import Sequence


class RuleError(Exception):
    """A mistake in a rule file: where it is, what it is, and the cure."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file, self.line, self.message = file, line, message


class RuleErrors(Exception):
    """Every mistake found in the rule files, in order of file and line."""

    def __init__(self, errors: Sequence[RuleError]) -> None:
        super().__init__("\n".join(str(e) for e in errors))
        self.errors = tuple(errors)
