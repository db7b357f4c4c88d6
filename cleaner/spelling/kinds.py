"""The kinds of corrections, each a rule in reports: another word, a blank lost or added, a speck, a broken word."""

KINDS = (
    "spelling/word", "spelling/real-word", "spelling/split", "spelling/join", "spelling/speck", "spelling/hyphen",
)  # fmt: skip
WORD, REAL_WORD, SPLIT, JOIN, SPECK, HYPHEN = KINDS
