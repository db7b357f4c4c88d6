"""What people did becomes proposals: rules with cues and tests, exceptions, names, words, letters, precision.

`evidence_base` gathers what was done, `precision` how often each rule was right; `proposals.TEACHERS` is the table of
what is made of it.  `screening` counts what a rule would change elsewhere, `diagnose_silence` tells what is missing.  A
person says yes first (`cli.learn`), and only then `applying` writes into their own pack.
"""

from cleaner.learn.evidence_base import Material, of_pairs, of_run
from cleaner.learn.observations import Observation, from_ledger
from cleaner.learn.pairs import from_pair
from cleaner.learn.precision import precisions
from cleaner.learn.proposal import Proposal
from cleaner.learn.proposals import propose

__all__ = [
    "Material", "Observation", "Proposal", "from_ledger", "from_pair", "of_pairs", "of_run", "precisions", "propose",
]  # fmt: skip
