"""Witnesses: other versions of a text, judged edit by edit.

A witness is any version of a document that somebody else made: a model's rewrite, another engine's reading, a tool's
output.  `framing` takes off what is no part of the text, `changes` aligns the two versions, `agreement` finds where our
own reading says the same, `verdicts` judges each change, `auditing` makes findings of all of it, and `rates` counts.

When witnesses are heard while a text is cleaned, `versions` holds what each says, `sightings` what is known of each
change, `belief` how likely it is right, `guards` what is only asked whatever its belief, and `hearing` puts all of it
beside our own findings.
"""
