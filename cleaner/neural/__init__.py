"""A small language model on this machine: how likely a passage is with each reading, as evidence at doubtful places."""
