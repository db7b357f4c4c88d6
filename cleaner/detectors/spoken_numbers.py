"""Numbers as they were said, in figures as they are written: `twelve percent`, `five million dollars`, `q three`.

Only the form changes, never the value.  A phrase that could mean two numbers is left alone.  Where two places of a text
say figures that sound alike of the same thing (fifteen, fifty), one may be misheard: that is pointed at, no more.

How each of them is said and written tells `spoken_forms`.  A number below ten, or a lone teen or ten, stays in words:
of these 204 hits came nearer to what people wrote, 806 made no difference, 3,260 went farther.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cleaner.detectors.alike_figures import alike_figures
from cleaner.detectors.speech import not_a_scan
from cleaner.detectors.spoken_forms import FORMS
from cleaner.diagnosis.diagnose import Own, weight
from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, log_odds
from cleaner.text.expressions import compiled

# A text that is rather no transcript is not asked about: right prose writes `75 percent` too, hundreds of times in a
# long text, in which any one word may look misheard.
_A_TRANSCRIPT = 0.5
_SURE = 0.88

_SHORT = frozenset({"scale", "number"})  # of which the short ones stay in words
_TELLING = compiled(
    r"(?i)\d|\b(?:[qh]|queue|hundred|point|\w+teen|ten|eleven|twelve|\w+ty|per ?cent|dollars?|forms?|"
    r"january|february|april|june|july|august|(?:septem|octo|novem|decem)ber)\b"
)


def spoken_numbers(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A finding for each number that stands as it was said, and a flag for figures that may be misheard."""
    text = seen.analysis.text
    if seen.diagnosis["asr"] < _A_TRANSCRIPT or not _TELLING.search(text):
        return
    against = not_a_scan(seen)
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for name, form in FORMS.items():
        for m in compiled(form.said).finditer(text):
            block = taken[m.start() >> 8] + taken[m.end() >> 8] + taken[(m.start() >> 8) - 1]
            if (
                (name in _SHORT and _is_short(m[1]))
                or m[0].lower().startswith("a hundred m")
                or any(m.start() < b and a < m.end() for a, b in block)
            ):
                continue
            if (written := form.written(m)) is None:
                continue
            taken[m.start() >> 8].append(m.span())
            rule = f"asr/spoken-{name}"
            yield Finding(
                m.start(), m.end(), rule, "asr", form.tier, (Suggestion(written),), form.why,
                (Evidence("the same value, as people write it", log_odds(_SURE)),
                 *weight(seen.diagnosis, "asr", Own.of(rule, m.group())), *against),
            )  # fmt: skip
    yield from alike_figures(seen)


def _is_short(said: str) -> bool:
    """Whether people write such a number in words: one, twelve, fifty."""
    return "point" not in said.lower() and " " not in said and "-" not in said
