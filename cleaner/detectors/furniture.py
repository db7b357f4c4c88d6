"""The site's furniture: lines that stand on many stories of the place from which a document comes.

Menus, newsletter boxes and headlines of other stories are residue by repetition, and come several at a time: lines next
to each other that all stand on other stories too are furniture, on however many.  A line that comes back by itself has
to stand on most of them, and must be no sentence: sign-offs of a column, refrains and legal formulas come back too.
Among others a sentence has to stand on most stories, and so has a line with the words of its story: its own headline
stands in the lists of the others.

A question, since a line that comes back may be wanted.  Where the user says that the documents of a place come from one
source (`--same-source`), what comes back together on most of its stories is taken out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from cleaner.diagnosis.diagnose import Own, weight
from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.model.companions import told
from cleaner.stats import wilson_lower
from cleaner.text.expressions import compiled
from cleaner.text.keyed_lines import ENOUGH_WORDS, TOGETHER, by_line, line_key
from cleaner.text.whole_lines import with_breaks

RULE = "furniture/line"
# How likely lines are furniture that come back together, in a document that shows nothing for or against a web page.
# Measured (docs/measured.md) it is more, but a folder of contracts or forms, whose lines come back together too, must
# not be asked about.
COME_BACK = 0.88
# On most stories of a place: the least share of them that the count proves (the lower end of Wilson's interval).
MOST = 0.5
# So much of a line's long words, if it has two, stands in the story as well: it may be the story's own.
OWN, LONG_WORD = 0.6, 4
# A line of so many words that ends like a sentence may be the story's own too, where stories share a passage.
SENTENCE = 9
# The pages of a place that is named like a site are web pages, though a page may show it nowhere else.
A_SITE = 0.5
_SITE = compiled(r"(?:[a-z0-9-]++\.)++[a-z]{2,}+")
# How sentences end, and lines of verse.
_STOP = compiled(r"[.!?…,;][\"'”’)]*+\Z")
_WORD = compiled(rf"\p{{L}}{{{LONG_WORD},}}+")


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line that is not empty, and on how many stories of the place it stands; 0 where that does not count.

    `share`: of the stories, as far as their number proves it.
    """

    start: int
    end: int
    key: str
    on: int
    share: float

    @property
    def words(self) -> int:
        return self.key.count(" ") + 1


def furniture(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A finding for each stretch of lines that stand on equally many stories of the place."""
    if not seen.companions.lines:
        return
    for comes_back, group in groupby(_lines(seen), key=lambda line: line.on > 0):
        if not comes_back:
            continue
        run = list(group)
        together = len(run) >= TOGETHER
        kept = [line for line in run if together or _alone(line)]
        stretches = [list(lines) for _, lines in groupby(kept, key=lambda line: line.on)]
        spans = with_breaks(seen.analysis.text, [(lines[0].start, lines[-1].end) for lines in stretches])
        for lines, span in zip(stretches, spans, strict=True):
            yield _finding(span, lines[0], together, seen, kit)


def _alone(line: PlacedLine) -> bool:
    """Whether a line is furniture though none comes back with it: a long one on most stories that is no sentence."""
    return line.words >= ENOUGH_WORDS and line.share >= MOST and not _STOP.search(line.key)


def _lines(seen: Examination) -> list[PlacedLine]:
    """The lines that are not empty.  One that may be the story's own counts only where it stands on most stories."""
    text, pages, on = seen.analysis.text, seen.companions.pages, by_line(seen.companions.lines)
    keyed = ((start, end, line_key(text[start:end])) for start, end in seen.analysis.lines)
    placed = ((start, end, key, on.get(key, 0)) for start, end, key in keyed if key)
    lines = [PlacedLine(*place, wilson_lower(place[-1], pages)) for place in placed]
    story = {word for line in lines if not line.on for word in _WORD.findall(line.key)}
    return [replace(line, on=0) if line.on and line.share < MOST and _own(line, story) else line for line in lines]


def _own(line: PlacedLine, story: set[str]) -> bool:
    """Whether a line may be the story's own: it is a sentence, or has the words of the `story`, as its headline has."""
    if line.words >= SENTENCE and _STOP.search(line.key):
        return True
    words = {*_WORD.findall(line.key)}
    return line.words >= ENOUGH_WORDS and len(words) > 1 and len(words & story) >= OWN * len(words)


def _finding(span: tuple[int, int], line: PlacedLine, together: bool, seen: Examination, kit: Kit) -> Finding:
    place, most = seen.companions, line.share >= MOST
    name, likely = ("they come back together", COME_BACK) if together else ("it comes back by itself", line.share)
    web = weight(seen.diagnosis, "web", Own.of(RULE, seen.analysis.text[slice(*span)]))
    if _SITE.fullmatch(place.place) and sum(piece.weight for piece in web) < A_SITE:
        web = (Evidence(f"a page of {place.place}", A_SITE),)
    tier = Tier.LIKELY if kit.same_source and together and most else Tier.ASK
    why = f"on {told(line.on)} of {told(place.pages)} pages of {place.place}"
    return Finding(*span, RULE, "web", tier, (Suggestion(""),), why, (Evidence(name, log_odds(likely)), *web))
