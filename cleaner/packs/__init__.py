"""Everything that writes a rule or proves one.

- A new rule comes from its author (`drafting`, `cue_words`) or from a reviewer's answer (`from_answer`, `exceptions`).
- It is tried: in memory (`trial`), alone, among all and twice (`rule_tests`), and for being useful (`coverage`).
- It is written: `own_pack` knows into which file, `pack_writer` writes whole files or none, `pack_text` keeps the rest
  of the text as it was; `remember` ties the change to the answer that asked for it, so that it can be taken back.
- It is measured: `measure`, `safety_table`, `safety_report`; for a change of rules `revisions` and `blast_radius`.
- It is described: `reference` (the page of all), `rule_report` (one in full), `json_schema` (for editors).
"""
