"""The record of a run: what was found, what was changed, what people decided.  Every report is a view of it.

`Ledger` is the file: one class in four modules, each built on the one before it, `connection`, `query` (reading),
`commands` (answers, undo, import) and `store` (what a run writes).  `export` gives the final files; `output` and
`inplace` write them without overwriting anybody's work.
"""

from cleaner.ledger.decision import Answer, Decision, Scope
from cleaner.ledger.decision_index import Decisions
from cleaner.ledger.store import Ledger
from cleaner.ledger.trouble import LedgerError
from cleaner.ledger.values import Case, Excerpt, Filter, HistoryEntry, Pattern, Reviewer, Status, Written

__all__ = [
    "Answer",
    "Case",
    "Decision",
    "Decisions",
    "Excerpt",
    "Filter",
    "HistoryEntry",
    "Ledger",
    "LedgerError",
    "Pattern",
    "Reviewer",
    "Scope",
    "Status",
    "Written",
]
