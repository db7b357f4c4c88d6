"""Computes the field's measures from texts, their truths and a tool's outputs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from cleaner.evaluate.tallies import Edits, Errors, Found, Rewriting, Tallies, ratio
from cleaner.evaluate.unwanted import Expected, Unwanted
from cleaner.evaluate.views import hipe, neutral, plain
from cleaner.text.alignment import TokenEdit, token_edits


@dataclass(frozen=True, slots=True)
class Sample:
    """A damaged text, its truth, and what a tool made of it.

    `output` is None where the tool gave nothing back for this text: the text counts as `missing` and is scored as if
    it came back unchanged.  "" is an empty output.
    """

    id: str
    noisy: str
    clean: str
    output: str | None


@dataclass(frozen=True, slots=True)
class Scores(Tallies):
    """Counts over any number of texts; `a + b` are the scores of both together.

    Errors of characters are counted in all three views, of words in the plain one, edits in the neutral view
    and, `strict`, in the plain one.
    """

    texts: int = 0
    missing: int = 0
    better: int = 0
    worse: int = 0
    hipe: Rewriting = field(default_factory=Rewriting)
    neutral: Rewriting = field(default_factory=Rewriting)
    plain: Rewriting = field(default_factory=Rewriting)
    words: Rewriting = field(default_factory=Rewriting)
    edits: Edits = field(default_factory=Edits)
    strict: Edits = field(default_factory=Edits)
    found: Found = field(default_factory=Found)
    unwanted: Unwanted = field(default_factory=Unwanted)

    @property
    def preference(self) -> float:
        """HIPE's preference: texts that got better minus texts that got worse, as a share of all; -1 to 1."""
        return ratio(self.better - self.worse, self.texts)

    @property
    def distance(self) -> float:
        """How far the output is from the truth, as preference goes by it: cMER, 0 to 1."""
        return self.hipe.after.match_rate

    def figures(self) -> dict[str, float]:
        """Every measure by name, rates as fractions.  A share is 0 where there is nothing to divide by.

        >>> evaluate([Sample("a", "tbe man", "the man", "the man")]).figures()["cer_reduction"]
        1.0
        """
        found = self.found
        return {
            "texts": self.texts,
            "missing": self.missing,
            "cmer": self.distance,
            "cmer_before": self.hipe.before.match_rate,
            "cmer_reduction": _reduction(self.hipe.before.match_rate, self.hipe.after.match_rate),
            "preference": self.preference,
            "better": self.better,
            "worse": self.worse,
            "same": self.texts - self.better - self.worse,
            **_rates("cer", self.plain),
            **_rates("wer", self.words),
            **_rates("neutral_cer", self.neutral),
            **_edit_figures("", self.edits),
            **_edit_figures("strict_", self.strict),
            **self.unwanted.figures(),
            "found_words": found.words,
            "found_wer": ratio(found.missing_after, found.words),
            "found_wer_before": ratio(found.missing_before, found.words),
            "found_wer_reduction": _reduction(found.missing_before, found.missing_after),
            "found_recall": 1 - ratio(found.unfindable_after, found.distinct),
            "found_recall_before": 1 - ratio(found.unfindable_before, found.distinct),
            "found_recall_miss_reduction": _reduction(found.unfindable_before, found.unfindable_after),
            "found_false_reduction": _reduction(found.false_before, found.false_after),
        }


def _reduction(before: float, after: float) -> float:
    return 1 - after / before if before else 0.0


def _rates(name: str, change: Rewriting) -> dict[str, float]:
    before, after = change.before.rate, change.after.rate
    return {name: after, f"{name}_before": before, f"{name}_reduction": _reduction(before, after)}


def _edit_figures(prefix: str, edits: Edits) -> dict[str, float]:
    figures = {
        "precision": edits.precision,
        "recall": edits.recall,
        "f05": edits.f05,
        "lenient_recall": edits.lenient_recall,
        "damage_per_1000": edits.damage_per_1000,
        "edits_wanted": edits.wanted,
        "edits_made": edits.made,
        "edits_right": edits.right,
        "right_tokens": edits.right_tokens,
        "damaged_tokens": edits.damaged,
    }
    return {prefix + name: value for name, value in figures.items()}


