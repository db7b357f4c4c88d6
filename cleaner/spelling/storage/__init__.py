"""How the corrector's word lists and models lie on disk: arrays that are mapped into memory, not read."""
