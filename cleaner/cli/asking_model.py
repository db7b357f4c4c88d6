"""The part of a run that asks a language model: how it asks, and what it tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

from cleaner.batch.asked_first import asked_first
from cleaner.batch.run import Prepared, Spread
from cleaner.cli.messages import say
from cleaner.kit import Kit
from cleaner.llm.chooser import Chooser
from cleaner.text.plural import count

TOLD_EVERY = 10.0  # seconds between two lines that tell how many places are done


@dataclass(frozen=True, slots=True)
class ModelAsking:
    """The asking of one run."""

    chooser: Chooser
    recipe: str  # a part of the recipe of every file: what is asked of whom
    quiet: bool

    def spread(self, files: Iterator[Prepared], kit: Kit, spread: Spread | None) -> Spread:
        """Looks at all files, over processes if `spread` is given, and asks; the result gives what came of them."""
        return asked_first(files, kit, spread, self.chooser, self._ask)

    def _ask(self) -> None:
        told = monotonic()
        for done in self.chooser.ask():
            if not self.quiet and monotonic() - told > TOLD_EVERY:
                say(f"{self.chooser.model}: {count(done, 'place')} done")
                told = monotonic()

    def lines(self) -> Iterator[str]:
        """What was asked, in words."""
        c, model = self.chooser.counts, self.chooser.model
        sent = f"{count(c.calls, 'call')}, {count(c.tokens, 'token')}; {count(c.kept, 'answer')} kept from before"
        yield f"  {model} was asked about {c.asked} of {count(c.open, 'open place')}, and refused {c.refused} ({sent})"
        if c.unkept:
            yield f"  {count(c.unkept, 'answer')} could not be kept for the next run: is the cache folder writable?"

    def complaint(self) -> str:
        """What to tell if the server failed; empty if it did not."""
        c = self.chooser.counts
        if not c.unanswered:
            return ""
        return (
            f"{self.chooser.endpoint.url}: no answer about {count(c.unanswered, 'place')} ({self.chooser.trouble}); "
            "the texts are cleaned without, and the same command asks again"
        )
