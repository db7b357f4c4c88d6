"""Two figures that sound alike and are said of the same thing: one of them may be misheard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cleaner.detectors.speech import not_a_scan
from cleaner.diagnosis.diagnose import Own, weight
from cleaner.diagnosis.examination import Examination
from cleaner.model import Evidence, Finding, Tier, log_odds
from cleaner.text.expressions import compiled
from cleaner.text.number_words import TEENS, TENS, UNITS

RULE = "asr/figures-that-sound-alike"
_FIGURE = compiled(r"(?<![\w.,$€£-])(?:\d\d|(?i:\w+teen|\w+ty))(?![\w,-]|\.\d)")
_WORD = compiled(r"[\p{L}\p{M}'’]+|%")
_ALIKE = {10 + n: 10 * n for n in UNITS.values() if n > 2}  # thirteen, thirty


def alike_figures(seen: Examination) -> Iterator[Finding]:
    """A flag where a text says `fifteen` and elsewhere `fifty` between the same words."""
    text = seen.analysis.text
    said: dict[tuple[str, ...], dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for m in _FIGURE.finditer(text):
        number = int(m[0]) if m[0].isdigit() else TEENS.get(m[0].lower()) or TENS.get(m[0].lower(), 0)
        before = _WORD.findall(text[max(0, m.start() - 60) : m.start()].lower())[-3:]
        after = _WORD.findall(text[m.end() : m.end() + 30].lower())[:2]
        if len(before) == 3 and len(after) == 2:
            said[*before, *after][number].append(m.span())
    for places in said.values():
        for teen, ten in _ALIKE.items():
            for start, end in sorted(places[ten][:1] + places[teen][:1]) if teen in places and ten in places else ():
                yield Finding(
                    start, end, RULE, "asr", Tier.FLAG, (),
                    f"{teen} and {ten} sound alike, and this text says both of the same thing.",
                    (Evidence("said of the same thing", log_odds(0.85)),
                     *weight(seen.diagnosis, "asr", Own.of(RULE, text[start:end])), *not_a_scan(seen)),
                )  # fmt: skip
