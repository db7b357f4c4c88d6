"""Makes proposals of what people did: rules with cues and tests, exceptions, tiers, names, words, confusions.

`evidence_base` gathers what was done and `precision` how often each rule was right; `proposals.TEACHERS` lists what is
made of it.  `screening` counts what a rule would change elsewhere; `diagnose_silence` tells why little is proposed.
`proposal.apply` writes into the user's own pack, after the user has said yes (`cli.learn`).
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
