"""Which damage a document bears: the cues of each damage, and how they add up."""
