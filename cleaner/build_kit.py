"""From settings to a kit: what is loaded once, before the first document."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import regex

from cleaner import config
from cleaner.config import Settings, SettingsError
from cleaner.decide import Policy
from cleaner.detectors import DETECTORS
from cleaner.files import given
from cleaner.files.locations import cache
from cleaner.kit import Kit
from cleaner.model import Remembered
from cleaner.model.companions import Surveyed
from cleaner.names.entries import BadGlossary
from cleaner.names.user_glossary import Glossary
from cleaner.rulebook import Rulebook, feedback, load, packages
from cleaner.rulebook.feedback import Answered
from cleaner.rulebook.fingerprint import digest
from cleaner.spelling.corrector import Corrector
from cleaner.spelling.error_model import CONFUSIONS, ErrorModel
from cleaner.spelling.language_model import InterpolatedModel, LanguageModel, TrigramModel
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.nearest import nearest

if TYPE_CHECKING:
    from cleaner.neural.passage import PassageReader


def settings_of(file: str | PathLike[str] | None, told: Mapping[str, Any]) -> Settings:
    """The settings of one file, or the default ones, and `told` over them as in `config.find`.

    For a key that holds several values, one of them or any iterable will do; None says nothing.
    """
    found = Settings() if file is None else config.read(Path(file))
    values = {}
    for name, value in told.items():
        if value is not None:
            kind = config.KEYS[name].kind
            values[name] = kind.joined(getattr(found, name), kind.read(_plain(value), name))
    return replace(found, **values)


def _plain(value: Any) -> Any:
    """A value as a settings file holds it: paths as texts, several things in a list."""
    if isinstance(value, str | PathLike):
        return fspath(value)
    return list(map(_plain, value)) if isinstance(value, Iterable) and not isinstance(value, Mapping) else value


def build_kit(settings: Settings, remembered: Remembered | None = None, facts: Surveyed | None = None) -> Kit:
    """Everything that cleaning needs.  Raises `SettingsError` and `rulebook.RuleErrors`."""
    rulebook, detectors_off = _without(_rulebook(settings), settings.off)
    words, glossary = _lines(settings.words), _glossary(settings.glossary)
    lexicon = Lexicon.shipped()
    if words or glossary:
        lexicon = lexicon.with_words([*words, *glossary.words])
    return Kit(
        rulebook=rulebook,
        lexicon=lexicon,
        policy=Policy(settings.bar, settings.ask),
        glossary=glossary,
        protect=tuple(_pattern(p) for p in settings.protect),
        damage=settings.damage,
        remembered=remembered,
        corrector=Corrector(lexicon, _language_model(settings.models), _error_model(settings.rules)),
        off=detectors_off,
        answered=_answered(settings.rules, rulebook),
        same_source=settings.same_source,
        facts=facts,
        mode=settings.mode,
        neural=_neural() if settings.neural else None,
    )


def _neural() -> PassageReader:
    """The small language model of the extra, with what it said in earlier runs."""
    from cleaner.neural.kept_scores import KeptScores
    from cleaner.neural.small_model import NoModel, SmallModel, installed

    try:
        return KeptScores(SmallModel(installed()), cache() / "neural")
    except NoModel as error:
        raise SettingsError(f"neural: {error}") from None


def _answered(roots: tuple[Path, ...], rulebook: Rulebook) -> dict[str, Answered]:
    """What people answered, from the user's packs.  A rule that acts otherwise than when it was judged starts anew."""
    try:
        runs = [run for root in roots for run in feedback.read(packages.place(root) / feedback.FILE).values()]
    except (ValueError, OSError) as error:
        raise SettingsError(str(error)) from None
    return feedback.together(row for rows in runs for row in rows if row.version == _version(row.rule, rulebook))


def _error_model(roots: tuple[Path, ...]) -> ErrorModel:
    """The shipped error model, with what the user's packs say that scanners confuse laid over it."""
    tables = [path for root in roots if (path := packages.place(root) / CONFUSIONS).is_file()]
    shipped = ErrorModel.shipped()
    try:
        return shipped.with_costs(ErrorModel.open(path).costs for path in tables) if tables else shipped
    except (ValueError, OSError) as error:
        raise SettingsError(str(error)) from None


def _version(rule: str, rulebook: Rulebook) -> str:
    return digest(rulebook.rules[rule]) if rule in rulebook.rules else ""


def _language_model(models: tuple[Path, ...]) -> LanguageModel:
    """The shipped language model, mixed with the user's: each of them counts as much as all that came before it."""
    mixed: LanguageModel = TrigramModel.shipped()
    for path in models:
        mixed = InterpolatedModel(TrigramModel.open(given.regular(path)), mixed)
    return mixed


def _rulebook(settings: Settings) -> Rulebook:
    rulebook = load(settings.rules, allow_harm=settings.allow_harm)
    for name in settings.allow_harm:
        if name not in rulebook.rules:
            raise SettingsError(f"allow-harm: {name!r} is no rule{nearest(name, rulebook.rules)}")
    return rulebook


def _without(rulebook: Rulebook, off: tuple[str, ...]) -> tuple[Rulebook, frozenset[str]]:
    """The rulebook without the rules that are off, and the detectors that are."""
    gone: set[str] = set()
    for name in off:
        found = fnmatch.filter(rulebook.rules, name)
        if not found and name not in DETECTORS:
            raise SettingsError(
                f"off: {name!r} is neither a rule nor a detector{nearest(name, [*rulebook.rules, *DETECTORS])}"
            )
        gone.update(found)
    kept = rulebook.only(set(rulebook.rules) - gone) if gone else rulebook
    return kept, frozenset(off) & frozenset(DETECTORS)


def _lines(files: tuple[Path, ...]) -> list[str]:
    """The entries of word lists: one a line, `#` begins a remark."""
    entries: list[str] = []
    for file in files:
        content = normalize("NFC", given.text(file))  # texts are read composed
        entries += (entry for line in content.splitlines() if (entry := line.partition("#")[0].strip()))
    return entries


def _glossary(files: tuple[Path, ...]) -> Glossary:
    try:
        return Glossary.read(files)
    except BadGlossary as error:
        raise SettingsError(str(error)) from None


def _pattern(pattern: str) -> regex.Pattern[str]:
    try:
        return regex.compile(normalize("NFC", pattern))
    except regex.error as error:
        raise SettingsError(f"protect: {pattern!r} is not a regular expression: {error}") from None
