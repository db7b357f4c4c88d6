"""How long a rule may look at a text, whatever the text is.

Each rule is let loose, by itself, on texts made against its own patterns (`adversary`), first short ones; the worst of
those are made twenty times as long, and must still be done in a moment.  Processor time is counted, not the clock, so
that a busy machine accuses nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import process_time

import pytest
from adversary import nth, sample_of, texts

from cleaner.rulebook import Rule, Rulebook, prefilter
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import Analysis
from cleaner.text.deadline import PATIENCE

SHORT, LONG = 1_000, 20_000
# Seconds for the long text: soon after, the scan would give the pattern up there (`patience.PATIENCE`).  An honest
# pattern needs a tenth of this at most; one that begins again at every character, or backtracks, needs a multiple.
BOUND = 0.4
# Whatever stays below this for the short text cannot reach the bound for one twenty times as long, even if its time
# grows with the square of the length.
WORTH_A_LONG_TRY = BOUND / 400
HAND_WRITTEN = ("pattern", "segment", "tokens")
WORST = 2  # so many of the short texts are tried again, long


@dataclass(frozen=True, slots=True)
class Slow:
    """A rule that took too long, and on what."""

    rule: Rule
    seconds: float
    text: str

    @property
    def message(self) -> str:
        """What, how long, and the cure."""
        return (
            f"takes {self.seconds:.1f} s for {len(self.text):,} characters like {self.text[:40]!r}; two repetitions "
            "side by side can match the same characters, or one begins anew at each: bound it ({1,20}), make it "
            "possessive (++), or begin the pattern with something rare"
        )


def slow(book: Rulebook, rules: Iterable[Rule], lexicon: Lexicon, bound: float = BOUND) -> Iterator[Slow]:
    """The rules that can be made to take longer than `bound` seconds for a long text.

    Only patterns that a person wrote: phrases and tables all become patterns by one recipe, with nothing to pump.
    """
    for rule in rules:
        if rule.kind in HAND_WRITTEN or rule.after:
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(prefilter, "FEW", 0)  # the automaton finds the literals: the patterns are what is tried
                seconds, text = worst(book.only({rule.id}), rule, lexicon)
            if seconds > bound:
                yield Slow(rule, seconds, text)


def worst(alone: Rulebook, rule: Rule, lexicon: Lexicon) -> tuple[float, str]:
    """The longest that a rule took for any long text made against it, and that text."""
    tried = [(seconds(alone, text, lexicon), made_from) for made_from, text in _short(alone, rule)]
    tried.sort(key=lambda t: -t[0])
    timed = []
    for short, (pattern, number, prefix) in tried[:WORST]:
        if short < WORTH_A_LONG_TRY:
            break
        text = prefix + nth(pattern, LONG, number)
        timed.append((seconds(alone, text, lexicon), text))
    return max(timed, default=(0.0, ""))


def seconds(book: Rulebook, text: str, lexicon: Lexicon) -> float:
    """Processor time of one scan; for one that was given up no less than `PATIENCE`, however busy the machine is."""
    started = process_time()
    given_up = book.scan(Analysis(text), lexicon).given_up
    return max(process_time() - started, PATIENCE if given_up else 0.0)


def _short(alone: Rulebook, rule: Rule) -> Iterator[tuple[tuple[str, int, str], str]]:
    """Short texts against each pattern of a rule, each with what it takes to make it long."""
    for pattern in dict.fromkeys(form.pattern for form in alone.forms) if rule.kind in HAND_WRITTEN else ():
        for number, text in enumerate(texts(pattern, SHORT)):
            yield (pattern, number, ""), text
    found = sample_of(alone.forms[0].pattern) if alone.forms else ""
    for number, text in enumerate(texts(rule.after, SHORT) if rule.after else []):
        yield (rule.after, number, found), found + text
