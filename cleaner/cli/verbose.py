"""What `--verbose` tells on standard error: the settings and rules in use, and what became of each file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from cleaner import config
from cleaner.cli.messages import say
from cleaner.formats import ReadOptions, Source, format_read
from cleaner.formats.outcome import Input, Outcome
from cleaner.formats.told import TELLING
from cleaner.kit import Kit
from cleaner.model import Verdict
from cleaner.text.plural import count

T = TypeVar("T")
NOUNS = {Verdict.FIX: "fix", Verdict.ASK: "question", Verdict.FLAG: "flag"}


def in_use(settings: config.Settings, kit: Kit, files: int) -> Iterator[str]:
    """Lines that name the settings file and every setting that is not the default, and count rules and files."""
    yield f"settings: {config.located(Path.cwd())[0] or 'no file here or above, so the defaults'}"
    for name in config.KEYS:
        if (value := getattr(settings, name)) != getattr(config.Settings(), name):
            yield f"  {name.replace('_', '-')}: {_in_words(value)}"
    yield f"rules: {count(len(kit.rulebook.rules), 'rule')} in use"
    yield f"files: {files}"


def _in_words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {number:g}" for name, number in value.items())
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def timed(things: Iterator[T], described: Callable[[T], str]) -> Iterator[T]:
    """The same things; each is first told in a line, with the seconds that it took."""
    began = perf_counter()
    for thing in things:
        say(f"{described(thing)}; {perf_counter() - began:.2f} s")
        yield thing
        began = perf_counter()


def read_as(item: Input, source: Source, options: ReadOptions) -> str:
    """How a file was read: its format, and how much it holds."""
    format = format_read(source.name, source.data, options)
    characters = sum(len(document.text) for document in source.documents)
    return f"{item.path}: {format}, {count(len(source.documents), 'document')}, {count(characters, 'character')}"


def became(outcome: Outcome, options: ReadOptions) -> str:
    """How a file was read, the damages that are likely in it, and what was found."""
    if outcome.told:
        return f"{outcome.shown}: unchanged, and not cleaned again"
    if outcome.source is None:
        return f"{outcome.shown}: " + (f"passed over ({outcome.passed})" if outcome.passed else "not read")
    damage = [f"{d} {p:.2f}" for c in outcome.cleaned for d, p in c.diagnosis.probabilities.items() if p >= TELLING]
    found = Counter(record.verdict for cleaned in outcome.cleaned for record in cleaned.records)
    verdicts = ", ".join(count(found[verdict], noun) for verdict, noun in NOUNS.items())
    return f"{read_as(outcome.input, outcome.source, options)}; damage: {', '.join(damage) or 'none seen'}; {verdicts}"
