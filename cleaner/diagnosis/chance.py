"""What right text of a document's length would show of a damage by chance.

The author of a rule weighs a firing as it counts in an article.  In a book a rule has more words to fire on by chance,
so what is expected there is taken off.  A share `s` of the document bears the damage, and there a rule of weight w
fires e^w times as often as in right text: this gives firings the log-likelihood ratio (inhomogeneous Poisson)

    sum of log(1 + s(e^w - 1)) over the firings  -  s * words * CHANCE

The share that fits best is taken, so a translated article among a hundred right ones is still seen.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

# Words that a rule's author had in mind; the chance of so many is in the weights already.
ARTICLE = 1000
# Firings in one stretch of so many characters, an article's length, are not independent of each other.
STRETCH = 6000
# Right text of one kind may fire so many times as often as the mean of all kinds: news from the web has seven times the
# rate of `web` rules that the table's two million words have.
VARIES = 6.0
# The translation rules were counted in texts of all kinds; none of eleven collections has more than 1.8 times the mean.
TRANSLATIONS_VARY = 3.0
# Per 1,000 words of right text: the sum of rate * (e^w - 1) over the shipped rules.  Rates are those of `signs.tsv`, of
# other rules those of `measured.tsv`; the rules that never fired there share the firings of those that fired once (Good
# and Turing).  A test holds them together, to a tenth.
CHANCE: Mapping[str, float] = {
    "ocr": 0.016, "mt/es": 0.330, "mt/fr": 0.103, "mt/de": 0.033, "mt/pt": 0.157, "mt/it": 0.119, "mt/ru": 0.042,
    "mt/ar": 0.023, "mt/tortured": 0.010, "asr": 0.011, "web": 0.342, "encoding": 0.015,
}  # fmt: skip
UNMEASURED = 0.05
#: shares of a document that are tried
SHARES = (*(2.0**-n for n in range(14)), 0.0)
# Firings of one rule in one stretch beyond the third add nothing.
REPEATED = 3


def repeated(times: int) -> float:
    """How much so many firings of a rule in one stretch tell, against one."""
    return 1 + math.log(min(times, REPEATED)) if times else 0.0


def beyond_chance(damage: str, firings: Iterable[tuple[str, float, int]], words: int) -> float:
    """The log-odds of a damage that are left when chance is taken off; firings are rule, weight and place.

    >>> marks = [("web/loading", 3.0, 500), ("web/share-bar", 3.0, 9000)]
    >>> [round(beyond_chance("web", marks, words), 1) for words in (500, 5000, 500_000)]
    [6.0, 1.5, 0.0]
    """
    varies = TRANSLATIONS_VARY if damage.startswith("mt/") else VARIES
    chance = varies * CHANCE.get(damage, UNMEASURED) * max(0, words - ARTICLE) / 1000
    by_stretch = Counter((rule, weight, place // STRETCH) for rule, weight, place in firings)
    marks = [(weight, repeated(times)) for (_, weight, _), times in by_stretch.items()]
    return max(sum(n * math.log1p(share * math.expm1(w)) for w, n in marks) - share * chance for share in SHARES)
