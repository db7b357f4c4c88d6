"""Settings: `cleaner.toml`, `.cleaner.toml` or `[tool.cleaner]` in `pyproject.toml`, found upward; the command line
wins.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from cleaner.files import given
from cleaner.rulebook.fields import nearest
from cleaner.rulebook.packages import is_package


class SettingsError(Exception):
    """A mistake in a settings file: where, what, and the cure."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can set once for a project.  Paths are taken from the settings file's folder."""

    rules: tuple[Path, ...] = ()  # folders or files of the user's packs, `package:NAME`
    allow_harm: tuple[str, ...] = ()  # ids of rules about harm that may fix all the same
    words: tuple[Path, ...] = ()  # word lists: one word a line
    glossary: tuple[Path, ...] = ()  # names as they should be spelt: one a line
    models: tuple[Path, ...] = ()  # language models of `cleaner lm build`, mixed with the shipped one
    protect: tuple[str, ...] = ()  # patterns of text not to be touched
    exclude: tuple[str, ...] = ()  # files to pass over, as in .gitignore
    off: tuple[str, ...] = ()  # rules (ids, `mt/es/*`) and detectors (`spelling`) to leave out
    bar: float = 0.95
    ask: float = 0.3
    damage: Mapping[str, float] = field(default_factory=dict)
    text_field: tuple[str, ...] = ()  # none: what each format takes for texts
    id_field: str = "id"


NAMES = ("cleaner.toml", ".cleaner.toml", "pyproject.toml")


def find(start: Path) -> Settings:
    """The settings that hold for a folder: the nearest file upward that has some."""
    for folder in (start.resolve(), *start.resolve().parents):
        for name in NAMES:
            if (file := folder / name).exists() and (table := _table(file)) is not None:
                return _settings(table, file)
    return Settings()


def _table(file: Path) -> dict[str, Any] | None:
    try:
        content = tomllib.loads(given.text(file))
    except (tomllib.TOMLDecodeError, given.NotGiven, RecursionError) as error:
        if file.name == "pyproject.toml":
            return None  # another tool's worry
        raise SettingsError(str(error) if isinstance(error, given.NotGiven) else f"{file}: not TOML: {error}") from None
    if file.name == "pyproject.toml":
        table = content.get("tool", {}).get("cleaner")
        return table if isinstance(table, dict) else None
    return content


def _settings(table: Mapping[str, Any], file: Path) -> Settings:
    known = {f.name.replace("_", "-"): f.name for f in fields(Settings)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = known.get(key) or known.get(key.replace("_", "-"))
        if not name:
            raise SettingsError(
                f"{file}: unknown setting {key!r}{nearest(key, known) or '; known: ' + ', '.join(known)}"
            )
        values[name] = _READERS[name](value, f"{file}: {key}")
    settings = Settings(**values)
    home = file.parent
    return replace(
        settings,
        rules=tuple(p if is_package(p) else home / p for p in settings.rules),
        words=tuple(home / p for p in settings.words),
        glossary=tuple(home / p for p in settings.glossary),
        models=tuple(home / p for p in settings.models),
    )


def _texts(value: Any, where: str) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(i, str) for i in items):
        raise SettingsError(f"{where}: a text or a list of texts is wanted")
    return tuple(items)


def _paths(value: Any, where: str) -> tuple[Path, ...]:
    try:
        return tuple(Path(p).expanduser() for p in _texts(value, where))
    except RuntimeError as error:  # ~nobody
        raise SettingsError(f"{where}: {error}") from None


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise SettingsError(f"{where}: a text is wanted")
    return value


def _names(value: Any, where: str) -> tuple[str, ...]:
    names = _texts(value, where)
    if not all(name.strip() for name in names):
        raise SettingsError(f"{where}: the name of a field is wanted, not an empty text")
    return names


def probability(value: Any, where: str) -> float:
    """A number between 0 and 1, or a clear refusal."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise SettingsError(f"{where}: a probability between 0 and 1 is wanted, not {value!r}")
    return float(value)


def _damage(value: Any, where: str) -> dict[str, float]:
    if isinstance(value, Mapping):
        return {_known(str(k), where): probability(v, f"{where}.{k}") for k, v in value.items()}
    return damages(_texts(value, where), where)


def damages(told: tuple[str, ...], where: str = "--damage") -> dict[str, float]:
    """`mt/es` means surely, `ocr=0` surely not, `ocr=0.5` perhaps.

    >>> damages(("mt/es", "ocr=0"))
    {'mt/es': 0.999, 'ocr': 0.001}
    """
    given = {}
    for entry in told:
        name, _, p = entry.partition("=")
        try:
            given[_known(name, where)] = min(0.999, max(0.001, probability(float(p), where))) if p else 0.999
        except ValueError:
            raise SettingsError(f"{where}: {entry!r}: a number is wanted after '='") from None
    return given


def _known(damage: str, where: str) -> str:
    from cleaner.diagnosis.diagnose import DAMAGES

    if damage not in DAMAGES:
        raise SettingsError(
            f"{where}: {damage!r} is no damage we know{nearest(damage, DAMAGES)}; known: {', '.join(DAMAGES)}"
        )
    return damage


_READERS: dict[str, Callable[[Any, str], Any]] = {
    "rules": _paths,
    "allow_harm": _texts,
    "words": _paths,
    "glossary": _paths,
    "models": _paths,
    "protect": _texts,
    "exclude": _texts,
    "off": _texts,
    "bar": probability,
    "ask": probability,
    "damage": _damage,
    "text_field": _names,
    "id_field": _text,
}
