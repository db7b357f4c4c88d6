"""The record of a run: what was found, what was changed, what people decided.  Every report is a view of it.

`Ledger` is the file.  It is one class in four files, each of which may use those before it: `connection` (open, close,
transactions), `query` (questions that change nothing), `commands` (answers, undo, import), `store` (what a run writes).
`tables` is the schema; `sql` and `writing` turn rows into values and back.  `decision_index` finds people's answers
again; `export` gives the final files; `output` and `inplace` write them without overwriting anybody's work.
"""

from cleaner.ledger.decision import Answer, Decision, Scope
from cleaner.ledger.decision_index import Decisions
from cleaner.ledger.store import Ledger
from cleaner.ledger.trouble import LedgerError
from cleaner.ledger.values import Case, DocumentRow, Excerpt, Filter, HistoryEntry, Pattern, Reviewer, Status, Written

__all__ = [
    "Answer",
    "Case",
    "Decision",
    "Decisions",
    "DocumentRow",
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
