"""What people did becomes proposals: rules with cues and tests, exceptions, words, measured precision.

`seen` says what was done, from decisions or from pairs of texts; `proposals` finds what repeats; `blast` counts what
a proposal would change elsewhere.  Nothing is ever applied here: a person says yes first (`cli.learn`).
"""

from cleaner.learn.proposals import Proposal, cautious, propose, worthwhile
from cleaner.learn.seen import Seen, from_ledger, from_pair

__all__ = ["Proposal", "Seen", "cautious", "from_ledger", "from_pair", "propose", "worthwhile"]
