"""What a person needs who writes rules: proposals, proofs, measurements, and the pages about them.

`jsonschema` for editors · `adversary` and `timing` against slow patterns · `coverage` for dead and shadowed rules ·
`adding`, `cues`, `packfile` for a new rule · `revisions`, `blast` for a change of rules · `measuring`, `measured`,
`bounds` for safety as a number · `reference` for the page of all rules.
"""
