"""What people did becomes proposals: rules with cues and tests, exceptions, names, words, letters, precision.

`seen` and `pairs` say what was done, `answers` how often each rule was right; `proposals.TEACHERS` is the table of what
is made of it; `blast` counts what a rule would change elsewhere, `lacking` tells what is missing.  Nothing is ever
applied here: a person says yes first (`cli.learn`), and then `applying` writes into their own pack.
"""

from cleaner.learn.evidence_base import Material
from cleaner.learn.observations import Seen, from_ledger
from cleaner.learn.pairs import from_pair
from cleaner.learn.precision import precisions
from cleaner.learn.proposal import Proposal
from cleaner.learn.proposals import propose

__all__ = ["Material", "Proposal", "Seen", "from_ledger", "from_pair", "precisions", "propose"]
