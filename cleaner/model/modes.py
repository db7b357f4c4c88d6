"""How a transcript is to read.

`verbatim`: not one word that was said is removed; `clean-read`: as prose, without what people say while they think;
`captions`: as verbatim, with lines as captions need them.
"""

MODES = ("verbatim", "clean-read", "captions")
