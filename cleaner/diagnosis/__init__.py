"""What happened to a document: the cues of each damage, and how they add up."""