class PairInView:
    """A damaged text and its truth in one view.  What differs between them is worked out once for all tools."""

    def __init__(self, noisy: str, clean: str) -> None:
        self._noisy, self._clean = noisy, clean
        self._words = noisy.split(), clean.split()
        self._errors = Errors.between(clean, noisy)

    @cached_property
    def _word_errors(self) -> Errors:
        return Errors.between(self._words[1], self._words[0])

    @cached_property
    def _wanted(self) -> list[TokenEdit]:
        return token_edits(*self._words)

    def rewriting(self, output: str) -> Rewriting:
        """Errors of characters before and after; `output` has been through the same view."""
        return Rewriting(self._errors, self._errors if output == self._noisy else Errors.between(self._clean, output))

    def word_rewriting(self, output: str) -> Rewriting:
        """Errors of words before and after."""
        return Rewriting(self._word_errors, Errors.between(self._words[1], output.split()))

    def edits(self, output: str) -> Edits:
        """The output's edits against those that the truth asks for."""
        return Edits.between(*self._words, output.split(), self._wanted)


class Truth:
    """A damaged text and its truth, in every view.  It scores the outputs of any number of tools."""

    def __init__(self, noisy: str, clean: str) -> None:
        self.noisy, self.clean = noisy, clean
        views = (hipe, neutral, plain)
        self.hipe, self.neutral, self.plain = (PairInView(view(noisy), view(clean)) for view in views)
        self.expected = Expected(noisy, clean)

    def score(self, output: str | None) -> Scores:
        """The scores of one output; None where the tool gave none."""
        text = self.noisy if output is None else output
        in_hipe, in_neutral, in_plain = self.hipe.rewriting(hipe(text)), neutral(text), plain(text)
        sooner, later = in_hipe.before.match_rate, in_hipe.after.match_rate
        return Scores(
            texts=1,
            missing=int(output is None),
            better=int(later < sooner),
            worse=int(later > sooner),
            hipe=in_hipe,
            neutral=self.neutral.rewriting(in_neutral),
            plain=self.plain.rewriting(in_plain),
            words=self.plain.word_rewriting(in_plain),
            edits=self.neutral.edits(in_neutral),
            strict=self.plain.edits(in_plain),
            found=Found.between(self.noisy, self.clean, text),
            unwanted=self.expected.unwanted(text),
        )


def evaluate(cases: Iterable[Sample]) -> Scores:
    """The scores of one tool over many texts.

    >>> scores = evaluate([Sample("1", "tbe man", "the man", "the man"), Sample("2", "a dog", "a dog", None)])
    >>> scores.texts, scores.missing, scores.preference, scores.edits.precision
    (2, 1, 0.5, 1.0)
    """
    return sum((Truth(case.noisy, case.clean).score(case.output) for case in cases), Scores())


def each_edit(case: Sample) -> list[dict[str, object]]:
    """Every edit of a case in the neutral view, the tool's and the truth's: `right`, `wrong` or `missed`.

    >>> case = Sample("1", "tbe rnan sat", "the man sat", "the men sat")
    >>> [(e["kind"], e["noisy"], e["to"]) for e in each_edit(case)]
    [('right', 'tbe', 'the'), ('missed', 'rnan', 'man'), ('wrong', 'rnan', 'men')]
    """
    output = case.noisy if case.output is None else case.output
    noisy, clean, made_of_it = (neutral(text).split() for text in (case.noisy, case.clean, output))
    wanted, made = set(token_edits(noisy, clean)), set(token_edits(noisy, made_of_it))
    kinds = {"right": made & wanted, "wrong": made - wanted, "missed": wanted - made}
    return [
        {
            "id": case.id,
            "kind": kind,
            "noisy": " ".join(noisy[e.start : e.end]),
            "to": " ".join(e.tokens),
            "at": e.start,
        }
        for e, kind in sorted((e, kind) for kind, edits in kinds.items() for e in edits)
    ]
