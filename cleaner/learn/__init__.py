"""Makes proposals of what people did: rules with cues and tests, exceptions, tiers, names, words, confusions.

`evidence_base` gathers what was done and `precision` how often each rule was right; `proposals.TEACHERS` lists what is
made of it.  `screening` counts what a rule would change elsewhere; `diagnose_silence` tells why little is proposed.
`proposal.apply` writes into the user's own pack, after the user has said yes (`cli.learn`).
"""
