"""`measured.tsv`: what each shipped rule does on clean text, in numbers, and whether they support its tier.

A row is a rule, the digest of what it says, how often it fired, how often it would have changed the text or asked,
and in how many words.  The head of the file names the texts.  `reviewed.tsv` lists rules whose every firing was looked
at and was true damage (clean text has its own double spaces); it holds ids and counts, no text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cleaner.files import atomic
from cleaner.files.locations import DATA
from cleaner.model import Tier
from cleaner.rulebook import Rule
from cleaner.rulebook.fingerprint import digest
from cleaner.stats import poisson_upper

TABLE, REVIEWED = DATA / "measured.tsv", DATA / "reviewed.tsv"
COLUMNS = ("id", "digest", "fires", "fixed", "asked", "per million", "at most", "words")
# A rule that fixes by itself may fire so often in a million words of clean text: with 300 of them, the promise of one
# false fix in 100,000 words is kept even if each was at its limit and one firing in thirty was a fix.
MOST_PER_MILLION = 3.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One rule's row."""

    id: str
    digest: str
    fires: int
    fixed: int
    asked: int
    words: int

    @property
    def per_million(self) -> float:
        """Firings in a million words."""
        return 1e6 * self.fires / self.words if self.words else 0.0

    @property
    def at_most(self) -> float:
        """The upper bound of this rate (Poisson, exact, 95%)."""
        return 1e6 * poisson_upper(self.fires) / self.words if self.words else float("inf")


def read(file: Path = TABLE) -> dict[str, Measured]:
    """The table, by id; empty if there is none."""
    rows = (Measured(r[0], r[1], int(r[2]), int(r[3]), int(r[4]), int(r[7])) for r in _rows(file))
    return {row.id: row for row in rows}


def head(file: Path) -> list[str]:
    """The lines of a table's head that tell its origin."""
    return [line[2:] for line in _lines(file) if line.startswith("# ") and not line.startswith("# id\t")]


def write(file: Path, rows: Iterable[Measured], provenance: Iterable[str]) -> None:
    """The table, sorted, under a head that says where the numbers are from."""
    head = [f"# {line}" for line in provenance] + ["# " + "\t".join(COLUMNS)]
    body = [
        f"{r.id}\t{r.digest}\t{r.fires}\t{r.fixed}\t{r.asked}\t{r.per_million:.2f}\t{r.at_most:.2f}\t{r.words}"
        for r in sorted(rows, key=lambda r: r.id)
    ]
    atomic.write(file, ("\n".join([*head, *body]) + "\n").encode(), follow=True)


def reviewed(file: Path = REVIEWED) -> dict[str, int]:
    """For each rule whose firings were all looked at, how many were true damage."""
    return {row[0]: int(row[1]) for row in _rows(file)}


def outdated(rules: Iterable[Rule], table: Mapping[str, Measured]) -> set[str]:
    """The ids of rules that are not in the table as they are now."""
    return {rule.id for rule in rules if rule.id not in table or table[rule.id].digest != digest(rule)}


def unsupported(
    rules: Iterable[Rule], table: Mapping[str, Measured], looked_at: Mapping[str, int]
) -> list[tuple[Rule, str]]:
    """Rules that fix by themselves although no measurement supports it, each with the reason and the cure."""
    fixing = (rule for rule in rules if rule.tier in (Tier.SAFE, Tier.LIKELY))
    return [(rule, reason) for rule in fixing if (reason := _reason(rule, table.get(rule.id), looked_at))]


def _reason(rule: Rule, row: Measured | None, looked_at: Mapping[str, int]) -> str:
    if row is None or row.digest != digest(rule):
        state = "was never measured" if row is None else "changed since it was measured"
        return (
            f"is `{rule.tier}` and {state}: make it `ask` until somebody has measured it "
            "(`cleaner rules measure CLEAN… --changed --write cleaner/data/measured.tsv`)"
        )
    wrong = row.fires - looked_at.get(rule.id, 0)
    if wrong > 0 and 1e6 * wrong / row.words > MOST_PER_MILLION:
        return (
            f"is `{rule.tier}` but fires {row.per_million:.1f} times in a million words of clean text (at most "
            f"{MOST_PER_MILLION:g}); make it `ask`, give it cues, or look at each firing and list them in reviewed.tsv"
        )
    return ""


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []


def _rows(file: Path) -> list[list[str]]:
    return [line.split("\t") for line in _lines(file) if line and not line.startswith("#")]
