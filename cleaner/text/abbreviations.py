"""Abbreviations whose full stop ends no sentence.

There are two lists, because there are two readers.  `COUNTED` is a part of the shipped language model: its n-grams were
counted with these words, so the corrector must cut a text into sentences with the same ones, and a longer list needs a
new model (`scripts/retrain.py`).  `ALL` serves everything else: the sentences of a text, capitals after a stop.
"""

from __future__ import annotations

# As they are written; a lone letter, and letters with points between (`U.S.`), are known by their shape.
_BOTH = "Mr Mrs Ms Messrs Dr Prof Rev Hon St Sgt Capt Col Gen Lt Gov Sen Rep Jr Sr No vs etc".split()
_MORE = (
    "Maj Cmdr Pres Supt Nos v Inc Ltd Co Corp Bros Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec Ave Blvd Mt Ft p pp cf "
    "approx Art Fig".split()
)

COUNTED = frozenset(map(str.lower, _BOTH))
ALL = (*_BOTH, *_MORE)
